"""What a meeting means in words, the columns it fills, what goes on its patients' pathways, and what is due."""

from collections.abc import Iterator
from datetime import date, timedelta

from dashapp.declare.meaning import Due, Fact, Meaning, Status
from dashapp.declare.module import Case, Derived, OnPathway
from dashapp.declare.phrases import tell_next_step
from rules.mdt.clocks import list_milestones
from rules.mdt.record import OUTCOME_LABELS, ROLES, SITES, STATUSES, ActionToDo, Meeting, MeetingCase
from words.phrases import in_words, join_words, plural
from words.questions import YES_NO_UNKNOWN

PREPARE_DAYS = 3
"""Days before a meeting by which its list should be ready; local policies differ."""


def tell_meaning(case: Case) -> Meaning:
    """Quoracy, then every patient of the list: ready or not before the meeting, outcome and telling after it."""
    answers: Meeting = case.answers
    return Meaning(
        facts=(
            *list_quoracy_facts(answers),
            *(tell_patient(answers, patient, case.today) for patient in answers.in_order),
            *list_action_facts(answers, case.today),
        )
    )


def list_quoracy_facts(answers: Meeting) -> Iterator[Fact]:
    if answers.quorate is None:
        yield Fact("Quorate", "Not known until the meeting is held and attendance recorded")
    elif answers.quorate:
        yield Fact("Quorate", "Yes, every core role was there", "fine")
    else:
        missing = join_words(ROLES[role].lower() for role in answers.missing_roles)
        yield Fact("Quorate", f"No: nobody for {missing}", "breach")


def tell_patient(meeting: Meeting, patient: MeetingCase, today: date) -> Fact:
    """One patient of the list in a line."""
    if meeting.status == "held":
        return tell_outcome(patient, today)
    words = f"Not ready: {join_words(patient.lacks)} missing" if patient.lacks else "Ready"
    breach = f"; breach on {in_words(patient.breach_date)}" if patient.breach_date else ""
    return Fact(patient.patient_name, f"{words}{breach}", "watch" if patient.lacks else "fine")


def tell_outcome(patient: MeetingCase, today: date) -> Fact:
    if not patient.outcome:
        return Fact(patient.patient_name, "No outcome recorded", "breach")
    words = OUTCOME_LABELS[patient.outcome]
    status: Status = "watch" if patient.outcome == "deferred" else "fine"
    if patient.told_on:
        words += f"; told on {in_words(patient.told_on)}"
    elif patient.outcome != "deferred":
        words, status = f"{words}; not told yet", "watch"
    due = patient.transfer_due
    if patient.outcome == "refer" and due and not patient.transferred_on:
        words, status = f"{words}; transfer due by {in_words(due)}", "breach" if due < today else "watch"
    return Fact(patient.patient_name, words, status)


def list_action_facts(answers: Meeting, today: date) -> Iterator[Fact]:
    still = open_actions(answers)
    late = [action for action in still if action.due and action.due < today]
    if still:
        words = f"{plural(len(still), 'action')} open, {len(late)} overdue"
        yield Fact("Actions", words, "breach" if late else "note")


def open_actions(answers: Meeting) -> list[ActionToDo]:
    return [action for patient in answers.cases for action in patient.actions if action.done_on is None]


def name_meeting(answers: Meeting) -> str:
    return f"{SITES[answers.tumour_site_or_specialty]} MDT of {in_words(answers.date)}"


def tell_title(case: Case) -> str:
    return name_meeting(case.answers)


def tell_cases(case: Case) -> int:
    return len(case.answers.cases)


def tell_ready(case: Case) -> str | None:
    """ "3 of 5" before the meeting; nothing once it was held."""
    answers: Meeting = case.answers
    if answers.status != "planned" or not answers.cases:
        return None
    return f"{count_ready(answers)} of {len(answers.cases)}"


def count_ready(answers: Meeting) -> int:
    return sum(not patient.lacks for patient in answers.cases)


def tell_unready(case: Case) -> int:
    answers: Meeting = case.answers
    return len(answers.cases) - count_ready(answers) if answers.status == "planned" else 0


