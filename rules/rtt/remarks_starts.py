"""What the RTT rule book remarks on clock starts and planned lists."""

from . import book_monitoring, book_reporting, book_running, book_starts
from .remarks import BREACH, NOTE, WATCH, remark

FIRST_UBRN_MISSING = remark(
    "first-ubrn-missing",
    WATCH,
    book_starts.ST5,
    "The UBRN converted on {date} is linked to {linked_to}, whose conversion is not recorded: the start is earlier.",
    "Record the date the first UBRN was converted.",
)

NOTHING_TO_RATIFY = remark(
    "nothing-to-ratify",
    WATCH,
    book_starts.ST6,
    "A self-referral was ratified on {date} but none was received.",
    "Record the date the self-referral was received.",
)

NOT_RATIFIED_YET = remark(
    "self-referral-waiting",
    WATCH,
    book_starts.NS9,
    "The self-referral of {date} has not been ratified: there is no clock yet.",
    "Ask the care professional to ratify it; the clock then counts from the date received.",
)

REJECTED = remark(
    "rejected",
    WATCH,
    book_running.NX14,
    "The referral was rejected and the patient has not been referred again: the clock runs.",
    "Re-refer the patient, or record the decision that ends the pathway.",
)

NON_ENGLISH_COMMISSIONER = remark(
    "non-english-commissioner",
    NOTE,
    book_reporting.A9_NONC,
    "The referral of {date} has a non-English commissioner: returned under NONC.",
    "Use the specific commissioner code in the weekly waiting list data set.",
)

DECISION_AFTER_STOP = remark(
    "decision-after-stop",
    WATCH,
    book_starts.ST8,
    "A decision to treat on {date} follows the stop of {stop}; no clock was started.",
    "If the treatment is substantively new, record that decision; if it was planned, say so.",
)

PROCEED_WITHOUT_MONITORING = remark(
    "proceed-without-monitoring",
    WATCH,
    book_starts.ST10,
    "The patient wished to go ahead on {date} but was not on active monitoring; no clock was started.",
    "Record the active monitoring, or what else started a clock.",
)

MONITORING_NOT_RECORDED = remark(
    "monitoring-not-recorded",
    WATCH,
    book_starts.ST10,
    "The decision to treat of {date} is said to follow active monitoring, which is not on this pathway.",
    "Record when active monitoring started, so that the earlier period can be seen.",
)

NEW_TREATMENT_WITHOUT_FIRST = remark(
    "new-treatment-without-first",
    WATCH,
    book_starts.ST8,
    "A new treatment was decided on {date} with no earlier period on this pathway.",
    "Record the earlier referral and treatment.",
)

IS_IT_NEW = remark(
    "is-it-new",
    WATCH,
    book_starts.ST8,
    "It is not recorded whether the treatment decided on {date} is substantively new; it was read as new.",
    "Ask the care professional whether it was in the agreed plan.",
)

TREATMENT_NOT_IN_PLAN = remark(
    "treatment-not-in-plan",
    WATCH,
    book_starts.ST8,
    "Treatment outside the agreed plan started on {date}, but the decision that started its clock is not recorded.",
    "Record the date the new treatment was decided and communicated.",
)

SECOND_SIDE_EARLY = remark(
    "second-side-early",
    WATCH,
    book_starts.ST7,
    "The second side was recorded as ready on {date} while no first side had been treated.",
    "Record the treatment of the first side, or correct the date.",
)

SEEN_WITHOUT_NEW_START = remark(
    "seen-without-new-start",
    BREACH,
    book_starts.ST11,
    "Seen on {date} after the clock was nullified on {stop}, but no new clock start is recorded.",
    "Record when the patient made contact or the provider decided to rebook, whichever was earlier.",
)

REBOOKED_WITHOUT_DECISION = remark(
    "rebooked-without-decision",
    WATCH,
    book_starts.ST11,
    "An appointment was booked on {date} after a nullified clock; the decision to offer it is not recorded, so its "
    "date was used.",
    "Record when the patient made contact or the provider decided to rebook, whichever was earlier.",
)

