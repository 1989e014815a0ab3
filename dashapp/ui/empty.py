"""Empty states: what would be here, what to do first, an example to bring in."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component


def render_empty(title: str, sentence: str, actions: Sequence[Component] = ()) -> html.Div:
    """Nothing here yet, and the first thing to do about it; never used for a read that failed."""
    parts: list[Component] = [html.H2(title), html.P(sentence)]
    if actions:
        parts.append(html.Div(list(actions), className="cs-actions"))
    return html.Div(parts, className="cs-empty")
