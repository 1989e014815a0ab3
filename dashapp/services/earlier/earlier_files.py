"""The earlier platform's files as they are: one JSON file for each module and person (CONTRACTS §5).

The owner is the envelope's `user`, never the file name, which does not lead back to one address. Nothing is guessed: a
file or row that cannot be used says why.
"""

import hashlib
import json
import os
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
from storage.keys import check_plain_name, check_record_id
from storage.links import links_of
from storage.record import NewRecord, write_data
from storage.sealed import check_unsealed
from words.pasted import quote

LONDON = ZoneInfo("Europe/London")
ALIASES: Mapping[str, str] = {"exceptions": "clinical_exceptions", "capacity": "capacity_plans"}
NOBODY = frozenset({"", "unknown", "anonymous", "none", "null"})
TIMES = ("created_at", "updated_at")
LARGEST_FILE = 200 * 1024 * 1024
MOST_DIGITS = 40

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


class NotANumber(str):
    """NaN or Infinity, which JSON does not have, or a number that is far too long, as it was written."""

    __slots__ = ()


class Ownerless(Refused):
    """A file that could be used if it were known who wrote it."""


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """A file that was read: `refused` is why not, for the whole file; `is_object` when it held one bare object; `note`
    is what else there is to say; `is_ownerless` when an owner is all it lacks."""

    path: Path
    digest: str
    module: str = ""
    owner: str = ""
    rows: tuple[Row, ...] = ()
    refused_rows: tuple[RefusedRow, ...] = ()
    is_object: bool = False
    refused: str = ""
    note: str = ""
    is_ownerless: bool = False


Owners = Sequence[tuple[str, str]]


def read_owners(given: Iterable[str]) -> Owners:
    """`FILE_OR_PATTERN=EMAIL` pairs. Raises Refused for anything else."""
    pairs = []
    for text in given:
        pattern, equals, email = text.rpartition("=")
        if not equals or not pattern:
            raise Refused(f"An owner is given as FILE_OR_PATTERN=EMAIL; {quote(text)} is not.")
        pairs.append((pattern, check_email(email)))
    return pairs


def list_files(folder: Path) -> list[Path]:
    """The JSON files of a folder, by name. Raises Refused when there is no such folder."""
    if not folder.is_dir():
        raise Refused(f"There is no folder {folder}.")
    return sorted(path for path in folder.iterdir() if path.suffix.lower() == ".json" and not path.is_dir())


def read_file(path: Path, owners: Owners, known_modules: Iterable[str]) -> EarlierFile:
    """A file, whatever is in it; nothing is raised for what cannot be used."""
    if path.is_symlink():
        return EarlierFile(path, "", refused="is a link to another place, which is not followed")
    try:
        raw = read_bytes(path)
    except OSError as problem:
        return EarlierFile(path, "", refused=f"cannot be read: {problem.strerror}")
    except Refused as problem:
        return EarlierFile(path, "", refused=problem.sentence)
    digest = hashlib.sha256(raw).hexdigest()
    try:
        return read_envelope(path, digest, load_json(raw), owners, known_modules)
    except Refused as problem:
        return EarlierFile(path, digest, refused=problem.sentence, is_ownerless=isinstance(problem, Ownerless))


