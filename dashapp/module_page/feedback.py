"""Feedback on a record or on a module's work: what its reader sees, and the form of those who write it."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from auth.actor import Actor
from auth.policy import can_review
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.feedback import reviews
from dashapp.services.feedback.reviews import KINDS, Target
from dashapp.services.feedback.second_readings import SECOND_READING
from dashapp.services.people import people
from dashapp.services.records import records
from dashapp.ui import ids
from dashapp.ui.chips import Status, render_chip
from dashapp.ui.forms.controls import draw_radios, draw_text, legend_of, render_labelled
from dashapp.ui.page import render_section
from dashapp.ui.times import day_and_time
from dashapp.web.addresses import record_address
from storage.accounts import Person
from storage.reviews import FEEDBACK, Review
from words.phrases import in_words

VERDICTS: Mapping[str, Status] = {
    "excellent": "fine",
    "good": "fine",
    "agree": "fine",
    "needs_improvement": "watch",
    "incorrect": "breach",
    "disagree": "breach",
}
WHAT_IT_IS_FOR = (
    "A draft is for you and the others who look after this learner. Released feedback is read by the learner."
)


NOT_READ_YET = (
    "Nobody has read this a second time yet. Whoever looks after you does, or an administrator: never yourself, never "
    "a fellow learner."
)


def render_own(clockstart: Clockstart, actor: Actor, module: Module, record_id: str) -> list[Component]:
    """What a person reads of the feedback on their own work, and who reads a record a second time while nobody has."""
    if clockstart.scope:
        return []
    found = reviews.list_visible(clockstart, actor, actor.uid, store_key=module.store_key, record=record_id)
    is_read = any(one.kind == SECOND_READING for one in found)
    waits = [html.P(NOT_READ_YET, className="cs-quiet")] if module.second_reading and record_id and not is_read else []
    if not found:
        return waits
    return [render_section("Feedback", [render_list(clockstart, actor, actor.uid, found), *waits])]


def render_line(clockstart: Clockstart, actor: Actor, module: Module, uid: str) -> list[Component]:
    """The newest feedback on a module's work in one line, with the way to all of it; of one's own work only."""
    if uid != actor.uid:
        return []
    found = reviews.list_visible(clockstart, actor, uid, store_key=module.store_key, record="")
    if not found:
        return []
    newest = found[0]
    name = people.name_of_many(clockstart, {newest.author}).get(newest.author, newest.author)
    said = f"{reviews.say_verdict(newest)}, {in_words(reviews.when(newest).date())}"
    return [
        html.P(
            [f"Feedback from {name}: ", html.A(said, href=f"{module.address}?show=feedback")],
            className="cs-list-feedback",
        )
    ]


def render_list(clockstart: Clockstart, actor: Actor, uid: str, found: Sequence[Review]) -> Component:
    """Each with its verdict, who said it, when, and its earlier versions."""
    if not found:
        return html.P("No feedback yet.", className="cs-quiet")
    names = people.name_of_many(clockstart, {one.author for one in found})
    items = [
        html.Li(
            [*render_version(one, names), *render_earlier(clockstart, actor, uid, one, names)], className="cs-review"
        )
        for one in found
    ]
    return html.Ul(items, className="cs-reviews")


def render_version(review: Review, names: Mapping[str, str]) -> list[Component]:
    """One version: verdict, words, and whose they are."""
    state = "" if review.is_released else "Draft, not released. "
    chip = render_chip(VERDICTS.get(review.verdict, "note"), reviews.say_verdict(review))
    kind = KINDS[review.kind].title if review.kind in KINDS else review.kind
    about = [] if review.kind == FEEDBACK else [html.Strong(f"{kind}. ")]
    words = [html.P(line) for line in review.text.splitlines() if line.strip()]
    who = f"{state}{names.get(review.author, review.author)}, {day_and_time(reviews.when(review))}"
    return [html.P([*about, chip]), *words, html.P(who, className="cs-quiet")]


def render_earlier(
    clockstart: Clockstart, actor: Actor, uid: str, review: Review, names: Mapping[str, str]
) -> list[Component]:
    """The versions before this one, folded."""
    earlier = reviews.list_versions(clockstart, actor, uid, review) if review.rev > 1 else ()
    if not earlier:
        return []
    items = [html.Li(render_version(one, names)) for one in earlier]
    return [html.Details([html.Summary(f"Earlier versions ({len(items)})"), html.Ul(items, className="cs-reviews")])]


def render_beside(
    clockstart: Clockstart, actor: Actor, person: Person, module: Module, record_id: str, kind: str = ""
) -> list[Component]:
    """For those who look after the person: everything said so far, and the form to say something; of a module whose
    records are read by a second person, that is asked first, and feedback is a link away."""
    is_read = module.second_reading and bool(record_id)
    chosen = kind if is_read and kind in KINDS else SECOND_READING if is_read else FEEDBACK
    target = Target(person.uid, module.slug, record_id, chosen)
    what = f"this {module.one}" if record_id else f"all of {person.name}’s work in {module.title}"
    form = render_form(clockstart, actor, target) if can_review(actor, person) else []
    return [
        render_section(
            "Feedback",
            [
                html.P(f"On {what}.", className="cs-quiet"),
                html.Div(render_said(clockstart, actor, target, module), id=ids.REVIEW_LIST),
                *form,
                *(render_other_kinds(target) if is_read and form else []),
            ],
        )
    ]


def render_other_kinds(target: Target) -> list[Component]:
    """Links to the forms of the other kinds of review."""
    here = record_address(f"/people/{target.uid}/{target.slug}", target.record_id)
    links = [html.A(kind.title, href=f"{here}?review={key}") for key, kind in KINDS.items() if key != target.kind]
    return [html.P(["Or write: ", *links])]


def render_said(clockstart: Clockstart, actor: Actor, target: Target, module: Module) -> Component:
    """Everything said about a target so far, as far as the actor may see it."""
    found = reviews.list_visible(clockstart, actor, target.uid, store_key=module.store_key, record=target.record_id)
    return render_list(clockstart, actor, target.uid, found)


def render_form(clockstart: Clockstart, actor: Actor, target: Target) -> list[Component]:
    """Grade and words; it opens on what the actor has written before."""
    known = reviews.find_own(clockstart, actor, target)
    kind = KINDS[target.kind]
    state = make_state(target, known.id if known else records.new_id(), known.rev if known else 0)
    buttons = [
        html.Button(words, id=button, type="button", className=f"btn btn-{look}", n_clicks=0, **{"data-save": "1"})
        for words, button, look in (
            ("Release", ids.REVIEW_RELEASE, "primary"),
            ("Keep as a draft", ids.REVIEW_KEEP, "secondary"),
        )
    ]
    verdict = draw_radios(ids.REVIEW_VERDICT, kind.verdicts, known.verdict if known else None, "verdict")
    words = draw_text(ids.REVIEW_TEXT, known.text if known else "", rows=5)
    return [
        dcc.Store(id=ids.REVIEW_STATE, data=state),
        html.H3(name_form(target.kind, is_known=known is not None)),
        html.P(WHAT_IT_IS_FOR, className="cs-hint"),
        html.Div(id=ids.REVIEW_PROBLEMS),
        html.Div(html.Fieldset([*legend_of(kind.asks), verdict]), className="cs-question", **{"data-field": "verdict"}),
        render_labelled(words, "What is good, what to improve and how", **{"data-field": "text"}),
        html.Div(buttons, className="cs-buttons"),
        html.Div(id=ids.REVIEW_STATUS, role="status", className="cs-form-status"),
    ]


def name_form(kind: str, *, is_known: bool) -> str:
    if kind == FEEDBACK:
        return "Change your feedback" if is_known else "Write feedback"
    return f"Change your {KINDS[kind].title.lower()}" if is_known else KINDS[kind].title


def make_state(target: Target, review_id: str, rev: int) -> dict[str, Any]:
    """What the callback needs: what is reviewed, which review, on which version, and a new operation."""
    return {
        "uid": target.uid,
        "slug": target.slug,
        "record_id": target.record_id,
        "kind": target.kind,
        "review_id": review_id,
        "operation": records.new_id(),
        "seen_rev": rev,
    }


def render_hand_in(clockstart: Clockstart, actor: Actor, module: Module, count: int) -> list[Component]:
    """For a learner: how far their work in a module is with its readers, and what can be done about it."""
    if actor.role != "learner" or not count or clockstart.scope:
        return []
    summary = clockstart.store.records.summary(actor.uid).get(module.store_key)
    status = reviews.status_of(summary)
    if status == "submitted":
        submission = reviews.find_submission(clockstart, actor.uid, module.store_key)
        since = f" on {day_and_time(reviews.when(submission))}" if submission else ""
        words = f"Handed in for feedback{since}. You can go on working. "
        return [html.P([words, hand_in_button(module, "take-back", "Take it back")], className="cs-hand-in")]
    words = "Reviewed; nothing has changed since. " if status == "reviewed" else "Done with this module for now? "
    return [html.P([words, hand_in_button(module, "hand-in", "Ask for feedback")], className="cs-hand-in")]


def render_ask(clockstart: Clockstart, actor: Actor, module: Module) -> list[Component]:
    """For a learner who has not asked for feedback on their work in a module."""
    summary = clockstart.store.records.summary(actor.uid).get(module.store_key)
    asks = actor.role == "learner" and not clockstart.scope and reviews.status_of(summary) != "submitted"
    return [hand_in_button(module, "hand-in", "Ask for feedback")] if asks else []


def hand_in_button(module: Module, act: str, words: str) -> Component:
    return html.Button(
        words,
        id={"hand-in": module.slug, "act": act, "operation": records.new_id()},
        type="button",
        className="btn btn-link btn-sm",
        n_clicks=0,
    )
