"""The month's return: headline figures, parts, treatment functions, commissioners, what is not counted, files."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.derived.clock_rows import NOT_ACCEPTED
from dashapp.ui.banners import render_banner
from dashapp.ui.figures import Card, render_cards
from dashapp.ui.page import render_action, render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.ui.times import day_and_time
from dashapp.web.addresses import record_address
from dashapp.web.router import Visit
from pages.commissioner_reporting.service import compared, kept, submission
from pages.commissioner_reporting.service.figures import MonthFigures, list_lines, month_figures
from pages.commissioner_reporting.service.kept import KeptReturn
from pages.commissioner_reporting.service.lists import ReportedList
from pages.commissioner_reporting.service.report_query import ReportAsked, month_before
from pages.commissioner_reporting.service.series import name_line
from rules.organisations import NON_ENGLISH
from rules.rates import TOO_FEW, say_count, say_percent
from rules.returns.layout import Part, ReturnLine
from rules.standards import Standard
from words.phrases import in_words, plural

from .checks import render_checks
from .frame import BASE, one_decimal, pathway_address, within_18

LEAD = "The monthly RTT return of a list, in the parts and the layout NHS England publishes, checked before it goes."
LEFT_OUT = {
    "no_clock": ("record has", "records have", "no clock start yet"),
    "not_rtt": ("record is", "records are", "outside RTT"),
    NOT_ACCEPTED: ("record is", "records are", "not accepted by the tracking list: fill in what it says is missing"),
    "outside_return": ("pathway is", "pathways are", "of a service that is in RTT but not in the return"),
}
CHANGES_SHOWN = 50


def render_monthly(clockstart: Clockstart, visit: Visit, listed: ReportedList) -> list[Component]:
    """The page below its filters."""
    asked, figures, lines = listed.asked, month_figures(listed), listed.lines()
    returns = kept.find_for(clockstart, visit.actor, asked)
    previous = compared.find_previous(clockstart, visit.actor, asked)
    before = previous.lines if previous else listed.lines(month_before(asked.month))
    return [
        render_headline(figures),
        render_standing(clockstart, asked, returns),
        render_parts(asked, lines, before, previous),
        render_functions(listed),
        render_commissioners(asked, lines),
        render_checks(submission.list_results(lines, before), previous),
        render_not_counted(listed, figures),
        *render_changes(visit, listed, returns),
        render_files(asked),
    ]


def render_headline(figures: MonthFigures) -> Component:
    """The figures everybody asks for first, pathways commissioned outside England left out."""
    waiting, standard = figures.list, figures.standard
    share = waiting.rate_within_18
    met = share is not None and standard is not None and standard.is_met(share)
    cards = [
        Card("Waiting", f"{int(waiting.total):,}", "pathways (Part 2)", say_net(figures.net)),
        Card(
            "Within 18 weeks",
            say_percent(waiting.within_18, waiting.total, "%"),
            say_count(waiting.within_18, waiting.total) if share is not None else "pathways",
            say_standard(standard, share),
            "fine" if met else "breach" if share is not None else "note",
        ),
        Card("Median wait", say_weeks(waiting.median_weeks), "weeks", "Half have waited no longer."),
        Card("92nd percentile", say_weeks(waiting.p92_weeks), "weeks", "92 in 100 have waited no longer."),
        Card(
            "Over 52 weeks",
            f"{int(waiting.over_52):,}",
            "pathways",
            f"Over 65: {waiting.over_65:,.0f}; over 78: {waiting.over_78:,.0f}; over 104: {waiting.over_104:,.0f}.",
            "breach" if waiting.over_52 else "fine",
        ),
        Card(
            "Completed",
            f"{figures.completed:,}",
            "pathways (Parts 1A and 1B)",
            f"{figures.admitted:,} admitted, {figures.non_admitted:,} not; {figures.new:,} new periods (Part 3).",
        ),
        Card(
            "Time to clear the list",
            say_weeks(figures.clearance),
            "weeks",
            "At this month's rate of clock stops, with no new clock starts.",
        ),
        Card(
            "Commissioned elsewhere",
            f"{figures.foreign:,}",
            f"pathways ({NON_ENGLISH})",
            "Shown apart: no other figure here counts them, as in the published tables.",
        ),
    ]
    return render_cards(cards)


def say_standard(standard: Standard | None, share: float | None) -> str:
    asked = f"Standard in force: {100 * standard.value:g}%." if standard else "No standard was in force."
    return asked if share is not None else f"{asked} {TOO_FEW}"


def say_weeks(weeks: float | None) -> str:
    return "–" if weeks is None else f"{weeks:.1f}"


def say_net(net: float) -> str:
    """ "12 more than a month before"."""
    if not net:
        return "As many as a month before."
    return f"{abs(int(net)):,} {'more' if net > 0 else 'fewer'} than a month before."


def render_standing(clockstart: Clockstart, asked: ReportAsked, returns: Sequence[KeptReturn]) -> Component:
    """When the return is due, whether the month is frozen, what is kept of it, and the way to keep it."""
    dates = compared.find_deadlines(asked.month)
    due = f"Due from providers by {in_words(dates.provider)} (13 working days), assured by commissioners by "
    due += f"{in_words(dates.commissioner)} (18 working days)."
    frozen = compared.is_frozen(asked.month, clockstart.today)
    state = (
        f"This month is frozen: what is recorded late waits for the revision of {dates.revision:%B %Y}."
        if frozen
        else "This month can still be corrected."
    )
    shown: list[Component] = [html.P(due), html.P(state)]
    if returns:
        shown.append(html.Ul([html.Li(render_kept_link(one)) for one in returns]))
    else:
        shown.append(html.P("No return is kept of this list for this month yet."))
    keep = render_action("Keep this return", asked.query.at(f"{BASE}/keep", line="", commissioner=""), primary=True)
    return render_section("Preparing and signing off", [*shown, html.Div([keep], className="cs-buttons")])


def render_kept_link(one: KeptReturn) -> list[Component | str]:
    """ "Prepared by … on …, signed off by …"."""
    signed = f", signed off by {one.sign_off.name}" if one.sign_off else ", not signed off"
    words = f"Prepared by {one.prepared_by}, {day_and_time(one.prepared_at)}"
    return [html.A(words, href=record_address(f"{BASE}/kept/{one.owner}", one.record_id)), signed]


def render_parts(
    asked: ReportAsked, lines: Sequence[ReturnLine], before: Sequence[ReturnLine], previous: KeptReturn | None
) -> Component:
    """The five parts, this month and the one before."""
    last = month_before(asked.month)
    rows: list[Sequence[Cell]] = [
        (
            render_part(asked, change.part),
            change.part.description,
            change.before,
            change.now,
            f"{change.change:+,}" if change.change else "0",
        )
        for change in compared.compare_parts(before, lines)
    ]
    columns = (
        Column("Part", header=True),
        Column("What it counts"),
        Column(f"{last.first:%B %Y}", number=True),
        Column(asked.month_words, number=True),
        Column("Change", number=True),
    )
    source = "as kept then" if previous else "as the list says today; no return was kept of it"
    return render_section(
        "Parts of the return",
        [
            render_table(f"Total All of each part, every commissioner, {NON_ENGLISH} among them", columns, rows),
            html.P(f"{last.first:%B %Y} {source}.", className="cs-quiet"),
        ],
    )


def render_part(asked: ReportAsked, part: Part) -> Component:
    """A part's name, leading to the pathways it counts."""
    return html.A(part.words, href=asked.query.at(f"{BASE}/pathways", part=part.value))


