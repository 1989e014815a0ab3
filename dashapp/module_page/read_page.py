"""A record to read: its clock, what needs attention, what happened, the answers given. Asking comes after *Edit*."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dash import dcc, html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Also, Module
from dashapp.module_page import feedback
from dashapp.module_page.attention import render_attention
from dashapp.module_page.band import render_band
from dashapp.module_page.composer import TOLD, find_target, render_told
from dashapp.module_page.details import find_changed, render_details
from dashapp.module_page.meaning import render_facts, render_following
from dashapp.module_page.pathway import WHOLE, render_pathway
from dashapp.module_page.record_view import RecordView
from dashapp.module_page.removing import render_remove_dialog
from dashapp.module_page.saved_history import render_record_history
from dashapp.module_page.unfinished import render_discard
from dashapp.services.access import access
from dashapp.services.audit.changes import tell
from dashapp.services.records import drafts, records, timeline
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import name_record
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.icons import render_icon
from dashapp.ui.letter import LETTER
from dashapp.ui.page import render_back, render_status
from dashapp.ui.timeline import short_date
from dashapp.ui.times import time_of_day
from dashapp.web.addresses import edit_address, record_address, write_segment
from dashapp.web.router import Page, Visit
from rules.rtt import STATUS_WORDS
from storage.accounts import Person
from storage.record import Record
from words.pasted import close_directions
from words.phrases import with_capital

HISTORY = "record-history"
CHIPS_OF_PATIENT = ("nhs_number",)


def page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=lambda visit: f"{module.one.capitalize()} – {module.title}",
        render=lambda visit: render_own(clockstart, module, visit),
        check=lambda visit: check_exists(clockstart, module, visit),
    )


def check_exists(clockstart: Clockstart, module: Module, visit: Visit) -> None:
    """Raises NotFound for a record the actor does not have."""
    access.check_can_open(clockstart, visit.actor, module)
    clockstart.store.records.get(visit.actor.uid, module.store_key, visit.variables["record_id"])


def render_own(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """The actor's own record, with the ways to change it."""
    uid = visit.actor.uid
    record = clockstart.store.records.get(uid, module.store_key, visit.variables["record_id"])
    view = RecordView.read(clockstart, visit.actor, uid, module, record)
    state = {"slug": module.slug, "record_id": record.id, "operation": records.new_id(), "seen_rev": record.rev}
    return html.Div(
        [
            dcc.Store(id=ids.READ_STATE, data=state),
            render_way_back(module.title, module.address),
            render_head(view),
            dcc.Store(id=ids.CHANGE_ASKED),
            html.Div(render_told_above(view, visit), id=ids.READ_STATUS),
            *([render_draft(module, record, view.draft)] if view.draft else []),
            *render_practice(view),
            *render_body(view, visit),
            render_remove_dialog(clockstart, uid, module, record),
        ],
        className="cs-page cs-record",
    )


def render_practice(view: RecordView) -> Iterator[Component]:
    """What features show with a record of a practice copy: its evidence, and where it is answered."""
    if view.clockstart.attempt:
        for feature in view.clockstart.registry.features:
            if feature.on_practice:
                yield from feature.on_practice(view.clockstart, view.actor, view.record.id)


def render_of_person(clockstart: Clockstart, module: Module, visit: Visit, person: Person) -> Component:
    """Somebody else's record, with the feedback on it; the record itself is not written."""
    record = clockstart.store.records.get(person.uid, module.store_key, visit.variables["record_id"])
    base = f"/people/{person.uid}"
    view = RecordView.read(clockstart, visit.actor, person.uid, module, record, base)
    return html.Div(
        [
            render_way_back(f"{module.title}: {person.name}", f"{base}/{module.slug}"),
            render_head(view),
            html.P(f"Entered by {person.name}. Read only.", className="cs-lead"),
            *render_body(view, visit, person),
        ],
        className="cs-page cs-record",
    )


