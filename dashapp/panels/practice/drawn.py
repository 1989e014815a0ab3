"""What the focused view is drawn of: the way out, the list of cases, evidence and record, the answer bar."""

from collections.abc import Mapping
from random import Random
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashapp.services.practice import again, attempts
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.kinds import PAPER
from dashapp.services.records.records import new_id
from dashapp.services.records.timeline import name_event
from dashapp.services.ribbons.rtt_ribbons import with_question
from dashapp.ui import tables
from dashapp.ui.clock_drawing import render_clock
from dashapp.ui.forms.controls import draw_line, draw_list, draw_radios, label_of, legend_of
from dashapp.ui.icons import render_icon
from dashapp.ui.page import render_status
from dashapp.ui.tables import Column, render_table
from practice.case import Case
from practice.decisions import list_decisions
from rules.catalogue import find_rule
from rules.events import Event, parse_event
from rules.rtt import read_pathway
from rules.specialties import SPECIALTIES
from words.nhs_number import check_nhs_number
from words.phrases import in_words, plural

from . import telling
from .answered import render_answered

WORK, ANSWER, SAID = "practice-work", "practice-answer", "practice-said"
BEGIN, HAND_IN, HAND_IN_NOW = "practice-begin", "practice-hand-in", "practice-hand-in-now"
CHOSEN = ("decision", "code", "reason", "confidence")
DATES = ("date", "breach_date", "rtt_start")
TEXTS = (*DATES, "days", "d31_days", "d62_days")
TOP, WHOLE_LIST, HINTS = "practice-top", "practice-list", "practice-hints"
HINT, FLAG = "hint", "flag"
MOST_DOTS = 20
SAID_ALREADY = frozenset({"question", "facets", "recorded_status", "recorded_start", "recorded_stop"})
ROW_IDS = frozenset({"pathway", "patient", "patient_name"})
OTHER_CLOCKS = ("cancer-",)
STATES: Mapping[str, tuple[str, str]] = {
    "right": ("fine", "right"),
    "partly": ("watch", "partly right"),
    "wrong": ("close", "not right"),
    "answered": ("fine", "answered"),
    "open": ("", ""),
}
"""The shape and the word for how a case stands."""


def part_of(name: str) -> str:
    return f"practice-{name}"


def act_of(act: Any, place: Any) -> dict[str, Any]:
    """The id of a button that does something with a whole session."""
    return {"act": act, "practice": place}


def hint_id(aid: Any, place: Any, number: Any) -> dict[str, Any]:
    """The id of a button that helps with one case."""
    return {"aid": aid, "practice": place, "number": number}


def like_id(place: Any, number: Any, record_id: Any) -> dict[str, Any]:
    """The id of the button that begins cases like one of a session."""
    return {"like": place, "number": number, "new": record_id}


def render_problem(sentence: str) -> Component:
    return html.P([render_icon("breach"), sentence], role="alert", className="cs-practice-problem")


def link(words: Any, href: str, look: str = "", **more: Any) -> html.A:
    """A link that changes the page without loading it again."""
    return html.A(words, href=href, className=look, **{"data-in-app": "1"}, **more)


def address_of(attempt: Attempt, number: int) -> str:
    return attempt.kind.address(attempt.session.id, number)


def list_asked(case: Case) -> tuple[str, ...]:
    """The facets that a case asks."""
    return tuple(case.asked["facets"])


def list_rules(attempt: Attempt, case: Case) -> dict[str, str]:
    """The rules to choose a reason from, by their titles."""
    found = [rule for ident in attempts.list_reasons(attempt, case) if (rule := find_rule(ident))]
    return {rule.ident: rule.title for rule in sorted(found, key=lambda rule: rule.title)}


def render_top(attempt: Attempt, at: int) -> list[Component]:
    """The way out, what this is, how far it is, the flag of this case and those that are flagged."""
    told, place = attempt.head, attempt.place
    when = "" if attempt.kind.is_paper else f", feedback {'after each' if attempt.tells_at_once else 'at the end'}"
    what = f"{attempt.kind.tell(told, attempt.session.id)}{when}"
    words = f"{attempt.answered} of {plural(len(attempt.cases), 'case')} answered"
    dots = [html.Span(className=f"cs-practice-dot cs-practice-{state_of(attempt, one)}") for one in attempt.numbers]
    done = html.Div(dots, className="cs-practice-dots", role="img", **{"aria-label": words})
    hand_in = html.Button(
        "Hand in", id=act_of(HAND_IN, place), type="button", className="btn btn-secondary", n_clicks=0
    )
    result = link("Result", f"/{place}/result", "btn btn-secondary")
    leave = link([render_icon("close"), "Leave"], f"/{place}", "cs-practice-leave")
    return [
        *([] if attempt.head.get("sort") == PAPER and attempt.is_open else [leave]),
        html.Strong(attempt.kind.name(attempt.session.data), className="cs-practice-title"),
        html.Span(what, className="cs-quiet cs-practice-what"),
        done if len(dots) <= MOST_DOTS else html.Span(words, className="cs-practice-dots"),
        *([] if attempt.tells(at) else [render_flag(attempt, at)]),
        result if attempt.is_told else hand_in,
    ]


