"""Choosing whose pathways a page reads: for those who look after people, a plain form that the address keeps."""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import scopes
from dashapp.services.access.scopes import Scope
from dashapp.ui.forms import options


def render_scope_choice(clockstart: Clockstart, actor: Actor, scope: Scope) -> list[Component]:
    """The lists in reach, the one shown chosen; nothing for learners, whose own is the only one."""
    if actor.role == "learner":
        return []
    offered = scopes.list_scopes(clockstart, actor)
    choice = dbc.Select(
        id="plan-scope",
        name="scope",
        options=options(dict(offered)),
        value=scope.key if scope.key in offered else None,
        placeholder=scope.words,
    )
    chosen = [html.Label("Whose pathways", htmlFor="plan-scope", className="cs-label"), choice]
    show = html.Button("Show", type="submit", className="btn btn-secondary")
    return [
        html.Form(
            [html.Div(chosen, className="cs-filter"), html.Div([show], className="cs-buttons")],
            method="get",
            className="cs-filters",
        )
    ]
