"""From a pathway's record, and what hangs on it, to the rows of its periods."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from dashapp.context import Clockstart
from dashapp.declare.meaning import Wait
from dashapp.declare.module import Case, Module
from dashapp.services.derived.clock_columns import LINES, PERIOD, STATUSES, WORD_COLUMNS, ClockColumns, Vocabulary
from dashapp.services.records import pathways
from dashapp.services.records.records import read_answers
from rules.codes import find_return_line
from rules.rtt import STATUS_WORDS, Clock, Handover, Period
from storage.record import Record

NOT_ACCEPTED = "not_accepted"
UNKNOWN_LINE = "X06"
LINE_NUMBER = {line: number for number, line in enumerate(LINES)}
STATUS_NUMBER = {status: number for number, status in enumerate(STATUSES)}


@dataclass(slots=True)
class Gathered:
    """The rows of a list as they are made. `again` says for a record on which day its clock has to be read anew."""

    uid: str
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    ids: list[str] = field(default_factory=list)
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    left_out: dict[tuple[str, str], str] = field(default_factory=dict)
    again: dict[str, str] = field(default_factory=dict)

    def columns(self) -> ClockColumns:
        """What was gathered, as columns."""
        rows = np.array(self.rows, dtype=PERIOD)
        return ClockColumns(rows, tuple(self.ids), (self.uid,), self.vocabulary.words, self.left_out)

    def add(self, clockstart: Clockstart, module: Module, record: Record, others: Sequence[Record]) -> None:
        """One record's periods; of one without any, why."""
        answers, _ = read_answers(module, record)
        if answers is None:
            self.left_out[self.uid, record.id] = NOT_ACCEPTED
            return
        linked = pathways.make_linked(clockstart, record, others)
        case = Case(module, record.id, answers, clockstart.today, linked)
        if later := next_event_after(case, clockstart.today):
            self.again[record.id] = later.isoformat()
        clock: Clock = case.clocks
        if not clock.periods:
            self.left_out[self.uid, record.id] = clock.status
            return
        place = len(self.ids)
        self.ids.append(record.id)
        self.rows += list_rows(clock, record.data, place, self.vocabulary)


def next_event_after(case: Case, today: date) -> date | None:
    """The next dated event that the clock does not know of yet."""
    return min((event.date for event in case.pathway_events if event.date > today), default=None)


def list_rows(clock: Clock, data: Mapping[str, Any], place: int, vocabulary: Vocabulary) -> Iterable[tuple[Any, ...]]:
    """The rows of one clock, in the order of `PERIOD`."""
    said = {name: str(data.get(name) or "") for name in WORD_COLUMNS}
    status = STATUS_NUMBER[clock.status]
    in_return = clock.extras.get("in_rtt_return") is not False
    for period in clock.periods:
        is_last = period is clock.periods[-1]
        reporter = {
            "provider": period.reported_by or said["provider"],
            "reported_before": write_reporters(period.handovers, said["provider"]),
        }
        words = [vocabulary.number(name, word) for name, word in {**said, **reporter}.items()]
        yield (
            place,
            0,
            period.start,
            period.stop,
            period.decided_to_admit,
            data.get("tci_date") if period.stop is None else None,
            clock.prior_wait_days if is_last else 0,
            int(period.stop_code or 0),
            LINE_NUMBER[line_of(period, data)],
            status,
            period.pathway_type == "admitted",
            period.nullified,
            in_return,
            is_last,
            *words,
        )


def list_periods(status: str, periods: Iterable[tuple[date | None, date | None, str | None, bool]]) -> list[Wait]:
    """An RTT clock as waits: a period each, by start, stop, status code of the stop, and whether it was nullified."""
    told = [
        Wait("RTT", say_day(start), say_day(stop), say_end(code, nullified=nullified))
        for start, stop, code, nullified in periods
    ]
    return told or [Wait("RTT", "", "", STATUS_WORDS[status])]


def say_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def say_end(code: str | None, *, nullified: bool) -> str:
    """How a period ended; "" while it runs."""
    return f"code {code}{', nullified' * nullified}" if code else ""


def list_waits_of(columns: ClockColumns) -> dict[str, list[Wait]]:
    """What the clocks in columns read, by record."""
    known = {
        record_id: list_periods(status, ())
        for (_, record_id), status in columns.left_out.items()
        if status in STATUS_WORDS
    }
    found: dict[str, list[Any]] = {}
    for row in columns.rows[["record", "start", "stop", "stop_code", "nullified"]].tolist():
        place, start, stop, code, nullified = row
        found.setdefault(columns.ids[place], []).append((start, stop, str(code) if code else None, nullified))
    return known | {record_id: list_periods("open", periods) for record_id, periods in found.items()}


def write_reporters(handovers: Sequence[Handover], otherwise: str) -> str:
    """Who reported a period before its provider of now, each with the day on which that ended; "" without a move."""
    return json.dumps([(one.day.isoformat(), one.before or otherwise) for one in handovers]) if handovers else ""


def find_reporter(provider: str, before: str, day: date) -> str:
    """Who reports a period on a day, from its two words in the columns; "" where nobody was named."""
    return next((who for until, who in json.loads(before or "[]") if until > day.isoformat()), provider)


def line_of(period: Period, data: Mapping[str, Any]) -> str:
    """The line of the return: of the activity that stopped the clock, of an open one as the record stands (TFC-3)."""
    given = (period.tfc if period.stop is not None else None, data.get("treatment_function"))
    return next((line for code in given if code and (line := find_return_line(str(code)))), UNKNOWN_LINE)
