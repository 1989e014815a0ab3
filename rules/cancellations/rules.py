"""The rule book on cancellations.

Source: NHS England PRN01045 v5.0 §4.4.2; cancelled operations (QMCO) guidance and FAQ; rule book D1, D6 to D8, R10.
"""

from rules.explain import Confidence, RuleBook

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
