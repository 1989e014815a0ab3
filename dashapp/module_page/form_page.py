"""The form of a record: the way through its sections, the questions, and what the saved answers mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.module_page.meaning import render_meaning
from dashapp.module_page.read_page import check_exists, render_way_back
from dashapp.module_page.record_view import RecordView
from dashapp.module_page.saving import say_saved
from dashapp.module_page.unfinished import render_discard, render_unfinished
from dashapp.services.access import access
from dashapp.services.records import drafts, picks, records
from dashapp.services.records.checking import flatten
from dashapp.services.records.records import name_record
from dashapp.ui import ids
from dashapp.ui.abbreviations import Abbreviations
from dashapp.ui.banners import render_banner
from dashapp.ui.forms.sections import render_sections, render_way_through
from dashapp.ui.page import render_status
from dashapp.ui.picker import render_dialog
from dashapp.ui.times import time_of_day
from dashapp.web.addresses import edit_address, record_address
from dashapp.web.router import Page, Visit
from storage.record import Record
from words.phrases import with_article

DRAFT_EVERY_MS = 4_000


@dataclass(frozen=True, slots=True)
class Way:
    """Where a form that was opened from a queue leads: back to the same place, and on; each as (words, address)."""

    back: tuple[str, str]
    then: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Opened:
    """A form as it is opened: which record, on which version, with what in its boxes; `way` when from a queue.
    `from_pathway` are the questions that the chosen pathway has answered, `section` the one it is about alone."""

    module: Module
    record_id: str
    seen_rev: int
    typed: Mapping[str, Any]
    record: Record | None = None
    draft: drafts.Draft | None = None
    way: Way | None = None
    from_pathway: tuple[str, ...] = ()
    section: int | None = None

    @property
    def back(self) -> tuple[str, str]:
        if self.way or self.record is None:
            return self.way.back if self.way else (self.module.title, self.module.address)
        return name_record(self.module, self.record), record_address(self.module.address, self.record_id)


def edit_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=lambda visit: f"Edit {with_article(module.one)} – {module.title}",
        render=lambda visit: render_existing(clockstart, module, visit),
        check=lambda visit: check_exists(clockstart, module, visit),
        writes=True,
    )


def new_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Add {with_article(module.one)} – {module.title}",
        render=lambda visit: render_new(clockstart, module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
        writes=True,
    )


def render_new(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """An empty form, or the draft that `?draft=<id>` names; other drafts are offered above it. Where there can be one
    record alone, that one once it is there."""
    if module.single and clockstart.store.records.find(visit.actor.uid, module.store_key, module.single):
        return render_existing(clockstart, module, replace(visit, variables={"record_id": module.single}))
    waiting = [one for one in drafts.list_unfinished(clockstart, visit.actor, module.slug) if one.draft.seen_rev == 0]
    chosen = next((one.draft for one in waiting if one.draft.record_id == visit.first("draft")), None)
    if chosen:
        opened = Opened(module, chosen.record_id, 0, chosen.typed, draft=chosen)
    else:
        opened = prefilled(clockstart, module, visit)
    notices = [] if chosen else render_unfinished(waiting, "new")
    return render_form_page(clockstart, visit, opened, notices, title=f"Add {with_article(module.one)}")


def prefilled(clockstart: Clockstart, module: Module, visit: Visit) -> Opened:
    """Answers given in the address, such as `?link=<pathway>`, and what that pathway knows; only for questions the
    module has."""
    given = {name: visit.first(name) for name in module.question if visit.first(name)}
    known: dict[str, Mapping[str, Any]] = {}
    for name in given:
        if module.question[name].kind == "pick":
            known |= picks.list_known(clockstart, visit.actor, module, name, given[name])
    taken = {name: boxes for name, boxes in known.items() if name not in given}
    typed = {path: value for boxes in taken.values() for path, value in boxes.items()}
    return Opened(
        module,
        module.single or records.new_id(),
        0,
        typed | flatten(module.questions, given),
        from_pathway=tuple(taken),
    )


def render_existing(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """A stored record, or the draft of it if one was kept since; the draft is never taken for what is stored.

    A draft begun on an older version waits behind `?draft=1`: saving it shows both versions beside each other.
    """
    record = clockstart.store.records.get(visit.actor.uid, module.store_key, visit.variables["record_id"])
    draft = drafts.find(clockstart, visit.actor, module.slug, record.id)
    stored = Opened(module, record.id, record.rev, flatten(module.questions, record.data), record)
    if draft is None:
        opened, notices = stored, []
    elif visit.first("saved") or (draft.seen_rev != record.rev and not visit.first("draft")):
        opened, notices = stored, [render_draft_aside(stored, draft)]
    else:
        opened = Opened(module, record.id, draft.seen_rev, draft.typed, record, draft)
        notices = [render_draft_notice(opened, draft)]
    return render_form_page(clockstart, visit, opened, notices, title=f"Edit: {name_record(module, record)}")


def render_draft_notice(opened: Opened, draft: drafts.Draft) -> Component:
    """The boxes hold a draft."""
    saved = html.A("See the saved version", href=f"{edit_address(opened.module.address, opened.record_id)}?saved=1")
    kept = time_of_day(draft.kept_at)
    return render_banner(
        "watch",
        [f"These answers were kept at {kept} and are not saved yet. ", saved, " ", render_discard(draft, "record")],
    )


def render_draft_aside(opened: Opened, draft: drafts.Draft) -> Component:
    """The boxes hold what is saved; a draft waits beside it."""
    link = html.A("Take them up again", href=f"{edit_address(opened.module.address, opened.record_id)}?draft=1")
    words = f"This is the saved version. Answers you typed were kept at {time_of_day(draft.kept_at)}. "
    return render_banner("note", [words, link, " ", render_discard(draft, "record")])


def render_form_page(
    clockstart: Clockstart, visit: Visit, opened: Opened, notices: list[Component], *, title: str
) -> Component:
    module = opened.module
    view = read_view(clockstart, visit, opened)
    offered = picks.offer(clockstart, visit.actor, module, opened.typed)
    looking = bool(visit.actor.viewing)
    questions = html.Div(
        [
            *render_sections(module.sections, module.question, opened.typed, offered, find_wanted(view)),
            *([] if opened.way else [render_save_and_add(opened, "Save and add another", closed=looking)]),
        ],
        className="cs-form-questions",
    )
    form = html.Div(
        [
            html.Div(id=ids.FORM_PROBLEMS),
            render_form_head(title, opened, find_saved(clockstart, visit, module), closed=looking),
            *notices,
            *render_state(opened),
            html.Div(
                [
                    render_way_through(module.sections),
                    # Whoever looks at these pages as somebody else types nothing: the browser closes every control.
                    html.Fieldset(questions, disabled=True) if looking else questions,
                    *([render_aside(view, opened)] if opened.record or opened.way else []),
                ],
                className="cs-form-columns",
            ),
        ],
        id=ids.FORM,
        className="cs-form cs-record",
        **{"data-form": module.slug},
    )
    dialog = render_dialog() if any(kind.open for kind in offered.values()) else []
    return html.Div([dcc.Store(id=ids.NAVIGATE), render_way_back(*opened.back), form, *dialog], className="cs-page")


def find_wanted(view: RecordView | None) -> set[str]:
    """The questions that a finding asks for."""
    found = view.case.findings if view and view.case else ()
    return {finding.field.split(".")[0] for finding in found if finding.field}


def render_form_head(title: str, opened: Opened, told: Sequence[Component | str], *, closed: bool) -> Component:
    """What is being entered, what became of saving it, and the buttons; it stays in sight when the page is scrolled."""
    cancel = html.A("Cancel", href=opened.back[1], className="btn btn-secondary")
    return html.Div(
        [
            html.Div(html.H1(Abbreviations().spell_out(title), tabIndex=-1), className="cs-record-name"),
            html.Div(render_buttons(opened, cancel, told, closed=closed), className="cs-actions"),
        ],
        className="cs-record-head",
    )


def render_buttons(
    opened: Opened, cancel: Component, told: Sequence[Component | str] = (), *, closed: bool = False
) -> list[Component]:
    """What became of saving, and the ways out; what leads on stands here for a form that is one of several."""
    again = html.Button(
        "Try again", type="button", className="btn btn-link btn-sm", hidden=True, **{"data-send-again": "1"}
    )
    save = html.Button(
        "Save",
        id=ids.SAVE,
        type="button",
        className="btn btn-primary",
        n_clicks=0,
        disabled=closed,
        **{"data-save": "1"},
    )
    words = opened.way.then[0] if opened.way else "Save and add another"
    stands = opened.way is not None or opened.section is not None
    onward = [render_save_and_add(opened, words, closed=closed)] if stands else []
    return [render_status(told), again, cancel, *onward, save]


def render_save_and_add(opened: Opened, words: str, *, closed: bool) -> Component:
    """Saves and leads on: to an empty form, or along the queue. A stored record's form leads to its page alone."""
    return html.Button(
        words,
        id=ids.SAVE_AND_ADD,
        type="button",
        className="btn btn-secondary",
        n_clicks=0,
        hidden=opened.record is not None and opened.way is None,
        disabled=closed,
        **{"data-save": "1"},
    )


