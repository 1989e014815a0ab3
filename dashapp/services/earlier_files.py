"""The earlier platform's files as they are: one JSON file for each module and person (CONTRACTS §5).

The owner is the envelope's `user`, never the file name, which does not lead back to one address. Nothing is guessed: a
file or row that cannot be used says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from storage.accounts import check_email
from storage.errors import Refused
from storage.keys import check_module_name

LONDON = ZoneInfo("Europe/London")
ALIASES: Mapping[str, str] = {"exceptions": "clinical_exceptions", "capacity": "capacity_plans"}
NOBODY = frozenset({"", "unknown", "anonymous", "none", "null"})
TIMES = ("created_at", "updated_at")

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a file: its place, the id it will have, and its data without that id."""

    number: int
    record_id: str
    data: Item


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be used, and why."""

    number: int
    reason: str
    item: Any


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """A file that was read: `refused` is why not, for the whole file; `is_object` when it held one bare object."""

    path: Path
    digest: str
    module: str = ""
    owner: str = ""
    rows: tuple[Row, ...] = ()
    refused_rows: tuple[RefusedRow, ...] = ()
    is_object: bool = False
    refused: str = ""


Owners = Sequence[tuple[str, str]]


def read_owners(given: Iterable[str]) -> Owners:
    """`FILE_OR_PATTERN=EMAIL` pairs. Raises Refused for anything else."""
    pairs = []
    for text in given:
        pattern, equals, email = text.rpartition("=")
        if not equals or not pattern:
            raise Refused(f"An owner is given as FILE_OR_PATTERN=EMAIL; {text!r} is not.")
        pairs.append((pattern, check_email(email)))
    return pairs


def list_files(folder: Path) -> list[Path]:
    """The JSON files of a folder, by name. Raises Refused when there is no such folder."""
    if not folder.is_dir():
        raise Refused(f"There is no folder {folder}.")
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".json" and path.is_file())


def read_file(path: Path, owners: Owners, known_modules: Iterable[str]) -> EarlierFile:
    """A file, whatever is in it; nothing is raised for what cannot be used."""
    try:
        raw = path.read_bytes()
    except OSError as problem:
        return EarlierFile(path, "", refused=f"cannot be read: {problem.strerror}")
    digest = hashlib.sha256(raw).hexdigest()
    try:
        return read_envelope(path, digest, load_json(raw), owners, known_modules)
    except Refused as problem:
        return EarlierFile(path, digest, refused=problem.sentence)


def load_json(raw: bytes) -> Any:
    """Raises Refused for what is not UTF-8 JSON, a truncated file for one."""
    try:
        return orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as problem:
        raise Refused(f"is not whole JSON: {problem}") from None


def read_envelope(path: Path, digest: str, told: Any, owners: Owners, known_modules: Iterable[str]) -> EarlierFile:
    """Module, owner and rows of what a file holds. Raises Refused."""
    envelope = told if isinstance(told, dict) and "data" in told else {"data": told}
    module = find_module(path, envelope, known_modules)
    owner = find_owner(path, envelope, owners)
    data = envelope["data"]
    if isinstance(data, dict):
        return EarlierFile(path, digest, module, owner, (object_row(module, owner, data),), is_object=True)
    if not isinstance(data, list):
        raise Refused("holds neither a list of records nor one record")
    rows, refused = read_rows(module, owner, data)
    return EarlierFile(path, digest, module, owner, rows, refused)


def find_module(path: Path, envelope: Mapping[str, Any], known_modules: Iterable[str]) -> str:
    """The envelope's module; without one, the longest known name the file's name begins with. Raises Refused."""
    said = envelope.get("module")
    if isinstance(said, str) and said.strip():
        return check_module_name(ALIASES.get(said.strip(), said.strip()))
    names = sorted({*known_modules, *ALIASES}, key=len, reverse=True)
    found = next((name for name in names if path.stem == name or path.stem.startswith(f"{name}_")), None)
    if found is None:
        raise Refused("does not say which module it belongs to, and its name begins with none that is known")
    return ALIASES.get(found, found)


def find_owner(path: Path, envelope: Mapping[str, Any], owners: Owners) -> str:
    """The envelope's user, else the owner given for this file. Raises Refused when neither is usable."""
    said = str(envelope.get("user") or "").strip()
    if said.lower() not in NOBODY:
        return check_email(said)
    given = next((email for pattern, email in owners if fnmatch(path.name, pattern)), None)
    if given is None:
        raise Refused(f"has no usable owner ({said or 'none given'}): name one with --owner '{path.name}=EMAIL'")
    return given


def read_rows(module: str, owner: str, data: Sequence[Any]) -> tuple[tuple[Row, ...], tuple[RefusedRow, ...]]:
    """The rows of a list. One without an id gets one from its content, so that bringing it in again finds it."""
    rows: list[Row] = []
    refused: list[RefusedRow] = []
    seen: dict[str, Item] = {}
    times: dict[str, int] = {}
    for number, item in enumerate(data, start=1):
        if not isinstance(item, dict):
            refused.append(RefusedRow(number, "is not a record", item))
            continue
        tidy = with_zones(item)
        given = tidy.pop("id", None)
        record_id = str(given) if isinstance(given, (str, int)) and str(given).strip() else ""
        if not record_id:
            content = digest_of(module, owner, tidy)
            times[content] = times.get(content, 0) + 1
            record_id = f"{content[:18]}{times[content]}"
        if record_id in seen:
            same = "is the same record again" if seen[record_id] == tidy else "differs from it"
            refused.append(RefusedRow(number, f"the id {record_id} stands further up, and this {same}", item))
            continue
        seen[record_id] = tidy
        rows.append(Row(number, record_id, tidy))
    return tuple(rows), tuple(refused)


def object_row(module: str, owner: str, data: Item) -> Row:
    """A bare object is one record, kept whole."""
    tidy = with_zones(data)
    given = tidy.get("id")
    record_id = (
        str(given) if isinstance(given, (str, int)) and str(given).strip() else digest_of(module, owner, {})[:18]
    )
    return Row(1, record_id, tidy)


def digest_of(module: str, owner: str, data: Item) -> str:
    content = orjson.dumps([module, owner, data], option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(content).hexdigest()


def with_zones(item: Item) -> Item:
    """A copy in which times of making and changing carry their zone: those without one are Europe/London."""
    return {name: with_zone(value) if name in TIMES else value for name, value in item.items()}


def with_zone(value: Any) -> Any:
    """The moment in UTC; what is not a time stays as it is."""
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return (moment if moment.tzinfo else moment.replace(tzinfo=LONDON)).astimezone(UTC).isoformat()
