"""The routes behind the forms: each does one thing, then leads back to a page with what happened and its undo."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from auth.actor import Actor, current_actor
from auth.proof import requires_proof
from auth.requires import requires
from auth.signing_in import get_current_user
from dashapp.context import Clockstart, current_clockstart
from dashapp.services.files.spreadsheet_cells import csv_text
from dashapp.services.people import accounts, cohorts
from dashapp.web.files import as_csv, stamped
from dashapp.web.plain_forms import Undo, back_on_refusal, tell
from pages.staff.words import ROLES

staff_acts = Blueprint("staff", __name__)


def context() -> tuple[Clockstart, Actor]:
    return current_clockstart(), current_actor()


def account_page(uid: str) -> str:
    return f"/staff/{uid}"


def cohort_page(cohort_id: str) -> str:
    return f"/staff/cohorts/{cohort_id}"


@staff_acts.post("/staff/invite")
@requires("admin")
@back_on_refusal(lambda: "/staff/invite")
def invite() -> Response:
    clockstart, actor = context()
    email, name, role, cohort = (request.form.get(field, "") for field in ("email", "name", "role", "cohort"))
    invited = accounts.invite_person(
        clockstart, actor, email=email, name=name, role=role, cohorts=[cohort] if cohort else []
    )
    words = f"{invited.person.name} has an account. "
    words += "Pass this link on; it is shown only now." if invited.path else "The invitation is on its way by e-mail."
    return tell(words, account_page(invited.person.uid), link=invited.path)


@staff_acts.post("/staff/links.csv")
@requires("admin")
def links_for_invited() -> Response:
    """A fresh link for everybody who has not set up their account, as CSV."""
    clockstart, actor = context()
    host = request.host_url.rstrip("/")
    links = [(email, name, host + path) for email, name, path in accounts.make_links_for_invited(clockstart, actor)]
    return as_csv(csv_text([("email", "name", "link"), *links]), stamped("invitation-links", "csv"), "invitation links")


@staff_acts.post("/staff/send-invitations")
@requires("admin")
@back_on_refusal(lambda: "/staff")
def send_invitations() -> Response:
    clockstart, actor = context()
    waiting = accounts.list_accounts(clockstart, actor, state="invited")
    for person in waiting:
        accounts.send_link(clockstart, actor, person.uid)
    return tell(f"{len(waiting):,} invitations are on their way by e-mail.", "/staff?state=invited")


@staff_acts.post("/staff/<uid>/link")
@requires("admin")
@back_on_refusal(account_page)
def make_link(uid: str) -> Response:
    path = accounts.make_link(*context(), uid)
    return tell("Pass this link on; it works once and is shown only now.", account_page(uid), link=path)


@staff_acts.post("/staff/<uid>/send-link")
@requires("admin")
@back_on_refusal(account_page)
def send_link(uid: str) -> Response:
    accounts.send_link(*context(), uid)
    return tell(
        "The link is on its way by e-mail. What became of it is said at the foot of this page.", account_page(uid)
    )


@staff_acts.post("/staff/<uid>/void-links")
@requires("admin")
@back_on_refusal(account_page)
def void_links(uid: str) -> Response:
    accounts.void_links(*context(), uid)
    return tell("Links made before now do not work any more.", account_page(uid))


@staff_acts.post("/staff/<uid>/role")
@requires("admin")
@requires_proof
@back_on_refusal(account_page)
def change_role(uid: str) -> Response:
    clockstart, actor = context()
    role = request.form.get("role", "")
    before = accounts.change_role(clockstart, actor, uid, role)
    name = accounts.get_account(clockstart, actor, uid).name
    undo = Undo(f"/staff/{uid}/role", {"role": before}, f"Undo: {ROLES[before].lower()} again")
    return tell(f"The role of {name} is {ROLES[role].lower()} now.", account_page(uid), undo=undo)


@staff_acts.post("/staff/<uid>/email")
@requires("admin")
@requires_proof
@back_on_refusal(account_page)
def change_email(uid: str) -> Response:
    before = accounts.change_email(*context(), uid, request.form.get("email", ""))
    undo = Undo(f"/staff/{uid}/email", {"email": before}, f"Undo: {before} again")
    return tell("The email address has been changed.", account_page(uid), undo=undo)


@staff_acts.post("/staff/<uid>/deactivate")
@requires("admin")
@back_on_refusal(account_page)
def deactivate(uid: str) -> Response:
    clockstart, actor = context()
    accounts.deactivate(clockstart, actor, uid)
    name = accounts.get_account(clockstart, actor, uid).name
    return tell(f"{name} is deactivated and signed out.", account_page(uid), undo=Undo(f"/staff/{uid}/reactivate"))


@staff_acts.post("/staff/<uid>/reactivate")
@requires("admin")
@back_on_refusal(account_page)
def reactivate(uid: str) -> Response:
    clockstart, actor = context()
    accounts.reactivate(clockstart, actor, uid)
    return tell(f"{accounts.get_account(clockstart, actor, uid).name} can sign in again.", account_page(uid))


@staff_acts.post("/staff/<uid>/reset-factor")
@requires("admin")
@requires_proof
@back_on_refusal(account_page)
def reset_factor(uid: str) -> Response:
    accounts.reset_factor(*context(), uid)
    return tell("The second factor is reset. They set up a new one when they next sign in.", account_page(uid))


@staff_acts.post("/staff/<uid>/sessions/end")
@requires("admin")
@back_on_refusal(account_page)
def end_session(uid: str) -> Response:
    accounts.end_session(*context(), uid, request.form.get("session", ""))
    return tell("That session has been ended.", account_page(uid))


@staff_acts.post("/staff/<uid>/sessions/end-all")
@requires("admin")
@back_on_refusal(account_page)
def end_sessions(uid: str) -> Response:
    ended = accounts.end_sessions(*context(), uid)
    return tell(f"They are signed out everywhere ({ended} ended).", account_page(uid))


@staff_acts.post("/admin/end-sessions")
@requires("admin")
@requires_proof
def end_everyones_sessions() -> Response:
    clockstart, actor = context()
    others = accounts.end_everyones_sessions(clockstart, actor, get_current_user().session.digest)
    return tell(f"Everybody is signed out ({others:,} other people).", "/admin")


@staff_acts.post("/staff/<uid>/cohorts")
@requires("admin")
@back_on_refusal(account_page)
def add_to_cohort(uid: str) -> Response:
    cohort = request.form.get("cohort", "")
    person = cohorts.add_person(*context(), uid, cohort)
    undo = Undo(f"/staff/{uid}/cohorts/remove", {"cohort": cohort})
    return tell(f"{person.name} is in the cohort now.", account_page(uid), undo=undo)


@staff_acts.post("/staff/<uid>/cohorts/remove")
@requires("admin")
@back_on_refusal(account_page)
def take_out_of_cohort(uid: str) -> Response:
    cohort = request.form.get("cohort", "")
    person = cohorts.take_out(*context(), uid, cohort)
    undo = Undo(f"/staff/{uid}/cohorts", {"cohort": cohort})
    return tell(f"{person.name} is not in the cohort any more.", account_page(uid), undo=undo)


@staff_acts.post("/staff/cohorts")
@requires("admin")
@back_on_refusal(lambda: "/staff/cohorts")
def create_cohort() -> Response:
    cohort = cohorts.create(*context(), request.form.get("name", ""))
    undo = Undo(f"{cohort_page(cohort.id)}/remove")
    return tell(f"The cohort {cohort.name} is made.", cohort_page(cohort.id), undo=undo)


@staff_acts.post("/staff/cohorts/<cohort_id>/rename")
@requires("admin")
@back_on_refusal(cohort_page)
def rename_cohort(cohort_id: str) -> Response:
    before = cohorts.rename(*context(), cohort_id, request.form.get("name", ""))
    undo = Undo(f"{cohort_page(cohort_id)}/rename", {"name": before}, f"Undo: {before} again")
    return tell("The cohort has its new name.", cohort_page(cohort_id), undo=undo)


@staff_acts.post("/staff/cohorts/<cohort_id>/remove")
@requires("admin")
@back_on_refusal(cohort_page)
def remove_cohort(cohort_id: str) -> Response:
    return tell(f"The cohort {cohorts.remove(*context(), cohort_id)} is removed.", "/staff/cohorts")


@staff_acts.post("/staff/cohorts/<cohort_id>/add")
@requires("admin")
@back_on_refusal(cohort_page)
def add_to_this_cohort(cohort_id: str) -> Response:
    """A manager by uid from the list, or a learner by address."""
    clockstart, actor = context()
    uid, email = request.form.get("uid", ""), request.form.get("email", "")
    add = cohorts.add_person if uid else cohorts.add_by_email
    person = add(clockstart, actor, uid or email, cohort_id)
    undo = Undo(f"{cohort_page(cohort_id)}/remove-person", {"uid": person.uid})
    what = "looks after it now" if person.role == "manager" else "is in this cohort now"
    return tell(f"{person.name} {what}.", cohort_page(cohort_id), undo=undo)


@staff_acts.post("/staff/cohorts/<cohort_id>/remove-person")
@requires("admin")
@back_on_refusal(cohort_page)
def take_out_of_this_cohort(cohort_id: str) -> Response:
    uid = request.form.get("uid", "")
    person = cohorts.take_out(*context(), uid, cohort_id)
    undo = Undo(f"{cohort_page(cohort_id)}/add", {"uid": uid})
    return tell(f"{person.name} is not in this cohort any more.", cohort_page(cohort_id), undo=undo)
