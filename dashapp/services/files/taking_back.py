"""Taking an import back whole, and putting it back again: each a job, one named act in the trail.

A turn goes over the records that the turn before it touched, found in the trail by their trace. A record that somebody
has changed since stays as it is. A turn that was stopped is gone on with by the next.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.jobs import jobs
from dashapp.services.jobs.jobs import Stopped, Watch
from dashapp.services.records.records import new_id
from storage.audit import AuditEntry
from storage.errors import Conflict, NotFound, Refused
from storage.jobs import Job
from storage.record import Trace, milliseconds

KIND = "take-back"
REPORT_EVERY = 100
ACTS = {"remove": "import_taken_back", "restore": "import_put_back"}
OPPOSITE = {"remove": "restore", "restore": "remove"}
Turn = Mapping[str, Any]


def start(clockstart: Clockstart, actor: Actor, import_id: str) -> Job:
    """Have an import of the actor's own taken back, or put back when that was done. Raises NotFound, Refused."""
    job = get_import(clockstart, actor.uid, import_id)
    access.get_module(clockstart, actor, str(job.result["slug"]))
    access.check_can_write(clockstart, actor, actor.uid)
    return jobs.find_running(clockstart, actor, KIND) or jobs.start(clockstart, actor, new_id(), KIND, import_id)


def get_import(clockstart: Clockstart, uid: str, import_id: str) -> Job:
    """An import that has ended and stored something. Raises NotFound, Refused."""
    job = clockstart.store.jobs.get(uid, import_id)
    if job.kind != "import" or not job.result.get("new") or "slug" not in job.result:
        raise NotFound("There is nothing of that import to take back.")
    if not job.has_ended:
        raise Refused("The import is still running. Stop it first.")
    return job


def next_act(job: Job) -> str:
    """What the next turn does: `remove` or `restore`."""
    turns = list_turns(job)
    return OPPOSITE[turns[-1]["act"]] if turns and turns[-1]["whole"] else turns[-1]["act"] if turns else "remove"


def list_turns(job: Job) -> Sequence[Turn]:
    return list(job.result.get("turns", ()))


def find_sources(job: Job, act: str) -> tuple[str, set[str]]:
    """The act that the next turn undoes, and the traces under which it is in the trail."""
    groups = [(name, {str(turn["trace"]) for turn in some}) for name, some in groupby(list_turns(job), by_act)]
    done = [group for group in groups if group[0] != act]
    return done[-1] if done else ("add", {f"import {job.id}"})


def by_act(turn: Turn) -> str:
    return str(turn["act"])


def take_back(clockstart: Clockstart, watch: Watch, import_id: str) -> dict[str, Any]:
    """The job: the next turn of an import. Says how many records it reached, and how many were changed since."""
    job = get_import(clockstart, watch.uid, import_id)
    act = next_act(job)
    found = list(list_touched(clockstart, job, *find_sources(job, act)))
    done, whole = 0, False
    try:
        for place, entry in enumerate(found):
            if place % REPORT_EVERY == 0:
                watch.report(place, len(found), f"{place:,} of {len(found):,} records")
            done += turn_one(clockstart, watch, act, entry)
        whole = True
    except Stopped:
        watch.tell_result({"act": act, "done": done, "left": len(found) - done})
        raise
    finally:
        turn = {"act": act, "trace": trace_of(watch).trace, "whole": whole, "done": done, "left": len(found) - done}
        enter_turn(clockstart, watch, job, turn)
    return {"act": act, "done": done, "left": len(found) - done}


def trace_of(watch: Watch) -> Trace:
    return Trace(watch.uid, f"{KIND} {watch.job_id}")


def list_touched(clockstart: Clockstart, job: Job, act: str, traces: set[str]) -> Iterator[AuditEntry]:
    """The entries of those traces with that act, oldest first."""
    begun = datetime.fromisoformat(job.created_at) - timedelta(milliseconds=1)
    cursor = f"{milliseconds(begun)}-0"
    while True:
        cursor, entries = clockstart.store.audit.since(job.uid, cursor)
        if not entries:
            return
        yield from (entry for entry in entries if entry.act == act and entry.trace in traces and entry.record)


def turn_one(clockstart: Clockstart, watch: Watch, act: str, entry: AuditEntry) -> bool:
    """Whether the record was removed or restored; one that was changed since, or is gone, is left alone."""
    records, operation = clockstart.store.records, f"{watch.job_id}:{entry.id}"
    now, trace = clockstart.now, trace_of(watch)
    try:
        if act == "restore":
            records.restore(watch.uid, entry.module, entry.record, op=operation, trace=trace, now=now)
        else:
            seen = entry.to_rev
            records.remove(watch.uid, entry.module, entry.record, op=operation, seen_rev=seen, trace=trace, now=now)
    except (Conflict, NotFound):
        return False
    return True


def enter_turn(clockstart: Clockstart, watch: Watch, job: Job, turn: Turn) -> None:
    """In the trail as one act, and with the import, so that the next turn knows."""
    if turn["done"]:
        about = {"what": str(job.result["slug"]), "file": str(job.result["file"])[:200], "rows": str(turn["done"])}
        act, trace = ACTS[turn["act"]], trace_of(watch)
        clockstart.store.audit.enter(watch.uid, act, trace=trace, now=clockstart.now, **about)
    result = {**job.result, "turns": [*list_turns(job), dict(turn)]}
    clockstart.store.jobs.report(job.uid, job.id, now=clockstart.now, state=job.state, result=result)
