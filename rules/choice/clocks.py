"""Patient choice and delay: may active monitoring begin and from when, when to review, why there is no pause, and what
goes on the pathway's timeline.

Source: NHS England PRN01045 v5.0, §4.4.1.4, §8.1 to §8.3; rule book A4, D2 and amendments R4 to R8, R21, C8, D10.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from rules.calendar import add_days
from rules.choice import rules as book
from rules.choice.offers import NOTICE_DAYS, SECOND_DATE_DAYS, JudgedOffer, judge_offers
from rules.choice.record import PatientChoice
from rules.events import Event
from rules.explain import Rule, Step
from words.questions import KNOWN

LONG_DELAY_DAYS = 42
REVIEW_DAYS = 84


@dataclass(frozen=True, slots=True)
class ChoiceCase:
    """A record with its offers judged."""

    record: PatientChoice
    offers: tuple[JudgedOffer, ...]

    @classmethod
    def read(cls, record: PatientChoice) -> Self:
        return cls(record, judge_offers(record))

    @classmethod
    def of(cls, **answers: Any) -> Self:
        return cls.read(PatientChoice.of(**answers))


@dataclass(frozen=True, slots=True)
class Monitoring:
    """May active monitoring begin? `from_date` is the date agreed; `missing` says what is not shown yet."""

    allowed: bool
    code: str | None
    from_date: date | None
    missing: tuple[str, ...]
    steps: tuple[Step, ...]


def list_counted(case: ChoiceCase, *, elsewhere: bool) -> list[JudgedOffer]:
    """The reasonable offers that were declined at the own provider, or at another one."""
    return [judged for judged in case.offers if judged.counts and judged.offer.elsewhere is elsewhere]


def calc_monitoring(case: ChoiceCase) -> Monitoring:
    """May active monitoring begin, with which code and from which date (§4.4.1.4, §8.3; R5, R6)?

    Never backdated: the date is the one agreed, and only when everything else is shown.
    """
    ground, missing = _ground(case)
    missing = (*missing, *_agreement_missing(case.record))
    code = "31" if case.record.monitoring_reason == "see_how_they_cope" else "32"
    if missing:
        return Monitoring(False, None, None, missing, (Step(ground, "Not yet: {missing}.", {"missing": missing}),))
    steps = (Step(ground, "The tests are met: active monitoring may start ({code}).", {"code": code}),)
    agreed = case.record.active_monitoring_agreed_on
    if agreed is None:
        return Monitoring(True, code, None, (), (*steps, Step(book.FROM_DATE, "It starts on the date agreed.")))
    return Monitoring(True, code, agreed, (), (*steps, Step(book.FROM_DATE, "It starts on {day}.", {"day": agreed})))


def explain_no_pause(case: ChoiceCase) -> tuple[Step, ...]:
    """Why there is no pause, and what can be done instead, in the order a booking team would try it (§8)."""
    steps = [Step(book.NO_PAUSE, "There is no pause: choice, unfitness and holidays all stay inside the wait.")]
    latest = find_latest_second_date(case)
    if latest is not None:
        steps.append(Step(book.SECOND, "Offer a second reasonable date, no later than {latest}.", {"latest": latest}))
    else:
        steps.append(Step(book.REASONABLE, "Offer a date with at least three weeks' notice that suits the patient."))
    if is_long_delay(case.record):
        steps.append(Step(book.LONG_DELAY, "Ask the clinician to review a delay of more than six weeks."))
    steps.extend(calc_monitoring(case).steps)
    steps.append(Step(book.PATIENT_LED, "If the patient does not want it for now and the clinician agrees: 31."))
    steps.append(Step(book.NOT_FOR_ASKING, "Discharge only by a clinician, in the patient's best interest."))
    return tuple(steps)


def is_long_delay(record: PatientChoice) -> bool:
    """Does the patient wish to wait more than six weeks, in weeks asked for or in time away (§8.1)?"""
    return max((record.delay_weeks or 0) * 7, _days_away(record)) > LONG_DELAY_DAYS


def find_review_due(case: ChoiceCase) -> date | None:
    """When the next clinical review is due on active monitoring, None when it cannot be said (§8.3, R4).

    Because of delay: 12 weeks after the last review, or after the date agreed. Otherwise: the date the clinician set.
    """
    record, agreed = case.record, case.record.active_monitoring_agreed_on
    if agreed is None or record.wishes_to_proceed_on is not None:
        return None
    if not is_for_delay(case):
        return record.next_review_on
    latest = max(agreed, record.last_review_on or agreed)
    due = add_days(latest, REVIEW_DAYS)
    return min(due, record.next_review_on) if record.next_review_on and record.next_review_on > latest else due


def is_for_delay(case: ChoiceCase) -> bool:
    """Is the active monitoring because the patient delays: said so, or resting on declined offers or time away?"""
    if case.record.monitoring_reason is not None:
        return case.record.monitoring_reason == "delay"
    return not _ground(case)[1]


def find_latest_second_date(case: ChoiceCase) -> date | None:
    """The last day a second date may have when exactly one reasonable date at the own provider was declined."""
    own = [judged.offer.offered_date for judged in list_counted(case, elsewhere=False)]
    return add_days(own[0], SECOND_DATE_DAYS) if len(own) == 1 and own[0] is not None else None


def find_second_declined(case: ChoiceCase) -> date | None:
    """When the second reasonable offer was declined, None unless two were and both days are known."""
    own = list_counted(case, elsewhere=False)
    counted = own if len(own) >= 2 else list_counted(case, elsewhere=True)
    known = sorted(judged.offer.declined_on for judged in counted if judged.offer.declined_on is not None)
    return known[1] if len(known) >= 2 else None


def find_earliest_reasonable_offer_date(case: ChoiceCase) -> date | None:
    """The earliest reasonable date declined, only when at least two were declined (D10)."""
    dates = [judged.offer.offered_date for judged in case.offers if judged.counts]
    known = [day for day in dates if day is not None]
    return min(known) if len(known) >= 2 else None


def can_two_dates_fit(known_on: date, start: date, end: date) -> bool:
    """Could two dates with three weeks' notice lie inside a time away at all (§8.3)? Capacity is for people to say."""
    return end > find_first_date_away(known_on, start)


