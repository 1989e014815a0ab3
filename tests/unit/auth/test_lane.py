"""Passwords are looked at one at a time; a few may wait, the next is told to come back."""

from __future__ import annotations

import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from auth.errors import SignInsBusy
from auth.lane import PLACES, Lane

PATIENCE = 30


def test_one_at_a_time_and_no_more_than_a_few_wait() -> None:
    lane, go_on, at_work, most = Lane(places=3), threading.Event(), [], []

    def work() -> str:
        at_work.append(1)
        most.append(len(at_work))
        go_on.wait(PATIENCE)
        at_work.pop()
        return "done"

    with ThreadPoolExecutor(3) as people:
        taken = [people.submit(lane.run, work) for _ in range(3)]
        while lane._places._value:  # type: ignore[attr-defined]
            pass  # until the three are in
        with pytest.raises(SignInsBusy) as refusal:
            lane.run(work)
        go_on.set()
        assert [one.result(PATIENCE) for one in taken] == ["done"] * 3
    assert most == [1, 1, 1]
    assert "Try again in 2 seconds" in refusal.value.sentence
    assert lane.run(lambda: "free again") == "free again"


def test_a_failure_gives_its_place_back() -> None:
    lane = Lane(places=1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            lane.run(lambda: 1 / 0)


def test_those_who_wait_leave_threads_for_others() -> None:
    """A process of the web server has eight unless it is told otherwise."""
    assert PLACES <= 8 - 3


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread has no priority of its own")
def test_it_lets_others_go_first() -> None:
    own = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    in_lane = Lane().run(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
    assert in_lane > own == os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def test_a_forked_process_has_a_lane_that_moves() -> None:
    lane = Lane()
    lane.run(lambda: None)
    lane._pid = 0  # as a fork finds it
    assert lane.run(lambda: "moves") == "moves"
