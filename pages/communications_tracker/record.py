"""The record of one letter, message or call: what it is for, what it offers, who it reached."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from dashapp.patient import SPECIALTIES, AboutPatient, Notes
from dashapp.questions import YES_NO, YES_NO_UNKNOWN, Ask, as_choices, choices, when
from rules.letters import CHANNELS, OFFERS, OUTCOMES, STOPS, TYPES

LETTER_TYPES = as_choices(TYPES)
LETTER_CHANNELS = as_choices(CHANNELS)
RESULTS = as_choices(OUTCOMES)
FORMATS = choices(
    "Large print", "Easy read", "Braille", "British Sign Language", "Another language", "E-mail", standard="Standard"
)
REASON_CODES = choices(
    new_date="New date",
    changed_date="Changed date",
    missed="Missed appointment",
    cancelled_by_hospital="Cancelled by the hospital",
    cancelled_by_patient="Cancelled by the patient",
    decision="Clinical decision",
    validation="Validation",
    other="Other",
)
REPORTING = ("clinic_letter", "discharge_summary", "dna", *sorted(STOPS), "transfer", "results")
OFFERING = (*sorted(OFFERS), "cancellation", "dna", "reminder")


class Communication(AboutPatient):
    """One letter, message or call."""

    type: Annotated[str, Ask("What kind of communication is it?", choices=LETTER_TYPES, rule="LET-5")]
    channel: Annotated[
        str, Ask("How did it go out?", help="The way it reached the patient, not a copy.", choices=LETTER_CHANNELS)
    ]
    date_sent: Annotated[
        date,
        Ask("When was it sent, or the call made?", help="For a letter being drafted: today.", rule="LET-1"),
    ]
    purpose: Annotated[str, Ask("What is it for?", help="In a few words.")]
    reason_code: Annotated[
        str | None,
        Ask(
            "What led to it?", help="The reason code of the record it belongs to.", choices=REASON_CODES, label="Reason"
        ),
    ] = None
    specialty: Annotated[
        str | None, Ask("In which specialty?", help="As the patient will read it.", choices=SPECIALTIES)
    ] = None
    clinician: Annotated[
        str | None, Ask("Which consultant or team?", help="Whom the patient will see.", label="Consultant or team")
    ] = None
    site: Annotated[
        str | None, Ask("At which site?", help="Where the patient has to go.", when=when("type", *OFFERING))
    ] = None
    date_offered: Annotated[
        date | None,
        Ask(
            "Which date does it offer or remind of?",
            help="Fewer than three weeks from the day it is sent is short notice.",
            when=when("type", *OFFERING),
            rule="LET-4",
        ),
    ] = None
    time_offered: Annotated[time | None, Ask("At what time?", help="Such as 14:30", when=when("type", *OFFERING))] = (
        None
    )
    event_date: Annotated[
        date | None,
        Ask(
            "When was the clinic, discharge, missed appointment or decision it tells of?",
            help="A clinic letter is due within 7 days, a discharge summary within 24 hours.",
            when=when("type", *REPORTING),
            rule="LET-1",
            label="Date of what it tells",
        ),
    ] = None
    decision: Annotated[
        str | None,
        Ask(
            "What was found or decided?",
            help="In plain words, for a letter only.",
            long=True,
            when=when("type", *REPORTING),
        ),
    ] = None
    first_missed: Annotated[
        str | None,
        Ask(
            "Was it the first appointment after the referral?",
            choices=YES_NO_UNKNOWN,
            when=when("type", "dna"),
            rule="LET-7",
            label="First appointment missed",
        ),
    ] = None
    by_hospital: Annotated[
        str | None,
        Ask(
            "Did the hospital cancel?",
            choices=YES_NO,
            when=when("type", "cancellation"),
            rule="LET-11",
            label="Cancelled by the hospital",
        ),
    ] = None
    review_date_given: Annotated[
        str | None,
        Ask("Does it give the review date?", choices=YES_NO, when=when("type", "planned_list"), rule="LET-10"),
    ] = None
    states_how_to_change: Annotated[
        str | None,
        Ask("Does it say how to change the date?", choices=YES_NO, when=when("type", *sorted(OFFERS)), rule="LET-5"),
    ] = None
    states_if_missed: Annotated[
        str | None,
        Ask(
            "Does it say what happens if it is missed?",
            choices=YES_NO,
            when=when("type", *sorted(OFFERS)),
            rule="LET-5",
        ),
    ] = None
    states_site_and_team: Annotated[
        str | None,
        Ask("Does it name the site and the team?", choices=YES_NO, when=when("type", *sorted(OFFERS)), rule="LET-5"),
    ] = None
    cancer_pathway: Annotated[
        str | None,
        Ask(
            "Is the patient on a cancer pathway?",
            help="The three weeks are not applied there.",
            choices=YES_NO,
            rule="LET-4",
        ),
    ] = None
    message_text: Annotated[
        str | None,
        Ask(
            "What does the message say?",
            help="No condition, test or result in a text message or a message left on a phone.",
            long=True,
            when=when("channel", "sms", "phone"),
            rule="LET-6",
        ),
    ] = None
    message_left: Annotated[
        str | None, Ask("Was a message left?", choices=YES_NO, when=when("channel", "phone"), rule="LET-6")
    ] = None
    safe_to_leave_message: Annotated[
        str | None,
        Ask(
            "Is it recorded that a message may be left?",
            choices=YES_NO_UNKNOWN,
            when=when("channel", "phone", "sms"),
            rule="LET-6",
            label="Safe to leave a message",
        ),
    ] = None
    sent_to_gp: Annotated[
        str | None, Ask("Was a copy sent to the GP?", choices=YES_NO, rule="LET-3", label="Sent to the GP")
    ] = None
    accessibility_needs: Annotated[
        str | None,
        Ask("Which format does the patient need?", choices=FORMATS, rule="LET-8", label="Accessibility needs"),
    ] = None
    format_used: Annotated[str | None, Ask("Which format was used?", choices=FORMATS, rule="LET-8")] = None
    outcome: Annotated[str | None, Ask("What became of it?", choices=RESULTS, rule="LET-9")] = None
    returned_reason: Annotated[
        str | None,
        Ask("Why did it come back?", help="Such as moved away.", when=when("outcome", "returned", "bounced")),
    ] = None
    follow_up_due: Annotated[date | None, Ask("By when is it to be followed up?", rule="LET-9")] = None
    followed_up_on: Annotated[date | None, Ask("When was it followed up?", rule="LET-9")] = None
    notes: Notes = None