def find_first_date_away(known_on: date, start: date) -> date:
    """The first date inside a time away that can be offered with three weeks' notice."""
    return max(start, add_days(known_on, NOTICE_DAYS))


def _ground(case: ChoiceCase) -> tuple[Rule, tuple[str, ...]]:
    """The rule active monitoring would rest on, and what that rule still lacks."""
    record = case.record
    if record.monitoring_reason == "see_how_they_cope":
        return book.PATIENT_LED, ()
    if record.monitoring_reason == "clinical":
        return book.CLINICAL, ()
    if len(list_counted(case, elsewhere=False)) >= 2:
        return book.MONITORING, ()
    if len(list_counted(case, elsewhere=True)) >= 2:
        return book.ELSEWHERE, ()
    if _days_away(record) > 0 and record.two_dates_possible in KNOWN:
        fits = record.two_dates_possible == "yes" and not is_refuted(record)
        return book.UNAVAILABLE, () if fits else ("two reasonable dates could not have been offered in the time away",)
    return book.MONITORING, ("two reasonable dates have not been declined",)


def _agreement_missing(record: PatientChoice) -> Iterator[str]:
    if record.clinical_conversation != "yes":
        yield "no clinical conversation is recorded"
    if record.patient_agreed != "yes":
        yield "the patient's agreement is not recorded"


def _days_away(record: PatientChoice) -> int:
    """Days of declared unavailability, both ends included; 0 when one is not known."""
    if record.unavailable_from is None or record.unavailable_to is None:
        return 0
    return (record.unavailable_to - record.unavailable_from).days + 1


