"""What the rule book on cancellations says: its rules and the remarks made under them.

Source: NHS England PRN01045 v5.0 §4.4.2; cancelled operations (QMCO) guidance and FAQ; rule book D1, D6 to D8, R10.
"""

from __future__ import annotations

from rules.explain import Confidence, RuleBook, Severity

BOOK = RuleBook("cancellations", "Cancellations and the 28-day guarantee")

_LOCAL = Confidence.CHECK_LOCAL_POLICY
_QMCO = "Cancelled operations (QMCO) guidance and FAQ"

NEVER_STOPS = BOOK.declare(
    "CAN-1",
    "A cancellation never stops the clock",
    "Cancelling or rearranging an appointment or admission, by patient or provider and with any notice, does not stop "
    "an RTT clock by itself.",
    "PRN01045 v5.0 §4.4.2, §4.4.2.1, §4.4.2.2",
)
NOTICE = BOOK.declare(
    "CAN-2",
    "Notice",
    "Notice is counted from the cancellation to the appointment. A patient who gives any notice has cancelled; one who "
    "gives none has missed the appointment. Late cancellations are counted apart from missed appointments.",
    "PRN01045 v5.0 §4.4.1.3; rule book D2",
)
REPEATED = BOOK.declare(
    "CAN-3",
    "Repeated cancellations by the patient: a clinical review",
    "A clinician reviews and decides one of three: rebook, active monitoring (31 or 32), or discharge to the GP (34) "
    "if that is in the patient's best clinical interest. Having cancelled is never itself the reason.",
    "PRN01045 v5.0 §4.4.2.1, §8.3",
)
THREE_IS_LOCAL = BOOK.declare(
    "CAN-4",
    "How many is repeated",
    "The guidance gives no number. Here a review is asked for at the third cancellation by the patient.",
    "Local access policy",
    _LOCAL,
)
SCOPE = BOOK.declare(
    "CAN-5",
    "Which cancellations carry the 28-day guarantee",
    "Elective admissions (patient class 1 or 2, admission method 11, 12 or 13) for an operation with an OPCS code, day "
    "cases and invasive X-ray included; NHS-funded; cancelled by the hospital for a non-clinical reason at the last "
    "minute. Outpatient appointments and minor operations in outpatients are not in scope.",
    _QMCO,
)
LAST_MINUTE = BOOK.declare(
    "CAN-6",
    "Last minute",
    "On the day the patient was due to arrive, after arrival, or on the day of the operation.",
    _QMCO,
)
GUARANTEE = BOOK.declare(
    "CAN-7",
    "A binding date within 28 days",
    "The patient is offered a binding new date within 28 days of the date the operation was booked for, or the "
    "treatment is funded at the time and hospital of the patient's choice. Day 0 is the date of the operation; it is a "
    "breach when day 28 has passed without treatment, also across the end of a quarter.",
    f"{_QMCO}, questions 11 to 13; NHS Constitution handbook",
)
DECLINED = BOOK.declare(
    "CAN-8",
    "A date inside 28 days that the patient declines",
    "If the patient declines a date inside the 28 days and chooses a later one, the offer met the guarantee: it is "
    "treated as no breach. Record the offer, its date and the reason.",
    "NHS Choices on cancelled operations (2018); the return from memory",
    _LOCAL,
)
UNFIT = BOOK.declare(
    "CAN-9",
    "Unfit inside the 28 days",
    "A patient who becomes unfit inside the 28 days is not counted as a breach if a date had been given in time. A "
    "person decides, and records why.",
    f"{_QMCO}, question 17 (heading); from memory",
    _LOCAL,
)
POSTPONED = BOOK.declare(
    "CAN-10",
    "Postponed within 24 hours, once",
    "An operation moved to within 24 hours of its original time is a postponement, allowed once. A second time it is a "
    "cancellation.",
    _QMCO,
)
REASONS_APART = BOOK.declare(
    "CAN-11",
    "Clinical and non-clinical reasons",
    "Lack of a bed, a surgeon, an anaesthetist, theatre staff, time, equipment, an emergency taking the theatre and "
    "errors in administration are non-clinical. Only the patient's own condition is a clinical reason.",
    _QMCO,
)
CLINICAL = BOOK.declare(
    "CAN-12",
    "Cancelled for a clinical reason",
    "The clock keeps running while the patient is temporarily unfit, unless a clinician decides to discharge, not to "
    "treat, or to start active monitoring. Never a planned list. The 28-day guarantee does not apply.",
    "PRN01045 v5.0 §4.4.2.2, §5.1",
)
WITHDRAWN = BOOK.declare(
    "CAN-13",
    "Consent withdrawn on the day",
    "A patient who withdraws consent on the day has cancelled: it is neither a missed appointment nor a hospital "
    "cancellation. Declining all treatment is a separate decision (35).",
    "PRN01045 v5.0 §4.4.1.2, §4.4.2.1; rule book G",
)
URGENT = BOOK.declare(
    "CAN-14",
    "Urgent operations",
    "An urgent operation is not cancelled a second time for a non-clinical reason.",
    "NHS England urgent operations return (from memory)",
    _LOCAL,
)
LEAVE = BOOK.declare(
    "CAN-15",
    "Six weeks' notice of leave",
    "Clinics and lists are cancelled or reduced for leave with at least six weeks' notice.",
    "Local leave and access policy",
    _LOCAL,
)
CANCER = BOOK.declare(
    "CAN-16",
    "Cancer: no adjustment for a cancellation",
    "A cancellation, by either side and with any notice, gives no adjustment to the 28-, 31- or 62-day clocks.",
    "Data Dictionary: Waiting Time Adjustment Reason (First Seen); treatment from memory",
    _LOCAL,
)
DM01 = BOOK.declare(
    "CAN-17",
    "Diagnostics: the patient's cancellation restarts the wait for that test",
    "When the patient cancels, the DM01 wait for that test is set to zero and starts again from the date of the "
    "cancelled appointment. When the provider cancels there is no reset. The RTT clock is never touched by this.",
    "DM01 guidance (March 2015) and FAQ (February 2015)",
    _LOCAL,
)


