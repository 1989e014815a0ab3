"""How each shape of chart is drawn: bars, lines, stacked bars, histogram, heat map, funnel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import Any

from plotly import graph_objects as go

from dashapp.services.series_values import Category, Series, Value
from dashapp.ui.tables import show
from dashapp.ui.theme import CHART, CHART_DEFAULT_FONT

PATTERNS = ("", "/", ".", "x", "-", "|")
SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "cross")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
HEAT = ((0.0, "#e2f0ef"), (0.5, "#4f9f9b"), (1.0, "#075252"))
HEIGHT = 300
BAR_HEIGHT = 30
LABEL_HEIGHT = 18
LONG_LABEL = 12
WRAP_AT = 22
ROOM_AT_RIGHT = {"funnel": 96, "line": 150, "heatmap": 16, "histogram": 16}


def draw_bar(series: Series) -> go.Figure:
    """Bars from zero: lying down when their names are long, with each number at its end."""
    return _draw_bars(series, stacked=False)


def draw_stacked(series: Series) -> go.Figure:
    """Bars whose parts add up; a pattern as well as a colour for each part."""
    return _draw_bars(series, stacked=True)


def draw_histogram(series: Series) -> go.Figure:
    """Touching bars over numbered bins; reference lines stand on the axis of the bins."""
    width = _bin_width(series)
    bars = go.Bar(
        x=_categories(series),
        y=series.values_of(0),
        offset=0,
        width=width,
        marker={"color": CHART[0], "line": {"width": 1, "color": "rgba(255,255,255,0.6)"}},
        hovertemplate="%{x}: %{y:,}<extra></extra>",
    )
    figure = go.Figure(bars, _layout(series, HEIGHT, bargap=0))
    _name_axes(figure, series, series.category)
    for label, value in series.reference_lines:
        figure.add_vline(
            value, line={"width": 2, "dash": "dash"}, annotation={"text": escape(label), "yanchor": "bottom"}
        )
    return figure


def draw_line(series: Series) -> go.Figure:
    """Lines over time or another ordered category, from zero, each named at its end."""
    figure = go.Figure(layout=_layout(series, HEIGHT, margin={"l": 8, "r": _room_for_names(series), "t": 24, "b": 8}))
    for place, measure in enumerate(series.measures):
        figure.add_trace(_line(series, place, measure))
    _name_axes(figure, series)
    figure.update_yaxes(rangemode="tozero")
    for label, value in series.reference_lines:
        figure.add_hline(value, line={"width": 2, "dash": "dash"}, annotation=_reference_label(label, "top left"))
    for text, value, shift in _end_labels(series):
        figure.add_annotation(
            text=text, x=1, xref="paper", xanchor="left", y=value, yshift=shift, showarrow=False, xshift=8, align="left"
        )
    return figure


def draw_heatmap(series: Series) -> go.Figure:
    """A cell for each row and measure, with its number in it."""
    rows = [[_number(row[1 + place]) for place in range(len(series.measures))] for row in series.rows]
    heat = go.Heatmap(
        x=[escape(measure) for measure in series.measures],
        y=_categories(series),
        z=rows,
        zmin=0,
        colorscale=[list(stop) for stop in HEAT],
        showscale=False,
        xgap=2,
        ygap=2,
        texttemplate="%{z:,}",
        hovertemplate="%{y}, %{x}: %{z:,}<extra></extra>",
    )
    figure = go.Figure(heat, _layout(series, 60 + BAR_HEIGHT * max(2, len(rows))))
    figure.update_xaxes(side="top", type="category", showgrid=False, ticks="")
    figure.update_yaxes(autorange="reversed", type="category", automargin=True, showgrid=False)
    return figure


def draw_funnel(series: Series) -> go.Figure:
    """Stages from first to last as bars from zero, each with its share of the first."""
    values = series.values_of(0)
    first = next((value for value in values if value), None)
    text = [f"{show(value)}{_share(value, first)}" for value in values]
    return _draw_lying(series, [_bar(series, 0, text, lying=True)], stacked=False)


def _draw_bars(series: Series, *, stacked: bool) -> go.Figure:
    lying = _is_lying(series)
    labelled = len(series.measures) == 1
    text = {place: [show(value) for value in series.values_of(place)] for place in range(len(series.measures))}
    bars = [
        _bar(series, place, text[place] if labelled else None, lying=lying) for place in range(len(series.measures))
    ]
    if lying:
        return _draw_lying(series, bars, stacked=stacked)
    figure = go.Figure(bars, _layout(series, HEIGHT, barmode="stack" if stacked else "group"))
    _name_axes(figure, series)
    figure.update_xaxes(type="category")
    for label, value in series.reference_lines:
        figure.add_hline(value, line={"width": 2, "dash": "dash"}, annotation=_reference_label(label, "top right"))
    return figure


def _draw_lying(series: Series, bars: list[go.Bar], *, stacked: bool) -> go.Figure:
    per_row = 1 if stacked else len(bars)
    bar_height = BAR_HEIGHT + 8 * any("<br>" in str(name) for name in _categories(series))
    height = 56 + bar_height * len(series.rows) + 14 * (per_row - 1) * len(series.rows)
    figure = go.Figure(bars, _layout(series, height, barmode="stack" if stacked else "group"))
    figure.update_xaxes(
        rangemode="tozero",
        showgrid=True,
        tickformat=",",
        automargin=True,
        title=_title(series.unit),
        dtick=_whole_steps(series),
    )
    figure.update_yaxes(autorange="reversed", type="category", automargin=True, showgrid=False, ticksuffix="  ")
    for label, value in series.reference_lines:
        figure.add_vline(value, line={"width": 2, "dash": "dash"}, annotation=_reference_label(label, "top right"))
    return figure


def _bar(series: Series, place: int, text: list[Any] | None, *, lying: bool) -> go.Bar:
    names, values = _categories(series), series.values_of(place)
    along = {"x": values, "y": names, "orientation": "h"} if lying else {"x": names, "y": values}
    pattern = PATTERNS[place % len(PATTERNS)]
    return go.Bar(
        **along,
        name=escape(series.measures[place]),
        marker={
            "color": CHART[place % len(CHART)],
            "pattern": {"shape": pattern, "fillmode": "overlay", "fgcolor": "rgba(255,255,255,0.75)"},
        },
        text=text,
        textposition="outside" if text else None,
        cliponaxis=False,
        hovertemplate=("%{y}: %{x:,}" if lying else "%{x}: %{y:,}") + "<extra>%{fullData.name}</extra>",
    )


def _line(series: Series, place: int, measure: str) -> go.Scatter:
    colour = CHART[place % len(CHART)]
    return go.Scatter(
        x=_categories(series),
        y=series.values_of(place),
        name=escape(measure),
        mode="lines+markers" if len(series.rows) <= 60 else "lines",
        line={"color": colour, "width": 2, "dash": DASHES[place % len(DASHES)]},
        marker={"color": colour, "size": 8, "symbol": SYMBOLS[place % len(SYMBOLS)]},
        hovertemplate="%{x}: %{y:,}<extra>%{fullData.name}</extra>",
    )


def _end_labels(series: Series) -> list[tuple[str, float, float]]:
    """`(text, value, shift in pixels)` of each line's name at its last value, moved apart where they would touch."""
    ends = [(escape(measure), _last(series.values_of(place))) for place, measure in enumerate(series.measures)]
    known = sorted(((value, text) for text, value in ends if value is not None), key=lambda end: end[0])
    top = max([1.0, *(float(value) for row in series.rows for value in row[1:] if isinstance(value, (int, float)))])
    labels, floor = [], float("-inf")
    for value, text in known:
        pixel = value / top * (HEIGHT - 60)
        placed = max(pixel, floor)
        floor = placed + LABEL_HEIGHT
        labels.append((text, value, placed - pixel))
    return labels


