"""Pages of the meetings beside their list: what is coming up across meetings, and one meeting as a sheet to print."""

from collections.abc import Iterator, Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.records import records
from dashapp.ui.empty import render_empty
from dashapp.ui.icons import render_icon
from dashapp.ui.page import render_page, render_section
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.addresses import record_address
from dashapp.web.router import Page, Visit
from rules.mdt.record import DISCUSSIONS, OUTCOME_LABELS, PERFORMANCE, PLACES, ROLES, STATUSES, Meeting, MeetingCase
from words.phrases import in_words, join_words, plural

from .meaning import count_ready, name_meeting, tell_outcome

Found = Sequence[tuple[str, Meeting]]


def overview_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Coming up – {module.title}",
        render=lambda visit: render_overview(clockstart, module, visit),
        check=lambda visit: access.check_can_open(clockstart, visit.actor, module),
    )


def agenda_page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"Agenda – {module.title}",
        render=lambda visit: render_sheet(clockstart, module, visit),
        check=lambda visit: check_exists(clockstart, module, visit),
    )


def check_exists(clockstart: Clockstart, module: Module, visit: Visit) -> None:
    """Raises NotFound for a meeting the actor does not have."""
    access.check_can_open(clockstart, visit.actor, module)
    clockstart.store.records.get(visit.actor.uid, module.store_key, visit.variables["record_id"])


def list_meetings(clockstart: Clockstart, module: Module, visit: Visit) -> list[tuple[str, Meeting]]:
    """The actor's own meetings that can be read, by date, each with its id."""
    stored = clockstart.store.records.list(visit.actor.uid, module.store_key)
    read = ((record.id, records.read_answers(module, record)[0]) for record in stored)
    found = [(record_id, answers) for record_id, answers in read if isinstance(answers, Meeting)]
    return sorted(found, key=lambda meeting: meeting[1].date)


