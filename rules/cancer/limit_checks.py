"""The remarks on a limit that has passed: the 28, 31 and 62 days, day 104, and the transfer due by day 38."""

from ..explain import Severity
from .book import BOOK, DAYS_31, DAYS_62, FDS_28, HARM, TRANSFER_38

BREACH, WATCH = Severity.BREACH, Severity.WATCH

PAST_28 = BOOK.remark(
    "cancer-past-day-28",
    BREACH,
    FDS_28,
    "Day {days} of the faster diagnosis wait: the patient should have been told by {last}.",
    "Arrange today who tells the patient and when; record the delay reason.",
    depends_on_today=True,
)
PAST_31 = BOOK.remark(
    "cancer-past-day-31",
    BREACH,
    DAYS_31,
    "Day {days} since the decision to treat: treatment was due by {last}.",
    "Escalate for a treatment date and record the delay reason.",
    depends_on_today=True,
)
PAST_62 = BOOK.remark(
    "cancer-past-day-62",
    BREACH,
    DAYS_62,
    "Day {days} of the 62-day wait: first treatment was due by {last}.",
    "Escalate for a treatment date and record the delay reason.",
    depends_on_today=True,
)
PAST_104 = BOOK.remark(
    "cancer-past-day-104",
    BREACH,
    HARM,
    "Day {days} of the 62-day wait: past day 104, so a harm review is due.",
    "Ask the responsible clinician for a harm review and record its outcome.",
    depends_on_today=True,
)
TREATED_AFTER_104 = BOOK.remark(
    "cancer-treated-after-day-104",
    BREACH,
    HARM,
    "The patient was treated on day {days}, past day 104: a harm review is due.",
    "Check that the harm review was done and where it is recorded.",
)
PAST_38 = BOOK.remark(
    "cancer-day-38-without-transfer",
    WATCH,
    TRANSFER_38,
    "Day {days} of the 62-day wait, and neither a transfer nor a decision to treat is recorded. If another provider "
    "will treat the patient, the transfer was due by day 38 ({due}).",
    "Send the transfer with images and letters, or record the decision to treat.",
    depends_on_today=True,
)
