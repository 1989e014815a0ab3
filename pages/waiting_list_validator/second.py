"""Second reading: the validations of those one looks after, first what nobody has read yet."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from auth.policy import check_oversee
from dashapp.context import Clockstart
from dashapp.declare.module import Module, Row
from dashapp.declare.module_query import ModuleQuery
from dashapp.services.charts import chart_filters
from dashapp.services.feedback.second_readings import VERDICTS
from dashapp.ui.chips import Count, render_counts, render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import render_ignored
from dashapp.ui.page import render_page
from dashapp.ui.pager import render_pager
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.addresses import record_address
from dashapp.web.router import Page, Visit
from pages.waiting_list_validator.service import waiting_lists
from rules.validation.record import DECISIONS, LEVELS
from words.queries import PageNumber, Query, place
from words.questions import ask

COLUMNS = (
    Column("Pathway", header=True),
    Column("Validator"),
    Column("Decision"),
    Column("Level"),
    Column("Validated"),
    Column("Second reader"),
)
STATUS: Mapping[str, Any] = {"none": "watch", "agree": "fine", "disagree": "breach", "answered": "note"}


class SecondQuery(Query):
    """Which validations: what the second reader said, and the page of them."""

    said: str = ask("", default="none", choices=VERDICTS)
    page: PageNumber = place(1)


def second_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Second reading – {module.title}",
        render=lambda visit: render_second(clockstart, module, visit),
        check=lambda visit: check(clockstart, visit),
    )


def check(clockstart: Clockstart, visit: Visit) -> None:
    """Raises Forbidden for those who look after nobody: nobody reads their own work a second time."""
    waiting_lists.check_open(clockstart, visit.actor)
    check_oversee(visit.actor)


def render_second(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    filters = ModuleQuery()
    scope = chart_filters.find_scope(clockstart, visit.actor, filters)
    everything = [
        row
        for row in chart_filters.list_scope_rows(clockstart, module, scope, filters)
        if row["uid"] != visit.actor.uid
    ]
    asked = SecondQuery.read(visit.query)
    chosen, here = asked.said, f"{module.address}/second-reading"
    found = sorted((row for row in everything if row["second"] == chosen), key=order_of)
    pages = max(1, -(-len(found) // waiting_lists.PAGE))
    page = min(asked.page, pages)
    shown = found[(page - 1) * waiting_lists.PAGE : page * waiting_lists.PAGE]
    counts = [
        Count(
            sum(row["second"] == key for row in everything), words, STATUS[key], asked.at(here, said=key), key == chosen
        )
        for key, words in VERDICTS.items()
    ]
    words = f"{len(found):,} of {len(everything):,} validations of {scope.words}: {VERDICTS[chosen].lower()}, "
    nothing = render_empty("Nothing here", "No validation by the people you look after is like that.")
    return render_page(
        "Second reading",
        [
            *render_ignored(asked),
            render_counts(counts),
            render_criteria(f"{words}the newest first."),
            render_table("Validations", COLUMNS, [make_line(module, row) for row in shown]) if shown else nothing,
            render_pager(page, pages, lambda to: asked.at(here, page=to)),
        ],
        lead="Read the evidence, then agree or disagree. Those who look after a validator do, nobody reads their own.",
        back=(module.title, module.address),
        actions=[html.A("Charts", href=f"{module.address}/charts", className="btn btn-secondary")],
    )


def order_of(row: Row) -> tuple[int, str]:
    """The newest first, then by name."""
    on = row.get("validated_on")
    return (-date.fromisoformat(on).toordinal() if on else 0, str(row.get("patient_name")))


def make_line(module: Module, row: Row) -> tuple[Cell, ...]:
    href = record_address(f"/people/{row['uid']}{module.address}", row["id"])
    on = row.get("validated_on")
    return (
        html.A(row.get("patient_name") or "Validation", href=href),
        row["person"],
        DECISIONS.get(row.get("decision") or "", ""),
        LEVELS.get(row.get("level") or "", ""),
        date.fromisoformat(on) if on else None,
        VERDICTS[row["second"]],
    )
