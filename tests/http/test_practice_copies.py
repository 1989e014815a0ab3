"""A practice copy is the module itself with `?scope=practice-<attempt>`: its owner works in it, and nothing of it is
seen or changed anywhere else."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
import pytest

from dashapp.declare.module import Module
from dashapp.services.access import scopes
from dashapp.services.work import actions
from dashapp.ui import ids
from storage import open_copy
from storage.links import links_of
from storage.record import NewRecord, Trace
from storage.user_data import acting_as, get_all_user_modules, using_store
from tests.cast import sign_in
from tests.http.forms import RecordForm, find_by_input
from tests.http.test_across_modules import MISSED, PATIENT, REFERRED
from tests.http.test_composer import DNA, add, typed_in
from tests.http.test_waiting_lists import DECIDED
from tests.whole_site import Visitor, WholeSite

PTL = "patient-tracking-list"
ATTEMPT = "a1"
SCOPE = f"practice-{ATTEMPT}"
AS_OF = date(2026, 5, 14)
PLAIN, COPIED, LINKED = "Plain Penny", "Copied Carl", "rec-missed"


@pytest.fixture
def site(whole_site: WholeSite) -> Iterator[WholeSite]:
    """Alice has a pathway of her own and, under the same id, another in her practice copy with a missed appointment."""
    uid, store = whole_site.cast.alice.uid, whole_site.clockstart.store
    store.attempts.put(uid, ATTEMPT, {"as_of": AS_OF.isoformat()})
    put(whole_site, store.records, "patients", "p1", {**REFERRED, "patient_name": PLAIN})
    copy = open_copy(store, ATTEMPT).records
    put(whole_site, copy, "patients", "p1", {**REFERRED, "patient_name": COPIED})
    put(whole_site, copy, "dna_cases", LINKED, {**MISSED, "link": "p1", "patient_name": COPIED})
    yield whole_site
    whole_site.empty()


def put(site: WholeSite, records: Any, module: str, record_id: str, data: dict[str, Any]) -> None:
    uid = site.cast.alice.uid
    new = NewRecord(record_id, data, f"{id(records)}{record_id}", links_of(module, record_id, data))
    records.put_many(uid, module, [new], trace=Trace(uid), now=site.clockstart.now)


@pytest.fixture
def there(alice: Visitor) -> Visitor:
    """Alice's browser on a page of her copy: its callbacks say so."""
    alice.client.environ_base["HTTP_X_SCOPE"] = SCOPE
    return alice


def read(visitor: Visitor, path: str, query: str = f"?scope={SCOPE}") -> str:
    answer = visitor.open_page(path, query)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return json.dumps(answer.get_json(), ensure_ascii=False)


def find_output(visitor: Visitor, start: str) -> str:
    return next(name for name in visitor.site.app.callback_map if name.lstrip(".").startswith(start))


def test_the_list_shows_the_copy_alone(alice: Visitor) -> None:
    shown = read(alice, f"/{PTL}")
    assert COPIED in shown
    assert PLAIN not in shown
    assert "Today is 14 May 2026 here" in shown
    plain = read(alice, f"/{PTL}", "")
    assert PLAIN in plain
    assert COPIED not in plain
    assert SCOPE not in plain


def list_ways(told: Any, name: str = "") -> Iterator[tuple[str, bool]]:
    """Every address under a name that holds one, and whether it is hidden."""
    for key, value in told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ():
        if isinstance(value, str) and key in {"href", "to", "action", "address"} and value.startswith("/"):
            yield value, bool(told.get("hidden"))
        yield from list_ways(value)


@pytest.mark.parametrize("page", ["", "/p1", "/p1/edit", "/new", "/charts"])
def test_every_way_on_keeps_the_scope(site: WholeSite, alice: Visitor, page: str) -> None:
    answer = alice.open_page(f"/{PTL}{page}", f"?scope={SCOPE}").get_json()
    slugs = "|".join(module.slug for module in site.clockstart.registry)
    ways = [one for one in list_ways(answer) if re.match(rf"(/export)?/({slugs})\b", one[0])]
    assert any(way.startswith((f"/{PTL}?scope", f"/{PTL}/p1?scope")) for way, _ in ways)
    lost = [way for way, hidden in ways if not hidden and way.count(f"scope={SCOPE}") != 1]
    assert not lost
    assert {way for way, hidden in ways if hidden} <= {f"/{PTL}/import"}