def render_flag(attempt: Attempt, at: int) -> Component:
    words = "Flagged" if at in attempt.flagged else "Flag"
    ident = hint_id(FLAG, attempt.place, str(at))
    key = html.Kbd("F", **{"aria-hidden": "true"})
    return html.Button(
        [words, key], id=ident, type="button", className="btn btn-secondary cs-practice-flag", n_clicks=0
    )


def state_of(attempt: Attempt, number: int) -> str:
    """right, partly, wrong, answered or open: the first three only where that may be told."""
    if attempt.tells(number):
        return attempt.standing(number)
    return "answered" if number in attempt.answers else "open"


def render_cases(attempt: Attempt, at: int) -> list[Component]:
    """Every case with how it stands, and the switch of the keys."""
    switch = [html.Span("Keys are on: turn off"), html.Span("Keys are off: turn on")]
    keys = html.Button(switch, type="button", className="btn btn-link btn-sm", **{"data-practice-keys": "1"})
    return [html.Div([html.Ol([render_entry(attempt, number, at) for number in attempt.numbers]), keys])]


def render_entry(attempt: Attempt, number: int, at: int) -> Component:
    state = state_of(attempt, number)
    icon, words = STATES[state]
    if number in attempt.flagged:
        icon, words = "flag", f"{words}, flagged"
    said = [render_icon(icon), html.Span(words, className="visually-hidden")] if icon else []
    here = {"aria-current": "step"} if number == at else {}
    parts = [
        html.Span(str(number), className="cs-practice-number"),
        name_patient(attempt.cases[number - 1]),
        html.Span(said, className=f"cs-practice-mark cs-practice-{state}"),
    ]
    return html.Li(link(parts, address_of(attempt, number), **here))


def name_patient(case: Case) -> str:
    return (case.patient or {}).get("name", "A patient")


def render_case(attempt: Attempt, number: int) -> Component:
    case, tells = attempt.cases[number - 1], attempt.tells(number)
    told = render_answered(attempt, number) if tells else render_ribbon(case)
    is_asked = attempt.is_open and not tells
    body = [*told, render_papers(case), html.Div(render_hints(attempt, number) if is_asked else [], id=HINTS)]
    foot = render_question(attempt, number) if is_asked else render_onward(attempt, number)
    hint = html.Span("Answer from the evidence, not the record", className="cs-quiet cs-practice-hint")
    head = [
        html.H1(f"Case {number}, {name_patient(case)}", tabIndex=-1),
        *(html.Span(words, className="cs-practice-chip") for words in say_patient(case)),
        *([] if tells else [hint]),
    ]
    inside = html.Div([html.Div(head, className="cs-practice-head"), *body], className="cs-practice-case")
    return html.Div([inside, foot], className="cs-practice-main")


def render_hints(attempt: Attempt, number: int) -> list[Component]:
    """The hints that were taken, and the button for the next one."""
    if attempt.kind.is_paper:
        return []
    taken = attempt.list_hints(number)
    ident = hint_id(HINT, attempt.place, str(number))
    words = ["Another hint" if taken else "Hint, halves the case", html.Kbd("H", **{"aria-hidden": "true"})]
    more = html.Button(words, id=ident, type="button", className="btn btn-link btn-sm", n_clicks=0)
    told = [html.Ol([html.Li(one) for one in taken])] if taken else []
    return [html.Div(told, role="status"), more]


def say_patient(case: Case) -> list[str]:
    """The NHS number and the specialty, where they are known, and the day of the case."""
    told = case.patient or {}
    shown = (case.record or {}).get("about", {}).get("nhs_number") or told.get("nhs_number")
    number = f"NHS {check_nhs_number(shown).shown}" if shown else ""
    day = f"Today is {in_words(case.as_of)}"
    return [words for words in (number, SPECIALTIES.get(told.get("specialty", ""), ""), day) if words]


def list_shown(case: Case) -> list[Event]:
    """The events of the record."""
    return [parse_event(one) for one in (case.record or {}).get("events", [])]


def render_ribbon(case: Case) -> list[Component]:
    """The 18-week clock as the record has it, up to the event that is asked; of other cases no clock is shown."""
    if case.kind != "effect" or case.family.startswith(OTHER_CLOCKS):
        return []
    asked = parse_event(case.asked)
    before = [event for event in list_shown(case) if event.date <= asked.date]
    ribbon = with_question(read_pathway(before, case.as_of), before, [asked])
    return [render_clock(ribbon, "The clock as the record has it")] if ribbon else []


def render_papers(case: Case) -> Component:
    record = html.Section([html.H2("What the record shows"), *render_record(case)])
    return html.Div([render_evidence(case), record], className="cs-practice-two")


def render_evidence(case: Case) -> Component:
    papers = [html.Li([html.Span(in_words(one.date), className="cs-quiet"), html.P(one.text)]) for one in case.evidence]
    return html.Section([html.H2("Evidence"), html.Ol(papers, className="cs-practice-papers")])


