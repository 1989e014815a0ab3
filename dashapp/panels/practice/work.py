"""The focused view of a session, case by case: beginning it, answering, handing in."""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth import current_trace
from auth.actor import Actor, current_actor
from auth.requires import requires
from auth.shapes import read_pressed, read_whole
from dashapp.context import Clockstart, plain_clockstart
from dashapp.services.access import access
from dashapp.services.practice import answering, assigned, attempts, exam_clock, papers
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.kinds import AFTER_EACH, Kind, read_place
from dashapp.services.records import records
from dashapp.services.records.stored import read_answers
from dashapp.ui import ids
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_action, render_page
from dashapp.web.open_paper import check_place, in_papers
from dashapp.web.router import Page, Visit
from practice.decisions import list_decisions
from storage.errors import Conflict, Refused
from storage.record import Record
from words.phrases import join_words, plural
from words.written_dates import NotADay, read_day

from . import aids, telling, watch
from .drawn import (
    ANSWER,
    BEGIN,
    CHOSEN,
    DATES,
    HAND_IN,
    HAND_IN_NOW,
    SAID,
    TEXTS,
    TOP,
    WHOLE_LIST,
    WORK,
    act_of,
    list_asked,
    list_rules,
    part_of,
    render_case,
    render_cases,
    render_problem,
    render_top,
)
from .in_modules import READ, SHOW_ME, address_of_case, render_modules

NOT_COMPLETE = "It does not say which cases, how many or how hard. Answer what is missing, then begin."
OF_CASE: Mapping[str, Callable[..., object]] = {SHOW_ME: answering.show, READ: answering.read_records}
"""What a button does with one case that is worked in the modules."""
AT_END = "What is right is told once you hand in."
TAKES_TIME = "Read the evidence, then decide. {limit} Each answer is kept as you give it; you can leave and come back."
LIMIT, NO_LIMIT = "From when you begin you have {minutes}, also while you are away.", "There is no time limit."


def work_page(clockstart: Clockstart, kind: Kind) -> Page:
    return Page(
        title=lambda visit: f"{kind.name(get_session(clockstart, visit, kind).data)} – Practice",
        render=lambda visit: render_work(clockstart, visit, kind),
        check=lambda visit: check(clockstart, visit, kind),
    )


def check(clockstart: Clockstart, visit: Visit, kind: Kind) -> None:
    get_session(clockstart, visit, kind)


def get_session(clockstart: Clockstart, visit: Visit, kind: Kind) -> Record:
    """The session of the person who asks. Raises NotFound for anybody else's."""
    attempts.check_can_practise(clockstart, visit.actor, kind)
    return clockstart.store.records.get(visit.actor.uid, kind.store_key, visit.variables["record_id"])


def register(app: Dash) -> None:
    aids.register(app)
    watch.register(app)
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Output(SAID, "children", allow_duplicate=True),
        Input(ANSWER, "n_clicks"),
        State(WORK, "data"),
        *(State(part_of(name), "value") for name in (*CHOSEN, *TEXTS)),
        prevent_initial_call=True,
    )(on_answer)
    app.callback(
        Output(ids.NAVIGATE, "data", allow_duplicate=True),
        Output(SAID, "children", allow_duplicate=True),
        Input(act_of(ids.ALL, ids.ALL), "n_clicks"),
        prevent_initial_call=True,
    )(on_act)


@in_papers
@requires()
def on_act(clicks: list[int | None]) -> tuple[Any, Any]:
    """Begin a session, or hand it in: with cases that were not answered only when it is said again."""
    if not clicks or not any(clicks):
        raise PreventUpdate
    act, place = read_pressed(ctx.triggered_id, "act", "practice")
    check_place(place)
    clockstart, actor, (kind, session) = plain_clockstart(), current_actor(), read_place(place)
    if act == BEGIN:
        return begin(clockstart, actor, kind, session), no_update
    attempt = attempts.get(clockstart, actor, session, kind)
    of_case, _, numbered = act.rpartition("-")
    if of_case in OF_CASE:
        number = aids.read_number(numbered)
        try:
            OF_CASE[of_case](clockstart, actor, session, number, current_trace(), kind)
        except Refused as problem:
            return no_update, render_problem(problem.sentence)
        return address_of_case(clockstart, attempt, number), no_update
    if attempt.is_open and attempt.is_entered:
        answering.read_all_records(clockstart, actor, attempt, current_trace())
        attempt = attempts.get(clockstart, actor, session, kind)
    left = len(attempt.cases) - attempt.answered
    if act == HAND_IN and (left or attempt.flagged) and attempt.is_open:
        return no_update, render_left(attempt, left)
    answering.submit(clockstart, actor, session, current_trace(), kind)
    return f"/{place}/result", no_update


