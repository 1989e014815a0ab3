"""What a session did to the levels of the rules it was about."""

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.practice.attempts import Attempt
from dashapp.services.practice.standing import read_standing
from dashapp.services.search.rule_pages import rule_address
from dashapp.ui.icons import render_icon
from dashapp.ui.page import render_section
from dashapp.ui.tables import Column, render_table
from practice.entries import list_rules
from practice.keys.rtt import rule_of
from practice.mastery import LEVELS, NOT_STARTED
from words.phrases import in_words, plural

COLUMNS = (Column("Rule", header=True), Column("Before"), Column("Now"))


def render_levels(clockstart: Clockstart, uid: str, attempt: Attempt) -> list[Component]:
    """Each rule that decided a case, its level before and now, and when the next comes back; nothing where none has a
    level."""
    standing, before = read_standing(clockstart, uid), attempt.head.get("levels", {})
    rules = {rule.ident: rule for one in attempt.marked.values() for rule in map(rule_of, list_rules(one.key))}
    known = [
        (rule, before.get(ident, NOT_STARTED), standing.levels[ident])
        for ident, rule in rules.items()
        if ident in standing.levels
    ]
    if not known:
        return []
    order = list(LEVELS)
    gained = sum(order.index(now) > order.index(then) for _, then, now in known)
    rows = [
        (
            html.A(rule.title, href=rule_address(rule)),
            LEVELS[then],
            render_now(now, risen=order.index(now) > order.index(then)),
        )
        for rule, then, now in known
    ]
    due = f"Next review: {in_words(standing.next_due)}." if standing.next_due else ""
    words = f"{plural(gained, 'level')} gained. {due}" if gained else due
    table = render_table("Levels of the rules of this session", COLUMNS, rows, caption_hidden=True)
    return [render_section("Your levels", [html.P(words), table])]


def render_now(level: str, *, risen: bool) -> Component:
    return html.Span([*([render_icon("fine"), " "] if risen else []), LEVELS[level]])