def test_a_form_that_narrows_keeps_the_scope(alice: Visitor) -> None:
    for page in ("", "/charts"):
        assert f'"name": "scope", "type": "hidden", "value": "{SCOPE}"' in re.sub(
            r"\s+", " ", json.dumps(alice.open_page(f"/{PTL}{page}", f"?scope={SCOPE}").get_json(), sort_keys=True)
        )


def test_the_first_page_is_drawn_in_the_copy_and_the_menu_leads_out_of_it(there: Visitor) -> None:
    layout = there.client.get("/_dash-layout", headers={"Referer": f"http://localhost/{PTL}?scope={SCOPE}"})
    told = json.dumps(layout.get_json())
    assert COPIED in told
    assert PLAIN not in told
    assert f'"href": "/{PTL}"' in told


def test_a_record_is_read_on_the_day_of_the_copy(alice: Visitor) -> None:
    shown = read(alice, f"/{PTL}/p1")
    assert COPIED in shown
    assert PLAIN not in shown
    assert f"/dna-management/{LINKED}?scope={SCOPE}" in shown
    assert "Thu 14 May 2026" in shown
    assert "Mon 15 Jun 2026" not in shown


def test_an_event_is_tried_and_entered_in_the_copy_alone(site: WholeSite, there: Visitor) -> None:
    form, uid = RecordForm(there, slug=PTL, record_id="p1", seen_rev=1), site.cast.alice.uid
    cancelled = {"event": "appointment_cancelled", "day": "20/4/26", "asked": "appointment_cancelled", "answers": {}}
    assert json.dumps(typed_in(there, {**DNA, "day": "20/3/26"}, form))
    answer = json.dumps(add(there, {**DNA, "day": "20/3/26"}, form))
    assert f"/{PTL}/p1?added=2&scope={SCOPE}" in answer, (answer, cancelled)
    store = site.clockstart.store
    assert [one["event"] for one in open_copy(store, ATTEMPT).records.get(uid, "patients", "p1").data["events"]] == [
        "dna"
    ]
    assert "events" not in store.records.get(uid, "patients", "p1").data


def test_a_form_saves_its_draft_and_its_record_in_the_copy(site: WholeSite, there: Visitor) -> None:
    store, uid = site.clockstart.store, site.cast.alice.uid
    form = RecordForm(there, slug=PTL, answers={**REFERRED, "patient_name": "New Nell"})
    assert form.keep_draft().response.status_code == 200
    assert store.drafts.list(uid) == {}
    assert "New Nell" in read(there, f"/{PTL}")
    answer = form.save()
    assert "Saved" in answer.told
    assert f"/{PTL}/{form.record_id}?scope={SCOPE}" in answer.response.get_data(as_text=True)
    assert open_copy(store, ATTEMPT).records.find(uid, "patients", form.record_id)
    assert store.records.find(uid, "patients", form.record_id) is None
    assert open_copy(store, ATTEMPT).drafts.list(uid) == {}


def test_what_a_browser_kept_goes_to_the_list_it_was_typed_in(site: WholeSite, alice: Visitor) -> None:
    typed = RecordForm(alice, slug=PTL, answers={**REFERRED, "patient_name": "Late Lou"})
    copies = [{**typed.state, "typed": typed.boxes, "scope": one} for one in (SCOPE, "practice-gone")]
    output = find_output(alice, "typed-here-kept.data")
    (slot,) = alice.site.app.callback_map[output]["inputs"]
    taken = alice.call(output, {f"{slot['id']}.{slot['property']}": copies}).get_json()["response"]
    assert next(iter(taken.values()))["data"] == [f"{SCOPE}{PTL}/{typed.record_id}"]
    assert site.clockstart.store.drafts.list(site.cast.alice.uid) == {}
    assert list(open_copy(site.clockstart.store, ATTEMPT).drafts.list(site.cast.alice.uid)) == [
        f"{PTL}/{typed.record_id}"
    ]


def test_the_panel_next_to_the_list_is_of_the_copy(there: Visitor) -> None:
    answer = there.call(
        find_output(there, f"{ids.PEEK}.children"), {f"{ids.PEEK_ASKED}.data": {"slug": PTL, "id": "p1"}}
    )
    told = answer.get_data(as_text=True)
    assert COPIED in told
    assert PLAIN not in told
    assert f'"/{PTL}/p1?scope={SCOPE}"' in told


