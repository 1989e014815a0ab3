"""The panel next to a list: the chosen record's head, clock, next step and findings, without leaving the list.

`assets/worklist_peek.js` says which row is chosen, moves on and closes; everything about the record is drawn here.
"""

import json
from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.requires import reads, requires
from dashapp.context import current_clockstart
from dashapp.module_page import grid
from dashapp.module_page.attention import render_attention
from dashapp.module_page.band import render_band
from dashapp.module_page.composer import TOLD, render_composer, render_told
from dashapp.module_page.read_page import render_chips
from dashapp.module_page.record_view import RecordView
from dashapp.services.access import access
from dashapp.services.derived import big_lists, rows
from dashapp.services.records.records import name_record
from dashapp.ui import ids
from dashapp.ui.icons import render_icon
from dashapp.web.addresses import record_address
from words.pasted import close_directions

KEYS = (("J", "next"), ("K", "previous"), ("A", "add event"), ("Enter", "open"), ("Esc", "close"))


def register(app: Dash) -> None:
    """Once per app."""
    app.callback(Output(ids.PEEK, "children"), Input(ids.PEEK_ASKED, "data"), prevent_initial_call=True)(on_peek)


def render_place() -> list[Component]:
    """Where the panel opens, next to a list."""
    place = {"aria-label": "The chosen record", "aria-live": "polite"}
    return [
        dcc.Store(id=ids.PEEK_ASKED),
        html.Aside(id=ids.PEEK, className="cs-peek", hidden=True, tabIndex=-1, **place),
    ]


@reads
@requires()
def on_peek(asked: Mapping[str, Any] | None) -> Component:
    """One's own record, or one of a person whom the actor looks after."""
    if not asked or not asked.get("id"):
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    module = access.get_module(clockstart, actor, str(asked.get("slug")))
    uid = str(asked.get("uid") or actor.uid)
    access.check_can_read(clockstart, actor, uid)
    record = clockstart.store.records.get(uid, module.store_key, str(asked["id"]))
    base = "" if uid == actor.uid else f"/people/{uid}"
    view = RecordView.read(clockstart, actor, uid, module, record, base)
    row = make_cells(view) if asked.get("fresh") and not view.waits else ""
    given = asked.get("told")
    told = {name: str(given.get(name, "")) for name in TOLD} if isinstance(given, dict) else {}
    return render_peek(view, str(asked.get("key", "")), row, told)


def make_cells(view: RecordView) -> str:
    """The row of a record that was changed in the panel, as its list draws it."""
    if big_lists.is_big(view.clockstart.store.records.summary(view.uid).get(view.module.store_key)):
        return ""
    found = rows.list_rows(view.clockstart, view.uid, view.module)
    return json.dumps(next((grid.cell_maker(view.module)(row) for row in found if row["id"] == view.record.id), None))


def render_peek(view: RecordView, key: str, row: str, told: Mapping[str, str]) -> Component:
    """`key` is the row's in its list; `row` what stands in its cells now, where that has changed, and `told` how."""
    arrived = {"data-told": " ".join(map(str, told.items()))} if told else {}
    return html.Div(
        [
            render_head(view),
            render_chips(view),
            *render_band(view),
            html.Div(render_told(view, told), role="status", tabIndex=-1, className="cs-peek-told", **arrived),
            *render_composer(view),
            html.Div(render_attention(view), className="cs-peek-attention"),
            html.P(
                [html.Span([html.Kbd(name), " ", words, " "]) for name, words in KEYS],
                className="cs-peek-keys",
                **{"aria-hidden": "true"},
            ),
        ],
        className="cs-peek-inside",
        **{"data-peek-of": key, "data-row": row},
    )


def render_head(view: RecordView) -> Component:
    """The name, the way to the record's page, and to the rows around it on a phone."""
    name = close_directions(str(view.record.data.get("patient_name") or "")) or name_record(view.module, view.record)
    moves = [render_button(step, words) for step, words in (("-1", "Previous"), ("1", "Next"))]
    href = record_address(f"{view.base}{view.module.address}", view.record.id)
    opens = html.A("Open", href=href, className="btn btn-secondary", **{"data-in-app": "1", "data-peek-open": "1"})
    close = html.Button(
        [render_icon("close"), html.Span("Close", className="visually-hidden")],
        type="button",
        className="cs-peek-close",
        **{"data-peek-close": "1"},
    )
    buttons = html.Div([*moves, opens, close], className="cs-peek-buttons")
    return html.Div([html.H2(name), buttons], className="cs-peek-head")


def render_button(step: str, words: str) -> Component:
    inside = [render_icon("chevron"), html.Span(words, className="visually-hidden")]
    return html.Button(
        inside, type="button", className=f"cs-peek-move cs-peek-{words.lower()}", **{"data-peek-step": step}
    )
