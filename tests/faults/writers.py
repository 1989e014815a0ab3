"""One process of writers: each repeats what was not confirmed under the same operation id, and notes what was.

Run as `python -m tests.faults.writers URL NOTES FIRST COUNT STOP`: COUNT threads from number FIRST on, four to a
person, write to NOTES one line per confirmed operation, {uid, module, id, op, rev}, until there is a file STOP.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from storage.connection import connect
from storage.errors import Conflict, StoreUnavailable
from storage.record import NewRecord, Record, Stored, Trace
from storage.records import RecordStore
from tests.faults.table import IS_FULL
from tests.waiting import PATIENCE

TO_A_PERSON = 4
MODULE = "dna_cases"
SHARED = "shared"
PAUSE = 0.1 if IS_FULL else 0.0
"""Seconds at most between two steps: over 200 kills the store would grow until a start is all that is timed."""
NOTING = threading.Lock()


class Writer:
    """Adds, edits, removes and restores its own records, and edits one it shares with the others of its person."""

    def __init__(self, records: RecordStore, number: int, notes: IO[str]) -> None:
        self.records = records
        self.uid = f"PERSON-{number // TO_A_PERSON}"
        self.number = number
        self.notes = notes
        self.random = random.Random(number)
        self.trace = Trace(f"WRITER-{number}")
        self.steps = 0
        self.own: list[Record] = []

    def run(self, stop: Path) -> None:
        while not stop.exists():
            self.steps += 1
            op = f"{self.number}-{self.steps}"
            act = self.random.choice([self.add, self.edit, self.edit_shared, self.come_and_go, self.add_many])
            act(op)
            time.sleep(self.random.uniform(0, PAUSE))

    def add(self, op: str) -> None:
        self.own.append(self.confirmed(op, lambda: self.put(f"r{op}", {"n": 1}, op, 0)).record)

    def add_many(self, op: str) -> None:
        items = [NewRecord(f"m{op}.{place}", {"n": place}, f"{op}.{place}", links=["p1"]) for place in range(3)]

        def write() -> list[Stored]:
            return self.records.put_many(self.uid, MODULE, items, trace=self.trace, now=datetime.now(UTC))

        for stored in self.repeated(write):
            self.note(stored.record.op, stored.record)

    def edit(self, op: str) -> None:
        if self.own:
            place = self.random.randrange(len(self.own))
            record = self.own[place]
            data = {"n": record.data["n"] + 1}
            self.own[place] = self.confirmed(op, lambda: self.put(record.id, data, op, record.rev)).record

    def edit_shared(self, op: str) -> None:
        """Count up a number that four writers share; a refused revision is simply tried again by the next step."""
        found = self.repeated(lambda: self.records.find(self.uid, MODULE, SHARED))
        n, rev = (found.data["n"], found.rev) if found else (0, 0)
        try:
            self.confirmed(op, lambda: self.put(SHARED, {"n": n + 1}, op, rev))
        except Conflict:
            return

    def come_and_go(self, op: str) -> None:
        if not self.own:
            return
        record = self.own.pop()
        gone = self.confirmed(f"{op}-gone", lambda: self.move("remove", record, f"{op}-gone")).record
        self.own.append(self.confirmed(f"{op}-back", lambda: self.move("restore", gone, f"{op}-back")).record)

    def put(self, record_id: str, data: dict[str, Any], op: str, seen: int) -> Stored:
        return self.records.put(
            self.uid,
            MODULE,
            record_id,
            data,
            op=op,
            seen_rev=seen,
            trace=self.trace,
            now=datetime.now(UTC),
            links=[f"p{self.steps % 3}"] if seen == 0 else None,
            codes=["dna-even"] if data["n"] % 2 == 0 else [],
        )

    def move(self, act: str, record: Record, op: str) -> Stored:
        now = datetime.now(UTC)
        if act == "remove":
            return self.records.remove(
                self.uid, MODULE, record.id, op=op, seen_rev=record.rev, trace=self.trace, now=now
            )
        return self.records.restore(self.uid, MODULE, record.id, op=op, trace=self.trace, now=now)

    def confirmed(self, op: str, write: Callable[[], Stored]) -> Stored:
        stored: Stored = self.repeated(write)
        self.note(op, stored.record)
        return stored

    def note(self, op: str, record: Record) -> None:
        told = {"uid": self.uid, "id": record.id, "op": op, "rev": record.rev}
        with NOTING:
            self.notes.write(json.dumps(told) + "\n")

    def repeated(self, act: Callable[[], Any]) -> Any:
        """The answer, however often the store is away in between."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return act()
            except StoreUnavailable:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)


def main(url: str, notes: str, first: str, count: str, stop: str) -> None:
    records = RecordStore(connect(url))
    problems: list[BaseException] = []
    with open(notes, "w", encoding="utf-8", buffering=1) as file:

        def run(number: int) -> None:
            try:
                Writer(records, number, file).run(Path(stop))
            except BaseException as problem:  # noqa: BLE001 -- told below, in the thread that can end the process
                problems.append(problem)

        threads = [threading.Thread(target=run, args=(int(first) + place,)) for place in range(int(count))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if problems:
        raise problems[0]


if __name__ == "__main__":
    main(*sys.argv[1:])