def tell_days_to(case: Case) -> int | None:
    """Days to a planned meeting; none once it was held or cancelled."""
    answers: Meeting = case.answers
    return (answers.date - case.today).days if answers.status == "planned" else None


def tell_quorate(case: Case) -> str:
    quorate = case.answers.quorate
    return "not_known" if quorate is None else "yes" if quorate else "no"


def tell_missing_roles(case: Case) -> str | None:
    answers: Meeting = case.answers
    return ", ".join(ROLES[role] for role in answers.missing_roles) if answers.quorate is False else None


def tell_deferred(case: Case) -> int:
    return sum(patient.outcome == "deferred" for patient in case.answers.cases)


def tell_open(case: Case) -> int:
    return len(open_actions(case.answers))


def tell_overdue(case: Case) -> int:
    return sum(bool(action.due and action.due < case.today) for action in open_actions(case.answers))


def tell_not_told(case: Case) -> int:
    """Patients with an outcome who have not been told."""
    answers: Meeting = case.answers
    held = answers.status == "held"
    decided = (patient for patient in answers.cases if patient.outcome and patient.outcome != "deferred")
    return sum(patient.told_on is None for patient in decided) if held else 0


def tell_first_breach(case: Case) -> date | None:
    return min((patient.breach_date for patient in case.answers.cases if patient.breach_date), default=None)


def tell_outcomes(case: Case) -> str:
    """The outcomes of a meeting, one for each patient that has one, for counting."""
    return ", ".join(patient.outcome for patient in case.answers.cases if patient.outcome)


def tell_standing(answers: Meeting) -> str:
    return STATUSES[answers.status]


DERIVED = (
    Derived("title", "Meeting", tell_title),
    Derived("days_to", "Days to the meeting", tell_days_to, kind="days"),
    Derived("patients", "Patients", tell_cases, kind="count"),
    Derived("ready", "Ready", tell_ready),
    Derived("unready", "Not ready", tell_unready, kind="count"),
    Derived("first_breach", "First breach", tell_first_breach, kind="date"),
    Derived("quorate", "Quorate", tell_quorate, choices=YES_NO_UNKNOWN),
    Derived("missing_roles", "Nobody for", tell_missing_roles),
    Derived("deferred", "Deferred", tell_deferred, kind="count"),
    Derived("not_told", "Not told yet", tell_not_told, kind="count"),
    Derived("open_actions", "Actions open", tell_open, kind="count"),
    Derived("overdue_actions", "Actions overdue", tell_overdue, kind="count"),
    Derived("outcomes", "Outcomes", tell_outcomes),
    Derived("next_step", "Next step", tell_next_step(tell_standing)),
)


def list_events(answers: Meeting) -> Iterator[OnPathway]:
    """The milestones of each patient whose case belongs to a pathway, for that pathway alone."""
    for patient in answers.cases:
        if patient.link:
            for event in list_milestones(answers, patient):
                yield OnPathway(patient.link, event)


def list_due(case: Case) -> Iterator[Due]:
    """The list to prepare, the outcomes to record, patients to be told, actions."""
    answers: Meeting = case.answers
    unready = [patient for patient in answers.cases if patient.lacks]
    if answers.status == "planned" and answers.date < case.today:
        yield Due(answers.date, "Record whether the meeting was held, and the outcomes", "breach", matter="meeting")
    elif answers.status == "planned" and unready:
        what = f"Prepare the meeting: {len(unready)} of {plural(len(answers.cases), 'patient')} not ready"
        yield Due(answers.date - timedelta(days=PREPARE_DAYS), what, matter="meeting")
    for patient in answers.cases:
        yield from list_patient_due(answers, patient)


def list_patient_due(meeting: Meeting, patient: MeetingCase) -> Iterator[Due]:
    told = patient.told_on is not None or meeting.status != "held" or not patient.outcome
    if patient.tell_by and not told:
        yield Due(patient.tell_by, f"Tell {patient.patient_name} the outcome", matter="contact")
    for action in patient.actions:
        if action.done_on is None and action.due is not None:
            owner = f" ({action.owner})" if action.owner else ""
            yield Due(action.due, f"{patient.patient_name}: {action.what}{owner}")
