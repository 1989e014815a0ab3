"""The plain pages behind links that work once, and the page that asks for one; they work without JavaScript."""

from flask import Blueprint, Response, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from auth.blueprint import Problems, go_on
from auth.context import current_auth
from auth.errors import WeakPassword
from auth.invitations import Invited, email_problem, find_invited, make_first, may_set_up, name_problem, take_up
from auth.limits import FROM_ONE_PLACE, check_attempt, network_of, note_failure
from auth.passwords import check_new_password
from auth.requires import public

link_pages = Blueprint("links", __name__, template_folder="templates")


@link_pages.get("/invite/<token>")
@public
def invitation(token: str) -> Response:
    """The page where an invited person chooses a name and a password, or somebody a new password."""
    invited = find_invited(current_auth(), token)
    return show_over() if invited is None else show_invitation(token, invited, name=invited.person.name)


def show_over() -> Response:
    return make_response(render_template("auth/invitation_over.html"), 410)


def show_invitation(token: str, invited: Invited, *, name: str, problems: Problems | None = None) -> Response:
    page = render_template(
        "auth/invitation.html",
        token_in_address=token,
        person=invited.person,
        is_reset=invited.purpose == "reset",
        name=name,
        problems=problems or {},
    )
    return make_response(page, 400 if problems else 200)


@link_pages.post("/invite/<token>")
@public
def accept_invitation(token: str) -> AnyResponse:
    """Use the link up, set name and password, sign in; a second factor is asked for as ever."""
    auth = current_auth()
    invited = find_invited(auth, token)
    if invited is None:
        return show_over()
    name = request.form.get("name", invited.person.name)
    password, again = (request.form.get(field, "") for field in ("password", "password_again"))
    problems = name_problem(name) | new_password_problems(password, again, about=(name, invited.person.email))
    if problems:
        return show_invitation(token, invited, name=name, problems=problems)
    person = take_up(auth, token, name=name, password=password)
    return show_over() if person is None else go_on(auth, person, "/")


def new_password_problems(password: str, again: str, *, about: tuple[str, ...]) -> Problems:
    """What is wrong with a new password typed twice."""
    try:
        check_new_password(password, about=about)
    except WeakPassword as refusal:
        return {"password": refusal.sentence}
    return {} if password == again else {"password_again": "Enter the same password again"}


@link_pages.get("/set-up/<token>")
@public
def first_admin(token: str) -> Response:
    """The page where whoever started Clockstart on an empty store makes their own account."""
    return show_first(token, "", "", {}) if may_set_up(current_auth(), token) else show_over()


def show_first(token: str, email: str, name: str, problems: Problems) -> Response:
    page = render_template("auth/first.html", token_in_address=token, email=email, name=name, problems=problems)
    return make_response(page, 400 if problems else 200)


@link_pages.post("/set-up/<token>")
@public
def make_first_admin(token: str) -> AnyResponse:
    """Make the first administrator and sign them in."""
    auth = current_auth()
    if not may_set_up(auth, token):
        return show_over()
    email, name, password, again = (
        request.form.get(field, "") for field in ("email", "name", "password", "password_again")
    )
    problems = email_problem(email) | name_problem(name) | new_password_problems(password, again, about=(name, email))
    if problems:
        return show_first(token, email, name, problems)
    person = make_first(auth, token, email=email, name=name, password=password)
    return show_over() if person is None else go_on(auth, person, "/")


@link_pages.get("/forgotten")
@public
def forgotten() -> Response:
    """Ask for a link, where e-mail can be sent; else whom to ask."""
    return show_forgotten({})


def show_forgotten(problems: Problems, *, email: str = "", asked: bool = False) -> Response:
    can_send = current_auth().send_reset is not None
    page = render_template("auth/forgotten.html", problems=problems, email=email, asked=asked, can_send=can_send)
    return make_response(page, 400 if problems else 200)


@link_pages.post("/forgotten")
@public
def ask_for_reset() -> Response:
    """The same words and the same work whether there is such an account or not: looking it up is left to the worker.
    Raises TooManyAttempts."""
    auth, email = current_auth(), request.form.get("email", "")
    problems = email_problem(email)
    if problems or auth.send_reset is None:
        return show_forgotten(problems, email=email)
    counters = (("reset", network_of(request.remote_addr or ""), FROM_ONE_PLACE),)
    check_attempt(auth.store.limits, counters, now=auth.clock())
    note_failure(auth.store.limits, counters, now=auth.clock())
    auth.send_reset(email)
    return show_forgotten({}, email=email, asked=True)