def test_search_finds_what_is_in_the_copy_and_adds_to_it(alice: Visitor) -> None:
    def find(words: str, scope: str) -> str:
        asked = {"q": words, "scope": scope}
        return alice.client.get("/search/found", query_string=asked).get_data(as_text=True)

    assert f"/{PTL}/p1?scope={SCOPE}" in find("carl", SCOPE)
    assert PLAIN not in find("penny", SCOPE)
    assert f'"/{PTL}/new?scope={SCOPE}"' in find("add a pathway", SCOPE)
    assert COPIED not in find("carl", "")
    assert PLAIN in find("penny", "")


def test_files_hold_the_copy(alice: Visitor) -> None:
    sent = alice.get(f"/export/{PTL}.csv?scope={SCOPE}").get_data().decode("utf-8-sig")
    assert [row["patient_name"] for row in csv.DictReader(io.StringIO(sent))] == [COPIED]
    book = openpyxl.load_workbook(io.BytesIO(alice.get(f"/export/{PTL}.xlsx?scope={SCOPE}").get_data()))
    told = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert COPIED in told
    assert PLAIN not in told


def test_charts_count_the_copy(site: WholeSite, alice: Visitor) -> None:
    module = site.clockstart.registry.find("dna-management")
    charts = [chart.key for chart in module.charts if not chart.withheld] if module else []

    def count(scope: str) -> int:
        """How often the missed appointment of this month and treatment function is counted."""
        files = [alice.get(f"/export/dna-management/chart/{key}.csv{scope}").get_data(as_text=True) for key in charts]
        return sum(len(re.findall(r",1\r?$", text, re.MULTILINE)) for text in files)

    assert count(f"?scope={SCOPE}") > 0
    assert count("") == 0


def test_the_validator_checks_the_copy_and_works_through_it(site: WholeSite, there: Visitor) -> None:
    slug, uid = "waiting-list-validator", site.cast.alice.uid
    answer = there.call(find_by_input(there, "check-own-list"), {"check-own-list.n_clicks": 1}).get_json()
    (asked,) = (
        way for way, _ in list_ways([{"to": one["data"]} for one in answer["response"].values() if "data" in one])
    )
    assert f"scope={SCOPE}" in asked
    (list_id,) = open_copy(site.clockstart.store, ATTEMPT).lists.all(uid)
    assert "1 pathway, checked" in read(there, f"/{slug}/lists/{list_id}")
    work = read(there, f"/{slug}/lists/{list_id}/1")
    assert f"Validate {COPIED}" in work
    assert f"/{PTL}/p1?scope={SCOPE}" in work
    assert there.get(f"/lists/{list_id}/rows.csv?scope={SCOPE}").status_code == 200
    assert site.clockstart.store.lists.all(uid) == {}
    form = RecordForm(there, slug, f"{list_id}-1", answers={**DECIDED, "link": "p1"})
    assert "Saved" in form.save().told
    assert open_copy(site.clockstart.store, ATTEMPT).records.find(uid, "waiting_list", f"{list_id}-1")
    assert site.clockstart.store.records.list(uid, "waiting_list") == []
    del there.client.environ_base["HTTP_X_SCOPE"]
    assert there.open_page(f"/{slug}/lists/{list_id}").status_code == 404
    assert there.get(f"/lists/{list_id}/rows.csv").status_code == 404


def test_what_is_due_in_the_copy_is_due_on_its_day(site: WholeSite, alice: Visitor) -> None:
    assert COPIED in read(alice, "/actions")
    assert COPIED not in read(alice, "/actions", "")
    actor_of = scopes.enter(site.clockstart, acting(site), SCOPE)
    assert {action.name for action in actions.list_actions(actor_of, acting(site))} == {COPIED}


def acting(site: WholeSite) -> Any:
    from auth.actor import as_actor

    return as_actor(site.clockstart.store.people.get(site.cast.alice.uid))


def pages_outside(site: WholeSite) -> dict[str, str]:
    bob, alice = site.signed_in("manager"), site.signed_in("learner")
    own = ("/", "/actions", f"/{PTL}", "/dna-management", "/commissioner-reporting", "/capacity-planner/services")
    shown = {path: read(alice, path, "") for path in own}
    uid = site.cast.alice.uid
    overseen = ("/student-progress-monitor", f"/student-progress-monitor/{uid}", f"/people/{uid}/{PTL}")
    return shown | {path: read(bob, path, "") for path in overseen}


