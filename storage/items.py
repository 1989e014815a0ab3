"""Plain items and the records they are: an item's `id` is the record's id, the rest is its data."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from ulid import ULID

from storage.errors import Refused
from storage.record import NewRecord, Record, check_json, write_data

Item = dict[str, Any]
WHAT_CAN_BE_SAVED = "What is saved is a list of objects (dictionaries), or one object."


def new_ulid() -> str:
    """An id nobody else has; those made later sort later."""
    return str(ULID())


def check_items(data: object) -> list[Item]:
    """Copies of the items. Raises Refused unless it is a list of objects made of what JSON has."""
    if not isinstance(data, (list, tuple)) or not all(isinstance(item, Mapping) for item in data):
        raise Refused(WHAT_CAN_BE_SAVED)
    for item in data:
        check_json(item)
    return [dict(item) for item in data]


def has_id(item: Mapping[str, Any]) -> bool:
    """Whether an item says its id; None and "" say none."""
    return item.get("id") not in (None, "")


def record_id_of(item_id: Any) -> str:
    """The record id for an item's id: text as it is, a number as it is written. Refused when it is neither."""
    if isinstance(item_id, bool) or not isinstance(item_id, (str, int, float)):
        raise Refused("An id is text or a number.")
    check_json(item_id)
    return item_id if isinstance(item_id, str) else orjson.dumps(item_id).decode()


def as_new_record(item: Item, op: str, spare_id: str) -> NewRecord:
    """The record of a list's item; `spare_id` is taken when it says no id. An id that is text is not repeated in the
    data, as the pages do not either; a number is, so that it comes back as a number."""
    record_id = record_id_of(item["id"]) if has_id(item) else spare_id
    is_plain = not has_id(item) or item["id"] == record_id
    data = {name: value for name, value in item.items() if not (name == "id" and is_plain)}
    return NewRecord(record_id, data, op, links=None, revive=True)


def as_object_record(item: Item, op: str, spare_id: str) -> NewRecord:
    """The record of a bare object, whose data is all of it: it comes back as it was."""
    record_id = record_id_of(item["id"]) if has_id(item) else spare_id
    return NewRecord(record_id, item, op, links=None, revive=True)


def as_item(record: Record) -> Item:
    """The item a record is in a list: its id and its data."""
    return {"id": record.id, **record.data}


def spare_ids(items: Sequence[Item], stored: Sequence[Record]) -> Iterator[str]:
    """An id for each of the items, for those that say none: that of a stored record with the same data, so that
    saving a list again changes nothing, else a new one."""
    said = {record_id_of(item["id"]) for item in items if has_id(item)}
    known: dict[str, list[str]] = {}
    for record in reversed(stored):
        if record.id not in said:
            known.setdefault(write_data(record.data), []).append(record.id)
    for item in items:
        same = [] if has_id(item) else known.get(write_data(without_id(item)), [])
        yield same.pop() if same else new_ulid()


def without_id(item: Mapping[str, Any]) -> Item:
    return {name: value for name, value in item.items() if name != "id"}
