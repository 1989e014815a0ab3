"""What a record means: its clocks, facts, findings and the working, from the module's rule books."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

from dashapp.declare.meaning import Fact, Meaning
from dashapp.declare.module import Module
from dashapp.module_page.prediction import ASKS, WITHHELD
from dashapp.module_page.record_view import RecordView
from dashapp.services.records.records import check_stored
from dashapp.ui.clock_drawing import render_clocks as draw_clocks
from dashapp.ui.findings import render_findings
from dashapp.ui.icons import render_icon
from dashapp.ui.letter import render_letter
from dashapp.ui.ribbon import render_ribbon
from dashapp.ui.steps import render_step_list, render_steps
from dashapp.values.ribbon import Ribbon
from dashapp.web.addresses import record_address
from rules.explain import Finding, Step
from storage.record import Record

LONG_FACT = 48
"""Letters; what is longer is read under its name, from one edge to the other."""

NO_REMARKS = "No remarks on what is answered here."


def render_meaning(view: RecordView | None, module: Module) -> list[Component]:
    """The right-hand side of a form. Before the first save it says what will be there."""
    if view is None:
        return [html.P(f"Save this {module.one} to see what it does to the clock, and why.", className="cs-quiet")]
    if view.waits:
        href = record_address(view.module.address, view.record.id)
        return [html.P(["The clock waits. ", html.A(ASKS, href=href)], className="cs-waits")]
    if view.case and not view.case.is_told:
        return [html.P(WITHHELD, className="cs-waits")]
    if view.case is None:
        return render_not_accepted(module, view.record)
    case, meaning = view.case, view.meaning
    return [
        *render_clocks(meaning.ribbons),
        *render_facts(meaning.facts),
        *render_remarks(case.findings, meaning),
        *render_following(meaning),
    ]


def render_remarks(
    findings: Sequence[Finding], meaning: Meaning, ways: Mapping[str, tuple[str, str]] = MappingProxyType({})
) -> list[Component]:
    """The remarks, and what else is found or can be done; next to that, "no remarks" is of the answers alone."""
    if meaning.options is None:
        return [render_findings(findings, ways=ways)]
    return [render_findings(findings, none=NO_REMARKS, ways=ways), *render_options(*meaning.options)]


def render_following(meaning: Meaning) -> list[Component]:
    """How it was worked out, and the letter and the line that follow from it."""
    return [
        *([render_steps(meaning.steps)] if meaning.steps else []),
        *([render_letter(meaning.letter)] if meaning.letter else []),
        *(render_line(*meaning.line) if meaning.line else []),
    ]


def render_clocks(ribbons: tuple[tuple[str, Ribbon], ...]) -> list[Component]:
    """One clock as a card; several on one day axis."""
    if len(ribbons) > 1:
        return [draw_clocks(ribbons)]
    return [
        html.Section([html.H3(title), render_ribbon(ribbon, size="card")], className="cs-clock")
        for title, ribbon in ribbons
    ]


def render_facts(facts: tuple[Fact, ...]) -> list[Component]:
    """What holds, line by line; how it stands is a shape and a colour beside the words."""
    if not facts:
        return []
    rows = [
        part
        for fact in facts
        for part in (
            html.Dt(fact.label),
            html.Dd(render_standing(fact), className="cs-fact-long" * (len(fact.text) > LONG_FACT)),
        )
    ]
    return [html.Dl(rows, className="cs-meaning-facts")]


def render_options(title: str, steps: Sequence[Step]) -> list[Component]:
    """What can be done, open to read, each by its rule."""
    return [html.H3(title), render_step_list(steps)]


def render_line(title: str, line: str) -> list[Component]:
    """One line to copy: in a box of its own, whole, chosen by the keyboard like any text."""
    box = html.Textarea(line, readOnly="readOnly", rows=8, className="form-control cs-copy-line", id="line-to-copy")
    return [html.H3(html.Label(title, htmlFor="line-to-copy")), box]


def render_standing(fact: Fact) -> list[Component | str]:
    return [fact.text] if fact.status == "note" else [render_icon(fact.status), " ", fact.text]


def render_not_accepted(module: Module, record: Record) -> list[Component]:
    """A stored record its module would not accept: shown with what is wrong, never hidden."""
    problems = check_stored(module, record.data).problems
    return [
        html.P("This record was stored elsewhere and cannot be read by the rules until these are put right:"),
        html.Ul([html.Li(problem.sentence) for problem in problems], className="cs-problem-list"),
    ]
