"""What the rule book says of a transfer: who reports, whether the form is whole, what has to be done by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from dashapp.declare.module import Case, Due, Fact, Meaning, Row
from dashapp.declare.phrases import read_facts
from dashapp.services.records.pathways import PTL
from rules import birth, rtt
from rules.calendar import add_days
from rules.events import Event
from rules.explain import Finding
from rules.transfers import checks as transfers
from rules.transfers.checks import DAY_38, IPTAMDS, LONG_WAIT_DAYS, TransferFacts
from rules.transfers.record import ITEMS, Transfer
from words.phrases import in_words, plural

ANSWER_WITHIN = 14
"""Days after the request; local policies differ."""
WEEKS_BANDS = ("Under 6 weeks", "6 to 12 weeks", "12 to 18 weeks", "18 weeks and over")


def read_form(answers: Transfer) -> dict[str, object]:
    """The items of the transfer form; of the organisations on the pathway only their codes."""
    form = {name: getattr(answers, name, None) for name in ITEMS}
    return form | {"pathway_organisations": tuple(each.code for each in answers.pathway_organisations)}


def make_facts(answers: Transfer) -> TransferFacts:
    aid = answers.mutual_aid == "yes" or answers.transfer_reason == "mutual_aid"
    return read_facts(TransferFacts, answers, form=read_form(answers), mutual_aid=aid)


def read_with_pathway(case: Case) -> TransferFacts:
    """The record's facts, with the identifier, its issuer and the clock start of the pathway it belongs to."""
    facts, linked = make_facts(case.answers), case.linked
    if not linked.record_id:
        return facts
    listed = next((other.data for other in linked.others if other.module == PTL), {})
    on = facts.day("requested_date") or case.today
    before = [event for event in linked.events if event.date <= on]
    return replace(
        facts,
        original_ppid=facts.original_ppid or listed.get("pathway_id"),
        original_issuer=facts.original_issuer or listed.get("ppid_issuer"),
        pathway_start=rtt.read_pathway(before, on).clock_start,
    )


def complete(answers: dict[str, Any], record_id: str) -> dict[str, Any]:
    """The names of the form from the patient's name, when they are left empty: the last word is the family name."""
    given, _, family = str(answers.get("patient_name") or "").strip().rpartition(" ")
    made = {"family_name": family, "given_name": given}
    return {name: value for name, value in made.items() if value} | answers


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rule book works out of one transfer."""

    facts: TransferFacts
    reporter: str | None
    is_form_needed: bool | None
    completeness: transfers.Completeness
    waited_days: int | None
    cancer_day: int | None


def read_transfer(case: Case) -> Reading:
    facts = read_with_pathway(case)
    start, requested = facts.day("clock_start"), facts.day("requested_date")
    return Reading(
        facts,
        transfers.find_reporter(facts),
        transfers.is_form_mandatory(facts),
        transfers.calc_completeness(facts.form),
        (requested - start).days if start and requested and start <= requested else None,
        transfers.calc_cancer_day(facts, requested or case.today),
    )


def find_findings(case: Case) -> Iterable[Finding]:
    reading: Reading = case.clocks
    facts = reading.facts
    referred = facts.day("clock_start") or facts.day("decision_to_refer_date")
    born = birth.list_findings(facts.day("birth_date"), {"the referral": referred}, case.today, "birth_date")
    return (*transfers.list_findings(facts, case.today), *born)


def list_events(answers: Transfer) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: the request to move, or the referral to a colleague."""
    return transfers.list_events(make_facts(answers))


def tell_meaning(case: Case) -> Meaning:
    """Who reports, which status belongs where, the clock start that travels, the form, the cancer day."""
    reading: Reading = case.clocks
    told = (
        tell_reporter(reading),
        *tell_statuses(reading.facts),
        *tell_start(reading),
        *tell_identifier(reading.facts),
        *tell_form(reading),
        *tell_cancer(reading),
    )
    return Meaning(facts=told)


def tell_reporter(reading: Reading) -> Fact:
    who = {"sender": "The sender goes on reporting", "receiver": "The receiver reports, from the original clock start"}
    return Fact("Who reports the wait", who.get(reading.reporter or "", "Not known: does responsibility move?"))


def tell_statuses(facts: TransferFacts) -> Iterable[Fact]:
    """The statuses the rule book wants, by the kind of transfer."""
    if facts.moves and facts.accepted is not False:
        yield Fact("Status at the sender", "21: it takes the patient off the sender's list")
        yield Fact("Status on the form", "20 while the wait goes on")
    elif facts.transfer_type == "internal_new_condition":
        yield Fact("Status of the new pathway", "12, with an identifier of its own")
    elif facts.transfer_type != "private_to_nhs" and facts.responsibility_moves is not None:
        yield Fact("Status", "20: nothing starts and nothing stops")


