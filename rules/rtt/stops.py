"""Treatment, decisions and death: events that stop a clock, and those that only look as if they did (RULEBOOK A3)."""

from datetime import date

from ..events import Event, label_of, read_date
from ..explain import Rule
from . import (
    book_monitoring,
    book_reporting,
    book_running,
    book_starts,
    book_stops,
    remarks,
    remarks_starts,
    remarks_stops,
)
from .codes import read_code
from .pathway import Handler, Pathway
from .slugs import is_interface

NOT_TREATMENT = {
    "diagnostic_only": "a test",
    "diagnostic": "a test",
    "pre_treatment": "pre-treatment",
    "pre_operative_assessment": "pre-operative assessment",
    "pre_op_assessment": "pre-operative assessment",
}
TREATMENT = frozenset({"first_definitive_treatment", "definitive_treatment", "treatment"})
SPELL_DAYS = 1
"""A treatment on the day of an admission or the next belongs to it; a later one is asked about."""
LONG_STAY_DAYS = 14
"""Without a discharge a stay is taken to last so long; a longer one has to be said, and is asked about."""
DECIDED_ON = "decided_on"
"""Where the engine keeps the date of a decision that it moved to the date the patient was told."""


def read_admission(pathway: Pathway, event: Event) -> None:
    purpose = event.details.get("for")
    if purpose in NOT_TREATMENT:
        pathway.stay.admitted_on = event.date if pathway.is_open else None
        pathway.tell(
            book_running.NX1,
            "Admitted on {date} for {what}: the clock runs.",
            date=event.date,
            what=NOT_TREATMENT[purpose],
        )
        pathway.visits.attended = pathway.visits.attended or event.date
    elif purpose in TREATMENT or read_code(event.details.get("rtt_code")) == "30":
        _admit_for_treatment(pathway, event)
    else:
        pathway.stay.admitted_on = event.date if pathway.is_open else None
        pathway.note(remarks_stops.ADMISSION_FOR_WHAT(date=event.date))


def _admit_for_treatment(pathway: Pathway, event: Event) -> None:
    if not pathway.is_open:
        _no_clock_to_stop(pathway, event)
        return
    side = event.details.get("side")
    why = f"first definitive treatment, admitted ({side})" if side else "first definitive treatment, admitted"
    _take_tfc(pathway, event)
    pathway.end(event.date, book_stops.SP1, "30", why, admitted=True)


def _take_tfc(pathway: Pathway, event: Event) -> None:
    tfc = event.details.get("tfc")
    if tfc:
        pathway.tfc = str(tfc)


def read_not_carried_out(pathway: Pathway, event: Event) -> None:
    last = pathway.last
    if not pathway.is_open and last and last.stop_rule is book_stops.SP1 and last.stop and last.stop <= event.date:
        pathway.reopen(
            book_running.NX2,
            "The treatment was not carried out on {date}, so the admission of {reopened} did not stop the clock: it "
            "runs on.",
            date=event.date,
        )
        return
    pathway.tell(book_running.NX2, "Treatment not carried out on {date}: the clock runs.", date=event.date)


def read_treatment(pathway: Pathway, event: Event) -> None:
    details = event.details
    if details.get("definitive") is False:
        pathway.tell(book_running.NX9, "The treatment of {date} was not definitive: the clock runs.", date=event.date)
        return
    if _is_unrelated_emergency(event):
        pathway.outside = True
        pathway.tell(book_starts.NS3, "Emergency treatment on {date} is outside RTT.", date=event.date)
        if pathway.is_open:
            pathway.note(remarks_stops.EMERGENCY_TREATMENT(date=event.date))
        return
    if pathway.is_open:
        _stop_for_treatment(pathway, event)
    else:
        _treat_without_clock(pathway, event)


def _is_unrelated_emergency(event: Event) -> bool:
    """Emergency treatment, unless it is said, or coded, to be the one the patient waits for."""
    details = event.details
    awaited = details.get("definitive") is True or read_code(details.get("rtt_code", "")) == "30"
    return details.get("emergency") is True and not awaited


