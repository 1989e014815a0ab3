"""Triage: what an assessment or interface service makes of a referral (RULEBOOK A2 ST5, A3 SP3b)."""

from ..events import Event
from . import book_running, book_starts, book_stops, remarks_starts
from .pathway import Handler, Pathway
from .starts import read_rejected
from .stops import stop_by_decision

IN_TRIAGE = (book_starts.ST1B, book_starts.ST5)
"""Clocks that started in a service that assesses referrals."""


def is_in_triage(pathway: Pathway, event: Event) -> bool:
    """Whether nobody has seen the patient and the referral of the running clock is with an assessment service."""
    start = pathway.start
    if not pathway.is_open or start is None or pathway.visits.attended is not None:
        return False
    return pathway.start_rule in IN_TRIAGE or any(
        earlier.name == "ras_received" and start <= earlier.date <= event.date for earlier in pathway.events
    )


def read_triaged(pathway: Pathway, event: Event) -> None:
    """The outcome of triage: only a return to the referrer ends the wait."""
    outcome = event.details.get("outcome")
    if outcome == "returned_with_advice":
        stop_by_decision(pathway, event, book_stops.SP3B, "34", "returned to the referrer with advice")
    elif outcome == "rejected":
        read_rejected(pathway, event)
    elif outcome == "referred_on":
        pathway.tell(book_starts.ST5, "Referred on after triage on {date}: the clock runs on.", date=event.date)
    elif outcome == "accepted":
        pathway.extras.pop("rejected", None)
        pathway.tell(book_starts.ST5, "Accepted at triage on {date}: the clock runs on.", date=event.date)
    elif not event.details.get("rtt_code") and event.name == "referral_triaged":
        pathway.note(remarks_starts.TRIAGE_OUTCOME_MISSING(date=event.date))


def read_advice_given(pathway: Pathway, event: Event) -> None:
    """Advice to the referrer: the end of a referral that is still being assessed; otherwise it moves nothing."""
    if is_in_triage(pathway, event):
        stop_by_decision(pathway, event, book_stops.SP3B, "34", "returned to the referrer with advice")
        return
    pathway.tell(book_starts.NS10, "Advice and guidance on {date} starts no clock.", date=event.date)
    if pathway.is_open:
        pathway.tell(book_running.NX14, "The clock runs on: the referral of {start} stays.", start=pathway.start)
        pathway.note(remarks_starts.ADVICE_WHILE_OPEN(date=event.date))


HANDLERS: dict[str, Handler] = {"advice_given": read_advice_given, "referral_triaged": read_triaged}