def tell_start(reading: Reading) -> Iterable[Fact]:
    start = reading.facts.day("clock_start")
    if reading.facts.transfer_type in {"internal_new_condition", "private_to_nhs"}:
        return
    if start:
        yield Fact("Clock start", f"{in_words(start)}, unchanged at the receiver")
    elif reading.facts.moves:
        yield Fact("Clock start", "Missing: ask the sender", "breach")
    if reading.waited_days is not None:
        yield Fact("Waited at the transfer", tell_wait(reading.waited_days))
    if start:
        last = add_days(start, LONG_WAIT_DAYS)
        over = (reading.facts.day("requested_date") or last) > last
        yield Fact("Last day within 18 weeks", in_words(last), "watch" if over else "note")


def tell_identifier(facts: TransferFacts) -> Iterable[Fact]:
    """The identifier of the pathway, where the form does not carry it yet."""
    if facts.original_ppid and facts.transfer_type != "internal_new_condition" and not facts.text("ppid"):
        issuer = f", issued by {facts.original_issuer}" if facts.original_issuer else ""
        yield Fact("Identifier of the pathway", f"{facts.original_ppid}{issuer}, to go on the form unchanged", "watch")


def tell_wait(days: int) -> str:
    return f"{plural(days // 7, 'week')} {plural(days % 7, 'day')}"


def tell_form(reading: Reading) -> Iterable[Fact]:
    if reading.is_form_needed is False:
        yield Fact("Transfer form", "Not mandatory for this kind of transfer")
        return
    done = reading.completeness
    text = (
        f"{done.mandatory_filled} of {done.mandatory} mandatory items, {done.optional_filled} of {done.optional} others"
    )
    yield Fact("Transfer form", text, "fine" if done.complete else "breach" if reading.is_form_needed else "note")


def tell_cancer(reading: Reading) -> Iterable[Fact]:
    day = reading.cancer_day
    if day is not None:
        late = day > DAY_38
        yield Fact("Cancer pathway", f"Day {day}; the transfer is due by day {DAY_38}", "watch" if late else "fine")


def list_due(case: Case) -> Iterable[Due]:
    """The form and its clock start, the answer that is awaited, day 38, the sender's list, a move that came back."""
    reading: Reading = case.clocks
    yield from list_form_due(reading, case.today)
    facts = reading.facts
    requested = facts.day("requested_date")
    if requested and facts.moves and facts.accepted is None:
        yield Due(requested + timedelta(days=ANSWER_WITHIN), "Ask whether the transfer was accepted")
    if facts.cancer_clock_start and requested is None:
        adjusted = DAY_38 + max(facts.first_seen_adjustment or 0, 0)
        yield Due(facts.cancer_clock_start + timedelta(days=adjusted), "Transfer due: day 38", "breach")
    if facts.moves and facts.accepted is False and facts.sender_still_open is not True:
        yield Due(case.today, "Put the patient back on the sender's list, with the original clock start", "breach")


def list_form_due(reading: Reading, today: date) -> Iterable[Due]:
    """The form, or what is missing from one already sent; the start is asked of the sender, never made up."""
    facts = reading.facts
    requested = facts.day("requested_date") or today
    if facts.moves and facts.day("clock_start") is None:
        yield Due(requested, "Ask the sender for the original clock start", "breach")
    if reading.is_form_needed and facts.form_sent_on is None:
        yield Due(requested, "Send the transfer form")
    elif reading.is_form_needed and not reading.completeness.complete:
        yield Due(facts.form_sent_on or requested, "Send what is missing from the transfer form")
    if facts.moves and facts.sender_code == "21" and facts.sender_still_open and facts.accepted is not False:
        yield Due(requested, "Take the patient off the sender's list", "breach")


def say_where_it_stands(answers: Transfer) -> str:
    """Where a transfer stands when nothing is wrong with it."""
    if answers.accepted == "yes":
        return "Accepted"
    return "Waiting for the answer" if answers.requested_date else "Not requested yet"


def tell_missing(case: Case) -> int:
    """How many mandatory items of a form that is needed are not there."""
    reading: Reading = case.clocks
    return reading.completeness.mandatory - reading.completeness.mandatory_filled if reading.is_form_needed else 0


def list_missing_labels(row: Row) -> list[str] | None:
    """The mandatory items that are not there, as categories of a chart; None when nothing is missing."""
    if not row["missing"]:
        return None
    return [item.label for item in IPTAMDS if item.mandatory and not row.get(item.name)]


def band_of_wait(row: Row) -> str | None:
    """The weeks waited at the request, in bands; None when the start or the request is not known."""
    days = row["waited_days"]
    return None if days is None else WEEKS_BANDS[min(days // 42, 3)]


def name_transfer(answers: Transfer) -> str:
    to = answers.receiving_organisation_name or ""
    return f"{answers.patient_name}, transfer{f' to {to}' if to else ''}"
