"""What one has missed and not learned since, and new cases of it by one press."""

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.panels.training import can_start, render_start
from dashapp.services.access import access
from dashapp.services.practice.training import MISSES, MOST_MISSES, read_training
from dashapp.services.search.rule_pages import rule_address
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_page
from dashapp.ui.tables import Column, render_table
from dashapp.web.router import Page, Visit

TITLE = "My misses"
COLUMNS = (Column("Rule", header=True), Column("What it says"), Column("Missed", number=True))
LEAD = f"Rules you got wrong and are not proficient in yet. Ten new cases are drawn of the first {MOST_MISSES}."


def misses_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=TITLE,
        render=lambda visit: render(clockstart, module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
    )


def render(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    missed = read_training(clockstart, visit.actor.uid).missed
    rows = [(html.A(rule.title, href=rule_address(rule)), rule.statement, many) for rule, many in missed.items()]
    nothing = render_empty(
        "Nothing to learn again", "What you miss in cases is here until you are proficient in it.", []
    )
    table = render_table(TITLE, COLUMNS, rows, caption_hidden=True, stacked=True) if rows else nothing
    again = [render_start(MISSES, "Practise them again")] if rows and can_start(clockstart, visit.actor) else []
    return render_page(TITLE, [table], lead=LEAD, actions=again, back=(module.title, module.address))
