"""Reading the audit trail: whose, which part of it, and how far it was looked through. Nothing here writes."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

from pydantic import Field, PlainValidator

from auth import policy
from auth.actor import Actor
from dashapp.context import LONDON, Clockstart
from dashapp.services.access import access
from storage.accounts import Person
from storage.errors import NotFound, Refused
from storage.keys import copy_in
from storage.merged_trail import SYSTEM, MergedTrail, Place, Stretch, TrailStep
from storage.record import milliseconds
from words.folding import holds
from words.queries import Query, narrow, place
from words.questions import ask, choices

PAGE = 50
LOOK_AT_MOST = 5_000
OFFERED_AT_MOST = 200
OF_SYSTEM = "system"
BY = choices(own="Themselves", other="Somebody else")
COMING_AND_GOING = frozenset({"sign_in", "sign_out"})
"""What happens so often that changes drown in it; left out until it is asked for."""
ALL = "all"


def read_place(text: Any) -> Any:
    try:
        return Place.read(text) if isinstance(text, str) else text
    except Refused as problem:
        raise ValueError(problem.sentence) from problem


Day = Annotated[date, Field(ge=date(2000, 1, 1))]
TrailPlace = Annotated[Place, PlainValidator(read_place)]


class TrailFilters(Query):
    """What the address says. `person` is a uid or "system", `module` a store key, `since` and `until` whole days in
    London, `older` and `newer` places to go on from; `show` is "all" when signing in and out, and what was done in
    practice copies, is listed too; `find` looks for a person by name."""

    since: Day | None = narrow("From", default=None, says="from {}")
    until: Day | None = narrow("Up to", default=None, says="up to {}")
    person: str = narrow("Whose", says="of {}", none="Everyone's")
    find: str = ask("Whose (a name or address)", default="")
    by: str = narrow("Done by", says="done by: {}", none="Anybody", choices=BY)
    module: str = narrow("Module", says="in {}")
    act: str = narrow("What was done", none="Anything")
    show: str = ask("", default="", choices={ALL: "Everything"})
    older: TrailPlace | None = place(None)
    newer: TrailPlace | None = place(None)

    @property
    def leaves_out(self) -> bool:
        """Whether signing in and out is left out."""
        return not (self.show or self.act)

    def keeps(self, step: TrailStep) -> bool:
        entry = step.entry
        if self.leaves_out and entry.act in COMING_AND_GOING:
            return False
        if not (self.show or self.module) and copy_in(entry.module):
            return False
        if (self.module and entry.module != self.module) or (self.act and entry.act != self.act):
            return False
        return not self.by or (entry.actor == step.uid) == (self.by == "own")

    def stretch(self) -> Stretch:
        """The days asked for, and the place to go on from."""
        since = day_begins(self.since) if self.since else None
        until = day_begins(self.until + timedelta(days=1)) if self.until else None
        return Stretch(since, until, self.older or self.newer)


def day_begins(day: date) -> int:
    """The first moment of a day in London, in ms since 1970."""
    return milliseconds(datetime.combine(day, time(), LONDON))


@dataclass(frozen=True, slots=True)
class TrailPage:
    """One page, newest first. `older` and `newer` are where the pages beside it begin, None at an end; `looked` entries
    were looked at, the last of them at `looked_to`; `paused` is where looking goes on when nothing more was looked at
    though the end was not reached."""

    steps: tuple[TrailStep, ...]
    older: Place | None = None
    newer: Place | None = None
    looked: int = 0
    looked_to: Place | None = None
    paused: Place | None = None


@dataclass(frozen=True, slots=True)
class TrailScope:
    """Whose trails are read ("" is the system's), and the other people the actor could ask for; None when they are too
    many to be offered in a list."""

    uids: tuple[str, ...]
    people: tuple[Person, ...] | None = ()


def find_scope(clockstart: Clockstart, actor: Actor, person: str = "") -> TrailScope:
    """A learner's own trail; a manager's own and their people's; for an admin everybody's and the system's. Narrowed to
    one `person`; raises NotFound when that is outside."""
    scope = find_whole_scope(clockstart, actor)
    return replace(scope, uids=(find_trail(clockstart, actor, person),)) if person else scope


def count_trails(clockstart: Clockstart, scope: TrailScope) -> int:
    """How many entries there are in all of a scope, whatever the filters keep."""
    return clockstart.store.audit.count([uid or None for uid in scope.uids])


def find_whole_scope(clockstart: Clockstart, actor: Actor) -> TrailScope:
    if actor.role == "learner":
        return TrailScope((actor.uid,))
    if actor.role == "admin":
        uids = clockstart.store.people.list_uids()
        few = clockstart.store.people.list_these(uids) if len(uids) <= OFFERED_AT_MOST else None
        return TrailScope((SYSTEM, *uids), tuple(few) if few is not None else None)
    others = tuple(one for one in access.list_people(clockstart, actor) if one.uid != actor.uid)
    return TrailScope((actor.uid, *(one.uid for one in others)), others if len(others) <= OFFERED_AT_MOST else None)


def find_trail(clockstart: Clockstart, actor: Actor, person: str) -> str:
    """The trail of one person, or for an admin of the system. Raises NotFound outside the actor's scope."""
    if person == OF_SYSTEM and actor.role == "admin":
        return SYSTEM
    if not person or person == OF_SYSTEM:
        raise NotFound(policy.NO_SUCH_PERSON)
    return access.get_person(clockstart, actor, person).uid


def find_people(clockstart: Clockstart, actor: Actor, words: str) -> list[Person]:
    """The people in scope whose name or e-mail address holds these words."""
    everyone = clockstart.store.people.list() if actor.role == "admin" else access.list_people(clockstart, actor)
    return [person for person in everyone if holds(f"{person.name} {person.email}", words)]


def read_page(clockstart: Clockstart, scope: TrailScope, filters: TrailFilters) -> TrailPage:
    """The page at a place: as many entries as fit one page, found among at most `LOOK_AT_MOST`."""
    trail = MergedTrail(clockstart.store.client, scope.uids)
    back = filters.newer is not None and filters.older is None
    found: list[TrailStep] = []
    looked, last, more = 0, None, False
    for step in trail.walk(filters.stretch(), newest_first=not back):
        if looked == LOOK_AT_MOST:
            return finish(filters, found, looked, last, paused=True, more=True)
        looked, last = looked + 1, step.place
        if filters.keeps(step):
            if more := len(found) == PAGE:
                break
            found.append(step)
    return finish(filters, found, looked, last, paused=False, more=more)


def finish(
    filters: TrailFilters, found: list[TrailStep], looked: int, last: Place | None, *, paused: bool, more: bool
) -> TrailPage:
    """The page with the ways on from it, whichever way it was read."""
    back = filters.newer is not None and filters.older is None
    ahead = found[-1].place if found and more and not paused else None
    behind = found[0].place if found and (filters.newer or filters.older) else None
    steps = tuple(reversed(found)) if back else tuple(found)
    older, newer = (behind, ahead) if back else (ahead, behind)
    return TrailPage(steps, older, newer, looked, last, last if paused else None)
