"""The routes behind the forms of assignments."""

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from auth import current_trace
from auth.actor import Actor, current_actor
from auth.requires import public, requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.panels.practice.answered import QUESTION
from dashapp.panels.practice.drawn import address_of
from dashapp.panels.practice.in_modules import address_of_case
from dashapp.services.practice import assigned, assignments, attempts, calendars, closing, questions
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.kinds import SESSIONS
from dashapp.ui.times import time_of_day
from dashapp.web.plain_forms import back_on_refusal, read_date, tell
from words.phrases import in_words, plural

assignment_acts = Blueprint("assignments", __name__)
calendar_addresses = Blueprint("calendars", __name__)
TYPED = ("title", "cohort", "people", "same_cases", "minutes_allowed", *assignments.CHOSEN)


def context() -> tuple[Clockstart, Actor]:
    return current_clockstart(), current_actor()


def page_of(assignment: str) -> str:
    return f"/assignments/{assignment}"


def page_of_person(assignment: str, uid: str) -> str:
    return f"/assignments/{assignment}/people/{uid}"


@assignment_acts.post("/assignments")
@requires("manager", "admin")
@back_on_refusal(lambda: "/assignments/new")
def assign() -> Response:
    """Give practice to a cohort, to people, or both."""
    asked = {name: request.form.get(name, "") for name in TYPED}
    days = {"opens_on": read_date("opens_on", "The day it opens"), "due_on": read_date("due_on", "The day it is due")}
    families = request.form.getlist("families")
    found = assignments.assign(*context(), request.form.get("id", ""), {**asked, **days, "families": families})
    return tell(f"{found.title} is assigned, due {in_words(found.due_on)}.", page_of(found.id))


@assignment_acts.post("/assignments/<assignment>/due")
@requires("manager", "admin")
@back_on_refusal(page_of)
def change_due(assignment: str) -> Response:
    found = assignments.change_due(*context(), assignment, read_date("due_on", "The day it is due"))
    return tell(
        f"It is due {in_words(found.due_on)} now. Those it is for can see that it has changed.", page_of(assignment)
    )


@assignment_acts.post("/assignments/<assignment>/person")
@requires("manager", "admin")
@back_on_refusal(page_of)
def change_own(assignment: str) -> Response:
    """A day of their own and more time for one person."""
    day, extra = read_date("own_due", "Their own day"), request.form.get("extra", "0")
    person = assignments.change_own(*context(), assignment, request.form.get("uid", ""), day, extra)
    return tell(f"Saved for {person.name}.", page_of(assignment))


@assignment_acts.post("/assignments/<assignment>/release")
@requires("manager", "admin")
@back_on_refusal(page_of)
def release(assignment: str) -> Response:
    found = assignments.release(*context(), assignment)
    return tell(f"The results of {found.title} are released.", page_of(assignment))


@assignment_acts.post("/assignments/<assignment>/people/<uid>/close")
@requires("manager", "admin")
@back_on_refusal(page_of_person)
def close(assignment: str, uid: str) -> Response:
    """Hand in what somebody has answered."""
    person = closing.close(*context(), assignment, uid, request.form.get("session", ""))
    return tell(f"{person.name}’s try is closed, with what was answered.", page_of_person(assignment, uid))


@assignment_acts.post("/assignments/<assignment>/people/<uid>/time")
@requires("manager", "admin")
@back_on_refusal(page_of_person)
def add_time(assignment: str, uid: str) -> Response:
    session, minutes = request.form.get("session", ""), request.form.get("minutes", "")
    person, until = closing.add_time(*context(), assignment, uid, session, minutes)
    return tell(f"{person.name} has until {time_of_day(until)} now.", page_of_person(assignment, uid))


