"""Appointments: attended, missed, cancelled, rebooked (RULEBOOK A5)."""

from words.phrases import in_words

from ..events import Event
from . import (
    book,
    book_monitoring,
    book_reporting,
    book_running,
    book_starts,
    book_stops,
    remarks,
    remarks_starts,
    remarks_stops,
)
from .codes import STOP_CODES, read_code
from .decisions import go_ahead, start_elective
from .discharge import read_discharge
from .monitoring import start_monitoring
from .pathway import Handler, Pathway
from .slugs import is_interface, is_treatment
from .stops import stop_by_decision
from .triage import read_triaged

REVIEW_AFTER_CANCELLATIONS = 2


def read_attended(pathway: Pathway, event: Event) -> None:
    """An attendance carries its outcome: treatment given, a decision, or the status code at its end."""
    if pathway.last is not None and not pathway.is_open and pathway.last.nullified:
        pathway.note(remarks_starts.SEEN_WITHOUT_NEW_START(date=event.date, stop=pathway.last.stop))
    pathway.stay.admitted_on = pathway.stay.emergency_on = None
    if pathway.is_open:
        pathway.visits.attended = pathway.visits.attended or event.date
        pathway.visits.delay_cause = None
        if event.details.get("tfc"):
            pathway.tfc = str(event.details["tfc"])
    _apply_outcome(pathway, event)


def _apply_outcome(pathway: Pathway, event: Event) -> None:
    outcome = _outcome(event)
    if pathway.monitoring and (outcome in _GO_AHEAD or read_code(event.details.get("rtt_code", "")) == "11"):
        pathway.note(remarks_starts.GO_AHEAD_AT_ATTENDANCE(date=event.date))
        go_ahead(pathway, event, "decision to go ahead at the attendance")
    if outcome:
        _OUTCOMES[outcome](pathway, event)
    elif event.details.get("outcome"):
        read_triaged(pathway, event)
    elif pathway.is_open and event.details.get("decision") == "test_within_days":
        pathway.marks["active_monitoring_allowed"] = False
        pathway.tell(
            book_monitoring.AM2,
            "A test is to follow soon after {date}: active monitoring is not appropriate, the clock runs on.",
            date=event.date,
        )


def _outcome(event: Event) -> str:
    """Which outcome of an attendance stops a clock or lists for treatment: the facts first, then the code."""
    details = event.details
    treatment = details.get("treatment")
    if is_treatment(treatment):
        return "30"
    decided = _DECISIONS.get(details.get("decision", ""))
    if decided:
        return decided
    code = read_code(details.get("rtt_code", ""))
    if code in STOP_CODES and not (code == "30" and _is_untreated(event)):
        return code if code in _OUTCOMES else ""
    return ""


def _is_untreated(event: Event) -> bool:
    """Whether an event that is coded as treated says that it was not: the event decides."""
    return event.name == "diagnostic_attended" or event.details.get("treatment") not in (None, "")


_GO_AHEAD = frozenset({"dta", "dtt"})
_DECISIONS = {
    "decision_not_to_treat": "34",
    "discharge_to_gp": "gp",
    "active_monitoring": "am",
    "patient_declines_treatment": "35",
    "decision_to_admit": "dta",
    "decision_to_treat": "dtt",
}


def _treated(pathway: Pathway, event: Event) -> None:
    if not pathway.is_open:
        if pathway.last is not None:
            pathway.note(remarks.STOPPED_ALREADY(date=event.date, stop=pathway.last.stop))
        return
    by_interface = event.name == "interface_assessment" or is_interface(event.details.get("by"))
    if by_interface:
        pathway.end(event.date, book_stops.SP3, "30", "first definitive treatment in the interface service")
    else:
        pathway.end(event.date, book_stops.SP2, "30", "first definitive treatment in the clinic")
    pathway.treatment_confirmed = True


