"""Entries of the audit trail, day by day; each opens to what changed."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.services.audit.audit_trail import OF_SYSTEM
from dashapp.services.audit.trail_entries import Described, Told
from dashapp.ui.history import LONDON, render_change
from dashapp.ui.page import render_section
from dashapp.ui.tables import render_facts
from dashapp.ui.times import day_and_time, time_of_day
from pages.audit_trail.filters import ADDRESS
from words.phrases import in_words

ENTRY = "trail-entry"


def render_days(told: Sequence[Told], actor: Actor) -> list[Component]:
    """The newest first, under the day they were made on."""
    return [
        render_section(
            f"{day:%A} {in_words(day)}", html.Ol([render_entry(one, actor) for one in entries], className="cs-trail")
        )
        for day, entries in groupby(told, day_of)
    ]


def day_of(told: Told) -> date:
    return told.at.astimezone(LONDON).date()


def key_of(told: Told) -> str:
    """ "<whose>/<entry>", as the address of an entry has it."""
    return f"{told.step.uid or OF_SYSTEM}/{told.step.entry.id}"


def render_entry(told: Told, actor: Actor) -> Component:
    """One line, and behind it what changed: read from the store when it is opened."""
    clock = html.Time(time_of_day(told.at), dateTime=told.at.isoformat())
    summary = html.Summary(
        [
            say_more(told),
            html.Span(f" at {time_of_day(told.at)}: {told.record or told.act}", className="visually-hidden"),
        ],
        id={ENTRY: key_of(told), "part": "open"},
        n_clicks=0,
    )
    place = html.Div(html.P("Reading…"), id={ENTRY: key_of(told), "part": "more"}, className="cs-trail-more")
    return html.Li(
        [clock, html.P(render_words(told, actor)), html.Details([summary, place])], className="cs-trail-entry"
    )


def say_more(told: Told) -> str:
    return "What changed" if told.versions else "More"


def render_words(told: Told, actor: Actor) -> list[Component | str]:
    """ "Leah Marsh · Changed Missed appointment of Ann Example · DNA management, version 2 → 3"."""
    words: list[Component | str] = [html.Strong(told.who), f" · {told.act} "]
    if told.record:
        link = html.A(told.record, href=told.href, **{"data-in-app": "1"}) if told.href else told.record
        words += [link, " "]
    facts = [told.module, told.versions, f"in the records of {told.whose}" if is_of_another(told) else ""]
    return [*words, html.Span(" · ".join(filter(None, facts)), className="cs-quiet")]


def is_of_another(told: Told) -> bool:
    """Whether somebody did it who is not the person whose trail it stands in."""
    return bool(told.step.uid) and told.step.entry.actor != told.step.uid


def render_described(described: Described) -> Component:
    """Every answer before and after, then what else is known of the act."""
    facts = [(fact.label, fact.text) for fact in described.facts]
    permanent = html.A("This entry alone", href=f"{ADDRESS}/{key_of(described.told)}")
    return html.Div([*render_changes(described), render_facts(facts), html.P(permanent, className="cs-quiet")])


def render_changes(described: Described) -> list[Component]:
    if described.withheld:
        return [html.P(described.withheld)]
    if described.changes and not described.told.step.entry.from_rev:
        return [render_facts([(change.question, change.after) for change in described.changes])]
    if described.changes:
        return [html.Ul([html.Li(render_change(change)) for change in described.changes], className="cs-trail-changes")]
    return [html.P("The answers stayed as they were.")] if described.told.versions else []


def render_one(described: Described, actor: Actor) -> list[Component]:
    """An entry on a page of its own."""
    told = described.told
    return [
        html.P([html.Time(day_and_time(told.at), dateTime=told.at.isoformat()), " · ", *render_words(told, actor)]),
        *render_changes(described),
        render_facts([(fact.label, fact.text) for fact in described.facts]),
    ]
