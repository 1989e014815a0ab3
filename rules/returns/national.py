"""The monthly return of a whole country, with DuckDB (ADR 0003): millions of rows from Parquet in seconds.

The definitions are those of `pathways`; DuckDB groups the rows by line and week band, numpy lays the groups out in
105 columns, DuckDB writes the file. Imported only when a national return is asked for.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt

from rules.codes import TOTAL_LINE, name_of
from rules.returns.files import FileNotUsable, check_columns, is_parquet
from rules.returns.layout import (
    BAND_COLUMNS,
    BAND_COUNT,
    LINE_ORDER,
    NAME_COLUMNS,
    TOTAL_COLUMNS,
    Part,
    ReturnLine,
    period_name,
)
from rules.returns.monthly import MonthlyReturn, Rejected, Tally, line_of
from rules.returns.pathways import PATHWAY_COLUMNS, Month
from rules.returns.reading_sql import ADMITTED, FALSE, TRUE, UNUSABLE_SQL, RowsSql

MEMORY_LIMIT = "1800MB"
_PARTS = tuple(Part)
_LINES = tuple(LINE_ORDER)
_UNKNOWN = BAND_COUNT
_OPEN, _DECIDED, _NEW = (_PARTS.index(part) for part in (Part.PART_2, Part.PART_2A, Part.PART_3))
_CANNOT_USE, _ELSEWHERE = 8, 9


class NationalReturn(NamedTuple):
    """A return laid out in columns: row `i` has its names in the table `keys` and its counts in `counts[i]`."""

    connection: duckdb.DuckDBPyConnection
    month: Month
    counts: npt.NDArray[np.int32]
    tally: Tally
    source: RowsSql


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
    return NationalReturn(connection, month, _lay_out(connection), tally, source)


def list_lines(result: NationalReturn) -> MonthlyReturn:
    """The same return as values, for comparing and checking; slow for a whole country."""
    keys = result.connection.execute("SELECT provider, commissioner, part, line FROM keys ORDER BY row").fetchall()
    lines = [_line_of(key, counts) for key, counts in zip(keys, result.counts.tolist(), strict=True)]
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
    figures: dict[str, npt.NDArray[np.integer[npt.NBitBase]]] = {
        f"c{band}": np.ascontiguousarray(counts[:, band]) for band in range(_UNKNOWN + 1)
    }
    figures["known"] = counts[:, :_UNKNOWN].sum(axis=1)
    figures["total_all"] = counts.sum(axis=1)
    result.connection.register("figures", figures)
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
    _count(connection)
    sums = connection.execute(f"""SELECT sum(n), sum(n) FILTER (part < {_CANNOT_USE}),
        sum(n) FILTER (part = {_CANNOT_USE}) FROM clean""").fetchone()
    return Tally(*(int(value or 0) for value in sums or (0, 0, 0)))


def _part_sql(last: str) -> str:
    """The part a row counts in, by its place in `Part`; Part 2A and Part 3 are counted beside."""
    return f"""CASE WHEN {UNUSABLE_SQL} THEN {_CANNOT_USE}
        WHEN is_open AND ((nullified_read = {TRUE} AND stop IS NULL) OR start IS NULL OR start > {last})
            THEN {_ELSEWHERE}
        WHEN is_open THEN {_OPEN}
        WHEN nullified_read <> {FALSE} OR NOT stops_now THEN {_ELSEWHERE}
        WHEN kind = {ADMITTED} THEN {_PARTS.index(Part.PART_1A)} ELSE {_PARTS.index(Part.PART_1B)} END"""


def _count(connection: duckdb.DuckDBPyConnection) -> None:
    """From the groups: the five parts, their totals, and `keys`, the rows of the return in order."""
    who = "provider, commissioner"
    total = _LINES.index(TOTAL_LINE)
    connection.execute(f"""
    CREATE TABLE clean AS
        SELECT * REPLACE (CASE WHEN provider = '' OR commissioner = '' THEN {_CANNOT_USE} ELSE part END AS part)
        FROM (SELECT *, upper(coalesce(trim(CAST(provider_org AS VARCHAR)), '')) AS provider,
            upper(coalesce(trim(CAST(commissioner_org AS VARCHAR)), '')) AS commissioner FROM grouped);
    CREATE TABLE counts AS
        SELECT {who}, part, line, band, n FROM clean WHERE part < {_CANNOT_USE}
        UNION ALL SELECT {who}, {_DECIDED}, line, band, decided FROM clean WHERE part = {_OPEN} AND decided > 0
        UNION ALL SELECT {who}, {_NEW}, line, 0, sum(new) FROM clean
            WHERE part < {_CANNOT_USE} AND new > 0 GROUP BY {who}, line;
    INSERT INTO counts SELECT {who}, part, {total}, band, sum(n) FROM counts GROUP BY {who}, part, band;
    CREATE TABLE keys AS
        SELECT row_number() OVER (ORDER BY {who}, part, line) - 1 AS row, *
        FROM (SELECT DISTINCT {who}, part, line FROM counts) ORDER BY row""")


def _lay_out(connection: duckdb.DuckDBPyConnection) -> npt.NDArray[np.int32]:
    """The counts as an array of rows × 106: 105 bands and the unknown clock starts."""
    size = (connection.execute("SELECT count(*) FROM keys").fetchone() or (0,))[0]
    found = connection.execute(
        "SELECT row, band, sum(n) AS n FROM counts JOIN keys USING (provider, commissioner, part, line) GROUP BY ALL"
    ).fetchnumpy()
    laid_out = np.zeros((size, _UNKNOWN + 1), dtype=np.int32)
    laid_out[found["row"], found["band"]] = found["n"]
    return laid_out


def _line_of(key: tuple[str, str, int, int], counts: list[int]) -> ReturnLine:
    provider, commissioner, part, line = key
    tally = dict(enumerate(counts))
    return line_of((provider, commissioner, _PARTS[part], _LINES[line]), tally)


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
    table = f"SELECT {columns} FROM keys POSITIONAL JOIN figures"
    return f"COPY ({table}) TO '{_quoted(path)}' (FORMAT csv, HEADER, DELIMITER ',', NULLSTR '')"


_UNKNOWN_CELL = f"CASE WHEN part < 2 THEN c{_UNKNOWN} END"


def _pick(column: str, words: list[str]) -> str:
    """SQL for the word at a place."""
    listed = ", ".join(f"'{_quoted(word)}'" for word in words)
    return f"([{listed}])[{column} + 1]"


def _quoted(text: object) -> str:
    return str(text).replace("'", "''")


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
