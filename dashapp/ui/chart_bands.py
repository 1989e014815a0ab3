"""Lines with something around them: control limits, prediction bands, the gap between two lines, the area below one."""

from __future__ import annotations

from html import escape
from typing import Any

from plotly import graph_objects as go

from dashapp.ui import chart_axes as axes
from dashapp.ui.chart_lines import find_last
from dashapp.ui.theme import CHART
from dashapp.values.series import Series, Value

LINE, MARKED, LIMIT = CHART[0], CHART[1], CHART[5]
SHADES = ("rgba(0,133,124,0.34)", "rgba(0,133,124,0.22)", "rgba(0,133,124,0.12)")
"""Bands from the narrowest to the widest."""
UNUSED = "rgba(207,90,8,0.22)"
NO_LINE = {"width": 0}
BESIDE = 118
"""Pixels for the names of level lines at the right."""


def draw_run(series: Series) -> go.Figure:
    """A run of values with its mean and control limits; values with a cause worth a look have a marker of their own."""
    value, mean, lower, upper, marked = range(5)
    figure = _start(series, right=BESIDE)
    for place, dash in ((upper, "dash"), (lower, "dash"), (mean, "dot")):
        figure.add_trace(_line(series, place, LIMIT, dash=dash))
    figure.add_trace(_line(series, value, LINE, markers=len(series.rows) <= 60))
    figure.add_trace(
        go.Scatter(
            **_along(series, marked),
            mode="markers",
            marker={"color": MARKED, "size": 11, "symbol": "diamond-open", "line": {"width": 3}},
            name=escape(series.measures[marked]),
            hovertemplate=_hover(),
        )
    )
    _name_ends(figure, series, (mean, lower, upper))
    axes.draw_reference_lines(figure, series, "y", length=axes.HEIGHT - 60)
    return figure


def draw_fan(series: Series) -> go.Figure:
    """Prediction bands around a middle line, the widest drawn first, and what was observed where it is told."""
    figure = _start(series, legend=True)
    bands = [(place, place + 1) for place in range(1, len(series.measures) - 1, 2)]
    for depth, (low, high) in reversed(list(enumerate(bands))):
        figure.add_trace(
            go.Scatter(**_along(series, low), mode="lines", line=NO_LINE, showlegend=False, hoverinfo="skip")
        )
        figure.add_trace(
            go.Scatter(
                **_along(series, high),
                mode="lines",
                line=NO_LINE,
                fill="tonexty",
                fillcolor=SHADES[min(depth, len(SHADES) - 1)],
                name=escape(_name_band(series.measures[high])),
                hoverinfo="skip",
            )
        )
    figure.add_trace(_line(series, 0, LINE, width=3, showlegend=True))
    if len(series.measures) % 2 == 0:
        figure.add_trace(_line(series, len(series.measures) - 1, MARKED, markers=True, showlegend=True))
    axes.draw_reference_lines(figure, series, "y", length=axes.HEIGHT - 60)
    return figure


def draw_gap(series: Series) -> go.Figure:
    """Two lines; where the upper one is above the lower, the gap is shaded."""
    upper, lower = series.values_of(0), series.values_of(1)
    top: list[Value] = [
        None if high is None or low is None else max(high, low) for high, low in zip(upper, lower, strict=True)
    ]
    figure = _start(series, legend=True)
    shaded: dict[str, Any] = {"mode": "lines", "line": NO_LINE, "hoverinfo": "skip"}
    names = axes.list_names(series)
    figure.add_trace(go.Scatter(x=names, y=lower, showlegend=False, **shaded))
    figure.add_trace(go.Scatter(x=names, y=top, fill="tonexty", fillcolor=UNUSED, name="Not used", **shaded))
    figure.add_trace(_line(series, 0, MARKED, dash="dash", showlegend=True))
    figure.add_trace(_line(series, 1, LINE, markers=len(series.rows) <= 60, showlegend=True))
    axes.draw_reference_lines(figure, series, "y", length=axes.HEIGHT - 60)
    return figure


def draw_area(series: Series) -> go.Figure:
    """One line with the area below it filled; more measures are lines over it."""
    figure = _start(series, legend=len(series.measures) > 1)
    figure.add_trace(_line(series, 0, LINE, fill="tozeroy", fillcolor=SHADES[1], showlegend=len(series.measures) > 1))
    for place in range(1, len(series.measures)):
        figure.add_trace(_line(series, place, CHART[place], dash="dash", showlegend=True))
    axes.draw_reference_lines(figure, series, "y", length=axes.HEIGHT - 60)
    return figure


def _start(series: Series, *, legend: bool = False, right: int = 24) -> go.Figure:
    figure = go.Figure(layout=axes.make_layout(axes.HEIGHT, right=right, legend=legend))
    figure.update_xaxes(axes.category_axis())
    figure.update_yaxes(axes.value_axis(series))
    return figure


def _line(
    series: Series, place: int, colour: str, *, dash: str = "solid", width: int = 2, markers: bool = False, **more: Any
) -> go.Scatter:
    given = {"showlegend": False} | more
    return go.Scatter(
        **_along(series, place),
        name=escape(series.measures[place]),
        mode="lines+markers" if markers else "lines",
        line={"color": colour, "width": width, "dash": dash},
        marker={"color": colour, "size": 5},
        hovertemplate=_hover(),
        **given,
    )


def _along(series: Series, place: int) -> dict[str, Any]:
    return {"x": axes.list_names(series), "y": series.values_of(place)}


def _hover() -> str:
    return "%{x}: %{y:,.4~g}<extra>%{fullData.name}</extra>"


def _name_band(high: str) -> str:
    """ "Upper 80%" as "80% of runs"."""
    return f"{high.split()[-1]} of runs" if high.endswith("%") else high


def _name_ends(figure: go.Figure, series: Series, places: tuple[int, ...]) -> None:
    """The name and value of each level line at its right end, moved apart where they would touch."""
    ends = [(find_last(series.values_of(place)), place) for place in places]
    floor, top = float("-inf"), axes.top_of(series)
    for last, place in sorted((last, place) for last, place in ends if last is not None):
        pixel = last / top * (axes.HEIGHT - 60)
        placed = max(pixel, floor)
        floor = placed + axes.TEXT_HEIGHT
        figure.add_annotation(
            text=f"{escape(series.measures[place])} {last:,.3g}",
            x=1,
            xref="paper",
            xanchor="left",
            xshift=4,
            y=last,
            yshift=placed - pixel,
            showarrow=False,
        )
