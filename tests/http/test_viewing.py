"""View as a learner: who may, that nothing can be written meanwhile, that it is said and entered, and how it ends."""

from __future__ import annotations

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from auth.actor import as_actor
from auth.requires import is_public
from dashapp.ui import ids
from tests.cast import sign_in
from tests.http.forms import RecordForm, list_parts
from tests.whole_site import NOW, Visitor, WholeSite


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    RecordForm(whole_site.signed_in("learner"), record_id="r1").save()
    return whole_site


@pytest.fixture
def bob(site: WholeSite) -> Visitor:
    """Bob, who looks at Alice's pages."""
    visitor = site.signed_in("manager")
    assert post(visitor, f"/view-as/{site.cast.alice.uid}").status_code == 303
    return visitor


def post(visitor: Visitor, path: str) -> TestResponse:
    return visitor.client.post(path, headers={"X-CSRFToken": visitor.token, "Accept": "text/html"})


def acts(site: WholeSite, uid: str) -> list[tuple[str, str, str]]:
    entries = site.clockstart.store.audit.walk(uid)
    return [(entry.actor, entry.act, (entry.about or {}).get("why", "")) for entry in entries if "view" in entry.act]


def everything(site: WholeSite) -> dict[str, Any]:
    """All that is stored, but for the notes of activity in sessions and what can be worked out again."""
    client = site.clockstart.store.client
    kept = [one for one in client.keys("*") if not one.endswith((":sessions", ":mastery")) and ":rows:" not in one]
    return {name: client.dump(name) for name in sorted(kept)}


def test_the_learners_pages_are_shown_with_a_banner(site: WholeSite, bob: Visitor) -> None:
    layout = bob.client.get("/_dash-layout").text
    assert "You are looking at the pages of Alice Adams, read-only." in json.dumps(json.loads(layout))
    assert f"{site.cast.bob.uid}~{site.cast.alice.uid}" in layout
    page = bob.open_page("/dna-management/r1")
    assert page.status_code == 200
    assert "Nora Field" in page.text
    assert '"disabled":true' in page.text
    assert bob.get("/people").status_code == 403
    assert bob.get(f"/people/{site.cast.charlie.uid}/dna-management").status_code == 404


def test_nothing_changes_whatever_is_posted_or_opened(site: WholeSite, bob: Visitor) -> None:
    """Every callback, every route that takes a POST, every route and page that is opened, and a whole save."""
    before = everything(site)
    form = RecordForm(bob, record_id="r1", seen_rev=1, answers={"notes": "written by Bob"})
    assert form.save().status == 403
    assert form.keep_draft().status == 403
    assert form.remove().status == 403
    given = {"n_clicks": 1, "id": {"slug": "dna-management"}, "contents": "data:,eA=="}
    for output, _ in site.list_server_callbacks():
        declared = site.app.callback_map[output]
        slots = [*declared["inputs"], *declared["state"]]
        values = {f"{slot['id']}.{slot['property']}": given.get(slot["property"]) for slot in slots}
        assert bob.call(output, values).status_code in {200, 204, 400, 403, 404}, output
    for rule in site.app.server.url_map.iter_rules():
        view = site.app.server.view_functions[rule.endpoint]
        if is_public(view) or rule.endpoint == "viewing.stop":
            continue
        path = rule.build(dict.fromkeys(rule.arguments, "dna-management"), append_unknown=False)
        for method in {"GET", "POST", "PUT", "DELETE"} & set(rule.methods or ()):
            bob.client.open(path[1] if path else "/", method=method, headers={"X-CSRFToken": bob.token})
    for module in site.clockstart.registry:
        by_hand = (f"{module.address}/new",) if module.made_by == "person" else ()
        for path in (module.address, *by_hand, f"{module.address}/charts"):
            assert bob.open_page(path).status_code == 200, path
    assert everything(site) == before


def test_only_what_is_marked_as_reading_answers(site: WholeSite, bob: Visitor) -> None:
    for path in ("/account", "/account/data", "/export/dna-management.csv", "/prove"):
        assert bob.client.get(path).status_code == 403
    assert bob.client.get("/session").status_code == 200
    assert post(bob, "/session/extend").status_code == 200
    assert post(bob, f"/view-as/{site.cast.alice.uid}").status_code == 403


def test_it_is_entered_in_the_learners_trail_and_stopped(site: WholeSite, bob: Visitor) -> None:
    uid, looker = site.cast.alice.uid, site.cast.bob.uid
    assert acts(site, uid) == [(looker, "view_started", "")]
    stopped = post(bob, "/view-as/stop")
    assert (stopped.status_code, stopped.location) == (303, f"/people/{uid}")
    assert acts(site, uid)[1:] == [(looker, "view_ended", "stopped")]
    assert bob.client.get("/account").status_code == 200
    assert RecordForm(bob).save().status == 200
    assert site.clockstart.store.records.list(looker, "dna_cases")


def test_signing_out_ends_it_and_so_does_losing_the_cohort(site: WholeSite, bob: Visitor) -> None:
    uid, looker = site.cast.alice.uid, site.cast.bob.uid
    post(bob, "/logout")
    assert acts(site, uid)[-1] == (looker, "view_ended", "signed out")
    bob.token = sign_in(bob.client, site.cast.bob)
    assert bob.get("/people").status_code == 200
    post(bob, f"/view-as/{uid}")
    site.clockstart.store.people.unassign(looker, site.cast.cohort.id)
    assert bob.get("/people").status_code == 200
    assert acts(site, uid)[-1] == (looker, "view_ended", "not allowed any more")


