"""Golden cases of MDT coordination: a meeting and its patients in, findings, milestones and columns out."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.declare.meaning import Fact
from dashapp.declare.module import Case, Linked
from dashapp.services.charts.series import make_series
from dashapp.services.records.checking import check_answers
from dashapp.services.records.examples import make_patients
from pages.mdt_coordination import MODULE
from pages.mdt_coordination.examples import make_example
from rules import cancer
from rules.cancer.reading import CancerClocks
from rules.events import EVENT_KINDS, Event, list_ignored_attributes
from rules.mdt.rules import CORE_ROLES
from tests.unit.pages.cases import PATIENT, TODAY, codes_of

PLANNED: dict[str, Any] = {
    "date": "2026-06-18",
    "tumour_site_or_specialty": "lung",
    "status": "planned",
    "chair": "Dr Osei",
}
HELD = {**PLANNED, "date": "2026-06-11", "status": "held", "present": list(CORE_ROLES)}
READY: dict[str, Any] = {
    **PATIENT,
    "question": "Is surgery possible?",
    "presenter": "Dr Osei",
    "performance_status": "1",
    "imaging_ready": "yes",
    "pathology_ready": "yes",
    "route": "urgent_suspected_cancer",
}
ACTION: dict[str, Any] = {"what": "Book the clinic", "owner": "Registrar", "due": "2026-06-20"}
TREATED: dict[str, Any] = {
    **READY,
    "outcome": "treat_here",
    "decision": "Resection.",
    "actions": [ACTION],
    "told_by": "Dr Osei",
    "tell_by": "2026-06-18",
}
TOLD = {**TREATED, "told_on": "2026-06-13", "gp_told_on": "2026-06-14"}


def change(case: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The case with some answers changed; None takes one away."""
    return {name: value for name, value in {**case, **changes}.items() if value is not None}


GOLDEN: tuple[tuple[str, dict[str, Any], dict[str, Any], set[str]], ...] = (
    ("planned and ready", PLANNED, READY, set()),
    ("imaging missing", PLANNED, change(READY, imaging_ready="no"), {"mdt-case-not-ready"}),
    ("nothing recorded of the pathology", PLANNED, change(READY, pathology_ready=None), {"mdt-case-not-ready"}),
    ("no performance status", PLANNED, change(READY, performance_status=None), {"mdt-case-not-ready"}),
    ("breaches before the meeting", PLANNED, change(READY, breach_date="2026-06-17"), {"mdt-breaches-before-meeting"}),
    (
        "added after the cut-off",
        {**PLANNED, "cut_off": "2026-06-12"},
        change(READY, added_on="2026-06-13"),
        {"mdt-added-after-cut-off"},
    ),
    ("still planned though passed", {**PLANNED, "date": "2026-06-10"}, READY, {"mdt-meeting-not-closed"}),
    ("held, with outcome and somebody to tell", HELD, TREATED, set()),
    ("told: ends the 28-day clock", HELD, TOLD, {"mdt-ends-28-day-clock"}),
    (
        "told, the GP not",
        HELD,
        change(TOLD, gp_told_on=None),
        {"mdt-ends-28-day-clock", "mdt-gp-not-told"},
    ),
    ("nobody tells the patient", HELD, change(TREATED, told_by=None), {"mdt-nobody-tells"}),
    ("not told by the day named", HELD, change(TREATED, tell_by="2026-06-12"), {"mdt-patient-not-told"}),
    ("held without an outcome", HELD, READY, {"mdt-outcome-missing"}),
    ("no decision in words", HELD, change(TREATED, decision=None), {"mdt-decision-missing"}),
    ("nobody does anything", HELD, change(TREATED, actions=None), {"mdt-action-missing"}),
    (
        "an action without owner and date",
        HELD,
        change(TREATED, actions=[{"what": "Book the clinic"}]),
        {"mdt-action-incomplete"},
    ),
    (
        "an action overdue",
        HELD,
        change(TREATED, actions=[{**ACTION, "due": "2026-06-12"}]),
        {"mdt-action-overdue"},
    ),
    (
        "an overdue action that is done",
        HELD,
        change(TREATED, actions=[{**ACTION, "due": "2026-06-12", "done_on": "2026-06-14"}]),
        set(),
    ),
    ("more tests, not named", HELD, change(TREATED, outcome="more_tests"), {"mdt-tests-not-named"}),
    (
        "more tests, named with a date",
        HELD,
        change(TREATED, outcome="more_tests", tests="PET scan", tests_wanted_by="2026-06-20"),
        set(),
    ),
    (
        "the meeting is not the decision to treat",
        HELD,
        change(TREATED, decision_to_treat="2026-06-11"),
        {"mdt-date-as-decision-to-treat"},
    ),
    (
        "unless the patient was seen that day",
        HELD,
        change(TREATED, decision_to_treat="2026-06-11", patient_seen_that_day="yes"),
        set(),
    ),
    (
        "no treatment without its reason",
        HELD,
        change(TREATED, outcome="palliative"),
        {"mdt-no-treatment-reason"},
    ),
    ("no treatment with its reason", HELD, change(TREATED, outcome="palliative", no_treatment_reason="04"), set()),
    (
        "deferred without a reason or a next meeting",
        HELD,
        change(READY, outcome="deferred", told_by="Dr Osei", tell_by="2026-06-18"),
        {"mdt-deferred-without-reason"},
    ),
    (
        "deferred a second time",
        HELD,
        change(
            READY,
            outcome="deferred",
            deferred_reason="Histology",
            next_meeting="2026-06-18",
            deferrals=2,
            told_by="Dr Osei",
            tell_by="2026-06-18",
        ),
        {"mdt-deferred-again"},
    ),
    (
        "referred on, day 38",
        HELD,
        change(TREATED, outcome="refer", cancer_clock_start="2026-05-10"),
        {"mdt-referred-day-38"},
    ),
    ("not on an urgent pathway", PLANNED, change(READY, route="routine"), {"mdt-upgrade-to-consider"}),
    ("an upgrade decided against", PLANNED, change(READY, route="routine", upgrade_declined="yes"), set()),
    (
        "upgraded after the referral to the meeting",
        PLANNED,
        change(READY, route="consultant_upgrade", referred_to_mdt_on="2026-06-01", upgraded_on="2026-06-04"),
        {"mdt-upgrade-late"},
    ),
    (
        "an urgent referral is not upgraded",
        PLANNED,
        change(READY, upgraded_on="2026-06-01"),
        {"mdt-upgrade-not-allowed"},
    ),
    (
        "not quorate",
        {**HELD, "present": [role for role in CORE_ROLES if role != "surgeon"]},
        TREATED,
        {"mdt-not-quorate"},
    ),
    (
        "quorate by the site's own rule",
        {**HELD, "core_roles": ["oncologist", "radiologist"], "present": ["oncologist", "radiologist"]},
        TREATED,
        set(),
    ),
    ("attendance not recorded", {**HELD, "present": []}, TREATED, {"mdt-attendance-missing"}),
)


