"""The record of one validation: what the list says, what was seen, what was decided, and what comes of it."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from dashapp.declare.patient import RTT_STATUSES, SPECIALTIES, Notes, some_statuses
from dashapp.declare.questions import YES_NO, YES_NO_UNKNOWN, Answers, Ask, Repeat, as_choices, choices, when
from rules.rtt.codes import STOP_CODES
from rules.validation_decisions import CONTACT_RESULTS, EVERY_12_WEEKS

from .query import Query

LEVELS = choices("Technical", "Administrative", "Clinical")
PLACES = choices(
    "Clinic letter",
    "Clinic outcome",
    "Theatre record",
    "Test result",
    "Ward record",
    "GP record",
    ers="eRS",
    list_entry="List entry on the PAS",
    patient="The patient said so",
    none="None found",
)
DECISIONS = choices(
    remain="Remain on the list",
    next_step_chased="No change, next step chased",
    correct="Correct the record",
    stop="Stop the clock",
    clinical_review="Send for clinical review",
    merge="Merge with another pathway",
)
STAYING = ("remain", "next_step_chased", "correct", "clinical_review")
STOPS = some_statuses(*sorted(STOP_CODES))
SURE = choices("Certain", "Fairly sure", "Not sure")
SCHEDULES = choices(
    every_12_weeks="Every 12 weeks",
    **{"12_26_52": "At 12, 26 and 52 weeks (local)"},
    **{"12_26_52_then_every_12": "At 12, 26 and 52 weeks, then every 12 (local)"},
)
RESULTS = as_choices(CONTACT_RESULTS)
CHANNELS = choices("Letter", "Phone", "SMS", "E-mail", "Portal")
CAUSES = choices("User error", "Template", "Interface", "Training", other="Something else", none="No error found")
MENDABLE = ("user_error", "template", "interface", "training", "other")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def check_month(text: str | None) -> str | None:
    """A month as 2026-04, or nothing."""
    if text and not MONTH.fullmatch(text):
        raise PydanticCustomError("not_a_month", "write the month as 2026-04", {"answer": text[:20]})
    return text or None


class Validation(Answers):
    """One pathway validated once, with everything a validation writes down (VAL-3)."""

    link: Annotated[
        str | None,
        Ask(
            "Which of your pathways is this?",
            help="Leave empty for a pathway of a file. A linked validation appears on the pathway's timeline.",
            label="Pathway",
            pick="pathway",
        ),
    ] = None
    pathway: Annotated[
        str | None,
        Ask(
            "What is the pathway called on the list?",
            rule="VAL-3",
            help="Its identifier or line.",
            label="On the list as",
        ),
    ] = None
    patient_name: Annotated[str, Ask("What is the patient's name?", help="A made-up name. Never a real person's.")]
    nhs_number: Annotated[
        str | None,
        Ask(
            "What is the NHS number?",
            help="Ten digits from the 999 range. Empty when the list has none that is valid.",
            label="NHS number",
            nhs_number=True,
            rule="E1-19",
        ),
    ] = None
    treatment_function: Annotated[
        str | None,
        Ask(
            "Which treatment function?",
            help="As the list has it; it has to be a line of the return.",
            choices=SPECIALTIES,
            rule="E1-18",
        ),
    ] = None

    clock_start: Annotated[
        date | None,
        Ask(
            "When did the clock start, as the list says?",
            help="Empty when the list has none: then that is the first thing to find.",
            label="Clock start",
            rule="E1-13",
        ),
    ] = None
    last_status: Annotated[
        str | None,
        Ask(
            "Which RTT status was recorded last?",
            help="The latest code on the list, also where it is not right.",
            choices=RTT_STATUSES,
            rule="E1-1",
            label="Last RTT status",
        ),
    ] = None
    last_status_on: Annotated[
        date | None, Ask("On which day?", help="The day of that code.", rule="E1-1", label="Last status on")
    ] = None
    next_event_on: Annotated[
        date | None,
        Ask("When is the next appointment or admission?", help="Empty when nothing is booked.", rule="E1-4"),
    ] = None
    decision_to_admit: Annotated[
        date | None,
        Ask("When was the decision to admit?", help="Empty when nobody has decided to admit.", rule="E1-30"),
    ] = None
    checks: Annotated[
        str | None,
        Ask(
            "Which checks did it fail?",
            rule="VAL-3",
            help="Their numbers, such as 4, 31: the list shows them in words. Filled in when you come from a list.",
            label="Numbers of failed checks",
        ),
    ] = None

    level: Annotated[
        str,
        Ask(
            "At which level is this?",
            help="Technical corrects data, administrative reads and contacts, clinical decides on care.",
            choices=LEVELS,
            rule="VAL-4",
            label="Validator level",
        ),
    ]
    validated_on: Annotated[
        date, Ask("When was it validated?", help="The day you looked, not the day of the evidence.", rule="VAL-1")
    ]
    evidence_place: Annotated[
        str | None,
        Ask(
            "Where is the evidence?",
            help="Where a colleague would find it again.",
            choices=PLACES,
            rule="VAL-3",
            label="Evidence is in",
        ),
    ] = None
    evidence_on: Annotated[
        date | None, Ask("Of which day is it?", rule="VAL-3", help="The date of the letter, clinic or operation.")
    ] = None
    evidence: Annotated[
        str | None,
        Ask(
            "What does it say?",
            rule="VAL-3",
            help="In a few words, as you would quote it.",
            long=True,
            label="Evidence seen",
        ),
    ] = None

    decision: Annotated[
        str,
        Ask(
            "What was decided?",
            help="No reply from a patient is never a reason to take somebody off.",
            choices=DECISIONS,
            rule="VAL-2",
        ),
    ]
    correction: Annotated[
        str | None,
        Ask(
            "What is corrected, from what to what?",
            help="Both values, so that it can be undone.",
            rule="VAL-3",
            when=when("decision", "correct"),
            needed=True,
            long=True,
        ),
    ] = None
    stop_code: Annotated[
        str | None,
        Ask(
            "With which code?",
            help="The code of what happened; the evidence has to show it.",
            choices=STOPS,
            when=when("decision", "stop"),
            rule="VAL-4",
            label="Stop code",
        ),
    ] = None
    stop_date: Annotated[
        date | None,
        Ask(
            "On which day did the clock stop?",
            rule="VAL-5",
            help="The day it happened, not the day you found it.",
            when=when("decision", "stop"),
        ),
    ] = None
    reported_already: Annotated[
        str | None,
        Ask(
            "Has the month of the stop been reported already?",
            help="Then the pathway leaves the list and is not added to this month.",
            choices=YES_NO_UNKNOWN,
            when=when("decision", "stop"),
            rule="VAL-5",
        ),
    ] = None
    reported_month: Annotated[
        str | None,
        Ask(
            "Which is the last month reported?",
            rule="VAL-5",
            help="As 2026-04.",
            when=when("reported_already", "yes"),
            label="Last month reported",
        ),
        AfterValidator(check_month),
    ] = None
    merge_with: Annotated[
        str | None,
        Ask(
            "With which pathway?",
            help="The one that is kept: the earliest valid start of the period still open.",
            when=when("decision", "merge"),
            rule="E2",
            label="Merged with",
        ),
    ] = None
    confidence: Annotated[
        str | None,
        Ask(
            "How sure are you?",
            help="Not sure is a reason to ask, or to have a second person read it.",
            rule="VAL-3",
            choices=SURE,
        ),
    ] = None
    minutes_taken: Annotated[
        int | None,
        Ask(
            "How many minutes did it take?",
            help="From opening the pathway to saving. It shows where the work goes.",
            label="Minutes taken",
        ),
    ] = None

    queries: Annotated[
        list[Query],
        Repeat(
            "Queries sent",
            "query",
            help="To the secretary, the clinician or the service. Those open for over 5 working days are chased.",
        ),
    ] = []

    contact_schedule: Annotated[
        str,
        Ask(
            "By which schedule is the patient contacted?",
            help="Every 12 weeks is the national rule; the others are local.",
            choices=SCHEDULES,
            rule="VAL-1",
            label="Contact schedule",
        ),
    ] = EVERY_12_WEEKS
    contacted_on: Annotated[
        date | None,
        Ask(
            "When was the patient last contacted about the wait?",
            help="Empty when never, as far as it can be seen.",
            rule="VAL-1",
        ),
    ] = None
    contact_channel: Annotated[
        str | None,
        Ask(
            "How?",
            help="Digital first where the patient has agreed to it.",
            rule="VAL-1",
            choices=CHANNELS,
            label="Contacted by",
        ),
    ] = None
    contact_result: Annotated[
        str | None,
        Ask(
            "What did the patient say?",
            help="Silence is an answer that changes nothing: try another way.",
            choices=RESULTS,
            rule="VAL-2",
            label="Contact result",
        ),
    ] = None

    next_step: Annotated[
        str | None,
        Ask(
            "What happens next?",
            help="One step, such as an appointment to book or a result to chase.",
            rule="VAL-3",
            label="Next action",
        ),
    ] = None
    next_step_owner: Annotated[
        str | None, Ask("Who sees to it?", help="A person or a team, never nobody.", rule="VAL-3", label="Owner")
    ] = None
    next_review_on: Annotated[
        date | None, Ask("When is it looked at again?", help="Within 12 weeks.", rule="VAL-1", label="Next review")
    ] = None
    looked_again_on: Annotated[
        date | None,
        Ask(
            "When was it looked at again?",
            help="Filled in when the next review is done; then nothing is owed.",
            rule="VAL-1",
            label="Looked at again",
        ),
    ] = None

    root_cause: Annotated[
        str | None,
        Ask(
            "What was the cause of the error?",
            help="What let it happen. Counted in the charts, so that it can be mended once for all.",
            rule="VAL-3",
            choices=CAUSES,
            label="Root cause",
        ),
    ] = None
    told_to: Annotated[
        str | None,
        Ask(
            "Who has to know?",
            help="Whoever can mend it: the clinic, the systems team, the trainer.",
            rule="VAL-3",
            when=when("root_cause", *MENDABLE),
            label="Cause told to",
        ),
    ] = None
    told_on: Annotated[
        date | None,
        Ask(
            "When were they told?",
            help="Empty while nobody has been told.",
            rule="VAL-3",
            when=when("root_cause", *MENDABLE),
            label="Cause told on",
        ),
    ] = None
    happened_before: Annotated[
        str | None,
        Ask(
            "Has it happened before?",
            rule="VAL-3",
            help="Several of one cause are a case for training.",
            choices=YES_NO,
            when=when("root_cause", *MENDABLE),
            label="Happened before",
        ),
    ] = None
    notes: Notes = None
