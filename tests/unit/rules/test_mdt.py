"""MDT meetings and cases: worked cases of I, B7, B8 and C5, and properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.mdt.checks import list_findings
from rules.mdt.record import ActionToDo, Meeting, MeetingCase
from rules.mdt.rules import CORE_ROLES
from tests.unit.rules.junk import any_record, days

TODAY = date(2025, 6, 30)
HELD_ON = date(2025, 6, 26)

HELD = Meeting.of(
    date=HELD_ON,
    status="held",
    chair="Dr A Example",
    present=list(CORE_ROLES),
    cut_off=date(2025, 6, 24),
)
PLANNED = HELD.but(date=date(2025, 7, 3), status="planned", present=[])
CASE = MeetingCase.of(
    question="Resectable?",
    performance_status="1",
    imaging_ready="yes",
    pathology_ready="yes",
    presenter="Dr B Example",
    added_on=date(2025, 6, 20),
    outcome="treat_here",
    decision="Offer anterior resection",
    actions=[ActionToDo.of(what="clinic", owner="Dr B Example", due=date(2025, 7, 4))],
    told_by="Dr B Example",
    tell_by=date(2025, 7, 4),
    route="urgent_suspected_cancer",
)
OPEN = CASE.but(outcome=None, decision=None, actions=[], told_by=None, tell_by=None)


def codes(case: MeetingCase, meeting: Meeting = HELD, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_findings(meeting.but(cases=[case]), today)}


def test_a_complete_case_needs_no_remark():
    assert codes(CASE) == set()
    assert codes(OPEN, PLANNED) == set()


def test_quoracy():
    without = HELD.but(present=[role for role in CORE_ROLES if role != "pathologist"])
    assert HELD.quorate is True
    assert without.quorate is False
    assert without.missing_roles == ["pathologist"]
    assert PLANNED.quorate is None
    (told,) = list_findings(without, TODAY)
    assert (told.code, "pathologist" in told.text) == ("mdt-not-quorate", True)


def test_a_site_may_have_its_own_core_roles():
    assert HELD.but(present=["surgeon"], core_roles=["surgeon"]).quorate


@pytest.mark.parametrize(
    ("meeting", "code"),
    [
        (HELD.but(chair=None), "mdt-chair-missing"),
        (HELD.but(present=[]), "mdt-attendance-missing"),
        (PLANNED.but(date=HELD_ON), "mdt-meeting-not-closed"),
    ],
)
def test_each_remark_on_a_meeting(meeting, code):
    assert [finding.code for finding in list_findings(meeting, TODAY)] == [code]


@pytest.mark.parametrize(
    ("case", "meeting", "code"),
    [
        (OPEN.but(imaging_ready="no"), PLANNED, "mdt-case-not-ready"),
        (OPEN.but(question=" "), PLANNED, "mdt-case-not-ready"),
        (OPEN.but(breach_date=date(2025, 7, 2)), PLANNED, "mdt-breaches-before-meeting"),
        (CASE.but(performance_status="5"), HELD, "mdt-performance-status"),
        (CASE.but(added_on=date(2025, 6, 25)), HELD, "mdt-added-after-cut-off"),
        (OPEN, HELD, "mdt-outcome-missing"),
        (CASE.but(decision=""), HELD, "mdt-decision-missing"),
        (CASE.but(actions=[]), HELD, "mdt-action-missing"),
        (CASE.but(actions=[ActionToDo.of(what="scan", due=TODAY)]), HELD, "mdt-action-incomplete"),
        (
            CASE.but(actions=[ActionToDo.of(what="scan", owner="Dr B", due=TODAY - timedelta(days=1))]),
            HELD,
            "mdt-action-overdue",
        ),
        (CASE.but(outcome="more_tests"), HELD, "mdt-tests-not-named"),
        (CASE.but(outcome="more_tests", tests="PET-CT"), HELD, "mdt-tests-not-named"),
        (CASE.but(told_by=None), HELD, "mdt-nobody-tells"),
        (CASE.but(tell_by=TODAY - timedelta(days=1)), HELD, "mdt-patient-not-told"),
        (CASE.but(decision_to_treat=HELD_ON), HELD, "mdt-date-as-decision-to-treat"),
        (CASE.but(outcome="refer", cancer_clock_start=date(2025, 5, 20)), HELD, "mdt-referred-day-38"),
        (CASE.but(route="routine"), HELD, "mdt-upgrade-to-consider"),
        (CASE.but(upgraded_on=date(2025, 6, 20)), HELD, "mdt-upgrade-not-allowed"),
        (CASE.but(route="screening", upgraded_on=date(2025, 6, 20)), HELD, "mdt-upgrade-not-allowed"),
        (
            CASE.but(route="routine", upgraded_on=date(2025, 6, 21), referred_to_mdt_on=date(2025, 6, 20)),
            HELD,
            "mdt-upgrade-late",
        ),
        (CASE.but(outcome="palliative"), HELD, "mdt-no-treatment-reason"),
        (CASE.but(outcome="palliative", no_treatment_reason="09"), HELD, "mdt-no-treatment-reason"),
        (CASE.but(outcome="deferred"), HELD, "mdt-deferred-without-reason"),
        (
            CASE.but(outcome="deferred", deferred_reason="no scan", next_meeting=date(2025, 7, 3), deferrals=2),
            HELD,
            "mdt-deferred-again",
        ),
    ],
)
def test_each_remark_on_a_case_alone(case, meeting, code):
    assert codes(case, meeting) == {code}


def test_a_transfer_that_has_gone_is_not_due():
    assert codes(CASE.but(outcome="refer", cancer_clock_start=date(2025, 5, 20), transferred_on=HELD_ON)) == set()


def test_telling_the_patient_ends_the_28_day_clock_and_the_gp_is_next():
    told = CASE.but(outcome="ruled_out", told_on=date(2025, 6, 27))
    assert codes(told) == {"mdt-ends-28-day-clock", "mdt-gp-not-told"}
    assert codes(told.but(gp_told_on=date(2025, 6, 28))) == {"mdt-ends-28-day-clock"}
    assert codes(told.but(outcome="more_tests", tests="CT", tests_wanted_by=TODAY)) == {"mdt-gp-not-told"}


def test_the_meeting_date_may_be_the_decision_when_the_patient_was_there():
    assert codes(CASE.but(decision_to_treat=HELD_ON, patient_seen_that_day="yes")) == set()


def test_day_38_takes_the_adjustment_into_account():
    case = CASE.but(outcome="refer", cancer_clock_start=date(2025, 5, 20), first_seen_adjustment=5)
    assert case.transfer_due == date(2025, 7, 2)
    told = next(list_findings(HELD.but(cases=[case]), TODAY))
    assert "day 32" in told.text


def test_an_upgrade_considered_and_declined_is_not_prompted_again():
    assert codes(CASE.but(route="routine", upgrade_declined="yes")) == set()


any_meeting = any_record(Meeting)


@given(any_meeting, days)
def test_any_answers_give_sentences(meeting, today):
    for finding in list_findings(meeting, today):
        assert "{" not in finding.text + finding.fix
        *of_patient, field = finding.field.split(".")
        assert field in (MeetingCase if of_patient else Meeting).model_fields


@given(any_meeting, st.sampled_from(sorted(CORE_ROLES)))
def test_one_person_more_never_loses_the_quorum(meeting, role):
    more = meeting.but(present=[*meeting.present, role])
    if meeting.quorate:
        assert more.quorate
    assert set(more.missing_roles) <= set(meeting.missing_roles)
