"""The one door: every request passes here first, and without a session only what is marked `public` is answered."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from flask import Flask, Response, current_app, g, request
from ulid import ULID
from werkzeug.exceptions import BadRequest

from auth.context import Auth, current_auth
from auth.errors import AnotherPerson, FactorNeeded, Forbidden, NotSignedIn
from auth.factors import must_set_up
from auth.requires import allowed_roles, is_public, only_reads
from auth.signing_in import SignedInUser, find_current_user, keep_session, seconds_left
from auth.viewing import LOOKS_ONLY, find_viewed
from storage.errors import StoreFull
from storage.owner import owner

FROM_ELSEWHERE = "This was sent from another site, so nothing has been done. Open the page here and try again."
BACKGROUND = "X-Background"
PAGE_OF = "X-Page-Of"
SECONDS_LEFT = "X-Session-Seconds-Left"
TRACE = "X-Trace-Id"
CALLBACK = "/_dash-update-component"
BEFORE_FACTOR = frozenset(
    {
        "factor.set_up_page",
        "factor.set_up_now",
        "proof.prove",
        "proof.prove_now",
        "auth.session_state",
        "auth.extend_session",
    }
)
"""What answers somebody who still has to set up a second factor."""


def init_guard(server: Flask) -> None:
    """Must come before CSRFProtect and before Dash(), so that nothing of theirs runs first."""
    server.before_request(open_request)
    server.before_request(check_request)
    server.after_request(tell_session)
    server.teardown_request(close_request)


def open_request() -> None:
    """Name the request, and make sure that it acts for nobody yet. An address whose query is no text is the sender's
    fault."""
    g.trace = str(ULID())
    g.owner_before = owner.get()
    owner.set(None)
    try:
        request.query_string.decode()
    except UnicodeDecodeError as problem:
        raise BadRequest("That address cannot be read.") from problem


def close_request(_: BaseException | None) -> None:
    """Threads are used again: the next request must not find this one's owner."""
    owner.set(g.pop("owner_before", None))


def check_request() -> None:
    """Let a public route or a live session pass. Raises NotSignedIn for everything else, AnotherPerson, BadRequest,
    StoreUnavailable; `failures` answers them."""
    check_origin()
    view = current_app.view_functions.get(request.endpoint or "")
    if view is not None and is_public(view):
        return
    user = find_current_user()
    if user is None:
        raise NotSignedIn
    admit(current_auth(), user)
    check_same_person()
    if is_callback():
        check_callback(request.get_json(silent=True))
    if g.actor.viewing:
        check_only_reads(view)


def check_origin() -> None:
    """Over https, what changes something comes from a page of this site: a browser says so by itself, and no page can
    make it say otherwise. Raises Forbidden."""
    origin = request.headers.get("Origin")
    if origin is None or request.method in {"GET", "HEAD", "OPTIONS"} or not current_auth().https:
        return
    if origin.lower() != f"https://{request.host}".lower():
        raise Forbidden(FROM_ELSEWHERE)


def admit(auth: Auth, user: SignedInUser) -> None:
    """Set who acts and whose data it is, and note the activity. Raises FactorNeeded."""
    g.actor = find_viewed(auth, user) or user.actor
    owner.set(None if g.actor.viewing else user.person.uid)
    if must_set_up(auth, user.person) and request.endpoint not in BEFORE_FACTOR:
        raise FactorNeeded
    if not is_background():
        note_activity(auth, user)


def check_only_reads(view: Callable[..., Any] | None) -> None:
    """While somebody looks at another person's pages, only what is marked `reads` answers, and the pages that Dash
    serves. Raises Forbidden."""
    if is_callback():
        allowed = current_auth().only_reads(request.get_json()["output"])
    elif view is not None and allowed_roles(view) is not None:
        allowed = only_reads(view)
    else:
        allowed = request.method in {"GET", "HEAD"}
    if not allowed:
        raise Forbidden(LOOKS_ONLY)


def note_activity(auth: Auth, user: SignedInUser) -> None:
    """A full store can still be read, so a note that cannot be written keeps nobody from reading."""
    sessions = auth.store.sessions
    with suppress(StoreFull):
        if user.is_stored:
            user.session = sessions.touch(user.person.uid, user.session, now=auth.clock())
        else:
            keep_session(auth, user)
    user.expires_at = user.session.expires_at(sessions.idle)


def wants_page() -> bool:
    """Whether a person's browser is opening a page, rather than a script fetching something."""
    return request.method in {"GET", "HEAD"} and reads_pages()


def reads_pages() -> bool:
    """Whether whoever asks reads a page rather than JSON; parts of pages are always fetched by scripts."""
    if request.path.startswith(("/_", "/assets/")) or request.is_json:
        return False
    accepts = request.accept_mimetypes
    if not accepts:
        return request.method in {"GET", "HEAD"} or bool(request.form)
    return accepts["text/html"] > 0 and accepts["text/html"] >= accepts["application/json"]


def check_same_person() -> None:
    """A page names the person it was made for. Raises AnotherPerson when somebody else has signed in meanwhile."""
    made_for = request.headers.get(PAGE_OF)
    if made_for and made_for != g.actor.page_of:
        raise AnotherPerson


def is_callback() -> bool:
    return request.method == "POST" and request.path == CALLBACK


def is_background() -> bool:
    """Whether nobody did anything: the page says so, or only timers started the callback. Such requests never keep a
    session alive."""
    if request.headers.get(BACKGROUND):
        return True
    body = request.get_json(silent=True) if is_callback() else None
    changed = body.get("changedPropIds") if isinstance(body, dict) else None
    return isinstance(changed, list) and bool(changed) and all(str(p).endswith(".n_intervals") for p in changed)


def check_callback(body: object) -> None:
    """Raises BadRequest for what no page of ours sends, before Dash stumbles over it."""
    if not current_auth().knows_callback(body):
        raise BadRequest("This page has changed since it was opened. Reload it.")


def tell_session(response: Response) -> Response:
    """Tell the page when its session will end, and the name of this request."""
    response.headers[TRACE] = g.get("trace", "")
    if "actor" in g:
        user = find_current_user()
        if user is not None:
            response.headers[SECONDS_LEFT] = str(seconds_left(current_auth(), user))
    return response