def render_way_back(words: str, href: str) -> Component:
    """To the list it was opened from, as it was left (`assets/worklist.js` knows its view and the place in it)."""
    return html.Div([render_back(words, href)], className="cs-way-back", **{"data-way-back": href})


def render_head(view: RecordView) -> Component:
    """Name, chips and actions; it stays in sight when the page is scrolled."""
    name = str(view.record.data.get("patient_name") or "")
    title = close_directions(name) if name and view.case else name_record(view.module, view.record)
    return html.Div(
        [
            html.Div([html.H1(title, tabIndex=-1), render_chips(view)], className="cs-record-name"),
            html.Div([*render_actions(view), render_more(view)], className="cs-actions"),
        ],
        className="cs-record-head",
    )


def render_actions(view: RecordView) -> list[Component]:
    """What to do next; under `base` (somebody else's record) only the pages that are overseen."""
    leads = [
        html.A(one.words, href=view.base + address_of(view.module, one, view.record.id), className="btn btn-primary")
        for one in view.module.also
        if one.leads and (one.overseen or not view.base)
    ]
    acts = leads if view.base else [*leads, *render_entering(view)]
    # On a phone they are above the tab bar.
    return [html.Div(acts, className="cs-record-acts")] if acts else []


def render_entering(view: RecordView) -> list[Component]:
    target = find_target(view)
    words = "Add event" if target and target.on_pathway else "Add milestone"
    plus = html.Span("+ ", **{"aria-hidden": "true"})
    add = html.Button([plus, words], type="button", className="btn btn-primary", **{"data-open-composer": "1"})
    edit = html.A("Edit", href=edit_address(view.module.address, view.record.id), className="btn btn-secondary")
    return [*([add] if target and not view.waits else []), *([edit] if view.has_form else [])]


def render_more(view: RecordView) -> Component:
    """What is done less often, folded: further pages of the record, its letter, print, history, feedback, removal."""
    looking = bool(view.actor.viewing)
    remove = html.Button("Remove", id=ids.REMOVE, type="button", n_clicks=0, disabled=looking)
    parts = [
        *list_pages_of(view.module, view.record.id, view.base),
        *([html.A("Letter", href=f"#{LETTER}")] if view.meaning.letter else []),
        html.Button("Print", type="button", **{"data-print-page": "1"}),
        html.A("History", href=f"#{HISTORY}"),
        *(feedback.render_ask(view.clockstart, view.actor, view.module) if view.is_own else []),
        *([remove] if view.has_form else []),
    ]
    opener = html.Summary(
        [html.Span("⋯", **{"aria-hidden": "true"}), html.Span("More", className="visually-hidden")],
        className="btn btn-secondary cs-more-open",
    )
    return html.Details([opener, html.Div(parts, className="cs-more-list")], className="cs-more")


def list_pages_of(module: Module, record_id: str, base: str = "") -> list[Component]:
    """Links to the further pages of a record; under `base` (somebody else's) only those that are overseen."""
    pages = [page for page in module.also if page.of_record and not page.leads and (page.overseen or not base)]
    return [html.A(page.words, href=base + address_of(module, page, record_id)) for page in pages]


def address_of(module: Module, page: Also, record_id: str) -> str:
    return f"{module.address}/{page.path.format(id=write_segment(record_id))}"


def render_draft(module: Module, record: Record, draft: drafts.Draft) -> Component:
    """What was typed and not saved waits on the form."""
    take_up = html.A("Take it up again", href=f"{edit_address(module.address, record.id)}?draft=1")
    kept = f"Changes you typed at {time_of_day(draft.kept_at)} are not saved yet. "
    return render_banner("watch", [kept, take_up, " ", render_discard(draft, "record")])


def render_told_above(view: RecordView, visit: Visit) -> list[Component]:
    """What the page says of an entry; what became of a section's change is said there."""
    is_told_below = find_changed(view, visit) is not None
    return [] if is_told_below else [render_status(render_told(view, {name: visit.first(name) for name in TOLD}))]


