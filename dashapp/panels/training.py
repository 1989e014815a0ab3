"""Things for today, each with its button, and those of a person's training: for its own page and for home."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.meaning import Status
from dashapp.services.access import access
from dashapp.services.practice import assigned
from dashapp.services.practice.kinds import LEARNING, SESSIONS, say_nothing_due
from dashapp.services.practice.sets import SET_WORDS
from dashapp.services.practice.training import MINUTES_A_CASE, NEXT, QUICK, REVIEW, Training, get_rule, read_training
from dashapp.services.records.records import new_id
from dashapp.ui.forms.posting import render_form
from dashapp.ui.icons import render_icon
from words.phrases import in_words, plural

START = "/my-training/start"
FIRST_SESSION = "Begin with five first cases, each told as you answer it; or add a session of your own choice."
FIRST_SETS = 3


@dataclass(frozen=True, slots=True)
class Thing:
    """Something for today: what, why it is here, and where to begin: at `href`, or with the session `starts` makes."""

    status: Status
    what: str
    why: str
    words: str
    href: str = ""
    starts: str = ""


def render_thing(thing: Thing, *, first: bool) -> html.Li:
    look = "primary" if first else "secondary"
    go = html.A(thing.words, href=thing.href, className=f"btn btn-{look}")
    return html.Li(
        [
            html.Span(render_icon(thing.status), className=f"cs-things-mark cs-things-{thing.status}"),
            html.Div([html.P(thing.what, className="cs-things-what"), html.P(thing.why, className="cs-quiet")]),
            render_start(thing.starts, thing.words, look) if thing.starts else go,
        ]
    )


def render_things(things: Sequence[Thing]) -> html.Ol:
    return html.Ol([render_thing(one, first=place == 0) for place, one in enumerate(things)], className="cs-things")


def render_start(what: str, words: str, look: str = "primary") -> Component:
    """A button that makes a session and opens its first case."""
    return render_form(START, [], button=words, fields={"what": what, "session": new_id()}, look=look)


def can_start(clockstart: Clockstart, actor: Actor) -> bool:
    """Whether sessions are open to the actor, who acts for themselves."""
    opened = {module.slug for module in access.list_open(clockstart, actor)}
    return not actor.viewing and {LEARNING.slug, SESSIONS.slug} <= opened


def describe_review(training: Training) -> list[Thing]:
    """The review of today; none on a day on which nothing is due."""
    due = training.standing.due
    if not due:
        return []
    what = f"Today's review: {plural(len(due), 'rule')}"
    why = f"About {len(due) * MINUTES_A_CASE} minutes, beginning with “{get_rule(due[0]).title}”."
    return [Thing("note", f"Welcome back. {what}" if training.was_away else what, why, "Start", starts=REVIEW)]


def describe_assigned(clockstart: Clockstart, actor: Actor) -> list[Thing]:
    """The practice that was given and not handed in, that due first."""
    return [describe_assignment(one) for one in assigned.list_to_do(clockstart, actor)]


def describe_assignment(one: assigned.Standing) -> Thing:
    cases = plural(int(one.assignment.cases), "case")
    status: Status = "breach" if one.is_late else "watch" if one.due_on == one.today else "note"
    late = " It is late, and counts all the same." if one.is_late else ""
    void = f" Your try before is void: “{one.voided[-1]['void_reason']}”" if one.voided and not one.tries else ""
    words, why = "Go on" if one.tries else "Begin", f"{cases}, due {in_words(one.due_on)}.{late}{void}"
    return Thing(status, f"Assigned: {one.assignment.title}", why, words, f"/assigned/{one.assignment.id}")


def describe_next(training: Training) -> list[Thing]:
    """Five cases of the weakest rule; none where every rule is proficient."""
    step = training.next_step
    if step is None:
        return []
    return [Thing("note", f"Five cases: {step.rule.title}", step.why, "Start", starts=NEXT)]


def describe_open(training: Training) -> list[Thing]:
    """Sessions of their own that were begun and not handed in, the last first."""
    return [
        Thing("watch", kind.name(one.data), "Begun and not handed in.", "Go on", kind.address(one.id))
        for kind, one in training.open_sessions
        if not one.data.get("assignment")
    ]


def offer_review(clockstart: Clockstart, actor: Actor) -> tuple[str, list[Component]]:
    """For an empty learning centre: today's review, or when the next one is, and five quick cases."""
    training = read_training(clockstart, actor.uid)
    quick = render_start(QUICK, "Quick five", "secondary")
    if not training.standing.due:
        return say_nothing_due(training.standing), [quick]
    return f"{describe_review(training)[0].what}.", [render_start(REVIEW, "Start today's review"), quick]


def offer_sets(clockstart: Clockstart, actor: Actor) -> tuple[str, list[Component]]:
    """For an empty list of sessions: five first cases of each of three sets, those of the job that is trained for."""
    wanted = [name for name in read_training(clockstart, actor.uid).levels if name in SET_WORDS][:FIRST_SETS]
    return FIRST_SESSION, [render_start(name, SET_WORDS[name], "secondary") for name in wanted]
