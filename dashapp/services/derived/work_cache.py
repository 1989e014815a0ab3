"""How far people are, kept in this process: one `Work` a person, with the length of the trail it was read at."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

Cells = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Work:
    """One person's modules, in the order of the registry: records, status (a place in `progress.ORDER`), last change
    and when it was handed in (milliseconds since 1970, 0 for never), whether the rules have changed since, and findings
    as (module, code, how many). `trail` is how many entries the audit trail had when it was read."""

    trail: int
    counts: Cells
    status: Cells
    last: Cells
    submitted: Cells
    refresher: Cells
    codes: tuple[tuple[int, str, int], ...]


@dataclass(slots=True)
class WorkCache:
    """The newest `Work` of everybody who was looked at."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: dict[str, Work] = field(default_factory=dict)

    def find_many(self, uids: Iterable[str]) -> dict[str, Work]:
        with self.lock:
            return {uid: self.kept[uid] for uid in uids if uid in self.kept}

    def put_many(self, works: Mapping[str, Work]) -> None:
        with self.lock:
            self.kept.update(works)