def _room_for_names(series: Series) -> int:
    """Pixels at the right for the longest line name, at about eight to a letter."""
    return min(200, 24 + 8 * max(len(measure) for measure in series.measures))


def _last(values: list[Value]) -> float | None:
    return next((float(value) for value in reversed(values) if value is not None), None)


def _layout(series: Series, height: int, **more: Any) -> go.Layout:
    several = len(series.measures) > 1 and series.shape in ("bar", "stacked")
    look: dict[str, Any] = {
        "template": go.layout.Template(),
        "height": height + 28 * several,
        "margin": {
            "l": 8,
            "r": ROOM_AT_RIGHT.get(series.shape, 56 if _is_lying(series) else 16),
            "t": 24 + 28 * several,
            "b": 8,
        },
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": CHART_DEFAULT_FONT, "size": 14},
        "showlegend": several,
        "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom", "traceorder": "normal", "itemclick": False},
        "bargap": 0.3,
        "dragmode": False,
        "hoverlabel": {"font": {"size": 14}},
        "separators": ".,",
    }
    return go.Layout(**(look | more))


def _name_axes(figure: go.Figure, series: Series, category: str = "") -> None:
    figure.update_xaxes(title=_title(category), automargin=True, showgrid=False, fixedrange=True)
    figure.update_yaxes(
        title=_title(series.unit),
        automargin=True,
        showgrid=True,
        zeroline=True,
        dtick=_whole_steps(series),
        rangemode="tozero",
        tickformat=",",
        fixedrange=True,
    )


def _whole_steps(series: Series) -> int | None:
    """Steps of one where all values are small whole numbers, so that no axis counts half a case."""
    values = [value for row in series.rows for value in row[1:]]
    small = all(value is None or (isinstance(value, int) and value <= 5) for value in values)
    return 1 if small and series.shape != "stacked" else None


def _title(words: str) -> dict[str, Any]:
    return {"text": escape(words), "font": {"size": 14}, "standoff": 8}


def _reference_label(label: str, position: str) -> dict[str, Any]:
    x, y = ("left", "bottom") if position == "top left" else ("right", "bottom")
    return {"text": escape(label), "xanchor": x, "yanchor": y, "x": 0 if x == "left" else 1}


def _is_lying(series: Series) -> bool:
    names = _categories(series)
    return any(isinstance(name, str) and len(name) > LONG_LABEL for name in names) and len(names) <= 40


def _categories(series: Series) -> list[Any]:
    return [_name(row[0]) for row in series.rows]


def _name(category: Category | Value) -> Any:
    if isinstance(category, date):
        return category.isoformat()
    if not isinstance(category, str):
        return category
    return "<br>".join(escape(line) for line in wrap(category, WRAP_AT)) or "–"


def _number(value: Category | Value) -> Value:
    return value if isinstance(value, (int, float)) else None


def _bin_width(series: Series) -> float:
    starts = [float(row[0]) for row in series.rows if isinstance(row[0], (int, float))]
    return min((later - earlier for earlier, later in pairwise(starts)), default=1.0)


def _share(value: Value, first: Value) -> str:
    return f" ({100 * value / first:.0f}%)" if value is not None and first else ""


DRAWINGS: dict[str, Callable[[Series], go.Figure]] = {
    "bar": draw_bar,
    "line": draw_line,
    "stacked": draw_stacked,
    "histogram": draw_histogram,
    "heatmap": draw_heatmap,
    "funnel": draw_funnel,
}