BACKWARDS = BOOK.remark(
    "cancellations-after-appointment",
    Severity.BREACH,
    NOTICE,
    "The cancellation is dated {cancelled}, after the appointment on {booked}. Without prior notice the patient missed "
    "the appointment.",
    "Correct the date, or record it under missed appointments.",
)
IN_FUTURE = BOOK.remark(
    "cancellations-in-future",
    Severity.BREACH,
    NOTICE,
    "The cancellation is dated {cancelled}, which has not come yet.",
    "Correct the date.",
    depends_on_today=True,
)
LATE = BOOK.remark(
    "cancellations-late",
    Severity.NOTE,
    NOTICE,
    "The patient cancelled with {band}: a late cancellation, not a missed appointment. The clock keeps running.",
    "Offer the slot to somebody else, and rebook the patient.",
)
STOP_CODE = BOOK.remark(
    "cancellations-stop-code",
    Severity.BREACH,
    NEVER_STOPS,
    "Status {code} is recorded, but a cancellation alone does not stop the clock.",
    "Record 20. A stop needs a decision of its own, with its own date.",
)
NULLIFY_CODE = BOOK.remark(
    "cancellations-not-33",
    Severity.BREACH,
    NEVER_STOPS,
    "Status 33 is recorded, but notice was given: this is a cancellation and nothing is nullified.",
    "Record 20.",
)
CLOCK_STOPPED = BOOK.remark(
    "cancellations-clock-stopped",
    Severity.BREACH,
    NEVER_STOPS,
    "The clock is recorded as stopped on {day} because of the cancellation.",
    "Remove the stop: the clock keeps running.",
)
NOT_REBOOKED = BOOK.remark(
    "cancellations-not-rebooked",
    Severity.WATCH,
    NEVER_STOPS,
    "Cancelled {days} ago, and no new date is offered. The clock keeps running.",
    "Offer a new date.",
    depends_on_today=True,
)
REVIEW_NEEDED = BOOK.remark(
    "cancellations-review-needed",
    Severity.WATCH,
    THREE_IS_LOCAL,
    "The patient has now cancelled {count} times and no clinical review is recorded.",
    "Ask the clinician to decide: rebook, active monitoring, or discharge in the patient's best interest.",
)
REVIEW_OUTCOME = BOOK.remark(
    "cancellations-review-no-outcome",
    Severity.WATCH,
    REPEATED,
    "A clinical review on {day} is recorded without its outcome.",
    "Record which of the three the clinician decided: rebook, active monitoring or discharge.",
)
DISCHARGED = BOOK.remark(
    "cancellations-discharged",
    Severity.BREACH,
    REPEATED,
    "The patient was discharged to the GP after cancelling, but it is not shown that {missing}.",
    "Reinstate the patient with the original clock start, or record the clinician's decision.",
)
OUT_OF_SCOPE = BOOK.remark(
    "cancellations-not-in-scope",
    Severity.NOTE,
    SCOPE,
    "The 28-day guarantee does not apply: {why}.",
    "Rebook as soon as possible; the clock keeps running all the same.",
)
SCOPE_UNSURE = BOOK.remark(
    "cancellations-scope-not-confirmed",
    Severity.WATCH,
    SCOPE,
    "The 28 days are counted, but {missing} not recorded.",
    "Complete it: only elective admissions for an operation with an OPCS code are in scope.",
)
LAST_MINUTE_UNSURE = BOOK.remark(
    "cancellations-last-minute-unknown",
    Severity.WATCH,
    LAST_MINUTE,
    "It is not recorded whether this was on the day, after arrival or before.",
    "Record when it was cancelled: it decides whether the 28-day guarantee applies.",
)
LAST_MINUTE_CONTRADICTED = BOOK.remark(
    "cancellations-last-minute-contradicted",
    Severity.WATCH,
    LAST_MINUTE,
    "It is recorded as cancelled on the day or after admission, but dated {cancelled} for {booked}.",
    "Correct the date or the stage.",
)
DEADLINE = BOOK.remark(
    "cancellations-28-days-running",
    Severity.WATCH,
    GUARANTEE,
    "A binding date is due by {deadline}: {left} left.",
    "Offer a date on or before {deadline}, and record the offer and the answer.",
    depends_on_today=True,
)
OFFERED = BOOK.remark(
    "cancellations-28-days-offered",
    Severity.NOTE,
    GUARANTEE,
    "A date inside the 28 days is given: {offered}. The last day is {deadline}.",
    "Make sure the operation goes ahead; a second cancellation would leave little time.",
)
BREACHED = BOOK.remark(
    "cancellations-28-days-breached",
    Severity.BREACH,
    GUARANTEE,
    "The patient was not treated by {deadline}, 28 days after the operation was booked for {booked}.",
    "Record the breach in the quarter in which it occurs, and offer treatment at the time and hospital of the "
    "patient's choice.",
    depends_on_today=True,
)
OFFER_LATE = BOOK.remark(
    "cancellations-offer-too-late",
    Severity.BREACH,
    GUARANTEE,
    "The new date, {offered}, is after {deadline}: it does not meet the 28 days.",
    "Find an earlier date, or offer treatment at the time and hospital of the patient's choice.",
)
OFFER_DECLINED = BOOK.remark(
    "cancellations-offer-declined",
    Severity.NOTE,
    DECLINED,
    "The patient declined {offered}, inside the 28 days: treated as no breach.",
    "Keep the offer, its date and the reason with the record.",
)
DECLINED_NO_REASON = BOOK.remark(
    "cancellations-declined-no-reason",
    Severity.WATCH,
    DECLINED,
    "The patient declined a date inside the 28 days, and no reason is recorded.",
    "Record the reason.",
)
UNFIT_DECIDE = BOOK.remark(
    "cancellations-unfit-inside-28-days",
    Severity.WATCH,
    UNFIT,
    "The patient became unfit inside the 28 days. Whether this is a breach is for a person to decide.",
    "Decide, and write down why; keep the date that had been given.",
)
POSTPONEMENT = BOOK.remark(
    "cancellations-postponement",
    Severity.NOTE,
    POSTPONED,
    "Moved to within 24 hours of the original time: a postponement, not a cancellation.",
    "It is allowed once; a second time it counts as a cancellation.",
)
POSTPONED_AGAIN = BOOK.remark(
    "cancellations-postponed-again",
    Severity.BREACH,
    POSTPONED,
    "Already postponed {count}: moving it again is a cancellation, even within 24 hours.",
    "Record a last-minute cancellation and start the 28 days.",
)
WRONG_REASON = BOOK.remark(
    "cancellations-reason-not-clinical",
    Severity.BREACH,
    REASONS_APART,
    "Recorded as a clinical reason, but {reason} is a non-clinical one.",
    "Record it as a non-clinical hospital cancellation; the 28-day guarantee may apply.",
)
CLINICAL_RUNS = BOOK.remark(
    "cancellations-clinical",
    Severity.NOTE,
    CLINICAL,
    "Cancelled for a clinical reason: the clock keeps running, and the patient does not go on a planned list.",
    "Record what has to change before a new date, by when, and who follows it up.",
)
CONSENT_WITHDRAWN = BOOK.remark(
    "cancellations-consent-withdrawn",
    Severity.BREACH,
    WITHDRAWN,
    "The patient withdrew consent, but it is recorded as cancelled by the hospital.",
    "Record it as cancelled by the patient; it is neither a missed appointment nor in the 28-day return.",
)
URGENT_AGAIN = BOOK.remark(
    "cancellations-urgent-again",
    Severity.BREACH,
    URGENT,
    "An urgent operation was cancelled by the hospital again; it had been cancelled {count} before.",
    "Escalate now, and give a date at once.",
)
LEAVE_SHORT = BOOK.remark(
    "cancellations-leave-short-notice",
    Severity.WATCH,
    LEAVE,
    "The clinic was cancelled with {weeks} notice of leave, less than six weeks.",
    "Check the local leave policy, and tell the service how many patients were moved.",
)
DM01_RESET = BOOK.remark(
    "cancellations-dm01-reset",
    Severity.NOTE,
    DM01,
    "The patient cancelled a diagnostic appointment: the wait for this test starts again on {day}, the RTT wait does "
    "not.",
    "Show both waits; check the local reading of the DM01 guidance.",
)
