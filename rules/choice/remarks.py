"""The remarks on a patient's choice and wish to wait, each under its rule in `choice_book`."""

from __future__ import annotations

from rules.choice.rules import (
    BOOK,
    CANCER_OFFER,
    ELSEWHERE,
    FROM_DATE,
    HOLIDAY,
    LONG_DELAY,
    MONITORING,
    NO_PAUSE,
    NOT_FOR_ASKING,
    OFFER_DATE,
    PROVIDER,
    REASONABLE,
    RETURN,
    REVIEW,
    SECOND,
    THINKING,
    UNAVAILABLE,
)
from rules.explain import Severity

PAUSED = BOOK.remark(
    "choice-no-pause",
    Severity.BREACH,
    NO_PAUSE,
    "A pause is recorded{span}. The RTT clock cannot be paused: the wait is counted in full.",
    "Remove the pause and choose what fits: offer a second date, ask for a clinical review, agree active monitoring, "
    "or go on waiting.",
)
SHORT_NOTICE = BOOK.remark(
    "choice-short-notice",
    Severity.WATCH,
    REASONABLE,
    "The offer of {offered} was made with {notice} notice, fewer than 21 days: declining it has no consequence.",
    "Do not count it; offer a date with three weeks' notice.",
)
SECOND_TOO_FAR = BOOK.remark(
    "choice-second-too-far",
    Severity.WATCH,
    SECOND,
    "The second date, {offered}, is {days} from the first, {first}: more than six weeks.",
    "Offer a second date no later than {latest}.",
)
SAME_HOLIDAY = BOOK.remark(
    "choice-same-holiday",
    Severity.WATCH,
    HOLIDAY,
    "The dates {first} and {offered} both fall inside the time away from {start} to {end}: together they are one.",
    "Offer a second date outside that time.",
)
OFFER_UNDATED = BOOK.remark(
    "choice-offer-undated",
    Severity.WATCH,
    REASONABLE,
    "Offer {number} cannot be judged: {missing} missing.",
    "Add it; without it the offer does not count.",
)
OFFER_BACKWARDS = BOOK.remark(
    "choice-offer-backwards",
    Severity.BREACH,
    REASONABLE,
    "Offer {number} for {offered} is recorded as made on {made}, after the date itself.",
    "Correct one of the two dates.",
)
DECLINED_EARLY = BOOK.remark(
    "choice-declined-before-offered",
    Severity.BREACH,
    REASONABLE,
    "Offer {number} is recorded as declined on {declined}, before it was made on {made}.",
    "Correct one of the two dates.",
)
OFFER_INCOMPLETE = BOOK.remark(
    "choice-offer-incomplete",
    Severity.WATCH,
    REASONABLE,
    "Offer {number} does not record {missing}.",
    "Complete it: an offer that cannot be shown does not count.",
)
BANK_HOLIDAY = BOOK.remark(
    "choice-bank-holiday",
    Severity.NOTE,
    REASONABLE,
    "The offered date {offered} is a bank holiday in England ({name}).",
    "Check that the clinic or list runs on that day.",
)
OFFER_SECOND = BOOK.remark(
    "choice-offer-second-date",
    Severity.NOTE,
    SECOND,
    "One reasonable date has been declined. The clock keeps running.",
    "Offer a second date, no later than {latest} and with three weeks' notice.",
)
ONE_ELSEWHERE = BOOK.remark(
    "choice-one-refusal-elsewhere",
    Severity.NOTE,
    ELSEWHERE,
    "One date at another provider was declined. This has no effect on the clock.",
    "Keep the patient on the list as before.",
)
NOT_SUITABLE = BOOK.remark(
    "choice-suitability-not-checked",
    Severity.WATCH,
    ELSEWHERE,
    "Dates at another provider were offered, but it is not shown that the move was found clinically and socially "
    "appropriate beforehand{late}.",
    "Record who decided it and when; decided afterwards, the offers do not count.",
)
NOT_EARLIER = BOOK.remark(
    "choice-elsewhere-not-earlier",
    Severity.WATCH,
    ELSEWHERE,
    "The date at another provider, {offered}, is not earlier than the patient's own, {own}: it does not count.",
    "Offer an earlier date, or do not count it.",
)
MONITORING_TOO_SOON = BOOK.remark(
    "choice-monitoring-not-allowed",
    Severity.BREACH,
    MONITORING,
    "Active monitoring is recorded, but {missing}.",
    "Keep the clock running until the tests are met, and correct the stop.",
)
MONITORING_MAY = BOOK.remark(
    "choice-monitoring-may-start",
    Severity.NOTE,
    MONITORING,
    "The tests are met: active monitoring may start, with status {code}, from the date agreed.",
    "Agree it with the patient, write to the patient and the GP, and set a review date.",
)
BACKDATED = BOOK.remark(
    "choice-monitoring-backdated",
    Severity.BREACH,
    FROM_DATE,
    "The clock is recorded as stopped on {stop}, before active monitoring was agreed on {agreed}.",
    "Record the date agreed as the stop.",
)
AGREED_BEFORE_DECLINE = BOOK.remark(
    "choice-agreed-before-declined",
    Severity.BREACH,
    FROM_DATE,
    "Active monitoring is recorded as agreed on {agreed}, before the second date was declined on {declined}.",
    "Correct the date: it cannot start before the two offers were declined.",
)
AGREED_IN_FUTURE = BOOK.remark(
    "choice-agreed-in-future",
    Severity.BREACH,
    FROM_DATE,
    "Active monitoring is recorded as agreed on {agreed}, which has not come yet.",
    "Correct the date.",
    depends_on_today=True,
)
UNAVAILABLE_UNKNOWN = BOOK.remark(
    "choice-unavailable-not-judged",
    Severity.WATCH,
    UNAVAILABLE,
    "The patient is unavailable from {start} to {end}, but it is not recorded whether two reasonable dates could have "
    "been offered inside that time.",
    "Ask the booking team and write down how it was judged.",
)
UNAVAILABLE_NO = BOOK.remark(
    "choice-unavailable-no-monitoring",
    Severity.NOTE,
    UNAVAILABLE,
    "Two reasonable dates could not have been offered inside the time away: no active monitoring on that ground.",
    "Keep the clock running and offer dates after {end}.",
)
UNAVAILABLE_TOO_SHORT = BOOK.remark(
    "choice-unavailable-too-short",
    Severity.BREACH,
    UNAVAILABLE,
    "Two reasonable dates are said to have been possible between {start} and {end}, but with three weeks' notice from "
    "{known} the first possible date is {first}.",
    "Answer no: two dates do not fit.",
)
UNAVAILABLE_BACKWARDS = BOOK.remark(
    "choice-unavailable-backwards",
    Severity.BREACH,
    UNAVAILABLE,
    "The time away ends on {end}, before it starts on {start}.",
    "Correct one of the two dates.",
)
REVIEW_NEEDED = BOOK.remark(
    "choice-delay-needs-review",
    Severity.WATCH,
    LONG_DELAY,
    "The patient wishes to wait {length}, more than six weeks, and no clinical review is recorded. The clock keeps "
    "running.",
    "Ask the clinician to review the effect on condition and plan, and record the outcome.",
)
REVIEW_NO_OUTCOME = BOOK.remark(
    "choice-review-no-outcome",
    Severity.WATCH,
    LONG_DELAY,
    "A clinical review on {day} is recorded without its outcome.",
    "Record what the clinician decided: carry on, another date, active monitoring or discharge.",
)
NOT_CONTENT = BOOK.remark(
    "choice-clinician-not-content",
    Severity.WATCH,
    LONG_DELAY,
    "The clinician is not content with the delay.",
    "Explain the risk to the patient and agree a clinically appropriate date; record both.",
)
DISCHARGED_FOR_DELAY = BOOK.remark(
    "choice-discharged-for-delay",
    Severity.BREACH,
    NOT_FOR_ASKING,
    "The patient was discharged to the GP, but it is not shown that {missing}. Wishing to delay is not a reason.",
    "Reinstate the patient with the original clock start, or record the clinician's decision.",
)
REVIEW_DATE_MISSING = BOOK.remark(
    "choice-review-date-missing",
    Severity.WATCH,
    REVIEW,
    "The patient is on active monitoring without a review date.",
    "Set one and tell the patient: {rule}.",
)
REVIEW_TOO_LATE = BOOK.remark(
    "choice-review-over-12-weeks",
    Severity.WATCH,
    REVIEW,
    "The next review, {day}, is more than 12 weeks after {since}.",
    "Active monitoring because the patient delays is reviewed every 12 weeks: by {due}.",
)
REVIEW_OVERDUE = BOOK.remark(
    "choice-review-overdue",
    Severity.BREACH,
    REVIEW,
    "The clinical review was due on {due}, {days} ago.",
    "Review the patient now and set the next date.",
    depends_on_today=True,
)
NOT_TOLD_RETURN = BOOK.remark(
    "choice-not-told-how-to-return",
    Severity.WATCH,
    RETURN,
    "It is not recorded that the patient was told how to come back.",
    "Tell the patient who to contact to go ahead, and confirm it in writing.",
)
NOT_INFORMED = BOOK.remark(
    "choice-patient-not-informed",
    Severity.WATCH,
    FROM_DATE,
    "It is not recorded that the patient was informed of the decision.",
    "Tell the patient, then the GP or referrer, and record how.",
)
THINKING_LONG = BOOK.remark(
    "choice-thinking-over-14-days",
    Severity.WATCH,
    THINKING,
    "Thinking time has lasted {days} without a next step. The clock keeps running.",
    "Have a conversation with the patient about the next step.",
    depends_on_today=True,
)
THINKING_MONITORING = BOOK.remark(
    "choice-thinking-is-monitoring",
    Severity.NOTE,
    THINKING,
    "Thinking time of {days} was agreed: a longer time like this is rather active monitoring, by clinical decision.",
    "Ask the clinician; if agreed with the patient, the clock stops on that date.",
)
NEW_CLOCK = BOOK.remark(
    "choice-new-clock",
    Severity.NOTE,
    RETURN,
    "The patient decided on {day} to go ahead: a new clock starts at zero on that date (11).",
    "Book as if the patient were where they left the list.",
)
POSITION_LOST = BOOK.remark(
    "choice-list-position-lost",
    Severity.BREACH,
    RETURN,
    "The patient came back from active monitoring and was put at the end of the list.",
    "Restore the place held on leaving: the new clock starts at zero, the place on the list does not.",
)
EROD_TOO_SOON = BOOK.remark(
    "choice-offer-date-too-soon",
    Severity.WATCH,
    OFFER_DATE,
    "An earliest reasonable offer date is recorded, but two reasonable offers were not declined.",
    "Leave it empty.",
)
EROD_WRONG = BOOK.remark(
    "choice-offer-date-wrong",
    Severity.WATCH,
    OFFER_DATE,
    "The earliest reasonable offer date is recorded as {recorded}; the earliest reasonable date declined was {right}.",
    "Record {right}.",
)
EROD_MISSING = BOOK.remark(
    "choice-offer-date-missing",
    Severity.NOTE,
    OFFER_DATE,
    "Two reasonable offers were declined: the earliest reasonable offer date is {right}, and it is not recorded.",
    "Record it.",
)
CHANGE_RUNS = BOOK.remark(
    "choice-change-clock-runs",
    Severity.NOTE,
    PROVIDER,
    "The patient wishes {what}: the clock keeps running while this is arranged.",
    "Say what it means for the wait; do not stop the clock unless a new referral by the GP is needed.",
)
CHANGE_VIA_GP = BOOK.remark(
    "choice-change-through-gp",
    Severity.NOTE,
    PROVIDER,
    "The patient goes back to the GP for a new referral: the clock stops on the date of discharge to the GP.",
    "Record the date of discharge, and tell the patient that the new referral starts a new clock.",
)
CANCER_NOTICE = BOOK.remark(
    "choice-cancer-offers",
    Severity.NOTE,
    CANCER_OFFER,
    "On a cancer pathway the three weeks' notice is not applied to these offers.",
    "Judge them by the cancer waiting times guidance and the local policy.",
)
