"""To do: everything due by the end of the week, grouped by what it is about, each thing with its record."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from dash import Dash, html
from dash.development.base_component import Component

from auth import policy
from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.feature import Feature, Nav
from dashapp.declare.meaning import MATTERS
from dashapp.declare.module import Module
from dashapp.panels.today import render_actions_table, render_looking, say_when
from dashapp.services.work import actions, team_day
from dashapp.services.work.actions import PARTS, Action
from dashapp.ui.chips import Count, render_counts, render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import list_chips, render_ignored
from dashapp.ui.page import render_page
from dashapp.ui.pager import render_pager
from dashapp.web.copies import in_copies
from dashapp.web.router import Page, Visit, everyone
from words.phrases import plural
from words.queries import PageNumber, Query, narrow, place
from words.questions import ask

ADDRESS = "/actions"
TITLE = "To do"
AT_ONCE = 50
MINE = "mine"


class ActionsQuery(Query):
    """What is asked for: whose things to do, by when, in which module; and the page of them."""

    whose: str = ask("", default="", choices={MINE: "Your own"})
    when: str = narrow("When", choices={key: words for key, (words, *_) in PARTS.items()})
    in_: str = narrow("Module")
    page: PageNumber = place(1)


def register(app: Dash, clockstart: Clockstart) -> None:
    clockstart.router.add(ADDRESS, in_copies(clockstart, make_page))


def make_page(clockstart: Clockstart) -> Page:
    return Page(TITLE, lambda visit: render_page_of(clockstart, visit), everyone)


def render_page_of(clockstart: Clockstart, visit: Visit) -> Component:
    """One's own things to do, or those of the people one looks after, as far as they have been looked through."""
    chosen = ActionsQuery.read(visit.query)
    if clockstart.scope or not looks_after(visit.actor, chosen):
        body = render_narrowed(clockstart, actions.list_actions(clockstart, visit.actor), chosen)
        return frame(visit, chosen, body)
    day, job = team_day.look(clockstart, visit.actor)
    if day is not None:
        body = [*render_narrowed(clockstart, day.actions, chosen), say_when(day, job)]
        return frame(visit, chosen, body)
    return frame(visit, chosen, render_looking(job, chosen.at(ADDRESS)) if job else [])


def frame(visit: Visit, chosen: ActionsQuery, body: Sequence[Component]) -> Component:
    lead = LEADS[looks_after(visit.actor, chosen)]
    return render_page(TITLE, [*render_ignored(chosen), *render_whose(visit.actor, chosen), *body], lead=lead)


def render_narrowed(clockstart: Clockstart, everything: Sequence[Action], chosen: ActionsQuery) -> list[Component]:
    """Counts that narrow the list when pressed, then the list itself, a page at a time."""
    if not everything:
        return [render_empty("Nothing is due", "Nothing is overdue, due today or due this week.")]
    found = [action for action in everything if belongs(clockstart, action, chosen)]
    told = chosen.say({"in": titles_of(everything)})
    return [
        render_counts(count_parts(clockstart, everything, chosen)),
        render_modules(everything, chosen),
        render_criteria(say(found, everything), list_chips(told, chosen, ADDRESS)),
        *render_list(clockstart, found, chosen),
    ]


LEADS: Mapping[bool, str] = {
    False: "What your own records ask of you by the end of the week.",
    True: "What is overdue or due today in the records of the people you look after.",
}


def looks_after(actor: Actor, chosen: ActionsQuery) -> bool:
    """Whether other people's records are read, which is what those who look after people see first."""
    return policy.can_oversee(actor) and chosen.whose != MINE


def belongs(clockstart: Clockstart, action: Action, chosen: ActionsQuery) -> bool:
    """Whether the address keeps it; a part or a module that is not known keeps everything."""
    in_part = not chosen.when or PARTS[chosen.when][2](action, clockstart.today)
    return in_part and chosen.in_ in {"", action.module.slug}


def render_whose(actor: Actor, chosen: ActionsQuery) -> list[Component]:
    """Those who look after people have records of their own as well."""
    if not policy.can_oversee(actor):
        return []
    people = looks_after(actor, chosen)
    words, href = (
        ("See what your own records ask", ActionsQuery(whose=MINE).at(ADDRESS))
        if people
        else ("See your people", ADDRESS)
    )
    return [html.P(html.A(words, href=href))]


def count_parts(clockstart: Clockstart, everything: Sequence[Action], chosen: ActionsQuery) -> list[Count]:
    many = {key: sum(part[2](action, clockstart.today) for action in everything) for key, part in PARTS.items()}
    return [
        Count(many[key], words, status, chosen.at(ADDRESS, when=key), chosen.when == key)
        for key, (words, status, _) in PARTS.items()
        if many[key] or chosen.when == key
    ]


def render_modules(everything: Sequence[Action], chosen: ActionsQuery) -> Component:
    """The modules as short links, the one with the most to do first."""
    many = Counter(action.module.slug for action in everything)
    titles = titles_of(everything)
    items = [render_module(titles[slug], count, slug, chosen) for slug, count in many.most_common()]
    return html.Ul(items, className="cs-minor-views")


def render_module(title: str, count: int, slug: str, chosen: ActionsQuery) -> Component:
    current = {"aria-current": "true"} if chosen.in_ == slug else {}
    words = [f"{title} ", html.Strong(f"{count:,}")]
    return html.Li(html.A(words, href=chosen.at(ADDRESS, in_=slug), **current))


def titles_of(everything: Sequence[Action]) -> dict[str, str]:
    modules: dict[str, Module] = {action.module.slug: action.module for action in everything}
    return {slug: module.title for slug, module in modules.items()}


def say(found: Sequence[Action], everything: Sequence[Action]) -> str:
    part = "" if len(found) == len(everything) else f"{len(found):,} of "
    return f"{part}{plural(len(everything), 'thing')} to do, the longest overdue first in each group."


def render_list(clockstart: Clockstart, found: Sequence[Action], chosen: ActionsQuery) -> list[Component]:
    """One page of the list, and the way to the pages before and after it."""
    if not found:
        return [render_empty("Nothing fits", "Take a filter off to see the rest.")]
    last = (len(found) - 1) // AT_ONCE + 1
    page = min(chosen.page, last)
    shown = found[(page - 1) * AT_ONCE : page * AT_ONCE]
    pager = render_pager(page, last, lambda there: chosen.at(ADDRESS, page=there))
    many = Counter(action.matter for action in found)
    groups = [
        render_matter(matter, many[matter], [one for one in shown if one.matter == matter], clockstart.today)
        for matter in MATTERS
        if any(one.matter == matter for one in shown)
    ]
    return [*groups, pager]


def render_matter(matter: str, many: int, shown: Sequence[Action], today: date) -> Component:
    """ "12 letters owed", and those of them that are on this page."""
    title = plural(many, *MATTERS[matter])
    heading = html.H2(title, id=matter, className="cs-matter-title")
    return html.Section([heading, render_actions_table(title, shown, today)], className="cs-matter")


FEATURE = Feature((Nav("To do", "/actions", purpose="What is due on your records, and by when"),), register)
