"""Work that is assigned: made and changed by those who look after people, begun by whom it is for.

How far each person is, is read from their attempts, which are written by handing in alone. The attempt of each try has
a name of its own, so that all of them are found in one question a person.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_hex
from typing import Any

from auth.actor import Actor
from auth.policy import can_read, check_oversee
from dashapp.context import Clockstart
from dashapp.services.access.scopes import can_see_cohort
from dashapp.services.people.accounts import enter, trace_of
from dashapp.services.practice import attempts
from dashapp.services.practice.assignment import (
    AFTER_DUE,
    COUNTING,
    EXTRA,
    FEEDBACKS,
    TRIES,
    Assignment,
    Moved,
    Own,
    find_assignment,
)
from dashapp.services.practice.kinds import AFTER_EACH, SESSIONS
from dashapp.services.practice.policy import find_version
from dashapp.services.practice.sets import COUNTS, FAMILY_WORDS, LEVELS, OFFERED, PICKED
from dashapp.services.records.records import check_id
from rules import RULES_VERSION
from storage import open_copy
from storage.accounts import Person
from storage.attempts import ANSWERS, SUBMITTED
from storage.errors import Conflict, NotFound, Refused
from storage.record import Trace
from words.phrases import in_words

NO_SUCH = "There is no such assignment."
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
SHOWN_FOR = timedelta(days=28)
"""How long after its day an assignment is still among the open ones on the monitor."""
STATES = {"none": "Not started", "open": "Open", "submitted": "Handed in", "done": "Done"}


@dataclass(frozen=True, slots=True)
class Standing:
    """How far one person is with one assignment. `tries` are what is known of each attempt, in order; `told`: whether
    the person knows what was right."""

    assignment: Assignment
    uid: str
    tries: Sequence[Mapping[str, Any]]
    today: date

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


def read_standings(clockstart: Clockstart, assignment: Assignment, uids: Sequence[str]) -> dict[str, Standing]:
    """How far each of these people is, in one question to the store."""
    ids = [attempts.attempt_of(session_of(assignment.id, number)) for number in range(1, assignment.tries + 1)]
    found = clockstart.store.attempts.list_these(uids, ids)
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
    shown = [one for one in standings if one.tries or one.assignment.retired_on is None]
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
    if not standing.tries and not is_for(found, actor.uid, actor.cohorts):
        raise NotFound(NO_SUCH)
    return standing


def begin(clockstart: Clockstart, actor: Actor, assignment: str, trace: Trace) -> str:
    """Open the actor's next try, or go on with the one that is open; the session. Raises NotFound for what is not
    assigned to them, Refused before it opens, once it is retired and after the last try."""
    attempts.check_can_practise(clockstart, actor)
    standing = get_mine(clockstart, actor, assignment)
    if standing.has_open_try:
        return standing.session
    known = standing.assignment
    if not is_for(known, actor.uid, actor.cohorts):
        raise NotFound(NO_SUCH)
    check_can_begin(standing)
    number = find_free(clockstart, actor, known)
    session = session_of(known.id, number)
    put_session(clockstart, actor, session, known, trace)
    drawn = {
        "assignment": known.id,
        "try": number,
        **{name: getattr(known, name) for name in ("set", "cases", "level")},
        "families": list(known.families),
        "feedback": "at_end" if known.feedback == AFTER_DUE else AFTER_EACH,
        "seed": None,
        "where": None,
        "drawn_on": known.made_on.isoformat(),
    }
    attempts.begin(clockstart, actor, session, trace, assigned=drawn)
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
    names = {attempts.attempt_of(session_of(assignment.id, one)): one for one in range(1, assignment.tries + 1)}
    taken = clockstart.store.attempts.list_these([actor.uid], [*names])[actor.uid]
    free = [one for name, one in names.items() if name not in taken]
    if not free:
        raise Refused("There is no try left at this assignment.")
    return free[0]


def put_session(clockstart: Clockstart, actor: Actor, session: str, known: Assignment, trace: Trace) -> None:
    """The session's record, unless it is there already."""
    records = clockstart.store.records
    if records.find(actor.uid, SESSIONS.store_key, session) is not None:
        return
    data = {
        "title": known.title,
        **{name: getattr(known, name) for name in ("set", "cases", "level")},
        **({"families": list(known.families)} if known.families else {}),
        "feedback": "at_end" if known.feedback == AFTER_DUE else AFTER_EACH,
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
    """Those the actor looks after, the last due first. Raises Forbidden for learners."""
    check_oversee(actor)
    found = [Assignment.model_validate(said) for said in clockstart.store.assignments.list().values()]
    seen = [one for one in found if can_see(clockstart, actor, one)]
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
    """The assignments that are open now, that due first, each with how far those of these people are whom it is for."""
    shown = [
        one
        for one in list_for_tutor(clockstart, actor)
        if one.retired_on is None and one.opens_on <= clockstart.today <= one.due_on + SHOWN_FOR
    ]
    return [
        (one, read_standings(clockstart, one, [who.uid for who in people if is_for(one, who.uid, who.cohorts)]))
        for one in sorted(shown, key=lambda one: (one.due_on, one.title))
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
        opens_on=opens_on,
        due_on=check_due(due_on, opens_on, today),
        cohort=clockstart.store.people.get_cohort(cohort).id if cohort else "",
        people={one.uid: Own(named=True) for one in people},
        by=actor.uid,
        made_on=today,
        seed=token_hex(16),
    )


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
