"""Transfers of care: is the form complete, do dates and identifiers hold, who reports, and what travels unchanged.

Source: NHS England PRN01045 v5.0 §11, Annex C and D; rule book A7, F and amendments R24, R25.
The rules and the remarks are declared in `transfers_book`, the form's items in `transfer_form`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from rules.calendar import add_days
from rules.codes import RETURN_LINES
from rules.events import Event
from rules.explain import Finding
from rules.identifiers import is_ppid
from rules.organisations import find_code
from rules.transfers import rules as book
from rules.transfers.form import IPTAMDS, IptField
from rules.transfers.rules import BOOK
from words.phrases import plural

__all__ = [
    "BOOK",
    "IPTAMDS",
    "Completeness",
    "IptField",
    "TransferFacts",
    "calc_cancer_day",
    "calc_completeness",
    "find_ers_issuer",
    "find_reporter",
    "is_form_mandatory",
    "list_events",
    "list_findings",
    "list_missing",
]

LONG_WAIT_DAYS = 126
DAY_38 = 38
BETWEEN_PROVIDERS = frozenset({"inter_provider", "nhs_to_independent"})
DATES = {
    "clock_start": "The clock start",
    "decision_to_refer_date": "The decision to refer",
    "requested_date": "The request",
    "received_date": "The receipt of the request",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFacts:
    """What a form holds about one transfer; None is "not answered", never "no".

    `form` holds the items of `IPTAMDS` by name. transfer_type: inter_provider, internal_same_condition,
    internal_new_condition, nhs_to_independent, private_to_nhs, opinion_or_diagnostics. reported_by: sender, receiver.
    `original_…` are those of the pathway being transferred, `pathway_start` is when its clock began; `new_pathway_code`
    is that of a new condition's pathway. `talked_on` is when the two providers talked about the move.
    """

    transfer_type: str | None = None
    responsibility_moves: bool | None = None
    form: Mapping[str, object] = field(default_factory=dict)
    form_sent_on: date | None = None
    accepted: bool | None = None
    rejected_reason: str | None = None
    original_ppid: str | None = None
    original_issuer: str | None = None
    receiver_clock_start: date | None = None
    sender_code: str | None = None
    sender_still_open: bool | None = None
    new_pathway_code: str | None = None
    reported_by: str | None = None
    commissioner_agreed: bool | None = None
    patient_agreed: bool | None = None
    letters_sent: bool | None = None
    mutual_aid: bool | None = None
    talked_on: date | None = None
    appropriate_and_safe: bool | None = None
    nhs_england_told: bool | None = None
    pathway_start: date | None = None
    cancer_clock_start: date | None = None
    first_seen_adjustment: int | None = None

    def text(self, name: str) -> str:
        """An item of the form as stored text, empty when it is not there."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def day(self, name: str) -> date | None:
        """An item of the form that is a date."""
        value = self.form.get(name)
        return value if isinstance(value, date) else None

    @property
    def moves(self) -> bool:
        """Does clinical responsibility move to another provider?"""
        return self.responsibility_moves is True and self.transfer_type in BETWEEN_PROVIDERS


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


def list_missing(form: Mapping[str, object]) -> tuple[IptField, ...]:
    """The mandatory items that are not there, in the order of the form (rule book F)."""
    return tuple(item for item in IPTAMDS if item.mandatory and not _is_filled(form.get(item.name)))


def calc_completeness(form: Mapping[str, object]) -> Completeness:
    """Items of the form filled and wanted."""
    filled = [item for item in IPTAMDS if _is_filled(form.get(item.name))]
    must, must_filled = sum(item.mandatory for item in IPTAMDS), sum(item.mandatory for item in filled)
    return Completeness(must_filled, must, len(filled) - must_filled, len(IPTAMDS) - must)


def is_form_mandatory(facts: TransferFacts) -> bool | None:
    """Is the transfer form mandatory (§11.3)? None while the type, or who is responsible, is not known."""
    if facts.transfer_type in BETWEEN_PROVIDERS:
        return facts.responsibility_moves
    if facts.transfer_type == "opinion_or_diagnostics":
        return facts.responsibility_moves is True
    return None if facts.transfer_type is None else False


def find_reporter(facts: TransferFacts) -> str | None:
    """Who reports the wait: "sender" or "receiver", by clinical responsibility (§11.1); None when not known.

    A returned or rejected transfer stays with the sender; an exception (§11.2) needs the commissioner's agreement.
    """
    if facts.reported_by in {"sender", "receiver"} and facts.commissioner_agreed:
        return facts.reported_by
    if facts.responsibility_moves is None:
        return None
    return "receiver" if facts.responsibility_moves and facts.accepted is not False else "sender"


