"""Steps down a waterfall, two values with a line between them, and points that stand for services."""

from __future__ import annotations

from html import escape
from typing import Any

from plotly import graph_objects as go

from dashapp.ui import chart_axes as axes
from dashapp.ui.tables import show
from dashapp.ui.theme import CHART
from dashapp.values.series import Series, Value

TOTAL, LOSS = CHART[0], CHART[1]
JOIN = CHART[5]
ROW = 34
SYMBOLS = ("circle", "diamond")
MOST_NAMED = 12


def draw_waterfall(series: Series) -> go.Figure:
    """Bars lying down: totals from zero, each loss hanging between what was there before it and what is left."""
    changes, left = series.values_of(0), series.values_of(1)
    lengths, bases, colours, shapes, texts = [], [], [], [], []
    for change, rest in zip(changes, left, strict=True):
        change, rest = change or 0, rest or 0
        is_total = change == rest
        lengths.append(abs(change))
        bases.append(0 if is_total else min(rest, rest - change))
        colours.append(TOTAL if is_total else LOSS)
        shapes.append("" if is_total else "/")
        texts.append(str(show(float(change))))
    bars = go.Bar(
        x=lengths,
        y=axes.list_names(series),
        base=bases,
        orientation="h",
        marker={
            "color": colours,
            "pattern": {"shape": shapes, "fillmode": "overlay", "fgcolor": "rgba(255,255,255,0.75)"},
        },
        text=texts,
        textposition="outside",
        cliponaxis=False,
        hovertemplate="%{y}: %{text}<extra></extra>",
    )
    figure = _lie_down(series, [bars], right=56)
    figure.update_xaxes(axes.value_axis(series), nticks=4, tickangle=0)
    return figure


def draw_range(series: Series) -> go.Figure:
    """A row for each name: two markers of different shape and a line between them."""
    names = axes.list_names(series)
    ends: tuple[list[Value], list[Value]] = (series.values_of(0), series.values_of(1))
    figure = _lie_down(series, [], right=64, legend=True)
    joined_x: list[Value] = []
    joined_y: list[Any] = []
    for name, one, other in zip(names, *ends, strict=True):
        joined_x += [one, other, None]
        joined_y += [name, name, None]
    figure.add_trace(
        go.Scatter(
            x=joined_x, y=joined_y, mode="lines", line={"color": JOIN, "width": 3}, showlegend=False, hoverinfo="skip"
        )
    )
    for place, values in enumerate(ends):
        figure.add_trace(
            go.Scatter(
                x=values,
                y=names,
                mode="markers",
                name=escape(series.measures[place]),
                marker={"color": CHART[place], "size": 12, "symbol": SYMBOLS[place]},
                hovertemplate="%{y}: %{x:,.4~g}<extra>%{fullData.name}</extra>",
            )
        )
    figure.update_xaxes(axes.value_axis(series), nticks=6, tickangle=0)
    if series.reference_lines:  # what counts is the distance from the line, not from zero
        figure.update_xaxes(rangemode="normal")
        figure.update_layout(margin_t=axes.ABOVE + 50, legend_y=1 + axes.TEXT_HEIGHT / (ROW * len(series.rows)))
    axes.draw_reference_lines(figure, series, "x", length=600)
    return figure


def draw_scatter(series: Series) -> go.Figure:
    """A point for each row, named where there is room; `reference_lines` stand across the axis upwards."""
    labels = [escape(str(row[0])) for row in series.rows]
    points = go.Scatter(
        x=series.values_of(0),
        y=series.values_of(1),
        mode="markers+text" if len(labels) <= MOST_NAMED else "markers",
        text=labels,
        textposition=_beside_points(series.values_of(0)),
        cliponaxis=False,
        marker={"color": TOTAL, "size": 11, "line": {"width": 1, "color": "rgba(255,255,255,0.8)"}},
        hovertemplate="%{text}: %{x:,.4~g}, %{y:,.4~g}<extra></extra>",
        showlegend=False,
    )
    figure = go.Figure(points, axes.make_layout(axes.HEIGHT + 60, right=40))
    plain = {"automargin": True, "showgrid": True, "rangemode": "tozero", "fixedrange": True}
    figure.update_xaxes({**plain, "title": axes.title(series.measures[0])})
    figure.update_yaxes({**plain, "title": axes.title(series.measures[1])})
    axes.draw_reference_lines(figure, series, "y", length=axes.HEIGHT)
    return figure


def _beside_points(across: list[Value]) -> list[str]:
    """Where each name stands, so that none leaves the chart: to the left of what lies far to the right."""
    furthest = max((float(value) for value in across if value is not None), default=0.0)
    return ["top left" if value and float(value) > 0.6 * furthest else "top center" for value in across]


def _lie_down(series: Series, traces: list[Any], *, right: int = 24, legend: bool = False) -> go.Figure:
    lines = axes.count_lines(axes.list_names(series))
    height = 64 + max(ROW, 10 + axes.TEXT_HEIGHT * lines) * len(series.rows)
    figure = go.Figure(traces, axes.make_layout(height, right=right, legend=legend))
    figure.update_yaxes(axes.category_axis(), autorange="reversed", type="category", ticksuffix="  ")
    return figure
