"""What a transfer comes to: is its form whole, who reports the wait, which cancer day it is, what goes on the timeline.

Source: NHS England PRN01045 v5.0 §11, Annex C and D; rule book A7, B7, F and amendments R24, R25.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.codes import RETURN_LINES
from rules.events import Event
from rules.organisations import find_code
from rules.transfers import rules as book
from rules.transfers.form import IPTAMDS, IptField
from rules.transfers.record import BETWEEN_PROVIDERS, Transfer
from words.questions import KNOWN

DATES: Mapping[str, str] = {
    "clock_start": "The clock start",
    "decision_to_refer_date": "The decision to refer",
    "requested_date": "The request",
    "received_date": "The receipt of the request",
}


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of the form is there: items filled of items wanted, mandatory and optional apart."""

    mandatory_filled: int
    mandatory: int
    optional_filled: int
    optional: int

    @property
    def complete(self) -> bool:
        return self.mandatory_filled == self.mandatory


def list_missing(case: Transfer) -> tuple[IptField, ...]:
    """The mandatory items that are not there, in the order of the form (rule book F)."""
    return tuple(item for item in IPTAMDS if item.mandatory and not getattr(case, item.name))


def calc_completeness(case: Transfer) -> Completeness:
    """Items of the form filled and wanted."""
    filled = [item for item in IPTAMDS if getattr(case, item.name)]
    must, must_filled = sum(item.mandatory for item in IPTAMDS), sum(item.mandatory for item in filled)
    return Completeness(must_filled, must, len(filled) - must_filled, len(IPTAMDS) - must)


def is_form_mandatory(case: Transfer) -> bool | None:
    """Is the transfer form mandatory (§11.3)? None between providers while it is not known who is responsible."""
    moves = case.responsibility_moves == "yes"
    if case.transfer_type in BETWEEN_PROVIDERS:
        return moves if case.responsibility_moves in KNOWN else None
    return moves and case.transfer_type == "opinion_or_diagnostics"


def list_dates(case: Transfer) -> list[tuple[str, date]]:
    """The dates of the form that are known, in their right order."""
    return [(name, day) for name in DATES if (day := getattr(case, name)) is not None]


def find_reporter(case: Transfer) -> str | None:
    """Who reports the wait: "sender" or "receiver", by clinical responsibility (§11.1); None when not known.

    A returned or rejected transfer stays with the sender; an exception (§11.2) needs the commissioner's agreement.
    """
    if case.reported_by and case.commissioner_agreed == "yes":
        return case.reported_by
    if case.responsibility_moves not in KNOWN:
        return None
    return "receiver" if case.responsibility_moves == "yes" and not case.rejected else "sender"


def find_exception(case: Transfer) -> dict[str, object] | None:
    """The provider that is to report without having responsibility (§11.2); None when there is none."""
    right = "receiver" if case.moves else "sender"
    if case.responsibility_moves not in KNOWN or case.reported_by in (None, right):
        return None
    return {"who": f"The {case.reported_by}", "moves": "moves" if case.moves else "stays"}


def find_ers_issuer(on: date | None) -> str | None:
    """The issuer of identifiers made from a booking reference (UBRN) on a day (Annex C), the latest while the day is
    not known; None when none is known."""
    for row in reversed(book.ERS_ISSUERS):
        if on is None or (row.effective_from or date.min) <= on <= (row.effective_to or date.max):
            return row.code
    return None


def looks_like_ubrn(ppid: str) -> bool:
    """Twelve digits, or twelve digits padded with noughts to twenty."""
    return re.fullmatch(r"(0{8})?[0-9]{12}", ppid) is not None


def calc_cancer_day(case: Transfer, today: date) -> int | None:
    """The day of the cancer pathway, day 0 its start, at the request or today, less the first-seen adjustment (B7);
    None without a start."""
    if case.cancer_clock_start is None:
        return None
    return ((case.requested_date or today) - case.cancer_clock_start).days - case.adjusted_days


_EVENTS: Mapping[str, str] = {
    "inter_provider": "transfer_out",
    "nhs_to_independent": "transfer_out",
    "opinion_or_diagnostics": "referral_for_diagnostic_or_opinion",
    "internal_same_condition": "consultant_referral_same_condition",
    "internal_new_condition": "consultant_referral_new_condition",
}


def list_events(case: Transfer) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: the request, once its day is known.

    A move that was returned or rejected, or of which it is not known whether responsibility moves, is not yet one;
    the start after private care is the pathway's own.
    """
    day, name = case.requested_date, _EVENTS.get(case.transfer_type)
    if day is None or name is None:
        return ()
    service = case.receiving_tfc or ""
    details: dict[str, object] = {"to": RETURN_LINES.get(service, service)}
    if name in {"transfer_out", "referral_for_diagnostic_or_opinion"}:
        if case.rejected or case.responsibility_moves not in KNOWN:
            return ()
        moves = case.responsibility_moves == "yes"
        details = {"clinical_responsibility_transfers": moves, "to": _name_receiver(case)}
    return (Event(day, name, {key: value for key, value in details.items() if value != ""}),)


def _name_receiver(case: Transfer) -> str:
    """ "Westmere Hospital (RXB)": the return names who reports by its code."""
    name, code = case.receiving_organisation_name or "", (case.receiving_organisation_code or "").upper()
    return f"{name} ({code})" if name and code and find_code(name) != code else name or code
