"""The small shapes of `assets/shapes.css` as components; decoration only, words stand beside them."""

from dash import html

SHAPES: tuple[str, ...] = (
    "start",
    "stop",
    "attended",
    "missed",
    "offer",
    "decision",
    "letter",
    "other",
    "fine",
    "watch",
    "breach",
    "note",
    "menu",
    "close",
    "chevron",
    "search",
    "download",
    "home",
    "todo",
    "list",
    "diary",
    "pathway",
    "mail",
    "learn",
    "bars",
    "swap",
    "people",
    "star",
    "plus",
    "book",
    "starred",
)


def render_icon(shape: str) -> html.Span:
    """One shape, hidden from screen readers; ValueError when the stylesheet has no such shape."""
    if shape not in SHAPES:
        raise ValueError(f"There is no shape called {shape}")
    return html.Span(className=f"cs-icon cs-shape-{shape}", **{"aria-hidden": "true"})
