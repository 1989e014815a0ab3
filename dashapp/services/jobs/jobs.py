"""Long work: asked for in a web thread, done by the worker, watched by the page.

The queue is RQ's; what a page needs to know of a job stands in the store under its owner.
"""

import logging
import resource
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from rq import Queue

from auth.actor import Actor
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.access import access, scopes
from dashapp.services.jobs.queue import QUEUE, open_queue
from dashapp.settings import Settings
from storage.errors import NotFound, StorageError, store_errors
from storage.jobs import Job

log = logging.getLogger("clockstart.jobs")

BEAT_SECONDS = 5.0
RESERVE = 64 * 1024**2
SILENT_AFTER = timedelta(seconds=30)
LONGEST = timedelta(hours=2)

TOO_MUCH = "This needs more memory than a job may use ({most:,} MB). Give it less at once, such as a part of the file."


KILLED = "The worker ended in the middle, perhaps for want of memory. What was done so far is kept."


class Stopped(Exception):
    """The person asked for the job to stop."""


@dataclass(frozen=True, slots=True)
class WorkerQueue:
    """The queue the worker takes jobs from."""

    settings: Settings

    def enqueue(self, kind: str, uid: str, job_id: str, arguments: tuple[Any, ...]) -> None:
        queue = Queue(QUEUE, connection=open_queue(self.settings))
        timeout = int(LONGEST.total_seconds())
        with store_errors():
            queue.enqueue(
                run_within_limit, kind, uid, job_id, arguments, job_timeout=timeout, result_ttl=0, failure_ttl=3600
            )


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Does the job in the caller's own process."""

    def enqueue(self, kind: str, uid: str, job_id: str, arguments: tuple[Any, ...]) -> None:
        run(kind, uid, job_id, arguments)


@dataclass(frozen=True, slots=True)
class Watch:
    """A job's own way of saying how far it is."""

    clockstart: Clockstart
    uid: str
    job_id: str

    def report(self, done: int, total: int, sentence: str) -> None:
        """Say how far; raises Stopped when the person asked for that."""
        jobs = self.clockstart.store.jobs
        if jobs.get(self.uid, self.job_id).wants_stop:
            raise Stopped
        jobs.report(self.uid, self.job_id, now=self.clockstart.now, sentence=sentence, done=done, total=total)

    def tell_result(self, result: Mapping[str, Any]) -> None:
        """What has come of it so far, which stays when it ends early."""
        self.clockstart.store.jobs.report(self.uid, self.job_id, now=self.clockstart.now, result=result)


def start(clockstart: Clockstart, actor: Actor, job_id: str, kind: str, *arguments: Any) -> Job:
    """Put a job of the actor's on the queue; a `job_id` that is known already starts nothing new. Raises StorageError
    where the queue cannot be reached; the job has failed then, so that nobody waits for it."""
    known = clockstart.store.jobs.find(actor.uid, job_id)
    if known is not None:
        return known
    job = clockstart.store.jobs.create(actor.uid, job_id, kind, now=clockstart.now)
    try:
        clockstart.runner.enqueue(f"{kind} {clockstart.scope}".strip(), actor.uid, job_id, arguments)
    except StorageError:
        fail(clockstart, actor.uid, job_id, "It could not be put on the queue. Try again.")
        raise
    return clockstart.store.jobs.find(actor.uid, job_id) or job


def hand_over(clockstart: Clockstart, kind: str, *arguments: Any) -> None:
    """Put work on the queue that is nobody's job and that no page watches, such as a message to be sent."""
    clockstart.runner.enqueue(kind, "", "", arguments)


def find_running(clockstart: Clockstart, actor: Actor, kind: str, about: str = "") -> Job | None:
    """A job of this kind that the actor has waiting or running, the newest; of those whose id begins with what they are
    `about` where that is said. None when there is none."""
    known = [
        job
        for job in clockstart.store.jobs.list(actor.uid)
        if job.kind == kind and job.id.startswith(about) and not job.has_ended
    ]
    return next((job for job in known if not look(clockstart, actor, job.id).has_ended), None)


def look(clockstart: Clockstart, actor: Actor, job_id: str) -> Job:
    """How a job of the actor's own stands; one whose worker has fallen silent is marked failed. Raises NotFound."""
    job = clockstart.store.jobs.get(actor.uid, job_id)
    if job.state == "running" and clockstart.now - datetime.fromisoformat(job.heartbeat) > SILENT_AFTER:
        fail(clockstart, actor.uid, job_id, "The worker stopped in the middle. What was done so far is kept.")
        return clockstart.store.jobs.get(actor.uid, job_id)
    return job


def stop(clockstart: Clockstart, actor: Actor, job_id: str) -> None:
    """Ask a job of the actor's own to stop at its next step. Raises NotFound."""
    clockstart.store.jobs.ask_to_stop(actor.uid, job_id)


