"""The monthly return of a whole country, with DuckDB (ADR 0003): millions of rows from Parquet in seconds.

The definitions are those of `pathways`; DuckDB groups the rows by line and week band, numpy lays the groups out in
105 columns, DuckDB writes the file. Imported only when a national return is asked for.
"""

import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt

from rules.codes import TOTAL_LINE, name_of
from rules.organisations import NON_ENGLISH, OUTSIDE_ENGLAND
from rules.returns.files import check_columns, is_parquet
from rules.returns.layout import BAND_COLUMNS, BAND_COUNT, LINE_ORDER, NAME_COLUMNS, TOTAL_COLUMNS, Part, period_name
from rules.returns.monthly import MonthlyReturn, Rejected, Tally, line_of
from rules.returns.opening import FileNotUsable
from rules.returns.pathways import PATHWAY_COLUMNS, Month
from rules.returns.reading_sql import ADMITTED, FALSE, TRUE, UNUSABLE_SQL, RowsSql

MEMORY_LIMIT = "1800MB"
_PARTS = tuple(Part)
_LINES = tuple(LINE_ORDER)
_UNKNOWN = BAND_COUNT
_OPEN, _DECIDED, _NEW = (_PARTS.index(part) for part in (Part.PART_2, Part.PART_2A, Part.PART_3))
_CANNOT_USE, _ELSEWHERE = 8, 9
# a row of the return is numbered by its organisations, part and line; it has a cell a band and one for unknown starts
_PER_PART = len(_LINES)
_PER_ORGANISATION = len(_PARTS) * _PER_PART
_BANDS = BAND_COUNT + 1
Integers = npt.NDArray[np.integer[Any]]


class NationalReturn(NamedTuple):
    """A return laid out in columns: row `i` is `who[i]`, `part[i]`, `line[i]` and has its counts in `counts[i]`.

    `counts` has 106 columns, 105 bands and the unknown clock starts; `who` points into `organisations`.
    """

    connection: duckdb.DuckDBPyConnection
    source: RowsSql
    month: Month
    tally: Tally
    organisations: list[tuple[str, str]]
    who: Integers
    part: Integers
    line: Integers
    counts: Integers


def national_return(path: Path, month: Month, threads: int | None = None) -> NationalReturn:
    """Read a Parquet or CSV file of pathways and add it up. FileNotUsable when it cannot be read or lacks a column."""
    connection = duckdb.connect(":memory:")
    connection.execute(f"SET memory_limit = '{MEMORY_LIMIT}'; SET temp_directory = '{_quoted(tempfile.gettempdir())}'")
    if threads:
        connection.execute(f"SET threads = {threads}")
    try:
        source = _open(connection, path, month)
        tally = _group(connection, source, month)
    except duckdb.Error as error:
        raise FileNotUsable(f"{path} cannot be read: {_first_line(error)}") from error
    organisations = connection.execute("SELECT provider, commissioner FROM organisations ORDER BY who").fetchall()
    return NationalReturn(connection, source, month, tally, organisations, *_lay_out(connection))


def list_lines(result: NationalReturn) -> MonthlyReturn:
    """The same return as values, for comparing and checking; slow for a whole country."""
    keys = zip(result.who.tolist(), result.part.tolist(), result.line.tolist(), strict=True)
    lines = [
        line_of((*result.organisations[who], _PARTS[part], _LINES[line]), dict(enumerate(counts)))
        for (who, part, line), counts in zip(keys, result.counts.tolist(), strict=True)
    ]
    return MonthlyReturn(result.month, lines, list_rejected(result), result.tally)


def list_rejected(result: NationalReturn) -> list[Rejected]:
    """The rows that cannot be used, by number, each with the reason. Reads the file again, only if there are any."""
    if not result.tally.rejected:
        return []
    found = result.connection.execute(result.source.reasons).fetchall()
    return [Rejected(number, reason, tuple(cells)) for number, reason, *cells in found]


def write_csv(result: NationalReturn, path: Path) -> None:
    """Write the return in the published layout, 121 columns. FileNotUsable when the file cannot be written."""
    counts = result.counts
    columns: dict[str, npt.NDArray[Any]] = {f"c{band}": counts[:, band].copy() for band in range(_BANDS)}
    columns |= {"part": result.part, "line": result.line}
    columns |= {"known": counts[:, :_UNKNOWN].sum(axis=1), "total_all": counts.sum(axis=1)}
    names = np.array(result.organisations, dtype=object).reshape(-1, 2)[result.who]
    columns |= {"provider": names[:, 0].copy(), "commissioner": names[:, 1].copy()}
    result.connection.register("laid_out", columns)
    try:
        result.connection.execute(_copy_sql(result.month, path))
    except duckdb.Error as error:
        raise FileNotUsable(f"{path} cannot be written: {_first_line(error)}") from error


