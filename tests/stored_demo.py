"""A store as an earlier program left it (data/demo_store.jsonl.gz, by make_demo_store.py), and the app over it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from redis import Redis

from dashapp.context import EXTENSION, PracticeClock
from dashapp.settings import load_settings
from storage import Store, open_store
from tests.cast import make_app, sign_in
from tests.whole_site import Visitor, WholeSite

FILE = Path(__file__).parent / "data" / "demo_store.jsonl.gz"
PASSWORD = "a-demo-password-for-tests"
LEARNER, MANAGER, ADMIN = "learner@example.com", "manager@example.com", "admin@example.com"
Line = Mapping[str, Any]


@cache
def read_lines() -> tuple[Line, ...]:
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        return tuple(map(json.loads, file))


def lines_with(name: str) -> list[Line]:
    """`key`: what was stored; `boxes`: what a form showed; `rows`: what a file held."""
    return [line for line in read_lines() if name in line]


@dataclass
class StoredDemo(WholeSite):
    """The app over that store, on the day it was made; there is no cast of the access tests in it."""

    @property
    def store(self) -> Store:
        return self.clockstart.store

    def visitor_of(self, email: str) -> Visitor:
        visitor = self.visitor()
        visitor.token = sign_in(visitor.client, email, PASSWORD)
        return visitor


def open_demo(client: Redis, folder: Path) -> StoredDemo:
    client.flushall()
    for line in lines_with("key"):
        WRITE[line["type"]](client, line["key"], line["value"])
    first = read_lines()[0]
    plain = {"CLOCKSTART_DATA_DIR": str(folder), "CLOCKSTART_TODAY": first["today"], "CLOCKSTART_SECOND_FACTOR": "0"}
    settings = load_settings(plain)
    app = make_app(settings, open_store(client), PracticeClock(settings.today, lambda: made_at(first["now"])))
    return StoredDemo(app, app.server.extensions[EXTENSION], None)  # type: ignore[arg-type]


def made_at(text: str) -> datetime:
    return datetime.fromisoformat(text)


WRITE: Mapping[str, Callable[[Redis, str, Any], Any]] = {
    "string": lambda client, name, value: client.set(name, value),
    "hash": lambda client, name, value: client.hset(name, mapping=value),
    "set": lambda client, name, value: client.sadd(name, *value),
    "zset": lambda client, name, value: client.zadd(name, dict(value)),
    "list": lambda client, name, value: client.rpush(name, *value),
    "stream": lambda client, name, value: [client.xadd(name, fields, id=entry) for entry, fields in value],
}
READ: Mapping[str, Callable[[Redis, str], Any]] = {
    "string": lambda client, name: client.get(name),
    "hash": lambda client, name: client.hgetall(name),
    "set": lambda client, name: sorted(client.smembers(name)),
    "zset": lambda client, name: [list(pair) for pair in client.zrange(name, 0, -1, withscores=True)],
    "list": lambda client, name: client.lrange(name, 0, -1),
    "stream": lambda client, name: [list(entry) for entry in client.xrange(name)],
}


def list_changed(client: Redis, is_worked_out: Callable[[str], bool]) -> Iterator[str]:
    """The keys that are new, gone or not as they were stored, except what is worked out. A trail may have grown."""
    before = {line["key"]: line for line in lines_with("key")}
    for name in {*before, *map(str, client.scan_iter(count=1000))}:
        if not is_worked_out(name) and not (name in before and is_as_before(client, before[name])):
            yield name


def is_as_before(client: Redis, line: Line) -> bool:
    name, kind, value = line["key"], line["type"], line["value"]
    if client.type(name) != kind:
        return False
    now = READ[kind](client, name)
    return bool((now[: len(value)] if kind == "stream" else now) == value)
