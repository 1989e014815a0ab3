"""The table of event kinds: name, label, shape on the ribbon, rank within a day, the books that read it, attributes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from words.code_lists import read_rows


class Shape(StrEnum):
    """How the clock ribbon marks an event."""

    START = "start"
    STOP = "stop"
    ATTENDED = "attended"
    MISSED = "missed"
    OFFER = "offer"
    DECISION = "decision"
    LETTER = "letter"
    NOTE = "note"


class EventKind(NamedTuple):
    """One word of the vocabulary; `rank` orders it within a day, `books` are the rule books that read it."""

    name: str
    label: str
    shape: Shape
    rank: int
    books: frozenset[str]
    attributes: frozenset[str]


COMMON_ATTRIBUTES = frozenset(
    {"rtt_code", "provider", "service", "to", "days", "weeks", "communicated", "discharged_to_gp", "new_pathway"}
    | {"iptamds", "iptamds_code", "local_pas_code"}
)
"""Attributes any event may carry."""


def _read_kind(row: Mapping[str, str]) -> EventKind:
    books, attributes = (frozenset(row[name].split()) for name in ("books", "attributes"))
    return EventKind(
        row["name"], row["label"], Shape(row["shape"]), int(row["rank"]), books, COMMON_ATTRIBUTES | attributes
    )


EVENT_KINDS: Mapping[str, EventKind] = {row["name"]: _read_kind(row) for row in read_rows(__file__, "event_kinds.csv")}
RANK: Mapping[str, int] = {kind.name: kind.rank for kind in EVENT_KINDS.values()}
"""The order of kinds within one day; see the head of this file."""
