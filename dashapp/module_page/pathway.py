"""The pathway behind a record: its clock, its timeline across modules, and trying an event before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from auth.actor import current_actor
from auth.requires import reads, requires
from dashapp.context import Clockstart, current_clockstart
from dashapp.declare.module import Case
from dashapp.module_page.form_state import Form
from dashapp.services.access import access
from dashapp.services.records import records, timeline
from dashapp.services.records.pathways import PTL
from dashapp.services.records.timeline import Told
from dashapp.services.records.to_do import Owed
from dashapp.services.ribbons.rtt_ribbons import make_rtt_ribbon, with_tried
from dashapp.ui import ids
from dashapp.ui.banners import render_banner
from dashapp.ui.forms.controls import draw_day, draw_list, draw_ticks, label_of, legend_of
from dashapp.ui.page import render_section
from dashapp.ui.ribbon import render_ribbon
from dashapp.ui.timeline import TimelineEvent, render_timeline
from dashapp.web.addresses import record_address
from rules.events import EVENT_KINDS, EventError, list_kinds
from words.written_dates import NotADay, read_boxes

TRY_FLAGS = {"first": "It is the first after the referral", "clearly_communicated": "It was clearly communicated"}


def register(app: Dash, clockstart: Clockstart) -> None:
    """Once per app."""
    app.callback(
        Output(ids.TRY_RESULT, "children"),
        Input(ids.TRY, "n_clicks"),
        State(ids.TRY_EVENT, "value"),
        State({"try-date": ids.ALL}, "value"),
        State(ids.TRY_FLAGS, "value"),
        State(ids.READ_STATE, "data"),
        prevent_initial_call=True,
    )(on_try)


@reads
@requires()
def on_try(
    clicks: int | None,
    name: str | None,
    boxes: Sequence[str | None],
    flags: Sequence[str] | None,
    state: dict[str, Any],
) -> list[Component]:
    """What one event more would do to the clock; nothing is stored."""
    if not clicks:
        raise PreventUpdate
    clockstart, actor = current_clockstart(), current_actor()
    form = Form.read(state, {})
    module, record = records.get_record(clockstart, actor, actor.uid, form.slug, form.record_id)
    case = records.make_case(clockstart, actor.uid, module, record)
    kind = EVENT_KINDS.get(name or "")
    try:
        day = read_boxes(boxes)
    except NotADay:
        day = None
    if case is None or kind is None or day is None:
        return [render_banner("watch", "Choose an event and give a whole date.", urgent=True)]
    details = {flag: flag in (flags or ()) for flag in TRY_FLAGS if flag in kind.attributes}
    try:
        tried = timeline.try_event(case, kind.name, day, details)
    except EventError as problem:
        return [render_banner("watch", str(problem), urgent=True)]
    ribbon = with_tried(tried, case.pathway_events, day, kind.label)
    drawn = [render_ribbon(ribbon, size="page")] if ribbon else []
    return [html.Ul([html.Li(sentence) for sentence in tried.difference], className="cs-list"), *drawn]


WHOLE = "timeline"


def render_pathway(
    clockstart: Clockstart, case: Case | None, told: Sequence[Told], owed: Sequence[Owed], base: str, *, whole: bool
) -> list[Component]:
    """The timeline with where each event was entered and what is still to be done, and what-if; nothing without a
    pathway. A long timeline is shown `whole` when that is asked for."""
    if case is None or not timeline.has_pathway(case):
        return []
    events = [as_shown(clockstart, case, one, base) for one in told]
    events += [as_owed(clockstart, case, one, base) for one in owed]
    here = f"{record_address(base + case.module.address, case.record_id)}?{WHOLE}=whole#{ids.PATHWAY}"
    listed = render_timeline(events, whole_href="" if whole else here)
    return [
        render_section("Timeline", [*render_whose(clockstart, case, base), listed]),
        *([] if base else [render_what_if()]),
    ]


def draw_pathway(case: Case, told: Sequence[Told]) -> list[Component]:
    """The 18-week clock of the pathway at the width of the page, each fact marked once; nothing without a clock."""
    clock = timeline.read_rtt(case.pathway_events, case.today)
    ribbon = make_rtt_ribbon(clock, [one.event for one in told if not one.counted])
    return [render_ribbon(ribbon, size="page", listed=False)] if ribbon else []


def render_whose(clockstart: Clockstart, case: Case, base: str) -> list[Component]:
    """The pathway a record hangs on, as a link to it; nothing on the pathway's own page."""
    module = clockstart.registry.find_by_store_key(PTL)
    if module is None or case.module.store_key == PTL:
        return []
    if not case.linked.label:
        gone = "It belongs to a pathway that was removed: bring that back from the removed records, or choose another."
        return [html.P(gone)]
    name = html.A(case.linked.label, href=record_address(base + module.address, case.linked.record_id))
    return [html.P([f"This {case.module.one} belongs to the pathway of ", name, "."])]


def as_shown(clockstart: Clockstart, case: Case, told: Told, base: str) -> TimelineEvent:
    """One line of the timeline; where it was entered is a link there."""
    module = clockstart.registry.find(told.module)
    is_here = module is case.module and told.record_id == case.record_id
    origin = (
        (module.title, "" if is_here else record_address(base + module.address, told.record_id)) if module else None
    )
    effect = f"The same fact is entered in {told.counted}: it counts once." if told.counted else told.effect
    return TimelineEvent(told.event.date, told.label, told.shape, told.by, effect, origin, told.moved, told.rule)


def as_owed(clockstart: Clockstart, case: Case, owed: Owed, base: str) -> TimelineEvent:
    """One line of the timeline for what is still to be done; the record that asks for it is a link, and where it can be
    begun another."""
    is_here = owed.module is case.module and owed.record_id == case.record_id
    href = "" if is_here else record_address(base + owed.module.address, owed.record_id)
    when = "Overdue" if owed.due.on < case.today else "Due today" if owed.due.on == case.today else "To come"
    begin = None if base else find_begin(clockstart, case, owed)
    return TimelineEvent(
        owed.due.on, f"To do: {owed.due.what}", effect=when, origin=(owed.module.title, href), begin=begin
    )


def find_begin(clockstart: Clockstart, case: Case, owed: Owed) -> tuple[str, str] | None:
    """Where a thing to do can be begun, on this pathway and for its patient; None where that module is closed."""
    begin = owed.due.begin
    opened = access.list_open(clockstart, current_actor()) if begin else ()
    module = next((module for module in opened if begin and module.slug == begin.slug), None)
    if begin is None or module is None:
        return None
    whose = {name: str(getattr(case.answers, name, "") or "") for name in ("patient_name", "nhs_number")}
    known = {"link": case.linked.record_id, **whose, **begin.answers}
    return begin.words, f"{module.address}/new?{urlencode(known)}"


def render_what_if() -> Component:
    """A form, not a drag: choose an event and a date, see the clock move."""
    kinds = {kind.name: kind.label for kind in list_kinds("rtt")}
    event = draw_list(ids.TRY_EVENT, {"": "", **kinds})
    return render_section(
        "What if",
        [
            html.P("Try an event on the saved pathway and see what the clock would do. Nothing is stored."),
            *label_of(ids.TRY_EVENT, "Event"),
            event,
            draw_day(legend_of("Date"), lambda part: {"try-date": part}),
            draw_ticks(ids.TRY_FLAGS, TRY_FLAGS, (), "try-flags"),
            html.Button("Try it", id=ids.TRY, type="button", className="btn btn-secondary", n_clicks=0),
            html.Div(id=ids.TRY_RESULT, role="status", className="cs-try-result"),
        ],
    )
