"""Golden cases of the patient tracking list: what starts, stops and never stops the clock, and the wrong beliefs."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.services.examples import make_patients
from pages.patient_tracking_list import MODULE, make_example
from rules.events import Event
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
    assert (derived(on_the_line, "days"), derived(on_the_line, "days_left")) == (126, 1)
    assert (derived(over, "days"), derived(over, "days_left")) == (127, 0)
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
    assert "events-same-fact-twice" in codes_of(case)


def test_an_open_pathway_with_nothing_next_is_found() -> None:
    answers = {name: value for name, value in REFERRED.items() if not name.startswith("next_event")}
    assert codes_of(read_case(MODULE, answers)) - codes_of(read_case(MODULE, REFERRED)) == {"validation-nothing-next"}


@given(st.integers(0, 10_000))
def test_examples_are_accepted(seed: int) -> None:
    patient = next(make_patients(seed, TODAY))
    read_case(MODULE, make_example(Random(seed), patient, TODAY))
