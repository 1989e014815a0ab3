"""Bars: lying down with their numbers in columns, or upright in an order of their own; stacked bars, funnels and
histograms."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from itertools import pairwise
from typing import Any, Final

from plotly import graph_objects as go

from dashapp.ui import chart_axes as axes
from dashapp.ui.tables import show
from dashapp.ui.theme import ACCENT, BAR, BREACH, CHART
from dashapp.values.series import MOST_BARS, Series, Value
from rules.rates import FEWEST, say_count

PATTERNS: Final = ("", "/", ".", "x", "-", "|")
PITCH, LINE = 23, 16
MOST_UPRIGHT, MOST_ACCENTS = 8, 3
MOST_NUMBERED, WRAP_SHORT = 8, 15
GAP = "\u00a0\u00a0"


def draw_bar(series: Series) -> go.Figure:
    """Bars from zero with each number next to it: muted, but for the one that the headline is about."""
    if len(series.measures) > 1:
        return _draw_several(series, "group")
    return _draw_upright(series) if is_upright(series) else _draw_lying(in_order(series))


def draw_stacked(series: Series) -> go.Figure:
    """Bars with parts that add up; a pattern as well as a colour for each part."""
    return _draw_several(series, "stack")


def draw_funnel(series: Series) -> go.Figure:
    """Stages from first to last as bars from zero, each with its share of the first."""
    first = next((value for value in series.values_of(0) if value), None)
    return _draw_lying(series, shares=[_share(value, first) for value in series.values_of(0)])


def in_order(series: Series) -> Series:
    """The rows that have something to draw, by value unless they have an order of their own: the worst first."""
    places = [place for place, row in enumerate(series.rows) if row[1] is not None]
    if not series.is_ordered:
        values = series.values_of(0)
        places.sort(key=lambda place: values[place] or 0, reverse=series.better != "increase")
        places = places[:MOST_BARS]
    return replace(
        series,
        rows=tuple(series.rows[place] for place in places),
        links=tuple(series.links[place] for place in places) if series.links else (),
        counted=tuple(series.counted[place] for place in places) if series.counted else (),
    )


def is_upright(series: Series) -> bool:
    """Whether the bars are in an order of their own and their names have room next to each other on a phone."""
    if axes.period_of(series):
        return True
    names = [str(row[0]) for row in series.rows]
    fits = max(map(len, names), default=0) * axes.SMALL_LETTER + 6 <= axes.ROOM / max(1, len(names))
    return series.is_ordered and len(names) <= MOST_UPRIGHT and fits


def find_past(series: Series) -> set[int]:
    """The rows past the limit."""
    names = [row[0] for row in series.rows]
    if series.limit is None or series.limit[1] not in names:
        return set()
    return set(range(names.index(series.limit[1]), len(names)))


def find_accents(series: Series) -> set[int]:
    """The row that the headline is about: the largest, of a rate that should be high the lowest. None where all are
    alike, or where there is a limit to go by."""
    values = [value for value in series.values_of(0) if value is not None]
    if series.limit or not values or min(values) == max(values):
        return set()
    worst = min(values) if series.better == "increase" else max(values)
    found = {place for place, value in enumerate(series.values_of(0)) if value == worst}
    return found if len(found) <= MOST_ACCENTS else set()


def _marker(series: Series) -> dict[str, Any]:
    """The colour of every bar; past the limit it is hatched as well, and so is a month that is not finished."""
    past, accents, last = find_past(series), find_accents(series), len(series.rows) - 1
    places = range(len(series.rows))
    colours = [BREACH if place in past else ACCENT if place in accents else BAR for place in places]
    hatched = [place in past or (series.unfinished and place == last) for place in places]
    return {"color": colours, "pattern": {"shape": ["/" if one else "" for one in hatched]}}


def _customdata(series: Series, measure: int = 0) -> list[list[str]]:
    """For each row the address of its records, and of a rate how many of how many."""
    links = series.links or (None,) * len(series.rows)
    return [[link or "", tell_parts(series, place, measure)] for place, link in enumerate(links)]


def tell_parts(series: Series, place: int, measure: int = 0) -> str:
    pair = series.counted[place][measure] if series.counted else None
    return say_count(*pair) if pair else ""


def hover(across: str, value: str, *, unit: str = "") -> str:
    return f"%{{{across}}}: %{{{value}:,}}{unit} %{{customdata[1]}}<extra>%{{fullData.name}}</extra>"


def _draw_lying(series: Series, shares: list[str] | None = None) -> go.Figure:
    values, parts = list_columns(series, shares)
    names, accents = axes.list_keys(series, WRAP_SHORT if parts else axes.WRAP_AT), find_accents(series)
    wide, wider = axes.width_of(values), axes.width_of(parts)
    span = axes.find_span(axes.list_values(series), room=0.02)
    pitch = max(PITCH, 7 + LINE * axes.count_lines(names))
    above = axes.above_for(series)
    figure = axes.start(above + 12 + pitch * len(series.rows), right=wide + wider + 4, above=above)
    figure.add_bar(
        x=series.values_of(0),
        y=names,
        orientation="h",
        name=escape(series.measures[0]),
        marker=_marker(series),
        customdata=_customdata(series),
        hovertemplate=hover("y", "x", unit=axes.is_percent(series) * "%"),
    )
    set_lying(figure, names, span, bold=accents)
    for place, name in enumerate(names):
        strong = place in accents
        write_beside(figure, name, values[place], wide, colour=ACCENT if strong else "")
        if wider:
            write_beside(figure, name, parts[place], wide + wider)
    axes.draw_uprights(figure, series, span)
    return figure


def list_columns(series: Series, shares: list[str] | None) -> tuple[list[str], list[str]]:
    """What is written next to each bar: its number as the table has it, and what that is of."""
    mark = "%" if axes.is_percent(series) else ""
    values = [f"<b>{show(value)}{mark}</b>" for value in series.values_of(0)]
    parts = shares or [tell_parts(series, place) for place in range(len(series.rows))]
    return values, parts if any(parts) else []


def set_lying(figure: go.Figure, names: list[Any], span: axes.Span, bold: set[int] = frozenset()) -> None:  # type: ignore[assignment]
    """Names at the left, the values' axis unseen: each value is written next to its bar."""
    spaced = [with_gap(str(name)) for name in names]
    told = [f"<b>{name}</b>" if place in bold else name for place, name in enumerate(spaced)]
    figure.update_xaxes(range=list(span), visible=False)
    figure.update_yaxes(
        autorange="reversed",
        type="category",
        tickmode="array",
        tickvals=names,
        ticktext=told,
        tickfont={"size": 13},
        zeroline=False,
    )


