"""What those who look after somebody say of their exam papers: more time, and when the items are told."""

from auth.actor import Actor
from auth.errors import Forbidden
from auth.policy import check_oversee
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.people.accounts import enter, trace_of
from dashapp.services.practice import answering, attempts, papers
from dashapp.services.practice.assignment import EXTRA
from dashapp.services.practice.closing import as_learner
from dashapp.services.practice.kinds import EXAM
from storage.accounts import Person
from storage.errors import Refused
from storage.papers import TERMS


def get_person(clockstart: Clockstart, actor: Actor, uid: str) -> Person:
    """Somebody the actor looks after. Raises Forbidden for learners, NotFound out of reach."""
    check_oversee(actor)
    return access.get_person(clockstart, actor, uid)


def get_another(clockstart: Clockstart, actor: Actor, uid: str) -> Person:
    """The same; nobody says what holds for their own papers. Raises Forbidden."""
    if actor.uid == uid or actor.viewing:
        raise Forbidden
    return get_person(clockstart, actor, uid)


def find_extra(clockstart: Clockstart, uid: str) -> str:
    """Percent of the time that a person has more."""
    told = clockstart.store.papers.find(uid, TERMS) or {}
    return str(told.get("extra_time_percent", 0))


def put_extra(clockstart: Clockstart, actor: Actor, uid: str, percent: str) -> Person:
    person = get_another(clockstart, actor, uid)
    if percent not in EXTRA:
        raise Refused("How much more time: choose one of those offered.")
    clockstart.store.papers.put(uid, TERMS, {"extra_time_percent": int(percent)})
    enter(clockstart, actor, person, "extra_time_given", percent=percent)
    return person


def release(clockstart: Clockstart, actor: Actor, uid: str, session: str) -> None:
    """The items of a paper are told from now on, and its marks enter what the person knows. Raises Refused where they
    are told already."""
    person = get_another(clockstart, actor, uid)
    papers.release(clockstart, uid, session)
    enter(clockstart, actor, person, "items_released", session=session)
    attempt = attempts.find_of(clockstart, uid, session, EXAM)
    if attempt is not None:
        answering.let_go(clockstart, as_learner(uid), attempt, trace_of(actor))
