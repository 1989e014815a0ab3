"""Lines over an ordered category, and heat maps."""

from __future__ import annotations

from html import escape

from plotly import graph_objects as go

from dashapp.ui import chart_axes as axes
from dashapp.ui.theme import CHART
from dashapp.values.series import Category, Series, Value

SYMBOLS = ("circle", "square", "diamond", "triangle-up", "x", "cross")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
HEAT = ((0.0, "#e2f0ef"), (0.5, "#4f9f9b"), (1.0, "#075252"))
CELL_HEIGHT = 32
MOST_MARKED = 40
LONGEST_AT_END = 14
PLOT_HEIGHT = axes.HEIGHT - 80


def draw_line(series: Series) -> go.Figure:
    """Lines from zero; several differ by dash and marker too, and each is named at its end, or above when the names are
    too long for that on a small screen or the ends too close to tell whose each is."""
    several = len(series.measures) > 1
    at_ends = several and _fit_at_ends(series)
    height = axes.HEIGHT + (0 if at_ends else 10 * (len(series.measures) - 1))
    layout = axes.make_layout(height, right=_room_for_names(series) if at_ends else 24, legend=several and not at_ends)
    figure = go.Figure(layout=layout)
    for place, measure in enumerate(series.measures):
        figure.add_trace(_line(series, place, measure))
    is_number = bool(series.rows) and isinstance(series.rows[0][0], (int, float))
    figure.update_xaxes(axes.category_axis(series.category if is_number else ""))
    figure.update_yaxes(axes.value_axis(series))
    axes.draw_reference_lines(figure, series, "y", length=axes.HEIGHT - 60)
    for text, value, shift in _end_labels(series) if at_ends else []:
        figure.add_annotation(
            text=text, x=1, xref="paper", xanchor="left", y=value, yshift=shift, xshift=8, showarrow=False, align="left"
        )
    return figure


def draw_heatmap(series: Series) -> go.Figure:
    """A cell for each row and measure, with its number in it."""
    heat = go.Heatmap(
        x=[escape(measure) for measure in series.measures],
        y=axes.list_names(series),
        z=[[_number(value) for value in row[1:]] for row in series.rows],
        zmin=0,
        colorscale=[list(stop) for stop in HEAT],
        showscale=False,
        xgap=2,
        ygap=2,
        texttemplate="%{z:,}",
        hovertemplate="%{y}, %{x}: %{z:,}<extra></extra>",
    )
    slanted = 4 * max(len(measure) for measure in series.measures)
    figure = go.Figure(heat, axes.make_layout(60 + slanted + CELL_HEIGHT * max(2, len(series.rows))))
    figure.update_xaxes(side="top", type="category", showgrid=False, fixedrange=True, automargin=True)
    figure.update_yaxes(axes.category_axis(), autorange="reversed", type="category", ticksuffix="  ")
    return figure


def _line(series: Series, place: int, measure: str) -> go.Scatter:
    colour = CHART[place % len(CHART)]
    return go.Scatter(
        x=axes.list_names(series),
        y=series.values_of(place),
        name=escape(measure),
        mode=_mode(series, place),
        line={"color": colour, "width": 2, "dash": DASHES[place % len(DASHES)]},
        marker={"color": colour, "size": 8, "symbol": SYMBOLS[place % len(SYMBOLS)]},
        hovertemplate="%{x}: %{y:,}<extra>%{fullData.name}</extra>",
    )


def _mode(series: Series, place: int) -> str:
    """A single point can be seen only as a marker; many points only as a line."""
    known = sum(value is not None for value in series.values_of(place))
    if known == 1:
        return "markers"
    return "lines+markers" if len(series.rows) <= MOST_MARKED else "lines"


def _fit_at_ends(series: Series) -> bool:
    """Whether the names are short enough, and none would stand more than its own height from its line."""
    if max(len(measure) for measure in series.measures) > LONGEST_AT_END:
        return False
    return all(shift <= axes.TEXT_HEIGHT for _, _, shift in _end_labels(series))


def _end_labels(series: Series) -> list[tuple[str, float, float]]:
    """`(text, value, shift in pixels)` of each line's name at its last value, moved apart where they would touch."""
    ends = [(find_last(series.values_of(place)), escape(measure)) for place, measure in enumerate(series.measures)]
    labels, floor, top = [], float("-inf"), axes.top_of(series)
    for value, text in sorted((value, text) for value, text in ends if value is not None):
        pixel = value / top * PLOT_HEIGHT
        placed = max(pixel, floor)
        floor = placed + axes.TEXT_HEIGHT
        labels.append((text, value, placed - pixel))
    return labels


def _room_for_names(series: Series) -> int:
    """Pixels at the right for the longest name, at about eight to a letter."""
    return 24 + 8 * max(len(measure) for measure in series.measures)


def find_last(values: list[Value]) -> float | None:
    """The last value that is known."""
    return next((float(value) for value in reversed(values) if value is not None), None)


def _number(value: Category | Value) -> Value:
    return value if isinstance(value, (int, float)) else None
