"""Many people's trails read as one, in the order of time, without loading them.

Each trail is a stream whose ids are moments, so a place in time is found by the store in a few steps, however long the
streams are. A heap holds the next entry of each; the entries behind it are fetched in batches that grow, for several
trails in one round trip.
"""

from __future__ import annotations

import heapq
import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from redis import Redis

from storage.audit import AuditEntry, read_entry, stream_of
from storage.errors import Refused, store_errors
from storage.record import EPOCH

SYSTEM = ""
FIRST_BATCH = 100
LARGEST_BATCH = 500
GROWTH = 10
TOGETHER = 64
TRAILS_AT_ONCE = 500
WRITTEN_PLACE = re.compile(r"([0-9]{1,18})-([0-9]{1,18})(?:\.([A-Za-z0-9-]{1,64}))?")


class Place(NamedTuple):
    """A point of the merged trail: the moment (ms since 1970), the number within it, whose trail ("" the system's).

    Entries of the same moment and number stand in the order of the trails' names.
    """

    ms: int
    number: int = 0
    uid: str = SYSTEM

    @property
    def moment(self) -> datetime:
        return EPOCH + timedelta(milliseconds=self.ms)

    def __str__(self) -> str:
        return f"{self.ms}-{self.number}" + (f".{self.uid}" if self.uid else "")

    @classmethod
    def read(cls, text: str) -> Place:
        """A place as an address carries it. Raises Refused for anything else."""
        found = WRITTEN_PLACE.fullmatch(text)
        if found is None:
            raise Refused("That is not a place in the audit trail.")
        return cls(int(found[1]), int(found[2]), found[3] or SYSTEM)


class TrailStep(NamedTuple):
    """One entry of the merged trail and whose trail it stands in."""

    uid: str
    entry: AuditEntry

    @property
    def place(self) -> Place:
        ms, _, number = self.entry.id.partition("-")
        return Place(int(ms), int(number), self.uid)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the trail. `since` (inclusive) and `until` (exclusive) are ms since 1970; `beyond` is a place that was
    reached already: what follows it in the direction of reading is read."""

    since: int | None = None
    until: int | None = None
    beyond: Place | None = None


@dataclass(slots=True)
class Reel:
    """One trail being read: what has been fetched of it, and from where the next batch begins."""

    uid: str
    rank: int
    start: str
    entries: deque[AuditEntry] = field(default_factory=deque)
    batch: int = 1
    ended: bool = False


class MergedTrail:
    """The trails of these people ("" is the system's) as one. Raises the errors of `storage.errors`."""

    def __init__(self, client: Redis, uids: Sequence[str]) -> None:
        self._client = client
        self._uids = sorted(uids)

    def walk(self, stretch: Stretch = Stretch(), *, newest_first: bool = True) -> Iterator[TrailStep]:
        """The entries of a stretch in the order of time, fetched only as far as they are asked for."""
        end = end_of(stretch, newest_first)
        batch = max(1, FIRST_BATCH // max(1, len(self._uids)))
        reels = [
            Reel(uid, rank, start_of(stretch, uid, newest_first), batch=batch) for rank, uid in enumerate(self._uids)
        ]
        for first in range(0, len(reels), TRAILS_AT_ONCE):
            self._fill(reels[first : first + TRAILS_AT_ONCE], end, newest_first)
        heap = [(order_of(reel, newest_first), reel.rank, reel) for reel in reels if reel.entries]
        heapq.heapify(heap)
        while heap:
            reel = heap[0][2]
            if len(reel.entries) == 1 and not reel.ended:
                self._fill([one for *_, one in heap[:TOGETHER] if len(one.entries) == 1], end, newest_first)
            entry = reel.entries.popleft()
            if reel.entries:
                heapq.heapreplace(heap, (order_of(reel, newest_first), reel.rank, reel))
            else:
                heapq.heappop(heap)
            yield TrailStep(reel.uid, entry)

    def _fill(self, reels: Sequence[Reel], end: str, newest_first: bool) -> None:
        """The next batch of each of these trails, in one round trip."""
        wanted = [reel for reel in reels if not reel.ended]
        pipe = self._client.pipeline(transaction=False)
        for reel in wanted:
            read = pipe.xrevrange if newest_first else pipe.xrange
            read(stream_of(reel.uid or None), reel.start, end, count=reel.batch)
        with store_errors():
            replies = pipe.execute() if wanted else []
        for reel, found in zip(wanted, replies, strict=True):
            reel.entries.extend(read_entry(entry_id, told) for entry_id, told in found)
            reel.ended = len(found) < reel.batch
            if found:
                reel.start = f"({found[-1][0]}"
            reel.batch = min(reel.batch * GROWTH, LARGEST_BATCH)


def order_of(reel: Reel, newest_first: bool) -> tuple[int, int, int]:
    """Where the next entry of a trail stands among the others; the two directions are exact opposites."""
    place = TrailStep(reel.uid, reel.entries[0]).place
    return (-place.ms, -place.number, reel.rank) if newest_first else (place.ms, place.number, -reel.rank)


def start_of(stretch: Stretch, uid: str, newest_first: bool) -> str:
    """Where the reading of one trail begins, as the store is asked for it."""
    edge = stretch.until if newest_first else stretch.since
    beyond = stretch.beyond
    if beyond is None or (edge is not None and (beyond.ms >= edge) == newest_first):
        if edge is None:
            return "+" if newest_first else "-"
        return f"({edge}-0" if newest_first else f"{edge}-0"
    follows = uid > beyond.uid if newest_first else uid < beyond.uid
    return f"{'' if follows else '('}{beyond.ms}-{beyond.number}"


def end_of(stretch: Stretch, newest_first: bool) -> str:
    """Where the reading of every trail ends."""
    if newest_first:
        return "-" if stretch.since is None else f"{stretch.since}-0"
    return "+" if stretch.until is None else f"({stretch.until}-0"
