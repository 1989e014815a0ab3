"""MDT meetings and cases: worked cases of I, B7, B8 and C5, and properties."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.mdt.checks import (
    CORE_ROLES,
    Action,
    CaseFacts,
    MeetingFacts,
    calc_attendance,
    calc_quoracy,
    find_day_38,
    is_quorate,
    list_case_findings,
    list_meeting_findings,
    list_missing_roles,
)
from tests.unit.rules.junk import any_of, days, pick

TODAY = date(2025, 6, 30)
HELD_ON = date(2025, 6, 26)

HELD = MeetingFacts(
    held_on=HELD_ON,
    status="held",
    chair="Dr A Example",
    present=dict.fromkeys(CORE_ROLES, True),
    cut_off=date(2025, 6, 24),
)
PLANNED = replace(HELD, held_on=date(2025, 7, 3), status="planned", present={})
CASE = CaseFacts(
    question="Resectable?",
    performance_status=1,
    imaging_ready=True,
    pathology_ready=True,
    presenter="Dr B Example",
    added_on=date(2025, 6, 20),
    outcome="treat_here",
    decision="Offer anterior resection",
    actions=(Action(what="clinic", owner="Dr B Example", due=date(2025, 7, 4)),),
    told_by="Dr B Example",
    tell_by=date(2025, 7, 4),
    route="urgent_suspected_cancer",
)
OPEN = replace(CASE, outcome=None, decision=None, actions=(), told_by=None, tell_by=None)


def codes(case: CaseFacts, meeting: MeetingFacts = HELD, today: date = TODAY) -> set[str]:
    return {finding.code for finding in list_case_findings(case, meeting, today)}


def test_a_complete_case_needs_no_remark():
    assert codes(CASE) == set()
    assert codes(OPEN, PLANNED) == set()
    assert list_meeting_findings(HELD, TODAY) == []


def test_quoracy():
    without = replace(HELD, present=dict.fromkeys(CORE_ROLES, True) | {"pathologist": False})
    assert is_quorate(HELD) is True
    assert is_quorate(without) is False
    assert list_missing_roles(without) == ("pathologist",)
    assert is_quorate(PLANNED) is None
    assert calc_quoracy([HELD, without, PLANNED]) == 0.5
    assert calc_attendance([HELD, without], "pathologist") == 0.5
    assert calc_quoracy([]) is None
    (told,) = list_meeting_findings(without, TODAY)
    assert (told.code, "pathologist" in told.text) == ("mdt-not-quorate", True)


def test_a_site_may_have_its_own_core_roles():
    assert is_quorate(replace(HELD, present={"surgeon": True}, core_roles=("surgeon",)))


@pytest.mark.parametrize(
    ("meeting", "code"),
    [
        (replace(HELD, chair=None), "mdt-chair-missing"),
        (replace(HELD, present={}), "mdt-attendance-missing"),
        (replace(PLANNED, held_on=HELD_ON), "mdt-meeting-not-closed"),
    ],
)
def test_each_remark_on_a_meeting(meeting, code):
    assert [finding.code for finding in list_meeting_findings(meeting, TODAY)] == [code]


@pytest.mark.parametrize(
    ("case", "meeting", "code"),
    [
        (replace(OPEN, imaging_ready=False), PLANNED, "mdt-case-not-ready"),
        (replace(OPEN, question=" "), PLANNED, "mdt-case-not-ready"),
        (replace(OPEN, breach_date=date(2025, 7, 2)), PLANNED, "mdt-breaches-before-meeting"),
        (replace(CASE, performance_status=5), HELD, "mdt-performance-status"),
        (replace(CASE, added_on=date(2025, 6, 25)), HELD, "mdt-added-after-cut-off"),
        (OPEN, HELD, "mdt-outcome-missing"),
        (replace(CASE, decision=""), HELD, "mdt-decision-missing"),
        (replace(CASE, actions=()), HELD, "mdt-action-missing"),
        (replace(CASE, actions=(Action(what="scan", due=TODAY),)), HELD, "mdt-action-incomplete"),
        (
            replace(CASE, actions=(Action(what="scan", owner="Dr B", due=TODAY - timedelta(days=1)),)),
            HELD,
            "mdt-action-overdue",
        ),
        (replace(CASE, outcome="more_tests"), HELD, "mdt-tests-not-named"),
        (replace(CASE, outcome="more_tests", tests="PET-CT"), HELD, "mdt-tests-not-named"),
        (replace(CASE, told_by=None), HELD, "mdt-nobody-tells"),
        (replace(CASE, tell_by=TODAY - timedelta(days=1)), HELD, "mdt-patient-not-told"),
        (replace(CASE, decision_to_treat=HELD_ON), HELD, "mdt-date-as-decision-to-treat"),
        (replace(CASE, outcome="refer", cancer_clock_start=date(2025, 5, 20)), HELD, "mdt-referred-day-38"),
        (replace(CASE, route="routine"), HELD, "mdt-upgrade-to-consider"),
        (replace(CASE, upgraded_on=date(2025, 6, 20)), HELD, "mdt-upgrade-not-allowed"),
        (replace(CASE, route="screening", upgraded_on=date(2025, 6, 20)), HELD, "mdt-upgrade-not-allowed"),
        (
            replace(CASE, route="routine", upgraded_on=date(2025, 6, 21), referred_to_mdt_on=date(2025, 6, 20)),
            HELD,
            "mdt-upgrade-late",
        ),
        (replace(CASE, outcome="palliative"), HELD, "mdt-no-treatment-reason"),
        (replace(CASE, outcome="palliative", no_treatment_reason="09"), HELD, "mdt-no-treatment-reason"),
        (replace(CASE, outcome="deferred"), HELD, "mdt-deferred-without-reason"),
        (
            replace(CASE, outcome="deferred", deferred_reason="no scan", next_meeting=date(2025, 7, 3), deferrals=2),
            HELD,
            "mdt-deferred-again",
        ),
    ],
)
def test_each_remark_on_a_case_alone(case, meeting, code):
    assert codes(case, meeting) == {code}


def test_telling_the_patient_ends_the_28_day_clock_and_the_gp_is_next():
    told = replace(CASE, outcome="ruled_out", told_on=date(2025, 6, 27))
    assert codes(told) == {"mdt-ends-28-day-clock", "mdt-gp-not-told"}
    assert codes(replace(told, gp_told_on=date(2025, 6, 28))) == {"mdt-ends-28-day-clock"}
    assert codes(replace(told, outcome="more_tests", tests="CT", tests_wanted_by=TODAY)) == {"mdt-gp-not-told"}


def test_the_meeting_date_may_be_the_decision_when_the_patient_was_there():
    assert codes(replace(CASE, decision_to_treat=HELD_ON, patient_seen_that_day=True)) == set()


def test_day_38_takes_the_adjustment_into_account():
    case = replace(CASE, outcome="refer", cancer_clock_start=date(2025, 5, 20), first_seen_adjustment=5)
    assert find_day_38(case) == date(2025, 7, 2)
    told = next(f for f in list_case_findings(case, HELD, TODAY))
    assert "day 32" in told.text


def test_an_upgrade_considered_and_declined_is_not_prompted_again():
    assert codes(replace(CASE, route="routine", upgrade_declined=True)) == set()


any_action = any_of(Action)
any_meeting = any_of(
    MeetingFacts,
    status=pick("planned", "held", "cancelled"),
    present=st.dictionaries(st.sampled_from(sorted(CORE_ROLES)), st.booleans()),
)
any_case = any_of(
    CaseFacts,
    actions=st.lists(any_action, max_size=3).map(tuple),
    outcome=pick("treat_here", "refer", "more_tests", "palliative", "deferred", "ruled_out"),
    route=pick("routine", "screening", "urgent_suspected_cancer"),
)


@given(any_case, any_meeting, days)
def test_any_answers_give_sentences(case, meeting, today):
    fields = set(CaseFacts.__dataclass_fields__) | set(MeetingFacts.__dataclass_fields__)
    for finding in (*list_case_findings(case, meeting, today), *list_meeting_findings(meeting, today)):
        assert "{" not in finding.text + finding.fix
        assert finding.field in fields


@given(any_meeting, st.sampled_from(sorted(CORE_ROLES)))
def test_one_person_more_never_loses_the_quorum(meeting, role):
    more = replace(meeting, present=dict(meeting.present) | {role: True})
    if is_quorate(meeting):
        assert is_quorate(more)
    assert set(list_missing_roles(more)) <= set(list_missing_roles(meeting))
