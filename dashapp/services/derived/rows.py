"""Rows: every record of a person in a module, as worklist, charts and files read it.

A row is plain JSON: the record's answers, its derived values (a clock ribbon in its compact form), `id`, `rev`,
`updated_at`, the codes of its `findings`, the `worst` severity, what is `due` (day, words, status), and `problems` (how
many things its module would not accept). Rows are worked out once, kept in this process and beside the records, and
made again only where a record, its pathway, the day or the rule books have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dashapp.context import Clockstart
from dashapp.declare.module import Case, Derived, Linked, Module, Row, View
from dashapp.services.access import access
from dashapp.services.derived.kept import Kept, Stamp
from dashapp.services.derived.projections import NONE, TOLD_EVERY, Projection, Summary, Tell, work_out_many
from dashapp.services.feedback import second_readings
from dashapp.services.jobs.jobs import Watch
from dashapp.services.records import pathways
from dashapp.services.records.records import RULES_VERSION, read_answers
from dashapp.values.ribbon import compact_ribbon
from storage.record import Record
from words.pasted import close_directions

ROW_BYTES = 4_000
MADE_AS = 4
"""Goes up when what a row holds is worked out otherwise, so that no stored row of before is shown."""
MadeFrom = tuple[int, tuple[tuple[str, str, int], ...]]
"""The revision of a row's record, and those of the other records on its pathway."""


@dataclass(frozen=True, slots=True)
class Rows:
    """One person's rows of one module in the order of the records, each by its id with what it was made from."""

    by_id: Mapping[str, tuple[MadeFrom, Row]]
    rows: Sequence[Row]

    @classmethod
    def of(cls, by_id: Mapping[str, tuple[MadeFrom, Row]]) -> Rows:
        return cls(by_id, [row for _, row in by_id.values()])

    @property
    def has_links(self) -> bool:
        """Whether any row hangs on a pathway, whose other records it must follow."""
        return any("on_pathway" in row for row in self.rows)


class RowsProjection(Projection[Rows]):
    kind = "rows"

    def stamp(self, clockstart: Clockstart, summary: Summary) -> Stamp:
        rev = summary.get(self.module.store_key, NONE).rev
        return Stamp(clockstart.today.isoformat(), rev, sum(item.rev for item in summary.values()))

    def is_current(self, kept: Kept[Rows], now: Stamp) -> bool:
        """Linked rows also follow the person's other modules."""
        return kept.stamp[:2] == now[:2] and (kept.stamp == now or not kept.value.has_links)

    def build(self, clockstart: Clockstart, uid: str, before: Rows | None, tell: Tell) -> Rows:
        """A record that has not changed, on a pathway that has not, keeps the row it had."""
        records = clockstart.store.records.list(uid, self.module.store_key)
        around = pathways.Neighbours.read(clockstart, uid) if any(record.links for record in records) else None
        known = before.by_id if before else {}
        made: dict[str, tuple[MadeFrom, Row]] = {}
        for number, record in enumerate(records):
            if number % TOLD_EVERY == 0:
                tell(number)
            others = around.of(self.module, record) if around else ()
            made_from = (record.rev, tuple((other.module, other.id, other.rev) for other in others))
            had = known.get(record.id)
            if had is not None and had[0] == made_from:
                made[record.id] = had
            else:
                linked = pathways.make_linked(clockstart, record, others)
                made[record.id] = (made_from, make_row(clockstart, self.module, record, linked))
        return Rows.of(made)

    def weigh(self, value: Rows) -> int:
        return ROW_BYTES * len(value.rows)

    def words(self, day: str) -> str:
        """What stored rows depend on besides the records: the day, the rule books, the columns the module derives."""
        names = ",".join(derived.name for derived in self.module.derived)
        return f"{day} {RULES_VERSION} {MADE_AS} {names}{' withheld' if self.module.tells else ''}"

    def find_stored(self, clockstart: Clockstart, uid: str) -> Kept[Rows] | None:
        day = clockstart.today.isoformat()
        found = clockstart.store.worked_out.find_value(uid, self.name, self.words(day))
        if found is None:
            return None
        rev, others, entries = found
        value = Rows.of({row["id"]: ((made, tuple(map(tuple, around))), row) for (made, around), row in entries})
        return Kept(value, Stamp(day, rev, others), self.weigh(value))

    def store(self, clockstart: Clockstart, uid: str, kept: Kept[Rows]) -> None:
        entries, (day, *revisions) = list(kept.value.by_id.values()), kept.stamp
        clockstart.store.worked_out.put(uid, self.name, self.words(day), [*revisions, entries])

    def list_arguments(self, uids: Sequence[str]) -> Sequence[Any]:
        return [self.module.slug, list(uids)]