def begin(clockstart: Clockstart, actor: Actor, kind: Kind, session: str) -> str:
    """Begin a session, or the try of an assignment that it was made for; the address of its first case."""
    known = clockstart.store.records.get(actor.uid, kind.store_key, session)
    if assignment := known.data.get("assignment"):
        session = assigned.begin(clockstart, actor, assignment, current_trace())
    else:
        answering.begin(clockstart, actor, session, current_trace(), kind)
    return kind.address(session)


def render_left(attempt: Attempt, left: int) -> Component:
    """How many cases would count as not answered, which are flagged, and the button that hands in all the same."""
    ident = act_of(HAND_IN_NOW, attempt.place)
    again = html.Button("Hand in as it is", id=ident, type="button", className="btn btn-secondary", n_clicks=0)
    words = f"{plural(left, 'case')} {'is' if left == 1 else 'are'} not answered and would earn nothing. "
    flagged = f"Flagged: {join_words(f'case {number}' for number in attempt.flagged)}. "
    return html.P([words if left else "", flagged if attempt.flagged else "", again], role="alert")


@in_papers
@requires()
def on_answer(clicks: int | None, shown: dict[str, Any] | None, *told: Any) -> tuple[Any, Any]:
    """Store the answer to the case that is shown; then what was right, or the next case."""
    if not clicks or not isinstance(shown, dict):
        raise PreventUpdate
    clockstart, actor = plain_clockstart(), current_actor()
    place, number = str(shown.get("session")), read_whole(shown, "number")
    check_place(place)
    kind, session = read_place(place)
    given = dict(zip((*CHOSEN, *TEXTS), told, strict=True))
    try:
        attempt = attempts.get(clockstart, actor, session, kind)
        answer = read_answer(attempt, number, given)
        answering.answer(
            clockstart,
            actor,
            session,
            number,
            answer,
            op=records.check_id(str(shown.get("op") or "")),
            seen_rev=read_whole(shown, "rev"),
            trace=current_trace(),
            kind=kind,
        )
    except Conflict:
        return no_update, render_problem("This case was answered in another window meanwhile. Load the page to see it.")
    except Refused as problem:
        return no_update, render_problem(problem.sentence)
    onward = number if attempt.tells_at_once else attempt.next_after(number) or number
    to = kind.address(session, onward, number)
    if attempt.in_modules:
        to = f"{address_of_case(clockstart, attempt, onward)}&after={number}"
    return {"to": to, "told": f"Case {number} is answered."}, ""


def read_answer(attempt: Attempt, number: int, given: Mapping[str, Any]) -> dict[str, str]:
    """The answer as it is stored, text by facet. Refused for what cannot be read, naming it."""
    if number not in attempt.numbers:
        raise Refused("There is no such case in this session.")
    case = attempt.cases[number - 1]
    asked = list_asked(case)
    decision = str(given.get("decision") or "")
    if "decision" in asked and decision not in list_decisions(case):
        raise Refused("Say first what you decide.")
    told = {"decision": decision if "decision" in asked else "", "confidence": pick(given, "confidence", telling.SURE)}
    for name, known in (("code", telling.CODES), ("reason", list_rules(attempt, case))):
        if name in asked:
            told[name] = pick(given, name, known)
    for name in TEXTS:
        if name in asked:
            told[name] = read_text(name, str(given.get(name) or "").strip())
    return {name: value for name, value in told.items() if value}


