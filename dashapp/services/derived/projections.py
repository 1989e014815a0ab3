"""Projections: what is worked out from a person's records of a module, once, and brought up to now when they change.

A process keeps what it worked out, and stores what took long, for other processes to take up. More than a page can wait
for is worked out by a job first; until then `MustWait` says so.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.derived.kept import Kept, Stamp
from dashapp.services.jobs.jobs import Watch
from dashapp.services.jobs.prepared import WHOLE_AT_MOST, MustWait
from storage.record import ModuleSummary

T = TypeVar("T")
Summary = Mapping[str, ModuleSummary]
Tell = Callable[[int], None]
NONE = ModuleSummary()
NEAR = 200
RECORDS_WORTH_STORING = 200
CHANGES_WORTH_STORING = 100
TOLD_EVERY = 500


def tell_nobody(_done: int) -> None:
    """Who waits on the spot is told nothing on the way."""


@dataclass(frozen=True, slots=True)
class Projection(ABC, Generic[T]):
    """One kind of value: what it depends on, how it is made, brought up to now, and stored."""

    module: Module
    kind: ClassVar[str]
    """Names it in the process and in the store; also the kind of its job."""
    wait: ClassVar[str] = "{count:,} {many} are worked out once for this page, then kept."

    @property
    def name(self) -> str:
        return f"{self.kind}:{self.module.store_key}"

    @abstractmethod
    def stamp(self, clockstart: Clockstart, summary: Summary) -> Stamp:
        """What it depends on as of now."""

    @abstractmethod
    def build(self, clockstart: Clockstart, uid: str, before: T | None, tell: Tell) -> T:
        """Works it out; `before` is the value of earlier that day, if any. `tell` hears how many records are done."""

    def advance(self, clockstart: Clockstart, uid: str, kept: Kept[T], now: Stamp) -> T | None:
        """Brought up to now while somebody waits; None where that cannot be, or where too much has changed."""
        return None

    @abstractmethod
    def weigh(self, value: T) -> int:
        """About how many bytes it takes."""

    def is_current(self, kept: Kept[T], now: Stamp) -> bool:
        return kept.stamp == now

    def find_stored(self, clockstart: Clockstart, uid: str) -> Kept[T] | None:
        """As another process stored it, by the same rule books."""
        return None

    def store(self, clockstart: Clockstart, uid: str, kept: Kept[T]) -> None:
        """For other processes to take up."""

    def list_arguments(self, uids: Sequence[str]) -> Sequence[Any]:
        """Those of the job that prepares it."""
        return [list(uids)]

    def count(self, summary: Summary) -> int:
        return summary.get(self.module.store_key, NONE).count

    def read(self, clockstart: Clockstart, uid: str) -> T:
        """The value as of now, however long it takes. Storage errors pass through."""
        summary = clockstart.store.records.summary(uid)
        found = self.find(clockstart, uid, summary, near=NEAR)
        return self.make(clockstart, uid, summary) if found is None else found

    def read_many(self, clockstart: Clockstart, uids: Sequence[str]) -> list[T]:
        """The values of these people as of now. Raises MustWait."""
        summaries = clockstart.store.records.summaries(uids)
        found = self.find_many(clockstart, summaries)
        return [one if (one := found[uid]) is not None else self.make(clockstart, uid, summaries[uid]) for uid in uids]

    def find_many(self, clockstart: Clockstart, summaries: Mapping[str, Summary]) -> dict[str, T | None]:
        """What is there of these people. Raises MustWait when more is missing than a page can wait for."""
        found = {uid: self.find(clockstart, uid, summary) for uid, summary in summaries.items()}
        missing = [uid for uid, one in found.items() if one is None and self.count(summaries[uid])]
        count = sum(self.count(summaries[uid]) for uid in missing)
        if count > WHOLE_AT_MOST:
            sentence = self.wait.format(count=count, many=self.module.many)
            raise MustWait(sentence, self.kind, *self.list_arguments(missing))
        return found

    def find(self, clockstart: Clockstart, uid: str, summary: Summary, near: int = 0) -> T | None:
        """What is kept, brought up to now; None where there is nothing, or too much has changed. What other processes
        stored is looked at when this one's own is more than `near` revisions behind."""
        now, here = self.stamp(clockstart, summary), clockstart.kept.find(self.name, uid)
        found = None if here is None else self.bring_up(clockstart, uid, here, now)
        if found is not None or (here is not None and now.rev - here.stamp.rev <= near):
            return found
        stored = self.find_stored(clockstart, uid)
        if stored is None or (here is not None and stored.stamp <= here.stamp):
            return None
        clockstart.kept.put_many(self.name, {uid: stored})
        return self.bring_up(clockstart, uid, stored, now)

    def bring_up(self, clockstart: Clockstart, uid: str, kept: Kept[T], now: Stamp) -> T | None:
        if self.is_current(kept, now):
            return kept.value
        value = self.advance(clockstart, uid, kept, now)
        moved = now.rev - kept.stamp.rev
        return None if value is None else self.keep(clockstart, uid, value, now, store=moved >= CHANGES_WORTH_STORING)

    def make(self, clockstart: Clockstart, uid: str, summary: Summary, tell: Tell | None = None) -> T:
        """Works it out and keeps it. A job tells how far it is, and stores what it made in any case. The summary was
        read before: what is saved meanwhile is brought up later."""
        now, before = self.stamp(clockstart, summary), clockstart.kept.find(self.name, uid)
        if before is not None and before.stamp.day != now.day:
            before = None
        value = self.build(clockstart, uid, before.value if before else None, tell or tell_nobody)
        is_new = before is None or now.rev - before.stamp.rev >= CHANGES_WORTH_STORING
        is_long = self.count(summary) >= RECORDS_WORTH_STORING
        return self.keep(clockstart, uid, value, now, store=tell is not None or (is_new and is_long))

    def keep(self, clockstart: Clockstart, uid: str, value: T, stamp: Stamp, *, store: bool) -> T:
        """Here, and where it is worth it for other processes."""
        kept = Kept(value, stamp, self.weigh(value))
        clockstart.kept.put_many(self.name, {uid: kept})
        if store:
            self.store(clockstart, uid, kept)
        return value


def work_out_many(clockstart: Clockstart, watch: Watch, projection: Projection[T], uids: Sequence[str]) -> list[T]:
    """The job: the values of these people, stored for every process to take up. Raises NotFound for somebody whom the
    person who asked may not read."""
    actor = access.get_actor(clockstart, watch.uid)
    for uid in uids:
        access.check_can_read(clockstart, actor, uid)
    summaries, made, before = clockstart.store.records.summaries(uids), list[T](), 0
    total = sum(projection.count(summary) for summary in summaries.values())

    def tell(before: int, done: int) -> None:
        done += before
        watch.report(done, total, f"{done:,} of {total:,} {projection.module.many} worked out.")

    for uid in uids:
        made.append(projection.make(clockstart, uid, summaries[uid], partial(tell, before)))
        before += projection.count(summaries[uid])
    return made
