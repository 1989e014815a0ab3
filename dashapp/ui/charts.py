"""A chart is a card: the measure, what it says in one sentence, a menu, the figure, and what a reader has to know of
the numbers with the way to the table. Figure, table and CSV are all of one Series.

Figures use graph_objects alone (plotly.express is fifty times slower to build) and the one template; colours of the
dark come from `assets/charts.css`, so that one figure serves the light and the dark theme.
"""

from collections.abc import Callable, Sequence

from dash import dcc, html
from dash.development.base_component import Component
from plotly import graph_objects as go

from dashapp.ui.chart_bars import draw_bar, draw_funnel, draw_histogram, draw_stacked
from dashapp.ui.chart_heat import draw_heat, draw_worst_cells
from dashapp.ui.chart_lines import draw_area, draw_fan, draw_gap, draw_line, draw_spc, is_named_at_ends, name_band
from dashapp.ui.chart_ranges import draw_range, draw_scatter, draw_waterfall
from dashapp.ui.chips import render_chip
from dashapp.ui.tables import Cell, Column, render_table, show
from dashapp.ui.theme import CHART, TOKENS
from dashapp.values.series import ChartShape, Series

DRAWINGS: dict[ChartShape, Callable[[Series], go.Figure]] = {
    "bar": draw_bar,
    "line": draw_line,
    "spc": draw_spc,
    "stacked": draw_stacked,
    "histogram": draw_histogram,
    "heat": draw_heat,
    "funnel": draw_funnel,
    "fan": draw_fan,
    "gap": draw_gap,
    "area": draw_area,
    "waterfall": draw_waterfall,
    "range": draw_range,
    "scatter": draw_scatter,
}
CONFIG = {"displayModeBar": False, "responsive": True, "doubleClick": False, "scrollZoom": False}
TALLEST = 1.6
"""How far a figure is stretched to the height of its neighbour."""


def draw_series(series: Series) -> go.Figure:
    """The figure of a series."""
    return DRAWINGS[series.shape](series.for_figure())


def render_charts(charts: Sequence[tuple[Series, str]], *, level: int = 2) -> html.Div:
    """Charts of `(series, address of its CSV)` in rows of two where there is room, without a hole; then a line for each
    that has nothing to draw."""
    drawn = [one for one in charts if not one[0].is_empty]
    single = [one for one in drawn if one[0].shape != "table"]
    alone = single[-1][0].key if len(single) % 2 else ""
    return html.Div(
        [
            *(render_chart(series, href, level=level, wide=series.key == alone) for series, href in drawn),
            *(render_chart(series, href, level=level) for series, href in charts if series.is_empty),
        ],
        className="cs-charts",
    )


def render_chart(series: Series, csv_href: str, *, level: int = 2, wide: bool = False) -> html.Figure:
    """The whole card; `level` is the level of its heading, 2 or 3. `wide` has a row of its own."""
    heading = html.H2 if level == 2 else html.H3
    if series.is_empty:
        return _render_nothing(series, csv_href, heading)
    looks = ["cs-chart", *(["cs-chart-wide"] if wide or series.shape == "table" else [])]
    return html.Figure(
        [
            html.Figcaption(
                [
                    html.P([series.title, *_render_verdict(series)], className="cs-chart-measure"),
                    heading(series.headline, className="cs-chart-reading"),
                ]
            ),
            _render_menu(series, csv_href),
            *_render_drawn(series),
        ],
        className=" ".join(looks),
        **{"data-chart": series.key},
    )


def _render_verdict(series: Series) -> list[Component]:
    if series.verdict is None:
        return []
    is_better, words = series.verdict
    return [" ", render_chip("fine" if is_better else "watch", words)]


def _render_nothing(series: Series, csv_href: str, heading: Callable[..., Component]) -> html.Figure:
    """No figure and one line; the numbers all the same where there are some, of too few for a rate."""
    words = heading(
        [html.Span(series.title, className="cs-chart-measure"), " ", html.Span(series.reading)],
        className="cs-chart-reading",
    )
    table = [_render_table(series)] if series.has_numbers else []
    return html.Figure(
        [html.Figcaption(words), *table, _render_menu(series, csv_href if series.has_numbers else "")],
        className="cs-chart cs-chart-nothing",
        **{"data-chart": series.key},
    )


