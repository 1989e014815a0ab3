"""A stored plan as its forecast and figures read it: every default filled in, percent as shares, problems in words."""

import re
from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import isfinite
from typing import Any

from pages.capacity_planner.service.changes import Change
from rules.capacity.allowances import WEEKS_IN_YEAR, Allowances, completed_share
from rules.capacity.formulas import factor_for
from rules.capacity.templates import THEATRE_SESSION_MINUTES, UTILISATION, Template, fit_session
from rules.simulation import Session, spread_over_week
from words.pasted import plain_figure

ALL_SERVICES = "all"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
TARGET_WEEKS, TARGET_PERCENT, HORIZON, RUNS, SEED = 18.0, 92.0, 52, 1000, 1
MOST_WEEKS = 520
OCCUPANCY_PERCENT = 92.0
SEPARATORS = re.compile(r"[\s,;]+")
GROUPS = re.compile(r"(?<=\d)[\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}](?=\d{3}(?!\d))")
NUMBER = re.compile(r"-?\d+(?:\.\d*)?")
MOST_FACTOR = 1000
MONTHS = tuple(month_name)[1:]
Sentence = tuple[str, str]


@dataclass(frozen=True, slots=True)
class SessionPlan:
    """One session of the template. `slots` patients a session (a mean, may be a fraction); `held` sessions on the day.

    `template` is the theatre list behind the slots, None for a clinic.
    """

    name: str
    weekday: int
    held: float
    slots: float
    every_weeks: int
    first: date | None
    last: date | None
    template: Template | None = None

    @property
    def weekly(self) -> float:
        """Slots a week on average."""
        return self.held * self.slots / self.every_weeks


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """Everything a plan assumes. Shares are 0 to 1, times in weeks; None is "as the list shows" or "not given"."""

    name: str
    service: str
    known_as: str
    from_pathways: bool
    of_people: bool
    since: date | None
    until: date | None
    demand: float | None
    weekly_referrals: tuple[float, ...]
    weekly_treated: tuple[float, ...]
    list_size: int | None
    waits: tuple[tuple[int, int, int], ...]
    sessions: tuple[SessionPlan, ...]
    slots: float | None
    allowances: Allowances
    missed_rebooked: float
    removals: float | None
    seasons: tuple[float, ...] = ()
    stay_days: float | None = None
    admitted_share: float = 1.0
    occupancy: float = OCCUPANCY_PERCENT / 100
    bank_holidays_worked: bool
    closed: tuple[tuple[date, date], ...]
    by_priority: bool
    priorities: tuple[tuple[str, float], ...]
    target_weeks: float
    target_share: float
    clear_by: date | None
    horizon: int
    runs: int
    seed: int
    changes: tuple[Change, ...]

    @property
    def job_plan_slots(self) -> float:
        """Slots a week in job plans."""
        return sum(session.weekly for session in self.sessions) if self.sessions else self.slots or 0.0

    @property
    def capacity(self) -> float:
        """Completed new patients a week, averaged over the year (CAP-16)."""
        return self.job_plan_slots * completed_share(self.allowances)

    @property
    def factor(self) -> float:
        """Target wait ÷ mean wait (CAP-3)."""
        return factor_for(self.target_share)


def read_plan(answers: Any) -> Assumptions:
    """The assumptions of a plan's accepted answers. Raises ValueError with a plain sentence."""
    return Assumptions(
        name=answers.name,
        service=answers.service,
        known_as=answers.service_name or "",
        from_pathways=answers.source == "pathways",
        of_people=answers.people == "people",
        since=answers.since,
        until=answers.until,
        demand=answers.demand,
        weekly_referrals=read_weeks(answers.weekly_referrals),
        weekly_treated=read_weeks(answers.weekly_treated),
        list_size=answers.list_size,
        waits=tuple((one.weeks_from, one.weeks_to, one.patients) for one in answers.waits),
        sessions=tuple(read_session(one) for one in answers.sessions),
        slots=answers.slots,
        allowances=read_allowances(answers),
        missed_rebooked=share(answers.missed_rebooked, 100.0),
        removals=None if answers.removals is None else answers.removals / 100,
        seasons=read_seasons(answers.seasons),
        stay_days=answers.stay_days if answers.inpatients == "yes" else None,
        admitted_share=share(answers.admitted, 100.0),
        occupancy=share(answers.occupancy, OCCUPANCY_PERCENT),
        bank_holidays_worked=answers.bank_holidays_worked == "yes",
        closed=tuple((one.first, one.last) for one in answers.closed),
        by_priority=answers.order == "priority",
        priorities=tuple((one.name, one.percent / 100) for one in answers.priorities),
        target_weeks=answers.target_weeks or TARGET_WEEKS,
        target_share=(answers.target_percent or TARGET_PERCENT) / 100,
        clear_by=answers.clear_by,
        horizon=answers.horizon or HORIZON,
        runs=answers.runs or RUNS,
        seed=SEED if answers.seed is None else answers.seed,
        changes=tuple(Change(c.name, c.kind, c.amount, c.first, c.last, c.cost) for c in answers.changes),
    )


