"""How far people are: tables of learners and of modules, from their summaries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.module import Module
from dashapp.services import access
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.ui.times import day_and_time
from storage.accounts import Person
from storage.record import ModuleSummary


def render_modules(clockstart: Clockstart, actor: Actor, uid: str, *, base: str = "") -> Component:
    """Every module the actor may open, with what `uid` has stored in it: from the records, not from flags."""
    summary = clockstart.store.records.summary(uid)
    rows = [
        module_row(module, summary.get(module.store_key), f"{base}{module.address}")
        for module in access.list_open(clockstart, actor)
    ]
    if not rows:
        return render_empty("No modules are open to you yet", "Ask your tutor or an administrator to open one.")
    columns = (Column("Module", header=True), Column("Status"), Column("Records", number=True), Column("Last change"))
    table = render_table("Modules and what is stored in them", columns, rows, caption_hidden=True)
    return render_section("Modules", table)


def module_row(module: Module, summary: ModuleSummary | None, href: str) -> tuple[Cell, ...]:
    link = html.A(module.title, href=href)
    if summary is None or not summary.count:
        return link, "Not started", 0, ""
    return link, "In progress", summary.count, say_moment(summary.last_change)


def render_learners(clockstart: Clockstart, people: Sequence[Person]) -> Component:
    """One line per learner, from one small hash each."""
    summaries = clockstart.store.records.summaries([person.uid for person in people])
    rows = [learner_row(person, summaries[person.uid]) for person in people]
    columns = (
        Column("Learner", header=True),
        Column("Records", number=True),
        Column("Modules begun", number=True),
        Column("Last change"),
    )
    table = render_table("Learners and what they have stored", columns, rows, caption_hidden=True)
    return render_section("Learners", table)


def learner_row(person: Person, summary: dict[str, ModuleSummary]) -> tuple[Cell, ...]:
    begun = [item for item in summary.values() if item.count]
    last = max((item.last_change for item in begun), default="")
    link = html.A(person.name, href=f"/people/{person.uid}")
    return link, sum(item.count for item in begun), len(begun), say_moment(last) or "Nothing stored yet"


def say_moment(stored: str) -> str:
    return day_and_time(datetime.fromisoformat(stored)) if stored else ""