DOSE_AND_THERAPY = remark(
    "dose-and-therapy",
    WATCH,
    book_starts.NS8,
    "The dose change of {date} came with a referral for therapy, which may start a clock.",
    "Ask the care professional; record a new treatment decision if so.",
)

OPINION_WITH_A_VIEW = remark(
    "opinion-with-a-view",
    NOTE,
    book_starts.ST8,
    "Referred on {date} for a test or an opinion with no clock running. With a view to new treatment, the clock may "
    "start on this date.",
    "Ask the care professional; record a new treatment decision with this date if so.",
)

PLANNED_WITHOUT_DUE = remark(
    "planned-without-due",
    WATCH,
    book_monitoring.PLANNED,
    "Put on a planned list on {date} without a due date.",
    "Record the date it is due and tell the patient in writing.",
)

PLANNED_WHILE_OPEN = remark(
    "planned-while-open",
    BREACH,
    book_monitoring.PLANNED,
    "Put on a planned list on {date} while the clock is running: the clock runs on.",
    "Take the patient off the planned list.",
)

PLANNED_OVERDUE = remark(
    "planned-overdue",
    WATCH,
    book_starts.ST12,
    "Planned treatment was overdue on {date} and not moved to the active list.",
    "Treat, or move to the active list, which starts a clock.",
)

MOVED_LATE = remark(
    "moved-late",
    WATCH,
    book_starts.ST12,
    "Moved to the active list on {date}; the treatment was due on {due}.",
    "Check why it was not moved on the due date.",
)

FOLLOW_UP_OVERDUE = remark(
    "follow-up-overdue",
    NOTE,
    book_starts.NS7,
    "A follow-up was overdue on {date}.",
    "Stratify by risk and record the latest clinically appropriate date.",
)
GO_AHEAD_AT_ATTENDANCE = remark(
    "go-ahead-at-attendance",
    WATCH,
    book_starts.ST10,
    "Active monitoring ended at the attendance of {date}; no decision is recorded by itself, so this date was used.",
    "Record the decision to treat with the date it was made and communicated.",
)

NO_CLOCK_START = remark(
    "no-clock-start",
    BREACH,
    book_starts.E1_13,
    "“{event}” on {date}, but no clock start is recorded: the patient is on a list without a known wait.",
    "Find the referral and record the date it was received; if this is not a wait, correct the code and take the "
    "patient off the list.",
)

EMERGENCY_FOLLOW_UP = remark(
    "emergency-follow-up",
    BREACH,
    book_starts.ST13,
    "“{event}” on {date} follows an emergency and is entered as part of a wait, but no elective referral is recorded.",
    "Ask: a follow-up of the emergency is outside RTT (recode it); a decision to refer for elective care starts a "
    "clock on its date (record it).",
)

ELECTIVE_OR_EMERGENCY = remark(
    "elective-or-emergency",
    WATCH,
    book_starts.ST13,
    "“{event}” on {date} follows an emergency; whether it was for elective care is not recorded, so no clock started.",
    "Say whether the decision was elective; if it was, the clock starts on its date.",
)

TRIAGE_OUTCOME_MISSING = remark(
    "triage-outcome-missing",
    WATCH,
    book_starts.ST1B,
    "The referral was triaged on {date}; the outcome is not recorded and the clock runs.",
    "Record it: accepted, returned with advice, referred on or rejected.",
)

ADVICE_WHILE_OPEN = remark(
    "advice-while-open",
    WATCH,
    book_starts.NS10,
    "Advice was returned on {date} while the clock of a referral runs.",
    "If the referral itself was returned to the GP, record the discharge with the day the patient was told.",
)

PLANNED_FOR_WHAT = remark(
    "planned-for-what",
    WATCH,
    book_starts.ST12,
    "It is not recorded whether what was overdue on {date} is a treatment or a test.",
    "Record it: an overdue test has a diagnostics (DM01) clock, never an RTT clock.",
)
