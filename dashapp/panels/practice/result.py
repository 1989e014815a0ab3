"""The result of a session that was handed in: by facet, by case, and what to do next."""

from dash import html
from dash.development.base_component import Component

from auth import current_trace
from dashapp.context import Clockstart, plain_clockstart
from dashapp.services.practice import answering, attempts, exam_clock, results
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.kinds import Kind
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import Cell, Column, render_facts, render_table
from dashapp.web.router import Page, Visit
from practice.harm import HARMS
from words.phrases import plural

from . import telling
from .drawn import address_of
from .in_modules import address_of_case
from .levels import render_levels

TRAINING = "/my-training"
FACETS = ("decision", "date", "code", "reason")
COLUMNS = (
    Column("Case", header=True),
    Column("Right", number=True),
    Column("What went wrong"),
)


def result_page(clockstart: Clockstart, kind: Kind) -> Page:
    return Page(
        title="Result – Practice",
        render=lambda visit: render_result(clockstart, visit, kind),
        check=lambda visit: check(clockstart, visit, kind),
    )


def check(clockstart: Clockstart, visit: Visit, kind: Kind) -> None:
    attempts.check_can_practise(clockstart, visit.actor, kind)
    clockstart.store.records.get(visit.actor.uid, kind.store_key, visit.variables["record_id"])


def render_result(clockstart: Clockstart, visit: Visit, kind: Kind) -> Component:
    session_id = visit.variables["record_id"]
    attempt = attempts.find(clockstart, visit.actor, session_id, kind)
    base = f"/{kind.slug}/{session_id}"
    if attempt is None or attempt.is_open:
        go = render_action("Go to the cases", f"{base}/work", primary=True)
        nothing = render_empty("Not handed in yet", "The result is here once you have handed the session in.", [go])
        return render_page("Result", nothing, back=("The session", base))
    if attempt.is_void:
        words = exam_clock.say_closed(attempt.head, clockstart.now)
        return render_page("Result", render_empty("Void", words, []), back=("The session", base))
    if attempt.held:
        words = f"{attempts.TOLD_LATER} Until then nobody sees the result, so that everybody answers for themselves."
        return render_page("Result", render_empty("Handed in", words, []), back=("The session", base))
    answering.let_go(clockstart, visit.actor, attempt, current_trace())
    told = results.sum_up(attempt)
    return render_page(
        kind.name(attempt.session.data),
        [
            render_facts(list_figures(told)),
            *render_levels(clockstart, visit.actor.uid, attempt),
            render_section("Case by case", render_cases(attempt)),
        ],
        lead=say_lead(told),
        back=("The session", base),
        actions=[
            render_action("Another session", f"/{kind.slug}/new"),
            render_action("My training", TRAINING, primary=True),
        ],
    )


def say_lead(told: dict[str, object]) -> str:
    """The reading in one sentence: who would be lost comes before the percent."""
    lost, score = told["lost_patients"], told["score"]
    right = f"{score} % right" if score is not None else "Nothing here is scored"
    return (
        f"{right}. {plural(int(str(lost)), 'patient')} would be lost from the list."
        if lost
        else f"{right}. No patient is lost from the list."
    )


def list_figures(told: dict[str, object]) -> list[tuple[str, str]]:
    facets = [(name.capitalize(), f"{told[f'{name}_percent']} %") for name in FACETS if f"{name}_percent" in told]
    certain, minutes, alarms = told["certain_and_wrong"], told.get("minutes"), told.get("false_alarms")
    more = [
        ("Certain and wrong", plural(int(str(certain)), "case") if certain else ""),
        ("Clean rows called wrong", f"{alarms} %" if alarms is not None else ""),
        ("Time on the cases", plural(int(str(minutes)), "minute") if minutes else ""),
    ]
    return [*facets, *(one for one in more if one[1])]


def render_cases(attempt: Attempt) -> Component:
    rows = [make_row(attempt, number) for number in attempt.numbers]
    return html.Div(render_table("Cases", COLUMNS, rows, caption_hidden=True), className="cs-practice-result")


def make_row(attempt: Attempt, number: int) -> tuple[Cell, ...]:
    case, marked = attempt.cases[number - 1], attempt.mark(number)
    href = address_of_case(plain_clockstart(), attempt, number) if attempt.in_modules else address_of(attempt, number)
    name = (case.patient or {}).get("name", "A patient")
    return (
        html.Div(
            [
                html.A(f"{number}, {name}", href=href, **{"data-in-app": "1"}),
                html.Div(telling.say_family(case), className="cs-quiet"),
            ]
        ),
        "to discuss" if marked.percent is None else f"{marked.percent} %",
        " ".join(
            [*(one.says for one in marked.mal_rules[:1]), *([] if marked.harm == "none" else [HARMS[marked.harm]])]
        ),
    )
