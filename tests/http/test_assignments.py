"""Bob assigns practice; Alice, who is in his cohort, does it; Charlie, who is not, never sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from auth.actor import as_actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.practice import agreement, answering, assigned, attempts, policy
from dashapp.services.practice.assignment import Assignment, find_assignment
from dashapp.services.practice.kinds import SESSIONS
from dashapp.services.work import actions
from practice.case import describe_case
from practice.keys import find_key
from practice.options import find_right
from storage.erasure import erase_user
from storage.errors import NotFound, Refused
from storage.people import Person
from storage.record import Trace
from tests.cast import sign_in
from tests.http.forms import press
from tests.http.staff import follow, post, read
from tests.whole_site import Visitor, WholeSite

ID = "first-week"
FORM = {
    "id": ID,
    "title": "First week",
    "set": "missed",
    "cases": "5",
    "level": "1",
    "feedback": "at_once",
    "same_cases": "yes",
    "tries": "1",
    "counts": "best",
    "due_on_day": "22",
    "due_on_month": "6",
    "due_on_year": "2026",
}


@pytest.fixture
def site(whole_site: WholeSite) -> Iterator[WholeSite]:
    yield whole_site
    whole_site.empty()


def assign(site: WholeSite, visitor: Visitor, **more: str) -> Any:
    return post(visitor, "/assignments", **{**FORM, "cohort": site.cast.cohort.id, **more})


def get(site: WholeSite, assignment: str = ID) -> Assignment:
    found = find_assignment(site.clockstart, assignment)
    assert found is not None
    return found


def on(site: WholeSite, day: date) -> Clockstart:
    """The same app on another day."""
    return replace(site.clockstart, clock=replace(site.clockstart.clock, fixed_today=day))


def standing(clockstart: Clockstart, person: Person, assignment: str = ID) -> assigned.Standing:
    found = find_assignment(clockstart, assignment)
    assert found is not None
    return assigned.read_standings(clockstart, found, [person.uid])[person.uid]


def begin(clockstart: Clockstart, person: Person, assignment: str = ID) -> str:
    return assigned.begin(clockstart, as_actor(person), assignment, Trace(person.uid))


def work(clockstart: Clockstart, person: Person, session: str, right: int) -> None:
    """Answer every case, the first so many right, and hand in."""
    actor, trace = as_actor(person), Trace(person.uid)
    attempt = attempts.get(clockstart, actor, session)
    for number in attempt.numbers:
        key = find_key(attempt.cases[number - 1])
        known = {**find_right(key), "reason": next(iter(key.facets.get("reason", ())), None)}
        told = {name: str(value) for name, value in known.items() if value} if number <= right else {"decision": "?"}
        answering.answer(clockstart, actor, session, number, told, op=f"{session}{number}", seen_rev=0, trace=trace)
    answering.submit(clockstart, actor, session, trace)


def test_bob_assigns_alice_does_it_and_bob_sees_how_far_she_is(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assert "First week is assigned, due 22 June 2026." in follow(bob, assign(site, bob))
    assert "First week" in read(alice, "/")
    assert "due 22 June 2026" in read(alice, "/")
    assert "1 not started, 0 open, 0 handed in, 0 late" in read(bob, f"/assignments/{ID}")
    answer = post(alice, f"/assigned/{ID}/begin")
    assert answer.headers["Location"].startswith(f"/{SESSIONS.slug}/assigned-{ID}-1/work")
    assert "0 not started, 1 open, 0 handed in, 0 late" in read(bob, f"/assignments/{ID}")
    assert "Go on" in read(alice, f"/assigned/{ID}")
    work(site.clockstart, site.cast.alice, f"assigned-{ID}-1", right=5)
    shown = read(bob, f"/assignments/{ID}")
    assert "0 not started, 0 open, 1 handed in, 0 late" in shown
    assert "100 %" in shown
    assert "100 %" in read(alice, f"/assigned/{ID}")
    assert "First week" not in read(alice, "/").split("Go on")[0]


def test_the_monitor_says_it_at_once(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob)
    assert "Not started" in read(bob, "/student-progress-monitor")
    session = begin(site.clockstart, site.cast.alice)
    assert "Open" in read(bob, "/student-progress-monitor")
    work(site.clockstart, site.cast.alice, session, right=5)
    shown = read(bob, "/student-progress-monitor")
    assert "First week" in shown
    assert "1 of 1 handed in" in shown
    assert "Done, 100 %" in shown
    file = bob.get("/export/student-progress-monitor/grid.csv").get_data(as_text=True)
    assert "Assigned: First week" in file
    assert "Done, 100 %" in file


def test_bob_sees_who_is_how_far_without_asking_again(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    person, trace = site.cast.alice, Trace(site.cast.alice.uid)
    session = begin(site.clockstart, person)
    for number in (1, 2):
        answering.answer(
            site.clockstart,
            as_actor(person),
            session,
            number,
            {"decision": "?"},
            op=f"o{number}",
            seen_rev=0,
            trace=trace,
        )
    told = tick(bob)
    assert told.status_code == 200
    assert "2 of 5 answered" in told.get_data(as_text=True)
    assert tick(alice).status_code == 403
    ada = site.signed_in("admin")
    assign(site, ada, id="autumn", cohort=site.cast.other_cohort.id)
    assert tick(bob, "autumn").status_code == 404


def tick(visitor: Visitor, assignment: str = ID) -> Any:
    values = {"assignment-tick.n_intervals": 1, "assignment-which.data": assignment}
    return visitor.call("assignment-people.children", values)


def test_agreement_is_of_first_tries_at_the_same_cases(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob, tries="2")
    dan = site.clockstart.store.people.create(
        "dan@example.com", "Dan Dove", "learner", now=site.clockstart.now, cohorts=[site.cast.cohort.id]
    )
    path = f"/assignments/{ID}/agreement"
    assert "Nothing to compare yet" in read(bob, path)
    for person, right in ((site.cast.alice, 5), (dan, 4)):
        work(site.clockstart, person, begin(site.clockstart, person), right=right)
    work(site.clockstart, dan, begin(site.clockstart, dan), right=0)
    known = get(site)
    uids = [site.cast.alice.uid, dan.uid]
    found = agreement.compare(site.clockstart, [*assigned.read_standings(site.clockstart, known, uids).values()])
    decision = next(one for one in found.facets if one.facet == "decision")
    assert (found.people, decision.pairs, decision.same) == (2, 5, 4)
    assert [(one.number, one.given[dan.uid]) for one in found.differing if one.facet == "decision"] == [(5, "?")]
    shown = read(bob, path)
    assert "Dan Dove" in shown
    assert "Alice Adams" in shown
    assert alice.open_page(path).status_code == 403
    assign(site, bob, id="own", same_cases="no")
    assert "The cases differ" in read(bob, "/assignments/own/agreement")


@pytest.mark.parametrize(
    ("units", "alpha"),
    [
        ([], None),
        ([["a"], ["b"]], None),
        ([["a", "a"], ["a", "a"]], None),
        ([["a", "a"], ["b", "b"]], 1.0),
        ([["a", "b"], ["b", "a"]], -0.5),
        # Krippendorff 2011, part B: ten units, two observers, 0.095.
        ([[*"01"], [*"11"], [*"01"], [*"00"], [*"00"], [*"01"], [*"00"], [*"00"], [*"10"], [*"00"]], 0.095),
        # The same, part C: four observers, twelve units, some missing, 0.743.
        (
            [
                [*"111"], [*"2232"], [*"3333"], [*"3333"], [*"2222"], [*"1234"],
                [*"4444"], [*"1121"], [*"2222"], [*"555"], [*"11"], [*"3"],
            ],
            0.743,
        ),
    ],
)  # fmt: skip
def test_alpha_is_that_of_the_published_examples(units: list[list[str]], alpha: float | None) -> None:
    found = agreement.calc_alpha(units)
    assert found == alpha if alpha is None else found == pytest.approx(alpha, abs=0.0005)


def test_who_it_is_not_for_never_sees_it(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob)
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    assert "Nothing is assigned to you" in read(charlie, "/assigned")
    assert charlie.open_page(f"/assigned/{ID}").status_code == 404
    assert post(charlie, f"/assigned/{ID}/begin").status_code == 404
    assert post(charlie, f"/assigned/{ID}/begin", uid=site.cast.alice.uid).status_code == 404
    assert site.clockstart.store.attempts.list(site.cast.charlie.uid) == {}
    assert site.clockstart.store.attempts.list(site.cast.alice.uid) == {}


def test_learners_assign_nothing_and_managers_only_to_their_own(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    for path in ("/assignments", f"/assignments/{ID}/due", f"/assignments/{ID}/retire", f"/assignments/{ID}/person"):
        assert post(alice, path, **FORM).status_code == 403
    assert alice.open_page("/assignments").status_code == 403
    assert assign(site, bob, cohort=site.cast.other_cohort.id).status_code == 404
    assert "None of the learners you look after has the address charlie@example.com" in follow(
        bob, assign(site, bob, cohort="", people="charlie@example.com")
    )
    ada = site.signed_in("admin")
    assign(site, ada, id="autumn", cohort=site.cast.other_cohort.id)
    assert bob.open_page("/assignments/autumn").status_code == 404
    assert post(bob, "/assignments/autumn/retire").status_code == 404
    assert "First week" not in read(bob, "/assignments")
    assert "First week" in read(ada, "/assignments")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title": " "}, "Give it a name"),
        ({"set": "everything"}, "Which cases"),
        ({"set": "picked"}, "Say which kinds of case."),
        ({"tries": "0"}, "How many tries"),
        ({"due_on_day": "31"}, "must be a real date"),
        ({"due_on_day": "14"}, "It cannot be due before it opens, or before today."),
        ({"due_on_day": "", "due_on_month": "", "due_on_year": ""}, "Say by which day it is due."),
        ({"opens_on_day": "23", "opens_on_month": "6", "opens_on_year": "2026"}, "It cannot be due before it opens"),
        ({"cohort": ""}, "Say for whom"),
    ],
)
def test_bad_input_is_said_and_nothing_is_lost(site: WholeSite, bob: Visitor, more: dict[str, str], words: str) -> None:
    told = follow(bob, assign(site, bob, **more))
    assert words in told
    assert site.clockstart.store.assignments.list() == {}


def test_sent_twice_it_is_assigned_once(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob)
    first = get(site)
    assert assign(site, bob, title="Second").status_code == 303
    assert get(site) == first


def test_the_last_try_is_the_last_and_which_counts(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob, tries="2", counts="last")
    alice = site.cast.alice
    session = begin(site.clockstart, alice)
    assert begin(site.clockstart, alice) == session
    work(site.clockstart, alice, session, right=5)
    work(site.clockstart, alice, begin(site.clockstart, alice), right=0)
    counted = {
        counts: replace(standing(site.clockstart, alice), assignment=get(site).model_copy(update={"counts": counts}))
        for counts in ("best", "last", "first")
    }
    found = {counts: one.counted["score"] for counts, one in counted.items() if one.counted}
    assert found["first"] == found["best"] == 100
    assert found["last"] < 100
    with pytest.raises(Refused, match="all 2 tries"):
        begin(site.clockstart, alice)


def test_the_same_cases_are_the_same_on_any_day_and_others_at_the_next_try(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob, tries="2")
    dan = site.clockstart.store.people.create(
        "dan@example.com", "Dan", "learner", now=site.clockstart.now, cohorts=[site.cast.cohort.id]
    )
    alice, later = site.cast.alice, on(site, date(2026, 6, 18))
    first = cases_of(site.clockstart, alice, begin(site.clockstart, alice))
    assert cases_of(later, dan, begin(later, dan)) == first
    work(site.clockstart, alice, f"assigned-{ID}-1", right=5)
    assert cases_of(site.clockstart, alice, begin(site.clockstart, alice)) != first
    assign(site, bob, id="own", same_cases="no")
    own = [
        cases_of(site.clockstart, one, begin(site.clockstart, one, "own"))
        for one in (alice, site.clockstart.store.people.get(dan.uid))
    ]
    assert own[0] != own[1]


def cases_of(clockstart: Clockstart, person: Person, session: str) -> list[Any]:
    return [describe_case(case) for case in attempts.get(clockstart, as_actor(person), session).cases]


def test_the_seed_never_leaves_the_server(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    begin(site.clockstart, site.cast.alice)
    known = get(site)
    seeds = {known.seed, known.seed_for(site.cast.alice.uid, 1)}
    pages = [alice.open_page(path) for path in ("/", "/assigned", f"/assigned/{ID}")]
    pages += [alice.open_page(f"/{SESSIONS.slug}/assigned-{ID}-1/work"), bob.open_page(f"/assignments/{ID}")]
    for page in pages:
        assert page.status_code == 200
        assert not any(seed in page.get_data(as_text=True) for seed in seeds)
    stored = json.dumps(site.clockstart.store.attempts.list(site.cast.alice.uid))
    assert not any(seed in stored for seed in seeds)


@pytest.mark.parametrize(
    ("day", "late"), [(date(2026, 6, 22), False), (date(2026, 6, 23), True), (date(2026, 9, 1), True)]
)
def test_late_is_marked_late_and_counts(site: WholeSite, bob: Visitor, day: date, late: bool) -> None:
    assign(site, bob)
    then, alice = on(site, day), site.cast.alice
    assert standing(then, alice).is_late is late
    work(then, alice, begin(then, alice), right=5)
    done = standing(then, alice)
    assert (done.state, done.is_late, done.counted and done.counted["score"]) == ("done", late, 100)
    assert assigned.count_states([done]) == {"none": 0, "open": 0, "submitted": 1, "late": int(late)}


def test_it_opens_on_its_day_and_no_sooner(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob, opens_on_day="16", opens_on_month="6", opens_on_year="2026")
    assert "opens on 16 June 2026" in follow(alice, post(alice, f"/assigned/{ID}/begin"))
    assert "First week" not in read(alice, "/")
    assert begin(on(site, date(2026, 6, 16)), site.cast.alice)


def test_what_is_right_is_told_after_the_last_day_it_is_due_for_anybody(
    site: WholeSite, alice: Visitor, bob: Visitor
) -> None:
    assign(site, bob, feedback="after_due", people="alice@example.com")
    day = {"own_due_day": "24", "own_due_month": "6", "own_due_year": "2026"}
    post(bob, f"/assignments/{ID}/person", uid=site.cast.alice.uid, extra="25", **day)
    person, session = site.cast.alice, begin(site.clockstart, site.cast.alice)
    work(site.clockstart, person, session, right=0)
    told = read(alice, f"/{SESSIONS.slug}/{session}/result")
    assert "no longer due for anybody" in told
    assert "%" not in told
    record = site.clockstart.store.records.get(person.uid, SESSIONS.store_key, session).data
    assert "score" not in record
    assert record["state"] == "submitted"
    assert "told later" in read(alice, f"/assigned/{ID}")
    assert standing(site.clockstart, person).state == "submitted"
    for day_now, held in ((date(2026, 6, 24), True), (date(2026, 6, 25), False)):
        attempt = attempts.get(on(site, day_now), as_actor(person), session)
        assert attempt.held is held
        assert attempt.tells(1) is not held
    then = on(site, date(2026, 6, 25))
    answering.let_go(then, as_actor(person), attempts.get(then, as_actor(person), session), Trace(person.uid))
    assert "score" in site.clockstart.store.records.get(person.uid, SESSIONS.store_key, session).data


def test_another_day_is_told_and_audited(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    day = {"due_on_day": "26", "due_on_month": "6", "due_on_year": "2026"}
    assert "It is due 26 June 2026 now." in follow(bob, post(bob, f"/assignments/{ID}/due", **day))
    assert "26 June 2026, it was 22 June 2026" in read(alice, f"/assigned/{ID}")
    acts = [entry.act for entry in site.clockstart.store.audit.list_newest(None)]
    assert acts[:2] == ["assignment_due_changed", "assignment_made"]
    own = {"own_due_day": "30", "own_due_month": "6", "own_due_year": "2026"}
    post(bob, f"/assignments/{ID}/person", uid=site.cast.alice.uid, extra="50", **own)
    assert standing(site.clockstart, site.cast.alice).due_on == date(2026, 6, 30)
    assert next(iter(site.clockstart.store.audit.list_newest(site.cast.alice.uid))).act == "assignment_terms_changed"
    assert post(bob, f"/assignments/{ID}/person", uid=site.cast.charlie.uid, extra="0").status_code == 404


def test_taken_back_nobody_begins_it_and_what_was_begun_is_finished(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob)
    session = begin(site.clockstart, site.cast.alice)
    dan = site.clockstart.store.people.create(
        "dan@example.com", "Dan", "learner", now=site.clockstart.now, cohorts=[site.cast.cohort.id]
    )
    assert "is taken back" in follow(bob, post(bob, f"/assignments/{ID}/retire"))
    work(site.clockstart, site.cast.alice, session, right=5)
    assert standing(site.clockstart, site.cast.alice).state == "done"
    with pytest.raises(Refused, match="taken back"):
        begin(site.clockstart, dan)


def test_who_leaves_the_cohort_goes_on_with_what_was_begun(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob, tries="2")
    session = begin(site.clockstart, site.cast.alice)
    site.clockstart.store.people.unassign(site.cast.alice.uid, site.cast.cohort.id)
    left = site.clockstart.store.people.get(site.cast.alice.uid)
    work(site.clockstart, left, session, right=5)
    with pytest.raises(NotFound):
        begin(site.clockstart, left)


def test_erasing_a_person_takes_them_out_of_assignments(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob, people="alice@example.com")
    assert site.cast.alice.uid in get(site).people
    store = site.clockstart.store
    erase_user(store.client, site.cast.alice.uid, trace=Trace(site.cast.ada.uid), now=site.clockstart.now)
    erase_user(store.client, site.cast.bob.uid, trace=Trace(site.cast.ada.uid), now=site.clockstart.now)
    stored = json.dumps(store.assignments.list())
    assert site.cast.alice.uid not in stored
    assert site.cast.bob.uid not in stored
    assert get(site).title == "First week"


def test_it_is_to_do_on_its_day(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob)
    actor = access.get_actor(site.clockstart, site.cast.alice.uid)
    due = [one for one in actions.list_actions(site.clockstart, actor) if one.name == "First week"]
    assert [(one.on, one.href) for one in due] == [(date(2026, 6, 22), f"/assigned/{ID}")]
    assert actions.count_actions(site.clockstart, actor) == len(actions.list_actions(site.clockstart, actor))


def test_a_record_that_says_it_is_assigned_is_not(site: WholeSite, bob: Visitor) -> None:
    """A session under the name of a try, made by hand and begun, is passed over and counts nowhere."""
    assign(site, bob, tries="2")
    alice, session = site.cast.alice, f"assigned-{ID}-1"
    data = {"title": "Mine", "set": "missed", "cases": "5", "level": "1", "feedback": "at_end", "assignment": ID}
    site.clockstart.store.records.put(
        alice.uid,
        SESSIONS.store_key,
        session,
        data,
        op="forged",
        seen_rev=0,
        trace=Trace(alice.uid),
        now=site.clockstart.now,
    )
    answering.begin(site.clockstart, as_actor(alice), session, Trace(alice.uid))
    work(site.clockstart, alice, session, right=5)
    assert standing(site.clockstart, alice).tries == []
    assert begin(site.clockstart, alice) == f"assigned-{ID}-2"


def test_the_calendar_is_there_for_whoever_has_its_address_until_it_is_taken_back(
    site: WholeSite, alice: Visitor, bob: Visitor
) -> None:
    assign(site, bob)
    post(bob, f"/assignments/{ID}/due", due_on_day="26", due_on_month="6", due_on_year="2026")
    path = link_of(follow(alice, post(alice, "/assigned/calendar")))
    stranger = site.visitor()
    answer = stranger.client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    calendar = Calendar.from_ical(answer.get_data())
    (event,) = calendar.walk("VEVENT")
    assert (str(event["summary"]), event["dtstart"].dt) == ("First week", date(2026, 6, 26))
    assert stranger.client.get("/calendar/of-nobody.ics").status_code == 404
    stored = " ".join(map(str, site.clockstart.store.client.scan_iter("cs:*")))
    assert path.removeprefix("/calendar/").removesuffix(".ics") not in stored
    second = link_of(follow(alice, post(alice, "/assigned/calendar")))
    assert stranger.client.get(path).status_code == 404
    assert stranger.client.get(second).status_code == 200
    post(alice, "/assigned/calendar/take-back")
    assert stranger.client.get(second).status_code == 404
    assert post(bob, "/assigned/calendar").status_code == 403


def link_of(words: str) -> str:
    found = re.search(r"/calendar/[\w-]+\.ics", words)
    assert found is not None, words
    return found[0]


def test_who_is_erased_has_no_calendar(site: WholeSite) -> None:
    store, uid = site.clockstart.store, site.cast.alice.uid
    token = store.calendars.make(uid)
    erase_user(store.client, uid, trace=Trace(site.cast.ada.uid), now=site.clockstart.now)
    assert store.calendars.find(token) is None
    assert list(store.client.scan_iter("cs:calendar:*")) == []


def test_what_is_held_is_in_no_file_of_my_data(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob, feedback="after_due")
    work(site.clockstart, site.cast.alice, begin(site.clockstart, site.cast.alice), right=5)
    told = alice.client.get("/account/data").get_json()["attempts"]
    assert [set(head) & {"score", "lost_patients"} for head in told.values()] == [set()]


def test_cases_of_local_policy_are_scored_where_it_is_adopted_and_count_for_no_level(
    site: WholeSite, alice: Visitor, bob: Visitor
) -> None:
    cohort, person = site.cast.cohort.id, site.cast.alice
    assign(site, bob, set="policy")
    work(site.clockstart, person, begin(site.clockstart, person), right=5)
    discussed = standing(site.clockstart, person).counted
    assert discussed is not None
    assert discussed["score"] is None
    assert post(alice, "/practice-access-policy", cohort=cohort, adopted="yes").status_code == 403
    other = site.cast.other_cohort.id
    assert post(bob, "/practice-access-policy", cohort=other, adopted="yes").status_code == 404
    assert "is adopted for Spring intake" in follow(
        bob, post(bob, "/practice-access-policy", cohort=cohort, adopted="yes")
    )
    assert policy.find_version() in read(alice, "/practice-access-policy")
    assign(site, bob, id="again", set="policy")
    before = count_entries(site)
    session = begin(site.clockstart, person, "again")
    work(site.clockstart, person, session, right=5)
    scored = standing(site.clockstart, person, "again").counted
    assert scored is not None
    assert scored["score"] == 100
    assert count_entries(site) == before
    assert "Scored by the practice access policy" in read(alice, f"/{SESSIONS.slug}/{session}/work?case=1")
    post(bob, "/practice-access-policy", cohort=cohort, adopted="no")
    assert policy.find_adopted(site.clockstart, [cohort]) == ""
    assert standing(site.clockstart, person, "again").counted == scored


def count_entries(site: WholeSite) -> int:
    return len(list(site.clockstart.store.evidence.walk(site.cast.alice.uid)))


def test_a_policy_that_says_something_else_has_to_be_adopted_again(site: WholeSite) -> None:
    cohort = site.cast.cohort.id
    site.clockstart.store.people.put_policy(cohort, "of-before")
    assert policy.find_adopted(site.clockstart, [cohort]) == ""
    site.clockstart.store.people.put_policy(cohort, policy.find_version())
    assert policy.find_adopted(site.clockstart, ["", cohort]) == policy.find_version()


def test_a_try_that_a_crash_left_unmarked_is_still_open(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    session, store = begin(site.clockstart, site.cast.alice), site.clockstart.store.attempts
    attempt = attempts.get(site.clockstart, as_actor(site.cast.alice), session)
    store.put(site.cast.alice.uid, attempt.id, {**attempt.head, "state": "submitted", "handed_in_on": "2026-06-15"})
    for path in ("/assignments", f"/assignments/{ID}", "/student-progress-monitor"):
        assert bob.open_page(path).status_code == 200, path
    assert "0 not started, 1 open, 0 handed in" in read(bob, f"/assignments/{ID}")
    assert alice.open_page("/assigned").status_code == 200
    answering.submit(site.clockstart, as_actor(site.cast.alice), session, Trace(site.cast.alice.uid))
    assert "1 handed in" in read(bob, f"/assignments/{ID}")


def test_how_a_record_made_beforehand_is_worked_changes_nothing(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob)
    alice, session = site.cast.alice, f"assigned-{ID}-1"
    data = {"title": "Mine", "set": "missed", "cases": "5", "level": "1", "feedback": "at_end", "where": "entered"}
    put = {"op": "made", "seen_rev": 0, "trace": Trace(alice.uid), "now": site.clockstart.now}
    site.clockstart.store.records.put(alice.uid, SESSIONS.store_key, session, data, **put)  # type: ignore[arg-type]
    assert begin(site.clockstart, alice) == session
    attempt = attempts.get(site.clockstart, as_actor(alice), session)
    assert not attempt.in_modules


@pytest.mark.parametrize("case", ["9" * 5000, "²", "-1", ""])
def test_an_odd_case_number_is_no_case(site: WholeSite, alice: Visitor, bob: Visitor, case: str) -> None:
    assign(site, bob)
    session = begin(site.clockstart, site.cast.alice)
    reply = press(alice, {"act": f"practice-show-me-{case}", "practice": f"{SESSIONS.slug}/{session}"})
    assert reply.status_code in {200, 204, 400, 404}


def test_what_was_typed_stays_however_long_it_is(site: WholeSite, bob: Visitor) -> None:
    ticked, addresses = ["dna-first", "dna-later", "unfit"], " ".join(f"person.{n}@example.com" for n in range(150))
    form = {**FORM, "set": "picked", "title": "", "csrf_token": bob.token}
    for people in ("nobody@example.com", addresses):
        reply = bob.client.post("/assignments", data={**form, "families": ticked, "people": people})
        assert reply.status_code == 303
        assert all(len(cookie) < 4093 for cookie in reply.headers.getlist("Set-Cookie"))
        again = bob.open_page("/assignments/new").get_data(as_text=True)
        assert '"value":["dna-first","dna-later","unfit"]' in again
        assert people in again
    assert "person.149" not in bob.open_page("/assignments/new").get_data(as_text=True)
    assert not site.clockstart.store.drafts.list(site.cast.bob.uid)
