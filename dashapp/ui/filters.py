"""What a list can be narrowed by: controls of a plain form whose answers go into the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from dashapp.ui.forms import options


@dataclass(frozen=True, slots=True)
class Offered:
    """One filter of the form: its name in the address, its words, its choices, what is chosen, what none means."""

    name: str
    label: str
    choices: Mapping[str, str]
    chosen: str
    none: str = "Any"


def render_choice(one: Offered) -> Component:
    """One of several."""
    # The component hides an option without a value behind its own placeholder, so the placeholder is that option.
    listed = options({"": one.none, **one.choices}) if one.chosen else options(dict(one.choices))
    control = dbc.Select(id=f"filter-{one.name}", name=one.name, options=listed, value=one.chosen, placeholder=one.none)
    return render_labelled(one.name, one.label, control)


def render_day(name: str, label: str, chosen: date | None) -> Component:
    """A day, in the browser's own control."""
    value = chosen.isoformat() if chosen else ""
    return render_labelled(name, label, dbc.Input(id=f"filter-{name}", name=name, type="date", value=value))


def render_words(name: str, label: str, typed: str) -> Component:
    """Part of a name."""
    control = dbc.Input(id=f"filter-{name}", name=name, type="search", value=typed, autocomplete="off")
    return render_labelled(name, label, control)


def render_labelled(name: str, label: str, control: Component) -> Component:
    words = html.Label(label, htmlFor=f"filter-{name}", className="cs-label")
    return html.Div([words, control], className="cs-filter")
