"""The page that asks somebody who is signed in to prove that it is them. It works without JavaScript."""

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from auth.account import check_current
from auth.context import Auth, current_auth, current_trace
from auth.errors import WrongCode
from auth.factors import check_code
from auth.next_page import safe_next
from auth.requires import requires
from auth.signing_in import get_current_user
from storage.person import Person

proof_pages = Blueprint("proof", __name__, template_folder="templates")


@proof_pages.get("/prove")
@requires()
def prove() -> Response:
    """The page; `next` is where it leads afterwards."""
    return show_prove(safe_next(request.args.get("next")), {})


def show_prove(target: str, problems: dict[str, str]) -> Response:
    user = get_current_user()
    page = render_template("auth/prove.html", person=user.person, next_page=target, problems=problems)
    return make_response(page, 400 if problems else 200)


def code_problems(auth: Auth, person: Person, code: str) -> dict[str, str]:
    """A problem unless this is a code that has not been used. Raises TooManyAttempts."""
    try:
        check_code(auth, person, code)
    except WrongCode as refusal:
        return {"code": refusal.sentence}
    return {}


@proof_pages.post("/prove")
@requires()
def prove_now() -> AnyResponse:
    """Check the password, and the code where there is a second factor; the proof holds for this session."""
    auth, user, target = current_auth(), get_current_user(), safe_next(request.form.get("next"))
    problems = check_current(auth, user, request.form.get("current", ""))
    if not problems and user.person.has_factor:
        problems = code_problems(auth, user.person, request.form.get("code", ""))
    if problems:
        return show_prove(target, problems)
    user.session = auth.store.sessions.prove(user.person.uid, user.session, now=auth.clock())
    auth.store.audit.enter(user.person.uid, "proof_given", trace=current_trace(), now=auth.clock())
    return redirect(target, 303)
