"""The Dash app around the pages: guard first, one address callback, the shell, health addresses, files, error pages."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, _dash_renderer, dash_table, dcc, html
from dash.development.base_component import Component
from dash.exceptions import DependencyException
from flask import Flask, Response, abort, current_app, g, request
from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import NotFound as NoSuchAddress
from werkzeug.middleware.proxy_fix import ProxyFix

import auth
from auth.actor import Actor, current_actor
from auth.failures import answer_http_error
from auth.next_page import find_page_before, path_as_sent
from auth.requires import only_reads, reads, requires
from dashapp.context import Clockstart, current_clockstart, plain_clockstart
from dashapp.services.access.scopes import NO_SUCH_SCOPE, PRACTICE
from dashapp.services.people import mail
from dashapp.ui import ids
from dashapp.ui.banners import render_cannot_save
from dashapp.ui.bundle import ASSETS, KINDS, read_bundle
from dashapp.ui.index import ASSETS_IGNORE, INDEX_STRING
from dashapp.ui.writing import write_components
from dashapp.web import waiting
from dashapp.web.addresses import DecodedSegment
from dashapp.web.copies import init_copies
from dashapp.web.envelope import is_of_a_page
from dashapp.web.frame import count_pages, make_frame, render_frame
from dashapp.web.looking import close_what_writes
from dashapp.web.observing import init_observing, observe_turned_away
from dashapp.web.open_paper import check_page, in_papers, init_open_paper
from dashapp.web.packed_scripts import init_packing
from dashapp.web.router import Visit, read_query
from storage.current import using_store
from storage.errors import NotFound

log = logging.getLogger("clockstart")

MEGABYTE = 1024 * 1024
LARGEST_BODY = 32 * MEGABYTE
YEAR = 365 * 24 * 3600
DASH = "clockstart.dash"


class Document(Dash):
    """Dash, whose document asks at once for the scripts that its first page would load late."""

    def interpolate_index(self, **parts: str) -> str:
        early = "".join(f'<script defer src="{address}"></script>' for address in g.get("page_scripts", ()))
        return str(super().interpolate_index(**{**parts, "scripts": parts["scripts"] + early}))


def make_dash(server: Flask, clockstart: Clockstart) -> Dash:
    """The guard before Dash, then Dash without its page registry (see `router`)."""
    hashes: list[str] = []
    server.config["CSP_HASHES"] = hashes
    server.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    server.config["SEND_FILE_MAX_AGE_DEFAULT"] = YEAR
    init_observing(server)
    trust_proxies(server, clockstart.settings.trusted_proxies)
    auth.init_app(
        server,
        clockstart.store,
        secret_key=clockstart.settings.secret_key,
        https=clockstart.settings.https,
        clock=lambda: clockstart.now,
        csp_hashes=lambda: hashes,
        theme=ASSETS / "theme.css",
        import_path="/import-earlier-data",
        knows_callback=lambda body: is_of_a_page(app.callback_map, body),
        only_reads=lambda output: only_reads(app.callback_map[output].get("callback")),
        send_reset=reset_sender(clockstart),
        on_turned_away=partial(observe_turned_away, server),
        make_frame=lambda: make_frame(clockstart, current_actor()),
        factor_required=clockstart.settings.second_factor and not clockstart.settings.demo,
    )
    server.url_map.converters["record"] = DecodedSegment
    for kind in KINDS:
        server.add_url_rule(f"/assets/clockstart.{kind}", f"bundle_{kind}", send_bundle, defaults={"kind": kind})
    leave_out_scripts()
    app = Document(
        "clockstart",
        server=server,
        assets_folder=str(ASSETS),
        assets_ignore=ASSETS_IGNORE,
        index_string=INDEX_STRING,
        suppress_callback_exceptions=True,
        title="Clockstart",
        update_title=None,
        compress=True,
        serve_locally=True,
        enable_mcp=False,
    )
    server.extensions[DASH] = app
    app.layout = html.Div()
    app.callback(
        Output(ids.PAGE, "children"),
        Output(ids.PAGE_TITLE, "data"),
        Output(ids.MENU_COUNTS, "data"),
        Input(ids.ADDRESS, "pathname"),
        Input(ids.ADDRESS, "search"),
        prevent_initial_call=True,
    )(on_address)
    app.clientside_callback(
        ClientsideFunction("clockstart", "title"),
        Output(ids.PAGE_TITLE, "modified_timestamp"),
        Input(ids.PAGE_TITLE, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("clockstart", "counts"),
        Output(ids.MENU_COUNTS, "modified_timestamp"),
        Input(ids.MENU_COUNTS, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("clockstart", "go"),
        Output(ids.NAVIGATE, "modified_timestamp"),
        Input(ids.NAVIGATE, "data"),
        prevent_initial_call=True,
    )
    waiting.register(app)
    init_open_paper(server)
    init_copies(server)
    init_packing(server)
    server.before_request(check_address)
    server.before_request(work_on_own_store)
    server.teardown_request(leave_own_store)
    server.register_error_handler(DependencyException, answer_no_such_script)
    return app


def leave_out_scripts() -> None:
    """Two that Dash would put on every page: its old table, which no page has, and what browsers lacked in 2020, which
    takes longer to run than any other script. What Dash still needs of that, dash-bootstrap-components brings."""
    dash_table._js_dist.clear()  # type: ignore[attr-defined]
    for paths in _dash_renderer._js_dist_dependencies[0]["relative_package_path"].values():
        paths[:] = [path for path in paths if "polyfill" not in path]


def trust_proxies(server: Flask, count: int) -> None:
    """Take the visitor's address and scheme from what so many reverse proxies report; further entries are anybody's.

    Without this every visitor has the proxy's address, and one who guesses passwords locks everybody out.
    """
    if count:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]


def answer_no_such_script(_: DependencyException) -> Response | HTTPException:
    """Dash raises this for a package or a script that it does not serve, whoever asks."""
    return answer_http_error(NoSuchAddress())


@reads
@requires()
def send_bundle(kind: str) -> Response:
    """Our stylesheets or scripts in one file."""
    response = Response(read_bundle(kind), mimetype=KINDS[kind])
    response.cache_control.max_age = YEAR
    return response


def reset_sender(clockstart: Clockstart) -> Callable[[str], None] | None:
    """How a link for a new password is sent, or None where no mail server is configured."""
    if not mail.can_send(clockstart.settings):
        return None
    return lambda email: mail.ask_for_link(clockstart, email, "reset")


def work_on_own_store() -> None:
    """The plain data functions work on this app's store, also when two apps share the process."""
    g.own_store = ExitStack()
    g.own_store.enter_context(using_store(plain_clockstart().store))


