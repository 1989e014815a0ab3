"""A file of other people's records while the worker writes it."""

from typing import Any

from dash import Dash, html
from dash.development.base_component import Component

from auth.policy import check_oversee
from auth.requires import requires
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.ui.page import render_page
from dashapp.web import waiting
from dashapp.web.router import Page, Visit
from words.phrases import plural

PARTS = waiting.Watched("people-file-state", "people-file-tick", "people-file-progress", "people-file-stop")


def page(clockstart: Clockstart, module: Module) -> Page:
    def check(visit: Visit) -> None:
        access.check_can_open(clockstart, visit.actor, module)
        check_oversee(visit.actor)

    return Page(f"Export – {module.title}", lambda visit: render_export(module, visit), check)


def register(app: Dash) -> None:
    """Once per app."""
    waiting.register_watched(app, PARTS, on_tick)


def render_export(module: Module, visit: Visit) -> Component:
    """The job that the address names."""
    return render_page(
        f"Export {module.many} of your people",
        [
            *waiting.render_watched(PARTS, {"job": visit.first("job")}),
            html.Div(id=PARTS.progress, role="status", className="cs-apart"),
        ],
        lead="There are many, so the file is written while you do other work. It is kept for a day.",
        back=(f"Charts: {module.title}", f"{module.address}/charts"),
    )


@requires("manager", "admin")
def on_tick(_ticks: int, state: dict[str, Any] | None) -> tuple[Any, bool]:
    """How the job stands; the ticking stops with it."""
    job = waiting.find_watched(state)
    return waiting.render_file(job, PARTS.stop, lambda rows: plural(rows, "record")), job.has_ended
