"""Solve for weeks given slots, or for slots given a day; what was asked stays beside the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite

from pages.capacity_planner.service.opened import OpenedPlan
from pages.capacity_planner.service.series import say_day, say_number
from rules.capacity.allowances import completed_share, slots_for
from rules.capacity.clearance import date_reached, slots_to_reach_by, weeks_to_reach
from words.written_dates import NotADay, read_boxes

MOST_SLOTS = 100_000
MOST_YEARS = 50


@dataclass(frozen=True, slots=True)
class Solved:
    """One question as it was asked, and its answer or what was wrong with it."""

    asked: Mapping[str, str]
    answer: str = ""
    problem: str = ""


def solve_weeks(opened: OpenedPlan, asked: str) -> Solved:
    """How long so many job-plan slots a week take to bring the list to its target."""
    given = {"slots": asked}
    if not asked.strip():
        return Solved(given)
    try:
        slots = float(asked.strip().replace(",", ""))
    except ValueError:
        return Solved(given, problem="Slots a week must be a number, such as 45")
    if not isfinite(slots) or not 0 < slots <= MOST_SLOTS:
        return Solved(given, problem=f"Slots a week must be more than 0, and {MOST_SLOTS:,} or less")
    standing = opened.standing
    patients = slots * completed_share(opened.plan.allowances)
    weeks = weeks_to_reach(standing.list_size, standing.target_list, standing.to_treat, patients)
    seen = f"{say_number(slots)} slots give {say_number(patients)} new patients a week"
    if weeks is None:
        return Solved(given, f"{seen}, no more than the {say_number(standing.to_treat)} to treat: never.")
    reached = date_reached(opened.today, weeks)
    when = f"on {say_day(reached)}" if reached else "beyond the calendar"
    return Solved(
        given,
        f"{seen}: the list is at its target in {weeks:,} weeks, {when}."
        if weeks
        else f"{seen}; the list is at its target now.",
    )


def solve_slots(opened: OpenedPlan, day: str, month: str, year: str) -> Solved:
    """How many slots a week bring the list to its target by a day."""
    given = {"day": day, "month": month, "year": year}
    try:
        by = read_boxes([day, month, year])
    except NotADay:
        return Solved(given, problem="Enter a real date, such as 31 3 2027")
    if by is None:
        return Solved(given)
    if by < opened.today + timedelta(weeks=1):
        return Solved(given, problem="The day must be at least a week away")
    if by > opened.today + timedelta(days=365 * MOST_YEARS):
        return Solved(given, problem=f"The day must be within {MOST_YEARS} years")
    return Solved(given, say_slots(opened, by))


def say_slots(opened: OpenedPlan, by: date) -> str:
    standing = opened.standing
    patients = slots_to_reach_by(standing.list_size, standing.target_list, standing.to_treat, opened.today, by)
    slots = slots_for(patients, opened.plan.allowances)
    if slots is None:
        return "No number of slots does: nothing is left of a slot after what is lost."
    more = slots - opened.plan.job_plan_slots
    beside = f"{say_number(abs(more))} {'more' if more > 0 else 'fewer'} than there are"
    return (
        f"{say_number(slots)} slots a week ({say_number(patients)} new patients), {beside}, from now to {say_day(by)}."
    )
