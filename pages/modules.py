"""All modules: every page this person may open, by group; a star puts one at the head of the menu."""

from collections.abc import Sequence

from dash import Dash, html
from dash.development.base_component import Component
from flask import Blueprint, request
from werkzeug.wrappers import Response

from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.feature import Feature, Nav
from dashapp.services.access import menu
from dashapp.services.access.menu import MenuPage
from dashapp.ui.forms.posting import render_act, render_told
from dashapp.ui.icons import render_icon
from dashapp.ui.page import render_page
from dashapp.web.frame import GROUP_SHAPES
from dashapp.web.plain_forms import read_told, tell
from dashapp.web.router import Page, Visit, everyone
from words.phrases import plural

ADDRESS = "/modules"
TITLE = "All modules"
pin_acts = Blueprint("pins", __name__)


def register(app: Dash, clockstart: Clockstart) -> None:
    clockstart.router.add(ADDRESS, Page(TITLE, lambda visit: render_modules(clockstart, visit), everyone))
    app.server.register_blueprint(pin_acts)


@pin_acts.post("/modules/pin")
@requires()
def pin() -> Response:
    """A page at the head of one's own menu."""
    menu.pin(current_clockstart(), current_actor(), request.form.get("page", ""))
    return tell("It is at the head of your menu now.", ADDRESS)


@pin_acts.post("/modules/unpin")
@requires()
def unpin() -> Response:
    """No longer."""
    menu.unpin(current_clockstart(), current_actor(), request.form.get("page", ""))
    return tell("It is no longer at the head of your menu.", ADDRESS)


def render_modules(clockstart: Clockstart, visit: Visit) -> Component:
    pages = menu.list_pages(clockstart, visit.actor)
    pinned = menu.list_pinned(clockstart, visit.actor)
    grouped = {group: found for group, found in menu.group_pages(pages).items() if group}
    groups = [render_group(group, found, pinned) for group, found in grouped.items()]
    many = f"{sum(map(len, grouped.values()))} in {plural(len(groups), 'group')}"
    lead = f"{many}. A star puts one at the head of your menu."
    return render_page(TITLE, [*render_told(read_told()), html.Div(groups, className="cs-modules")], lead=lead)


def render_group(group: str, pages: Sequence[MenuPage], pinned: frozenset[str]) -> html.Section:
    heading = html.H2([render_icon(GROUP_SHAPES[group]), group, html.Span(len(pages), className="cs-quiet")])
    return html.Section([heading, html.Ul([render_line(page, page.address in pinned) for page in pages])])


def render_line(page: MenuPage, is_pinned: bool) -> html.Li:
    count = [html.Span(f"{page.count:,}", className="cs-quiet")] if page.count else []
    words = [
        render_icon("starred" if is_pinned else "star"),
        html.Span(f"{'Unpin' if is_pinned else 'Pin'} {page.title}", className="visually-hidden"),
    ]
    star = render_act(f"{ADDRESS}/{'unpin' if is_pinned else 'pin'}", words, {"page": page.address})
    return html.Li([html.A(page.title, href=page.address, **{"data-in-app": "1"}), *count, star])


FEATURE = Feature((Nav(TITLE, ADDRESS, purpose="Every page you can open, and what you pin", in_menu=False),), register)
