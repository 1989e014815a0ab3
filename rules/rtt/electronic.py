"""Referrals through eRS: booking references, worklists, assessment services (RULEBOOK A2, ST1-ST3)."""

from ..events import Event
from ..explain import Rule
from . import book_starts, remarks_starts
from .outside import leave_out_of_return, remember, stay_outside
from .pathway import Handler, Pathway
from .slugs import is_community, is_interface


def read_ubrn(pathway: Pathway, event: Event) -> None:
    if event.details.get("consultant_led") is False:
        stay_outside(pathway, event, book_starts.NS1, "the service is not consultant-led, so there is no RTT clock.")
        return
    if is_community(event.details.get("community_service")):
        leave_out_of_return(pathway, event)
    in_service = is_interface(event.details.get("service"))
    rule, why = (
        (book_starts.ST5, "first UBRN converted, interface service")
        if in_service
        else (book_starts.ST1, "UBRN conversion")
    )
    if not pathway.is_open and event.details.get("linked_to") and not pathway.periods:
        pathway.note(remarks_starts.FIRST_UBRN_MISSING(date=event.date, linked_to=event.details["linked_to"]))
    _take_electronic(pathway, event, rule, why)


def read_asi(pathway: Pathway, event: Event) -> None:
    _take_electronic(pathway, event, book_starts.ST2, "date UBRN appeared on ASI worklist")


def read_ras(pathway: Pathway, event: Event) -> None:
    _take_electronic(pathway, event, book_starts.ST1B, "date the referral reached the assessment service worklist")


def _take_electronic(pathway: Pathway, event: Event, rule: Rule, why: str) -> None:
    remember(pathway, event)
    ubrn = event.details.get("ubrn")
    if not pathway.is_open:
        pathway.begin(event.date, book_starts.ST9 if pathway.periods else rule, why)
        pathway.extras["ubrn"] = ubrn
        return
    is_same = ubrn is not None and ubrn == pathway.extras.get("ubrn")
    is_onward = bool(event.details.get("linked_to")) or pathway.start_rule in _FIRST_OF_TWO
    pathway.tell(
        book_starts.ST5 if is_onward and not is_same else book_starts.ST3,
        "The clock has been running since {start}; {date} does not restart it.",
        start=pathway.start,
        date=event.date,
    )


_FIRST_OF_TWO = (book_starts.ST4, book_starts.ST5)


HANDLERS: dict[str, Handler] = {"ubrn_converted": read_ubrn, "asi_worklist": read_asi, "ras_received": read_ras}
