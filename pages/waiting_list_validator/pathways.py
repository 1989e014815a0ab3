"""The pathways of a list one below the other: each with its clock, what it failed, what would mend it, the decision."""

from collections.abc import Callable
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashapp.services.ribbons.rtt_ribbons import make_rtt_ribbon
from dashapp.ui.chips import render_severity
from dashapp.ui.empty import render_empty
from dashapp.ui.findings import render_rule_link
from dashapp.ui.ribbon import render_ribbon
from pages.waiting_list_validator.service import waiting_lists
from pages.waiting_list_validator.service.waiting_lists import Failed, ListPage, ShownRow
from rules import rtt
from rules.codes import find_return_line
from rules.events import Event
from rules.specialties import SPECIALTIES
from rules.validation.record import DECISIONS
from words.phrases import plural


def render_rows(found: ListPage, here: Callable[..., str], today: date) -> Component:
    """A page of pathways, each with what it failed, what would mend it, and what was decided."""
    if not found.rows:
        return render_empty("No pathway fits", "Take a filter off, or go on to another queue.")
    items = [html.Li(render_row(row, here, today), className="cs-work-item") for row in found.rows]
    return html.Ol(items, className="cs-work", start=(found.page - 1) * waiting_lists.PAGE + 1)


def render_clock(row: ShownRow, today: date) -> list[Component]:
    """The clock as the list says it runs, with the appointments as marks; nothing where no clock runs."""
    facts = row.facts
    if facts.clock_start is None or row.days is None:
        return []
    clock = rtt.read_pathway([Event(facts.clock_start, "referral_received")], today)
    marks = [Event(one.day, MARKS[one.outcome]) for one in facts.appointments if one.outcome in MARKS]
    ribbon = make_rtt_ribbon(clock, marks)
    return [render_ribbon(ribbon, size="card")] if ribbon else []


MARKS = {
    "attended": "appointment_attended",
    "dna": "dna",
    "cancelled_by_patient": "patient_cancels",
    "cancelled_by_hospital": "provider_cancels",
}


def render_row(row: ShownRow, here: Callable[..., str], today: date) -> list[Component]:
    heading = html.H2(html.A(row.name, href=here(row=str(row.number))), className="cs-work-name")
    said = html.P(say_row(row), className="cs-quiet")
    return [
        html.Div([heading, said, *render_clock(row, today), render_decision(row)]),
        html.Ul([html.Li(render_failed(one)) for one in row.failed], className="cs-work-failed")
        if row.failed
        else html.P("No check fails.", className="cs-quiet"),
    ]


def show_number(number: str | None) -> str:
    """ "999 000 0018" for ten digits; anything else as the list has it."""
    if not number:
        return "no NHS number"
    return f"{number[:3]} {number[3:6]} {number[6:]}" if len(number) == 10 and number.isdecimal() else number


def say_row(row: ShownRow) -> str:
    """ "999 000 0018 · ENT · waiting 23 weeks 4 days · line 12"."""
    facts = row.facts
    waits = f"waiting {plural(row.days // 7, 'week')} {plural(row.days % 7, 'day')}" if row.days is not None else ""
    specialty = SPECIALTIES.get(find_return_line(facts.tfc or "") or "", facts.tfc or "")
    parts = (show_number(facts.nhs_number), specialty, waits or "no clock runs", f"line {row.line}")
    return " · ".join(part for part in parts if part)


def render_decision(row: ShownRow) -> Component:
    if row.decision is None:
        return html.P("Not validated", className="cs-quiet")
    decided = str(row.decision.data.get("decision", ""))
    return html.P(html.Strong(DECISIONS.get(decided, decided)))


def render_failed(one: Failed) -> Component:
    """One failed check: how grave, the evidence, the suggested correction, the rule and its source."""
    return html.Div(
        [
            html.P([render_severity(one.severity), " ", one.evidence]),
            html.P([html.Strong("How to fix it: "), one.suggestion], className="cs-work-mend"),
            html.P(render_rule_link(one.rule), className="cs-work-mend"),
        ]
    )
