"""Active monitoring: when a wait may be stopped because nothing is to happen yet (RULEBOOK A4)."""

from datetime import date

from ..calendar import REVIEW_DAYS, add_days
from ..closed_sets import CHOICE_REASONS
from ..events import Event, label_of, read_date
from . import book, book_monitoring, book_stops, remarks, remarks_stops
from .codes import read_code
from .offers import Refusal, are_two_within_six_weeks, find_alternatives_refusal, is_reasonable
from .pathway import Handler, Pathway
from .slugs import is_treatment, length_in_weeks
from .stops import communicated_on, stop_by_decision

MOST_WEEKS = 520


SOON_DAYS = 7

"""What "a couple of days" is taken to be; the guidance gives no number."""


_SOON = frozenset({"diagnostic_attended", "admission", "treatment_started", "therapy_started"})


def start_monitoring(pathway: Pathway, event: Event) -> None:
    """Active monitoring starts, unless the decision table of §4.4.1.4 and §8.3 says it may not."""
    if not pathway.is_open:
        if pathway.last is not None:
            pathway.note(remarks.STOPPED_ALREADY(date=event.date, stop=pathway.last.stop))
        return
    if event.details.get("discharged_to_gp") is True:
        stop_by_decision(pathway, event, book_monitoring.AM3, "34", "decision not to treat, discharged to primary care")
        return
    by_patient = _is_by_patient(event)
    by_choice = _is_choice(pathway, event, by_patient)
    refusal = _find_refusal(pathway, event, by_choice and not by_patient)
    if refusal:
        _refuse(pathway, event, *refusal)
        return
    told = communicated_on(pathway, event)
    if told is None:
        return
    pathway.choice = by_choice or by_patient
    _say_tests(pathway, event)
    if by_choice and not by_patient:
        _say_offers(pathway, event)
    elif not by_patient and _find_declined(pathway):
        pathway.note(remarks_stops.CLINICAL_AFTER_DECLINE(date=event.date))
    rule, code = (book_stops.SP8, "31") if by_patient else (book_stops.SP9, "32")
    if pathway.end(told, rule, code, _why(by_patient, by_choice)):
        pathway.marks["active_monitoring_allowed"] = True
        _set_review(pathway, event, told, by_choice)


def _say_tests(pathway: Pathway, event: Event) -> None:
    """Which tests of the decision table are met on the record, and which it does not say."""
    details = event.details
    tests = {
        "a clinical conversation": details.get("clinical_conversation"),
        "the patient's agreement": details.get("patient_agreed"),
        "no test or treatment within days": True,
    }
    pathway.tell(
        book_monitoring.AM1,
        "Tests met for active monitoring on {date}: {met}. Not recorded: {unknown}.",
        date=event.date,
        met=[name for name, met in tests.items() if met is True],
        unknown=[name for name, met in tests.items() if met is None] or "nothing",
    )


def _say_offers(pathway: Pathway, event: Event) -> None:
    """The ground for active monitoring of a patient who delays."""
    reasonable = pathway.offers.reasonable_declined
    if len(reasonable) > 1 and not are_two_within_six_weeks(reasonable):
        pathway.note(remarks_stops.OFFERS_FAR_APART(date=event.date))
    if pathway.offers.alternatives and not pathway.offers.reasonable_declined:
        rule, count = book_monitoring.AM6, len(pathway.offers.alternatives)
        pathway.tell(rule, "{count} earlier dates at another provider were declined.", count=count)
    elif pathway.offers.reasonable_declined:
        dates = pathway.offers.reasonable_declined
        pathway.tell(book_monitoring.AM5, "Reasonable dates were declined: {dates}.", dates=dates)


def _is_by_patient(event: Event) -> bool:
    by = event.details.get("initiated_by")
    return by == "patient" if by else read_code(event.details.get("rtt_code", "")) == "31"


def _why(by_patient: bool, by_choice: bool) -> str:
    if by_patient:
        return "active monitoring (patient)"
    return "active monitoring after two reasonable offers declined" if by_choice else "active monitoring (clinician)"


def _is_choice(pathway: Pathway, event: Event, by_patient: bool) -> bool:
    """Whether it starts because the patient delays, not because monitoring is the clinically right thing."""
    reason = event.details.get("reason")
    if reason or by_patient:
        return reason in CHOICE_REASONS
    return _find_declined(pathway) and _find_choice_refusal(pathway, event) is None


def _find_declined(pathway: Pathway) -> bool:
    """Whether any date was declined, here or elsewhere."""
    return any(declined for _, _, declined in pathway.offers.made) or bool(pathway.offers.alternatives)


