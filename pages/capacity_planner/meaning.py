"""What a plan says by itself, before any list is read: its capacity, its target, its remarks."""

from collections.abc import Iterable, Iterator
from statistics import fmean

from dashapp.declare.meaning import Fact, Meaning
from dashapp.declare.module import Case, Derived, Row
from pages.capacity_planner.service.reading import Assumptions, read_plan
from rules.capacity.allowances import completed_share
from rules.capacity.plan_checks import PlanFacts, check_plan
from rules.explain import Finding, Step
from rules.simulation.book import ARRIVALS, ATTENDANCE, BANDS, ORDER, REMOVALS, SESSIONS

from .record import SERVICES, Plan


def read_assumptions(case: Case) -> Assumptions | None:
    """The plan's assumptions; None when its answers cannot be reckoned with, which `contradictions` then says."""
    try:
        return read_plan(case.answers)
    except ValueError:
        return None


def find_findings(case: Case) -> Iterable[Finding]:
    plan: Assumptions | None = case.clocks
    return () if plan is None else check_plan(make_facts(plan), case.today)


def make_facts(plan: Assumptions) -> PlanFacts:
    lost = plan.allowances
    return PlanFacts(
        capacity=plan.capacity,
        demand=typed_demand(plan),
        weeks=None if plan.from_pathways else len(plan.weekly_referrals),
        weeks_worked=lost.weeks_worked,
        held_for_others=lost.held_for_others,
        missed_or_cancelled=lost.missed + lost.patient_cancels + lost.hospital_cancels,
        utilisations=tuple((one.name, one.template.utilisation) for one in plan.sessions if one.template),
    )


def typed_demand(plan: Assumptions) -> float | None:
    """Referrals a week as typed; None where they are read from a list."""
    if plan.from_pathways:
        return None
    return fmean(plan.weekly_referrals) if plan.weekly_referrals else plan.demand


def tell_meaning(case: Case) -> Meaning:
    """The figures that need no list, and how the forecast works."""
    plan: Assumptions | None = case.clocks
    if plan is None:
        return Meaning()
    rules = (ARRIVALS, SESSIONS, ORDER, ATTENDANCE, REMOVALS, BANDS)
    return Meaning(facts=tuple(list_facts(plan)), steps=tuple(Step(rule, rule.statement) for rule in rules))


def list_facts(plan: Assumptions) -> Iterator[Fact]:
    demand = typed_demand(plan)
    yield Fact("Slots in job plans", f"{plan.job_plan_slots:.1f} a week")
    share = completed_share(plan.allowances)
    yield Fact("Capacity", f"{plan.capacity:.1f} new patients a week, {100 * share:.0f}% of the slots")
    if demand is not None and plan.capacity:
        load = demand / plan.capacity
        yield Fact("Load before removals", f"{load:.2f}", "breach" if load >= 1 else "watch" if load > 0.95 else "fine")
        target = demand * plan.target_weeks / plan.factor
        yield Fact("Target list", f"{target:,.0f} patients")
    yield Fact(
        "Target",
        f"{100 * plan.target_share:g}% within {plan.target_weeks:g} weeks: a mean wait of "
        f"{plan.target_weeks / plan.factor:.1f} weeks",
    )
    yield Fact("Forecast", f"{plan.horizon} weeks, {plan.runs:,} runs, seed {plan.seed}")


def tell_capacity(case: Case) -> float | None:
    return None if case.clocks is None else round(case.clocks.capacity, 1)


def tell_load(case: Case) -> float | None:
    plan: Assumptions | None = case.clocks
    demand = typed_demand(plan) if plan else None
    return round(demand / plan.capacity, 2) if plan and demand is not None and plan.capacity else None


def tell_target(case: Case) -> str:
    plan: Assumptions | None = case.clocks
    return f"{100 * plan.target_share:g}% within {plan.target_weeks:g} weeks" if plan else ""


DERIVED = (
    Derived("capacity", "Capacity a week", tell_capacity),
    Derived("load", "Load as typed", tell_load),
    Derived("target", "Target", tell_target),
    Derived("scenarios", "Scenarios", lambda case: len(case.answers.changes), kind="count"),
)


def grows(row: Row) -> bool:
    return row["load"] is not None and row["load"] >= 1


def is_typed(row: Row) -> bool:
    return bool(row["source"] == "typed")


def name_plan(answers: Plan) -> str:
    return f"{answers.name}, {SERVICES[answers.service].lower()}"
