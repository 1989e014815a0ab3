"""Marks that learners question: the list, one with its case, and whose score a ruling would change."""

from collections.abc import Callable, Sequence
from datetime import datetime

from dash import html
from dash.development.base_component import Component

from auth.policy import can_read
from dashapp.context import Clockstart
from dashapp.panels.practice import telling
from dashapp.panels.practice.answered import render_facets, render_why
from dashapp.panels.practice.drawn import render_papers
from dashapp.services.practice import questions
from dashapp.services.practice.questions import ACCEPTED, OPEN, STATES, UPHELD, VOID, Change, Question
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.controls import draw_text, draw_ticks, render_labelled
from dashapp.ui.forms.posting import render_form, render_refused, render_told
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import Cell, Column, render_facts, render_table
from dashapp.ui.times import day_and_time
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Page, Visit
from storage.errors import NotFound, Refused
from words.phrases import plural

HERE, TITLE = "/assignments/questions", "Questioned marks"
LEAD = "What learners think is right where they were marked wrong. You rule on it; nothing changes before you confirm."
COLUMNS = (Column("Learner", header=True), Column("Asked"), Column("What they think is right"), Column("State"))
CHANGES = (Column("Learner", header=True), Column("Now"), Column("Then"), Column("Change"))
RULINGS = {ACCEPTED: "Accept this answer too", VOID: "Void this case"}
NOTED = "Marks and scores are written again, with an entry in each person’s trail; levels follow."


def register(clockstart: Clockstart, check: Callable[[Visit], None]) -> None:
    add = clockstart.router.add

    def check_one(visit: Visit) -> None:
        questions.get_for_tutor(clockstart, visit.actor, visit.variables["question"])
        if visit.variables.get("state", VOID) not in RULINGS:
            raise NotFound(questions.NO_SUCH)

    add(HERE, Page(TITLE, lambda visit: render_all(clockstart, visit), check))
    add(f"{HERE}/<question>", Page(TITLE, lambda visit: render_one(clockstart, visit), check_one))
    add(f"{HERE}/<question>/<state>", Page(TITLE, lambda visit: render_preview(clockstart, visit), check_one))


def render_all(clockstart: Clockstart, visit: Visit) -> Component:
    rows = [make_row(one) for one in questions.list_for_tutor(clockstart, visit.actor)]
    nothing = render_empty("No mark is questioned", "Learners can question a mark where they are told what is right.")
    body = render_table(TITLE, COLUMNS, rows, caption_hidden=True, stacked=True) if rows else nothing
    return render_page(TITLE, [*render_told(read_told()), body], lead=LEAD, back=("Assignments", "/assignments"))


def make_row(one: Question) -> tuple[Cell, ...]:
    asked = day_and_time(datetime.fromisoformat(one.said["at"]))
    return html.A(one.person.name, href=f"{HERE}/{one.id}"), asked, one.said["sentence"], STATES[one.said["state"]]


def render_one(clockstart: Clockstart, visit: Visit) -> Component:
    """The case as the learner had it, what is right and what they answered; what can be done."""
    known, told = questions.get_for_tutor(clockstart, visit.actor, visit.variables["question"]), read_told()
    facts = [("They say", known.said["sentence"]), ("State", STATES[known.said["state"]])]
    facts += [("Answered", known.said["reply"])] if known.said["reply"] else []
    body = [*render_told(told), render_facts(facts), *render_case(known)]
    acts = render_acts(known, told.typed.get("reply", "")) if known.is_open else []
    return render_page(f"Questioned by {known.person.name}", [*body, *acts], back=(TITLE, HERE))


def render_case(known: Question) -> list[Component]:
    if known.attempt is None:
        return [html.P("The session of this case was removed. The mark can only stand.")]
    case = known.attempt.cases[known.number - 1]
    marked = known.attempt.mark_as(known.number, adopted="policy" in known.attempt.head)
    answer = [render_facets(case, marked, "They"), render_why(marked)]
    return [render_section("Their case", render_papers(case)), render_section(telling.ask_about(case), answer)]


def render_acts(known: Question, typed: str) -> list[Component]:
    begun = known.said.get("begun") if known.attempt else None
    reply = draw_text("reply", typed, rows=2, name="reply", maxlength=questions.LONGEST)
    why = render_labelled(reply, "Why does the mark stand?", "They read this sentence.")
    form = render_form(f"{HERE}/{known.id}", [why], button="Uphold the mark", fields={"state": UPHELD})
    ways = [
        render_action(words, f"{HERE}/{known.id}/{state}") for state, words in RULINGS.items() if begun in (None, state)
    ]
    other = [html.P("You see first whose score that changes."), html.Div(ways, className="cs-actions")]
    if begun:
        return [render_section("Finish what was begun", other)]
    return [render_section("Uphold", form), *([render_section("Or", other)] if known.attempt else [])]


def render_preview(clockstart: Clockstart, visit: Visit) -> Component:
    """Whose score would change; nothing is written yet."""
    known = questions.get_for_tutor(clockstart, visit.actor, visit.variables["question"])
    state = visit.variables["state"]
    back, told = (f"Questioned by {known.person.name}", f"{HERE}/{known.id}"), read_told()
    try:
        if known.said["state"] != OPEN:
            raise Refused("This question has been settled.")
        changes = questions.list_changes(clockstart, known, questions.make_ruling(known, state))
    except Refused as problem:
        return render_page(RULINGS[state], render_refused(problem.sentence), back=back)
    mine = [one for one in changes if can_read(visit.actor, one.person)]
    confirm = [render_confirm(known, state, changes, told.typed.get("reply", ""))] if len(mine) == len(changes) else []
    lead = f"{plural(len(mine), 'person', 'people')} would be marked again."
    lead = lead if changes else "Nobody who has handed it in would be marked again; it holds for whoever does later."
    rows = [make_change(one) for one in mine]
    table = [render_table("Whose score changes", CHANGES, rows, caption_hidden=True, stacked=True)] if rows else []
    refused = [] if confirm else [render_refused(questions.OUT_OF_REACH)]
    return render_page(RULINGS[state], [*render_told(told), *refused, *table, *confirm], lead=lead, back=back)


def make_change(one: Change) -> tuple[Cell, ...]:
    change = "falls" if one.lowers else "stays" if one.before == one.after else "rises"
    return one.person.name, questions.say_score(one.before), questions.say_score(one.after), change


def render_confirm(known: Question, state: str, changes: Sequence[Change], typed: str) -> Component:
    lowered = [one for one in changes if one.lowers]
    named, names = " ".join(one.named for one in lowered), ", ".join(one.person.name for one in lowered)
    tick = draw_ticks("lowers", {named: f"Lower the score of {names}"}, [], "lowers")
    reply = draw_text("reply", typed, rows=2, name="reply", maxlength=questions.LONGEST)
    fields = [render_labelled(reply, "What do you tell them? (optional)"), *([tick] if lowered else [])]
    form = render_form(f"{HERE}/{known.id}", fields, button="Confirm", fields={"state": state})
    return html.Div([html.P(NOTED, className="cs-quiet"), form])
