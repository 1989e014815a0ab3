"""Audit trail: every change, by whom, when, from which version to which. To be read and exported, by nobody changed;
only erasing a person takes entries out, and says so.

A learner reads their own, a manager their people's besides, an administrator everyone's and the acts of the system. The
filters and the place in the trail are in the address; a page is found by its place, however long the trail is.
"""

from collections.abc import Sequence

from dash import Dash, Input, Output, State, html
from dash.dependencies import MATCH
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.requires import reads, requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.feature import Feature, JobKind, Nav
from dashapp.services.audit.audit_trail import TrailFilters, TrailPage, TrailScope, find_people, find_scope, read_page
from dashapp.services.audit.trail_entries import describe, tell_entries
from dashapp.ui.chips import render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_action, render_page
from dashapp.ui.times import day_and_time
from dashapp.web.router import Page, Visit
from pages.audit_trail import export
from pages.audit_trail.entries import ENTRY, render_days, render_described, render_one
from pages.audit_trail.filters import ADDRESS, count_entries, list_criteria, render_filters, say_scope
from storage.accounts import Person

TITLE = "Audit trail"
UNCHANGED = (
    "Nobody can change or remove an entry. Only erasing a person for good takes out what is theirs or about them, and "
    "enters that it did."
)


def register(app: Dash, clockstart: Clockstart) -> None:
    router = clockstart.router
    router.add(ADDRESS, Page(TITLE, lambda visit: render_trail(clockstart, visit), check))
    router.add(
        f"{ADDRESS}/<person>/<entry_id>",
        Page(f"Entry – {TITLE}", lambda visit: render_entry(clockstart, visit), check_entry),
    )
    export.register(app, clockstart)
    app.callback(
        Output({ENTRY: MATCH, "part": "more"}, "children"),
        Input({ENTRY: MATCH, "part": "open"}, "n_clicks"),
        State({ENTRY: MATCH, "part": "open"}, "id"),
        prevent_initial_call=True,
    )(on_open)


def check(visit: Visit) -> None:
    """Raises NotFound for a person outside the actor's scope."""
    find_scope(current_clockstart(), visit.actor, TrailFilters.read(visit.query).person)


def check_entry(visit: Visit) -> None:
    """Raises NotFound for an entry outside the actor's scope, or that is not there."""
    describe(current_clockstart(), visit.actor, visit.variables["person"], visit.variables["entry_id"])


@reads
@requires()
def on_open(clicks: int | None, which: dict[str, str]) -> Component:
    """What changed, read when somebody asks for it; every other press closes it again."""
    if not clicks or clicks % 2 == 0:
        raise PreventUpdate
    person, _, entry_id = str(which.get(ENTRY, "")).partition("/")
    return render_described(describe(current_clockstart(), current_actor(), person, entry_id))


def render_trail(clockstart: Clockstart, visit: Visit) -> Component:
    """One page of the trail."""
    filters = TrailFilters.read(visit.query)
    scope = find_scope(clockstart, visit.actor, filters.person)
    people = find_people(clockstart, visit.actor, filters.find) if filters.find else []
    body = [
        *render_filters(clockstart, visit.actor, scope, filters),
        *([render_people_found(people, filters)] if filters.find else []),
        *render_found(clockstart, visit, scope, filters),
    ]
    return render_page(
        TITLE,
        body,
        lead=f"{say_scope(visit.actor)}: who, what and when. {UNCHANGED}",
        actions=[render_action("Export as CSV", filters.at(f"{ADDRESS}/export", find=""))],
    )


def render_people_found(people: Sequence[Person], filters: TrailFilters) -> Component:
    """The people a name fits, each leading to their trail."""
    if not people:
        return html.P(f"Nobody in your reach is called “{filters.find}”.", className="cs-quiet")
    links = [
        html.Li(html.A(f"{one.name}, {one.email}", href=filters.at(ADDRESS, person=one.uid, find="")))
        for one in people[:20]
    ]
    return html.Div([html.P(f"In your reach “{filters.find}” fits {len(people):,}:"), html.Ul(links)])


def render_found(clockstart: Clockstart, visit: Visit, scope: TrailScope, filters: TrailFilters) -> list[Component]:
    """The entries of the page by day, and the ways on."""
    page = read_page(clockstart, scope, filters)
    told = tell_entries(clockstart, visit.actor, page.steps)
    shown = render_criteria(say_shown(page), list_criteria(clockstart, scope, filters))
    if not told:
        return [shown, render_nothing(page, filters), render_pager(page, filters)]
    return [shown, *render_days(told, visit.actor), render_pager(page, filters)]


def say_shown(page: TrailPage) -> str:
    """ "50 entries, 12 June 2026, 10:42 back to 3 June 2026, 09:10"."""
    if not page.steps:
        return "No entries"
    newest, oldest = (day_and_time(page.steps[place].place.moment) for place in (0, -1))
    return f"{count_entries(len(page.steps))}, {newest} back to {oldest}"


def render_nothing(page: TrailPage, filters: TrailFilters) -> Component:
    """No entry: because none fits, none was met so far, or because nothing has happened yet."""
    every = [render_action("Show every entry", ADDRESS)]
    if page.paused:
        return render_empty("No entry that fits has been met yet", "There is more to look through.")
    if set(filters.named()) - {"show"}:
        return render_empty("No entry fits", "Take a filter off, or choose other days.", every)
    return render_empty("Nothing has been entered yet", "Whatever is saved, changed or removed will be listed here.")


def render_pager(page: TrailPage, filters: TrailFilters) -> Component:
    """Newer and older pages; and how far was looked when the page is not full for want of looking further."""
    links: list[Component] = []
    if filters.older or filters.newer:
        links.append(render_way("Newest entries", filters, older=""))
    if page.newer:
        links.append(render_way("← Newer", filters, newer=page.newer))
    if page.older:
        links.append(render_way("Older →", filters, older=page.older))
    if page.paused:
        back = filters.newer is not None and filters.older is None
        links.append(render_way("Go on looking", filters, **{"newer" if back else "older": page.paused}))
    said = (
        [html.P(say_looked(page), role="status", className="cs-quiet")]
        if page.paused or filters.module or filters.act or filters.by
        else []
    )
    ways = html.Nav(links, className="cs-buttons", **{"aria-label": "Newer and older entries"})
    return html.Div([*said, *([ways] if links else [])], className="cs-trail-ways")


def render_way(words: str, filters: TrailFilters, **ways: object) -> Component:
    return render_action(words, filters.at(ADDRESS, **ways))


def say_looked(page: TrailPage) -> str:
    """ "Looked through 5,000 entries, as far as 3 June 2026, 09:10; 12 fit."."""
    far = f", as far as {day_and_time(page.looked_to.moment)}" if page.looked_to else ""
    return f"Looked through {count_entries(page.looked)}{far}; {len(page.steps):,} of them shown."


def render_entry(clockstart: Clockstart, visit: Visit) -> Component:
    """One entry at an address of its own."""
    described = describe(clockstart, visit.actor, visit.variables["person"], visit.variables["entry_id"])
    return render_page("Entry of the audit trail", render_one(described, visit.actor), back=(TITLE, ADDRESS))


FEATURE = Feature(
    (Nav(TITLE, ADDRESS, "Data in and out", purpose="Who did what, when, and what changed"),),
    register,
    jobs={"trail": JobKind("dashapp.services.audit.trail_export:write_trail")},
)
