"""How much of the slots in job plans will be used, by month and weekday, and the beds that admissions take."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import ceil

import numpy as np
from numpy.typing import NDArray

from dashapp.values.series import Series
from pages.capacity_planner.service.opened import OpenedPlan
from pages.capacity_planner.service.reading import WEEKDAYS
from pages.capacity_planner.service.scenarios import leave_of, make_scenario
from pages.capacity_planner.service.series import make, say_number
from rules.capacity.templates import beds_needed
from rules.simulation import Scenario, Session
from rules.simulation.sessions import planned_slots

MOST_MONTHS = 12
Cell = tuple[tuple[int, int], int]
"""Year and month, and the weekday."""


def make_weekday_use(opened: OpenedPlan) -> Series:
    """Slots used ÷ slots in job plans, by month and weekday, in percent."""
    shares = measure_use(opened)
    months = sorted({month for month, _ in shares})[:MOST_MONTHS]
    days = sorted({day for _, day in shares})
    rows = [(f"{date(*month, 1):%b %Y}", *(as_percent(shares.get((month, day))) for day in days)) for month in months]
    known = [(share, cell) for cell, share in shares.items() if cell[0] in months]
    told = ""
    if known:
        lowest, (month, day) = min(known)
        told = (
            f"Least is used on the {WEEKDAYS[day].capitalize()}s of {date(*month, 1):%B %Y}: {100 * lowest:.0f}% of "
            "the slots in job plans."
        )
    series = make(
        "weekday-use",
        "Use of the slots by weekday",
        told,
        "Slots in which somebody is expected to be seen ÷ slots in job plans on that weekday of the month, in percent. "
        "Lost are bank holidays and fallow days by the calendar, leave, cancelled sessions, slots not booked, missed "
        "and cancelled appointments, and slots beyond what the week needs: its referrals for treatment, by season, or "
        "relief capacity while the list is over its target (CAP-16). Slots held for others count as used.",
        "heat",
        ("Month", *(WEEKDAYS[day].capitalize() for day in days)),
        rows if days else (),
        "% of slots",
    )
    return replace(series, better="increase")


def as_percent(share: float | None) -> int | None:
    return None if share is None else round(100 * share)


def measure_use(opened: OpenedPlan) -> dict[Cell, float]:
    """The share of the job plan's slots that is used, 0 to 1, for each month and weekday that has any."""
    scenario = make_scenario(opened.plan, opened.history, opened.today)
    held = lay_slots(opened, scenario)
    planned = lay_slots(opened, replace(scenario, bank_holidays_worked=True, closed=()))
    used: dict[Cell, float] = defaultdict(float)
    whole: dict[Cell, float] = defaultdict(float)
    for week in range(scenario.weeks):
        of_week = range(7 * week, 7 * week + 7)
        share = use_of_slot(opened, scenario, week, float(held[of_week].sum()))
        for offset in of_week:
            day = scenario.start + timedelta(days=offset + 1)
            cell = ((day.year, day.month), day.weekday())
            used[cell] += share * float(held[offset])
            whole[cell] += float(planned[offset])
    return {cell: used[cell] / slots for cell, slots in whole.items() if slots}


def lay_slots(opened: OpenedPlan, scenario: Scenario) -> NDArray[np.float64]:
    """The job plan's slots of each day of the scenario's calendar, fractions kept: shape (7 × weeks,)."""
    slots = np.zeros(7 * scenario.weeks)
    for one in opened.plan.sessions:
        held = Session(one.weekday, 1, one.first, one.last, one.every_weeks)
        slots += one.held * one.slots * planned_slots(replace(scenario, sessions=(held,)))
    return slots


def use_of_slot(opened: OpenedPlan, scenario: Scenario, week: int, held: float) -> float:
    """Of a slot that the calendar leaves in this week, the share in which somebody is seen; `held` slots it leaves."""
    lost = opened.plan.allowances
    given = (1 - leave_of(opened.plan)) * (1 - lost.sessions_cancelled)
    attended = (1 - lost.hospital_cancels) * (1 - lost.patient_cancels * (1 - lost.refilled)) * (1 - lost.missed)
    seen = (1 - lost.held_for_others) * (1 - lost.unbooked) * attended
    places = held * given * seen / (1 + lost.followups_per_new)
    filled = min(1.0, need_of_week(opened, scenario, week) / places) if places else 0.0
    return given * (lost.held_for_others + seen * filled)


def need_of_week(opened: OpenedPlan, scenario: Scenario, week: int) -> float:
    """New patients to see in a week: those referred for treatment, by season, and what brings a list to its target."""
    standing = opened.standing
    season = scenario.seasons[(scenario.start + timedelta(days=7 * week + 4)).month - 1] if scenario.seasons else 1.0
    over = max(0.0, standing.relief - standing.to_treat) if standing.list_size > standing.target_list else 0.0
    return standing.to_treat * season + over


def make_beds(opened: OpenedPlan) -> Series:
    """Beds for so many admissions a week, at the plan's length of stay and occupancy (CAP-21)."""
    rows = list(list_beds(opened))
    plan = opened.plan
    return make(
        "beds",
        "Beds by length of stay",
        f"The plan's capacity takes {say_number(rows[1][3])} beds at {100 * plan.occupancy:g}% occupancy."
        if rows
        else "",
        f"Admissions a week × mean length of stay ÷ 7 ÷ target occupancy (CAP-21); {100 * plan.admitted_share:g}% of "
        f"new patients are admitted, for {say_number(plan.stay_days)} days on average.",
        "table",
        ("For", "Patients a week", "Admissions a week", "Beds", "Whole beds"),
        rows,
        "beds",
    )


def list_beds(opened: OpenedPlan) -> Iterator[tuple[str, float, float, float, int]]:
    """Demand for treatment, the plan's capacity, target capacity; nothing for a plan without inpatients."""
    plan, standing = opened.plan, opened.standing
    if plan.stay_days is None:
        return
    for name, patients in (
        ("Demand for treatment", standing.to_treat),
        ("Capacity of the plan", standing.capacity),
        ("Target capacity", standing.target_capacity),
    ):
        admissions = patients * plan.admitted_share
        beds = beds_needed(admissions, plan.stay_days, plan.occupancy)
        yield name, patients, admissions, beds, ceil(round(beds, 6))
