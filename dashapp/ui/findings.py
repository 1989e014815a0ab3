"""Findings: the rules' remarks on a record, the gravest first."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

from dashapp.ui.chips import SEVERITY_WORDS
from dashapp.ui.icons import render_icon
from rules.explain import Confidence, Finding, Rule, Severity, cite

ORDER: tuple[Severity, ...] = (Severity.BREACH, Severity.WATCH, Severity.NOTE)


def render_findings(
    findings: Sequence[Finding],
    *,
    none: str = "No remarks: nothing in this record goes against the rules.",
    ways: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> html.Div:
    """All findings with what is wrong, how to put it right and by which rule; `none` is said when there are none.
    `ways` are (words, href) by the code of a finding, of where it is put right."""
    if not findings:
        return html.Div(html.P([render_icon("fine"), none], className="cs-no-findings"), className="cs-findings")
    ranked = sorted(findings, key=lambda finding: ORDER.index(finding.severity))
    return html.Div(
        html.Ul(
            [render_alike(alike, ways.get(alike[0].code)) for alike in group_alike(ranked)], className="cs-finding-list"
        ),
        className="cs-findings",
    )


def summarise(findings: Sequence[Finding]) -> str:
    """ "1 wrong, 2 to watch"."""
    words = {Severity.BREACH: "wrong", Severity.WATCH: "to watch", Severity.NOTE: "worth knowing"}
    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in ORDER}
    return ", ".join(f"{count:,} {words[severity]}" for severity, count in counts.items() if count)


def group_alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that say the same of several events, and are mended alike, together."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.fix), []).append(finding)
    return list(groups.values())


def render_alike(alike: Sequence[Finding], way: tuple[str, str] | None = None) -> html.Li:
    """What is wrong, each time it is, then once how to put it right, where, and by which rule."""
    finding = alike[0]
    button = [html.A(way[0], href=way[1], className="btn btn-secondary btn-sm")] if way else []
    return html.Li(
        [
            html.P(
                [render_icon(finding.severity.value), SEVERITY_WORDS[finding.severity]], className="cs-finding-kind"
            ),
            *(html.P(one.text, className="cs-finding-text") for one in alike),
            *(
                [html.P([html.Span("How to fix it: ", className="visually-hidden"), finding.fix])]
                if finding.fix
                else []
            ),
            html.Div(
                [*button, *render_rule_link(finding.rule), *render_confidence(finding.confidence)],
                className="cs-finding-source",
            ),
        ],
        className=f"cs-finding cs-finding-{finding.severity.value}",
        **{"data-finding": finding.code},
    )


def render_rule_link(rule: Rule) -> list[Component]:
    """A link to the rule's own words; its source is said on hover and to screen readers."""
    source = cite(rule.source)
    words = [rule.title, html.Span(f", {source}", className="visually-hidden")]
    return [html.A(words, href=rule_href(rule), title=source)]


def rule_href(rule: Rule) -> str:
    return f"/rules/{rule.book}#{rule.ident}"


def render_confidence(confidence: Confidence) -> list[Component | str]:
    """A mark beside a rule whose detail is settled locally."""
    if confidence is Confidence.SOURCED:
        return []
    return [html.Span([render_icon("note"), "Check local policy"], className="cs-local")]
