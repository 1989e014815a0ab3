"""The submission checks of a return: each with its verdict in a word, a shape and a colour, and why."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.ui.chips import Status, render_chip
from dashapp.ui.page import render_section
from dashapp.ui.tables import Column, render_table
from pages.commissioner_reporting.service.kept import KeptReturn
from pages.commissioner_reporting.service.submission import CheckResult
from rules.explain import Finding

VERDICTS: dict[str, tuple[Status, str]] = {
    "passed": ("fine", "Passed"),
    "watch": ("watch", "Ask why"),
    "failed": ("breach", "Failed"),
    "not_made": ("note", "Not made"),
}
SAID_AT_MOST = 5


def render_checks(results: Sequence[CheckResult], previous: KeptReturn | None) -> Component:
    """Every check NHS England makes, in its order."""
    columns = (Column("Check", header=True), Column("Verdict"), Column("Why"))
    rows = [(one.title, render_chip(*VERDICTS[one.verdict]), render_reasons(one)) for one in results]
    passed = sum(one.verdict == "passed" for one in results)
    beside = "the kept return of the month before" if previous else "the month before as the list says today"
    words = f"{passed} of {len(results)} passed. Compared with {beside}. Limits of what is large are ours: rule RET-8."
    return render_section(
        "Submission checks", [html.P(words), render_table("Checks of PRN01045 v5.0 Annex B", columns, rows)]
    )


def render_reasons(result: CheckResult) -> Component | str:
    """What was found and how to mend it."""
    if result.verdict == "not_made":
        return "There is no month before to compare with."
    if not result.findings:
        return result.check.rule.title
    said: list[Component] = [html.Li(render_finding(finding)) for finding in result.findings[:SAID_AT_MOST]]
    if len(result.findings) > SAID_AT_MOST:
        said.append(html.Li(f"and {len(result.findings) - SAID_AT_MOST:,} more"))
    return html.Div([html.Ul(said, className="cs-reasons"), html.P(result.check.fix, className="cs-quiet")])


def render_finding(finding: Finding) -> str:
    return finding.text
