"""Everything a plan assumes, line by line, and what of the list was counted or left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pages.capacity_planner.service.opened import OpenedPlan
from pages.capacity_planner.service.pathway_clocks import REASONS
from pages.capacity_planner.service.reading import MONTHS, OCCUPANCY_PERCENT
from pages.capacity_planner.service.scenarios import BANK_HOLIDAY_WEEKS, leave_of, rank_priorities
from pages.capacity_planner.service.series import say_day, say_number
from words.phrases import plural

TYPED, SEEN, USUAL = "As entered", "As seen on the list", "When left empty"


@dataclass(frozen=True, slots=True)
class Assumed:
    """One assumption: what, how much, and where it comes from."""

    what: str
    value: str
    source: str


def list_assumed(opened: OpenedPlan) -> Iterator[Assumed]:
    """Every assumption of the figures and the forecast, in the order of the form."""
    yield from list_demand(opened)
    yield from list_capacity(opened)
    yield from list_losses(opened)
    yield from list_stays(opened)
    yield from list_chance(opened)


def list_demand(opened: OpenedPlan) -> Iterator[Assumed]:
    """What is taken for demand: how many referrals a week, how sure, how they swing and leave."""
    plan, history = opened.plan, opened.history
    source = SEEN if plan.from_pathways else TYPED
    weeks = f", mean of {plural(len(history.weeks), 'week')}" if history.weeks else ""
    yield Assumed("Demand", f"{say_number(history.demand)} referrals a week{weeks}", source)
    yield Assumed(
        "How sure demand is",
        f"± {say_number(1.96 * history.demand_error)} (95%)" if history.demand_error else "taken as known",
        source if history.demand_error else "No weeks to estimate it from",
    )
    yield Assumed(
        "How demand swings",
        f"variance {say_number(history.dispersion)} times the mean; 1 is chance alone",
        source if len(history.weeks) > 1 else "No weeks to estimate it from",
    )
    yield Assumed(
        "Seasons", say_seasons(plan.seasons) if plan.seasons else "every month alike", TYPED if plan.seasons else USUAL
    )
    yield Assumed("List", f"{history.list_size:,} waiting", source)
    if history.ends:
        yield Assumed("Weeks counted", f"to {say_day(history.ends[-1])}, from {opened.scope.words}", source)
    removals = history.removed_share if plan.removals is None else plan.removals
    yield Assumed(
        "Removals other than treatment",
        f"{100 * removals:.2f}% of the list a week",
        TYPED if plan.removals is not None else source,
    )


def list_capacity(opened: OpenedPlan) -> Iterator[Assumed]:
    """What is taken for capacity: slots a week in job plans and the weeks that are worked."""
    plan = opened.plan
    held = f"{len(plan.sessions)} kinds of session" if plan.sessions else "spread over Monday to Friday"
    yield Assumed("Slots in job plans", f"{say_number(plan.job_plan_slots)} a week, {held}", TYPED)
    worked = plan.allowances.weeks_worked
    holidays = (
        "also on bank holidays" if plan.bank_holidays_worked else "bank holidays of England closed by the calendar"
    )
    yield Assumed(
        "Weeks worked",
        f"{worked:g} of 52; {holidays}; {100 * leave_of(plan):.1f}% of sessions lost to leave by chance",
        TYPED if worked < 52 else USUAL,
    )
    for first, last in plan.closed:
        yield Assumed("Fallow", f"{say_day(first)} to {say_day(last)}", TYPED)


def list_losses(opened: OpenedPlan) -> Iterator[Assumed]:
    """The shares of slots taken to be lost, each of what is left."""
    plan, lost = opened.plan, opened.plan.allowances
    shares = {
        "Sessions cancelled": lost.sessions_cancelled,
        "Slots held for others": lost.held_for_others,
        "Slots not booked": lost.unbooked,
        "Missed appointments": lost.missed,
        "Missed and booked again": plan.missed_rebooked,
        "Cancelled by patients": lost.patient_cancels,
        "Of those, filled again": lost.refilled,
        "Cancelled by the hospital": lost.hospital_cancels,
    }
    for what, share in shares.items():
        usual = share == (1.0 if what == "Missed and booked again" else 0.0)
        yield Assumed(what, f"{100 * share:g}%", USUAL if usual else TYPED)
    yield Assumed(
        "Follow-ups for one new patient",
        f"{lost.followups_per_new:g} in the same slots",
        TYPED if lost.followups_per_new else USUAL,
    )
    yield Assumed("Booked again after", "2 weeks, by whoever cancelled", "Fixed")


def say_seasons(factors: Sequence[float]) -> str:
    """ "January 1.1, …; scaled to a mean of 1"."""
    told = ", ".join(f"{month[:3]} {factor:.2f}" for month, factor in zip(MONTHS, factors, strict=True))
    return f"{told}; scaled to a mean of 1"


def list_stays(opened: OpenedPlan) -> Iterator[Assumed]:
    """What the beds rest on, where there are inpatients."""
    plan = opened.plan
    if plan.stay_days is None:
        return
    yield Assumed("Mean length of stay", f"{say_number(plan.stay_days)} days", TYPED)
    yield Assumed(
        "Admitted", f"{100 * plan.admitted_share:g}% of new patients", USUAL if plan.admitted_share == 1 else TYPED
    )
    usual = 100 * plan.occupancy == OCCUPANCY_PERCENT
    yield Assumed("Target occupancy of beds", f"{100 * plan.occupancy:g}%", USUAL if usual else TYPED)


def list_chance(opened: OpenedPlan) -> Iterator[Assumed]:
    """What the forecast is made with: order, target, horizon, runs and seed."""
    plan = opened.plan
    names, _ = rank_priorities(plan, opened.history)
    order = "; ".join(f"{one.name} {100 * one.share:.0f}%" for one in names) if plan.by_priority else "in turn"
    yield Assumed("Order", order, TYPED if plan.by_priority else USUAL)
    yield Assumed(
        "Target",
        f"{100 * plan.target_share:g}% within {plan.target_weeks:g} weeks, factor {plan.factor:.3f}",
        USUAL if (plan.target_weeks, plan.target_share) == (18.0, 0.92) else TYPED,
    )
    yield Assumed("Forecast", f"{plan.horizon} weeks, {plan.runs:,} runs, seed {plan.seed}", "As entered or usual")
    yield Assumed("Bank holidays a year", f"{BANK_HOLIDAY_WEEKS * 5:g} days, as the calendar has them", "Calendar")
    yield Assumed(
        "Waits against the standard", "counted in the week bands of the monthly return, on real dates", "PRN01045 v5.0"
    )


def list_counted(opened: OpenedPlan) -> list[tuple[str, int]]:
    """How many clocks were counted, and how many were left out by reason; nothing where demand was typed."""
    history = opened.history
    if not opened.plan.from_pathways:
        return []
    left = [(f"Left out: {REASONS.get(reason, reason)}", count) for reason, count in sorted(history.left_out.items())]
    return [("Clocks of this service that were counted", history.counted), *left]
