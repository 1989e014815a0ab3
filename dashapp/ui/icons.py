"""The small shapes of `assets/shapes.css` as components; decoration only, words are next to them."""

import re

from dash import html

from dashapp.ui.bundle import ASSETS

SHAPES = frozenset(re.findall(r"^\.cs-shape-(\w+)", (ASSETS / "shapes.css").read_text(encoding="utf-8"), re.MULTILINE))


def render_icon(shape: str) -> html.Span:
    """One shape, hidden from screen readers; ValueError when the stylesheet has no such shape."""
    if shape not in SHAPES:
        raise ValueError(f"There is no shape called {shape}")
    return html.Span(className=f"cs-icon cs-shape-{shape}", **{"aria-hidden": "true"})
