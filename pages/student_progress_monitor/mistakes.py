"""Common mistakes: what catches most people in answers and in entering, and what else records tell of."""

import re

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.search.rule_pages import rule_address
from dashapp.services.work import progress
from dashapp.services.work.progress import Progress, ProgressQuery
from dashapp.ui.charts import render_chart
from dashapp.ui.chips import render_criteria, render_severity
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.queries import list_chips, render_ignored
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.addresses import record_address
from dashapp.web.router import Visit
from pages.student_progress_monitor.reach import HERE, SLUG, TITLE
from pages.student_progress_monitor.service import progress_series
from pages.student_progress_monitor.service.progress_series import (
    Mistake,
    WrongAnswer,
    list_mistakes,
    list_wrong_answers,
    say_code,
)
from rules.catalogue import find_check
from rules.explain import Check
from rules.rates import TOO_FEW
from storage.accounts import Person
from storage.errors import NotFound
from words.phrases import plural

PEOPLE_SHOWN = 40
BLANK = re.compile(r"{\w+}")
"""A value in the sentence of a remark, which each record has its own of."""
COLUMNS = (
    Column("Remark", header=True),
    Column("Rule"),
    Column("Learners", number=True),
    Column("Records with it", number=True),
    Column("Accuracy", number=True),
    Column("Where"),
)
ANSWER_COLUMNS = (
    Column("What is thought", header=True),
    Column("Rule"),
    Column("Learners", number=True),
    Column("Cases", number=True),
)
TRUTHFUL = "A record may truthfully tell of others’ mistakes. These remarks are no mistakes of the learners."
ACCURACY = (
    "Accuracy is the percentage of saved records, in the modules where the remark occurs, that do not carry it. "
    f"Remarks that come and go with the date are not counted. {TOO_FEW}"
)


def title(visit: Visit) -> str:
    return f"{say_code(visit.variables['code'])} – {TITLE}"


def render(clockstart: Clockstart, visit: Visit) -> Component:
    """Every remark in scope, those that catch most people first."""
    asked = ProgressQuery.read(visit.query)
    found = progress.find_progress(clockstart, visit.actor, asked)
    told = progress.say_filters(clockstart, visit.actor, asked)
    remarks, answers = list_mistakes(found), list_wrong_answers(clockstart, found)
    mistakes, others = ([one for one in remarks if one.is_mistake is wanted] for wanted in (True, False))
    many = plural(len(mistakes) + len(answers), "mistake")
    words = f"{many} in the answers and records of {plural(len(found), 'learner')}"
    body: list[Component] = [
        *render_ignored(asked),
        render_criteria(words, list_chips(told, asked, f"{HERE}/mistakes")),
    ]
    if mistakes or answers:
        series = progress_series.draw_mistakes(clockstart, found, asked)
        body.append(render_chart(series, asked.at(f"/export/{SLUG}/chart/mistakes.csv")))
    else:
        body.append(render_empty("No mistakes", "Nothing was entered or answered wrong."))
    if answers:
        body.append(render_section("Answered wrong", render_answers(answers)))
    if mistakes:
        table = render_lines("Entered wrong", mistakes, asked)
        body.append(render_section("Entered wrong", [table, html.P(ACCURACY, className="cs-quiet")]))
    if others:
        table = render_lines("What the records tell of", others, asked)
        body.append(render_section("What the records tell of", [html.P(TRUTHFUL, className="cs-quiet"), table]))
    return render_page(
        "Common mistakes",
        body,
        lead="What people answer and enter wrong, and what else the rules remark on in their records.",
        back=(TITLE, asked.at(HERE)),
    )


def render_answers(answers: list[WrongAnswer]) -> Component:
    lines = [(one.says, html.A(one.rule.title, href=rule_address(one.rule)), one.people, one.times) for one in answers]
    return render_table("Answered wrong", ANSWER_COLUMNS, lines, caption_hidden=True)


