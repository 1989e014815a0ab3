"""What the audit trail says a person's data must be: to prove that it is so, and to make it so again.

The trail alone is enough to rebuild records, removed records, links, reviews and summary, because every entry holds the
record as it was left.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

import orjson
from redis import Redis

from storage import keys
from storage.audit import ERASED, AuditEntry, AuditStore
from storage.errors import Conflict, store_errors
from storage.lua import Scripts
from storage.record import Record, Trace, read_record
from storage.reviews import ACT as REVIEW
from storage.reviews import marks_of, read_review

SAVES = frozenset({"add", "edit"})
RECORD_ACTS = SAVES | {"remove", "restore"}
FIELDS_AT_ONCE = 200


@dataclass(slots=True)
class ModuleTrail:
    """A module as its trail leaves it: stored texts by record id, and the facts of the summary."""

    live: dict[str, str] = field(default_factory=dict)
    removed: dict[str, str] = field(default_factory=dict)
    newest: dict[str, AuditEntry] = field(default_factory=dict)
    shape: str = "list"
    changes: int = 0
    last_change: str = ""
    last_pos: int = 0
    marks: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Replayed:
    """All modules of a person, the id of the newest entry, and what is wrong in the trail itself."""

    modules: dict[str, ModuleTrail] = field(default_factory=dict)
    reviews: dict[str, str] = field(default_factory=dict)
    newest: str = ""
    problems: list[str] = field(default_factory=list)


def replay(entries: Iterable[AuditEntry]) -> Replayed:
    """Follow a trail from its beginning."""
    replayed = Replayed()
    for entry in entries:
        replayed.newest = entry.id
        if entry.act in RECORD_ACTS or entry.act == "replace":
            follow(replayed, entry)
        elif entry.act == REVIEW and entry.after_text:
            follow_review(replayed, entry)
        elif entry.act == ERASED:
            follow_erased(replayed, entry)
    return replayed


def follow_erased(replayed: Replayed, entry: AuditEntry) -> None:
    """An entry that was taken out still counts as a change of its module, and its place stays taken."""
    module = replayed.modules.setdefault(entry.module, ModuleTrail())
    module.changes += 1
    module.last_change = entry.at
    module.last_pos = max(module.last_pos, int((entry.about or {}).get("pos", "0")))


def follow_review(replayed: Replayed, entry: AuditEntry) -> None:
    """Take one version of a review into account, and what it marks in the summary."""
    review = read_review(entry.after_text)
    replayed.reviews[review.id] = sealed(entry)
    marks = replayed.modules.setdefault(entry.module, ModuleTrail()).marks
    marks |= marks_of(review.kind, review.record, review.state, review.verdict, entry.at)


def sealed(entry: AuditEntry) -> str:
    """The stored text an entry left behind."""
    return f'{entry.after_text[:-1]},"audit":"{entry.id}"}}'


def follow(replayed: Replayed, entry: AuditEntry) -> None:
    """Take one change of a module into account."""
    module = replayed.modules.setdefault(entry.module, ModuleTrail())
    module.changes += 1
    module.last_change = entry.at
    shape = (entry.about or {}).get("shape")
    if shape or entry.act == "add":
        module.shape = shape or "list"
    if entry.act == "replace":
        return
    replayed.problems += chain_problems(module.newest.get(entry.record), entry)
    module.newest[entry.record] = entry
    here, there = (module.removed, module.live) if entry.act == "remove" else (module.live, module.removed)
    there.pop(entry.record, None)
    here[entry.record] = sealed(entry)
    after = read_record(entry.module, entry.after_text)
    module.last_pos = max(module.last_pos, after.pos)
    if entry.act in SAVES and after.rules_version:
        module.marks["rules"] = after.rules_version


def chain_problems(before: AuditEntry | None, entry: AuditEntry) -> Iterator[str]:
    """What does not fit between two entries about the same record."""
    if entry.before != (before.id if before else ""):
        yield f"Entry {entry.id} of {entry.module}/{entry.record} does not follow the entry before it."
    if entry.from_rev != (before.to_rev if before else 0) or entry.to_rev != entry.from_rev + 1:
        yield f"Entry {entry.id} of {entry.module}/{entry.record} skips a revision."


def find_differences(client: Redis, uid: str) -> list[str]:
    """Sentences on everything in which records, removed records, links and summary of a person do not agree with
    the audit trail; an empty list is the proof that they do."""
    replayed = replay(AuditStore(client).walk(uid))
    wanted = dict(wanted_keys(uid, replayed))
    found = {name: read_key(client, name) for name in {*wanted, *derived_keys(client, uid)}}
    differing = [name for name in sorted(found) if found[name] != wanted.get(name, {})]
    return replayed.problems + [
        sentence for name in differing for sentence in describe(name, wanted.get(name, {}), found[name])
    ]


def rebuild_user(client: Redis, uid: str, *, trace: Trace, now: datetime) -> int:
    """Make a person's records, removed records, links and summary anew from the trail, in one step; the number of
    records. Raises Conflict when something was entered meanwhile (nothing is changed then: try again)."""
    audit = AuditStore(client)
    replayed = replay(audit.walk(uid))
    commands = [["DEL", name] for name in derived_keys(client, uid)]
    for name, fields in wanted_keys(uid, replayed):
        commands += write_commands(name, fields)
    done = Scripts(client).run(
        "rebuild", [keys.audit(uid)], [replayed.newest, *(orjson.dumps(words).decode() for words in commands)]
    )
    if not done:
        raise Conflict(sentence="Something was changed while the data was being rebuilt. Nothing was; try again.")
    audit.enter(uid, "rebuild", trace=trace, now=now)
    return sum(len(module.live) for module in replayed.modules.values())


def wanted_keys(uid: str, replayed: Replayed) -> Iterator[tuple[str, dict[str, str]]]:
    """Every key the trail leads to, with its fields; the members of a set are fields without a value."""
    links: dict[str, dict[str, str]] = {}
    summaries: dict[str, dict[str, str]] = {keys.summary(uid): {}}
    for name, module in replayed.modules.items():
        live = [read_record(name, text) for text in module.live.values()]
        summary = summaries.setdefault(keys.summary(uid, keys.copy_in(name)), {})
        summary |= {f"{name}:{what}": value for what, value in summary_fields(module, live)}
        for record in live:
            for pathway in record.links:
                links.setdefault(keys.links(uid, pathway), {})[f"{name}/{record.id}"] = ""
        yield keys.records(uid, name), module.live
        yield keys.removed(uid, name), module.removed
    yield from summaries.items()
    yield keys.reviews(uid), replayed.reviews
    yield from links.items()


def summary_fields(module: ModuleTrail, live: Iterable[Record]) -> Iterator[tuple[str, str]]:
    """The fields of the summary hash for one module, without the module's name."""
    yield from ((name, value) for name, value in module.marks.items() if value)
    if not module.changes:
        return
    yield "count", str(len(module.live))
    yield "rev", str(module.changes)
    yield "last", module.last_change
    if module.last_pos:
        yield "pos", str(module.last_pos)
    if module.shape != "list":
        yield "shape", module.shape
    for code, count in Counter(code for record in live for code in record.codes).items():
        yield f"code:{code}", str(count)


