"""The SQL that reads rows as `pathways.read_pathway` does: the same values, the same reasons, in the same order.

A text column is read once for each different text in it, in a small table that the rows are joined to; dates and
whole numbers of a Parquet file are used as they are. A test holds this reading and the plain one together.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from rules.codes import LINE_OF, RETURN_LINES
from rules.returns.pathways import (
    DATE_PATTERN,
    FIRST_REAL,
    LAST_REAL,
    NO,
    NO_DATE,
    PATHWAY_COLUMNS,
    UNIX_NOUGHT,
    YES,
    Month,
)

NO_LINE: Final = 255
"""The line of a treatment function that is not in the table."""
ADMITTED, NON_ADMITTED, NO_STOP_TYPE, BAD_STOP_TYPE = range(4)
FALSE, TRUE, BAD = range(3)
_INTEGERS: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")

# TRUE where a row cannot be used, but for empty organisation codes, which are looked at after grouping.
UNUSABLE_SQL: Final = f"""(line = {NO_LINE} OR start_bad OR stop_bad OR kind = {BAD_STOP_TYPE} OR decided = {BAD}
    OR nullified_read = {BAD} OR coalesce(stop < start, false) OR (nullified_read = {FALSE} AND (
        (stop IS NULL AND kind < {NO_STOP_TYPE}) OR (stops_now AND kind = {NO_STOP_TYPE})
        OR (start IS NULL AND is_open))))"""


class RowsSql:
    """The statements for one source: `prepare` makes the small tables, `rows` reads, `reasons` says what is wrong.

    `source` yields the eight columns and `number`; `types` gives their column types.
    """

    def __init__(self, source: str, types: Mapping[str, str], month: Month) -> None:
        self._source = source
        self._types = types
        self._first, self._last = _day(month.first.isoformat()), _day(month.last.isoformat())
        self._texts: dict[str, str] = {}
        self.rows = self._rows()

    @property
    def prepare(self) -> Sequence[str]:
        """Statements that make a table of each text column's different texts, and what each is read as."""
        texts = "SELECT DISTINCT {} AS raw FROM " + self._source
        return [
            f"CREATE TABLE read_{column} AS SELECT raw, {reading} FROM ({texts.format(column)})"
            for column, reading in self._texts.items()
        ]

    @property
    def reasons(self) -> str:
        """The rows that cannot be used: number, reason in words, the eight cells."""
        cells = ", ".join(f"coalesce(CAST({column} AS VARCHAR), '')" for column in PATHWAY_COLUMNS)
        return f"""SELECT number, {_REASON_SQL} AS reason, {cells} FROM ({self.rows})
            WHERE {UNUSABLE_SQL} OR {_clean("provider_org")} = '' OR {_clean("commissioner_org")} = ''
            ORDER BY number"""

    def _rows(self) -> str:
        start, start_bad = self._date("clock_start")
        stop, stop_bad = self._date("clock_stop")
        columns = f"""number, {", ".join(f"source.{column}" for column in PATHWAY_COLUMNS)}, {self._line()} AS line,
            {start} AS start, {start_bad} AS start_bad, {stop} AS stop, {stop_bad} AS stop_bad,
            {self._kind()} AS kind, {self._decision()} AS decided, {self._flag("nullified")} AS nullified_read"""
        joins = " ".join(f"LEFT JOIN read_{column} ON read_{column}.raw = source.{column}" for column in self._texts)
        return f"""SELECT *, coalesce(stop > {self._last}, true) AS is_open,
            coalesce(stop BETWEEN {self._first} AND {self._last}, false) AS stops_now,
            coalesce(start BETWEEN {self._first} AND {self._last}, false) AS starts_now
            FROM (SELECT {columns} FROM {self._source} AS source {joins})"""

    def _line(self) -> str:
        place = {line: number for number, line in enumerate(RETURN_LINES)}
        codes = ", ".join(f"'{code}': {place[line]}" for code, line in LINE_OF.items())
        self._texts["tfc"] = f"coalesce(MAP {{{codes}}}[upper({_RAW})], {NO_LINE})::UTINYINT AS line"
        return f"coalesce(read_tfc.line, {NO_LINE})"

    def _kind(self) -> str:
        self._texts["stop_type"] = f"""CASE replace(lower({_RAW}), '-', '_') WHEN 'admitted' THEN {ADMITTED}
            WHEN 'non_admitted' THEN {NON_ADMITTED} WHEN '' THEN {NO_STOP_TYPE}
            ELSE {BAD_STOP_TYPE} END::UTINYINT AS kind"""
        return f"coalesce(read_stop_type.kind, {NO_STOP_TYPE})"

    def _date(self, column: str) -> tuple[str, str]:
        """SQL for the date, and for whether the text is none."""
        kind = self._types[column]
        if _is_date(kind):
            return _real(f"CAST(source.{column} AS DATE)"), "false"
        bad = f"({_RAW}[1:10] NOT IN ('', '{NO_DATE}') AND written IS NULL)"
        self._texts[column] = f"{_DATE_SQL} AS written, {_real('written')} AS day, {bad} AS bad"
        return f"read_{column}.day", f"coalesce(read_{column}.bad, false)"

    def _flag(self, column: str) -> str:
        """SQL for FALSE, TRUE or BAD."""
        if self._types[column] == "BOOLEAN":
            return f"coalesce(source.{column}::UTINYINT, {FALSE})"
        if self._types[column] in _INTEGERS:
            number = f"coalesce(source.{column}, 0)"
            return f"CASE {number} WHEN 0 THEN {FALSE} WHEN 1 THEN {TRUE} ELSE {BAD} END"
        self._texts[column] = f"{_FLAG_SQL} AS flag"
        return f"coalesce(read_{column}.flag, {FALSE})"

    def _decision(self) -> str:
        column = "decision_to_admit"
        if _is_date(self._types[column]):
            return f"coalesce(({_real(f'CAST(source.{column} AS DATE)')} <= {self._last})::UTINYINT, {FALSE})"
        reading = self._flag(column)
        if column in self._texts:
            decided = f"coalesce(({_real('written')} <= {self._last})::UTINYINT, {FALSE})"
            is_date = f"written IS NOT NULL OR {_RAW}[1:10] = '{NO_DATE}'"
            self._texts[column] = (
                f"{_DATE_SQL} AS written, CASE WHEN {is_date} THEN {decided} ELSE {_FLAG_SQL} END AS flag"
            )
        return reading


