"""What every figure shares: its layout, its axes, the names along them, its reference lines."""

from __future__ import annotations

from datetime import date
from html import escape
from textwrap import wrap
from typing import Any, Literal

from plotly import graph_objects as go

from dashapp.ui.theme import CHART_DEFAULT_FONT
from dashapp.values.series import Category, Series, Value

HEIGHT = 300
MARGIN = 8
ABOVE = 24
TEXT_HEIGHT = 18
LONG_NAME = 12
WRAP_AT = 26
MOST_LYING = 40


def make_layout(height: int, *, right: int = 16, legend: bool = False, **more: Any) -> go.Layout:
    """A layout without template and without colours; `right` pixels are kept free beside the plot."""
    above = ABOVE + 28 * legend
    look: dict[str, Any] = {
        "template": go.layout.Template(),
        "height": height + 28 * legend,
        "margin": {"l": MARGIN, "r": right, "t": above, "b": MARGIN},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": CHART_DEFAULT_FONT, "size": 14},
        "showlegend": legend,
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal", "itemclick": False},
        "bargap": 0.3,
        "dragmode": False,
        "hoverlabel": {"font": {"size": 14}},
        "separators": ".,",
    }
    return go.Layout(**(look | more))


def value_axis(series: Series) -> dict[str, Any]:
    """The axis of values: from zero, with thousands separators, named by the unit."""
    return {
        "title": title(series.unit),
        "automargin": True,
        "showgrid": True,
        "zeroline": True,
        "rangemode": "tozero",
        "tickformat": ",",
        "fixedrange": True,
        "dtick": whole_steps(series),
    }


def category_axis(words: str = "") -> dict[str, Any]:
    return {"title": title(words), "automargin": True, "showgrid": False, "fixedrange": True}


def title(words: str) -> dict[str, Any]:
    return {"text": escape(words), "font": {"size": 14}, "standoff": 8}


def whole_steps(series: Series) -> int | None:
    """Steps of one where all values are small whole numbers, so that no axis counts half a case."""
    values = [value for row in series.rows for value in row[1:]]
    small = all(value is None or (isinstance(value, int) and value <= 5) for value in values)
    return 1 if small and series.shape != "stacked" else None


def list_names(series: Series) -> list[Any]:
    """The categories as an axis takes them: dates as ISO, words escaped and in lines of readable length."""
    return [name_category(row[0]) for row in series.rows]


def name_category(category: Category | Value) -> Any:
    if isinstance(category, date):
        return category.isoformat()
    if not isinstance(category, str):
        return category
    return "<br>".join(escape(line) for line in wrap(category, WRAP_AT)) or "–"


def count_lines(names: list[Any]) -> int:
    """Lines of text in the longest name."""
    return max((str(name).count("<br>") + 1 for name in names), default=1)


def is_lying(series: Series) -> bool:
    """Whether bars lie down: their names are too long to stand side by side."""
    names = [row[0] for row in series.rows]
    return any(isinstance(name, str) and len(name) > LONG_NAME for name in names) and len(names) <= MOST_LYING


def top_of(series: Series) -> float:
    """The greatest value on the axis of values, at least 1."""
    values = (float(value) for row in series.rows for value in row[1:] if isinstance(value, (int, float)))
    lines = (value for _, value in series.reference_lines)
    return max([1.0, *values, *lines])


def draw_reference_lines(figure: go.Figure, series: Series, axis: Literal["x", "y"], length: float) -> None:
    """Dashed lines across the plot with their labels; a label too near the one before goes to the other side.

    `length` is the axis of values in pixels, roughly.
    """
    per_pixel = top_of(series) / length
    last = float("inf")
    for label, value in sorted(series.reference_lines, key=lambda line: line[1], reverse=True):
        near = (last - value) / per_pixel < TEXT_HEIGHT or is_under(series, value)
        _draw_reference_line(figure, axis, label, value, other_side=near)
        last = float("inf") if near else value


def is_under(series: Series, value: float) -> bool:
    """Whether a line's only point stands above a reference line, where its label would lie over the point."""
    points = [value for row in series.rows for value in row[1:] if isinstance(value, (int, float))]
    return series.shape == "line" and len(points) == 1 and points[0] >= value


def _draw_reference_line(figure: go.Figure, axis: str, label: str, value: float, *, other_side: bool) -> None:
    line = {"width": 2, "dash": "dash"}
    if axis == "y":
        anchor = "top" if other_side else "bottom"
        figure.add_shape(type="line", xref="x domain", x0=0, x1=1, yref="y", y0=value, y1=value, line=line)
        place = {"xref": "x domain", "x": 0, "xanchor": "left", "yref": "y", "y": value, "yanchor": anchor}
    else:
        anchor = "right" if other_side else "left"
        figure.add_shape(type="line", yref="y domain", y0=0, y1=1, xref="x", x0=value, x1=value, line=line)
        place = {"yref": "y domain", "y": 1, "yanchor": "bottom", "xref": "x", "x": value, "xanchor": anchor}
    figure.add_annotation(text=escape(label), showarrow=False, **place)
