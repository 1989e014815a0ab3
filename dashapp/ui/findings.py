"""Findings: the rules' remarks on a record, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.ui.chips import render_severity
from dashapp.ui.icons import render_icon
from rules.explain import Confidence, Finding, Rule, Severity
from words.phrases import plural

ORDER: tuple[Severity, ...] = (Severity.BREACH, Severity.WATCH, Severity.NOTE)


def render_findings(
    findings: Sequence[Finding], *, none: str = "No remarks: nothing in this record goes against the rules."
) -> html.Div:
    """All findings with what is wrong, by which rule and how to mend it; `none` is said when there are none."""
    if not findings:
        return html.Div(html.P([render_icon("fine"), none], className="cs-no-findings"), className="cs-findings")
    ranked = sorted(findings, key=lambda finding: ORDER.index(finding.severity))
    return html.Div(
        [
            html.P(summarise(ranked), className="cs-quiet"),
            html.Ul([render_alike(alike) for alike in group_alike(ranked)], className="cs-finding-list"),
        ],
        className="cs-findings",
    )


def summarise(findings: Sequence[Finding]) -> str:
    """ "3 remarks: 1 wrong, 2 to watch"."""
    words = {Severity.BREACH: "wrong", Severity.WATCH: "to watch", Severity.NOTE: "worth knowing"}
    counts = {severity: sum(finding.severity is severity for finding in findings) for severity in ORDER}
    parts = ", ".join(f"{count:,} {words[severity]}" for severity, count in counts.items() if count)
    return f"{plural(len(findings), 'remark')}: {parts}"


def group_alike(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Findings that say the same of several events, and are mended alike, together."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.fix), []).append(finding)
    return list(groups.values())


def render_alike(alike: Sequence[Finding]) -> html.Li:
    """What is wrong, each time it is, then once how to mend it and by which rule."""
    finding = alike[0]
    return html.Li(
        [
            html.P([render_severity(finding.severity), html.Span(finding.text, className="cs-finding-text")]),
            *(html.P(other.text, className="cs-finding-text") for other in alike[1:]),
            *(
                [html.P([html.Strong("How to fix it: "), finding.fix], className="cs-finding-fix")]
                if finding.fix
                else []
            ),
            html.P(
                [*render_rule_link(finding.rule), *render_confidence(finding.confidence)],
                className="cs-finding-source",
            ),
        ],
        className=f"cs-finding cs-finding-{finding.severity.value}",
        **{"data-finding": finding.code},
    )


def render_rule_link(rule: Rule) -> list[Component | str]:
    """A link to the rule's own words, and its source."""
    link = html.A(f"Rule {rule.ident}: {rule.title}", href=rule_href(rule))
    return [link, html.Span(f" · {rule.source}")] if rule.source else [link]


def rule_href(rule: Rule) -> str:
    return f"/rules/{rule.book}#{rule.ident}"


def render_confidence(confidence: Confidence) -> list[Component | str]:
    """A mark beside a rule whose detail is settled locally."""
    if confidence is Confidence.SOURCED:
        return []
    return [html.Span([render_icon("note"), "Check local policy"], className="cs-local")]
