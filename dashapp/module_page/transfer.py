"""Files in and out of a module: the page that brings a file in, its job's progress, and the rows it set aside."""

from __future__ import annotations

from dash import Dash, html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.module import Module
from dashapp.router import Page, Visit
from dashapp.services import access
from dashapp.ui.page import render_page


def page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Bring in a file – {module.title}",
        render=lambda visit: render_import(clockstart, module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
    )


def register(app: Dash, clockstart: Clockstart) -> None:
    """Once per app."""


def render_import(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    return render_page(f"Bring {module.many} in from a file", html.Div(), back=(module.title, module.address))
