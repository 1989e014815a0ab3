"""A record's page: the questions on the left, what the answers mean on the right, the history at the foot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Case, Module
from dashapp.module_page import feedback
from dashapp.module_page.meaning import render_meaning
from dashapp.module_page.pathway import WHOLE, render_pathway
from dashapp.module_page.saved_history import render_record_history
from dashapp.services.access import access
from dashapp.services.records import drafts, picks, records
from dashapp.services.records.checking import flatten
from dashapp.services.records.records import name_record
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.forms.questions import render_sections, with_article
from dashapp.ui.page import render_action, render_columns, render_page, render_section
from dashapp.ui.picker import render_dialog
from dashapp.ui.times import time_of_day
from dashapp.web.addresses import record_address, write_segment
from dashapp.web.router import Page, Visit
from storage.record import Record
from words.phrases import join_words

DRAFT_EVERY_MS = 4_000


@dataclass(frozen=True, slots=True)
class Way:
    """Where a form that was opened from a queue leads: back to the same place, and on; each as (words, address)."""

    back: tuple[str, str]
    then: tuple[str, str]


HANGING = (
    "Belonging to it: {hanging}. They stay in their lists with all their answers. They will say that it was removed, "
    "and its clock is gone from their pages, until you bring it back."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A form as it is opened: which record, on which version, with what in its boxes; `way` when from a queue."""

    module: Module
    record_id: str
    seen_rev: int
    typed: Mapping[str, Any]
    record: Record | None = None
    draft: drafts.Draft | None = None
    way: Way | None = None

    @property
    def back(self) -> tuple[str, str]:
        return self.way.back if self.way else (self.module.title, self.module.address)


def page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=lambda visit: f"{module.one.capitalize()} – {module.title}",
        render=lambda visit: render_existing(clockstart, module, visit),
        check=lambda visit: check_exists(clockstart, module, visit),
    )


def new_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Add {with_article(module.one)} – {module.title}",
        render=lambda visit: render_new(clockstart, module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
        writes=True,
    )


def check_exists(clockstart: Clockstart, module: Module, visit: Visit) -> None:
    """Raises NotFound for a record the actor does not have."""
    access.check_can_open(clockstart, visit.actor, module)
    clockstart.store.records.get(visit.actor.uid, module.store_key, visit.variables["record_id"])


