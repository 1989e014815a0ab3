"""Reading checked lists: a page of a queue at a time, what is validated and what remains, who is due for contact."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import model_validator

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.files.spreadsheet_cells import csv_text
from dashapp.values.series import Series
from pages.waiting_list_validator.service.validation import SLUG, Stored, read_facts
from pages.waiting_list_validator.service.work_queues import CHECK_QUEUES, CONTACT, QUEUES, check_key
from rules.explain import Rule, Severity
from rules.validation.contact import find_contact_due
from rules.validation.whole_list import CHECKS, PathwayFacts
from storage.errors import NotFound
from storage.record import Record, Trace
from words.folding import holds
from words.queries import PageNumber, Query, narrow, place

PAGE = 50
GRAVEST = tuple(Severity)
ENDED = frozenset({"stop", "merge"})


@dataclass(frozen=True, slots=True)
class Failed:
    """One check a row failed: its number, severity, evidence, suggested correction, the other pathways it concerns."""

    number: int
    severity: Severity
    evidence: str
    suggestion: str
    related: tuple[str, ...] = ()

    @property
    def rule(self) -> Rule:
        return CHECKS[self.number].rule


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as a page shows it; `decision` is the record kept about it, None while it is not validated."""

    number: int
    line: int
    patient_name: str
    link: str
    days: int | None
    facts: PathwayFacts
    failed: tuple[Failed, ...]
    contacted_on: date | None = None
    decision: Record | None = None

    @property
    def name(self) -> str:
        return self.patient_name or self.facts.pathway


class Wanted(Query):
    """Which rows: a queue or those that failed a check, the page of them, only what remains, and words to find."""

    check: str = narrow("Failed check", choices=CHECK_QUEUES, none="Any check")
    queue: str = narrow("Queue", default="all", choices={key: queue.label for key, queue in QUEUES.items()})
    find: str = narrow("Find a patient, number or pathway", says="with “{}”", none="")
    left: str = narrow("Show", choices={"1": "Not yet validated"}, none="All")
    page: PageNumber = place(1)

    @model_validator(mode="before")
    @classmethod
    def take_check(cls, given: dict[str, Any]) -> dict[str, Any]:
        """The queue of a check is its check."""
        is_check = given.get("queue") in CHECK_QUEUES
        return {**given, "queue": "all", "check": given.get("check") or given["queue"]} if is_check else given

    @property
    def shown(self) -> str:
        """The queue that is shown; a check goes before it."""
        return self.check or self.queue


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a queue, how many rows fit, and how many pages they fill."""

    rows: Sequence[ShownRow]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Contact:
    """An open pathway due for contact, and since when."""

    row: ShownRow
    due: date


def record_id(list_id: str, number: int) -> str:
    """The id of the validation of one row: one for each row of each list, so that two people's presses are one."""
    return f"{list_id}-{number}"


def check_open(clockstart: Clockstart, actor: Actor) -> Module:
    return access.get_module(clockstart, actor, SLUG)


def get_own(clockstart: Clockstart, actor: Actor, list_id: str) -> Stored:
    """What is known of one of the actor's own lists. Raises NotFound, also for one still being made."""
    check_open(clockstart, actor)
    about = clockstart.store.lists.get(actor.uid, list_id)
    if about["state"] != "ready":
        raise NotFound("This list is still being checked.")
    return about


def list_own(clockstart: Clockstart, actor: Actor) -> Iterator[tuple[str, Stored]]:
    """The actor's own finished lists, the newest first."""
    check_open(clockstart, actor)
    found = clockstart.store.lists.all(actor.uid).items()
    ready = [(list_id, about) for list_id, about in found if about["state"] == "ready"]
    yield from sorted(ready, key=lambda item: datetime.fromisoformat(item[1]["at"]), reverse=True)


def remove(clockstart: Clockstart, actor: Actor, list_id: str, trace: Trace) -> None:
    """Take one of the actor's own lists away; its decisions stay records. Raises NotFound."""
    check_open(clockstart, actor)
    access.check_can_write(clockstart, actor, actor.uid)
    name = str(clockstart.store.lists.get(actor.uid, list_id)["name"])[:200]
    clockstart.store.lists.remove(actor.uid, list_id)
    clockstart.store.audit.enter(actor.uid, "remove-list", trace=trace, now=clockstart.now, list=list_id, name=name)


