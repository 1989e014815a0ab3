"""What the rule book says of a transfer: who reports, whether the form is whole, what has to be done by when."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from dashapp.declare.meaning import Due, Fact, Meaning
from dashapp.declare.module import Case, Row
from dashapp.services.records.pathways import PTL
from rules import birth, rtt
from rules.calendar import GROUPS, add_days, group_of, week_band
from rules.explain import Finding
from rules.transfers.checks import DAY_38, LONG_WAIT_DAYS, list_findings
from rules.transfers.clocks import calc_cancer_day, calc_completeness, find_reporter, is_form_mandatory, list_missing
from rules.transfers.form import IPTAMDS
from rules.transfers.record import Transfer, TransferOnPathway
from words.phrases import in_words, plural
from words.questions import KNOWN

ANSWER_WITHIN = 14
"""Days after the request; local policies differ."""


def read_with_pathway(case: Case) -> TransferOnPathway:
    """The record with the identifier, its issuer and the clock start of the pathway it belongs to."""
    answers, linked = dict(case.answers), case.linked
    if linked.record_id:
        listed = next((other.data for other in linked.others if other.module == PTL), {})
        on = answers["requested_date"] or case.today
        before = [event for event in linked.events if event.date <= on]
        answers |= {
            "original_ppid": answers["original_ppid"] or listed.get("pathway_id"),
            "original_issuer": answers["original_issuer"] or listed.get("ppid_issuer"),
            "pathway_start": rtt.read_pathway(before, on).clock_start,
        }
    return TransferOnPathway.of(**answers)


def complete(answers: dict[str, Any], record_id: str) -> dict[str, Any]:
    """The names of the form from the patient's name, when they are left empty: the last word is the family name."""
    given, _, family = str(answers.get("patient_name") or "").strip().rpartition(" ")
    made = {"family_name": family, "given_name": given}
    return {name: value for name, value in made.items() if value} | answers


def find_findings(case: Case) -> Iterable[Finding]:
    transfer: TransferOnPathway = case.clocks
    referred = transfer.clock_start or transfer.decision_to_refer_date
    born = birth.list_findings(transfer.birth_date, {"the referral": referred}, case.today, "birth_date")
    return (*list_findings(transfer, case.today), *born)


def tell_meaning(case: Case) -> Meaning:
    """Who reports, which status belongs where, the clock start that travels, the form, the cancer day."""
    transfer: TransferOnPathway = case.clocks
    told = (
        tell_reporter(transfer),
        *tell_statuses(transfer),
        *tell_start(transfer),
        *tell_identifier(transfer),
        *tell_form(transfer),
        *tell_cancer(transfer, case.today),
    )
    return Meaning(facts=told)


def tell_reporter(transfer: Transfer) -> Fact:
    who = {"sender": "The sender goes on reporting", "receiver": "The receiver reports, from the original clock start"}
    said = who.get(find_reporter(transfer) or "", "Not known: does responsibility move?")
    return Fact("Who reports the wait", said)


def tell_statuses(transfer: Transfer) -> Iterable[Fact]:
    """The statuses the rule book wants, by the kind of transfer."""
    if transfer.moves and not transfer.rejected:
        yield Fact("Status at the sender", "21: it takes the patient off the sender's list")
        yield Fact("Status on the form", "20 while the wait goes on")
    elif transfer.transfer_type == "internal_new_condition":
        yield Fact("Status of the new pathway", "12, with an identifier of its own")
    elif transfer.transfer_type != "private_to_nhs" and transfer.responsibility_moves in KNOWN:
        yield Fact("Status", "20: nothing starts and nothing stops")


def tell_start(transfer: Transfer) -> Iterable[Fact]:
    start = transfer.clock_start
    if transfer.transfer_type in {"internal_new_condition", "private_to_nhs"}:
        return
    if start:
        yield Fact("Clock start", f"{in_words(start)}, unchanged at the receiver")
    elif transfer.moves:
        yield Fact("Clock start", "Missing: ask the sender", "breach")
    if transfer.waited_days is not None:
        yield Fact("Waited at the transfer", tell_wait(transfer.waited_days))
    if start:
        last = add_days(start, LONG_WAIT_DAYS)
        over = (transfer.requested_date or last) > last
        yield Fact("Last day within 18 weeks", in_words(last), "watch" if over else "note")


