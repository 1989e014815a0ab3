"""Work that is assigned, for those who look after people: made, changed, taken back, and how far everybody is."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from secrets import token_hex
from typing import Any

from auth.actor import Actor
from auth.policy import can_read, check_oversee
from dashapp.context import Clockstart
from dashapp.services.access.scopes import can_see_cohort
from dashapp.services.jobs import jobs
from dashapp.services.people.accounts import enter, trace_of
from dashapp.services.practice import attempts
from dashapp.services.practice.assigned import NO_SUCH, Standing, Standings, is_for, read_standings
from dashapp.services.practice.assignment import (
    AFTER_DUE,
    COUNTING,
    EXTRA,
    FEEDBACKS,
    ON_RELEASE,
    TRIES,
    Assignment,
    Moved,
    Own,
    find_assignment,
)
from dashapp.services.practice.exam_clock import MOST_MINUTES
from dashapp.services.practice.policy import find_version
from dashapp.services.practice.sets import COUNTS, FAMILY_WORDS, LEVELS, OFFERED, PICKED
from dashapp.services.records.records import check_id
from storage import open_copy
from storage.accounts import Person
from storage.attempts import ANSWERS
from storage.errors import Conflict, NotFound, Refused

LONGEST_TITLE, MOST_PEOPLE = 80, 100
CHOSEN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "set": ("Which cases", OFFERED),
    "cases": ("How many cases", COUNTS),
    "level": ("How hard", LEVELS),
    "feedback": ("When what is right is told", FEEDBACKS),
    "tries": ("How many tries", TRIES),
    "counts": ("Which try counts", COUNTING),
}
"""What is chosen from a list: in words, and what there is to choose."""
MOST_OPEN = 12
"""Of the open ones on the monitor."""
SHOWN_FOR = timedelta(days=28)
"""How long after its day an assignment is still among the open ones on the monitor."""


def can_see(clockstart: Clockstart, actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor looks after its cohort or, where it is for people alone, after one of them."""
    if actor.role == "admin":
        return True
    if assignment.cohort:
        return can_see_cohort(actor, assignment.cohort)
    return any(can_read(actor, one) for one in list_named(clockstart, assignment))


def list_named(clockstart: Clockstart, assignment: Assignment) -> list[Person]:
    return clockstart.store.people.list_these({uid for uid, own in assignment.people.items() if own.named})


def list_for_tutor(clockstart: Clockstart, actor: Actor) -> list[Assignment]:
    """Those the actor looks after, the last due first; whoever they name is asked for at once. Raises Forbidden for
    learners."""
    check_oversee(actor)
    found = [Assignment.model_validate(said) for said in clockstart.store.assignments.list().values()]
    alone = {uid for one in found if not one.cohort for uid in one.people} if actor.role != "admin" else set()
    mine = {one.uid for one in clockstart.store.people.list_these(alone) if can_read(actor, one)}
    seen = [
        one
        for one in found
        if actor.role == "admin"
        or (can_see_cohort(actor, one.cohort) if one.cohort else not mine.isdisjoint(one.people))
    ]
    return sorted(seen, key=lambda one: (one.retired_on is not None, -one.due_on.toordinal(), one.title))


def get_for_tutor(clockstart: Clockstart, actor: Actor, assignment: str) -> Assignment:
    """Raises Forbidden for learners, NotFound for one outside the actor's reach."""
    check_oversee(actor)
    found = find_assignment(clockstart, assignment)
    if found is None or not can_see(clockstart, actor, found):
        raise NotFound(NO_SUCH)
    return found


def list_people(clockstart: Clockstart, actor: Actor, assignment: Assignment) -> list[Person]:
    """Whom it is for, of those the actor may see, in the order of names."""
    store = clockstart.store.people
    members = store.members(assignment.cohort) if assignment.cohort else []
    everybody = {one.uid: one for one in [*members, *list_named(clockstart, assignment)]}
    shown = [one for one in everybody.values() if one.role == "learner" and can_read(actor, one)]
    return sorted(shown, key=lambda one: one.name.casefold())


def read_open(clockstart: Clockstart, actor: Actor, people: Sequence[Person]) -> list[tuple[Assignment, Standings]]:
    """The first of the assignments that are open now, that due first, each with how far those of these people are whom
    it is for."""
    shown = [
        one
        for one in list_for_tutor(clockstart, actor)
        if one.retired_on is None and one.opens_on <= clockstart.today <= one.due_on + SHOWN_FOR
    ]
    return [
        (one, read_standings(clockstart, one, [who.uid for who in people if is_for(one, who.uid, who.cohorts)]))
        for one in sorted(shown, key=lambda one: (one.due_on, one.title))[:MOST_OPEN]
    ]


