"""How the people somebody looks after are doing: who works, who has fallen quiet, which waits are longest."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.derived import big_lists, rows
from dashapp.services.records.pathways import PTL
from dashapp.web.addresses import record_address
from storage.accounts import Person

ACTIVE_WITHIN = timedelta(days=7)
QUIET_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's work so far: records, modules begun, and when something was last changed."""

    person: Person
    records: int
    begun: int
    last_change: datetime | None

    def is_active(self, now: datetime) -> bool:
        return self.last_change is not None and now - self.last_change <= ACTIVE_WITHIN

    def is_quiet(self, now: datetime) -> bool:
        """Has begun, and changed nothing for two weeks."""
        return self.last_change is not None and now - self.last_change > QUIET_AFTER


@dataclass(frozen=True, slots=True)
class Wait:
    """A pathway that still waits: its patient, the clock in words, the learner, and where it is read."""

    name: str
    words: str
    days: int
    person: str
    href: str


SHOWN: Mapping[str, tuple[str, Callable[[Standing, datetime], bool]]] = {
    "active": ("Active in the last 7 days", lambda one, now: one.is_active(now)),
    "quiet": ("Quiet for over 14 days", lambda one, now: one.is_quiet(now)),
    "none": ("Nothing stored yet", lambda one, now: one.last_change is None),
}
"""Parts of a cohort by the name they have in an address: in words, and who belongs."""


def list_standings(clockstart: Clockstart, people: Sequence[Person]) -> list[Standing]:
    """One small hash read for each person."""
    summaries = clockstart.store.records.summaries([person.uid for person in people])
    return [make_standing(person, summaries[person.uid]) for person in people]


def make_standing(person: Person, summary: Mapping[str, Any]) -> Standing:
    begun = [item for item in summary.values() if item.count]
    last = max((item.last_change for item in begun), default="")
    return Standing(
        person, sum(item.count for item in begun), len(begun), datetime.fromisoformat(last) if last else None
    )


def list_waits(clockstart: Clockstart, actor: Actor, person: Person) -> list[Wait]:
    """A person's pathways that still wait; of a tracking list too long to be worked out whole there are none here."""
    module = next((one for one in access.list_open(clockstart, actor) if one.store_key == PTL), None)
    if module is None or big_lists.is_big(clockstart.store.records.summary(person.uid).get(PTL)):
        return []
    return [
        Wait(
            str(row.get("patient_name") or module.one.capitalize()),
            row["ribbon"]["w"],
            row["days"],
            person.name,
            record_address(f"/people/{person.uid}{module.address}", row["id"]),
        )
        for row in rows.list_rows(clockstart, person.uid, module)
        if row.get("days_left") is not None and row.get("days") is not None and row.get("ribbon")
    ]
