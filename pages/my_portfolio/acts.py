"""Submitting, withdrawing and deciding, and the sealed copy as a file."""

from flask import Blueprint, Response, request
from werkzeug.wrappers import Response as ResponseBase

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import current_clockstart
from dashapp.web.addresses import record_address
from dashapp.web.files import as_file
from dashapp.web.plain_forms import back_on_refusal, tell
from storage.errors import NotFound

from .sealed import HERE
from .service import papers, snapshots

portfolio_acts = Blueprint("my_portfolio", __name__)


def page_of(record_id: str, uid: str = "") -> str:
    return f"{f'/people/{uid}' if uid else ''}{record_address(HERE, record_id)}/submit"


@portfolio_acts.post("/my-portfolio/<record:record_id>/submit")
@requires()
@back_on_refusal(page_of)
def submit(record_id: str) -> ResponseBase:
    """Seal a copy and hand it in."""
    operation = request.form.get("operation", "")
    snapshots.submit(current_clockstart(), current_actor(), record_id, operation, current_trace())
    return tell("Submitted. Your tutor can see the sealed copy.", page_of(record_id))


@portfolio_acts.post("/my-portfolio/<record:record_id>/withdraw")
@requires()
@back_on_refusal(page_of)
def withdraw(record_id: str) -> ResponseBase:
    """Take it back."""
    operation = request.form.get("operation", "")
    snapshots.withdraw(current_clockstart(), current_actor(), record_id, operation, current_trace())
    return tell("Withdrawn. You can submit it again.", page_of(record_id))


@portfolio_acts.post("/people/<uid>/my-portfolio/<record:record_id>/decide")
@requires("manager", "admin")
@back_on_refusal(lambda uid, record_id: page_of(record_id, uid))
def decide(uid: str, record_id: str) -> ResponseBase:
    """Sign competencies off, or return it."""
    signed, text = request.form.getlist("signed"), request.form.get("text", "")
    record = snapshots.decide(current_clockstart(), current_actor(), uid, record_id, signed, text, current_trace())
    words = "Signed off." if record.data["state"] == snapshots.ACCEPTED else "Returned, with what you wrote."
    return tell(words, page_of(record_id, uid))


@portfolio_acts.get("/export/portfolio/<uid>/<record:snapshot>.<form>")
@requires()
def export_copy(uid: str, snapshot: str, form: str) -> Response:
    """A sealed copy as JSON, the bytes its digest is of, or as PDF."""
    if form not in papers.FORMS:
        raise NotFound("There is no such file.")
    found = snapshots.get_snapshot(current_clockstart(), current_actor(), uid, snapshot)
    kind, write = papers.FORMS[form]
    return as_file(write(found), kind, f"portfolio-{found.told['submitted_on']}.{form}", "portfolio")
