"""Offers and delay: is each offer reasonable, may active monitoring begin and from when, when to review.

Source: NHS England PRN01045 v5.0, §4.4.1.4, §8.1 to §8.3; rule book A4, D2 and amendments R4 to R8, R21, C8, D10.
The rules and remarks themselves are declared in `choice_book`; the findings are in `choice`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.calendar import add_days
from rules.choice import remarks as checks
from rules.choice import rules as book
from rules.explain import Check, Finding, Rule, Step
from words.phrases import plural

NOTICE_DAYS = 21
SECOND_DATE_DAYS = 42
LONG_DELAY_DAYS = 42
REVIEW_DAYS = 84
THINKING_DAYS = 14
ONE_HOLIDAY_DAYS = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One date offered. `answer`: accepted, declined, awaited; `alternative`: at another provider."""

    made_on: date | None = None
    offered_date: date | None = None
    offered_time: str | None = None
    answer: str | None = None
    answered_on: date | None = None
    alternative: bool | None = None
    provider: str | None = None
    site: str | None = None
    team: str | None = None
    how_told: str | None = None

    @property
    def declined(self) -> bool:
        return self.answer == "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFacts:
    """What a form holds about one choice or delay; None is "not answered", never "no".

    choice_type: declined_date, asks_for_delay, particular_consultant, another_provider, second_opinion, undecided.
    review_outcome: content, not_content, active_monitoring, discharged. monitoring_reason: delay, see_how_they_cope,
    clinical. `clock_stop` is the stop the learner recorded; `paused_from` and `paused_to` any attempt at a pause.
    """

    choice_type: str | None = None
    offers: tuple[Offer, ...] = ()
    cancer_pathway: bool | None = None
    own_date: date | None = None
    unavailable_from: date | None = None
    unavailable_to: date | None = None
    unavailable_known_on: date | None = None
    two_dates_possible: bool | None = None
    asked_on: date | None = None
    delay_weeks: int | None = None
    review_date: date | None = None
    review_outcome: str | None = None
    discharge_in_best_interest: bool | None = None
    suitability_checked_on: date | None = None
    suitability_checked_by: str | None = None
    clinical_conversation: bool | None = None
    patient_agreed: bool | None = None
    monitoring_reason: str | None = None
    monitoring_agreed_on: date | None = None
    clock_stop: date | None = None
    last_review_on: date | None = None
    next_review_on: date | None = None
    told_how_to_return: bool | None = None
    patient_informed: bool | None = None
    paused_from: date | None = None
    paused_to: date | None = None
    pause_wanted: bool | None = None
    thinking_from: date | None = None
    thinking_days: int | None = None
    next_step_agreed_on: date | None = None
    back_to_gp: bool | None = None
    wishes_to_proceed_on: date | None = None
    list_position_kept: bool | None = None
    earliest_reasonable_offer_date: date | None = None


@dataclass(frozen=True, slots=True)
class OfferVerdict:
    """Whether one offer is reasonable (None: cannot be said), why in words, and the remark that speaks against it."""

    offer: Offer
    number: int
    reasonable: bool | None
    reason: Step
    finding: Finding | None = None

    @property
    def counts(self) -> bool:
        """Reasonable, declined and with three weeks' notice: it counts towards the two, on a cancer pathway too."""
        made, day = self.offer.made_on, self.offer.offered_date
        noticed = made is not None and day is not None and has_reasonable_notice(made, day)
        return noticed and self.reasonable is True and self.offer.declined


@dataclass(frozen=True, slots=True)
class Monitoring:
    """May active monitoring begin? `from_date` is the date agreed; `missing` says what is not shown yet."""

    allowed: bool
    code: str | None
    from_date: date | None
    missing: tuple[str, ...]
    steps: tuple[Step, ...]


def has_reasonable_notice(made_on: date, offered_date: date) -> bool:
    """At least three weeks, 21 days, between making the offer and the date offered (§8.3)."""
    return (offered_date - made_on).days >= NOTICE_DAYS


