"""What the reporting pages share: their ways to each other, the filters as a sentence, and waiting for long lists."""

from collections.abc import Callable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access, scopes
from dashapp.services.jobs.prepared import MustWait
from dashapp.ui.banners import render_banner
from dashapp.ui.chips import render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import Said, list_chips, render_sentence
from dashapp.ui.page import render_action, render_page
from dashapp.web.addresses import record_address
from dashapp.web.router import Page, Visit
from dashapp.web.waiting import render_must_wait
from pages.commissioner_reporting.service.lists import ReportedList, read_list
from pages.commissioner_reporting.service.report_query import (
    OF_ONE_PAGE,
    ReportAsked,
    last_month,
    months_to,
    read_asked,
)
from rules.codes import RETURN_LINES
from rules.rates import say_percent
from rules.returns.measures import Figures
from storage.errors import Refused
from words.phrases import without_capital
from words.queries import NO_CHOICES
from words.questions import Choices

SLUG = "commissioner-reporting"
TITLE = "Commissioner reporting"
BASE = f"/{SLUG}"
MONTHS_OFFERED = 24
PAGES: Mapping[str, str] = {
    "": "Monthly return",
    "measures": "Measures",
    "charts": "Charts",
    "standards": "Cancer, diagnostics, cancellations",
    "published": "Published figures",
    "kept": "Kept returns",
}
TITLES = {**PAGES, "pathways": "Pathways behind a number", "keep": "Keep a return"}
Body = Callable[[Clockstart, Visit, ReportedList], Sequence[Component]]


def make_page(clockstart: Clockstart, below: str, body: Body, lead: str) -> Page:
    """A page of one report: whose list and which month stand in its address."""
    return Page(
        title=f"{TITLES[below]} – {TITLE}",
        render=lambda visit: render_report(clockstart, visit, below, body, lead),
        check=lambda visit: check_open(clockstart, visit),
    )


def check_open(clockstart: Clockstart, visit: Visit) -> None:
    """Raises Forbidden when the module is closed to the actor."""
    access.get_module(clockstart, visit.actor, SLUG)


def render_report(clockstart: Clockstart, visit: Visit, below: str, body: Body, lead: str) -> Component:
    """Filters, then the report; what is wrong with the address is said in their place."""
    try:
        asked = read_asked(clockstart, visit.actor, visit.query)
        listed = read_list(clockstart, asked)
    except MustWait as waiting:
        return frame(below, None, render_must_wait(clockstart, visit, waiting), lead)
    except Refused as problem:
        return frame(below, None, render_refused(problem, below), lead)
    content = body(clockstart, visit, listed) if len(listed.columns) else [render_no_list(asked)]
    return frame(below, asked, [*render_filters(clockstart, visit, asked, below), *content], lead)


def frame(below: str, asked: ReportAsked | None, content: Sequence[Component], lead: str) -> Component:
    """A reporting page with its ways to the others."""
    return render_page(
        TITLE if not below else TITLES[below],
        [render_ways(below, asked), html.Div(list(content), className="cs-report")],
        lead=lead,
        back=(TITLE, BASE) if below else None,
    )


def render_ways(below: str, asked: ReportAsked | None) -> Component:
    """Every page of this module, with the same report where it has one."""
    items = []
    for path, words in PAGES.items():
        current = {"aria-current": "page"} if path == below else {}
        address = f"{BASE}/{path}".rstrip("/")
        href = asked.query.at(address, **OF_ONE_PAGE) if asked else address
        items.append(html.Li(html.A(words, href=href, **current)))
    return html.Nav(html.Ul(items, className="cs-parts"), **{"aria-label": "Pages of this module"})


def render_refused(problem: Refused, below: str) -> list[Component]:
    """What cannot be reported, and the way to what can."""
    newest = render_action("Show the newest month", f"{BASE}/{below}".rstrip("/"))
    return [render_banner("breach", problem.sentence, urgent=True), html.Div([newest], className="cs-buttons")]


def render_no_list(asked: ReportAsked) -> Component:
    """Nobody in this list has a pathway with a clock."""
    return render_empty(
        "Nothing to report yet",
        f"There are no pathways with a clock in {asked.scope.words}. Add pathways to the patient tracking list, or "
        "import a file.",
        [
            render_action("Add a pathway", "/patient-tracking-list/new", primary=True),
            render_action("Import a file", "/patient-tracking-list/import"),
        ],
    )


def render_filters(
    clockstart: Clockstart, visit: Visit, asked: ReportAsked, below: str, more: Mapping[str, Choices] = NO_CHOICES
) -> list[Component]:
    """What is reported, in a sentence; on the pages of the menu a form, with `more` questions and their choices."""
    here = f"{BASE}/{below}".rstrip("/")
    criteria = list_chips(asked.given.say({"line": list_line_names()}), asked.query, here)
    sentence = f"{TITLES[below]} of {asked.scope.words} for {asked.month_words}"
    if below not in PAGES:
        return [render_criteria(f"{sentence}{', narrowed to' if criteria else ''}", criteria)]
    offered = {
        "whose": list_whose(clockstart, visit, asked),
        "month": list_month_names(clockstart),
        "line": list_line_names(),
        **more,
    }
    said = [Said("", "whose", ""), Said("for", "month", "")]
    if below != "standards":
        said += [Said("in", "line", "every treatment function"), Said("for", "commissioner", "every commissioner")]
    known = asked.query.questions()
    said += [Said(without_capital(known[name].ask.question), name, "") for name in more]
    return render_sentence(asked.query, f"{TITLES[below]} of", said, offered)


def list_whose(clockstart: Clockstart, visit: Visit, asked: ReportAsked) -> dict[str, str]:
    """The lists that can be chosen; one that was reached by a link stays among them."""
    offered = dict(scopes.list_scopes(clockstart, visit.actor))
    return offered if asked.scope.key in offered else {**offered, asked.scope.key: asked.scope.words}


def list_month_names(clockstart: Clockstart) -> dict[str, str]:
    """The months that are over, the newest first."""
    months = reversed(months_to(last_month(clockstart.today), MONTHS_OFFERED))
    return {f"{month.first:%Y-%m}": f"{month.first:%B %Y}" for month in months}


def list_line_names() -> dict[str, str]:
    return {line: name.removesuffix(" Service").removesuffix(" Services") for line, name in RETURN_LINES.items()}


def pathway_address(actor: Actor, owner: str, record_id: str) -> str:
    """Where a pathway is read: one's own to edit, others' read-only."""
    own = "" if owner == actor.uid else f"/people/{owner}"
    return record_address(f"{own}/patient-tracking-list", record_id)


def one_decimal(number: float | None) -> str | None:
    """Weeks and percentages as they stand in a column: "4.0"."""
    return None if number is None else f"{number:,.1f}"


def within_18(figures: Figures) -> str:
    """The percentage within 18 weeks for a column; of too few, "12 of 15"."""
    return say_percent(figures.within_18, figures.total)
