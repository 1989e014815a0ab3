"""Bob looks after tries: closes them, gives more time, makes them void, releases results; the clock closes the rest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

import pytest

from auth.actor import as_actor
from dashapp.context import Clockstart
from dashapp.declare.module import Best
from dashapp.services.access import scopes
from dashapp.services.practice import answering, assigned, attempts, closing, exam_clock
from dashapp.services.practice.kinds import SESSIONS
from dashapp.services.practice.standing import bring_up, read_standing
from server import worker
from storage import keys
from storage.deadlines import DeadlineStore
from storage.errors import Closed, NotFound, Refused
from storage.people import Person
from storage.record import Trace
from tests.http.forms import press
from tests.http.staff import acts_of, follow, post, read
from tests.http.test_assignments import ID, assign, begin, get, standing, tick, work
from tests.whole_site import Visitor, WholeSite

SESSION = f"assigned-{ID}-1"


@pytest.fixture
def site(whole_site: WholeSite) -> Iterator[WholeSite]:
    yield whole_site
    whole_site.empty()


def later(clockstart: Clockstart, **passed: float) -> Clockstart:
    """The same app some time later on the same day."""
    clock = clockstart.clock
    return replace(clockstart, clock=replace(clock, now=lambda: clock.now() + timedelta(**passed)))


def give(clockstart: Clockstart, person: Person, number: int, decision: str = "?", session: str = SESSION) -> Any:
    trace, op = Trace(person.uid), f"{session}-{number}-{decision}"
    told = {"decision": decision}
    return answering.answer(clockstart, as_actor(person), session, number, told, op=op, seen_rev=0, trace=trace)


def person_page(site: WholeSite) -> str:
    return f"/assignments/{ID}/people/{site.cast.alice.uid}"


def head_of(site: WholeSite, session: str = SESSION) -> dict[str, Any]:
    found = site.clockstart.store.attempts.find(site.cast.alice.uid, attempts.attempt_of(session))
    assert found is not None
    return found


def record_of(site: WholeSite, session: str = SESSION) -> dict[str, Any]:
    return site.clockstart.store.records.get(site.cast.alice.uid, SESSIONS.store_key, session).data


def test_the_list_says_on_which_case_somebody_is_and_since_when(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob, minutes_allowed="20")
    begin(site.clockstart, site.cast.alice)
    assert "0 of 5 answered" in read(bob, f"/assignments/{ID}")
    read(alice, f"/{SESSIONS.slug}/{SESSION}/work?case=3")
    give(site.clockstart, site.cast.alice, 1)
    told = tick(bob).get_data(as_text=True)
    assert "Case 3 of 5 since" in told
    assert "1 answered" in told
    assert "20 minutes left, until" in told


def test_closing_hands_in_what_is_answered(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    begin(site.clockstart, site.cast.alice)
    give(site.clockstart, site.cast.alice, 1)
    assert "Close Alice Adams’s try" in read(bob, person_page(site))
    assert "is closed, with what was answered" in follow(bob, post(bob, f"{person_page(site)}/close", session=SESSION))
    assert (record_of(site)["state"], record_of(site)["answered"]) == ("submitted", 1)
    assert standing(site.clockstart, site.cast.alice).state == "done"
    assert acts_of(site, site.cast.alice)[0] == ("attempt_closed", site.cast.bob.uid)
    with pytest.raises(Closed, match=r"The session closed at \d\d:\d\d; everything saved by then counts\."):
        give(site.clockstart, site.cast.alice, 2)
    assert len(attempts.get(site.clockstart, as_actor(site.cast.alice), SESSION).answers) == 1
    assert "not open any more" in follow(bob, post(bob, f"{person_page(site)}/close", session=SESSION))
    watched = {"practice-tick.n_intervals": 1, "practice-watched.data": f"{SESSIONS.slug}/{SESSION}"}
    output = "..practice-left.children...practice-left-aloud.children.."
    assert "The session closed at" in alice.call(output, watched).get_data(as_text=True)


def test_an_open_page_that_answers_a_closed_session_is_told_why(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    begin(site.clockstart, site.cast.alice)
    post(bob, f"{person_page(site)}/close", session=SESSION)
    values = {
        "practice-answer.n_clicks": 1,
        "practice-work.data": {"session": f"{SESSIONS.slug}/{SESSION}", "number": 2, "op": "late", "rev": 0},
        "practice-decision.value": offered(site),
    }
    answer = alice.call(find_output(site, "practice-answer.n_clicks"), values)
    assert answer.status_code == 409
    assert "everything saved by then counts" in answer.get_json()["message"]


def offered(site: WholeSite) -> str:
    from practice.decisions import list_decisions

    case = attempts.get(site.clockstart, as_actor(site.cast.alice), SESSION).cases[1]
    return next(iter(list_decisions(case)))


def find_output(site: WholeSite, given: str) -> str:
    identifier, _, prop = given.rpartition(".")
    return next(
        output
        for output, declared in site.app.callback_map.items()
        if {"id": identifier, "property": prop} in declared["inputs"]
    )


def test_void_counts_nowhere_and_is_told(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    session = begin(site.clockstart, site.cast.alice)
    before = read_standing(site.clockstart, site.cast.alice.uid)
    work(site.clockstart, site.cast.alice, session, right=3)
    assert read_standing(site.clockstart, site.cast.alice.uid).mistakes
    act = f"{person_page(site)}/void"
    assert "Say why" in follow(bob, post(bob, act, session=SESSION, reason="  "))
    assert head_of(site)["state"] == "submitted"
    told = follow(bob, post(bob, act, session=SESSION, reason="The wrong cases were given."))
    assert "Alice Adams’s try is void." in told
    now = read_standing(site.clockstart, site.cast.alice.uid)
    assert (now.levels, now.mistakes, now.days) == (before.levels, before.mistakes, before.days)
    bring_up(site.clockstart, site.cast.alice.uid)
    assert read_standing(site.clockstart, site.cast.alice.uid).mistakes == before.mistakes
    assert (
        standing(site.clockstart, site.cast.alice).state,
        standing(site.clockstart, site.cast.alice).tries_left,
    ) == (
        "none",
        1,
    )
    data = record_of(site)
    assert {name: data.get(name) for name in ("state", "score", "void_reason", "handed_in_on")} == {
        "state": "void",
        "score": None,
        "void_reason": "The wrong cases were given.",
        "handed_in_on": None,
    }
    entry = next(iter(site.clockstart.store.audit.list_newest(site.cast.alice.uid)))
    assert (entry.act, entry.actor, (entry.about or {})["reason"]) == (
        "attempt_voided",
        site.cast.bob.uid,
        "The wrong cases were given.",
    )
    assert "The wrong cases were given." in read(alice, f"/assigned/{ID}")
    assert "The wrong cases were given." in read(alice, f"/{SESSIONS.slug}/{SESSION}/result")
    assert "The wrong cases were given." in read(alice, f"/{SESSIONS.slug}/{SESSION}")
    assert "The wrong cases were given." in read(alice, "/")
    again = begin(site.clockstart, site.cast.alice)
    assert again == f"assigned-{ID}-2"
    with pytest.raises(Closed, match="This try is void"):
        give(site.clockstart, site.cast.alice, 1, "late")
    with pytest.raises(Closed):
        answering.submit(site.clockstart, as_actor(site.cast.alice), SESSION, Trace("x"))


def test_an_open_try_that_is_void_tells_nothing(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob, feedback="after_due")
    session = begin(site.clockstart, site.cast.alice)
    give(site.clockstart, site.cast.alice, 1)
    post(bob, f"{person_page(site)}/void", session=SESSION, reason="Begun by mistake.")
    attempt = attempts.get(site.clockstart, as_actor(site.cast.alice), session)
    assert not any(attempt.tells(number) for number in attempt.numbers)


def test_nobody_without_rights_touches_a_try(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    begin(site.clockstart, site.cast.alice)
    for act in ("close", "void", "time"):
        assert post(alice, f"{person_page(site)}/{act}", session=SESSION, reason="x").status_code == 403
        out = f"/assignments/{ID}/people/{site.cast.charlie.uid}/{act}"
        assert post(bob, out, session=SESSION, reason="x", minutes="5").status_code == 404
        assert post(bob, f"{person_page(site)}/{act}", session="s9", reason="x", minutes="5").status_code == 404
    assert alice.open_page(person_page(site)).status_code == 403
    assert bob.open_page(f"/assignments/{ID}/people/{site.cast.charlie.uid}").status_code == 404
    assert post(alice, f"/assignments/{ID}/release").status_code == 403
    assert head_of(site)["state"] == "open"


def test_results_wait_until_they_are_released(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob, feedback="on_release")
    work(site.clockstart, site.cast.alice, begin(site.clockstart, site.cast.alice), right=5)
    held = read(alice, f"/{SESSIONS.slug}/{SESSION}/result")
    assert "when your tutor releases it" in held
    assert "%" not in held
    assert "score" not in record_of(site)
    assert "1 learner has handed in and would see what is right." in read(bob, f"/assignments/{ID}")
    assert "are released" in follow(bob, post(bob, f"/assignments/{ID}/release"))
    assert record_of(site)["score"] == 100
    assert "100 %" in read(alice, f"/assigned/{ID}")
    assert acts_of(site, None)[0] == ("results_released", site.cast.bob.uid)
    assert "held" not in head_of(site)
    assert "Results are held" not in read(bob, f"/assignments/{ID}")


def test_what_is_not_held_is_not_released(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob)
    assert "not held for you to release" in follow(bob, post(bob, f"/assignments/{ID}/release"))


@pytest.mark.parametrize(("extra", "seconds"), [(0, 60), (25, 75), (100, 120)])
def test_the_deadline_is_fixed_at_the_start(site: WholeSite, bob: Visitor, extra: int, seconds: int) -> None:
    assign(site, bob, minutes_allowed="1", people="alice@example.com")
    post(bob, f"/assignments/{ID}/person", uid=site.cast.alice.uid, extra=str(extra))
    begin(site.clockstart, site.cast.alice)
    end = exam_clock.find_deadline(head_of(site))
    assert end == site.clockstart.now + timedelta(seconds=seconds)
    begin(later(site.clockstart, seconds=30), site.cast.alice)
    assert exam_clock.find_deadline(head_of(site)) == end
    give(later(site.clockstart, seconds=seconds + 20), site.cast.alice, 1)
    with pytest.raises(Closed, match="The session closed at"):
        give(later(site.clockstart, seconds=seconds + 40), site.cast.alice, 2)
    assert closing.close_overdue(later(site.clockstart, seconds=seconds + 29)) == 0
    assert closing.close_overdue(later(site.clockstart, seconds=seconds + 31)) == 1
    assert (record_of(site)["state"], record_of(site)["answered"]) == ("submitted", 1)
    assert site.clockstart.store.deadlines.list() == {}
    assert closing.close_overdue(later(site.clockstart, seconds=seconds + 31)) == 0


def test_more_time_moves_the_deadline(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob, minutes_allowed="1")
    begin(site.clockstart, site.cast.alice)
    assert "has until" in follow(bob, post(bob, f"{person_page(site)}/time", session=SESSION, minutes="5"))
    assert exam_clock.find_deadline(head_of(site)) == site.clockstart.now + timedelta(minutes=6)
    assert acts_of(site, site.cast.alice)[0] == ("time_added", site.cast.bob.uid)
    assert closing.close_overdue(later(site.clockstart, minutes=2)) == 0
    give(later(site.clockstart, minutes=6), site.cast.alice, 1)
    refused = follow(bob, post(bob, f"{person_page(site)}/time", session=SESSION, minutes="7"))
    assert "choose one of those offered" in refused
    with pytest.raises(Refused, match="The time is over already"):
        closing.add_time(
            later(site.clockstart, minutes=9), as_actor(site.cast.bob), ID, site.cast.alice.uid, SESSION, "5"
        )


def test_a_deadline_of_what_is_gone_or_was_moved_closes_nothing(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob, minutes_allowed="1")
    begin(site.clockstart, site.cast.alice)
    deadlines, uid = site.clockstart.store.deadlines, site.cast.alice.uid
    for session in ("gone", SESSION):
        deadlines.put(uid, f"{SESSIONS.slug}/{session}", site.clockstart.now - timedelta(hours=1))
    assert closing.close_overdue(site.clockstart) == 0
    assert deadlines.list() == {(uid, f"{SESSIONS.slug}/{SESSION}"): site.clockstart.now + timedelta(minutes=1)}
    deadlines.forget(uid)
    assert deadlines.list() == {}


@pytest.mark.parametrize("minutes", ["0", "241", "ten", "1.5", "٣"])
def test_minutes_are_a_whole_number(site: WholeSite, bob: Visitor, minutes: str) -> None:
    assert "a whole number from 1 to 240" in follow(bob, assign(site, bob, minutes_allowed=minutes))
    assert site.clockstart.store.assignments.list() == {}


def test_time_left_is_said_in_text(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob, minutes_allowed="20")
    begin(site.clockstart, site.cast.alice)
    assert "20 minutes left, until" in read(alice, f"/{SESSIONS.slug}/{SESSION}/work")
    assert "20 minutes" in read(alice, f"/assigned/{ID}")
    head, now = head_of(site), site.clockstart.now
    left = {minutes: exam_clock.announce(head, now + timedelta(minutes=20 - minutes)) for minutes in (16, 15, 6, 5, 1)}
    assert left == {16: "", 15: "15 minutes left", 6: "15 minutes left", 5: "5 minutes left", 1: "1 minute left"}
    assert exam_clock.say_left(head, now + timedelta(minutes=19.5)).startswith("Less than a minute left")
    assert exam_clock.say_left(head, now + timedelta(minutes=20)).startswith("The time was over at")


def test_late_is_in_the_record(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob)
    clock = site.clockstart.clock
    day = replace(site.clockstart, clock=replace(clock, fixed_today=get(site).due_on + timedelta(days=1)))
    work(day, site.cast.alice, begin(day, site.cast.alice), right=5)
    assert record_of(site)["late"] is True
    assert (record_of(site)["assignment"], record_of(site)["attempt_number"]) == (ID, 1)


def test_a_try_of_somebody_else_is_not_found(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob)
    with pytest.raises(NotFound):
        closing.close(site.clockstart, as_actor(site.cast.bob), ID, site.cast.charlie.uid, SESSION)


def test_no_more_than_five_tries_of_one_person_are_void(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob)
    alice = site.cast.alice
    for _ in range(assigned.MOST_VOID + 1):
        post(bob, f"{person_page(site)}/void", session=begin(site.clockstart, alice), reason="Again.")
    with pytest.raises(Refused, match="There is no try left"):
        begin(site.clockstart, alice)


def test_after_its_time_a_practice_copy_is_read_and_not_written(site: WholeSite, alice: Visitor) -> None:
    store, uid = site.clockstart.store, site.cast.alice.uid
    data = {"title": "Mine", "set": "missed", "cases": "5", "level": "1", "feedback": "at_end", "where": "modules"}
    store.records.put(
        uid,
        SESSIONS.store_key,
        "own",
        {**data, "minutes_allowed": 10},
        op="own",
        seen_rev=0,
        trace=Trace(uid),
        now=site.clockstart.now,
    )
    actor = as_actor(site.cast.alice)
    answering.begin(site.clockstart, actor, "own", Trace(uid))
    key = f"practice-{attempts.attempt_of('own')}"
    assert not scopes.enter(later(site.clockstart, minutes=10), actor, key).is_closed
    assert scopes.enter(later(site.clockstart, minutes=11), actor, key).is_closed
    assert closing.close_overdue(later(site.clockstart, minutes=11)) == 1
    assert record_of(site, "own")["state"] == "submitted"


def test_held_results_count_once_their_day_is_over_without_being_opened(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob, feedback="after_due")
    person = site.cast.alice
    work(site.clockstart, person, begin(site.clockstart, person), right=5)
    hours = later(site.clockstart, hours=2)
    assert closing.close_overdue(hours) == 0
    assert read_standing(hours, person.uid).levels == {}
    assert site.clockstart.store.deadlines.list()
    after = replace(hours, clock=replace(later(hours, hours=2).clock, fixed_today=date(2026, 6, 23)))
    closing.close_overdue(after)
    known = [*site.clockstart.store.evidence.walk(person.uid)]
    assert {entry["on"] for _, entry in known} == {"2026-06-15"}
    assert (record_of(site)["score"], "held" in head_of(site)) == (100, False)
    assert not site.clockstart.store.deadlines.list()
    closing.close_overdue(after)
    assert [*site.clockstart.store.evidence.walk(person.uid)] == known


def test_a_release_passes_over_who_removed_their_session(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob, feedback="on_release")
    people, now = site.clockstart.store.people, site.clockstart.now
    dan = people.create("dan@example.com", "Dan Dove", "learner", now=now, cohorts=[site.cast.cohort.id])
    for person in (site.cast.alice, dan):
        work(site.clockstart, person, begin(site.clockstart, person), right=5)
    remove(site, site.cast.alice)
    post(bob, f"/assignments/{ID}/release")
    assert [*site.clockstart.store.evidence.walk(dan.uid)]


def remove(site: WholeSite, person: Person) -> None:
    site.clockstart.store.records.remove(
        person.uid,
        SESSIONS.store_key,
        SESSION,
        op="away",
        seen_rev=None,
        trace=Trace(person.uid),
        now=site.clockstart.now,
    )


def test_a_try_goes_on_though_its_session_was_removed(site: WholeSite, alice: Visitor, bob: Visitor) -> None:
    assign(site, bob)
    begin(site.clockstart, site.cast.alice)
    give(site.clockstart, site.cast.alice, 1)
    remove(site, site.cast.alice)
    address = post(alice, f"/assigned/{ID}/begin").headers["Location"]
    assert "Case 2" in read(alice, address)
    assert len(standing(site.clockstart, site.cast.alice).tries) == 1


def test_a_try_that_was_cut_off_before_it_was_open_is_begun_from_its_session(
    site: WholeSite, alice: Visitor, bob: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assign(site, bob)
    with monkeypatch.context() as cut:
        cut.setattr(answering, "begin", cut_off)
        with pytest.raises(RuntimeError):
            begin(site.clockstart, site.cast.alice)
    assert "Begin" in read(alice, f"/{SESSIONS.slug}/{SESSION}/work")
    press(alice, {"act": "practice-begin", "practice": f"{SESSIONS.slug}/{SESSION}"})
    assert head_of(site)["assignment"] == ID
    assert [one["try"] for one in standing(site.clockstart, site.cast.alice).tries] == [1]


def cut_off(*given: Any, **named: Any) -> None:
    raise RuntimeError("cut off")


@pytest.mark.parametrize("odd", ["%ED%A0%80", "x" * 300, "%00", "%F0%9F%99%82"])
def test_an_odd_assignment_is_not_found(site: WholeSite, alice: Visitor, bob: Visitor, odd: str) -> None:
    for visitor, path in ((alice, "/assigned"), (bob, "/assignments")):
        assert visitor.open_page(f"{path}/{odd}").status_code == 404
        assert visitor.open_page(f"{path}/{unquote(odd, errors='surrogatepass')}").status_code in {400, 404}
    assert post(alice, f"/assigned/{odd}/begin").status_code < 500
    with pytest.raises(NotFound):
        assigned.get_mine(site.clockstart, as_actor(site.cast.alice), "\ud800")


def test_the_list_of_assignments_comes_in_pages_and_is_narrowed(site: WholeSite, bob: Visitor) -> None:
    for number in range(27):
        assign(site, bob, id=f"a{number:02}", title=f"Week {number:02}")
    read(bob, "/")
    first, second = read(bob, "/assignments"), read(bob, "/assignments?page=2")
    assert ("Week 24" in first, "Week 25" in first, "Week 25" in second) == (True, False, True)
    assert "27 assignments." in first
    found = read(bob, "/assignments?q=week+07&page=9")
    assert ("Week 07" in found, "Week 08" in found) == (True, False)
    post(bob, "/assignments/a03/retire")
    assert "1 assignment." in read(bob, "/assignments?state=back")
    assert "Nothing fits" in read(bob, "/assignments?q=nothing+like+it")


def test_work_of_my_own_is_counted_and_misses_are_practised_again(
    site: WholeSite, alice: Visitor, bob: Visitor
) -> None:
    assert "Nothing to learn again" in read(alice, "/learning-centre/misses")
    assert post(alice, "/my-training/start", what="misses", session="none").status_code == 303
    assign(site, bob)
    work(site.clockstart, site.cast.alice, begin(site.clockstart, site.cast.alice), right=0)
    assert "You have 0 missed appointments, 0 cancellations." in read(alice, "/my-training")
    shown = read(alice, "/learning-centre/misses")
    assert "Practise them again" in shown
    answer = post(alice, "/my-training/start", what="misses", session="again")
    assert answer.headers["Location"] == f"/{SESSIONS.slug}/again/work"
    attempt = attempts.get(site.clockstart, as_actor(site.cast.alice), "again")
    first = attempts.get(site.clockstart, as_actor(site.cast.alice), SESSION)
    assert len(attempt.cases) == 10
    assert {case.family for case in attempt.cases} & {case.family for case in first.cases}
    bobs = bob.open_page(f"/people/{site.cast.alice.uid}/learning-centre/misses")
    assert bobs.status_code == 404


def test_of_each_set_the_best_is_shown() -> None:
    rows = [
        {"set": "missed", "level": "1", "score_now": 70, "handed_in_now": "2026-06-01"},
        {"set": "missed", "level": "1", "score_now": 90, "handed_in_now": "2026-06-02"},
        {"set": "missed", "level": "1", "score_now": 90, "handed_in_now": "2026-06-03"},
        {"set": "missed", "level": "2", "score_now": 10, "handed_in_now": "2026-06-01"},
    ]
    assert Best(("set", "level"), "score_now", "handed_in_now").pick(rows) == [rows[2], rows[3]]


def test_the_worker_closes_what_is_over_and_goes_on_after_a_fault(
    site: WholeSite, bob: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assign(site, bob, minutes_allowed="1")
    begin(site.clockstart, site.cast.alice)
    uid, store = site.cast.alice.uid, site.clockstart.store
    store.attempts.change(uid, attempts.attempt_of(SESSION), lambda head: exam_clock.move(head, -5))
    store.deadlines.put(uid, f"{SESSIONS.slug}/{SESSION}", site.clockstart.now - timedelta(minutes=4))
    with monkeypatch.context() as broken:
        broken.setattr(DeadlineStore, "list", lambda self: 1 / 0)
        worker.look(site.app)
    assert "could not be looked for" in caplog.text
    assert record_of(site)["state"] == "open"
    worker.look(site.app)
    assert record_of(site)["state"] == "submitted"


def test_the_monitor_shows_the_assignments_due_first_and_leads_to_the_rest(site: WholeSite, bob: Visitor) -> None:
    for number in range(13):
        assign(site, bob, id=f"a{number:02}", title=f"Week {number:02}", due_on_day=str(28 - number))
    read(bob, "/")
    shown = read(bob, "/student-progress-monitor")
    assert ("Week 12" in shown, "Week 01" in shown, "Week 00" in shown) == (True, True, False)
    assert "The 12 assignments due first are shown." in shown


def test_one_that_was_brought_in_without_its_cases_has_its_whole_time(site: WholeSite, bob: Visitor) -> None:
    assign(site, bob, minutes_allowed="10")
    begin(site.clockstart, site.cast.alice)
    uid, attempt = site.cast.alice.uid, attempts.attempt_of(SESSION)
    site.clockstart.store.client.delete(keys.attempt(uid, attempt))
    days = later(site.clockstart, days=3)
    answering.begin(days, as_actor(site.cast.alice), SESSION, Trace(uid))
    assert exam_clock.find_deadline(head_of(site)) == days.now + timedelta(minutes=10)
    give(days, site.cast.alice, 1)
