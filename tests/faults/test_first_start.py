"""The first start is cut off while the demo is made: the next one makes it whole, whoever was there before."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from dashapp.context import EXTENSION, Clockstart, PracticeClock
from dashapp.demo import demo, demo_service
from dashapp.demo.demo_people import is_wanted
from dashapp.settings import load_settings
from server.starting import find_wait
from storage import Store, open_store
from storage.connection import connect
from storage.demo_making import find_making
from storage.record import NewRecord, Trace
from tests.cast import empty, make_app
from tests.faults.table import ROWS, Row
from tests.whole_site import NOW

LEARNERS = 3
STEPS = ("make_people", "fill", "make_reviews", "fill_overseer", "fill_features")


class CutOff(BaseException):
    """The process is killed."""


@pytest.fixture(scope="module")
def clockstart_of_the_file(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> Clockstart:
    folder = tmp_path_factory.mktemp("first")
    settings = load_settings({"CLOCKSTART_DATA_DIR": str(folder), "CLOCKSTART_DEMO": "1"})
    app = make_app(settings, open_store(connect(server_url)), PracticeClock(NOW.date(), lambda: NOW))
    made: Clockstart = app.server.extensions[EXTENSION]
    return made


def count(store: Store) -> dict[str, int]:
    """How many records everybody has."""
    return {
        person.email: sum(one.count for one in store.records.summary(person.uid).values())
        for person in store.people.list()
    }


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Few learners with few records, and a short list of their manager's: what is looked at is that nothing lacks."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(demo, "LEARNERS", LEARNERS)
        patched.setattr(demo, "HABITS", (demo.Habit((2, 2), (0, 1), 1),))
        patched.setattr(demo_service, "WEEKS", 4)
        yield


@pytest.fixture
def clockstart(clockstart_of_the_file: Clockstart) -> Clockstart:
    empty(clockstart_of_the_file)
    return clockstart_of_the_file


def cut_off_in(clockstart: Clockstart, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the demo and be killed at the end of a step (of the second learner, where it is one of each)."""
    real, calls = getattr(demo, step), [0]

    def killed(*arguments: object) -> object:
        done = real(*arguments)
        calls[0] += 1
        if calls[0] == (2 if step == "fill" else 1):
            raise CutOff
        return done

    with monkeypatch.context() as patched:
        patched.setattr(demo, step, killed)
        with pytest.raises(CutOff):
            demo.make_when_empty(clockstart)


@pytest.fixture(scope="module")
def whole(clockstart_of_the_file: Clockstart) -> dict[str, int]:
    empty(clockstart_of_the_file)
    demo.make_demo(clockstart_of_the_file, LEARNERS)
    return count(clockstart_of_the_file.store)


@pytest.mark.parametrize("step", STEPS)
def test_a_demo_that_was_cut_off_is_made_whole(
    clockstart: Clockstart, whole: dict[str, int], step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off_in(clockstart, step, monkeypatch)
    assert is_wanted(clockstart.store)
    assert find_wait(clockstart.store.client, clockstart.settings).startswith("Making the practice data: ")
    begun = time.monotonic()
    assert demo.make_when_empty(clockstart)
    recovery = time.monotonic() - begun
    assert count(clockstart.store) == whole
    assert find_wait(clockstart.store.client, clockstart.settings) == ""
    assert not is_wanted(clockstart.store)
    assert not demo.make_when_empty(clockstart)
    wanted, there = sum(whole.values()), sum(count(clockstart.store).values())
    row = Row(f"Cut off in the first start, {step}", 1, wanted, there, max(0, wanted - there), 0, recovery)
    ROWS.append(row)


def test_one_that_an_earlier_version_left_half_made_is_made_whole(
    clockstart: Clockstart, whole: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off_in(clockstart, "fill", monkeypatch)
    clockstart.store.client.delete("cs:demo:making")
    assert is_wanted(clockstart.store)
    assert demo.make_when_empty(clockstart)
    assert count(clockstart.store) == whole


def test_real_people_and_their_work_are_not_touched(
    clockstart: Clockstart, whole: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off_in(clockstart, "fill", monkeypatch)
    real = clockstart.store.people.create("real@example.org", "Real", "learner", now=NOW)
    mine = [NewRecord("r1", {"n": 1}, "o1")]
    clockstart.store.records.put_many(real.uid, "dna_cases", mine, trace=Trace(real.uid), now=NOW)
    assert demo.make_when_empty(clockstart)
    assert count(clockstart.store) == whole | {"real@example.org": 1}


def test_where_somebody_has_worked_in_it_nothing_is_taken_away(
    clockstart: Clockstart, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_off_in(clockstart, "fill", monkeypatch)
    learner = clockstart.store.people.get_by_email("learner@example.com")
    clockstart.store.audit.enter(learner.uid, "sign_in", trace=Trace(learner.uid), now=NOW)
    before = count(clockstart.store)
    assert not demo.make_when_empty(clockstart)
    assert count(clockstart.store) == before
    assert find_making(clockstart.store.client) is None
