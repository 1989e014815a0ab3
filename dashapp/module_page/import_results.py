"""What became of an import: counts, rows set aside with the reason, and the button that takes it back whole."""

from datetime import datetime
from typing import Any

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.files import taking_back
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.page import render_section
from dashapp.ui.tables import Column, render_table
from storage.jobs import Job

SHOWN_AT_MOST = 100
NOTHING_STORED = "Nothing of this file was stored."


def render_import(clockstart: Clockstart, module: Module, job: Job) -> list[Component]:
    """An import that has ended, well or not."""
    shown = [say_outcome(module, job), *(html.P(note) for note in job.result.get("notes", ()))]
    if job.result.get("new"):
        shown.append(render_back(job))
    shown.append(html.P(html.A(f"Go to {module.title}", href=module.address)))
    return [*shown, *render_set_aside(job)]


def say_outcome(module: Module, job: Job) -> Component:
    """In one sentence: what is stored now, also where the import ended early."""
    if job.state == "done":
        return render_banner("watch" if job.result["set_aside"] else "note", f"{count(module, job.result)}.")
    kind = "watch" if job.state == "stopped" else "breach"
    left = f"{count(module, job.result)} before it ended, and stored." if job.result.get("new") else NOTHING_STORED
    return render_banner(kind, f"{job.sentence} {left}")


def count(module: Module, result: dict[str, Any]) -> str:
    """ "3 missed appointments imported, 1 already there, 2 set aside"."""
    new = name_many(module, result["new"])
    there = f", {result['there']:,} already there" if result["there"] else ""
    aside = f", {result['set_aside']:,} set aside" if result["set_aside"] else ""
    return f"{new} imported{there}{aside}"


def name_many(module: Module, number: int) -> str:
    return f"{number:,} {module.one if number == 1 else module.many}"


def render_back(job: Job) -> Component:
    """The button for the next turn."""
    act = taking_back.next_act(job)
    words = "Take this import back" if act == "remove" else "Put this import back"
    return html.P(
        html.Button(words, id=ids.IMPORT_BACK, type="button", className="btn btn-secondary", n_clicks=0),
        className="cs-buttons",
    )


def say_turn(module: Module, job: Job) -> Component:
    """What a turn did, and what it left alone."""
    result = job.result
    if "done" not in result:
        return render_banner("breach", job.sentence, urgent=True)
    done = "taken back" if result["act"] == "remove" else "put back"
    left = f" {result['left']:,} stay as they are, because they were changed since." if result["left"] else ""
    if job.state == "stopped":
        left = f" {result['left']:,} are still as they were; press again to go on."
    return render_banner("watch" if result["left"] else "note", f"{name_many(module, result['done'])} {done}.{left}")


def render_set_aside(job: Job) -> list[Component]:
    """The first rows that were set aside, and the way to all of them."""
    if not job.result.get("lines"):
        return []
    columns = (Column("Line", number=True, header=True), Column("Why it was set aside"))
    rows = [(line, reason) for line, reason in job.result["lines"][:SHOWN_AT_MOST]]
    link = html.A("All of them as CSV", href=f"/jobs/{job.id}/set-aside.csv", download="")
    return [render_section("Set aside", [render_table("Rows set aside", columns, rows), html.P(link)])]


def render_past(clockstart: Clockstart, actor: Actor, module: Module) -> list[Component]:
    """Imports of the last thirty days that stored something, each with the way back to it."""
    found = [job for job in clockstart.store.jobs.list(actor.uid) if is_of(module, job)]
    if not found:
        return []
    items = [html.Li(html.A(say_past(module, job), href=f"{module.address}/import?job={job.id}")) for job in found]
    return [render_section("Imports of the last 30 days", [html.Ul(items, className="cs-list")])]


def is_of(module: Module, job: Job) -> bool:
    return job.kind == "import" and job.result.get("slug") == module.slug and bool(job.result.get("new"))


def say_past(module: Module, job: Job) -> str:
    """ "cases.csv, 3 missed appointments, 29 November 2026"."""
    day = datetime.fromisoformat(job.created_at)
    taken = ", taken back" if taking_back.next_act(job) == "restore" else ""
    return f"{job.result['file']}, {name_many(module, job.result['new'])}, {day.day} {day:%B %Y}{taken}"
