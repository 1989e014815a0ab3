"""Referrals: what starts a clock when a patient is referred, and re-referred (RULEBOOK A2)."""

from datetime import date

from ..events import Event
from ..explain import Rule
from . import book, book_reporting, book_running, book_starts, remarks, remarks_starts
from .outside import leave_out_of_return, remember, stay_outside
from .pathway import Handler, Pathway
from .slugs import ENGLAND, PRIVATE, is_community, is_interface, is_non_english, word


def read_referral(pathway: Pathway, event: Event) -> None:
    details = event.details
    if details.get("consultant_led") is False:
        stay_outside(pathway, event, book_starts.NS1, "the service is not consultant-led, so there is no RTT clock.")
        return
    country = word(details.get("country"))
    if country and country not in ENGLAND:
        pathway.emergency_on = None
        pathway.extras["from_elsewhere"] = True
        pathway.tell(
            book_starts.NS11,
            "The referral of {date} was made outside England: the clock starts when an English commissioner becomes "
            "responsible.",
            date=event.date,
        )
        return
    if is_now_english(pathway, event):
        restart_as_english(pathway, event)
        return
    if is_non_english(details.get("commissioner")):
        pathway.extras["nonc"] = True
        pathway.tell(
            book_reporting.A9_NONC, "Non-English commissioner on {date}: returned under NONC.", date=event.date
        )
        pathway.note(remarks_starts.NON_ENGLISH_COMMISSIONER(date=event.date))
    if is_community(details.get("community_service")):
        leave_out_of_return(pathway, event)
    _take_referral(pathway, event, *_why_referral(pathway, event))


def is_now_english(pathway: Pathway, event: Event) -> bool:
    """Whether a pathway of a non-English commissioner becomes the responsibility of an English one."""
    if not (pathway.extras.get("nonc") and pathway.is_open):
        return False
    commissioner = word(event.details.get("commissioner"))
    named = bool(commissioner) and not is_non_english(commissioner)
    return named or word(event.details.get("country")) in ENGLAND


def restart_as_english(pathway: Pathway, event: Event) -> None:
    """The clock of the non-English commissioner is let go; the English one starts at receipt and is not back-dated."""
    pathway.extras.pop("nonc")
    pathway.start = None
    remember(pathway, event)
    pathway.begin(
        event.date,
        book_starts.ST14,
        "the patient became the responsibility of an English commissioner and the referral was received",
    )


def _why_referral(pathway: Pathway, event: Event) -> tuple[Rule, str]:
    details = event.details
    if pathway.extras.pop("from_elsewhere", False):
        return (
            book_starts.ST14,
            "the patient became the responsibility of an English commissioner and the referral was received",
        )
    if word(details.get("from")) in PRIVATE or details.get("nhs") is True:
        return book_starts.ST16, "the NHS accepted responsibility"
    if pathway.referrals.pending:
        return book_starts.ST8, f"{pathway.referrals.pending} received the referral for a substantively new treatment"
    if pathway.periods:
        return book_starts.ST9, "re-referred as a new referral"
    if pathway.emergency_on and details.get("elective") is not False:
        return book_starts.ST13, "decision to refer for elective treatment after an emergency"
    if is_interface(details.get("by")) or is_interface(details.get("service")):
        return book_starts.ST5, "referral received by an interface service"
    provider = details.get("provider")
    return book_starts.ST4, f"referral received by {provider}" if provider else "referral received"


def _take_referral(pathway: Pathway, event: Event, rule: Rule, why: str) -> None:
    if not pathway.is_open:
        remember(pathway, event)
        pathway.begin(event.date, rule, why)
        if rule is book_starts.ST16:
            _say_private(pathway, event)
        return
    if pathway.start_rule is book_starts.ST5 or pathway.referrals.transferred:
        remember(pathway, event)
        pathway.tell(
            book_reporting.A7_START,
            "The referral received on {date} is an onward one: the clock start of {start} stays.",
            date=event.date,
            start=pathway.start,
        )
        return
    pathway.referrals.second = event
    pathway.tell(book.A1, "The referral of {date} finds a clock already running; it starts no other.", date=event.date)
    pathway.note(remarks.SECOND_START(date=event.date, start=pathway.start))


def _say_private(pathway: Pathway, event: Event) -> None:
    seen = pathway.extras.get("private_on")
    if isinstance(seen, date):
        pathway.tell(
            book_starts.ST16,
            "Counted from the private consultation on {seen} it would be {days} days longer.",
            seen=seen,
            days=(event.date - seen).days,
        )


def read_self_referral(pathway: Pathway, event: Event) -> None:
    if event.details.get("consultant_led") is False:
        stay_outside(pathway, event, book_starts.NS1, "the service is not consultant-led, so there is no RTT clock.")
        return
    if event.details.get("locally_agreed") is False:
        pathway.tell(
            book_starts.NS9,
            "The self-referral of {date} is not on a locally agreed pathway: no clock.",
            date=event.date,
        )
        return
    remember(pathway, event)
    pathway.referrals.awaiting_approval = event


def read_ratified(pathway: Pathway, event: Event) -> None:
    received = pathway.referrals.awaiting_approval
    if received is None:
        pathway.note(remarks_starts.NOTHING_TO_RATIFY(date=event.date))
        return
    pathway.referrals.awaiting_approval = None
    stop = pathway.last.stop if pathway.last else None
    if not pathway.is_open and (stop is None or stop <= received.date):
        pathway.begin(received.date, book_starts.ST6, "self-referral received (then ratified)")


def read_not_ratified(pathway: Pathway, event: Event) -> None:
    pathway.referrals.awaiting_approval = None
    pathway.tell(book_starts.NS9, "The self-referral was not ratified on {date}: no clock.", date=event.date)


def read_rejected(pathway: Pathway, event: Event) -> None:
    pathway.extras["rejected"] = pathway.is_open
    pathway.tell(book_running.NX14, "Rejected on {date}: the clock start stays.", date=event.date)


def read_re_referred(pathway: Pathway, event: Event) -> None:
    pathway.extras.pop("rejected", None)
    remember(pathway, event)
    if pathway.is_open:
        pathway.tell(book_starts.ST1, "Re-referred on {date}: the clock start stays.", date=event.date)
    elif pathway.periods:
        pathway.begin(event.date, book_starts.ST9, "re-referred as a new referral")
    else:
        pathway.begin(event.date, book_starts.ST4, "referral received")


def read_advice_converted(pathway: Pathway, event: Event) -> None:
    remember(pathway, event)
    if not pathway.is_open:
        pathway.begin(
            event.date, book_starts.ST9 if pathway.periods else book_starts.ST4, "advice converted to a referral"
        )
        pathway.tell(book_starts.NS10, "Advice and guidance became a referral on {date}.", date=event.date)


HANDLERS: dict[str, Handler] = {
    "referral_received": read_referral,
    "self_referral_received": read_self_referral,
    "self_referral_ratified": read_ratified,
    "self_referral_not_ratified": read_not_ratified,
    "referral_rejected": read_rejected,
    "re_referred": read_re_referred,
    "advice_converted_to_referral": read_advice_converted,
}
