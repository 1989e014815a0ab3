"""One learner: every module with its status, counts, findings and feedback; notes; all of it as plain tables."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.module_page.feedback import VERDICTS
from dashapp.services.access import access
from dashapp.services.feedback import reviews
from dashapp.services.practice.standing import read_standing
from dashapp.services.practice.training import get_rule
from dashapp.services.search.rule_pages import rule_address
from dashapp.ui.chips import Count, render_chip, render_counts
from dashapp.ui.icons import render_icon
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.ui.times import day_and_time
from dashapp.web.addresses import record_address
from dashapp.web.router import Visit
from pages.student_progress_monitor.notes import render_notes
from pages.student_progress_monitor.reach import HERE, SLUG, TITLE
from pages.student_progress_monitor.service import person_progress, time_taken
from pages.student_progress_monitor.service.person_progress import ModuleWork
from practice.review import LAPSES
from storage.reviews import Review
from words.phrases import plural

COLUMNS = (
    Column("Module", header=True),
    Column("Status"),
    Column("Records", number=True),
    Column("Remarks", number=True),
    Column("Last change"),
    Column("Feedback"),
)
LATEST = 10


def title(clockstart: Clockstart, visit: Visit) -> str:
    return f"{access.get_person(clockstart, visit.actor, visit.variables['uid']).name} – {TITLE}"


def render(clockstart: Clockstart, visit: Visit) -> Component:
    """Everything about one person's progress on one page."""
    person = access.get_person(clockstart, visit.actor, visit.variables["uid"])
    work = person_progress.list_module_work(clockstart, visit.actor, person)
    told = reviews.list_visible(clockstart, visit.actor, person.uid)
    cohorts = [clockstart.store.people.get_cohort(cohort).name for cohort in person.cohorts]
    files = [
        render_action(words, f"/export/{SLUG}/person/{person.uid}.{ending}")
        for words, ending in (("CSV", "csv"), ("Excel", "xlsx"))
    ]
    return render_page(
        person.name,
        [
            render_figures(work),
            render_section("Modules", render_modules(person.uid, work)),
            render_section("Latest feedback", render_feedback(clockstart, person.uid, told)),
            *render_resting(clockstart, person.uid),
            *render_pace(clockstart, person.uid),
            *render_notes(clockstart, visit.actor, person),
        ],
        lead=" · ".join([*cohorts, person.email]),
        back=(TITLE, HERE),
        actions=files,
    )


def render_figures(work: Sequence[ModuleWork]) -> Component:
    statuses = [one.status for one in work]
    figures = [
        Count(sum(one.summary.count for one in work), "Records"),
        Count(statuses.count("open"), "Modules in progress"),
        Count(statuses.count("submitted"), "Waiting for feedback", "watch"),
        Count(statuses.count("reviewed"), "Reviewed", "fine"),
        Count(sum(one.remarks for one in work), "Remarks in saved records"),
    ]
    return render_counts(figures)


def render_modules(uid: str, work: Sequence[ModuleWork]) -> Component:
    lines = [render_module(uid, one) for one in work]
    return render_table("Modules and how far they are", COLUMNS, lines, caption_hidden=True)


def render_module(uid: str, one: ModuleWork) -> tuple[Cell, ...]:
    name: Cell = (
        html.A(one.module.title, href=f"/people/{uid}{one.module.address}") if one.is_open else one.module.title
    )
    last: list[Component | str] = [day_and_time(one.last_change)] if one.last_change else []
    if one.outdated:
        words = f" Refresher due: {plural(one.outdated, 'record')} saved under earlier rules"
        last += [html.Br(), render_icon("note"), words]
    return (
        name,
        render_status(one.status),
        one.summary.count,
        one.remarks,
        html.Span(last) if last else "",
        render_latest(one),
    )


def render_status(status: str) -> Component | str:
    looks = {"submitted": "watch", "reviewed": "fine", "open": "note"}
    words = reviews.STATUSES[status]
    return render_chip(looks[status], words) if status in looks else words  # type: ignore[arg-type]


def render_latest(one: ModuleWork) -> Cell:
    if not one.feedback:
        return ""
    newest = one.feedback[0]
    chip = render_chip(VERDICTS.get(newest.verdict, "note"), reviews.say_verdict(newest))
    more = f" and {len(one.feedback) - 1} more" if len(one.feedback) > 1 else ""
    return html.Span([chip, "" if newest.is_released else " draft", more])


def render_feedback(clockstart: Clockstart, uid: str, told: Sequence[Review]) -> Component:
    """The newest feedback, each leading to the work it is about."""
    lines = [
        render_review(uid, module, one)
        for one in told[:LATEST]
        if (module := clockstart.registry.find_by_store_key(one.module))
    ]
    if not lines:
        return html.P("No feedback yet. Open a module and a record to write some.", className="cs-quiet")
    return html.Ul(lines, className="cs-reviews")


def render_review(uid: str, module: Module, one: Review) -> Component:
    base = f"/people/{uid}{module.address}"
    href = record_address(base, one.record) if one.record else base
    chip = render_chip(VERDICTS.get(one.verdict, "note"), reviews.say_verdict(one))
    words = one.text if len(one.text) <= 120 else f"{one.text[:117]}…"
    state = "" if one.is_released else " (draft)"
    on = f"{module.title}, {'one ' + module.one if one.record else 'all of it'}"
    when = html.P(day_and_time(reviews.when(one)) + state, className="cs-quiet")
    return html.Li([html.P([chip, " ", html.A(on, href=href)]), html.P(words), when])


def render_resting(clockstart: Clockstart, uid: str) -> list[Component]:
    """The rules that were missed so often that they do not come back by themselves."""
    found = [get_rule(rule) for rule in read_standing(clockstart, uid).resting]
    links = [html.Li(html.A(rule.title, href=rule_address(rule))) for rule in found]
    words = html.P(f"Missed {LAPSES} times in reviews. They rest until a case is answered without help: explain them.")
    return [render_section("Rules that rest", [words, html.Ul(links)])] if links else []


def render_pace(clockstart: Clockstart, uid: str) -> list[Component]:
    """How long saves take, from the audit trail; nothing when there are too few to say."""
    found = time_taken.measure(clockstart, uid)
    if found is None:
        return []
    return [
        render_section(
            "Pace",
            [
                html.P(f"{found.per_record} for a new record, {found.per_pathway} for one pathway (medians)."),
                html.P(time_taken.DEFINITION, className="cs-quiet"),
            ],
        )
    ]
