"""Steps down a waterfall, two values with a line between them, and points that are services."""

from html import escape

from plotly import graph_objects as go

from dashapp.ui import chart_axes as axes
from dashapp.ui.chart_bars import LINE, set_lying, write_beside
from dashapp.ui.chart_lines import customdata_of
from dashapp.ui.tables import show
from dashapp.ui.theme import ACCENT, BAR, CHART, LIMIT
from dashapp.values.series import Series, Value

ROW = 30
SYMBOLS = ("circle", "diamond")


def draw_waterfall(series: Series) -> go.Figure:
    """Bars lying down: totals from zero, each change hanging between what was there before it and what is left; the
    largest change in the accent."""
    changes, left, names = series.values_of(0), series.values_of(1), axes.list_keys(series)
    largest = max((abs(change or 0) for change, rest in zip(changes, left, strict=True) if change != rest), default=0)
    lengths, bases, colours, shapes, texts = [], [], [], [], []
    for change, rest in zip(changes, left, strict=True):
        change, rest = change or 0, rest or 0
        is_total = change == rest
        lengths.append(abs(change))
        bases.append(0 if is_total else min(rest, rest - change))
        colours.append(ACCENT if abs(change) == largest and not is_total else BAR)
        shapes.append("" if is_total or change > 0 else "/")
        texts.append(f"<b>{show(change) if is_total or change <= 0 else f'+{show(change)}'}</b>")
    wide = axes.width_of(texts)
    figure = axes.start(20 + row_height(names) * len(names), right=wide)
    figure.add_bar(
        x=lengths,
        y=names,
        base=bases,
        orientation="h",
        marker={"color": colours, "pattern": {"shape": shapes}},
        customdata=customdata_of(series, 0),
        hovertemplate="%{y}: %{x:,}<extra></extra>",
    )
    set_lying(figure, names, axes.find_span([*axes.list_values(series)], room=0.02))
    for name, text in zip(names, texts, strict=True):
        write_beside(figure, name, text, wide)
    return figure


def row_height(names: list[object]) -> int:
    return max(ROW, 8 + LINE * axes.count_lines(names))


def draw_range(series: Series) -> go.Figure:
    """A row for each name: two markers of different shape and a line between them."""
    names = axes.list_keys(series)
    ends = (series.values_of(0), series.values_of(1))
    above = axes.above_for(series)
    figure = axes.start(above + 28 + row_height(names) * len(names), above=above)
    joined_x: list[Value] = []
    joined_y: list[object] = []
    for name, one, other in zip(names, *ends, strict=True):
        joined_x += [one, other, None]
        joined_y += [name, name, None]
    figure.add_scatter(x=joined_x, y=joined_y, mode="lines", line={"color": LIMIT, "width": 3}, hoverinfo="skip")
    for place, values in enumerate(ends):
        figure.add_scatter(
            x=values,
            y=names,
            mode="markers",
            name=escape(series.measures[place]),
            marker={"color": CHART[place], "size": 12, "symbol": SYMBOLS[place]},
            customdata=customdata_of(series, place),
            hovertemplate="%{y}: %{x:,.4~g}<extra>%{fullData.name}</extra>",
        )
    span = axes.find_span(axes.list_values(series), from_zero=not series.reference_lines)
    set_lying(figure, names, span)
    axes.set_values(figure, series, span, "x")
    figure.update_xaxes(visible=True, nticks=4)
    axes.draw_uprights(figure, series, span)
    return figure


def draw_scatter(series: Series) -> go.Figure:
    """A point for each row, the highest named; the others tell their names when they are pointed at."""
    across, up = series.values_of(0), series.values_of(1)
    highest = max((value for value in up if value is not None), default=None)
    worst = next((place for place, value in enumerate(up) if value == highest), None)
    labels = [escape(str(row[0])) for row in series.rows]
    named = axes.draw_levels(figure := axes.start(axes.HEIGHT + 50), series)
    figure.add_scatter(
        x=across,
        y=up,
        mode="markers",
        text=labels,
        marker={"color": [ACCENT if place == worst else BAR for place in range(len(labels))], "size": 10},
        customdata=customdata_of(series, 0),
        hovertemplate="%{text}: %{x:,.4~g}, %{y:,.4~g}<extra></extra>",
    )
    span = axes.find_span(
        [*(float(value) for value in up if value is not None), *(one.value for one in named)], room=0.16
    )
    furthest = axes.find_span([float(value) for value in across if value is not None])
    figure.update_xaxes(title_text=escape(series.measures[0]), range=list(furthest), showgrid=False, nticks=5)
    figure.update_yaxes(title_text=escape(series.measures[1]), range=list(span), showgrid=True)
    figure.update_layout(margin_r=max(16, axes.width_of([one.text for one in named])))
    axes.name_ends(figure, named, span)
    if worst is not None:
        right = (across[worst] or 0) > 0.5 * furthest.high
        figure.add_annotation(
            text=f"<b>{labels[worst]}</b>",
            x=across[worst],
            y=up[worst],
            xanchor="right" if right else "left",
            yanchor="bottom",
            yshift=7,
            font={"color": ACCENT},
        )
    return figure
