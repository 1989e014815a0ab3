"""Validations as people enter them: what is found, what is owed, what goes on the timeline, the comment line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.declare.module import Linked
from dashapp.services.charts.series import make_series
from pages.waiting_list_validator import MODULE
from pages.waiting_list_validator.meaning import list_numbers
from rules.events import Event
from rules.validation.whole_list import CHECKS
from tests.unit.pages.worked import check, codes, derive, is_example_accepted, list_due, say, work

REMAIN: dict[str, Any] = {
    "pathway": "P1",
    "treatment_function": "C_110",
    "clock_start": "2026-06-01",
    "last_status": "20",
    "last_status_on": "2026-09-01",
    "next_event_on": "2026-12-08",
    "level": "administrative",
    "validated_on": "2026-11-16",
    "evidence_place": "clinic_letter",
    "evidence_on": "2026-11-02",
    "evidence": "Listed for surgery.",
    "decision": "remain",
    "contacted_on": "2026-11-16",
    "contact_result": "still_wants",
    "next_step": "Offer an admission date",
    "next_step_owner": "Admissions",
    "next_review_on": "2027-02-01",
}
STOP = {**REMAIN, "decision": "stop", "stop_code": "34", "stop_date": "2026-11-02", "reported_already": "no"}
QUERY = {"to": "secretary", "question": "Was the patient listed?", "sent_on": "2026-11-13"}


def with_(base: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {name: value for name, value in {**base, **changes}.items() if value is not None}


@pytest.mark.parametrize("answers", [REMAIN, STOP], ids=["remain", "stop"])
def test_a_whole_validation_has_nothing_to_put_right(answers: dict[str, Any]) -> None:
    case = work(MODULE, answers)
    assert codes(case) == set()
    assert list_due(case) == (["Validate again: Offer an admission date"] if answers is REMAIN else [])


GOLDEN = (
    (with_(REMAIN, evidence=None), "validation-decision-without-evidence"),
    (with_(REMAIN, evidence_place=None), "validation-decision-without-evidence"),
    (with_(REMAIN, next_step_owner=None), "validation-without-next-step"),
    (with_(REMAIN, next_review_on="2027-02-28"), "validation-review-over-12-weeks"),
    (with_(REMAIN, decision="next_step_chased", next_review_on=None), "validation-without-next-step"),
    (with_(REMAIN, contact_result="treated_elsewhere"), "validation-treated-elsewhere"),
    (with_(REMAIN, queries=[QUERY]), "validation-query-open"),
    (with_(REMAIN, contacted_on=None, contact_result=None), "validation-contact-due"),
    (with_(REMAIN, decision="merge"), "validation-merge-without-target"),
    (with_(STOP, stop_code=None), "validation-stop-incomplete"),
    (with_(STOP, stop_date="2026-05-31", reported_already=None), "validation-decided-stop-before-start"),
    (with_(STOP, stop_date="2026-11-24"), "validation-decided-stop-in-future"),
    (with_(STOP, level="technical"), "validation-technical-stop"),
    (with_(STOP, stop_code="30"), "validation-level-too-low"),
    (with_(STOP, contact_result="no_reply"), "validation-no-reply-stop"),
    (with_(STOP, reported_already="yes", stop_date="2026-09-30"), "validation-stop-in-closed-month"),
    (with_(STOP, reported_already="not_known", stop_date="2026-09-30"), "validation-stop-month-not-said"),
)


@pytest.mark.parametrize(("answers", "code"), GOLDEN, ids=[code for _, code in GOLDEN])
def test_each_remark_speaks_alone(answers: dict[str, Any], code: str) -> None:
    assert codes(work(MODULE, answers)) == {code}


def test_a_stop_in_a_closed_month_is_said_plainly_and_in_its_view() -> None:
    """VAL-5: off the list, not added to this month; a stop after the last reported month is counted as usual."""
    closed = work(MODULE, with_(STOP, reported_already="yes", reported_month="2026-11", stop_date="2026-11-02"))
    assert "leaves the list" in say(closed)["Monthly return"]
    assert "not added to this month" in say(closed)["Monthly return"]
    assert derive(closed)["month_closed"] is True
    later = work(MODULE, with_(STOP, reported_already="yes", reported_month="2026-10"))
    assert say(later)["Monthly return"] == "Counted as completed in November 2026"
    assert derive(later)["month_closed"] is False


@pytest.mark.parametrize("month", ["2026-13", "November", "2026-4"])
def test_a_month_is_written_as_a_month(month: str) -> None:
    checked = check(MODULE, with_(STOP, reported_already="yes", reported_month=month))
    assert [problem.field for problem in checked.problems] == ["reported_month"]


@pytest.mark.parametrize(
    ("sent", "state", "overdue"),
    [("2026-11-13", "old", True), ("2026-11-16", "open", False), ("2026-11-20", "open", False)],
)
def test_a_query_is_chased_after_five_working_days(sent: str, state: str, overdue: bool) -> None:
    """VAL-6: sent on Friday 13 November, five working days end on the 20th; today is Monday 23 November."""
    case = work(MODULE, with_(REMAIN, queries=[{**QUERY, "sent_on": sent}]))
    due = next(due for due in MODULE.due(case) if due.what.startswith("Chase"))  # type: ignore[misc]
    assert (due.on <= case.today) is overdue
    assert derive(case)["query"] == state
    assert "Open for" in say(case)["Query"]
    answered = work(MODULE, with_(REMAIN, queries=[{**QUERY, "sent_on": sent, "answered_on": "2026-11-20"}]))
    assert derive(answered)["query"] == "answered"
    assert codes(answered) == set()


def test_of_several_queries_the_longest_open_is_remarked_on() -> None:
    queries = [
        {**QUERY, "sent_on": "2026-11-20"},
        QUERY,
        {**QUERY, "sent_on": "2026-10-01", "answered_on": "2026-11-01"},
    ]
    case = work(MODULE, with_(REMAIN, queries=queries))
    assert "13 November 2026" in next(finding.text for finding in case.findings)
    assert len([what for what in list_due(case) if what.startswith("Chase")]) == 2


@pytest.mark.parametrize(
    ("schedule", "contacted", "due"),
    [
        ("every_12_weeks", None, date(2026, 8, 24)),
        ("every_12_weeks", "2026-08-24", date(2026, 11, 16)),
        ("every_12_weeks", "2026-11-16", None),
        ("12_26_52", "2026-08-24", None),
        ("12_26_52_then_every_12", None, date(2026, 8, 24)),
    ],
)
def test_contact_follows_the_schedule_that_was_chosen(schedule: str, contacted: str | None, due: date | None) -> None:
    answers = with_(REMAIN, contact_schedule=schedule, contacted_on=contacted, contact_result=None)
    assert derive(work(MODULE, answers))["contact_due"] == due


def test_who_has_left_the_list_is_not_contacted() -> None:
    assert derive(work(MODULE, with_(STOP, contacted_on=None, contact_result=None)))["contact_due"] is None


def test_a_cause_is_owed_to_who_can_mend_it() -> None:
    case = work(MODULE, with_(REMAIN, root_cause="template", told_to="Systems team"))
    assert "Tell Systems team of the cause: template" in list_due(case)
    told = work(MODULE, with_(REMAIN, root_cause="template", told_to="Systems team", told_on="2026-11-17"))
    assert not [what for what in list_due(told) if what.startswith("Tell")]
    assert "told to Systems team on 17 November 2026" in say(told)["Root cause"]


def test_a_pathway_looked_at_again_owes_no_review() -> None:
    assert list_due(work(MODULE, with_(REMAIN, looked_again_on="2027-02-01"))) == []


def test_the_comment_line_says_everything_in_one_line() -> None:
    case = work(MODULE, REMAIN)
    assert MODULE.meaning is not None
    assert MODULE.meaning(case).line == (
        "Standard comment",
        "16 November 2026 | Trauma and Orthopaedic, waiting 24 weeks, RTT 20 | Clinic letter, 2 November 2026: "
        "Listed for surgery | remains on the list | Next: Offer an admission date, Admissions, by 1 February 2027 | "
        "administrative validation",
    )


def test_a_stop_that_is_shown_moves_the_clock_of_its_pathway() -> None:
    """The stop counts with code, date and evidence, never at technical level (VAL-3, VAL-4)."""
    linked = Linked("p1", "", (Event(date(2026, 6, 1), "referral_received"),))
    assert work(MODULE, with_(STOP, link="p1"), linked).clocks.status == "stopped"
    assert work(MODULE, with_(STOP, link="p1", level="technical"), linked).clocks.status == "open"
    assert work(MODULE, with_(STOP, link="p1", evidence=None), linked).clocks.status == "open"
    assert work(MODULE, with_(STOP, link="p1", contact_result="no_reply"), linked).clocks.status == "open"
    names = [event.name for event in work(MODULE, with_(STOP, link="p1"), linked).events]
    assert names == ["patient_contacted", "validated", "decision_not_to_treat"]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("30", "stopped"),
        ("31", "active_monitoring"),
        ("32", "active_monitoring"),
        ("33", "open"),
        ("34", "stopped"),
        ("35", "stopped"),
        ("36", "stopped"),
    ],
)
def test_each_stop_code_does_to_the_clock_what_it_says(code: str, status: str) -> None:
    """33 nullifies and waits for the patient to be rebooked: no stop is counted."""
    clock = work(MODULE, with_(STOP, stop_code=code, level="clinical")).clocks
    if code == "33":
        assert clock.status != "stopped"
    else:
        assert clock.status == status


def test_what_is_typed_is_checked_as_a_row_of_a_list_is() -> None:
    """A pathway without a next step fails check 4; numbers that came from a list are kept as they came."""
    assert MODULE.meaning is not None
    typed = work(MODULE, with_(REMAIN, next_event_on=None))
    options = MODULE.meaning(typed).options
    assert options is not None
    assert [step.rule.ident for step in options[1]] == ["E1-4"]
    from_list = work(MODULE, with_(REMAIN, checks="2, 31"))
    options = MODULE.meaning(from_list).options
    assert options is not None
    assert [step.rule.ident for step in options[1]] == ["E1-2", "E1-31"]


@given(st.text(max_size=30))
def test_numbers_of_checks_are_those_that_exist(text: str) -> None:
    assert all(1 <= number <= 39 for number in list_numbers(text))


def test_weeks_are_counted_from_monday_without_a_gap() -> None:
    chart = next(chart for chart in MODULE.charts if chart.key == "by-week")
    rows = [{"validated_on": day} for day in ("2026-11-01", "2026-11-02", "2026-11-23")]
    series = make_series(MODULE, chart, rows)
    assert tuple((series.name_of(place), row[1]) for place, row in enumerate(series.rows)) == (
        ("26 October 2026", 1),
        ("2 November 2026", 1),
        ("9 November 2026", 0),
        ("16 November 2026", 0),
        ("23 November 2026", 1),
    )


@pytest.mark.parametrize("seed", range(40))
def test_examples_are_accepted_and_can_be_told(seed: int) -> None:
    assert is_example_accepted(MODULE, seed)


def test_failed_checks_are_listed_in_words_and_not_by_number() -> None:
    failed = derive(work(MODULE, with_(REMAIN, checks="1, 4")))["failed"]
    assert failed == "; ".join(CHECKS[number].rule.title for number in (1, 4))
    assert derive(work(MODULE, with_(REMAIN, checks="as the list says")))["failed"] == "as the list says"


def test_the_clock_of_a_row_is_marked_where_it_was_moved() -> None:
    marks = derive(work(MODULE, STOP))["ribbon"].marks
    assert [(mark.shape, mark.moved) for mark in marks] == [("start", True), ("stop", True)]
