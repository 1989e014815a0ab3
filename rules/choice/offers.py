"""Each date offered: is it reasonable, does it count, and what speaks against it.

Source: NHS England PRN01045 v5.0, §4.4.1.4, §8.2, §8.3; rule book A4 and amendments R5, R6.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from rules.calendar import add_days, list_bank_holidays
from rules.choice.record import DateOffered, PatientChoice
from rules.choice.rules import BOOK, CANCER_OFFER, ELSEWHERE, HOLIDAY, REASONABLE, SECOND
from rules.explain import BREACH, NOTE, WATCH, Check, Edged, Finding, Step, Verdict, edge
from words.phrases import plural

NOTICE_DAYS = 21
SECOND_DATE_DAYS = 42
ONE_HOLIDAY_DAYS = 21


@dataclass(frozen=True, slots=True)
class JudgedOffer:
    """Whether an offer is reasonable (None: cannot be said), why in words, and the remark that speaks against it."""

    record: PatientChoice
    offer: DateOffered
    number: int
    reasonable: bool | None
    reason: Step
    finding: Finding | None = None

    @classmethod
    def of(cls, **answers: Any) -> JudgedOffer:
        """The last offer of a record with these answers."""
        return judge_offers(PatientChoice.of(**answers))[-1]

    @property
    def counts(self) -> bool:
        """Reasonable, declined and with three weeks' notice: it counts towards the two, on a cancer pathway too."""
        made, day = self.offer.made_on, self.offer.offered_date
        noticed = made is not None and day is not None and has_reasonable_notice(made, day)
        return noticed and self.reasonable is True and self.offer.declined


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer that is to be judged, with those before it."""

    record: PatientChoice
    offer: DateOffered
    before: tuple[JudgedOffer, ...]

    @classmethod
    def of(cls, **answers: Any) -> Self:
        """The last offer of a record with these answers."""
        record = PatientChoice.of(**answers)
        return cls(record, record.offers[-1], judge_offers(record)[:-1])

    @property
    def number(self) -> int:
        return len(self.before) + 1

    @property
    def notice(self) -> int | None:
        """Days between making the offer and the date offered."""
        made, day = self.offer.made_on, self.offer.offered_date
        return None if made is None or day is None else (day - made).days

    @property
    def earlier(self) -> list[date]:
        """The dates declined before it that count, at the own provider or elsewhere as it is (§8.3, R6)."""
        counted = (judged.offer for judged in self.before if judged.counts)
        alike = (offer.offered_date for offer in counted if offer.elsewhere == self.offer.elsewhere)
        return [day for day in alike if day is not None]

    @property
    def near(self) -> list[date]:
        """Those of the earlier dates that are within six weeks."""
        day = self.offer.offered_date
        return [first for first in self.earlier if day is not None and is_within_six_weeks(first, day)]


def has_reasonable_notice(made_on: date, offered_date: date) -> bool:
    """At least three weeks, 21 days, between making the offer and the date offered (§8.3)."""
    return (offered_date - made_on).days >= NOTICE_DAYS


def is_within_six_weeks(first: date, second: date) -> bool:
    """Is the second date offered within six weeks, 42 days, of the first date offered (§8.3)?"""
    return abs((second - first).days) <= SECOND_DATE_DAYS


def is_same_stay(record: PatientChoice, first: date, second: date) -> bool:
    """Do both dates fall inside one declared time away, a holiday or less than a week apart?"""
    start, end = record.unavailable_from, record.unavailable_to
    if start is None or end is None or not (start <= first <= end and start <= second <= end):
        return False
    return (end - start).days <= ONE_HOLIDAY_DAYS or abs((second - first).days) < 7


def is_offered(case: object) -> bool:
    return isinstance(case, Offered)


def is_rtt(case: object) -> bool:
    return isinstance(case, Offered) and case.record.cancer_pathway != "yes"


def is_elsewhere(case: Offered) -> bool:
    return is_rtt(case) and case.offer.elsewhere


offered, rtt, elsewhere = BOOK.given(is_offered), BOOK.given(is_rtt), BOOK.given(is_elsewhere)
judged = BOOK.given(lambda case: isinstance(case, JudgedOffer))


@BOOK.check("choice-offer-undated", WATCH, REASONABLE, "offers", given=is_offered)
def is_undated(case: Offered) -> Verdict:
    """Offer {number} cannot be judged: {missing} missing.

    Add it; without it the offer does not count.
    """
    missing = "when it was made is" if case.offer.made_on is None else "the date offered is"
    return case.notice is None and {"number": case.number, "missing": missing}


@offered("choice-offer-backwards", BREACH, REASONABLE, "offers", blames="entry")
@edge(right={"offers": [{"made_on": -9, "offered_date": -9}]}, wrong={"offers": [{"made_on": -9, "offered_date": -10}]})
def is_backwards(case: Offered) -> Verdict:
    """Offer {number} for {offered} is recorded as made on {made}, after the date itself.

    Correct one of the two dates.
    """
    values = {"number": case.number, "offered": case.offer.offered_date, "made": case.offer.made_on}
    return case.notice is not None and case.notice < 0 and values


@rtt("choice-short-notice", WATCH, REASONABLE, "offers")
@edge(right={"offers": [{"made_on": 0, "offered_date": 21}]}, wrong={"offers": [{"made_on": 0, "offered_date": 20}]})
def is_notice_short(case: Offered) -> Verdict:
    """The offer of {offered} was made with {notice} notice, fewer than 21 days: declining it has no consequence.

    Do not count it; offer a date with three weeks' notice.
    """
    if case.notice is None or case.notice >= NOTICE_DAYS:
        return False
    return {"offered": case.offer.offered_date, "notice": plural(case.notice, "day")}


@judged("choice-declined-before-offered", BREACH, REASONABLE, "offers", blames="entry")
@edge(right={"offers": [{"made_on": -9, "declined_on": -9}]}, wrong={"offers": [{"made_on": -9, "declined_on": -10}]})
def is_declined_early(case: JudgedOffer) -> Verdict:
    """Offer {number} is recorded as declined on {declined}, before it was made on {made}.

    Correct one of the two dates.
    """
    made, declined = case.offer.made_on, case.offer.declined_on
    if made is None or declined is None or declined >= made:
        return False
    return {"number": case.number, "declined": declined, "made": made}


@judged("choice-offer-incomplete", WATCH, REASONABLE, "offers")
def is_incomplete(case: JudgedOffer) -> Verdict:
    """Offer {number} does not record {missing}.

    Complete it: an offer that cannot be shown does not count.
    """
    offer = case.offer
    there = {
        "the time": offer.offered_time is not None,
        "how the patient was told": bool(offer.how_told),
        "when it was declined": not offer.declined or offer.declined_on is not None,
    }
    missing = [words for words, known in there.items() if not known]
    return bool(missing) and {"number": case.number, "missing": missing}


def is_unstated(case: Offered) -> Verdict:
    """What an offer at another provider must name besides the date (§4.4.1.4)."""
    missing = [name for name in ("provider", "team") if not (getattr(case.offer, name) or "").strip()]
    return bool(missing) and {"number": case.number, "missing": missing}


@judged("choice-bank-holiday", NOTE, REASONABLE, "offers")
def is_on_bank_holiday(case: JudgedOffer) -> Verdict:
    """The offered date {offered} is a bank holiday in England ({name}).

    Check that the clinic or list runs on that day.
    """
    day = case.offer.offered_date
    name = day and list_bank_holidays(day.year).get(day)
    return bool(name) and {"offered": day, "name": name}


@elsewhere("choice-elsewhere-not-earlier", WATCH, ELSEWHERE, "offers")
@edge(
    own_date=40,
    right={"offers": [{"alternative": "yes", "offered_date": 39}]},
    wrong={"offers": [{"alternative": "yes", "offered_date": 40}]},
)
def is_not_earlier(case: Offered) -> Verdict:
    """The date at another provider, {offered}, is not earlier than the patient's own, {own}: it does not count.

    Offer an earlier date, or do not count it.
    """
    own, day = case.record.own_date, case.offer.offered_date
    return own is not None and day is not None and day >= own and {"offered": day, "own": own}


@elsewhere("choice-suitability-not-checked", WATCH, ELSEWHERE, "offers")
@edge(
    offers=[{"alternative": "yes", "made_on": -9}],
    right={"suitability_checked_on": -9},
    wrong={"suitability_checked_on": -8},
)
def is_suitability_unchecked(case: Offered) -> Verdict:
    """Dates at another provider were offered, but it is not shown that the move was found clinically and socially
    appropriate beforehand{late}.

    Record who decided it and when; decided afterwards, the offers do not count.
    """
    checked, made = case.record.suitability_checked_on, case.offer.made_on
    if checked is None:
        return {"late": ""}
    return made is not None and checked > made and {"late": ", only afterwards"}


FIRST_OF_TWO = {"made_on": 0, "offered_date": 30, "answer": "declined"}


@rtt("choice-second-too-far", WATCH, SECOND, "offers")
@edge(
    right={"offers": [FIRST_OF_TWO, {"made_on": 0, "offered_date": 72}]},
    wrong={"offers": [FIRST_OF_TWO, {"made_on": 0, "offered_date": 73}]},
)
def is_too_far(case: Offered) -> Verdict:
    """The second date, {offered}, is {days} from the first, {first}: more than six weeks.

    Offer a second date no later than {latest}.
    """
    earlier, day = case.earlier, case.offer.offered_date
    if day is None or not earlier or case.near:
        return False
    days, latest = plural(abs((day - earlier[-1]).days), "day"), add_days(earlier[-1], SECOND_DATE_DAYS)
    return {"offered": day, "first": earlier[-1], "days": days, "latest": latest}


@rtt("choice-same-holiday", WATCH, HOLIDAY, "offers")
@edge(
    unavailable_from=25,
    offers=[FIRST_OF_TWO, {"made_on": 0, "offered_date": 40}],
    right={"unavailable_to": 47},
    wrong={"unavailable_to": 46},
)
def is_in_same_stay(case: Offered) -> Verdict:
    """The dates {first} and {offered} both fall inside the time away from {start} to {end}: together they are one.

    Offer a second date outside that time.
    """
    record, near, day = case.record, case.near, case.offer.offered_date
    if day is None or not near or not all(is_same_stay(record, first, day) for first in near):
        return False
    return {"first": near[0], "offered": day, "start": record.unavailable_from, "end": record.unavailable_to}


OBJECTIONS: tuple[tuple[Check, bool | None], ...] = (
    (is_undated, None),
    (is_backwards, None),
    (is_notice_short, False),
    (replace(is_incomplete, asks=Edged(is_unstated), given=is_elsewhere), False),
    (is_not_earlier, False),
    (is_suitability_unchecked, False),
    (is_too_far, True),
    (is_in_same_stay, False),
)
"""What may speak against an offer, and whether it is reasonable then: the first that does decides. §8.3 asks for the
second date within six weeks of the first and for pragmatism: one that is too far counts, and is asked about."""
ANY_DAY = date.min


def judge_offers(record: PatientChoice) -> tuple[JudgedOffer, ...]:
    """A verdict on every offer in the order given. One that is too far from those before it may still be the first for
    a later one (§8.3, R6)."""
    verdicts: tuple[JudgedOffer, ...] = ()
    for offer in record.offers:
        verdicts = (*verdicts, judge(Offered(record, offer, verdicts)))
    return verdicts


def judge(case: Offered) -> JudgedOffer:
    for check, reasonable in OBJECTIONS:
        finding = next(check.find(case, ANY_DAY), None)
        if finding is not None:
            reason = Step(check.rule, check.says, finding.values)
            return JudgedOffer(case.record, case.offer, case.number, reasonable, reason, finding)
    if case.record.cancer_pathway == "yes":
        reason = Step(CANCER_OFFER, "Cancer: the three weeks are not applied.")
    else:
        reason = Step(REASONABLE, "Reasonable: three weeks' notice or more.")
    return JudgedOffer(case.record, case.offer, case.number, True, reason)
