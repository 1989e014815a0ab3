"""The plain pages for signing in and out; they work without JavaScript."""

import logging
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, send_file
from flask_wtf.csrf import generate_csrf  # type: ignore[import-untyped]
from werkzeug.wrappers import Response as AnyResponse

from auth.actor import find_actor
from auth.context import Auth, current_auth
from auth.devices import remember_on_device
from auth.errors import NotSignedIn, TooManyAttempts, WrongCode
from auth.factors import check_code
from auth.guard import SECONDS_LEFT
from auth.half_way import find_half_way, start_half_way
from auth.headers import YEAR, set_csrf_cookie
from auth.next_page import safe_next
from auth.requires import public, reads, requires
from auth.signing_in import (
    check_sign_in,
    end_session,
    find_current_user,
    get_current_user,
    go_on_signed,
    keep_session,
    seconds_left,
    start_session,
)
from storage.errors import CANNOT_SAVE, StoreFull, StoreUnavailable
from storage.person import Person

STYLESHEET = Path(__file__).parent / "static" / "auth.css"
SHEETS = ("theme", "shapes", "shell", "auth")
TYPEFACE = "inter-4.1-latin.woff2"
log = logging.getLogger("clockstart")
sign_in_pages = Blueprint("auth", __name__, template_folder="templates")
Problems = dict[str, str]


@sign_in_pages.get(f"/auth/<any({', '.join(SHEETS)}):name>.css")
@public
def stylesheet(name: str) -> Response:
    """The stylesheets of these pages, the app's frame among them; /assets is closed to those who have not signed in."""
    path = STYLESHEET if name == "auth" else current_auth().theme.parent / f"{name}.css"
    return send_file(path, mimetype="text/css", max_age=0)


@sign_in_pages.get("/auth/favicon.svg")
@public
def mark() -> Response:
    """The mark, next to the stylesheet that draws it."""
    return send_file(current_auth().theme.parent / "favicon.svg", mimetype="image/svg+xml", max_age=0)


@sign_in_pages.get(f"/auth/{TYPEFACE}")
@public
def typeface() -> Response:
    """The typeface, next to the stylesheet that names it. Its name changes with its release."""
    return send_file(current_auth().theme.parent / TYPEFACE, mimetype="font/woff2", max_age=YEAR)


@sign_in_pages.app_context_processor
def about_person() -> dict[str, Any]:
    """Whether the header shows the way home and out, and what to say when nothing can be saved."""
    signed_in = find_actor() is not None
    return {"person_signed_in": signed_in, "cannot_save": say_cannot_save, "find_frame": find_frame, "sheets": SHEETS}


def find_frame() -> Any | None:
    """What is around a page for who is signed in; None where it cannot be made, as when the store is away."""
    try:
        return current_auth().make_frame()
    except Exception:  # these pages tell of errors, so nothing that fails around them may keep them from it
        log.exception("The frame cannot be made")
        return None


def say_cannot_save() -> str:
    """The sentence for somebody who is signed in while the store is full, else "". Raises StoreUnavailable."""
    actor = find_actor()
    return "" if actor is None or current_auth().store.sessions.takes_writes(actor.by) else CANNOT_SAVE


@sign_in_pages.get("/login")
@public
def login() -> AnyResponse:
    """The sign-in page; as JSON a fresh CSRF token and who is signed in."""
    user = find_current_user()
    if wants_json():
        return jsonify(csrf_token=generate_csrf(), uid=user.person.uid if user else None)
    target = safe_next(request.args.get("next"))
    return redirect(target) if user else make_response(render_login(next_page=target))


@sign_in_pages.post("/login")
@public
def login_now() -> AnyResponse:
    """Sign in with a form or with JSON `{email, password}`, and `code` where the account has a second factor; a form
    asks for that on a page of its own."""
    answers = read_answers()
    email, password = (str(answers.get(name) or "") for name in ("email", "password"))
    target = safe_next(str(answers.get("next") or ""))
    problems = missing(email, password)
    if problems:
        return refuse_login(400, problems, email, target)
    auth = current_auth()
    try:
        person = check_sign_in(auth, email, password)
        if not (person.has_factor and request.is_json):
            return go_on(auth, person, target)
        return welcome_with_code(auth, person, str(answers.get("code") or ""), target)
    except NotSignedIn as refusal:
        return refuse_login(401, {"email": refusal.sentence}, email, target)
    except TooManyAttempts as refusal:
        response = refuse_login(429, {"email": refusal.sentence}, email, target)
        response.headers["Retry-After"] = str(round(refusal.wait.total_seconds()) + 1)
        return response


def read_answers() -> dict[str, Any]:
    """What was sent, as a form or as a JSON object; anything else says nothing."""
    if not request.is_json:
        return request.form.to_dict()
    told = request.get_json(silent=True)
    return told if isinstance(told, dict) else {}


