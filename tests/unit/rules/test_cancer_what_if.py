"""One event more, and what it changes, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from rules.cancer import what_if
from rules.events import EVENT_KINDS, Event


def event(day: str, name: str, **details: Any) -> Event:
    return Event(date.fromisoformat(day), name, details)


REFERRED = event("2025-03-03", "referral_received", route="urgent_suspected_cancer", provider="A")
TOLD = event("2025-03-25", "patient_told", outcome="cancer_diagnosed")
DECIDED = event("2025-04-08", "decision_to_treat")


def test_a_treatment_stops_two_clocks() -> None:
    treated = event("2025-05-04", "treatment_start", event_type="01", modality="23", provider="A")
    tried = what_if([REFERRED, TOLD, DECIDED, event("2025-03-12", "first_seen")], treated)
    assert tried.differences == (
        "31 days to treatment: the clock stops on 4 May 2025 at 26 days; the standard is met.",
        "62 days to first treatment: the clock stops on 4 May 2025 at 62 days; the standard is met.",
        "The 62-day result is shared: solo.",
    )


def test_the_news_stops_the_faster_diagnosis_clock() -> None:
    tried = what_if([REFERRED], TOLD, date(2025, 3, 20))
    assert tried.differences == (
        "28-day faster diagnosis: the clock stops on 25 March 2025 at 22 days; the standard is met.",
    )
    assert tried.before.fds is not None
    assert tried.before.fds.is_running


def test_a_missed_first_appointment_with_contact_moves_both_dates() -> None:
    missed = event("2025-03-10", "dna", first=True)
    tried = what_if([REFERRED, missed], event("2025-03-12", "patient_rebooks"), date(2025, 3, 20))
    assert tried.differences == (
        "28-day faster diagnosis: the adjustment goes from 0 days to 9 days.",
        "28-day faster diagnosis: the last compliant date moves from 31 March 2025 to 9 April 2025.",
        "62 days to first treatment: the adjustment goes from 0 days to 9 days.",
        "62 days to first treatment: the last compliant date moves from 4 May 2025 to 13 May 2025.",
    )


def test_an_upgrade_starts_a_clock() -> None:
    routine = event("2025-03-03", "referral_received", route="routine")
    tried = what_if([routine], event("2025-03-20", "consultant_upgrade"))
    assert tried.differences == (
        "62 days to first treatment: a clock starts on 20 March 2025; its last compliant date is 21 May 2025.",
    )


def test_an_upgrade_that_is_not_permitted_says_so() -> None:
    tried = what_if([REFERRED], event("2025-03-20", "consultant_upgrade"))
    assert len(tried.differences) == 1
    assert tried.differences[0].startswith("The upgrade of 20 March 2025 is not permitted")


def test_declining_all_treatment_ends_the_waits_uncounted() -> None:
    tried = what_if([REFERRED, TOLD, DECIDED], event("2025-04-15", "treatment_declined", modality="98"))
    assert tried.differences == (
        "31 days to treatment: the wait is no longer counted, because all treatment was declined.",
        "62 days to first treatment: the wait is no longer counted, because all treatment was declined.",
    )


def test_an_event_that_changes_nothing_says_so() -> None:
    tried = what_if([REFERRED, TOLD, DECIDED], event("2025-04-10", "provider_cancels"))
    assert tried.differences == ("“Provider cancels” on 10 April 2025 changes none of the three clocks.",)


@given(st.sampled_from(sorted(EVENT_KINDS)), st.dates(), st.none() | st.dates())
def test_any_event_can_be_tried(name: str, day: date, today: date | None) -> None:
    tried = what_if([REFERRED, TOLD, DECIDED], Event(day, name), today)
    assert tried.differences
    assert all(isinstance(said, str) and said.endswith(".") for said in tried.differences)
