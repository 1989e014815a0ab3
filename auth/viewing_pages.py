"""Begin and stop looking at a learner's pages: two plain forms, no page of their own."""

from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from auth.context import current_auth
from auth.requires import reads, requires
from auth.signing_in import get_current_user
from auth.viewing import start_viewing, stop_viewing

viewing_pages = Blueprint("viewing", __name__)


@viewing_pages.post("/view-as/<uid>")
@requires("manager", "admin")
def start(uid: str) -> Response:
    """Look at this learner's pages from now on."""
    start_viewing(current_auth(), get_current_user(), uid)
    return redirect("/", 303)


@viewing_pages.post("/view-as/stop")
@reads
@requires()
def stop() -> Response:
    """Back to one's own pages, to the person who was looked at."""
    viewing = stop_viewing(current_auth(), get_current_user())
    return redirect(f"/people/{viewing}" if viewing else "/", 303)
