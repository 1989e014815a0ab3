"""A validator's decision and the contact due list: worked cases of E and R3, and properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.event_choices import CONTACT_RESULTS
from rules.validation.checks import list_findings
from rules.validation.contact import SCHEDULES, find_contact_due, list_contact_dates
from rules.validation.decisions import list_events
from rules.validation.record import Query, Validation
from tests.unit.rules.junk import any_record, days

TODAY = date(2025, 6, 30)
START = date(2025, 1, 6)

REMAIN = Validation.of(
    decision="remain",
    level="administrative",
    validated_on=date(2025, 6, 23),
    contacted_on=date(2025, 6, 23),
    evidence="clinic letter of 2 June",
    evidence_place="document store",
    clock_start=START,
    next_step="book follow-up",
    next_step_owner="booking team",
    next_review_on=date(2025, 9, 15),
)
STOP = REMAIN.but(decision="stop", stop_code="34", stop_date=date(2025, 6, 2))


def asked(sent: date, answered: date | None = None) -> list[Query]:
    return [Query.of(sent_on=sent, answered_on=answered)]


def codes(case: Validation, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(case, today)}


@pytest.mark.parametrize("case", [REMAIN, STOP])
def test_a_decision_that_is_shown_needs_no_remark(case):
    assert codes(case) == set()


@pytest.mark.parametrize(
    ("case", "code"),
    [
        (REMAIN.but(evidence=""), "validation-decision-without-evidence"),
        (REMAIN.but(evidence_place=None), "validation-decision-without-evidence"),
        (STOP.but(stop_code=None), "validation-stop-incomplete"),
        (STOP.but(stop_date=None), "validation-stop-incomplete"),
        (STOP.but(stop_code="20"), "validation-stop-code-does-not-stop"),
        (STOP.but(stop_date=START - timedelta(days=1)), "validation-decided-stop-before-start"),
        (STOP.but(stop_date=TODAY + timedelta(days=1)), "validation-decided-stop-in-future"),
        (STOP.but(contact_result="no_reply"), "validation-no-reply-stop"),
        (STOP.but(level="technical"), "validation-technical-stop"),
        (STOP.but(stop_code="32"), "validation-level-too-low"),
        (STOP.but(reported_already="yes", reported_month="2025-06"), "validation-stop-in-closed-month"),
        (REMAIN.but(decision="merge"), "validation-merge-without-target"),
        (REMAIN.but(decision="merge", merge_with="P2", stop_code="34"), "validation-merge-as-34"),
        (REMAIN.but(next_step_owner=None), "validation-without-next-step"),
        (REMAIN.but(next_review_on=None), "validation-without-next-step"),
        (REMAIN.but(next_review_on=date(2025, 9, 16)), "validation-review-over-12-weeks"),
        (REMAIN.but(contact_result="treated_elsewhere"), "validation-treated-elsewhere"),
        (REMAIN.but(queries=asked(date(2025, 6, 20))), "validation-query-open"),
    ],
)
def test_each_remark(case, code):
    assert codes(case) == {code}


@pytest.mark.parametrize(
    "case",
    [
        REMAIN.but(contact_result="no_reply"),
        STOP.but(level="clinical", stop_code="32"),
        STOP.but(reported_already="yes", reported_month="2025-05"),
        REMAIN.but(queries=asked(date(2025, 6, 23))),
        REMAIN.but(queries=asked(date(2025, 6, 2), date(2025, 6, 20))),
        REMAIN.but(decision="next_step_chased"),
    ],
)
def test_just_beside_each_edge(case):
    assert codes(case) == set()


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
    assert codes(REMAIN.but(contacted_on=None)) == {"validation-contact-due"}
    assert codes(STOP.but(contacted_on=None)) == set(), "who has left the list is not contacted"


any_validation = any_record(Validation, reported_month=st.none() | st.sampled_from(["2024-12", "2025-06"]))


@given(any_validation, days)
def test_any_answers_give_sentences(case, today):
    for finding in list_findings(case, today):
        assert "{" not in finding.text + finding.fix
        assert finding.field in Validation.model_fields


@given(any_validation, days)
def test_no_reply_never_passes_as_a_stop(case, today):
    """Whatever else is recorded: without evidence, and without a clinician, a treatment or a death, never."""
    silent = case.but(decision="stop", contact_result="no_reply", evidence=None)
    assert "validation-no-reply-stop" in codes(silent, today)
    guessed = case.but(decision="stop", contact_result="no_reply", level="administrative", stop_code="34")
    assert "validation-no-reply-stop" in codes(guessed, today)
    assert {event.name for event in list_events(guessed)} <= {"validated", "patient_contacted"}


@pytest.mark.parametrize(("code", "level"), [("34", "clinical"), ("36", "administrative"), ("30", "clinical")])
def test_what_is_shown_otherwise_is_a_stop_although_nobody_replied(code, level):
    shown = STOP.but(stop_code=code, level=level, contact_result="no_reply")
    assert "validation-no-reply-stop" not in codes(shown)
    assert [event.details.get("rtt_code") for event in list_events(shown)] == [None, None, code]


@given(days, st.integers(0, 3000), st.integers(0, 300), st.sampled_from(sorted(SCHEDULES)))
def test_contact_once_due_stays_due_until_made(start, after, later, schedule):
    today = start + timedelta(days=after)
    due = find_contact_due(start, today, None, schedule)
    if due is not None:
        assert find_contact_due(start, today + timedelta(days=later), None, schedule) == due
