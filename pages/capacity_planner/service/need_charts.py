"""What capacity is needed: percentiles of demand, what is lost on the way, sessions and theatre lists."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import floor

from dashapp.values.series import Series
from pages.capacity_planner.service.figures import spreads
from pages.capacity_planner.service.opened import OpenedPlan
from pages.capacity_planner.service.reading import WEEKDAYS
from pages.capacity_planner.service.series import make, say_number
from pages.capacity_planner.service.weekday_use import make_beds, make_weekday_use
from rules.capacity.allowances import allowances_waterfall, completed_share, slots_for
from rules.capacity.kingman import carve_out_wait
from rules.capacity.percentiles import list_choices
from rules.capacity.templates import fit_session
from words.phrases import join_words, without_capital

MOST_BINS = 40
QUEUES = (1, 2, 3, 4, 6)


def list_need_charts(opened: OpenedPlan) -> Iterator[Series]:
    """The page of the capacity that is needed."""
    yield make_weeks(opened)
    yield make_waterfall(opened)
    if opened.plan.sessions:
        yield make_sessions(opened)
        yield make_weekdays(opened)
        yield make_weekday_use(opened)
    yield make_carve_out(opened)
    yield make_choices(opened)
    if any(one.template for one in opened.plan.sessions):
        yield make_theatres(opened)
    if opened.plan.stay_days is not None:
        yield make_beds(opened)


def make_weeks(opened: OpenedPlan) -> Series:
    """How often a week brought so many referrals, with the customary percentiles (CAP-13)."""
    weeks = opened.history.referrals
    choices = {choice.rule: choice.capacity for choice in list_choices(weeks)} if weeks else {}
    width = max(1, floor((max(weeks, default=0) - min(weeks, default=0)) / MOST_BINS) + 1)
    counts = Counter(width * floor(week / width) for week in weeks)
    first, last = min(counts, default=0), max(counts, default=0)
    bins = range(int(first), int(last) + width, width) if counts else range(0)
    shown = ("50th percentile", "85th percentile")
    return make(
        "weekly-demand",
        "How demand varies",
        f"Half of the weeks brought {say_number(choices.get('50th percentile'))} referrals or fewer, "
        f"85% of them {say_number(choices.get('85th percentile'))} or fewer.",
        f"Weeks by the number of referrals in them{f', {width} together' if width > 1 else ''}; {len(weeks)} weeks.",
        "histogram",
        ("Referrals in the week", "Weeks"),
        [(place, counts.get(place, 0)) for place in bins],
        "weeks",
        [(name.removesuffix(" percentile"), choices[name]) for name in shown if name in choices],
    )


def make_choices(opened: OpenedPlan) -> Series:
    """What each rule of thumb costs: slots spare in good weeks against slots short in bad ones."""
    weeks = opened.history.referrals
    choices = list_choices(weeks) if weeks else []
    at = next((one for one in choices if one.rule.startswith("85")), None)
    told = (
        f"At the 85th percentile, {say_number(at.capacity)} a week, {100 * at.weeks_covered:.0f}% of weeks are covered "
        f"and {say_number(at.spare_slots)} places a week are spare."
        if at
        else ""
    )
    return make(
        "percentiles",
        "Capacity by percentile of demand, and its cost",
        told,
        "Capacity set at a percentile of weekly demand, or by the 80% rule (lowest week plus 80% of the range); spare "
        "and short are means over the weeks seen (CAP-13). Job-plan slots are what the plan's losses make of it.",
        "table",
        (
            "Rule",
            "Capacity a week",
            "Weeks covered, %",
            "Spare a week",
            "Short a week",
            "Load",
            "Job-plan slots a week",
        ),
        [
            (
                one.rule,
                one.capacity,
                100 * one.weeks_covered,
                one.spare_slots,
                one.short_slots,
                one.load,
                slots_for(one.capacity, opened.plan.allowances),
            )
            for one in choices
        ],
        "patients a week",
    )


def make_waterfall(opened: OpenedPlan) -> Series:
    plan = opened.plan
    steps = allowances_waterfall(plan.job_plan_slots, plan.allowances)
    shown = [step for step in steps if step.is_total or step.change]
    losses = [step for step in steps if not step.is_total]
    least = say_number(min(step.change for step in losses))
    worst = [without_capital(step.label) for step in losses if say_number(step.change) == least]
    return make(
        "waterfall",
        "From job plan to completed new patients",
        f"{100 * completed_share(plan.allowances):.0f}% of the slots become completed new patients; "
        + (
            "nothing is planned to be lost." if len(losses) == len(worst) else f"most are lost to: {join_words(worst)}."
        ),
        "Slots a week in job plans, averaged over the year, less each loss in turn, a share of what is left (CAP-16).",
        "waterfall",
        ("Step", "Change", "Left"),
        [(step.label, step.change, step.left) for step in shown],
        "slots a week",
    )


def make_sessions(opened: OpenedPlan) -> Series:
    """Sessions a week there are, and those that target and relief capacity would take."""
    plan, standing = opened.plan, opened.standing
    factors = {
        "Demand for treatment": standing.to_treat,
        "Target capacity": standing.target_capacity,
        "Relief capacity": max(standing.relief, standing.target_capacity),
    }
    slots = plan.job_plan_slots
    held = sum(one.held / one.every_weeks for one in plan.sessions)
    each = slots / held if held and slots else None
    rows = [
        (name, needed / each if each else None, held)
        for name, patients in factors.items()
        if (needed := slots_for(patients, plan.allowances)) is not None
    ]
    told = (
        f"{say_number(held)} sessions a week are in job plans; target capacity takes {say_number(rows[1][1])}."
        if each and len(rows) > 1
        else "The plan gives slots, not sessions."
    )
    return make(
        "sessions",
        "Sessions needed and available",
        told,
        "Sessions a week for each number of completed new patients, at the plan's mean slots a session and its losses "
        "(CAP-16, CAP-17), next to those there are.",
        "bar",
        ("For", "Needed", "Available"),
        rows if each else (),
        "sessions a week",
    )


def make_weekdays(opened: OpenedPlan) -> Series:
    """Where in the week the slots are."""
    names = [day.capitalize() for day in WEEKDAYS]
    by_day = dict.fromkeys(range(7), 0.0)
    for one in opened.plan.sessions:
        by_day[one.weekday] += one.weekly
    used = [(names[day], slots) for day, slots in by_day.items() if slots or day < 5]
    most = max(slots for _, slots in used)
    busiest = [name for name, slots in used if say_number(slots) == say_number(most)]
    verb, each = ("have", "each ") if len(busiest) > 1 else ("has", "")
    series = make(
        "weekdays",
        "Slots by weekday",
        f"{join_words(busiest)} {verb} the most: {each}{say_number(most)} of {say_number(sum(by_day.values()))} slots "
        "a week.",
        "Slots of the sessions in job plans by weekday, before anything is lost. Sessions on Mondays lose most to bank "
        "holidays.",
        "bar",
        ("Weekday", "Slots"),
        used if opened.plan.sessions else (),
        "slots a week",
    )
    return replace(series, is_ordered=True)


def make_theatres(opened: OpenedPlan) -> Series:
    """What fits each theatre list (CAP-17)."""
    lists = [(one, fit_session(one.template)) for one in opened.plan.sessions if one.template]
    told = (
        f"{lists[0][0].name}: {say_number(lists[0][1].cases)} cases planned, {lists[0][1].whole_cases} fit whole."
        if lists
        else ""
    )
    return make(
        "theatres",
        "Theatre lists",
        told,
        "Cases are planned minutes × planned utilisation ÷ (case + turnaround); whole cases are those that fit the "
        "minutes; touch time is theirs ÷ planned minutes (CAP-17).",
        "table",
        (
            "List",
            "Minutes",
            "Case",
            "Turnaround",
            "Planned, %",
            "Cases planned",
            "Whole cases",
            "Touch time, %",
            "Left",
        ),
        [
            (
                one.name,
                one.template.session_minutes,
                one.template.case_minutes,
                one.template.turnaround_minutes,
                100 * one.template.utilisation,
                fit.cases,
                fit.whole_cases,
                100 * fit.touch_utilisation,
                fit.minutes_left,
            )
            for one, fit in lists
            if one.template
        ],
        "minutes",
    )


def make_carve_out(opened: OpenedPlan) -> Series:
    """What dividing the same capacity into queues of their own does to the wait that chance makes (CAP-18)."""
    standing, spread = opened.standing, spreads(opened.history)
    waits = [(parts, carve_out_wait(standing.load, standing.capacity, parts, *spread)) for parts in QUEUES]
    known = [(parts, wait) for parts, wait in waits if wait is not None]
    held = opened.plan.allowances.held_for_others
    return make(
        "carve-out",
        "The cost of carving capacity up",
        f"In {known[-1][0]} queues of their own, the wait that comes from chance is {say_number(known[-1][1])} weeks "
        f"rather than {say_number(known[0][1])}. The plan holds {100 * held:.0f}% of its slots for others."
        if known
        else "",
        "Kingman's mean wait when the same demand and capacity are divided into several equal queues that cannot help "
        "each other out (CAP-18).",
        "bar",
        ("Queues", "Mean wait"),
        [(f"{parts} queue{'s' * (parts > 1)}", wait) for parts, wait in known],
        "weeks",
        nothing="At a load of 1 or more no wait settles, whether the capacity is carved up or not.",
    )