@assignment_acts.post("/assignments/<assignment>/people/<uid>/void")
@requires("manager", "admin")
@back_on_refusal(page_of_person)
def void(assignment: str, uid: str) -> Response:
    """Nothing of the try counts; the reason is told to the person."""
    session, reason = request.form.get("session", ""), request.form.get("reason", "")
    person = closing.void(*context(), assignment, uid, session, reason)
    return tell(f"{person.name}’s try is void. It counts nowhere.", page_of_person(assignment, uid))


@assignment_acts.post("/assignments/<assignment>/retire")
@requires("manager", "admin")
@back_on_refusal(page_of)
def retire(assignment: str) -> Response:
    found = assignments.retire(*context(), assignment)
    return tell(f"{found.title} is taken back. What was begun can be finished.", page_of(assignment))


@calendar_addresses.get("/calendar/<token>.ics")
@public
def read_calendar(token: str) -> Response:
    """For a program that asks without a session: the token says whose it is."""
    return Response(calendars.read_calendar(current_clockstart(), token), content_type="text/calendar; charset=utf-8")


@calendar_addresses.post("/assigned/calendar")
@requires("learner")
def make_link() -> Response:
    path = calendars.make_link(*context())
    return tell(
        "Add this address to your calendar. It is shown only now; whoever has it can read it.", "/assigned", link=path
    )


@calendar_addresses.post("/assigned/calendar/take-back")
@requires("learner")
def take_back_link() -> Response:
    calendars.take_back(*context())
    return tell("The address of your calendar works no more.", "/assigned")


@assignment_acts.post("/practice-access-policy")
@requires("manager", "admin")
def adopt() -> Response:
    """Adopt the practice access policy for a cohort, or give it up."""
    is_on = request.form.get("adopted") == "yes"
    name = assignments.adopt_policy(*context(), request.form.get("cohort", ""), adopted=is_on)
    words = "is adopted for" if is_on else "is given up for"
    return tell(f"The practice access policy {words} {name}. It holds for what is begun from now on.", request.path)


def read_case() -> tuple[str, int]:
    """The session and the case of the form that was sent."""
    number = request.form.get("number", "")
    return request.form.get("place", ""), int(number) if number.isdecimal() and len(number) < 4 else 0


def page_of_case(attempt: Attempt, number: int) -> str:
    return address_of_case(current_clockstart(), attempt, number) if attempt.in_modules else address_of(attempt, number)


@assignment_acts.post(QUESTION)
@requires()
@back_on_refusal(lambda: page_of_case(attempts.get_at(*context(), read_case()[0]), read_case()[1]))
def question() -> Response:
    """Question the mark of a case of one's own; the page of the case says what came of it."""
    attempt = questions.ask(*context(), *read_case(), request.form.get("sentence", ""))
    return redirect(page_of_case(attempt, read_case()[1]), 303)


def page_of_question(question: str, state: str) -> str:
    """With the preview of a ruling, where the form was on it."""
    return f"/assignments/questions/{question}" + (f"/{state}" if state in {questions.ACCEPTED, questions.VOID} else "")


@assignment_acts.post("/assignments/questions/<question>")
@requires("manager", "admin")
@back_on_refusal(lambda question: page_of_question(question, request.form.get("state", "")))
def settle(question: str) -> Response:
    clockstart, actor = context()
    known, state = questions.get_for_tutor(clockstart, actor, question), request.form.get("state", "")
    lowers = request.form.get("lowers", "").split()
    changed = questions.settle(clockstart, actor, known, state, request.form.get("reply", ""), lowers=lowers)
    words = f"{questions.STATES[state]}. {plural(len(changed), 'session')} marked again."
    return tell(words, "/assignments/questions")


@assignment_acts.post("/assigned/<assignment>/begin")
@requires("learner")
@back_on_refusal(lambda assignment: f"/assigned/{assignment}")
def begin(assignment: str) -> Response:
    """Begin, or go on; for the person who is signed in, whatever else was sent."""
    session = assigned.begin(*context(), assignment, current_trace())
    return redirect(f"/{SESSIONS.slug}/{session}/work", 303)
