"""Rows: every record of a person in a module, as worklist, charts and files read it.

A row is plain JSON: the record's answers, its derived values (a clock ribbon in its compact form), `id`, `rev`,
`updated_at`, the codes of its `findings`, the `worst` severity, what is `due` (day, words, status), and `problems` (how
many things its module would not accept). Rows are worked out once, kept in this process and beside the records, and
made again only where a record, its pathway, the day or the rule books have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from dashapp.context import Clockstart
from dashapp.declare.module import Case, Derived, Linked, Module, Row, View
from dashapp.services.access import access
from dashapp.services.derived.row_cache import Kept, Made
from dashapp.services.feedback import second_readings
from dashapp.services.jobs.jobs import Watch
from dashapp.services.jobs.prepared import WHOLE_AT_MOST, MustWait
from dashapp.services.records import pathways
from dashapp.services.records.records import RULES_VERSION, read_answers
from dashapp.values.ribbon import compact_ribbon
from storage.record import ModuleSummary, Record
from words.pasted import close_directions

WORTH_KEEPING = 200
TOLD_EVERY = 500


def list_rows(clockstart: Clockstart, uid: str, module: Module) -> Sequence[Row]:
    """A person's rows of a module, in the order of the records. Storage errors pass through."""
    kept, revisions = find_kept(clockstart, uid, module, clockstart.store.records.summary(uid))
    if kept is None or not stands(kept, revisions):
        kept = work_out(clockstart, uid, module, kept, revisions)
    clockstart.rows.put((uid, module.store_key, clockstart.today), kept)
    return second_readings.join(clockstart, uid, module, kept.rows) if module.second_reading else kept.rows


Revisions = tuple[int, int]
"""Of the module, and of everything a person has."""


def find_kept(
    clockstart: Clockstart, uid: str, module: Module, summary: Mapping[str, ModuleSummary]
) -> tuple[Kept | None, Revisions]:
    """The rows kept here or beside the records, and the revisions that rows of now stand for."""
    revisions = (
        summary.get(module.store_key, ModuleSummary()).rev,
        sum(item.rev for item in summary.values()),
    )
    kept = clockstart.rows.find((uid, module.store_key, clockstart.today))
    if kept is None or revisions[0] - kept.module_rev > WORTH_KEEPING:
        kept = find_worked_out(clockstart, uid, module) or kept  # another process may have taken up many changes
    return kept, revisions


def stands(kept: Kept, revisions: Revisions) -> bool:
    """Whether kept rows are still right: linked rows also follow the person's other modules."""
    module_rev, everything_rev = revisions
    return kept.module_rev == module_rev and (kept.everything_rev == everything_rev or not kept.has_links)


def check_worked_out(clockstart: Clockstart, modules: Iterable[Module], uids: Sequence[str]) -> None:
    """Raises MustWait when more rows of these people would have to be worked out than a page can wait for."""
    summaries = clockstart.store.records.summaries(uids)
    for module in modules:
        missing = {uid: count for uid in uids if (count := count_missing(clockstart, uid, module, summaries[uid]))}
        if sum(missing.values()) > WHOLE_AT_MOST:
            words = f"{sum(missing.values()):,} {module.many} are worked out once for this page, then kept."
            raise MustWait(words, "rows", module.slug, list(missing))


def count_missing(clockstart: Clockstart, uid: str, module: Module, summary: Mapping[str, ModuleSummary]) -> int:
    """How many rows would have to be worked out; those that are kept are taken up on the way."""
    count = summary.get(module.store_key, ModuleSummary()).count
    if not count:
        return 0
    kept, revisions = find_kept(clockstart, uid, module, summary)
    if kept is None or not stands(kept, revisions):
        kept = find_worked_out(clockstart, uid, module)  # by the worker, since this process kept its own
    if kept is None or not stands(kept, revisions):
        return count
    clockstart.rows.put((uid, module.store_key, clockstart.today), kept)
    return 0


