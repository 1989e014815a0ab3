"""What the rule books of the modules decide, and what the RTT clock makes of the events they give it, are the same."""

from datetime import date, timedelta

import pytest
from hypothesis import given

from rules.cancellations import clocks as cancellations
from rules.choice import clocks as choice
from rules.choice.clocks import ChoiceCase
from rules.choice.record import PatientChoice
from rules.events import Event
from rules.exceptions import clocks as exceptions
from rules.funding import clocks as funding
from rules.rtt.clock import Clock
from rules.rtt.engine import read_pathway
from tests.unit.rules.test_cancellations import HOSPITAL, PATIENT
from tests.unit.rules.test_cancellations import any_facts as any_cancellation
from tests.unit.rules.test_choice import ELSEWHERE, FIRST, TWO, declined
from tests.unit.rules.test_exceptions import MONITORED, RETURNED, UNFIT
from tests.unit.rules.test_funding import DECLINED, REQUEST

REFERRED = date(2025, 1, 6)
END = date(2046, 6, 1)


def clock_of(*events: Event) -> Clock:
    return read_pathway([Event(REFERRED, "referral_received", {}), *events], END)


THREE = TWO.but(offers=(FIRST, *(declined(date(2025, 4, 3), day) for day in (date(2025, 6, 23), date(2025, 7, 7)))))
"""The second date is too far from the first; the third is two weeks from the second."""

SAME_STAY = (FIRST, declined(date(2025, 4, 3), date(2025, 4, 30)))


FAR_APART = TWO.but(offers=THREE.offers[:2])
"""§8.3 asks for six weeks and for pragmatism: it is asked about, not refused."""


@pytest.mark.parametrize(
    "facts",
    [TWO, ELSEWHERE, THREE, FAR_APART],
    ids=["own provider", "another provider", "any two of three", "two far apart"],
)
def test_two_declined_offers_stop_the_clock_on_the_day_agreed(facts):
    clock = clock_of(*choice.list_events(facts))
    assert (clock.status, clock.clock_stop) == (
        "active_monitoring",
        choice.calc_monitoring(ChoiceCase.read(facts)).from_date,
    )


@pytest.mark.parametrize(
    "change",
    [
        {"offers": (FIRST,)},
        {"clinical_conversation": None},
        {"patient_agreed": "no"},
        {"offers": (FIRST.but(made_on=date(2025, 4, 20)), FIRST)},
        {"unavailable_from": date(2025, 4, 27), "unavailable_to": date(2025, 5, 28), "offers": SAME_STAY},
    ],
)
def test_what_choice_does_not_allow_the_clock_does_not_stop_for(change):
    facts = TWO.but(**change)
    assert not choice.calc_monitoring(ChoiceCase.read(facts)).allowed
    assert clock_of(*choice.list_events(facts)).status == "open"


def test_patient_led_monitoring_and_going_ahead():
    facts = TWO.but(offers=(), monitoring_reason="see_how_they_cope", wishes_to_proceed_on=date(2025, 7, 7))
    clock = clock_of(*choice.list_events(facts))
    assert [period.stop_code for period in clock.periods] == ["31", None]
    assert clock.clock_start == date(2025, 7, 7)


def test_a_pause_puts_nothing_on_the_timeline():
    paused = TWO.but(paused_from=date(2025, 2, 1), paused_to=date(2025, 3, 1), pause_wanted="yes")
    assert choice.list_events(paused) == choice.list_events(TWO)


def test_a_delay_is_an_event_and_no_stop():
    facts = PatientChoice.of(asked_on=date(2025, 4, 1), delay_weeks=8)
    clock = clock_of(*choice.list_events(facts))
    assert clock.status == "open"
    assert clock.extras["clinical_review_required"] is True


def test_discharge_for_delay_needs_the_clinician():
    facts = PatientChoice.of(
        delay_weeks=8,
        asked_on=date(2025, 4, 1),
        clinical_review_date=date(2025, 4, 8),
        clinical_review_outcome="discharged",
        patient_informed="yes",
    )
    assert clock_of(*choice.list_events(facts)).status == "open"
    shown = facts.but(discharge_in_best_interest="yes")
    assert clock_of(*choice.list_events(shown)).clock_stop == date(2025, 4, 8)


@given(any_cancellation)
def test_no_cancellation_stops_the_clock_without_a_decision_of_its_own(facts):
    facts = facts.but(cancellation_date=date(2025, 3, 1), review_date=None, declines_all_treatment=None)
    clock = clock_of(*cancellations.list_events(facts))
    assert (clock.status, clock.clock_start) == ("open", REFERRED)


def test_cancellations_with_a_decision_of_their_own():
    declined = PATIENT.but(declines_all_treatment="yes")
    assert clock_of(*cancellations.list_events(declined)).periods[0].stop_code == "35"
    reviewed = PATIENT.but(review_date=date(2025, 3, 8), review_outcome="discharged")
    assert clock_of(*cancellations.list_events(reviewed)).status == "open"
    shown = reviewed.but(discharge_in_best_interest="yes")
    assert clock_of(*cancellations.list_events(shown)).clock_stop == date(2025, 3, 8)
    assert clock_of(*cancellations.list_events(HOSPITAL)).status == "open"


def test_clinical_delay():
    assert clock_of(*exceptions.list_events(UNFIT)).status == "open"
    assert clock_of(*exceptions.list_events(MONITORED)).clock_stop == date(2025, 6, 16)
    assert clock_of(*exceptions.list_events(RETURNED)).clock_stop == date(2025, 6, 16)
    assert clock_of(*exceptions.list_events(RETURNED.but(best_interest=None))).status == "open"


def test_funding():
    assert [event.name for event in funding.list_events(REQUEST)] == ["funding_requested"]
    assert clock_of(*funding.list_events(REQUEST)).status == "open"
    clock = clock_of(*funding.list_events(DECLINED))
    assert (clock.clock_stop, clock.periods[0].stop_code) == (DECLINED.patient_told_on, "34")
    later = DECLINED.but(patient_told_on=DECLINED.patient_told_on + timedelta(days=9))
    assert clock_of(*funding.list_events(later)).clock_stop == later.patient_told_on
