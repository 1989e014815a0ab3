"""The DM01 rules for diagnostic waits as people read them, and the remarks they can make."""

from ..explain import Confidence, RuleBook, Severity

LOCAL = Confidence.CHECK_LOCAL_POLICY
BOOK = RuleBook("diagnostics", "Diagnostic waits (DM01)")

STANDARD = BOOK.declare(
    "DM01-6-WEEKS",
    "Six weeks for a test",
    "Fewer than 1% of patients wait 6 weeks or more for a test. 42 days is a breach: the lower bound of a week is in, "
    "the upper is out. Some texts say “over 6 weeks” for the same figure.",
    "DM01 guidance (March 2015) and description pages; rule book C, P3 D4",
)
OPPOSITE_EDGE = BOOK.declare(
    "DM01-EDGE",
    "The opposite edge to RTT",
    "In DM01 exactly 6 weeks (42 days) is a breach; in RTT exactly 18 weeks (126 days) is not. DM01 weeks are days "
    "divided by 7, rounded down.",
    "DM01 provider template bands; rule book C",
)
START = BOOK.declare(
    "DM01-START",
    "When the wait for an imaging test starts",
    "The wait for an imaging test starts on the date the request for it is made.",
    "NHS Data Dictionary, June 2026; rule book C, P3 D2",
)
START_LOCAL = BOOK.declare(
    "DM01-START-OTHER",
    "When the wait for any other test starts",
    "The wait for a physiological measurement or an endoscopy starts, as for imaging, on the date the request is made "
    "(direct access: received, or booking reference converted). Some providers count any test from the date they "
    "received the request: both are shown.",
    "Rule book C, P3 D2",
    LOCAL,
)
STOP = BOOK.declare(
    "DM01-STOP",
    "When a diagnostic wait stops",
    "The wait stops when the test is done, not when it is booked or reported.",
    "Rule book C, P3 D2",
    LOCAL,
)
RESET = BOOK.declare(
    "DM01-RESET",
    "The patient cancels or does not attend",
    "The wait for that test is set to zero and starts again from the date of the appointment cancelled or missed.",
    "DM01 guidance and FAQ (2015); rule book C, P3 D3",
    LOCAL,
)
REFUSED = BOOK.declare(
    "DM01-REFUSED",
    "Two reasonable dates refused",
    "When the patient refuses two reasonable dates (three weeks' notice each) the wait may be set to zero from the "
    "first date refused.",
    "DM01 guidance and FAQ (2015); rule book C, P3 D3",
    LOCAL,
)
PROVIDER = BOOK.declare(
    "DM01-PROVIDER",
    "The provider cancels",
    "A cancellation by the provider never resets the wait.",
    "DM01 guidance and FAQ (2015); rule book C, P3 D3",
    LOCAL,
)
RTT_UNTOUCHED = BOOK.declare(
    "DM01-RTT",
    "The RTT clock is another clock",
    "A DM01 reset never touches the RTT clock, which runs from the referral. A direct-access test without a referral "
    "for treatment has a DM01 wait and no RTT clock (code 92).",
    "PRN01045 v5.0 §5.2, Annex D; rule book C",
)
PLANNED = BOOK.declare(
    "DM01-PLANNED",
    "Planned and surveillance tests",
    "A test that is due at a set time is outside DM01 until its due date. When that has passed, a DM01 wait starts "
    "from the due date where appropriate; it is not an RTT clock.",
    "PRN01045 v5.0 §5.2; rule book C, P3 D5",
)
UNSCHEDULED = BOOK.declare(
    "DM01-UNSCHEDULED",
    "Emergency and inpatient tests",
    "Emergency and inpatient tests count as unscheduled activity and never on the waiting list; purely therapeutic "
    "procedures are not counted at all.",
    "Rule book C",
    LOCAL,
)
PER_TEST = BOOK.declare(
    "DM01-PER-TEST",
    "One line per test",
    "The return counts tests, not people: one person can wait for two. The waiting list is a snapshot at the month "
    "end; activity is counted over the month. In the published file diagnostic 16 is the total: leave it out of sums.",
    "DM01 description pages and project notes; rule book C",
)

WATCH, BREACH, NOTE = Severity.WATCH, Severity.BREACH, Severity.NOTE

NO_REQUEST = BOOK.remark(
    "diagnostics-request-missing",
    WATCH,
    START,
    "The date of the request is missing, so the wait for this test cannot be counted.",
    "Record when the test was asked for.",
)
RECEIVED_FIRST = BOOK.remark(
    "diagnostics-received-before-request",
    WATCH,
    START,
    "The request was received on {received}, before it was made on {requested}.",
    "Correct one of the two dates.",
    blames="entry",
)
TESTED_FIRST = BOOK.remark(
    "diagnostics-tested-before-request",
    BREACH,
    STOP,
    "The test was done on {tested}, before it was requested on {requested}.",
    "Correct one of the two dates.",
    blames="entry",
)
MISSED_OUTSIDE = BOOK.remark(
    "diagnostics-appointment-outside-wait",
    WATCH,
    RESET,
    "The appointment of {date} lies outside the wait (before the request, or after the test) and was not used.",
    "Correct the date of the appointment.",
)
OVER_SIX_WEEKS = BOOK.remark(
    "diagnostics-over-six-weeks",
    BREACH,
    STANDARD,
    "Waiting {days} days: 6 weeks or more. The last day within six weeks was {last}.",
    "Find a date at this or another site; tell the patient when the test will be.",
    depends_on_today=True,
)
OVER_THIRTEEN_WEEKS = BOOK.remark(
    "diagnostics-over-thirteen-weeks",
    BREACH,
    STANDARD,
    "Waiting {days} days: 13 weeks or more.",
    "Escalate, and ask the requester whether the test is still needed.",
    depends_on_today=True,
)
LONG_SINCE_REQUEST = BOOK.remark(
    "diagnostics-long-since-request",
    WATCH,
    RESET,
    "The DM01 wait is {days} days after a reset, but the patient asked for help {since} days ago.",
    "Look at the whole wait, not only the reset one, when you decide who goes next.",
    depends_on_today=True,
)
MAY_RESET = BOOK.remark(
    "diagnostics-may-reset-after-refusals",
    NOTE,
    REFUSED,
    "Two reasonable dates were refused: the wait may be set to zero from {date}. It has not been.",
    "Decide with your local policy and record that the reset was agreed, or leave the wait as it is.",
)
RESET_NOT_SUPPORTED = BOOK.remark(
    "diagnostics-reset-not-supported",
    BREACH,
    REFUSED,
    "A reset for refused dates is recorded, but only {count} of them had three weeks' notice: two are needed. The wait "
    "was not reset.",
    "Remove the reset, or record the two reasonable dates the patient refused.",
)
NO_DUE_DATE = BOOK.remark(
    "diagnostics-planned-without-due-date",
    WATCH,
    PLANNED,
    "A planned test has no due date, so nobody can see when it becomes overdue.",
    "Record when the test is due.",
)
PLANNED_OVERDUE = BOOK.remark(
    "diagnostics-planned-overdue",
    WATCH,
    PLANNED,
    "The planned test was due on {due} and has not been done: move the patient to the waiting list, counted from the "
    "due date where appropriate.",
    "Check that the patient is ready and offer a date.",
    depends_on_today=True,
)
UNKNOWN_TEST = BOOK.remark(
    "diagnostics-not-a-dm01-test",
    NOTE,
    PER_TEST,
    "“{test}” is not one of the 15 tests in the return: the wait is counted here and reported nowhere.",
    "Choose one of the 15 tests if it is one of them.",
)
