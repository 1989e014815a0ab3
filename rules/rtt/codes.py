"""The 17 RTT status codes (DSCN 18/2006; PRN01045 v5.0 Annex D)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from words.code_lists import read_rows

from .book import BOOK


class Effect(StrEnum):
    """What an event with this code does to the clock."""

    RUNNING = "running"
    NEW_PERIOD = "new period"
    NEW_PATHWAY = "new pathway"
    STOPS = "stops"
    NULLIFIES = "stops and nullifies"
    OUTSIDE = "not in a period"
    UNKNOWN = "unknown"


class StatusCode(NamedTuple):
    """One status code: what it means and what the *event* that carries it does."""

    code: str
    meaning: str
    effect: Effect
    says: str


_CODES = [
    StatusCode(row["code"], row["meaning"], Effect(row["effect"]), row["says"])
    for row in read_rows(__file__, "status_codes.csv")
]
STATUS_CODES: Mapping[str, StatusCode] = {code.code: code for code in _CODES}
STOP_CODES = frozenset(code.code for code in _CODES if code.effect in {Effect.STOPS, Effect.NULLIFIES})
MONITORING_CODES = frozenset({"31", "32"})
RUNNING_CODES = frozenset({"10", "20", "21"})


BOOK.tabulate(
    "status-codes",
    "The 17 RTT status codes",
    ("Code", "Meaning", "An activity with this code", "Effect"),
    ((code.code, code.meaning, code.says, code.effect.value) for code in _CODES),
    "PRN01045 v5.0 Annex D (DSCN 18/2006)",
)


def read_code(value: object) -> str:
    """A status code as text, from "30", 30 or " 30 "; not checked against the table."""
    return value if isinstance(value, str) and len(value) == 2 else str(value).strip()
