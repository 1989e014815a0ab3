"""Checking a whole waiting list: the jobs that read one from a file or from one's own tracking list and keep it.

The list is kept as it was, with what each row failed and the queues to work; decisions are records of the module.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

import orjson

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Case, Module
from dashapp.services.access import access
from dashapp.services.files.excel_tables import is_excel
from dashapp.services.files.imports import read_table
from dashapp.services.files.tables import Line, check_size
from dashapp.services.jobs import jobs
from dashapp.services.jobs.jobs import Watch
from dashapp.services.records import pathways
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import new_id, read_answers
from pages.waiting_list_validator.service.list_files import ListRow, is_cut_off, match_columns, read_row
from pages.waiting_list_validator.service.work_queues import CheckedRow, make_queues
from rules.validation.returns import ReturnTotals, check_return, count_totals
from rules.validation.whole_list import Appointment, Coded, Failure, PathwayFacts, check_list
from storage.errors import Refused
from storage.jobs import Job
from storage.record import Trace
from words.pasted import close_directions
from words.questions import bare_type

SLUG = "waiting-list-validator"
CHUNK = 500
MOST_LISTS = 12
CUT_OFF = "the line is cut off: it has fewer columns than the first line"
PTL_NAME = "My patient tracking list"
Stored = dict[str, Any]


@dataclass(slots=True)
class Reading:
    """What came of reading a list: its rows, and the lines set aside with the reason."""

    rows: list[ListRow] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def take(self, row: ListRow) -> None:
        """Keep a row; a pathway that is there already is set aside, since decisions are kept by pathway."""
        known = self.lines.setdefault(row.facts.pathway, row.line)
        if known != row.line:
            self.aside.append((row.line, f"{row.facts.pathway} is on line {known} already"))
        else:
            self.rows.append(row)

    def take_own(self, row: ListRow) -> None:
        """Keep one's own pathway; where two carry one identifier, the second is called by its record besides."""
        if row.facts.pathway in self.lines:
            row = replace(row, facts=replace(row.facts, pathway=f"{row.facts.pathway} ({row.link})"))
        self.take(row)


def start_file(clockstart: Clockstart, actor: Actor, _module: Module, name: str, data: bytes) -> Job:
    """Hand a file to the worker; the job's id is the list's. Raises Refused for one too long to be read at all."""
    check_size(data)
    return start(clockstart, actor, "check-file", name or "A file", data)


def start_own(clockstart: Clockstart, actor: Actor) -> Job:
    """Have the worker check the actor's own tracking list."""
    return start(clockstart, actor, "check-own")


def start(clockstart: Clockstart, actor: Actor, kind: str, *arguments: Any) -> Job:
    access.get_module(clockstart, actor, SLUG)
    access.check_can_write(clockstart, actor, actor.uid)
    sweep(clockstart, actor)
    if len(clockstart.store.lists.all(actor.uid)) >= MOST_LISTS:
        raise Refused(f"There are {MOST_LISTS} lists already. Remove one you have done with; its decisions stay.")
    list_id = new_id()
    return jobs.start(clockstart, actor, list_id, kind, list_id, *arguments)


def sweep(clockstart: Clockstart, actor: Actor) -> None:
    """Take away what a job that broke off has left of a list."""
    for list_id, about in clockstart.store.lists.all(actor.uid).items():
        job = clockstart.store.jobs.find(actor.uid, list_id) if about["state"] == "making" else None
        if about["state"] == "making" and (job is None or jobs.look(clockstart, actor, list_id).has_ended):
            clockstart.store.lists.remove(actor.uid, list_id)


def check_file(clockstart: Clockstart, watch: Watch, list_id: str, name: str, data: bytes) -> Stored:
    """The job that checks a file: 20 MB and 100,000 rows at most; lines it cannot use are set aside."""
    table = read_table(name, data)
    matched, is_csv = match_columns(table.names), not is_excel(name, data)
    reading, done = Reading(), 0
    for lines in table.chunks(CHUNK):
        watch.report(done, table.count, f"{done:,} of {table.count:,} rows read")
        done += len(lines)
        if is_csv:
            reading.aside += [(line, CUT_OFF) for line, row in lines if is_cut_off(matched, row)]
            lines = [(line, row) for line, row in lines if not is_cut_off(matched, row)]
        read_some(reading, matched, lines)
    return keep(clockstart, watch, list_id, name, "file", reading)


