"""A record to read: its clock, what needs attention, what happened, the answers given. Asking comes after *Edit*."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Case, Meaning, Module
from dashapp.module_page import feedback
from dashapp.module_page.meaning import render_facts, render_following, render_not_accepted, render_options
from dashapp.module_page.pathway import WHOLE, draw_pathway, render_pathway
from dashapp.module_page.removing import render_remove_dialog
from dashapp.module_page.saved_history import render_record_history
from dashapp.module_page.unfinished import render_discard
from dashapp.services.access import access
from dashapp.services.audit.changes import Picked, tell, tell_members
from dashapp.services.records import drafts, picks, records, timeline
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import name_record
from dashapp.services.records.timeline import Told
from dashapp.services.records.to_do import Owed, list_owed
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.findings import render_findings
from dashapp.ui.page import render_action, render_page, render_section, render_status
from dashapp.ui.ribbon import render_cancer_ribbons, render_ribbon
from dashapp.ui.tables import Cell
from dashapp.ui.tables import render_facts as render_answers
from dashapp.ui.times import time_of_day
from dashapp.web.addresses import edit_address, write_segment
from dashapp.web.router import Page, Visit
from storage.accounts import Person
from storage.record import Record
from words.phrases import in_words, plural
from words.questions import Question

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
    edit = edit_address(module.address, record.id)
    draft = drafts.find(clockstart, visit.actor, module.slug, record.id)
    looking = bool(visit.actor.viewing)
    remove = html.Button("Remove", id=ids.REMOVE, type="button", className="btn btn-link", n_clicks=0, disabled=looking)
    state = {"slug": module.slug, "record_id": record.id, "operation": records.new_id(), "seen_rev": record.rev}
    return render_page(
        name_record(module, record),
        [
            dcc.Store(id=ids.READ_STATE, data=state),
            dcc.Store(id=ids.NAVIGATE),
            render_status(),
            *([render_draft(module, record, draft)] if draft else []),
            *render_body(clockstart, visit, module, uid, record),
            render_remove_dialog(clockstart, uid, module, record),
        ],
        actions=[
            render_action("Edit", edit, primary=True),
            *list_pages_of(module, record.id),
            remove,
        ],
        back=(module.title, module.address),
    )


def render_of_person(clockstart: Clockstart, module: Module, visit: Visit, person: Person) -> Component:
    """Somebody else's record, with the feedback on it; the record itself is not written."""
    record = clockstart.store.records.get(person.uid, module.store_key, visit.variables["record_id"])
    base = f"/people/{person.uid}"
    return render_page(
        name_record(module, record),
        render_body(clockstart, visit, module, person.uid, record, base, person),
        lead=f"Entered by {person.name}. Read only.",
        actions=list_pages_of(module, record.id, base),
        back=(f"{module.title}: {person.name}", f"{base}/{module.slug}"),
    )


def list_pages_of(module: Module, record_id: str, base: str = "") -> list[Component]:
    """Links to the further pages of a record; under `base` (somebody else's) only those that are overseen."""
    pages = [page for page in module.also if page.of_record and (page.overseen or not base)]
    return [
        render_action(page.words, f"{base}{module.address}/{page.path.format(id=write_segment(record_id))}")
        for page in pages
    ]


def render_draft(module: Module, record: Record, draft: drafts.Draft) -> Component:
    """What was typed and not saved waits on the form."""
    take_up = html.A("Take it up again", href=f"{edit_address(module.address, record.id)}?draft=1")
    kept = f"Changes you typed at {time_of_day(draft.kept_at)} are not saved yet. "
    return render_banner("watch", [kept, take_up, " ", render_discard(draft, "record")])


def render_body(
    clockstart: Clockstart,
    visit: Visit,
    module: Module,
    uid: str,
    record: Record,
    base: str = "",
    person: Person | None = None,
) -> list[Component]:
    """Chips and the clock; below them what happened and the answers, next to what needs attention."""
    case = records.make_case(clockstart, uid, module, record)
    meaning = module.meaning(case) if case and module.meaning else Meaning()
    picked = picks.name_picked(clockstart, uid, module, record.data)
    told = timeline.list_told(clockstart, case) if case and timeline.has_pathway(case) else []
    owed = list_owed(clockstart, case) if case else []
    pathway = render_pathway(clockstart, case, told, owed, base, whole=bool(visit.first(WHOLE)))
    history = render_record_history(clockstart, visit.actor, uid, module, record.id)
    details = render_details(module, record, picked, editable=not base)
    return [
        render_chips(module, record, picked),
        *render_band(case, meaning, told, owed),
        html.Div(
            [
                html.Aside(render_attention(case, module, record, meaning), className="cs-read-attention"),
                html.Div([html.Div(pathway, id=ids.PATHWAY), *details], className="cs-read-main"),
                html.Div(
                    [*render_known(meaning), *render_feedback(clockstart, visit, module, record, person)],
                    className="cs-read-known",
                ),
            ],
            className="cs-read",
        ),
        html.Details([html.Summary("History"), history], className="cs-history-folded"),
    ]