def is_refuted(record: PatientChoice) -> bool:
    """Does the calendar alone rule out two dates inside the time away?"""
    known, start, end = record.unavailable_known_on, record.unavailable_from, record.unavailable_to
    return known is not None and start is not None and end is not None and not can_two_dates_fit(known, start, end)


def list_events(record: PatientChoice) -> tuple[Event, ...]:
    """The dated facts of the record; what has no date is left out, and a pause is never one of them."""
    events = (*_offer_events(record), *_delay_events(record), *_decision_events(record))
    return tuple(sorted(events, key=lambda event: event.date))


def _offer_events(record: PatientChoice) -> Iterator[Event]:
    for judged in judge_offers(record):
        made = judged.offer.made_on
        if made is None:
            continue
        if not judged.offer.elsewhere:
            yield _at_home(judged, made)
        elif judged.offer.declined:
            yield _declined_elsewhere(judged, made)
        else:
            yield Event(made, "alternative_provider_offered", _elsewhere(judged, made))


def _at_home(judged: JudgedOffer, made: date) -> Event:
    offer = judged.offer
    details = {"tci": offer.offered_date, "declined": offer.declined, "reasonable": judged.reasonable}
    return Event(made, "tci_offered", details)


def _declined_elsewhere(judged: JudgedOffer, made: date) -> Event:
    """On the day it was declined, with the day it was made; on that day when nothing later is known."""
    declined = max(judged.offer.declined_on or made, made)
    details = {**_elsewhere(judged, made), "offered": made, **_known(judged.reasonable, "reasonable")}
    return Event(declined, "alternative_provider_offer_declined", details)


def _elsewhere(judged: JudgedOffer, made: date) -> dict[str, object]:
    offer, checked = judged.offer, judged.record.suitability_checked_on
    before = checked is not None and checked <= made
    return {"tci": offer.offered_date, "provider": offer.provider, "team": offer.team, "appropriate": before}


def _delay_events(record: PatientChoice) -> Iterator[Event]:
    if record.asked_on is not None and record.delay_weeks is not None:
        yield Event(record.asked_on, "patient_requests_delay", {"weeks": record.delay_weeks})
    if record.unavailable_from is not None:
        away: dict[str, object] = {"from": record.unavailable_from, "to": record.unavailable_to}
        if record.two_dates_possible in KNOWN:
            away["two_reasonable_dates_could_have_been_offered"] = record.two_dates_possible == "yes"
        yield Event(record.unavailable_known_on or record.unavailable_from, "patient_unavailable", away)
    if record.thinking_from is not None:
        yield Event(record.thinking_from, "thinking_time_agreed", _known(record.thinking_days, "days"))


def _decision_events(record: PatientChoice) -> Iterator[Event]:
    if record.active_monitoring_agreed_on is not None:
        yield Event(record.active_monitoring_agreed_on, "active_monitoring_start", _monitoring(record))
    if record.clinical_review_outcome == "discharged" and record.clinical_review_date is not None:
        shown = {
            "reason": "delay",
            "clinician_reviewed": record.discharge_in_best_interest == "yes",
            "communicated": record.patient_informed == "yes",
        }
        yield Event(record.clinical_review_date, "discharge_to_gp", shown)
    if record.wishes_to_proceed_on is not None:
        yield Event(record.wishes_to_proceed_on, "patient_wishes_to_proceed")


def _monitoring(record: PatientChoice) -> dict[str, object]:
    by_patient = record.monitoring_reason == "see_how_they_cope"
    return {
        "initiated_by": "patient" if by_patient else "care_professional",
        "reason": "patient_delay" if record.monitoring_reason in (None, "delay") else record.monitoring_reason,
        "clinical_conversation": record.clinical_conversation == "yes",
        "patient_agreed": record.patient_agreed == "yes",
        **_known(record.next_review_on, "review_due"),
    }


def _known(value: object, name: str) -> dict[str, object]:
    return {} if value is None else {name: value}