def read_some(reading: Reading, matched: Mapping[str, str], lines: Iterable[Line]) -> None:
    for line, row in lines:
        try:
            found = read_row(matched, line, row)
        except ValueError as problem:
            reading.aside.append((line, str(problem)))
            continue
        if found is not None:
            reading.take(found)


def check_own(clockstart: Clockstart, watch: Watch, list_id: str) -> Stored:
    """The job that checks the person's own tracking list, other modules' events on each pathway included."""
    module = clockstart.registry.find_by_store_key(PTL)
    if module is None or module.facts is None:
        raise Refused("This installation has no patient tracking list.")
    records = clockstart.store.records.list(watch.uid, PTL)
    if not records:
        raise Refused("There is nothing on your patient tracking list yet.")
    around = pathways.Neighbours.read(clockstart, watch.uid)
    reading = Reading()
    for place, record in enumerate(records):
        if place % CHUNK == 0:
            watch.report(place, len(records), f"{place:,} of {len(records):,} pathways read")
        answers, problems = read_answers(module, record)
        if answers is None:
            reading.aside.append((place + 1, "; ".join(problem.sentence for problem in problems)))
            continue
        linked = pathways.make_linked(clockstart, record, around.of(module, record))
        case = Case(module, record.id, answers, clockstart.today, linked)
        name = close_directions(str(record.data.get("patient_name", "")))
        contacted = find_contact(case)
        reading.take_own(ListRow(module.facts(case), name, place + 1, record.id, contacted))
    return keep(clockstart, watch, list_id, PTL_NAME, "own", reading)


def find_contact(case: Case) -> date | None:
    """When the patient was last contacted about the wait, by the record or by a validation on its pathway."""
    said = getattr(case.answers, "contacted_on", None)
    told = (event.date for event in case.pathway_events if event.name == "patient_contacted")
    return max((day for day in (said, *told) if day is not None), default=None)


def keep(clockstart: Clockstart, watch: Watch, list_id: str, name: str, source: str, reading: Reading) -> Stored:
    """Check the rows, write the list in chunks, announce it last. A stop in between leaves nothing behind."""
    uid, lists, today = watch.uid, clockstart.store.lists, clockstart.today
    before_id, before = find_before(clockstart, uid, name)
    _, last_month = find_before(clockstart, uid, name, today.replace(day=1))
    lists.announce(uid, list_id, {"state": "making", "name": name})
    try:
        watch.report(0, 0, f"Checking {len(reading.rows):,} pathways")
        checked = check_rows(reading.rows, today)
        facts = [facts_as_json(one.row.facts) for one in checked]
        prints = {one.row.facts.pathway: print_of(told) for one, told in zip(checked, facts, strict=True)}
        queues = make_queues(checked, today, find_changed(clockstart, uid, before_id, checked, prints))
        for start_at in range(0, len(checked), CHUNK):
            watch.report(start_at, len(checked), f"{start_at:,} of {len(checked):,} pathways kept")
            some = zip(checked[start_at : start_at + CHUNK], facts[start_at : start_at + CHUNK], strict=True)
            lists.put_rows(uid, list_id, [as_stored(one, told) for one, told in some])
        lists.put_queues(uid, list_id, queues)
        lists.put_part(uid, list_id, "prints", prints)
        lists.put_part(uid, list_id, "index", [words_of(one.row) for one in checked])
        lists.put_aside(uid, list_id, sorted(reading.aside))
    except jobs.Stopped:
        lists.remove(uid, list_id)
        raise
    totals = count_totals([one.row.facts for one in checked], today)
    about = describe(clockstart, name, source, checked, queues, reading, totals, before, last_month)
    lists.announce(uid, list_id, about)
    summary = {"list": list_id, "name": name[:200], "rows": str(len(checked)), "set_aside": str(len(reading.aside))}
    clockstart.store.audit.enter(uid, "check-list", trace=Trace(uid, f"job {list_id}"), now=clockstart.now, **summary)
    return {"list": list_id, "rows": len(checked), "set_aside": len(reading.aside), "failed": len(queues["all"])}


def check_rows(rows: Sequence[ListRow], today: date) -> list[CheckedRow]:
    """Every row with what it failed, numbered from 1 in the order of the list."""
    failures: dict[str, list[Failure]] = {}
    for failure in check_list([row.facts for row in rows], today):
        failures.setdefault(failure.pathway, []).append(failure)
    return [
        CheckedRow(row, failures.get(row.facts.pathway, ()), row.facts.days_waited(today), number)
        for number, row in enumerate(rows, start=1)
    ]


