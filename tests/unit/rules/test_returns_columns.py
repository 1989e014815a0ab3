"""The return of columns is the return of the same rows, one by one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from rules.codes import RETURN_LINES
from rules.returns import build_return
from rules.returns.columns import Periods, return_of_columns
from rules.returns.pathways import parse_month

JANUARY = parse_month("2026-01")
LINES, PROVIDERS, COMMISSIONERS = tuple(RETURN_LINES), ("RRK", "RTH"), ("", "15E", "NONC")
DAYS = st.dates(date(2023, 6, 1), date(2026, 3, 1))
NEAR = st.dates(date(2025, 12, 20), date(2026, 2, 10))
Row = dict[str, Any]


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A period as the clocks give one: a stop that is never before its start, a kind of stop where it counts."""
    stop = draw(st.one_of(st.none(), DAYS, NEAR))
    start = draw(st.one_of(DAYS, NEAR, *([st.none()] if stop and stop <= JANUARY.last else [])))
    if start and stop:
        start, stop = min(start, stop), max(start, stop)
    nullified = draw(st.booleans()) and stop is not None
    return {
        "provider_org": draw(st.sampled_from(PROVIDERS)),
        "commissioner_org": draw(st.sampled_from(COMMISSIONERS[1:])),
        "tfc": draw(st.sampled_from(("C_100", "C_502", "X02"))),
        "clock_start": start,
        "clock_stop": stop,
        "stop_type": "" if stop is None or nullified else draw(st.sampled_from(("admitted", "non_admitted"))),
        "decision_to_admit": draw(st.one_of(st.none(), DAYS, NEAR)),
        "nullified": int(nullified),
    }


def in_columns(found: Sequence[Row]) -> Periods:
    def dates(name: str) -> Any:
        return np.array([row[name] for row in found], "M8[D]")

    def places(name: str, known: Sequence[str]) -> Any:
        return np.array([known.index(row[name]) for row in found], np.int16)

    return Periods(
        dates("clock_start"),
        dates("clock_stop"),
        dates("decision_to_admit"),
        np.array([row["stop_type"] == "admitted" for row in found], bool),
        np.array([bool(row["nullified"]) for row in found], bool),
        places("tfc", LINES),
        places("provider_org", PROVIDERS),
        places("commissioner_org", COMMISSIONERS),
    )


@given(st.lists(rows(), max_size=40))
def test_columns_and_rows_make_the_same_return(found: list[Row]) -> None:
    plain = build_return(enumerate(found, start=1), JANUARY)
    assert not plain.rejected
    assert return_of_columns(in_columns(found), PROVIDERS, COMMISSIONERS, JANUARY) == plain.lines


def test_an_open_pathway_without_a_start_is_counted_nowhere() -> None:
    row = {"provider_org": "RRK", "commissioner_org": "15E", "tfc": "C_100", "clock_start": None, "clock_stop": None}
    found = in_columns([{**row, "stop_type": "", "decision_to_admit": None, "nullified": 0}])
    assert return_of_columns(found, PROVIDERS, COMMISSIONERS, JANUARY) == []
