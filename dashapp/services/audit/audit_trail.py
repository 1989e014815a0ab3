"""Reading the audit trail: whose, which part of it, and how far it was looked through. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from auth import policy
from auth.actor import Actor
from dashapp.context import LONDON, Clockstart
from dashapp.services.access import access
from storage.accounts import Person
from storage.errors import NotFound, Refused
from storage.merged_trail import SYSTEM, MergedTrail, Place, Step, Stretch
from storage.record import milliseconds
from words.folding import holds

PAGE = 50
LOOK_AT_MOST = 5_000
OFFERED_AT_MOST = 200
OF_SYSTEM = "system"
BY = {"own": "the person themselves", "other": "somebody else"}
EARLIEST = date(2000, 1, 1)
COMING_AND_GOING = frozenset({"sign_in", "sign_out"})
"""What happens so often that changes drown in it; left out until it is asked for."""
ALL = "all"


@dataclass(frozen=True, slots=True)
class TrailFilters:
    """What the address says. `person` is a uid or "system", `module` a store key, `since` and `until` whole days in
    London, `older` and `newer` places to go on from; `show` is "all" when signing in and out is listed too; `ignored`
    names what could not be read."""

    person: str = ""
    module: str = ""
    act: str = ""
    by: str = ""
    since: date | None = None
    until: date | None = None
    older: Place | None = None
    newer: Place | None = None
    ignored: tuple[str, ...] = ()
    show: str = ""

    @classmethod
    def read(cls, query: Mapping[str, Sequence[str]]) -> TrailFilters:
        """Only what is understood; the rest is named in `ignored`."""
        first = {name: values[0].strip() for name, values in query.items() if values and values[0].strip()}
        ignored: list[str] = []
        days = {name: read_day(first[name], ignored) for name in ("since", "until") if name in first}
        places = {name: read_place(first[name], ignored) for name in ("older", "newer") if name in first}
        by = first.get("by", "")
        if by and by not in BY:
            ignored.append(by)
        return cls(
            first.get("person", ""),
            first.get("module", ""),
            first.get("act", ""),
            by if by in BY else "",
            days.get("since"),
            days.get("until"),
            places.get("older"),
            places.get("newer"),
            tuple(ignored),
            ALL if first.get("show") == ALL else "",
        )

    def named(self) -> dict[str, str]:
        """The filters by the names they have in an address."""
        told = {name: getattr(self, name) for name in ("person", "module", "act", "by", "since", "until", "show")}
        places = {"older": self.older, "newer": self.newer}
        return {name: str(value) for name, value in {**told, **places}.items() if value}

    def query(self, **changed: object) -> str:
        """The same filters as an address carries them, with some changed (empty: taken off)."""
        return urlencode({name: str(value) for name, value in {**self.named(), **changed}.items() if value})

    @property
    def filters_entries(self) -> bool:
        """Whether entries have to be looked at to know if they belong, rather than found by place."""
        return bool(self.module or self.act or self.by or self.leaves_out)

    @property
    def leaves_out(self) -> bool:
        """Whether signing in and out is left out."""
        return not (self.show or self.act)

    def keeps(self, step: Step) -> bool:
        entry = step.entry
        if self.leaves_out and entry.act in COMING_AND_GOING:
            return False
        if (self.module and entry.module != self.module) or (self.act and entry.act != self.act):
            return False
        return not self.by or (entry.actor == step.uid) == (self.by == "own")

    def stretch(self) -> Stretch:
        """The days asked for, and the place to go on from."""
        since = day_begins(self.since) if self.since else None
        until = day_begins(self.until + timedelta(days=1)) if self.until else None
        return Stretch(since, until, self.older or self.newer)


def read_day(text: str, ignored: list[str]) -> date | None:
    """An ISO date of this century or later; None, and named in `ignored`, for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = date.min
    if EARLIEST <= day < date(9999, 1, 1):
        return day
    ignored.append(text)
    return None


def read_place(text: str, ignored: list[str]) -> Place | None:
    try:
        return Place.read(text)
    except Refused:
        ignored.append(text)
        return None


def day_begins(day: date) -> int:
    """The first moment of a day in London, in ms since 1970."""
    return milliseconds(datetime.combine(day, time(), LONDON))


@dataclass(frozen=True, slots=True)
class TrailPage:
    """One page, newest first. `older` and `newer` are where the pages beside it begin, None at an end; `looked` entries
    were looked at, the last of them at `looked_to`; `paused` is where looking goes on when nothing more was looked at
    though the end was not reached."""

    steps: tuple[Step, ...]
    older: Place | None = None
    newer: Place | None = None
    looked: int = 0
    looked_to: Place | None = None
    paused: Place | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose trails are read ("" is the system's), and the other people the actor could ask for; None when they are too
    many to be offered in a list."""

    uids: tuple[str, ...]
    people: tuple[Person, ...] | None = ()


def find_scope(clockstart: Clockstart, actor: Actor, person: str = "") -> Scope:
    """A learner's own trail; a manager's own and their people's; for an admin everybody's and the system's. Narrowed to
    one `person`; raises NotFound when that is outside."""
    scope = find_whole_scope(clockstart, actor)
    return replace(scope, uids=(find_trail(clockstart, actor, person),)) if person else scope


def count_trails(clockstart: Clockstart, scope: Scope) -> int:
    """How many entries there are in all of a scope, whatever the filters keep."""
    return clockstart.store.audit.count([uid or None for uid in scope.uids])


def find_whole_scope(clockstart: Clockstart, actor: Actor) -> Scope:
    if actor.role == "learner":
        return Scope((actor.uid,))
    if actor.role == "admin":
        uids = clockstart.store.people.list_uids()
        few = clockstart.store.people.list_these(uids) if len(uids) <= OFFERED_AT_MOST else None
        return Scope((SYSTEM, *uids), tuple(few) if few is not None else None)
    others = tuple(one for one in access.list_people(clockstart, actor) if one.uid != actor.uid)
    return Scope((actor.uid, *(one.uid for one in others)), others if len(others) <= OFFERED_AT_MOST else None)


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


def read_page(clockstart: Clockstart, scope: Scope, filters: TrailFilters) -> TrailPage:
    """The page at a place: as many entries as fit one page, found among at most `LOOK_AT_MOST`."""
    trail = MergedTrail(clockstart.store.client, scope.uids)
    back = filters.newer is not None and filters.older is None
    found: list[Step] = []
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
    filters: TrailFilters, found: list[Step], looked: int, last: Place | None, *, paused: bool, more: bool
) -> TrailPage:
    """The page with the ways on from it, whichever way it was read."""
    back = filters.newer is not None and filters.older is None
    ahead = found[-1].place if found and more and not paused else None
    behind = found[0].place if found and (filters.newer or filters.older) else None
    steps = tuple(reversed(found)) if back else tuple(found)
    older, newer = (behind, ahead) if back else (ahead, behind)
    return TrailPage(steps, older, newer, looked, last, last if paused else None)
