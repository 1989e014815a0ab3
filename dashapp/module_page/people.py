"""Somebody else's records, read-only: what a manager or an admin sees of a person (`/people/<uid>/<slug>`)."""

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.module_page import feedback, grid, read_page
from dashapp.module_page.worklist import list_records
from dashapp.module_page.worklist_head import render_people_exports, render_title
from dashapp.services.access import access
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_action, render_back
from dashapp.web.router import Page, Visit


def worklist_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=lambda visit: title_of(clockstart, module, visit),
        render=lambda visit: render_worklist(clockstart, module, visit),
        check=lambda visit: check(clockstart, module, visit),
        scripts=grid.SCRIPTS,
    )


def record_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"{module.one.capitalize()} – {module.title}",
        render=lambda visit: render_record(clockstart, module, visit),
        check=lambda visit: check(clockstart, module, visit),
    )


def title_of(clockstart: Clockstart, module: Module, visit: Visit) -> str:
    """Tells this page from the actor's own worklist."""
    return f"{module.title}: {access.get_person(clockstart, visit.actor, visit.variables['uid']).name}"


def check(clockstart: Clockstart, module: Module, visit: Visit) -> None:
    """A person in an address is a filter inside the actor's scope; outside it: not found."""
    access.check_can_open(clockstart, visit.actor, module)
    access.get_person(clockstart, visit.actor, visit.variables["uid"])


def render_worklist(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    person = access.get_person(clockstart, visit.actor, visit.variables["uid"])
    listed = list_records(clockstart, module, visit, person.uid, f"/people/{person.uid}/{module.slug}")
    nothing = render_empty(f"No {module.many} yet", f"{person.name} has not added any {module.many}.")
    return html.Div(
        [
            render_back("People", "/people"),
            render_title(
                f"{module.title}: {person.name}",
                listed.count,
                [
                    *(render_people_exports(module, listed.opened.query, person=person.uid) if listed.total else []),
                    render_action(f"Progress of {person.name}", f"/student-progress-monitor/{person.uid}"),
                ],
            ),
            *(listed.parts or [nothing]),
            *feedback.render_beside(clockstart, visit.actor, person, module, ""),
            html.Div(html.P(f"Read only. {module.purpose}"), className="cs-list-foot"),
        ],
        className="cs-page cs-list-page",
    )


def render_record(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    return read_page.render_of_person(
        clockstart, module, visit, access.get_person(clockstart, visit.actor, visit.variables["uid"])
    )
