"""What the RTT rule book remarks on clock stops, missed appointments and active monitoring."""

from __future__ import annotations

from . import book_monitoring, book_reporting, book_running, book_starts, book_stops
from .remarks import BREACH, NOTE, WATCH, remark

ADMISSION_FOR_WHAT = remark(
    "admission-for-what",
    WATCH,
    book_stops.SP1,
    "It is not recorded what the admission of {date} was for; the clock was left running.",
    "Record whether it was for first definitive treatment, a test, or assessment.",
)

EMERGENCY_TREATMENT = remark(
    "emergency-treatment",
    WATCH,
    book_starts.NS3,
    "Emergency treatment on {date} while a clock runs: the clock was left running.",
    "If it treated the condition the patient waits for, record it as definitive treatment.",
)

STOP_FOUND_LATE = remark(
    "stop-found-late",
    NOTE,
    book_reporting.A9_LATE,
    "The stop of {stop} was found on {found}, in a later month.",
    "Remove it from the open list; do not add it to the completed pathways of the later month.",
)

NOT_COMMUNICATED = remark(
    "not-communicated",
    WATCH,
    book_running.NX11,
    "The decision of {date} has not reached the patient: the clock was left as it was.",
    "Tell the patient, then the GP, and record the date.",
)

COMMUNICATED_LATER = remark(
    "communicated-later",
    NOTE,
    book_running.NX11,
    "Decided on {date}, communicated on {told}: the later date was used.",
    "The two dates should be the same; check both.",
)

WAS_NOT_BROUGHT = remark(
    "was-not-brought",
    WATCH,
    book_running.R9,
    "The patient was not brought on {date}.",
    "Make the safeguarding check before anything else.",
)

NOT_THE_FIRST = remark(
    "not-the-first",
    BREACH,
    book_running.R29,
    "The appointment missed on {date} is recorded as the first, but the patient attended on {attended}: the clock was "
    "not nullified.",
    "Correct one of the two; only a missed first care activity after the referral nullifies.",
)

TEST_CAME_FIRST = remark(
    "test-came-first",
    WATCH,
    book_running.R29,
    "The appointment missed on {date} is recorded as the first, but a test was attended on {tested}.",
    "Check local policy: a straight-to-test diagnostic may have been the first care activity.",
)

COMMUNICATION_NOT_SHOWN = remark(
    "communication-not-shown",
    WATCH,
    book_stops.SP13,
    "The clock was nullified on {date} on the strength of code 33; that the appointment was clearly communicated is "
    "not recorded.",
    "Record the evidence (letter, text, call), or take the nullification back.",
)

FIRST_NOT_NULLIFIED = remark(
    "first-not-nullified",
    WATCH,
    book_running.DN2,
    "The first appointment was missed on {date}; without evidence that it was clearly communicated the clock runs on.",
    "Record the evidence if there is any; otherwise rebook.",
)

DISCHARGE_NOT_VALID = remark(
    "discharge-not-valid",
    BREACH,
    book_running.R9,
    "The discharge of {date} is not a clock stop: {failed}.",
    "Reopen the pathway and ask the clinician to decide, or record the missing evidence.",
)

FOURTH_TEST = remark(
    "fourth-test",
    NOTE,
    book_running.R9,
    "For the discharge of {date} it is not recorded that the local policy protects vulnerable people and was agreed.",
    "Name the policy in the record.",
)

REPEATED_CANCELLATIONS = remark(
    "repeated-cancellations",
    WATCH,
    book_running.NX5,
    "The patient has cancelled {count} times, last on {date}: the clock runs on.",
    "Ask the clinician to review: rebook, active monitoring, or discharge in the patient's best interest.",
)

MONITORING_NOT_ALLOWED = remark(
    "monitoring-not-allowed",
    BREACH,
    book_monitoring.AM1,
    "Active monitoring on {date} is not a clock stop: {why}.",
    "Correct the code to 20 and go on with the pathway, or record what is missing.",
)

OFFERS_NOT_RECORDED = remark(
    "offers-not-recorded",
    WATCH,
    book_monitoring.AM5,
    "Active monitoring on {date} is said to follow two declined reasonable dates; they are not recorded.",
    "Record both offers: when made, for which date.",
)

NO_REVIEW_DATE = remark(
    "no-review-date",
    WATCH,
    book_monitoring.AM8,
    "Active monitoring from {date} has no review date.",
    "Record the review date the clinician set and the patient was told.",
)

OFFER_WITHOUT_DATE = remark(
    "offer-without-date",
    WATCH,
    book_monitoring.AM5,
    "The offer of {date} does not say which date was offered; it cannot count as reasonable.",
    "Record the date offered.",
)

LONG_DELAY = remark(
    "long-delay",
    WATCH,
    book_running.NX10,
    "A delay of {weeks} weeks was asked for on {date}: more than six weeks need a clinical review.",
    "Ask for the review; the clock runs meanwhile.",
)

DELAY_UNKNOWN = remark(
    "delay-unknown",
    NOTE,
    book_running.NX10,
    "It is not recorded how long a delay was asked for on {date}.",
    "Record it: more than six weeks need a clinical review.",
)

LONG_THINKING = remark(
    "long-thinking",
    WATCH,
    book_monitoring.AM10,
    "Thinking time of more than 14 days was agreed on {date}: the clock was left running.",
    "Speak with the patient; record active monitoring if the clinician and the patient agreed on it.",
)

REVIEW_OVERDUE = remark(
    "review-overdue",
    WATCH,
    book_monitoring.AM8,
    "The clinical review during active monitoring was due on {due}.",
    "Arrange the review, or record it.",
    today=True,
)
THINKING_TOO_LONG = remark(
    "thinking-too-long",
    WATCH,
    book_running.NX3,
    "Thinking time was agreed on {date} and more than 14 days have passed without a next step.",
    "Speak with the patient about the next step.",
    today=True,
)
