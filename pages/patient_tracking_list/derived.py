"""The columns a pathway fills: its clock, its two waits, what comes next, and what a validator looks for."""

from collections.abc import Callable
from datetime import date
from typing import Any

from dashapp.declare.module import Case, Derived
from dashapp.services.ribbons.rtt_ribbons import make_rtt_ribbon
from rules.calendar import band_label, week_band
from rules.pathways.record import P_CODES, PRIORITIES, SOURCES, Pathway
from rules.pathways.row import find_tci
from rules.rtt import STATUS_WORDS, Clock
from words.phrases import in_words
from words.questions import choices

STATES = choices(**STATUS_WORDS)
NOT_CONTACTED_DAYS = 84
ADULT_FROM = 18
LONGEST_WAIT = 999_999
WORKLIST_ROUTES = frozenset({"ers_asi", "ers_ras"})
BOOKED_BY = {code: place for place, code in enumerate(P_CODES)}
PRIORITY_CODES = {"routine": "1", "urgent": "2", "two_week": "3"}
SOURCE_CODES = {
    "gp": "03",
    "emergency_department": "04",
    "consultant": "05",
    "self": "06",
    "optometrist": "15",
    "dentist": "92",
}
"""NHS Data Dictionary, source of referral for outpatients. An interface service has several: check locally."""


def tell(read: Callable[[Clock], Any]) -> Callable[[Case], Any]:
    """A derived value read off the clock."""
    return lambda case: read(case.clocks)


def tell_band(clock: Clock) -> str | None:
    return band_label(week_band(clock.wait.days)) if clock.wait else None


def tell_next(case: Case) -> str:
    """What happens next, as recorded; of a stopped clock with nothing to come, when and how it ended."""
    answers: Pathway = case.answers
    clock: Clock = case.clocks
    if clock.status == "stopped" and clock.last and not (answers.next_event or find_tci(answers)):
        return f"Stopped on {in_words(clock.clock_stop)}: {clock.last.stop_reason}"
    return answers.next_event or ("Admission booked" if find_tci(answers) else "Nothing booked")


def tell_next_on(case: Case) -> date | None:
    return case.answers.next_event_on or find_tci(case.answers)


def find_last_of(case: Case, name: str, said: date | None) -> date | None:
    """The last day of a kind of event on the whole pathway, or what the record itself says when that is later."""
    days = (said, *(event.date for event in case.pathway_events if event.name == name))
    return max((day for day in days if day is not None and day <= case.today), default=None)


def not_contacted(case: Case) -> bool:
    """Waiting 12 weeks and not contacted in the last 12."""
    clock: Clock = case.clocks
    waited = clock.wait.days if clock.status == "open" and clock.wait else 0
    last = find_last_of(case, "patient_contacted", case.answers.contacted_on)
    return waited > NOT_CONTACTED_DAYS and (last is None or (case.today - last).days > NOT_CONTACTED_DAYS)


def tell_unoutcomed(case: Case) -> bool:
    """Whether a booked date has passed and nothing has been recorded on the pathway since."""
    booked = [day for day in (case.answers.next_event_on, find_tci(case.answers)) if day and day < case.today]
    if not booked or case.clocks.status == "stopped":
        return False
    return not any(min(booked) <= event.date <= case.today for event in case.pathway_events)


def tell_on_worklist(case: Case) -> bool:
    """Whether an eRS referral has not been booked yet: no slots (ASI), or waiting to be assessed (RAS)."""
    answers: Pathway = case.answers
    if answers.list_type:
        return answers.list_type == "asi_ras"
    moved_on = answers.next_event_on or find_tci(answers) or answers.events
    return answers.referral_route in WORKLIST_ROUTES and not moved_on


def tell_planned_overdue(case: Case) -> bool:
    """Planned, and its date has passed: it moves to the active list, and a clock starts (RULEBOOK P1, R32)."""
    due = case.answers.planned_due
    return case.answers.planned == "yes" and due is not None and due < case.today


def tell_past_lcad(case: Case) -> bool:
    """A follow-up whose latest clinically appropriate date has passed without the patient being seen (P1, R33)."""
    latest = case.answers.latest_clinically_appropriate_date
    seen = find_last_of(case, "appointment_attended", case.answers.last_attended_on)
    return latest is not None and latest < case.today and (seen is None or seen < latest)


def tell_child(case: Case) -> bool:
    """Under 18 today, by the date of birth; without one, as the record has it."""
    born = case.answers.date_of_birth
    if born is None:
        return bool(case.answers.child_or_vulnerable == "yes")
    return case.today.year - born.year - ((case.today.month, case.today.day) < (born.month, born.day)) < ADULT_FROM


def tell_booking_order(case: Case) -> str:
    """The order an admitted list is booked in: clinical priority, then the place on the list, which keeps the wait
    before active monitoring by choice (RULEBOOK P1, R35)."""
    urgency = BOOKED_BY.get(case.answers.clinical_priority or "", len(P_CODES))
    return f"{urgency:02}-{LONGEST_WAIT - (case.clocks.list_position_days or 0):06}"


def tell_codes(case: Case) -> str:
    """The national codes behind two answers: source of referral and priority type."""
    answers: Pathway = case.answers
    source = SOURCE_CODES.get(answers.referral_source)
    told = [f"{SOURCES[answers.referral_source]} {source}"] if source else []
    return ", ".join([*told, f"{PRIORITIES[answers.priority]} {PRIORITY_CODES[answers.priority]}"])


DERIVED = (
    Derived("ribbon", "Clock", lambda case: make_rtt_ribbon(case.clocks, case.pathway_events), kind="ribbon"),
    Derived("state", "State", tell(lambda clock: clock.status), choices=STATES),
    Derived("days", "Days waited", tell(lambda clock: clock.wait.days if clock.wait else None), kind="weeks"),
    Derived("list_days", "Days for list place", tell(lambda clock: clock.list_position_days), kind="count"),
    Derived("band", "Band", tell(tell_band)),
    Derived("days_left", "Days left", tell(lambda clock: clock.days_left), kind="days"),
    Derived("breach_on", "Breach date", tell(lambda clock: clock.counted_breach_date), kind="date"),
    Derived("start_on", "Clock start", tell(lambda clock: clock.clock_start), kind="date"),
    Derived("stop_on", "Clock stop", tell(lambda clock: clock.clock_stop), kind="date"),
    Derived("stop_code", "Stop code", tell(lambda clock: clock.last.stop_code if clock.last else None)),
    Derived("next_step", "What comes next", tell_next),
    Derived("next_on", "Next on", tell_next_on, kind="date"),
    Derived("booking_order", "Booking order", tell_booking_order),
    Derived("national_codes", "National codes", tell_codes),
    Derived("unoutcomed", "Outcome missing", tell_unoutcomed),
    Derived("on_worklist", "On the ASI or RAS list", tell_on_worklist),
    Derived("planned_overdue", "Planned, overdue", tell_planned_overdue),
    Derived("past_lcad", "Past the latest clinically appropriate date", tell_past_lcad),
    Derived("child", "Child", tell_child),
    Derived("not_contacted", "Not contacted for 12 weeks", not_contacted),
)
