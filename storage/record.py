"""What a stored record is, and its text: the JSON envelope of DESIGN §3."""

import math
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from secrets import token_bytes
from typing import Any

import orjson

from storage.errors import Refused

LARGEST_RECORD = 8_000_000
DEEPEST = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WHOLE_NUMBERS = range(-(2**63), 2**64)


@dataclass(frozen=True, slots=True)
class Record:
    """One record. `pos` is its place in the list, `rev` counts its changes from 1, `op` is the operation that made
    this revision, `codes` are the findings that do not depend on today, `links` the pathways it belongs to, `audit`
    the id of its newest audit entry. Times are ISO 8601 in UTC."""

    id: str
    module: str
    pos: int
    rev: int
    op: str
    schema: int
    created_at: str
    updated_at: str
    by: str
    codes: tuple[str, ...]
    rules_version: str
    data: dict[str, Any]
    links: tuple[str, ...] = ()
    audit: str = ""


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to be written. `seen_rev` is the revision it was made from (None or 0: it is new); `links` None keeps
    those it has; `revive` lets it take the place of a removed record with the same id; `created_at` (ISO, UTC) is for
    records that were made before they came here."""

    id: str
    data: Mapping[str, Any]
    op: str
    links: Sequence[str] | None = ()
    codes: Sequence[str] = ()
    rules_version: str = ""
    schema: int = 1
    seen_rev: int | None = None
    revive: bool = False
    created_at: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store confirmed; `replayed` when this operation had been carried out before."""

    record: Record
    replayed: bool


@dataclass(frozen=True, slots=True)
class Trace:
    """Who does it, for the audit entry: the actor's uid, the id of the request, its address."""

    actor: str
    trace: str = ""
    ip: str = ""


@dataclass(frozen=True, slots=True)
class ModuleSummary:
    """A module of one person at a glance; `rev` grows with every change, `codes` counts findings by code, `rules` is
    the version of the rule books at the last save. `submitted` is when the work was handed in, `reviewed` when feedback
    on the whole of it was last released, with `grade`; empty before that. Times are ISO 8601 in UTC."""

    count: int = 0
    rev: int = 0
    last_change: str = ""
    codes: dict[str, int] = field(default_factory=dict)
    shape: str = "list"
    rules: str = ""
    submitted: str = ""
    reviewed: str = ""
    grade: str = ""


def read_record(module: str, text: str) -> Record:
    """The record a stored text holds."""
    told = orjson.loads(text)
    return Record(
        told["id"],
        module,
        told["pos"],
        told["rev"],
        told["op"],
        told["schema"],
        told["created_at"],
        told["updated_at"],
        told["by"],
        tuple(told["codes"]),
        told["rules_version"],
        told["data"],
        tuple(told["links"]),
        told.get("audit", ""),
    )


def write_data(data: Mapping[str, Any]) -> str:
    """The JSON text of a record's data. Raises Refused for what JSON cannot say exactly."""
    check_json(data)
    try:
        text = orjson.dumps(data).decode()
    except (TypeError, UnicodeEncodeError) as problem:
        raise Refused(f"This cannot be stored as JSON: {problem}.") from problem
    if len(text) > LARGEST_RECORD:
        raise Refused(f"This is too long to store: {len(text):,} characters; the limit is {LARGEST_RECORD:,}.")
    return text


def check_json(value: object, depth: int = 0) -> None:
    """Raises Refused unless the value is made of what JSON has: objects with text keys, lists, text, numbers, true,
    false and null; so that reading gives back exactly what was written."""
    if value is None or isinstance(value, (str, bool)):
        return
    if depth > DEEPEST:
        raise Refused(f"This is nested more than {DEEPEST} levels deep.")
    if isinstance(value, int):
        check_number(value in WHOLE_NUMBERS)
    elif isinstance(value, float):
        check_number(math.isfinite(value))
    elif isinstance(value, list):
        for item in value:
            check_json(item, depth + 1)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise Refused(f"Names must be text; “{key}” is not.")
            check_json(item, depth + 1)
    else:
        raise Refused(f"A {type(value).__name__} cannot be stored as JSON.")


def check_number(fits: bool) -> None:
    if not fits:
        raise Refused("A number must be finite and, when whole, fit in 64 bits.")


def utc_text(moment: datetime) -> str:
    """ISO 8601 in UTC with milliseconds. Raises ValueError for a time without a zone."""
    if moment.tzinfo is None:
        raise ValueError("A stored time needs its zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")


def new_salt() -> str:
    """What is hashed together with an audit entry when it is proved: 16 random bytes, in base64."""
    return b64encode(token_bytes(16)).decode()


def milliseconds(moment: datetime) -> int:
    """Since 1970, as the ids of audit entries count them; the same moment as `utc_text` writes."""
    return (moment - EPOCH) // timedelta(milliseconds=1)