ALONE = Linked()


def read_case(meeting: dict[str, Any], *cases: dict[str, Any], linked: Linked = ALONE) -> Case:
    checked = check_answers(MODULE, {**meeting, "cases": list(cases)})
    assert checked.record is not None, checked.problems
    return Case(MODULE, "m1", checked.record, TODAY, linked)


def derived(case: Case) -> dict[str, Any]:
    return {value.name: value.of(case) for value in MODULE.derived}


def facts_of(case: Case) -> dict[str, Fact]:
    assert MODULE.meaning is not None
    return {fact.label: fact for fact in MODULE.meaning(case).facts}


def due_of(case: Case) -> list[tuple[str, str]]:
    assert MODULE.due is not None
    return [(str(due.on), due.what) for due in MODULE.due(case)]


@pytest.mark.parametrize(
    ("meeting", "patient", "expected"), [case[1:] for case in GOLDEN], ids=[case[0] for case in GOLDEN]
)
def test_golden_cases(meeting: dict[str, Any], patient: dict[str, Any], expected: set[str]) -> None:
    assert codes_of(read_case(meeting, patient)) == expected


def test_the_remark_names_the_patient_and_the_question() -> None:
    other = change(READY, patient_name="Ivy Marchetti", imaging_ready="no")
    finding = read_case(PLANNED, READY, other).findings[0]
    assert finding.text == "Ivy Marchetti: Not ready to discuss: imaging missing."
    assert finding.field == "cases.1.question"


def test_a_meeting_without_patients_is_a_meeting() -> None:
    case = read_case(PLANNED)
    assert codes_of(case) == set()
    assert derived(case)["patients"] == 0


def test_readiness_before_the_meeting() -> None:
    case = read_case(PLANNED, READY, change(READY, patient_name="Ivy Marchetti", presenter=None))
    assert (derived(case)["ready"], derived(case)["unready"], derived(case)["days_to"]) == ("1 of 2", 1, 3)
    assert facts_of(case)["Ivy Marchetti"].text == "Not ready: a presenter missing"
    assert due_of(case) == [("2026-06-15", "Prepare the meeting: 1 of 2 patients not ready")]


def test_the_earliest_breach_comes_first_unless_an_order_is_given() -> None:
    late, early = change(READY, breach_date="2026-08-01"), change(READY, patient_name="Early", breach_date="2026-07-01")
    first = change(READY, patient_name="First", order=1)
    names = [label for label in facts_of(read_case(PLANNED, late, early, first)) if label != "Quorate"]
    assert names == ["First", "Early", "Rowan Ashdown"]


