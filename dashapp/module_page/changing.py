"""One section of a record changed where it is read: its questions alone, saved as the whole form saves them."""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.requires import requires
from auth.shapes import read_whole
from dashapp.context import current_clockstart
from dashapp.module_page.details import render_details
from dashapp.module_page.form_page import Opened, find_wanted, render_buttons, render_state
from dashapp.module_page.form_state import section_of
from dashapp.module_page.record_view import RecordView
from dashapp.services.records import drafts, picks, records
from dashapp.services.records.checking import flatten
from dashapp.ui import ids
from dashapp.ui.forms.sections import render_section
from dashapp.ui.page import render_status
from dashapp.ui.picker import render_dialog


def register(app: Dash) -> None:
    """Once per app."""
    app.callback(
        Output(ids.DETAILS, "children"),
        Output(ids.READ_STATUS, "children"),
        Input(ids.CHANGE_ASKED, "data"),
        prevent_initial_call=True,
    )(on_change)
    app.clientside_callback(
        ClientsideFunction("clockstart", "detailsDrawn"),
        Output(ids.CHANGE_ASKED, "modified_timestamp"),
        Input(ids.DETAILS, "children"),
        prevent_initial_call=True,
    )


@requires()
def on_change(asked: Mapping[str, Any] | None) -> tuple[Component, list[Component]]:
    """Open the form of one section of the actor's own record, or close it and drop what was typed in it alone."""
    if not asked:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    slug, record_id = str(asked.get("slug")), str(asked.get("record_id"))
    module, record = records.get_record(clockstart, actor, actor.uid, slug, record_id)
    number = read_whole(asked, "section")
    if asked.get("cancel"):
        drafts.forget_section(clockstart, actor, module, record, section_of(module, number).fields)
    view = RecordView.read(clockstart, actor, actor.uid, module, record)
    if asked.get("cancel"):
        return render_details(view), [render_status()]
    return render_details(view, form=(number, render_form(view, number))), []


def render_form(view: RecordView, number: int) -> Component:
    """The section's questions as the form has them; the answers to the others stay on the server."""
    module, record = view.module, view.record
    section = section_of(module, number)
    typed = flatten(module.questions, record.data)
    opened = Opened(module, record.id, record.rev, typed, record, section=number)
    offered = picks.offer(view.clockstart, view.actor, module, typed)
    _, *questions = render_section(section, module.question, typed, offered, find_wanted(view))
    cancel = html.Button("Cancel", type="button", className="btn btn-secondary", **{"data-change-cancel": str(number)})
    return html.Section(
        [
            html.H3(section.title),
            html.Div(id=ids.FORM_PROBLEMS),
            *render_state(opened),
            html.Div(questions, className="cs-form-questions"),
            html.Div(render_buttons(opened, cancel), className="cs-actions"),
            *(render_dialog() if any(kind.open for kind in offered.values()) else []),
        ],
        id=ids.FORM,
        className="cs-form cs-in-place",
        **{"data-form": module.slug},
    )
