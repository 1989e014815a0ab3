"""Transfers between providers, referrals to colleagues and separate conditions (RULEBOOK A7, ST14, ST15)."""

from ..events import Event, read_date
from . import book_reporting, book_starts, remarks, remarks_starts
from .codes import read_code
from .pathway import ANOTHER_PROVIDER, AdditionalPathway, Handler, Pathway
from .slugs import ENGLAND, is_non_english, word
from .starts import is_now_english, restart_as_english


def read_transfer_out(pathway: Pathway, event: Event) -> None:
    if event.details.get("clinical_responsibility_transfers") is False:
        read_opinion(pathway, event)
        return
    to = event.details.get("to")
    if to:
        pathway.hand_over(event.date, str(to), pathway.provider)
    pathway.referrals.transferred, pathway.referrals.opinion_at = True, None
    _write_transfer_codes(pathway, event)
    pathway.tell(
        book_reporting.A7,
        "Clinical responsibility passed to {to} on {date}: it reports the wait, the clock runs on.",
        to=to or "the receiving provider",
        date=event.date,
    )
    if not to:
        pathway.note(remarks.TRANSFER_TO_WHOM(date=event.date))


def _write_transfer_codes(pathway: Pathway, event: Event) -> None:
    """21 on the sender's PAS, and on the form 20 while the clock runs or the code that stopped it."""
    form = "20" if pathway.is_open else (pathway.last.stop_code if pathway.last else None) or "20"
    local = "21" if pathway.is_open else form
    pathway.extras["rtt_code_referring_pas"] = local
    pathway.extras["rtt_code_iptamds"] = form
    pathway.tell(
        book_reporting.A7_CODES,
        "The sender enters {local} on its own PAS; the IPTAMDS form carries {form}.",
        local=local,
        form=form,
    )
    for name, expected in (("local_pas_code", local), ("iptamds_code", form)):
        entered = event.details.get(name)
        if entered is not None and read_code(entered) != expected:
            pathway.note(remarks.TRANSFER_CODE(date=event.date, name=name, entered=entered, expected=expected))


def read_transfer_in(pathway: Pathway, event: Event) -> None:
    provider = event.details.get("provider")
    if provider and str(provider) == pathway.referrals.opinion_at:
        pathway.tell(
            book_reporting.A7_OPINION,
            "{provider} received the request on {date}; clinical responsibility and reporting stay where they were.",
            provider=provider,
            date=event.date,
        )
        return
    _take_over(pathway, event)
    if is_now_english(pathway, event):
        restart_as_english(pathway, event)
    elif pathway.is_open:
        pathway.marks["carried_over"] = event.date
        pathway.tell(
            book_reporting.A7_START,
            "Transfer received on {date}: the clock start of {start} stays.",
            date=event.date,
            start=pathway.start,
        )
    else:
        _start_from_transfer(pathway, event)


def _take_over(pathway: Pathway, event: Event) -> None:
    """The receiver reports from the day of the transfer; before it the sender did, named or not."""
    sender, receiver = event.details.get("from"), event.details.get("provider")
    already_said = str(receiver) == pathway.provider if receiver else pathway.referrals.transferred
    if sender or not already_said:
        before = sender or (pathway.provider if receiver else None) or ANOTHER_PROVIDER
        pathway.hand_over(event.date, str(receiver) if receiver else pathway.provider, str(before))


def _start_from_transfer(pathway: Pathway, event: Event) -> None:
    details = event.details
    carried = read_date(details.get("clock_start") or details.get("original_clock_start"))
    if _is_from_elsewhere(pathway, event):
        pathway.begin(
            event.date,
            book_starts.ST14,
            "the patient became the responsibility of an English commissioner and the referral was received",
        )
    elif pathway.referrals.pending:
        pathway.begin(
            event.date, book_starts.ST8, f"{pathway.referrals.pending} received the referral for a new treatment"
        )
    elif carried and carried <= event.date and not pathway.periods:
        pathway.begin(carried, book_reporting.A7_START, "clock start carried over from the sender")
        pathway.marks |= {"carried_over": event.date, "seen_by_sender": details.get("seen_by_sender")}
    elif pathway.periods:
        pathway.tell(book_reporting.A7, "Transfer received on {date} with no clock running.", date=event.date)
    else:
        pathway.begin(event.date, book_reporting.A7_START, "transfer received, original clock start not known")
        pathway.marks |= {"carried_over": event.date, "seen_by_sender": details.get("seen_by_sender")}
        pathway.note(remarks.TRANSFER_WITHOUT_START(date=event.date))


def _is_from_elsewhere(pathway: Pathway, event: Event) -> bool:
    country = word(event.details.get("country"))
    return bool(
        pathway.extras.pop("from_elsewhere", False)
        or is_non_english(event.details.get("from"))
        or (country and country not in ENGLAND)
    )


def read_opinion(pathway: Pathway, event: Event) -> None:
    if event.details.get("clinical_responsibility_transfers") is True:
        read_transfer_out(pathway, event)
        return
    pathway.referrals.opinion_at = str(event.details["to"]) if event.details.get("to") else None
    pathway.tell(
        book_reporting.A7_OPINION,
        "Referred on {date} for a test or an opinion only: the sender goes on reporting, the clock is as it was.",
        date=event.date,
    )
    if not pathway.is_open and pathway.last is not None:
        pathway.note(remarks_starts.OPINION_WITH_A_VIEW(date=event.date))


def read_same_condition(pathway: Pathway, event: Event) -> None:
    pathway.tell(
        book_starts.NS4,
        "Consultant referral on {date} for the same condition: the clock is as it was.",
        date=event.date,
    )


def read_new_condition(pathway: Pathway, event: Event) -> None:
    to = event.details.get("specialty") or event.details.get("to")
    pathway.additional.append(AdditionalPathway(str(to) if to else None, event.date))
    pathway.tell(
        book_starts.ST15,
        "A separate condition was referred to {to} on {date}: a new pathway with its own identifier and clock. This "
        "pathway goes on with an outcome of its own.",
        to=to or "another consultant",
        date=event.date,
    )


HANDLERS: dict[str, Handler] = {
    "transfer_out": read_transfer_out,
    "transfer_in": read_transfer_in,
    "referral_for_diagnostic_or_opinion": read_opinion,
    "consultant_referral_same_condition": read_same_condition,
    "consultant_referral_new_condition": read_new_condition,
}
