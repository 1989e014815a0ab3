"""Somebody else's records, read-only: what a manager or an admin sees of a person (`/people/<uid>/<slug>`)."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.declare.module_query import ModuleQuery
from dashapp.module_page import export_of_people, feedback
from dashapp.module_page.meaning import render_meaning
from dashapp.module_page.pathway import WHOLE, render_pathway
from dashapp.module_page.record import list_pages_of
from dashapp.module_page.saved_history import render_record_history
from dashapp.module_page.worklist import render_body
from dashapp.services.access import access
from dashapp.services.audit.changes import Picked, tell, tell_members
from dashapp.services.records import picks, records
from dashapp.services.records.records import name_record
from dashapp.ui import ids
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_action, render_columns, render_page, render_section
from dashapp.ui.tables import Cell, render_facts
from dashapp.web.router import Page, Visit
from storage.record import Record
from words.questions import Question


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
    """The filled record with what it means, its history, and feedback beside it; the record itself is not written."""
    uid = visit.variables["uid"]
    person = access.get_person(clockstart, visit.actor, uid)
    record = clockstart.store.records.get(uid, module.store_key, visit.variables["record_id"])
    case = records.make_case(clockstart, uid, module, record)
    history = render_record_history(clockstart, visit.actor, uid, module, record.id)
    return render_page(
        name_record(module, record),
        [
            render_columns(
                [
                    html.Div(render_filled(module, record, picks.name_picked(clockstart, uid, module, record.data))),
                    *feedback.render_beside(clockstart, visit.actor, person, module, record.id, visit.first("review")),
                ],
                render_meaning(case, module, record),
            ),
            html.Div(
                render_pathway(clockstart, case, f"/people/{uid}", whole=bool(visit.first(WHOLE))),
                id=ids.FORM_PATHWAY,
            ),
            render_section("History", history),
        ],
        lead=f"Entered by {person.name}. Read only.",
        actions=list_pages_of(module, record.id, f"/people/{uid}"),
        back=(f"{module.title}: {person.name}", f"/people/{uid}/{module.slug}"),
    )


def render_filled(module: Module, record: Record, picked: Picked) -> list[Component]:
    """The answers section by section, only those that were given."""
    shown = []
    for section in module.sections:
        facts = [
            (module.question[name].label, fill(module.question[name], record.data[name], picked))
            for name in section.fields
            if name in record.data
        ]
        if facts:
            shown.append(render_section(section.title, render_facts(facts)))
    return shown


def fill(question: Question, value: Any, picked: Picked) -> Cell:
    """One answer; the members of a repeating group one below the other."""
    members = tell_members(question, value, picked) if question.kind == "repeat" else []
    return (
        html.Ul([html.Li(member) for member in members], className="cs-list")
        if members
        else tell(question, value, picked)
    )