def find_ers_issuer(on: date) -> str | None:
    """The issuer of identifiers made from a booking reference (UBRN) on a day (Annex C); None when none is known."""
    for row in book.ERS_ISSUERS:
        if (row.effective_from or date.min) <= on <= (row.effective_to or date.max):
            return row.code
    return None


def calc_cancer_day(facts: TransferFacts, on: date) -> int | None:
    """The day of the cancer pathway, day 0 its start, less the first-seen adjustment (B7); None without a start."""
    if facts.cancer_clock_start is None:
        return None
    return (on - facts.cancer_clock_start).days - max(facts.first_seen_adjustment or 0, 0)


_EVENTS: Mapping[str, str] = {
    "inter_provider": "transfer_out",
    "nhs_to_independent": "transfer_out",
    "opinion_or_diagnostics": "referral_for_diagnostic_or_opinion",
    "internal_same_condition": "consultant_referral_same_condition",
    "internal_new_condition": "consultant_referral_new_condition",
}


def list_events(facts: TransferFacts) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: the request, once its day is known.

    A move that was returned or rejected, or of which it is not known whether responsibility moves, is not yet one;
    the start after private care is the pathway's own.
    """
    day, name = facts.day("requested_date"), _EVENTS.get(facts.transfer_type or "")
    if day is None or name is None:
        return ()
    moving = name in {"transfer_out", "referral_for_diagnostic_or_opinion"}
    if moving and (facts.accepted is False or facts.responsibility_moves is None):
        return ()
    details: dict[str, object] = {"clinical_responsibility_transfers": facts.responsibility_moves} if moving else {}
    service = facts.text("receiving_tfc")
    details["to"] = _name_receiver(facts) if moving else RETURN_LINES.get(service, service)
    return (Event(day, name, {key: value for key, value in details.items() if value not in (None, "")}),)


def _name_receiver(facts: TransferFacts) -> str:
    """ "Westmere Hospital (RXB)": the return names who reports by its code."""
    name, code = facts.text("receiving_organisation_name"), facts.text("receiving_organisation_code").upper()
    return f"{name} ({code})" if name and code and find_code(name) != code else name or code


def list_findings(facts: TransferFacts, today: date) -> list[Finding]:
    """Every remark on one transfer, in the order in which it is put right."""
    parts = (
        _responsibility_findings(facts),
        _code_findings(facts),
        _start_findings(facts),
        _date_findings(facts, today),
        _identifier_findings(facts, today),
        _form_findings(facts),
        _agreement_findings(facts),
        _cancer_findings(facts, today),
    )
    return [finding for part in parts for finding in part]


def _is_filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, (), [])


def _responsibility_findings(facts: TransferFacts) -> Iterator[Finding]:
    if facts.responsibility_moves is None:
        yield book.RESPONSIBILITY_UNKNOWN("responsibility_moves")
    if facts.transfer_type == "opinion_or_diagnostics":
        check = book.CONTRADICTED if facts.responsibility_moves else book.KEEPS
        yield check("responsibility_moves")
    if facts.transfer_type == "private_to_nhs":
        yield book.FROM_PRIVATE("transfer_type")
    if facts.accepted is False:
        yield book.REJECTED("accepted")
        if not (facts.rejected_reason or "").strip():
            yield book.REJECTED_NO_REASON("rejected_reason")


def _code_findings(facts: TransferFacts) -> Iterator[Finding]:
    sender, form = facts.sender_code, facts.text("rtt_status")
    if facts.moves and facts.accepted is not False:
        if sender and sender != "21":
            yield book.NOT_21("sender_code", code=sender)
        if form and form in {"10", "11", "12", "21"}:
            yield book.NOT_20("rtt_status", code=form)
        if sender == "21" and facts.sender_still_open:
            yield book.STILL_OPEN("sender_still_open")
    elif facts.responsibility_moves is False and sender == "21":
        yield book.KEEPS_NOT_21("sender_code")
    yield from _condition_findings(facts)


def _condition_findings(facts: TransferFacts) -> Iterator[Finding]:
    code = facts.new_pathway_code
    if facts.transfer_type == "internal_new_condition":
        if code and code != "12":
            yield book.NEW_NOT_12("new_pathway_code", code=code)
        if facts.original_ppid and facts.text("ppid") == facts.original_ppid.strip():
            yield book.NEW_SAME_PPID("ppid")
    if facts.transfer_type == "internal_same_condition" and code in {"10", "11", "12"}:
        yield book.SAME_NOT_NEW("new_pathway_code", code=code)


def _start_findings(facts: TransferFacts) -> Iterator[Finding]:
    if not facts.moves:
        return
    start, recorded = facts.day("clock_start"), facts.receiver_clock_start
    if start is None:
        yield book.START_MISSING("clock_start")
        return
    if facts.pathway_start is not None and facts.pathway_start != start:
        yield book.START_NOT_THE_PATHWAYS("clock_start", form=start, start=facts.pathway_start)
    if recorded is not None and recorded != start:
        check = book.START_IS_RECEIPT if recorded == facts.day("received_date") else book.START_CHANGED
        yield check("receiver_clock_start", recorded=recorded, start=start)


def _date_findings(facts: TransferFacts, today: date) -> Iterator[Finding]:
    known = [(name, day) for name in DATES if (day := facts.day(name)) is not None]
    for (earlier, first), (later, second) in combinations(known, 2):
        if second < first:
            values = {"earlier": DATES[earlier].lower(), "earlier_day": first}
            yield book.OUT_OF_ORDER(later, later=DATES[later], later_day=second, **values)
    for name, day in known:
        if day > today:
            yield book.IN_FUTURE(name, name=DATES[name], day=day)


def _identifier_findings(facts: TransferFacts, today: date) -> Iterator[Finding]:
    ppid, issuer = facts.text("ppid"), facts.text("ppid_issuer")
    if ppid and not is_ppid(ppid):
        yield book.PPID_LENGTH("ppid", length=plural(len(ppid), "character"))
    right = find_ers_issuer(facts.day("requested_date") or today)
    if ppid and issuer and right and issuer != right and _looks_like_ubrn(ppid):
        yield book.ISSUER_X09("ppid_issuer", issuer=issuer, right=right)
    if facts.transfer_type == "internal_new_condition":
        return
    if issuer and facts.original_issuer and issuer != facts.original_issuer.strip():
        yield book.ISSUER_CHANGED("ppid_issuer", issuer=issuer, original=facts.original_issuer)
    if ppid and facts.original_ppid and ppid != facts.original_ppid.strip():
        yield book.PPID_CHANGED("ppid")


def _looks_like_ubrn(ppid: str) -> bool:
    """Twelve digits, or twelve digits padded with noughts to twenty."""
    return re.fullmatch(r"(0{8})?[0-9]{12}", ppid) is not None


def _form_findings(facts: TransferFacts) -> Iterator[Finding]:
    if not is_form_mandatory(facts):
        return
    missing = [item for item in list_missing(facts.form) if item.name != "clock_start"]
    if missing:
        yield book.MISSING(missing[0].name, items=[item.in_words for item in missing])
    if facts.form_sent_on is None:
        yield book.NOT_SENT("form_sent_on")


def _agreement_findings(facts: TransferFacts) -> Iterator[Finding]:
    if facts.transfer_type not in BETWEEN_PROVIDERS:
        return
    if not facts.patient_agreed:
        yield book.NOT_AGREED("patient_agreed")
    if not facts.letters_sent:
        yield book.NOT_SENT_ALONG("letters_sent")
    yield from _reporting_findings(facts)
    requested, waited = facts.day("requested_date"), _days_at_transfer(facts)
    talked = facts.talked_on is not None and requested is not None and facts.talked_on <= requested
    if waited is not None and waited > LONG_WAIT_DAYS and not talked:
        yield book.LONG_WAIT("talked_on", weeks=plural(waited // 7, "week"))


def _reporting_findings(facts: TransferFacts) -> Iterator[Finding]:
    """Who is to report: said in the agreement, and by exception only as §11.2 wants it."""
    if facts.mutual_aid and not facts.reported_by:
        yield book.AID_SILENT("reported_by")
    right = "receiver" if facts.moves else "sender"
    if facts.responsibility_moves is None or facts.reported_by not in {"sender", "receiver"} - {right}:
        return
    said = {"who": f"The {facts.reported_by}", "moves": "moves" if facts.moves else "stays"}
    if not facts.commissioner_agreed:
        yield book.EXCEPTION("reported_by", **said)
        return
    shown = {
        "it is clinically appropriate and safe": facts.appropriate_and_safe is True,
        "NHS England was told": facts.nhs_england_told is True,
    }
    if missing := [words for words, met in shown.items() if not met]:
        yield book.EXCEPTION_NOT_SHOWN("reported_by", missing=missing, **said)


def _days_at_transfer(facts: TransferFacts) -> int | None:
    start, requested = facts.day("clock_start"), facts.day("requested_date")
    return None if start is None or requested is None else (requested - start).days


def _cancer_findings(facts: TransferFacts, today: date) -> Iterator[Finding]:
    requested = facts.day("requested_date")
    day = calc_cancer_day(facts, requested or today)
    if day is None or day <= DAY_38 or facts.cancer_clock_start is None:
        return
    if requested is not None:
        yield book.DAY_38("requested_date", day=day)
    else:
        due = add_days(facts.cancer_clock_start, DAY_38 + max(facts.first_seen_adjustment or 0, 0))
        yield book.DAY_38_PASSED("requested_date", day=day, due=due)