def test_no_other_page_knows_of_the_copy(site: WholeSite, there: Visitor) -> None:
    store, uid = site.clockstart.store, site.cast.alice.uid
    form = RecordForm(there, slug=PTL, record_id="p1", seen_rev=1)
    assert add(there, {**DNA, "day": "20/3/26"}, form) != 400
    for path, shown in pages_outside(site).items():
        assert COPIED not in shown, path
    assert [one.count for one in store.records.summary(uid).values()] == [1]
    with using_store(store), acting_as(uid):
        assert get_all_user_modules() == ["patients"]


@pytest.mark.parametrize(
    "scope", ["practice-", "practice-b2", "practice-a%3A1", "practice-é", "practice-a1%0A", "x", "all"]
)
def test_what_is_no_copy_of_ones_own_is_not_found(alice: Visitor, scope: str) -> None:
    for path in (f"/{PTL}", f"/{PTL}/p1", "/dna-management/charts", "/actions"):
        assert alice.open_page(path, f"?scope={scope}").status_code == 404
        assert alice.get(f"{path}?scope={scope}").status_code == 404
    if scope.startswith("practice-"):
        assert alice.get(f"/export/{PTL}.csv?scope={scope}").status_code == 404
        assert alice.client.get("/search/found", query_string=f"q=carl&scope={scope}").status_code == 404


@pytest.mark.parametrize("who", ["charlie", "bob", "ada"])
def test_nobody_else_sees_it(site: WholeSite, who: str) -> None:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, getattr(site.cast, who))
    uid = site.cast.alice.uid
    for path in (f"/{PTL}", f"/{PTL}/p1", f"/{PTL}/charts", f"/people/{uid}/{PTL}", f"/people/{uid}/{PTL}/p1"):
        assert visitor.open_page(path, f"?scope={SCOPE}").status_code == 404
    assert visitor.get(f"/export/{PTL}.csv?scope={SCOPE}").status_code == 404
    visitor.client.environ_base["HTTP_X_SCOPE"] = SCOPE
    form = RecordForm(visitor, slug=PTL, answers={**REFERRED, **PATIENT})
    assert form.save().response.status_code == 404


def test_who_looks_at_her_pages_does_not_see_it_either(site: WholeSite) -> None:
    bob = site.signed_in("manager")
    bob.client.post(f"/view-as/{site.cast.alice.uid}", headers={"X-CSRFToken": bob.token})
    assert PLAIN in read(bob, f"/{PTL}", "")
    assert bob.open_page(f"/{PTL}", f"?scope={SCOPE}").status_code == 404
    assert bob.get(f"/export/{PTL}.csv?scope={SCOPE}").status_code in {403, 404}


def test_an_attempt_without_a_copy_has_none(site: WholeSite, alice: Visitor) -> None:
    site.clockstart.store.attempts.put(site.cast.alice.uid, "a2", {"state": "open"})
    assert alice.open_page(f"/{PTL}", "?scope=practice-a2").status_code == 404


@pytest.mark.parametrize("path", ["/", f"/{PTL}/import", "/capacity-planner/services", "/people", "/audit-trail"])
def test_pages_without_copies_are_not_found_in_one(site: WholeSite, path: str) -> None:
    assert site.signed_in("learner").open_page(path, f"?scope={SCOPE}").status_code in {403, 404}


def test_the_work_in_a_copy_is_not_handed_in(site: WholeSite, there: Visitor) -> None:
    assert "Ask for feedback" not in read(there, f"/{PTL}") + read(there, f"/{PTL}/p1")
    assert "Ask for feedback" in read(there, f"/{PTL}", "")


def test_every_module_has_copies(site: WholeSite, alice: Visitor) -> None:
    def shows(module: Module) -> bool:
        own = "" in module.own_pages
        return own or alice.open_page(module.address, f"?scope={SCOPE}").status_code == 200

    assert all(map(shows, site.clockstart.registry))


def test_the_audit_trail_tells_of_a_copy_when_it_is_asked(site: WholeSite, alice: Visitor) -> None:
    module = "dna_cases--pa1"
    assert module not in read(alice, "/audit-trail", "")
    assert "or practice" in read(alice, "/audit-trail", "")
    assert module not in read(alice, "/audit-trail", "?act=add")
    assert module in read(alice, "/audit-trail", "?show=all")
