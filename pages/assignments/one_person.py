"""What one person has done of an assignment, try by try: closing one, giving more time, making one void."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.practice import closing, exam_clock
from dashapp.services.practice.assigned import Standing
from dashapp.services.practice.exam_clock import Head
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.posting import render_field, render_form, render_select, render_told
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import render_facts
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from storage.accounts import Person
from storage.attempts import OPEN, VOID
from words.phrases import in_words

from .said import say_due, say_result, say_state

CLOSES = "It is handed in with what {name} has answered by now. What is not answered earns nothing."
VOIDS = (
    "Nothing of this try counts: no result, no level, and {name} may try once more in its place. {name} reads the "
    "reason. It cannot be taken back."
)


def render(clockstart: Clockstart, visit: Visit) -> Component:
    told, uid = read_told(), visit.variables["uid"]
    known, person, standing = closing.get_person(clockstart, visit.actor, visit.variables["assignment"], uid)
    nothing = render_empty("Nothing begun yet", f"{person.name} has not begun {known.title}.", [])
    tries = [render_try(clockstart, standing, person, one, told.typed) for one in reversed(standing.begun)]
    return render_page(
        person.name,
        [*render_told(told), render_facts(list_facts(standing)), *(tries or [nothing])],
        lead=f"{known.title}, {known.cases} cases.",
        actions=[render_action("All of their work", f"/people/{uid}")],
        back=(known.title, f"/assignments/{known.id}"),
    )


def list_facts(standing: Standing) -> list[tuple[str, Any]]:
    return [
        ("State", say_state(standing)),
        ("Right", say_result(standing, to_tutor=True)),
        ("Due", say_due(standing)),
    ]


def render_try(
    clockstart: Clockstart, standing: Standing, person: Person, head: Head, typed: Mapping[str, str]
) -> Component:
    base, fields = f"/assignments/{standing.assignment.id}/people/{person.uid}", {"session": str(head["session"])}
    words = html.P(say_try(clockstart, standing, head))
    if head["state"] == VOID:
        return render_section(f"Try {head['try']}", words)
    is_open, form = head["state"] == OPEN, f"try-{head['try']}"
    time = render_form(
        f"{base}/time",
        [render_select("minutes", f"More time for {person.name}", closing.MORE, form=form)],
        button="Add time",
        fields=fields,
        look="secondary",
    )
    close = [html.P(CLOSES.format(name=person.name))]
    close += [render_form(f"{base}/close", [], button=f"Close {person.name}’s try", fields=fields, look="secondary")]
    reason = render_field("reason", f"Why is {person.name}’s try void?", typed.get("reason", ""), form=form)
    button = f"Make {person.name}’s try void"
    void = render_form(f"{base}/void", [reason], button=button, fields=fields, look="secondary")
    parts = [
        *([html.H3("More time"), time] if is_open and exam_clock.find_deadline(head) else []),
        *([html.H3("Close it"), *close] if is_open else []),
        html.H3("Make it void"),
        html.P(VOIDS.format(name=person.name)),
        void,
    ]
    return render_section(f"Try {head['try']}", [words, *parts])


def say_try(clockstart: Clockstart, standing: Standing, head: Head) -> str:
    """ "Open. 12 minutes left, until 10:45." """
    if head["state"] == VOID:
        return f"Void since {in_words(date.fromisoformat(head['voided_on']))}: “{head['void_reason']}”"
    if head["state"] == OPEN:
        left = exam_clock.say_left(head, clockstart.now)
        return f"Open. {left}." if left else "Open, without a time limit."
    score = "not scored" if head.get("score") is None else f"{head['score']} %"
    late = ", late" if head.get("late") else ""
    return f"Handed in on {in_words(date.fromisoformat(head['handed_in_on']))}{late}: {score}."
