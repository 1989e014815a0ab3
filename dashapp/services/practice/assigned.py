"""Work that is assigned, for whom it is for: how far they are with it, and their next try.

How far each person is, is read from their attempts, which are written by handing in alone. The attempt of each try has
a name of its own, so that all of them are found in one question a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.practice import answering, attempts
from dashapp.services.practice.assignment import AT_ONCE, Assignment, Own, find_assignment
from dashapp.services.practice.kinds import AFTER_EACH, SESSIONS
from rules import RULES_VERSION
from storage.attempts import SUBMITTED, VOID
from storage.errors import NotFound, Refused
from storage.items import new_ulid
from storage.record import Trace
from words.phrases import in_words

NO_SUCH = "There is no such assignment."
MOST_VOID = 5
"""Tries of one person that may be made void."""
STATES = {"none": "Not started", "open": "Open", "submitted": "Handed in", "done": "Done"}


@dataclass(frozen=True)
class Standing:
    """How far one person is with one assignment. `begun` are what is known of each attempt, in order; of those that are
    void nothing counts, nor as a try."""

    assignment: Assignment
    uid: str
    begun: Sequence[Mapping[str, Any]]
    today: date

    @cached_property
    def tries(self) -> list[Mapping[str, Any]]:
        return [one for one in self.begun if one["state"] != VOID]

    @property
    def voided(self) -> list[Mapping[str, Any]]:
        return [one for one in self.begun if one["state"] == VOID]

    @property
    def due_on(self) -> date:
        return self.assignment.due_for(self.uid)

    @property
    def handed_in(self) -> list[Mapping[str, Any]]:
        """Those that were handed in and marked: for a moment, or after a crash, one is only handed in."""
        return [one for one in self.tries if one["state"] == SUBMITTED and "score" in one]

    @property
    def state(self) -> str:
        """One of `STATES`; done once what is right may be told."""
        if self.handed_in:
            return "submitted" if self.assignment.is_held(self.today) else "done"
        return "open" if self.tries else "none"

    @property
    def counted(self) -> Mapping[str, Any] | None:
        """The try that counts, None before the first was handed in."""
        done = self.handed_in
        if not done:
            return None
        if self.assignment.counts == "best":
            return max(done, key=lambda one: -1 if one["score"] is None else one["score"])
        return done[0 if self.assignment.counts == "first" else -1]

    @property
    def is_late(self) -> bool:
        """Not handed in by the day it was due: the first try that was handed in decides."""
        first = self.handed_in[:1]
        return (date.fromisoformat(first[0]["handed_in_on"]) if first else self.today) > self.due_on

    @property
    def has_open_try(self) -> bool:
        return bool(self.tries) and self.tries[-1] not in self.handed_in

    @property
    def tries_left(self) -> int:
        return max(0, self.assignment.tries - len(self.tries))

    @property
    def session(self) -> str:
        """The session that is open, or the last."""
        return str(self.tries[-1]["session"]) if self.tries else ""

    @property
    def can_begin(self) -> bool:
        is_on = self.assignment.retired_on is None and self.assignment.opens_on <= self.today
        return self.has_open_try or (is_on and self.tries_left > 0)


Standings = Mapping[str, Standing]


def session_of(assignment: str, number: int) -> str:
    """The session of a try: the same name for everybody, as each has their own records."""
    return f"assigned-{assignment}-{number}"


def list_attempts(assignment: Assignment) -> dict[str, int]:
    """The attempts that a person can have at it, each with its number: its tries, and as many again as may be void."""
    numbers = range(1, assignment.tries + MOST_VOID + 1)
    return {attempts.attempt_of(session_of(assignment.id, one)): one for one in numbers}


def read_standings(clockstart: Clockstart, assignment: Assignment, uids: Sequence[str]) -> dict[str, Standing]:
    """How far each of these people is, in one question to the store."""
    found = clockstart.store.attempts.list_these(uids, [*list_attempts(assignment)])
    return {
        uid: Standing(
            assignment,
            uid,
            [one for one in found[uid].values() if one.get("assignment") == assignment.id],
            clockstart.today,
        )
        for uid in uids
    }


def is_for(assignment: Assignment, uid: str, cohorts: Iterable[str]) -> bool:
    own = assignment.people.get(uid)
    return (own is not None and own.named) or (assignment.cohort != "" and assignment.cohort in cohorts)


def list_assigned(clockstart: Clockstart, actor: Actor) -> list[Standing]:
    """What is assigned to the actor: open or to come, that due first; then what was done."""
    found = clockstart.store.assignments.list_for(actor.uid, actor.cohorts)
    mine = [one for said in found.values() if is_for(one := Assignment.model_validate(said), actor.uid, actor.cohorts)]
    standings = [read_standings(clockstart, one, [actor.uid])[actor.uid] for one in mine]
    shown = [one for one in standings if one.begun or one.assignment.retired_on is None]
    return sorted(shown, key=lambda one: (bool(one.handed_in), one.due_on, one.assignment.title))


def list_to_do(clockstart: Clockstart, actor: Actor) -> list[Standing]:
    """What is assigned to the actor, can be begun today and was not handed in."""
    return [one for one in list_assigned(clockstart, actor) if one.can_begin and not one.handed_in]


def get_mine(clockstart: Clockstart, actor: Actor, assignment: str) -> Standing:
    """One that is assigned to the actor, or that they have begun. Raises NotFound for any other."""
    found = find_assignment(clockstart, assignment)
    if found is None or actor.viewing:
        raise NotFound(NO_SUCH)
    standing = read_standings(clockstart, found, [actor.uid])[actor.uid]
    if not standing.begun and not is_for(found, actor.uid, actor.cohorts):
        raise NotFound(NO_SUCH)
    return standing


def begin(clockstart: Clockstart, actor: Actor, assignment: str, trace: Trace) -> str:
    """Open the actor's next try, or go on with the one that is open; the session. Raises NotFound for what is not
    assigned to them, Refused before it opens, once it is retired and after the last try."""
    attempts.check_can_practise(clockstart, actor)
    standing = get_mine(clockstart, actor, assignment)
    known = standing.assignment
    if standing.has_open_try:
        put_session(clockstart, actor, standing.session, known, int(standing.tries[-1]["try"]), trace)
        return standing.session
    if not is_for(known, actor.uid, actor.cohorts):
        raise NotFound(NO_SUCH)
    check_can_begin(standing)
    number = find_free(clockstart, actor, known)
    session = session_of(known.id, number)
    put_session(clockstart, actor, session, known, number, trace)
    drawn = {
        "assignment": known.id,
        "try": number,
        **{name: getattr(known, name) for name in ("set", "cases", "level", "minutes_allowed")},
        "families": list(known.families),
        "feedback": AFTER_EACH if known.feedback == AT_ONCE else "at_end",
        "extra_time_percent": known.people.get(actor.uid, Own()).extra_time_percent,
        "seed": None,
        "where": None,
        "drawn_on": known.made_on.isoformat(),
    }
    answering.begin(clockstart, actor, session, trace, assigned=drawn)
    return session


def check_can_begin(standing: Standing) -> None:
    """Raises Refused, saying why not."""
    known = standing.assignment
    if known.retired_on is not None:
        raise Refused("This assignment was taken back. What you have done of it is in your practice sessions.")
    if standing.today < known.opens_on:
        raise Refused(f"This assignment opens on {in_words(known.opens_on)}.")
    if not standing.tries_left:
        words = "the one try" if known.tries == 1 else f"all {known.tries} tries"
        raise Refused(f"You have used {words} there were at this assignment.")


def find_free(clockstart: Clockstart, actor: Actor, assignment: Assignment) -> int:
    """The next try. One whose name an attempt of another kind has is passed over. Raises Refused when none is left."""
    names = list_attempts(assignment)
    taken = clockstart.store.attempts.list_these([actor.uid], [*names])[actor.uid]
    free = [one for name, one in names.items() if name not in taken]
    if not free:
        raise Refused("There is no try left at this assignment.")
    return free[0]


def put_session(
    clockstart: Clockstart, actor: Actor, session: str, known: Assignment, number: int, trace: Trace
) -> None:
    """The session's record, unless it is there already; one that was removed comes back."""
    records = clockstart.store.records
    with suppress(NotFound):
        records.restore(actor.uid, SESSIONS.store_key, session, op=new_ulid(), trace=trace, now=clockstart.now)
        return
    data = {
        "title": known.title,
        **{name: getattr(known, name) for name in ("set", "cases", "level")},
        **({"families": list(known.families)} if known.families else {}),
        **({"minutes_allowed": known.minutes_allowed} if known.minutes_allowed else {}),
        "feedback": AFTER_EACH if known.feedback == AT_ONCE else "at_end",
        "assignment": known.id,
        "attempt_number": number,
    }
    records.append(
        actor.uid,
        SESSIONS.store_key,
        session,
        data,
        op=session,
        trace=trace,
        rules_version=RULES_VERSION,
        now=clockstart.now,
    )


def say_standing(one: Standing) -> str:
    """ "Done, late, 80 %", as those who assigned it read it."""
    counted, late = one.counted, ", late" if one.is_late else ""
    score = counted["score"] if counted else None
    return f"{STATES[one.state]}{late}{'' if score is None else f', {score} %'}"


def count_states(standings: Iterable[Standing]) -> dict[str, int]:
    """How many people have not started, have it open, have handed it in, and are late."""
    found = [*standings]
    states = [one.state for one in found]
    return {
        "none": states.count("none"),
        "open": states.count("open"),
        "submitted": states.count("submitted") + states.count("done"),
        "late": sum(one.is_late for one in found),
    }
