"""Bars, stacked bars, histograms and funnels."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import Any

from plotly import graph_objects as go

from dashapp.ui import chart_axes as axes
from dashapp.ui.tables import show
from dashapp.ui.theme import CHART
from dashapp.values.series import Series, Value
from rules.rates import FEWEST

PATTERNS = ("", "/", ".", "x", "-", "|")
BAR_HEIGHT = 30
BESIDE_BAR, BESIDE_STAGE = 56, 110


def draw_bar(series: Series) -> go.Figure:
    """Bars from zero: lying down when their names are long, with each number at its end."""
    return _draw_bars(series, stacked=False)


def draw_stacked(series: Series) -> go.Figure:
    """Bars whose parts add up; a pattern as well as a colour for each part."""
    return _draw_bars(series, stacked=True)


def draw_funnel(series: Series) -> go.Figure:
    """Stages from first to last as bars from zero, each with its share of the first."""
    values = series.values_of(0)
    first = next((value for value in values if value), None)
    text = [f"{show(value)}{_share(value, first)}" for value in values]
    return _draw_lying(series, [_bar(series, 0, text, lying=True)], right=BESIDE_STAGE)


def draw_histogram(series: Series) -> go.Figure:
    """Touching bars over numbered bins; reference lines stand on the axis of the bins."""
    bars = go.Bar(
        x=axes.list_names(series),
        y=series.values_of(0),
        offset=0,
        width=_bin_width(series),
        marker={"color": CHART[0], "line": {"width": 1, "color": "rgba(255,255,255,0.6)"}},
        hovertemplate="%{x}: %{y:,}<extra></extra>",
    )
    figure = go.Figure(bars, axes.make_layout(axes.HEIGHT, bargap=0))
    figure.update_xaxes(axes.category_axis(series.category))
    figure.update_yaxes(axes.value_axis(series))
    axes.draw_reference_lines(figure, series, "x", length=600)
    return figure


def _draw_bars(series: Series, *, stacked: bool) -> go.Figure:
    lying, count = axes.is_lying(series), len(series.measures)
    bars = [_bar(series, place, _numbers(series) if count == 1 else None, lying=lying) for place in range(count)]
    if lying:
        return _draw_lying(series, bars, stacked=stacked)
    layout = axes.make_layout(axes.HEIGHT, legend=count > 1, barmode=_mode(stacked))
    figure = go.Figure(bars, layout)
    figure.update_xaxes(axes.category_axis(), type="category")
    figure.update_yaxes(axes.value_axis(series))
    axes.draw_reference_lines(figure, series, "y", length=axes.HEIGHT - 60)
    return figure


def _draw_lying(series: Series, bars: list[go.Bar], *, stacked: bool = False, right: int = BESIDE_BAR) -> go.Figure:
    side_by_side = 1 if stacked else len(bars)
    row = max(BAR_HEIGHT + 14 * (side_by_side - 1), 10 + axes.TEXT_HEIGHT * axes.count_lines(axes.list_names(series)))
    height = 56 + row * len(series.rows)
    layout = axes.make_layout(height, right=right, legend=len(bars) > 1, barmode=_mode(stacked))
    figure = go.Figure(bars, layout)
    figure.update_xaxes(axes.value_axis(series), nticks=6, tickangle=0)
    figure.update_yaxes(axes.category_axis(), autorange="reversed", type="category", ticksuffix="  ")
    axes.draw_reference_lines(figure, series, "x", length=600)
    return figure


def _bar(series: Series, place: int, text: list[str] | None, *, lying: bool) -> go.Bar:
    names, values = axes.list_names(series), series.values_of(place)
    along: dict[str, Any] = {"x": values, "y": names, "orientation": "h"} if lying else {"x": names, "y": values}
    pattern = {"shape": PATTERNS[place % len(PATTERNS)], "fillmode": "overlay", "fgcolor": "rgba(255,255,255,0.75)"}
    return go.Bar(
        **along,
        name=escape(series.measures[place]),
        marker={"color": CHART[place % len(CHART)], "pattern": pattern},
        text=text,
        textposition="outside" if text else None,
        cliponaxis=False,
        hovertemplate=("%{y}: %{x:,}" if lying else "%{x}: %{y:,}") + "<extra>%{fullData.name}</extra>",
    )


def _mode(stacked: bool) -> str:
    return "stack" if stacked else "group"


def _numbers(series: Series) -> list[str]:
    return [str(show(value)) for value in series.values_of(0)]


def _bin_width(series: Series) -> float:
    starts = [float(row[0]) for row in series.rows if isinstance(row[0], (int, float))]
    return min((later - earlier for earlier, later in pairwise(starts)), default=1.0)


def _share(value: Value, first: Value) -> str:
    return f" ({100 * value / first:.0f}%)" if value is not None and first and first >= FEWEST else ""
