"""Long work as a page sees it: done, stopped, failed, and failed because its worker fell silent."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from rq.utils import import_attribute

from auth.actor import Actor
from dashapp.context import Clockstart, PracticeClock
from dashapp.services.jobs import jobs
from dashapp.services.jobs.queue import queue_url
from storage.errors import NotFound, Refused, StoreUnavailable
from tests.cast import Cast
from tests.unit.dashapp.conftest import NOW, TODAY


class Silent:
    """A queue whose worker never comes."""

    def enqueue(self, kind: str, uid: str, job_id: str, arguments: tuple[object, ...]) -> None:
        return None


class Away:
    """A queue that cannot be reached."""

    def enqueue(self, kind: str, uid: str, job_id: str, arguments: tuple[object, ...]) -> None:
        raise StoreUnavailable


def actor_of(cast: Cast, name: str = "alice") -> Actor:
    person = getattr(cast, name)
    return Actor(person.uid, person.role, person.cohorts, person.name, person.email)


def later(clockstart: Clockstart, seconds: int) -> Clockstart:
    return replace(clockstart, clock=PracticeClock(TODAY, lambda: NOW + timedelta(seconds=seconds)))


@pytest.fixture
def waiting(clockstart: Clockstart) -> Clockstart:
    return replace(clockstart, runner=Silent())


def test_a_worker_that_falls_silent_marks_the_job_failed(waiting: Clockstart, cast: Cast) -> None:
    alice = actor_of(cast)
    jobs.start(waiting, alice, "j1", "import", "dna-management", "cases.csv", b"")
    waiting.store.jobs.report(cast.alice.uid, "j1", now=NOW, state="running", sentence="10 of 20", done=10, total=20)
    assert jobs.look(later(waiting, 25), alice, "j1").state == "running"
    failed = jobs.look(later(waiting, 31), alice, "j1")
    assert failed.state == "failed"
    assert "kept" in failed.sentence


def test_a_heartbeat_keeps_a_job_alive(waiting: Clockstart, cast: Cast) -> None:
    alice = actor_of(cast)
    jobs.start(waiting, alice, "j1", "import", "dna-management", "cases.csv", b"")
    waiting.store.jobs.report(cast.alice.uid, "j1", now=NOW, state="running")
    waiting.store.jobs.report(cast.alice.uid, "j1", now=NOW + timedelta(seconds=20))
    assert jobs.look(later(waiting, 45), alice, "j1").state == "running"


def test_a_job_that_was_started_is_not_started_again(waiting: Clockstart, cast: Cast) -> None:
    first = jobs.start(waiting, actor_of(cast), "j1", "import", "dna-management", "cases.csv", b"")
    again = jobs.start(later(waiting, 5), actor_of(cast), "j1", "import", "dna-management", "other.csv", b"x")
    assert first == again


def test_a_job_belongs_to_who_started_it(waiting: Clockstart, cast: Cast) -> None:
    jobs.start(waiting, actor_of(cast), "j1", "import", "dna-management", "cases.csv", b"")
    for look in (jobs.look, jobs.stop):
        with pytest.raises(NotFound):
            look(waiting, actor_of(cast, "charlie"), "j1")


def run(clockstart: Clockstart, cast: Cast, work: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run one job in this process, with `work` behind its kind."""
    monkeypatch.setattr(jobs, "current_clockstart", lambda: clockstart)
    monkeypatch.setattr(jobs, "find_work", lambda _, kind: work)
    clockstart.store.jobs.create(cast.alice.uid, "j1", "import", now=NOW)
    jobs.run("import", cast.alice.uid, "j1", ())


