"""The records of a set that is worked in the modules: which case each belongs to, what may be told of them.

Record ids are `case3` for the pathway of case 3 and `case3-dna1` for the others of it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dashapp.context import Clockstart
from dashapp.services.records import pathways
from practice.case import Case
from practice.in_modules import enter
from rules.events import Event, read_date
from storage import Store, open_copy
from storage.attempts import ANSWERS
from storage.links import links_of
from storage.record import NewRecord, Trace

MODULES, ENTERED = "modules", "entered"
IN_MODULES = frozenset({MODULES, ENTERED})
"""Where cases are worked as records: answered next to them, or by what is entered in them."""
SHOWN = "shown"
"""The module of a practice copy that holds, by the number of the case, for which what the rules say was asked for."""
OF_CASE = re.compile(r"case([1-9][0-9]{0,3})(?:-\w+)?")


def find_number(record_id: str) -> int | None:
    """The case a record belongs to; None for one that was added since."""
    found = OF_CASE.fullmatch(record_id)
    return int(found[1]) if found else None


def name_record(number: int, key: str = "") -> str:
    return f"case{number}-{key}" if key else f"case{number}"


def list_shown(copy: Store, uid: str) -> frozenset[int]:
    return frozenset(int(one.id) for one in copy.records.list(uid, SHOWN))


def list_modules(store: Store, uid: str, attempt: str) -> frozenset[str]:
    """The modules that have records of a copy, by their store keys."""
    return frozenset(name for name, one in open_copy(store, attempt).records.summary(uid).items() if one.count)


def list_entered(clockstart: Clockstart, uid: str, attempt: str, number: int) -> tuple[list[Event], dict[date, str]]:
    """What the records of a case's pathway say by now, and the codes that were recorded, by day."""
    copy = open_copy(clockstart.store, attempt)
    here, pathway = replace(clockstart, store=copy), name_record(number)
    records = copy.records.linked(uid, pathway)
    events = [event for record in records for event in pathways.events_of(here, record, pathway)]
    coded = {one.date: str(code) for one in events if (code := one.details.get("rtt_code"))}
    missed = {find_day(record.data): record.data.get("rtt_code") for record in records}
    return events, coded | {day: str(code) for text, code in missed.items() if code and (day := read_date(text))}


def find_day(data: Mapping[str, Any]) -> Any:
    """The day of a missed or a cancelled appointment."""
    return data.get("cancellation_date") or data.get("appointment_date")


def is_changed(clockstart: Clockstart, uid: str, attempt: str, number: int) -> bool:
    """Whether anything was entered on the pathway of a case since it was begun."""
    records = open_copy(clockstart.store, attempt).records.linked(uid, name_record(number))
    return any(one.rev > 1 or find_number(one.id) != number for one in records)


def find_told(copy: Store, uid: str, head: Mapping[str, Any]) -> Callable[[str], bool]:
    """Whether what the rules say of a record may be told: it was asked for, or its case was answered and is told at
    once."""
    at_once = head.get("feedback") == "after_each"
    answered = {int(one.id) for one in copy.records.list(uid, ANSWERS)} if at_once else set[int]()
    told = answered | list_shown(copy, uid)
    return lambda record_id: find_number(record_id) in told


def write(store: Store, uid: str, attempt: str, cases: Sequence[Case], trace: Trace, now: datetime) -> None:
    """The records of the cases; those that are there already stay."""
    by_module: dict[str, list[NewRecord]] = {}
    for number, case in enumerate(cases, start=1):
        for one in enter(case):
            record_id, pathway = name_record(number, one.key), name_record(number)
            data = one.answers if one.is_pathway else {**one.answers, "link": pathway}
            links = links_of(one.module, record_id, data)
            new = NewRecord(record_id, data, f"begin-{record_id}", links)
            by_module.setdefault(one.module, []).append(new)
    copy = open_copy(store, attempt)
    for module, items in by_module.items():
        known = {one.id for one in copy.records.list(uid, module)}
        copy.records.put_many(uid, module, [one for one in items if one.id not in known], trace=trace, now=now)