def tell_identifier(transfer: Transfer) -> Iterable[Fact]:
    """The identifier of the pathway, where the form does not carry it yet."""
    if transfer.original_ppid and transfer.transfer_type != "internal_new_condition" and not transfer.ppid:
        issuer = f", issued by {transfer.original_issuer}" if transfer.original_issuer else ""
        text = f"{transfer.original_ppid}{issuer}, to go on the form unchanged"
        yield Fact("Identifier of the pathway", text, "watch")


def tell_wait(days: int) -> str:
    return f"{plural(days // 7, 'week')} {plural(days % 7, 'day')}"


def tell_form(transfer: Transfer) -> Iterable[Fact]:
    is_needed, done = is_form_mandatory(transfer), calc_completeness(transfer)
    if is_needed is False:
        yield Fact("Transfer form", "Not mandatory for this kind of transfer")
        return
    text = (
        f"{done.mandatory_filled} of {done.mandatory} mandatory items, {done.optional_filled} of {done.optional} others"
    )
    yield Fact("Transfer form", text, "fine" if done.complete else "breach" if is_needed else "note")


def tell_cancer(transfer: Transfer, today: date) -> Iterable[Fact]:
    day = calc_cancer_day(transfer, today)
    if day is not None:
        late = day > DAY_38
        yield Fact("Cancer pathway", f"Day {day}; the transfer is due by day {DAY_38}", "watch" if late else "fine")


def list_due(case: Case) -> Iterable[Due]:
    """The form and its clock start, the answer that is awaited, day 38, the sender's list, a move that came back."""
    transfer: TransferOnPathway = case.clocks
    yield from list_form_due(transfer, case.today)
    requested = transfer.requested_date
    if requested and transfer.moves and transfer.accepted not in KNOWN:
        yield Due(requested + timedelta(days=ANSWER_WITHIN), "Ask whether the transfer was accepted", matter="answer")
    if transfer.cancer_clock_start and requested is None:
        within = timedelta(days=DAY_38 + transfer.adjusted_days)
        yield Due(transfer.cancer_clock_start + within, "Transfer due: day 38", "breach", matter="limit")
    if transfer.moves and transfer.rejected and transfer.sender_still_open != "yes":
        yield Due(
            case.today,
            "Put the patient back on the sender's list, with the original clock start",
            "breach",
            matter="transfer",
        )


def list_form_due(transfer: Transfer, today: date) -> Iterable[Due]:
    """The form, or what is missing from one already sent; the start is asked of the sender, never made up."""
    requested = transfer.requested_date or today
    if transfer.moves and transfer.clock_start is None:
        yield Due(requested, "Ask the sender for the original clock start", "breach", matter="transfer")
    if is_form_mandatory(transfer) and transfer.form_sent_on is None:
        yield Due(requested, "Send the transfer form", matter="transfer")
    elif is_form_mandatory(transfer) and list_missing(transfer):
        yield Due(transfer.form_sent_on or requested, "Send what is missing from the transfer form", matter="transfer")
    still_open = transfer.sender_code == "21" and transfer.sender_still_open == "yes"
    if transfer.moves and still_open and not transfer.rejected:
        yield Due(requested, "Take the patient off the sender's list", "breach", matter="transfer")


def say_where_it_stands(answers: Transfer) -> str:
    """Where a transfer stands when nothing is wrong with it."""
    if answers.accepted == "yes":
        return "Accepted"
    return "Waiting for the answer" if answers.requested_date else "Not requested yet"


def count_missing(case: Case) -> int:
    """How many mandatory items of a form that is needed are not there."""
    return len(list_missing(case.answers)) if is_form_mandatory(case.answers) else 0


def list_missing_labels(row: Row) -> list[str] | None:
    """The mandatory items that are not there, as categories of a chart; None when nothing is missing."""
    if not row["missing"]:
        return None
    return [item.label for item in IPTAMDS if item.mandatory and not row.get(item.name)]


def band_of_wait(row: Row) -> str | None:
    """The weeks waited at the request, in bands; None when the start or the request is not known."""
    days = row["waited_days"]
    return None if days is None or days < 0 else GROUPS[group_of(week_band(days))]


def name_transfer(answers: Transfer) -> str:
    to = answers.receiving_organisation_name or ""
    return f"{answers.patient_name}, transfer{f' to {to}' if to else ''}"
