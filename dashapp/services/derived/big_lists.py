"""Lists too long to send whole: a snapshot of the shown answers in columns, searched and sorted here, page by page.

The snapshot of a person's module is made once per process and then kept up from the audit trail, so that a save costs
one row. What the rules derive is worked out for the page that is shown, never for the whole list.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashapp.context import Clockstart
from dashapp.declare.module import Module, Row
from dashapp.services.derived.kept import Kept, Stamp
from dashapp.services.derived.projections import NONE, Projection, Summary, Tell
from dashapp.services.derived.rows import make_row
from dashapp.services.jobs.prepared import WHOLE_AT_MOST
from dashapp.services.records import pathways
from storage.record import ModuleSummary, Record
from words.folding import fold
from words.folding import holds as text_holds

SEARCHED = ("patient_name", "nhs_number", "pathway_id")
ENTRIES_AT_MOST = 1_000
RECORD_BYTES = 400


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The shown answers of every record by id, in order; `cursor` is how far of the audit trail it holds."""

    table: pd.DataFrame
    cursor: str


class SnapshotProjection(Projection[Snapshot]):
    kind = "list"

    def stamp(self, clockstart: Clockstart, summary: Summary) -> Stamp:
        return Stamp("", summary.get(self.module.store_key, NONE).rev)

    def build(self, clockstart: Clockstart, uid: str, before: Snapshot | None, tell: Tell) -> Snapshot:
        """Every record once. How far the trail goes is read first."""
        cursor, names = clockstart.store.audit.newest(uid), list_kept(self.module)
        ids, values = clockstart.store.records.columns(uid, self.module.store_key, names)
        columns = {name: as_column([shown(row[place]) for row in values]) for place, name in enumerate(names)}
        return Snapshot(make_table(columns, ids), cursor)

    def advance(self, clockstart: Clockstart, uid: str, kept: Kept[Snapshot], now: Stamp) -> Snapshot | None:
        """With what the trail says has changed; None when there is too much of it."""
        cursor, entries = clockstart.store.records.changes_since(uid, kept.value.cursor, ENTRIES_AT_MOST)
        if len(entries) == ENTRIES_AT_MOST:
            return None
        table, names = kept.value.table.astype("object"), list_kept(self.module)
        for entry in entries:
            if entry.module != self.module.store_key or not entry.record:
                continue
            if entry.act == "remove" or entry.after is None:
                table = table.drop(index=entry.record, errors="ignore")
            else:
                table.loc[entry.record] = [shown(entry.after.data.get(name)) for name in names]
        columns = {name: as_column([str(value) for value in table[name]]) for name in names}
        return Snapshot(make_table(columns, list(table.index)), cursor)

    def weigh(self, value: Snapshot) -> int:
        return RECORD_BYTES * len(value.table)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the grid asks for: rows `start` to `end`, in this order, of those that hold the words looked for."""

    start: int
    end: int
    sort: Sequence[Mapping[str, str]] = ()
    find: str = ""


def is_big(summary: ModuleSummary | None) -> bool:
    """Whether a module's list is sent page by page."""
    return summary is not None and summary.count > WHOLE_AT_MOST


def list_sortable(module: Module) -> list[str]:
    """The columns a long list is sorted by: stored answers, nothing derived."""
    names = [name for column in module.columns for name in (column.name, column.second)]
    return [name for name in names if name in module.question]


def list_kept(module: Module) -> list[str]:
    """What a snapshot holds of each record: what the list sorts by, and what people search by."""
    sortable = list_sortable(module)
    return [*sortable, *(name for name in SEARCHED if name in module.question and name not in sortable)]


def read_page(clockstart: Clockstart, uid: str, module: Module, wanted: Wanted) -> tuple[list[Row], int]:
    """The rows asked for, with what the rules derive, and how many hold the words looked for."""
    table = apply(module, read_table(clockstart, uid, module), wanted)
    ids = list(table.index[wanted.start : wanted.end])
    records = clockstart.store.records.get_many(uid, module.store_key, ids)
    return [make_page_row(clockstart, uid, module, record) for record in records], len(table)


def list_stored(clockstart: Clockstart, uid: str, module: Module) -> Iterator[Row]:
    """What is stored of every record, as far as the list shows it, with nothing the rules derive."""
    yield from as_rows(read_table(clockstart, uid, module))


def find_newest(
    clockstart: Clockstart, uid: str, module: Module, at_most: int, wanted: str = ""
) -> tuple[list[Row], int]:
    """The last records that hold `wanted` (folded) in what people search by, the newest first, and how many
    there are in all; every record when nothing is wanted. Spaces and hyphens in a number do not matter."""
    table = read_table(clockstart, uid, module)
    if wanted:
        table = table[holds(table, wanted)]
    return list(as_rows(table.iloc[: -at_most - 1 : -1])), len(table)


def holds(table: pd.DataFrame, wanted: str) -> pd.Series:
    """Which rows hold every word in one of the searched columns; digits are sought without what stands between them."""
    number = wanted.replace(" ", "")
    found = pd.Series(False, index=table.index)
    for name in SEARCHED:
        if name in table:
            text = number if name == "nhs_number" and number.isdigit() else wanted
            found |= table[name].astype("str").map(lambda value, text=text: text_holds(value, text)).astype(bool)
    return found


def as_rows(table: pd.DataFrame) -> Iterator[Row]:
    for record_id, values in zip(table.index, table.itertuples(index=False, name=None), strict=True):
        yield {"id": record_id, **dict(zip(table.columns, values, strict=True))}


def make_page_row(clockstart: Clockstart, uid: str, module: Module, record: Record) -> Row:
    linked = pathways.find_linked(clockstart, uid, module, record)
    return make_row(clockstart, module, record, linked)


def apply(module: Module, table: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    """Those that hold the words, sorted by stored answers; a column that is not one is left alone."""
    sortable = set(list_sortable(module))
    if wanted.find:
        table = table[holds(table, fold(wanted.find))]
    order = [(item["colId"], item["sort"] == "asc") for item in wanted.sort if item.get("colId") in sortable]
    if not order:
        return table
    names, ascending = [name for name, _ in order], [up for _, up in order]
    return table.sort_values(
        names, ascending=ascending, kind="stable", na_position="last", key=lambda column: as_sorted(module, column)
    )


def as_sorted(module: Module, column: pd.Series) -> pd.Series:
    """A column as it is sorted: figures by what they are worth, and nothing for an empty cell, which comes last."""
    if module.question[str(column.name)].kind in {"whole", "number"}:
        return pd.to_numeric(column.astype("str"), errors="coerce")
    return column.cat.remove_categories([""]) if "" in column.cat.categories else column


def read_table(clockstart: Clockstart, uid: str, module: Module) -> pd.DataFrame:
    """The shown answers as of now."""
    return SnapshotProjection(module).read(clockstart, uid).table


def make_table(columns: Mapping[str, Any], ids: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(dict(columns), index=list(ids))


def as_column(values: Sequence[str]) -> Any:
    """Values by category: sorting and searching then look at each different value once."""
    given: Any = list(values)
    return pd.Categorical(given, categories=sorted(set(values)), ordered=True)


def shown(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
