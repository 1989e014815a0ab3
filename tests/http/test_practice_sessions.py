"""A session is begun, answered, handed in and marked; what is right is told when it may be and never before."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from dashapp.panels.practice.drawn import CHOSEN, TEXTS
from dashapp.services.access import access
from dashapp.services.practice import answering, attempts
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.kinds import AFTER_EACH, SESSIONS
from dashapp.services.records import records
from practice.case import describe_case
from practice.decisions import list_decisions
from practice.keys import find_key
from practice.marking import mark
from practice.options import find_right
from storage.attempts import AttemptStore
from storage.record import Trace
from tests.http.forms import find_by_input, press
from tests.whole_site import Visitor, WholeSite
from words.phrases import in_words

SESSION = {"title": "Monday", "set": "missed", "cases": "5", "level": "1", "feedback": AFTER_EACH, "seed": "4821"}
SLUG, STORE_KEY = SESSIONS.slug, SESSIONS.store_key
PARTS = (*CHOSEN, *TEXTS)


@pytest.fixture
def site(whole_site: WholeSite) -> Iterator[WholeSite]:
    put_session(whole_site, "s1", SESSION)
    put_session(whole_site, "s2", {**SESSION, "feedback": "at_end"})
    yield whole_site
    whole_site.empty()


def put_session(site: WholeSite, session: str, data: dict[str, Any]) -> None:
    uid, records = site.cast.alice.uid, site.clockstart.store.records
    records.put(uid, STORE_KEY, session, data, op=session, seen_rev=0, trace=Trace(uid), now=site.clockstart.now)


def act(visitor: Visitor, what: str, session: str = "s1") -> Any:
    """Press a button that does something with a whole session."""
    return press(visitor, {"act": f"practice-{what}", "practice": f"{SLUG}/{session}"})


def answer(visitor: Visitor, number: int, session: str = "s1", op: str = "", rev: int = 0, **told: Any) -> Any:
    shown = {"session": f"{SLUG}/{session}", "number": number, "op": op or f"op-{session}-{number}", "rev": rev}
    given = {f"practice-{name}.value": told.get(name) for name in PARTS}
    output = find_by_input(visitor, "practice-answer")
    return visitor.call(output, {"practice-answer.n_clicks": 1, "practice-work.data": shown, **given})


def page(visitor: Visitor, session: str = "s1", number: int = 1, where: str = "work") -> str:
    reply = visitor.open_page(f"/{SLUG}/{session}/{where}", f"?case={number}")
    assert reply.status_code == 200, reply.get_data(as_text=True)
    return json.dumps(reply.get_json(), ensure_ascii=False)


def get_attempt(site: WholeSite, session: str = "s1") -> Attempt:
    return attempts.get(site.clockstart, access.get_actor(site.clockstart, site.cast.alice.uid), session)


def right_answer(attempt: Attempt, number: int) -> dict[str, Any]:
    """Everything that is right, as a person would give it."""
    key = find_key(attempt.cases[number - 1])
    told = {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in find_right(key).items()
    }
    offered = attempts.list_reasons(attempt, attempt.cases[number - 1])
    reason = next((one for one in key.facets.get("reason", ()) if one in offered), None)
    return {**told, "reason": reason}


def offered(site: WholeSite, session: str = "s1", number: int = 1) -> list[str]:
    """The decisions that a case can be answered with."""
    return list(list_decisions(get_attempt(site, session).cases[number - 1]))


def stored_answers(site: WholeSite, session: str = "s1") -> dict[int, Any]:
    return {number: one.data for number, one in get_attempt(site, session).answers.items()}


def test_a_session_goes_from_its_start_to_its_result(site: WholeSite, alice: Visitor) -> None:
    assert "Begin" in page(alice)
    assert act(alice, "begin").status_code == 200
    attempt = get_attempt(site)
    for number in attempt.numbers:
        assert answer(alice, number, **right_answer(attempt, number)).status_code == 200
        assert "Right" in page(alice, number=number)
    assert act(alice, "hand-in").status_code == 200
    told = page(alice, where="result")
    assert "100 % right. No patient is lost from the list." in told
    data = site.clockstart.store.records.get(site.cast.alice.uid, STORE_KEY, "s1").data
    assert (data["state"], data["score"], data["answered"], data["handed_in_on"]) == ("submitted", 100, 5, "2026-06-15")
    assert len(site.clockstart.store.attempts.marks(site.cast.alice.uid, attempt.id)) == 5


def test_beginning_twice_draws_once_and_the_same_number_draws_the_same_cases(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin")
    first = list(get_attempt(site).cases)
    act(alice, "begin")
    assert list(get_attempt(site).cases) == first
    act(alice, "begin", "s2")
    assert list(get_attempt(site, "s2").cases) == first


def test_nothing_that_is_right_is_told_before_it_may_be(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin", "s2")
    attempt = get_attempt(site, "s2")
    answer(alice, 1, "s2", **right_answer(attempt, 1))
    for number in attempt.numbers:
        told, case = page(alice, "s2", number), attempt.cases[number - 1]
        shown = describe_case(case)
        said = right_answer(attempt, 1) if number == 1 else {}
        known = json.dumps([shown["evidence"], shown["record"], shown["asked"], shown["as_of"], said])
        for values in find_key(case).facets.values():
            for day in (value for value in values if isinstance(value, date)):
                if day.isoformat() not in known and in_words(day) not in known:
                    assert day.isoformat() not in told
                    assert in_words(day) not in told
        assert "cs-practice-verdict" not in told
    trail = str(list(site.clockstart.store.audit.list_newest(site.cast.alice.uid)))
    assert "truth" not in trail
    assert "Not handed in yet" in page(alice, "s2", where="result")


def test_a_session_that_is_changed_later_tells_no_sooner(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin", "s2")
    answer(alice, 1, "s2", decision=offered(site, "s2")[0])
    uid, records = site.cast.alice.uid, site.clockstart.store.records
    known = records.get(uid, STORE_KEY, "s2")
    changed = {**known.data, "feedback": AFTER_EACH}
    records.put(uid, STORE_KEY, "s2", changed, op="x", seen_rev=known.rev, trace=Trace(uid), now=site.clockstart.now)
    assert "cs-practice-verdict" not in page(alice, "s2")


def test_what_cannot_be_read_is_said_and_nothing_is_stored(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin")
    cases = get_attempt(site).cases
    dated = next(n for n, case in enumerate(cases, 1) if {"breach_date", "code"} <= {*case.asked["facets"]})
    decision = offered(site, number=dated)[0]
    for told, words in (
        ({}, "Say first what you decide."),
        ({"decision": "clock_jumps"}, "Say first what you decide."),
        ({"decision": decision, "code": "77"}, "that was not offered"),
        ({"decision": decision, "breach_date": "31/2/2026"}, "is not a real date"),
        ({"decision": ["clock_runs"]}, "Say first what you decide."),
    ):
        assert words in json.dumps(answer(alice, dated, **told).get_json(), ensure_ascii=False)
    assert stored_answers(site) == {}


def test_an_answer_counts_once_and_not_after_it_was_told(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin")
    first, second = offered(site)[:2]
    for _ in range(2):
        answer(alice, 1, op="o1", decision=first)
    again = answer(alice, 1, op="o2", rev=1, decision=second)
    assert "You have seen what is right" in json.dumps(again.get_json(), ensure_ascii=False)
    assert stored_answers(site) == {1: {"decision": first}}


def test_two_windows_do_not_overwrite_each_other(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin", "s2")
    first, second = offered(site, "s2")[:2]
    answer(alice, 1, "s2", op="o1", decision=first)
    other = answer(alice, 1, "s2", op="o2", decision=second)
    assert "answered in another window" in json.dumps(other.get_json(), ensure_ascii=False)
    assert stored_answers(site, "s2")[1]["decision"] == first
    answer(alice, 1, "s2", op="o3", rev=1, decision=second)
    assert stored_answers(site, "s2")[1]["decision"] == second


def test_after_handing_in_an_answer_is_refused(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin")
    asked = act(alice, "hand-in")
    assert "5 cases are not answered" in json.dumps(asked.get_json())
    assert get_attempt(site).is_open
    act(alice, "hand-in-now")
    late = answer(alice, 1, decision=offered(site)[0])
    assert "has been handed in" in json.dumps(late.get_json(), ensure_ascii=False)
    assert stored_answers(site) == {}
    data = site.clockstart.store.records.get(site.cast.alice.uid, STORE_KEY, "s1").data
    assert (data["score"], data["answered"]) == (0, 0)


def test_an_answer_that_comes_while_it_is_handed_in_is_marked_or_refused(
    site: WholeSite, alice: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(alice, "begin")
    store, uid, told = site.clockstart.store.attempts, site.cast.alice.uid, []
    right = right_answer(get_attempt(site), 1)

    def change(*given: Any) -> Any:
        """Another tab answers just before and just after the session is closed."""
        monkeypatch.setattr(store, "change", partial(AttemptStore.change, store))
        told.append(answer(alice, 1, **right))
        found = AttemptStore.change(store, *given)
        told.append(answer(alice, 2, decision=offered(site, number=2)[0]))
        return found

    monkeypatch.setattr(store, "change", change)
    answering.submit(site.clockstart, access.get_actor(site.clockstart, uid), "s1", Trace(uid))
    assert [len(told), "handed in" in told[0].get_data(as_text=True)] == [2, False]
    assert "has been handed in" in told[1].get_data(as_text=True)
    data = site.clockstart.store.records.get(uid, STORE_KEY, "s1").data
    assert data["answered"] == len(stored_answers(site)) == 1
    assert store.marks(uid, get_attempt(site).id)[0]["percent"] == 100


def aid(visitor: Visitor, what: str, number: int = 1, session: str = "s1") -> Any:
    return press(visitor, {"aid": what, "practice": f"{SLUG}/{session}", "number": str(number)})


def test_hints_come_one_by_one_and_halve_the_case(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin")
    attempt = get_attempt(site)
    first, *_ = find_key(attempt.cases[0]).steps
    assert first.rule.statement not in page(alice)
    told = [aid(alice, "hint").get_data(as_text=True) for _ in range(2)]
    assert [first.rule.title in json.dumps(json.loads(one), ensure_ascii=False) for one in told] == [True, True]
    assert [first.rule.statement in json.dumps(json.loads(one), ensure_ascii=False) for one in told] == [False, True]
    for _ in range(20):
        aid(alice, "hint")
    answer(alice, 1, **right_answer(attempt, 1))
    assert stored_answers(site)[1]["hints"] == 2 * len({step.rule for step in find_key(attempt.cases[0]).steps})
    assert get_attempt(site).mark(1).percent == 50
    assert "You have seen what is right" in json.dumps(aid(alice, "hint").get_json(), ensure_ascii=False)


def test_a_case_is_flagged_and_handing_in_says_so(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin", "s2")
    attempt = get_attempt(site, "s2")
    aid(alice, "flag", 3, "s2")
    assert get_attempt(site, "s2").flagged == [3]
    for number in attempt.numbers:
        answer(alice, number, "s2", **right_answer(attempt, number))
    assert "Flagged: case 3. " in json.dumps(act(alice, "hand-in", "s2").get_json())
    aid(alice, "flag", 3, "s2")
    act(alice, "hand-in", "s2")
    assert not get_attempt(site, "s2").is_open
    for what in ("flag", "hint"):
        assert "You have seen" in json.dumps(aid(alice, what, 1, "s2").get_json())
    for number in (0, 6, 10**5):
        assert aid(alice, "flag", number, "s2").status_code == 404


def test_the_time_on_a_case_is_measured_here(site: WholeSite, alice: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    act(alice, "begin")
    page(alice), page(alice, number=2)
    opened = site.clockstart.now
    for number, seconds in ((1, 70), (2, 7_200), (3, 7_300)):
        attempt, later = (
            get_attempt(site),
            replace(site.clockstart.clock, now=lambda at=opened + timedelta(seconds=seconds): at),
        )
        there, actor = replace(site.clockstart, clock=later), access.get_actor(site.clockstart, site.cast.alice.uid)
        answering.answer(
            there,
            actor,
            "s1",
            number,
            right_answer(attempt, number),
            op=f"o{number}",
            seen_rev=0,
            trace=Trace(actor.uid),
        )
    assert [one.get("seconds") for one in stored_answers(site).values()] == [70, 1_800, None]
    act(alice, "hand-in-now")
    assert site.clockstart.store.records.get(site.cast.alice.uid, STORE_KEY, "s1").data["minutes"] == 31


def test_five_cases_like_one_that_was_told(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin")
    like = {"like": f"{SLUG}/s1", "number": "1", "new": "again1"}
    assert press(alice, like).status_code == 404
    answer(alice, 1, decision=offered(site)[0])
    case = get_attempt(site).cases[0]
    for _ in range(2):
        assert f"/{SLUG}/again1/work?case=1" in json.dumps(press(alice, like).get_json())
    again = get_attempt(site, "again1")
    assert [(one.family, one.level) for one in again.cases] == [(case.family, case.level)] * 5
    assert press(alice, {**like, "new": "s2"}).status_code == 200
    assert get_attempt(site, "s2").head["set"] == "missed"
    assert press(alice, {**like, "number": "9", "new": "again2"}).status_code == 404


def test_a_list_of_200_is_told_at_the_end_alone(
    site: WholeSite, alice: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = access.get_actor(site.clockstart, site.cast.alice.uid)
    long = {**SESSION, "set": "validate", "cases": "200"}
    held = records.submit(site.clockstart, actor, SLUG, "long", "o1", long, 0)
    assert isinstance(held, records.Held)
    assert [one.field for one in held.problems] == ["feedback"]
    records.submit(site.clockstart, actor, SLUG, "long", "o1", {**long, "feedback": "at_end"}, 0)
    act(alice, "begin", "long")
    assert len(get_attempt(site, "long").cases) == 200
    act(alice, "hand-in-now", "long")
    marked: list[int] = []
    monkeypatch.setattr(attempts, "mark", lambda *given, **more: marked.append(1) or mark(*given, **more))
    assert "Case 7, " in page(alice, "long", 7)
    assert len(marked) == 1


def test_the_record_says_what_to_look_at(site: WholeSite, alice: Visitor) -> None:
    put_session(site, "s7", {**SESSION, "set": "validate", "cases": "20", "level": "5", "feedback": "at_end"})
    act(alice, "begin", "s7")
    attempt, missed = get_attempt(site, "s7"), Counter[str]()
    for number, case in enumerate(attempt.cases, start=1):
        key = find_key(case)
        missed.update(key.facets.get("reason", ())[:1])
        wrong = next(one for one in list_decisions(case) if one not in key.facets.get("decision", ()))
        answer(alice, number, "s7", decision=wrong, confidence="certain")
    act(alice, "hand-in", "s7")
    data = site.clockstart.store.records.get(site.cast.alice.uid, STORE_KEY, "s7").data
    assert any("remain" in find_key(case).facets["decision"] for case in attempt.cases)
    assert (data["false_alarms"], data["certain_and_wrong"]) == (100, 20)
    assert data["missed_rules"] == sorted(rule for rule, times in missed.items() if times >= 3)
    assert data["lost_patients"] == data["harms"].get("lost_from_list", 0)
    told = json.dumps(alice.open_page(f"/{SLUG}/s7").get_json(), ensure_ascii=False)
    for words in ("Clean rows called wrong", "Missed three times", "Certain and wrong"):
        assert words in told
    assert "s7" in json.dumps(alice.open_page(f"/{SLUG}", "?view=watch").get_json())


@pytest.mark.parametrize("role", ["manager", "admin"])
def test_nobody_else_reaches_it(site: WholeSite, alice: Visitor, role: str) -> None:
    act(alice, "begin")
    other = site.signed_in(role)
    for where in ("work", "result"):
        assert other.get(f"/{SLUG}/s1/{where}").status_code == 404
    assert act(other, "begin").status_code == 404
    assert act(other, "hand-in").status_code == 404
    assert answer(other, 1, decision="clock_runs").status_code == 404
    assert stored_answers(site) == {}


def test_a_case_that_is_not_there_is_not_found(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin")
    for number in (0, 6, 10**9):
        told = json.dumps(answer(alice, number, decision="clock_runs").get_json())
        assert "There is no such case in this session." in told
    assert "Case 1, " in page(alice, number=77)
    assert stored_answers(site) == {}


def test_a_manager_sees_how_it_went_and_practice_stays_out_of_the_lists(
    site: WholeSite, alice: Visitor, bob: Visitor
) -> None:
    act(alice, "begin")
    answer(alice, 1, decision=offered(site)[0])
    act(alice, "hand-in-now")
    told = json.dumps(bob.open_page(f"/people/{site.cast.alice.uid}/{SLUG}/s1").get_json(), ensure_ascii=False)
    assert "Patients lost from the list" in told
    assert set(site.clockstart.store.records.summary(site.cast.alice.uid)) == {STORE_KEY}


def test_a_session_of_another_program_says_what_it_lacks(site: WholeSite, alice: Visitor) -> None:
    put_session(site, "s3", {"title": "Old"})
    assert "This session is not complete" in page(alice, "s3")


def test_what_a_crash_left_undone_is_done_by_handing_in_again(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin")
    uid, store, attempt = site.cast.alice.uid, site.clockstart.store, get_attempt(site)
    store.attempts.put(uid, attempt.id, {**attempt.head, "state": "submitted", "handed_in_on": "2026-06-15"})
    assert "Hand in" in page(alice)
    act(alice, "hand-in")
    assert store.records.get(uid, STORE_KEY, "s1").data["state"] == "submitted"


@pytest.mark.parametrize("more", [{"state": "submitted"}, {"state": "flying"}, {"score": None, "state": "submitted"}])
def test_odd_results_in_a_record_do_not_break_its_page(site: WholeSite, alice: Visitor, more: dict[str, Any]) -> None:
    put_session(site, "s4", {**SESSION, **more})
    for path in (f"/{SLUG}/s4", f"/{SLUG}", f"/{SLUG}/s4/work"):
        assert alice.open_page(path).status_code == 200


def test_a_session_that_is_not_complete_is_not_begun(site: WholeSite, alice: Visitor) -> None:
    put_session(site, "s5", {**SESSION, "cases": "100000"})
    assert act(alice, "begin", "s5").status_code == 400


def test_attributes_of_an_event_are_left_to_the_evidence(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin")
    cases = enumerate(get_attempt(site).cases, start=1)
    dna = next(number for number, case in cases if "clearly_communicated" in case.asked)
    assert "Clearly communicated:" not in page(alice, number=dna)
    assert (
        '"Clearly communicated"'
        not in page(alice, number=dna).split("What the record shows")[1].split("practice-work")[0]
    )


def test_handing_in_looks_at_each_case_a_few_times(
    site: WholeSite, alice: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_session(site, "many", {**SESSION, "cases": "50", "feedback": "at_end"})
    act(alice, "begin", "many")
    looked, mark_one = Counter[int](), Attempt.mark
    monkeypatch.setattr(Attempt, "mark", lambda attempt, number: looked.update([number]) or mark_one(attempt, number))
    act(alice, "submit", "many")
    assert looked.keys() == {*range(1, 51)}
    assert max(looked.values()) < 20
