"""What a scenario changes: kinds by name, in words, and what each does to the assumptions of a forecast."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from rules.simulation import Scenario, Session, Waiting
from words.phrases import in_words

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "sessions": "More sessions: slots a week",
        "wli": "Waiting list initiative, Saturdays: slots a week",
        "insourcing": "Insourcing, weekends: slots a week",
        "productivity": "More patients a session, percent",
        "attendance": "Fewer missed appointments, percent of them",
        "referral_reduction": "Fewer referrals (advice and guidance), percent",
        "growth": "More referrals, percent",
        "validation": "Validation: percent of the list removed at the start",
    }
)
SLOTS = frozenset({"sessions", "wli", "insourcing"})
WEEKEND = {"wli": (5,), "insourcing": (5, 6)}
WORKING_DAYS = (0, 1, 2, 3, 4)
DO_NOTHING = "Do nothing"


@dataclass(frozen=True, slots=True)
class Change:
    """One scenario beside doing nothing. `amount` is slots a week or percent; `cost` pounds a slot, where known."""

    name: str
    kind: str
    amount: float
    first: date | None = None
    last: date | None = None
    cost: float | None = None

    @property
    def words(self) -> str:
        """ "More sessions: 8 slots a week from 1 July 2026"."""
        label = KINDS[self.kind]
        unit = "slots a week" if self.kind in SLOTS else "percent"
        head = label.removesuffix(f": {unit}").removesuffix(f", {unit}").removesuffix(", percent of them")
        amount = f"{self.amount:g} slots a week" if self.kind in SLOTS else f"{self.amount:g}%"
        since = f" from {in_words(self.first)}" if self.first and self.kind in DATED else ""
        until = f" to {in_words(self.last)}" if self.last and self.kind in DATED else ""
        return f"{head.removesuffix(': percent of the list removed at the start')}: {amount}{since}{until}"


DATED = SLOTS
"""The kinds that begin and end on a day; the others hold from the start of the forecast to its end."""


def apply(change: Change, scenario: Scenario, yield_of_slot: float) -> Scenario:
    """The scenario with the change. `yield_of_slot` is the share of job-plan slots that is left for new patients of
    this list; extra sessions lose as much on the way as those there are."""
    share = change.amount / 100
    if change.kind in SLOTS:
        days = WEEKEND.get(change.kind, WORKING_DAYS)
        slots = change.amount * yield_of_slot / len(days)
        more = tuple(Session(day, slots, change.first, change.last) for day in days)
        return replace(scenario, sessions=(*scenario.sessions, *more))
    if change.kind == "productivity":
        return replace(
            scenario, sessions=tuple(replace(one, slots=one.slots * (1 + share)) for one in scenario.sessions)
        )
    if change.kind == "attendance":
        return replace(scenario, missed=scenario.missed * max(0.0, 1 - share))
    if change.kind == "validation":
        return replace(scenario, waiting=thin_out(scenario.waiting, min(1.0, share)))
    factor = 1 + share if change.kind == "growth" else max(0.0, 1 - share)
    return replace(scenario, demand=scenario.demand * factor, demand_error=scenario.demand_error * factor)


def thin_out(waiting: tuple[Waiting, ...], share: float) -> tuple[Waiting, ...]:
    """The list with that share taken off evenly, whatever the wait: fractions add up until they make a patient."""
    kept, owed = [], 0.0
    for one in waiting:
        owed += one.count * share
        taken = min(one.count, int(owed + 1e-9))
        owed -= taken
        if one.count > taken:
            kept.append(replace(one, count=one.count - taken))
    return tuple(kept)


def weeks_held(change: Change, start: date, end: date) -> float:
    """Weeks of the forecast in which a change of slots holds."""
    first, last = max(start, change.first or start), min(end, change.last or end)
    return max(0, (last - first).days) / 7


def slots_given(change: Change, start: date, end: date) -> float | None:
    """Slots the change adds over the forecast; None for a change that adds none."""
    return change.amount * weeks_held(change, start, end) if change.kind in SLOTS else None
