"""The record of one validation: what the list says, what was seen, what was decided, and what comes of it."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from rules.calendar import month_end
from rules.event_choices import CONTACT_RESULTS
from rules.rtt.codes import STOP_CODES
from rules.rtt.statuses import RTT_STATUSES, some_statuses
from rules.specialties import Specialty
from rules.validation.contact import EVERY_12_WEEKS
from words.patient import ask_notes
from words.questions import Answers, YesNo, YesNoUnknown, as_choices, ask, choices, repeat, when

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
ASKED = choices("Secretary", "Clinician", "Service", "Booking office", other_provider="Another provider")
MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def check_month(text: str | None) -> str | None:
    """A month as 2026-04, or nothing."""
    if text and not MONTH.fullmatch(text):
        raise PydanticCustomError("not_a_month", "write the month as 2026-04", {"answer": text[:20]})
    return text or None


class Query(Answers):
    """A question to somebody who knows, and the answer."""

    to: str = ask(
        "Who was asked about the pathway?",
        help="Whoever holds the evidence: the secretary has the letter, the clinician the decision.",
        rule="VAL-6",
        choices=ASKED,
        label="Asked",
    )
    name: str | None = ask(
        "Which person or team was asked?",
        help="So that the one who chases knows where to ring.",
        rule="VAL-6",
        label="Person or team",
    )
    question: str = ask(
        "What was asked?",
        help="One question that can be answered with a date or a yes.",
        rule="VAL-6",
        label="Question",
    )
    sent_on: date = ask(
        "When was the question sent?", help="It is chased from the sixth working day on.", label="Sent on", rule="VAL-6"
    )
    answered_on: date | None = ask(
        "When was the question answered?", help="Empty while there is no answer.", rule="VAL-6", label="Answered on"
    )
    answer: str | None = ask(
        "What was the answer to the question?",
        help="As it was given, with where it is written down.",
        rule="VAL-3",
        label="Answer",
        long=True,
    )


class Validation(Answers):
    """One pathway validated once, with everything a validation writes down (VAL-3)."""

    link: str | None = ask(
        "Which of your pathways is this?",
        heading="The pathway",
        help="Leave empty for a pathway of a file. A linked validation appears on the pathway's timeline.",
        label="Pathway",
        pick="pathway",
    )
    pathway: str | None = ask(
        "What is the pathway called on the list?", rule="VAL-3", help="Its identifier or line.", label="On the list as"
    )
    patient_name: str = ask("What is the patient's name?", help="A made-up name. Never a real person's.")
    nhs_number: str | None = ask(
        "What is the NHS number?",
        help="Ten digits from the 999 range. Empty when the list has none that is valid.",
        label="NHS number",
        nhs_number=True,
        rule="E1-19",
    )
    treatment_function: Specialty | None = ask(
        "Which treatment function is the patient waiting for?",
        help="As the list has it; it has to be a line of the return.",
        rule="E1-18",
    )
    clock_start: date | None = ask(
        "When did the clock start, as the list says?",
        heading="What the list says",
        help="Empty when the list has none: then that is the first thing to find.",
        label="Clock start",
        rule="E1-13",
    )
    last_status: str | None = ask(
        "Which RTT status was recorded last?",
        help="The latest code on the list, also where it is not right.",
        choices=RTT_STATUSES,
        rule="E1-1",
        label="Last RTT status",
    )
    last_status_on: date | None = ask(
        "On which day was that RTT status recorded?", help="The day of that code.", rule="E1-1", label="Last status on"
    )
    next_event_on: date | None = ask(
        "When is the next appointment or admission?", help="Empty when nothing is booked.", rule="E1-4"
    )
    decision_to_admit: date | None = ask(
        "When was the decision to admit?", help="Empty when nobody has decided to admit.", rule="E1-30"
    )
    checks: str | None = ask(
        "Which checks did the pathway fail?",
        rule="VAL-3",
        help="Their numbers, such as 4, 31: the list shows them in words. Filled in when you come from a list.",
        label="Numbers of failed checks",
    )
    level: str = ask(
        "At which level is this validation?",
        heading="The evidence",
        help="Technical corrects data, administrative reads and contacts, clinical decides on care.",
        choices=LEVELS,
        rule="VAL-4",
        label="Validator level",
    )
    validated_on: date = ask(
        "When was the pathway validated?", help="The day you looked, not the day of the evidence.", rule="VAL-1"
    )
    evidence_place: str | None = ask(
        "Where is the evidence for the decision?",
        help="Where a colleague would find it again.",
        choices=PLACES,
        rule="VAL-3",
        label="Evidence is in",
    )
    evidence_on: date | None = ask(
        "Which day is the evidence from?", rule="VAL-3", help="The date of the letter, clinic or operation."
    )
    evidence: str | None = ask(
        "What does the evidence say?",
        rule="VAL-3",
        help="In a few words, as you would quote it.",
        long=True,
        label="Evidence seen",
    )
    decision: str = ask(
        "What was decided about the pathway?",
        heading="What was decided",
        help="No reply from a patient is never a reason to take somebody off.",
        choices=DECISIONS,
        rule="VAL-2",
    )
    correction: str | None = ask(
        "What is corrected, from what to what?",
        help="Both values, so that it can be undone.",
        rule="VAL-3",
        when=when("decision", "correct"),
        needed=True,
        long=True,
    )
    stop_code: str | None = ask(
        "With which RTT code did the clock stop?",
        help="The code of what happened; the evidence has to show it.",
        choices=STOPS,
        when=when("decision", "stop"),
        rule="VAL-4",
        label="Stop code",
    )
    stop_date: date | None = ask(
        "On which day did the clock stop?",
        rule="VAL-5",
        help="The day it happened, not the day you found it.",
        when=when("decision", "stop"),
    )
    reported_already: YesNoUnknown | None = ask(
        "Has the month of the stop been reported already?",
        help="Then the pathway leaves the list and is not added to this month.",
        when=when("decision", "stop"),
        rule="VAL-5",
    )
    reported_month: Annotated[str | None, AfterValidator(check_month)] = ask(
        "Which is the last month reported?",
        default=None,
        rule="VAL-5",
        help="As 2026-04.",
        when=when("reported_already", "yes"),
        label="Last month reported",
    )
    merge_with: str | None = ask(
        "With which pathway is this one merged?",
        help="The one that is kept: the earliest valid start of the period still open.",
        when=when("decision", "merge"),
        rule="E2",
        label="Merged with",
    )
    confidence: str | None = ask(
        "How sure are you of the decision?",
        help="Not sure is a reason to ask, or to have a second person read it.",
        rule="VAL-3",
        choices=SURE,
    )
    minutes_taken: int | None = ask(
        "How many minutes did the validation take?",
        help="From opening the pathway to saving. It shows where the work goes.",
        label="Minutes taken",
    )
    next_step: str | None = ask(
        "What is the next step for this pathway?",
        heading="What comes next",
        help="One step, such as an appointment to book or a result to chase.",
        rule="VAL-3",
        label="Next action",
    )
    next_step_owner: str | None = ask(
        "Who will do the next step?", help="A person or a team, never nobody.", rule="VAL-3", label="Owner"
    )
    next_review_on: date | None = ask(
        "When will the pathway be looked at again?", help="Within 12 weeks.", rule="VAL-1", label="Next review"
    )
    looked_again_on: date | None = ask(
        "When was the pathway looked at again?",
        help="Filled in when the next review is done; then nothing is owed.",
        rule="VAL-1",
        label="Looked at again",
    )
    queries: list[Query] = repeat(
        "Queries sent",
        "query",
        heading="Queries",
        help="To the secretary, the clinician or the service. Those open for over 5 working days are chased.",
    )
    contact_schedule: str = ask(
        "By which schedule is the patient contacted?",
        default=EVERY_12_WEEKS,
        heading="The patient",
        help="Every 12 weeks is the national rule; the others are local.",
        choices=SCHEDULES,
        rule="VAL-1",
        label="Contact schedule",
    )
    contacted_on: date | None = ask(
        "When was the patient last contacted about the wait?",
        help="Empty when never, as far as it can be seen.",
        rule="VAL-1",
    )
    contact_channel: str | None = ask(
        "How was the patient contacted?",
        help="Digital first where the patient has agreed to it.",
        rule="VAL-1",
        choices=CHANNELS,
        label="Contacted by",
    )
    contact_result: str | None = ask(
        "What did the patient say about the wait?",
        help="Silence is an answer that changes nothing: try another way.",
        choices=RESULTS,
        rule="VAL-2",
        label="Contact result",
    )
    root_cause: str | None = ask(
        "What was the cause of the error?",
        heading="Where the error came from",
        help="What let it happen. Counted in the charts, so that it can be put right for good.",
        rule="VAL-3",
        choices=CAUSES,
        label="Root cause",
    )
    told_to: str | None = ask(
        "Who has to know of the error?",
        help="Whoever can put it right: the clinic, the systems team, the trainer.",
        rule="VAL-3",
        when=when("root_cause", *MENDABLE),
        label="Cause told to",
    )
    told_on: date | None = ask(
        "When were they told of the error?",
        help="Empty while nobody has been told.",
        rule="VAL-3",
        when=when("root_cause", *MENDABLE),
        label="Cause told on",
    )
    happened_before: YesNo | None = ask(
        "Has this error happened before?",
        rule="VAL-3",
        help="Several of one cause are a case for training.",
        when=when("root_cause", *MENDABLE),
        label="Happened before",
    )
    notes: str | None = ask_notes()

    @property
    def open_queries(self) -> list[Query]:
        return [query for query in self.queries if query.answered_on is None]

    @property
    def reported_through(self) -> date | None:
        """The last day of the last month reported; that of the stop when it is only said that it was reported."""
        if self.reported_already != "yes":
            return None
        if self.reported_month:
            return month_end(date.fromisoformat(f"{self.reported_month}-01"))
        return month_end(self.stop_date) if self.stop_date else None