def _open(connection: duckdb.DuckDBPyConnection, path: Path, month: Month) -> RowsSql:
    """Look at the file's columns and read its different texts; its column names may be in any case."""
    reader, number = _reader(path)
    described = connection.execute(f"DESCRIBE SELECT * FROM {reader}").fetchall()
    named = {str(name).strip().lower(): (str(name), str(kind)) for name, kind, *_ in described}
    check_columns(path, named)
    columns = ", ".join(f'"{named[column][0]}" AS {column}' for column in PATHWAY_COLUMNS)
    types = {column: named[column][1] for column in PATHWAY_COLUMNS}
    source = RowsSql(f"(SELECT {number} AS number, {columns} FROM {reader})", types, month)
    for statement in source.prepare:
        connection.execute(statement)
    return source


def _reader(path: Path) -> tuple[str, str]:
    """The DuckDB reader for a file, and how it numbers rows: from 1, or with the header as line 1."""
    if is_parquet(path):
        return f"read_parquet('{_quoted(path)}', file_row_number = true)", "file_row_number + 1"
    options = "header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"'"
    return f"read_csv('{_quoted(path)}', {options})", "row_number() OVER () + 1"


def _group(connection: duckdb.DuckDBPyConnection, source: RowsSql, month: Month) -> Tally:
    """Fill the table `counts`: provider, commissioner, part, line, band (105: unknown clock start), how many."""
    last = f"DATE '{month.last.isoformat()}'"
    connection.execute(f"""
    CREATE TABLE grouped AS
    SELECT provider_org, commissioner_org, line, part,
        CASE WHEN part >= {_CANNOT_USE} THEN 0 WHEN days <= 7 THEN 0 WHEN days IS NULL THEN {_UNKNOWN}
            ELSE least({BAND_COUNT - 1}, (days - 1) // 7) END::UTINYINT AS band,
        count(*) AS n, count_if(decided = {TRUE}) AS decided, count_if(starts_now) AS new
    FROM (SELECT provider_org, commissioner_org, line, decided, starts_now, {_part_sql(last)}::UTINYINT AS part,
            (CASE WHEN is_open THEN {last} ELSE stop END - start)::INTEGER AS days
        FROM ({source.rows}))
    GROUP BY ALL""")
    _name_organisations(connection)
    sums = connection.execute(f"""
        SELECT sum(n), sum(n) FILTER (named AND part < {_CANNOT_USE}), sum(n) FILTER (NOT named OR part = {_CANNOT_USE})
        FROM (SELECT n, part, {_cleaned("provider_org")} <> '' AND {_cleaned("commissioner_org")} <> '' AS named
            FROM grouped)""").fetchone()
    return Tally(*(int(value or 0) for value in sums or (0, 0, 0)))


def _part_sql(last: str) -> str:
    """The part a row counts in, by its place in `Part`; Part 2A and Part 3 are counted beside."""
    return f"""CASE WHEN {UNUSABLE_SQL} THEN {_CANNOT_USE}
        WHEN is_open AND ((nullified_read = {TRUE} AND stop IS NULL) OR start IS NULL OR start > {last})
            THEN {_ELSEWHERE}
        WHEN is_open THEN {_OPEN}
        WHEN nullified_read <> {FALSE} OR NOT stops_now THEN {_ELSEWHERE}
        WHEN kind = {ADMITTED} THEN {_PARTS.index(Part.PART_1A)} ELSE {_PARTS.index(Part.PART_1B)} END"""