def derived_keys(client: Redis, uid: str) -> set[str]:
    """The keys of a person that follow from the trail and are stored now."""
    patterns = (keys.person(uid, "rec:*"), keys.person(uid, "links:*"), keys.summary(uid, f"{keys.COPY}*"))
    with store_errors():
        found = {str(name) for pattern in patterns for name in client.scan_iter(match=pattern, count=1000)}
    return {keys.summary(uid), keys.reviews(uid), *found}


def read_key(client: Redis, name: str) -> dict[str, str]:
    """A hash as it is, a set as fields without a value; empty when there is no such key."""
    with store_errors():
        if ":links:" in name:
            return dict.fromkeys(cast("set[str]", client.smembers(name)), "")
        return cast("dict[str, str]", client.hgetall(name))


def write_commands(name: str, fields: dict[str, str]) -> Iterator[list[str]]:
    """The commands that make a key, a few hundred fields at a time."""
    items = list(fields.items())
    for start in range(0, len(items), FIELDS_AT_ONCE):
        some = items[start : start + FIELDS_AT_ONCE]
        if ":links:" in name:
            yield ["SADD", name, *(member for member, _ in some)]
        else:
            yield ["HSET", name, *(word for item in some for word in item)]


def describe(name: str, wanted: dict[str, str], found: dict[str, str]) -> Iterator[str]:
    """What differs in one key, a sentence each."""
    for place in sorted({*wanted, *found}):
        if place not in found:
            yield f"{name} lacks {place}, which the audit trail has."
        elif place not in wanted:
            yield f"{name} has {place}, which the audit trail does not have."
        elif wanted[place] != found[place]:
            yield f"{name} differs from the audit trail in {place}."
