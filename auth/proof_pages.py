"""The page that asks somebody who is signed in to prove that it is them. It works without JavaScript."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from auth.account import check_current
from auth.context import current_auth, current_trace
from auth.next_page import safe_next
from auth.requires import requires
from auth.signing_in import get_current_user

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


@proof_pages.post("/prove")
@requires()
def prove_now() -> AnyResponse:
    """Check the password; the proof holds for this session and for ten minutes."""
    auth, user, target = current_auth(), get_current_user(), safe_next(request.form.get("next"))
    problems = check_current(auth, user, request.form.get("current", ""))
    if problems:
        return show_prove(target, problems)
    user.session = auth.store.sessions.prove(user.person.uid, user.session, now=auth.clock())
    auth.store.audit.enter(user.person.uid, "proof_given", trace=current_trace(), now=auth.clock())
    return redirect(target, 303)