def leave_own_store(_: BaseException | None) -> None:
    if "own_store" in g:
        g.own_store.close()


def finish(app: Dash, clockstart: Clockstart) -> None:
    """Let Dash finish its set-up now rather than inside the first request, and only then take the script hashes.

    Dash draws the layout once during set-up, when nobody is signed in, so it has an empty one until then: a set-up that
    fails half-way is never repeated, and leaves this process without the files that pages ask for.
    """
    reply = app.server.test_client().get("/healthz")
    if reply.status_code != 200:
        raise RuntimeError(f"Dash could not finish its set-up: {reply.get_data(as_text=True)}")
    app.layout = render_layout
    app.server.config["CSP_HASHES"].extend(app.csp_hashes())


def render_layout() -> Component:
    """The shell, for whoever is signed in, with the page that the browser has opened already in it."""
    address, content, title, counts = draw_first_page()
    inside = [
        dcc.Location(id=ids.ADDRESS, refresh="callback-nav", **address),
        dcc.Store(id=ids.PAGE_TITLE, data=title),
        dcc.Store(id=ids.MENU_COUNTS, data=counts),
        html.Div(content, id=ids.PAGE),
    ]
    return close_when_looking(render_frame(plain_clockstart(), current_actor(), inside, counts))


def draw_first_page() -> tuple[dict[str, str], Any, str | None, dict[str, int] | None]:
    """The address the browser stands on, as it asks for the layout, the page there, its title and the menu's counts.

    Nothing of the four where the browser does not say, or where the page cannot be shown: a location without an
    address sets off `on_address`, which then answers for that page as for any other.
    """
    opened = find_page_before()
    if opened is None:
        return {}, None, None, None
    address = {"pathname": opened.path, "search": f"?{opened.query}" if opened.query else ""}
    try:
        return address, *on_address(**address)
    except Exception as problem:
        log.info("The first page is not drawn with the layout", exc_info=problem)
        return {}, None, None, None


@reads
@in_papers
@requires()
def on_address(pathname: str, search: str | None) -> tuple[Any, str, dict[str, int]]:
    """The page at an address, if the actor may see it, its title, and the numbers in the menu."""
    page, visit = find_page(plain_clockstart(), pathname, search)
    content = close_when_looking(page.render(visit))
    counts = count_pages(plain_clockstart(), visit.actor)
    return write_components(put_notice_above(visit.actor, content)), page.title_for(visit), counts


def put_notice_above(actor: Actor, content: Any) -> Any:
    """The page, under a notice while nothing can be saved. It may begin and end between two pages of one visit."""
    if current_clockstart().store.sessions.takes_writes(actor.by):
        return content
    return [render_cannot_save(), *(content if isinstance(content, list) else [content])]


def close_when_looking(content: Any) -> Any:
    """What somebody may not use who looks at another person's pages is closed to them."""
    if not current_actor().viewing:
        return content
    return close_what_writes(current_app.extensions[DASH], current_clockstart(), content)


def find_page(clockstart: Clockstart, path: str, search: str | bytes | None) -> Any:
    """The page and the visit; raises NotFound or Forbidden as the page's check says."""
    check_page(path)
    page, variables = clockstart.router.find(path)
    visit = Visit(current_actor(), path, variables, read_query(search))
    if visit.first("scope").startswith(PRACTICE) and not page.in_copies:
        raise NotFound(NO_SUCH_SCOPE)
    page.check(visit)
    return page, visit


def check_address() -> None:
    """A page that is not there, or not for this person, is an error already when its address is opened."""
    if request.method != "GET" or request.endpoint not in {"/", "/<path:path>"}:
        return
    try:
        page, _ = find_page(plain_clockstart(), path_as_sent(), request.query_string)
        g.page_scripts = page.scripts
    except NoSuchAddress:
        abort(404)
