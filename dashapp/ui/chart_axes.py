"""What every figure shares: the names along its axes, its reference lines, the names at the ends of its lines."""

import re
from collections.abc import Sequence
from datetime import date
from html import escape
from textwrap import wrap
from typing import Any, NamedTuple

from plotly import graph_objects as go

from dashapp.ui.chart_template import NAME, SMALL
from dashapp.ui.theme import INK
from dashapp.values.series import Category, Series, Value

HEIGHT = 250
ABOVE, BELOW = 10, 28
PLOT_HEIGHT = HEIGHT - ABOVE - BELOW
TEXT_HEIGHT = 18
TAG = re.compile(r"<[^>]*>")
LETTER = 7.2
"""Pixels of a letter of 13, on the safe side; of one of 12 `SMALL_LETTER`."""
SMALL_LETTER = 6.6
WRAP_AT = 24
ROOM = 290
"""Pixels that a plot has on a phone."""
ROOM_FOR_PERIODS, PERIOD = 283, 43
"""Pixels of a phone right of the numbers of the other axis, and those of a name such as "Sep 26" with its distance."""
STEPS = {"month": (1, 2, 3, 6, 12, 24, 36), "week": (1, 2, 4, 8, 13, 26, 52), "day": (1, 2, 4, 7, 14, 26, 52)}


def start(height: int = HEIGHT, *, right: int = 16, above: int = ABOVE, **more: Any) -> go.Figure:
    """A figure of the one template; `right` and `above` pixels are left free for words next to the plot."""
    return go.Figure(layout={"template": NAME, "height": height, "margin": {"r": right, "t": above}, **more})


class Span(NamedTuple):
    """What an axis of values reaches from and to."""

    low: float
    high: float

    def pixel(self, value: float, length: float) -> float:
        return (value - self.low) / (self.high - self.low) * length


def list_values(series: Series) -> list[float]:
    """Every number that is drawn, reference lines too."""
    values = [value for row in series.rows for value in row[1:] if isinstance(value, (int, float))]
    return [*map(float, values), *(value for _, value in series.reference_lines)]


