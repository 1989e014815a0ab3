"""Somebody else's records, read-only: what a manager or an admin sees of a person (`/people/<uid>/<slug>`)."""

from __future__ import annotations

from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.declare.module_query import ModuleQuery
from dashapp.module_page import export_of_people, feedback, read_page
from dashapp.module_page.worklist import render_body
from dashapp.services.access import access
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_action, render_page
from dashapp.web.router import Page, Visit


def worklist_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=lambda visit: title_of(clockstart, module, visit),
        render=lambda visit: render_worklist(clockstart, module, visit),
        check=lambda visit: check(clockstart, module, visit),
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
    _, body = render_body(clockstart, module, visit, person.uid, f"/people/{person.uid}/{module.slug}")
    nothing = render_empty(f"No {module.many} yet", f"{person.name} has not added any {module.many}.")
    return render_page(
        f"{module.title}: {person.name}",
        [
            *export_of_people.render_links(module, visit, ModuleQuery(person=person.uid), has_some=body is not None),
            body or nothing,
            *feedback.render_beside(clockstart, visit.actor, person, module, ""),
        ],
        lead=f"Read only. {module.purpose}",
        actions=[render_action(f"Progress of {person.name}", f"/student-progress-monitor/{person.uid}")],
        back=("People", "/people"),
    )


def render_record(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    return read_page.render_of_person(
        clockstart, module, visit, access.get_person(clockstart, visit.actor, visit.variables["uid"])
    )