def is_within_six_weeks(first: date, second: date) -> bool:
    """Is the second date offered within six weeks, 42 days, of the first date offered (§8.3)?"""
    return abs((second - first).days) <= SECOND_DATE_DAYS


def judge_offers(facts: ChoiceFacts) -> tuple[OfferVerdict, ...]:
    """A verdict on every offer in the order given; own and other provider are judged apart (§8.3, R6).

    A date too far from every earlier one, or inside the same holiday, does not count as the second; one that was
    too far may still be the first for a later offer.
    """
    earlier: dict[bool, list[date]] = {False: [], True: []}
    verdicts = []
    for number, offer in enumerate(facts.offers, 1):
        before = earlier[bool(offer.alternative)]
        verdict = _judge_alone(facts, offer, number) or _judge_second(facts, offer, number, before)
        verdicts.append(verdict)
        if offer.declined and offer.offered_date is not None and verdict.counts:
            before.append(offer.offered_date)
    return tuple(verdicts)


def count_declined(verdicts: Sequence[OfferVerdict], *, alternative: bool) -> int:
    """How many reasonable offers were declined at the own provider, or at another one."""
    return sum(verdict.counts for verdict in verdicts if bool(verdict.offer.alternative) is alternative)


def calc_monitoring(facts: ChoiceFacts) -> Monitoring:
    """May active monitoring begin, with which code and from which date (§4.4.1.4, §8.3; R5, R6)?

    Never backdated: the date is the one agreed, and only when everything else is shown.
    """
    ground, missing = _ground(facts)
    missing = (*missing, *_agreement_missing(facts))
    code = "31" if facts.monitoring_reason == "see_how_they_cope" else "32"
    if missing:
        return Monitoring(False, None, None, missing, (Step(ground, "Not yet: {missing}.", {"missing": missing}),))
    steps = (Step(ground, "The tests are met: active monitoring may start ({code}).", {"code": code}),)
    agreed = facts.monitoring_agreed_on
    if agreed is None:
        return Monitoring(True, code, None, (), (*steps, Step(book.FROM_DATE, "It starts on the date agreed.")))
    return Monitoring(True, code, agreed, (), (*steps, Step(book.FROM_DATE, "It starts on {day}.", {"day": agreed})))


def explain_no_pause(facts: ChoiceFacts) -> tuple[Step, ...]:
    """Why there is no pause, and what can be done instead, in the order a booking team would try it (§8)."""
    steps = [Step(book.NO_PAUSE, "There is no pause: choice, unfitness and holidays all stay inside the wait.")]
    latest = find_latest_second_date(facts)
    if latest is not None:
        steps.append(Step(book.SECOND, "Offer a second reasonable date, no later than {latest}.", {"latest": latest}))
    else:
        steps.append(Step(book.REASONABLE, "Offer a date with at least three weeks' notice that suits the patient."))
    if is_long_delay(facts):
        steps.append(Step(book.LONG_DELAY, "Ask the clinician to review a delay of more than six weeks."))
    steps.extend(calc_monitoring(facts).steps)
    steps.append(Step(book.PATIENT_LED, "If the patient does not want it for now and the clinician agrees: 31."))
    steps.append(Step(book.NOT_FOR_ASKING, "Discharge only by a clinician, in the patient's best interest."))
    return tuple(steps)


def is_long_delay(facts: ChoiceFacts) -> bool:
    """Does the patient wish to wait more than six weeks, in weeks asked for or in time away (§8.1)?"""
    away = _days_away(facts)
    weeks = facts.delay_weeks or 0
    return weeks * 7 > LONG_DELAY_DAYS or (away is not None and away > LONG_DELAY_DAYS)


