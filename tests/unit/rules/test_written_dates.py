"""Days as people and their programs write them, and what is questioned rather than guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from words.written_dates import EXCEL_DAY_0, NotADay, find_serial_day, read_day, read_near_day

WRITTEN = (
    "2026-10-20",
    "2026/10/20",
    "20261020",
    "2026-10-20T00:00:00",
    "2026-10-20 14:30",
    "20/10/2026",
    "20.10.2026",
    "20 10 2026",
    "20 – 10 – 2026",
    "\u200920\u00a0October\u00a02026 ",
    "２０/１０/２０２６",
    "20 October 2026",
    "20th of October 2026",
    "20-Oct-26",
    "20-Oct-2026",
    "20oct2026",
    "Tue 20 Oct 2026",
    "Tuesday, 20 October 2026",
    "October 20, 2026",
    "2026-Oct-20",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    assert read_day(text) == date(2026, 10, 20)


@given(st.dates(date(1930, 1, 1), date(2029, 12, 31)), st.sampled_from(("%d %B %Y", "%d-%b-%y", "%A %d %B %Y", "%x")))
def test_what_is_written_in_words_comes_back(day: date, form: str) -> None:
    assert read_day(day.strftime(form if form != "%x" else "%d/%m/%Y")) == day


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("20/10/26", "short_year"),
        ("01.02.03", "short_year"),
        ("10/20/2026", "no_such_date"),
        ("31 June 2026", "no_such_date"),
        ("20 October 1826", "year_out_of_reach"),
        ("46174", "not_a_date"),
        ("October 2026", "not_a_date"),
        ("20 Oktober 2026", "not_a_date"),
        ("2026-10-20T23:30:00Z", "not_a_date"),
        ("", "not_a_date"),
        ("1" * 1_000_000, "not_a_date"),
    ],
)
def test_what_is_no_certain_day_is_not_guessed(text: str, kind: str) -> None:
    with pytest.raises(NotADay) as problem:
        read_day(text)
    assert problem.value.kind == kind


def test_excel_serial_numbers_are_days_of_the_1900_system() -> None:
    assert find_serial_day("46174") == date(2026, 6, 1)
    assert find_serial_day("46175.5") == date(2026, 6, 2)
    for text in ("12", "99999", "4.6E+04", "2026-06-01", "046174"):
        assert find_serial_day(text) is None


@given(st.dates(date(1927, 6, 1), date(2099, 12, 31)))
def test_every_serial_number_comes_back(day: date) -> None:
    assert find_serial_day(str((day - EXCEL_DAY_0) // timedelta(days=1))) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2026, 11, 30)),
        ("Yesterday", date(2026, 11, 29)),
        ("tomorrow", date(2026, 12, 1)),
        ("-3d", date(2026, 11, 27)),
        ("-3", date(2026, 11, 27)),
        ("+2w", date(2026, 12, 14)),
        ("−2 w", date(2026, 11, 16)),
        ("26/11", date(2026, 11, 26)),
        ("thu 26 nov", date(2026, 11, 26)),
        ("4/1", date(2027, 1, 4)),
        ("14/9/26", date(2026, 9, 14)),
        ("14 September 2026", date(2026, 9, 14)),
    ],
)
def test_a_day_is_read_near_today_as_people_say_it(text: str, day: date) -> None:
    assert read_near_day(text, date(2026, 11, 30)) == day


@pytest.mark.parametrize("text", ["", "31/2", "soon", "-99999d", "+9999w", "14/9/26/1", "32/13"])
def test_what_is_no_day_near_today_is_not_guessed(text: str) -> None:
    with pytest.raises(NotADay):
        read_near_day(text, date(2026, 11, 30))


def test_the_29th_of_february_is_that_of_the_leap_year_that_is_near() -> None:
    assert read_near_day("29/2", date(2027, 3, 1)) == date(2028, 2, 29)
