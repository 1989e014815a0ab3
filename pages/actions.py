"""What needs action: everything due by the end of the week, by urgency and module, each thing with its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from dash import Dash, html
from dash.development.base_component import Component

from auth import policy
from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.feature import Feature, Nav
from dashapp.declare.module import Module
from dashapp.panels.today import render_actions_table, render_looking, say_when
from dashapp.services.work import actions, team_day
from dashapp.services.work.actions import PARTS, Action
from dashapp.ui.chips import Count, Criterion, render_counts, render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_page
from dashapp.web.router import Page, Visit, everyone
from words.phrases import plural

ADDRESS = "/actions"
TITLE = "What needs action"
AT_ONCE = 50
MINE = "mine"


def register(app: Dash, clockstart: Clockstart) -> None:
    clockstart.router.add(ADDRESS, Page(TITLE, lambda visit: render_page_of(clockstart, visit), everyone))


def render_page_of(clockstart: Clockstart, visit: Visit) -> Component:
    """One's own things to do, or those of the people one looks after, as far as they have been looked through."""
    chosen = {name: visit.first(name) for name in ("whose", "when", "in") if visit.first(name)}
    if not looks_after(visit.actor, chosen):
        body = render_narrowed(clockstart, visit, actions.list_actions(clockstart, visit.actor), chosen)
        return frame(visit, chosen, body)
    day, job = team_day.look(clockstart, visit.actor)
    if day is not None:
        body = [*render_narrowed(clockstart, visit, day.actions, chosen), say_when(day, job)]
        return frame(visit, chosen, body)
    return frame(visit, chosen, render_looking(job, address(chosen)) if job else [])


def frame(visit: Visit, chosen: Mapping[str, str], body: Sequence[Component]) -> Component:
    lead = LEADS[looks_after(visit.actor, chosen)]
    return render_page(TITLE, [*render_whose(visit.actor, chosen), *body], lead=lead)


def render_narrowed(
    clockstart: Clockstart, visit: Visit, everything: Sequence[Action], chosen: Mapping[str, str]
) -> list[Component]:
    """Counts that narrow the list when pressed, then the list itself, a page at a time."""
    if not everything:
        return [render_empty("Nothing is due", "Nothing is overdue, due today or due this week.")]
    found = [action for action in everything if belongs(clockstart, action, chosen)]
    return [
        render_counts(count_parts(clockstart, everything, chosen)),
        render_modules(everything, chosen),
        render_criteria(say(found, everything), list_criteria(everything, chosen)),
        *render_list(clockstart, visit, found, chosen),
    ]


LEADS: Mapping[bool, str] = {
    False: "What your own records ask of you by the end of the week, the longest overdue first.",
    True: "What is overdue or due today in the records of the people you look after.",
}


def looks_after(actor: Actor, chosen: Mapping[str, str]) -> bool:
    """Whether other people's records are read, which is what those who look after people see first."""
    return policy.can_oversee(actor) and chosen.get("whose") != MINE


def belongs(clockstart: Clockstart, action: Action, chosen: Mapping[str, str]) -> bool:
    """Whether the address keeps it; a part or a module that is not known keeps everything."""
    part = PARTS.get(chosen.get("when", ""))
    in_part = part is None or part[2](action, clockstart.today)
    return in_part and chosen.get("in", action.module.slug) == action.module.slug


def address(chosen: Mapping[str, str], **changed: str) -> str:
    """This page with the filters chosen and some of them changed (empty: taken off)."""
    query = urlencode({name: value for name, value in {**chosen, **changed}.items() if value})
    return f"{ADDRESS}?{query}" if query else ADDRESS


def render_whose(actor: Actor, chosen: Mapping[str, str]) -> list[Component]:
    """Those who look after people have records of their own as well."""
    if not policy.can_oversee(actor):
        return []
    people = looks_after(actor, chosen)
    words, href = ("See what your own records ask", address({}, whose=MINE)) if people else ("See your people", ADDRESS)
    return [html.P(html.A(words, href=href))]


def count_parts(clockstart: Clockstart, everything: Sequence[Action], chosen: Mapping[str, str]) -> list[Count]:
    return [
        Count(
            sum(test(action, clockstart.today) for action in everything),
            words,
            status,
            address(chosen, when=key),
            chosen.get("when") == key,
        )
        for key, (words, status, test) in PARTS.items()
    ]


def render_modules(everything: Sequence[Action], chosen: Mapping[str, str]) -> Component:
    """The modules as short links, the one with the most to do first."""
    many = Counter(action.module.slug for action in everything)
    titles = titles_of(everything)
    items = [render_module(titles[slug], count, slug, chosen) for slug, count in many.most_common()]
    return html.Ul(items, className="cs-minor-views")


def render_module(title: str, count: int, slug: str, chosen: Mapping[str, str]) -> Component:
    current = {"aria-current": "true"} if chosen.get("in") == slug else {}
    words = [f"{title} ", html.Strong(f"{count:,}")]
    return html.Li(html.A(words, href=address(chosen, **{"in": slug}), **current))


def titles_of(everything: Sequence[Action]) -> dict[str, str]:
    modules: dict[str, Module] = {action.module.slug: action.module for action in everything}
    return {slug: module.title for slug, module in modules.items()}


def say(found: Sequence[Action], everything: Sequence[Action]) -> str:
    if len(found) == len(everything):
        return f"Showing {plural(len(found), 'thing')} to do, all there are, the longest overdue first."
    return f"Showing {len(found):,} of {plural(len(everything), 'thing')} to do, the longest overdue first."


def list_criteria(everything: Sequence[Action], chosen: Mapping[str, str]) -> list[Criterion]:
    criteria = []
    if part := PARTS.get(chosen.get("when", "")):
        criteria.append(Criterion(part[0], address(chosen, when="")))
    if "in" in chosen:
        criteria.append(Criterion(titles_of(everything).get(chosen["in"], chosen["in"]), address(chosen, **{"in": ""})))
    return criteria


def render_list(
    clockstart: Clockstart, visit: Visit, found: Sequence[Action], chosen: Mapping[str, str]
) -> list[Component]:
    """One page of the list, and the way to the pages before and after it."""
    if not found:
        return [render_empty("Nothing fits", "Take a filter off to see the rest.")]
    asked = visit.first("page", "1")
    last = (len(found) - 1) // AT_ONCE + 1
    page = min(int(asked), last) if asked.isdecimal() and int(asked) else 1
    shown = found[(page - 1) * AT_ONCE : page * AT_ONCE]
    links = [
        html.A(words, href=address(chosen, page=str(there)), className="btn btn-secondary")
        for words, there in (("Before", page - 1), ("More", page + 1))
        if 1 <= there <= last
    ]
    foot = [html.P(f"Page {page:,} of {last:,}", className="cs-quiet"), html.Div(links, className="cs-buttons")]
    return [render_actions_table(TITLE, shown, clockstart.today), *(foot if last > 1 else [])]


FEATURE = Feature((Nav("What needs action", "/actions", purpose="What is due on your records, and by when"),), register)
