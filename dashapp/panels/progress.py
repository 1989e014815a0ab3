"""How far people are: tables of learners and of modules, from their summaries."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.feedback import reviews
from dashapp.services.people.oversight import SHOWN, Standing
from dashapp.ui.chips import Count, Status, render_counts
from dashapp.ui.empty import render_empty
from dashapp.ui.icons import render_icon
from dashapp.ui.page import render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.ui.times import day_and_time
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
    status = reviews.STATUSES[reviews.status_of(summary)]
    if summary is None or not summary.count:
        return link, status, 0, ""
    return link, status, summary.count, say_moment(summary.last_change)


def render_glance(clockstart: Clockstart, standings: Sequence[Standing]) -> Component:
    """A cohort in four numbers; each leads to those people."""
    counts = [
        Count(len(standings), "Learners", "note", "/people"),
        *(
            Count(sum(belongs(one, clockstart.now) for one in standings), words, GLANCE[name], f"/people?show={name}")
            for name, (words, belongs) in SHOWN.items()
        ),
    ]
    return render_section("At a glance", render_counts(counts))


GLANCE: Mapping[str, Status] = {"active": "fine", "quiet": "watch", "none": "watch"}


def render_learners(clockstart: Clockstart, standings: Sequence[Standing], *, title: str = "Learners") -> Component:
    """One line per learner; who has fallen quiet is marked."""
    columns = (
        Column("Learner", header=True),
        Column("Records", number=True),
        Column("Modules begun", number=True),
        Column("Last change"),
    )
    lines = [learner_row(one, clockstart.now) for one in standings]
    return render_section(
        title, render_table("Learners and what they have stored", columns, lines, caption_hidden=True)
    )


def learner_row(one: Standing, now: datetime) -> tuple[Cell, ...]:
    link = html.A(one.person.name, href=f"/people/{one.person.uid}")
    last = day_and_time(one.last_change) if one.last_change else "Nothing stored yet"
    return link, one.records, one.begun, html.Span([render_icon("watch"), " ", last]) if one.is_quiet(now) else last


def say_moment(stored: str) -> str:
    return day_and_time(datetime.fromisoformat(stored)) if stored else ""
