"""How far those agree who answered the same cases, and where they differ, side by side."""

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.panels.practice import telling
from dashapp.services.practice import agreement, assigned, assignments
from dashapp.services.practice.agreement import Agreed, Differing
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.router import Visit

FACETS = (
    Column("Part", header=True),
    Column("Pairs", number=True),
    Column("The same", number=True),
    Column("The same (%)", number=True),
    Column("Krippendorff’s alpha", number=True),
)
CASES = (Column("Case", number=True), Column("Patient", header=True), Column("Part"), Column("Answers"))
DEFINITION = (
    "Of first tries that were handed in. A pair is two learners who answered the same part of the same case. Alpha "
    "takes out what chance alone would give: 1 is always the same, 0 no better than chance. It is left out where "
    "everybody said the same of every case."
)


def render(clockstart: Clockstart, visit: Visit) -> Component:
    known = assignments.get_for_tutor(clockstart, visit.actor, visit.variables["assignment"])
    people = assignments.list_people(clockstart, visit.actor, known)
    standings = assigned.read_standings(clockstart, known, [person.uid for person in people])
    found = agreement.compare(clockstart, [*standings.values()]) if known.same_cases else None
    names = {person.uid: person.name for person in people}
    body: list[Component] = []
    if found is None:
        body.append(render_empty("The cases differ", "Everybody has cases of their own here, so none can be compared."))
    elif not found.facets:
        body.append(render_empty("Nothing to compare yet", "Two learners have to hand in first."))
    else:
        lines = [make_line(one) for one in found.facets]
        table = render_table("How far they agree", FACETS, lines, caption_hidden=True, stacked=True)
        rows = [make_row(one, names) for one in found.differing]
        same = html.P("Nobody differs from anybody.")
        differ = render_table("Where they differ", CASES, rows, caption_hidden=True, stacked=True) if rows else same
        body += [table, html.P(DEFINITION, className="cs-quiet"), render_section("Where they differ", differ)]
    back = (known.title, f"/assignments/{known.id}")
    return render_page("Agreement", body, lead="Who decides the same from the same evidence.", back=back)


def make_line(one: Agreed) -> tuple[Cell, ...]:
    return telling.FACETS[one.facet], one.pairs, one.same, 100 * one.same // one.pairs, one.alpha


def make_row(one: Differing, names: Mapping[str, str]) -> tuple[Cell, ...]:
    by_answer: dict[str, list[str]] = {}
    for uid, value in one.given.items():
        by_answer.setdefault(telling.say_value(one.case, one.facet, value), []).append(names[uid])
    said = [html.Div([html.Strong(answer), f": {', '.join(who)}"]) for answer, who in by_answer.items()]
    name = (one.case.patient or {}).get("name", "A patient")
    return one.number, name, telling.FACETS[one.facet], html.Div(said)
