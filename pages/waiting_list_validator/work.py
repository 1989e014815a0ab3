"""One pathway of a list at work: what its checks found, and the validation to be written, prefilled from the list."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.module_page.form_page import Opened, Way, render_form_page
from dashapp.services.records import drafts
from dashapp.services.records.checking import flatten
from dashapp.services.records.pathways import PTL
from dashapp.ui.page import render_section
from dashapp.web.addresses import record_address
from dashapp.web.router import Page, Visit
from pages.waiting_list_validator.service import waiting_lists
from pages.waiting_list_validator.service.waiting_lists import ShownRow, Wanted
from rules.codes import find_return_line
from rules.specialties import SPECIALTIES
from rules.validation.contact import EVERY_12_WEEKS
from rules.validation.record import Validation
from words.nhs_number import check_nhs_number

from .lists import link_to
from .pathways import render_failed, say_row


def row_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=lambda visit: f"{get_row(clockstart, visit).name} – {module.title}",
        render=lambda visit: render_row_page(clockstart, module, visit),
        check=lambda visit: check_row(clockstart, visit),
    )


def check_row(clockstart: Clockstart, visit: Visit) -> None:
    get_row(clockstart, visit)


def get_row(clockstart: Clockstart, visit: Visit) -> ShownRow:
    return waiting_lists.get_row(clockstart, visit.actor, visit.variables["list_id"], visit.variables["row"])


def render_row_page(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """The form of the row's validation: new and prefilled, a draft of it, or as it was saved."""
    row, list_id = get_row(clockstart, visit), visit.variables["list_id"]
    record_id = waiting_lists.record_id(list_id, row.number)
    draft = drafts.find(clockstart, visit.actor, module.slug, record_id)
    record, rev = row.decision, row.decision.rev if row.decision else 0
    fresh = draft is not None and draft.seen_rev == rev
    answers = record.data if record else prefill(row, clockstart)
    typed = draft.typed if draft and fresh else flatten(module.questions, answers)
    opened = Opened(
        module, record_id, rev, typed, record, draft if fresh else None, find_way(clockstart, module, visit)
    )
    found = render_found(row, find_pathway_page(clockstart, row))
    return render_form_page(clockstart, visit, opened, [found], title=f"Validate {row.name}")


def find_way(clockstart: Clockstart, module: Module, visit: Visit) -> Way:
    """Back to the same page of the same queue, and on to the next pathway of it."""
    list_id = visit.variables["list_id"]
    wanted = Wanted.read(visit.query)
    back = link_to(module, list_id, wanted)
    following = waiting_lists.find_next(clockstart, visit.actor, list_id, wanted, int(visit.variables["row"]))
    if following is None:
        return Way(("the list", back), ("Save and go back to the list", back))
    return Way(("the list", back), ("Save and go on", link_to(module, list_id, wanted, str(following))))


def find_pathway_page(clockstart: Clockstart, row: ShownRow) -> str:
    """Where the row's pathway is read with everything entered on it; "" for a pathway of a file."""
    tracking = clockstart.registry.find_by_store_key(PTL)
    return record_address(tracking.address, row.link) if tracking and row.link else ""


def render_found(row: ShownRow, pathway: str) -> Component:
    """What the checks found, each with its evidence and the suggested correction; and the way to the pathway."""
    found: Component = html.P("No check fails on this pathway.")
    if row.failed:
        found = html.Ul([html.Li(render_failed(one)) for one in row.failed], className="cs-work-failed")
    link = [html.P(html.A("Open the pathway: referral, letters, appointments, what is still to do", href=pathway))]
    said = html.P(say_row(row), className="cs-quiet")
    return render_section("What the checks found", [said, found, *(link if pathway else [])])


def prefill(row: ShownRow, clockstart: Clockstart) -> dict[str, Any]:
    """What the list says, as answers; a number that is not valid is left for the validator to trace."""
    facts, today = row.facts, clockstart.today
    latest = max(facts.codes, key=lambda coded: coded.day, default=None)
    days = (facts.next_event, facts.tci, *(appointment.day for appointment in facts.appointments))
    ahead = min((day for day in days if day is not None and day >= today), default=None)
    line = find_return_line(facts.tfc or "")
    number = facts.nhs_number if facts.nhs_number and check_nhs_number(facts.nhs_number).valid else None
    related = next((other for one in row.failed for other in one.related), None)
    given = {
        "link": row.link,
        "pathway": facts.pathway,
        "patient_name": row.patient_name or f"Pathway {facts.pathway}",
        "nhs_number": number,
        "treatment_function": line if line in SPECIALTIES else None,
        "clock_start": as_text(facts.clock_start),
        "last_status": latest.code if latest else None,
        "last_status_on": as_text(latest.day) if latest else None,
        "next_event_on": as_text(ahead),
        "decision_to_admit": as_text(facts.decision_to_admit),
        "checks": ", ".join(str(one.number) for one in row.failed),
        "merge_with": related,
        "contact_schedule": EVERY_12_WEEKS,
        "contacted_on": as_text(row.contacted_on),
        "validated_on": today.isoformat(),
    }
    assert set(given) <= set(Validation.model_fields)
    return {name: value for name, value in given.items() if value}


def as_text(day: Any) -> str | None:
    return day.isoformat() if day else None
