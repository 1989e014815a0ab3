"""The charts of a report, each one `Series` that figure, table and CSV read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dashapp.services.charts.series import as_run
from dashapp.services.derived.clock_columns import LINES
from dashapp.values.series import Series, Value
from pages.commissioner_reporting.service.figures import MonthFigures, group_bands, line_bands, list_months
from pages.commissioner_reporting.service.lists import ReportedList
from rules.calendar import FIRST_OVER_18, GROUPED_AT, GROUPS, LAST_BAND
from rules.codes import RETURN_LINES
from rules.rates import TOO_FEW, say_rate
from rules.returns.layout import BAND_COUNT, Part
from rules.returns.measures import percentile_weeks
from rules.returns.suppression import suppress

SHARES = (*range(5, 100, 5), 92, 98)
NOTHING = "Nobody was waiting in this list at the end of the month."
NONC_OUT = "Pathways commissioned outside England (NONC) are left out, as in the published figures."
AS_KNOWN = "Earlier months are counted from what the list says today, not from what was submitted then."


@dataclass(frozen=True)
class Report:
    """A list and what its charts share; `link(**narrowed)` is the address of the pathways behind a number."""

    listed: ReportedList
    link: Callable[..., str | None]

    @cached_property
    def months(self) -> list[MonthFigures]:
        return list_months(self.listed)

    @cached_property
    def now(self) -> MonthFigures:
        return self.months[-1]

    @property
    def words(self) -> str:
        """ "31 May 2026"."""
        last = self.listed.asked.month.last
        return f"{last.day} {last:%B %Y}"


def percent(share: float | None) -> float | None:
    return None if share is None else round(100 * share, 1)


def draw_waits(report: Report) -> Series:
    """Everybody waiting at the month's end, by whole weeks."""
    bands = report.listed.bands(Part.PART_2)
    figures = report.now.list
    within = say_rate(figures.within_18, figures.total)
    over = f"{int(figures.over_52):,} had waited over 52."
    grouped = group_bands(bands, GROUPED_AT[1:])
    edges = [*GROUPED_AT, BAND_COUNT]

    def link(low: int, high: int, count: int) -> str | None:
        return report.link(part=Part.PART_2, low=str(low), high=str(high)) if count else None

    return Series(
        key="waits",
        title=f"How long people had waited on {report.words}",
        reading=f"{within} had waited 18 weeks or less; {over}" if figures.total else NOTHING,
        note=f"All {len(bands)} week bands are in the table." if figures.total else "",
        definition="Open pathways (Part 2) by week band of the monthly return: the band from 17 are waits of over 17 "
        f"and up to 18 weeks, 120 to 126 days; {LAST_BAND} is over 104 weeks. {NONC_OUT}",
        shape="bar",
        category="Weeks waited (over)",
        measures=("Pathways",),
        rows=tuple((band, count) for band, count in enumerate(bands)) if figures.total else (),
        unit="pathways",
        links=tuple(link(band, band + 1, count) for band, count in enumerate(bands)) if figures.total else (),
        drawn=tuple(zip(GROUPS, grouped, strict=True)) if figures.total else (),
        drawn_links=tuple(link(low, high, count) for low, high, count in zip(edges, edges[1:], grouped, strict=False)),
        limit=("18 weeks", FIRST_OVER_18),
        is_ordered=True,
    )


def draw_percentiles(report: Report) -> Series:
    """How long each share of the list had waited at most, now and twelve months before."""
    first = report.months[0]
    now, before = (report.listed.bands(Part.PART_2, month.month) for month in (report.now, first))
    rows = tuple((share, weeks_of(now, share), weeks_of(before, share)) for share in sorted(SHARES))
    median, high = report.now.list.median_weeks, report.now.list.p92_weeks
    reading = (
        NOTHING
        if median is None or high is None
        else f"Half had waited {median:.1f} weeks or less, 92 in 100 had waited {high:.1f} weeks or less"
        + (f"; a year before, {first.list.p92_weeks:.1f}." if first.list.p92_weeks is not None else ".")
    )
    return Series(
        key="percentiles",
        title="Weeks waited at each percentile of the list",
        reading=reading,
        definition="The wait that as many in 100 open pathways have not passed, spread evenly inside its week band as "
        f"NHS England does. The standard asks that at 92 it is 18 weeks or less. {NONC_OUT}",
        shape="line",
        category="Percentile",
        measures=(f"{report.now.month.first:%B %Y}", f"{first.month.first:%B %Y}"),
        rows=rows,
        unit="weeks",
        reference_lines=(("18 weeks", 18.0),),
    )


def weeks_of(bands: Sequence[int], share: int) -> float | None:
    weeks = percentile_weeks(bands, share / 100)
    return None if weeks is None else round(weeks, 1)


