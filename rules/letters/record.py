"""The record of one letter, message or call: what it is for, what it offers, who it reached."""

from datetime import date, time

from rules.calendar import add_days
from rules.event_choices import LETTER_OUTCOMES
from rules.letters.rules import CHANNELS, CLINIC_LETTER_DAYS, NEW_DATES, OFFERS, STOPS, TYPES
from rules.specialties import Specialty
from words.patient import AboutPatient, ask_notes
from words.questions import YesNo, YesNoUnknown, as_choices, ask, choices, when

LETTER_TYPES = as_choices(TYPES)
LETTER_CHANNELS = as_choices(CHANNELS)
RESULTS = as_choices(LETTER_OUTCOMES)
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

    type: str = ask(
        "What kind of communication is it?",
        heading="The communication",
        help="It decides what it has to say, and by when.",
        choices=LETTER_TYPES,
        rule="LET-5",
    )
    channel: str = ask(
        "How did the communication go out?",
        help="The way it reached the patient, not a copy.",
        choices=LETTER_CHANNELS,
        rule="LET-6",
    )
    date_sent: date = ask(
        "When was it sent, or the call made?", help="For a letter being drafted: today.", rule="LET-1"
    )
    time_sent: time | None = ask(
        "At what time was it sent?", help="The 24 hours are reckoned by it.", when=ASKS_HOURS, rule="LET-2"
    )
    purpose: str = ask(
        "What is the communication for?", help="In a few words. They may be used in the letter that is drafted."
    )
    reason_code: str | None = ask(
        "What led to the communication?",
        help="The reason code of the record it belongs to.",
        choices=REASON_CODES,
        label="Reason",
    )
    specialty: Specialty | None = ask(
        "In which specialty was it sent?",
        help="As the patient will read it. Left empty, the draft takes it from the pathway.",
    )
    clinician: str | None = ask(
        "Which consultant or team sent it?",
        help="Whom the patient will see. Left empty, the draft takes it from the pathway.",
        label="Consultant or team",
        rule="LET-5",
    )
    sent_to_gp: YesNo | None = ask(
        "Was a copy sent to the GP?",
        help="Needed for a decision that stops the clock, and for a discharge summary.",
        rule="LET-3",
        label="Sent to the GP",
    )
    date_offered: date | None = ask(
        "Which date does the letter or message offer or remind of?",
        heading="What it says",
        help="Fewer than three weeks from the day it is sent is short notice.",
        when=ASKS_DATE,
        rule="LET-4",
    )
    time_offered: time | None = ask(
        "Which time does it offer or remind of?",
        help="Such as 14:30. A reasonable offer is a date and a time.",
        when=ASKS_DATE,
        rule="LET-4",
    )
    site: str | None = ask(
        "Which site does it name?", help="Where the patient has to go.", when=ASKS_DATE, rule="LET-5"
    )
    event_date: date | None = ask(
        "When was the clinic, discharge, missed appointment or decision it tells of?",
        help="A clinic letter is due within 7 days, a discharge summary within 24 hours.",
        when=when("type", *REPORTING),
        rule="LET-1",
        label="Date of what it tells",
    )
    event_time: time | None = ask(
        "At what time did the patient leave hospital?",
        help="Such as 16:00. Without it, a summary of the next day cannot be judged.",
        when=ASKS_HOURS,
        rule="LET-2",
        label="Time of discharge",
    )
    first_missed: YesNoUnknown | None = ask(
        "Was the missed appointment the first after the referral?",
        help="The letter about a first one says how to rebook; about a later one, what the clinician decided.",
        when=when("type", "dna"),
        rule="LET-7",
        label="First appointment missed",
    )
    by_hospital: YesNo | None = ask(
        "Did the hospital cancel the appointment?",
        help="Then the letter says why, and gives a new date.",
        when=when("type", "cancellation"),
        rule="LET-11",
        label="Cancelled by the hospital",
    )
    states_why: YesNo | None = ask(
        "Does it say why it was cancelled, and name the 28-day guarantee where that applies?",
        help="It applies to operations cancelled on the day or after admission for a reason that is not clinical.",
        when=when("by_hospital", "yes"),
        rule="LET-11",
        label="Says why, and the guarantee",
    )
    decision: str | None = ask(
        "What was found or decided?",
        help="In plain words, for a letter only.",
        long=True,
        when=when("type", *REPORTING),
        rule="LET-3",
    )
    review_date_given: YesNo | None = ask(
        "Does it give the review date?",
        help="On a planned list and on active monitoring the patient is told when they are looked at again.",
        when=when("type", *REVIEWED),
        rule="LET-12",
    )
    review_on: date | None = ask(
        "Which review date is it?",
        help="As the clinician set it.",
        when=when("type", *REVIEWED),
        rule="LET-12",
        label="Review date",
    )
    states_how_to_change: YesNo | None = ask(
        "Does it say how to change the date?", help="Whom to ring, and by when.", when=ASKS_OFFER, rule="LET-5"
    )
    states_if_missed: YesNo | None = ask(
        "Does it say what happens if the appointment is missed?",
        help="Without it a missed appointment was not clearly communicated.",
        when=ASKS_OFFER,
        rule="LET-5",
    )
    states_site_and_team: YesNo | None = ask(
        "Does it name the site and the team?",
        help="Where, and whom the patient will see.",
        when=ASKS_OFFER,
        rule="LET-5",
    )
    states_travel: YesNo | None = ask(
        "Does it tell of travel and of help for those who need it?",
        help="How to get there, transport, an interpreter, another format.",
        when=ASKS_OFFER,
        rule="LET-5",
        label="Travel and help",
    )
    cancer_pathway: YesNo | None = ask(
        "Is the patient on a cancer pathway?", help="The three weeks are not applied there.", rule="LET-4"
    )
    message_text: str | None = ask(
        "What does the message say?",
        help="No condition, test or result in a text message or a message left on a phone.",
        long=True,
        when=when("channel", "sms", "phone"),
        rule="LET-6",
    )
    message_left: YesNo | None = ask(
        "Was a message left on the telephone?",
        heading="Whether it is safe to read",
        help="On a machine, or with somebody else.",
        when=when("channel", "phone"),
        rule="LET-6",
    )
    safe_to_leave_message: YesNoUnknown | None = ask(
        "Is it recorded that a message may be left?",
        help="As the patient said it: others may hear or read a message.",
        when=when("channel", "phone", "sms"),
        rule="LET-6",
        label="Safe to leave a message",
    )
    accessibility_needs: str | None = ask(
        "Which format does the patient need?",
        help="As it is flagged on the patient's record.",
        choices=FORMATS,
        rule="LET-8",
        label="Accessibility needs",
    )
    format_used: str | None = ask(
        "Which format was used?", help="The one that went out.", choices=FORMATS, rule="LET-8"
    )
    outcome: str | None = ask(
        "What became of the communication?",
        heading="What became of it",
        help="Declined: the patient does not take the date that is offered.",
        choices=RESULTS,
        rule="LET-9",
    )
    returned_reason: str | None = ask(
        "Why did the letter or message come back?",
        help="Such as moved away. Check the address before the next one.",
        when=when("outcome", "returned", "bounced"),
        rule="LET-9",
    )
    follow_up_due: date | None = ask(
        "By when is the communication to be followed up?", help="It is a thing to do from that day.", rule="LET-9"
    )
    followed_up_on: date | None = ask(
        "When was the communication followed up?", help="Leave empty until it was.", rule="LET-9"
    )
    notes: str | None = ask_notes()

    @property
    def notice(self) -> int | None:
        """Days from sending to the date it offers; None when it offers none, as a reminder does not."""
        if self.type not in OFFERS | NEW_DATES or self.date_sent is None or self.date_offered is None:
            return None
        return (self.date_offered - self.date_sent).days

    @property
    def send_by(self) -> date | None:
        """The last day for a clinic letter (7 days) or a discharge summary (the next day); None for other kinds."""
        days = {"clinic_letter": CLINIC_LETTER_DAYS, "discharge_summary": 1}.get(self.type)
        return None if days is None or self.event_date is None else add_days(self.event_date, days)