def _clean(column: str) -> str:
    return f"coalesce(trim(CAST({column} AS VARCHAR)), '')"


def _day(iso: str) -> str:
    return f"DATE '{iso}'"


def _real(day: str) -> str:
    """SQL for a day, null where it is a filler."""
    held = f"{day} BETWEEN {_day(FIRST_REAL.isoformat())} AND {_day(LAST_REAL.isoformat())}"
    return f"CASE WHEN {held} AND {day} <> {_day(UNIX_NOUGHT.isoformat())} THEN {day} END"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _is_date(kind: str) -> bool:
    return kind == "DATE" or kind.startswith("TIMESTAMP")


_RAW: Final = _clean("raw")
_DATE_SQL: Final = f"CASE WHEN regexp_full_match({_RAW}, '{DATE_PATTERN}') THEN TRY_CAST({_RAW}[1:10] AS DATE) END"
_FLAG_SQL: Final = f"""CASE WHEN lower({_RAW}) IN ({_listed(YES)}) THEN {TRUE}
    WHEN lower({_RAW}) IN ({_listed(NO)}) THEN {FALSE} ELSE {BAD} END::UTINYINT"""
_TFC, _DECISION = f"upper({_clean('tfc')})", _clean("decision_to_admit")
_REASON_SQL: Final = f"""CASE
    WHEN {_clean("provider_org")} = '' THEN 'provider_org is empty'
    WHEN {_clean("commissioner_org")} = '' THEN 'commissioner_org is empty'
    WHEN {_TFC} = '' THEN 'tfc is empty'
    WHEN line = {NO_LINE} THEN 'tfc ' || {_TFC} || ' is not a treatment function or a line of the return'
    WHEN start_bad THEN 'clock_start ' || {_clean("clock_start")} || ' is not a date (YYYY-MM-DD)'
    WHEN stop_bad THEN 'clock_stop ' || {_clean("clock_stop")} || ' is not a date (YYYY-MM-DD)'
    WHEN kind = {BAD_STOP_TYPE} THEN 'stop_type ' || replace(lower({_clean("stop_type")}), '-', '_')
        || ' is not admitted or non_admitted'
    WHEN decided = {BAD} AND regexp_full_match({_DECISION}, '{DATE_PATTERN}')
        THEN 'decision_to_admit ' || {_DECISION} || ' is not a date (YYYY-MM-DD)'
    WHEN decided = {BAD} THEN 'decision_to_admit ' || lower({_DECISION}) || ' is not 0 or 1'
    WHEN nullified_read = {BAD} THEN 'nullified ' || lower({_clean("nullified")}) || ' is not 0 or 1'
    WHEN stop < start THEN 'the clock stops before it starts'
    WHEN stop IS NULL AND kind < {NO_STOP_TYPE} THEN 'there is a stop type but no clock stop'
    WHEN stops_now AND kind = {NO_STOP_TYPE} THEN 'the clock stops in the month but the stop type is empty'
    ELSE 'an open pathway without a clock start cannot be counted: find the clock start' END"""
