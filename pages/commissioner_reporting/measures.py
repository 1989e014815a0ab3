"""The measures month by month: the list, the standard in force, percentiles, long waits, clearance, net change."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.ui.chips import render_chip
from dashapp.ui.page import render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.router import Visit
from pages.commissioner_reporting.service.figures import MonthFigures, list_lines, list_months
from pages.commissioner_reporting.service.lists import ReportedList
from pages.commissioner_reporting.service.series import AS_KNOWN, NONC_OUT, name_line
from rules.rates import FEWEST, TOO_FEW, say_rate
from rules.standards import Measure, rows_on
from words.phrases import in_words

from .frame import BASE, one_decimal, within_18

LEAD = "Waits against the standard in force that month, percentiles, long waits, time to clear the list, net change."


def render_measures(clockstart: Clockstart, visit: Visit, listed: ReportedList) -> Sequence[Component]:
    """Thirteen months, the standards and targets of this one, and every treatment function."""
    months = list_months(listed)
    return [render_months(listed, months), render_standards(months[-1]), render_lines(listed)]


def render_months(listed: ReportedList, months: Sequence[MonthFigures]) -> Component:
    columns = (
        Column("Month", header=True),
        *(
            Column(title, number=True)
            for title in (
                "Waiting",
                "Net change",
                "Unexplained",
                "In 18 weeks %",
                "Asked %",
                "Median",
                "92nd",
                "Over 52",
                "Over 65",
                "Over 78",
                "Over 104",
                "Starts",
                "Stops",
                "Weeks to clear",
            )
        ),
    )
    rows = [month_row(listed, month) for month in reversed(months)]
    table = render_table(
        "Thirteen months, the newest first; median, 92nd percentile and clearance in weeks", columns, rows
    )
    words = (
        "Net change is the list less the list a month before; not explained is what clock starts and stops leave over: "
        "nullified periods, corrections. Weeks to clear: the list by a typical week's clock stops (PRN01045 §9.1). "
        f"{AS_KNOWN} {NONC_OUT} {TOO_FEW}"
    )
    return render_section("Month by month", [table, html.P(words, className="cs-quiet")])


def month_row(listed: ReportedList, month: MonthFigures) -> Sequence[Cell]:
    figures = month.list
    address = listed.asked.query.at(BASE, month=f"{month.month.first:%Y-%m}")
    return (
        html.A(f"{month.month.first:%b %Y}", href=address),
        int(figures.total),
        signed(month.net),
        signed(month.unexplained),
        within_18(figures),
        f"{100 * month.standard.value:g}" if month.standard else None,
        one_decimal(figures.median_weeks),
        one_decimal(figures.p92_weeks),
        int(figures.over_52),
        int(figures.over_65),
        int(figures.over_78),
        int(figures.over_104),
        month.new,
        month.completed,
        one_decimal(month.clearance),
    )


def signed(number: float) -> str:
    return f"{int(number):+,}" if number else "0"


def render_standards(now: MonthFigures) -> Component:
    """Every standard and target for RTT waits in force on the last day of the month."""
    figures = now.list
    columns = (
        Column("Measure", header=True),
        Column("Kind"),
        Column("Asked"),
        Column("This list", number=True),
        Column("Verdict"),
        Column("Source"),
    )
    rows: list[Sequence[Cell]] = []
    for measure, words, count in (
        (Measure.RTT_18_WEEKS, "Within 18 weeks", figures.within_18),
        (Measure.RTT_OVER_52_WEEKS, "Over 52 weeks", figures.over_52),
    ):
        value = count / figures.total if figures.total >= FEWEST else None
        for row in rows_on(measure, now.month.last):
            verdict = None if value is None else row.is_met(value)
            asked = f"{row.sense.value} {100 * row.value:g}%"
            if row.improvement:
                asked += f", or {100 * row.improvement:g} points better than {row.baseline or 'before'}"
            rows.append(
                (
                    words,
                    f"{row.kind.value.capitalize()}, {row.level}",
                    asked,
                    say_rate(count, figures.total),
                    None
                    if verdict is None
                    else render_chip("fine" if verdict else "breach", "Met" if verdict else "Not met"),
                    row.source,
                )
            )
    caption = f"Standards and plans in force on {in_words(now.month.last)}"
    return render_section("Against the standards of the month", render_table(caption, columns, rows))


def render_lines(listed: ReportedList) -> Component:
    columns = (
        Column("Treatment function", header=True),
        *(
            Column(title, number=True)
            for title in (
                "Waiting",
                "Within 18 weeks %",
                "Median",
                "92nd",
                "Over 18",
                "Over 52",
                "Over 65",
                "Over 78",
                "Over 104",
            )
        ),
    )
    rows = []
    for one in list_lines(listed):
        figures = one.list
        rows.append(
            (
                html.A(name_line(one.line), href=listed.asked.query.at(f"{BASE}/measures", line=one.line)),
                int(figures.total),
                within_18(figures),
                one_decimal(figures.median_weeks),
                one_decimal(figures.p92_weeks),
                *(
                    int(count)
                    for count in (figures.over_18, figures.over_52, figures.over_65, figures.over_78, figures.over_104)
                ),
            )
        )
    return render_section("By treatment function", render_table("Open pathways at the end of the month", columns, rows))
