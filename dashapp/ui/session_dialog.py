"""What is asked over the page when a session ends, and the bar that says what has not been saved.

`assets/session.js` opens the dialogs and puts the two input fields into their places: the fields must not be Dash
components, because what is typed into those is kept in the page's state. `assets/connection.js` fills the bar.
"""

from dash import dcc, html
from dash.development.base_component import Component

from dashapp.ui import ids
from dashapp.ui.icons import render_icon

WARN_BEFORE_SECONDS = 300


def render_session_dialog(uid: str = "", email: str = "") -> html.Div:
    """The sign-in dialog, the idle warning and the bar, all closed, and the way by which `assets/drafts.js` hands over
    what was typed while the server was away. `uid` and `email` are those of the person this page was made for: somebody
    else who signs in here gets a fresh page."""
    copies = [dcc.Store(id=ids.TYPED_HERE), dcc.Store(id=ids.TYPED_HERE_KEPT)]
    return html.Div([_render_sign_in(uid, email), _render_warning(), _render_bar(), *copies], id="session")


def _render_sign_in(uid: str, email: str) -> html.Dialog:
    return html.Dialog(
        [
            html.H2("Sign in to carry on", id="session-dialog-title"),
            html.P("Your session has ended. Everything on this page is still here, and is sent once you sign in."),
            html.Div(id="session-problem", role="alert", className="cs-problem"),
            html.Form(
                [
                    _render_place("Email address", "session-email"),
                    _render_place("Password", "session-password"),
                    html.Div(
                        _render_place("Code from your authenticator app", "session-code"),
                        id="session-code-question",
                        hidden=True,
                    ),
                    html.Button("Sign in", type="submit", className="btn btn-primary"),
                ],
                id="session-form",
            ),
            html.P(
                ["Not you? ", html.A("Leave this page and sign in", href="/login"), ". What is not saved is lost."],
                className="cs-quiet",
            ),
        ],
        id="session-dialog",
        **{
            "aria-labelledby": "session-dialog-title",
            "data-uid": uid,
            "data-email": email,
            "data-warn-before": str(WARN_BEFORE_SECONDS),
        },
    )


def _render_place(label: str, field: str) -> Component:
    """A label and the place where the script puts the field with this id."""
    return html.Div(
        [html.Label(label, htmlFor=field, className="cs-label"), html.Div(id=f"{field}-place")], className="cs-question"
    )


def _render_warning() -> html.Dialog:
    return html.Dialog(
        [
            html.H2("Are you still there?", id="session-warning-title"),
            html.P(
                ["You will be signed out in ", html.Span("5 minutes", id="session-left"), " unless you carry on."],
                id="session-warning-text",
            ),
            html.Button("Stay signed in", type="button", id="session-extend", className="btn btn-primary"),
        ],
        id="session-warning",
        role="alertdialog",
        **{"aria-labelledby": "session-warning-title", "aria-describedby": "session-warning-text"},
    )


def _render_bar() -> html.Div:
    return html.Div(
        [
            render_icon("breach"),
            html.Span(id="connection-words"),
            html.Button("Sign in", type="button", id="connection-sign-in", className="btn btn-secondary btn-sm"),
            html.Button("Try again", type="button", id="connection-retry", className="btn btn-secondary btn-sm"),
            html.Button("Close", type="button", id="connection-close", className="btn btn-secondary btn-sm"),
        ],
        id="connection-banner",
        role="alert",
        className="cs-banner cs-banner-breach cs-connection",
        hidden=True,
    )
