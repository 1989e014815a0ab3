"""What is to be done, across modules: everything that is due, the longest overdue first, each with its record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.meaning import Status
from dashapp.declare.module import Module, Row
from dashapp.services.access import access
from dashapp.services.derived import big_lists, rows
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
    found = [
        action for module in access.list_open(clockstart, actor) for action in of_module(clockstart, actor, module)
    ]
    return sorted((action for action in found if action.on <= last), key=lambda action: (action.on, action.name))


def of_module(clockstart: Clockstart, actor: Actor, module: Module) -> Iterator[Action]:
    yield from of_person(clockstart, actor.uid, module, module.address)


def list_overdue(clockstart: Clockstart, actor: Actor, person: Person) -> Sequence[Action]:
    """What is overdue or due today in the records of somebody the actor looks after, each leading to it read-only."""
    found = [
        action
        for module in access.list_open(clockstart, actor)
        for action in of_person(clockstart, person.uid, module, f"/people/{person.uid}{module.address}", person.name)
    ]
    return [action for action in found if action.on <= clockstart.today]


def of_person(clockstart: Clockstart, uid: str, module: Module, base: str, person: str = "") -> Iterator[Action]:
    """What is due in one person's records of a module; a list too long to be worked out whole has none here."""
    if module.due is None or big_lists.is_big(clockstart.store.records.summary(uid).get(module.store_key)):
        return
    for row in rows.list_rows(clockstart, uid, module):
        for on, what, status, *matter in row.get("due", ()):
            href = record_address(base, row["id"])
            day, name = date.fromisoformat(on), name_of(module, row)
            yield Action(day, what, status, name, module, href, person, *matter)


def name_of(module: Module, row: Row) -> str:
    return str(row.get("patient_name") or row.get("title") or module.one.capitalize())