def render_lines(caption: str, mistakes: list[Mistake], asked: ProgressQuery) -> Component:
    lines = [render_line(one, asked) for one in mistakes]
    return render_table(caption, COLUMNS, lines, caption_hidden=True)


def render_line(one: Mistake, asked: ProgressQuery) -> tuple[Cell, ...]:
    where = "; ".join(f"{module.title} ({plural(people, 'learner')})" for module, people, _ in one.by_module)
    remark: list[Component | str] = [html.A(say_code(one.code), href=asked.at(one.href))]
    if one.check:
        remark = [render_severity(one.check.severity), " ", *remark]
    return html.Span(remark), render_rule(one.check), one.people, one.records, one.accuracy, where


def render_rule(check: Check | None) -> Cell:
    return html.A(check.rule.title, href=rule_address(check.rule)) if check else ""


def render_one(clockstart: Clockstart, visit: Visit) -> Component:
    """One remark: what it says, and the records that carry it. Raises NotFound for a remark nobody knows."""
    asked, code = ProgressQuery.read(visit.query), visit.variables["code"]
    found = progress.find_progress(clockstart, visit.actor, asked)
    check = find_check(code)
    mistake = next((one for one in list_mistakes(found) if one.code == code), None)
    if check is None and mistake is None:
        raise NotFound("There is no such remark.")
    told = progress.say_filters(clockstart, visit.actor, asked)
    here = f"{HERE}/mistakes/{code}"
    words = f"{plural(mistake.people if mistake else 0, 'learner')} of {len(found):,}"
    return render_page(
        say_code(code),
        [
            *(
                [html.P([render_severity(check.severity), " ", BLANK.sub("…", check.says)]), html.P(render_rule(check))]
                if check
                else []
            ),
            *render_ignored(asked),
            render_criteria(words, list_chips(told, asked, here)),
            render_records(clockstart, visit, found, code),
        ],
        lead="The records that carry this remark, and who they belong to. Read only.",
        back=("Common mistakes", asked.at(f"{HERE}/mistakes")),
    )


def render_records(clockstart: Clockstart, visit: Visit, found: Progress, code: str) -> Component:
    """The records of the first people who have it; a list too long to read is not read."""
    open_slugs = {module.slug for module in access.list_open(clockstart, visit.actor)}
    holders = [(person, codes) for person, codes in zip(found.people, found.codes, strict=True) if has(codes, code)]
    lines: list[tuple[Cell, ...]] = []
    for person, codes in holders[:PEOPLE_SHOWN]:
        for at, one, many in codes:
            module = found.modules[at]
            if one == code and module.slug in open_slugs:
                lines += list_lines(clockstart, person, module.slug, code, many)
    if not lines:
        return render_empty("Nobody’s record carries it", "Take a filter off, or go back to the other remarks.")
    more = len(holders) - PEOPLE_SHOWN
    rest = [html.P(f"and {plural(more, 'more learner')}", className="cs-quiet")] if more > 0 else []
    columns = (Column("Learner", header=True), Column("Record"), Column("In"))
    return html.Div([render_table("Records with this remark", columns, lines, caption_hidden=True), *rest])


def has(codes: tuple[tuple[int, str, int], ...], code: str) -> bool:
    return any(one == code for _, one, _ in codes)


def list_lines(clockstart: Clockstart, person: Person, slug: str, code: str, many: int) -> list[tuple[Cell, ...]]:
    """The records of one person that were saved with the remark."""
    module = clockstart.registry.find(slug)
    assert module is not None
    who = html.A(person.name, href=f"{HERE}/{person.uid}")
    stored = [record for record in clockstart.store.records.list(person.uid, module.store_key) if code in record.codes]
    return [
        (
            who,
            html.A(
                str(record.data.get("patient_name") or module.one.capitalize()),
                href=record_address(f"/people/{person.uid}{module.address}", record.id),
            ),
            module.title,
        )
        for record in stored
    ]
