"""Lines over an ordered category, with their names at their ends; control charts; what lies between lines."""

from __future__ import annotations

from html import escape
from typing import Any

from plotly import graph_objects as go

from dashapp.ui import chart_axes as axes
from dashapp.ui.chart_bars import hover, tell_parts
from dashapp.ui.tables import show
from dashapp.ui.theme import ACCENT, BAR, CHART, INK, LIMIT, RANGE_TINT
from dashapp.values.series import Series, Value

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
SHADES = ("rgba(11,110,110,0.34)", "rgba(11,110,110,0.22)", "rgba(11,110,110,0.12)")
"""Bands from the narrowest to the widest."""
UNUSED = "rgba(207,90,8,0.22)"
MOST_MARKED = 26
LONGEST_AT_END = 14
FEW = 3
POINT, SIGNAL = 7, 9
"""Across: 3.5 and 4.5 from the middle."""


def draw_line(series: Series) -> go.Figure:
    """Lines from zero; several differ by dash too, and each is named at its end where the names are short enough for a
    phone, else in the key above."""
    several = len(series.measures) > 1
    span = axes.find_span(axes.list_values(series))
    named = list_ends(series) if not several or is_named_at_ends(series) else []
    figure = axes.start(above=axes.ABOVE + axes.TEXT_HEIGHT * bool(series.limit))
    for place in range(len(series.measures)):
        colour = series.colour_of(place, CHART) if several else BAR
        draw_one(figure, series, place, colour, dash=DASHES[place % len(DASHES)])
    finish(figure, series, span, named)
    if series.limit and axes.is_numbered(series):
        axes.flag_limit(figure, series.limit[0], float(series.limit[1]), len(series.rows))
    return figure


def is_named_at_ends(series: Series) -> bool:
    """Whether the names of several lines have room at their ends, none of them far from its own."""
    if len(series.measures) == 1 or max(len(measure) for measure in series.measures) > LONGEST_AT_END:
        return False
    ends = sorted(
        last for place in range(len(series.measures)) if (last := find_last(series.values_of(place))) is not None
    )
    span, floor = axes.find_span(axes.list_values(series)), float("-inf")
    for last in ends:
        pixel = span.pixel(last, axes.PLOT_HEIGHT)
        floor = max(pixel, floor) + axes.TEXT_HEIGHT
        if floor - axes.TEXT_HEIGHT - pixel > axes.TEXT_HEIGHT:
            return False
    return True


def is_point(series: Series, place: int) -> bool:
    """Whether a measure is a single point among lines that are longer than a few points."""
    known = [sum(value is not None for value in series.values_of(one)) for one in range(len(series.measures))]
    return known[place] == 1 and max(known) > FEW


def list_ends(series: Series) -> list[axes.EndName]:
    """What is written at the end of each line: the name of one of several, the newest value of a single one. A point
    among lines has its name at itself."""
    mark = "%" if axes.is_percent(series) else ""
    ends = []
    for place, measure in enumerate(series.measures):
        last = find_last(series.values_of(place))
        if last is None or is_point(series, place):
            continue
        if len(series.measures) == 1:
            whole = int(last) if last.is_integer() else last
            ends.append(axes.EndName(f"{show(whole)}{mark}", last, ACCENT, bold=True))
        else:
            ends.append(axes.EndName(measure, last, series.colour_of(place, CHART)))
    return ends


def finish(figure: go.Figure, series: Series, span: axes.Span, ends: list[axes.EndName]) -> None:
    """Axes, reference lines, and the names at the right with the room they need."""
    names = [*ends, *axes.draw_levels(figure, series)]
    figure.update_layout(margin_r=max(16, axes.width_of([name.text for name in names])))
    axes.set_categories(figure, series)
    axes.set_values(figure, series, span)
    axes.name_ends(figure, names, span)


def draw_one(figure: go.Figure, series: Series, place: int, colour: str, *, dash: str = "solid", **more: Any) -> None:
    """One line. A single known point is a marker, many points a line alone; the newest stands out, and is hollow where
    its month is not finished."""
    values = series.values_of(place)
    known = [row for row, value in enumerate(values) if value is not None]
    marked = len(known) == 1 or len(values) <= MOST_MARKED
    if is_point(series, place):
        more |= {"text": escape(series.measures[place]), "textposition": "top center", "cliponaxis": False}
    figure.add_scatter(
        x=axes.list_keys(series),
        y=values,
        name=escape(series.measures[place]),
        mode=("markers+text" if "text" in more else "markers" if len(known) == 1 else "lines+markers")
        if marked
        else "lines",
        line={"color": colour, "dash": dash, "shape": "linear"},
        marker=mark_points(series, values, colour),
        customdata=customdata_of(series, place),
        hovertemplate=hover("x", "y", unit=axes.is_percent(series) * "%"),
        **more,
    )


def mark_points(series: Series, values: list[Value], colour: str) -> dict[str, Any]:
    last = len(values) - 1
    symbols = ["circle-open" if series.unfinished and place == last else "circle" for place in range(last + 1)]
    single = len(series.measures) == 1 and series.shape == "line"
    colours = [ACCENT if single and place == last else colour for place in range(last + 1)]
    return {"color": colours, "symbol": symbols, "size": POINT, "line": {"width": 2 if series.unfinished else 0}}


