"""What is owed on validations: queries to be answered, and patients to be contacted."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.derived import rows
from dashapp.ui.chips import Count, render_chip, render_counts, render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import render_ignored, render_query
from dashapp.ui.page import render_page
from dashapp.ui.pager import render_pager
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.addresses import record_address
from dashapp.web.router import Page, Visit
from pages.waiting_list_validator.service import waiting_lists
from rules.validation.contact import EVERY_12_WEEKS
from rules.validation.decisions import find_chase_day
from rules.validation.record import ASKED, SCHEDULES
from words.phrases import plural
from words.queries import PageNumber, Query, place
from words.questions import ask

from .lists import check_module
from .pathways import show_number

SHOWN_AT_MOST = 500
QUERY_COLUMNS = (
    Column("Pathway", header=True),
    Column("Asked"),
    Column("Question"),
    Column("Sent"),
    Column("Days open", number=True),
    Column("Where it is"),
    Column("Answer"),
)
CONTACT_COLUMNS = (
    Column("Pathway", header=True),
    Column("NHS number"),
    Column("Waiting", number=True),
    Column("Last contacted"),
    Column("Due since"),
)
LogEntry = tuple[Mapping[str, Any], Mapping[str, Any]]


def queries_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Query log – {module.title}",
        render=lambda visit: render_queries(clockstart, module, visit),
        check=lambda visit: check_module(clockstart, visit),
    )


def contacts_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Contact due – {module.title}",
        render=lambda visit: render_contacts(clockstart, module, visit),
        check=lambda visit: check_module(clockstart, visit),
    )


def render_queries(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """Every query of one's own validations: open ones first, the longest open at the top."""
    today = clockstart.today
    log = [
        (row, query)
        for row in rows.list_rows(clockstart, visit.actor.uid, module)
        if not row["problems"]
        for query in row.get("queries") or ()
    ]
    counted = {key: [entry for entry in log if state_of(entry[1], today) == key] for key in STATES}
    asked, here = LogQuery.read(visit.query), f"{module.address}/queries"
    chosen = asked.state
    shown = sorted(counted[chosen] if chosen else log, key=lambda entry: order_of(entry[1]))
    counts = [
        Count(len(counted[key]), words, status, asked.at(here, state=key), key == chosen)
        for key, (words, status) in STATES.items()
    ]
    body = render_table(
        "Queries", QUERY_COLUMNS, [make_entry(module, *entry, today) for entry in shown[:SHOWN_AT_MOST]]
    )
    nothing = render_empty("No queries", "A query is added on a validation, under “Queries”.")
    return render_page(
        "Query log",
        [
            *render_ignored(asked),
            render_counts(counts),
            *say_shown(module, chosen, shown, len(log)),
            body if shown else nothing,
        ],
        lead="Questions to secretaries, clinicians and services. Open for over 5 working days: chase it.",
        back=(module.title, module.address),
    )


STATES: Mapping[str, tuple[str, Any]] = {
    "old": ("To chase", "breach"),
    "open": ("Open", "watch"),
    "answered": ("Answered", "fine"),
}


class LogQuery(Query):
    """Which queries of the log: those of one state."""

    state: str = ask("", default="", choices={key: words for key, (words, _) in STATES.items()})


class ContactQuery(Query):
    """Who is due for contact: on which list, by which schedule."""

    list_: str = ask("List", default="")
    schedule: str = ask("Schedule", default=EVERY_12_WEEKS, choices=SCHEDULES)
    page: PageNumber = place(1)


def say_shown(module: Module, chosen: str, shown: Sequence[LogEntry], total: int) -> list[Component]:
    """What the log shows, in words, and the way to all of it."""
    kind = f": {STATES[chosen][0].lower()}" if chosen else ", open ones first"
    limit = f", the first {SHOWN_AT_MOST:,}" if len(shown) > SHOWN_AT_MOST else ""
    noun = "query" if total == 1 else "queries"
    every = [html.A("Show all", href=f"{module.address}/queries")] if chosen else []
    return [render_criteria(f"Showing {len(shown):,} of {total:,} {noun}{limit}{kind}."), *every]


def state_of(query: Mapping[str, Any], today: date) -> str:
    if query.get("answered_on"):
        return "answered"
    return "old" if find_chase_day(date.fromisoformat(query["sent_on"])) <= today else "open"


def order_of(query: Mapping[str, Any]) -> tuple[bool, str]:
    """Open before answered, the oldest first."""
    return bool(query.get("answered_on")), str(query["sent_on"])


def make_entry(module: Module, row: Mapping[str, Any], query: Mapping[str, Any], today: date) -> tuple[Cell, ...]:
    sent = date.fromisoformat(query["sent_on"])
    until = date.fromisoformat(query["answered_on"]) if query.get("answered_on") else today
    words, status = STATES[state_of(query, today)]
    asked = ", ".join(part for part in (ASKED.get(query["to"], query["to"]), query.get("name") or "") if part)
    link = html.A(row["patient_name"], href=record_address(module.address, row["id"]))
    chip = render_chip(status, words)
    return link, asked, query["question"], sent, max(0, (until - sent).days), chip, query.get("answer")


def render_contacts(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """Who is due to be contacted on one list, by the schedule that was chosen."""
    lists = dict(waiting_lists.list_own(clockstart, visit.actor))
    if not lists:
        nothing = render_empty(
            "No list yet",
            "Check a list first; then whoever has waited 12 weeks is here.",
            [html.A("Lists to validate", href=f"{module.address}/lists", className="btn btn-primary")],
        )
        return render_page("Contact due", nothing, back=(module.title, module.address))
    asked = ContactQuery.read(visit.query)
    list_id, schedule = asked.list_ if asked.list_ in lists else next(iter(lists)), asked.schedule
    found, page, total = waiting_lists.read_contacts(clockstart, visit.actor, list_id, schedule, asked.page)
    pages = max(1, -(-total // waiting_lists.PAGE))
    rows_shown = [make_contact(module, list_id, contact) for contact in found]
    nobody = render_empty("Nobody is due", "Everybody who has waited that long has been contacted since.")
    words = f"{plural(total, 'patient')} of {lists[list_id]['name']}: due by the schedule "
    words += f"“{SCHEDULES[schedule].lower()}” and not contacted since; the longest due first."
    return render_page(
        "Contact due",
        [
            *render_query(
                asked.model_copy(update={"list_": list_id}),
                ["list", "schedule"],
                {"list": {key: about["name"] for key, about in lists.items()}},
            ),
            render_criteria(words),
            render_table("Patients due for contact", CONTACT_COLUMNS, rows_shown, caption_hidden=True)
            if found
            else nobody,
            render_pager(page, pages, lambda number: asked.at(f"{module.address}/contacts", page=number)),
        ],
        lead="Is it still wanted, has it changed, was it treated elsewhere? No reply is not a stop.",
        back=(module.title, module.address),
    )


def make_contact(module: Module, list_id: str, contact: waiting_lists.Contact) -> tuple[Cell, ...]:
    row = contact.row
    said = row.decision.data.get("contacted_on") if row.decision else None
    last = max((day for day in (row.contacted_on, date.fromisoformat(said) if said else None) if day), default=None)
    link = html.A(row.name, href=f"{module.address}/lists/{list_id}/{row.number}")
    weeks = plural((row.days or 0) // 7, "week")
    return link, show_number(row.facts.nhs_number), weeks, last or "Never", contact.due
