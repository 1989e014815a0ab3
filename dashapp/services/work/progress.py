"""How far people are: people × modules, read from their summaries.

A process keeps what it read of each person and asks, at every look, how long each trail is: nothing changes without an
entry in the trail, so only those whose trail has grown are read again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.access.scopes import can_see_cohort
from dashapp.services.derived.kept import Kept, Stamp
from dashapp.services.feedback import reviews
from dashapp.services.people.oversight import ACTIVE_WITHIN, QUIET_AFTER
from dashapp.services.records.records import RULES_VERSION
from storage.accounts import Person
from storage.record import ModuleSummary
from words.queries import PageNumber, Query, narrow, place
from words.questions import ask

ORDER: tuple[str, ...] = tuple(reviews.STATUSES)
"""Statuses by their number in the cells."""
NONE, OPEN, SUBMITTED, REVIEWED = range(len(ORDER))
AT_ONCE = 500
WORK, WORK_BYTES = "work", 5_000
Cells = npt.NDArray[Any]
OVERDUE_AFTER = timedelta(days=7)


SHOWN: Mapping[str, str] = {
    "active": "Active in the last 7 days",
    "quiet": "Stalled: nothing changed for over 14 days",
    "overdue": "Feedback overdue: handed in over 7 days ago",
    "refresher": "Refresher due: nothing saved since the rule books changed",
}
"""Parts of the people by the name they have in an address."""
SORTS: Mapping[str, str] = {
    "last": "longest quiet first",
    "recent": "last active first",
    "records": "most records first",
    "begun": "most modules begun first",
    "submitted": "most waiting for feedback first",
}


class ProgressQuery(Query):
    """What an address asks for: a cohort, a status, a module (slug), a part of the people, an order, and whether
    modules nobody has begun are shown."""

    cohort: str = narrow("Cohort", none="All")
    status: str = narrow("Status", choices=reviews.STATUSES)
    module: str = narrow("Module", none="All")
    show: str = narrow("Who", choices=SHOWN, none="Everyone")
    sort: str = narrow("In order", says="", none="By name")
    modules: str = ask("", default="", choices={"all": "Every module"})
    page: PageNumber = place(1)


@dataclass(frozen=True, slots=True)
class Work:
    """One person's modules, in the order of the registry: records, status (a place in `ORDER`), last change and when it
    was handed in (milliseconds since 1970, 0 for never), whether the rules have changed since, and findings as (module,
    code, how many)."""

    counts: Cells
    status: Cells
    last: Cells
    submitted: Cells
    refresher: Cells
    codes: tuple[tuple[int, str, int], ...]


@dataclass(frozen=True)
class Progress:
    """People × modules: `counts`, `status`, `last` and `submitted` (milliseconds) and `refresher` have a row a
    person and a column a module; `codes` has for each person the findings as (module, code, how many)."""

    people: tuple[Person, ...]
    modules: tuple[Module, ...]
    counts: Cells
    status: Cells
    last: Cells
    submitted: Cells
    refresher: Cells
    codes: tuple[tuple[tuple[int, str, int], ...], ...]
    now: datetime

    def __len__(self) -> int:
        return len(self.people)

    @cached_property
    def records(self) -> Cells:
        """Records of each person."""
        return np.asarray(self.counts.sum(axis=1))

    @cached_property
    def begun(self) -> Cells:
        """Modules in which each person has records."""
        return np.asarray((self.counts > 0).sum(axis=1))

    @cached_property
    def last_change(self) -> Cells:
        """Milliseconds of each person's last change in any module, 0 for never."""
        return np.asarray(self.last.max(axis=1, initial=0))

    @cached_property
    def is_quiet(self) -> Cells:
        """Who has begun and changed nothing for two weeks."""
        return (self.last_change > 0) & (self.last_change < as_milliseconds(self.now - QUIET_AFTER))

    @cached_property
    def is_active(self) -> Cells:
        return self.last_change >= as_milliseconds(self.now - ACTIVE_WITHIN)

    @cached_property
    def waits_long(self) -> Cells:
        """Who handed something in over a week ago that has not been reviewed."""
        long_ago = as_milliseconds(self.now - OVERDUE_AFTER)
        return np.asarray(((self.status == SUBMITTED) & (self.submitted < long_ago)).any(axis=1))

    def having(self, status: int) -> Cells:
        """How many modules of each person have this status."""
        return np.asarray((self.status == status).sum(axis=1))

    def list_cells(self, status: int) -> list[tuple[int, int]]:
        """The places (person, module) of every cell with this status, person by person."""
        return [(person, module) for person, module in np.argwhere(self.status == status).tolist()]

    def where(self, chosen: Cells) -> Progress:
        """Those people for whom `chosen` (a truth for each, or their places in order) holds."""
        places = np.flatnonzero(chosen) if chosen.dtype == bool else chosen
        return replace(
            self,
            people=tuple(self.people[place] for place in places),
            counts=self.counts[places],
            status=self.status[places],
            last=self.last[places],
            submitted=self.submitted[places],
            refresher=self.refresher[places],
            codes=tuple(self.codes[place] for place in places),
        )

    def without_unbegun(self) -> Progress:
        """The same people without the modules in which none of them has anything."""
        return self.of_modules(np.flatnonzero((self.status != NONE).any(axis=0)).tolist())

    def of_modules(self, places: Sequence[int]) -> Progress:
        """The same people with these columns only."""
        renumbered = {place: at for at, place in enumerate(places)}
        return replace(
            self,
            modules=tuple(self.modules[place] for place in places),
            counts=self.counts[:, places],
            status=self.status[:, places],
            last=self.last[:, places],
            submitted=self.submitted[:, places],
            refresher=self.refresher[:, places],
            codes=tuple(
                tuple((renumbered[at], code, many) for at, code, many in codes if at in renumbered)
                for codes in self.codes
            ),
        )


