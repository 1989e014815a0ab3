"""A validator's decision and the contact due list: worked cases of E and R3, and properties."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.event_choices import CONTACT_RESULTS
from rules.validation.decisions import (
    SCHEDULES,
    DecisionFacts,
    find_contact_due,
    list_contact_dates,
    list_contact_findings,
    list_events,
    list_findings,
)
from tests.unit.rules.junk import any_of, days, pick

TODAY = date(2025, 6, 30)
START = date(2025, 1, 6)

REMAIN = DecisionFacts(
    decision="remain",
    level="administrative",
    validated_on=date(2025, 6, 23),
    evidence="clinic letter of 2 June",
    evidence_place="document store",
    clock_start=START,
    next_step="book follow-up",
    next_step_owner="booking team",
    next_review_on=date(2025, 9, 15),
)
STOP = replace(REMAIN, decision="stop", stop_code="34", stop_date=date(2025, 6, 2))


def codes(facts: DecisionFacts, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(facts, today)}


@pytest.mark.parametrize("facts", [REMAIN, STOP, DecisionFacts()])
def test_a_decision_that_is_shown_needs_no_remark(facts):
    assert codes(facts) == set()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(REMAIN, evidence=" "), "validation-decision-without-evidence"),
        (replace(REMAIN, evidence_place=None), "validation-decision-without-evidence"),
        (replace(STOP, stop_code=None), "validation-stop-incomplete"),
        (replace(STOP, stop_date=None), "validation-stop-incomplete"),
        (replace(STOP, stop_code="20"), "validation-stop-code-does-not-stop"),
        (replace(STOP, stop_date=START - timedelta(days=1)), "validation-decided-stop-before-start"),
        (replace(STOP, stop_date=TODAY + timedelta(days=1)), "validation-decided-stop-in-future"),
        (replace(STOP, contact_result="no_reply"), "validation-no-reply-stop"),
        (replace(STOP, level="technical"), "validation-technical-stop"),
        (replace(STOP, stop_code="32"), "validation-level-too-low"),
        (replace(STOP, reported_through=date(2025, 6, 30)), "validation-stop-in-closed-month"),
        (replace(REMAIN, decision="merge"), "validation-merge-without-target"),
        (replace(REMAIN, decision="merge", merge_with="P2", stop_code="34"), "validation-merge-as-34"),
        (replace(REMAIN, next_step_owner=None), "validation-without-next-step"),
        (replace(REMAIN, next_review_on=None), "validation-without-next-step"),
        (replace(REMAIN, next_review_on=date(2025, 9, 16)), "validation-review-over-12-weeks"),
        (replace(REMAIN, contact_result="treated_elsewhere"), "validation-treated-elsewhere"),
        (replace(REMAIN, query_sent_on=date(2025, 6, 20)), "validation-query-open"),
    ],
)
def test_each_remark(facts, code):
    assert codes(facts) == {code}


@pytest.mark.parametrize(
    "facts",
    [
        replace(REMAIN, contact_result="no_reply"),
        replace(STOP, level="clinical", stop_code="32"),
        replace(STOP, reported_through=date(2025, 5, 31)),
        replace(REMAIN, query_sent_on=date(2025, 6, 23)),
        replace(REMAIN, query_sent_on=date(2025, 6, 2), query_answered_on=date(2025, 6, 20)),
        replace(REMAIN, decision="next_step_chased"),
    ],
)
def test_just_beside_each_edge(facts):
    assert codes(facts) == set()


def test_no_reply_is_a_result_and_not_a_stop():
    assert "not a stop" in CONTACT_RESULTS["no_reply"]


@pytest.mark.parametrize(
    ("schedule", "weeks"),
    [
        ("every_12_weeks", [12, 24, 36, 48, 60]),
        ("12_26_52", [12, 26, 52]),
        ("12_26_52_then_every_12", [12, 26, 52, 64]),
        ("unknown", []),
    ],
)
def test_contact_schedules(schedule, weeks):
    dates = list_contact_dates(START, START + timedelta(weeks=65), schedule)
    assert dates == [START + timedelta(weeks=week) for week in weeks]


def test_contact_is_due_at_12_weeks_and_then_every_12():
    assert find_contact_due(START, date(2025, 3, 30)) is None
    assert find_contact_due(START, date(2025, 3, 31)) == date(2025, 3, 31)
    assert find_contact_due(START, date(2025, 5, 1), date(2025, 4, 2)) is None
    assert find_contact_due(START, date(2025, 6, 23), date(2025, 4, 2)) == date(2025, 6, 23)
    assert [finding.code for finding in list_contact_findings(START, TODAY)] == ["validation-contact-due"]
    assert list_contact_findings(START, TODAY, TODAY) == []


any_facts = any_of(
    DecisionFacts,
    decision=pick("remain", "correct", "stop", "clinical_review", "merge"),
    level=pick("technical", "administrative", "clinical"),
    stop_code=pick("20", "32", "34"),
    contact_result=pick(*CONTACT_RESULTS),
)


@given(any_facts, days)
def test_any_answers_give_sentences(facts, today):
    for finding in list_findings(facts, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in DecisionFacts.__dataclass_fields__


@given(any_facts, days)
def test_no_reply_never_passes_as_a_stop(facts, today):
    """Whatever else is recorded: without evidence, and without a clinician, a treatment or a death, never."""
    silent = replace(facts, decision="stop", contact_result="no_reply", evidence=None)
    assert "validation-no-reply-stop" in codes(silent, today)
    guessed = replace(facts, decision="stop", contact_result="no_reply", level="administrative", stop_code="34")
    assert "validation-no-reply-stop" in codes(guessed, today)
    assert [event.name for event in list_events(guessed) if event.name != "validated"] == []


@pytest.mark.parametrize(("code", "level"), [("34", "clinical"), ("36", "administrative"), ("30", "clinical")])
def test_what_is_shown_otherwise_is_a_stop_although_nobody_replied(code, level):
    shown = replace(STOP, stop_code=code, level=level, contact_result="no_reply")
    assert "validation-no-reply-stop" not in codes(shown)
    assert len(list(list_events(shown))) == 2


@given(days, st.integers(0, 3000), st.integers(0, 300), st.sampled_from(sorted(SCHEDULES)))
def test_contact_once_due_stays_due_until_made(start, after, later, schedule):
    today = start + timedelta(days=after)
    due = find_contact_due(start, today, None, schedule)
    if due is not None:
        assert find_contact_due(start, today + timedelta(days=later), None, schedule) == due
