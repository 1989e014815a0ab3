"""The whole app with the people of every access test, for tests that need no browser."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fakeredis
from dash import Dash
from flask.testing import FlaskClient
from redis import Redis
from werkzeug.test import TestResponse

from dashapp.context import EXTENSION, Clockstart, PracticeClock
from dashapp.settings import load_settings
from dashapp.ui import ids
from server.cli import add_commands
from storage import open_store
from tests.cast import Cast, empty, make_app, make_cast, sign_in
from tests.running_app import TODAY

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
CALLBACK = "/_dash-update-component"


@dataclass
class Visitor:
    """One browser: a Flask client and, once signed in, its CSRF token."""

    site: WholeSite
    client: FlaskClient
    token: str = ""

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, headers={"Accept": "text/html"})

    def call(self, output: str, values: Mapping[str, Any] | None = None) -> TestResponse:
        """POST a callback, every input and state of it, with `values` by `id.property` and None for the others."""
        declared = self.site.app.callback_map[output]
        given = values or {}
        inputs = [fill_slot(slot, given) for slot in declared["inputs"]]
        body = {
            "output": output,
            "outputs": name_outputs(output),
            "inputs": inputs,
            "state": [fill_slot(slot, given) for slot in declared["state"]],
            "changedPropIds": [name_slot(slot) for slot in inputs[:1] if isinstance(slot, dict)],
        }
        return self.client.post(CALLBACK, json=body, headers={"X-CSRFToken": self.token})

    def open_page(self, path: str, query: str = "") -> TestResponse:
        """What the address callback answers for a path."""
        output = next(name for name in self.site.app.callback_map if name.startswith(f"..{ids.PAGE}.children"))
        return self.call(output, {f"{ids.ADDRESS}.pathname": path, f"{ids.ADDRESS}.search": query})


def fill_slot(slot: Mapping[str, str], values: Mapping[str, Any]) -> Any:
    """One input as the renderer sends it; a pattern is a list, empty where nothing on the page is of it."""
    if slot["id"].startswith("{") and '["ALL"]' in slot["id"]:
        return values.get(f"{slot['id']}.{slot['property']}", [])
    name = f"{slot['id']}.{slot['property']}"
    return {"id": read_id(slot["id"]), "property": slot["property"], "value": values.get(name)}


def name_slot(slot: Mapping[str, Any]) -> str:
    """An input as the renderer names it among what has changed."""
    identifier = slot["id"]
    text = identifier if isinstance(identifier, str) else json.dumps(identifier, sort_keys=True, separators=(",", ":"))
    return f"{text}.{slot['property']}"


def name_outputs(output: str) -> Any:
    """The `outputs` of a callback's body, from the name it is registered under."""
    several = output.startswith("..")
    names = output.strip(".").split("...") if several else [output]
    found = []
    for name in names:
        identifier, _, prop = name.rpartition(".")
        found.append([] if '["ALL"]' in identifier else {"id": read_id(identifier), "property": prop.split("@")[0]})
    return found if several else found[0]


def read_id(identifier: str) -> Any:
    """A pattern's id as an object with something in place of its wildcard."""
    if not identifier.startswith("{"):
        return identifier
    return {key: "any" if value == ["MATCH"] else value for key, value in json.loads(identifier).items()}


@dataclass
class WholeSite:
    app: Dash
    clockstart: Clockstart
    cast: Cast

    def visitor(self) -> Visitor:
        """A browser that nobody is signed in from."""
        return Visitor(self, self.app.server.test_client())

    def signed_in(self, role: str) -> Visitor:
        """Alice the learner, Bob the manager or Ada the admin, signed in."""
        person = {"learner": self.cast.alice, "manager": self.cast.bob, "admin": self.cast.ada}[role]
        visitor = self.visitor()
        visitor.token = sign_in(visitor.client, person)
        return visitor

    def empty(self) -> None:
        """Nothing is stored but the people, who are new."""
        empty(self.clockstart)
        self.cast = make_cast(self.clockstart.store)

    def list_server_callbacks(self) -> Iterator[tuple[str, Any]]:
        """Each callback that runs on the server: its output and its function."""
        for output, declared in self.app.callback_map.items():
            if "callback" in declared:
                yield output, declared["callback"]


def make_whole_site(data_dir: Path, client: Redis | None = None, folder: Path | None = None, **more: str) -> WholeSite:
    """Over a store in memory unless a client is given. `more` are settings by their names; nobody has to set up a
    second factor unless they say so. In `folder` room is reserved for a full store."""
    plain = {"CLOCKSTART_DATA_DIR": str(data_dir), "CLOCKSTART_TODAY": TODAY, "CLOCKSTART_SECOND_FACTOR": "0"}
    settings = load_settings(plain | more)
    store = open_store(client or fakeredis.FakeRedis(decode_responses=True), folder=folder)
    cast = make_cast(store)
    app = make_app(settings, store, PracticeClock(settings.today, lambda: NOW))
    add_commands(app.server)
    return WholeSite(app, app.server.extensions[EXTENSION], cast)
