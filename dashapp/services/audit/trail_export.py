"""The audit trail as a CSV file, written by the worker: entry by entry, with what changed in each."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.audit.audit_trail import TrailFilters, count_trails, find_scope
from dashapp.services.audit.trail_entries import Reader, find_before_all, is_withheld, list_entry_changes
from dashapp.services.files.packed_file import CSV_MARK, PackedFile
from dashapp.services.jobs.jobs import Watch
from dashapp.services.people import people
from dashapp.web.router import read_query
from storage.merged_trail import MergedTrail, TrailStep

CHUNK = 1_000
COLUMNS = (
    "entry",
    "at",
    "by",
    "whose",
    "act",
    "module",
    "record",
    "from_version",
    "to_version",
    "what_changed",
    "about",
    "request",
)


def write_trail(clockstart: Clockstart, watch: Watch, query: str) -> dict[str, Any]:
    """The export job: what the filters of an address keep, newest first, of the trails that the person whose job it is
    may read now. Says how far it is after every thousand entries; a stop leaves no file."""
    actor = access.get_actor(clockstart, watch.uid)
    filters = TrailFilters.read(read_query(query))
    scope = find_scope(clockstart, actor, filters.person)
    total = count_trails(clockstart, scope)
    file = PackedFile(watch)
    file.add(CSV_MARK)
    file.write([COLUMNS])
    reader = Reader(clockstart, actor, {module.store_key: module for module in access.list_open(clockstart, actor)})
    names: dict[str, str] = {}
    looked = written = 0
    steps = MergedTrail(clockstart.store.client, scope.uids).walk(filters.stretch())
    while chunk := list(islice(steps, CHUNK)):
        kept = [step for step in chunk if filters.keeps(step)]
        unknown = {uid for step in kept for uid in (step.uid, step.entry.actor) if uid} - names.keys()
        names |= dict.fromkeys(unknown, "") | people.name_of_many(clockstart, unknown)
        file.write(make_rows(reader, names, kept))
        looked, written = looked + len(chunk), written + len(kept)
        watch.report(looked, total, f"{looked:,} entries looked through, {written:,} written")
    file.close()
    return {"file": f"audit-trail-{clockstart.today.isoformat()}.csv", "rows": written, "looked": looked}


def make_rows(reader: Reader, names: dict[str, str], steps: Sequence[TrailStep]) -> Iterator[tuple[Any, ...]]:
    """One row an entry; what changed in a module that is closed to the person is left out."""
    befores = find_before_all(reader.clockstart, reader.actor, steps)
    for step, before in zip(steps, befores, strict=True):
        entry = step.entry
        module = reader.open_modules.get(entry.module)
        is_closed = module is None and reader.clockstart.registry.find_by_store_key(entry.module) is not None
        changes = () if is_closed or is_withheld(reader.actor, step) else list_entry_changes(module, entry, before)
        yield (
            entry.id,
            entry.at,
            names.get(entry.actor) or entry.actor,
            names.get(step.uid) or step.uid or "system",
            entry.act,
            entry.module,
            entry.record,
            entry.from_rev or "",
            entry.to_rev or "",
            "; ".join(f"{one.question}: {one.before or '(none)'} → {one.after or '(none)'}" for one in changes),
            "; ".join(f"{name}: {value}" for name, value in (entry.about or {}).items()),
            entry.trace,
        )
