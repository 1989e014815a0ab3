"""The other standards of the month: cancer by site and route, diagnostics by test, last-minute cancellations."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.jobs.prepared import MustWait
from dashapp.ui.chips import render_chip
from dashapp.ui.figures import Card, render_cards
from dashapp.ui.page import render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.router import Page, Visit
from dashapp.web.waiting import render_must_wait
from pages.commissioner_reporting.service import national_standards
from pages.commissioner_reporting.service.national_standards import CancerLine, CancerStandard
from pages.commissioner_reporting.service.report_query import ReportAsked, read_asked
from rules.diagnostics import Snapshot
from rules.rates import FEWEST, TOO_FEW, say_percent
from rules.returns.suppression import suppress
from rules.standards import Measure, Standard, standard_on, target_on
from storage.errors import NotFound, Refused
from words.phrases import in_words

from .frame import BASE, PAGES, TITLE, check_open, frame, render_filters, render_refused

LEAD = "Cancer, diagnostics and last-minute cancellations of the month, each against the standard then in force."
BELOW = "standards"


def register_standards(clockstart: Clockstart) -> None:
    page = Page(
        f"{PAGES[BELOW]} – {TITLE}", lambda v: render_standards(clockstart, v), lambda v: check_open(clockstart, v)
    )
    clockstart.router.add(f"{BASE}/{BELOW}", page)


def render_standards(clockstart: Clockstart, visit: Visit) -> Component:
    """The three of them, for the list and the month of the address; long lists are worked out by the worker first."""
    try:
        asked = read_asked(clockstart, visit.actor, visit.query)
        national_standards.check_worked_out(clockstart, asked)
    except MustWait as told:
        return frame(BELOW, None, render_must_wait(clockstart, visit, told), LEAD)
    except NotFound:
        raise
    except Refused as problem:
        return frame(BELOW, None, render_refused(problem, BELOW), LEAD)
    content = [
        *render_filters(clockstart, visit, asked, BELOW),
        render_cancer(asked, national_standards.read_cancer(clockstart, asked)),
        render_diagnostics(asked, national_standards.read_diagnostics(clockstart, asked)),
        render_last_minute(national_standards.read_last_minute(clockstart, asked)),
    ]
    return frame(BELOW, asked, content, LEAD)


def render_cancer(asked: ReportAsked, standards: Sequence[CancerStandard]) -> Component:
    """A table of the three standards, then each by site and by route."""
    columns = (
        Column("Standard", header=True),
        Column("Ended in the month", number=True),
        Column("In time", number=True),
        Column("%", number=True),
        Column("Standard in force", number=True),
        Column("Plan", number=True),
        Column("Verdict"),
    )
    rows: list[Sequence[Cell]] = [
        (
            one.measure.label,
            one.whole.counted,
            one.whole.within,
            say_percent(one.whole.within, one.whole.counted),
            share_of(one.standard),
            share_of(one.target),
            render_verdict(one.whole, one.standard),
        )
        for one in standards
    ]
    table = render_table(f"Cancer standards, {asked.month_words}", columns, rows)
    details = [
        render_lines(asked, one, words, lines)
        for one in standards
        for words, lines in (("site", one.sites), ("route", one.routes))
        if lines
    ]
    note = (
        "A pathway counts in the month its clock ends: told the result (28 days), treated (31, 62 days). Each counts "
        "whole here; national figures give half of a shared patient to each provider (CWT guidance v12.1). "
        f"{TOO_FEW}"
    )
    return render_section("Cancer", [table, html.P(note, className="cs-quiet"), *details])


def render_lines(asked: ReportAsked, one: CancerStandard, words: str, lines: Sequence[CancerLine]) -> Component:
    """One standard by site or route, small numbers hidden as the report asks."""
    counts = [[line.within, line.counted - line.within] for line in lines]
    hides = asked.hides_small_numbers
    cells, totals, _, _ = suppress(counts) if hides else (counts, [sum(row) for row in counts], [], None)
    columns = (
        Column(words.capitalize(), header=True),
        Column("Ended in the month", number=True),
        Column("In time", number=True),
        Column("Late", number=True),
        Column("%", number=True),
    )
    rows: list[Sequence[Cell]] = [
        (line.name, hidden(total), hidden(row[0]), hidden(row[1]), percent_of(row[0], total))
        for line, row, total in zip(lines, cells, totals, strict=True)
    ]
    return html.Details(
        [
            html.Summary(f"{one.measure.label} by {words}"),
            render_table(f"{one.measure.label} by {words}, {asked.month_words}", columns, rows),
            *([html.P("Hidden: a count of 1 to 4, or one next to it (rule RET-11).", className="cs-quiet")] * hides),
        ]
    )


def hidden(count: int | None) -> Cell:
    return "hidden" if count is None else count


def percent_of(count: int | None, total: int | None) -> Cell:
    """A rate for a column; hidden where one of its numbers is."""
    return "hidden" if count is None or total is None else say_percent(count, total)


def share_of(row: Standard | None) -> Cell:
    return (
        None
        if row is None
        else f"{100 * row.value:g}% ({row.level})"
        if row.level != "national"
        else f"{100 * row.value:g}%"
    )


def render_verdict(line: CancerLine, standard: Standard | None) -> Cell:
    """Met or not; of too few nothing is said."""
    if standard is None or line.counted < FEWEST:
        return None
    met = standard.is_met(line.within / line.counted)
    return render_chip("fine" if met else "breach", "Met" if met else "Not met")


def render_diagnostics(asked: ReportAsked, tests: Sequence[Snapshot]) -> Component:
    """The waiting list by test on the last day of the month."""
    day = asked.month.last
    standard, target = standard_on(Measure.DM01_OVER_6_WEEKS, day), target_on(Measure.DM01_OVER_6_WEEKS, day)
    *lines, whole = tests
    used = [one for one in lines if one.waiting]
    columns = (
        Column("Test", header=True),
        Column("Waiting", number=True),
        Column("6 weeks or more", number=True),
        Column("%", number=True),
        Column("13 weeks or more", number=True),
    )
    asks = " ".join(
        f"{words} {row.sense.value} {100 * row.value:g}%."
        for words, row in (("Standard in force:", standard), ("Plan:", target))
        if row
    )
    note = (
        f"{asks} A wait of 42 days is a breach; a missed or patient-cancelled appointment starts the wait for that "
        "test again (rule book C). A pathway counts under the test its record names, until it is attended. "
        f"{TOO_FEW}"
    )
    if not used:
        nothing = html.P("Nobody on these lists was waiting for one of the 15 tests.")
        return render_section("Diagnostics (DM01)", [nothing, html.P(note, className="cs-quiet")])
    rows, total = list_tests(used, whole, hides=asked.hides_small_numbers)
    table = render_table(f"Waiting for a test on {in_words(day)}", columns, rows, totals=total)
    met = whole.meets_standard(day) if whole.waiting >= FEWEST else None
    verdict = (
        [] if met is None else [render_chip("fine" if met else "breach", "Standard met" if met else "Standard not met")]
    )
    return render_section("Diagnostics (DM01)", [html.P(verdict), table, html.P(note, className="cs-quiet")])


def list_tests(
    used: Sequence[Snapshot], whole: Snapshot, *, hides: bool
) -> tuple[list[Sequence[Cell]], Sequence[Cell]]:
    """A row a test and one for all, from the three groups that do not overlap, small numbers hidden as asked."""
    counts = [split_waits(one) for one in used]
    plain = (counts, [sum(row) for row in counts], [sum(column) for column in zip(*counts, strict=True)], whole.waiting)
    cells, totals, below, all_of_them = suppress(counts) if hides else plain
    named = [one.test.label if one.test else "" for one in used]
    rows = [tell_test(name, row, total) for name, row, total in zip(named, cells, totals, strict=True)]
    return rows, tell_test("All tests", below, all_of_them)


def split_waits(one: Snapshot) -> list[int]:
    """Under 6 weeks, 6 to 13, 13 and more."""
    middle = one.over_six_weeks - one.over_thirteen_weeks
    return [one.waiting - one.over_six_weeks, middle, one.over_thirteen_weeks]


def tell_test(name: str, groups: Sequence[int | None], total: int | None) -> Sequence[Cell]:
    """What may be said of a test: six weeks or more only where both of its parts may."""
    _, middle, longest = groups
    over = None if middle is None or longest is None else middle + longest
    return name, hidden(total), hidden(over), percent_of(over, total), hidden(longest)


def render_last_minute(told: national_standards.LastMinute) -> Component:
    """Last-minute cancellations and the 28-day guarantee."""
    cards = [
        Card(
            "Cancelled at the last minute",
            f"{told.cancelled:,}",
            "operations",
            "By the hospital, for other than clinical reasons.",
        ),
        Card(
            "Not treated within 28 days",
            f"{told.breached:,}",
            f"{'breach' if told.breached == 1 else 'breaches'} in the month",
            "Counted in the month in which day 28 passed.",
            "breach" if told.breached else "fine",
        ),
        Card(
            "28 days still running", f"{told.running:,}", "operations of the month", f"{told.kept:,} treated in time."
        ),
    ]
    note = (
        f"{told.not_counted:,} not counted: the patient declined a date in time, or became unfit (check local policy). "
        "The quarterly return (QMCO) adds up three months."
    )
    return render_section("Last-minute cancellations", [render_cards(cards), html.P(note, className="cs-quiet")])
