"""Offers of dates, at home and elsewhere: which are reasonable, and what they allow (RULEBOOK A4)."""

from datetime import date
from itertools import pairwise

from ..events import Event, read_date
from . import book_running, remarks_stops
from .pathway import Handler, Pathway

Refusal = tuple[str, str]


REASONABLE_NOTICE_DAYS = 21


SECOND_OFFER_DAYS = 42


def is_reasonable(offered: date, appointment: date | None) -> bool:
    """At least three weeks between the offer and the date offered. PRN01045 v5.0 §13."""
    return appointment is not None and (appointment - offered).days >= REASONABLE_NOTICE_DAYS


def is_second_within_six_weeks(offers: list[tuple[date, date | None, bool]]) -> bool | None:
    """Whether one date offered is within 42 days of another; None with fewer than two dates. §8.3.

    Once two offers are reasonable only reasonable ones are compared: the others could not have been the first date.
    """
    dates = [appointment for _, appointment, _ in offers if appointment]
    reasonable = [appointment for made, appointment, _ in offers if appointment and is_reasonable(made, appointment)]
    counted = reasonable if len(reasonable) > 1 else dates
    return are_two_within_six_weeks(counted) if len(counted) > 1 else None


def are_two_within_six_weeks(dates: list[date]) -> bool:
    return any((second - first).days <= SECOND_OFFER_DAYS for first, second in pairwise(sorted(dates)))


def read_offer(pathway: Pathway, event: Event) -> None:
    details = event.details
    appointment, declined = read_date(details.get("tci")), details.get("declined") is True
    made = read_date(details.get("offered")) or event.date
    weighed = None if details.get("reasonable") is False else appointment
    pathway.offers.made.append((made, weighed, declined))
    if appointment is None:
        pathway.note(remarks_stops.OFFER_WITHOUT_DATE(date=event.date))
    _weigh_offer(pathway, made, weighed, declined)
    pathway.tell(
        book_running.NX4,
        _DECLINED_SAYS if declined else _OFFERED_SAYS,
        date=event.date,
        for_date=appointment or "an unrecorded date",
    )


_OFFERED_SAYS = "Offered on {date} for {for_date}: the clock runs on."


_DECLINED_SAYS = "Offered on {date} for {for_date}, declined: the clock runs on."


def _weigh_offer(pathway: Pathway, made: date, appointment: date | None, declined: bool) -> None:
    """What the offers so far allow."""
    marks, offers = pathway.marks, pathway.offers.made
    reasonable = is_reasonable(made, appointment)
    marks["reasonable_offers"] = (marks["reasonable_offers"] if len(offers) > 1 else 0) + reasonable
    marks["second_offer_within_6_weeks"] = is_second_within_six_weeks(offers) if len(offers) > 1 else None
    if declined:
        if reasonable and appointment:
            pathway.offers.reasonable_declined.append(appointment)
        marks["active_monitoring_allowed"] = len(pathway.offers.reasonable_declined) > 1


def read_alternative_declined(pathway: Pathway, event: Event) -> None:
    pathway.offers.alternatives.append(event)
    pathway.tell(
        book_running.NX8, "An earlier date elsewhere was declined on {date}: the clock runs on.", date=event.date
    )
    pathway.marks["active_monitoring_allowed"] = find_alternatives_refusal(pathway) is None


def read_alternative_offered(pathway: Pathway, event: Event) -> None:
    if event.details.get("declined") is True:
        read_alternative_declined(pathway, event)


def find_alternatives_refusal(pathway: Pathway) -> Refusal | None:
    counted = [event for event in pathway.offers.alternatives if _is_fair_alternative(event)]
    if len(counted) < 2:
        return "AM6", "two reasonable earlier dates at another provider have not been declined"
    return None


def _is_fair_alternative(event: Event) -> bool:
    offered, appointment = event.details.get("offered"), read_date(event.details.get("tci"))
    made = read_date(offered) or event.date
    short = appointment is not None and not is_reasonable(made, appointment)
    return not short and event.details.get("appropriate") is not False and event.details.get("reasonable") is not False


HANDLERS: dict[str, Handler] = {
    "tci_offered": read_offer,
    "alternative_provider_offer_declined": read_alternative_declined,
    "alternative_provider_offered": read_alternative_offered,
}