def render_aside(view: RecordView | None, opened: Opened) -> Component:
    """What is saved, and what follows from it."""
    meaning = html.Div(render_meaning(view, opened.module), id=ids.FORM_MEANING)
    title = "What this means"
    return html.Aside([html.H2(title), meaning], className="cs-form-aside", **{"aria-label": title})


def find_saved(clockstart: Clockstart, visit: Visit, module: Module) -> list[Component | str]:
    """What is said of the record whose form led to this one (*Save and add another*)."""
    saved = visit.first("saved")
    record = clockstart.store.records.find(visit.actor.uid, module.store_key, saved) if saved else None
    return [*say_saved(datetime.fromisoformat(record.updated_at)), f": {name_record(module, record)}"] if record else []


def read_view(clockstart: Clockstart, visit: Visit, opened: Opened) -> RecordView | None:
    if opened.record is None:
        return None
    return RecordView.read(clockstart, visit.actor, visit.actor.uid, opened.module, opened.record)


def render_state(opened: Opened) -> list[Component]:
    """What the callbacks need: which record, on which version; the draft's tick."""
    state = {
        "slug": opened.module.slug,
        "record_id": opened.record_id,
        "operation": records.new_id(),
        "seen_rev": opened.seen_rev,
        "draft": opened.draft is not None,
        "opened": True,
        "from_pathway": list(opened.from_pathway),
    }
    if opened.section is not None:
        state |= {"section": opened.section}
    if opened.way:
        state |= {"then": opened.way.then[1]}
    return [
        dcc.Store(id=ids.FORM_STATE, data=state),
        dcc.Store(id=ids.FORM_TYPED),
        dcc.Store(id=ids.DRAFT_KEPT),
        dcc.Store(id=ids.FORM_PROBLEM_LIST),
        dcc.Interval(id=ids.DRAFT_TICK, interval=DRAFT_EVERY_MS),
        html.Div(id=ids.FORM_CONFLICT),
    ]