def _not_to_treat(pathway: Pathway, event: Event) -> None:
    rule = book_stops.SP3B if event.name == "interface_assessment" else book_stops.SP10
    stop_by_decision(pathway, event, rule, "34", "decision not to treat")


def _to_primary_care(pathway: Pathway, event: Event) -> None:
    rule = book_stops.SP3B if event.name == "interface_assessment" else book_stops.SP7
    stop_by_decision(pathway, event, rule, "34", "returned to primary care")


def _declined(pathway: Pathway, event: Event) -> None:
    stop_by_decision(pathway, event, book_stops.SP11, "35", "patient declined offered treatment")


def _decided_to_admit(pathway: Pathway, event: Event) -> None:
    start_elective(pathway, event)
    if pathway.is_open:
        pathway.decided_to_admit = pathway.decided_to_admit or event.date


def _decided_to_treat(pathway: Pathway, event: Event) -> None:
    start_elective(pathway, event)
    pathway.tell(book.A1, "Decision to treat on {date}: the clock runs until treatment starts.", date=event.date)


_OUTCOMES: dict[str, Handler] = {
    "30": _treated,
    "34": _not_to_treat,
    "gp": _to_primary_care,
    "am": start_monitoring,
    "31": start_monitoring,
    "32": start_monitoring,
    "35": _declined,
    "dta": _decided_to_admit,
    "dtt": _decided_to_treat,
}


def read_test(pathway: Pathway, event: Event) -> None:
    """A test attended: never a stop by itself; a routine check on active monitoring starts nothing."""
    if pathway.monitoring:
        pathway.tell(book_starts.NS5, "The test of {date} during active monitoring starts no clock.", date=event.date)
    elif pathway.is_open:
        pathway.visits.tested = pathway.visits.tested or event.date
        pathway.visits.delay_cause = None
        _apply_outcome(pathway, event)


def read_missed(pathway: Pathway, event: Event) -> None:
    """A missed appointment: nullifies when it was the first and shown to have been communicated."""
    if not pathway.is_open:
        pathway.tell(
            book_running.DN1, "The appointment missed on {date} falls outside a running clock.", date=event.date
        )
        return
    details = event.details
    if details.get("was_not_brought") is True:
        pathway.note(remarks_stops.WAS_NOT_BROUGHT(date=event.date))
    pathway.visits.missed_communicated = details.get("clearly_communicated")
    if not _is_first(pathway, event):
        pathway.visits.delay_cause = "dna"
        if details.get("discharged_to_gp") is True:
            read_discharge(pathway, event)
            return
        pathway.tell(
            book_running.DN3, "Missed on {date}, not the first appointment: the clock runs on.", date=event.date
        )
        return
    _miss_first(pathway, event)


def _is_first(pathway: Pathway, event: Event) -> bool:
    claimed = event.details.get("first")
    if claimed is not False and pathway.visits.attended:
        if claimed:
            pathway.note(remarks_stops.NOT_THE_FIRST(date=event.date, attended=pathway.visits.attended))
        return False
    if claimed and pathway.visits.tested:
        pathway.note(remarks_stops.TEST_CAME_FIRST(date=event.date, tested=pathway.visits.tested))
    if claimed is None:
        return pathway.visits.tested is None and pathway.start_rule not in _NOT_AFTER_REFERRAL
    return bool(claimed)


_NOT_AFTER_REFERRAL = (book_starts.ST7, book_starts.ST8, book_starts.ST10, book_starts.ST12)


def _miss_first(pathway: Pathway, event: Event) -> None:
    communicated = event.details.get("clearly_communicated")
    coded = read_code(event.details.get("rtt_code", "")) == "33"
    if communicated is True or (communicated is None and coded):
        if _was_carried_over(pathway):
            _ask_sender(pathway, event)
            return
        if communicated is None:
            pathway.note(remarks_stops.COMMUNICATION_NOT_SHOWN(date=event.date))
        _say_evidence(pathway, event)
        if "carried_over" in pathway.marks:
            pathway.note(remarks_stops.SEEN_BY_SENDER(date=event.date))
        pathway.end(event.date, book_stops.SP13, "33", "first DNA", nullified=True)
        return
    pathway.visits.delay_cause = "dna"
    pathway.tell(
        book_running.DN2,
        "The first appointment was missed on {date}, but it is not shown that it was clearly communicated: the clock "
        "runs on.",
        date=event.date,
    )
    pathway.note(remarks_stops.FIRST_NOT_NULLIFIED(date=event.date))