def read_answered(clockstart: Clockstart, standings: Sequence[Standing]) -> dict[str, tuple[int, datetime]]:
    """Of those who have a try open: how many cases they have answered, and when the last."""
    by_attempt: dict[str, list[str]] = {}
    for one in standings:
        if one.has_open_try:
            by_attempt.setdefault(attempts.attempt_of(one.session), []).append(one.uid)
    found = {}
    for attempt, uids in by_attempt.items():
        for uid, summary in open_copy(clockstart.store, attempt).records.summaries(uids).items():
            if ANSWERS in summary and summary[ANSWERS].count:
                found[uid] = summary[ANSWERS].count, datetime.fromisoformat(summary[ANSWERS].last_change)
    return found


def assign(clockstart: Clockstart, actor: Actor, assignment: str, asked: Mapping[str, Any]) -> Assignment:
    """A new assignment of what a form says: once, however often it is sent. Raises Forbidden, and Refused saying what
    is missing or wrong."""
    check_oversee(actor)
    before = find_assignment(clockstart, check_id(assignment))
    if before is not None:
        return get_for_tutor(clockstart, actor, assignment)
    found = read_asked(clockstart, actor, assignment, asked)
    clockstart.store.assignments.put(assignment, describe(found), None)
    note(clockstart, actor, "assignment_made", found, due=found.due_on.isoformat())
    return found


def read_asked(clockstart: Clockstart, actor: Actor, assignment: str, asked: Mapping[str, Any]) -> Assignment:
    title = " ".join(str(asked.get("title") or "").split())
    if not 0 < len(title) <= LONGEST_TITLE:
        raise Refused(f"Give it a name of at most {LONGEST_TITLE} letters.")
    chosen = {name: choose(name, asked) for name in CHOSEN}
    families = tuple(one for one in asked.get("families") or () if one in FAMILY_WORDS)
    if chosen["set"] == PICKED and not families:
        raise Refused("Say which kinds of case.")
    today = clockstart.today
    opens_on, due_on = asked.get("opens_on") or today, asked.get("due_on")
    cohort = str(asked.get("cohort") or "")
    if cohort and not can_see_cohort(actor, cohort):
        raise NotFound("There is no such cohort.")
    people = find_people(clockstart, actor, str(asked.get("people") or ""))
    if not cohort and not people:
        raise Refused("Say for whom: a cohort, people, or both.")
    return Assignment(
        id=assignment,
        title=title,
        **{**chosen, "tries": int(chosen["tries"])},
        families=families if chosen["set"] == PICKED else (),
        same_cases=asked.get("same_cases") == "yes",
        minutes_allowed=read_minutes(str(asked.get("minutes_allowed") or "").strip()),
        opens_on=opens_on,
        due_on=check_due(due_on, opens_on, today),
        cohort=clockstart.store.people.get_cohort(cohort).id if cohort else "",
        people={one.uid: Own(named=True) for one in people},
        by=actor.uid,
        made_on=today,
        seed=token_hex(16),
    )


def read_minutes(text: str) -> int | None:
    """None where nothing was typed: there is no limit."""
    if not text:
        return None
    if not text.isdecimal() or not text.isascii() or not 1 <= int(text[:9]) <= MOST_MINUTES:
        raise Refused(f"How many minutes: a whole number from 1 to {MOST_MINUTES}, or nothing.")
    return int(text)


def choose(name: str, asked: Mapping[str, Any]) -> str:
    words, offered = CHOSEN[name]
    value = str(asked.get(name) or "")
    if value not in offered:
        raise Refused(f"{words}: choose one of those offered.")
    return value


def check_due(due_on: date | None, opens_on: date, today: date) -> date:
    if due_on is None:
        raise Refused("Say by which day it is due.")
    if due_on < max(opens_on, today):
        raise Refused("It cannot be due before it opens, or before today.")
    return due_on


def find_people(clockstart: Clockstart, actor: Actor, text: str) -> list[Person]:
    """Learners by their addresses. Raises Refused naming the first that the actor does not look after."""
    found = {}
    for address in text.replace(",", " ").replace(";", " ").split():
        person = clockstart.store.people.find_by_email(address)
        if person is None or person.role != "learner" or not can_read(actor, person):
            raise Refused(f"None of the learners you look after has the address {address[:80]}.")
        found[person.uid] = person
    if len(found) > MOST_PEOPLE:
        raise Refused(f"Name at most {MOST_PEOPLE} people; put more into a cohort.")
    return [*found.values()]


