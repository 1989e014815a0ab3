"""Who passes 18 weeks first if everybody is seen in turn: real pathways, by the day of the breach."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from dashapp.context import Clockstart
from dashapp.services.records.pathways import PTL
from pages.capacity_planner.service.opened import OpenedPlan, name_service
from pages.capacity_planner.service.reading import yield_of_slot
from pages.capacity_planner.service.scenarios import make_scenario
from rules.calendar import breach_date
from rules.capacity.schedule import assign_slots
from rules.capacity.waiting_list import Days
from rules.simulation.sessions import planned_slots
from storage.record import Record
from words.pasted import close_directions

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Breaching:
    """One pathway: whose list it is on, when its clock started, when it breaches, when its turn comes (None: later)."""

    owner: str
    record: str
    patient: str
    service: str
    started: date
    breaches: date
    turn: date | None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """How many have breached, how many more will before their turn comes, and the first of those."""

    breached: int
    to_breach: int
    first: Sequence[Breaching]


def foresee(clockstart: Clockstart, opened: OpenedPlan) -> Foreseen:
    """From the clocks of the list, in turn, with the slots that are left on average. Demand that was typed has none."""
    clocks = opened.history.clocks
    if clocks is None or not len(clocks):
        return Foreseen(0, 0, ())
    today = opened.today
    days, turns = clocks.start, list_turns(opened)
    breaches = list_breaches(days)
    late = breaches <= today.toordinal()
    due = np.flatnonzero(~late & (turns >= breaches))
    first = due[np.argsort(breaches[due], kind="stable")][:SHOWN]
    names = name_patients(clockstart, [(str(clocks.owner[at]), str(clocks.record[at])) for at in first])
    rows = [
        Breaching(
            owner := str(clocks.owner[at]),
            record := str(clocks.record[at]),
            names.get((owner, record), "A patient"),
            name_service(str(clocks.service[at])),
            date.fromordinal(int(days[at])),
            date.fromordinal(int(breaches[at])),
            None if turns[at] > today.toordinal() + 7 * opened.plan.horizon else date.fromordinal(int(turns[at])),
        )
        for at in first.tolist()
    ]
    return Foreseen(int(np.count_nonzero(late)), len(due), rows)


def list_breaches(days: Days) -> Days:
    """The day each clock passes 18 weeks, worked out once for each day of start."""
    known, places = np.unique(days, return_inverse=True)
    found = np.array([breach_date(date.fromordinal(day)).toordinal() for day in known.tolist()], dtype=np.int64)
    breaches: Days = found[places]
    return breaches


def list_turns(opened: OpenedPlan) -> Days:
    """The day on which each who waits has their turn, by the order of the list; far away when no slot is left."""
    plan = opened.plan
    scenario = make_scenario(plan, opened.history, opened.today)
    kept = plan.capacity / (plan.job_plan_slots * yield_of_slot(plan)) if plan.job_plan_slots else 0.0
    even = replace(scenario, sessions=tuple(replace(one, slots=one.slots * kept) for one in scenario.sessions))
    counts = planned_slots(replace(even, bank_holidays_worked=True))
    slots = np.repeat(np.arange(1, len(counts) + 1, dtype=np.int64), counts) + opened.today.toordinal()
    places = assign_slots(opened.history.waiting, slots)
    far = np.int64(opened.today.toordinal() + 100_000)
    found: Days = np.append(slots, far)[np.minimum(places, len(slots))]
    return found


def name_patients(clockstart: Clockstart, wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """The patients' names of these pathways by owner and record."""
    found: dict[tuple[str, str], str] = {}
    for owner in dict.fromkeys(owner for owner, _ in wanted):
        ids = [record for one, record in wanted if one == owner]
        records: list[Record] = clockstart.store.records.get_many(owner, PTL, ids)
        found |= {
            (owner, one.id): close_directions(str(one.data.get("patient_name") or "A patient")) for one in records
        }
    return found
