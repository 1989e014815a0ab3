"""What was right: facet by facet, why, and what a wrong answer would do to the patient."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dash import html
from dash.development.base_component import Component

from auth.actor import current_actor
from dashapp.context import plain_clockstart
from dashapp.services.practice import questions
from dashapp.services.practice.attempts import SEEN_BEFORE, Attempt
from dashapp.services.ribbons.rtt_ribbons import OF_A_CLOCK, as_answered, make_page_ribbon
from dashapp.ui.clock_drawing import render_clock, render_clocks
from dashapp.ui.forms.controls import draw_text, render_labelled
from dashapp.ui.forms.posting import render_form, render_told
from dashapp.ui.icons import render_icon
from dashapp.ui.steps import render_step_list
from dashapp.ui.tables import Column, render_table
from dashapp.web.plain_forms import read_told
from practice.case import Case
from practice.marking import FacetMark, Marked
from rules.catalogue import find_rule
from rules.events import parse_event

from . import telling

HEADS: Mapping[str, tuple[str, str]] = {
    "right": ("fine", "Right"),
    "partly": ("watch", "The decision is right"),
    "wrong": ("close", "Not this time"),
    "discussed": ("note", "To discuss"),
}
QUESTION = "/practice/question"
SHOWN_ON_CLOCK = frozenset({"decision", "date", "rtt_start", "breach_date"})
KNOWN = "You had been told what is right for this case in another session: it counts as answered with help."
VOID = "This case was ruled to count for nothing, whatever was answered."
DISCUSSED = "This rests on local policy: it is discussed and not scored."


def render_answered(attempt: Attempt, number: int) -> list[Component]:
    case, marked = attempt.cases[number - 1], attempt.mark(number)
    return [
        render_verdict(marked),
        *render_ribbon(attempt, number),
        html.Div([render_facets(case, marked), render_why(marked)], className="cs-practice-two"),
        *render_policy(attempt, marked),
        *([html.P(KNOWN, className="cs-quiet")] if attempt.answer_to(number).get(SEEN_BEFORE) else []),
        html.P(f"This was a case of “{telling.say_family(case)}”.", className="cs-quiet"),
        *render_questioned(attempt, number),
    ]


def render_policy(attempt: Attempt, marked: Marked) -> list[Component]:
    """Where local policy decides and the cohort has adopted ours: that it does, and the way to it."""
    if "policy" not in attempt.head or not marked.key.policy:
        return []
    words = "Scored by the practice access policy of your cohort; it counts for no level or certificate. "
    return [html.P([words, html.A("What the policy says", href="/practice-access-policy")], className="cs-quiet")]


def render_questioned(attempt: Attempt, number: int) -> list[Component]:
    """The form that questions the mark or, once it was sent, what came of it; for the person who answered."""
    clockstart, actor = plain_clockstart(), current_actor()
    if actor.viewing:
        return []
    asked, told = questions.find_own(clockstart, actor, attempt, number), read_told()
    if asked:
        came = f"{questions.STATES[asked['state']]}. {asked['reply']}"
        return [html.P(f"You questioned this mark: “{asked['sentence']}” {came}", className="cs-quiet")]
    sentence = draw_text("sentence", told.typed.get("sentence", ""), rows=2, name="sentence", maxlength=500)
    hint = "One sentence, once a case. Those who look after you read it and answer."
    fields = {"place": attempt.place, "number": str(number)}
    form = render_form(
        QUESTION,
        [render_labelled(sentence, "What do you think is right?", hint)],
        button="Send",
        fields=fields,
        look="secondary",
    )
    head = html.Summary("Question this mark")
    return [*(render_told(told) if told.problem else []), html.Details([head, form], open=bool(told.problem))]


def render_verdict(marked: Marked) -> Component:
    """Right, in part, or not; and the misconception behind it where one is recognised."""
    decided = "decision" in marked.facets and marked.facets["decision"].right
    scored = any(one.scored for one in marked.facets.values())
    look = "right" if marked.is_right else "partly" if decided or not scored else "wrong"
    icon, head = HEADS[look] if scored else HEADS["discussed"]
    words = [one.says for one in marked.mal_rules[:1]] or ([] if marked.percent is None else [f"{marked.percent} %"])
    return html.Div(
        [html.Strong([render_icon(icon), head]), html.Span(words)],
        className=f"cs-practice-verdict cs-practice-is-{look}",
    )


def render_ribbon(attempt: Attempt, number: int) -> list[Component]:
    """The clock as the rule book has it; over it, where it differs, as the answer has it."""
    case, marked = attempt.cases[number - 1], attempt.mark(number)
    clock = marked.key.after
    if clock is None:
        return []
    events = [*case.truth.events, *([parse_event(case.asked)] if "event" in case.asked else [])]
    ribbon = make_page_ribbon(clock, events)
    if ribbon is None:
        return []
    told = {name: one.answer for name, one in marked.facets.items()}
    is_right = all(marked.facets[name].right for name in told if name in SHOWN_ON_CLOCK)
    if is_right or told.get("decision") not in OF_A_CLOCK:
        return [render_clock(ribbon, f"The rule book: {clock.in_words}")]
    days = [day if isinstance(day := told.get(name), date) else None for name in ("date", "rtt_start", "breach_date")]
    own = as_answered(ribbon, marked.key.before, str(told["decision"]), days[0] or days[1], days[2])
    words = f"You said: {telling.say_value(case, 'decision', told['decision'])}"
    return [render_clocks([("You said", replace(own, words=words)), ("The rule book", ribbon)])]


def render_facets(case: Case, marked: Marked, who: str = "You") -> Component:
    rows = [
        (telling.FACETS.get(name, name), render_given(case, name, one), say_right(case, name, one), say_marks(one))
        for name, one in marked.facets.items()
        if one.weight or one.accept or name == "date"
    ]
    columns = (Column("Part", header=True), Column(who), Column("Right"), Column("Marks", number=True))
    return html.Div(
        [
            render_table("Your answer and what is right", columns, rows, caption_hidden=True),
            html.P("A date or code earns nothing when its decision is wrong.", className="cs-quiet"),
        ]
    )


def render_given(case: Case, name: str, one: FacetMark) -> Component:
    words = telling.say_value(case, name, say_rule(one.answer) if name == "reason" else one.answer)
    if one.right:
        return html.Span(words)
    slip = [" (one day off: a counting slip)"] if one.is_slip else []
    return html.Span([render_icon("close"), words, *slip], className="cs-practice-not")


def say_right(case: Case, name: str, one: FacetMark) -> str:
    """What is accepted; of reasons the first, of other answers two where several are."""
    told = [
        telling.say_value(case, name, say_rule(value) if name == "reason" else value)
        for value in one.accept
        if value is not None
    ]
    return " or ".join(dict.fromkeys(told[: 1 if name == "reason" else 2])) or "No date: none changes"


def say_rule(ident: object) -> str | None:
    rule = find_rule(str(ident)) if ident else None
    return rule.title if rule else None


def say_marks(one: FacetMark) -> str:
    if not one.scored:
        return "discussed" if one.weight else ""
    return f"{one.earned:g} of {one.weight:g}"


def render_why(marked: Marked) -> Component:
    parts: list[Component] = [html.H2("Why"), render_step_list(marked.steps)]
    if any(one.weight and not one.scored for one in marked.facets.values()):
        parts.append(html.P(VOID if marked.key.is_void else DISCUSSED, className="cs-quiet"))
    if marked.harm != "none":
        head = html.Strong([render_icon("watch"), "What it does to the patient"])
        parts.append(html.Div([head, html.P(marked.harm_in_words)], className="cs-practice-harm"))
    return html.Section(parts)