def share(percent: float | None, otherwise: float = 0.0) -> float:
    return (otherwise if percent is None else percent) / 100


def read_allowances(answers: Any) -> Allowances:
    return Allowances(
        weeks_worked=answers.weeks_worked or WEEKS_IN_YEAR,
        sessions_cancelled=share(answers.sessions_cancelled),
        held_for_others=share(answers.carve_out),
        unbooked=share(answers.unbooked),
        hospital_cancels=share(answers.hospital_cancels),
        patient_cancels=share(answers.patient_cancels),
        refilled=share(answers.refilled),
        missed=share(answers.missed),
        followups_per_new=answers.follow_ups or 0.0,
    )


def read_session(one: Any) -> SessionPlan:
    """A clinic's slots as they are, a theatre list's as the minutes give them (CAP-17)."""
    template = read_template(one) if one.kind == "theatre" else None
    slots = fit_session(template).cases if template else one.slots or 0.0
    weekday = WEEKDAYS.index(one.weekday)
    return SessionPlan(one.name, weekday, one.sessions, slots, one.every_weeks or 1, one.first, one.last, template)


def read_template(one: Any) -> Template:
    return Template(
        one.name,
        one.session_minutes or THEATRE_SESSION_MINUTES,
        one.case_minutes or THEATRE_SESSION_MINUTES,
        one.turnaround_minutes or 0.0,
        UTILISATION if one.utilisation is None else one.utilisation / 100,
    )


def read_weeks(text: str | None) -> tuple[float, ...]:
    """The numbers of a text with spaces, commas or lines between; ValueError naming the one that is not a number."""
    found = [read_count(place, word) for place, word in enumerate(split_numbers(text or ""), 1)]
    if len(found) > MOST_WEEKS:
        raise ValueError(f"there are {len(found):,} weeks; the most is {MOST_WEEKS}.")
    return tuple(found)


def split_numbers(text: str) -> list[str]:
    """The numbers of a text, one by one. A no-break space within one groups its thousands, and so does a comma where
    every number has spaces or lines around it: "1,052 980" are two, "1,052" and "1, 052" the numbers 1 and 52."""
    grouped = GROUPS.sub("", text)
    words = [word for word in re.split(r"[\s;]+", grouped.strip()) if word]
    figures = [plain_figure(word) for word in words]
    if len(words) > 1 and all(map(NUMBER.fullmatch, figures)):
        return figures
    return [plain_figure(part) for part in SEPARATORS.split(grouped) if part]


