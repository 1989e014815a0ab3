"""Rows kept in this process between requests."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

ROWS_KEPT = 400_000

MadeFrom = tuple[int, tuple[tuple[str, str, int], ...]]
Made = dict[str, tuple[MadeFrom, dict[str, Any]]]


@dataclass(slots=True)
class Kept:
    """One person's rows of one module: the revisions they stand for, and each row with what it was made from."""

    module_rev: int
    everything_rev: int
    rows: list[dict[str, Any]]
    by_id: Made

    @property
    def has_links(self) -> bool:
        """Whether any row hangs on a pathway, whose other records it must follow."""
        return any("on_pathway" in row for row in self.rows)


@dataclass(slots=True)
class RowCache:
    """Rows kept in this process, least recently used dropped first; at most `ROWS_KEPT` in all."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    kept: OrderedDict[tuple[str, str, date], Kept] = field(default_factory=OrderedDict)

    def find(self, key: tuple[str, str, date]) -> Kept | None:
        with self.lock:
            found = self.kept.get(key)
            if found is not None:
                self.kept.move_to_end(key)
            return found

    def put(self, key: tuple[str, str, date], kept: Kept) -> None:
        with self.lock:
            self.kept[key] = kept
            self.kept.move_to_end(key)
            while len(self.kept) > 1 and sum(len(item.rows) for item in self.kept.values()) > ROWS_KEPT:
                self.kept.popitem(last=False)
