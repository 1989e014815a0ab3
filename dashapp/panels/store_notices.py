"""What happened to the store, told to administrators at home until one of them says that they have read it."""

from dash.development.base_component import Component
from flask import Blueprint, request
from werkzeug.wrappers import Response

from auth import current_trace
from auth.requires import requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.ui.banners import render_banner
from dashapp.ui.forms.posting import render_act
from dashapp.web.plain_forms import tell
from storage.notices import list_notices, remove_notice

ADDRESS = "/store-notices/read"
notice_acts = Blueprint("store_notices", __name__)


@notice_acts.post(ADDRESS)
@requires("admin")
def read_it() -> Response:
    """Not told again to anybody, and entered."""
    clockstart, at = current_clockstart(), request.form.get("at", "")
    if remove_notice(clockstart.store.client, at):
        clockstart.store.audit.enter(None, "store_notice_read", trace=current_trace(), now=clockstart.now, at=at)
    return tell("It is not told again.", "/")


def render_notices(clockstart: Clockstart) -> list[Component]:
    return [
        render_banner("watch", [f"{notice.sentence} ", render_act(ADDRESS, "I have read this", {"at": notice.at})])
        for notice in list_notices(clockstart.store.client)
    ]
