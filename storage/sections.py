"""A person's keys as lines of plain JSON, and back: the part of a backup that knows Redis types."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import orjson
from redis import Redis

from storage import keys
from storage.errors import Refused, store_errors

SYSTEM = ""
AT_ONCE = 500
PASSING = (
    ":sessions",
    ":rows:",
    ":clocks",
    ":mastery",
    ":jobs",
    ":job:",
    "cs:limit:",
    "cs:invite:",
    "cs:history",
    "cs:notices",
    "cs:demo:",
)
Line = dict[str, Any]


def list_sections(client: Redis) -> dict[str, set[str]]:
    """Every key of the store, by the uid it belongs to ("" = to nobody)."""
    sections: dict[str, set[str]] = {SYSTEM: set()}
    with store_errors():
        for name in client.scan_iter(match=f"{keys.NAMESPACE}*", count=1000):
            sections.setdefault(uid_of(str(name)), set()).add(str(name))
    return sections


def uid_of(name: str) -> str:
    """The uid in a key; "" when it is no person's."""
    return name.partition("{u:")[2].partition("}")[0]


def is_kept(name: str) -> bool:
    """Whether a key belongs in a backup: not what passes by itself or must not come back."""
    own = name.partition("}")[2] or name
    return not own.startswith(PASSING)


def read_section(client: Redis, uid: str, names: set[str]) -> list[Line]:
    """The lines of these keys, of a person in one moment. A key that came into being since they were listed is
    noticed, because summary and records name it, and everything is read again."""
    while True:
        lines = list(read_lines(client, uid, sorted(filter(is_kept, names))))
        missed = set(named_in(uid, lines)) - names if uid else set()
        if not missed:
            return lines
        names = names | missed


def read_lines(client: Redis, uid: str, names: list[str]) -> Iterator[Line]:
    """One or more lines for each key that exists."""
    if not names:
        return
    with store_errors():
        asking = client.pipeline(transaction=False)
        for name in names:
            asking.type(name)
        found = [(name, kind) for name, kind in zip(names, asking.execute(), strict=True) if kind != "none"]
        reading = client.pipeline(transaction=bool(uid))
        for name, kind in found:
            ask_for(reading, name, kind)
        values = reading.execute() if found else []
    for (name, kind), value in zip(found, values, strict=True):
        for part in parts_of(kind, value):
            yield {"key": own_name(uid, name), "type": kind, "value": part}


def ask_for(pipe: Any, name: str, kind: str) -> None:
    """Queue the reading of a whole key."""
    commands: dict[str, Callable[[], Any]] = {
        "string": lambda: pipe.get(name),
        "hash": lambda: pipe.hgetall(name),
        "set": lambda: pipe.smembers(name),
        "zset": lambda: pipe.zrange(name, 0, -1, withscores=True),
        "stream": lambda: pipe.xrange(name),
    }
    commands[kind]()


def parts_of(kind: str, value: Any) -> Iterator[Any]:
    """A value in one fixed order, in parts of at most 500 members."""
    if kind == "string":
        yield value
        return
    members = list_members(kind, value)
    for start in range(0, len(members), AT_ONCE):
        some = members[start : start + AT_ONCE]
        yield dict(some) if kind == "hash" else [list(one) if isinstance(one, tuple) else one for one in some]


def list_members(kind: str, value: Any) -> list[Any]:
    """The members of a value in one fixed order. A cluster's transaction gives a stream's fields as one flat list."""
    if kind == "stream":
        return [(entry, fields if isinstance(fields, dict) else in_pairs(fields)) for entry, fields in value]
    return list(value) if kind == "zset" else sorted(value.items() if kind == "hash" else value)


def in_pairs(flat: Sequence[str]) -> dict[str, str]:
    return dict(zip(flat[::2], flat[1::2], strict=True))


def write_line(client: Redis, uid: str, line: Line) -> None:
    """Put what a line holds into its key. Raises Refused for a type that is not known."""
    name, value = full_name(uid, line["key"]), line["value"]
    pipe = client.pipeline(transaction=False)
    commands: dict[str, Callable[[], Any]] = {
        "string": lambda: pipe.set(name, value),
        "hash": lambda: pipe.hset(name, mapping=value),
        "set": lambda: pipe.sadd(name, *value),
        "zset": lambda: pipe.zadd(name, dict(value)),
        "stream": lambda: [pipe.xadd(name, fields, id=entry) for entry, fields in value],
    }
    if line["type"] not in commands:
        raise Refused(f"This backup holds a kind of value that is not known: {line['type']}.")
    commands[line["type"]]()
    with store_errors():
        pipe.execute()


def named_in(uid: str, lines: Iterable[Line]) -> Iterator[str]:
    """The keys that summary and records speak of."""
    for line in lines:
        if line["key"].startswith("summary"):
            for module in {place.split(":", 1)[0] for place in line["value"]}:
                yield from (keys.records(uid, module), keys.removed(uid, module))
        elif line["key"].startswith("rec:") and not line["key"].endswith(":removed"):
            for text in line["value"].values():
                yield from (keys.links(uid, pathway) for pathway in orjson.loads(text)["links"])


def own_name(uid: str, name: str) -> str:
    """A key without the part that says whose it is."""
    return name.removeprefix(keys.person(uid, "")) if uid else name


def full_name(uid: str, own: str) -> str:
    """The key again. Refused when a line without a person names a key outside the namespace, or of a person."""
    if uid:
        return keys.person(uid, own)
    if not own.startswith(keys.NAMESPACE) or uid_of(own):
        raise Refused(f"This backup names a key that is not ours: {own}.")
    return own


def remove_keys(client: Redis, names: Iterable[str]) -> int:
    """Remove these keys; how many there were."""
    removed = 0
    with store_errors():
        for name in names:
            removed += client.unlink(name)
    return removed