def _was_carried_over(pathway: Pathway) -> bool:
    """Whether the clock came from a sender who may have seen the patient; its own record is not on this pathway."""
    return pathway.start_rule is book_reporting.A7_START and pathway.marks.get("seen_by_sender") is not False


def _ask_sender(pathway: Pathway, event: Event) -> None:
    pathway.visits.delay_cause = "dna"
    pathway.tell(
        book_running.R29,
        "The first appointment here was missed on {date}, but the clock from {start} came from the sender, who may "
        "have seen the patient: it is not nullified and runs on.",
        date=event.date,
        start=pathway.start,
    )
    pathway.note(remarks_stops.CARRIED_OVER_MISSED(date=event.date))


def _say_evidence(pathway: Pathway, event: Event) -> None:
    """What shows that a missed appointment was clearly communicated."""
    shown = ["the record says so"] if event.details.get("clearly_communicated") is True else ["code 33 implies it"]
    since = pathway.start or event.date
    shown += [
        f"{_EVIDENCE[earlier.name]} on {in_words(earlier.date)}"
        for earlier in pathway.events
        if earlier.name in _EVIDENCE and since <= earlier.date <= event.date
    ]
    pathway.tell(
        book_running.DN4,
        "That the appointment of {date} was clearly communicated rests on: {shown}.",
        date=event.date,
        shown=shown,
    )


_EVIDENCE = {
    "letter_sent": "a letter or message sent",
    "appointment_booked": "the appointment booked",
    "patient_contacted": "the patient contacted",
    "tci_offered": "a date offered",
}


def read_patient_cancels(pathway: Pathway, event: Event) -> None:
    pathway.tell(book_running.NX5, "The patient cancelled on {date}: the clock runs on.", date=event.date)
    if not pathway.is_open:
        return
    pathway.visits.cancels += 1
    pathway.visits.delay_cause = "cancellation"
    if pathway.visits.cancels >= REVIEW_AFTER_CANCELLATIONS:
        pathway.marks["clinical_review_required"] = True
        pathway.forget(remarks_stops.REPEATED_CANCELLATIONS)
        pathway.note(remarks_stops.REPEATED_CANCELLATIONS(count=pathway.visits.cancels, date=event.date))


def read_provider_cancels(pathway: Pathway, event: Event) -> None:
    pathway.tell(book_running.NX6, "The provider cancelled on {date}: the clock runs on.", date=event.date)


def read_rebook(pathway: Pathway, event: Event) -> None:
    last = pathway.last
    if pathway.is_open or last is None or not last.nullified:
        return
    if event.name == "patient_contacts_to_rebook":
        why = "patient contacted trust to rebook"
    elif event.name == "provider_decides_to_rebook":
        why = "decision to offer another appointment"
    else:
        why = "another appointment booked, decided on that date or earlier"
        pathway.note(remarks_starts.REBOOKED_WITHOUT_DECISION(date=event.date))
    pathway.begin(event.date, book_starts.ST11, why)


HANDLERS: dict[str, Handler] = {
    "appointment_attended": read_attended,
    "interface_assessment": read_attended,
    "diagnostic_attended": read_test,
    "dna": read_missed,
    "patient_cancels": read_patient_cancels,
    "provider_cancels": read_provider_cancels,
    "patient_contacts_to_rebook": read_rebook,
    "provider_decides_to_rebook": read_rebook,
    "appointment_booked": read_rebook,
}
