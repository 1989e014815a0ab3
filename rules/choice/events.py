"""What one patient choice or delay puts on the pathway's timeline, for the RTT clock to read.

Source: the event vocabulary of `rules/events.py`; PRN01045 v5.0 §4.4.1.4, §8.1 to §8.3.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rules.choice.offers import ChoiceFacts, OfferVerdict, judge_offers
from rules.events import Event

_REASONS = {"see_how_they_cope": "see_how_they_cope", "clinical": "clinical"}


def list_events(facts: ChoiceFacts) -> tuple[Event, ...]:
    """The dated facts of the record; what has no date is left out, and a pause is never one of them."""
    events = (*_offer_events(facts), *_delay_events(facts), *_decision_events(facts))
    return tuple(sorted(events, key=lambda event: event.date))


def _offer_events(facts: ChoiceFacts) -> Iterator[Event]:
    for verdict in judge_offers(facts):
        made = verdict.offer.made_on
        if made is None:
            continue
        if not verdict.offer.alternative:
            yield _at_home(verdict, made)
        elif verdict.offer.declined:
            yield _declined_elsewhere(facts, verdict, made)
        else:
            yield Event(made, "alternative_provider_offered", _elsewhere(facts, verdict))


def _at_home(verdict: OfferVerdict, made: date) -> Event:
    offer = verdict.offer
    details = {"tci": offer.offered_date, "declined": offer.declined, "reasonable": verdict.reasonable}
    return Event(made, "tci_offered", details)


def _declined_elsewhere(facts: ChoiceFacts, verdict: OfferVerdict, made: date) -> Event:
    """On the day it was declined, with the day it was made; on that day when nothing later is known."""
    declined = max(verdict.offer.answered_on or made, made)
    details = {**_elsewhere(facts, verdict), "offered": made, **_known(verdict.reasonable, "reasonable")}
    return Event(declined, "alternative_provider_offer_declined", details)


def _elsewhere(facts: ChoiceFacts, verdict: OfferVerdict) -> dict[str, object]:
    offer, checked = verdict.offer, facts.suitability_checked_on
    before = checked is not None and offer.made_on is not None and checked <= offer.made_on
    return {"tci": offer.offered_date, "provider": offer.provider, "team": offer.team, "appropriate": before}


def _delay_events(facts: ChoiceFacts) -> Iterator[Event]:
    if facts.asked_on is not None and facts.delay_weeks is not None:
        yield Event(facts.asked_on, "patient_requests_delay", {"weeks": facts.delay_weeks})
    known = facts.unavailable_known_on or facts.unavailable_from
    if known is not None and facts.unavailable_from is not None:
        away: dict[str, object] = {"from": facts.unavailable_from, "to": facts.unavailable_to}
        possible = facts.two_dates_possible
        yield Event(
            known, "patient_unavailable", away | _known(possible, "two_reasonable_dates_could_have_been_offered")
        )
    if facts.thinking_from is not None:
        yield Event(facts.thinking_from, "thinking_time_agreed", _known(facts.thinking_days, "days"))


def _decision_events(facts: ChoiceFacts) -> Iterator[Event]:
    if facts.monitoring_agreed_on is not None:
        yield Event(facts.monitoring_agreed_on, "active_monitoring_start", _monitoring(facts))
    if facts.review_outcome == "discharged" and facts.review_date is not None:
        yield _discharge(facts, facts.review_date)
    if facts.wishes_to_proceed_on is not None:
        yield Event(facts.wishes_to_proceed_on, "patient_wishes_to_proceed")


def _monitoring(facts: ChoiceFacts) -> dict[str, object]:
    by_patient = facts.monitoring_reason == "see_how_they_cope"
    return {
        "initiated_by": "patient" if by_patient else "care_professional",
        "reason": _REASONS.get(facts.monitoring_reason or "", "patient_delay"),
        "clinical_conversation": facts.clinical_conversation is True,
        "patient_agreed": facts.patient_agreed is True,
        **_known(facts.next_review_on, "review_due"),
    }


def _discharge(facts: ChoiceFacts, day: date) -> Event:
    reviewed = facts.discharge_in_best_interest is True
    told = facts.patient_informed is True
    return Event(day, "discharge_to_gp", {"reason": "delay", "clinician_reviewed": reviewed, "communicated": told})


def _known(value: object, name: str) -> dict[str, object]:
    return {} if value is None else {name: value}