def render_overview(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """The next meetings with every patient's readiness, patients deferred, patients to tell, actions overdue."""
    today, meetings = clockstart.today, list_meetings(clockstart, module, visit)
    coming = [(key, meeting) for key, meeting in meetings if meeting.status == "planned" and meeting.date >= today]
    parts = [
        *(render_coming(module, key, meeting) for key, meeting in coming),
        *render_part(DEFERRED, "Patients deferred", list_deferred(module, meetings)),
        *render_part(TO_TELL, "Patients to tell", list_to_tell(module, meetings)),
        *render_part(ACTIONS, "Actions open", list_actions(module, meetings, today)),
    ]
    nothing = render_empty("Nothing is coming up", "There is no planned meeting, nobody to tell and nothing to do.")
    return render_page(
        "Coming up",
        parts or nothing,
        lead="The next meetings and who is ready, and what earlier meetings left to do.",
        back=(module.title, module.address),
    )


READINESS = (
    Column("Patient", header=True),
    Column("Question"),
    Column("Presented by"),
    Column("Breach"),
    Column("Ready"),
)
DEFERRED = (
    Column("Patient", header=True),
    Column("Meeting"),
    Column("What is missing"),
    Column("Comes back"),
    Column("Times", number=True),
)
TO_TELL = (Column("Patient", header=True), Column("Meeting"), Column("Outcome"), Column("Told by"), Column("By when"))
ACTIONS = (Column("Action", header=True), Column("Patient"), Column("Who"), Column("Due"), Column("Meeting"))


def render_coming(module: Module, key: str, meeting: Meeting) -> Component:
    """One meeting to come: its patients in the order of the list, and what each still lacks."""
    words = f"{count_ready(meeting)} of {plural(len(meeting.cases), 'patient')} ready"
    rows = [make_readiness(patient) for patient in meeting.in_order]
    table = render_table(f"{name_meeting(meeting)}: readiness", READINESS, rows, caption_hidden=True)
    links = [html.A("Agenda to print", href=f"{record_address(module.address, key)}/agenda")]
    return render_section(name_meeting(meeting), [html.P(words), table if rows else "", html.P(links)])


def make_readiness(patient: MeetingCase) -> tuple[Cell, ...]:
    ready: Cell = f"Missing: {join_words(patient.lacks)}" if patient.lacks else "Ready"
    return (patient.patient_name, patient.question, patient.presenter, patient.breach_date, ready)


def render_part(columns: Sequence[Column], title: str, rows: Sequence[Sequence[Cell]]) -> list[Component]:
    return [render_section(title, render_table(title, columns, rows, caption_hidden=True))] if rows else []


def meeting_link(module: Module, key: str, meeting: Meeting) -> Component:
    return html.A(name_meeting(meeting), href=record_address(module.address, key))


def list_deferred(module: Module, meetings: Found) -> list[Sequence[Cell]]:
    """Deferred patients, the newest meeting first."""
    return [
        (
            patient.patient_name,
            meeting_link(module, key, meeting),
            patient.deferred_reason,
            patient.next_meeting,
            patient.deferrals,
        )
        for key, meeting in reversed(meetings)
        for patient in meeting.cases
        if patient.outcome == "deferred"
    ]


def list_to_tell(module: Module, meetings: Found) -> list[Sequence[Cell]]:
    """Patients of held meetings with an outcome who have not been told."""
    return [
        (
            patient.patient_name,
            meeting_link(module, key, meeting),
            OUTCOME_LABELS[patient.outcome],
            patient.told_by,
            patient.tell_by,
        )
        for key, meeting in meetings
        for patient in meeting.cases
        if meeting.status == "held" and patient.outcome and patient.outcome != "deferred" and not patient.told_on
    ]


def list_actions(module: Module, meetings: Found, today: date) -> list[Sequence[Cell]]:
    """Open actions, the longest overdue first; an overdue one says so in words."""
    found = [
        (action, patient, key, meeting)
        for key, meeting in meetings
        for patient in meeting.cases
        for action in patient.actions
        if action.done_on is None
    ]
    found.sort(key=lambda item: item[0].due or date.max)
    return [
        (
            action.what,
            patient.patient_name,
            action.owner,
            render_due(action.due, today),
            meeting_link(module, key, meeting),
        )
        for action, patient, key, meeting in found
    ]


def render_due(due: date | None, today: date) -> Cell:
    if due is None or due >= today:
        return due
    words = f"{in_words(due)}, {plural((today - due).days, 'day')} overdue"
    return html.Span([render_icon("breach"), " ", words])


def render_sheet(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """The agenda before a meeting, its outcomes after it: made to be printed."""
    record = clockstart.store.records.get(visit.actor.uid, module.store_key, visit.variables["record_id"])
    answers, _ = records.read_answers(module, record)
    back = ("The meeting", record_address(module.address, record.id))
    if not isinstance(answers, Meeting):
        return render_page(
            "Agenda", render_empty("This meeting cannot be read", "Correct the record first."), back=back
        )
    kind = "Outcomes" if answers.status == "held" else "Agenda"
    patients = [
        render_patient(answers, patient, place, clockstart.today) for place, patient in enumerate(answers.in_order, 1)
    ]
    nobody = html.P("Nobody is on the list.")
    return render_page(
        f"{kind}: {name_meeting(answers)}",
        [html.Dl(list(list_head(answers)), className="cs-facts"), *(patients or [nobody]), PRINTED],
        back=back,
        actions=[html.Button("Print", type="button", className="btn btn-secondary", **{"data-print-page": "1"})],
    )


PRINTED = html.P("Practice sheet: the patients are made up.", className="cs-quiet")


def list_head(meeting: Meeting) -> Iterator[Component]:
    """When, where, who chairs, who was there."""
    when = in_words(meeting.date) + (f", {meeting.time:%H:%M}" if meeting.time else "")
    there = join_words(ROLES[role].lower() for role in meeting.present) if meeting.present else "Not recorded"
    known = {
        "When": when,
        "Where": PLACES[meeting.place] if meeting.place else "",
        "Chair": meeting.chair,
        "Status": STATUSES[meeting.status],
        "Present": there if meeting.status == "held" else "",
    }
    yield from list_rows(known)


def list_rows(known: dict[str, str]) -> Iterator[Component]:
    for label, words in known.items():
        if words:
            yield html.Dt(label)
            yield html.Dd(words)


def render_patient(meeting: Meeting, patient: MeetingCase, place: int, today: date) -> Component:
    """One patient: what is known before the meeting, and the outcome with its actions after it."""
    known = {
        "NHS number": f"{patient.nhs_number[:3]} {patient.nhs_number[3:6]} {patient.nhs_number[6:]}",
        "Question": patient.question,
        "Discussion": DISCUSSIONS[patient.discussion] if patient.discussion else "",
        "Presented by": patient.presenter or "",
        "Stage": patient.stage or "",
        "Performance status": PERFORMANCE[patient.performance_status] if patient.performance_status else "",
        "Breach date": in_words(patient.breach_date) if patient.breach_date else "",
    }
    before = {"Ready": f"No: {join_words(patient.lacks)} missing" if patient.lacks else "Yes"}
    after = list_outcome(patient, today)
    rows = list_rows(known | (after if meeting.status == "held" else before))
    actions = [html.Li(say_action(action.what, action.owner, action.due)) for action in patient.actions]
    return render_section(
        f"{place}. {patient.patient_name}",
        [html.Dl(list(rows), className="cs-facts"), *([html.Ul(actions, className="cs-list")] if actions else [])],
    )


def list_outcome(patient: MeetingCase, today: date) -> dict[str, str]:
    return {
        "Outcome": tell_outcome(patient, today).text,
        "Decision": patient.decision or "",
        "Deferred because": patient.deferred_reason or "",
        "Tests": patient.tests or "",
        "Told by": " by ".join(
            part for part in (patient.told_by or "", in_words(patient.tell_by) if patient.tell_by else "") if part
        ),
        "Actions": plural(len(patient.actions), "action") if patient.actions else "",
    }


def say_action(what: str, owner: str | None, due: date | None) -> str:
    """ "Request a PET scan: registrar, by 12 June 2026"."""
    when = f"by {in_words(due)}" if due else ""
    return f"{what}: {', '.join(part for part in (owner or '', when) if part)}".removesuffix(": ")