def read_count(place: int, word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        raise ValueError(f"week {place} is not a number: {word[:20]}") from None
    if not isfinite(value) or not 0 <= value <= 100_000:
        raise ValueError(f"week {place} must lie between 0 and 100,000: {word[:20]}")
    return value


def read_seasons(text: str | None) -> tuple[float, ...]:
    """Twelve factors by month, January first, scaled to a mean of 1; none where none are given. ValueError in words."""
    factors = [read_factor(place, word) for place, word in enumerate(split_numbers(text or ""))]
    if not factors:
        return ()
    if len(factors) != len(MONTHS):
        raise ValueError(f"there are {len(factors)} factors; enter twelve, January first.")
    if not sum(factors):
        raise ValueError("all of them are 0, so nobody is ever referred.")
    return tuple(factor * len(factors) / sum(factors) for factor in factors)


def read_factor(place: int, word: str) -> float:
    month = MONTHS[place] if place < len(MONTHS) else f"number {place + 1}"
    try:
        value = float(word)
    except ValueError:
        raise ValueError(f"{month} is not a number: {word[:20]}") from None
    if not isfinite(value) or not 0 <= value <= MOST_FACTOR:
        raise ValueError(f"{month} must lie between 0 and {MOST_FACTOR}: {word[:20]}")
    return value


def check_seasons(answers: Any) -> Iterator[Sentence]:
    try:
        read_seasons(answers.seasons)
    except ValueError as problem:
        yield "seasons", f"Seasons: {problem}"


def list_contradictions(answers: Any, today: date | None) -> Iterator[Sentence]:
    """What in a plan's answers cannot be planned with: the question's path, and a sentence to act on."""
    yield from check_demand(answers)
    yield from check_window(answers, today)
    yield from check_seasons(answers)
    yield from check_sessions(answers)
    yield from check_shares(answers)
    if today and answers.clear_by and answers.clear_by < today + timedelta(weeks=1):
        yield "clear_by", "Clear by must be at least a week away"
    for place, change in enumerate(answers.changes):
        yield from check_order(f"changes.{place}", change, "The scenario")


def check_demand(answers: Any) -> Iterator[Sentence]:
    """Typed demand and list: there must be some, and the weeks must be numbers."""
    if answers.source != "typed":
        return
    counts = {}
    for name, label in (("weekly_referrals", "Referrals of each week"), ("weekly_treated", "Treated in each week")):
        try:
            counts[name] = read_weeks(getattr(answers, name))
        except ValueError as problem:
            yield name, f"{label}: {problem}"
    referrals, treated = counts.get("weekly_referrals", ()), counts.get("weekly_treated", ())
    if not answers.demand and not answers.weekly_referrals:
        yield "demand", "Enter the referrals a week, or those of each week below: without demand there is no plan"
    if referrals and not sum(referrals):
        yield "weekly_referrals", "Referrals of each week: all of them are 0, so there is no demand to plan for"
    if treated and referrals and len(treated) != len(referrals):
        yield "weekly_treated", f"Treated in each week has {len(treated)} weeks, referrals have {len(referrals)}"
    if answers.list_size is None and not sum(one.patients for one in answers.waits):
        yield "list_size", "Enter how many wait now, or how many by weeks waited: the list is empty"
    for place, one in enumerate(answers.waits):
        if one.weeks_to <= one.weeks_from:
            yield f"waits.{place}.weeks_to", f"Weeks to must be more than weeks from ({one.weeks_from})"


def check_window(answers: Any, today: date | None) -> Iterator[Sentence]:
    """The days on which clocks are counted: past, and not reversed."""
    for name, label in (("since", "Counted since"), ("until", "Counted until")):
        day = getattr(answers, name)
        if today and day and day > today:
            yield name, f"{label} must not be in the future: nobody has been referred yet"
    if answers.since and answers.until and answers.until < answers.since + timedelta(weeks=1):
        yield "until", "Counted until must be at least a week after counted since"


def check_sessions(answers: Any) -> Iterator[Sentence]:
    if not answers.sessions and not answers.slots:
        yield "slots", "Enter the slots a week, or the sessions above: without capacity nobody can be seen"
    for place, session in enumerate(answers.sessions):
        yield from check_order(f"sessions.{place}", session, "The session")
    for place, closed in enumerate(answers.closed):
        yield from check_order(f"closed.{place}", closed, "The fallow period")


def check_order(path: str, one: Any, what: str) -> Iterator[Sentence]:
    if one.first and one.last and one.last < one.first:
        yield f"{path}.last", f"{what} ends before it starts"


def check_shares(answers: Any) -> Iterator[Sentence]:
    lost = [answers.missed or 0, answers.patient_cancels or 0, answers.hospital_cancels or 0]
    if sum(lost) > 100:
        yield "missed", f"Missed and cancelled appointments together are {sum(lost):g}%, more than 100%"
    total = sum(one.percent for one in answers.priorities)
    if answers.priorities and abs(total - 100) > 0.01:
        yield "priorities.0.percent", f"The shares of the priorities must add up to 100%; they are {total:g}%"
    elif not lost_something_left(answers):
        yield "carve_out", "Nothing is left for this list: a share of 100% takes every slot"


def lost_something_left(answers: Any) -> bool:
    """Whether any slot is left after all that is lost."""
    if sum([answers.missed or 0, answers.patient_cancels or 0, answers.hospital_cancels or 0]) > 100:
        return True
    return completed_share(read_allowances(answers)) > 0


def list_simulated(plan: Assumptions) -> tuple[Session, ...]:
    """The sessions of a forecast: the slots that are left for new patients of this list."""
    kept = yield_of_slot(plan)
    if not plan.sessions:
        return spread_over_week((plan.slots or 0.0) * kept)
    return tuple(
        Session(one.weekday, one.held * one.slots * kept, one.first, one.last, one.every_weeks) for one in plan.sessions
    )


def yield_of_slot(plan: Assumptions) -> float:
    """Of a held job-plan slot, the share that is booked with a new patient of this list."""
    lost = plan.allowances
    return (1 - lost.held_for_others) * (1 - lost.unbooked) / (1 + lost.followups_per_new)
