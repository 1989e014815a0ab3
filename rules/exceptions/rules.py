"""What the rule book on clinical delay and fitness says: its rules and the remarks made under them.

In the rules suite "clinical exceptions" are exceptions to the 18-week *right*; this book is about the pathway itself.
Source: NHS England PRN01045 v5.0 §4.4.1.4, §4.4.2.2, §5.1; SI 2012/2996 reg. 49; rule book A3, A11, R4, R19,
R20, R22, R31.
"""

from __future__ import annotations

from rules.explain import Confidence, RuleBook, Severity

BOOK = RuleBook("exceptions", "Clinical delay and fitness")

_LOCAL = Confidence.CHECK_LOCAL_POLICY

UNFIT = BOOK.declare(
    "EXC-1",
    "Unfitness never pauses the clock",
    "A patient who is unfit keeps waiting and the clock keeps running, unless a clinician decides to discharge or to "
    "start active monitoring. There has been no pause since October 2015.",
    "PRN01045 v5.0 §4.4.2.2, §5.1",
)
PLANNED = BOOK.declare(
    "EXC-2",
    "Never a planned list",
    "Patients on an RTT pathway are not placed on a planned list because they are unfit. A planned list is only for "
    "something due at a specific time.",
    "PRN01045 v5.0 §5.1",
)
CAPACITY = BOOK.declare(
    "EXC-3",
    "A lack of beds, staff or theatre is not clinical",
    "Only the patient's own condition, or what is clinically best for the patient, is a clinical reason. Resource "
    "reasons leave the clock running and are recorded as what they are.",
    "PRN01045 v5.0 §4.4.2.2; cancelled operations (QMCO) guidance",
)
MONITORING = BOOK.declare(
    "EXC-4",
    "When active monitoring fits",
    "It is a clinical decision that monitoring is best for now, with no intervention or test meant at that stage, "
    "agreed with the patient. It stops the clock (32) on the day it is decided and told. It does not fit a few days "
    "until the next step.",
    "PRN01045 v5.0 §4.4.1.4",
)
DISCHARGE = BOOK.declare(
    "EXC-5",
    "Return to the GP",
    "When there is a clinical reason not to go on at this stage and the GP takes over, it is a decision not to treat "
    "(34), in the patient's best clinical interest, told to the patient and then the GP.",
    "PRN01045 v5.0 §2.1, §4.4.1.4",
)
REVIEW = BOOK.declare(
    "EXC-6",
    "A review date, and a plan to become fit",
    "A delay for clinical reasons has a responsible consultant, a date by which the patient is looked at again, and a "
    "plan: what has to change, by when, with whose help.",
    "PRN01045 v5.0 §4.4.1.4, Annex E; local access policy",
    _LOCAL,
)
RIGHT = BOOK.declare(
    "EXC-7",
    "Exceptions to the right are something else",
    "The right to start treatment within 18 weeks does not apply when the patient chooses to wait, when delay is in "
    "the patient's best clinical interest, when monitoring is clinically appropriate, when agreed appointments were "
    "missed, or when treatment is no longer needed. None of these pauses the clock. Being complex is no exception: who "
    "can and should start treatment within 18 weeks does.",
    "SI 2012/2996 regs 43B(8), 48(4), 49; rules suite Oct 2022; NHS Constitution handbook",
    _LOCAL,
)
LONG_UNFIT = BOOK.declare(
    "EXC-8",
    "Unfit for long",
    "When a patient will be unfit for long (here: more than six weeks) the clinician reviews whether to wait, to start "
    "active monitoring, to treat otherwise or to return the patient to the GP. The guidance sets no number of weeks.",
    "Local access policy",
    _LOCAL,
)
TOLD = BOOK.declare(
    "EXC-9",
    "The clock stops on the day it is told",
    "The day of a decision should also be the day it is told to the patient. Where they differ, the day it is told is "
    "the stop, and the gap is looked into.",
    "PRN01045 v5.0 §4.4.1.2, rule 5",
)
CONSERVATIVE = BOOK.declare(
    "EXC-10",
    "Conservative treatment first",
    "If the conservative treatment is what was chosen as the definitive treatment, the clock stops (30) on the day it "
    "starts. If it is only tried on the way to another treatment, the clock runs, unless active monitoring is agreed.",
    "PRN01045 v5.0 §4.3.2.1, §4.4.1.4",
)


