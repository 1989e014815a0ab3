"""A session that is worked in the modules: the way into its lists, and what the page of a record says of its case."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart, plain_clockstart
from dashapp.services.access.scopes import PRACTICE
from dashapp.services.practice import answering, attempts, copies
from dashapp.services.practice.attempts import Attempt
from dashapp.services.records.pathways import PTL
from dashapp.ui import ids
from dashapp.ui.page import render_action, render_page
from dashapp.ui.tables import Column, render_table
from practice.case import Case
from words.phrases import plural

from . import watch
from .answered import render_answered
from .drawn import (
    HAND_IN,
    SAID,
    STATES,
    act_of,
    link,
    list_asked_about,
    list_row,
    name_patient,
    render_evidence,
    render_facts,
    render_question,
    state_of,
)

SHOW_ME, READ = "practice-show-me", "practice-read"
TO_ENTER = (
    "The evidence tells of something that the record does not have yet, and the record may have something wrong. Enter "
    "it with its RTT status, and put right what is wrong. Edit has every question; missed and cancelled "
    "appointments have modules of their own."
)
MARKS, READS = "Mark what I have entered", "I have entered it"
AGAIN = "It has been read. What the record says when you hand in counts."
HOW = (
    "Each case is a patient on lists that are yours alone. Open a record and read its evidence: there it is answered. "
    "Nothing you do there counts anywhere else."
)
SHOWS = "Show what the rules say of this record"
HALVES = "The case then earns half."
SHOWN = "You asked what the rules say of this record: the case earns half."


def scope_of(attempt: Attempt) -> str:
    return f"?scope={PRACTICE}{attempt.id}"


def address_of_case(clockstart: Clockstart, attempt: Attempt, number: int) -> str:
    """The pathway of a case in the tracking list of the copy."""
    module = clockstart.registry.find_by_store_key(PTL)
    return f"{module.address if module else ''}/{copies.name_record(number)}{scope_of(attempt)}"


def render_modules(clockstart: Clockstart, uid: str, attempt: Attempt, time_left: Component) -> Component:
    """What the session is made of, and handing it in."""
    hand_in = html.Button(
        "Hand in", id=act_of(HAND_IN, attempt.place), type="button", className="btn btn-secondary", n_clicks=0
    )
    result = link("Result", f"/{attempt.place}/result", "btn btn-secondary")
    at = attempt.next_after(len(attempt.cases)) or 1
    columns = (Column("Case", header=True), Column("State"))
    rows = [(render_case_link(clockstart, attempt, one), say_state(attempt, one)) for one in attempt.numbers]
    return render_page(
        attempt.kind.name(attempt.session.data),
        [
            dcc.Store(id=ids.NAVIGATE),
            html.Div(id=SAID),
            time_left,
            html.P(HOW),
            html.P([*render_lists(clockstart, uid, attempt)], className="cs-practice-lists"),
            render_table("Cases", columns, rows, caption_hidden=True),
        ],
        lead=f"{attempt.answered} of {plural(len(attempt.cases), 'case')} answered",
        back=("The session", f"/{attempt.place}"),
        actions=[
            render_action(
                "Next case" if attempt.is_open else "The records",
                address_of_case(clockstart, attempt, at),
                primary=True,
            ),
            result if attempt.is_told else hand_in,
        ],
    )


def render_case_link(clockstart: Clockstart, attempt: Attempt, number: int) -> Component:
    words = f"{number}, {name_patient(attempt.cases[number - 1])}"
    return link(words, address_of_case(clockstart, attempt, number))


def say_state(attempt: Attempt, number: int) -> str:
    return STATES[state_of(attempt, number)][1] or "not answered"


def render_lists(clockstart: Clockstart, uid: str, attempt: Attempt) -> Sequence[Component | str]:
    """The lists that have records of the session."""
    known = copies.list_modules(clockstart.store, uid, attempt.id)
    modules = [one for one in clockstart.registry if one.store_key in known]
    links = [link(one.title, f"{one.address}{scope_of(attempt)}") for one in modules]
    return [part for place, one in enumerate(links) for part in ([", "] * bool(place) + [one])]


def render_on_record(here: Clockstart, actor: Actor, record_id: str) -> list[Component]:
    """The evidence of a record's case and its question; after it is told, what was right. Nothing for a record that
    belongs to no case."""
    number, place = copies.find_number(record_id), str(here.attempt.get("place", ""))
    if number is None or not place:
        return []
    plain = plain_clockstart()
    attempt = attempts.get_at(plain, actor, place)
    if number not in attempt.numbers:
        return []
    case, tells = attempt.cases[number - 1], attempt.tells(number)
    ask = render_to_enter if attempt.is_entered else render_question
    is_asked = attempt.is_open and not tells
    to_answer = [ask(attempt, number), *render_show_me(attempt, number)] if is_asked else []
    answering.open_case(plain, actor, attempt, number)
    note = html.Span(say_state(attempt, number), className="cs-head-note")
    two = html.Div(
        [render_evidence(case), html.Div([*render_about(case), *to_answer])],
        className="cs-practice-two",
    )
    body = render_answered(attempt, number) if tells else []
    head = html.H2([f"Case {number} of {len(attempt.cases)}", note])
    inside = [head, watch.render(plain, attempt), *body, two, render_ways(plain, attempt, number)]
    return [html.Section(inside, className="cs-practice-panel")]


def render_to_enter(attempt: Attempt, number: int) -> Component:
    """What is to be done with the record; it is read when that is said, and once more when the session is handed in."""
    words = MARKS if attempt.tells_at_once else READS
    button = html.Button(
        words, id=act_of(f"{READ}-{number}", attempt.place), type="button", className="btn btn-primary", n_clicks=0
    )
    again = [html.P(AGAIN, className="cs-quiet")] if number in attempt.answers else []
    return html.Div([html.H3("Put the record right"), html.P(TO_ENTER), button, *again, html.Div(id=SAID)])


def render_about(case: Case) -> list[Component]:
    return [
        *render_facts("The row of the list", list_row(case) if case.kind == "validate" else {}),
        *render_facts("What is asked about", list_asked_about(case)),
    ]


def render_show_me(attempt: Attempt, number: int) -> list[Component]:
    if number in attempt.shown:
        return [html.P(SHOWN, className="cs-quiet")]
    button = html.Button(
        SHOWS, id=act_of(f"{SHOW_ME}-{number}", attempt.place), type="button", className="btn btn-link", n_clicks=0
    )
    return [html.P([button, " ", html.Span(HALVES, className="cs-quiet")])]


def render_ways(clockstart: Clockstart, attempt: Attempt, number: int) -> Component:
    """To the cases before and after, and back to the session."""
    near = [(number - 1, "Case before", ""), (number + 1, "Next case", "btn btn-primary" * attempt.tells(number))]
    ways = [
        link(words, address_of_case(clockstart, attempt, one), look)
        for one, words, look in near
        if one in attempt.numbers
    ]
    out = link("Back to the session", f"/{attempt.place}/work", **{"data-leaves": "1"})
    return html.P([*ways, out], className="cs-practice-ways")