def render_record(case: Case) -> list[Component]:
    """The events as they were entered, the row where a decision about it is asked, further rows of the patient."""
    columns = (Column("Date"), Column("Event"), Column("Code"))
    rows = [(in_words(one.date), name_event(one), str(one.details.get("rtt_code") or "")) for one in list_shown(case)]
    copies = len((case.record or {}).get("copies", ()))
    return [
        render_table("What the record shows", columns, rows, caption_hidden=True),
        *render_facts("The row of the list", list_row(case) if case.kind == "validate" else {}),
        *render_facts("What is asked about", list_asked_about(case)),
        *([html.P(f"The list has {plural(copies + 1, 'row')} for this patient.")] if copies else []),
    ]


def list_row(case: Case) -> dict[str, Any]:
    """Everything the row shows, which may be wrong."""
    return {name: value for name, value in (case.record or {}).get("about", {}).items() if name not in ROW_IDS}


def list_asked_about(case: Case) -> dict[str, Any]:
    """What comes with the question: the values of a verdict; of an event only the code that was entered for it, for its
    attributes are what the evidence has to be read for."""
    told = case.asked
    names = {"recorded_code"} & told.keys() if "event" in told else told.keys() - SAID_ALREADY
    return {name: told[name] for name in told if name in names}


def render_facts(title: str, told: Mapping[str, Any]) -> list[Component]:
    said = {telling.say_name(name): telling.say(value) for name, value in told.items()}
    return [html.H2(title), tables.render_facts([*said.items()])] if said else []


def render_question(attempt: Attempt, number: int) -> Component:
    """The answer bar."""
    case, before = attempt.cases[number - 1], attempt.answers.get(number)
    told, asked = attempt.answer_to(number), list_asked(case)
    state = {"session": attempt.place, "number": number, "op": new_id(), "rev": before.rev if before else 0}
    decide = draw_radios(part_of("decision"), list_options(attempt, number), told.get("decision"), part_of("decide"))
    fields = [render_field(attempt, case, name, told, shown=name in asked) for name in (*TEXTS, "code", "reason")]
    sure = draw_radios(part_of("confidence"), telling.SURE, told.get("confidence"), part_of("sure"))
    answer = html.Button(
        ["Answer ", html.Kbd("Enter")], id=ANSWER, type="button", className="btn btn-primary", n_clicks=0
    )
    return html.Div(
        [
            dcc.Store(id=WORK, data=state),
            html.Fieldset(
                [*legend_of(telling.ask_about(case)), html.Div(decide, hidden="decision" not in asked)],
                className="cs-practice-decision",
            ),
            html.Div(
                [*fields, html.Fieldset([*legend_of("How sure?"), sure], className="cs-practice-sure"), answer],
                className="cs-practice-fields",
            ),
            html.Div(id=SAID),
            render_status(),
        ],
        className="cs-practice-bar",
    )


def list_options(attempt: Attempt, number: int) -> dict[str, str]:
    """What may be decided; in a paper in an order of its own, so that its place says nothing to a neighbour."""
    options = [*list_decisions(attempt.cases[number - 1]).items()]
    return dict(Random(f"{attempt.id}/{number}").sample(options, len(options)) if attempt.kind.is_paper else options)


def render_field(attempt: Attempt, case: Case, name: str, told: Mapping[str, Any], *, shown: bool) -> Component:
    """One facet; one that is not asked is in the page, for its callback, and nowhere to be seen."""
    ident, value = part_of(name), str(told.get(name) or "")
    if name == "code":
        control = draw_list(ident, telling.CODES, value, "Choose the code")
    elif name == "reason":
        control = draw_list(ident, list_rules(attempt, case), value, "Choose the rule")
    else:
        control = draw_line(ident, value, placeholder="14/9/2026" if name in DATES else "")
    words = {"code": "RTT code", "reason": "Because"}.get(name, telling.FACETS[name])
    look = f"cs-practice-field cs-practice-{name.replace('_', '-')}"
    return html.Div([*label_of(ident, words), control], className=look, hidden=not shown)


def render_onward(attempt: Attempt, number: int) -> Component:
    """After a case was told: the next one, or handing in; and five like it."""
    ident = like_id(attempt.place, str(number), new_id())
    words = "Try one like it"
    like = [html.Button(words, id=ident, type="button", className="btn btn-secondary", n_clicks=0)]
    like = like if again.can_repeat(attempt.cases[number - 1]) else []
    place, following, look = attempt.place, attempt.next_after(number), "btn btn-primary cs-practice-next"
    if not attempt.is_open:
        onward: Component = link("Back to the result", f"/{place}/result", look)
    elif following:
        onward = link(["Next case ", html.Kbd("Enter")], address_of(attempt, following), look)
    else:
        ident = act_of(HAND_IN, place)
        onward = html.Button(["Hand in ", html.Kbd("Enter")], id=ident, type="button", className=look, n_clicks=0)
    return html.Div(
        [html.Div([onward, *like], className="cs-actions"), html.Div(id=SAID), render_status()],
        className="cs-practice-bar cs-practice-onward",
    )
