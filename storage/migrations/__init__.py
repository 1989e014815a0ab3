"""The version of the stored data, and the steps from one to the next.

A step is a pure function from the data of a record to its data. It is carried out as an edit of each record, so the
trail says what it changed and can still rebuild everything; done twice, it is stored once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from redis import Redis

from storage import keys
from storage.errors import StorageError, store_errors
from storage.record import Trace
from storage.records import RecordStore

VERSION = 1
MIGRATION = Trace("migration")


@dataclass(frozen=True, slots=True)
class Step:
    """To version `to`: what it does, in words, and how the data of a module's record changes."""

    to: int
    says: str
    change: Callable[[str, dict[str, Any]], dict[str, Any]]


STEPS: tuple[Step, ...] = ()


def find_version(client: Redis) -> int:
    """The version the stored data has; 0 in a store nothing was written to."""
    with store_errors():
        found = cast("str | None", client.get(keys.SCHEMA))
        if found is None:
            return 1 if client.exists(keys.USERS) else 0
    return int(found)


def check_version(client: Redis, version: int = VERSION) -> None:
    """Mark an empty store with this version. Raises StorageError when the data is newer than this program knows, or
    older and not migrated."""
    found = find_version(client)
    if found > version:
        raise StorageError(
            f"The stored data has version {found}; this program knows {version}. Install the newer program again."
        )
    if 0 < found < version:
        raise StorageError(f"The stored data has version {found}, not {version}. Run: flask migrate")
    with store_errors():
        if not client.exists(keys.SCHEMA):  # a full store, which can be read, refuses even a write that changes nothing
            client.set(keys.SCHEMA, version, nx=True)


def migrate(client: Redis, *, now: datetime, steps: Sequence[Step] = STEPS, version: int = VERSION) -> list[str]:
    """Carry out the steps that are due; what was done, in sentences. Can be stopped and started again."""
    found = find_version(client)
    if found > version:
        check_version(client, version)
    said = [carry_out(client, step, now) for step in steps if found < step.to <= version]
    with store_errors():
        client.set(keys.SCHEMA, version)
    return said


def carry_out(client: Redis, step: Step, now: datetime) -> str:
    """One step over every record, removed ones left as they were."""
    records = RecordStore(client)
    changed = 0
    for uid, module in list_modules(client):
        for record in records.list(uid, module):
            data = step.change(module, dict(record.data))
            if data == record.data:
                continue
            records.put(
                uid,
                module,
                record.id,
                data,
                op=f"migration-{step.to}-{keys.digest(record.id)[:32]}",
                seen_rev=record.rev,
                trace=MIGRATION,
                now=now,
                links=None,
                codes=record.codes,
                rules_version=record.rules_version,
                schema=record.schema,
            )
            changed += 1
    with store_errors():
        client.set(keys.SCHEMA, step.to)
    return f"Version {step.to}: {step.says} ({changed:,} records changed)."


def list_modules(client: Redis) -> Iterator[tuple[str, str]]:
    """Every person and module there are records of."""
    with store_errors():
        names = sorted(str(name) for name in client.scan_iter(match="cs:{u:*}:rec:*", count=1000))
    for name in names:
        person, _, module = name.partition("}:rec:")
        if not module.endswith(":removed"):
            yield person.removeprefix("cs:{u:"), keys.check_module_name(module)
