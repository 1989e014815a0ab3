"""Ends of a pathway that are no treatment here: treated elsewhere, moved away, entered in error, a duplicate; and
what follows a pathway or moves who reports it: patient-initiated follow-up, a subcontract (RULEBOOK A3, A7, E)."""

from ..calendar import LAST_DAY_WITHIN_18_WEEKS
from ..events import Event
from . import book_reporting, book_stops, remarks, remarks_stops
from .codes import read_code
from .monitoring import start_monitoring
from .pathway import Handler, Pathway
from .stops import end_monitoring, stop_by_decision

ELSEWHERE = {"nhs": "treated by another NHS provider", "private": "treated privately", "abroad": "treated abroad"}


def read_treated_elsewhere(pathway: Pathway, event: Event) -> None:
    by = ELSEWHERE.get(str(event.details.get("by")), "treated elsewhere")
    _end_without_treatment(pathway, event, by)


def read_moved_away(pathway: Pathway, event: Event) -> None:
    _end_without_treatment(pathway, event, "the patient moved away and will not be treated here")


def _end_without_treatment(pathway: Pathway, event: Event, why: str) -> None:
    """No further contact: 34, or 35 where the record says that the patient declined."""
    if end_monitoring(pathway, event):
        return
    code = "35" if read_code(event.details.get("rtt_code", "")) == "35" else "34"
    if stop_by_decision(pathway, event, book_stops.SP17, code, why):
        pathway.note(remarks_stops.ENDED_ELSEWHERE(date=event.date, why=why))


def read_error(pathway: Pathway, event: Event) -> None:
    """An entry that should not be there: its clock is taken away, it was never a wait."""
    what = "entered in error"
    if event.name == "duplicate_closed":
        other = event.details.get("of")
        what = f"a duplicate of {other}" if other else "a duplicate"
        if not other:
            pathway.note(remarks.DUPLICATE_OF_WHAT(date=event.date))
    if not pathway.is_open:
        pathway.note(remarks.NOTHING_TO_TAKE_AWAY(date=event.date, what=what))
        return
    pathway.take_away(
        book_stops.IN_ERROR,
        "Closed on {date} as {what}: the clock from {taken} is removed and is not a stop. The earliest valid start "
        "counts, on the pathway that stays.",
        date=event.date,
        what=what,
    )


def read_pifu(pathway: Pathway, event: Event) -> None:
    """Patient-initiated follow-up follows a wait; by itself it ends none."""
    if pathway.is_open:
        code = read_code(event.details.get("rtt_code", ""))
        if code in {"31", "32"}:
            start_monitoring(pathway, event)
            return
        if code == "34":
            stop_by_decision(
                pathway, event, book_stops.SP10, "34", "decision not to treat, patient-initiated follow-up"
            )
            return
        pathway.note(remarks_stops.FOLLOW_UP_WHILE_OPEN(date=event.date))
        says = "Patient-initiated follow-up from {date}: by itself it does not stop the clock."
    else:
        says = "Patient-initiated follow-up from {date}: after the wait, no clock starts."
    pathway.tell(book_stops.PIFU, says, date=event.date)


def read_subcontract(pathway: Pathway, event: Event) -> None:
    """Treated under a subcontract: whoever has clinical responsibility reports, unless another is agreed."""
    named, before = event.details.get("reported_by"), pathway.provider
    if named:
        pathway.hand_over(event.date, str(named), pathway.provider)
    pathway.tell(
        book_reporting.R25,
        "Subcontracted on {date}: {who} reports the wait, the clock runs on.",
        date=event.date,
        who=pathway.provider or "the provider with clinical responsibility",
    )
    if not named:
        pathway.note(remarks.SUBCONTRACT_WHO_REPORTS(date=event.date))
    elif before and str(named) != before:
        pathway.note(remarks.SUBCONTRACT_EXCEPTION(date=event.date, named=named, before=before))
    start = pathway.start
    if start and (event.date - start).days > LAST_DAY_WITHIN_18_WEEKS:
        pathway.note(remarks.SUBCONTRACT_LONG_WAIT(date=event.date, days=(event.date - start).days))


HANDLERS: dict[str, Handler] = {
    "treated_elsewhere": read_treated_elsewhere,
    "moved_away": read_moved_away,
    "entered_in_error": read_error,
    "duplicate_closed": read_error,
    "pifu_started": read_pifu,
    "subcontracted": read_subcontract,
}