def render_functions(listed: ReportedList) -> Component:
    """The month by treatment function, with the pathways behind each."""
    asked = listed.asked
    columns = (
        Column("Treatment function", header=True),
        *(Column(title, number=True) for title in ("Waiting", "Within 18 weeks %", "Median", "92nd", "Over 52")),
        *(Column(title, number=True) for title in ("Part 2A", "Part 1A", "Part 1B", "Part 3")),
    )
    rows: list[Sequence[Cell]] = []
    for one in list_lines(listed):
        rows.append(
            (
                html.A(name_line(one.line), href=asked.query.at(f"{BASE}/pathways", line=one.line)),
                int(one.list.total),
                within_18(one.list),
                one_decimal(one.list.median_weeks),
                one_decimal(one.list.p92_weeks),
                int(one.list.over_52),
                one.decided,
                one.admitted,
                one.non_admitted,
                one.new,
            )
        )
    table = render_table(
        f"By line of the return, {NON_ENGLISH} left out; median and 92nd percentile in weeks", columns, rows
    )
    return render_section("By treatment function", table)


def render_commissioners(asked: ReportAsked, lines: Sequence[ReturnLine]) -> Component:
    """How many each commissioner has in each part."""
    codes = sorted({line.commissioner for line in lines})
    columns = (
        Column("Commissioner", header=True),
        *(Column(part.words, number=True) for part in Part),
    )
    rows: list[Sequence[Cell]] = []
    for code in codes:
        own = [line for line in lines if line.commissioner == code]
        link = html.A(code, href=asked.query.at(BASE, commissioner=code))
        rows.append((link, *(compared.total_of(own, part) for part in Part)))
    return render_section("By commissioner", render_table("Total All of each part by commissioner code", columns, rows))


