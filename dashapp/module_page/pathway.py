"""The timeline of a record: everything that happened on its pathway, whichever module it was entered in."""

from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from auth.actor import current_actor
from dashapp.context import Clockstart
from dashapp.declare.module import Case
from dashapp.module_page.composer import render_composer
from dashapp.module_page.record_view import RecordView
from dashapp.services.access import access
from dashapp.services.records.pathways import PTL
from dashapp.services.records.timeline import Told
from dashapp.services.records.to_do import Owed
from dashapp.ui import ids
from dashapp.ui.timeline import TimelineEvent, render_timeline
from dashapp.web.addresses import record_address
from words.phrases import plural

WHOLE = "timeline"


def render_pathway(view: RecordView, *, whole: bool) -> list[Component]:
    """What happened and what is still to be done, newest first, each with where it was entered; nothing for a record
    without events. A long timeline is shown `whole` when that is asked for."""
    case, base = view.case, view.base
    composer = render_composer(view)
    if case is None and composer:
        return [html.H2("Timeline"), *composer]
    if case is None or not (view.told or view.has_pathway or composer):
        return []
    events = [as_shown(view.clockstart, case, one, base) for one in view.told]
    if view.has_pathway:
        events += [as_owed(view.clockstart, case, one, base) for one in view.owed if one.due.matter != "limit"]
    here = f"{record_address(base + case.module.address, case.record_id)}?{WHOLE}=whole#{ids.PATHWAY}"
    listed = render_timeline(events, whole_href="" if whole else here)
    count = html.Span(f"{plural(len(view.told), 'event')}, newest first", className="cs-head-note")
    return [html.H2(["Timeline", count]), *composer, *render_whose(view.clockstart, case, base), listed]


def render_whose(clockstart: Clockstart, case: Case, base: str) -> list[Component]:
    """The pathway a record hangs on, as a link to it; nothing on the pathway's own page."""
    module = clockstart.registry.find_by_store_key(PTL)
    if module is None or not case.linked.record_id or case.module.store_key == PTL:
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
    return TimelineEvent(
        told.event.date,
        told.label,
        told.shape,
        told.by,
        effect,
        origin,
        told.moved,
        told.rule,
        waited=told.waited,
        code=told.code,
    )


def as_owed(clockstart: Clockstart, case: Case, owed: Owed, base: str) -> TimelineEvent:
    """One line of the timeline for what is still to be done; the record that asks for it is a link, and where it can be
    begun another."""
    is_here = owed.module is case.module and owed.record_id == case.record_id
    href = "" if is_here else record_address(base + owed.module.address, owed.record_id)
    when = "Overdue" if owed.due.on < case.today else "Due today" if owed.due.on == case.today else "To come"
    begin = None if base else find_begin(clockstart, case, owed)
    return TimelineEvent(
        owed.due.on, f"To do: {owed.due.what}", effect=when, origin=(owed.module.title, href), begin=begin, to_do=True
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
