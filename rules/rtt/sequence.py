"""Status codes against events: codes that cannot be, contradict what happened, or come in the wrong order (A6)."""

from words.phrases import in_words

from ..events import Event, label_of
from . import book_starts, remarks, remarks_starts
from .codes import MONITORING_CODES, RUNNING_CODES, STATUS_CODES, STOP_CODES, read_code
from .pathway import Pathway

_NOT_BEFORE_REFERRAL = frozenset(
    {"appointment_attended", "dna", "admission", "active_monitoring_start", "decision_to_admit", "decision_to_treat"}
    | {"treatment_started", "therapy_started", "decision_not_to_treat", "transplant_listed", "discharge_to_gp"}
    | {
        "patient_declines_treatment",
        "death",
        "patient_cancels",
        "provider_cancels",
        "tci_offered",
        "interface_assessment",
    }
)


def check_code(pathway: Pathway, event: Event, was_monitoring: bool, was_closed: int) -> None:
    """Compare the code an event carries with what the event did; the event has been read already."""
    code = read_code(event.details["rtt_code"])
    if code in RUNNING_CODES and pathway.start is not None and len(pathway.periods) == was_closed:
        return
    if code not in STATUS_CODES:
        pathway.note(remarks.IMPOSSIBLE_CODE(code=code, date=event.date))
    elif len(pathway.periods) > was_closed:
        _check_stop(pathway, event, code)
    elif code in STOP_CODES:
        _check_no_stop(pathway, event, code)
    else:
        _check_order(pathway, event, code, was_monitoring)


def _check_stop(pathway: Pathway, event: Event, code: str) -> None:
    stopped_with = pathway.periods[-1].stop_code
    if code != stopped_with:
        _contradict(pathway, event, code, f"it stopped the clock with code {stopped_with}")


def _check_no_stop(pathway: Pathway, event: Event, code: str) -> None:
    last = pathway.last
    if not pathway.is_open and last is not None and last.stop_code == code:
        return
    if not pathway.is_open and last is not None:
        _contradict(pathway, event, code, f"the clock had stopped on {in_words(last.stop)} with code {last.stop_code}")
    elif event is not pathway.refused:  # that the stop was refused has been said already
        _contradict(pathway, event, code, "it does not stop a clock")


def _check_order(pathway: Pathway, event: Event, code: str, was_monitoring: bool) -> None:
    if code == "11":
        _check_eleven(pathway, event, was_monitoring)
    elif code == "91" and not was_monitoring:
        _contradict(pathway, event, code, "the patient was not on active monitoring")
    elif code == "90" and not pathway.periods and not pathway.emergency_on:
        pathway.note(remarks.AFTER_WHAT(date=event.date))
    elif code in {"92", "98"} and pathway.is_open:
        _contradict(pathway, event, code, "an RTT clock is running")
    elif code == "12" and event.name not in {"consultant_referral_new_condition", "appointment_attended"}:
        _contradict(pathway, event, code, "there is no consultant referral for a separate condition")
    elif code == "99":
        pathway.note(remarks.NOT_YET_KNOWN(date=event.date))
    elif code in RUNNING_CODES and not pathway.is_open and pathway.periods:
        pathway.note(remarks.RUNNING_AFTER_STOP(code=code, date=event.date, stop=pathway.periods[-1].stop))


def _check_eleven(pathway: Pathway, event: Event, was_monitoring: bool) -> None:
    if was_monitoring:
        if not pathway.is_open:
            pathway.note(remarks.ELEVEN_WITHOUT_DECISION(date=event.date))
        return
    after_monitoring = pathway.start_rule is book_starts.ST10
    if not any(period.stop_code in MONITORING_CODES for period in pathway.periods):
        _contradict(pathway, event, "11", "there was no active monitoring (31 or 32) before")
    elif not after_monitoring:
        _contradict(pathway, event, "11", "active monitoring had not ended just before")


def _contradict(pathway: Pathway, event: Event, code: str, fact: str) -> None:
    pathway.note(remarks.CODE_CONTRADICTS(code=code, event=label_of(event.name), date=event.date, fact=fact))


def check_before_referral(pathway: Pathway, events: list[Event]) -> None:
    """Care dated before the first clock start: a wrong date, or a referral that was never recorded."""
    first = pathway.periods[0].start if pathway.periods else pathway.start
    if first is None:
        return
    for event in events:
        if event.date >= first:
            return
        if event.name in _NOT_BEFORE_REFERRAL and not pathway.outside:
            pathway.note(remarks.BEFORE_REFERRAL(event=label_of(event.name), date=event.date, start=first))


_LISTED = frozenset({"decision_to_admit", "decision_to_treat", "tci_offered", "admission", "active_monitoring_start"})
_SEEN = frozenset({"appointment_attended", "appointment_booked"})
_PART_OF_A_WAIT = RUNNING_CODES | STOP_CODES | {"11", "12"}


def check_has_start(pathway: Pathway, events: list[Event]) -> None:
    """Nobody is on a list without a clock start: the first event that is part of a wait while none is known."""
    first = next((event for event in events if _is_part_of_a_wait(pathway, event)), None)
    if first is None:
        return
    if pathway.emergency_on and first.date >= pathway.emergency_on:
        check = remarks_starts.EMERGENCY_FOLLOW_UP
    else:
        check = remarks_starts.NO_CLOCK_START
    pathway.note(check(event=label_of(first.name), date=first.date))


def _is_part_of_a_wait(pathway: Pathway, event: Event) -> bool:
    if read_code(event.details.get("rtt_code", "")) in _PART_OF_A_WAIT:
        return True
    if event.details.get("elective") is False or pathway.planned.is_planned:
        return False
    if event.name in _SEEN:
        return event.details.get("first") is True and not event.details.get("rtt_code")
    return event.name in _LISTED
