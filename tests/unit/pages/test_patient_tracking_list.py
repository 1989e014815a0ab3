"""Golden cases of the patient tracking list: what starts, stops and never stops the clock, and the wrong beliefs."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.services.derived.rows import in_view, plain, worst_of
from dashapp.services.records.examples import make_patients
from dashapp.services.ribbons.rtt_ribbons import make_rtt_ribbon
from dashapp.values.ribbon import compact_ribbon
from pages.patient_tracking_list import MODULE, make_example
from rules.events import Event
from rules.validation.whole_list import CHECKS
from tests.unit.pages.cases import TODAY, codes_of, read_case

REFERRED: dict[str, Any] = {
    "treatment_function": "C_110",
    "referral_source": "gp",
    "referral_route": "letter",
    "referral_received": "2026-02-02",
    "priority": "routine",
    "next_event": "Outpatient appointment",
    "next_event_on": "2026-06-20",
}


def derived(case: Any, name: str) -> Any:
    return MODULE.derived_by_name[name].of(case)


def with_events(*events: dict[str, Any]) -> dict[str, Any]:
    return {**REFERRED, "events": list(events)}


@pytest.mark.parametrize(
    ("answers", "state", "days"),
    [
        (REFERRED, "open", 133),
        (with_events({"date": "2026-03-02", "event": "treatment_started"}), "stopped", 28),
        (with_events({"date": "2026-03-02", "event": "patient_unfit", "weeks": 6}), "open", 133),
        (with_events({"date": "2026-03-02", "event": "patient_cancels", "notice_hours": 1}), "open", 133),
        (with_events({"date": "2026-03-02", "event": "provider_cancels"}), "open", 133),
        (
            with_events(
                {
                    "date": "2026-03-02",
                    "event": "active_monitoring_start",
                    "initiated_by": "patient",
                    "review_due": "2026-09-01",
                }
            ),
            "active_monitoring",
            28,
        ),
        (
            with_events(
                {"date": "2026-03-02", "event": "active_monitoring_start", "initiated_by": "patient"},
                {"date": "2026-06-01", "event": "patient_wishes_to_proceed"},
            ),
            "open",
            14,
        ),
        (
            with_events({"date": "2026-03-02", "event": "dna", "first": "yes", "clearly_communicated": "yes"}),
            "nullified",
            None,
        ),
    ],
)
def test_golden_clocks(answers: dict[str, Any], state: str, days: int | None) -> None:
    case = read_case(MODULE, answers)
    assert (derived(case, "state"), derived(case, "days")) == (state, days)


def test_week_eighteen_ends_on_day_126() -> None:
    """The wrong belief that 18 completed weeks are a breach (RULEBOOK A12)."""
    on_the_line = read_case(MODULE, {**REFERRED, "referral_received": "2026-02-09"})
    over = read_case(MODULE, {**REFERRED, "referral_received": "2026-02-08"})
    assert (derived(on_the_line, "days"), derived(on_the_line, "days_left")) == (126, 0)
    assert (derived(over, "days"), derived(over, "days_left")) == (127, -1)
    assert [
        line for view in MODULE.views if view.key == "over-18" for line in [view.includes(row_of(on_the_line))]
    ] == [False]
    view = next(view for view in MODULE.views if view.key == "over-18")
    assert [view.includes(row_of(case)) for case in (on_the_line, over)] == [False, True]


def row_of(case: Any) -> dict[str, Any]:
    return {derived.name: derived.of(case) for derived in MODULE.derived}


def test_an_identifier_of_twenty_characters_is_made_once() -> None:
    made = read_case(MODULE, REFERRED).answers.pathway_id
    assert len(made) == 20
    assert read_case(MODULE, {**REFERRED, "pathway_id": "MINE"}).answers.pathway_id == "MINE"


def test_what_other_modules_know_moves_the_clock() -> None:
    missed = Event(date(2026, 3, 2), "dna", {"first": True, "clearly_communicated": True}, "dna_cases/d1")
    rebooked = Event(date(2026, 3, 9), "patient_contacts_to_rebook", {}, "dna_cases/d1")
    case = read_case(MODULE, REFERRED, [missed, rebooked])
    assert derived(case, "start_on") == date(2026, 3, 9)


def test_the_same_fact_from_two_modules_counts_once_and_says_so() -> None:
    event = {"date": "2026-03-02", "event": "dna", "first": "yes", "clearly_communicated": "yes"}
    again = Event(date(2026, 3, 2), "dna", {"first": True, "clearly_communicated": True}, "dna_cases/d1")
    case = read_case(MODULE, with_events(event), [again])
    assert derived(case, "state") == "nullified"
    assert codes_of(case) == {"events-same-fact-twice", "validation-first-dna-not-33"}


OFFERED = {"date": "2026-05-01", "event": "tci_offered", "tci": "2026-06-01"}
COME_IN = {"date": "2026-06-01", "event": "admission", "admitted_for": "diagnostic_only"}
BOOKED = {**REFERRED, "decision_to_admit": "2026-04-20"}
NO_OUTCOME, PAST_LCAD = CHECKS[5].code, CHECKS[36].code


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"tci_date": "2026-06-01"}, True),
        ({"events": [OFFERED]}, True),
        ({"events": [{**OFFERED, "declined": "yes"}]}, False),
        ({"tci_date": "2026-06-01", "events": [COME_IN]}, False),
        ({"events": [OFFERED, COME_IN]}, False),
        ({"tci_date": "2026-06-01", "events": [{**COME_IN, "date": "2026-05-31"}]}, True),
    ],
)
def test_a_booked_admission_and_its_outcome_are_read_off_the_box_and_the_timeline(
    answers: dict[str, Any], found: bool
) -> None:
    assert (NO_OUTCOME in codes_of(read_case(MODULE, {**BOOKED, **answers}))) is found


def test_a_date_offered_on_the_timeline_is_what_comes_next() -> None:
    undated = {name: value for name, value in BOOKED.items() if not name.startswith("next_")}
    case = read_case(MODULE, {**undated, "events": [{**OFFERED, "tci": "2026-06-20"}]})
    assert (derived(case, "next_step"), derived(case, "next_on")) == ("Admission booked", date(2026, 6, 20))


def test_a_stopped_clock_with_nothing_to_come_says_when_and_how_it_ended() -> None:
    treated = with_events({"date": "2026-03-02", "event": "treatment_started"})
    undated = {name: value for name, value in treated.items() if not name.startswith("next_")}
    ended = read_case(MODULE, undated)
    assert derived(ended, "next_step") == "Stopped on 2 March 2026: first definitive treatment"
    booked = read_case(MODULE, {**undated, "next_event": "Follow-up"})
    assert derived(booked, "next_step") == "Follow-up"


@pytest.mark.parametrize(
    ("answers", "late"),
    [
        ({}, True),
        ({"last_attended_on": "2026-06-01"}, False),
        ({"events": [{"date": "2026-06-01", "event": "appointment_attended", "rtt_code": "20"}]}, False),
        ({"last_attended_on": "2026-05-31"}, True),
        ({"events": [{"date": "2026-05-31", "event": "appointment_attended", "rtt_code": "20"}]}, True),
    ],
)
def test_when_the_patient_was_last_seen_is_read_off_the_box_and_the_timeline(
    answers: dict[str, Any], late: bool
) -> None:
    case = read_case(MODULE, {**REFERRED, "latest_clinically_appropriate_date": "2026-06-01", **answers})
    assert (PAST_LCAD in codes_of(case)) is derived(case, "past_lcad") is late


def test_the_date_of_a_planned_procedure_in_its_box_counts_on_the_timeline() -> None:
    added = with_events(
        {"date": "2026-03-02", "event": "treatment_started"}, {"date": "2026-03-02", "event": "planned_list_added"}
    )
    assert codes_of(read_case(MODULE, added)) == {"rtt-planned-without-due"}
    dated = read_case(MODULE, {**added, "planned": "yes", "planned_due": "2026-09-01"})
    assert "rtt-planned-without-due" not in codes_of(dated)


def test_an_open_pathway_with_nothing_next_is_found() -> None:
    answers = {name: value for name, value in REFERRED.items() if not name.startswith("next_event")}
    assert codes_of(read_case(MODULE, answers)) - codes_of(read_case(MODULE, REFERRED)) == {"validation-nothing-next"}


@given(st.integers(0, 10_000))
def test_examples_are_accepted(seed: int) -> None:
    patient = next(make_patients(seed, TODAY))
    read_case(MODULE, make_example(Random(seed), patient, TODAY))


# --- views -----------------------------------------------------------------------------------------------------------


def views_of(answers: dict[str, Any], month_end: date = date(2026, 6, 30)) -> set[str]:
    """The views a pathway is in, at the end of that month."""
    case = read_case(MODULE, answers)
    row: dict[str, Any] = {**answers, "problems": 0, "worst": worst_of(case)}
    row |= {one.name: plain(one, one.of(case)) for one in MODULE.derived if one.kind != "ribbon"}
    return {view.key for view in MODULE.views if in_view([row], view, month_end)}


UNDATED = {name: value for name, value in REFERRED.items() if not name.startswith("next_")}


@pytest.mark.parametrize(
    ("changed", "expected", "not_expected"),
    [
        ({"referral_received": "2026-02-12"}, {"tip-in", "tip-in-dated", "behind"}, {"tip-in-undated", "over-18"}),
        ({"referral_received": "2026-02-23"}, {"tip-in"}, {"behind"}),
        ({"referral_received": "2026-02-24"}, set(), {"tip-in"}),
        ({"referral_received": "2026-02-08"}, {"over-18"}, {"tip-in"}),
        ({"referral_received": "2025-06-16"}, {"over-18", "over-40"}, {"over-52"}),
        ({"referral_received": "2025-06-15"}, {"over-52"}, {"over-65"}),
        ({"next_event_on": "2026-06-14"}, {"un-outcomed"}, {"undated"}),
        (
            {"next_event_on": "2026-06-12", "events": [{"date": "2026-06-12", "event": "appointment_attended"}]},
            set(),
            {"un-outcomed"},
        ),
        ({"date_of_birth": "2008-06-16"}, {"children"}, set()),
        ({"date_of_birth": "2008-06-15"}, set(), {"children"}),
        ({"planned": "yes", "planned_due": "2026-06-14"}, {"planned"}, set()),
        ({"planned": "yes", "planned_due": "2026-06-15"}, set(), {"planned"}),
        ({"latest_clinically_appropriate_date": "2026-06-01"}, {"past-lcad"}, set()),
        (
            {"latest_clinically_appropriate_date": "2026-06-01", "last_attended_on": "2026-06-01"},
            set(),
            {"past-lcad"},
        ),
        ({"decision_to_admit": "2026-05-01"}, {"admitted", "no-tci"}, set()),
        ({"decision_to_admit": "2026-05-01", "tci_date": "2026-07-01"}, {"admitted"}, {"no-tci"}),
        ({"contacted_on": "2026-03-24"}, set(), {"contact"}),
        ({"contacted_on": "2026-03-22"}, {"contact"}, set()),
    ],
)
def test_what_each_view_holds(changed: dict[str, Any], expected: set[str], not_expected: set[str]) -> None:
    views = views_of({**REFERRED, **changed})
    assert expected <= views
    assert not views & not_expected


def test_a_month_end_can_be_chosen() -> None:
    later = {**UNDATED, "referral_received": "2026-03-20"}
    assert "tip-in" not in views_of(later)
    assert {"tip-in", "tip-in-undated"} <= views_of(later, date(2026, 7, 31))


def test_an_ers_referral_leaves_the_worklist_once_it_is_booked() -> None:
    waiting = {**UNDATED, "referral_route": "ers_asi"}
    assert {"asi-ras", "undated"} <= views_of(waiting)
    assert "asi-ras" not in views_of({**waiting, "next_event": "First appointment", "next_event_on": "2026-07-01"})


def test_the_admitted_list_is_booked_by_priority_then_by_place_which_keeps_the_wait_before_monitoring() -> None:
    monitored = with_events(
        {"date": "2026-04-01", "event": "tci_offered", "tci": "2026-05-01", "declined": "yes"},
        {"date": "2026-04-08", "event": "tci_offered", "tci": "2026-05-08", "declined": "yes"},
        {
            "date": "2026-04-20",
            "event": "active_monitoring_start",
            "initiated_by": "care_professional",
            "reason": "two_reasonable_offers_declined",
            "clinical_conversation": "yes",
            "patient_agreed": "yes",
        },
        {"date": "2026-06-01", "event": "patient_wishes_to_proceed"},
    )
    admitted = [
        ("came back", {**monitored, "clinical_priority": "p4"}),
        ("later referred", {**REFERRED, "referral_received": "2026-04-20", "clinical_priority": "p4"}),
        ("urgent", {**REFERRED, "referral_received": "2026-05-20", "clinical_priority": "p2"}),
        ("no priority", {**REFERRED, "referral_received": "2025-05-20"}),
    ]
    cases = {name: read_case(MODULE, {**answers, "decision_to_admit": "2026-06-02"}) for name, answers in admitted}
    in_booking_order = sorted(cases, key=lambda name: derived(cases[name], "booking_order"))
    assert in_booking_order == ["urgent", "came back", "later referred", "no priority"]
    came_back = cases["came back"]
    assert (derived(came_back, "days"), derived(came_back, "list_days")) == (14, 14 + 77)


# --- wrong beliefs (RULEBOOK A12) ------------------------------------------------------------------------------------


def test_pause_weeks_are_never_taken_off_the_wait() -> None:
    paused = with_events(
        {"date": "2026-03-02", "event": "patient_requests_delay", "weeks": 6},
        {"date": "2026-04-20", "event": "patient_unfit", "weeks": 4},
    )
    case = read_case(MODULE, paused)
    assert (derived(case, "state"), derived(case, "days")) == ("open", 133)


@pytest.mark.parametrize("code", ["31", "32"])
def test_active_monitoring_stops_the_clock_and_is_no_pause(code: str) -> None:
    by = "patient" if code == "31" else "care_professional"
    monitored = {"date": "2026-03-02", "event": "active_monitoring_start", "initiated_by": by, "rtt_code": code}
    case = read_case(MODULE, with_events({**monitored, "reason": "clinical", "review_due": "2026-09-01"}))
    assert (derived(case, "state"), derived(case, "days"), derived(case, "stop_code")) == (
        "active_monitoring",
        28,
        code,
    )


def test_going_ahead_after_monitoring_is_a_new_period_at_zero_not_the_sum_of_both() -> None:
    case = read_case(
        MODULE,
        with_events(
            {"date": "2026-03-02", "event": "active_monitoring_start", "initiated_by": "patient", "rtt_code": "31"},
            {"date": "2026-06-01", "event": "patient_wishes_to_proceed", "rtt_code": "11"},
        ),
    )
    assert (derived(case, "days"), derived(case, "start_on")) == (14, date(2026, 6, 1))


@pytest.mark.parametrize(
    ("received", "over_18", "over_52"),
    [
        ("2026-02-09", False, False),
        ("2026-02-08", True, False),
        ("2025-06-16", True, False),
        ("2025-06-15", True, True),
    ],
)
def test_a_breach_is_on_day_127_and_a_long_wait_from_day_365(received: str, over_18: bool, over_52: bool) -> None:
    views = views_of({**REFERRED, "referral_received": received})
    assert ("over-18" in views, "over-52" in views) == (over_18, over_52)


def test_26_weeks_are_a_milestone_of_validation_and_no_breach() -> None:
    case = read_case(MODULE, {**REFERRED, "referral_received": "2025-12-15"})
    assert not [
        finding for finding in case.findings if "26 weeks" in finding.text and finding.severity.value == "breach"
    ]


def test_stored_text_in_a_closed_set_is_read_as_a_note_and_left_as_it_is() -> None:
    seen = {"date": "2026-03-02", "event": "appointment_attended", "decision": "not for discharge", "treatment": "N/A"}
    case = read_case(MODULE, with_events(seen))
    assert case.clocks.status == "open"
    assert codes_of(case) == {"unknown-value", "validation-attended-without-outcome", "validation-not-validated"}
    (event,) = case.answers.events
    assert (event.decision, event.treatment) == ("not for discharge", "N/A")


def test_the_form_offers_the_closed_sets_with_their_labels() -> None:
    (events,) = (question for question in MODULE.questions if question.name == "events")
    offered = {question.name: question.choices for question in events.parts}
    assert offered["decision"]["discharge_to_gp"] == "Discharged to the GP"
    assert offered["reason"]["symptoms_resolved"] == "Symptoms have resolved"
    assert offered["outcome"]["returned_with_advice"] == "Returned to the referrer with advice"


def test_national_codes_are_told_with_what_they_mean() -> None:
    answers = with_events() | {"referral_source": "gp", "priority": "routine"}
    told = {fact.label: fact.text for fact in MODULE.meaning(read_case(MODULE, answers)).facts}
    assert told["National codes"] == "GP 03, Routine 1"


def test_every_test_requested_has_a_wait_of_its_own() -> None:
    asked = {"date": "2026-05-04", "event": "diagnostic_requested"}
    events = (
        {**asked, "test": "mri"},
        {**asked, "test": "ct"},
        {"date": "2026-05-18", "event": "diagnostic_attended", "test": "mri"},
    )
    case = read_case(MODULE, with_events(*events))
    told = {
        fact.label: (fact.text, fact.status) for fact in MODULE.meaning(case).facts if fact.label.startswith("Test")
    }
    assert told["Test: Magnetic resonance imaging (MRI)"] == ("14 days (DM01), done on 18 May 2026", "note")
    assert told["Test: Computed tomography (CT)"] == (f"{(TODAY - date(2026, 5, 4)).days} days (DM01)", "breach")
    assert case.clocks.status == "open"


@pytest.mark.parametrize(
    ("event", "status"),
    [
        ({"event": "treated_elsewhere", "treated_by": "private"}, "stopped"),
        ({"event": "moved_away", "told_on": "2026-03-09"}, "stopped"),
        ({"event": "duplicate_closed", "duplicate_of": "P-2"}, "no_clock"),
        ({"event": "subcontracted", "reported_by": "RXX"}, "open"),
        ({"event": "referral_triaged", "outcome": "returned_with_advice", "told_on": "2026-03-09"}, "stopped"),
        ({"event": "pifu_started"}, "open"),
    ],
)
def test_the_new_events_can_be_entered(event: dict[str, Any], status: str) -> None:
    case = read_case(MODULE, with_events({"date": "2026-03-02", **event}))
    clock = case.clocks
    assert clock.status == status
    assert MODULE.meaning(case).facts
    if "told_on" in event:
        assert clock.clock_stop == date(2026, 3, 9)


def test_a_decision_to_admit_on_the_timeline_is_one() -> None:
    """The box is empty; the event is the record's own, or another module's."""
    listed = {name: value for name, value in REFERRED.items() if not name.startswith("next_event")}
    listed["list_type"] = "admitted"
    wrong = {"validation-nothing-next", "validation-dta-and-list-differ"}
    decided = {"date": "2026-04-01", "event": "decision_to_admit"}
    assert codes_of(read_case(MODULE, listed)) >= wrong
    assert not codes_of(read_case(MODULE, {**listed, "events": [decided]})) & wrong
    elsewhere = Event(date(2026, 4, 1), "decision_to_admit", {}, "consent/c1")
    assert not codes_of(read_case(MODULE, listed, [elsewhere])) & wrong


def test_a_nullified_clock_has_no_breach_date() -> None:
    missed = {"date": "2026-03-02", "event": "dna", "first": "yes", "clearly_communicated": "yes"}
    case = read_case(MODULE, with_events(missed))
    assert derived(case, "state") == "nullified"
    assert derived(case, "breach_on") is None
    assert "18 weeks" not in {line.label for line in make_rtt_ribbon(case.clocks, ()).lines}


@pytest.mark.parametrize(
    ("born", "why"),
    [
        ("2027-01-01", "in the future"),
        ("2026-02-03", "after the referral"),
        ("1905-02-02", "over 120 years back"),
        ("1906-02-02", None),
        ("2026-02-02", None),
    ],
)
def test_a_date_of_birth_that_cannot_be_is_asked_about(born: str, why: str | None) -> None:
    found = [
        one for one in read_case(MODULE, {**REFERRED, "date_of_birth": born}).findings if one.field == "date_of_birth"
    ]
    assert [one.text for one in found if why is None or why in one.text] == [one.text for one in found]
    assert len(found) == (why is not None)


def test_the_clock_of_a_row_has_the_marks_of_what_happened() -> None:
    case = read_case(MODULE, with_events({"date": "2026-03-02", "event": "appointment_attended", "first": "yes"}))
    assert [28, "a"] in [mark[:2] for mark in compact_ribbon(derived(case, "ribbon"))["m"]]