def work_out_many(clockstart: Clockstart, watch: Watch, slug: str, uids: Sequence[str]) -> dict[str, Any]:
    """The job: the rows of these people, kept beside the records for every process to read."""
    actor = access.get_actor(clockstart, watch.uid)
    module = access.get_module(clockstart, actor, slug)
    summaries = clockstart.store.records.summaries(uids)
    total, before = sum(summaries[uid].get(module.store_key, ModuleSummary()).count for uid in uids), 0
    for uid in uids:
        access.check_can_read(clockstart, actor, uid)
        kept, revisions = find_kept(clockstart, uid, module, summaries[uid])

        def tell(done: int, before: int = before) -> None:
            watch.report(before + done, total, f"{before + done:,} of {total:,} {module.many} worked out.")

        before += len(work_out(clockstart, uid, module, kept, revisions, tell=tell, worth_keeping=0).rows)
    return {"rows": before}


def tell_nobody(_done: int) -> None:
    """Who waits on the spot is told nothing on the way."""


def work_out(
    clockstart: Clockstart,
    uid: str,
    module: Module,
    kept: Kept | None,
    revisions: Revisions,
    *,
    tell: Callable[[int], None] = tell_nobody,
    worth_keeping: int = WORTH_KEEPING,
) -> Kept:
    """The rows made anew where anything changed; `worth_keeping` of them or more are kept beside the records."""
    made = make_rows(clockstart, uid, module, kept, tell)
    fresh = Kept(*revisions, [row for _, row in made.values()], made)
    if len(made) >= worth_keeping:
        stamp, value = stamp_of(clockstart, module), [*revisions, [[*entry] for entry in made.values()]]
        clockstart.store.worked_out.put(uid, module.store_key, stamp, value)
    return fresh


def find_worked_out(clockstart: Clockstart, uid: str, module: Module) -> Kept | None:
    """Rows another process worked out today by the same rule books."""
    found = clockstart.store.worked_out.find(uid, module.store_key)
    if found is None or found[0] != stamp_of(clockstart, module):
        return None
    module_rev, everything_rev, entries = found[1]
    made: Made = {row["id"]: ((rev, tuple(map(tuple, others))), row) for (rev, others), row in entries}
    return Kept(module_rev, everything_rev, [row for _, row in made.values()], made)


def stamp_of(clockstart: Clockstart, module: Module) -> str:
    """What kept rows depend on besides the records: the day, the rule books, and the columns the module derives."""
    columns = ",".join(derived.name for derived in module.derived)
    return f"{clockstart.today.isoformat()} {RULES_VERSION} {columns}"


def make_rows(
    clockstart: Clockstart, uid: str, module: Module, kept: Kept | None, tell: Callable[[int], None] = tell_nobody
) -> Made:
    """Rows by record id; a record that has not changed, on a pathway that has not, keeps the row it had. `tell` hears
    every 500 records how many are done."""
    records = clockstart.store.records.list(uid, module.store_key)
    around = pathways.Neighbours.read(clockstart, uid) if any(record.links for record in records) else None
    known = kept.by_id if kept else {}
    made: Made = {}
    for number, record in enumerate(records):
        if number % TOLD_EVERY == 0:
            tell(number)
        others = around.of(module, record) if around else ()
        made_from = (record.rev, tuple((other.module, other.id, other.rev) for other in others))
        before = known.get(record.id)
        if before is not None and before[0] == made_from:
            made[record.id] = before
        else:
            linked = pathways.make_linked(clockstart, record, others)
            made[record.id] = (made_from, make_row(clockstart, module, record, linked))
    return made


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
    row["findings"] = [finding.code for finding in case.findings]
    row["worst"] = worst_of(case)
    row["due"] = [[due.on.isoformat(), due.what, due.status] for due in module.due(case)] if module.due else []
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
    return [row for row in rows if not row["problems"] and view.includes(row) and (by is None or by(row, month_end))]


def count_views(module: Module, rows: Sequence[Row], month_end: date) -> Mapping[str, int]:
    """How many rows each view includes."""
    return {view.key: len(in_view(rows, view, month_end)) for view in module.views}