def with_gap(name: str) -> str:
    """A name with room between it and what it names, on each of its lines."""
    return f"{name.replace('<br>', f'{GAP}<br>')}{GAP}"


def write_beside(figure: go.Figure, name: Any, text: str, right: int, colour: str = "") -> None:
    """Words in a column at the right of a bar, their right edge `right` pixels from the plot."""
    look = {"font": {"color": colour}} if colour else {}
    figure.add_annotation(text=text, x=1, xref="paper", xanchor="right", xshift=right, y=name, yref="y", **look)


def _draw_upright(series: Series) -> go.Figure:
    names, values = axes.list_keys(series), series.values_of(0)
    numbered = len(names) <= MOST_NUMBERED
    span = axes.find_span(axes.list_values(series), room=0.14 if numbered else 0.06)
    right = max(16, axes.width_of([label for label, _ in series.reference_lines]))
    figure = axes.start(right=right, above=axes.ABOVE + axes.TEXT_HEIGHT * bool(find_past(series)))
    figure.add_bar(
        x=names,
        y=values,
        name=escape(series.measures[0]),
        marker=_marker(series),
        text=[str(show(value)) for value in values] if numbered else None,
        textposition="outside" if numbered else None,
        customdata=_customdata(series),
        hovertemplate=hover("x", "y", unit=axes.is_percent(series) * "%"),
    )
    axes.set_categories(figure, series)
    axes.set_values(figure, series, span)
    if numbered:
        figure.update_yaxes(showgrid=False, showticklabels=False)
    axes.name_ends(figure, axes.draw_levels(figure, series), span)
    draw_limit(figure, series)
    return figure