def find_progress(clockstart: Clockstart, actor: Actor, asked: ProgressQuery) -> Progress:
    """The people in the actor's scope whom the filters keep, in the order asked for. A cohort or module outside the
    scope gives nobody or everything, never somebody else's."""
    return narrow_down(clockstart, read_progress(clockstart, actor, asked), asked)


def read_progress(clockstart: Clockstart, actor: Actor, asked: ProgressQuery) -> Progress:
    """Everybody in the actor's scope, or of the cohort asked for, by name."""
    people = [person for person in access.list_people(clockstart, actor) if person.active]
    if asked.cohort:
        people = [person for person in people if asked.cohort in person.cohorts]
    modules = list_modules(clockstart)
    works = read_works(clockstart, [person.uid for person in people])
    rows = [works[person.uid] for person in people]
    blank = np.zeros((0, len(modules)), dtype=np.int64)
    return Progress(
        tuple(people),
        modules,
        np.stack([row.counts for row in rows]) if rows else blank,
        np.stack([row.status for row in rows]) if rows else blank,
        np.stack([row.last for row in rows]) if rows else blank,
        np.stack([row.submitted for row in rows]) if rows else blank,
        np.stack([row.refresher for row in rows]) if rows else blank.astype(bool),
        tuple(row.codes for row in rows),
        clockstart.now,
    )


def list_modules(clockstart: Clockstart) -> tuple[Module, ...]:
    """The modules learners practise, in journey order."""
    return tuple(module for module in clockstart.registry if "learner" in module.open_to)


def narrow_down(clockstart: Clockstart, everybody: Progress, asked: ProgressQuery) -> Progress:
    """The people whom the filters keep, in order."""
    place = find_column(everybody, asked.module)
    shown = everybody.of_modules([place]) if place is not None else everybody
    return in_order(shown.where(keeps(shown, asked)), asked.sort)


def find_column(progress: Progress, slug: str) -> int | None:
    return next((at for at, module in enumerate(progress.modules) if module.slug == slug), None)


def keeps(progress: Progress, asked: ProgressQuery) -> Cells:
    """Whom the filters keep: of one module by its status, of all modules by having the status in any of them; "not
    started" of all modules means in none."""
    chosen = np.ones(len(progress), dtype=bool)
    if asked.status:
        wanted = progress.status == ORDER.index(asked.status)
        chosen &= wanted.all(axis=1) if asked.status == ORDER[NONE] else wanted.any(axis=1)
    tests: Mapping[str, Callable[[], Cells]] = {
        "active": lambda: progress.is_active,
        "quiet": lambda: progress.is_quiet,
        "overdue": lambda: progress.waits_long,
        "refresher": lambda: np.asarray(progress.refresher.any(axis=1)),
    }
    return np.logical_and(chosen, tests[asked.show]()) if asked.show else chosen


