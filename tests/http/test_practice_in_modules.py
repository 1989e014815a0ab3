"""A set worked in the real modules: its cases are records of a practice copy, and what the rules say of them waits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from dashapp.services.access import scopes
from dashapp.services.practice import copies
from dashapp.services.records.stored import check_stored
from practice.dials import set_dials
from practice.in_modules import complete, enter, list_families, make_entered
from practice.keys import find_key
from storage import open_copy
from storage.links import links_of
from storage.record import Trace
from storage.user_data import acting_as, get_all_user_modules, using_store
from tests.cast import sign_in
from tests.http.forms import RecordForm
from tests.http.test_composer import DNA, add, typed_in
from tests.http.test_practice_sessions import (
    SESSION,
    act,
    answer,
    get_attempt,
    offered,
    page,
    put_session,
    right_answer,
    stored_answers,
)
from tests.whole_site import Visitor, WholeSite
from words.phrases import in_words

PTL = "patient-tracking-list"
IN_MODULES = {**SESSION, "where": "modules"}
TELLING = re.compile(r"cs-clock|cs-ribbon|Clock running|Clock stopped|weeks left|days left|breach date", re.IGNORECASE)


@pytest.fixture
def site(whole_site: WholeSite) -> Iterator[WholeSite]:
    put_session(whole_site, "s1", IN_MODULES)
    put_session(whole_site, "s2", {**IN_MODULES, "feedback": "at_end"})
    yield whole_site
    whole_site.empty()


@pytest.fixture
def begun(site: WholeSite, alice: Visitor) -> Visitor:
    for session in ("s1", "s2"):
        assert act(alice, "begin", session).status_code == 200
    return alice


def scope_of(site: WholeSite, session: str = "s1") -> str:
    return f"practice-{get_attempt(site, session).id}"


def read(visitor: Visitor, path: str, scope: str = "") -> str:
    reply = visitor.open_page(path, f"?scope={scope}" if scope else "")
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return json.dumps(reply.get_json(), ensure_ascii=False)


def test_each_case_is_a_record_of_the_lists(site: WholeSite, begun: Visitor) -> None:
    attempt, scope = get_attempt(site), scope_of(site)
    shown = read(begun, f"/{PTL}", scope)
    for number, case in enumerate(attempt.cases, start=1):
        assert case.patient
        assert case.patient["name"] in shown
        assert f"case{number}" in shown
    missed = [case for case in attempt.cases if any(one.module == "dna_cases" for one in enter(case))]
    assert missed
    listed = read(begun, "/dna-management", scope)
    assert all(case.patient["name"] in listed for case in missed if case.patient)
    assert "Practice: set 4821, nothing here counts" in shown
    assert "/practice-sessions/s1/work" in shown
    assert f"scope={scope}" in page(begun)


def test_every_record_is_one_that_its_module_accepts(site: WholeSite) -> None:
    seen = set()
    for name in list_families():
        for one in enter(make_entered(name, "4#1", set_dials(3), site.clockstart.today)):
            module = site.clockstart.registry.find_by_store_key(one.module)
            assert module
            assert not check_stored(module, one.answers).problems, name
            seen.add(one.module)
    assert seen == {"patients", "dna_cases", "cancellations"}


def test_everything_else_is_as_before(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    uid, store = site.cast.alice.uid, site.clockstart.store
    own = ("/", "/actions", f"/{PTL}", "/dna-management", "/commissioner-reporting")
    overseen = ("/student-progress-monitor", f"/people/{uid}/{PTL}")

    def look() -> dict[str, str]:
        told = {path: read(alice, path) for path in own} | {path: read(bob, path) for path in overseen}
        varying = r'[0-9]{2}:[0-9]{2}|"[0-9a-z]{10}"|"menu-counts": .*?\}'
        return {path: re.sub(varying, "", words) for path, words in told.items()}

    before, summary = look(), dict(store.records.summary(uid))
    act(alice, "begin")
    names = [case.patient["name"] for case in get_attempt(site).cases if case.patient]
    for path, words in look().items():
        assert not any(name in words for name in names), path
        if path in {f"/{PTL}", "/dna-management", "/commissioner-reporting", f"/people/{uid}/{PTL}"}:
            assert words == before[path], path
    assert set(store.records.summary(uid)) == set(summary)
    with using_store(store), acting_as(uid):
        assert get_all_user_modules() == ["practice_sessions"]
    assert not any(
        name in alice.client.get("/search/found", query_string={"q": name}).get_data(as_text=True) for name in names
    )
    assert names[0] not in alice.get(f"/export/{PTL}.csv").get_data(as_text=True)


def test_what_the_rules_say_waits_until_the_case_is_marked(site: WholeSite, begun: Visitor) -> None:
    attempt, scope = get_attempt(site), scope_of(site)
    assert "Charts are drawn once the session has been handed in" in read(begun, f"/{PTL}/charts", scope)
    assert "18 weeks" not in read(begun, f"/{PTL}", scope)
    for file in (f"/export/{PTL}/chart/bands.csv", f"/export/{PTL}/chart/by-state.csv"):
        assert "handed in" in begun.get(f"{file}?scope={scope}").get_data(as_text=True)
    assert "clock_start" not in begun.get(f"/export/{PTL}.csv?scope={scope}").get_data(as_text=True)
    for path in (f"/{PTL}", *(f"/{PTL}/case{number}" for number in attempt.numbers)):
        told = read(begun, path, scope).partition("Evidence")[0]
        assert not TELLING.search(told), (path, TELLING.search(told))
    assert "What the rules say of this record is told once" in read(begun, f"/{PTL}/case1", scope)
    assert answer(begun, 1, **right_answer(attempt, 1)).status_code == 200
    told = read(begun, f"/{PTL}/case1", scope)
    assert "cs-practice-verdict" in told
    assert "What the rules say of this record is told once" not in told
    assert "cs-practice-verdict" not in read(begun, f"/{PTL}/case2", scope)
    assert "What the rules say of this record is told once" in read(begun, f"/{PTL}/case2", scope)


def test_nothing_that_is_right_reaches_the_browser(site: WholeSite, begun: Visitor) -> None:
    attempt, scope = get_attempt(site, "s2"), scope_of(site, "s2")
    answer(begun, 1, "s2", **right_answer(attempt, 1))
    for number in attempt.numbers:
        case, told = attempt.cases[number - 1], read(begun, f"/{PTL}/case{number}", scope)
        known = json.dumps([one.text for one in case.evidence]) + str(case.record) + str(case.asked)
        for day in find_key(case).facets.get("breach_date", ()):
            assert day is None or day.isoformat() in known or in_words(day) not in told
        assert "truth" not in told


def test_an_event_is_entered_and_says_nothing_of_the_clock(site: WholeSite, begun: Visitor) -> None:
    begun.client.environ_base["HTTP_X_SCOPE"] = scope_of(site)
    rev = (
        open_copy(site.clockstart.store, get_attempt(site).id).records.get(site.cast.alice.uid, "patients", "case1").rev
    )
    form = RecordForm(begun, slug=PTL, record_id="case1", seen_rev=rev)
    tried = json.dumps(typed_in(begun, {**DNA, "day": "1/6/26"}, form), ensure_ascii=False)
    assert "What the rules say of this record is told once" in tried
    assert "Trying" not in tried
    added = json.dumps(add(begun, {**DNA, "day": "1/6/26"}, form))
    assert "added=" in added
    assert not TELLING.search(read(begun, f"/{PTL}/case1", scope_of(site)).partition("Evidence")[0])


def test_to_be_shown_it_makes_the_case_aided(site: WholeSite, begun: Visitor) -> None:
    attempt, scope = get_attempt(site), scope_of(site)
    shown = act(begun, "show-me-1")
    assert f"/{PTL}/case1?scope={scope}" in json.dumps(shown.get_json())
    told = read(begun, f"/{PTL}/case1", scope)
    assert "the case earns half" in told
    assert "What the rules say of this record is told once" not in told
    assert "cs-practice-verdict" not in told
    for number in attempt.numbers:
        answer(begun, number, **right_answer(attempt, number))
    act(begun, "hand-in")
    assert f"/{PTL}/case2?scope={scope}" in page(begun, where="result")
    assert all(one.data["seconds"] for one in get_attempt(site).answers.values() if one.id == "1")
    marked = get_attempt(site).marked
    assert marked[1].percent == 50
    assert marked[2].percent == 100
    assert act(begun, "show-me-99").status_code == 404


def test_after_handing_in_the_copies_are_read_and_not_changed(site: WholeSite, begun: Visitor) -> None:
    scope, attempt = scope_of(site), get_attempt(site)
    act(begun, "hand-in-now")
    told = read(begun, f"/{PTL}/case1", scope)
    assert "It has been handed in: read only" in told
    assert "cs-practice-verdict" in told
    assert "18 weeks" in read(begun, f"/{PTL}", scope)
    begun.client.environ_base["HTTP_X_SCOPE"] = scope
    copy, uid = open_copy(site.clockstart.store, attempt.id).records, site.cast.alice.uid
    known = copy.get(uid, "patients", "case1")
    form = RecordForm(begun, slug=PTL, record_id="case1", seen_rev=known.rev, answers=dict(known.data))
    assert "handed in" in form.save().response.get_data(as_text=True)
    assert add(begun, {**DNA, "day": "1/6/26"}, form) == 400
    assert copy.get(uid, "patients", "case1").rev == known.rev


def test_a_case_is_answered_on_its_record_and_leads_to_the_next(site: WholeSite, begun: Visitor) -> None:
    begun.client.environ_base["HTTP_X_SCOPE"] = scope_of(site, "s2")
    went = answer(begun, 1, "s2", decision=offered(site, "s2")[0]).get_data(as_text=True)
    assert f"/{PTL}/case2?scope={scope_of(site, 's2')}" in went
    assert stored_answers(site, "s2")[1]


@pytest.mark.parametrize("who", ["charlie", "bob", "ada"])
def test_nobody_else_sees_it(site: WholeSite, begun: Visitor, who: str) -> None:
    scope, visitor = scope_of(site), site.visitor()
    visitor.token = sign_in(visitor.client, getattr(site.cast, who))
    for path in (f"/{PTL}", f"/{PTL}/case1", f"/people/{site.cast.alice.uid}/{PTL}/case1"):
        assert visitor.open_page(path, f"?scope={scope}").status_code == 404
    visitor.client.environ_base["HTTP_X_SCOPE"] = scope
    assert act(visitor, "show-me-1").status_code == 404
    assert not copies.list_shown(open_copy(site.clockstart.store, get_attempt(site).id), site.cast.alice.uid)


def test_tools_that_would_tell_are_not_there_meanwhile(site: WholeSite, begun: Visitor) -> None:
    scope = scope_of(site)
    for path in (
        "/waiting-list-validator",
        "/waiting-list-validator/lists",
        "/practice-sessions",
        "/practice-sessions/s1",
    ):
        assert begun.open_page(path, f"?scope={scope}").status_code == 404
    assert read(begun, "/actions", scope)
    act(begun, "hand-in-now")
    assert read(begun, "/waiting-list-validator", scope)


def test_every_page_of_every_module_opens_in_the_copy(site: WholeSite, begun: Visitor) -> None:
    scope = scope_of(site)
    here = scopes.enter(site.clockstart, get_actor(site), scope)
    for module in here.registry:
        for below in ("", "/new", "/charts"):
            if below.removeprefix("/") not in module.own_pages:
                assert begun.open_page(f"{module.address}{below}", f"?scope={scope}").status_code == 200, module.slug


def get_actor(site: WholeSite) -> Any:
    from auth.actor import as_actor

    return as_actor(site.clockstart.store.people.get(site.cast.alice.uid))


def test_a_set_that_no_module_has_is_not_accepted(site: WholeSite, alice: Visitor) -> None:
    put_session(site, "s3", {**IN_MODULES, "set": "cancer"})
    assert act(alice, "begin", "s3").status_code == 400
    form = RecordForm(alice, slug="practice-sessions", answers={**IN_MODULES, "set": "cancer"})
    told = json.dumps(form.save().response.get_json())
    assert "None of these cases can be worked in the modules" in told


ENTERED = {**SESSION, "where": "entered", "set": "picked", "families": ["dna-first-unproven", "stop-clinic"]}


@pytest.fixture
def entering(site: WholeSite, alice: Visitor) -> Visitor:
    put_session(site, "s4", ENTERED)
    put_session(site, "s5", {**ENTERED, "feedback": "at_end"})
    for session in ("s4", "s5"):
        assert act(alice, "begin", session).status_code == 200
    return alice


def put_right(site: WholeSite, session: str, number: int) -> None:
    """Enter what is missing and put the rest right, as a person would in the forms."""
    attempt, uid = get_attempt(site, session), site.cast.alice.uid
    case, copy = attempt.cases[number - 1], open_copy(site.clockstart.store, attempt.id).records
    code = find_key(case).facets.get("code", ("",))[0]
    for one in enter(complete(case)):
        record_id = copies.name_record(number, one.key)
        data = one.answers if one.is_pathway else {**one.answers, "link": copies.name_record(number)}
        rows = [
            {**row, "rtt_code": code} if row["date"] == case.asked["date"] else row for row in data.get("events", ())
        ]
        data = {**data, "events": rows} if rows else {**data, "rtt_code": code}
        known = copy.find(uid, one.module, record_id)
        trace, links = Trace(uid), links_of(one.module, record_id, data)
        rev, op = known.rev if known else 0, f"right-{record_id}"
        copy.put(
            uid, one.module, record_id, data, op=op, seen_rev=rev, trace=trace, links=links, now=site.clockstart.now
        )


def test_a_record_that_was_put_right_is_the_answer(site: WholeSite, entering: Visitor) -> None:
    assert "Put the record right" in read(entering, f"/{PTL}/case1", scope_of(site, "s4"))
    assert "practice-decision" not in read(entering, f"/{PTL}/case1", scope_of(site, "s4"))
    for number in get_attempt(site, "s4").numbers:
        put_right(site, "s4", number)
        went = act(entering, f"read-{number}", "s4")
        assert f"/{PTL}/case{number}?scope=" in json.dumps(went.get_json())
        told = read(entering, f"/{PTL}/case{number}", scope_of(site, "s4"))
        assert "cs-practice-is-right" in told
    act(entering, "hand-in", "s4")
    assert get_attempt(site, "s4").session.data["score"] == 100
    again = json.dumps(act(entering, "read-1", "s4").get_json())
    assert "navigate" in again or "handed in" in again


def test_a_record_as_it_was_is_wrong_where_the_event_moves_the_clock(site: WholeSite, entering: Visitor) -> None:
    cases = enumerate(get_attempt(site, "s4").cases, start=1)
    number = next(number for number, case in cases if find_key(case).facets["decision"][0] == "clock_stops")
    act(entering, f"read-{number}", "s4")
    marked = get_attempt(site, "s4").mark(number)
    assert not marked.facets["decision"].right
    assert marked.percent == 0


def test_handing_in_reads_what_was_entered_and_nothing_else(site: WholeSite, entering: Visitor) -> None:
    put_right(site, "s5", 2)
    assert stored_answers(site, "s5") == {}
    act(entering, "hand-in-now", "s5")
    attempt = get_attempt(site, "s5")
    assert set(attempt.answers) == {2}
    assert attempt.marked[2].percent == 100
    assert attempt.marked[1].percent == 0


@pytest.mark.parametrize("number", ["0", "9", "x", "99999999999"])
def test_a_case_that_is_not_there_is_not_read(entering: Visitor, number: str) -> None:
    assert act(entering, f"read-{number}", "s4").status_code == 404
    assert act(entering, f"read-{number}", "s1").status_code == 404