def find_span(values: Sequence[float], *, from_zero: bool = True, room: float = 0.06) -> Span:
    """From zero, unless that says nothing of a run; with a little room above."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if from_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    reach = (high - low) or abs(high) or 1.0
    return Span(low - room * reach if low < 0 or not from_zero else low, high + room * reach)


def set_values(figure: go.Figure, series: Series, span: Span, axis: str = "y") -> None:
    """The axis of values, with grid lines and the unit of a rate."""
    update = figure.update_yaxes if axis == "y" else figure.update_xaxes
    ends_at_100 = is_percent(series) and max(list_values(series), default=0) <= 100 < span.high
    percents = list_percents(span.low) if ends_at_100 else None
    update(
        range=list(span),
        showgrid=True,
        zeroline=span.low <= 0,
        ticksuffix="%" if is_percent(series) else "",
        dtick=whole_steps(series),
        tickformat=",",
        nticks=5,
        tickvals=percents,
        ticktext=percents and [f"{one}%" for one in percents],
    )


def list_percents(low: float) -> list[int]:
    """Round steps down from 100%: a rate has no more, though its axis leaves room above."""
    step = next((step for step in (1, 2, 5, 10, 20) if 100 - low <= 5 * step), 25)
    return [one for one in range(100, -1, -step) if one >= low]


def is_percent(series: Series) -> bool:
    return series.unit in {"percent", "%"}


def whole_steps(series: Series) -> int | None:
    """Steps of one where all values are small whole numbers, so that no axis counts half a case."""
    values = [value for row in series.rows for value in row[1:]]
    small = all(value is None or (isinstance(value, int) and value <= 5) for value in values)
    return 1 if small and series.shape != "stacked" else None


def is_numbered(series: Series) -> bool:
    """Whether the categories are numbers, which have their own distance from each other."""
    return bool(series.rows) and all(isinstance(row[0], (int, float)) for row in series.rows)


def set_categories(figure: go.Figure, series: Series) -> None:
    """The names below a figure, always level; periods are thinned until they have room on a phone."""
    if is_numbered(series):
        figure.update_xaxes(title_text=escape(series.category), nticks=6)
        return
    keys = list_keys(series)
    shown = range(0, len(keys), find_step(series, ROOM_FOR_PERIODS - figure.layout.margin.r))
    figure.update_xaxes(
        type="category",
        tickmode="array",
        tickvals=[keys[place] for place in shown],
        ticktext=[name_short(series, place) for place in shown],
    )


def find_step(series: Series, room: float) -> int:
    """Every how many periods have a name, on a plot as wide as `room`."""
    period = period_of(series)
    if not period:
        return 1
    return next((step for step in STEPS[period] if (len(series.rows) + 1) / step * PERIOD <= room), STEPS[period][-1])


def period_of(series: Series) -> str:
    return series.period or ("day" if series.rows and isinstance(series.rows[0][0], date) else "")


def list_keys(series: Series, wrap_at: int = WRAP_AT) -> list[Any]:
    """The categories as an axis takes them: dates as ISO, words escaped and in lines of readable length."""
    return [key_of(row[0], wrap_at) for row in series.rows]


def key_of(category: Category | Value, wrap_at: int = WRAP_AT) -> Any:
    if isinstance(category, date):
        return category.isoformat()
    if not isinstance(category, str):
        return category
    return "<br>".join(escape(line) for line in wrap(category, wrap_at)) or "–"


def name_short(series: Series, place: int) -> str:
    """ "Sep 26" for a month, "31 Aug" for a day or week; days of more than a year have their year."""
    day = series.rows[place][0]
    if not isinstance(day, date):
        return str(key_of(day))
    first, last = series.rows[0][0], series.rows[-1][0]
    is_long = isinstance(first, date) and isinstance(last, date) and abs((last - first).days) > 400
    return f"{day:%b %y}" if series.period == "month" or is_long else f"{day.day} {day:%b}"


def count_lines(names: Sequence[Any]) -> int:
    """Lines of text in the longest name."""
    return max((str(name).count("<br>") + 1 for name in names), default=1)


def width_of(texts: Sequence[str]) -> int:
    """Pixels for the longest of these words, with a little room before them; 0 for none."""
    longest = max((len(TAG.sub("", text)) for text in texts), default=0)
    return round(10 + LETTER * longest) if longest else 0


class EndName(NamedTuple):
    """Words at the right end of a line, at its last value."""

    text: str
    value: float
    colour: str = INK
    bold: bool = False


def name_ends(figure: go.Figure, names: Sequence[EndName], span: Span) -> None:
    """The names at the right, outside the plot, moved apart where they would touch."""
    floor = float("-inf")
    for one in sorted(names, key=lambda name: name.value):
        pixel = span.pixel(one.value, PLOT_HEIGHT)
        placed = max(pixel, floor)
        floor = placed + TEXT_HEIGHT
        figure.add_annotation(
            text=f"<b>{escape(one.text)}</b>" if one.bold else escape(one.text),
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=one.value,
            yshift=placed - pixel,
            font={"color": one.colour, "size": SMALL},
        )


def draw_levels(figure: go.Figure, series: Series) -> list[EndName]:
    """Dashed lines across the plot, and their names for its right end."""
    for _, value in series.reference_lines:
        figure.add_shape(
            type="line", xref="x domain", x0=0, x1=1, yref="y", y0=value, y1=value, line={"dash": "dash", "width": 1.5}
        )
    return [EndName(label, value, bold=True) for label, value in series.reference_lines]


def above_for(series: Series) -> int:
    """Pixels above a plot for the names of the lines that go down through it, one below the other."""
    return ABOVE + TEXT_HEIGHT * len(series.reference_lines)


def draw_uprights(figure: go.Figure, series: Series, span: Span) -> None:
    """Dashed lines down through the plot; each has its name above it, on a line of its own."""
    for level, (label, value) in enumerate(sorted(series.reference_lines, key=lambda line: line[1])):
        figure.add_shape(
            type="line", yref="y domain", y0=0, y1=1, xref="x", x0=value, x1=value, line={"dash": "dash", "width": 1.5}
        )
        figure.add_annotation(
            text=f"<b>{escape(label)}</b>",
            x=value,
            xref="x",
            xanchor="left" if span.pixel(value, 1) < 0.5 else "right",
            y=1,
            yref="y domain",
            yanchor="bottom",
            yshift=TEXT_HEIGHT * level,
        )


def flag_limit(figure: go.Figure, label: str, at: float, across: float) -> None:
    """A line down through the plot, with its name above it on the side that has more room."""
    figure.add_shape(type="line", xref="x", x0=at, x1=at, yref="y domain", y0=0, y1=1.02, line={"width": 2})
    side = "left" if at < across / 2 else "right"
    figure.add_annotation(
        text=f"<b>{escape(label)}</b>",
        x=at,
        xref="x",
        xanchor=side,
        xshift=6 if side == "left" else -6,
        y=1,
        yref="y domain",
        yanchor="bottom",
    )