def find_review_due(facts: ChoiceFacts) -> date | None:
    """When the next clinical review is due on active monitoring, None when it cannot be said (§8.3, R4).

    Because of delay: 12 weeks after the last review, or after the date agreed. Otherwise: the date the clinician set.
    """
    if facts.monitoring_agreed_on is None or facts.wishes_to_proceed_on is not None:
        return None
    if not is_for_delay(facts):
        return facts.next_review_on
    latest = max(facts.monitoring_agreed_on, facts.last_review_on or facts.monitoring_agreed_on)
    due = add_days(latest, REVIEW_DAYS)
    return min(due, facts.next_review_on) if facts.next_review_on and facts.next_review_on > latest else due


def is_for_delay(facts: ChoiceFacts) -> bool:
    """Is the active monitoring because the patient delays: said so, or resting on declined offers or time away?"""
    if facts.monitoring_reason is not None:
        return facts.monitoring_reason == "delay"
    return not _ground(facts)[1]


def find_latest_second_date(facts: ChoiceFacts) -> date | None:
    """The last day a second date may have when exactly one reasonable date at the own provider was declined."""
    own = [verdict for verdict in judge_offers(facts) if verdict.counts and not verdict.offer.alternative]
    if len(own) != 1 or own[0].offer.offered_date is None:
        return None
    return add_days(own[0].offer.offered_date, SECOND_DATE_DAYS)


def find_earliest_reasonable_offer_date(facts: ChoiceFacts) -> date | None:
    """The earliest reasonable date declined, only when at least two were declined (D10)."""
    dates = [verdict.offer.offered_date for verdict in judge_offers(facts) if verdict.counts]
    known = [day for day in dates if day is not None]
    return min(known) if len(known) >= 2 else None


def calc_list_position_days(waited_before: int, proceed_on: date, today: date) -> int:
    """Days for the place on the list after active monitoring: those waited before, and since going ahead (§8.3).

    A booking fact only; the RTT wait counts from `proceed_on` at zero.
    """
    return waited_before + max((today - proceed_on).days, 0)


def can_two_dates_fit(known_on: date, start: date, end: date) -> bool:
    """Could two dates with three weeks' notice lie inside a time away at all (§8.3)? Capacity is for people to say."""
    first = max(start, add_days(known_on, NOTICE_DAYS))
    return (end - first).days >= 1


def _judge_alone(facts: ChoiceFacts, offer: Offer, number: int) -> OfferVerdict | None:
    """What can be said of an offer without looking at the one before; None when it stands on its own."""
    made, day = offer.made_on, offer.offered_date
    if made is None or day is None:
        missing = "when it was made is" if made is None else "the date offered is"
        return _unknown(offer, number, checks.OFFER_UNDATED, {"number": number, "missing": missing})
    if day < made:
        return _unknown(offer, number, checks.OFFER_BACKWARDS, {"number": number, "offered": day, "made": made})
    if facts.cancer_pathway:
        return OfferVerdict(offer, number, True, Step(book.CANCER_OFFER, "Cancer: the three weeks are not applied."))
    if not has_reasonable_notice(made, day):
        notice = plural((day - made).days, "day")
        return _against(offer, number, checks.SHORT_NOTICE, {"offered": day, "notice": notice})
    return _judge_elsewhere(facts, offer, number) if offer.alternative else None


def _judge_elsewhere(facts: ChoiceFacts, offer: Offer, number: int) -> OfferVerdict | None:
    if missing := _not_stated(offer):
        return _against(offer, number, checks.OFFER_INCOMPLETE, {"number": number, "missing": missing})
    if facts.own_date is not None and offer.offered_date is not None and offer.offered_date >= facts.own_date:
        values = {"offered": offer.offered_date, "own": facts.own_date}
        return _against(offer, number, checks.NOT_EARLIER, values)
    checked, made = facts.suitability_checked_on, offer.made_on
    if checked is None or (made is not None and checked > made):
        late = "" if checked is None else ", only afterwards"
        return _against(offer, number, checks.NOT_SUITABLE, {"late": late})
    return None


def _not_stated(offer: Offer) -> list[str]:
    """What an offer at another provider must state besides the date (§4.4.1.4)."""
    return [name for name in ("provider", "team") if not (getattr(offer, name) or "").strip()]