def describe(
    clockstart: Clockstart,
    name: str,
    source: str,
    checked: Sequence[CheckedRow],
    queues: Mapping[str, Sequence[int]],
    reading: Reading,
    totals: ReturnTotals,
    before: Mapping[str, Any] | None,
    last_month: Mapping[str, Any] | None,
) -> Stored:
    """What is known of a finished list: when, how many, what failed how often, and what the list as a whole shows."""
    counts = Counter(failure.number for one in checked for failure in one.failures)
    previous = ReturnTotals(**last_month["totals"]) if last_month else None
    return {
        "state": "ready",
        "name": name,
        "source": source,
        "at": clockstart.now.isoformat(),
        "today": clockstart.today.isoformat(),
        "rows": len(checked),
        "set_aside": len(reading.aside),
        "failed": len(queues["all"]),
        "counts": {str(number): count for number, count in sorted(counts.items())},
        "queues": {key: len(numbers) for key, numbers in queues.items()},
        "totals": {one.name: getattr(totals, one.name) for one in fields(totals)},
        "whole": [as_failure(failure) for failure in check_return(totals, previous)],
        "before": before["at"] if before else "",
    }


def find_before(
    clockstart: Clockstart, uid: str, name: str, until: date = date.max
) -> tuple[str, Mapping[str, Any] | None]:
    """The list of this name that was checked last before `until`, its id and what is known of it, or "" and None."""
    ready = (
        (list_id, about) for list_id, about in clockstart.store.lists.all(uid).items() if about["state"] == "ready"
    )
    same = [item for item in ready if item[1]["name"] == name and str(item[1]["today"]) < until.isoformat()]
    return max(same, key=lambda item: str(item[1]["at"]), default=("", None))


def find_changed(
    clockstart: Clockstart, uid: str, before_id: str, checked: Sequence[CheckedRow], prints: Mapping[str, str]
) -> frozenset[int]:
    """The rows that were not on the list before, or are different now; none when there was no list before."""
    if not before_id:
        return frozenset()
    before = clockstart.store.lists.part(uid, before_id, "prints") or {}
    names = ((one.number, one.row.facts.pathway) for one in checked)
    return frozenset(number for number, name in names if before.get(name) != prints[name])


def print_of(facts: Stored) -> str:
    """A short digest of what a list says of a pathway."""
    return hashlib.blake2b(orjson.dumps(facts), digest_size=4).hexdigest()


def words_of(row: ListRow) -> str:
    """What a row is found by: name, number, pathway."""
    return " ".join((row.patient_name, row.facts.nhs_number or "", row.facts.pathway)).casefold()


def as_stored(one: CheckedRow, facts: Stored) -> Stored:
    """A row as it is stored: only what the list said."""
    row = one.row
    stored: Stored = {"n": one.number, "line": row.line, "facts": facts}
    stored |= {"name": row.patient_name} if row.patient_name else {}
    stored |= {"link": row.link} if row.link else {}
    stored |= {"contacted": row.contacted_on.isoformat()} if row.contacted_on else {}
    stored |= {"days": one.days} if one.days is not None else {}
    return stored | ({"fails": [as_failure(failure) for failure in one.failures]} if one.failures else {})


def as_failure(failure: Failure) -> list[Any]:
    """Number, severity, evidence, suggestion, and the other pathways it concerns."""
    return [failure.number, failure.severity.value, failure.evidence, failure.suggestion, list(failure.related)]


FACT_FIELDS = tuple(one.name for one in fields(PathwayFacts))
DATES = frozenset(one.name for one in fields(PathwayFacts) if bare_type(one.type) is date)


def facts_as_json(facts: PathwayFacts) -> Stored:
    """The facts that were given, ready to be written as JSON."""
    given: Stored = {}
    for name in FACT_FIELDS:
        value = getattr(facts, name)
        if value is not None and value != ():
            given[name] = [list(part) for part in value] if isinstance(value, tuple) else value
    return given


def read_facts(stored: Mapping[str, Any]) -> PathwayFacts:
    """Stored facts as the checks read them."""
    given: Stored = {name: date.fromisoformat(value) if name in DATES else value for name, value in stored.items()}
    given["codes"] = tuple(Coded(date.fromisoformat(day), code) for day, code in stored.get("codes", ()))
    given["appointments"] = tuple(read_appointment(parts) for parts in stored.get("appointments", ()))
    return PathwayFacts(**given)


def read_appointment(parts: Sequence[Any]) -> Appointment:
    return Appointment(date.fromisoformat(parts[0]), *parts[1:])
