"""Control charts, prediction bands, gaps, waterfalls, ranges and scatters draw what their series says and no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dashapp.ui.charts import draw_series, render_chart
from dashapp.ui.theme import ACCENT, BAR
from dashapp.values.series import Series
from tests.unit.ui.tree import find_all

WEEKS = Series(
    key="weeks",
    title="Weeks",
    reading="Ten a week.",
    definition="Each week.",
    shape="spc",
    category="Week",
    measures=("Referrals", "Mean", "Lower limit", "Upper limit", "Worth a look"),
    rows=(("1", 9, 10, 2, 18, None), ("2", 20, 10, 2, 18, 20)),
    unit="patients",
)
FAN = replace(
    WEEKS,
    shape="fan",
    measures=("Middle", "Lower 50%", "Upper 50%", "Lower 80%", "Upper 80%"),
    rows=(("1", 10, 9, 11, 8, 12), ("2", 11, 9, 13, 7, 15)),
)


def traces(series: Series) -> list[dict[str, Any]]:
    return list(draw_series(series).to_plotly_json()["data"])


def test_a_control_chart_marks_what_is_worth_a_look_and_names_its_levels() -> None:
    drawn = draw_series(WEEKS).to_plotly_json()
    marked = next(trace for trace in drawn["data"] if trace["mode"] == "markers")
    assert (list(marked["y"]), marked["marker"]["size"], marked["marker"]["color"]) == ([None, 20], 9, ACCENT)
    assert [note["text"] for note in drawn["layout"]["annotations"]] == ["lower 2", "<b>mean 10</b>", "upper 18"]
    dashes = {line["y0"]: line["line"].get("dash") for line in drawn["layout"]["shapes"] if line["type"] == "line"}
    assert dashes == {10.0: "solid", 2.0: "dash", 18.0: "dash"}
    (tint,) = [shape for shape in drawn["layout"]["shapes"] if shape["type"] == "rect"]
    assert (tint["y0"], tint["y1"]) == (2.0, 18.0)


def test_bands_are_drawn_from_the_widest_to_the_narrowest_below_the_middle() -> None:
    filled = [trace for trace in traces(FAN) if trace.get("fill") == "tonexty"]
    assert [(trace["name"], list(trace["y"])) for trace in filled] == [
        ("80% of runs", [12, 15]),
        ("50% of runs", [11, 13]),
    ]
    assert list(traces(FAN)[-1]["y"]) == [10, 11]


def test_what_was_observed_is_drawn_over_the_bands() -> None:
    observed = replace(FAN, measures=(*FAN.measures, "Observed"), rows=tuple((*row, 10) for row in FAN.rows))
    assert traces(observed)[-1]["name"] == "Observed"


def test_a_gap_is_shaded_only_where_the_upper_line_is_above() -> None:
    gap = replace(WEEKS, shape="gap", measures=("Capacity", "Activity"), rows=(("1", 10, 8), ("2", 10, 12)))
    shaded = next(trace for trace in traces(gap) if trace.get("fill") == "tonexty")
    assert list(shaded["y"]) == [10, 12]


def test_a_waterfall_hangs_each_loss_between_before_and_after() -> None:
    steps = (("Slots", 20, 20), ("Lost", -4, 16), ("Missed", -1, 15), ("Left", 15, 15))
    (bars,) = traces(replace(WEEKS, shape="waterfall", measures=("Change", "Left"), rows=steps))
    assert list(bars["base"]) == [0, 16, 15, 0]
    assert list(bars["x"]) == [20, 4, 1, 15]
    assert bars["marker"]["color"] == [BAR, ACCENT, BAR, BAR]


def test_a_range_joins_its_two_markers() -> None:
    joined, low, high = traces(replace(WEEKS, shape="range", measures=("Now", "Healthy"), rows=(("A", 9, 3),)))
    assert list(joined["x"]) == [9, 3, None]
    assert (list(low["x"]), list(high["x"])) == ([9], [3])
    assert low["marker"]["symbol"] != high["marker"]["symbol"]


def test_a_scatter_has_a_point_for_each_row() -> None:
    (points,) = traces(replace(WEEKS, shape="scatter", measures=("Load", "Pressure"), rows=(("A", 0.9, 1.2),)))
    assert (list(points["x"]), list(points["y"]), list(points["text"])) == ([0.9], [1.2], ["A"])


def test_an_area_reaches_down_to_zero() -> None:
    area = replace(WEEKS, shape="area", measures=("Waiting",), rows=(("1", 9), ("2", 11)))
    assert traces(area)[0]["fill"] == "tozeroy"


def test_a_table_has_its_rows_and_no_figure() -> None:
    drawn = render_chart(replace(FAN, shape="table"), "/csv")
    assert not find_all(drawn, "Graph")
    assert len(find_all(find_all(drawn, "Tbody"), "Tr")) == 2