def _judge_second(facts: ChoiceFacts, offer: Offer, number: int, earlier: Sequence[date]) -> OfferVerdict:
    day = offer.offered_date
    if earlier and day is not None:
        near = [first for first in earlier if is_within_six_weeks(first, day)]
        if not near:
            first = earlier[-1]
            latest = add_days(first, SECOND_DATE_DAYS)
            values = {"offered": day, "first": first, "days": plural(abs((day - first).days), "day"), "latest": latest}
            return _too_far(offer, number, values)
        stays = [away for first in near if (away := _find_same_holiday(facts, first, day))]
        if len(stays) == len(near):
            values = {"first": near[0], "offered": day, "start": stays[0][0], "end": stays[0][1]}
            return _against(offer, number, checks.SAME_HOLIDAY, values)
    return OfferVerdict(offer, number, True, Step(book.REASONABLE, "Reasonable: three weeks' notice or more."))


def _find_same_holiday(facts: ChoiceFacts, first: date, second: date) -> tuple[date, date] | None:
    start, end = facts.unavailable_from, facts.unavailable_to
    if start is None or end is None or not (start <= first <= end and start <= second <= end):
        return None
    one_stay = (end - start).days <= ONE_HOLIDAY_DAYS or abs((second - first).days) < 7
    return (start, end) if one_stay else None


def _against(offer: Offer, number: int, check: Check, values: Mapping[str, object]) -> OfferVerdict:
    finding = Finding(check, values, "offers")
    return OfferVerdict(offer, number, False, Step(check.rule, check.says, values), finding)


def _too_far(offer: Offer, number: int, values: Mapping[str, object]) -> OfferVerdict:
    """§8.3 asks for the second date within six weeks of the first and for pragmatism: it counts, and is asked about."""
    check = checks.SECOND_TOO_FAR
    return OfferVerdict(offer, number, True, Step(check.rule, check.says, values), Finding(check, values, "offers"))


def _unknown(offer: Offer, number: int, check: Check, values: Mapping[str, object]) -> OfferVerdict:
    finding = Finding(check, values, "offers")
    return OfferVerdict(offer, number, None, Step(check.rule, check.says, values), finding)


def _ground(facts: ChoiceFacts) -> tuple[Rule, tuple[str, ...]]:
    """The rule active monitoring would rest on, and what that rule still lacks."""
    if facts.monitoring_reason == "see_how_they_cope":
        return book.PATIENT_LED, ()
    if facts.monitoring_reason == "clinical":
        return book.CLINICAL, ()
    verdicts = judge_offers(facts)
    if count_declined(verdicts, alternative=False) >= 2:
        return book.MONITORING, ()
    if count_declined(verdicts, alternative=True) >= 2:
        return book.ELSEWHERE, ()
    if _has_time_away(facts) and facts.two_dates_possible is not None:
        fits = facts.two_dates_possible and not _is_refuted(facts)
        return book.UNAVAILABLE, () if fits else ("two reasonable dates could not have been offered in the time away",)
    return book.MONITORING, ("two reasonable dates have not been declined",)


def _agreement_missing(facts: ChoiceFacts) -> Iterator[str]:
    if facts.clinical_conversation is not True:
        yield "no clinical conversation is recorded"
    if facts.patient_agreed is not True:
        yield "the patient's agreement is not recorded"


def _has_time_away(facts: ChoiceFacts) -> bool:
    away = _days_away(facts)
    return away is not None and away > 0


def _days_away(facts: ChoiceFacts) -> int | None:
    """Days of declared unavailability, both ends included."""
    if facts.unavailable_from is None or facts.unavailable_to is None:
        return None
    return (facts.unavailable_to - facts.unavailable_from).days + 1


def _is_refuted(facts: ChoiceFacts) -> bool:
    """Does the calendar alone rule out two dates inside the time away?"""
    known, start, end = facts.unavailable_known_on, facts.unavailable_from, facts.unavailable_to
    return known is not None and start is not None and end is not None and not can_two_dates_fit(known, start, end)
