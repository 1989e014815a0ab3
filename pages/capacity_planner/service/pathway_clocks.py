"""The clocks of one or more people's tracking lists as a plan counts them, and what had to be left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dashapp.context import Clockstart
from dashapp.services.derived import clocks
from dashapp.services.derived.big_lists import is_big
from dashapp.services.derived.clock_columns import LINES, ClockColumns
from dashapp.services.records.pathways import PTL
from rules.capacity.waiting_list import NEVER, Days

Flags = NDArray[np.bool_]
Texts = NDArray[np.str_]
TREATED = 30
"""The code of a stop by treatment; every other stop is a removal other than treatment (SIM-5)."""
FIRST_SEEN = "appointment_attended"
NAMED = 50
"""How many of the clocks left out are named one by one; all of them are counted."""
EPOCH = date(1970, 1, 1).toordinal()
REASONS: Mapping[str, str] = {
    "not_accepted": "the record has problems of its own",
    "nullified": "the clock was nullified: it counts nowhere",
    "no_clock": "no clock has started",
    "not_rtt": "outside the 18-week rules",
    "planned": "on the planned list, where no clock runs",
    "no_start": "the clock start is not known",
    "future": "the clock starts after today",
    "reversed": "the clock stops before it starts",
}


class Dropped(NamedTuple):
    """A clock that was left out: whose pathway, and the reason by its name in `REASONS`."""

    owner: str
    record: str
    reason: str


@dataclass(frozen=True, slots=True)
class PathwayClocks:
    """One row a clock, in no order. Days are ordinals, NEVER for "not (yet)"; `treated` says a stop was treatment.

    `service` is the line of the return, `priority` the clinical priority or, without one, the referral's; `owner` and
    `record` say whose pathway it is. `first_seen` is None for lists too long to read every event of. `left_out` counts
    clocks by reason, `dropped` names the first of them.
    """

    start: Days
    stop: Days
    decided: Days
    booked: Days
    treated: Flags
    service: Texts
    priority: Texts
    owner: Texts
    record: Texts
    first_seen: Days | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()

    def __len__(self) -> int:
        return len(self.start)

    def of_service(self, service: str) -> PathwayClocks:
        """Those of one treatment function; what was left out is told of the whole list."""
        return self.where(self.service == service)

    def where(self, keep: Flags | Days) -> PathwayClocks:
        """Those for which `keep` holds, or those at the places it lists, in that order."""
        columns: dict[str, Any] = {name: getattr(self, name)[keep] for name in COLUMNS}
        seen = None if self.first_seen is None else self.first_seen[keep]
        return PathwayClocks(**columns, first_seen=seen, left_out=self.left_out, dropped=self.dropped)


COLUMNS = ("start", "stop", "decided", "booked", "treated", "service", "priority", "owner", "record")


def read_pathway_clocks(clockstart: Clockstart, uids: Sequence[str]) -> PathwayClocks:
    """The clocks of these people's tracking lists; the caller has checked that they may be read.

    Raises `MustWait` when a job has to work them out first.
    """
    found = count_clocks(clocks.read_clocks(clockstart, uids), clockstart.today)
    summaries = clockstart.store.records.summaries(uids)
    if any(is_big(summaries[uid].get(PTL)) for uid in uids):
        return found
    seen = read_first_seen(clockstart, uids)
    firsts = [
        first_after(seen.get((u, r), ()), int(s))
        for u, r, s in zip(found.owner, found.record, found.start, strict=True)
    ]
    return replace(found, first_seen=np.array(firsts, dtype=np.int64))


def count_clocks(columns: ClockColumns, today: date) -> PathwayClocks:
    """The clocks that count; the others by reason, each once."""
    start, stop = days_of(columns["start"]), days_of(columns["stop"])
    reasons = {
        "nullified": columns["nullified"],
        "planned": columns.matching("list_type", ["planned"]),
        "no_start": start == NEVER,
        "future": (start != NEVER) & (start > today.toordinal()),
        "reversed": (stop != NEVER) & (stop < start),
    }
    counts: Counter[str] = Counter(columns.left_out.values())
    dropped = [Dropped(owner, record, reason) for (owner, record), reason in islice(columns.left_out.items(), NAMED)]
    keep = np.ones(len(columns), dtype=np.bool_)
    for reason, applies in reasons.items():
        places = np.flatnonzero(applies & keep)
        counts[reason] += len(places)
        dropped += [name_dropped(columns, place, reason) for place in places[:NAMED].tolist()]
        keep &= ~applies
    rows = columns.rows[keep]
    words = {name: np.array(columns.words[name], dtype=np.str_) for name in ("clinical_priority", "priority")}
    clinical = words["clinical_priority"][rows["clinical_priority"]]
    return PathwayClocks(
        start=start[keep],
        stop=stop[keep],
        decided=days_of(rows["decided"]),
        booked=days_of(rows["tci"]),
        treated=rows["stop_code"] == TREATED,
        service=np.array(LINES, dtype=np.str_)[rows["line"]],
        priority=np.where(clinical == "", words["priority"][rows["priority"]], clinical),
        owner=np.array(columns.people or ("",), dtype=np.str_)[rows["owner"]],
        record=np.array(columns.ids or ("",), dtype=np.str_)[rows["record"]],
        left_out={reason: count for reason, count in counts.items() if count},
        dropped=tuple(dropped[:NAMED]),
    )


def name_dropped(columns: ClockColumns, place: int, reason: str) -> Dropped:
    row = columns.rows[place]
    return Dropped(columns.people[row["owner"]], columns.ids[row["record"]], reason)


def days_of(dates: Any) -> Days:
    """Ordinals of numpy dates; NEVER for those that are not known."""
    unknown = np.isnat(dates)
    ordinals = dates.astype("datetime64[D]").astype(np.int64) + EPOCH
    found: Days = np.where(unknown, NEVER, ordinals)
    return found


def read_first_seen(clockstart: Clockstart, uids: Sequence[str]) -> dict[tuple[str, str], list[int]]:
    """The days on which each pathway's patient attended an appointment."""
    found: dict[tuple[str, str], list[int]] = {}
    for uid in uids:
        ids, values = clockstart.store.records.columns(uid, PTL, ["events"])
        for record_id, (events,) in zip(ids, values, strict=True):
            days = [read_day(one.get("date")) for one in events or () if is_attended(one)]
            if known := [day for day in days if day is not None]:
                found[uid, record_id] = sorted(known)
    return found


def is_attended(event: Any) -> bool:
    return isinstance(event, dict) and event.get("event") == FIRST_SEEN


def read_day(text: Any) -> int | None:
    try:
        return date.fromisoformat(str(text)).toordinal()
    except ValueError:
        return None


def first_after(days: Sequence[int], start: int) -> int:
    return next((day for day in days if day >= start), int(NEVER))
