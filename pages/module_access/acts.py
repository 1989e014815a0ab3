"""The routes behind the forms of module access."""

from urllib.parse import urlencode

from flask import Blueprint, request
from werkzeug.wrappers import Response

from auth.actor import current_actor
from auth.requires import requires
from dashapp.context import current_clockstart
from dashapp.services.access import module_access
from dashapp.services.access.module_access import Subject, say_override
from dashapp.web.plain_forms import Undo, back_on_refusal, read_date, tell
from storage.errors import Refused
from storage.settings_store import Override
from words.written_dates import BOXES

access_acts = Blueprint("module_access", __name__)
OPEN = {"open": True, "closed": False}


def subject_page() -> str:
    """The page of whom the form is about."""
    level = request.form.get("level", "")
    return f"/module-access?{urlencode({level: request.form.get('subject', '')})}" if level else "/module-access"


def read_subject() -> Subject:
    """For whom, checked against the store. Raises NotFound, Forbidden."""
    asked = request.form.get("level", ""), request.form.get("subject", "")
    return module_access.get_subject(current_clockstart(), current_actor(), *asked)


@access_acts.post("/module-access/say")
@requires("admin")
@back_on_refusal(subject_page)
def say() -> Response:
    """Open or close a module for somebody, with dates."""
    subject, slug, state = read_subject(), request.form.get("module", ""), request.form.get("state", "")
    if state not in OPEN:
        raise Refused("Choose open or closed.")
    override = Override(OPEN[state], read_date("starts", "The first day"), read_date("ends", "The last day"))
    before = module_access.say(current_clockstart(), current_actor(), subject, slug, override)
    title = module_access.get_module(current_clockstart(), slug).title
    words = f"{title} is set to {say_override(override)} for {subject.name}."
    return tell(words, subject_page(), undo=undo_to(subject, slug, before))


@access_acts.post("/module-access/take-back")
@requires("admin")
@back_on_refusal(subject_page)
def take_back() -> Response:
    """Say nothing any more."""
    subject, slug = read_subject(), request.form.get("module", "")
    before = module_access.take_back(current_clockstart(), current_actor(), subject, slug)
    title = module_access.get_module(current_clockstart(), slug).title
    words = f"Nothing is set on {title} for {subject.name} any more."
    return tell(words, subject_page(), undo=undo_to(subject, slug, before))


def undo_to(subject: Subject, slug: str, before: Override | None) -> Undo:
    """What brings back what was said before."""
    place = {"level": subject.level, "subject": subject.id, "module": slug}
    if before is None:
        return Undo("/module-access/take-back", place)
    days = {"starts": before.starts, "ends": before.ends}
    parts = {f"{name}_{part}": str(getattr(day, part)) for name, day in days.items() if day for part in BOXES}
    return Undo("/module-access/say", {**place, "state": "open" if before.open else "closed", **parts})
