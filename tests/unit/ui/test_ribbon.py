"""The ribbon says in words what it draws, and draws each day where it belongs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.ui.ribbon import render_ribbon, render_shape
from dashapp.values.ribbon import (
    EIGHTEEN_WEEKS,
    SHAPE_WORDS,
    Axis,
    Line,
    Mark,
    Ribbon,
    Stretch,
    compact_ribbon,
    fit_axis,
    place_levels,
)
from tests.unit.ui.tree import attribute, find_all, words

START, TODAY, BREACH = date(2026, 2, 6), date(2026, 5, 18), date(2026, 6, 12)
WORDS = "14 weeks 3 days · breach on 12 June · 25 days left"
RIBBON = Ribbon(
    START,
    None,
    TODAY,
    (Line("18 weeks", BREACH),),
    (Stretch(START, TODAY),),
    (
        Mark(date(2026, 3, 3), "missed", "First appointment missed"),
        Mark(START, "start", "Referral received", moved=True),
    ),
    WORDS,
)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def drawn(ribbon, size="card"):
    return render_ribbon(ribbon, size)


@pytest.mark.parametrize("size", ["row", "card"])
def test_alternative_text_is_the_words_and_the_words_stand_beside_it(size):
    shown = drawn(RIBBON, size)
    (picture,) = find_all(shown, role="img")
    assert attribute(picture, "aria-label") == WORDS
    assert WORDS in words(shown)


def test_the_line_stands_where_the_stretch_would_reach_it():
    line, stretch = (find_all(drawn(RIBBON), look=look)[0] for look in ("cs-line", "cs-stretch"))
    axis = fit_axis([RIBBON])
    assert line.style["left"] == f"{axis.place(BREACH)}%"
    assert float(stretch.style["width"].rstrip("%")) == pytest.approx(axis.place(TODAY) - axis.place(START), abs=0.01)


@pytest.mark.parametrize("kind", ["running", "over", "nullified", "monitoring", "adjusted"])
def test_each_kind_of_stretch_has_its_own_look(kind):
    ribbon = Ribbon(START, None, TODAY, stretches=(Stretch(START, TODAY, kind),))
    assert find_all(drawn(ribbon), look=f"cs-stretch-{kind}")


@pytest.mark.parametrize("shape", SHAPE_WORDS)
def test_each_kind_of_event_has_its_own_shape(shape):
    assert len({render_shape(one).className for one in SHAPE_WORDS}) == len(SHAPE_WORDS)
    mark = Mark(START, shape, "…", moved=True)
    (shown,) = find_all(drawn(Ribbon(START, None, TODAY, marks=(mark,))), look=f"cs-mark-{shape}")
    assert "cs-mark-moved" in shown.className


def test_today_is_pointed_at_only_while_the_clock_runs():
    stopped = Ribbon(START, TODAY, TODAY + timedelta(30))
    assert find_all(drawn(RIBBON), look="cs-today-pointer")
    assert not find_all(drawn(stopped), look="cs-today-pointer")


@given(first=days, length=st.integers(1, 4000), day=days)
def test_no_day_leaves_the_drawing(first, length, day):
    assert 0 <= Axis(first, length).place(day) <= 100


@given(start=days, end=days, today=days, lines=st.lists(days, max_size=4))
def test_the_axis_holds_every_day_of_the_ribbon(start, end, today, lines):
    ribbon = Ribbon(start, end, today, tuple(Line("…", day) for day in lines))
    axis = fit_axis([ribbon])
    last = axis.first + timedelta(axis.days)
    assert all(axis.first <= day <= last for day in (start, end, *lines))


@given(places=st.lists(st.floats(0, 100), max_size=30).map(sorted), gap=st.floats(0, 40), most=st.integers(1, 4))
def test_levels_are_as_many_as_allowed_and_neighbours_do_not_touch_while_there_is_room(places, gap, most):
    levels = place_levels(places, gap, most)
    assert all(0 <= level < most for level in levels)
    for level in range(most - 1):
        on_level = [place for place, at in zip(places, levels, strict=True) if at == level]
        assert all(later - earlier >= gap for earlier, later in pairwise(on_level))


def test_grid_value_is_small_and_plain():
    compact = compact_ribbon(RIBBON)
    assert compact["s"] == [[0, 101, "r"]]
    assert compact["l"] == [[126, "t"]]
    assert compact["m"] == [[25, "m", 0]]
    assert (compact["t"], compact["w"]) == (101, WORDS)
    assert len(json.dumps(compact)) < 200


def test_days_of_a_row_are_counted_from_the_clock_that_counts_now():
    later = replace(RIBBON, counted_from=date(2026, 3, 3), lines=(Line("18 weeks", date(2026, 7, 7)),))
    compact = compact_ribbon(later)
    assert (compact["s"], compact["l"], compact["m"]) == ([[0, 76, "r"]], [[126, "t"]], [])
    assert (compact["t"], compact["n"]) == (76, 76)


@pytest.mark.parametrize(("longest", "reach"), [(0, 26), (126, 26), (183, 40), (328, 52), (5_000, 104)])
def test_rows_of_a_list_share_one_scale_that_holds_the_longest(longest, reach):
    assert EIGHTEEN_WEEKS.reach(longest) == 7 * reach
