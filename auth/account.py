"""My account: name, password, where I am signed in, my data. Plain forms that work without JavaScript."""

from collections.abc import Mapping
from typing import Any

import orjson
from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from auth.actor import current_actor
from auth.blueprint import Problems
from auth.context import Auth, current_auth, current_trace
from auth.factors import may_do_without
from auth.limits import FROM_ONE_PLACE, check_attempt, forget_attempts, note_failure
from auth.link_pages import new_password_problems
from auth.proof import check_proof
from auth.requires import requires
from auth.signing_in import SignedInUser, get_current_user
from storage.errors import Refused
from storage.notes import PREDICT
from storage.person import Person

account_pages = Blueprint("account", __name__, template_folder="templates", url_prefix="/account")


@account_pages.get("")
@requires()
def account() -> Response:
    """The page."""
    return show_account()


def show_account(status: int = 200, problems: Problems | None = None, name: str | None = None) -> Response:
    auth, user = current_auth(), get_current_user()
    page = render_template(
        "auth/account.html",
        person=user.person,
        name=user.person.name if name is None else name,
        sessions=auth.store.sessions.list(user.person.uid, now=auth.clock()),
        here=user.session.digest,
        problems=problems or {},
        import_path=auth.import_path,
        factor=auth.store.factors.find(user.person.uid) if user.person.has_factor else None,
        may_do_without=may_do_without(auth, user.person),
        predicts=auth.store.views.find(user.person.uid, PREDICT) is not None,
    )
    return make_response(page, status)


@account_pages.post("/name")
@requires()
def change_name() -> AnyResponse:
    """A new name."""
    auth, uid, name = current_auth(), current_actor().uid, request.form.get("name", "")
    try:
        auth.store.people.rename(uid, name)
    except Refused as refusal:
        return show_account(400, {"name": refusal.sentence}, name)
    return done(auth, "name_changed", "Your name has been changed.")


@account_pages.post("/password")
@requires()
def change_password() -> AnyResponse:
    """A new password, which ends every other session. With a second factor the code is asked for as well."""
    auth, user = current_auth(), get_current_user()
    if user.person.has_factor:
        check_proof()
    current, password, again = (request.form.get(name, "") for name in ("current", "password", "password_again"))
    problems = check_current(auth, user, current)
    problems |= new_password_problems(password, again, about=(user.person.name, user.person.email))
    if problems:
        return show_account(400, problems)
    auth.store.people.put_password_hash(user.person.uid, auth.passwords.hash(password))
    auth.store.people.void_links(user.person.uid, now=auth.clock())
    auth.store.sessions.end_all(user.person.uid, but=user.session.digest)
    return done(auth, "password_changed", "Your password has been changed. You are signed out everywhere else.")


def check_current(auth: Auth, user: SignedInUser, password: str) -> Problems:
    """A problem unless this is the password in use; attempts are counted. Raises TooManyAttempts."""
    counters = (("password", user.person.uid, FROM_ONE_PLACE),)
    check_attempt(auth.store.limits, counters, now=auth.clock())
    if not auth.passwords.matches(user.person.password_hash, password):
        note_failure(auth.store.limits, counters, now=auth.clock())
        return {"current": "This is not your current password"}
    forget_attempts(auth.store.limits, counters)
    return {}


@account_pages.post("/predict")
@requires("learner")
def change_predict() -> AnyResponse:
    """Whether the clock is told only after saying what it will do."""
    auth, uid = current_auth(), current_actor().uid
    if request.form.get("predict") == "on":
        auth.store.views.put(uid, PREDICT, {})
        return done(auth, "prediction_on", "From now on you say what the clock will do before you are told.")
    auth.store.views.remove(uid, PREDICT)
    return done(auth, "prediction_off", "From now on you are told at once what the clock does.")


@account_pages.post("/sessions/end")
@requires()
def end_session() -> AnyResponse:
    """End one of my sessions."""
    auth = current_auth()
    auth.store.sessions.end(current_actor().uid, request.form.get("session", ""))
    return done(auth, "session_ended", "That session has been ended.")


@account_pages.post("/sessions/end-others")
@requires()
def end_other_sessions() -> AnyResponse:
    """End all of my sessions but this one."""
    auth, user = current_auth(), get_current_user()
    ended = auth.store.sessions.end_all(user.person.uid, but=user.session.digest)
    return done(auth, "other_sessions_ended", f"You are signed out everywhere else ({ended} ended).")


@account_pages.get("/data")
@requires()
def my_data() -> Response:
    """Everything stored about me, as one JSON file."""
    auth, user = current_auth(), get_current_user()
    text = orjson.dumps(everything_of(auth, user.person), option=orjson.OPT_INDENT_2)
    auth.store.held.enter(user.person.uid, "data_downloaded", trace=current_trace(), now=auth.clock())
    response = make_response(text)
    response.mimetype = "application/json"
    response.headers["Content-Disposition"] = 'attachment; filename="clockstart-my-data.json"'
    return response


def everything_of(auth: Auth, person: Person) -> dict[str, Any]:
    """The account, the records of every module with removed ones apart, and what else the person has left here.
    Reviews by others are not in it: they are shown when their authors release them."""
    store, uid = auth.store, person.uid
    names = store.records.modules(uid)
    return {
        "account": {"email": person.email, "name": person.name, "role": person.role, "created_at": person.created_at},
        "modules": {name: store.records.list(uid, name) for name in names},
        "removed": {name: store.records.list_removed(uid, name) for name in names},
        "drafts": store.drafts.list(uid),
        "views": store.views.list(uid),
        "attempts": {one: without_results(head) for one, head in store.attempts.list(uid).items()},
    }


def without_results(head: Mapping[str, Any]) -> Mapping[str, Any]:
    """Of an attempt that may not be told yet, not what came of it."""
    hidden = ("score", "lost_patients") if head.get("held") else ()
    return {name: value for name, value in head.items() if name not in hidden}


def done(auth: Auth, act: str, sentence: str) -> AnyResponse:
    """Enter the act in the audit trail and show the page again with what has happened."""
    auth.store.audit.enter(current_actor().uid, act, trace=current_trace(), now=auth.clock())
    flash(sentence)
    return redirect("/account", 303)