def render_new(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """An empty form, or the draft that `?draft=<id>` names; other drafts are offered above it."""
    waiting = [draft for draft in drafts.list_drafts(clockstart, visit.actor, module.slug) if draft.seen_rev == 0]
    chosen = next((draft for draft in waiting if draft.record_id == visit.first("draft")), None)
    if chosen:
        opened = Opened(module, chosen.record_id, 0, chosen.typed, draft=chosen)
    else:
        opened = Opened(module, records.new_id(), 0, prefilled(module, visit))
    notices = [] if chosen else [render_waiting(module, waiting)]
    return render_form_page(clockstart, visit, opened, notices, title=f"Add {with_article(module.one)}")


def prefilled(module: Module, visit: Visit) -> dict[str, Any]:
    """Answers given in the address, such as `?link=<pathway>`: only for questions the module has."""
    return {name: visit.first(name) for name in module.question if visit.first(name)}


def render_waiting(module: Module, waiting: list[drafts.Draft]) -> Component:
    """Unfinished entries of this module, to be taken up again."""
    if not waiting:
        return html.Div()
    words: list[Component | str] = [f"You have an unfinished {module.one}. "]
    for draft in waiting[:3]:
        link = f"{module.address}/new?{urlencode({'draft': draft.record_id})}"
        words += [
            html.A(f"Continue the draft kept at {time_of_day(draft.kept_at)}", href=link),
            " ",
            discard(draft),
            " ",
        ]
    return render_banner("note", words)


def discard(draft: drafts.Draft) -> Component:
    """Drops a draft that is not wanted any more."""
    return html.Button(
        "Discard it",
        id={"discard": draft.record_id, "slug": draft.slug},
        type="button",
        className="btn btn-link btn-sm",
        n_clicks=0,
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
    return render_form_page(clockstart, visit, opened, notices, title=name_record(module, record))


def render_draft_notice(opened: Opened, draft: drafts.Draft) -> Component:
    """The boxes hold a draft."""
    saved = html.A("See the saved version", href=f"{record_address(opened.module.address, opened.record_id)}?saved=1")
    kept = time_of_day(draft.kept_at)
    return render_banner(
        "watch", [f"These answers were kept at {kept} and are not saved yet. ", saved, " ", discard(draft)]
    )


def render_draft_aside(opened: Opened, draft: drafts.Draft) -> Component:
    """The boxes hold what is saved; a draft waits beside it."""
    link = html.A("Take them up again", href=f"{record_address(opened.module.address, opened.record_id)}?draft=1")
    words = f"This is the saved version. Answers you typed were kept at {time_of_day(draft.kept_at)}. "
    return render_banner("note", [words, link, " ", discard(draft)])


def render_form_page(
    clockstart: Clockstart, visit: Visit, opened: Opened, notices: list[Component], *, title: str
) -> Component:
    module = opened.module
    case = make_case(clockstart, visit, opened)
    offered = picks.offer(clockstart, visit.actor, module, opened.typed)
    form = html.Div(
        [
            *render_sections(module.sections, module.question, opened.typed, offered),
            render_unknown(opened),
            render_buttons(opened),
        ],
        id=ids.FORM,
        className="cs-form",
        **{"data-form": module.slug},
    )
    return render_page(
        title,
        [
            *notices,
            *render_state(opened),
            *render_feedback(clockstart, visit, opened),
            # Whoever looks at these pages as somebody else types nothing: the browser itself closes every control.
            render_columns(
                html.Fieldset(form, disabled=True) if visit.actor.viewing else form,
                html.Div(render_meaning(case, module, opened.record), id=ids.FORM_MEANING),
            ),
            html.Div(render_pathway(clockstart, case, whole=bool(visit.first(WHOLE))), id=ids.FORM_PATHWAY),
            render_history_section(clockstart, visit, opened),
            render_remove_dialog(opened, title, name_hanging(clockstart, visit.actor.uid, opened)),
            *(render_dialog() if any(kind.open for kind in offered.values()) else []),
        ],
        lead=module.purpose if opened.record is None else "",
        actions=list_also(opened),
        back=opened.back,
        problems=html.Div(id=ids.FORM_PROBLEMS),
    )


def render_feedback(clockstart: Clockstart, visit: Visit, opened: Opened) -> list[Component]:
    """What the readers of a stored record have released."""
    if opened.record is None:
        return []
    return feedback.render_own(clockstart, visit.actor, opened.module, opened.record_id)


def list_also(opened: Opened) -> list[Component]:
    """The further pages of a stored record."""
    if opened.record is None:
        return []
    return list_pages_of(opened.module, opened.record_id)


def list_pages_of(module: Module, record_id: str, base: str = "") -> list[Component]:
    """Links to the further pages of a record; under `base` (somebody else's) only those that are overseen."""
    pages = [page for page in module.also if page.of_record and (page.overseen or not base)]
    return [
        render_action(page.words, f"{base}{module.address}/{page.path.format(id=write_segment(record_id))}")
        for page in pages
    ]


def make_case(clockstart: Clockstart, visit: Visit, opened: Opened) -> Case | None:
    if opened.record is None:
        return None
    return records.make_case(clockstart, visit.actor.uid, opened.module, opened.record)


def render_state(opened: Opened) -> list[Component]:
    """What the callbacks need: which record, on which version; the draft's tick; where to go next."""
    state = {
        "slug": opened.module.slug,
        "record_id": opened.record_id,
        "operation": records.new_id(),
        "seen_rev": opened.seen_rev,
        "draft": opened.draft is not None,
    }
    if opened.way:
        state |= {"back": list(opened.way.back), "then": opened.way.then[1]}
    return [
        dcc.Store(id=ids.FORM_STATE, data=state),
        dcc.Store(id=ids.FORM_TYPED),
        dcc.Store(id=ids.FORM_PROBLEM_LIST),
        dcc.Store(id=ids.NAVIGATE),
        dcc.Interval(id=ids.DRAFT_TICK, interval=DRAFT_EVERY_MS),
        html.Div(id=ids.FORM_CONFLICT),
    ]


def render_buttons(opened: Opened) -> Component:
    """Save stays in reach; what was said of saving stands beside it."""
    save = html.Button(
        "Save", id=ids.SAVE, type="button", className="btn btn-primary", n_clicks=0, **{"data-save": "1"}
    )
    more = html.Button(
        opened.way.then[0] if opened.way else "Save and add another",
        id=ids.SAVE_AND_ADD,
        type="button",
        className="btn btn-secondary",
        n_clicks=0,
        **{"data-save": "1"},
    )
    remove = html.Button(
        "Remove", id=ids.REMOVE, type="button", className="btn btn-link", n_clicks=0, hidden=opened.record is None
    )
    status = html.Div(id=ids.FORM_STATUS, role="status", className="cs-form-status")
    kept = html.Div(id=ids.DRAFT_KEPT, className="cs-quiet cs-draft-kept")
    return html.Div([html.Div([save, more, remove], className="cs-buttons"), status, kept], className="cs-form-foot")


def render_unknown(opened: Opened) -> Component:
    """Stored fields the module has no question for: shown and kept."""
    if opened.record is None:
        return html.Div()
    unknown = {name: value for name, value in opened.record.data.items() if name not in opened.module.question}
    if not unknown:
        return html.Div()
    rows = [part for name, value in unknown.items() for part in (html.Dt(name), html.Dd(str(value)))]
    return render_section("Also stored with this record", html.Dl(rows, className="cs-facts"))


def render_history_section(clockstart: Clockstart, visit: Visit, opened: Opened) -> Component:
    if opened.record is None:
        return html.Div(id=ids.FORM_HISTORY)
    history = render_record_history(clockstart, visit.actor, visit.actor.uid, opened.module, opened.record_id)
    return render_section("History", html.Div(history, id=ids.FORM_HISTORY))


def name_hanging(clockstart: Clockstart, uid: str, opened: Opened) -> str:
    """ "2 letters and 1 missed appointment" that are linked to this record."""
    others = clockstart.store.records.linked(uid, opened.record_id) if opened.record else ()
    counts = Counter(other.module for other in others if other.id != opened.record_id)
    modules = ((clockstart.registry.find_by_store_key(key), count) for key, count in counts.items())
    return join_words(
        [f"{count:,} {module.one if count == 1 else module.many}" for module, count in modules if module is not None]
    )


def render_remove_dialog(opened: Opened, title: str, hanging: str) -> Component:
    """Asks before removing, naming what would go; `assets/dialog.js` opens and closes it."""
    return html.Dialog(
        [
            html.H2(f"Remove {title}?", id="remove-title"),
            html.P("It leaves your list. You can bring it back from the list's removed records."),
            *([html.P(HANGING.format(hanging=hanging))] if hanging else []),
            html.Div(
                [
                    html.Button("Remove", id=ids.REMOVE_CONFIRM, type="button", className="btn btn-danger", n_clicks=0),
                    html.Button("Keep it", type="button", className="btn btn-secondary", **{"data-close-dialog": "1"}),
                ],
                className="cs-buttons",
            ),
        ],
        id=ids.REMOVE_DIALOG,
        **{"aria-labelledby": "remove-title", "data-opened-by": ids.REMOVE},
    )
