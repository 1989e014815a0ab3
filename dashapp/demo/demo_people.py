"""Who can sign in to the demo, and whether it is whole: asked at every start, so nothing heavy is imported here."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage import Store
from storage.demo_making import find_making

LAST_MADE = "commissioner_reports"
"""The module of the manager's kept returns, which the last step of the demo makes."""


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody to sign in as."""

    email: str
    name: str
    role: str


DEMO_MANAGER = "manager@example.com"
DEMO_PEOPLE = (
    DemoPerson("learner@example.com", "Leah Marsh", "learner"),
    DemoPerson("learner2@example.com", "Tomas Reed", "learner"),
    DemoPerson(DEMO_MANAGER, "Morgan Hale", "manager"),
    DemoPerson("admin@example.com", "Ade Lindqvist", "admin"),
)


def is_wanted(store: Store) -> bool:
    """Whether there is a demo to make: nobody has an account yet, or one was cut off."""
    return bool(list_unfinished(store, LAST_MADE)) or store.people.is_empty()


def list_unfinished(store: Store, last_made: str) -> Sequence[str]:
    """The addresses of a demo that was cut off. One that an earlier version began has no note: it is told by the module
    that its last step fills ("" where there is none), which is empty for the manager."""
    making = find_making(store.client)
    if making:
        return making.emails
    manager = store.people.find_by_email(DEMO_MANAGER)
    if not last_made or manager is None or not manager.demo or last_made in store.records.summary(manager.uid):
        return ()
    return [person.email for person in store.people.list() if person.demo]