def in_order(progress: Progress, sort: str) -> Progress:
    """By name (as they come), or by a figure; a sort that begins with "-" turns the order round. What is empty comes
    last in either direction."""
    down, name = sort.startswith("-"), sort.removeprefix("-")
    figures: Mapping[str, Callable[[], Cells]] = {
        "last": lambda: np.where(progress.last_change > 0, progress.last_change, np.iinfo(np.int64).max),
        "recent": lambda: -progress.last_change,
        "records": lambda: -progress.records,
        "begun": lambda: -progress.begun,
        "submitted": lambda: -progress.having(SUBMITTED),
    }
    column = find_column(progress, name)
    if name in figures:
        figure = figures[name]()
    elif column is not None:
        figure = progress.status[:, column].astype(np.int64) * 10**9 + progress.counts[:, column]
    elif down:
        figure = -np.arange(len(progress))
        down = False
    else:
        return progress
    order = np.argsort(-figure if down else figure, kind="stable")
    is_empty = np.zeros(len(progress), dtype=bool)
    if name in {"last", "recent"}:
        is_empty = progress.last_change[order] <= 0
    elif name not in figures and column is not None:
        is_empty = progress.status[order, column] == NONE
    return progress.where(np.concatenate([order[~is_empty], order[is_empty]]))


def read_works(clockstart: Clockstart, uids: Sequence[str]) -> dict[str, Work]:
    """Everybody's cells as of now. The lengths come first: what is saved meanwhile is read again at the next look."""
    lengths = clockstart.store.audit.lengths(uids)
    known = clockstart.kept.find_many(WORK, uids)
    changed = [uid for uid, length in lengths.items() if uid not in known or known[uid].stamp.rev != length]
    for start in range(0, len(changed), AT_ONCE):
        summaries = clockstart.store.records.summaries(changed[start : start + AT_ONCE])
        fresh = {
            uid: Kept(make_work(clockstart, summary), Stamp("", lengths[uid]), WORK_BYTES)
            for uid, summary in summaries.items()
        }
        clockstart.kept.put_many(WORK, fresh)
        known |= fresh
    return {uid: one.value for uid, one in known.items()}


NOTHING = ModuleSummary()


def make_work(clockstart: Clockstart, summary: Mapping[str, ModuleSummary]) -> Work:
    """One person's cells from the summary."""
    found = [summary.get(module.store_key, NOTHING) for module in list_modules(clockstart)]
    return Work(
        np.array([one.count for one in found], dtype=np.int64),
        np.array([ORDER.index(reviews.status_of(one)) for one in found], dtype=np.int8),
        np.array([milliseconds_of(one.last_change) for one in found], dtype=np.int64),
        np.array([milliseconds_of(one.submitted) for one in found], dtype=np.int64),
        np.array([is_refresher_due(one) for one in found], dtype=bool),
        tuple((at, code, many) for at, one in enumerate(found) for code, many in one.codes.items()),
    )


def is_refresher_due(summary: ModuleSummary) -> bool:
    """Whether the last save in a module was made under an earlier version of the rule books."""
    return bool(summary.count and summary.rules and summary.rules < RULES_VERSION)


def milliseconds_of(stored: str) -> int:
    return as_milliseconds(datetime.fromisoformat(stored)) if stored else 0


def as_milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def as_moment(milliseconds: int) -> datetime | None:
    """The moment behind a cell; None for never."""
    return datetime.fromtimestamp(int(milliseconds) / 1000, UTC) if milliseconds else None


def list_cohorts(clockstart: Clockstart, actor: Actor) -> dict[str, str]:
    """The cohorts the actor may look at, id → name."""
    return {
        cohort.id: cohort.name for cohort in clockstart.store.people.list_cohorts() if can_see_cohort(actor, cohort.id)
    }


def say_filters(clockstart: Clockstart, actor: Actor, asked: ProgressQuery) -> dict[str, str]:
    """Everything the people are narrowed by: the name it has in the address → in words."""
    modules = {one.slug: one.title for one in list_modules(clockstart)}
    told = asked.say({"cohort": list_cohorts(clockstart, actor), "module": modules})
    if asked.cohort and told["cohort"] == asked.cohort:
        told["cohort"] = "a cohort outside your reach"
    if asked.module not in modules:
        told.pop("module", None)
    if asked.status:
        every = "every module" if asked.status == ORDER[NONE] else "at least one module"
        told["status"] += f" in {told.get('module', every)}"
    return told


def count_statuses(progress: Progress) -> Iterator[tuple[Module, tuple[int, ...], int]]:
    """For each module: how many people have each status, and how many records there are."""
    for at, module in enumerate(progress.modules):
        column = Counter(progress.status[:, at].tolist())
        yield module, tuple(column[status] for status in range(len(ORDER))), int(progress.counts[:, at].sum())
