"""Attempts that are closed by somebody other than the person: a tutor, or the clock; more time, and void tries."""

import logging
from datetime import datetime
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.people.accounts import enter, trace_of
from dashapp.services.practice import answering, attempts, exam_clock
from dashapp.services.practice.assigned import Standing, read_standings
from dashapp.services.practice.assignment import Assignment, find_assignment
from dashapp.services.practice.assignments import get_for_tutor, list_named, list_people
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.kinds import SESSIONS, read_place
from dashapp.services.practice.results import keep_void
from storage.accounts import Person
from storage.attempts import OPEN, VOID
from storage.errors import NotFound, Refused, StorageError
from storage.record import Trace
from words.questions import Choices

log = logging.getLogger("clockstart")
CLOCK = Trace("exam clock")
MORE: Choices = {str(minutes): f"{minutes} minutes" for minutes in (5, 10, 15, 30, 60)}
LONGEST_REASON = 300


def get_person(clockstart: Clockstart, actor: Actor, assignment: str, uid: str) -> tuple[Assignment, Person, Standing]:
    """Somebody it is for, and how far they are. Raises Forbidden for learners, NotFound for whoever is out of reach."""
    known = get_for_tutor(clockstart, actor, assignment)
    person = next((one for one in list_people(clockstart, actor, known) if one.uid == uid), None)
    if person is None:
        raise NotFound("This is not assigned to them.")
    return known, person, read_standings(clockstart, known, [uid])[uid]


def get_try(
    clockstart: Clockstart, actor: Actor, assignment: str, uid: str, session: str
) -> tuple[Person, Actor, Attempt]:
    """One try of theirs, and who it is handed in as. Raises NotFound."""
    _, person, standing = get_person(clockstart, actor, assignment, uid)
    is_theirs = any(one["session"] == session for one in standing.begun)
    attempt = attempts.find_of(clockstart, uid, session, SESSIONS) if is_theirs else None
    if attempt is None:
        raise NotFound("There is no such try.")
    return person, as_learner(uid), attempt


def as_learner(uid: str) -> Actor:
    """In whose name something is done that nobody has to be allowed."""
    return Actor(uid, "learner")


def close(clockstart: Clockstart, actor: Actor, assignment: str, uid: str, session: str) -> Person:
    """Hand in what is answered, in the person's name. Raises Refused where it is not open."""
    person, learner, attempt = get_try(clockstart, actor, assignment, uid, session)
    check_open(person, attempt.head)
    answering.hand_in(clockstart, learner, attempt, trace_of(actor), clockstart.now.isoformat())
    enter(clockstart, actor, person, "attempt_closed", assignment=assignment, session=session)
    return person


def add_time(
    clockstart: Clockstart, actor: Actor, assignment: str, uid: str, session: str, minutes: str
) -> tuple[Person, datetime]:
    """When the time is over now. Raises Refused where it is over already, or there is no limit."""
    if minutes not in MORE:
        raise Refused("How much time: choose one of those offered.")
    person, _, attempt = get_try(clockstart, actor, assignment, uid, session)

    def turn(head: dict[str, Any]) -> dict[str, Any]:
        check_open(person, head)
        if exam_clock.find_deadline(head) is None or exam_clock.is_over(head, clockstart.now):
            raise Refused("The time is over already, or there is no limit.")
        return exam_clock.move(head, int(minutes))

    until = datetime.fromisoformat(clockstart.store.attempts.change(uid, attempt.id, turn)[exam_clock.DEADLINE])
    clockstart.store.deadlines.put(uid, attempt.place, until)
    enter(clockstart, actor, person, "time_added", assignment=assignment, session=session, minutes=minutes)
    return person, until


def void(clockstart: Clockstart, actor: Actor, assignment: str, uid: str, session: str, reason: str) -> Person:
    """Nothing of the try counts, nor the try itself; the person reads why. Done again it is done once."""
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REASON:
        raise Refused(f"Say why, in at most {LONGEST_REASON} letters: the person reads it.")
    person, learner, attempt = get_try(clockstart, actor, assignment, uid, session)
    noted = {"state": VOID, "void_reason": reason, "voided_on": clockstart.today.isoformat()}
    head = clockstart.store.attempts.change(
        uid, attempt.id, lambda head: head if head["state"] == VOID else {**head, **noted}
    )
    keep_void(clockstart, learner, attempt, head["void_reason"], trace_of(actor))
    clockstart.store.deadlines.remove(uid, attempt.place)
    enter(clockstart, actor, person, "attempt_voided", assignment=assignment, session=session, reason=reason)
    return person


def check_open(person: Person, head: exam_clock.Head) -> None:
    if head["state"] != OPEN:
        raise Refused(f"This try of {person.name} is not open any more.")


def close_overdue(clockstart: Clockstart) -> int:
    """Hand in every attempt the time of which is over, with what was answered; how many. Results that were held and may
    be told by now enter what is known of their person, who need not look at them. One that cannot be handed in
    now is tried at the next look."""
    closed = 0
    for (uid, place), at in clockstart.store.deadlines.list().items():
        if clockstart.now > at + exam_clock.GRACE:
            try:
                closed += close_one(clockstart, uid, place)
            except StorageError as problem:
                log.warning("A session could not be closed", exc_info=problem, extra={"about": {"place": place}})
    return closed


def close_one(clockstart: Clockstart, uid: str, place: str) -> bool:
    """Whether it was closed. One that has more time since, or results that are held, is looked at again later; the
    results of any other are let go, and it is forgotten."""
    kind, session = read_place(place)
    try:
        attempt = attempts.find_of(clockstart, uid, session, kind)
    except NotFound:
        attempt = None
    if attempt is not None and attempt.is_open and not exam_clock.is_over(attempt.head, clockstart.now):
        clockstart.store.deadlines.put(uid, place, exam_clock.find_deadline(attempt.head) or clockstart.now)
    elif attempt is not None and attempt.held:
        clockstart.store.deadlines.put(uid, place, clockstart.now + answering.LOOK_AGAIN)
    elif attempt is not None and attempt.is_open:
        answering.hand_in(clockstart, as_learner(uid), attempt, CLOCK)
        return True
    else:
        if attempt is not None:
            answering.let_go(clockstart, as_learner(uid), attempt, CLOCK)
        clockstart.store.deadlines.remove(uid, place)
    return False


def let_all_go(clockstart: Clockstart, assignment: str) -> None:
    """Once it is released: the results of everybody who has handed in, into the records of their sessions."""
    known = find_assignment(clockstart, assignment)
    if known is None:
        return
    members = clockstart.store.people.members(known.cohort) if known.cohort else []
    uids = [*dict.fromkeys(one.uid for one in [*members, *list_named(clockstart, known)])]
    for uid, standing in read_standings(clockstart, known, uids).items():
        for head in standing.handed_in:
            close_one(clockstart, uid, f"{SESSIONS.slug}/{head['session']}")
