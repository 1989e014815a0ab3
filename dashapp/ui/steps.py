"""Explanation steps: the rules applied to a pathway, in the order in which they were applied."""

from collections.abc import Sequence
from itertools import groupby

from dash import html

from dashapp.ui.findings import render_confidence, render_rule_link
from rules.explain import Step


def render_steps(steps: Sequence[Step], *, title: str = "How this was worked out") -> html.Details:
    """The working behind a number, folded until it is asked for."""
    return html.Details([html.Summary(title), render_step_list(steps)], className="cs-working")


def render_step_list(steps: Sequence[Step]) -> html.Ol:
    """Steps that follow each other by one rule name it once."""
    by_rule = (list(together) for _, together in groupby(steps, key=lambda step: step.rule))
    return html.Ol([_render_steps(together) for together in by_rule], className="cs-steps")


def _render_steps(together: Sequence[Step]) -> html.Li:
    rule = together[0].rule
    source = html.P([*render_rule_link(rule), *render_confidence(rule.confidence)], className="cs-step-source")
    return html.Li([*(html.P(step.text) for step in together), source], className="cs-step")
