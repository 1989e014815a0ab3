"""What a learner's home says, from what is stored: how each module they have begun stands, what matters most, where
they were, and the weeks in which they entered something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.meaning import MATTERS, Status
from dashapp.declare.module import Case, Module, Row
from dashapp.services.access import access
from dashapp.services.derived import big_lists, rows
from dashapp.services.feedback import reviews
from dashapp.services.records import drafts, records
from dashapp.services.work.actions import SOON
from rules.explain import Finding
from storage.audit import AuditEntry
from storage.keys import copy_in
from storage.record import ModuleSummary, Record
from storage.reviews import Review
from words.phrases import plural

WEEKS = 8
CORRECT = ("needs_improvement", "incorrect")
SEVERITIES = ("breach", "watch", "note")


@dataclass(frozen=True, slots=True)
class Begun:
    """A module with records: its rows, none where the list is too long to be worked out while a page is waited for."""

    module: Module
    summary: ModuleSummary
    rows: Sequence[Row]

    def count(self, severity: str) -> int:
        """How many records have this as their gravest finding."""
        return sum(row.get("worst") == severity for row in self.rows)


@dataclass(frozen=True, slots=True)
class Opened:
    """A record as its module sees it, and the row of the list that led to it."""

    module: Module
    record: Record
    case: Case
    name: str


@dataclass(frozen=True, slots=True)
class Gravest:
    """The record that matters most and what is found in it."""

    opened: Opened
    finding: Finding


def list_begun(clockstart: Clockstart, actor: Actor) -> list[Begun]:
    """The modules the actor may open and has records in, in the order of the menu."""
    summary = clockstart.store.records.summary(actor.uid)
    return [
        Begun(module, known, [] if big_lists.is_big(known) else rows.list_rows(clockstart, actor.uid, module))
        for module in access.list_open(clockstart, actor)
        if (known := summary.get(module.store_key)) and known.count
    ]


def say_state(begun: Begun, today: date) -> tuple[Status, str]:
    """How a module stands, in a few words: what is wrong, else what is owed, else what to watch."""
    wrong, watch = begun.count("breach"), begun.count("watch")
    if wrong:
        return "breach", f"{wrong} wrong" + (f", {watch} to watch" if watch else "")
    owed = count_owed(begun.rows, today + SOON)
    if owed:
        matter, many = max(owed.items(), key=lambda item: item[1])
        return "watch", plural(many, *MATTERS[matter])
    if watch:
        return "watch", f"{watch} to watch"
    status = reviews.status_of(begun.summary)
    handed_in = "" if status in {"none", "open"} else f", {reviews.STATUSES[status].lower()}"
    return "note", f"{plural(begun.summary.count, begun.module.one, begun.module.many)}{handed_in}"


def count_owed(found: Sequence[Row], last: date) -> Counter[str]:
    """How many things are due by a day, by what they are about."""
    due = (one for row in found for one in row.get("due", ()) if date.fromisoformat(one[0]) <= last)
    return Counter(one[3] if len(one) > 3 else "step" for one in due)


def find_gravest(clockstart: Clockstart, actor: Actor, begun: Sequence[Begun]) -> Gravest | None:
    """What is wrong in a record of the person's own: of several, where something has been due longest."""
    wrong = [(one.module, row) for one in begun for row in one.rows if row.get("worst") == "breach"]
    for module, row in sorted(wrong, key=lambda one: urgency_of(one[1])):
        opened = find_opened(clockstart, actor.uid, module, row["id"])
        found = sorted(opened.case.findings, key=gravity_of) if opened else []
        if opened and found:
            return Gravest(opened, found[0])
    return None


def urgency_of(row: Row) -> tuple[str, float]:
    """Longest due first; where nothing is due, the one that changed last."""
    changed = datetime.fromisoformat(row["updated_at"]).timestamp()
    return min((due[0] for due in row.get("due", ())), default="9999"), -changed


def gravity_of(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity.value)


def list_recent(clockstart: Clockstart, actor: Actor, begun: Sequence[Begun], at_most: int) -> list[Opened]:
    """The records that changed last."""
    changed = sorted(((row["updated_at"], row["id"], one.module) for one in begun for row in one.rows), key=newest_of)
    found = (find_opened(clockstart, actor.uid, module, record_id) for _, record_id, module in changed[-at_most:])
    return [one for one in reversed(list(found)) if one is not None]


def newest_of(changed: tuple[str, str, Module]) -> tuple[str, str]:
    return changed[:2]


def find_opened(clockstart: Clockstart, uid: str, module: Module, record_id: str) -> Opened | None:
    """None for a record that is gone or that its module would not accept."""
    record = clockstart.store.records.find(uid, module.store_key, record_id)
    case = records.make_case(clockstart, uid, module, record) if record else None
    if record is None or case is None:
        return None
    name = str(record.data.get("patient_name") or records.name_record(module, record))
    return Opened(module, record, case, name)


def list_to_correct(clockstart: Clockstart, actor: Actor, news: Sequence[Review]) -> list[Review]:
    """Feedback that asks for a correction of a record that has not been changed since."""
    found = []
    for review in news:
        record = clockstart.store.records.find(actor.uid, review.module, review.record) if review.record else None
        if review.verdict in CORRECT and record and record.updated_at <= review.released_at:
            found.append(review)
    return found


def count_drafts(unfinished: Sequence[drafts.Unfinished]) -> Mapping[str, int]:
    return Counter(one.module.slug for one in unfinished)


def count_days(clockstart: Clockstart, actor: Actor) -> list[int]:
    """On how many days of each of the last weeks, this one last, the person entered something."""
    monday = clockstart.today - timedelta(days=clockstart.today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    days = {entry.at[:10] for entry in walk_from(clockstart, actor.uid, first) if entry.module and is_own(entry, actor)}
    weeks = Counter((date.fromisoformat(day) - first).days // 7 for day in days)
    return [weeks[week] for week in range(WEEKS)]


def is_own(entry: AuditEntry, actor: Actor) -> bool:
    return entry.actor == actor.uid and not copy_in(entry.module)


def walk_from(clockstart: Clockstart, uid: str, first: date) -> Iterator[AuditEntry]:
    """A person's trail from a day on, oldest first."""
    cursor = f"{int(datetime.combine(first, time(), UTC).timestamp() * 1000)}-0"
    while True:
        cursor, entries = clockstart.store.audit.since(uid, cursor)
        if not entries:
            return
        yield from entries