def list_rows(clockstart: Clockstart, uid: str, module: Module) -> Sequence[Row]:
    """A person's rows of a module, in the order of the records. Storage errors pass through."""
    found = RowsProjection(module).read(clockstart, uid).rows
    return second_readings.join(clockstart, uid, module, found) if module.second_reading else found


def check_worked_out(clockstart: Clockstart, modules: Iterable[Module], uids: Sequence[str]) -> None:
    """Raises MustWait when more rows of these people would have to be worked out than a page can wait for."""
    summaries = clockstart.store.records.summaries(uids)
    for module in modules:
        projection = RowsProjection(module)
        projection.find_many(clockstart, {uid: one for uid, one in summaries.items() if projection.count(one)})


def work_out_rows(clockstart: Clockstart, watch: Watch, slug: str, uids: Sequence[str]) -> dict[str, Any]:
    """The job: the rows of these people in one module."""
    module = access.get_module(clockstart, access.get_actor(clockstart, watch.uid), slug)
    made = work_out_many(clockstart, watch, RowsProjection(module), uids)
    return {"rows": sum(len(one.rows) for one in made)}


def make_row(clockstart: Clockstart, module: Module, record: Record, linked: Linked) -> dict[str, Any]:
    """One row; a record its module would not accept has its stored answers and no derived values. What scripts and the
    earlier platform stored may leave a direction open that no page would: it ends with the cell."""
    stored = {name: close_directions(value) if isinstance(value, str) else value for name, value in record.data.items()}
    row = {**stored, "id": record.id, "rev": record.rev, "updated_at": record.updated_at, "problems": 0}
    if record.links:
        row["on_pathway"] = True
    answers, problems = read_answers(module, record)
    if answers is None:
        return {**row, "problems": len(problems)}
    case = Case(module, record.id, answers, clockstart.today, linked)
    for derived in module.derived:
        row[derived.name] = plain(derived, derived.of(case))
    if module.tells:
        return row
    row["findings"] = [finding.code for finding in case.findings]
    row["worst"] = worst_of(case)
    row["due"] = (
        [[due.on.isoformat(), due.what, due.status, due.matter] for due in module.due(case)] if module.due else []
    )
    return row


def plain(derived: Derived, value: Any) -> Any:
    """A derived value as JSON has it."""
    if value is not None and derived.kind == "ribbon":
        return compact_ribbon(value)
    return value.isoformat() if isinstance(value, date) else value


SEVERITIES = ("breach", "watch", "note")


def worst_of(case: Case) -> str:
    """The gravest severity among the findings, or "fine"."""
    found = {finding.severity.value for finding in case.findings}
    return next((severity for severity in SEVERITIES if severity in found), "fine")


def in_order(module: Module, rows: Sequence[Row], view: View | None = None) -> Sequence[Row]:
    """The rows in the view's order or as the module's worklist opens, those without the value last."""
    sort = view.order if view and view.order else module.sort
    if sort is None:
        return rows
    known = [row for row in rows if row.get(sort.name) not in (None, "")]
    unknown = [row for row in rows if row.get(sort.name) in (None, "")]
    return [*sorted(known, key=lambda row: row[sort.name], reverse=sort.descending), *unknown]


def find_view(module: Module, key: str) -> View | None:
    return next((view for view in module.views if view.key == key), None)


def in_view(rows: Sequence[Row], view: View | None, month_end: date) -> Sequence[Row]:
    """The rows a view includes, for a view of a month's end on that day; all of them without a view. A record with
    problems is in no view but the whole list."""
    if view is None:
        return rows
    by = view.by_month_end
    found = [row for row in rows if not row["problems"] and view.includes(row) and (by is None or by(row, month_end))]
    return view.best.pick(found) if view.best else found


def count_views(module: Module, rows: Sequence[Row], month_end: date) -> Mapping[str, int]:
    """How many rows each view includes."""
    return {view.key: len(in_view(rows, view, month_end)) for view in module.views}
