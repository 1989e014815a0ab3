"""What the rule book on letters and messages says: its rules and the remarks made under them.

Sources: NHS Standard Contract SC11.5, SC11.7; PRN01045 v5.0 §2.1, §8.3; PRN01625 p. 9; rule book J; MODULES 1b.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.explain import Confidence, RuleBook, Severity

BOOK = RuleBook("letters", "Letters and messages")

_LOCAL = Confidence.CHECK_LOCAL_POLICY

TYPES: Mapping[str, str] = {
    "appointment": "appointment letter",
    "reminder": "reminder",
    "dna": "letter after a missed appointment",
    "cancellation": "cancellation",
    "tci": "admission letter (TCI)",
    "pre_op": "pre-operative assessment",
    "active_monitoring": "active monitoring agreement",
    "discharge_to_gp": "discharge to the GP",
    "transfer": "transfer notice",
    "results": "results",
    "clinic_letter": "clinic letter",
    "discharge_summary": "discharge summary",
    "planned_list": "planned list confirmation",
    "waiting_update": "waiting update",
    "validation_contact": "12-week validation contact",
}
CHANNELS: Mapping[str, str] = {
    "letter": "letter",
    "phone": "phone",
    "sms": "text message",
    "email": "e-mail",
    "portal": "portal",
}
OFFERS = frozenset({"appointment", "tci", "pre_op"})
NEW_DATES = frozenset({"cancellation", "dna"})
"""These may offer a new date; the notice is reckoned as for an offer."""
STOPS = frozenset({"active_monitoring", "discharge_to_gp"})
DECISIONS = STOPS | {"clinic_letter", "discharge_summary", "dna", "results"}
"""What can tell a patient of a decision. A reminder or an offer of a date tells nobody that the clock has stopped."""
UNDELIVERED = frozenset({"returned", "bounced", "no_answer"})
CLINIC_LETTER_DAYS = 7
SUMMARY_HOURS = 24
NOTICE_DAYS = 21
REMINDER_DAYS = 2

CLINIC = BOOK.declare(
    "LET-1",
    "Clinic letters within 7 days",
    "A clinic letter is sent as soon as practicable, within 7 days of the clinic.",
    "NHS Standard Contract SC11.7",
)
SUMMARY = BOOK.declare(
    "LET-2",
    "Discharge summaries within 24 hours",
    "A discharge summary is sent electronically to the GP, and given to the patient, within 24 hours of discharge.",
    "NHS Standard Contract SC11.5",
)
STOP_TOLD = BOOK.declare(
    "LET-3",
    "A decision that stops the clock is told",
    "The patient is told, then the GP or referrer, without undue delay.",
    "PRN01045 v5.0 §2.1, rule 5",
)
NOTICE = BOOK.declare(
    "LET-4",
    "Three weeks' notice",
    "A date is offered with at least three weeks' notice to be reasonable. A shorter-notice date may be offered; "
    "declining it has no consequence. On cancer pathways this is not applied.",
    "PRN01045 v5.0 §8.3, §13",
)
CONTENT = BOOK.declare(
    "LET-5",
    "What an offer letter says",
    "Date, time, site, team, how to change it, what happens if it is missed, travel and accessibility.",
    "Rule book J; local access policy",
    _LOCAL,
)
NO_CLINICAL = BOOK.declare(
    "LET-6",
    "No clinical detail in a text message",
    "Text messages and messages left on a phone carry no clinical detail. Leave a message only where that is agreed.",
    "Rule book J; local information governance policy",
    _LOCAL,
)
DNA_LETTER = BOOK.declare(
    "LET-7",
    "A letter after a missed appointment",
    "After a first missed appointment: the clock is nullified and how to rebook. After a later one: the outcome of the "
    "clinician's review.",
    "Rule book J; PRN01045 v5.0 §4.4.1.3",
)
ACCESSIBLE = BOOK.declare(
    "LET-8",
    "Accessible information",
    "Information and communication needs are recorded and met: large print, easy read, braille, British Sign Language, "
    "another language.",
    "Accessible Information Standard (DCB1605)",
    _LOCAL,
)
UNDELIVERED_RULE = BOOK.declare(
    "LET-9",
    "Not delivered is not told",
    "A letter that came back, a message that bounced or a call that was not answered tells nobody anything, and no "
    "reply is not a stop. Try another way and check the address.",
    "PRN01045 v5.0 §4.4.1.3 (clearly communicated); PRN01625 p. 9",
)
PLANNED = BOOK.declare(
    "LET-10",
    "Planned list: confirmed in writing",
    "A patient put on a planned list is told in writing, with the review date.",
    "PRN01045 v5.0 §5.2.1",
)
GUARANTEE = BOOK.declare(
    "LET-11",
    "When we cancel",
    "A cancellation by the hospital says why, gives a new date, and names the 28-day guarantee where it applies.",
    "Cancelled operations (QMCO) guidance; rule book J",
    _LOCAL,
)
REVIEW = BOOK.declare(
    "LET-12",
    "Active monitoring: the review date is told",
    "A review date exists and is told to the patient, with how to come back before it.",
    "PRN01045 v5.0 §4.4.1.4, §8.3, Annex E",
)
REMINDERS = BOOK.declare(
    "LET-13",
    "Reminders in time to answer",
    "A reminder leaves time to ring and to offer the slot to somebody else: commonly 7 days and 48 hours before.",
    "Rule book J; local access policy",
    _LOCAL,
)

CLINIC_LATE = BOOK.remark(
    "letters-clinic-letter-late",
    Severity.BREACH,
    CLINIC,
    "The clinic letter was sent on {sent}, {days} after the clinic on {clinic}.",
    "Find out where it waited: dictation, typing or signature.",
)
CLINIC_OVERDUE = BOOK.remark(
    "letters-clinic-letter-overdue",
    Severity.BREACH,
    CLINIC,
    "No clinic letter has been sent; it was due by {due}.",
    "Send it today.",
    depends_on_today=True,
)
EVENT_UNKNOWN = BOOK.remark(
    "letters-turnaround-unknown",
    Severity.WATCH,
    CLINIC,
    "The day of what this {kind} tells is not recorded, so it cannot be said whether it went out in time.",
    "Record the day of the clinic or the discharge.",
)
SUMMARY_LATE = BOOK.remark(
    "letters-summary-late",
    Severity.BREACH,
    SUMMARY,
    "The discharge summary was sent on {sent}; the patient was discharged on {discharged}, more than 24 hours before.",
    "Find out why, and send the next ones on the day.",
)
SUMMARY_UNSURE = BOOK.remark(
    "letters-summary-hours-unknown",
    Severity.WATCH,
    SUMMARY,
    "The discharge summary was sent the day after discharge; without times it cannot be said whether within 24 hours.",
    "Record both times.",
)
SUMMARY_OVERDUE = BOOK.remark(
    "letters-summary-overdue",
    Severity.BREACH,
    SUMMARY,
    "No discharge summary has been sent; the patient was discharged on {discharged}.",
    "Send it now.",
    depends_on_today=True,
)
SUMMARY_NOT_TO_GP = BOOK.remark(
    "letters-summary-not-to-gp",
    Severity.WATCH,
    SUMMARY,
    "It is not recorded that the discharge summary went to the GP.",
    "Send it to the GP electronically, and give the patient a copy.",
)
SENT_BEFORE = BOOK.remark(
    "letters-sent-before-event",
    Severity.BREACH,
    CLINIC,
    "The {kind} is dated {sent}, before {event} on {day}.",
    "Correct one of the two dates.",
)
SENT_LATER = BOOK.remark(
    "letters-sent-in-future",
    Severity.BREACH,
    STOP_TOLD,
    "Sent on {sent}, which has not come yet.",
    "Correct the date.",
    depends_on_today=True,
)
SHORT_NOTICE = BOOK.remark(
    "letters-short-notice",
    Severity.WATCH,
    NOTICE,
    "Sent on {sent} for {offered}: {days} of notice, fewer than 21.",
    "Ring as well. If the patient declines, it does not count as a reasonable offer.",
)
OFFER_PASSED = BOOK.remark(
    "letters-offer-already-past",
    Severity.BREACH,
    NOTICE,
    "Sent on {sent} for {offered}, which had already passed.",
    "Correct the date, or record that the appointment was not communicated.",
)
OFFER_WITHOUT_TIME = BOOK.remark(
    "letters-offer-without-time",
    Severity.WATCH,
    NOTICE,
    "It offers {offered} and no time: a reasonable offer is a date and a time.",
    "Give the time.",
)
DECLINED = BOOK.remark(
    "letters-offer-declined",
    Severity.NOTE,
    NOTICE,
    "The patient declined {offered}, offered with {days} of notice. The clock runs on.",
    "Offer a second date within six weeks of the first, and record both under Patient choice and deferrals.",
)
DECLINED_SHORT = BOOK.remark(
    "letters-short-notice-declined",
    Severity.NOTE,
    NOTICE,
    "The patient declined {offered}, offered with {days} of notice: no reasonable offer was declined, and nothing "
    "follows from it.",
    "Offer another date; the clock runs on, and the place on the list is kept.",
)
OFFER_INCOMPLETE = BOOK.remark(
    "letters-offer-incomplete",
    Severity.WATCH,
    CONTENT,
    "The letter does not say {missing}.",
    "Add it: an appointment that is not clearly communicated cannot be counted as missed.",
)
CLINICAL_SMS = BOOK.remark(
    "letters-clinical-detail-in-message",
    Severity.BREACH,
    NO_CLINICAL,
    'The {channel} names clinical detail: "{words}".',
    "Send date, time, place and whom to ring; nothing about condition, test or result.",
)
NOT_SAFE = BOOK.remark(
    "letters-message-not-agreed",
    Severity.WATCH,
    NO_CLINICAL,
    "{what}, and it is not recorded that this is safe.",
    "Ask the patient how they wish to be reached.",
)
DNA_MISSING = BOOK.remark(
    "letters-dna-letter-missing",
    Severity.WATCH,
    DNA_LETTER,
    "An appointment was missed on {day}, and no letter about it is recorded.",
    "Send it: {what}.",
)
PATIENT_NOT_TOLD = BOOK.remark(
    "letters-stop-patient-not-told",
    Severity.BREACH,
    STOP_TOLD,
    "The clock was stopped on {day}, and no letter to the patient is recorded.",
    "Write to the patient: what was decided, why, and how to come back.",
)
GP_NOT_TOLD = BOOK.remark(
    "letters-stop-gp-not-told",
    Severity.BREACH,
    STOP_TOLD,
    "The decision of {day} stops the clock, and the GP has not been written to.",
    "Send a copy to the GP or referrer.",
)
FORMAT_MISSING = BOOK.remark(
    "letters-format-not-used",
    Severity.WATCH,
    ACCESSIBLE,
    "The patient needs {need}, and {used}.",
    "Send it again in the format the patient needs.",
)
NOT_DELIVERED = BOOK.remark(
    "letters-not-delivered",
    Severity.WATCH,
    UNDELIVERED_RULE,
    "The {kind} was not delivered ({outcome}): the patient has not been told.",
    "Check the address and number, and try another way.",
)
FOLLOW_UP = BOOK.remark(
    "letters-follow-up-overdue",
    Severity.WATCH,
    UNDELIVERED_RULE,
    "Follow-up was due on {due}, {days} ago.",
    "Follow it up, and record the result.",
    depends_on_today=True,
)
NO_REPLY = BOOK.remark(
    "letters-no-reply-is-no-stop",
    Severity.NOTE,
    UNDELIVERED_RULE,
    "Nobody answered the contact about the wait: no reply is not a stop, and the patient stays on the list.",
    "Try another way; remove nobody without a clinical decision.",
)
NO_REVIEW_DATE = BOOK.remark(
    "letters-planned-without-review-date",
    Severity.WATCH,
    PLANNED,
    "The planned list confirmation gives no review date.",
    "Give the review date in the letter.",
)
NO_NEW_DATE = BOOK.remark(
    "letters-cancellation-without-date",
    Severity.WATCH,
    GUARANTEE,
    "The letter about our cancellation offers no new date.",
    "Give a new date; at the last minute it must lie within 28 days.",
)
CANCELLATION_INCOMPLETE = BOOK.remark(
    "letters-cancellation-incomplete",
    Severity.WATCH,
    GUARANTEE,
    "The letter about our cancellation does not say why, or leaves out the 28-day guarantee where it applies.",
    "Say why, apologise, and name the 28 days if it was cancelled on the day or after admission.",
)
MONITORING_WITHOUT_REVIEW = BOOK.remark(
    "letters-monitoring-without-review-date",
    Severity.WATCH,
    REVIEW,
    "The letter about active monitoring gives no review date.",
    "Give the review date, and say how to come back before it.",
)
REMINDER_LATE = BOOK.remark(
    "letters-reminder-late",
    Severity.NOTE,
    REMINDERS,
    "The reminder went out {days} before the appointment.",
    "Send reminders early enough for the patient to ring and the slot to be used.",
)