def _name_organisations(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill `organisations`, each provider and commissioner in order, and `spelt`, the ways they are written."""
    connection.execute(f"""
    CREATE TABLE spelt AS
        SELECT *, dense_rank() OVER (ORDER BY provider, commissioner) - 1 AS who
        FROM (SELECT provider_org, commissioner_org, {_cleaned("provider_org")} AS provider,
                {_as_reported_sql()} AS commissioner
            FROM (SELECT DISTINCT provider_org, commissioner_org FROM grouped));
    CREATE TABLE organisations AS SELECT DISTINCT who, provider, commissioner FROM spelt""")


def _fetch_groups(connection: duckdb.DuckDBPyConnection) -> dict[str, Integers]:
    """The groups that count, as columns: who, part, line, band, n, decided, new."""
    fetched = connection.execute(f"""
        SELECT who, part, line, band, n, decided, new FROM grouped
        JOIN spelt ON spelt.provider_org IS NOT DISTINCT FROM grouped.provider_org
            AND spelt.commissioner_org IS NOT DISTINCT FROM grouped.commissioner_org
        WHERE part < {_CANNOT_USE} AND provider <> '' AND commissioner <> ''""").fetchnumpy()
    return {name: np.asarray(values, dtype=np.int64) for name, values in fetched.items()}


def _lay_out(connection: duckdb.DuckDBPyConnection) -> tuple[Integers, Integers, Integers, Integers]:
    """Who, part and line of each row of the return in order, and its counts: rows × 106."""
    groups = _fetch_groups(connection)
    decided, new = (groups["part"] == _OPEN) & (groups["decided"] > 0), groups["new"] > 0
    none = groups["who"] * _PER_ORGANISATION + groups["line"]
    rows = np.concatenate(
        [none + groups["part"] * _PER_PART, none[decided] + _DECIDED * _PER_PART, none[new] + _NEW * _PER_PART]
    )
    bands = np.concatenate([groups["band"], groups["band"][decided], np.zeros(int(new.sum()), dtype=np.int64)])
    counted = np.concatenate([groups["n"], groups["decided"][decided], groups["new"][new]])
    totals = rows - rows % _PER_PART + _LINES.index(TOTAL_LINE)
    keys, place = _number(np.concatenate([rows, totals]))
    cells = place * _BANDS + np.tile(bands, 2)
    counts = np.bincount(cells, weights=np.tile(counted, 2), minlength=len(keys) * _BANDS).astype(np.int32)
    who, part, line = keys // _PER_ORGANISATION, keys % _PER_ORGANISATION // _PER_PART, keys % _PER_PART
    return who, part, line, counts.reshape(len(keys), _BANDS)


def _number(keys: Integers) -> tuple[Integers, Integers]:
    """The different keys in order, and the place of each key among them, without sorting."""
    present = np.zeros(int(keys.max(initial=-1)) + 1, dtype=bool)
    present[keys] = True
    return np.flatnonzero(present), (np.cumsum(present) - 1)[keys]


def _copy_sql(month: Month, path: Path) -> str:
    cells = {
        "Period": f"'{period_name(month.first)}'",
        "Provider Org Code": "provider",
        "Commissioner Org Code": "commissioner",
        "RTT Part Type": _pick("part", list(_PARTS)),
        "RTT Part Description": _pick("part", [part.description for part in _PARTS]),
        "Treatment Function Code": _pick("line", list(_LINES)),
        "Treatment Function Name": _pick("line", [name_of(line) for line in _LINES]),
    }
    names = [f'{cells.get(column, "NULL")} AS "{column}"' for column in NAME_COLUMNS]
    bands = [f'CASE WHEN part <> {_NEW} THEN c{band} END AS "{column}"' for band, column in enumerate(BAND_COLUMNS)]
    totals = zip(TOTAL_COLUMNS, ("CASE WHEN part < 2 THEN known END", _UNKNOWN_CELL, "total_all"), strict=True)
    columns = ", ".join([*names, *bands, *(f'{sql} AS "{column}"' for column, sql in totals)])
    return f"COPY (SELECT {columns} FROM laid_out) TO '{_quoted(path)}' (FORMAT csv, HEADER, DELIMITER ',', NULLSTR '')"


_UNKNOWN_CELL = f"CASE WHEN part < 2 THEN c{_UNKNOWN} END"


def _pick(column: str, words: list[str]) -> str:
    """SQL for the word at a place."""
    listed = ", ".join(f"'{_quoted(word)}'" for word in words)
    return f"([{listed}])[{column} + 1]"


def _cleaned(column: str) -> str:
    return f"upper(coalesce(trim(CAST({column} AS VARCHAR)), ''))"


def _as_reported_sql() -> str:
    """SQL for the commissioner as the return names it: `organisations.as_reported`."""
    code = _cleaned("commissioner_org")
    return f"CASE WHEN regexp_full_match({code}, '{OUTSIDE_ENGLAND}') THEN '{NON_ENGLISH}' ELSE {code} END"


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