def read_bytes(path: Path) -> bytes:
    """What a file itself holds, never what a link leads to. Raises OSError, Refused for no file or one too large."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
        if not path.is_file():
            raise Refused("is not a file")
        raw = file.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise Refused(f"is larger than {LARGEST_FILE // 1024**2} MB")
    return raw


def load_json(raw: bytes) -> Any:
    """Raises Refused for what is not UTF-8 JSON, a truncated file for one. What Python writes and the store cannot
    keep (NaN, Infinity, whole numbers of any length) is read as what it is, so that it costs its record and not the
    file; orjson, which is faster, would round a long number without a word."""
    try:
        return json.loads(raw.removeprefix(b"\xef\xbb\xbf"), parse_constant=NotANumber, parse_int=read_whole)
    except (ValueError, RecursionError) as problem:
        raise Refused(f"is not whole JSON: {problem}") from None


def read_whole(digits: str) -> int | NotANumber:
    """A whole number, which the store looks at; one of more digits than it can have is no value."""
    return int(digits) if len(digits) <= MOST_DIGITS else NotANumber(digits)


def read_envelope(path: Path, digest: str, told: Any, owners: Owners, known_modules: Iterable[str]) -> EarlierFile:
    """Module, owner and rows of what a file holds. Raises Refused."""
    envelope = told if isinstance(told, dict) and "data" in told else {"data": told}
    module = find_module(path, envelope, known_modules)
    owner = find_owner(path, envelope, owners)
    data = envelope["data"]
    if isinstance(data, dict):
        check_content(data)
        row = object_row(module, owner, data)
        check_row(module, row)
        return EarlierFile(path, digest, module, owner, (row,), is_object=True)
    if not isinstance(data, list):
        raise Refused("holds neither a list of records nor one record")
    rows, refused = read_rows(module, owner, data)
    return EarlierFile(path, digest, module, owner, rows, refused, note=compare_total(envelope, len(data)))


def compare_total(envelope: Mapping[str, Any], found: int) -> str:
    """What to say when a file holds another number of records than it says."""
    said = envelope.get("total_records")
    return "" if said is None or str(said) == str(found) else f"says {said} records and holds {found:,}"


def check_content(data: Item) -> None:
    """Raises Refused for a record that the store would not take, with NaN in it for one."""
    write_data(data)
    if constant := find_constant(data):
        raise Refused(f"holds {constant}, which is no value")


def check_row(module: str, row: Row) -> None:
    """Raises Refused when an identifier of a record, or of a pathway it names, is too long, and for a record that
    carries what only services write."""
    check_unsealed(module, row.data)
    for identifier in (row.record_id, *links_of(module, row.record_id, row.data)):
        check_record_id(identifier)


def find_constant(value: Any) -> str:
    """The first NaN or Infinity in a value, "" when there is none."""
    if isinstance(value, NotANumber):
        return str(value)
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return next(filter(None, map(find_constant, inside)), "")


def as_new(module: str, row: Row) -> NewRecord:
    """A row as it is stored."""
    links = links_of(module, row.record_id, row.data)
    return NewRecord(row.record_id, row.data, f"earlier:{row.record_id}"[:200], links)


def find_module(path: Path, envelope: Mapping[str, Any], known_modules: Iterable[str]) -> str:
    """The envelope's module; without one, the longest known name the file's name begins with. Raises Refused."""
    said = envelope.get("module")
    if isinstance(said, str) and said.strip():
        return check_plain_name(ALIASES.get(said.strip(), said.strip()))
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
        raise Ownerless(f"has no usable owner ({said or 'none given'}): name one with --owner '{path.name}=EMAIL'")
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
        try:
            row = make_row(module, owner, number, item, times)
        except Refused as problem:
            refused.append(RefusedRow(number, problem.sentence, item))
            continue
        if row.record_id in seen:
            same = "is the same record again" if seen[row.record_id] == row.data else "differs from it"
            refused.append(RefusedRow(number, f"the id {row.record_id} is further up, and this {same}", item))
            continue
        seen[row.record_id] = row.data
        rows.append(row)
    return tuple(rows), tuple(refused)


def make_row(module: str, owner: str, number: int, item: Item, times: dict[str, int]) -> Row:
    """A record of a list; `times` counts those of the same content. Raises Refused for one that cannot be stored."""
    check_content(item)
    tidy = with_zones(item)
    given = tidy.pop("id", None)
    record_id = str(given) if isinstance(given, (str, int)) and str(given).strip() else ""
    if not record_id:
        content = digest_of(module, owner, tidy)
        times[content] = times.get(content, 0) + 1
        record_id = f"{content[:18]}{times[content]}"
    row = Row(number, record_id, tidy)
    check_row(module, row)
    return row


def object_row(module: str, owner: str, data: Item) -> Row:
    """A bare object is one record, kept whole."""
    tidy = with_zones(data)
    given = tidy.get("id")
    record_id = (
        str(given) if isinstance(given, (str, int)) and str(given).strip() else digest_of(module, owner, {})[:18]
    )
    return Row(1, record_id, tidy)


def list_fitting(path: Path, known_modules: Iterable[str], addresses: Iterable[str]) -> tuple[str, ...]:
    """The addresses that a file's name was made from, perhaps: `dna_cases_kim_at_example_org.json`. More than one may
    have made the same name, so none is ever taken for the owner without being asked for."""
    names = {*known_modules, *ALIASES}
    stem = path.stem.casefold()
    return tuple(one for one in addresses if any(stem == f"{name}_{as_in_names(one)}".casefold() for name in names))


def as_in_names(address: str) -> str:
    return address.replace("@", "_at_").replace(".", "_")


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
