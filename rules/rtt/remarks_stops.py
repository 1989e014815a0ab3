"""What the RTT rule book remarks on clock stops, missed appointments and active monitoring."""

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
    blames="entry",
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

ENDED_ELSEWHERE = remark(
    "ended-elsewhere",
    WATCH,
    book_stops.SP17,
    "The wait ended on {date}: {why}. The guidance names no code for it.",
    "Check local policy for the code (34 or 35), and keep the evidence: who told you, and when.",
)

FOLLOW_UP_WHILE_OPEN = remark(
    "follow-up-while-open",
    WATCH,
    book_stops.PIFU,
    "Patient-initiated follow-up started on {date} while the clock runs.",
    "Record what ended the wait (treatment, decision not to treat, active monitoring), or take the patient off it.",
)

CARRIED_OVER_MISSED = remark(
    "carried-over-missed",
    WATCH,
    book_running.R29,
    "The first appointment here was missed on {date}, but the clock came from another provider: it was not nullified.",
    "Ask the sender whether it had seen the patient. If it had not, this was the first care activity after the "
    "referral: record that and the clock is nullified.",
)

SEEN_BY_SENDER = remark(
    "seen-by-sender",
    WATCH,
    book_running.R29,
    "Nullified on {date} after a transfer: no attendance at the sender is recorded.",
    "Ask the sender; if it had seen the patient this was not the first care activity and the clock runs on.",
)

SAME_STAY = remark(
    "same-stay",
    WATCH,
    book_stops.SP5,
    "Treated on {date} after the admission of {admitted}, with no discharge between; that it was one stay is not said.",
    "Say whether the patient was in hospital, or record the discharge. Within one stay the clock stops on admission.",
)

LONG_STAY = remark(
    "long-stay",
    WATCH,
    book_stops.SP5,
    "The clock stopped on {admitted}, the admission; the treatment was {days} days later and no discharge is recorded "
    "in between.",
    "Check that it was one stay; record the discharge if it was not.",
)

ENDED_DURING_MONITORING = remark(
    "ended-during-monitoring",
    NOTE,
    book_monitoring.AM1,
    "“{event}” on {date} ends active monitoring; the clock had stopped on {stop} and no other starts.",
    "Take the patient off the list of reviews.",
)

CLINICAL_AFTER_DECLINE = remark(
    "clinical-after-decline",
    WATCH,
    book_monitoring.AM4,
    "Active monitoring on {date} follows a declined date and is not recorded as a delay: read as a clinical decision.",
    "Check the reason. For a patient who delays, two reasonable dates have to be declined first.",
)

OFFERS_FAR_APART = remark(
    "offers-far-apart",
    WATCH,
    book_monitoring.AM5,
    "Two reasonable dates were declined before active monitoring on {date}, more than six weeks apart.",
    "Say why the second date was not offered within six weeks of the first (§8.3 asks for it and for pragmatism).",
)

SHORT_MONITORING = remark(
    "short-monitoring",
    WATCH,
    book_monitoring.AM2,
    "Active monitoring of {stop} ended after {days}: the earlier period still counts.",
    "Check that monitoring was right at the time; for the patient it may be one wait.",
)

TOLD_BEFORE_DECIDED = remark(
    "told-before-decided",
    WATCH,
    book_running.NX11,
    "“{event}” of {date} is recorded as communicated on {told}, before it was decided; its own date was used.",
    "Correct one of the two dates.",
    blames="entry",
)
