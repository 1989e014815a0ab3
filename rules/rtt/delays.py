"""Patients who delay, are away, unfit or thinking it over: the clock runs on (RULEBOOK A3, A4)."""

from ..events import Event, read_date
from . import book_monitoring, book_running, remarks_stops
from .codes import MONITORING_CODES, read_code
from .monitoring import start_monitoring
from .offers import REASONABLE_NOTICE_DAYS
from .pathway import Handler, Pathway
from .slugs import length_in_weeks

LONG_DELAY_WEEKS = 6


SHORT_THINKING_DAYS = 14


def read_delay(pathway: Pathway, event: Event) -> None:
    pathway.visits.delay_cause = "delay"
    weeks = length_in_weeks(event)
    pathway.tell(book_running.NX10, "The patient asked on {date} to delay: the clock runs on.", date=event.date)
    if weeks is None:
        pathway.note(remarks_stops.DELAY_UNKNOWN(date=event.date))
    elif weeks > LONG_DELAY_WEEKS:
        pathway.marks["clinical_review_required"] = True
        pathway.note(remarks_stops.LONG_DELAY(date=event.date, weeks=weeks))
    else:
        pathway.marks.setdefault("clinical_review_required", False)


def read_unavailable(pathway: Pathway, event: Event) -> None:
    details = event.details
    possible = details.get("two_reasonable_dates_could_have_been_offered")
    until = read_date(details.get("to"))
    if possible is None and until and (until - event.date).days < REASONABLE_NOTICE_DAYS:
        possible = False
    pathway.marks["unavailable_two_dates"] = possible
    pathway.marks["active_monitoring_allowed"] = possible
    words = "could" if possible else "could not" if possible is False else "perhaps could"
    pathway.tell(
        book_monitoring.AM7,
        "Unavailable from {date}: the clock runs on. Two reasonable dates {words} have been offered in that time.",
        date=event.date,
        words=words,
    )
    since = read_date(details.get("from"))
    if since and until and (until - since).days > LONG_DELAY_WEEKS * 7:
        pathway.marks["clinical_review_required"] = True
        pathway.note(remarks_stops.LONG_DELAY(date=event.date, weeks=(until - since).days // 7))


def read_unfit(pathway: Pathway, event: Event) -> None:
    if pathway.is_open:
        pathway.marks["planned_list_allowed"] = False
    pathway.tell(book_running.NX7, "Unfit from {date}: the clock runs on, and never a planned list.", date=event.date)


def read_thinking_time(pathway: Pathway, event: Event) -> None:
    weeks = length_in_weeks(event)
    long = weeks is not None and weeks * 7 > SHORT_THINKING_DAYS
    coded = read_code(event.details.get("rtt_code", "")) in MONITORING_CODES
    if long and (coded or event.details.get("active_monitoring") is True):
        pathway.tell(
            book_monitoring.AM10, "Longer thinking time agreed on {date} is active monitoring.", date=event.date
        )
        start_monitoring(pathway, event)
        return
    pathway.tell(book_running.NX3, "Thinking time agreed on {date}: the clock runs on.", date=event.date)
    if long:
        pathway.marks["active_monitoring_allowed"] = True
        pathway.note(remarks_stops.LONG_THINKING(date=event.date))


HANDLERS: dict[str, Handler] = {
    "patient_requests_delay": read_delay,
    "patient_unavailable": read_unavailable,
    "patient_unfit": read_unfit,
    "thinking_time_agreed": read_thinking_time,
}
