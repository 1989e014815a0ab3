"""Patient choice and delay: every remark on one of them; the verdicts behind the remarks are in `choice_offers`.

Source: NHS England PRN01045 v5.0, §8; rule book A4, D2 and amendments R4 to R8, D10.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rules.calendar import add_days, list_bank_holidays
from rules.choice import remarks as checks
from rules.choice.events import list_events
from rules.choice.offers import (
    NOTICE_DAYS,
    REVIEW_DAYS,
    SECOND_DATE_DAYS,
    THINKING_DAYS,
    ChoiceFacts,
    Monitoring,
    Offer,
    OfferVerdict,
    calc_list_position_days,
    calc_monitoring,
    can_two_dates_fit,
    count_declined,
    explain_no_pause,
    find_earliest_reasonable_offer_date,
    find_latest_second_date,
    find_review_due,
    is_for_delay,
    is_long_delay,
    judge_offers,
)
from rules.choice.rules import BOOK
from rules.explain import Finding
from words.phrases import in_words, join_words, plural

__all__ = [
    "BOOK",
    "ChoiceFacts",
    "Monitoring",
    "Offer",
    "OfferVerdict",
    "calc_list_position_days",
    "calc_monitoring",
    "explain_no_pause",
    "find_earliest_reasonable_offer_date",
    "find_latest_second_date",
    "find_review_due",
    "is_long_delay",
    "judge_offers",
    "list_events",
    "list_findings",
]


def list_findings(facts: ChoiceFacts, today: date) -> list[Finding]:
    """Every remark on one choice or delay, in the order a booking team would read them."""
    parts = (
        _pause_findings(facts),
        _offer_findings(facts),
        _count_findings(facts),
        _unavailable_findings(facts),
        _delay_findings(facts),
        _monitoring_findings(facts, today),
        _review_findings(facts, today),
        _thinking_findings(facts, today),
        _change_findings(facts),
        _return_findings(facts),
        _offer_date_findings(facts),
    )
    return [finding for part in parts for finding in part]


def _pause_findings(facts: ChoiceFacts) -> Iterator[Finding]:
    if not (facts.pause_wanted or facts.paused_from or facts.paused_to):
        return
    ends = [("from", facts.paused_from), ("to", facts.paused_to)]
    span = "".join(f" {word} {in_words(day)}" for word, day in ends if day is not None)
    yield checks.PAUSED("paused_from" if facts.paused_from else "pause_wanted", span=span)


def _offer_findings(facts: ChoiceFacts) -> Iterator[Finding]:
    for verdict in judge_offers(facts):
        if verdict.finding is not None:
            yield verdict.finding
        yield from _one_offer_findings(verdict.offer, verdict.number)
    if facts.offers and facts.cancer_pathway:
        yield checks.CANCER_NOTICE("offers")


def _one_offer_findings(offer: Offer, number: int) -> Iterator[Finding]:
    made, answered, day = offer.made_on, offer.answered_on, offer.offered_date
    if made is not None and answered is not None and answered < made:
        yield checks.DECLINED_EARLY("offers", number=number, declined=answered, made=made)
    if missing := _unrecorded(offer):
        yield checks.OFFER_INCOMPLETE("offers", number=number, missing=missing)
    name = list_bank_holidays(day.year).get(day) if day is not None else None
    if name:
        yield checks.BANK_HOLIDAY("offers", offered=day, name=name)


def _unrecorded(offer: Offer) -> list[str]:
    """What a validator needs to see the offer: time, how it was told, and when it was declined."""
    wanted = {"the time": offer.offered_time, "how the patient was told": offer.how_told}
    missing = [words for words, value in wanted.items() if not (value or "").strip()]
    return [*missing, "when it was declined"] if offer.declined and offer.answered_on is None else missing


def _count_findings(facts: ChoiceFacts) -> Iterator[Finding]:
    latest = find_latest_second_date(facts)
    if latest is not None and not facts.cancer_pathway:
        yield checks.OFFER_SECOND("offers", latest=latest)
    elsewhere = [offer for offer in facts.offers if offer.alternative and offer.declined]
    if len(elsewhere) == 1:
        yield checks.ONE_ELSEWHERE("offers")


def _unavailable_findings(facts: ChoiceFacts) -> Iterator[Finding]:
    start, end = facts.unavailable_from, facts.unavailable_to
    if start is None or end is None:
        return
    if end < start:
        yield checks.UNAVAILABLE_BACKWARDS("unavailable_to", start=start, end=end)
    elif facts.two_dates_possible is None:
        yield checks.UNAVAILABLE_UNKNOWN("two_dates_possible", start=start, end=end)
    elif not facts.two_dates_possible:
        yield checks.UNAVAILABLE_NO("two_dates_possible", end=end)
    elif facts.unavailable_known_on and not can_two_dates_fit(facts.unavailable_known_on, start, end):
        known = facts.unavailable_known_on
        first = max(start, add_days(known, NOTICE_DAYS))
        yield checks.UNAVAILABLE_TOO_SHORT("two_dates_possible", start=start, end=end, known=known, first=first)


def _delay_findings(facts: ChoiceFacts) -> Iterator[Finding]:
    if is_long_delay(facts) and facts.review_date is None:
        weeks = facts.delay_weeks
        length = plural(weeks, "week") if weeks and weeks * 7 > SECOND_DATE_DAYS else "for the whole of the time away"
        yield checks.REVIEW_NEEDED("review_date", length=length)
    if facts.review_date is not None and not facts.review_outcome:
        yield checks.REVIEW_NO_OUTCOME("review_outcome", day=facts.review_date)
    if facts.review_outcome == "not_content":
        yield checks.NOT_CONTENT("review_outcome")
    if facts.review_outcome == "discharged" and (missing := _discharge_missing(facts)):
        yield checks.DISCHARGED_FOR_DELAY("review_outcome", missing=missing)


def _discharge_missing(facts: ChoiceFacts) -> list[str]:
    shown = {
        "a clinician reviewed the case": facts.review_date is not None,
        "it is in the patient's best interest": facts.discharge_in_best_interest is True,
        "the patient was told": facts.patient_informed is True,
    }
    return [words for words, met in shown.items() if not met]


def _monitoring_findings(facts: ChoiceFacts, today: date) -> Iterator[Finding]:
    verdict, agreed = calc_monitoring(facts), facts.monitoring_agreed_on
    if agreed is None:
        if verdict.allowed:
            yield checks.MONITORING_MAY("monitoring_agreed_on", code=verdict.code)
        return
    if not verdict.allowed:
        yield checks.MONITORING_TOO_SOON("monitoring_agreed_on", missing=join_words(verdict.missing))
    if agreed > today:
        yield checks.AGREED_IN_FUTURE("monitoring_agreed_on", agreed=agreed)
    if facts.clock_stop is not None and facts.clock_stop < agreed:
        yield checks.BACKDATED("clock_stop", stop=facts.clock_stop, agreed=agreed)
    declined = _second_declined_on(facts)
    if declined is not None and agreed < declined and facts.monitoring_reason in {None, "delay"}:
        yield checks.AGREED_BEFORE_DECLINE("monitoring_agreed_on", agreed=agreed, declined=declined)
    if not facts.patient_informed:
        yield checks.NOT_INFORMED("patient_informed")
    if not facts.told_how_to_return:
        yield checks.NOT_TOLD_RETURN("told_how_to_return")


def _second_declined_on(facts: ChoiceFacts) -> date | None:
    """When the second reasonable offer was declined, None unless two were and both days are known."""
    verdicts = judge_offers(facts)
    alternative = count_declined(verdicts, alternative=False) < 2
    dates = [v.offer.answered_on for v in verdicts if v.counts and bool(v.offer.alternative) is alternative]
    known = sorted(day for day in dates if day is not None)
    return known[1] if len(known) >= 2 else None


def _review_findings(facts: ChoiceFacts, today: date) -> Iterator[Finding]:
    if facts.monitoring_agreed_on is None or facts.wishes_to_proceed_on is not None:
        return
    due, delayed = find_review_due(facts), is_for_delay(facts)
    if facts.next_review_on is None:
        rule = "every 12 weeks while the patient delays" if delayed else "at the interval the clinician sets"
        yield checks.REVIEW_DATE_MISSING("next_review_on", rule=rule)
    elif delayed and due is not None and facts.next_review_on > due:
        since = add_days(due, -REVIEW_DAYS)
        yield checks.REVIEW_TOO_LATE("next_review_on", day=facts.next_review_on, since=since, due=due)
    if due is not None and due < today:
        yield checks.REVIEW_OVERDUE("last_review_on", due=due, days=plural((today - due).days, "day"))


def _thinking_findings(facts: ChoiceFacts, today: date) -> Iterator[Finding]:
    if facts.thinking_days is not None and facts.thinking_days > SECOND_DATE_DAYS:
        yield checks.THINKING_MONITORING("thinking_days", days=plural(facts.thinking_days, "day"))
    if facts.thinking_from is None or facts.next_step_agreed_on or facts.monitoring_agreed_on:
        return
    days = (today - facts.thinking_from).days
    if days > THINKING_DAYS:
        yield checks.THINKING_LONG("thinking_from", days=plural(days, "day"))


_CHANGES = {
    "particular_consultant": "to see a particular consultant or go to a particular site",
    "another_provider": "to go to another provider",
    "second_opinion": "to have a second opinion",
}


def _change_findings(facts: ChoiceFacts) -> Iterator[Finding]:
    if facts.choice_type not in _CHANGES:
        return
    if facts.back_to_gp:
        yield checks.CHANGE_VIA_GP("back_to_gp")
    else:
        yield checks.CHANGE_RUNS("choice_type", what=_CHANGES[facts.choice_type])


def _return_findings(facts: ChoiceFacts) -> Iterator[Finding]:
    if facts.wishes_to_proceed_on is None:
        return
    yield checks.NEW_CLOCK("wishes_to_proceed_on", day=facts.wishes_to_proceed_on)
    if facts.list_position_kept is False:
        yield checks.POSITION_LOST("list_position_kept")


def _offer_date_findings(facts: ChoiceFacts) -> Iterator[Finding]:
    recorded, right = facts.earliest_reasonable_offer_date, find_earliest_reasonable_offer_date(facts)
    if right is None and recorded is not None:
        yield checks.EROD_TOO_SOON("earliest_reasonable_offer_date")
    elif right is not None and recorded is None:
        yield checks.EROD_MISSING("earliest_reasonable_offer_date", right=right)
    elif right is not None and recorded != right:
        yield checks.EROD_WRONG("earliest_reasonable_offer_date", recorded=recorded, right=right)
