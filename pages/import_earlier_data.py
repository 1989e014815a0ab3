"""Import earlier data: what the earlier platform kept of the person who is signed in, to review and bring in."""

from collections.abc import Sequence
from datetime import timedelta

from dash import Dash, Input, Output, ctx, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from auth.shapes import read_pressed
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.feature import Feature, Nav
from dashapp.services.earlier import earlier_data
from dashapp.services.earlier.earlier_data import FileReport, Unread
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Column, render_table
from dashapp.web.router import Page, Visit, everyone
from words.phrases import plural

BRING_IN = "earlier-bring-in"
NOT_NOW = "earlier-not-now"
OFFERED = "earlier-offered"
LATER = timedelta(days=14)


def register(app: Dash, clockstart: Clockstart) -> None:
    page = Page("Import earlier data", lambda visit: render_earlier(clockstart, visit), everyone, writes=True)
    clockstart.router.add("/import-earlier-data", page)
    for button, action in ((BRING_IN, on_bring_in), (NOT_NOW, on_not_now)):
        app.callback(
            Output(ids.NAVIGATE, "data", allow_duplicate=True), Input(button, "n_clicks"), prevent_initial_call=True
        )(action)
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Input({OFFERED: ids.ALL, "email": ids.ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(on_offered)


@requires("admin")
def on_offered(clicks: Sequence[int | None]) -> str:
    """Bring in a file that lacks an owner, for the account the administrator has confirmed."""
    if not any(clicks):
        raise PreventUpdate
    name, email = read_pressed(ctx.triggered_id, OFFERED, "email")
    done = earlier_data.bring_in_offered(current_clockstart(), current_actor(), name, email, current_trace())
    return f"/import-earlier-data?brought={done.new}"


@requires()
def on_bring_in(clicks: int | None) -> str:
    """Bring in everything of one's own."""
    if not clicks:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    given = earlier_data.bring_in_own(clockstart, clockstart.store.people.get(actor.uid))
    return f"/import-earlier-data?brought={given}"


@requires()
def on_not_now(clicks: int | None) -> str:
    """Do not ask again for two weeks; nothing is thrown away."""
    if not clicks:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    earlier_data.put_off(clockstart, actor.uid, clockstart.now + LATER)
    return "/"


def render_earlier(clockstart: Clockstart, visit: Visit) -> Component:
    """What is there, file by file, before anything is brought in."""
    unread = earlier_data.find_unread(clockstart, visit.actor.email)
    brought = visit.first("brought")
    done = [render_banner("note", f"{plural(int(brought), 'record')} imported.")] if brought.isdigit() else []
    return render_page(
        "Import earlier data",
        [
            dcc.Store(id=ids.NAVIGATE),
            *done,
            *(render_unread(unread) if unread.count else [render_nothing()]),
            *(render_offers(clockstart, visit) if visit.actor.role == "admin" else []),
        ],
        lead="Records you kept on the earlier platform. Nothing there is changed, and nothing is imported twice.",
    )


def render_nothing() -> Component:
    return render_empty(
        "Nothing is waiting", "Everything you had on the earlier platform is here, or there was nothing."
    )


def render_unread(unread: Unread) -> list[Component]:
    """Files and what waits, and the two answers."""
    rows = [(file.name, file.module, file.new, file.there, len(file.refused)) for file in unread.files]
    if unread.waiting:
        rows.append(("Waiting for your account", "", unread.waiting, 0, 0))
    columns = (
        Column("From", header=True),
        Column("Module"),
        Column("New", number=True),
        Column("Already there", number=True),
        Column("Cannot be used", number=True),
    )
    bring_in = html.Button("Import", id=BRING_IN, type="button", className="btn btn-primary", n_clicks=0)
    not_now = html.Button("Not now", id=NOT_NOW, type="button", className="btn btn-secondary", n_clicks=0)
    table = render_table("What can be imported", columns, rows)
    return [table, html.Div([bring_in, not_now], className="cs-buttons")]


def render_offers(clockstart: Clockstart, visit: Visit) -> list[Component]:
    """Files that do not say who wrote them, each with the one account its name fits: nothing comes in unconfirmed."""
    offers = earlier_data.list_offers(clockstart, visit.actor)
    if not offers:
        return []
    columns = (
        Column("File", header=True),
        Column("Module"),
        Column("New", number=True),
        Column("Who it may belong to"),
    )
    rows = [(one.name, one.module, one.new, render_offer(one)) for one in offers]
    words = "These files do not say who wrote them. The name of each fits one account only; check before you import it."
    return [render_section("Files without an owner", [html.P(words), render_table("Files offered", columns, rows)])]


def render_offer(one: FileReport) -> Component:
    return html.Button(
        f"Import for {one.owner}",
        id={OFFERED: one.name, "email": one.owner},
        type="button",
        className="btn btn-secondary btn-sm",
        n_clicks=0,
    )


FEATURE = Feature(
    (Nav("Import earlier data", "/import-earlier-data", "Data in and out", purpose="What the earlier platform kept"),),
    register,
    acts={"earlier_data_given": "Imported earlier data for them"},
)