def draw_limit(figure: go.Figure, series: Series) -> None:
    """The limit, between the last bar within it and the first past it, with its flag above the plot."""
    past = find_past(series)
    if not past or series.limit is None:
        return
    axes.flag_limit(figure, series.limit[0], min(past) - 0.5, len(series.rows))


def _draw_several(series: Series, mode: str) -> go.Figure:
    """Several measures in one figure, named in the key above it."""
    return _draw_several_upright(series, mode) if is_upright(series) else _draw_several_lying(series, mode)


def _draw_several_upright(series: Series, mode: str) -> go.Figure:
    figure = axes.start(right=max(16, axes.width_of([label for label, _ in series.reference_lines])), barmode=mode)
    names = axes.list_keys(series)
    for place in range(len(series.measures)):
        figure.add_bar(x=names, y=series.values_of(place), **_part(series, place, "x", "y"))
    span = axes.find_span(list_lengths(series, mode))
    axes.set_categories(figure, series)
    axes.set_values(figure, series, span)
    axes.name_ends(figure, axes.draw_levels(figure, series), span)
    return figure


def _draw_several_lying(series: Series, mode: str) -> go.Figure:
    names, sums = axes.list_keys(series), list_lengths(series, "stack")
    totals = (
        [f"<b>{show(int(total) if total.is_integer() else total)}</b>" for total in sums] if mode == "stack" else []
    )
    side_by_side = 1 if mode == "stack" else len(series.measures)
    pitch = max(PITCH + 12 * (side_by_side - 1), 7 + LINE * axes.count_lines(names))
    wide, above = axes.width_of(totals), axes.above_for(series)
    figure = axes.start(above + 12 + pitch * len(names), right=wide + 4, above=above, barmode=mode)
    for place in range(len(series.measures)):
        figure.add_bar(y=names, x=series.values_of(place), orientation="h", **_part(series, place, "y", "x"))
    span = axes.find_span(list_lengths(series, mode), room=0.02)
    set_lying(figure, names, span)
    for name, total in zip(names, totals, strict=False):
        write_beside(figure, name, total, wide)
    axes.draw_uprights(figure, series, span)
    return figure


def list_lengths(series: Series, mode: str) -> list[float]:
    """How far each bar reaches; of stacked ones the sums."""
    if mode != "stack":
        return axes.list_values(series)
    return [float(sum(value for value in row[1:] if isinstance(value, (int, float)))) for row in series.rows]


def _part(series: Series, place: int, across: str, value: str) -> dict[str, Any]:
    """One measure; as each has a pattern of its own, what is not finished is paler."""
    shades = [0.5 if series.unfinished and row == len(series.rows) - 1 else 1 for row in range(len(series.rows))]
    marker = {"color": series.colour_of(place, CHART), "pattern": {"shape": PATTERNS[place % len(PATTERNS)]}}
    return {
        "name": escape(series.measures[place]),
        "marker": {**marker, "opacity": shades},
        "customdata": _customdata(series, place),
        "hovertemplate": hover(across, value),
    }


def draw_histogram(series: Series) -> go.Figure:
    """Touching bars over numbered bins; reference lines go down at a number of the bins."""
    starts = [float(row[0]) for row in series.rows if isinstance(row[0], (int, float))]
    width = min((later - earlier for earlier, later in pairwise(starts)), default=1.0)
    figure = axes.start(above=axes.above_for(series), bargap=0)
    figure.add_bar(
        x=starts,
        y=series.values_of(0),
        offset=0,
        width=width * 0.9,
        name=escape(series.measures[0]),
        customdata=_customdata(series),
        hovertemplate=hover("x", "y"),
    )
    axes.set_categories(figure, series)
    span = axes.find_span([float(value) for value in series.values_of(0) if value is not None])
    axes.set_values(figure, series, span)
    ends = axes.Span(min(starts, default=0.0), max(starts, default=1.0) + width)
    axes.draw_uprights(figure, series, ends)
    return figure


def _share(value: Value, first: Value) -> str:
    return f"{100 * value / first:.0f}%" if value is not None and first and first >= FEWEST else ""