def run_within_limit(kind: str, uid: str, job_id: str, arguments: tuple[Any, ...]) -> None:
    """In the process that the worker makes for one job: no more memory than the setting says, whatever it meets."""
    limit_memory(current_clockstart().settings.job_memory_mb)
    run(kind, uid, job_id, arguments)


def limit_memory(megabytes: int) -> None:
    """Beyond this, this process gets a MemoryError rather than the machine's last memory. Only Linux holds to it."""
    if sys.platform == "linux":
        most = megabytes * 1024**2
        resource.setrlimit(resource.RLIMIT_DATA, (most, most + RESERVE))


def open_reserve() -> None:
    """A little more, so that a job which has met its limit can still say so."""
    if sys.platform == "linux":
        _, most = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def say_killed(job: Any, _pid: int, status: int, _usage: Any) -> None:
    """The process of a job was killed or died: the job has failed, and nobody waits for it."""
    _, uid, job_id, _ = job.args
    log.error("The process of job %s ended with status %s", job_id, status)
    if uid:
        fail(current_clockstart(), uid, job_id, KILLED)


def run(kind: str, uid: str, job_id: str, arguments: tuple[Any, ...]) -> None:
    """In the worker: do a job and say how it ended. A surprise is logged, told, and raised again for the queue. Work
    that is nobody's job is only done; one of a practice copy (`kind` names its scope then) is done there."""
    clockstart, (kind, _, scope) = current_clockstart(), kind.partition(" ")
    if not uid:
        find_work(clockstart, kind)(clockstart, *arguments)
        return
    log.info("Job begun", extra=about_job(kind, uid, job_id))
    try:
        with beating(clockstart, uid, job_id):
            here = scopes.enter(clockstart, access.get_actor(clockstart, uid), scope) if scope else clockstart
            result = find_work(here, kind)(here, start_watching(here, uid, job_id), *arguments)
    except Stopped:
        clockstart.store.jobs.report(uid, job_id, now=clockstart.now, state="stopped", sentence="Stopped.")
        note_end(clockstart, kind, uid, job_id, "stopped")
    except StorageError as problem:
        fail(clockstart, uid, job_id, problem.sentence)
        note_end(clockstart, kind, uid, job_id, "failed", problem)
    except MemoryError as problem:
        open_reserve()
        fail(clockstart, uid, job_id, TOO_MUCH.format(most=clockstart.settings.job_memory_mb))
        note_end(clockstart, kind, uid, job_id, "failed", problem)
    except Exception as problem:
        fail(clockstart, uid, job_id, "Something went wrong on our side. What was done so far is kept.")
        note_end(clockstart, kind, uid, job_id, "failed", problem)
        raise
    else:
        clockstart.store.jobs.report(uid, job_id, now=clockstart.now, state="done", sentence="Done.", result=result)
        note_end(clockstart, kind, uid, job_id, "done")


def note_end(
    clockstart: Clockstart, kind: str, uid: str, job_id: str, state: str, problem: Exception | None = None
) -> None:
    """In the log, and counted for `/metrics`."""
    level = logging.ERROR if problem else logging.INFO
    log.log(level, "Job %s", state, exc_info=problem, extra=about_job(kind, uid, job_id))
    clockstart.store.jobs.note_ended(kind, state)


def about_job(kind: str, uid: str, job_id: str) -> dict[str, dict[str, str]]:
    """What a line of the log says of a job."""
    return {"about": {"kind": kind, "uid": uid, "job": job_id}}


def start_watching(clockstart: Clockstart, uid: str, job_id: str) -> Watch:
    """Says that the job has begun; raises Stopped when it was stopped while it waited."""
    watch = Watch(clockstart, uid, job_id)
    watch.report(0, 0, "Started.")
    return watch


def find_work(clockstart: Clockstart, kind: str) -> Callable[..., Any]:
    """The function behind a kind of job, imported only in the process that runs it. Raises NotFound."""
    if kind not in clockstart.registry.jobs:
        raise NotFound("There is no such kind of job.")
    module, name = clockstart.registry.jobs[kind].run.split(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


def fail(clockstart: Clockstart, uid: str, job_id: str, sentence: str) -> None:
    clockstart.store.jobs.report(uid, job_id, now=clockstart.now, state="failed", sentence=sentence)


@contextmanager
def beating(clockstart: Clockstart, uid: str, job_id: str) -> Iterator[None]:
    """Say every few seconds that the worker is alive, whatever the job itself is busy with. A store that is away for a
    moment is asked again at the next."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(BEAT_SECONDS):
            try:
                clockstart.store.jobs.report(uid, job_id, now=clockstart.now)
            except StorageError as problem:
                log.warning("A job could not say that it is alive", exc_info=problem, extra=about_job("", uid, job_id))

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
