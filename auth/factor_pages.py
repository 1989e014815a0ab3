"""My account, second factor: set it up, take it away, make new recovery codes. Plain forms."""

from flask import Blueprint, Response, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from auth.context import current_auth
from auth.errors import WrongCode
from auth.factors import draw_picture, enter, may_do_without, must_set_up, new_secret, renew_codes, set_up
from auth.next_page import safe_next
from auth.proof import check_proof, requires_proof
from auth.requires import requires
from auth.signing_in import get_current_user
from storage.errors import Refused

factor_pages = Blueprint("factor", __name__, template_folder="templates", url_prefix="/account/second-factor")


@factor_pages.get("")
@requires()
@requires_proof
def set_up_page() -> Response:
    """The picture to scan and the field for the first code."""
    return show_set_up(safe_next(request.args.get("next")), {})


def show_set_up(target: str, problems: dict[str, str]) -> Response:
    auth, person = current_auth(), get_current_user().person
    secret = auth.store.factors.offer(person.uid, new_secret(), now=auth.clock())
    page = render_template(
        "auth/factor_set_up.html",
        person=person,
        picture=draw_picture(person, secret),
        secret=" ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        required=must_set_up(auth, person),
        next_page=target,
        problems=problems,
    )
    return make_response(page, 400 if problems else 200)


@factor_pages.post("")
@requires()
@requires_proof
def set_up_now() -> AnyResponse:
    """Check the first code, ask for one from now on, and show the recovery codes once."""
    auth, user, target = current_auth(), get_current_user(), safe_next(request.form.get("next"))
    uid, secret = user.person.uid, auth.store.factors.offer(user.person.uid, new_secret(), now=auth.clock())
    try:
        codes = set_up(auth, user.person, secret, request.form.get("code", ""))
    except WrongCode as refusal:
        return show_set_up(target, {"code": refusal.sentence})
    auth.store.sessions.end_all(uid, but=user.session.digest)
    return show_codes(codes, target)


def show_codes(codes: list[str], target: str) -> Response:
    return make_response(render_template("auth/recovery_codes.html", codes=codes, next_page=target))


@factor_pages.post("/codes")
@requires()
@requires_proof
def make_codes() -> AnyResponse:
    """New recovery codes, shown once; the old ones are worth nothing."""
    return show_codes(renew_codes(current_auth(), get_current_user().person), "/account")


@factor_pages.post("/remove")
@requires()
def remove() -> AnyResponse:
    """Sign in with the password alone again, where that is allowed."""
    auth, person = current_auth(), get_current_user().person
    if not may_do_without(auth, person):
        raise Refused("Your role asks for a second factor, so it cannot be removed. You can set up another device.")
    check_proof()
    if auth.store.factors.remove(person.uid):
        enter(auth, person, "factor_removed")
        flash("Your second factor has been removed. You sign in with your password alone.")
    return redirect("/account", 303)
