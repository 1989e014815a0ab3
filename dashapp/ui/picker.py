"""Beside a list of the person's own records: finding one that the list does not hold, and making one on the way.

`assets/picker.js` draws the search box in the place left for it (an ARIA combobox: the arrow keys move, Enter chooses,
Escape leaves), puts what is chosen into the native list, and what that record knows into the questions next to it.
"""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from dashapp.ui import ids

FINDER_WORDS = {"pathway": "Search your pathways by name, NHS number or pathway identifier"}
NEW_WORDS = {"pathway": "New pathway"}


def render_finder(kind: str, path: str) -> Component:
    """The place for the search box of one question, and the button that makes a record."""
    place = html.Div(**{"data-pick": kind, "data-pick-for": path, "data-pick-words": FINDER_WORDS[kind]})
    new = html.Button(
        NEW_WORDS[kind],
        id={"pick-new": path, "kind": kind},
        type="button",
        className="btn btn-secondary btn-sm",
        n_clicks=0,
        **{"data-pick-new": "1"},
    )
    return html.Div([place, new], className="cs-pick-finder")


def render_dialog() -> list[Component]:
    """What the finders of a form share: what they ask and are answered, and the dialog that makes a record."""
    return [
        dcc.Store(id=ids.PICK_ASKED),
        dcc.Store(id=ids.PICK_FOUND),
        dcc.Store(id=ids.PICK_SHOWN),
        html.Dialog(
            [
                html.Div(id=ids.PICK_NEW_FORM),
                html.Div(id=ids.PICK_NEW_STATUS, className="cs-form-status", **{"aria-live": "polite"}),
            ],
            id=ids.PICK_NEW,
            className="cs-form cs-pick-dialog",
            **{"aria-labelledby": "pick-new-title"},
        ),
    ]


def render_new(title: str, lead: str, questions: Sequence[Component], state: dict[str, str]) -> list[Component]:
    """The questions of a new record inside the dialog, with the buttons that create it or leave it."""
    create = html.Button(
        "Create and choose",
        id=ids.PICK_CREATE,
        type="button",
        className="btn btn-primary",
        n_clicks=0,
        **{"data-save": "1"},
    )
    leave = html.Button("Back to the form", type="button", className="btn btn-secondary", **{"data-close-dialog": "1"})
    return [
        dcc.Store(id=ids.PICK_NEW_STATE, data=state),
        html.H2(title, id="pick-new-title"),
        html.P(lead, className="cs-hint"),
        *questions,
        html.Div([create, leave], className="cs-buttons"),
    ]
