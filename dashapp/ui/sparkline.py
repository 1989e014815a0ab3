"""A line of the last months, small enough to stand next to its number: the newest point in the accent, what is asked as
a dashed line. The line is a mask, so that its colour is the theme's."""

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import quote

from dash import html

WIDTH, HEIGHT, EDGE = 112, 40, 3


def render_sparkline(
    points: Sequence[float | None], words: str, *, target: float | None = None, status: str = "note"
) -> html.Span | None:
    """None for fewer than two points; `words` say the same to those who do not see it."""
    known = [point for point in points if point is not None]
    if len(known) < 2:
        return None
    low, high = min([*known, *([target] if target is not None else [])]), max([*known, *([target] if target else [])])
    places = [None if point is None else place(at, point, len(points), low, high) for at, point in enumerate(points)]
    line = html.Span(className="cs-spark-line", style={"maskImage": f'url("{draw(places)}")'})
    asked = [html.Span(className="cs-spark-target", style={"top": percent(target, low, high)})] if target else []
    newest = [html.Span(className=f"cs-spark-now cs-spark-{status}", style={"top": percent(points[-1], low, high)})] * (
        points[-1] is not None
    )
    return html.Span([line, *asked, *newest], className="cs-spark", role="img", **{"aria-label": words})


def place(at: int, point: float, many: int, low: float, high: float) -> tuple[float, float]:
    return round(EDGE + at * (WIDTH - 2 * EDGE) / (many - 1), 1), round(HEIGHT * share_down(point, low, high), 1)


def share_down(point: float, low: float, high: float) -> float:
    """How far from the top, between the two edges."""
    inside = 0.5 if high == low else (high - point) / (high - low)
    return (EDGE + inside * (HEIGHT - 2 * EDGE)) / HEIGHT


def percent(point: float | None, low: float, high: float) -> str:
    return f"{100 * share_down(point or 0, low, high):.1f}%"


def draw(places: Sequence[tuple[float, float] | None]) -> str:
    """An address of data: a line for each run of months that have a point."""
    runs = [list(run) for has, run in groupby(places, lambda one: one is not None) if has]
    lines = "".join(f'<polyline points="{" ".join(f"{x},{y}" for x, y in run if run)}"/>' for run in runs)  # type: ignore[misc]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" fill="none" stroke="black" '
        f'stroke-width="2" stroke-linejoin="round" stroke-linecap="round">{lines}</svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"
