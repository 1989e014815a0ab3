"""What a demo learner enters and leaves undone: about ten things, few in any one module, some of them wrong, and
none that anybody would have noticed long ago. Examples are drawn until one asks for no more than there is room for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from random import Random
from typing import Any

from dashapp.declare.module import Case, Module, Patient
from dashapp.services.records.examples import read_example
from rules.explain import Severity
from storage.record import NewRecord

SOON, LATE_AT_MOST = timedelta(days=7), timedelta(days=9)
UNDONE, IN_A_MODULE, SOME_WRONG = 6, 1, 0.4
TRIES = 30
BEGAN = timedelta(weeks=10)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True)
class Entry:
    """What is entered at one sitting: records by the module they belong to."""

    chapters: Sequence[tuple[str, NewRecord]]
    today: date

    @cached_property
    def day(self) -> date:
        """The day after the last thing that the records tell of; the learner began some weeks ago."""
        told = (day for _, record in self.chapters for day in list_dates(record.data) if day < self.today)
        return max(self.today - BEGAN, max(told, default=self.today - timedelta(days=1)) + timedelta(days=1))


def list_dates(value: Any) -> Iterator[date]:
    """Every date in stored answers, those of their groups included."""
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        yield date.fromisoformat(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        yield from list_dates(part)


@dataclass
class Desk:
    """One learner's, as it was on the day of their last work; `room` is for how many more things to do."""

    random: Random
    today: date
    room: int = UNDONE

    def draw(self, module: Module, patients: Iterator[Patient], count: int) -> list[Case]:
        """Up to `count` examples of a module; one for which nothing that fits was drawn is left out."""
        if module.example_set is not None:
            chosen = module.example_set(self.random, self.today)[:count]
            return [read_example(module, answers, self.today) for answers in chosen]
        room, wrong = min(self.room, IN_A_MODULE), int(self.random.random() < SOME_WRONG)
        found: list[Case] = []
        for _ in range(count if module.example else 0):
            case = self.draw_one(module, next(patients), room, wrong)
            if case is not None:
                owed = len(list_owed(case, self.today))
                room, self.room = room - owed, self.room - owed
                wrong -= is_wrong(case)
                found.append(case)
        return found

    def draw_one(self, module: Module, patient: Patient, room: int, wrong: int) -> Case | None:
        assert module.example is not None
        for _ in range(TRIES):
            case = read_example(module, module.example(self.random, patient, self.today), self.today)
            owed = list_owed(case, self.today)
            fits = len(owed) <= room and all(day >= self.today - LATE_AT_MOST for day in owed)
            if fits and (wrong or not is_wrong(case)):
                return case
        return None


def is_wrong(case: Case) -> bool:
    return any(finding.severity is Severity.BREACH for finding in case.findings)


def list_owed(case: Case, today: date) -> list[date]:
    """The days of what a record asks to be done by the end of the week."""
    due = case.module.due(case) if case.module.due else ()
    return [one.on for one in due if one.on <= today + SOON]