def change_due(clockstart: Clockstart, actor: Actor, assignment: str, due_on: date | None) -> Assignment:
    """Another day for everybody without one of their own; those it is for read which there was before."""
    known = get_for_tutor(clockstart, actor, assignment)
    check_whole(clockstart, actor, known)
    due = check_due(due_on, known.opens_on, clockstart.today)
    if due == known.due_on:
        return known
    moved = (*known.moved, Moved(before=known.due_on, on=clockstart.today))
    found = keep(clockstart, known, due_on=due, moved=moved)
    note(clockstart, actor, "assignment_due_changed", found, was=known.due_on.isoformat(), due=due.isoformat())
    return found


def change_own(
    clockstart: Clockstart, actor: Actor, assignment: str, uid: str, due_on: date | None, extra: str
) -> Person:
    """A day and more time for one person, None and "0" for none of their own. Entered in the person's trail."""
    known = get_for_tutor(clockstart, actor, assignment)
    person = next((one for one in list_people(clockstart, actor, known) if one.uid == uid), None)
    if person is None:
        raise NotFound("This is not assigned to them.")
    if extra not in EXTRA:
        raise Refused("More time: choose one of those offered.")
    before = known.people.get(uid, Own())
    if due_on is not None and due_on != before.due_on:
        check_due(due_on, known.opens_on, clockstart.today)
        if known.feedback == AFTER_DUE and due_on > known.due_on:
            check_whole(clockstart, actor, known)  # everybody waits for what is right until then
    own = Own(named=before.named, due_on=due_on, extra_time_percent=int(extra))
    keep(clockstart, known, people={**known.people, uid: own})
    told = {"due": due_on.isoformat() if due_on else "", "extra": extra}
    enter(clockstart, actor, person, "assignment_terms_changed", assignment=known.id, **told)
    return person


def release(clockstart: Clockstart, actor: Actor, assignment: str) -> Assignment:
    """Everybody is told what is right from now on. Raises Refused where the results do not wait for that."""
    known = get_for_tutor(clockstart, actor, assignment)
    check_whole(clockstart, actor, known)
    if known.feedback != ON_RELEASE:
        raise Refused("The results of this assignment are not held for you to release.")
    if known.released_on is not None:
        return known
    found = keep(clockstart, known, released_on=clockstart.today)
    note(clockstart, actor, "results_released", found)
    jobs.hand_over(clockstart, "results_released", found.id)
    return found


def retire(clockstart: Clockstart, actor: Actor, assignment: str) -> Assignment:
    """Nobody begins it any more; what was begun can be finished and stays."""
    known = get_for_tutor(clockstart, actor, assignment)
    check_whole(clockstart, actor, known)
    if known.retired_on is not None:
        return known
    found = keep(clockstart, known, retired_on=clockstart.today)
    note(clockstart, actor, "assignment_retired", found)
    return found


def check_whole(clockstart: Clockstart, actor: Actor, assignment: Assignment) -> None:
    """Raises Refused where it is also for people whom the actor does not look after."""
    if not all(can_read(actor, one) for one in list_named(clockstart, assignment)):
        raise Refused("This is also for people you do not look after. Ask an administrator to change it.")


def keep(clockstart: Clockstart, known: Assignment, **changed: Any) -> Assignment:
    """The assignment with some things changed. Raises Refused where somebody else has changed it meanwhile."""
    found, seen = known.model_copy(update=changed), clockstart.store.assignments.find(known.id)
    try:
        if seen is None or Assignment.model_validate(seen) != known:
            raise Conflict
        clockstart.store.assignments.put(known.id, describe(found), seen)
    except Conflict as problem:
        raise Refused("Somebody else has changed this assignment meanwhile. Look at it, then try again.") from problem
    return found


def describe(assignment: Assignment) -> dict[str, Any]:
    return assignment.model_dump(mode="json")


def note(clockstart: Clockstart, actor: Actor, act: str, assignment: Assignment, **about: str) -> None:
    """In the system's trail, as what is done with cohorts is."""
    told = {"assignment": assignment.id, "cohort": assignment.cohort, **about}
    clockstart.store.audit.enter(None, act, trace=trace_of(actor), now=clockstart.now, **told)


def adopt_policy(clockstart: Clockstart, actor: Actor, cohort: str, *, adopted: bool) -> str:
    """Adopt the practice access policy for a cohort, or give it up; the cohort's name. What was begun stays."""
    check_oversee(actor)
    if not can_see_cohort(actor, cohort):
        raise NotFound("There is no such cohort.")
    found = clockstart.store.people.get_cohort(cohort)
    clockstart.store.people.put_policy(cohort, find_version() if adopted else "")
    act, told = ("policy_adopted" if adopted else "policy_given_up"), {"cohort": cohort, "version": find_version()}
    clockstart.store.audit.enter(None, act, trace=trace_of(actor), now=clockstart.now, **told)
    return found.name
