"""Search: at `/search?q=…`, and for the palette that opens over any page (`dashapp/assets/palette.js`)."""

from dataclasses import asdict

from dash import Dash, html
from dash.development.base_component import Component
from flask import Blueprint, Response, jsonify, request

from auth.actor import current_actor
from auth.requires import reads, requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.feature import Feature
from dashapp.services.search.finding import FoundGroup, list_at_hand, search
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.controls import draw_line, render_labelled
from dashapp.ui.page import render_page, render_section
from dashapp.web.router import Page, Visit, everyone

SHOWN = 6
search_data = Blueprint("search", __name__)


def register(app: Dash, clockstart: Clockstart) -> None:
    clockstart.router.add("/search", Page("Search", lambda visit: render_search(clockstart, visit), everyone))
    app.server.register_blueprint(search_data)


@search_data.get("/search/found")
@reads
@requires()
def find_now() -> Response:
    """The first few of each kind, for the palette; before a word is typed, what is at hand."""
    clockstart, actor, words = current_clockstart(), current_actor(), request.args.get("q", "")
    groups = search(clockstart, actor, words) if words.strip() else list_at_hand(clockstart, actor)
    return jsonify([{"title": one.title, "found": [asdict(found) for found in one.found[:SHOWN]]} for one in groups])


def render_search(clockstart: Clockstart, visit: Visit) -> Component:
    words = visit.first("q")
    found = search(clockstart, visit.actor, words)
    if not words:
        body: list[Component] = []
    elif not found:
        body = [render_empty(f"Nothing fits “{words}”", "Try part of a name, an NHS number, or a word of a rule.")]
    else:
        body = [render_group(group) for group in found]
    return render_page(f"Search: {words}" if words else "Search", [render_box(words), *body])


def render_box(words: str) -> html.Form:
    """A plain GET form to this page."""
    box = draw_line("search-box", words, name="q", type="search")
    button = html.Button("Search", type="submit", className="btn btn-primary")
    question = render_labelled(box, "What are you looking for?", "A name, an NHS number, a page or a word of a rule.")
    return html.Form([question, button], action="/search", method="get", role="search", className="cs-section")


def render_group(group: FoundGroup) -> Component:
    items = [
        html.Li(
            [html.A(one.title, href=one.href), *([html.Span(f" {one.line}", className="cs-quiet")] if one.line else [])]
        )
        for one in group.found
    ]
    more = group.total - len(group.found)
    rest = [html.P(f"and {more:,} more; add a word to narrow it down", className="cs-quiet")] if more else []
    return render_section(f"{group.title} ({group.total:,})", [html.Ul(items, className="cs-list"), *rest])


FEATURE = Feature(pages=register)