def _stop_for_treatment(pathway: Pathway, event: Event) -> None:
    details = event.details
    _take_tfc(pathway, event)
    admitted = _find_admission(pathway, event)
    if admitted:
        _stop_on_admission(pathway, event, admitted)
    elif details.get("admitted") is True:
        pathway.end(event.date, book_stops.SP1, "30", "first definitive treatment, admitted", admitted=True)
    elif event.name == "therapy_started":
        pathway.end(event.date, book_stops.SP4, "30", "therapy started")
    elif is_interface(details.get("by")):
        pathway.end(event.date, book_stops.SP3, "30", "first definitive treatment in the interface service")
    else:
        pathway.end(event.date, book_stops.SP2, "30", "first definitive treatment")
    pathway.treatment_confirmed = True
    _say_found_late(pathway, event)


def _find_admission(pathway: Pathway, event: Event) -> date | None:
    """The admission of the stay in which the treatment was given, however many days later."""
    day = pathway.stay.emergency_on or pathway.stay.admitted_on
    said = event.details.get("admitted")
    if day is None or event.name != "treatment_started" or said is False:
        return None
    days = (event.date - day).days
    if not said and not event.details.get("emergency") and days > SPELL_DAYS:
        pathway.note(remarks_stops.SAME_STAY(date=event.date, admitted=day))
        return day if days <= LONG_STAY_DAYS else None
    return day


def _stop_on_admission(pathway: Pathway, event: Event, admitted: date) -> None:
    days = (event.date - admitted).days
    if pathway.stay.emergency_on:
        rule, why = book_stops.SP1B, "the awaited treatment was given during an emergency admission"
    else:
        rule, why = book_stops.SP5, "treated during the admission"
    start = pathway.start or admitted
    pathway.end(admitted, rule, "30", why, admitted=True)
    if rule is book_stops.SP1B and days:
        pathway.tell(
            rule,
            "Counted to the day of the treatment, {date}, the wait would be {waited} days.",
            date=event.date,
            waited=(event.date - start).days,
        )
    if days > LONG_STAY_DAYS:
        pathway.note(remarks_stops.LONG_STAY(admitted=admitted, days=days))


def read_hospital_discharge(pathway: Pathway, event: Event) -> None:
    """The end of a stay: what is treated later was not treated in it."""
    pathway.stay.admitted_on = pathway.stay.emergency_on = None
    pathway.treatment_confirmed = True
    if pathway.is_open:
        pathway.tell(book_running.NX1, "Discharged from hospital on {date}: the clock runs on.", date=event.date)


def _say_found_late(pathway: Pathway, event: Event) -> None:
    found = read_date(event.details.get("found_on"))
    if found and (found.year, found.month) > (event.date.year, event.date.month):
        pathway.marks["found_on"] = found
        pathway.tell(
            book_reporting.A9_LATE,
            "Found on {found}: it leaves the open list and is not added to that month's completed pathways.",
            found=found,
        )
        pathway.note(remarks_stops.STOP_FOUND_LATE(stop=event.date, found=found))


def _treat_without_clock(pathway: Pathway, event: Event) -> None:
    last = pathway.last
    if last is None:
        if not pathway.outside:
            pathway.note(remarks.NO_CLOCK_TO_STOP(what="Treatment", date=event.date))
        return
    if last.stop_rule is book_stops.SP1 and not pathway.treatment_confirmed:
        pathway.treatment_confirmed = True
        return
    if event.details.get("in_agreed_plan") is False:
        pathway.note(remarks_starts.TREATMENT_NOT_IN_PLAN(date=event.date))
    elif pathway.monitoring or last.nullified:
        _no_clock_to_stop(pathway, event)
    elif event.details.get("in_agreed_plan") is True:
        pathway.tell(book_starts.NS12, "The treatment of {date} is in the agreed plan: no new clock.", date=event.date)
    else:
        _no_clock_to_stop(pathway, event)


def _no_clock_to_stop(pathway: Pathway, event: Event) -> None:
    if pathway.last is None:
        if not pathway.outside:
            pathway.note(remarks.NO_CLOCK_TO_STOP(what="An event that stops a clock", date=event.date))
        return
    pathway.note(remarks.STOPPED_ALREADY(date=event.date, stop=pathway.last.stop))


def read_dose_change(pathway: Pathway, event: Event) -> None:
    pathway.tell(book_starts.NS8, "A change of dose on {date} starts no clock.", date=event.date)
    if event.details.get("referred_for_therapy") is True:
        pathway.note(remarks_starts.DOSE_AND_THERAPY(date=event.date))


