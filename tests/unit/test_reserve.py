"""The reserve holds its room, is shared by processes, and loses nothing that was noted in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.reserve import NO_RESERVE, Reserve

SIZE = 100


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "reserve"


def test_it_takes_up_its_room_at_once_and_no_more_later(path: Path) -> None:
    reserve = Reserve(path, SIZE)
    reserve.make()
    assert path.stat().st_size == SIZE
    assert (reserve.add("one"), reserve.add("two")) == (True, True)
    assert path.stat().st_size == SIZE
    assert path.stat().st_mode & 0o777 == 0o600


def test_what_one_process_notes_another_reads(path: Path) -> None:
    Reserve(path, SIZE).add("one")
    again = Reserve(path, SIZE)
    again.make()
    assert again.lines() == ["one"]


def test_what_does_not_fit_is_refused_and_what_was_there_stays(path: Path) -> None:
    reserve = Reserve(path, SIZE)
    reserve.add("short")
    assert not reserve.add("x" * SIZE)
    assert reserve.lines() == ["short"]


def test_lines_are_taken_out_in_order_and_the_one_that_fails_stays(path: Path) -> None:
    reserve, taken = Reserve(path, SIZE), []

    def take(line: str) -> None:
        if line == "b":
            raise ValueError(line)
        taken.append(line)

    for line in "abc":
        reserve.add(line)
    with pytest.raises(ValueError, match="b"):
        reserve.take_out(take)
    assert (taken, reserve.lines()) == (["a"], ["b", "c"])


def test_without_a_folder_nothing_is_noted_and_it_says_so() -> None:
    assert (NO_RESERVE.add("one"), NO_RESERVE.lines()) == (False, [])
