"""Rows: every record of a person in a module, as worklist, charts and files read it.

A row is the record's answers, its derived values, `id`, `rev`, `updated_at` and `problems` (how many things its module
would not accept). Rows are worked out once per process and kept until the person's data or the day changes; after a
save only what changed is worked out again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashapp.context import Clockstart
from dashapp.module import Case, Linked, Module, Row, View
from dashapp.services import pathways
from dashapp.services.records import check_stored
from dashapp.services.row_cache import Kept, Made
from storage.record import ModuleSummary, Record


def list_rows(clockstart: Clockstart, uid: str, module: Module) -> Sequence[Row]:
    """A person's rows of a module, in the order of the records. Storage errors pass through."""
    summary = clockstart.store.records.summary(uid)
    module_rev = summary.get(module.store_key, ModuleSummary()).rev
    everything_rev = sum(item.rev for item in summary.values())
    key = (uid, module.store_key, clockstart.today)
    kept = clockstart.rows.find(key)
    if kept and kept.module_rev == module_rev and (kept.everything_rev == everything_rev or not has_links(kept.rows)):
        return kept.rows
    fresh = make_rows(clockstart, uid, module, kept)
    rows = [row for _, row in fresh.values()]
    clockstart.rows.put(key, Kept(module_rev, everything_rev, rows, fresh))
    return rows


def has_links(rows: Sequence[Row]) -> bool:
    """Whether any row hangs on a pathway, whose other records it must follow."""
    return any(row.get("link") for row in rows)


def make_rows(clockstart: Clockstart, uid: str, module: Module, kept: Kept | None) -> Made:
    """Rows by record id; a record that has not changed, on a pathway that has not, keeps the row it had."""
    records = clockstart.store.records.list(uid, module.store_key)
    around = pathways.Neighbours.read(clockstart, uid) if any(record.links for record in records) else None
    known = kept.by_id if kept else {}
    made: Made = {}
    for record in records:
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
    """One row; a record its module would not accept has its stored answers and no derived values."""
    row = {**record.data, "id": record.id, "rev": record.rev, "updated_at": record.updated_at, "problems": 0}
    checked = check_stored(module, record.data)
    if checked.record is None:
        return {**row, "problems": len(checked.problems)}
    case = Case(module, record.id, checked.record, clockstart.today, linked)
    for derived in module.derived:
        row[derived.name] = derived.of(case)
    row["findings"] = [finding.code for finding in case.findings]
    row["worst"] = worst_of(case)
    return row


SEVERITIES = ("breach", "watch", "note")


def worst_of(case: Case) -> str:
    """The gravest severity among the findings, or "fine"."""
    found = {finding.severity.value for finding in case.findings}
    return next((severity for severity in SEVERITIES if severity in found), "fine")


def find_view(module: Module, key: str) -> View | None:
    return next((view for view in module.views if view.key == key), None)


def in_view(rows: Sequence[Row], view: View | None) -> Sequence[Row]:
    """The rows a view includes; all of them without a view. A record with problems is in no view but the whole list."""
    return rows if view is None else [row for row in rows if not row["problems"] and view.includes(row)]


def count_views(module: Module, rows: Sequence[Row]) -> Mapping[str, int]:
    """How many rows each view includes."""
    return {view.key: len(in_view(rows, view)) for view in module.views}
