"""The report's figures for a manager's home: the four that boards ask for first, with the months before them."""

from collections.abc import Sequence
from datetime import date

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.access.scopes import find_scope
from dashapp.values.key_figure import KeyFigure, Status
from pages.commissioner_reporting.service import national_standards
from pages.commissioner_reporting.service.figures import MONTHS_SHOWN, MonthFigures, list_months
from pages.commissioner_reporting.service.lists import read_list
from pages.commissioner_reporting.service.national_standards import CANCER, CancerStandard
from pages.commissioner_reporting.service.report_query import ReportAsked, last_month, months_to
from rules import spc
from rules.cancer.measures import D62, FDS
from rules.rates import FEWEST, say_count
from rules.returns.layout import BAND_COUNT, Part
from rules.standards import Kind, Standard
from words.phrases import with_capital

BASE = "/commissioner-reporting"
NAMES = {FDS.name: "28 days to diagnosis", D62.name: "62 days to treatment"}
DIRECTIONS: dict[str, spc.Direction] = {"up": "increase", "down": "decrease"}


def list_figures(clockstart: Clockstart, actor: Actor) -> Sequence[KeyFigure]:
    """Of everybody in the actor's reach, to the end of the newest month that is over; none where the report is closed
    to them. Raises MustWait when the worker has to work them out first."""
    if all(module.address != BASE for module in access.list_open(clockstart, actor)):
        return ()
    asked = ReportAsked(find_scope(clockstart, actor), last_month(clockstart.today))
    national_standards.check_worked_out(clockstart, asked)
    months = list_months(read_list(clockstart, asked))
    cancer = [describe_cancer(one) for one in list_cancer(clockstart, asked)]
    return [describe_within(asked, months), describe_long(asked, months), *cancer]


def describe_within(asked: ReportAsked, months: Sequence[MonthFigures]) -> KeyFigure:
    """The share within 18 weeks."""
    now = months[-1]
    shares = [month.list.rate_within_18 for month in months]
    return describe_share(
        "Within 18 weeks",
        (now.list.within_18, now.list.total),
        [(month.month.last, share) for month, share in zip(months, shares, strict=True)],
        now.target,
        now.standard,
        chart=asked.query.at(f"{BASE}/charts"),
        rows=asked.query.at(f"{BASE}/pathways", part=Part.PART_2.value, low=18, high=BAND_COUNT + 1),
    )


def describe_long(asked: ReportAsked, months: Sequence[MonthFigures]) -> KeyFigure:
    """How many wait for over 52 weeks."""
    counts = [month.list.over_52 for month in months]
    now = counts[-1]
    told = tell_trend([(month.month.last, count) for month, count in zip(months, counts, strict=True)], "down", "")
    return KeyFigure(
        name="Waiting over 52 weeks",
        number=f"{int(now):,}",
        of=f"of {int(months[-1].list.total):,}",
        status="breach" if now else "fine",
        verdict="None may wait so long" if now else "None",
        trend=told,
        points=tuple(counts),
        chart=asked.query.at(f"{BASE}/charts"),
        rows=asked.query.at(f"{BASE}/pathways", part=Part.PART_2.value, low=52, high=BAND_COUNT + 1),
    )


def list_cancer(clockstart: Clockstart, asked: ReportAsked) -> list[tuple[ReportAsked, list[CancerStandard]]]:
    """The two standards boards ask for, month by month."""
    module = clockstart.registry.find_by_store_key(CANCER)
    found = national_standards.read_rows(clockstart, asked, CANCER)
    months = months_to(asked.month, MONTHS_SHOWN)
    return [
        (asked, [national_standards.make_standard(module, measure, found, month) for month in months])
        for measure in (FDS, D62)
    ]


def describe_cancer(told: tuple[ReportAsked, list[CancerStandard]]) -> KeyFigure:
    asked, months = told
    now = months[-1]
    days = [month.last for month in months_to(asked.month, MONTHS_SHOWN)]
    shares = [one.whole.within / one.whole.counted if one.whole.counted >= FEWEST else None for one in months]
    return describe_share(
        NAMES[now.measure.name],
        (now.whole.within, now.whole.counted),
        list(zip(days, shares, strict=True)),
        now.target,
        now.standard,
        chart="/cancer-pathways/charts",
        rows=asked.query.at(f"{BASE}/standards"),
    )


def describe_share(
    name: str,
    counted: tuple[float, float],
    shares: Sequence[tuple[date, float | None]],
    plan: Standard | None,
    standard: Standard | None,
    *,
    chart: str,
    rows: str,
) -> KeyFigure:
    """A share of a month against the plan, where there is none against the standard; of too few the numbers themselves,
    and no rate."""
    share = shares[-1][1]
    known = [(day, 100 * one) for day, one in shares if one is not None]
    if plan and standard and plan.value == standard.value:
        plan = None
    goal = plan or standard
    status, verdict = judge(share, goal)
    return KeyFigure(
        name=name,
        number=f"{100 * share:.1f}" if share is not None else f"{counted[0]:,.0f}",
        unit="%" if share is not None else "",
        of=say_count(*counted) if share is not None else f"of {counted[1]:,.0f}",
        status=status,
        verdict=verdict,
        trend=f"{tell_trend(known, 'up', ' points')} {say_asked(plan, standard)}".strip(),
        points=tuple(None if one is None else 100 * one for _, one in shares),
        target=100 * goal.value if goal else None,
        chart=chart,
        rows=rows,
    )


def judge(share: float | None, goal: Standard | None) -> tuple[Status, str]:
    """How a share stands, and by how much it falls short."""
    if share is None:
        return "note", f"Fewer than {FEWEST}, so no rate"
    if goal is None:
        return "note", ""
    short, name = 100 * (goal.value - share), "plan" if goal.kind is Kind.TARGET else "standard"
    return ("fine", f"{name.capitalize()} met") if short <= 0 else ("breach", f"{short:.1f} points below {name}")


def say_asked(plan: Standard | None, standard: Standard | None) -> str:
    """ "Plan 80% by March 2027, standard 85%.": what the year's plan asks, and what patients may expect."""
    until = f" by {plan.effective_to:%B %Y}" if plan and plan.effective_to else ""
    parts = [f"plan {100 * plan.value:g}%{until}"] if plan else []
    parts += [f"standard {100 * standard.value:g}%"] if standard else []
    return with_capital(f"{', '.join(parts)}.") if parts else ""


def tell_trend(points: Sequence[tuple[date, float]], better: str, unit: str) -> str:
    """Whether the newest month is more than chance, where there are enough months to say so; else the change."""
    if len(points) < 2:
        return ""
    read = spc.read_series([spc.Point(*one) for one in points], spc.Options(DIRECTIONS[better]))
    if read.variation == "improvement":
        return "Improving."
    if read.variation == "concern":
        return "Getting worse."
    if read.variation:
        return "No change: within its usual range."
    change = points[-1][1] - points[0][1]
    since = f"since {points[0][0]:%B}"
    if abs(change) < 0.05:
        return f"No change {since}."
    return f"{'Up' if change > 0 else 'Down'} {abs(change):.{1 if unit else 0}f}{unit} {since}."