def draw_heatmap(report: Report) -> Series:
    """Treatment function by weeks waited; small numbers hidden as the report asks."""
    grid = line_bands(report.listed, Part.PART_2)[:, :BAND_COUNT]
    used = [number for number in range(len(LINES)) if grid[number].sum()]
    counts = [group_bands(grid[number].tolist(), GROUPED_AT[1:]) for number in used]
    hides = report.listed.asked.hides_small_numbers
    cells: Sequence[Sequence[Value]] = suppress(counts)[0] if hides and counts else counts
    longest = max(used, key=lambda number: (int(grid[number][18:].sum()), -number), default=None)
    reading = (
        NOTHING
        if longest is None
        else f"{name_line(LINES[longest])} has the most over 18 weeks: {int(grid[longest][18:].sum()):,} of "
        f"{int(grid[longest].sum()):,}."
    )
    if hides and longest is not None and int(grid[longest][18:].sum()) < 5:
        reading = f"{len(used)} treatment functions; fewer than 5 over 18 weeks in each."
    return Series(
        key="functions",
        title="Treatment function and weeks waited",
        reading=reading,
        definition="Open pathways (Part 2) by line of the return and group of week bands. "
        + (say_hidden() if hides else "")
        + NONC_OUT,
        shape="heat",
        category="Treatment function",
        measures=GROUPS,
        limit=("18 weeks", FIRST_OVER_18),
        rows=tuple((name_line(LINES[number]), *row) for number, row in zip(used, cells, strict=True)),
        unit="pathways",
        links=tuple(report.link(part=Part.PART_2, line=LINES[number]) for number in used),
    )


def say_hidden() -> str:
    return (
        "Counts of 1 to 4 are hidden, and another number next to one that stands alone (rule RET-11); "
        "– is a hidden number. "
    )


def name_line(line: str) -> str:
    return RETURN_LINES[line].removesuffix(" Service").removesuffix(" Services")


def draw_trend(report: Report) -> Series:
    """Month by month against the standard and the plan then in force."""
    now, standard, target = report.now.list, report.now.standard, report.now.target
    lines = [
        (f"{name} {100 * one.value:g}%", round(100 * one.value, 1))
        for name, one in (("Plan", target), ("Standard", standard))
        if one is not None and one.value is not None
    ]
    series = Series(
        key="trend",
        title="Within 18 weeks, against the standard in force",
        reading=NOTHING,
        definition="Open pathways of 126 days or less, of all with a known clock start, on the last day of each month. "
        f"Standard and plan are those in force now. {AS_KNOWN} {NONC_OUT} {TOO_FEW}",
        shape="line",
        category="Month",
        measures=("Within 18 weeks",),
        rows=tuple((month.month.first, percent(month.list.rate_within_18)) for month in report.months),
        unit="percent",
        counted=tuple(((int(month.list.within_18), int(month.list.total)),) for month in report.months),
        period="month",
        better="increase",
        reference_lines=tuple(lines),
        note=f"{say_rate(now.within_18, now.total)} at the end of {report.now.month.first:%B %Y}." if now.total else "",
    )
    known = any(value is not None for value in series.values_of(0))
    if not known and now.total:
        return replace(series, reading=f"{say_rate(now.within_18, now.total)} within 18 weeks: no rate is drawn.")
    return as_run(series) if known else series


LONG = (52, 65, 78, 104)


def draw_long_waits(report: Report) -> Series:
    """The very long waits, month by month."""
    over: Callable[[MonthFigures], tuple[int, ...]] = lambda month: (  # noqa: E731
        int(month.list.over_52),
        int(month.list.over_65),
        int(month.list.over_78),
        int(month.list.over_104),
    )
    now, before = over(report.now)[0], over(report.months[-2])[0]
    last = f"{report.months[-2].month.first:%B %Y}"
    return Series(
        key="long-waits",
        title="Waits over 52, 65, 78 and 104 weeks",
        reading=f"{now:,} over 52 weeks; at the end of {last}: {before:,}."
        if any(number for month in report.months for number in over(month))
        else "Nobody had waited over 52 weeks at the end of any of these months.",
        definition="Open pathways over each number of weeks on the last day of each month; over 52 weeks is 365 days. "
        f"{AS_KNOWN} {NONC_OUT}",
        shape="line",
        category="Month",
        measures=tuple(f"Over {weeks}" for weeks in LONG),
        rows=tuple((month.month.first, *over(month)) for month in report.months),
        unit="pathways",
        period="month",
    )


def draw_waterfall(report: Report) -> Series:
    """From last month's list to this one: what was added, what was taken off."""
    now, before = report.now, report.months[-2]
    start = int(before.list.total)
    steps = [
        ("Clock starts", now.new),
        ("Admitted stops", -now.admitted),
        ("Other stops", -now.non_admitted),
        ("Everything else", int(now.unexplained)),
    ]
    rows: list[tuple[str, int, int]] = [(f"{before.month.first:%B %Y}", start, start)]
    left = start
    for name, change in steps:
        left += change
        rows.append((name, change, left))
    rows.append((f"{now.month.first:%B %Y}", left, left))
    return Series(
        key="waterfall",
        title="How the list changed in the month",
        reading=f"{say_change(left - start)}: {now.new:,} clocks started, {now.completed:,} stopped.",
        definition="Open pathways a month before, clock starts (Part 3), clock stops (Parts 1A and 1B), "
        "and everything else, which starts and stops do not account for: nullified periods and corrections. "
        f"{NONC_OUT}",
        shape="waterfall",
        category="Step",
        measures=("Change", "Left after it"),
        rows=tuple(rows),
        unit="pathways",
    )


def say_change(change: int) -> str:
    """ "The list grew by 12"."""
    if not change:
        return "The list is as long as a month before"
    return f"The list {'grew' if change > 0 else 'shrank'} by {abs(change):,}"


CHARTS: Mapping[str, Callable[[Report], Series]] = {
    "waits": draw_waits,
    "trend": draw_trend,
    "functions": draw_heatmap,
    "percentiles": draw_percentiles,
    "waterfall": draw_waterfall,
    "long-waits": draw_long_waits,
}
"""Every chart of a report by its key."""
