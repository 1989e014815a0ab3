"""Plain lists and dictionaries of one person, by module name (CONTRACTS §4).

They act for the person of the current request, or inside `with acting_as("user@example.com"):`; with neither they
raise NoOwner. What is written here and what the pages write are the same records: an item is the data of a record, its
`id` the record's id. A read that fails raises; it never looks like an empty list.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from storage import keys
from storage.current import current_store, use_store, using_store
from storage.errors import Conflict, Refused
from storage.items import as_item, as_new_record, as_object_record, check_items, new_ulid, record_id_of, spare_ids
from storage.links import links_of
from storage.owner import acting_as, current_owner
from storage.record import NewRecord, Record, Trace
from storage.records import RecordStore
from storage.sealed import keep_sealed

__all__ = [
    "acting_as",
    "append_user_data",
    "delete_user_data_item",
    "get_all_user_modules",
    "load_cancellations",
    "load_cancer_patients",
    "load_capacity_plans",
    "load_clinical_exceptions",
    "load_dna_cases",
    "load_mdt_coordination",
    "load_patient_choice",
    "load_transfers",
    "load_user_data",
    "save_cancellations",
    "save_cancer_patients",
    "save_capacity_plans",
    "save_clinical_exceptions",
    "save_dna_cases",
    "save_mdt_coordination",
    "save_patient_choice",
    "save_transfers",
    "save_user_data",
    "update_user_data_item",
    "use_store",
    "using_store",
]

Data = Sequence[Mapping[str, Any]] | Mapping[str, Any]
TRIES = 50


def save_user_data(module_name: str, data: Data) -> None:
    """Make the module hold exactly this: a list of objects (at most 20,000), or one bare object.

    One atomic step. Items whose `id` stays keep revision and history. Raises Refused, with nothing written, for
    duplicate ids, names that are not text, values that are not JSON, and fields that only services write.
    """
    keys.check_plain_name(module_name)
    uid, records, op = current_owner(), current_records(), new_ulid()
    is_object = isinstance(data, Mapping)
    items = check_items([data] if is_object else data)
    stored = records.list(uid, module_name)
    if is_object:
        found = [as_object_record(items[0], op, stored[0].id if len(stored) == 1 else new_ulid())]
    else:
        found = [as_new_record(item, op, spare) for item, spare in zip(items, spare_ids(items, stored), strict=True)]
    known = {record.id: record.data for record in stored}
    new = [as_stored(module_name, record, known.get(record.id)) for record in found]
    shape = "object" if is_object else "list"
    records.replace_all(uid, module_name, new, op=op, trace=Trace(uid), now=datetime.now(UTC), shape=shape)


def load_user_data(module_name: str, default: Any = None) -> Any:
    """What was saved, in order, each item with an `id`; a bare object as an object. With nothing ever stored,
    `default`, or `[]`."""
    uid, records = current_owner(), current_records()
    found = records.list(uid, module_name)
    summary = records.summary(uid).get(module_name)
    if summary is None:
        return [] if default is None else default
    if summary.shape == "object" and len(found) == 1:
        return found[0].data
    return [as_item(record) for record in found]


def append_user_data(module_name: str, item: Mapping[str, Any]) -> Any:
    """Add an item at the end and return its id (a new one where it says none). Appends at the same moment all stay.
    Raises Refused when an item with this id is there already."""
    keys.check_plain_name(module_name)
    uid = current_owner()
    new = as_stored(module_name, as_new_record(check_items([item])[0], new_ulid(), new_ulid()), None)
    trace, now = Trace(uid), datetime.now(UTC)
    try:
        current_records().append(
            uid, module_name, new.id, new.data, op=new.op, trace=trace, now=now, links=new.links or ()
        )
    except Conflict as problem:
        raise Refused(f"There is an item with the id {new.id} already.") from problem
    return new.data.get("id", new.id)


def update_user_data_item(
    module_name: str, item_id: Any, updated_item: Mapping[str, Any], id_field: str = "id"
) -> bool:
    """Put `updated_item` in the place of the first item whose `id_field` is `item_id`; whether there was one. It keeps
    its id: Refused when `updated_item` says another. An edit that comes in between is followed, not lost: it stands
    in the history."""
    keys.check_plain_name(module_name)
    uid, records = current_owner(), current_records()
    checked = check_items([updated_item])[0]
    for _ in range(TRIES):
        found = find_records(records, uid, module_name, item_id, id_field)
        if not found:
            return False
        new = as_stored(module_name, as_replacement(checked, found[0]), found[0].data)
        trace, now = Trace(uid), datetime.now(UTC)
        try:
            records.put(
                uid,
                module_name,
                new.id,
                new.data,
                op=new.op,
                seen_rev=new.seen_rev,
                trace=trace,
                now=now,
                links=new.links,
            )
        except Conflict:
            continue
        return True
    raise Conflict(checked)


def delete_user_data_item(module_name: str, item_id: Any, id_field: str = "id") -> bool:
    """Remove every item whose `id_field` is `item_id` (they can be restored); whether there was one."""
    keys.check_plain_name(module_name)
    uid, records = current_owner(), current_records()
    trace, now = Trace(uid), datetime.now(UTC)
    was_there = False
    for record in find_records(records, uid, module_name, item_id, id_field):
        try:
            records.remove(uid, module_name, record.id, op=new_ulid(), seen_rev=None, trace=trace, now=now)
        except Conflict:  # somebody else has just removed it
            continue
        was_there = True
    return was_there


def get_all_user_modules() -> list[str]:
    """The names of the modules this person has stored anything in, sorted."""
    return sorted(current_records().modules(current_owner()))


def current_records() -> RecordStore:
    return current_store().records


def find_records(records: RecordStore, uid: str, module: str, item_id: Any, id_field: str) -> list[Record]:
    """The records whose item has `item_id` in `id_field`."""
    if id_field == "id":
        record = records.find(uid, module, keys.check_record_id(record_id_of(item_id)))
        return [record] if record else []
    return [record for record in records.list(uid, module) if record.data.get(id_field) == item_id]


def as_stored(module: str, record: NewRecord, before: Mapping[str, Any] | None) -> NewRecord:
    """The record on the pathways its data names, as the pages store it, and sealed as it was. Raises Refused."""
    data = keep_sealed(module, record.data, before)
    return replace(record, data=data, links=links_of(module, record.id, data))


def as_replacement(item: dict[str, Any], record: Record) -> NewRecord:
    """The next revision of a record from an updated item; Refused when the item says another id."""
    kept = {"id": record.data["id"]} if "id" in record.data else {}
    new = as_new_record(kept | item, new_ulid(), record.id)
    if new.id != record.id:
        raise Refused(f"An item keeps its id: {record.id} cannot become {new.id}.")
    return NewRecord(record.id, {**kept, **new.data}, new.op, links=None, seen_rev=record.rev)


def pair_of(module_name: str) -> tuple[Callable[[Data], None], Callable[[], Any]]:
    """`save_…` and `load_…` of one module."""
    return partial(save_user_data, module_name), partial(load_user_data, module_name)


save_cancer_patients, load_cancer_patients = pair_of("cancer_patients")
save_dna_cases, load_dna_cases = pair_of("dna_cases")
save_cancellations, load_cancellations = pair_of("cancellations")
save_patient_choice, load_patient_choice = pair_of("patient_choice")
save_transfers, load_transfers = pair_of("transfers")
save_clinical_exceptions, load_clinical_exceptions = pair_of("clinical_exceptions")
save_capacity_plans, load_capacity_plans = pair_of("capacity_plans")
save_mdt_coordination, load_mdt_coordination = pair_of("mdt_coordination")
