"""Figure, table and words of a chart come from one Series and agree."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashapp.ui.charts import draw_series, render_chart
from dashapp.ui.theme import CHART
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


def figure(series):
    return draw_series(series).to_plotly_json()


def table_of(series):
    return [
        [words(cell) for cell in row.children]
        for row in find_all(find_all(render_chart(series, "/csv"), "Tbody"), "Tr")
    ]


def test_figure_and_table_show_the_same_numbers():
    (bars,) = figure(SERIES)["data"]
    assert list(zip(bars["y"], bars["x"], strict=True)) == list(SERIES.rows)
    assert table_of(SERIES) == [["Rebooked", "48"], ["Discharged to the GP", "1,204"]]


def test_long_names_lie_down_and_short_ones_stand():
    assert figure(SERIES)["data"][0]["orientation"] == "h"
    assert "orientation" not in figure(MANY)["data"][0]


@pytest.mark.parametrize("shape", ["bar", "stacked", "line", "histogram", "funnel"])
def test_values_begin_at_zero(shape):
    layout = figure(replace(MANY, shape=shape, rows=((1, 3, 4), (2, 5, 6))))["layout"]
    axis = layout["xaxis"] if shape == "funnel" and layout["yaxis"].get("autorange") == "reversed" else layout["yaxis"]
    assert axis["rangemode"] == "tozero"
    assert "yaxis2" not in layout


@pytest.mark.parametrize("shape", ["bar", "line", "stacked", "histogram", "heatmap", "funnel"])
def test_every_shape_draws_in_colours_of_the_palette_without_a_template(shape):
    drawn = figure(replace(MANY, shape=shape))
    colours = {trace["marker"]["color"] for trace in drawn["data"] if "marker" in trace}
    assert colours <= set(CHART)
    assert not drawn["layout"]["template"].get("layout")


def test_parts_differ_by_pattern_as_well_as_by_colour():
    traces = figure(replace(MANY, shape="stacked"))["data"]
    assert len({trace["marker"]["pattern"]["shape"] for trace in traces}) == 2


def test_a_single_line_is_named_by_the_title_alone():
    single = replace(SERIES, shape="line", links=())
    assert "annotations" not in figure(single)["layout"]


def test_lines_differ_by_dash_and_are_named_at_their_ends():
    drawn = figure(replace(MANY, shape="line"))
    assert len({trace["line"]["dash"] for trace in drawn["data"]}) == 2
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["A", "B"]
    assert drawn["layout"]["showlegend"] is False


def test_names_of_lines_that_end_together_do_not_cover_each_other():
    together = replace(MANY, shape="line", rows=(("April", 5, 5), ("May", 6, 6)))
    shifts = [note["yshift"] for note in figure(together)["layout"]["annotations"]]
    assert abs(shifts[0] - shifts[1]) >= 16


def test_an_unknown_value_is_a_gap_not_a_zero():
    assert figure(replace(MANY, shape="line"))["data"][0]["y"][1] is None
    assert table_of(MANY)[1] == ["May", "–", "6"]


def test_funnel_shows_the_share_of_the_first_stage():
    stages = replace(SERIES, shape="funnel", rows=(("Referred", 200), ("Treated", 50)), links=())
    assert list(figure(stages)["data"][0]["text"]) == ["200 (100%)", "50 (25%)"]


@pytest.mark.parametrize(("shape", "axis"), [("histogram", "x0"), ("line", "y0")])
def test_reference_line_stands_at_its_value(shape, axis):
    series = replace(MANY, shape=shape, rows=((0, 3, 4), (1, 5, 6)), reference_lines=(("18 weeks", 18.0),))
    drawn = figure(series)["layout"]
    assert [line[axis] for line in drawn["shapes"]] == [18.0]
    assert "18 weeks" in [note["text"] for note in drawn["annotations"]]


@pytest.mark.parametrize(
    ("rows", "anchor"), [((("April", 92),), "top"), ((("April", 40),), "bottom"), (None, "bottom")]
)
def test_the_label_of_a_reference_line_never_lies_over_the_only_point(rows, anchor):
    shown = replace(SERIES, shape="line", rows=rows or (("April", 92), ("May", 95)), links=())
    drawn = figure(replace(shown, reference_lines=(("Standard", 90.0),)))
    (label,) = [note for note in drawn["layout"]["annotations"] if note["text"] == "Standard"]
    assert label["yanchor"] == anchor


def test_labels_of_close_reference_lines_stand_on_both_sides():
    lines = (("Standard 80%", 80.0), ("Standard 75%", 75.0))
    drawn = figure(replace(MANY, shape="line", rows=(("April", 100, 60), ("May", 30, 90)), reference_lines=lines))
    anchors = {note["text"]: note["yanchor"] for note in drawn["layout"]["annotations"] if "Standard" in note["text"]}
    assert anchors == {"Standard 80%": "bottom", "Standard 75%": "top"}


def test_reference_line_of_lying_bars_stands_upright_at_its_value():
    drawn = figure(replace(SERIES, reference_lines=(("Agreed", 900.0),)))["layout"]
    assert [(line["x0"], line["x1"]) for line in drawn["shapes"]] == [(900.0, 900.0)]
    assert [note["x"] for note in drawn["annotations"]] == [900.0]


def test_a_small_count_has_no_half_steps():
    few = replace(SERIES, rows=(("Rebooked", 2), ("Discharged to the GP", 1)), links=())
    assert figure(few)["layout"]["xaxis"]["dtick"] == 1


def test_names_cannot_bring_markup():
    hostile = replace(SERIES, rows=(('<a href="https://example.com">x</a>', 1),), links=())
    assert "<" not in figure(hostile)["data"][0]["y"][0].replace("<br>", "")


def test_dates_are_drawn_as_dates_and_told_in_words():
    monthly = replace(SERIES, shape="line", rows=((date(2026, 4, 1), 3), (date(2026, 5, 1), 4)), links=())
    assert figure(monthly)["data"][0]["x"][0] == "2026-04-01"
    assert table_of(monthly)[0][0] == "1 April 2026"


def test_chart_has_title_reading_table_csv_and_definition():
    shown = render_chart(SERIES, "/dna-management/charts.csv?key=by-outcome")
    assert attribute(shown, "data-chart") == "by-outcome"
    assert words(find_all(shown, "H2")) == SERIES.title
    assert SERIES.reading in words(find_all(shown, "Figcaption"))
    assert SERIES.definition in words(shown)
    assert find_all(shown, "A", href="/dna-management/charts.csv?key=by-outcome")
    (picture,) = find_all(shown, role="img")
    assert SERIES.title in attribute(picture, "aria-label")
    assert SERIES.reading in attribute(picture, "aria-label")


def test_a_number_leads_to_the_records_behind_it():
    links = [link.href for link in find_all(find_all(render_chart(SERIES, "/csv"), "Tbody"), "A")]
    assert links == ["/dna-management?outcome=rebooked"]


def test_nothing_to_draw_is_said_and_not_drawn():
    shown = render_chart(replace(SERIES, rows=(), links=()), "/csv")
    assert "Nothing to draw" in words(shown)
    assert not find_all(shown, "Graph")


@pytest.mark.parametrize(
    "wrong",
    [{"measures": ()}, {"rows": (("Rebooked",),)}, {"links": ("/only-one",)}],
    ids=["no measure", "row too short", "links do not fit"],
)
def test_a_series_that_does_not_fit_together_is_refused(wrong):
    with pytest.raises(ValueError, match="by-outcome"):
        replace(SERIES, **wrong)
