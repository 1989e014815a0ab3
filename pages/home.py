"""Home: for a learner what to do next, for a manager the people, for an admin the whole installation."""

from __future__ import annotations

from datetime import datetime

from dash import Dash, html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.module import Module
from dashapp.router import Page, Visit
from dashapp.services import access, drafts
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Column, render_table
from dashapp.ui.times import day_and_time
from storage.connection import check_ready
from storage.record import ModuleSummary

RECENT = 5


def register(app: Dash, clockstart: Clockstart) -> None:
    clockstart.router.add("/", Page("Home", lambda visit: render_home(clockstart, visit), lambda visit: None))


def render_home(clockstart: Clockstart, visit: Visit) -> Component:
    """The page for the role."""
    actor = visit.actor
    render = {"learner": render_learner, "manager": render_manager, "admin": render_admin}[actor.role]
    return render_page(f"Welcome, {actor.name.split()[0]}", render(clockstart, actor), lead=LEADS[actor.role])


LEADS = {
    "learner": "Practise elective care administration on invented patients. Everything you save is kept.",
    "manager": "Your learners' practice: how far they are, and what they find hard.",
    "admin": "People, activity and the health of this installation.",
}


def render_learner(clockstart: Clockstart, actor: Actor) -> list[Component]:
    return [*render_continue(clockstart, actor), render_progress(clockstart, actor)]


def render_continue(clockstart: Clockstart, actor: Actor) -> list[Component]:
    """Unfinished entries, newest first."""
    waiting = drafts.list_drafts(clockstart, actor)[:RECENT]
    items = [render_draft(module, draft) for draft in waiting if (module := clockstart.registry.find(draft.slug))]
    return [render_section("Continue where you were", html.Ul(items, className="cs-list"))] if items else []


def render_draft(module: Module, draft: drafts.Draft) -> Component:
    address = (
        f"{module.address}/{draft.record_id}" if draft.seen_rev else f"{module.address}/new?draft={draft.record_id}"
    )
    what = "Changes to a" if draft.seen_rev else "Unfinished"
    words = f"{what} {module.one}, kept {day_and_time(draft.kept_at)}"
    return html.Li([html.A(words, href=address), f" in {module.title}"])


def render_progress(clockstart: Clockstart, actor: Actor) -> Component:
    """Every open module with how many records, and when one was last changed: from the records, not from flags."""
    summary = clockstart.store.records.summary(actor.uid)
    rows = [progress_row(module, summary.get(module.store_key)) for module in access.list_open(clockstart, actor)]
    if not rows:
        return render_empty("No modules are open to you yet", "Ask your tutor or an administrator to open one.")
    columns = (Column("Module", header=True), Column("Status"), Column("Records", number=True), Column("Last change"))
    return render_section(
        "Your modules",
        render_table("Your modules and what you have stored in them", columns, rows, caption_hidden=True),
    )


def progress_row(module: Module, summary: ModuleSummary | None) -> tuple[Component | str | int, ...]:
    link = html.A(module.title, href=module.address)
    if summary is None or not summary.count:
        return link, "Not started", 0, ""
    return link, "In progress", summary.count, day_and_time(datetime.fromisoformat(summary.last_change))


def render_manager(clockstart: Clockstart, actor: Actor) -> list[Component]:
    people = access.list_people(clockstart, actor)
    if not people:
        return [render_empty("No learners yet", "An administrator can assign cohorts to you.")]
    return [render_cohort(clockstart, people), render_progress(clockstart, actor)]


def render_cohort(clockstart: Clockstart, people) -> Component:
    """One line per learner: records, modules begun, last change, from one small hash each."""
    summaries = clockstart.store.records.summaries([person.uid for person in people])
    rows = []
    for person in people:
        begun = {name: item for name, item in summaries[person.uid].items() if item.count}
        last = max((item.last_change for item in begun.values()), default="")
        rows.append(
            (
                html.A(person.name, href=f"/people/{person.uid}"),
                sum(item.count for item in begun.values()),
                len(begun),
                day_and_time(datetime.fromisoformat(last)) if last else "Nothing stored yet",
            )
        )
    columns = (
        Column("Learner", header=True),
        Column("Records", number=True),
        Column("Modules begun", number=True),
        Column("Last change"),
    )
    return render_section(
        "Your learners", render_table("Learners and what they have stored", columns, rows, caption_hidden=True)
    )


def render_admin(clockstart: Clockstart, actor: Actor) -> list[Component]:
    people = access.list_people(clockstart, actor)
    readiness = check_ready(clockstart.store.client)
    health = [
        html.P("The data store keeps what it confirms." if readiness.ok else readiness.reason),
        html.P(f"{readiness.engine}, fsync {readiness.fsync}", className="cs-quiet"),
    ]
    shown = (
        render_cohort(clockstart, people)
        if people
        else render_empty("No learners yet", "Create people with the flask commands.")
    )
    return [render_section("Store", health), shown, render_progress(clockstart, actor)]
