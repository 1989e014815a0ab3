"""Figure, table and words of a chart come from one Series and agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashapp.ui.chart_template import NAME, TEMPLATE
from dashapp.ui.charts import draw_series, render_chart, render_charts
from dashapp.ui.theme import ACCENT, BAR, BREACH, CHART
from dashapp.values.series import Series
from tests.unit.ui.tree import attribute, find_all, words

SERIES = Series(
    key="by-outcome",
    title="Missed appointments by outcome",
    reading="Rebooking is the commonest outcome: 48 of 1,252.",
    definition="Each DNA case, by its recorded outcome.",
    shape="bar",
    category="Outcome",
    measures=("Cases",),
    rows=(("Rebooked", 48), ("Discharged to the GP", 1204)),
    unit="cases",
    links=("/dna-management?outcome=rebooked", None),
)
MANY = replace(SERIES, measures=("A", "B"), rows=(("April", 3, 4), ("May", None, 6)), links=())
BANDS = replace(
    SERIES,
    rows=(("0–6", 21), ("6–12", 48), ("12–18", 45), ("18–26", 22), ("26–40", 11)),
    links=(),
    limit=("18 weeks", "18–26"),
    is_ordered=True,
)
RATES = replace(
    SERIES,
    unit="percent",
    rows=(("Cardiology", 3.8), ("Dermatology", 10.8), ("Neurology", None)),
    counted=(((7, 186),), ((31, 287),), ((1, 12),)),
    links=(),
)
SHAPES = ["bar", "line", "stacked", "histogram", "heat", "funnel", "area", "gap"]


def figure(series):
    return draw_series(series).to_plotly_json()


def notes(series):
    return [note["text"] for note in figure(series)["layout"]["annotations"]]


def table_of(series):
    return [
        [words(cell) for cell in row.children]
        for row in find_all(find_all(render_chart(series, "/csv"), "Tbody"), "Tr")
    ]


def test_figure_and_table_show_the_same_numbers():
    (bars,) = figure(SERIES)["data"]
    drawn = dict(zip((name.replace("<br>", " ") for name in bars["y"]), bars["x"], strict=True))
    assert drawn == dict(SERIES.rows)
    assert table_of(SERIES) == [["Rebooked", "48"], ["Discharged to the GP", "1,204"]]


def test_bars_are_sorted_by_value_unless_they_have_an_order_of_their_own():
    assert list(figure(SERIES)["data"][0]["x"]) == [1204, 48]
    assert list(figure(replace(SERIES, is_ordered=True))["data"][0]["y"]) == [48, 1204]


def test_one_bar_stands_out_and_the_others_are_muted():
    assert list(figure(SERIES)["data"][0]["marker"]["color"]) == [ACCENT, BAR]
    alike = replace(SERIES, rows=(("A", 2), ("B", 2)), links=())
    assert set(figure(alike)["data"][0]["marker"]["color"]) == {BAR}


def test_of_a_rate_that_should_be_high_the_lowest_stands_out_and_comes_first():
    (bars,) = figure(replace(RATES, better="increase"))["data"]
    assert (list(bars["x"]), list(bars["marker"]["color"])) == ([3.8, 10.8], [ACCENT, BAR])


def test_the_value_of_a_rate_and_what_it_is_of_are_next_to_its_bar():
    assert notes(RATES) == ["<b>10.8%</b>", "31 of 287", "<b>3.8%</b>", "7 of 186"]
    assert figure(RATES)["data"][0]["customdata"][0][1] == "31 of 287"
    assert "%{customdata[1]}" in figure(RATES)["data"][0]["hovertemplate"]


def test_past_the_limit_bars_are_red_and_hatched_and_the_limit_is_between_them():
    drawn = figure(BANDS)
    (bars,) = drawn["data"]
    assert list(bars["marker"]["color"]) == [BAR, BAR, BAR, BREACH, BREACH]
    assert list(bars["marker"]["pattern"]["shape"]) == ["", "", "", "/", "/"]
    assert [(line["x0"], line["x1"]) for line in drawn["layout"]["shapes"]] == [(2.5, 2.5)]
    assert notes(BANDS) == ["<b>18 weeks</b>"]


def test_long_names_lie_down_and_short_ones_in_order_are_upright():
    assert figure(SERIES)["data"][0]["orientation"] == "h"
    assert "orientation" not in figure(BANDS)["data"][0]


@pytest.mark.parametrize("shape", ["bar", "stacked", "line", "histogram", "funnel", "area"])
def test_values_begin_at_zero(shape):
    layout = figure(replace(MANY, shape=shape, rows=((1, 3, 4), (2, 5, 6))))["layout"]
    axis = layout["xaxis"] if layout["yaxis"].get("autorange") == "reversed" else layout["yaxis"]
    assert axis["range"][0] == 0
    assert "yaxis2" not in layout


@pytest.mark.parametrize("shape", SHAPES)
def test_every_figure_has_the_one_template_and_nothing_that_it_says(shape):
    drawn = draw_series(replace(MANY, shape=shape))
    assert drawn.layout.template == TEMPLATE
    assert NAME == "clockstart"
    said = {"font", "paper_bgcolor", "plot_bgcolor", "showlegend", "dragmode", "hoverlabel", "separators", "title"}
    assert not said & drawn.layout.to_plotly_json().keys()


@pytest.mark.parametrize("shape", ["line", "stacked"])
def test_several_measures_have_the_colours_that_the_key_or_their_ends_name(shape):
    series = replace(MANY, shape=shape)
    assert [trace["marker"]["color"] for trace in figure(series)["data"] if shape == "stacked"] in ([], list(CHART[:2]))
    assert ("cs-chart-key" in str(render_chart(series, "/csv"))) is (shape == "stacked")


def test_measures_that_mean_a_status_have_its_colour_in_figure_and_key():
    series = replace(MANY, shape="stacked", colours=(BAR, BREACH))
    assert [trace["marker"]["color"] for trace in figure(series)["data"]] == [BAR, BREACH]
    assert "var(--cs-breach)" in str(render_chart(series, "/csv"))


def test_parts_differ_by_pattern_as_well_as_by_colour():
    traces = figure(replace(MANY, shape="stacked"))["data"]
    assert {trace["marker"]["pattern"]["shape"] for trace in traces} == {"", "/"}


def test_a_single_line_has_its_newest_value_at_its_end():
    assert notes(replace(SERIES, shape="line", links=())) == ["<b>1,204</b>"]


def test_lines_differ_by_dash_and_are_named_at_their_ends():
    drawn = figure(replace(MANY, shape="line"))
    assert len({trace["line"]["dash"] for trace in drawn["data"]}) == 2
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["A", "B"]


def test_a_point_among_lines_has_its_name_at_itself():
    rows = tuple((50 + at, at, at if at == 2 else None) for at in range(5))
    drawn = figure(replace(SERIES, shape="line", measures=("Mean wait", "Here"), rows=rows, links=()))
    assert [trace.get("text") for trace in drawn["data"]] == [None, "Here"]
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["Mean wait"]


def test_what_is_not_finished_is_paler():
    drawn = figure(replace(MANY, shape="stacked", unfinished=True))
    assert [trace["marker"]["opacity"] for trace in drawn["data"]] == [[1, 0.5]] * 2


def test_a_run_of_one_point_is_not_drawn():
    run = replace(SERIES, shape="spc", rows=(("May", 62.3),), links=())
    assert run.is_empty


def test_names_of_lines_that_end_together_do_not_cover_each_other():
    together = replace(MANY, shape="line", rows=(("April", 5, 5), ("May", 6, 6)))
    shifts = [note["yshift"] for note in figure(together)["layout"]["annotations"]]
    assert abs(shifts[0] - shifts[1]) >= 16


def test_an_unknown_value_is_a_gap_not_a_zero():
    assert figure(replace(MANY, shape="line"))["data"][0]["y"][1] is None
    assert table_of(MANY)[1] == ["May", "–", "6"]


def test_funnel_shows_the_share_of_the_first_stage():
    stages = replace(SERIES, shape="funnel", rows=(("Referred", 200), ("Treated", 50)), links=())
    assert notes(stages) == ["<b>200</b>", "100%", "<b>50</b>", "25%"]


@pytest.mark.parametrize(("shape", "axis"), [("histogram", "x0"), ("line", "y0")])
def test_reference_line_is_at_its_value(shape, axis):
    series = replace(MANY, shape=shape, rows=((0, 3, 4), (1, 5, 6)), reference_lines=(("18 weeks", 18.0),))
    assert [line[axis] for line in figure(series)["layout"]["shapes"]] == [18.0]
    assert "<b>18 weeks</b>" in notes(series)


def test_the_name_of_a_level_is_at_the_right_of_the_plot_where_no_point_is():
    shown = replace(SERIES, shape="line", rows=(("April", 92), ("May", 95)), links=())
    drawn = figure(replace(shown, reference_lines=(("Standard", 90.0),)))
    label = next(note for note in drawn["layout"]["annotations"] if "Standard" in note["text"])
    assert (label["x"], label["xref"], label["xanchor"]) == (1, "paper", "left")
    assert drawn["layout"]["margin"]["r"] > 8 * 7


def test_names_of_lines_down_through_the_plot_are_one_below_the_other():
    lines = (("Median", 1.0), ("Mean", 1.1))
    drawn = figure(replace(MANY, shape="histogram", rows=((0, 3, 4), (1, 5, 6)), reference_lines=lines))
    shifts = [note["yshift"] for note in drawn["layout"]["annotations"]]
    assert len(set(shifts)) == 2


def test_reference_line_of_lying_bars_goes_down_at_its_value():
    drawn = figure(replace(SERIES, reference_lines=(("Agreed", 900.0),)))["layout"]
    assert [(line["x0"], line["x1"]) for line in drawn["shapes"]] == [(900.0, 900.0)]
    assert [note["x"] for note in drawn["annotations"] if "Agreed" in note["text"]] == [900.0]


def test_a_small_count_has_no_half_steps():
    few = replace(SERIES, shape="line", rows=(("A", 2), ("B", 1)), links=())
    assert figure(few)["layout"]["yaxis"]["dtick"] == 1


@pytest.mark.parametrize(("rates", "named"), [((97, 40), [100, 80, 60, 40, 20, 0]), ((90, 60), None)])
def test_the_axis_of_a_rate_ends_at_a_hundred(rates, named):
    shown = replace(SERIES, unit="percent", shape="line", rows=tuple(zip("AB", rates, strict=True)), links=())
    axis = figure(shown)["layout"]["yaxis"]
    assert axis.get("tickvals") == named
    assert axis.get("ticktext") == (named and [f"{one}%" for one in named])


def test_names_cannot_bring_markup():
    hostile = replace(SERIES, rows=(('<a href="https://example.com">x</a>', 1),), links=())
    assert "<" not in figure(hostile)["data"][0]["y"][0].replace("<br>", "")


def months(count, **changed):
    rows = tuple((date(2025 + at // 12, 1 + at % 12, 1), at) for at in range(count))
    return replace(SERIES, shape="line", rows=rows, links=(), period="month", **changed)


def test_months_are_short_level_and_thinned():
    axis = figure(months(24))["layout"]["xaxis"]
    assert axis["ticktext"] == ["Jan 25", "Jul 25", "Jan 26", "Jul 26"]
    assert TEMPLATE.layout.xaxis.tickangle == 0
    assert table_of(months(24))[23][0] == "December 2026"


def test_weeks_are_a_day_and_a_month():
    weeks = replace(months(2), period="week", rows=((date(2026, 8, 31), 1), (date(2026, 9, 7), 2)))
    assert figure(weeks)["layout"]["xaxis"]["ticktext"] == ["31 Aug", "7 Sep"]


def test_a_month_that_is_not_finished_is_hollow_in_a_line_and_hatched_in_bars():
    (line,) = figure(months(4, unfinished=True))["data"]
    assert list(line["marker"]["symbol"]) == ["circle", "circle", "circle", "circle-open"]
    (bars,) = figure(replace(months(4, unfinished=True), shape="bar"))["data"]
    assert list(bars["marker"]["pattern"]["shape"]) == ["", "", "", "/"]


def test_the_figure_shows_coarser_rows_and_the_table_every_row():
    fine = replace(BANDS, rows=tuple((str(at), 1) for at in range(20)), drawn=BANDS.rows)
    assert list(figure(fine)["data"][0]["y"]) == [21, 48, 45, 22, 11]
    assert len(table_of(fine)) == 20


def test_the_worst_cell_of_a_heat_map_stands_out_and_a_phone_has_the_worst_as_bars():
    heat = replace(MANY, shape="heat", rows=(("Mon", 3, 4), ("Fri", 5, 12)))
    assert notes(heat) == ["<b>12</b>"]
    assert [shape["fillcolor"] for shape in figure(heat)["layout"]["shapes"]] == [ACCENT]
    _, narrow = find_all(render_chart(heat, "/csv"), "Graph")
    assert list(narrow.figure.data[0].x) == [12, 5, 4, 3]


def test_chart_has_measure_headline_table_picture_csv_and_definition():
    shown = render_chart(SERIES, "/dna-management/charts.csv?key=by-outcome")
    assert attribute(shown, "data-chart") == "by-outcome"
    assert words(find_all(shown, "Figcaption")).startswith(SERIES.title)
    assert words(find_all(shown, "H2")) == SERIES.reading.removesuffix(".")
    assert SERIES.definition in words(shown)
    (menu,) = find_all(shown, "Details", className="cs-chart-menu")
    assert [words(one) for one in find_all(menu, "Li")] == ["Table", "Picture (PNG)", "Numbers (CSV)"]
    assert find_all(menu, "A", href="/dna-management/charts.csv?key=by-outcome")
    (picture,) = find_all(shown, role="img")
    assert SERIES.title in attribute(picture, "aria-label")
    assert SERIES.reading in attribute(picture, "aria-label")


def test_a_number_leads_to_the_records_behind_it_from_the_table_and_from_the_bar():
    links = [link.href for link in find_all(find_all(render_chart(SERIES, "/csv"), "Tbody"), "A")]
    assert links == ["/dna-management?outcome=rebooked"]
    assert [data[0] for data in figure(SERIES)["data"][0]["customdata"]] == ["", "/dna-management?outcome=rebooked"]


def test_nothing_to_draw_is_one_line_at_the_end_of_the_page():
    empty = replace(SERIES, key="none", rows=(), links=(), reading="There is nothing to show for these filters yet.")
    shown = render_charts([(empty, "/csv"), (SERIES, "/csv")])
    assert [attribute(card, "data-chart") for card in shown.children] == ["by-outcome", "none"]
    assert empty.reading in words(shown.children[1])
    assert not find_all(shown.children[1], "Graph")


@pytest.mark.parametrize(("count", "wide"), [(1, 1), (2, 0), (3, 1)])
def test_rows_of_two_have_no_hole(count, wide):
    charts = [(replace(SERIES, key=str(at)), "/csv") for at in range(count)]
    assert sum("cs-chart-wide" in card.className for card in render_charts(charts).children) == wide


@pytest.mark.parametrize(
    "wrong",
    [{"measures": ()}, {"rows": (("Rebooked",),)}, {"links": ("/only-one",)}],
    ids=["no measure", "row too short", "links do not fit"],
)
def test_a_series_that_does_not_fit_together_is_refused(wrong):
    with pytest.raises(ValueError, match="by-outcome"):
        replace(SERIES, **wrong)
