"""The composer: one line in which what happened is entered, and tried while it is typed.

`render_composer(view)` draws it for a record of any module, on its page or in a panel; nothing where nothing can be
entered. `assets/composer.js` gathers what is typed and asks `composer_callbacks.on_typed`, which answers with the band
as it would be, the questions that the event needs and the difference in words. When something was saved, a page of the
record is drawn again; anywhere else the document gets the event `clockstart:entered` with {slug, record, rev}.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashapp.module_page.prediction import ASKS, render_answered, render_question
from dashapp.module_page.record_view import RecordView
from dashapp.services.records import entering, predictions, records
from dashapp.services.records.entering import Choice, Entry, Target
from dashapp.services.search.rule_pages import rule_address
from dashapp.ui.findings import group_alike
from dashapp.ui.icons import render_icon
from dashapp.ui.ribbon import render_shape
from dashapp.ui.timeline import short_date
from dashapp.ui.times import time_of_day
from rules.explain import Finding
from rules.rtt import list_new_steps
from words.phrases import in_words
from words.questions import ChoicesBy, Question

SAID_AT_MOST = 3
SWITCH_AT_MOST = 3
TOLD = ("added", "undone", "predicted")
"""What the address of a page says has just happened to its record."""


def find_target(view: RecordView) -> Target | None:
    if not view.is_own:
        return None
    return entering.find_target(view.clockstart, view.actor, view.module, view.record)


def render_composer(view: RecordView) -> list[Component]:
    """One line with a list to choose from, the day, and the events that are entered most; or what is to be predicted of
    the last entry."""
    target = find_target(view)
    if target is None and view.waits is None:
        return []
    rev = target.record.rev if target else view.record.rev
    stores = [
        dcc.Store(id=view.part("state"), data=make_state(view.module.slug, view.record.id, rev)),
        dcc.Store(id=view.part("typed")),
        dcc.Store(id=view.part("day")),
        dcc.Store(id=view.part("saved")),
    ]
    if view.waits:
        asked = [*stores, *render_question(view, view.waits)]
        return [html.Section(asked, className="cs-composer cs-predict", **{"aria-label": ASKS})]
    place = {"data-composer": view.module.slug, "data-record": view.record.id, "aria-label": "Add what happened"}
    line = render_line(view, target) if target else []
    return [html.Div(html.Section([*stores, *line], className="cs-composer", **place), className="cs-composer-place")]


def render_line(view: RecordView, target: Target) -> list[Component]:
    """What happened, its day and its questions; below, what it would do."""
    add = html.Button("Add", id=view.part("add"), type="button", className="btn btn-primary", n_clicks=0)
    clear = html.Button("Clear", type="button", className="btn btn-link", **{"data-composer-clear": "1"})
    return [
        render_sheet_head(target),
        *render_box(view, target),
        *render_day(view, target),
        html.Div(id=view.part("asks"), className="cs-composer-asks"),
        html.Div(id=view.part("said"), role="status", className="cs-composer-said"),
        html.Div([add, clear], className="cs-composer-acts"),
        render_quick(target),
    ]


def render_sheet_head(target: Target) -> Component:
    """On a phone the composer in use is a sheet from below."""
    words = "Add event" if target.on_pathway else "Add milestone"
    cancel = html.Button(
        [render_icon("close"), html.Span("Cancel", className="visually-hidden")],
        type="button",
        className="cs-peek-close",
        **{"data-composer-cancel": "1"},
    )
    trying = html.Span("Trying, not saved", className="cs-tried-chip")
    return html.Div([html.Strong(words), trying, cancel], className="cs-composer-head")


def make_state(slug: str, record_id: str, rev: int) -> dict[str, Any]:
    return {"slug": slug, "record_id": record_id, "operation": records.new_id(), "seen_rev": rev}


def in_page(view: RecordView, name: str) -> str:
    return f"composer-{name}-{view.module.slug}-{view.record.id}"


def render_box(view: RecordView, target: Target) -> list[Component]:
    """Typed into, it lists what fits; with nothing typed the events that are entered most come first."""
    place = {"data-compose": "what", "data-id": in_page(view, "what"), "data-list": in_page(view, "list")}
    listed = html.Ul(
        render_options(target),
        id=in_page(view, "list"),
        role="listbox",
        hidden=True,
        className="cs-composer-list",
        **{"aria-label": "What happened?"},
    )
    box = html.Div(**place, **{"data-stamp": str(target.record.rev)})
    return [html.Div([box, listed], className="cs-composer-box")]


def render_options(target: Target) -> list[Component]:
    """The six first, then all of them by group."""
    known = {one.name: one for one in target.choices}
    first = [known[name] for name, _, _ in entering.list_quick(target)]
    rows: list[Component] = []
    group = ""
    for place, choice in enumerate([*first, *target.choices]):
        heading = "Entered most" if place < len(first) else choice.group
        if heading != group:
            rows.append(html.Li(heading, role="presentation", className="cs-composer-group"))
            group = heading
        rows.append(render_option(choice))
    return rows


def render_option(choice: Choice) -> Component:
    words = [render_shape(choice.shape), html.Span(choice.label)]
    return html.Li(words, role="option", className="cs-composer-option", **{"data-event": choice.name})


def render_day(view: RecordView, target: Target) -> list[Component]:
    """The day as people write it, with how it was read next to it."""
    place = {"data-compose": "day", "data-id": in_page(view, "day"), "data-stamp": str(target.record.rev)}
    return [html.Div(className="cs-composer-date", **place, **{"data-read": say_day(view.clockstart.today)})]


def say_day(day: date) -> str:
    """ "Thu 26 Nov 2026"."""
    return f"{day:%a} {short_date(day)}"


def render_quick(target: Target) -> Component:
    chips = [
        html.Button([render_shape(shape), words], type="button", className="cs-composer-chip", **{"data-event": name})
        for name, words, shape in entering.list_quick(target)
    ]
    whole = html.Button(
        f"All {len(target.choices)}", type="button", className="btn btn-link", **{"data-composer-all": "1"}
    )
    return html.Div([*chips, whole], className="cs-composer-quick")


def render_asks(view: RecordView, target: Target, choice: Choice) -> list[Component]:
    """The one or two questions that the event needs; `data-asked` tells the browser that they are there."""
    known = entering.expect(target, choice.name)
    rows = [render_ask(view, choice, question, known.get(question.name, "")) for question in choice.asks]
    return [html.Div(rows, className="cs-composer-questions", **{"data-asked": choice.name})]


def render_ask(view: RecordView, choice: Choice, question: Question, value: str) -> Component:
    """A place for a question, which `assets/composer.js` fills: few choices as buttons, many as a list, else a line."""
    offered = offer(choice, question)
    kind = "text" if not offered else "switch" if len(offered) <= SWITCH_AT_MOST else "list"
    place = {
        "data-compose": "ask",
        "data-stamp": f"{choice.name} {question.name} {view.record.rev}",
        "data-id": in_page(view, question.name),
        "data-name": question.name,
        "data-words": question.ask.question,
        "data-kind": kind,
        "data-value": value,
        "data-choices": json.dumps(dict(offered)),
    }
    return html.Div(className="cs-composer-ask", **place)


def offer(choice: Choice, question: Question) -> Mapping[str, str]:
    by = getattr(question.ask, "choices", None)
    return by.lists.get(choice.name, {}) if isinstance(by, ChoicesBy) else question.choices


def render_difference(view: RecordView, tried: entering.Tried) -> list[Component]:
    """What it does, with the rule; the event as the timeline will have it."""
    on_pathway = [*say_ahead(view, tried.entry), *tried.what_if.difference] if tried.what_if else []
    sentences = on_pathway or [*say_replaced(tried), *compare(tried)]
    steps = list_new_steps(tried.what_if.before, tried.what_if.after) if tried.what_if else []
    rule = [" ", html.A(steps[0].rule.title, href=rule_address(steps[0].rule))] if steps else []
    said = html.P([" ".join(sentences[:SAID_AT_MOST]), *rule], className="cs-composer-effect")
    cleared = find_cleared(tried)
    words = " ".join(finding.text for finding in cleared[:2])
    codes = {"data-clears": " ".join(finding.code for finding in cleared)}
    away = [html.P(f"Put right by this: {words}", className="cs-composer-cleared", **codes)] if cleared else []
    entry = tried.entry
    row = html.Div(
        [
            html.Span(short_date(entry.day)),
            render_shape(entry.choice.shape),
            html.Strong(entry.choice.label),
            html.Span("trying", className="cs-tried-chip"),
        ],
        className="cs-composer-row",
    )
    return [said, *away, row]


def say_ahead(view: RecordView, entry: Entry) -> list[str]:
    """What is entered before its day comes moves no clock yet."""
    is_ahead = entry.day > view.clockstart.today
    return [f"{in_words(entry.day)} is in the future: the clock leaves it out until then."] if is_ahead else []


def say_replaced(tried: entering.Tried) -> list[str]:
    """A milestone has one day: another takes its place."""
    day = getattr(tried.before.answers, tried.entry.choice.name)
    other = day is not None and day != tried.entry.day
    return [f"{tried.entry.choice.label} is {in_words(day)} now: this day takes its place."] if other else []


def compare(tried: entering.Tried) -> list[str]:
    """Of a record with clocks of its own: each clock that goes another way."""
    tell = tried.before.module.meaning
    if tell is None:
        return []
    was, now = ({title: ribbon.words for title, ribbon in tell(case).ribbons} for case in (tried.before, tried.after))
    changes = [f"{title}: {words}." for title, words in now.items() if was.get(title) != words]
    return changes or [f"{tried.entry.choice.label}: {in_words(tried.entry.day)}. No clock moves."]


def find_cleared(tried: entering.Tried) -> list[Finding]:
    """What is remarked now and would not be any more, the gravest first."""
    left = {finding.text for finding in tried.after.findings}
    return [group[0] for group in group_alike(tried.before.findings) if group[0].text not in left]


def render_owner(view: RecordView, target: Target, typed: Mapping[str, Any], entry: Entry | None) -> list[Component]:
    """A link to a new record of the module that has the details of such an event, with all that is known."""
    name = str(typed.get("event"))
    owner = entering.find_owner(view.clockstart, view.actor, name) if target.on_pathway else None
    if owner is None:
        return []
    known = entering.carry(target, owner, typed, entry.day if entry else None)
    link = html.A(f"Record the details in {owner.title}", href=f"{owner.address}/new?{urlencode(known)}")
    return [html.P([link, html.Span(" Name, date and pathway go with you", className="cs-quiet")])]


def render_told(view: RecordView, told: Mapping[str, str]) -> Sequence[Component | str]:
    """What a page says that an entry, its undoing or a prediction has led to."""
    added, undone = (told.get(name) or "" for name in ("added", "undone"))
    if told.get("predicted") and view.is_own and view.case and not view.waits:
        answered = predictions.find(view.clockstart, view.uid, view.case, answered=True)
        return render_answered(answered) if answered else []
    target = find_target(view) if added or undone else None
    if target is None or str(target.record.rev) not in {added, undone}:
        return []
    if undone:
        return ["Undone: the record is as it was before."]
    button = html.Button("Undo", id=view.part("undo"), type="button", className="btn btn-link btn-sm", n_clicks=0)
    at = time_of_day(datetime.fromisoformat(target.record.updated_at))
    return [f"Saved {at}. {say_added(view, target)} ", button]


def say_added(view: RecordView, target: Target) -> str:
    """The newest entry, and what it did to the clock."""
    if not target.on_pathway:
        return "The milestone is added."
    rows = target.record.data.get("events") or [{}]
    choice = next((one for one in target.choices if one.name == rows[-1].get("event")), None)
    if choice is None:
        return ""
    row = {name: value for name, value in rows[-1].items() if name not in {"date", "event"}}
    entry = Entry(choice, date.fromisoformat(rows[-1]["date"]), row)
    before = [event for event in target.case.pathway_events if event != entry.event]
    ahead = say_ahead(view, entry)
    moved = [] if view.waits else ahead or entering.say_moved(before, target.case)
    return f"{choice.label}, {in_words(entry.day)}. {' '.join(moved[:SAID_AT_MOST])}"
