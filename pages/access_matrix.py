"""The access matrix: every act, page, address and callback, and which role may use it. For administrators."""

from __future__ import annotations

from collections.abc import Sequence

from dash import Dash, html
from dash.development.base_component import Component

from auth.policy import check_administer
from dashapp.context import Clockstart
from dashapp.router import Page, Visit
from dashapp.services import access_matrix
from dashapp.services.access_matrix import TARGETS, Row
from dashapp.ui.chips import render_chip
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Cell, Column, render_table

HEADS = (Column("Learner"), Column("Manager"), Column("Administrator"))


def register(app: Dash, clockstart: Clockstart) -> None:
    page = Page("Access matrix", lambda visit: render_matrix(app, clockstart), check)
    clockstart.router.add("/access-matrix", page)


def check(visit: Visit) -> None:
    """Raises Forbidden for everybody but administrators."""
    check_administer(visit.actor)


def render_matrix(app: Dash, clockstart: Clockstart) -> Component:
    """Four tables, each worked out now."""
    acts, pages = access_matrix.list_acts(), access_matrix.list_pages(clockstart)
    routes, callbacks = access_matrix.list_routes(app.server), access_matrix.list_callbacks(app.callback_map)
    body = [
        html.P(
            "Asked of the rules themselves as this page opens. Whoever is deactivated or signed out is refused "
            "everything. A module closed to a role counts here; what is said for one cohort or person is shown with "
            "module access."
        ),
        render_rows("Whose records", ("Act", "Whose"), [(split_act(row), row) for row in acts]),
        render_rows("Pages", ("Page", "Whose"), [((row.name, TARGETS.get(row.words, "")), row) for row in pages]),
        render_rows(
            "Addresses of forms and files",
            ("Address", "What it does"),
            [((row.name, row.words), row) for row in routes],
        ),
        render_rows(
            "Callbacks", ("What it does", "Changes"), [((row.words, say_output(row.name)), row) for row in callbacks]
        ),
    ]
    lead = "Who may open and do what, worked out from the rules that the server asks."
    return render_page("Access matrix", body, lead=lead, back=("Admin panel", "/admin"))


def split_act(row: Row) -> tuple[str, str]:
    """The act without its target, and the target in words."""
    act, _, target = row.name.rpartition(" ")
    return (act, row.words) if target in TARGETS else (row.name, "")


def say_output(output: str) -> Component:
    """Which parts of the page it changes, by their names."""
    names = (name.partition("@")[0] for name in output.strip(".").split("..."))
    return html.Code(", ".join(names), className="cs-long-code")


def render_rows(title: str, heads: tuple[str, str], rows: Sequence[tuple[tuple[Cell, Cell], Row]]) -> Component:
    columns = (Column(heads[0], header=True), Column(heads[1]), *HEADS)
    cells = [(*names, *(say(row.allowed[role]) for role in ("learner", "manager", "admin"))) for names, row in rows]
    return render_section(f"{title} ({len(rows):,})", render_table(title, columns, cells, caption_hidden=True))


def say(allowed: bool) -> Component:
    return render_chip("fine", "Yes") if allowed else html.Span("No", className="cs-quiet")
