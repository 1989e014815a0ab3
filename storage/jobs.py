"""The state of jobs: what a page polls and a worker writes. The queue itself is not here."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.errors import NotFound, Refused, store_errors
from storage.record import utc_text, write_data

KEPT = timedelta(days=30)
FILE_KEPT = timedelta(days=1)
STATES = ("waiting", "running", "done", "failed", "stopped")
ENDED = frozenset({"done", "failed", "stopped"})


@dataclass(frozen=True, slots=True)
class Job:
    """One job of a person. `done` of `total` steps; `sentence` says how it stands; `result` is a JSON object;
    `heartbeat` is when the worker last said it is alive (ISO, UTC)."""

    id: str
    uid: str
    kind: str
    state: str
    sentence: str
    done: int
    total: int
    wants_stop: bool
    created_at: str
    heartbeat: str
    result: dict[str, Any] = field(default_factory=dict)

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED


class JobStore:
    """Jobs by person; forgotten 30 days after the last word on them."""

    def __init__(self, client: Redis) -> None:
        self._client = client

    def create(self, uid: str, job_id: str, kind: str, *, now: datetime) -> Job:
        """Note a job that waits for the worker."""
        told: dict[Any, Any] = {
            "kind": kind,
            "state": "waiting",
            "created_at": utc_text(now),
            "sentence": "Waiting to start.",
        }
        with store_errors():
            pipe = self._client.pipeline()
            pipe.hset(keys.job(uid, job_id), mapping=told)
            pipe.expire(keys.job(uid, job_id), KEPT)
            pipe.zadd(keys.jobs(uid), {job_id: now.timestamp()})
            pipe.zremrangebyscore(keys.jobs(uid), "-inf", (now - KEPT).timestamp())
            pipe.execute()
        return self.get(uid, job_id)

    def find(self, uid: str, job_id: str) -> Job | None:
        """The job, or None."""
        with store_errors():
            told = cast("dict[str, str]", self._client.hgetall(keys.job(uid, job_id)))
        return read_job(uid, job_id, told) if told else None

    def get(self, uid: str, job_id: str) -> Job:
        """The job; NotFound when there is none (any more)."""
        job = self.find(uid, job_id)
        if job is None:
            raise NotFound("That job is not known any more.")
        return job

    def list(self, uid: str) -> Sequence[Job]:
        """A person's jobs, the newest first."""
        with store_errors():
            ids = cast("Sequence[str]", self._client.zrevrange(keys.jobs(uid), 0, -1))
            pipe = self._client.pipeline(transaction=False)
            for job_id in ids:
                pipe.hgetall(keys.job(uid, job_id))
            replies = pipe.execute() if ids else []
        return [read_job(uid, job_id, told) for job_id, told in zip(ids, replies, strict=True) if told]

    def report(
        self,
        uid: str,
        job_id: str,
        *,
        now: datetime,
        state: str = "running",
        sentence: str = "",
        done: int | None = None,
        total: int | None = None,
        result: Mapping[str, Any] | None = None,
    ) -> None:
        """The worker's word on a job: it is alive, how far it is, how it ended."""
        if state not in STATES:
            raise Refused(f"A job is one of {', '.join(STATES)}; not {state}.")
        told: dict[Any, Any] = {"state": state, "heartbeat": utc_text(now)}
        told |= {"sentence": sentence} if sentence else {}
        told |= {name: str(value) for name, value in (("done", done), ("total", total)) if value is not None}
        told |= {"result": write_data(result)} if result is not None else {}
        with store_errors():
            pipe = self._client.pipeline()
            pipe.hset(keys.job(uid, job_id), mapping=told)
            pipe.expire(keys.job(uid, job_id), KEPT)
            pipe.execute()

    def note_ended(self, kind: str, state: str) -> None:
        """Count a job that has ended so."""
        with store_errors():
            self._client.hincrby(keys.JOBS_ENDED, f"{kind}/{state}", 1)

    def count_ended(self) -> dict[tuple[str, str], int]:
        """How many jobs of each kind have ended in each state, ever."""
        with store_errors():
            told = cast("dict[str, str]", self._client.hgetall(keys.JOBS_ENDED))
        pairs = ((name.partition("/"), count) for name, count in told.items())
        return {(kind, state): int(count) for (kind, _, state), count in pairs}

    def add_to_file(self, uid: str, job_id: str, part: bytes) -> None:
        """Add to the file a job makes; it is kept for a day."""
        with store_errors():
            pipe = self._client.pipeline()
            pipe.rpush(keys.job_file(uid, job_id), base64.b64encode(part).decode())
            pipe.expire(keys.job_file(uid, job_id), FILE_KEPT)
            pipe.execute()

    def read_file(self, uid: str, job_id: str) -> Iterator[bytes]:
        """The parts of a job's file, one at a time. Raises NotFound when it is not kept any more."""
        with store_errors():
            length = self._client.llen(keys.job_file(uid, job_id))
        if not length:
            raise NotFound("That file is not kept any more. Make it again.")
        return (self._read_part(uid, job_id, index) for index in range(length))

    def _read_part(self, uid: str, job_id: str, index: int) -> bytes:
        with store_errors():
            text = cast("str | None", self._client.lindex(keys.job_file(uid, job_id), index))
        return base64.b64decode(text or "")

    def ask_to_stop(self, uid: str, job_id: str) -> None:
        """Note that the person wants it stopped; the worker looks at `wants_stop` between steps. Raises NotFound."""
        self.get(uid, job_id)
        with store_errors():
            self._client.hset(keys.job(uid, job_id), "wants_stop", "1")


def read_job(uid: str, job_id: str, told: Mapping[str, str]) -> Job:
    """A job from the fields of its hash."""
    return Job(
        id=job_id,
        uid=uid,
        kind=told.get("kind", ""),
        state=told.get("state", "waiting"),
        sentence=told.get("sentence", ""),
        done=int(told.get("done", "0")),
        total=int(told.get("total", "0")),
        wants_stop=told.get("wants_stop") == "1",
        created_at=told.get("created_at", ""),
        heartbeat=told.get("heartbeat", ""),
        result=orjson.loads(told.get("result", "{}")),
    )