def render_body(view: RecordView, visit: Visit, person: Person | None = None) -> list[Component]:
    """The clock; below it what happened and the answers, next to what needs attention."""
    history = render_record_history(view.clockstart, view.actor, view.uid, view.module, view.record.id)
    pathway = render_pathway(view, whole=bool(visit.first(WHOLE)))
    known = [*render_known(view), *render_linked(view), *render_feedback(view, visit, person)]
    details = html.Div(render_details(view, find_changed(view, visit)), id=ids.DETAILS)
    folded = html.Details([html.Summary("History"), history], id=HISTORY, className="cs-history-folded")
    return [
        *render_band(view),
        html.Div(
            [
                html.Div(
                    [
                        html.Div(pathway, id=ids.PATHWAY, className="cs-read-main"),
                        html.Div([details, folded], className="cs-read-details"),
                    ],
                    className="cs-read-left",
                ),
                html.Div(
                    [
                        html.Aside(render_attention(view), className="cs-read-attention"),
                        html.Div(known, className="cs-read-known"),
                    ],
                    className="cs-read-right",
                ),
            ],
            className="cs-read",
        ),
    ]


def render_chips(view: RecordView) -> Component:
    """Who it is about, what the list is narrowed by, and how the clock stands."""
    module, data = view.module, view.record.data
    names = [name for name in (*CHIPS_OF_PATIENT, *module.filters) if name in module.question and name in data]
    told = [tell(module.question[name], data[name], view.picked) for name in names]
    words = [f"NHS {one}" if name == "nhs_number" else one for name, one in zip(names, told, strict=True)]
    state = [html.Li(state, className="cs-fact-chip cs-chip-state") for state in tell_state(view)]
    return html.Ul([*(html.Li(one, className="cs-fact-chip") for one in words), *state], className="cs-fact-chips")


def tell_state(view: RecordView) -> Iterator[list[Component | str]]:
    """ "Clock running", for a pathway."""
    if view.case and view.case.is_told and view.module.store_key == PTL:
        status = timeline.read_rtt(view.case.pathway_events, view.case.today).status
        yield [render_icon("start" if status == "open" else "stop"), STATUS_WORDS[status]]


def render_known(view: RecordView) -> list[Component]:
    """What holds, how it was worked out, the letter and the line that follow from it."""
    meaning = view.meaning
    facts = [html.H2("Facts"), *render_facts(meaning.facts)] if meaning.facts else []
    return [*facts, *render_following(meaning)]


def render_linked(view: RecordView) -> list[Component]:
    """The other records of its pathway, the newest first, each as a link with its day."""
    if view.case is None or not view.case.linked.others:
        return []
    modules = (
        (record, view.clockstart.registry.find_by_store_key(record.module)) for record in view.case.linked.others
    )
    known = [(record, module, find_day(view, record)) for record, module in modules if module is not None]
    rows = [
        part
        for record, module, day in sorted(known, key=lambda one: one[2] or date.min, reverse=True)
        for part in (
            html.Dt(html.A(with_capital(module.one), href=record_address(view.base + module.address, record.id))),
            html.Dd(short_date(day) if day else ""),
        )
    ]
    return [html.H2("Linked"), html.Dl(rows, className="cs-meaning-facts")]


def find_day(view: RecordView, record: Record) -> date | None:
    """The day of the last event of a linked record."""
    origin = f"{record.module}/{record.id}"
    days = [event.date for event in view.case.linked.events if event.origin == origin] if view.case else []
    return max(days, default=None)


def render_feedback(view: RecordView, visit: Visit, person: Person | None) -> list[Component]:
    if person is None:
        return feedback.render_own(view.clockstart, view.actor, view.module, view.record.id)
    return feedback.render_beside(
        view.clockstart, view.actor, person, view.module, view.record.id, visit.first("review")
    )