def find_validated(clockstart: Clockstart, module: Module, uid: str) -> Mapping[str, frozenset[int]]:
    """The rows that have a validation, by list."""
    found: dict[str, set[int]] = {}
    for one in clockstart.store.records.ids(uid, module.store_key):
        list_id, _, number = one.rpartition("-")
        if list_id and number.isdecimal():
            found.setdefault(list_id, set()).add(int(number))
    return {list_id: frozenset(numbers) for list_id, numbers in found.items()}


def read_page(clockstart: Clockstart, actor: Actor, list_id: str, wanted: Wanted) -> ListPage:
    """The rows asked for, each with its decision. The queue is read, and of the rows only those of the page."""
    module = check_open(clockstart, actor)
    numbers = list_numbers(clockstart, module, actor.uid, list_id, wanted)
    pages = max(1, -(-len(numbers) // PAGE))
    page = min(wanted.page, pages)
    shown = read_rows(clockstart, module, actor.uid, list_id, numbers[(page - 1) * PAGE : page * PAGE])
    return ListPage(shown, len(numbers), page, pages)


def list_numbers(clockstart: Clockstart, module: Module, uid: str, list_id: str, wanted: Wanted) -> Sequence[int]:
    """The row numbers of a queue in its order, narrowed to what remains and to the words."""
    numbers = clockstart.store.lists.queue(uid, list_id, wanted.shown)
    if wanted.left:
        done = find_validated(clockstart, module, uid).get(list_id, frozenset())
        numbers = [number for number in numbers if number not in done]
    if wanted.find:
        index = clockstart.store.lists.part(uid, list_id, "index") or []
        numbers = [number for number in numbers if holds(index[number - 1], wanted.find)]
    return numbers


def read_rows(clockstart: Clockstart, module: Module, uid: str, list_id: str, numbers: Sequence[int]) -> list[ShownRow]:
    stored = clockstart.store.lists.rows(uid, list_id, numbers)
    ids = [record_id(list_id, row["n"]) for row in stored]
    decided = {record.id: record for record in clockstart.store.records.get_many(uid, module.store_key, ids)}
    return [as_shown(row, decided.get(one)) for row, one in zip(stored, ids, strict=True)]


def as_shown(row: Mapping[str, Any], decision: Record | None) -> ShownRow:
    failed = sorted(map(as_failed, row.get("fails", ())), key=lambda one: GRAVEST.index(one.severity))
    contacted = row.get("contacted")
    return ShownRow(
        number=row["n"],
        line=row["line"],
        patient_name=row.get("name", ""),
        link=row.get("link", ""),
        days=row.get("days"),
        facts=read_facts(row["facts"]),
        failed=tuple(failed),
        contacted_on=date.fromisoformat(contacted) if contacted else None,
        decision=decision,
    )


def as_failed(told: Sequence[Any]) -> Failed:
    """A stored failure: number, severity, evidence, suggestion, other pathways."""
    number, severity, evidence, suggestion, related = told
    return Failed(number, Severity(severity), evidence, suggestion, tuple(related))


def get_row(clockstart: Clockstart, actor: Actor, list_id: str, number: str) -> ShownRow:
    """One row of one of the actor's own lists. Raises NotFound."""
    get_own(clockstart, actor, list_id)
    module = check_open(clockstart, actor)
    found = read_rows(clockstart, module, actor.uid, list_id, [int(number)] if number.isdecimal() else [])
    if not found:
        raise NotFound("There is no such pathway on this list.")
    return found[0]


def find_next(clockstart: Clockstart, actor: Actor, list_id: str, wanted: Wanted, number: int) -> int | None:
    """The row after this one in its queue; of what remains, the first again at the end; None when there is no other."""
    module = check_open(clockstart, actor)
    numbers = list(list_numbers(clockstart, module, actor.uid, list_id, wanted.model_copy(update={"left": ""})))
    done = find_validated(clockstart, module, actor.uid).get(list_id, frozenset())
    place = numbers.index(number) + 1 if number in numbers else 0
    if not wanted.left:
        return next(iter(numbers[place:]), None)
    return next((one for one in (*numbers[place:], *numbers[:place]) if one not in done and one != number), None)


def count_validated(clockstart: Clockstart, actor: Actor) -> Mapping[str, int]:
    """How many rows of each list that failed a check have been validated."""
    module = check_open(clockstart, actor)
    validated = find_validated(clockstart, module, actor.uid)
    return {
        list_id: len(done.intersection(clockstart.store.lists.queue(actor.uid, list_id, "all")))
        for list_id, done in validated.items()
    }


def read_contacts(
    clockstart: Clockstart, actor: Actor, list_id: str, schedule: str, page: int
) -> tuple[Sequence[Contact], int, int]:
    """A page of the rows due for contact by a schedule, those contacted or ended since left out; the page it is, and
    how many are due."""
    module, store = check_open(clockstart, actor), clockstart.store
    numbers = store.lists.queue(actor.uid, list_id, f"{CONTACT}{schedule}")
    decided = find_validated(clockstart, module, actor.uid).get(list_id, frozenset()).intersection(numbers)
    ids = [record_id(list_id, number) for number in sorted(decided)]
    settled = {
        record.id
        for record in store.records.get_many(actor.uid, module.store_key, ids)
        if not is_still_due(record.data, clockstart.today, schedule)
    }
    due = [number for number in numbers if record_id(list_id, number) not in settled]
    pages = max(1, -(-len(due) // PAGE))
    here = min(page, pages)
    shown = read_rows(clockstart, module, actor.uid, list_id, due[(here - 1) * PAGE : here * PAGE])
    dated = [Contact(row, since) for row in shown if (since := find_due(row, clockstart.today, schedule))]
    return dated, here, len(due)


def is_still_due(said: Mapping[str, Any], today: date, schedule: str) -> bool:
    """Whether contact is still due after what a validation says; one that says nothing of it leaves it due."""
    if said.get("decision") in ENDED:
        return False
    if not said.get("contacted_on") or not said.get("clock_start"):
        return True
    start, last = date.fromisoformat(said["clock_start"]), date.fromisoformat(said["contacted_on"])
    return find_contact_due(start, today, last, schedule) is not None


def find_due(row: ShownRow, today: date, schedule: str) -> date | None:
    """Since when contact is due, by the list and by what was recorded since; None when it is not."""
    said = row.decision.data if row.decision else {}
    if row.facts.clock_start is None or said.get("decision") in ENDED:
        return None
    recorded = date.fromisoformat(said["contacted_on"]) if said.get("contacted_on") else None
    last = max((day for day in (row.contacted_on, recorded) if day), default=None)
    return find_contact_due(row.facts.clock_start, today, last, schedule)


def make_checks_series(about: Stored, link: str) -> Series:
    """Failures by check of a whole list, the most frequent first; each leads to its queue under `link`."""
    counts = sorted(about["counts"].items(), key=lambda item: (-item[1], int(item[0])))
    rows = tuple((CHECKS[int(number)].rule.title, count) for number, count in counts)
    reading = "No pathway fails a check."
    if rows:
        alike = sum(count == rows[0][1] for _, count in rows)
        who = f"“{rows[0][0]}” fails" if alike == 1 else f"{alike} checks fail"
        reading = f"{who} most: {rows[0][1]:,} of {about['rows']:,} pathways{' each' * (alike > 1)}."
    return Series(
        key="checks",
        title="Failures by check",
        reading=reading,
        definition="Pathways of this list by each check they failed; one may be counted at several.",
        shape="bar",
        category="Check",
        measures=("Pathways",),
        rows=rows,
        unit="pathways",
        links=tuple(f"{link}{check_key(int(number))}" for number, _ in counts),
    )


def write_rows(clockstart: Clockstart, actor: Actor, list_id: str, wanted: Wanted) -> str:
    """A queue as CSV: each pathway with what it failed and what was decided; safe to open in a spreadsheet."""
    module = check_open(clockstart, actor)
    get_own(clockstart, actor, list_id)
    numbers = list_numbers(clockstart, module, actor.uid, list_id, wanted)
    shown = (
        row
        for start in range(0, len(numbers), 10 * PAGE)
        for row in read_rows(clockstart, module, actor.uid, list_id, numbers[start : start + 10 * PAGE])
    )
    return csv_text([ROW_COLUMNS, *map(cells_of, shown)])


ROW_COLUMNS = ("line", "pathway", "patient_name", "nhs_number", "clock_start", "days", "checks", "evidence")


def cells_of(row: ShownRow) -> tuple[Any, ...]:
    """A row of a queue as its file has it."""
    facts, checks = row.facts, ", ".join(str(one.number) for one in row.failed)
    said = " ".join(one.evidence for one in row.failed)
    return (row.line, facts.pathway, row.patient_name, facts.nhs_number, facts.clock_start, row.days, checks, said)
