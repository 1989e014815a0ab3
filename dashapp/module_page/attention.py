"""What needs attention in a record: the rules' remarks, each with how to put it right and by which rule."""

from dash import html
from dash.development.base_component import Component

from dashapp.module_page.meaning import render_not_accepted, render_remarks
from dashapp.module_page.prediction import WAITS, WITHHELD
from dashapp.module_page.record_view import RecordView
from dashapp.ui import ids
from dashapp.ui.findings import summarise
from dashapp.web.addresses import edit_address
from rules.explain import Finding


def render_attention(view: RecordView) -> list[Component]:
    """The gravest first; what is wrong with a record that the rules cannot read."""
    if view.waits:
        return [html.H2("Needs attention"), html.P(WAITS, className="cs-waits")]
    if view.case is None:
        return [html.H2("Needs attention"), *render_not_accepted(view.module, view.record)]
    if not view.case.is_told:
        return [html.H2("Needs attention"), html.P(WITHHELD, className="cs-waits")]
    found = view.case.findings
    quiet = [html.Span(summarise(found), className="cs-head-note")] if found else []
    ways = {finding.code: way for finding in found for way in [find_way(view, finding)] if way}
    return [html.H2(["Needs attention", *quiet]), *render_remarks(found, view.meaning, ways)]


def find_way(view: RecordView, finding: Finding) -> tuple[str, str] | None:
    """Where it is put right: the question it is about, in the form."""
    name = (finding.field or "").partition(".")[0]
    question = view.module.question.get(name)
    if not view.is_own or question is None:
        return None
    words = f"{'Change' if name in view.record.data else 'Record'} “{question.label}”"
    return words, f"{edit_address(view.module.address, view.record.id)}#{ids.field_id(name)}"
