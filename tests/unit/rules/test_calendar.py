"""Counting days, weeks, bands and working days."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import calendar

BANDS = [json.loads(line) for line in (Path(__file__).parents[2] / "data/week_bands.jsonl").read_text().splitlines()]
DAYS = st.dates(date(1990, 1, 1), date(2089, 12, 31))


@pytest.mark.parametrize("case", BANDS, ids=lambda case: f"day {case['days']}")
def test_bands_are_the_published_ones(case: dict[str, object]) -> None:
    assert calendar.answer_line({"days": case["days"]}) == case


def test_days_bands_and_breach_dates_agree_over_every_day_of_forty_years() -> None:
    start = date(2000, 1, 1)
    breach, last_within = calendar.breach_date(start), calendar.last_day_within_18_weeks(start)
    before = -1
    for offset in range(40 * 366):
        day = start + timedelta(days=offset)
        days = calendar.days_waited(start, day)
        band = calendar.week_band(days)
        assert days == offset
        assert calendar.is_over(days, 18) == (day >= breach) == (band >= 18)
        assert (day <= last_within) == (not calendar.is_over(days, 18))
        assert calendar.is_over(days, 52) == (band >= 52) == (days >= 365)
        assert before <= band <= before + 1
        assert band == 104 or band * 7 < max(days, 1) <= (band + 1) * 7
        before = max(band, before)


@given(DAYS)
@settings(deadline=None)
def test_the_breach_date_is_the_first_day_over_eighteen_weeks(start: date) -> None:
    breach = calendar.breach_date(start)
    assert calendar.Wait(breach, calendar.days_waited(start, breach)).over_18_weeks
    assert breach - calendar.last_day_within_18_weeks(start) == timedelta(days=1)


@pytest.mark.parametrize("days", [-1, "7", None, 1.5, True])
def test_a_band_needs_a_whole_number_of_days(days: object) -> None:
    with pytest.raises(ValueError, match="days"):
        calendar.answer_line({"days": days})


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (2024, ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"]),
        (2025, ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"]),
        (2026, ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"]),
        (2027, ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"]),
    ],
)
def test_bank_holidays_of_england_without_the_saturdays(year: int, expected: list[str]) -> None:
    assert [f"{day:%m-%d}" for day in calendar.list_bank_holidays(year)] == expected


def test_working_days_pass_over_weekends_and_bank_holidays() -> None:
    assert calendar.add_working_days(date(2025, 12, 24), 1) == date(2025, 12, 29)
    assert calendar.add_working_days(date(2025, 12, 29), -1) == date(2025, 12, 24)
    assert calendar.add_working_days(date(2025, 12, 25), 0) == date(2025, 12, 25)


def test_deadlines_of_the_return_for_january_2026() -> None:
    assert calendar.provider_deadline(date(2026, 1, 15)) == date(2026, 2, 18)
    assert calendar.commissioner_deadline(date(2026, 1, 31)) == date(2026, 2, 25)


@given(DAYS, st.integers(1, 60))
@settings(deadline=None)
def test_working_days_forth_and_back(day: date, count: int) -> None:
    there = calendar.add_working_days(day, count)
    assert calendar.is_working_day(there)


@given(DAYS)
@settings(deadline=None)
def test_the_month_ends_the_day_before_the_first(day: date) -> None:
    end = calendar.month_end(day)
    assert (end.year, end.month) == (day.year, day.month)
    assert (end + timedelta(days=1)).day == 1


def test_review_dates_are_every_twelve_weeks_and_one_ahead() -> None:
    assert calendar.list_review_dates(date(2025, 1, 6), date(2025, 6, 30)) == [
        date(2025, 3, 31),
        date(2025, 6, 23),
        date(2025, 9, 15),
    ]
    assert calendar.list_review_dates(date(2025, 1, 6), date(2025, 1, 6)) == [date(2025, 3, 31)]
