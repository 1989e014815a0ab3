"""Notes about a learner: for those who look after them, never for the learner."""

from dash import dcc, html
from dash.development.base_component import Component

from auth.actor import Actor
from auth.policy import can_review
from dashapp.context import Clockstart
from dashapp.services.feedback import student_notes
from dashapp.services.feedback.student_notes import Note
from dashapp.services.records import records
from dashapp.ui import ids
from dashapp.ui.forms.controls import draw_text, label_of
from dashapp.ui.page import render_section
from dashapp.ui.times import day_and_time
from storage.accounts import Person


def render_notes(clockstart: Clockstart, actor: Actor, person: Person) -> list[Component]:
    """What has been noted, and a box to note something."""
    if not can_review(actor, person):
        return []
    return [
        render_section(
            "Notes",
            [
                html.P(
                    f"For those who look after {person.name} and for administrators. {person.name} never sees them.",
                    className="cs-quiet",
                ),
                html.Div(render_list(clockstart, actor, person.uid), id=ids.NOTE_LIST),
                dcc.Store(id=ids.NOTE_STATE, data=make_state(person.uid)),
                *label_of(ids.NOTE_TEXT, f"A note about {person.name}"),
                draw_text(ids.NOTE_TEXT, rows=3),
                html.Div(
                    html.Button(
                        "Add note",
                        id=ids.NOTE_ADD,
                        type="button",
                        className="btn btn-secondary",
                        n_clicks=0,
                        **{"data-save": "1"},
                    ),
                    className="cs-buttons",
                ),
                html.Div(id=ids.NOTE_STATUS, role="status", className="cs-form-status"),
            ],
        )
    ]


def make_state(uid: str) -> dict[str, str]:
    return {"uid": uid, "note_id": records.new_id(), "operation": records.new_id()}


def render_list(clockstart: Clockstart, actor: Actor, uid: str, gone: str = "") -> Component:
    """Newest first, signed and dated; one's own can be taken away, and one just taken away brought back."""
    found = student_notes.list_notes(clockstart, actor, uid)
    items = [html.Li(render_note(note, actor, uid), className="cs-review") for note in found]
    undo = [html.P(["The note was removed. ", move_button(uid, gone, "restore", "Bring it back")])] if gone else []
    if not items:
        return html.Div([*undo, html.P("No notes yet.", className="cs-quiet")])
    return html.Div([*undo, html.Ul(items, className="cs-reviews")])


def render_note(note: Note, actor: Actor, uid: str) -> list[Component]:
    words = [html.P(line) for line in note.text.splitlines() if line.strip()]
    signed: list[Component | str] = [f"{note.author.name}, {day_and_time(note.at)} "]
    if note.author.uid == actor.uid:
        signed.append(move_button(uid, note.id, "remove", "Remove"))
    return [*words, html.P(signed, className="cs-quiet")]


def move_button(uid: str, note_id: str, act: str, words: str) -> Component:
    return html.Button(
        words,
        id={"note": note_id, "about": uid, "act": act},
        type="button",
        className="btn btn-link btn-sm",
        n_clicks=0,
    )
