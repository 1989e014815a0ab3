"""Sessions that are begun by one press, on the page of one's training and on home."""

from flask import Blueprint, request
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from auth import current_trace
from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import current_clockstart
from dashapp.panels.training import START
from dashapp.services.practice import training
from dashapp.services.records.records import check_id
from dashapp.web.plain_forms import back_on_refusal

training_acts = Blueprint("my_training", __name__)


@training_acts.post(START)
@requires()
@back_on_refusal(lambda: "/my-training")
def start() -> Response:
    """Make the session, begin it and open its first case; sent twice it is the same."""
    what, session = request.form.get("what", ""), check_id(request.form.get("session", ""))
    address = training.start(current_clockstart(), current_actor(), what, session, current_trace())
    return redirect(address, 303)
