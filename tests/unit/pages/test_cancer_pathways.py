"""Cancer pathways: a fact that stands in a box or on the pathway's timeline counts once, wherever it stands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from pages.cancer_pathways import MODULE
from pages.cancer_pathways.clocks import tell_clock_name, tell_meaning, tell_ribbon
from rules.events import Event
from tests.unit.pages.cases import TODAY, codes_of, read_case

REFERRED: dict[str, Any] = {
    "route": "urgent_suspected_cancer",
    "referral_received": "2026-05-20",
    "suspected_type": "lower_gi",
    "last_tracked_on": "2026-06-12",
    "next_action": "Chase the CT report",
    "next_action_due": "2026-06-20",
    "next_action_owner": "Pathway navigator",
}
MISSED = Event(date(2026, 5, 27), "dna", {"first": True}, "dna_cases/d1")
DECLINED = Event(date(2026, 6, 10), "tci_declined", {"reasonable": True, "care_setting": "01"}, "patient_choice/c1")
RULED_OUT = Event(date(2026, 6, 8), "patient_told", {"outcome": "cancer_ruled_out"}, "mdt_coordination/m1")
ADJUSTED = {"first_seen_adjustment": 9, "first_seen_adjustment_reason": "3"}
TAKEN_OFF = {"treatment_adjustment": 5, "treatment_adjustment_reason": "8", "care_setting": "01"}
TOLD = {"fds_end_reason": "02"}
UNTRACKED = {"last_tracked_on": "2026-05-21"}


@pytest.mark.parametrize(
    ("answers", "box", "event", "code"),
    [
        (ADJUSTED, {"first_dna_on": "2026-05-27"}, MISSED, "cancer-first-seen-adjustment-without-dna"),
        (TAKEN_OFF, {"offer_declined_on": "2026-06-10"}, DECLINED, "cancer-treatment-adjustment-without-decline"),
        (TOLD, {"told_on": "2026-06-08", "told_outcome": "cancer_ruled_out"}, RULED_OUT, "cancer-fds-end-missing"),
        (UNTRACKED, {"told_on": "2026-06-08", "told_outcome": "cancer_ruled_out"}, RULED_OUT, "cancer-not-tracked"),
    ],
)
def test_the_box_and_the_timeline_are_both_read(
    answers: dict[str, Any], box: dict[str, Any], event: Event, code: str
) -> None:
    assert code in codes_of(read_case(MODULE, {**REFERRED, **answers}))
    assert code not in codes_of(read_case(MODULE, {**REFERRED, **answers, **box}))
    assert code not in codes_of(read_case(MODULE, {**REFERRED, **answers}, [event]))


def test_what_is_still_to_come_does_not_count_yet() -> None:
    ahead = Event(TODAY + timedelta(days=1), "dna", {"first": True}, "dna_cases/d1")
    case = read_case(MODULE, {**REFERRED, **ADJUSTED}, [ahead])
    assert codes_of(case) == {"cancer-event-in-future", "cancer-first-seen-adjustment-without-dna"}


def test_a_clock_that_does_not_count_is_not_drawn_as_running() -> None:
    """Told on day 19 that cancer is ruled out: the 28 days are met, and the 62 days end without a count."""
    case = read_case(MODULE, {**REFERRED, "told_on": "2026-06-08", "told_outcome": "cancer_ruled_out", **TOLD})
    meaning = tell_meaning(case)
    sixty_two = next(ribbon for name, ribbon in meaning.ribbons if name.startswith("62"))
    assert sixty_two.how == "Not counted"
    assert (sixty_two.stretches, sixty_two.lines) == ((), ())
    assert meaning.headline is not None
    assert meaning.headline.line == "28-day faster diagnosis: met on day 19"
    assert tell_clock_name(case) == "28-day diagnosis"
    row = tell_ribbon(case)
    assert row is not None
    assert row.how == "Met on day 19"


def test_the_facts_of_a_clock_say_its_band_in_words() -> None:
    treated = {**REFERRED, "decision_to_treat": "2026-06-01", "treatment_start": "2026-06-10", "treatment": "23"}
    assert MODULE.meaning is not None
    facts = MODULE.meaning(read_case(MODULE, treated)).facts
    assert [fact.text for fact in facts if fact.label.endswith("band")] == [
        "within 14 days",
        "within 31 days",
        "within 31 days",
    ]
