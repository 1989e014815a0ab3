"""Heat: a cell for each row and measure with its number in it, the worst in the accent; on a phone the worst cells as
bars, since a phone has no room for the grid."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from textwrap import wrap
from typing import NamedTuple

from plotly import graph_objects as go

from dashapp.ui import chart_axes as axes
from dashapp.ui.chart_bars import draw_bar, tell_parts, with_gap
from dashapp.ui.tables import show
from dashapp.ui.theme import ACCENT
from dashapp.values.series import Counted, Series, Value

CELL_HEIGHT, HEAD_LINE = 34, 16
ON_ACCENT = "#ffffff"
MOST_ON_A_PHONE, NAME_AT = 8, 18


class HeatCell(NamedTuple):
    """A number, its row, its measure and how many of how many it is."""

    value: float
    row: int
    measure: int
    counted: Counted


def list_cells(series: Series) -> Iterator[HeatCell]:
    for row, values in enumerate(series.rows):
        for measure, value in enumerate(values[1:]):
            if isinstance(value, (int, float)):
                yield HeatCell(float(value), row, measure, series.counted[row][measure] if series.counted else None)


def find_worst(series: Series) -> HeatCell | None:
    """The highest cell past the limit where there is one, of a rate that should be high the lowest; None where all are
    alike."""
    cells = sorted(list_cells(series), key=lambda cell: cell.value, reverse=series.better != "increase")
    if not cells or cells[0].value == cells[-1].value:
        return None
    past = find_first_past(series)
    return next((cell for cell in cells if cell.value and cell.measure >= past), None)


def find_first_past(series: Series) -> int:
    """The place of the first measure past the limit; 0 without one."""
    return series.measures.index(series.limit[1]) if series.limit else 0


def draw_heat(series: Series) -> go.Figure:
    """The grid, its numbers in ink but for the worst."""
    heads = [break_words(measure) for measure in series.measures]
    names, worst = [name_row(series, place) for place in range(len(series.rows))], find_worst(series)
    numbers: list[list[Value]] = [[as_number(value) for value in row[1:]] for row in series.rows]
    spot = (worst.row, worst.measure) if worst else None
    lines = max(axes.count_lines(heads), 1)
    height = 16 + HEAD_LINE * lines + max(CELL_HEIGHT, 8 + HEAD_LINE * axes.count_lines(names)) * max(2, len(names))
    figure = axes.start(height, right=4)
    figure.add_heatmap(
        x=list(range(len(heads))),
        y=list(range(len(names))),
        z=numbers,
        text=[
            ["" if (row, at) == spot else tell(value) for at, value in enumerate(values)]
            for row, values in enumerate(numbers)
        ],
        texttemplate="%{text}",
        customdata=[
            [
                [(series.links or (None,) * len(names))[row] or "", tell_parts(series, row, at)]
                for at in range(len(heads))
            ]
            for row in range(len(names))
        ],
        hovertemplate="%{y}, %{x}: %{z:,} %{customdata[1]}<extra></extra>",
    )
    figure.update_xaxes(side="top", tickmode="array", tickvals=list(range(len(heads))), ticktext=heads)
    figure.update_yaxes(
        autorange="reversed",
        tickmode="array",
        tickvals=list(range(len(names))),
        ticktext=[with_gap(name) for name in names],
        zeroline=False,
    )
    if worst:
        point_out(figure, worst)
    if series.limit:
        at = find_first_past(series) - 0.5
        figure.add_shape(type="line", x0=at, x1=at, yref="y domain", y0=0, y1=1, line={"width": 2})
    return figure


def point_out(figure: go.Figure, worst: HeatCell) -> None:
    """The worst cell in the full accent, its number in white."""
    x, y = worst.measure, worst.row
    figure.add_shape(
        type="rect", x0=x - 0.48, x1=x + 0.48, y0=y - 0.46, y1=y + 0.46, fillcolor=ACCENT, line={"width": 0}
    )
    whole = int(worst.value) if worst.value.is_integer() else worst.value
    figure.add_annotation(text=f"<b>{show(whole)}</b>", x=x, y=y, font={"color": ON_ACCENT, "size": 12})


def draw_worst_cells(series: Series) -> go.Figure:
    """The worst cells as bars."""
    return draw_bar(list_worst(series))


def list_worst(series: Series) -> Series:
    cells = sorted(list_cells(series), key=lambda cell: cell.value, reverse=series.better != "increase")
    shown = cells[:MOST_ON_A_PHONE]
    links = series.links or (None,) * len(series.rows)
    return replace(
        series,
        shape="bar",
        measures=(series.unit.capitalize(),),
        rows=tuple(
            (f"{axes.name_short(series, cell.row)}, {series.measures[cell.measure]}".replace("<br>", " "), cell.value)
            for cell in shown
        ),
        links=tuple(links[cell.row] for cell in shown),
        counted=tuple((cell.counted,) for cell in shown),
        period="",
        unfinished=False,
    )


def name_row(series: Series, place: int) -> str:
    return "<br>".join(wrap(axes.name_short(series, place).replace("<br>", " "), NAME_AT))


def break_words(measure: str) -> str:
    """Words one below the other: columns are narrow."""
    return "<br>".join(escape(word) for word in measure.split())


def tell(value: Value) -> str:
    return "–" if value is None else str(show(value))


def as_number(value: object) -> Value:
    return value if isinstance(value, (int, float)) else None
