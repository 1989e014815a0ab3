"""What the people somebody looks after have to do, and which of their pathways wait longest.

Every record of every one of them is read for it, so the worker does that, and what it found is kept for the rest of the
day: a page shows the newest that is there, says of when it is, and asks for a fresh one when that is some minutes ago.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.jobs import jobs
from dashapp.services.jobs.jobs import Watch
from dashapp.services.people import oversight
from dashapp.services.people.oversight import Wait
from dashapp.services.records.records import RULES_VERSION, new_id
from dashapp.services.work import actions
from dashapp.services.work.actions import Action
from storage.accounts import Person
from storage.errors import StoreFull
from storage.jobs import Job

log = logging.getLogger("clockstart")

KIND = "team_day"
STORED_AS = "team-day"
FRESH = timedelta(minutes=10)
ACTIONS_AT_MOST = 5_000
WAITS_AT_MOST = 50
LAYOUT = "1"


@dataclass(frozen=True, slots=True)
class TeamDay:
    """What was found `at` that moment: `count` things to do, the most overdue of them, and the longest waits."""

    at: datetime
    count: int
    actions: Sequence[Action]
    waits: Sequence[Wait]


def look(clockstart: Clockstart, actor: Actor) -> tuple[TeamDay | None, Job | None]:
    """What is known of the actor's people today, and the job that looks again, if one is at it. One is started when
    nothing fresh is known; where the store has no room for one, what is known has to do."""
    known = find(clockstart, actor)
    if known is not None and clockstart.now - known.at < FRESH:
        return known, None
    try:
        job = jobs.find_running(clockstart, actor, KIND) or jobs.start(clockstart, actor, new_id(), KIND)
    except StoreFull as problem:
        log.info("The day is looked through when there is room", exc_info=problem)
        return known, None
    return (find(clockstart, actor), None) if job.state == "done" else (known, job)


def find(clockstart: Clockstart, actor: Actor) -> TeamDay | None:
    """What was found last, if that was today by these rule books; of people who are still the actor's to read."""
    told = clockstart.store.worked_out.find_value(actor.uid, STORED_AS, stamp_of(clockstart))
    if told is None:
        return None
    people = {person.uid: person for person in access.list_people(clockstart, actor)}
    return TeamDay(
        datetime.fromisoformat(told["at"]),
        told["count"],
        [
            read_action(module, one, people[one["uid"]])
            for one in told["actions"]
            if one["uid"] in people and (module := clockstart.registry.find(one["slug"]))
        ],
        [Wait(**one) for uid, one in told["waits"] if uid in people],
    )


def stamp_of(clockstart: Clockstart) -> str:
    return f"{clockstart.today.isoformat()} {RULES_VERSION} {LAYOUT}"


def look_through(clockstart: Clockstart, watch: Watch) -> dict[str, Any]:
    """The job: everyone whom its owner looks after, one after the other."""
    actor = access.get_actor(clockstart, watch.uid)
    people = access.list_people(clockstart, actor)
    at, found, waits = clockstart.now, [], []
    for number, person in enumerate(people):
        watch.report(number, len(people), f"Reading the records of {person.name}.")
        found += [write_action(one, person) for one in actions.list_overdue(clockstart, actor, person)]
        waits += [(person.uid, one) for one in oversight.list_waits(clockstart, actor, person)]
    told = {
        "at": at.isoformat(),
        "count": len(found),
        "actions": sorted(found, key=lambda one: (one["on"], one["name"]))[:ACTIONS_AT_MOST],
        "waits": sorted(waits, key=lambda wait: (-wait[1].days, wait[1].name))[:WAITS_AT_MOST],
    }
    clockstart.store.worked_out.put(watch.uid, STORED_AS, stamp_of(clockstart), told)
    return {"people": len(people), "count": len(found)}


def write_action(action: Action, person: Person) -> dict[str, str]:
    return {
        "on": action.on.isoformat(),
        "what": action.what,
        "status": action.status,
        "name": action.name,
        "slug": action.module.slug,
        "href": action.href,
        "uid": person.uid,
        "matter": action.matter,
    }


def read_action(module: Module, told: dict[str, Any], person: Person) -> Action:
    on = date.fromisoformat(told["on"])
    matter = told.get("matter", "step")
    return Action(on, told["what"], told["status"], told["name"], module, told["href"], person.name, matter)
