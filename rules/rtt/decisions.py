"""Decisions that start a clock again after a stop, the second side, and planned lists (RULEBOOK A2, ST7-ST12)."""

from datetime import date

from words.phrases import plural

from ..events import Event, label_of, read_date
from . import book, book_monitoring, book_reporting, book_starts, remarks_starts, remarks_stops
from .pathway import Handler, Pathway
from .slugs import is_test, word
from .stops import communicated_on

_MONITORED = frozenset(("active_monitoring", "watchful_waiting"))
_EMERGENCIES = frozenset(("emergency", "emergency_admission", "emergency_attendance"))
_SAME_PROVIDER = frozenset(("same", "same_provider"))
SHORT_MONITORING_DAYS = 7
"""Active monitoring that ended within so many days is asked about: for the patient it may be one wait."""
_SECOND_SIDE = ("clinically_ready_second_side", "patient_available_second_side")


def read_decision(pathway: Pathway, event: Event) -> None:
    """A decision to treat or to admit: ends active monitoring with a new clock, else leaves the clock running.

    `after` may say what it follows where that is not among the events: active monitoring, or an emergency.
    """
    if event.details.get("tfc"):
        pathway.tfc = str(event.details["tfc"])
    if pathway.monitoring:
        go_ahead(pathway, event, "decision further treatment required, communicated")
    elif not pathway.is_open and not start_elective(pathway, event) and pathway.last is not None:
        pathway.note(remarks_starts.DECISION_AFTER_STOP(date=event.date, stop=pathway.last.stop))
    if pathway.is_open and event.name == "decision_to_admit":
        pathway.decided_to_admit = pathway.decided_to_admit or event.date
        pathway.tell(book_reporting.A9, "Decision to admit on {date}: counted in Part 2A while open.", date=event.date)


def start_elective(pathway: Pathway, event: Event) -> bool:
    """A decision with no clock running: what it follows decides whether one starts. True when it started or was asked.

    A decision for elective care after an emergency starts a clock that day (§9.1); one made on the day of the
    emergency may be part of the emergency, so it has to say that it is elective.
    """
    if pathway.is_open or pathway.monitoring:
        return False
    stop = pathway.last.stop if pathway.last else None
    after = event.details.get("after")
    if after in _MONITORED and stop is None:
        pathway.note(remarks_starts.MONITORING_NOT_RECORDED(date=event.date))
        go_ahead(pathway, event, "decision to treat after active monitoring")
        return True
    since = pathway.emergency_on
    if after not in _EMERGENCIES and (since is None or (stop is not None and since <= stop)):
        return False
    elective = event.details.get("elective")
    if elective is False:
        return True
    later = since is not None and event.date > since and event.name != "decision_to_treat"
    if after in _EMERGENCIES or elective or later:
        pathway.begin(event.date, book_starts.ST13, "decision to treat electively after an emergency")
    else:
        pathway.note(remarks_starts.ELECTIVE_OR_EMERGENCY(event=label_of(event.name), date=event.date))
    return True


def read_wishes_to_proceed(pathway: Pathway, event: Event) -> None:
    if pathway.monitoring:
        go_ahead(pathway, event, "patient decides to go ahead")
    elif not pathway.is_open and pathway.last is not None:
        pathway.note(remarks_starts.PROCEED_WITHOUT_MONITORING(date=event.date))


def go_ahead(pathway: Pathway, event: Event, why: str) -> None:
    """End active monitoring: a new clock from zero on the date communicated; by choice, the place is kept."""
    told = communicated_on(pathway, event)
    if told is None:
        return
    stop = pathway.last.stop if pathway.last else None
    if stop is not None and 0 <= (told - stop).days <= SHORT_MONITORING_DAYS:
        pathway.note(remarks_stops.SHORT_MONITORING(stop=stop, days=plural((told - stop).days, "day")))
    pathway.begin(_find_earlier(pathway, event, told) or told, book_starts.ST10, why)
    prior = sum_prior_wait(pathway)
    if prior:
        pathway.marks["prior_wait_days_for_list_position"] = prior
        pathway.tell(
            book_monitoring.AM9,
            "The place on the list is kept: {prior} days were waited before. They are not RTT time.",
            prior=prior,
        )


def sum_prior_wait(pathway: Pathway) -> int:
    """Days of the unbroken run of periods that ended because the patient delays: they count for the list position."""
    total = 0
    for period in reversed(pathway.periods):
        if not period.choice or period.days is None:
            break
        total += period.days
    return total


def read_new_treatment(pathway: Pathway, event: Event) -> None:
    details = event.details
    if details.get("substantively_new") is False or details.get("in_agreed_plan") is True:
        pathway.tell(
            book_starts.NS12, "The treatment decided on {date} is not substantively new: no clock.", date=event.date
        )
        return
    if pathway.is_open:
        pathway.tell(book.A1, "The clock is running when treatment is decided on {date}.", date=event.date)
        return
    if pathway.last is None:
        pathway.note(remarks_starts.NEW_TREATMENT_WITHOUT_FIRST(date=event.date))
    if details.get("substantively_new") is None:
        pathway.note(remarks_starts.IS_IT_NEW(date=event.date))
    _start_new_treatment(pathway, event)


