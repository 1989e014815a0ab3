"""Retention and erasure, for administrators: how long inactive people are kept, who is due, who was erased."""

from collections.abc import Sequence
from datetime import datetime

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.feature import ADMINISTRATORS, Feature, Nav
from dashapp.services.people import people, retention
from dashapp.ui.banners import render_banner
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.controls import draw_list, label_of
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Column, render_table
from dashapp.ui.times import day_and_time
from dashapp.web.router import Page, Visit, administrators
from pages.retention import erasing
from storage.erasure import Tombstone, list_tombstones
from storage.errors import Refused

TITLE = "Retention and erasure"
ADDRESS = "/retention"
MONTHS, KEEP, TOLD = "retention-months", "retention-keep", "retention-told"


def register(app: Dash, clockstart: Clockstart) -> None:
    clockstart.router.add(ADDRESS, Page(TITLE, lambda visit: render_retention(clockstart, visit), administrators))
    app.callback(Output(TOLD, "children"), Input(KEEP, "n_clicks"), State(MONTHS, "value"), prevent_initial_call=True)(
        on_keep
    )
    erasing.register(app, clockstart)


@requires("admin")
def on_keep(clicks: int | None, months: str | None) -> Component:
    """How long inactive people are kept from now on; it only says who is due, and erases nobody."""
    if not clicks:
        raise PreventUpdate
    try:
        retention.put_months(current_clockstart(), current_actor(), months or "", current_trace())
    except Refused as problem:
        return render_banner("breach", problem.sentence, urgent=True)
    return render_banner("note", "Saved. The list below follows when the page is opened again.")


def render_retention(clockstart: Clockstart, visit: Visit) -> Component:
    """The setting, who is due by it, and the tombstones."""
    due = retention.list_due(clockstart)
    stones = list_tombstones(clockstart.store.client)
    return render_page(
        TITLE,
        [
            render_section("How long inactive people are kept", render_setting(clockstart)),
            render_section("Due for erasure", render_due(due, retention.find_months(clockstart))),
            render_section("Erased", render_erased(clockstart, stones)),
        ],
        lead="Nobody is erased by itself: an administrator erases each person, by name, for good.",
    )


def render_setting(clockstart: Clockstart) -> list[Component]:
    chosen = retention.find_months(clockstart)
    words = "People are due for erasure when they have done nothing themselves for"
    after = {months: said for months, said in retention.CHOICES.items() if months}
    select = draw_list(MONTHS, after, chosen, retention.CHOICES[""])
    save = html.Button("Save", id=KEEP, type="button", className="btn btn-primary", n_clicks=0)
    return [
        *label_of(MONTHS, words),
        html.Div([select, save], className="cs-buttons"),
        html.Div(id=TOLD, role="status"),
    ]


def render_due(due: Sequence[retention.Due], months: str) -> Component:
    """The longest inactive first, each leading to the page where they can be erased."""
    if not months:
        return render_empty("Nobody is ever due", "Choose above after how long inactive people are due for erasure.")
    if not due:
        return render_empty("Nobody is due", f"Everybody has done something within {retention.CHOICES[months]}.")
    columns = (Column("Person", header=True), Column("Role"), Column("Last active"), Column("Records", number=True))
    rows = [
        (
            html.A(one.person.name, href=f"{ADDRESS}/{one.person.uid}"),
            one.person.role.capitalize(),
            day_and_time(one.last_active),
            one.records,
        )
        for one in due
    ]
    return render_table("People due for erasure", columns, rows, caption_hidden=True)


def render_erased(clockstart: Clockstart, stones: Sequence[Tombstone]) -> Component:
    """Tombstones: that somebody was erased, when and by whom, and nothing else of them."""
    if not stones:
        return render_empty("Nobody has been erased", "Whoever is erased is listed here without their name.")
    names = people.name_of_many(clockstart, {stone.by for stone in stones})
    columns = (Column("Who was", header=True), Column("Erased"), Column("By"))
    rows = [
        (
            html.A(stone.uid, href=f"{ADDRESS}/{stone.uid}"),
            day_and_time(datetime.fromisoformat(stone.at)),
            names.get(stone.by, stone.by.capitalize()),
        )
        for stone in stones
    ]
    return render_table("People who were erased", columns, rows, caption_hidden=True)


FEATURE = Feature(
    (
        Nav(
            TITLE,
            ADDRESS,
            "People and settings",
            ADMINISTRATORS,
            "How long inactive people are kept, and erasing somebody",
        ),
    ),
    register,
    acts={
        "retention_changed": "Changed how long inactive people are kept",
        "erase": "Erased a person",
        "entry_erased": "Erased an entry about a person who was erased",
    },
)