def customdata_of(series: Series, measure: int) -> list[list[str]]:
    links = series.links or (None,) * len(series.rows)
    return [[link or "", tell_parts(series, place, measure)] for place, link in enumerate(links)]


def draw_spc(series: Series) -> go.Figure:
    """A control chart: the range of chance is tinted between dashed limits, the mean goes through it, and what is more
    than chance is in the accent. Limits and mean are named at the right."""
    value, mean, lower, upper, marked = range(5)
    span = axes.find_span(axes.list_values(series), from_zero=False, room=0.12)
    figure, ends = axes.start(), []
    levels = {place: find_last(series.values_of(place)) for place in (mean, lower, upper)}
    low, high = levels[lower], levels[upper]
    if low is not None and high is not None:
        figure.add_shape(
            type="rect",
            xref="x domain",
            x0=0,
            x1=1,
            y0=low,
            y1=high,
            fillcolor=RANGE_TINT,
            line={"width": 0},
            layer="below",
        )
    for place, level in levels.items():
        if level is not None:
            ends.append(draw_level(figure, series, place, level, is_mean=place == mean))
    draw_one(figure, series, value, BAR)
    figure.add_scatter(
        x=axes.list_keys(series),
        y=series.values_of(marked),
        mode="markers",
        marker={"color": ACCENT, "size": SIGNAL},
        name=escape(series.measures[marked]),
        customdata=customdata_of(series, value),
        hovertemplate=hover("x", "y"),
    )
    finish(figure, series, span, ends)
    figure.update_yaxes(nticks=5, dtick=None)
    return figure


def draw_level(figure: go.Figure, series: Series, place: int, level: float, *, is_mean: bool) -> axes.EndName:
    """A level line across the plot, and its name with its value."""
    line = {"color": INK if is_mean else LIMIT, "width": 1.5, "dash": "solid" if is_mean else "dash"}
    figure.add_shape(type="line", xref="x domain", x0=0, x1=1, y0=level, y1=level, line=line, layer="below")
    word = series.measures[place].split()[0].lower()
    whole = int(level) if level.is_integer() else level
    return axes.EndName(f"{word} {show(whole)}", level, bold=is_mean)


def draw_fan(series: Series) -> go.Figure:
    """Prediction bands around a middle line, the widest drawn first, and what was observed where it is told."""
    figure = axes.start()
    bands = [(place, place + 1) for place in range(1, len(series.measures) - 1, 2)]
    for depth, (low, high) in reversed(list(enumerate(bands))):
        draw_edge(figure, series, low)
        shade = SHADES[min(depth, len(SHADES) - 1)]
        draw_edge(figure, series, high, fill="tonexty", fillcolor=shade, name=name_band(series.measures[high]))
    draw_one(figure, series, 0, ACCENT)
    if len(series.measures) % 2 == 0:
        draw_one(figure, series, len(series.measures) - 1, CHART[3])
    finish(figure, series, axes.find_span(axes.list_values(series)), [])
    return figure


def draw_edge(figure: go.Figure, series: Series, place: int, **more: Any) -> None:
    """An edge that is not drawn, for what is filled up to it."""
    look: dict[str, Any] = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    figure.add_scatter(x=axes.list_keys(series), y=series.values_of(place), **look, **more)


def name_band(high: str) -> str:
    """ "Upper 80%" as "80% of runs"."""
    return f"{high.split()[-1]} of runs" if high.endswith("%") else high


def draw_gap(series: Series) -> go.Figure:
    """Two lines; where the upper one is above the lower, the gap is shaded."""
    upper, lower = series.values_of(0), series.values_of(1)
    top: list[Value] = [
        None if high is None or low is None else max(high, low) for high, low in zip(upper, lower, strict=True)
    ]
    figure, names = axes.start(), axes.list_keys(series)
    shaded: dict[str, Any] = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    figure.add_scatter(x=names, y=lower, **shaded)
    figure.add_scatter(x=names, y=top, fill="tonexty", fillcolor=UNUSED, name="Not used", **shaded)
    for place in (0, 1):
        draw_one(figure, series, place, CHART[place], dash=DASHES[1 - place])
    named = list_ends(series) if is_named_at_ends(series) else []
    finish(figure, series, axes.find_span(axes.list_values(series)), named)
    return figure


def draw_area(series: Series) -> go.Figure:
    """One line with the area below it filled; more measures are lines over it."""
    figure = axes.start()
    draw_one(figure, series, 0, ACCENT, fill="tozeroy", fillcolor=SHADES[2])
    for place in range(1, len(series.measures)):
        draw_one(figure, series, place, CHART[place], dash="dash")
    named = list_ends(series) if len(series.measures) == 1 or is_named_at_ends(series) else []
    finish(figure, series, axes.find_span(axes.list_values(series)), named)
    return figure


def find_last(values: list[Value]) -> float | None:
    """The last value that is known."""
    return next((float(value) for value in reversed(values) if value is not None), None)
