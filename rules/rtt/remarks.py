"""What the RTT rule book remarks on dates, doubles, codes and transfers."""

from ..explain import Blames, Check, Rule, Severity
from . import book, book_reporting

BREACH, WATCH, NOTE = Severity.BREACH, Severity.WATCH, Severity.NOTE


def remark(
    code: str, severity: Severity, rule: Rule, says: str, fix: str, *, today: bool = False, blames: Blames = "practice"
) -> Check:
    """Declare a remark of the RTT rule book; `today` for one that comes and goes with the calendar."""
    return book.BOOK.remark(f"rtt-{code}", severity, rule, says, fix, depends_on_today=today, blames=blames)


IN_FUTURE = remark(
    "in-future",
    WATCH,
    book.A1,
    "{date} is later than {as_of}, the day this clock is read for; the event was left out.",
    "Check the date, or read the clock for a later day.",
    today=True,
)

BAD_DATE = remark(
    "impossible-date",
    BREACH,
    book.A1,
    "“{event}” has an impossible date ({date}); the event was left out.",
    "Correct the date.",
    blames="entry",
)

BEFORE_REFERRAL = remark(
    "before-referral",
    WATCH,
    book.A1,
    "“{event}” on {date} is before the clock start on {start}.",
    "Check the date, or look for an earlier referral on this pathway.",
)

SECOND_START = remark(
    "second-start",
    WATCH,
    book.A1,
    "A referral on {date} arrives while the clock from {start} is running; the earlier start counts.",
    "If it is the same referral entered twice, remove one; if it is another condition, give it its own pathway.",
)

STOPPED_ALREADY = remark(
    "stopped-already",
    WATCH,
    book.A1,
    "An event on {date} would stop the clock, which had stopped on {stop}; it changes nothing.",
    "Check which stop is right and correct the other, or record what started a clock in between.",
)

NO_CLOCK_TO_STOP = remark(
    "no-clock-to-stop",
    WATCH,
    book.A1,
    "{what} on {date} finds no clock to stop.",
    "Record the referral that started the pathway.",
)

IMPOSSIBLE_CODE = remark(
    "impossible-code",
    BREACH,
    book_reporting.A6,
    "{code} on {date} is not an RTT status code.",
    "Correct the code.",
    blames="entry",
)

CODE_CONTRADICTS = remark(
    "code-contradicts",
    BREACH,
    book_reporting.A6_EVENT,
    "Code {code} contradicts “{event}” on {date}: {fact}. The event decides.",
    "Correct the code.",
    blames="entry",
)

AFTER_WHAT = remark(
    "after-what",
    NOTE,
    book_reporting.R28,
    "Code 90 on {date} with no earlier stop and no emergency.",
    "Look for the treatment it follows.",
)

NOT_YET_KNOWN = remark(
    "not-yet-known", NOTE, book_reporting.A6, "Code 99 on {date}: the status is not yet known.", "Find out and recode."
)

RUNNING_AFTER_STOP = remark(
    "running-after-stop",
    BREACH,
    book_reporting.A6,
    "Code {code} on {date} says a clock is running, but it stopped on {stop} and nothing started a new one.",
    "Record the new start with its reason, or recode (90 after treatment, 91 on active monitoring).",
)

ELEVEN_WITHOUT_DECISION = remark(
    "eleven-without-decision",
    WATCH,
    book_reporting.A6,
    "Code 11 on {date} ends active monitoring, but no decision to treat is recorded: no clock was started.",
    "Record the decision to treat, or the patient's wish to go ahead, with its date.",
)

TRANSFER_TO_WHOM = remark(
    "transfer-to-whom",
    WATCH,
    book_reporting.A7,
    "The transfer of {date} does not name the receiving provider.",
    "Record who took over clinical responsibility and reports.",
)

TRANSFER_CODE = remark(
    "transfer-code",
    WATCH,
    book_reporting.A7_CODES,
    "The transfer of {date} carries {entered} as {name}; {expected} is right.",
    "Correct the code.",
)

TRANSFER_WITHOUT_START = remark(
    "transfer-without-start",
    BREACH,
    book_reporting.A7_START,
    "The transfer received on {date} brought no original clock start; counted from its receipt the wait looks shorter "
    "than it is.",
    "Ask the sender for the IPTAMDS and record the original clock start.",
)

DUPLICATE_OF_WHAT = remark(
    "duplicate-of-what",
    WATCH,
    book.A1,
    "Closed on {date} as a duplicate without saying of which pathway.",
    "Name the pathway that stays, and check that it has the earliest valid start.",
)

NOTHING_TO_TAKE_AWAY = remark(
    "nothing-to-take-away",
    WATCH,
    book.A1,
    "Closed on {date} as {what}, but no clock was running: what came before still counts.",
    "If an earlier stop was entered in error too, take out its events.",
)

SUBCONTRACT_WHO_REPORTS = remark(
    "subcontract-who-reports",
    WATCH,
    book_reporting.R25,
    "The subcontract of {date} does not say who reports the wait; the provider with clinical responsibility does.",
    "Write the reporting provider into the subcontract and the record.",
)

SUBCONTRACT_EXCEPTION = remark(
    "subcontract-exception",
    WATCH,
    book_reporting.R25,
    "From the subcontract of {date} {named} reports instead of {before}, who had clinical responsibility.",
    "Check that the commissioner agreed in advance and that england.rtt@nhs.net was told.",
)

SUBCONTRACT_LONG_WAIT = remark(
    "subcontract-long-wait",
    WATCH,
    book_reporting.R25,
    "Subcontracted on {date} after {days} days: a patient over 18 weeks is moved only after the providers have spoken.",
    "Record the discussion and who reports.",
)
