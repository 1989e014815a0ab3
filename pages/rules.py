"""About RTT rules: the rule books as readable pages, from the same tables that the clocks are worked out with."""

from __future__ import annotations

from collections.abc import Sequence

import dash_bootstrap_components as dbc
from dash import Dash, html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.router import Page, Visit, everyone
from dashapp.services.rule_pages import RulePage, find_rules
from dashapp.ui.chips import render_severity
from dashapp.ui.empty import render_empty
from dashapp.ui.findings import render_confidence
from dashapp.ui.page import render_page, render_section
from rules.explain import Check, Rule, plural


def register(app: Dash, clockstart: Clockstart) -> None:
    clockstart.router.add("/rules", Page("About RTT rules", render_rules, everyone))


def render_rules(visit: Visit) -> Component:
    """Every book, or what fits `?q=`."""
    words = visit.first("q")
    books = find_rules(words)
    count = sum(len(book.rules) for book in books)
    shown = [render_book(book) for book in books] or [render_empty(f"No rule fits “{words}”", "Try another word.")]
    return render_page(
        "About RTT rules",
        [render_finder(words), *([render_contents(books)] if not words else []), *shown],
        lead=f"{plural(count, 'rule')} in our own words, each with its source; the clocks are worked out from them.",
    )


def render_finder(words: str) -> Component:
    """A plain form, so that what was searched for is in the address."""
    return html.Form(
        [
            html.Label("Find in the rules", htmlFor="rules-find", className="cs-label"),
            html.Div(
                [
                    dbc.Input(id="rules-find", name="q", type="search", value=words, autocomplete="off"),
                    html.Button("Find", type="submit", className="btn btn-secondary"),
                ],
                className="cs-finder-line",
            ),
        ],
        method="get",
        action="/rules",
        className="cs-finder",
    )


def render_contents(books: Sequence[RulePage]) -> Component:
    items = [html.Li(html.A(f"{book.title} ({len(book.rules)})", href=f"#book-{book.name}")) for book in books]
    return html.Nav(html.Ul(items, className="cs-list"), **{"aria-label": "Rule books"})


def render_book(book: RulePage) -> Component:
    return html.Div(
        render_section(book.title, [render_rule(rule, book) for rule in book.rules]), id=f"book-{book.name}"
    )


def render_rule(rule: Rule, book: RulePage) -> Component:
    """A rule with its source and the findings that point to it."""
    return html.Article(
        [
            html.H3([html.Span(rule.ident, className="cs-rule-ident"), f" {rule.title}"]),
            html.P(rule.statement),
            html.P([rule.source, " ", *render_confidence(rule.confidence)], className="cs-quiet"),
            *render_checks(book.list_checks(rule)),
        ],
        id=rule.ident,
        className="cs-rule",
    )


def render_checks(checks: Sequence[Check]) -> list[Component]:
    """What the rule makes us say of a record; words in braces stand for the record's own values."""
    if not checks:
        return []
    items = [html.Li([render_severity(check.severity), " ", check.says]) for check in checks]
    return [html.Details([html.Summary(plural(len(checks), "finding")), html.Ul(items, className="cs-list")])]