def test_a_session_that_ran_out_is_noted_at_the_next_sign_in(site: WholeSite, bob: Visitor) -> None:
    store, looker = site.clockstart.store, site.cast.bob.uid
    (session,) = [one for one in store.sessions.list(looker, now=NOW) if one.viewing]
    store.client.hset(
        f"cs:{{u:{looker}}}:sessions",
        session.digest,
        json.dumps(
            {
                **dict.fromkeys(("started_at", "active_at", "ends_at", "proven_at"), "2026-06-14T09:00:00+00:00"),
                "address": "",
                "agent": "",
                "viewing": session.viewing,
            }
        ),
    )
    site.signed_in("manager")
    assert acts(site, site.cast.alice.uid)[-1] == (looker, "view_ended", "session ran out")


def test_a_page_made_for_looking_is_not_used_after_it(site: WholeSite, bob: Visitor) -> None:
    made_for = f"{site.cast.bob.uid}~{site.cast.alice.uid}"
    assert bob.client.get("/session", headers={"X-Page-Of": made_for}).status_code == 200
    assert bob.client.get("/session", headers={"X-Page-Of": site.cast.bob.uid}).status_code == 409
    post(bob, "/view-as/stop")
    assert bob.client.get("/session", headers={"X-Page-Of": made_for}).status_code == 409


def test_who_may_look_at_whom(site: WholeSite) -> None:
    cast = site.cast
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, cast.charlie)
    alice, bob, ada = (site.signed_in(role) for role in ("learner", "manager", "admin"))
    tried = [
        (charlie, cast.alice, 403),
        (alice, cast.alice, 403),
        (bob, cast.charlie, 404),
        (bob, cast.bob, 403),
        (bob, cast.ada, 404),
        (ada, cast.bob, 403),
        (ada, cast.charlie, 303),
    ]
    for visitor, person, status in tried:
        assert post(visitor, f"/view-as/{person.uid}").status_code == status
    assert post(ada, "/view-as/nobody").status_code == 403
    assert not acts(site, cast.alice.uid)
    assert as_actor(cast.alice, viewer=cast.bob).by == cast.bob.uid


def open_parts(visitor: Visitor, path: str) -> list[Any]:
    answer = visitor.open_page(path)
    assert answer.status_code == 200, path
    return list(list_parts(answer.get_json()["response"][ids.PAGE]["children"]))


def test_what_would_be_refused_is_not_offered(site: WholeSite, bob: Visitor) -> None:
    """Every link that is shown on every page opens, and every button that is not closed may be pressed."""
    paths = ["/", "/actions", "/dna-management", "/dna-management/r1", "/dna-management?show=removed", "/audit-trail",
             "/patient-tracking-list", "/capacity-planner", "/waiting-list-validator", "/mdt-coordination",
             *(f"/{module.slug}" for module in site.clockstart.registry)]  # fmt: skip
    alice = site.signed_in("learner")
    for path in paths:
        if alice.open_page(path).status_code != 200:
            continue
        parts = open_parts(bob, path)
        shown = {part["href"] for part in parts if str(part.get("href", "")).startswith("/") and not part.get("hidden")}
        refused = {link for link in shown if bob.get(link.partition("#")[0]).status_code == 403}
        assert not refused, path
        assert not any(part.get("method") == "post" and can_be_sent(part) for part in parts), path


def can_be_sent(form: Any) -> bool:
    buttons = [part for part in list_parts(form["children"]) if part.get("type") == "submit"]
    return any(not button.get("disabled") for button in buttons)


def test_the_learner_has_the_controls_that_the_other_has_not(site: WholeSite, bob: Visitor) -> None:
    alice = site.signed_in("learner")

    def can_add(visitor: Visitor) -> bool:
        links = [part for part in open_parts(visitor, "/dna-management") if part.get("href") == "/dna-management/new"]
        return any(not link.get("hidden") for link in links)

    def can_change(visitor: Visitor) -> bool:
        parts = open_parts(visitor, "/dna-management/r1")
        links = [part for part in parts if str(part.get("href")).startswith("/dna-management/r1/edit")]
        buttons = [part for part in parts if part.get("id") == ids.REMOVE]
        return any(not part.get("hidden") for part in links) or any(not part.get("disabled") for part in buttons)

    assert (can_add(alice), can_change(alice)) == (True, True)
    assert (can_add(bob), can_change(bob)) == (False, False)
    (save,) = [part for part in open_parts(bob, "/dna-management/r1/edit") if part.get("id") == ids.SAVE]
    assert save["disabled"]
    (upload,) = [part for part in open_parts(bob, "/dna-management/import") if part.get("id") == ids.IMPORT_FILE]
    assert upload["disabled"]


def test_looking_around_stays_open(bob: Visitor) -> None:
    """What only reads is not closed with the rest: filters, and trying an event."""
    parts = open_parts(bob, "/audit-trail")
    assert any(part.get("method") == "get" for part in parts)
    assert all(part.get("hidden") for part in parts if "/audit-trail/export" in str(part.get("href"))), (
        "but this writes"
    )
    layout = bob.client.get("/_dash-layout").get_json()
    stop = [part for part in list_parts(layout) if part.get("action") == "/view-as/stop"]
    assert [can_be_sent(form) for form in stop] == [True]
