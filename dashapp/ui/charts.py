"""A chart is a figure with its title, its one-line reading, its table, its CSV and its definition, all from one Series.

Figures use graph_objects alone (plotly.express is fifty times slower to build); text and grid lines take their colours
from `assets/charts.css`, so that one figure serves the light and the dark theme.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dash import dcc, html
from dash.development.base_component import Component
from plotly import graph_objects as go

from dashapp.ui.chart_bands import draw_area, draw_fan, draw_gap, draw_run
from dashapp.ui.chart_bars import draw_bar, draw_funnel, draw_histogram, draw_stacked
from dashapp.ui.chart_lines import draw_heatmap, draw_line
from dashapp.ui.chart_ranges import draw_range, draw_scatter, draw_waterfall
from dashapp.ui.icons import render_icon
from dashapp.ui.tables import Cell, Column, render_table, show
from dashapp.values.series import ChartShape, Series

DRAWINGS: dict[ChartShape, Callable[[Series], go.Figure]] = {
    "bar": draw_bar,
    "line": draw_line,
    "stacked": draw_stacked,
    "histogram": draw_histogram,
    "heatmap": draw_heatmap,
    "funnel": draw_funnel,
    "run": draw_run,
    "fan": draw_fan,
    "gap": draw_gap,
    "area": draw_area,
    "waterfall": draw_waterfall,
    "range": draw_range,
    "scatter": draw_scatter,
}
FOOT = "cs-chart-foot"
CONFIG = {"displayModeBar": False, "responsive": True, "doubleClick": False, "scrollZoom": False}


def draw_series(series: Series) -> go.Figure:
    """The figure of a series; bars begin at zero, at most six colours, labels beside what they name."""
    return DRAWINGS[series.shape](series)


def render_charts(charts: Sequence[tuple[Series, str]]) -> html.Div:
    """Charts of `(series, address of its CSV)`, side by side where there is room."""
    return html.Div([render_chart(series, csv_href) for series, csv_href in charts], className="cs-charts")


def render_chart(series: Series, csv_href: str, *, level: int = 2) -> html.Figure:
    """The whole of a chart; `level` is the level of its heading, 2 or 3."""
    heading = html.H2 if level == 2 else html.H3
    caption = html.Figcaption([heading(series.title), html.P(series.reading, className="cs-chart-reading")])
    return html.Figure(
        [
            caption,
            *(_render_nothing(series, csv_href) if series.is_empty else _render_drawn(series, csv_href)),
            _render_definition(series),
        ],
        className="cs-chart cs-chart-wide" if series.shape == "table" else "cs-chart",
        **{"data-chart": series.key},
    )


def _render_nothing(series: Series, csv_href: str) -> list[Component]:
    """No figure; the numbers all the same where there are some, of too few for a rate."""
    if series.withheld:
        return []
    if series.counted:
        return [render_series_table(series, caption_hidden=True), html.Div(_render_csv(csv_href), className=FOOT)]
    return [html.P("Nothing to draw.", className="cs-chart-nothing")]


def _render_csv(href: str) -> html.A:
    return html.A([render_icon("download"), "Download as CSV"], href=href, className="cs-chart-csv", download="")


def _render_drawn(series: Series, csv_href: str) -> list[Component]:
    csv = _render_csv(csv_href)
    if series.shape == "table":
        return [render_series_table(series, caption_hidden=True), html.Div(csv, className=FOOT)]
    figure = draw_series(series)
    graph = dcc.Graph(figure=figure, config=CONFIG, style={"height": f"{figure.layout.height}px"}, responsive=True)
    label = f"Chart: {series.title}. {series.reading} The table below has the same numbers."
    return [
        html.Div(graph, className="cs-chart-figure", role="img", **{"aria-label": label}),
        html.Div(
            [html.Details([html.Summary("Show as a table"), render_series_table(series)]), csv],
            className=FOOT,
        ),
    ]


def _render_definition(series: Series) -> html.P:
    return html.P([html.Strong("What is counted: "), series.definition], className="cs-quiet")


def render_series_table(series: Series, *, caption_hidden: bool = False) -> html.Div:
    """The same rows as a table; a row with records behind it links to them."""
    columns = (Column(series.category, header=True), *(Column(head, number=True) for head in series.columns[1:]))
    links = series.links or (None,) * len(series.rows)
    rows = [
        (_render_category(row[0], links[place]), *row[1:], *series.parts_of(place))
        for place, row in enumerate(series.rows)
    ]
    return render_table(f"{series.title} ({series.unit})", columns, rows, caption_hidden=caption_hidden)


def _render_category(category: Cell, link: str | None) -> Cell:
    return html.A(show(category), href=link) if link else category
