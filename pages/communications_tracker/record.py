"""The record of one letter, message or call: what it is for, what it offers, who it reached."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

from dashapp.declare.patient import SPECIALTIES, AboutPatient, Notes
from dashapp.declare.questions import YES_NO, YES_NO_UNKNOWN, Ask, as_choices, choices, when
from rules.letters import CHANNELS, NEW_DATES, OFFERS, OUTCOMES, STOPS, TYPES

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
OFFERING = (*sorted(OFFERS), *sorted(NEW_DATES), "reminder")
REVIEWED = ("planned_list", "active_monitoring")
ASKS_OFFER = when("type", *sorted(OFFERS))
ASKS_DATE = when("type", *OFFERING)
ASKS_HOURS = when("type", "discharge_summary")


class Communication(AboutPatient):
    """One letter, message or call."""

    type: Annotated[
        str,
        Ask(
            "What kind of communication is it?",
            help="It decides what it has to say, and by when.",
            choices=LETTER_TYPES,
            rule="LET-5",
        ),
    ]
    channel: Annotated[
        str,
        Ask(
            "How did it go out?",
            help="The way it reached the patient, not a copy.",
            choices=LETTER_CHANNELS,
            rule="LET-6",
        ),
    ]
    date_sent: Annotated[
        date,
        Ask("When was it sent, or the call made?", help="For a letter being drafted: today.", rule="LET-1"),
    ]
    time_sent: Annotated[
        time | None,
        Ask("At what time was it sent?", help="The 24 hours are reckoned by it.", when=ASKS_HOURS, rule="LET-2"),
    ] = None
    purpose: Annotated[
        str, Ask("What is it for?", help="In a few words. They may stand in the letter that is drafted.")
    ]
    reason_code: Annotated[
        str | None,
        Ask(
            "What led to it?", help="The reason code of the record it belongs to.", choices=REASON_CODES, label="Reason"
        ),
    ] = None
    specialty: Annotated[
        str | None,
        Ask(
            "In which specialty?",
            help="As the patient will read it. Left empty, the draft takes it from the pathway.",
            choices=SPECIALTIES,
        ),
    ] = None
    clinician: Annotated[
        str | None,
        Ask(
            "Which consultant or team?",
            help="Whom the patient will see. Left empty, the draft takes it from the pathway.",
            label="Consultant or team",
            rule="LET-5",
        ),
    ] = None
    site: Annotated[
        str | None, Ask("At which site?", help="Where the patient has to go.", when=ASKS_DATE, rule="LET-5")
    ] = None
    date_offered: Annotated[
        date | None,
        Ask(
            "Which date does it offer or remind of?",
            help="Fewer than three weeks from the day it is sent is short notice.",
            when=ASKS_DATE,
            rule="LET-4",
        ),
    ] = None
    time_offered: Annotated[
        time | None,
        Ask(
            "At what time?",
            help="Such as 14:30. A reasonable offer is a date and a time.",
            when=ASKS_DATE,
            rule="LET-4",
        ),
    ] = None
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
    event_time: Annotated[
        time | None,
        Ask(
            "At what time did the patient leave hospital?",
            help="Such as 16:00. Without it, a summary of the next day cannot be judged.",
            when=ASKS_HOURS,
            rule="LET-2",
            label="Time of discharge",
        ),
    ] = None
    decision: Annotated[
        str | None,
        Ask(
            "What was found or decided?",
            help="In plain words, for a letter only.",
            long=True,
            when=when("type", *REPORTING),
            rule="LET-3",
        ),
    ] = None
    first_missed: Annotated[
        str | None,
        Ask(
            "Was it the first appointment after the referral?",
            help="The letter about a first one says how to rebook; about a later one, what the clinician decided.",
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
            help="Then the letter says why, and gives a new date.",
            choices=YES_NO,
            when=when("type", "cancellation"),
            rule="LET-11",
            label="Cancelled by the hospital",
        ),
    ] = None
    states_why: Annotated[
        str | None,
        Ask(
            "Does it say why, and name the 28-day guarantee where that applies?",
            help="It applies to operations cancelled on the day or after admission for a reason that is not clinical.",
            choices=YES_NO,
            when=when("by_hospital", "yes"),
            rule="LET-11",
            label="Says why, and the guarantee",
        ),
    ] = None
    review_date_given: Annotated[
        str | None,
        Ask(
            "Does it give the review date?",
            help="On a planned list and on active monitoring the patient is told when they are looked at again.",
            choices=YES_NO,
            when=when("type", *REVIEWED),
            rule="LET-12",
        ),
    ] = None
    review_on: Annotated[
        date | None,
        Ask(
            "Which review date is it?",
            help="As the clinician set it.",
            when=when("type", *REVIEWED),
            rule="LET-12",
            label="Review date",
        ),
    ] = None
    states_how_to_change: Annotated[
        str | None,
        Ask(
            "Does it say how to change the date?",
            help="Whom to ring, and by when.",
            choices=YES_NO,
            when=ASKS_OFFER,
            rule="LET-5",
        ),
    ] = None
    states_if_missed: Annotated[
        str | None,
        Ask(
            "Does it say what happens if it is missed?",
            help="Without it a missed appointment was not clearly communicated.",
            choices=YES_NO,
            when=ASKS_OFFER,
            rule="LET-5",
        ),
    ] = None
    states_site_and_team: Annotated[
        str | None,
        Ask(
            "Does it name the site and the team?",
            help="Where, and whom the patient will see.",
            choices=YES_NO,
            when=ASKS_OFFER,
            rule="LET-5",
        ),
    ] = None
    states_travel: Annotated[
        str | None,
        Ask(
            "Does it tell of travel and of help for those who need it?",
            help="How to get there, transport, an interpreter, another format.",
            choices=YES_NO,
            when=ASKS_OFFER,
            rule="LET-5",
            label="Travel and help",
        ),
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
        str | None,
        Ask(
            "Was a message left?",
            help="On a machine, or with somebody else.",
            choices=YES_NO,
            when=when("channel", "phone"),
            rule="LET-6",
        ),
    ] = None
    safe_to_leave_message: Annotated[
        str | None,
        Ask(
            "Is it recorded that a message may be left?",
            help="As the patient said it: others may hear or read a message.",
            choices=YES_NO_UNKNOWN,
            when=when("channel", "phone", "sms"),
            rule="LET-6",
            label="Safe to leave a message",
        ),
    ] = None
    sent_to_gp: Annotated[
        str | None,
        Ask(
            "Was a copy sent to the GP?",
            help="Needed for a decision that stops the clock, and for a discharge summary.",
            choices=YES_NO,
            rule="LET-3",
            label="Sent to the GP",
        ),
    ] = None
    accessibility_needs: Annotated[
        str | None,
        Ask(
            "Which format does the patient need?",
            help="As it is flagged on the patient's record.",
            choices=FORMATS,
            rule="LET-8",
            label="Accessibility needs",
        ),
    ] = None
    format_used: Annotated[
        str | None,
        Ask("Which format was used?", help="The one that went out.", choices=FORMATS, rule="LET-8"),
    ] = None
    outcome: Annotated[
        str | None,
        Ask(
            "What became of it?",
            help="Declined: the patient does not take the date that is offered.",
            choices=RESULTS,
            rule="LET-9",
        ),
    ] = None
    returned_reason: Annotated[
        str | None,
        Ask(
            "Why did it come back?",
            help="Such as moved away. Check the address before the next one.",
            when=when("outcome", "returned", "bounced"),
            rule="LET-9",
        ),
    ] = None
    follow_up_due: Annotated[
        date | None,
        Ask("By when is it to be followed up?", help="It is a thing to do from that day.", rule="LET-9"),
    ] = None
    followed_up_on: Annotated[
        date | None,
        Ask("When was it followed up?", help="Leave empty until it was.", rule="LET-9"),
    ] = None
    notes: Notes = None