def render_not_counted(listed: ReportedList, figures: MonthFigures) -> Component:
    """What is in no part, and what was assumed."""
    asked, said = listed.asked, list[str]()
    for why, count in listed.left_out.items():
        one, many, words = LEFT_OUT[why]
        said.append(f"{count:,} {one if count == 1 else many} {words}.")
    for name, count in listed.list_set_aside():
        said.append(
            f"{plural(count, 'pathway')} of “{name}”: set aside, because the return names organisations by their code "
            "and none is known for this name. Write the code, or the name with its code behind it, as in Westmere "
            "Hospital (RXB)."
        )
    if figures.unknown_starts:
        said.append(
            f"{plural(figures.unknown_starts, 'completed pathway')} with an unknown clock start: counted in a column "
            "of its own in Parts 1A and 1B."
        )
    if count := listed.filled("commissioner"):
        said.append(
            f"{plural(count, 'open pathway')} without a commissioner: counted under the host, {asked.given.host}."
        )
    if count := listed.filled("provider"):
        said.append(f"{plural(count, 'open pathway')} without a provider: counted under {asked.given.provider}.")
    body = html.Ul([html.Li(sentence) for sentence in said]) if said else html.P("Every record is counted as recorded.")
    weekly = (
        "Next to this return, the Waiting List Minimum Data Set goes to NHS England every week, from a Sunday census: "
        "open pathways, clock starts and stops, diagnostics, unbooked referrals. There the specific commissioner is "
        f"given, never {NON_ENGLISH} (PRN01045 v5.0 §3.2, §10.1.8)."
    )
    return render_section("Not counted, or counted with an assumption", [body, html.P(weekly, className="cs-quiet")])


def render_changes(visit: Visit, listed: ReportedList, returns: Sequence[KeptReturn]) -> list[Component]:
    """What has come in since the newest return was kept: listed for the revision, added to nothing."""
    if not returns or listed.asked.given.line or listed.asked.given.commissioner:
        return []
    changes = compared.list_changes(returns[0], listed)
    if not changes:
        return [render_section("Since the return was kept", html.P("Nothing has changed in who was waiting."))]
    rows = [
        (html.A(change.record_id, href=pathway_address(visit.actor, change.owner, change.record_id)), change.words)
        for change in changes[:CHANGES_SHOWN]
    ]
    more = f"The first {CHANGES_SHOWN} of {len(changes):,}." if len(changes) > CHANGES_SHOWN else ""
    told = render_banner(
        "watch",
        f"{plural(len(changes), 'pathway')} would count otherwise now. A clock found to have stopped by the month's "
        "end is taken off the list and added to no later month's completed pathways (PRN01045 v5.0 §10.1.5).",
    )
    columns = (Column("Pathway", header=True), Column("What has changed"))
    table = render_table("Pathways that count differently from when the return was kept", columns, rows)
    return [render_section("Since the return was kept", [told, table, html.P(more, className="cs-quiet")])]


FORMS = {"csv": "CSV in the published layout", "xlsx": "Excel, a sheet a part", "pdf": "One page for the board (PDF)"}


def render_files(asked: ReportAsked) -> Component:
    """The return to take away."""
    links = [
        html.A(words, href=asked.query.at(f"/export/return.{form}"), className="btn btn-secondary", download="")
        for form, words in FORMS.items()
    ]
    words = (
        "The CSV is the return as it is submitted: 121 columns, C_999 rows included, nothing suppressed. In the Excel "
        "and PDF files, which are made to be shared, small numbers are hidden (rule RET-11)."
    )
    return render_section("Files", [html.Div(links, className="cs-buttons"), html.P(words, className="cs-quiet")])