def communicated_on(pathway: Pathway, event: Event) -> date | None:
    """When a decision reached the patient, which is when it counts; None (and a finding): it has not.

    The engine has already moved a decision communicated later to that date.
    """
    if event.details.get("communicated") is False:
        pathway.tell(book_running.NX11, "The decision of {date} was not communicated: nothing moves.", date=event.date)
        pathway.note(remarks_stops.NOT_COMMUNICATED(date=event.date))
        return None
    decided = event.details.get(DECIDED_ON)
    if decided is not None:
        pathway.note(remarks_stops.COMMUNICATED_LATER(date=decided, told=event.date))
    told = read_date(event.details.get("communicated"))
    if told is not None and told < event.date and decided is None:
        pathway.note(remarks_stops.TOLD_BEFORE_DECIDED(event=label_of(event.name), date=event.date, told=told))
    return event.date


def end_monitoring(pathway: Pathway, event: Event) -> bool:
    """Where the patient is on active monitoring: it ends with this event, and no clock starts."""
    last = pathway.last
    if not pathway.monitoring or last is None:
        return False
    pathway.monitoring = False
    pathway.tell(
        book_monitoring.AM1,
        "“{event}” on {date} ends active monitoring: the clock had stopped on {stop} with {code}, no other starts.",
        event=label_of(event.name),
        date=event.date,
        stop=last.stop,
        code=last.stop_code,
    )
    pathway.note(remarks_stops.ENDED_DURING_MONITORING(event=label_of(event.name), date=event.date, stop=last.stop))
    return True


def stop_by_decision(pathway: Pathway, event: Event, rule: Rule, code: str, why: str) -> bool:
    """Stop on the date the decision was communicated, when a clock runs; it ends active monitoring too."""
    if end_monitoring(pathway, event):
        return False
    if not pathway.is_open:
        _no_clock_to_stop(pathway, event)
        return False
    told = communicated_on(pathway, event)
    return told is not None and pathway.end(told, rule, code, why)


def read_transplant(pathway: Pathway, event: Event) -> None:
    if event.details.get("matched") is False:
        pathway.tell(book_stops.SP6, "Unmatched transplant, {date}: the clock runs until admission.", date=event.date)
        return
    stop_by_decision(pathway, event, book_stops.SP6, "34", "added to transplant list")


def read_decision_not_to_treat(pathway: Pathway, event: Event) -> None:
    last = pathway.last
    untreated = (
        last and last.stop_rule is book_stops.SP1 and last.stop == event.date and not pathway.treatment_confirmed
    )
    if not pathway.is_open and untreated:
        pathway.reopen(
            book_running.NX2, "Admitted on {reopened} but not treated: a decision not to treat is a non-admitted stop."
        )
    by_interface = is_interface(event.details.get("by"))
    rule = book_stops.SP3B if by_interface else book_stops.SP10
    stop_by_decision(pathway, event, rule, "34", "decision not to treat")


def read_declines(pathway: Pathway, event: Event) -> None:
    if event.details.get("all_treatment") is False:
        pathway.tell(
            book_stops.SP11, "The patient declined one treatment on {date}, not all: the clock runs.", date=event.date
        )
        return
    stop_by_decision(pathway, event, book_stops.SP11, "35", "patient declined offered treatment")


def read_death(pathway: Pathway, event: Event) -> None:
    day = event.date
    if event.name == "death_notified":
        day = min(read_date(event.details.get("died")) or day, day)
    if end_monitoring(pathway, event):
        return
    if pathway.is_open:
        pathway.end(max(day, pathway.start or day), book_stops.SP12, "36", "died before treatment")


HANDLERS: dict[str, Handler] = {
    "admission": read_admission,
    "hospital_discharge": read_hospital_discharge,
    "treatment_not_carried_out": read_not_carried_out,
    "treatment_started": read_treatment,
    "therapy_started": read_treatment,
    "medication_dose_change": read_dose_change,
    "transplant_listed": read_transplant,
    "decision_not_to_treat": read_decision_not_to_treat,
    "patient_declines_treatment": read_declines,
    "death": read_death,
    "death_notified": read_death,
}
