"""Assignments: practice given to a cohort or to people, with due dates; and what is assigned to oneself."""

from dash import Dash

from auth.errors import Forbidden
from auth.policy import check_oversee
from dashapp.context import Clockstart
from dashapp.declare.feature import OVERSEERS, Feature, JobKind, Nav
from dashapp.services.practice import assigned, assignments, closing
from dashapp.web.router import Page, Visit, everyone

from . import compared, live, mine, one_person, policy, questioned, tutor
from .acts import assignment_acts, calendar_addresses

LEARNERS = frozenset({"learner"})


def register(app: Dash, clockstart: Clockstart) -> None:
    """The pages of those who assign, and of those to whom it is assigned; each asks on its own who may open it."""
    add = clockstart.router.add

    def check_one(visit: Visit) -> None:
        assignments.get_for_tutor(clockstart, visit.actor, visit.variables["assignment"])

    def check_person(visit: Visit) -> None:
        closing.get_person(clockstart, visit.actor, visit.variables["assignment"], visit.variables["uid"])

    def check_mine(visit: Visit) -> None:
        check_learner(visit)
        assigned.get_mine(clockstart, visit.actor, visit.variables["assignment"])

    add("/assignments", Page("Assignments", lambda visit: tutor.render_all(clockstart, visit), check_overseer))
    add("/assignments/new", Page("Assign practice", lambda visit: tutor.render_new(clockstart, visit), check_overseer))
    add("/assignments/<assignment>", Page("Assignment", lambda visit: tutor.render_one(clockstart, visit), check_one))
    add(
        "/assignments/<assignment>/agreement",
        Page("Agreement", lambda visit: compared.render(clockstart, visit), check_one),
    )
    add(
        "/assignments/<assignment>/people/<uid>",
        Page("Assigned to one person", lambda visit: one_person.render(clockstart, visit), check_person),
    )
    questioned.register(clockstart, check_overseer)
    add(policy.HERE, Page(policy.TITLE, lambda visit: policy.render(clockstart, visit), everyone))
    add("/assigned", Page("Assigned to me", lambda visit: mine.render_all(clockstart, visit), check_learner))
    add("/assigned/<assignment>", Page("Assigned work", lambda visit: mine.render_one(clockstart, visit), check_mine))
    app.server.register_blueprint(assignment_acts)
    live.register(app)


def check_overseer(visit: Visit) -> None:
    """Raises Forbidden for learners."""
    check_oversee(visit.actor)


def check_learner(visit: Visit) -> None:
    """Raises Forbidden for everybody else: work is assigned to learners."""
    if visit.actor.role != "learner":
        raise Forbidden


FEATURE = Feature(
    (
        Nav(
            "Assignments",
            "/assignments",
            "People and settings",
            OVERSEERS,
            "Practice given to people, and how far it is",
        ),
        Nav(policy.TITLE, policy.HERE, "", purpose="Rules of local policy as practice scores them", in_menu=False),
        Nav("Assigned to me", "/assigned", "Learning", LEARNERS, "Practice that was given to me, and by when"),
    ),
    register,
    downloads=(calendar_addresses,),
    jobs={"results_released": JobKind("dashapp.services.practice.closing:let_all_go")},
    acts={
        "assignment_made": "Assigned practice",
        "assignment_due_changed": "Changed when an assignment is due",
        "assignment_terms_changed": "Changed what holds for one person in an assignment",
        "assignment_retired": "Took an assignment back",
        "results_released": "Released the results of an assignment",
        "attempt_closed": "Closed a try at an assignment",
        "attempt_voided": "Made a try at an assignment void",
        "time_added": "Gave more time for a try at an assignment",
        "policy_adopted": "Adopted the practice access policy for a cohort",
        "policy_given_up": "Gave up the practice access policy of a cohort",
        "mark_questioned": "Questioned the mark of a case",
        "question_settled": "Answered a question about a mark",
        "regraded": "Marked a session again after a ruling",
        "calendar_link_made": "Made a link to their calendar",
        "calendar_link_revoked": "Took the link to their calendar back",
    },
)