def test_a_job_says_what_came_of_it(clockstart: Clockstart, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    run(clockstart, cast, lambda clockstart, watch: {"new": 3}, monkeypatch)
    done = clockstart.store.jobs.get(cast.alice.uid, "j1")
    assert (done.state, done.result) == ("done", {"new": 3})


def test_a_job_that_an_older_version_queued_is_done(
    clockstart: Clockstart, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The queue holds the function by its name, which was another before services were sorted into folders."""
    monkeypatch.setattr(jobs, "current_clockstart", lambda: clockstart)
    monkeypatch.setattr(jobs, "limit_memory", lambda megabytes: None)  # it would hold for the tests after this one
    monkeypatch.setattr(jobs, "find_work", lambda _, kind: lambda clockstart, watch: {"new": 3})
    clockstart.store.jobs.create(cast.alice.uid, "j1", "import", now=NOW)
    import_attribute("dashapp.services.jobs.run_within_limit")("import", cast.alice.uid, "j1", ())
    assert clockstart.store.jobs.get(cast.alice.uid, "j1").state == "done"


def test_a_refusal_is_told_in_its_own_words(
    clockstart: Clockstart, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(clockstart: Clockstart, watch: jobs.Watch) -> dict[str, object]:
        raise Refused("The file has no rows.")

    run(clockstart, cast, refuse, monkeypatch)
    failed = clockstart.store.jobs.get(cast.alice.uid, "j1")
    assert (failed.state, failed.sentence) == ("failed", "The file has no rows.")


def test_a_surprise_marks_the_job_failed_and_is_raised_for_the_queue(
    clockstart: Clockstart, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(clockstart: Clockstart, watch: jobs.Watch) -> dict[str, object]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(clockstart, cast, break_down, monkeypatch)
    failed = clockstart.store.jobs.get(cast.alice.uid, "j1")
    assert failed.state == "failed"
    assert "our side" in failed.sentence


def test_a_job_stops_at_its_next_step(clockstart: Clockstart, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []

    def work(clockstart: Clockstart, watch: jobs.Watch) -> dict[str, object]:
        for step in range(5):
            watch.report(step, 5, f"{step} of 5")
            steps.append(step)
            if step == 1:
                jobs.stop(clockstart, actor_of(cast), "j1")
        return {}

    run(clockstart, cast, work, monkeypatch)
    assert clockstart.store.jobs.get(cast.alice.uid, "j1").state == "stopped"
    assert steps == [0, 1]


# --- where the queue is ----------------------------------------------------------------------------------------------

CLUSTER = "redis+cluster://10.0.0.1:6379,10.0.0.2:6379"


@pytest.mark.parametrize(
    ("store", "queue", "expected"),
    [
        ("redis://store:6379/0", "", "redis://store:6379/0"),
        ("redis://store:6379/0", "redis://queue:6379/0", "redis://queue:6379/0"),
        (CLUSTER, "redis://queue:6379/0", "redis://queue:6379/0"),
    ],
)
def test_the_queue_is_in_the_store_unless_another_is_named(
    waiting: Clockstart, store: str, queue: str, expected: str
) -> None:
    assert queue_url(waiting.settings.model_copy(update={"redis_url": store, "queue_url": queue})) == expected


def test_a_cluster_without_a_queue_says_what_to_set(waiting: Clockstart) -> None:
    with pytest.raises(Refused, match="CLOCKSTART_QUEUE_URL"):
        queue_url(waiting.settings.model_copy(update={"redis_url": CLUSTER}))


def test_a_job_that_cannot_be_queued_has_failed_and_keeps_nobody_waiting(clockstart: Clockstart, cast: Cast) -> None:
    alice, away = actor_of(cast), replace(clockstart, runner=Away())
    with pytest.raises(StoreUnavailable):
        jobs.start(away, alice, "j1", "clocks", [cast.alice.uid])
    assert jobs.look(away, alice, "j1").state == "failed"
    assert jobs.find_running(away, alice, "clocks") is None


def test_a_store_that_is_away_for_a_moment_does_not_silence_a_job(
    clockstart: Clockstart, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, heard = iter((StoreUnavailable(), None)), threading.Event()

    def report(*_: object, **__: object) -> None:
        problem = next(told, None)
        if problem is not None:
            raise problem
        heard.set()

    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.01)
    monkeypatch.setattr(clockstart.store.jobs, "report", report)
    with jobs.beating(clockstart, cast.alice.uid, "j1"):
        assert heard.wait(10)