PAUSED = BOOK.remark(
    "exceptions-no-pause",
    Severity.BREACH,
    UNFIT,
    "The clock is recorded as paused or suspended for {reason}. There is no pause: the wait is counted in full.",
    "Remove the pause. Keep the clock running, or ask the clinician for active monitoring or a discharge.",
)
CLOCK_RUNS = BOOK.remark(
    "exceptions-clock-runs",
    Severity.NOTE,
    UNFIT,
    "The clock keeps running during this delay.",
    "Rebook for the date by which the patient is expected to be fit.",
)
ON_PLANNED = BOOK.remark(
    "exceptions-planned-list",
    Severity.BREACH,
    PLANNED,
    "A patient on an RTT pathway was moved to a planned list for being unfit.",
    "Move the patient back to the active list with the original clock start.",
)
NOT_CLINICAL = BOOK.remark(
    "exceptions-not-clinical",
    Severity.BREACH,
    CAPACITY,
    'The reason speaks of "{words}": a lack of beds, staff or theatre is not a clinical reason.',
    "Record it as a delay by the hospital; the clock keeps running and any 28-day guarantee applies.",
)
CANCELLED_CLINICAL = BOOK.remark(
    "exceptions-cancelled-for-clinical-reason",
    Severity.NOTE,
    CAPACITY,
    "An admission date was cancelled for a clinical reason: it is not counted as a last-minute cancellation (QMCO), "
    "and the 28-day guarantee does not apply.",
    "Record it under Cancellation management as well: by the hospital, clinical.",
)
CANCELLED_CAPACITY = BOOK.remark(
    "exceptions-cancelled-for-want-of-capacity",
    Severity.BREACH,
    CAPACITY,
    "An admission date was cancelled, and the reason given is not clinical: if it was at the last minute it counts "
    "(QMCO), and a date within 28 days is owed.",
    "Record it under Cancellation management: by the hospital, not clinical.",
)
CONSERVATIVE_TRIAL = BOOK.remark(
    "exceptions-conservative-trial",
    Severity.NOTE,
    CONSERVATIVE,
    "Conservative treatment comes first: is it the treatment chosen, or only tried on the way?",
    "If it is the definitive treatment, record its start with 30; if not, the clock runs.",
)
REASON_BLANK = BOOK.remark(
    "exceptions-reason-missing",
    Severity.WATCH,
    CAPACITY,
    "The clinical reason is not written down.",
    "Ask the clinician for it in words: a slug is not a reason.",
)
MONITORING_NOT_AGREED = BOOK.remark(
    "exceptions-monitoring-not-agreed",
    Severity.BREACH,
    MONITORING,
    "Active monitoring is recorded, but not that {missing}.",
    "Keep the clock running until the decision is made and told to the patient.",
)
MONITORING_BACKDATED = BOOK.remark(
    "exceptions-stop-before-decision",
    Severity.BREACH,
    MONITORING,
    "The clock is stopped on {stop}, before the decision on {decided}.",
    "Record the day of the decision as the stop.",
)
TOLD_BEFORE = BOOK.remark(
    "exceptions-told-before-decision",
    Severity.BREACH,
    TOLD,
    "Agreed with the patient on {told}, before the decision on {decided}.",
    "Correct one of the two dates.",
)
TOLD_LATER = BOOK.remark(
    "exceptions-told-later",
    Severity.WATCH,
    TOLD,
    "Decided on {decided}, and told to the patient on {told}, {days} later: the clock stops on the day it was told.",
    "Record {told} as the stop, and find out why the patient had to wait for the news.",
)
STOP_NOT_TOLD_DAY = BOOK.remark(
    "exceptions-stop-not-the-day-told",
    Severity.BREACH,
    TOLD,
    "The clock is stopped on {stop}; the decision was told on {told}.",
    "Record {told} as the stop.",
)
MONITORING_SHORT = BOOK.remark(
    "exceptions-monitoring-too-short",
    Severity.WATCH,
    MONITORING,
    "Active monitoring for {days} only: to the patient this is one wait.",
    "Keep the clock running unless no intervention or test is meant for longer.",
)
DISCHARGE_NOT_SHOWN = BOOK.remark(
    "exceptions-discharge-not-shown",
    Severity.BREACH,
    DISCHARGE,
    "Returned to the GP, but it is not shown that {missing}.",
    "Record the clinician's decision, and tell the patient, then the GP.",
)
STOP_CODE = BOOK.remark(
    "exceptions-code-does-not-match",
    Severity.BREACH,
    UNFIT,
    "Status {code} is recorded, but the action is to {action}.",
    "Record {right}.",
)
REVIEW_MISSING = BOOK.remark(
    "exceptions-review-missing",
    Severity.WATCH,
    REVIEW,
    "No review date is recorded.",
    "Set one with the responsible consultant.",
)
REVIEW_OVERDUE = BOOK.remark(
    "exceptions-review-overdue",
    Severity.BREACH,
    REVIEW,
    "The review was due on {due}, {days} ago.",
    "Review the patient now, and set the next date.",
    depends_on_today=True,
)
REVIEW_BACKWARDS = BOOK.remark(
    "exceptions-review-before-decision",
    Severity.BREACH,
    REVIEW,
    "The review, {review}, is before the decision, {decided}.",
    "Correct one of the two dates.",
)
REVIEW_NOT_TOLD = BOOK.remark(
    "exceptions-review-not-told",
    Severity.WATCH,
    REVIEW,
    "On active monitoring, and the patient was not told the review date and how to come back.",
    "Tell the patient when they will be looked at again, and whom to ring before then.",
)
NO_CONSULTANT = BOOK.remark(
    "exceptions-consultant-missing",
    Severity.WATCH,
    REVIEW,
    "No responsible consultant is recorded.",
    "Name who decided.",
)
NO_PLAN = BOOK.remark(
    "exceptions-plan-missing",
    Severity.WATCH,
    REVIEW,
    "Optimisation is the reason, and no plan is recorded.",
    "Write what has to change, by when, and who helps: otherwise this is waiting, not optimising.",
)
FIT_PASSED = BOOK.remark(
    "exceptions-fit-date-passed",
    Severity.WATCH,
    REVIEW,
    "The patient was to be fit by {day}, which has passed.",
    "Ask whether the patient is fit, and offer a date.",
    depends_on_today=True,
)
NOT_INFORMED = BOOK.remark(
    "exceptions-patient-not-informed",
    Severity.WATCH,
    DISCHARGE,
    "It is not recorded that the patient was told.",
    "Tell the patient what is happening, what to do, and when they will hear.",
)
LONG = BOOK.remark(
    "exceptions-unfit-for-long",
    Severity.WATCH,
    LONG_UNFIT,
    "Expected to be unfit for {days}, with the clock kept running.",
    "Ask the clinician: wait, active monitoring, another treatment, or return to the GP.",
)
