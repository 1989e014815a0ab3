"""A learner's pages as somebody sees them who looks at them: what would be refused is not offered.

What is refused is decided elsewhere (`auth.guard`, by the mark `reads`); here controls and links that lead there are
closed or taken away, whatever page they are on, so that nobody fills in a form to be told so at its end.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from dash import Dash, html
from dash.development.base_component import Component
from flask import current_app
from werkzeug.exceptions import HTTPException

from auth.requires import is_public, only_reads
from dashapp.context import Clockstart
from dashapp.web.envelope import Slot, fits_id

PRESSED = frozenset({"n_clicks", "contents"})
PAGES = frozenset({"/", "/<path:path>"})


def close_what_writes(app: Dash, clockstart: Clockstart, content: Any) -> Any:
    """The same content, with its controls and links that change something closed or hidden."""
    writing = list_writing(app.callback_map)
    for component in walk(content):
        if isinstance(component, html.Form) and sends_what_is_refused(component):
            close(*walk(component.children))
        elif isinstance(component, html.A) and leads_to_what_is_refused(clockstart, component):
            component.hidden = True  # type: ignore[attr-defined]
        elif any(fits_id(slot, getattr(component, "id", None)) for slot in writing):
            close(component)
    return content


def walk(content: Any) -> Iterator[Component]:
    """Every component, from the outside in."""
    for one in content if isinstance(content, (list, tuple)) else [content]:
        if isinstance(one, Component):
            yield one
            yield from walk(getattr(one, "children", None))


def list_writing(callbacks: Mapping[str, Mapping[str, Any]]) -> list[Slot]:
    """What is pressed or chosen to set off a callback that is not marked `reads`."""
    return [
        slot
        for known in callbacks.values()
        if "callback" in known and not only_reads(known["callback"])
        for slot in known["inputs"]
        if slot["property"] in PRESSED
    ]


def close(*components: Component) -> None:
    for component in components:
        if "disabled" in component._prop_names:
            component.disabled = True  # type: ignore[attr-defined]


def sends_what_is_refused(form: html.Form) -> bool:
    return getattr(form, "method", "") == "post" and is_refused(getattr(form, "action", ""), "POST")


def leads_to_what_is_refused(clockstart: Clockstart, link: html.A) -> bool:
    """A file to take away, one's account, or a page that is there to enter something."""
    path = urlsplit(getattr(link, "href", None) or "").path
    if not path.startswith("/"):
        return False
    try:
        page, _ = clockstart.router.find(path)
    except HTTPException:
        return is_refused(path, "GET")
    return page.writes


def is_refused(path: str, method: str) -> bool:
    """Whether a route of our own refuses somebody who looks."""
    try:
        endpoint, _ = current_app.url_map.bind("").match(path, method=method)
    except HTTPException:
        return False
    view = current_app.view_functions[endpoint]
    return endpoint not in PAGES and not is_public(view) and not only_reads(view)