def go_on(auth: Auth, person: Person, target: str) -> Response:
    """After the right password or a link: to the page of the code where there is a second factor, else in."""
    if not person.has_factor:
        return welcome(auth, person, target)
    start_half_way(auth, person)
    return make_response(redirect(f"/login/code?next={quote(target, safe='/')}", 303))


def welcome_with_code(auth: Auth, person: Person, code: str, target: str) -> Response:
    """The JSON sign-in of somebody with a second factor, in one request. Raises TooManyAttempts, WrongCode."""
    if not code.strip():
        return make_response(jsonify(error="code_needed", message="Enter the code from your authenticator app."), 401)
    check_code(auth, person, code)
    return welcome(auth, person, target)


@sign_in_pages.get("/login/code")
@public
def code_page() -> AnyResponse:
    """The page for the second factor, for somebody who has just given the password."""
    if find_half_way(current_auth()) is None:
        return redirect("/login", 302)
    return show_code_page(safe_next(request.args.get("next")))


def show_code_page(target: str, problems: Problems | None = None, status: int = 200) -> Response:
    return make_response(render_template("auth/code.html", next_page=target, problems=problems or {}), status)


@sign_in_pages.post("/login/code")
@public
def code_now() -> AnyResponse:
    """Check the code and sign in."""
    auth, target = current_auth(), safe_next(request.form.get("next"))
    person = find_half_way(auth)
    if person is None:
        return redirect("/login", 303)
    try:
        check_code(auth, person, request.form.get("code", ""))
    except WrongCode as refusal:
        return show_code_page(target, {"code": refusal.sentence}, 401)
    except TooManyAttempts as refusal:
        response = show_code_page(target, {"code": refusal.sentence}, 429)
        response.headers["Retry-After"] = str(round(refusal.wait.total_seconds()) + 1)
        return response
    return welcome(auth, person, target)


def missing(email: str, password: str) -> Problems:
    """A sentence for each field that was left empty."""
    problems = {}
    if not email.strip():
        problems["email"] = "Enter your email address"
    if not password:
        problems["password"] = "Enter your password"
    return problems


def refuse_login(status: int, problems: Problems, email: str, target: str) -> Response:
    """The page again with what was typed, or JSON."""
    if request.is_json:
        error = {400: "incomplete", 401: "wrong_sign_in", 429: "too_many_attempts"}[status]
        return make_response(jsonify(error=error, message=" ".join(problems.values())), status)
    return make_response(render_login(problems=problems, email=email, next_page=target), status)


def render_login(*, next_page: str, problems: Problems | None = None, email: str = "") -> str:
    return render_template(
        "auth/login.html", problems=problems or {}, email=email, next_page=next_page, nobody_yet=is_nobody_known()
    )


def is_nobody_known() -> bool:
    """Whether there is no account at all. While the store is away that is not known, and the page is shown as ever:
    signing in then says what is wrong."""
    try:
        return current_auth().store.people.is_empty()
    except StoreUnavailable:
        return False


def welcome(auth: Auth, person: Person, target: str) -> Response:
    """Start the session and go on to the page that was asked for."""
    start_session(auth, person)
    if request.is_json:
        response = jsonify(uid=person.uid, name=person.name, csrf_token=generate_csrf(), next=target)
        set_csrf_cookie(response, https=auth.https)
        response.headers[SECONDS_LEFT] = str(seconds_left(auth, get_current_user()))
    else:
        response = make_response(redirect(target, 303))
    remember_on_device(response, person.uid, https=auth.https)
    return response


@sign_in_pages.post("/logout")
@public
def logout() -> AnyResponse:
    """End the session on the server; the cookie is worth nothing afterwards."""
    end_session(current_auth())
    return redirect("/login", 303)


@sign_in_pages.get("/session")
@reads
@requires()
def session_state() -> Response:
    """Who is signed in and for how long, without counting as activity when the page says so."""
    return jsonify(session_as_json())


@sign_in_pages.post("/session/extend")
@reads
@requires()
def extend_session() -> Response:
    """The person asked to stay signed in."""
    auth, user = current_auth(), get_current_user()
    try:
        if user.is_stored:
            user.session = auth.store.sessions.extend(user.person.uid, user.session, now=auth.clock())
        else:
            keep_session(auth, user)
    except StoreFull:
        go_on_signed(auth, user)
    user.expires_at = user.session.expires_at(auth.store.sessions.idle)
    return jsonify(session_as_json())


def session_as_json() -> dict[str, Any]:
    user = get_current_user()
    return {"uid": user.person.uid, "seconds_left": seconds_left(current_auth(), user)}


def wants_json() -> bool:
    """Whether the client asked for JSON and not for a page."""
    accepts = request.accept_mimetypes
    return accepts["application/json"] > accepts["text/html"]
