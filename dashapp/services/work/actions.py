"""What is to be done, across modules: everything that is due, the longest overdue first, each with its record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.meaning import Status
from dashapp.declare.module import Module, Row
from dashapp.services.access import access
from dashapp.services.derived import big_lists, rows
from dashapp.services.practice import assigned
from dashapp.services.practice.kinds import SESSIONS
from dashapp.web.addresses import record_address
from storage.accounts import Person

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do: by when, what, for whom, in which record of which module; `person` is whose record it is,
    `matter` which of the `MATTERS` it is. What was worked out before there were any has none."""

    on: date
    what: str
    status: Status
    name: str
    module: Module
    href: str
    person: str = ""
    matter: str = "step"

    def is_overdue(self, today: date) -> bool:
        return self.on < today


PARTS: Mapping[str, tuple[str, Status, Callable[[Action, date], bool]]] = {
    "overdue": ("Overdue", "breach", lambda action, today: action.on < today),
    "today": ("Due today", "watch", lambda action, today: action.on == today),
    "week": ("In the next 7 days", "note", lambda action, today: action.on > today),
}
"""Parts of what is to be done by the name they have in an address: in words, how it stands, what belongs."""


def list_actions(clockstart: Clockstart, actor: Actor, until: date | None = None) -> Sequence[Action]:
    """What is due by `until` (today and the week after it) in the actor's own records."""
    last = until or clockstart.today + SOON
    due = list_due(clockstart, actor, actor.uid, last)
    found = [make_action(module, row, said, module.address) for module, row, said in due]
    found += list_assigned(clockstart, actor, last)
    return sorted(found, key=lambda action: (action.on, action.name))


def count_actions(clockstart: Clockstart, actor: Actor) -> int:
    """How many `list_actions` lists."""
    last = clockstart.today + SOON
    return sum(1 for _ in list_due(clockstart, actor, actor.uid, last)) + len(list_assigned(clockstart, actor, last))


def list_assigned(clockstart: Clockstart, actor: Actor, until: date) -> list[Action]:
    """Assigned practice that is due by then and was not begun; what was begun is there as its session."""
    module = next((one for one in access.list_open(clockstart, actor) if one.slug == SESSIONS.slug), None)
    if module is None:
        return []
    return [
        Action(
            one.due_on,
            "Do the assigned practice",
            "breach" if one.is_late else "watch",
            one.assignment.title,
            module,
            f"/assigned/{one.assignment.id}",
            matter="practice",
        )
        for one in assigned.list_to_do(clockstart, actor)
        if not one.tries and one.due_on <= until
    ]


def list_overdue(clockstart: Clockstart, actor: Actor, person: Person) -> Sequence[Action]:
    """What is overdue or due today in the records of somebody the actor looks after, each leading to it read-only."""
    return [
        make_action(module, row, said, f"/people/{person.uid}{module.address}", person.name)
        for module, row, said in list_due(clockstart, actor, person.uid, clockstart.today)
    ]


def list_due(
    clockstart: Clockstart, actor: Actor, uid: str, until: date
) -> Iterator[tuple[Module, Row, Sequence[Any]]]:
    """What is due by then in one person's records, each with its row, in the modules that the actor may open; a list
    too long to be worked out whole has none here."""
    summary, last = clockstart.store.records.summary(uid), until.isoformat()
    for module in access.list_open(clockstart, actor):
        stored = summary.get(module.store_key)
        if module.due is None or stored is None or big_lists.is_big(stored):
            continue
        for row in rows.list_rows(clockstart, uid, module):
            yield from ((module, row, said) for said in row.get("due", ()) if said[0] <= last)


def make_action(module: Module, row: Row, said: Sequence[Any], base: str, person: str = "") -> Action:
    on, what, status, *matter = said
    href = record_address(base, row["id"])
    return Action(date.fromisoformat(on), what, status, name_of(module, row), module, href, person, *matter)


def name_of(module: Module, row: Row) -> str:
    return str(row.get("patient_name") or row.get("title") or module.one.capitalize())
