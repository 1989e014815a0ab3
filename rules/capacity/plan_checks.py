"""What is remarkable in a plan before it is reckoned: losses forgotten, too many weeks, loads too high."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.capacity.book import ALLOWANCES, BOOK, LOAD, PERCENTILE, TEMPLATES
from rules.explain import Finding, Severity

TIGHT = 0.95
MOST_UTILISATION = 0.9
MUCH_HELD = 0.3
LEAST_WEEKS = 12

OVERLOADED = BOOK.remark(
    "capacity-overloaded",
    Severity.BREACH,
    LOAD,
    "Demand is {demand} a week and capacity {capacity}: the list grows every week.",
    "Add sessions, lose fewer slots, or take in fewer referrals; compare them as scenarios.",
)
TIGHTLY_LOADED = BOOK.remark(
    "capacity-tight",
    Severity.WATCH,
    LOAD,
    "Demand is {percent}% of capacity: one bad month makes long waits.",
    "Plan for a load of 95% or less.",
)
ALL_YEAR = BOOK.remark(
    "capacity-all-year",
    Severity.WATCH,
    ALLOWANCES,
    "Sessions are planned in all 52 weeks, as if there were no leave and no bank holidays.",
    "Give the weeks worked: about 42 of 52 for one clinician.",
)
NOTHING_LOST = BOOK.remark(
    "capacity-nothing-lost",
    Severity.WATCH,
    ALLOWANCES,
    "No slot is planned to be missed or cancelled.",
    "Give the shares of missed and cancelled appointments of the last year.",
)
MUCH_CARVED_OUT = BOOK.remark(
    "capacity-carve-out",
    Severity.WATCH,
    ALLOWANCES,
    "{percent}% of the slots are held for others: slots held in queues of their own are used less well.",
    "Hold fewer slots, and release those that are not needed in time.",
)
OVERBOOKED_THEATRE = BOOK.remark(
    "capacity-utilisation",
    Severity.WATCH,
    TEMPLATES,
    "{session} is planned at {percent}% of its minutes; lists planned over 90% overrun.",
    "Plan at 85%.",
)
FEW_WEEKS = BOOK.remark(
    "capacity-few-weeks",
    Severity.NOTE,
    PERCENTILE,
    "Percentiles and limits rest on {weeks} weeks.",
    "Give at least 12 weeks, better a year.",
)


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


def check_plan(facts: PlanFacts) -> Iterator[Finding]:
    """The remarks on a plan, each naming the question it is about."""
    yield from _check_load(facts)
    if facts.weeks_worked >= 52:
        yield ALL_YEAR("weeks_worked")
    if not facts.missed_or_cancelled:
        yield NOTHING_LOST("missed")
    if facts.held_for_others > MUCH_HELD:
        yield MUCH_CARVED_OUT("carve_out", percent=f"{100 * facts.held_for_others:g}")
    for name, share in facts.utilisations:
        if share > MOST_UTILISATION:
            yield OVERBOOKED_THEATRE("sessions", session=name, percent=f"{100 * share:g}")
    if facts.weeks is not None and 0 < facts.weeks < LEAST_WEEKS:
        yield FEW_WEEKS("weekly_referrals", weeks=facts.weeks)


def _check_load(facts: PlanFacts) -> Iterator[Finding]:
    if facts.demand is None or facts.capacity <= 0:
        return
    load = facts.demand / facts.capacity
    if load >= 1:
        yield OVERLOADED("slots", demand=f"{facts.demand:.1f}", capacity=f"{facts.capacity:.1f}")
    elif load > TIGHT:
        yield TIGHTLY_LOADED("slots", percent=f"{100 * load:.0f}")
