"""Explanation steps: the rules applied to a pathway, in the order in which they were applied."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from dashapp.ui.findings import render_confidence, render_rule_link
from rules.explain import Step


def render_steps(steps: Sequence[Step], *, title: str = "How this was worked out") -> html.Details:
    """The working behind a number, folded until it is asked for."""
    return html.Details([html.Summary(title), render_step_list(steps)], className="cs-working")


def render_step_list(steps: Sequence[Step]) -> html.Ol:
    return html.Ol([_render_step(step) for step in steps], className="cs-steps")


def _render_step(step: Step) -> html.Li:
    source = html.P(
        [*render_rule_link(step.rule), *render_confidence(step.rule.confidence)],
        className="cs-step-source",
    )
    return html.Li([html.P(step.text), source], className="cs-step")