def pick(given: Mapping[str, Any], name: str, known: Mapping[str, Any]) -> str:
    value = str(given.get(name) or "")
    if value and value not in known:
        raise Refused(f"{telling.FACETS.get(name, 'How sure you are')}: that was not offered.")
    return value


def read_text(name: str, text: str) -> str:
    """A day as ISO text, or a number of days."""
    if not text:
        return ""
    if name not in DATES:
        if not text.isdecimal() or len(text) > 4:
            raise Refused(f"{telling.FACETS[name]}: “{text[:40]}” is not a number of days.")
        return text
    try:
        return read_day(text).isoformat()
    except NotADay as problem:
        raise Refused(f"{telling.FACETS[name]}: {problem}. Write it as 14/9/2026 or 14 Sep 2026.") from problem


def render_work(clockstart: Clockstart, visit: Visit, kind: Kind) -> Component:
    session = get_session(clockstart, visit, kind)
    if read_answers(access.get_module(clockstart, visit.actor, kind.slug), session)[0] is None:
        return render_incomplete(f"/{kind.slug}/{session.id}")
    attempt = attempts.find(clockstart, visit.actor, session.id, kind)
    if attempt is None or not attempt.cases:
        return render_start(session, kind)
    if attempt.in_modules:
        return render_modules(clockstart, visit.actor.uid, attempt, watch.render(clockstart, attempt))
    if kind.is_paper and (attempt.held or attempt.is_void):
        return render_closed(clockstart, attempt)
    number = read_number(visit, attempt)
    answering.open_case(clockstart, visit.actor, attempt, number)
    return html.Div(
        [
            dcc.Store(id=ids.NAVIGATE),
            html.Div(render_top(attempt, number), id=TOP, className="cs-practice-top"),
            watch.render(clockstart, attempt),
            html.Div(
                [
                    html.Nav(
                        render_cases(attempt, number),
                        id=WHOLE_LIST,
                        className="cs-practice-cases",
                        **{"aria-label": "Cases"},
                    ),
                    render_case(attempt, number),
                ],
                className="cs-practice-body",
            ),
        ],
        className="cs-practice",
    )


def read_number(visit: Visit, attempt: Attempt) -> int:
    """The case in the address; without one, the first that was not answered."""
    number = aids.read_number(visit.variables.get("number") or visit.first("case"))
    return number if number in attempt.numbers else attempt.next_after(len(attempt.cases)) or 1


def render_incomplete(address: str) -> Component:
    """One whose settings cannot be read, such as from a file of another program."""
    edit = render_action("Complete it", f"{address}/edit", primary=True)
    return render_page(
        "Practice", render_empty("This session is not complete", NOT_COMPLETE, [edit]), back=("The session", address)
    )


def render_closed(clockstart: Clockstart, attempt: Attempt) -> Component:
    """Handed in, and what is right is not told yet: no case is shown meanwhile."""
    words = exam_clock.say_closed(attempt.head, clockstart.now) or "It is handed in."
    result = render_action("Result", f"/{attempt.place}/result", primary=True)
    return render_page(
        attempt.kind.name(attempt.session.data),
        render_empty("Handed in", f"{words} {papers.say_told_from(attempt.head) if attempt.held else ''}", [result]),
        back=("The session", f"/{attempt.place}"),
    )


def render_start(session: Record, kind: Kind) -> Component:
    """Before the cases are drawn."""
    told, place = session.data, f"{kind.slug}/{session.id}"
    how = "After each case you see what is right, and why."
    if told.get("feedback", AFTER_EACH) != AFTER_EACH:
        how = AT_END
    minutes = told.get("minutes_allowed")
    limit = LIMIT.format(minutes=plural(int(minutes), "minute")) if minutes else NO_LIMIT
    begin = html.Button("Begin", id=act_of(BEGIN, place), type="button", className="btn btn-primary", n_clicks=0)
    return render_page(
        kind.name(told),
        [dcc.Store(id=ids.NAVIGATE), html.Div(id=SAID), html.P(TAKES_TIME.format(limit=limit)), begin],
        lead=f"{kind.tell(told, session.id)}. {how}",
        back=("The session", f"/{place}"),
    )