def render_chips(module: Module, record: Record, picked: Picked) -> Component:
    """Who it is about, and what the list is narrowed by."""
    names = [name for name in (*CHIPS_OF_PATIENT, *module.filters) if name in module.question and name in record.data]
    told = [tell(module.question[name], record.data[name], picked) for name in names]
    return html.Ul([html.Li(words, className="cs-fact-chip") for words in told], className="cs-fact-chips")


def render_band(case: Case | None, meaning: Meaning, told: Sequence[Told], owed: Sequence[Owed]) -> list[Component]:
    """The clocks at the width of the page, that of its pathway and its own, with the step that comes next; nothing for
    a record without either."""
    if case is None:
        return []
    first = min(owed, key=lambda one: one.due.on, default=None)
    # The own clock of a pathway is that of the pathway.
    own = () if told and case.module.store_key == PTL else meaning.ribbons
    drawn = [
        *([render_next(case, first)] if first else []),
        *(draw_pathway(case, told) if told else []),
        *([render_cancer_ribbons(own)] if len(own) > 1 else []),
        *(render_ribbon(ribbon, size="page", listed=False) for _, ribbon in own if len(own) == 1),
    ]
    return [html.Section(drawn, className="cs-band", **{"aria-label": "The clock"})] if drawn else []


def render_next(case: Case, owed: Owed) -> Component:
    days = (owed.due.on - case.today).days
    late = f"{plural(-days, 'day')} late" if days < 0 else "today" if days == 0 else f"by {in_words(owed.due.on)}"
    look = "cs-next-late" if days < 0 else ""
    return html.P(
        [html.Span("Next step: "), html.Strong(owed.due.what), html.Span(f", {late}", className=look)],
        className="cs-next",
    )


def render_attention(case: Case | None, module: Module, record: Record, meaning: Meaning) -> list[Component]:
    """What the rules remark, each with how to put it right; what is wrong with a record they cannot read."""
    title = html.H2("Needs attention")
    if case is None:
        return [title, *render_not_accepted(module, record)]
    options = render_options(*meaning.options) if meaning.options else []
    return [title, render_findings(case.findings), *options]


def render_known(meaning: Meaning) -> list[Component]:
    """What holds, how it was worked out, the letter and the line that follow from it."""
    facts = [html.H2("What this means"), *render_facts(meaning.facts)] if meaning.facts else []
    return [*facts, *render_following(meaning)]


def render_feedback(
    clockstart: Clockstart, visit: Visit, module: Module, record: Record, person: Person | None
) -> list[Component]:
    if person is None:
        return feedback.render_own(clockstart, visit.actor, module, record.id)
    return feedback.render_beside(clockstart, visit.actor, person, module, record.id, visit.first("review"))


def render_details(module: Module, record: Record, picked: Picked, *, editable: bool) -> list[Component]:
    """The answers that were given, section by section, each with the way to change it; how many were not given."""
    shown = []
    for section in module.sections:
        facts = [
            (module.question[name].label, fill(module.question[name], record.data[name], picked))
            for name in section.fields
            if name in record.data and not is_on_timeline(module, name)
        ]
        if facts:
            change = html.A(
                ["Change", html.Span(f" {section.title}", className="visually-hidden")],
                href=f"{edit_address(module.address, record.id)}#{ids.field_id(section.fields[0])}",
                className="cs-details-change",
            )
            heading = html.Div([html.H3(section.title), *([change] if editable else [])], className="cs-details-head")
            shown.append(html.Section([heading, render_answers(facts)]))
    unknown = [(name, str(value)) for name, value in record.data.items() if name not in module.question]
    also = [html.Section([html.H3("Also stored with this record"), render_answers(unknown)])] if unknown else []
    left = sum(question.name not in record.data for question in module.questions)
    words = f"{plural(left, 'question')} not answered" if left else "Every question is answered"
    rest = html.A(words, href=edit_address(module.address, record.id)) if editable and left else html.Span(words)
    return [render_section("Details", [html.P(rest, className="cs-quiet"), *shown, *also])]


def is_on_timeline(module: Module, name: str) -> bool:
    """Events are told on the timeline, not once more among the answers."""
    return module.question[name].kind == "repeat" and name == "events"


def fill(question: Question, value: Any, picked: Picked) -> Cell:
    """One answer; the members of a repeating group one below the other."""
    members = tell_members(question, value, picked) if question.kind == "repeat" else []
    if not members:
        return tell(question, value, picked)
    return html.Ul([html.Li(member) for member in members], className="cs-list")
