"""The rule book on letters, messages and calls: in time, with enough notice, told to all who must know, safe to read.

Sources: NHS Standard Contract SC11.5, SC11.7; PRN01045 v5.0 §2.1, §8.3; PRN01625 p. 9; rule book J; MODULES 1b.
"""

from collections.abc import Mapping

from rules.explain import Confidence, RuleBook

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
"""These may offer a new date; the notice is counted as for an offer."""
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
