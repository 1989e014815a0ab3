"""The clocks of one or more people's tracking lists in columns, and what had to be left out of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashapp.context import Clockstart
from dashapp.module import Row
from dashapp.services import rows
from dashapp.services.pathways import PTL
from rules.capacity.waiting_list import NEVER, Days
from storage.accounts import Person

Texts = NDArray[np.str_]
TREATED = frozenset({"30"})
"""Codes of a stop by treatment; every other stop is a removal other than treatment."""
FIRST_SEEN = "appointment_attended"
REASONS: Mapping[str, str] = {
    "problems": "the record has problems of its own",
    "nullified": "the clock was nullified: it counts nowhere",
    "no_clock": "there is no clock yet",
    "not_rtt": "outside the 18-week rules",
    "planned": "on the planned list, where no clock runs",
    "future": "the clock starts after today",
    "reversed": "the clock stops before it starts",
}


@dataclass(frozen=True, slots=True)
class PathwayClocks:
    """One row a pathway, in no order. Days are ordinals, NEVER for "not (yet)"; `treated` says a stop was treatment.

    `service` is the treatment function as stored, `priority` the clinical priority or, without one, the referral's;
    `owner` and `record` say whose pathway it is, `patient` what to call it. `left_out` counts by reason.
    """

    start: Days
    stop: Days
    treated: NDArray[np.bool_]
    first_seen: Days
    decided: Days
    booked: Days
    service: Texts
    priority: Texts
    owner: Texts
    record: Texts
    patient: Texts
    left_out: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.start)

    def of_service(self, service: str) -> PathwayClocks:
        """Those of one treatment function; what was left out is told of the whole list."""
        return self.where(self.service == service)

    def where(self, keep: NDArray[np.bool_] | Days) -> PathwayClocks:
        """Those for which `keep` holds, or those at the places it lists, in that order."""
        columns = {name: getattr(self, name)[keep] for name in COLUMNS}
        return PathwayClocks(**columns, left_out=self.left_out)


DAYS = ("start", "stop", "first_seen", "decided", "booked")
TEXTS = ("service", "priority", "owner", "record", "patient")
COLUMNS = (*DAYS, "treated", *TEXTS)


def read_clocks(clockstart: Clockstart, people: Sequence[Person]) -> PathwayClocks:
    """The clocks of these people's tracking lists; the caller has checked that they may be read."""
    module = clockstart.registry.find_by_store_key(PTL)
    today = clockstart.today.toordinal()
    left_out: Counter[str] = Counter()
    found: list[tuple[Any, ...]] = []
    if module is not None:
        for person in people:
            found.extend(list_lines(rows.list_rows(clockstart, person.uid, module), person.uid, today, left_out))
    return as_columns(found, left_out)


def list_lines(listed: Sequence[Row], uid: str, today: int, left_out: Counter[str]) -> Iterator[tuple[Any, ...]]:
    """One line a usable pathway, in the order of COLUMNS; the others are counted by reason."""
    for row in listed:
        reason = find_reason(row, today)
        if reason:
            left_out[reason] += 1
            continue
        yield (
            day_of(row["start_on"]),
            day_of(row["stop_on"]),
            first_seen(row),
            day_of(row.get("decision_to_admit")),
            day_of(row.get("tci_date")),
            row["stop_code"] in TREATED,
            row["treatment_function"],
            row.get("clinical_priority") or row["priority"],
            uid,
            row["id"],
            row["patient_name"],
        )


def find_reason(row: Row, today: int) -> str:
    """Why a row cannot be counted, or nothing."""
    if row["problems"]:
        return "problems"
    if row["state"] in {"nullified", "no_clock", "not_rtt"}:
        return str(row["state"])
    if row.get("planned") == "yes" or row.get("list_type") == "planned":
        return "planned"
    if row["start_on"] is None:
        return "no_clock"
    if day_of(row["start_on"]) > today:
        return "future"
    return "reversed" if row["stop_on"] and row["stop_on"] < row["start_on"] else ""


def day_of(text: str | None) -> int:
    return date.fromisoformat(text).toordinal() if text else int(NEVER)


def first_seen(row: Row) -> int:
    """The first appointment attended since the clock started."""
    seen = [event["date"] for event in row.get("events") or () if event.get("event") == FIRST_SEEN]
    since = [day for day in seen if day >= row["start_on"]]
    return day_of(min(since)) if since else int(NEVER)


def as_columns(found: Sequence[tuple[Any, ...]], left_out: Mapping[str, int]) -> PathwayClocks:
    columns = list(zip(*found, strict=True)) or [()] * len(COLUMNS)
    made: dict[str, Any] = {}
    for name, values in zip(COLUMNS, columns, strict=True):
        kind: Any = np.int64 if name in DAYS else np.bool_ if name == "treated" else np.str_
        made[name] = np.array(values, dtype=kind)
    return PathwayClocks(**made, left_out=dict(left_out))