def _find_refusal(pathway: Pathway, event: Event, needs_offers: bool) -> Refusal | None:
    """The rule of the decision table that forbids it, and why in words; None when it may start."""
    details = event.details
    if details.get("clinical_conversation") is False:
        return "AM1", "there was no clinical conversation"
    if details.get("patient_agreed") is False:
        return "AM1", "the patient did not agree"
    weeks = length_in_weeks(event)
    if weeks is not None and weeks * 7 <= SOON_DAYS:
        return "AM2", "it is for days only"
    if details.get("test_planned") is True or details.get("reason") == "test_within_days":
        return "AM2", "a test or intervention is to follow soon"
    soon = _find_soon(pathway, event)
    if soon:
        return "AM2", f"“{label_of(soon.name)}” followed within {(soon.date - event.date).days} days"
    return _find_choice_refusal(pathway, event) if needs_offers else None


def _find_soon(pathway: Pathway, event: Event) -> Event | None:
    """A test or treatment within days of the start, other than a routine check."""
    for later in pathway.events:
        days = (later.date - event.date).days
        if days > SOON_DAYS or (days > 0 and later.name in _ENDS_IT):
            return None
        if days > 0 and _is_test_or_treatment(later):
            return later
    return None


_ENDS_IT = frozenset(
    {"patient_wishes_to_proceed", "decision_to_treat", "decision_to_admit", "new_treatment_decision"}
    | {"emergency_attendance", "emergency_admission"}
)
"""A change of mind, or an emergency: what follows says nothing about what was known when monitoring was agreed."""


def _is_test_or_treatment(event: Event) -> bool:
    if event.name == "appointment_attended":
        return is_treatment(event.details.get("treatment"))
    if event.details.get("emergency") is True and event.details.get("definitive") is not True:
        return False
    return event.name in _SOON and event.details.get("routine_check") is not True


def _find_choice_refusal(pathway: Pathway, event: Event) -> Refusal | None:
    if pathway.marks.get("unavailable_two_dates") is False:
        return "AM7", "two reasonable dates could not have been offered while the patient is unavailable"
    if pathway.marks.get("unavailable_two_dates") is True:
        return None
    declined = [offer for offer in pathway.offers.made if offer[2]]
    if declined:
        return _find_offers_refusal(declined)
    if pathway.offers.alternatives:
        return find_alternatives_refusal(pathway)
    if event.details.get("reason") == "two_reasonable_offers_declined":
        pathway.note(remarks_stops.OFFERS_NOT_RECORDED(date=event.date))
        return None
    return "AM4", "no two declined reasonable dates are recorded"


def _find_offers_refusal(declined: list[tuple[date, date | None, bool]]) -> Refusal | None:
    reasonable = [offer for offer in declined if is_reasonable(offer[0], offer[1])]
    if len(reasonable) < 2:
        return "AM4", f"{len(reasonable)} of {len(declined)} declined dates had three weeks' notice; two are needed"
    return None


def _refuse(pathway: Pathway, event: Event, ident: str, why: str) -> None:
    pathway.tell(
        book.BOOK[ident], "Active monitoring on {date} does not stop the clock: {why}.", date=event.date, why=why
    )
    if ident == "AM2":
        _say_otherwise(pathway, event)
    pathway.marks["active_monitoring_allowed"] = False
    pathway.note(remarks_stops.MONITORING_NOT_ALLOWED(date=event.date, why=why))
    pathway.refused = event


def _say_otherwise(pathway: Pathway, event: Event) -> None:
    if pathway.start:
        pathway.tell(
            book_monitoring.AM2,
            "Had it been accepted, the clock would have stopped on {date} after {days} days.",
            date=event.date,
            days=(event.date - pathway.start).days,
        )


def _set_review(pathway: Pathway, event: Event, agreed: date, by_choice: bool) -> None:
    set_on = read_date(event.details.get("review_due")) or _find_review(agreed, event)
    if set_on:
        pathway.marks["clinical_review_due"] = set_on
    elif by_choice:
        pathway.marks["clinical_review_due"] = add_days(agreed, REVIEW_DAYS)
    else:
        pathway.marks.pop("clinical_review_due", None)
        pathway.note(remarks_stops.NO_REVIEW_DATE(date=agreed))
        return
    pathway.tell(book_monitoring.AM8, "A clinical review is due by {due}.", due=pathway.marks["clinical_review_due"])


def _find_review(agreed: date, event: Event) -> date | None:
    """The review date, where the length of active monitoring was recorded instead of a date."""
    weeks = length_in_weeks(event)
    return add_days(agreed, round(weeks * 7)) if weeks is not None and 0 < weeks < MOST_WEEKS else None


HANDLERS: dict[str, Handler] = {"active_monitoring_start": start_monitoring}