def _start_new_treatment(pathway: Pathway, event: Event) -> None:
    elsewhere = event.details.get("refer_to")
    if elsewhere and str(elsewhere) != pathway.provider and word(elsewhere) not in _SAME_PROVIDER:
        pathway.referrals.pending = str(elsewhere)
        pathway.tell(
            book_starts.ST8,
            "Referred to {provider} on {date} for a new treatment: the clock starts when it receives the referral.",
            provider=elsewhere,
            date=event.date,
        )
        return
    if pathway.monitoring:
        go_ahead(pathway, event, "decision on a new treatment after active monitoring")
        return
    told = communicated_on(pathway, event)
    if told is None:
        return
    pathway.begin(_find_earlier(pathway, event, told) or told, book_starts.ST8, "substantively new treatment decision")


def _find_earlier(pathway: Pathway, event: Event, told: date) -> date | None:
    """The day of a referral for tests or an opinion with a view to treatment, where the decision names it (R13)."""
    referred = read_date(event.details.get("referred_on"))
    stop = pathway.last.stop if pathway.last else None
    return referred if referred and referred <= told and (stop is None or referred >= stop) else None


def read_second_side(pathway: Pathway, event: Event) -> None:
    """Fit and ready is both: clinically appropriate, and the patient says they are available."""
    if pathway.is_open:
        pathway.tell(book_starts.ST7, "The clock of the first side is running on {date}.", date=event.date)
        pathway.note(remarks_starts.SECOND_SIDE_EARLY(date=event.date))
        return
    if pathway.last is None:
        pathway.note(remarks_starts.SECOND_SIDE_EARLY(date=event.date))
        return
    ready = pathway.planned.ready_second_side
    ready.setdefault(event.name, event.date)
    if len(ready) == len(_SECOND_SIDE):
        pathway.planned.ready_second_side = {}
        pathway.begin(max(ready.values()), book_starts.ST7, "fit and ready for second of bilateral procedure")
        return
    missing = "the patient says they are available" if event.name == _SECOND_SIDE[0] else "it is clinically appropriate"
    pathway.tell(
        book_starts.ST7, "{date}: no clock yet for the second side until {missing}.", date=event.date, missing=missing
    )


def read_planned_list(pathway: Pathway, event: Event) -> None:
    pathway.planned.is_planned = True
    pathway.planned.due = read_date(event.details.get("due"))
    if pathway.planned.due is None:
        pathway.note(remarks_starts.PLANNED_WITHOUT_DUE(date=event.date))
    if pathway.is_open:
        pathway.marks["planned_list_allowed"] = False
        pathway.tell(
            book_monitoring.PLANNED,
            "Put on a planned list on {date} with a clock running: it runs on.",
            date=event.date,
        )
        pathway.note(remarks_starts.PLANNED_WHILE_OPEN(date=event.date))
        return
    pathway.marks["planned_list_allowed"] = True
    pathway.outside = True
    pathway.tell(book_monitoring.PLANNED, "On the planned list from {date}: outside RTT.", date=event.date)


def read_planned_overdue(pathway: Pathway, event: Event) -> None:
    details = event.details
    pathway.planned.due = read_date(details.get("due")) or pathway.planned.due
    if is_test(details.get("kind")):
        due = min(pathway.planned.due or event.date, event.date)
        pathway.extras["dm01_clock_start"] = due
        pathway.tell(
            book_starts.NS6,
            "Planned test overdue on {date}: a DM01 clock from {due}, the due date, no RTT clock.",
            date=event.date,
            due=due,
        )
        return
    if pathway.is_open:
        pathway.tell(book.A1, "The clock is running already on {date}.", date=event.date)
        return
    if details.get("moved_to_active_list") is not True:
        pathway.note(remarks_starts.PLANNED_OVERDUE(date=event.date))
        return
    if details.get("clinically_ready") is False:
        pathway.tell(book_starts.ST12, "Overdue on {date} but not clinically ready: no clock.", date=event.date)
        return
    if pathway.planned.due and event.date > pathway.planned.due:
        pathway.note(remarks_starts.MOVED_LATE(date=event.date, due=pathway.planned.due))
    if details.get("kind") is None:
        pathway.note(remarks_starts.PLANNED_FOR_WHAT(date=event.date))
    pathway.begin(event.date, book_starts.ST12, "planned treatment overdue, moved to active list")


def read_followup_overdue(pathway: Pathway, event: Event) -> None:
    pathway.tell(book_starts.NS7, "A follow-up was overdue on {date}: no RTT clock.", date=event.date)
    pathway.note(remarks_starts.FOLLOW_UP_OVERDUE(date=event.date))


HANDLERS: dict[str, Handler] = {
    "decision_to_treat": read_decision,
    "decision_to_admit": read_decision,
    "patient_wishes_to_proceed": read_wishes_to_proceed,
    "new_treatment_decision": read_new_treatment,
    "clinically_ready_second_side": read_second_side,
    "patient_available_second_side": read_second_side,
    "planned_list_added": read_planned_list,
    "planned_due_date_passed": read_planned_overdue,
    "followup_overdue": read_followup_overdue,
}
