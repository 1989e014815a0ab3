"""The body of a callback is what a page could send, or it is refused before Dash reads it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from dash import ALL, Dash, Input, Output, State

from dashapp.web.envelope import is_of_a_page

PATTERN = {"answer": "seen_on.day"}


def make_app() -> Dash:
    app = Dash("envelopes", pages_folder="", suppress_callback_exceptions=True, enable_mcp=False)
    app.callback(
        Output("status", "children"),
        Output("go", "data", allow_duplicate=True),
        Input("save", "n_clicks"),
        Input({"press": ALL}, "n_clicks"),
        State({"answer": ALL}, "value"),
        prevent_initial_call=True,
    )(lambda *_: ("", ""))
    app.clientside_callback("() => 1", Output("seen", "data"), Input("save", "n_clicks"))
    app._setup_server()  # what is declared comes into the map with the first request
    return app


CALLBACKS = make_app().callback_map
OUTPUT = next(name for name in CALLBACKS if "status" in name)


def make_body() -> dict[str, Any]:
    return {
        "output": OUTPUT,
        "outputs": [{"id": "status", "property": "children"}, {"id": "go", "property": "data"}],
        "inputs": [{"id": "save", "property": "n_clicks", "value": 1}, [{"id": {"press": 7}, "property": "n_clicks"}]],
        "state": [[{"id": PATTERN, "property": "value", "value": "3"}]],
        "changedPropIds": ["save.n_clicks", '{"press":"one.two"}.n_clicks'],
    }


def test_what_a_page_sends_is_let_through() -> None:
    assert is_of_a_page(CALLBACKS, make_body())


def test_nothing_may_have_changed_and_patterns_may_be_empty() -> None:
    assert is_of_a_page(CALLBACKS, make_body() | {"state": [[]], "changedPropIds": []})


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("output",), "nowhere.children"),
        (("output",), ["a"]),
        (("output",), "seen.data"),
        (("outputs",), []),
        (("outputs",), {}),
        (("outputs", 0), "status"),
        (("outputs", 0), {"id": "status"}),
        (("outputs", 0, "id"), "go"),
        (("outputs", 0, "property"), 5),
        (("inputs",), None),
        (("inputs",), {}),
        (("inputs", 0), 1),
        (("inputs", 0), []),
        (("inputs", 0), {"property": "n_clicks", "value": 1}),
        (("inputs", 0, "id"), "status"),
        (("inputs", 0, "property"), None),
        (("inputs", 1), {"id": {"press": 7}, "property": "n_clicks"}),
        (("inputs", 1, 0, "id"), {"press": ["ALL"]}),
        (("inputs", 1, 0, "id"), {"press": 7, "more": 1}),
        (("inputs", 1, 0, "id"), "press"),
        (("state",), []),
        (("state", 0), [None]),
        (("changedPropIds",), "save.n_clicks"),
        (("changedPropIds",), [1]),
        (("changedPropIds",), ["save.value"]),
        (("changedPropIds",), ['{"press":.n_clicks']),
        (("changedPropIds",), ["{" * 500 + ".n_clicks"]),
        (("state", 0, 0, "value"), json.loads("[" * 60 + "]" * 60)),
    ],
)
def test_what_no_page_sends_is_not(place: tuple[Any, ...], value: Any) -> None:
    body = copy.deepcopy(make_body())
    inside: Any = body
    for key in place[:-1]:
        inside = inside[key]
    inside[place[-1]] = value
    assert not is_of_a_page(CALLBACKS, body)


@pytest.mark.parametrize("name", ["output", "outputs", "inputs"])
def test_nothing_may_be_missing(name: str) -> None:
    body = make_body()
    del body[name]
    assert not is_of_a_page(CALLBACKS, body)


@pytest.mark.parametrize("body", [None, [], "text", 1, {}])
def test_it_is_an_object(body: Any) -> None:
    assert not is_of_a_page(CALLBACKS, body)