def test_quoracy() -> None:
    assert derived(read_case(HELD))["quorate"] == "yes"
    case = read_case({**HELD, "present": ["surgeon", "coordinator"]})
    assert derived(case)["quorate"] == "no"
    assert derived(case)["missing_roles"] == "Oncologist, Radiologist, Pathologist, Clinical nurse specialist"
    assert derived(read_case(PLANNED))["quorate"] == "not_known"


def test_actions_and_telling_fall_due() -> None:
    case = read_case(HELD, change(TREATED, actions=[{**ACTION, "due": "2026-06-12"}]))
    assert due_of(case) == [
        ("2026-06-18", "Tell Rowan Ashdown the outcome"),
        ("2026-06-12", "Rowan Ashdown: Book the clinic (Registrar)"),
    ]
    values = derived(case)
    assert (values["open_actions"], values["overdue_actions"], values["not_told"]) == (1, 1, 1)
    assert facts_of(case)["Actions"].text == "1 action open, 1 overdue"


LINKED = change(TOLD, link="p1", decision_to_treat="2026-06-13")


def test_each_pathway_hears_of_its_own_patient_alone() -> None:
    case = read_case(HELD, LINKED, change(TOLD, link="p2", outcome="ruled_out"), TREATED)
    told = {link: MODULE.events_on(case.answers, link) for link in ("p1", "p2", "p3")}
    assert [event.name for event in told["p1"]] == ["mdt_discussion", "decision_to_treat", "patient_told"]
    assert [event.details.get("outcome") for event in told["p2"]] == ["ruled_out", "cancer_ruled_out"]
    assert told["p3"] == ()


def test_milestones_are_words_of_the_vocabulary() -> None:
    referred = change(LINKED, outcome="refer", transferred_on="2026-06-12", treating_provider="RXX01")
    upgraded = change(READY, link="p2", route="consultant_upgrade", upgraded_on="2026-06-01")
    events = read_case(HELD, referred, upgraded).events
    assert {event.name for event in events} == {
        "mdt_discussion",
        "decision_to_treat",
        "transfer_to_treating_provider",
        "patient_told",
        "consultant_upgrade",
    }
    assert all("cancer" in EVENT_KINDS[event.name].books for event in events)
    assert not any(list_ignored_attributes(event) for event in events)


@pytest.mark.parametrize("meeting", [PLANNED, {**PLANNED, "status": "cancelled"}])
def test_a_meeting_that_was_not_held_moves_no_milestone(meeting: dict[str, Any]) -> None:
    assert read_case(meeting, LINKED).events == ()


def test_a_deferred_patient_was_not_discussed() -> None:
    deferred = change(READY, link="p1", outcome="deferred", deferred_reason="Histology", next_meeting="2026-06-18")
    assert read_case(HELD, deferred).events == ()


def test_an_outcome_moves_the_cancer_milestones_of_its_pathway() -> None:
    referral = Event(date(2026, 5, 20), "referral_received", {"route": "urgent_suspected_cancer"})
    case = read_case(HELD, LINKED, linked=Linked("p1", "", (referral,)))
    clocks: CancerClocks = cancer.read_pathway(case.pathway_events, TODAY)
    assert clocks.fds is not None
    assert (str(clocks.fds.clock_stop), clocks.fds.days) == ("2026-06-13", 24)
    assert clocks.d31 is not None
    assert str(clocks.d31.clock_start) == "2026-06-13"


def test_attendance_tells_the_role_that_came_least() -> None:
    chart = next(chart for chart in MODULE.charts if chart.key == "attendance")
    both, one = list(CORE_ROLES), [role for role in CORE_ROLES if role != "pathologist"]
    held = [{"date": "2026-06-04", "status": "held", "present": present} for present in (both, one)]
    planned = {"date": "2026-06-18", "status": "planned", "present": []}
    series = make_series(MODULE, chart, [*held * 10, planned])
    assert (series.name_of(0), *series.rows[0][1:]) == ("June 2026", 100.0, 100.0, 100.0, 50.0, 100.0, 100.0)
    assert series.reading == "The lowest is 50%: Pathologist, June 2026."


def test_the_record_names_itself() -> None:
    assert MODULE.name_of(read_case(PLANNED).answers) == "Lung MDT of 18 June 2026"


@given(st.integers(0, 100_000))
def test_every_example_is_accepted_and_can_be_told(seed: int) -> None:
    answers = make_example(Random(seed), next(make_patients(seed, TODAY)), TODAY)
    checked = check_answers(MODULE, answers)
    assert checked.problems == ()
    case = Case(MODULE, "m1", checked.record, TODAY)
    assert all(finding.text and finding.fix for finding in case.findings)
    assert derived(case)["next_step"]
    assert facts_of(case)
