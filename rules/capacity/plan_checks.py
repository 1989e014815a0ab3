"""What is remarkable in a plan before it is reckoned: losses forgotten, too many weeks, loads too high."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from rules.capacity.book import ALLOWANCES, BOOK, LOAD, PERCENTILE, TEMPLATES
from rules.explain import BREACH, NOTE, WATCH, At, Verdict, edge

TIGHT = 0.95
MOST_UTILISATION = 0.9
MUCH_HELD = 0.3
LEAST_WEEKS = 12
WHOLE_YEAR = 52

check_plan = BOOK.find
"""The remarks on a plan, each naming the question it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFacts:
    """A plan as it was entered. `demand` a week where typed, `weeks` of referrals typed, None where not; shares 0 to 1.

    `utilisations` are name and planned share of each theatre list.
    """

    capacity: float
    demand: float | None = None
    weeks: int | None = None
    weeks_worked: float = 52.0
    held_for_others: float = 0.0
    missed_or_cancelled: float = 0.0
    utilisations: tuple[tuple[str, float], ...] = ()

    @classmethod
    def of(cls, **known: Any) -> Self:
        return cls(**{"capacity": 0.0} | known)

    @property
    def load(self) -> float:
        """Demand as a share of capacity; 0 where either is not known."""
        return self.demand / self.capacity if self.demand is not None and self.capacity > 0 else 0.0


@BOOK.check("capacity-overloaded", BREACH, LOAD, "slots")
@edge(capacity=1000.0, right={"demand": 999.0}, wrong={"demand": 1000.0})
def is_overloaded(plan: PlanFacts) -> Verdict:
    """Demand is {demand} a week and capacity {capacity}: the list grows every week.

    Add sessions, lose fewer slots, or take in fewer referrals; compare them as scenarios.
    """
    return plan.load >= 1 and {"demand": f"{plan.demand:.1f}", "capacity": f"{plan.capacity:.1f}"}


@BOOK.check("capacity-tight", WATCH, LOAD, "slots")
@edge(capacity=1000.0, right={"demand": 950.0}, wrong={"demand": 951.0})
def is_tight(plan: PlanFacts) -> Verdict:
    """Demand is {percent}% of capacity: one bad month makes long waits.

    Plan for a load of 95% or less.
    """
    return TIGHT < plan.load < 1 and {"percent": f"{100 * plan.load:.0f}"}


@BOOK.check("capacity-all-year", WATCH, ALLOWANCES, "weeks_worked")
@edge(right={"weeks_worked": 51.0}, wrong={"weeks_worked": 52.0})
def is_worked_all_year(plan: PlanFacts) -> Verdict:
    """Sessions are planned in all 52 weeks, as if there were no leave and no bank holidays.

    Give the weeks worked: about 42 of 52 for one clinician.
    """
    return plan.weeks_worked >= WHOLE_YEAR


@BOOK.check("capacity-nothing-lost", WATCH, ALLOWANCES, "missed")
def is_nothing_lost(plan: PlanFacts) -> Verdict:
    """No slot is planned to be missed or cancelled.

    Give the shares of missed and cancelled appointments of the last year.
    """
    return not plan.missed_or_cancelled


@BOOK.check("capacity-carve-out", WATCH, ALLOWANCES, "carve_out")
@edge(right={"held_for_others": 0.3}, wrong={"held_for_others": 0.31})
def is_much_held(plan: PlanFacts) -> Verdict:
    """{percent}% of the slots are held for others: slots held in queues of their own are used less well.

    Hold fewer slots, and release those that are not needed in time.
    """
    return plan.held_for_others > MUCH_HELD and {"percent": f"{100 * plan.held_for_others:g}"}


@BOOK.check("capacity-utilisation", WATCH, TEMPLATES, "sessions")
@edge(right={"utilisations": [("Monday list", 0.9)]}, wrong={"utilisations": [("Monday list", 0.91)]})
def list_overbooked(plan: PlanFacts) -> Iterator[At]:
    """{session} is planned at {percent}% of its minutes; lists planned over 90% overrun.

    Plan at 85%.
    """
    for name, share in plan.utilisations:
        if share > MOST_UTILISATION:
            yield At("sessions", {"session": name, "percent": f"{100 * share:g}"})


@BOOK.check("capacity-few-weeks", NOTE, PERCENTILE, "weekly_referrals")
@edge(right={"weeks": 12}, wrong={"weeks": 11})
def has_few_weeks(plan: PlanFacts) -> Verdict:
    """Percentiles and limits rest on {weeks} weeks.

    Give at least 12 weeks, better a year.
    """
    return plan.weeks is not None and 0 < plan.weeks < LEAST_WEEKS and {"weeks": plan.weeks}
