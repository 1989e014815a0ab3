"""Where somebody stands follows from the sessions they answered: once each, and only once it may be told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dashapp.services.practice import attempts, standing
from dashapp.services.practice.kinds import AFTER_EACH
from dashapp.services.practice.standing import find_families, read_levels, read_mistakes, read_standing
from practice.keys import find_key
from practice.malrules import MAL_RULES
from storage.evidence import EvidenceStore
from tests.http.test_practice_sessions import SESSION, act, answer, get_attempt, page, put_session, right_answer
from tests.whole_site import Visitor, WholeSite


@pytest.fixture
def site(whole_site: WholeSite) -> Iterator[WholeSite]:
    put_session(whole_site, "s1", {**SESSION, "feedback": AFTER_EACH})
    put_session(whole_site, "s2", {**SESSION, "feedback": "at_end"})
    put_session(whole_site, "s3", {**SESSION, "set": "mix", "feedback": "at_end"})
    yield whole_site
    whole_site.empty()


def entries(site: WholeSite) -> list[dict[str, object]]:
    return [entry for _, entry in site.clockstart.store.evidence.walk(site.cast.alice.uid)]


def answer_right(site: WholeSite, alice: Visitor, session: str, *numbers: int) -> None:
    attempt = get_attempt(site, session)
    for number in numbers or attempt.numbers:
        assert answer(alice, number, session, **right_answer(attempt, number)).status_code == 200


def test_a_case_that_is_told_at_once_counts_at_once_and_once(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin")
    answer_right(site, alice, "s1", 1)
    first = entries(site)
    attempt = get_attempt(site)
    assert first
    assert {entry["source"] for entry in first} == {f"{attempt.id}/1"}
    answer_right(site, alice, "s1", 1)
    assert entries(site) == first
    act(alice, "submit")
    assert entries(site) == first


def test_an_answer_and_what_it_says_are_stored_in_one_step(
    site: WholeSite, alice: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    act(alice, "begin")
    monkeypatch.setattr(EvidenceStore, "add", cut_off)
    answer_right(site, alice, "s1", 1)
    assert {entry["source"] for entry in entries(site)} == {f"{get_attempt(site).id}/1"}


def cut_off(*given: object) -> None:
    raise AssertionError("entered in a step of its own")


def test_what_is_told_at_the_end_counts_then_and_once(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin", "s2")
    answer_right(site, alice, "s2", 1, 2)
    assert entries(site) == []
    act(alice, "submit", "s2")
    found = entries(site)
    attempt = get_attempt(site, "s2")
    assert {entry["source"] for entry in found} == {f"{attempt.id}/1", f"{attempt.id}/2"}
    act(alice, "submit", "s2")
    assert entries(site) == found
    assert {entry["setting"] for entry in found} == {"practice"}


def test_cases_that_were_told_in_another_session_count_as_aided(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin")
    act(alice, "begin", "s2")
    answer_right(site, alice, "s2", 1)
    answer_right(site, alice, "s1", 2)
    answer_right(site, alice, "s2", 2, 3)
    act(alice, "submit", "s2")
    attempt = get_attempt(site, "s2")
    found = {
        entry["source"]: entry["setting"] for entry in entries(site) if str(entry["source"]).startswith(attempt.id)
    }
    assert found == {f"{attempt.id}/{number}": "aided" if number == 2 else "practice" for number in (1, 2, 3)}
    before = len(entries(site))
    answer_right(site, alice, "s1", 3, 4, 5)
    assert {entry["setting"] for entry in entries(site)[before:]} == {"aided"}
    assert "in another session" in page(alice, "s1", 4)
    put_session(site, "s5", {**SESSION, "seed": "s1"})
    act(alice, "begin", "s5")
    answer_right(site, alice, "s5", 1)
    assert entries(site)[-1]["setting"] == "practice"


def test_a_mix_of_three_kinds_or_more_is_mixed(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin", "s3")
    answer_right(site, alice, "s3")
    act(alice, "submit", "s3")
    assert len({case.family for case in get_attempt(site, "s3").cases}) >= 3
    assert {entry["setting"] for entry in entries(site)} == {"mixed"}


def test_where_somebody_stands_is_brought_up_to_the_last_entry(site: WholeSite, alice: Visitor) -> None:
    uid, clockstart = site.cast.alice.uid, site.clockstart
    empty = read_standing(clockstart, uid)
    assert (empty.levels, empty.due, empty.next_due, empty.days) == ({}, [], None, 0)
    act(alice, "begin")
    answer_right(site, alice, "s1", 1)
    first = read_standing(clockstart, uid)
    assert set(first.levels.values()) == {"attempted"}
    assert all(find_families(rule) for rule in first.levels)
    assert first.cards.keys() == first.levels.keys()
    assert (first.days, first.weeks, first.due) == (1, 1, [])
    assert first.next_due is not None
    answer_right(site, alice, "s1")
    whole = read_standing(clockstart, uid)
    assert whole.levels.keys() >= first.levels.keys()
    assert read_levels(clockstart, [uid, site.cast.bob.uid]) == {uid: whole.levels, site.cast.bob.uid: {}}


def test_what_was_stored_by_other_families_is_worked_out_again(site: WholeSite, alice: Visitor) -> None:
    uid, clockstart = site.cast.alice.uid, site.clockstart
    act(alice, "begin")
    answer_right(site, alice, "s1")
    whole = read_standing(clockstart, uid)
    clockstart.store.evidence.put_states(uid, "1-1", "older", None, levels={"SP13": "mastered"})
    assert read_levels(clockstart, [uid])[uid] == whole.levels
    assert read_standing(clockstart, uid) == whole


def test_a_case_that_may_not_be_told_says_nothing(site: WholeSite, alice: Visitor) -> None:
    act(alice, "begin", "s2")
    answer_right(site, alice, "s2", 1)
    attempt = get_attempt(site, "s2")
    with pytest.raises(attempts.Refused):
        attempt.mark(1)
    assert read_standing(site.clockstart, site.cast.alice.uid).levels == {}


def test_every_rule_that_comes_back_can_be_practised() -> None:
    assert standing.PRACTISED
    assert find_families("A1") == ()
    assert "dna-first" in find_families("SP13")


def test_a_wrong_case_is_one_mistake_by_its_misconception(site: WholeSite, alice: Visitor) -> None:
    uid, clockstart = site.cast.alice.uid, site.clockstart
    put_session(site, "s4", {**SESSION, "set": "picked", "families": ["start-three-dates"]})
    act(alice, "begin", "s4")
    attempt, one = get_attempt(site, "s4"), MAL_RULES["letter_date"]
    wrong = one.answer(attempt.cases[0], find_key(attempt.cases[0])) or {}
    plain = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in wrong.items()}
    assert answer(alice, 1, "s4", **{**right_answer(attempt, 1), **plain}).status_code == 200
    assert len([entry for entry in entries(site) if not entry["right"]]) > 1
    assert read_mistakes(clockstart, [uid])[uid] == {(one.name, one.rule): 1}
    page = site.signed_in("manager").open_page("/student-progress-monitor/mistakes").text
    assert one.says[:40] in page
