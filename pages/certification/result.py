"""The result of a paper: passed or not and why, percent by section, and the certificate."""

from datetime import date

from dash import html
from dash.development.base_component import Component

from auth import current_trace
from dashapp.context import Clockstart
from dashapp.panels.practice.result import render_cases
from dashapp.services.practice import answering, attempts, exam_clock, papers
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.blueprints import Terms
from dashapp.services.practice.kinds import EXAM, PAPER
from dashapp.services.practice.results import VERDICT
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import Column, render_facts, render_table
from dashapp.web.router import Page, Visit
from practice.competencies import COMPETENCIES
from practice.harm import HARMS
from words.phrases import in_words, plural

COLUMNS = (Column("Part of the work", header=True), Column("Right", number=True), Column("At least", number=True))


def result_page(clockstart: Clockstart) -> Page:
    def render_here(visit: Visit) -> Component:
        return render(clockstart, visit)

    return Page("Result – Certification", render_here, lambda visit: check(clockstart, visit))


def check(clockstart: Clockstart, visit: Visit) -> None:
    attempts.check_can_practise(clockstart, visit.actor, EXAM)
    clockstart.store.records.get(visit.actor.uid, EXAM.store_key, visit.variables["record_id"])


def render(clockstart: Clockstart, visit: Visit) -> Component:
    session = visit.variables["record_id"]
    attempt, back = attempts.find(clockstart, visit.actor, session, EXAM), ("The paper", f"/{EXAM.slug}/{session}")
    if attempt is not None and attempt.is_open and exam_clock.is_over(attempt.head, clockstart.now):
        attempt = answering.hand_in(clockstart, visit.actor, attempt, current_trace())
    if attempt is None or attempt.is_open:
        go = render_action("Go to the items", EXAM.address(session), primary=True)
        nothing = render_empty("Not handed in yet", "The result is here once you have handed it in.", [go])
        return render_page("Result", nothing, back=back)
    if attempt.is_void:
        words = exam_clock.say_closed(attempt.head, clockstart.now)
        return render_page("Result", render_empty("Void", words, []), back=back)
    answering.let_go(clockstart, visit.actor, attempt, current_trace())
    verdict, closed = attempt.head[VERDICT], exam_clock.say_closed(attempt.head, clockstart.now)
    return render_page(
        EXAM.name(attempt.session.data),
        [
            *([html.P(closed)] if closed else []),
            *([html.Ul([html.Li(why) for why in verdict["why_not"]])] if verdict["why_not"] else []),
            *render_certificate(attempt),
            render_facts(list_figures(attempt)),
            render_section("By section", render_sections(attempt)),
            render_section("Item by item", render_items(attempt)),
        ],
        lead=say_lead(attempt),
        back=back,
        actions=[render_action("Papers and certificates", f"/{EXAM.slug}/papers", primary=True)],
    )


def say_lead(attempt: Attempt) -> str:
    verdict = attempt.head[VERDICT]
    lost = plural(verdict["lost_patients"], "patient") if verdict["lost_patients"] else "No patient"
    is_paper = attempt.head["sort"] == PAPER
    words = ("Passed", "Not passed") if is_paper else ("This would be enough", "This would not be enough yet")
    would = "would be" if verdict["lost_patients"] else "is"
    return f"{words[not verdict['passed']]}: {verdict['score']} % right. {lost} {would} lost from the list."


def render_certificate(attempt: Attempt) -> list[Component]:
    number = attempt.session.data.get("certificate")
    if not number:
        return []
    until = in_words(date.fromisoformat(attempt.session.data["expires_on"]))
    link = html.A("The certificate as PDF", href=f"/certificates/{number}.pdf", download="")
    return [html.P([f"Your certificate has the number {number} and holds until {until}. ", link])]


def list_figures(attempt: Attempt) -> list[tuple[str, str]]:
    harms = attempt.head[VERDICT]["harms"]
    told = [(HARMS[name], plural(count, "item")) for name, count in harms.items()]
    return [("Answered", f"{attempt.answered} of {plural(len(attempt.cases), 'item')}"), *told]


def render_sections(attempt: Attempt) -> Component:
    shares, minima = attempt.head[VERDICT]["sections"], Terms(**attempt.head["terms"]).minima
    rows = [
        (COMPETENCIES[name].title, f"{share} %", f"{minima[name]} %" if name in minima else None)
        for name, share in shares.items()
    ]
    return render_table("Right by section", COLUMNS, rows, caption_hidden=True)


def render_items(attempt: Attempt) -> Component:
    if attempt.held:
        return html.P(papers.say_told_from(attempt.head))
    return render_cases(attempt)
