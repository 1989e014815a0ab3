"""Components as JSON, written once and fast.

Dash's own way looks through every value of every component twice, asking each of some forty properties whether it is
set. A page of a long record has thousands of components, so pages are written here and handed to Dash as they are.
"""

from html import escape
from typing import Any

import orjson
from dash.development.base_component import Component
from plotly.io.json import to_json_plotly

OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY
WILDCARDS = ("data-", "aria-")


def write_components(content: Any) -> orjson.Fragment:
    """Components, alone or in lists, as the JSON that Dash would make of them."""
    return orjson.Fragment(orjson.dumps(content, default=as_json, option=OPTIONS))


def as_json(value: Any) -> Any:
    """A component as its properties that are set; anything else that is no JSON by itself (a figure, say) as Plotly
    writes it."""
    if not isinstance(value, Component):
        return orjson.Fragment(to_json_plotly(value, engine="orjson"))
    known = NAMES.get(type(value)) or note_names(value)
    given = value.__dict__
    props = {name: given[name] for name in given if name in known or name.startswith(WILDCARDS)}
    return {"props": props, "type": value._type, "namespace": value._namespace}


NAMES: dict[type[Component], frozenset[str]] = {}
"""The properties each kind of component has; they are the same for all of a kind."""


def note_names(component: Component) -> frozenset[str]:
    return NAMES.setdefault(type(component), frozenset(component._prop_names))


def write_html(content: Any) -> str:
    """Components of plain HTML, alone or in lists, as HTML: for the pages without Dash."""
    if isinstance(content, (list, tuple)):
        return "".join(map(write_html, content))
    if not isinstance(content, Component):
        return "" if content is None else escape(str(content))
    given = {name: value for name, value in content.to_plotly_json()["props"].items() if name != "children"}
    tag, inside = content._type.lower(), write_html(getattr(content, "children", None))
    said = {HTML_NAMES.get(name, name.lower()): value for name, value in given.items() if value not in (None, False)}
    told = "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in said.items())
    return f"<{tag}{told}>" if tag in VOID else f"<{tag}{told}>{inside}</{tag}>"


HTML_NAMES = {"className": "class", "htmlFor": "for"}
VOID = frozenset({"br", "hr", "img", "input"})
