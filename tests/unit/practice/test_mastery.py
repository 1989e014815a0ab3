"""Levels of a rule: what the entries of a person fold to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.entries import AIDED, ENTRY, EXAM, HALF, MENDED, MET, MIXED, PRACTICE, Entry
from practice.mastery import LEVELS, NOTHING, State, describe_state, fold, level_of, restore_state

FIRST = date(2026, 6, 1)
ORDER = list(LEVELS)


def entry(setting: str = PRACTICE, right: bool = True, day: int = 0, template: str = "a@1", source: str = "s") -> Entry:
    weight = HALF if setting in (ENTRY, MENDED) else 1
    return Entry("SP13", right, setting, FIRST + timedelta(days=day), template, source, weight)


def fold_all(entries: list[Entry], templates: int = 2, state: State = NOTHING) -> State:
    for one in entries:
        state = fold(state, one, templates)
    return state


def level(*entries: Entry, templates: int = 2) -> str:
    return level_of(fold_all(list(entries), templates))


PROFICIENT = [entry(day=day, template=template) for day, template in enumerate(["a@1", "b@1", "a@1", "b@1", "a@1"])]
MASTERED = [*PROFICIENT, entry(MIXED, day=11)]
MISS = entry(right=False, day=12)


def test_nothing_and_what_was_only_met_is_not_started() -> None:
    assert level() == level(entry(MET), entry(MENDED)) == "not_started"


@pytest.mark.parametrize("setting", [AIDED, ENTRY])
def test_help_and_records_alone_come_to_attempted(setting: str) -> None:
    assert level(*[entry(setting, day=day) for day in range(9)]) == "attempted"


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("1", "attempted"),
        ("11", "attempted"),
        ("111", "familiar"),
        ("110", "attempted"),
        ("1101", "familiar"),
        ("11010", "attempted"),
        ("11011", "familiar"),
        ("0011111", "familiar"),
        ("1111100", "attempted"),
    ],
)
def test_familiar_is_three_and_seven_of_ten_of_the_last_five(marks: str, expected: str) -> None:
    assert level(*[entry(right=mark == "1") for mark in marks]) == expected


def test_proficient_is_five_right_on_two_days_of_two_kinds_of_case() -> None:
    assert level(*PROFICIENT) == "proficient"
    assert level(*PROFICIENT[:4]) == "familiar"
    assert level(*[entry(day=0, template=one.template) for one in PROFICIENT]) == "familiar"
    same = [entry(day=day) for day in range(5)]
    assert (level(*same), level(*same, templates=1)) == ("familiar", "proficient")


def test_help_is_not_among_the_last_five() -> None:
    assert level(*PROFICIENT, entry(AIDED, right=False, day=6)) == "proficient"


def test_a_miss_ends_proficient_and_five_right_ones_bring_it_back() -> None:
    assert level(*PROFICIENT, MISS) == "familiar"
    again = [entry(day=20 + day, template=one.template) for day, one in enumerate(PROFICIENT)]
    assert level(*PROFICIENT, MISS, *again[:4]) == "familiar"
    assert level(*PROFICIENT, MISS, *again) == "proficient"


@pytest.mark.parametrize("setting", [MIXED, EXAM])
def test_mastered_is_right_among_others_a_week_after_proficient(setting: str) -> None:
    assert level(*PROFICIENT, entry(setting, day=10)) == "proficient"
    assert level(*PROFICIENT, entry(setting, day=11)) == "mastered"
    assert level(*PROFICIENT, entry(PRACTICE, day=11)) == "proficient"
    assert level(*PROFICIENT, entry(setting, right=False, day=11)) == "familiar"


def test_only_a_miss_among_others_takes_mastered_away() -> None:
    assert level(*MASTERED, MISS, MISS, entry(ENTRY, right=False, day=12)) == "mastered"
    assert level(*MASTERED, entry(MIXED, right=False, day=12)) == "familiar"


def test_an_error_of_entry_counts_half() -> None:
    right = [entry(day=0)] * 4
    assert level(*right, entry(ENTRY, right=False)) == "familiar"
    assert level(*right, entry(ENTRY, right=False), entry(ENTRY, right=False)) == "familiar"
    assert level(*right, entry(right=False), entry(right=False)) == "attempted"


def test_what_was_mended_within_a_week_takes_the_place_of_the_error() -> None:
    error = entry(ENTRY, right=False, day=5, source="dna_cases/1")
    assert level(*PROFICIENT, error) == "familiar"
    assert level(*PROFICIENT, error, entry(MENDED, day=12, source="dna_cases/1")) == "proficient"
    assert level(*PROFICIENT, error, entry(MENDED, day=13, source="dna_cases/1")) == "familiar"
    assert level(*PROFICIENT, error, entry(MENDED, day=6, source="dna_cases/2")) == "familiar"


def test_mending_errors_is_no_practice() -> None:
    mended = [
        one
        for day in range(6)
        for one in (entry(ENTRY, False, day, source=str(day)), entry(MENDED, True, day, f"{day % 2}", str(day)))
    ]
    assert level(*mended) == "attempted"


ENTRIES = st.lists(
    st.builds(
        entry,
        setting=st.sampled_from([PRACTICE, PRACTICE, MIXED, EXAM, AIDED, ENTRY, MENDED, MET]),
        right=st.integers(0, 5).map(bool),
        day=st.integers(0, 30),
        template=st.sampled_from(["a@1", "b@1"]),
        source=st.sampled_from(["x", "y"]),
    ),
    max_size=30,
)


@given(ENTRIES, st.integers(0, 30), st.integers(1, 2))
def test_folding_in_pieces_is_folding_the_whole(entries: list[Entry], at: int, templates: int) -> None:
    before = restore_state(describe_state(fold_all(entries[:at], templates)))
    assert fold_all(entries[at:], templates, before) == fold_all(entries, templates)


@given(ENTRIES, st.integers(1, 2))
def test_only_a_miss_takes_a_level_away_and_only_one_among_others_mastered(entries: list[Entry], need: int) -> None:
    state = NOTHING
    for one in entries:
        before, state = level_of(state), fold(state, one, need)
        if ORDER.index(level_of(state)) < ORDER.index(before):
            assert not one.right
            assert before != "mastered" or one.setting in (MIXED, EXAM)


@given(ENTRIES)
def test_met_and_aided_never_change_more_than_whether_it_was_attempted(entries: list[Entry]) -> None:
    state = fold_all(entries)
    assert fold(state, entry(MET)) == state
    assert fold(state, entry(AIDED, right=False)) == state._replace(is_begun=True)


@given(ENTRIES)
def test_the_state_stays_small(entries: list[Entry]) -> None:
    state = fold_all(entries)
    assert len(state.answers) <= 5
    assert len(state.last) <= 5