def _render_menu(series: Series, csv_href: str) -> html.Details:
    """Table, picture, CSV and definition."""
    figure = [] if series.is_empty or series.shape == "table" else ["table", "png"]
    ways = {
        "table": html.Button("Table", type="button", **{"data-chart-table": series.key}),
        "png": html.Button("Picture (PNG)", type="button", **{"data-chart-png": series.key}),
    }
    csv = [html.A("Numbers (CSV)", href=csv_href, className="cs-chart-csv", download="")] if csv_href else []
    summary = html.Summary(html.Span("⋯", **{"aria-hidden": "true"}), **{"aria-label": f"More of: {series.title}"})
    items = [html.Li(way) for way in (*(ways[name] for name in figure), *csv)]
    listed = [html.Ul(items)] if items else []
    inside = html.Div([*listed, _render_definition(series)], className="cs-chart-ways")
    return html.Details([summary, inside], className="cs-chart-menu")


def _render_drawn(series: Series) -> list[Component]:
    note = html.P(series.remarks)
    if series.shape == "table":
        foot = [html.Div(note, className="cs-chart-foot")] if series.remarks else []
        return [render_series_table(series, caption_hidden=True), *foot]
    label = f"Chart: {series.title}. {series.reading} The table below has the same numbers."
    return [
        *_render_key(series),
        html.Div(_render_figures(series), className="cs-chart-figure", role="img", **{"aria-label": label}),
        html.Div([note, _render_table(series)], className="cs-chart-foot"),
    ]


def _render_figures(series: Series) -> list[Component]:
    """The figure; of a grid also what a phone shows instead."""
    if series.shape != "heat":
        return [_render_figure(draw_series(series))]
    wide, narrow = draw_series(series), draw_worst_cells(series.for_figure())
    return [_render_figure(wide, "cs-chart-wide-only"), _render_figure(narrow, "cs-chart-narrow-only")]


def _render_figure(figure: go.Figure, look: str = "") -> html.Div:
    """At least as tall as it was drawn; taller where its neighbour in the row is."""
    height = figure.layout.height
    figure.layout.height = None
    graph = dcc.Graph(figure=figure, config=CONFIG, style={"height": "100%"}, responsive=True)
    size = {"minHeight": f"{height}px", "maxHeight": f"{round(TALLEST * height)}px"}
    return html.Div(graph, className=f"cs-chart-plot {look}".strip(), style=size)


def _render_key(series: Series) -> list[Component]:
    """What the colours mean, where the measures are not named in the figure itself."""
    names = list_key(series)
    if not names:
        return []
    items = [
        html.Li([html.Span(className=f"cs-key cs-key-{place % 6}", style={"backgroundColor": colour}), words])
        for place, (words, colour) in enumerate(names)
    ]
    return [html.Ul(items, className="cs-chart-key")]


def list_key(series: Series) -> list[tuple[str, str]]:
    """`(words, colour)` of what has to be told apart."""
    if series.shape in {"stacked", "range"} or (series.shape in {"bar", "line", "gap", "area"}):
        if len(series.measures) < 2 or (series.shape in {"line", "gap", "area"} and is_named_at_ends(series)):
            return []
        return [(name, show_colour(series.colour_of(at, CHART))) for at, name in enumerate(series.measures)]
    if series.shape == "fan":
        observed = [(series.measures[-1], CHART[3])] if len(series.measures) % 2 == 0 else []
        widest = name_band(series.measures[-1 - len(observed)])
        return [
            (series.measures[0], "var(--cs-brand)"),
            (f"Tint: the widest has {widest}", "var(--cs-brand-tint)"),
            *observed,
        ]
    return []


def show_colour(colour: str) -> str:
    """A colour of a figure as a stylesheet has it, light or dark."""
    token = next((name for name, value in TOKENS.items() if value == colour), None)
    return f"var(--cs-{token})" if token else colour


def _render_definition(series: Series) -> html.P:
    return html.P([html.Strong("What is counted: "), series.definition], className="cs-quiet")


def _render_table(series: Series) -> html.Details:
    return html.Details([html.Summary("Table"), render_series_table(series)], className="cs-chart-table")


def render_series_table(series: Series, *, caption_hidden: bool = False) -> html.Div:
    """The same rows as a table; a row with records behind it links to them."""
    columns = (Column(series.category, header=True), *(Column(head, number=True) for head in series.columns[1:]))
    links = series.links or (None,) * len(series.rows)
    rows = [
        (_render_category(series.name_of(place), links[place]), *row[1:], *series.parts_of(place))
        for place, row in enumerate(series.rows)
    ]
    return render_table(f"{series.title} ({series.unit})", columns, rows, caption_hidden=caption_hidden)


def _render_category(category: str, link: str | None) -> Cell:
    return html.A(show(category), href=link) if link else category
