"""From rows to a series: categories, months without a gap, readings that say what the numbers say."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dashapp.context import Clockstart
from dashapp.declare.module import Chart, Measure, Module
from dashapp.services.charts import chart_filters
from dashapp.services.charts.series import make_series, write_csv
from dashapp.services.derived import rows
from dashapp.ui.charts import render_chart

COUNT = Measure("Records")
SHARE = Measure("Percent", counts=lambda row: row["yes"], among=lambda row: True)


@pytest.fixture
def module(clockstart: Clockstart) -> Module:
    found = clockstart.registry.find("dna-management")
    assert found is not None
    return found


def chart(**changed: object) -> Chart:
    return Chart(
        **{"key": "c", "title": "C", "definition": "", "by": "kind", "category": "Kind", "unit": "records", **changed}
    )  # type: ignore[arg-type]


def of(**counts: int) -> list[dict[str, object]]:
    return [{"kind": kind, "yes": place == 0} for kind, count in counts.items() for place in range(count)]


def test_a_month_with_nothing_in_it_is_shown(module: Module) -> None:
    by_month = chart(by=lambda row: row["kind"], order="label", shape="line")
    series = make_series(module, by_month, of(**{"2025-11": 2, "2026-02": 1}))
    assert [series.name_of(place) for place in range(4)] == [
        "November 2025",
        "December 2025",
        "January 2026",
        "February 2026",
    ]
    assert [row[1] for row in series.rows] == [2, 0, 0, 1]
    assert series.reading == "February 2026: 1 record; January 2026: 0."


@pytest.mark.parametrize(
    ("counts", "reading"),
    [
        ({"a": 3, "b": 1}, "The largest group is “a”, with 3 of 4 records."),
        ({"a": 3, "b": 3, "c": 1}, "The largest groups are “a” and “b”, with 3 records each."),
        ({"a": 2, "b": 2}, "Every group has 2 records."),
        ({**dict.fromkeys("abcd", 2), "e": 1}, "4 groups share the first place: 2 each."),
        ({"a" * 40: 2, "b" * 40: 2, "c": 1}, "2 groups share the first place: 2 each."),
        ({"2": 3, "1": 1}, "The largest group is “Kind: 2”, with 3 of 4 records."),
        ({"a": 3}, "All 3 records: “a”."),
        ({"a": 1}, "1 record: “a”."),
        ({}, "There is nothing to show for these filters yet."),
    ],
)
def test_a_reading_names_all_that_share_the_first_place(module: Module, counts: dict[str, int], reading: str) -> None:
    assert make_series(module, chart(), of(**counts)).reading == reading


@pytest.mark.parametrize(
    ("counts", "reading", "first"),
    [
        ({"26–51": 1}, "The only record is past 18 weeks.", "26–51"),
        ({"0–17": 2, "26–51": 1}, "1 of 3 records past 18 weeks.", "26–51"),
        ({"0–17": 1}, "The only record is within 18 weeks.", "18–25"),
        ({"0–17": 1, "18–25": 2, "26–51": 1}, "3 of 4 records past 18 weeks.", "18–25"),
    ],
)
def test_what_is_past_the_limit_is_counted_where_its_first_category_is_empty(
    module: Module, counts: dict[str, int], reading: str, first: str
) -> None:
    limited = chart(order=("0–17", "18–25", "26–51"), limit=("18 weeks", "18–25"))
    series = make_series(module, limited, of(**counts))
    assert (series.reading, series.limit) == (reading, ("18 weeks", first))


def test_a_share_is_of_those_looked_at_and_of_how_many_is_told(module: Module) -> None:
    series = make_series(module, chart(measures=(SHARE,)), of(a=40, b=20))
    assert series.rows == (("b", 5.0), ("a", 2.5))
    assert series.counted == (((1, 20),), ((1, 40),))
    assert series.reading == "The highest is “b”, at 5%."
    assert series.columns == ("Kind", "Percent", "Counted", "Of")
    assert "a,2.5,1,40" in write_csv(series, "own", datetime(2026, 6, 15, tzinfo=UTC))


def test_of_fewer_than_twenty_no_rate_is_drawn_and_the_numbers_are(module: Module) -> None:
    series = make_series(module, chart(measures=(SHARE,)), of(a=20, b=19))
    assert series.rows == (("a", 5.0), ("b", None))
    assert series.reading == "“a” is at 5%."
    assert series.remarks == "2 of 39 in all. Left out, of fewer than 20: b (19)."
    few = make_series(module, chart(measures=(SHARE,)), of(a=4, b=2))
    assert few.is_empty
    assert few.reading == "2 of 6: no rate is drawn, because no group has 20."
    assert few.parts_of(0) == [1, 4]
    assert "cs-table" in str(render_chart(few, "/c.csv"))


def by_months(rates: dict[str, tuple[int, int]]) -> list[dict[str, object]]:
    """So many of so many in each month."""
    return [{"kind": month, "yes": at < count} for month, (count, of) in rates.items() for at in range(of)]


def test_a_rate_over_time_is_a_control_chart(module: Module) -> None:
    counts = (14, 10, 13, 9, 12, 14, 10, 9, 8, 10, 8, 9, 8, 10)
    falling = {f"{2025 + at // 12}-{1 + at % 12:02}": (count, 50) for at, count in enumerate(counts)}
    over_time = chart(by=lambda row: row["kind"], order="label", shape="line", measures=(SHARE,), better="decrease")
    series = make_series(module, over_time, by_months(falling), today=date(2026, 3, 4))
    assert series.shape == "spc"
    assert series.columns[2:6] == ("Mean", "Lower limit", "Upper limit", "More than chance")
    assert series.reading == "A real fall: 8 months in a row below the mean."
    assert series.verdict == (True, "Improving")
    assert [row[5] is not None for row in series.rows][-8:] == [True] * 8
    assert series.parts_of(13) == [10, 50]


def test_the_month_that_is_not_over_says_so_and_moves_no_limit(module: Module) -> None:
    rates = {f"2026-{month:02}": (10 + month % 2, 50) for month in range(1, 7)}
    over_time = chart(by=lambda row: row["kind"], order="label", shape="line", measures=(SHARE,))
    before = make_series(module, over_time, by_months(rates), today=date(2026, 7, 3))
    after = make_series(module, over_time, by_months({**rates, "2026-07": (50, 50)}), today=date(2026, 7, 3))
    assert after.unfinished
    assert not before.unfinished
    assert after.rows[0][2:5] == before.rows[0][2:5]
    assert after.rows[-1] == (date(2026, 7, 1), 100.0, *before.rows[0][2:5], None)
    assert "July 2026 is not finished." in after.remarks


def test_week_bands_are_drawn_in_groups_with_every_band_in_the_table(clockstart: Clockstart) -> None:
    ptl = clockstart.registry.find("patient-tracking-list")
    assert ptl is not None
    bands = next(one for one in ptl.charts if one.key == "bands")
    found = [{"band": band, "state": "open"} for band in (">17-18", ">18-19", ">60-61")]
    series = make_series(ptl, bands, found, lambda name: f"?group={name}")
    assert len(series.rows) == 105
    assert [row for row in series.drawn if row[1]] == [("12–18", 1), ("18–26", 1), ("52+", 1)]
    assert [row[0] for row in series.drawn] == ["0–6", "6–12", "12–18", "18–26", "26–40", "40–52", "52+"]
    assert series.drawn_links[3] == "?group=18–26"
    assert series.reading.startswith("2 of 3 pathways past 18 weeks.")
    assert [chart_filters.is_behind(ptl, bands, "18–26", row) for row in found] == [False, True, False]


def test_a_category_links_to_the_records_that_made_its_number(module: Module) -> None:
    found = [*of(a=2), {"kind": None, "yes": False}, {"kind": ["a", "b"], "yes": False}]
    several = chart(by=lambda row: row["kind"])
    series = make_series(module, several, found, lambda name: f"?group={name}")
    assert series.rows == (("a", 3), ("b", 1))
    assert series.links == ("?group=a", "?group=b")
    assert [chart_filters.is_behind(module, several, "b", row) for row in found] == [False, False, False, True]


def test_filters_are_what_the_address_says_and_nothing_else(module: Module) -> None:
    query = {"specialty": ["C_110"], "since": ["2026-04"], "until": ["June"], "colour": ["red"], "chart": ["x"]}
    filters = module.query.read({**query, "group": ["y"]})
    assert filters.named() == {"since": "2026-04", "specialty": "C_110"}
    assert [one.text for one in filters.ignored] == ["June", "x"]
    assert filters.query(since="") == "specialty=C_110"
    words = [one.words for one in chart_filters.list_conditions(module, filters)]
    assert words == [f"Specialty: {module.question['specialty'].choices['C_110']}", "from April 2026"]


def test_months_keep_what_lies_between_them(module: Module) -> None:
    found = [{"appointment_date": f"2026-0{month}-15", "problems": 0} for month in range(1, 7)]
    kept = chart_filters.keep(
        found, chart_filters.list_conditions(module, module.query(since="2026-03", until="2026-04"))
    )
    assert [row["appointment_date"][5:7] for row in kept] == ["03", "04"]
    undated = chart_filters.list_conditions(module, module.query(until="2026-04"))
    assert chart_filters.keep([{"problems": 0}], undated) == []


def test_a_worklist_opens_in_its_own_order_with_the_unknown_last(clockstart: Clockstart) -> None:
    cancer = clockstart.registry.find("cancer-pathways")
    assert cancer is not None
    found = [{"days_left": days} for days in (5, None, -3, 0)]
    assert [row["days_left"] for row in rows.in_order(cancer, found)] == [-3, 0, 5, None]
