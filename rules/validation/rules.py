"""The rules of validating a waiting list (rule book E, E2) and the remarks on a decision made about a pathway.

Sources: PRN01045 v5.0, the sections named; PRN01625 p. 9; rule book E and amendments R3, D12. The numbered checks of
E1 are in `validation_checks`.
"""

from __future__ import annotations

from rules.explain import Check, Confidence, RuleBook, Severity

BOOK = RuleBook("validation", "Validating a waiting list")
CHECKS: dict[int, Check] = {}
"""Every numbered check by its number in the rule book."""

_BREACH, _WATCH, _NOTE = Severity.BREACH, Severity.WATCH, Severity.NOTE
OWN = "Rule book E1 (our own check)"
RTT = "PRN01045 v5.0 "

DUPLICATES = BOOK.declare(
    "E2",
    "Which of two duplicates is kept",
    "Keep the earliest valid clock start of the period that is still open; never merge an open period into one that "
    "was stopped or nullified. Attach the later activity, close the duplicate as an error (not as 34), and keep the "
    "history of both.",
    RTT + "Annex C; rule book E2",
)
CADENCE = BOOK.declare(
    "VAL-1",
    "Validate at 12 weeks, then every 12 weeks",
    "Every RTT pathway is validated after 12 weeks and then every 12 weeks; patients are contacted, with digital tools "
    "where possible. 12, 26 and 52 weeks were the milestones of December 2022 and may be chosen as a local schedule.",
    "PRN01625 p. 9 bullet 3",
)
NO_REPLY = BOOK.declare(
    "VAL-2",
    "No reply is not a stop",
    "A patient who does not answer a validation letter or message stays on the list. Nobody is removed without a "
    "clinical decision and agreement.",
    "PRN01625 p. 9; surgical prioritisation FAQ",
)
EVIDENCE = BOOK.declare(
    "VAL-3",
    "What every validation writes down",
    "The date, the validator, the evidence seen and where it is, the decision, the code and its effective date, the "
    "next step with its owner, and the next review.",
    "Rule book E",
)
LEVELS = BOOK.declare(
    "VAL-4",
    "Who may decide what",
    "Technical: correct data. Administrative: read letters and results, contact the patient; 20, 34, 35, 36, 90, 92, "
    "98 or merge, each on evidence of a decision already made. Clinical: treatment, active monitoring, discharge; 30, "
    "31, 32, 34, 11.",
    "Rule book E",
    Confidence.CHECK_LOCAL_POLICY,
)
CLOSED_MONTH = BOOK.declare(
    "VAL-5",
    "A stop found in a month already reported",
    "A pathway found now to have stopped in a month already reported leaves the list of open pathways; it is not added "
    "to this month's completed ones. Revisions are made twice a year.",
    RTT + "§10.1.5",
)
QUERY = BOOK.declare(
    "VAL-6",
    "Queries are chased",
    "A query to a service or clinician that is open for more than five working days is chased.",
    OWN,
    Confidence.CHECK_LOCAL_POLICY,
)


def number_check(
    number: int,
    code: str,
    severity: Severity,
    title: str,
    source: str,
    says: str,
    fix: str,
    *,
    statement: str = "",
    local: bool = False,
    today: bool = False,
) -> Check:
    """Declare check `number` of rule book E1, a rule of its own, and keep it in `CHECKS`. `local` marks a check whose
    limit a trust sets, `today` one whose answer changes with the day."""
    confidence = Confidence.CHECK_LOCAL_POLICY if local else Confidence.SOURCED
    rule = BOOK.declare(f"E1-{number}", title, statement or f"{title}: {fix[0].lower()}{fix[1:]}", source, confidence)
    CHECKS[number] = BOOK.remark(f"validation-{code}", severity, rule, says, fix, depends_on_today=today)
    return CHECKS[number]


DECISION_NO_EVIDENCE = BOOK.remark(
    "validation-decision-without-evidence",
    _BREACH,
    EVIDENCE,
    "The decision is recorded without {missing}.",
    "Record what you saw and where it is: letter and date, clinic outcome, theatre record or e-Referral.",
)
STOP_INCOMPLETE = BOOK.remark(
    "validation-stop-incomplete",
    _BREACH,
    EVIDENCE,
    "The decision stops the clock, but {missing} missing.",
    "Give the code and the date on which the clock stopped; without both nothing is stopped.",
)
STOP_CODE_ODD = BOOK.remark(
    "validation-stop-code-does-not-stop",
    _BREACH,
    EVIDENCE,
    "The decision stops the clock with status {code}, which does not stop one.",
    "Choose a code that stops the clock (30 to 36), or another decision.",
)
DECIDED_STOP_BEFORE = BOOK.remark(
    "validation-decided-stop-before-start",
    _BREACH,
    EVIDENCE,
    "The stop, {stop}, is before the clock start, {start}.",
    "Correct one of the two dates.",
)
DECIDED_STOP_LATER = BOOK.remark(
    "validation-decided-stop-in-future",
    _BREACH,
    EVIDENCE,
    "The stop, {stop}, has not come yet.",
    "Record a stop on the day it happened, not before.",
    depends_on_today=True,
)
NO_REPLY_STOP = BOOK.remark(
    "validation-no-reply-stop",
    _BREACH,
    NO_REPLY,
    "The patient did not reply, and the clock is stopped without a clinical decision. No reply is not a stop.",
    "Keep the patient on the list, try another way of contact, and ask the clinician.",
)
NEEDS_CLINICIAN = BOOK.remark(
    "validation-level-too-low",
    _BREACH,
    LEVELS,
    "Status {code} is recorded at {level} level; it is a clinical decision.",
    "Send it for clinical review, or record the evidence of the clinician's decision and validate at that level.",
)
TECHNICAL_STOP = BOOK.remark(
    "validation-technical-stop",
    _BREACH,
    LEVELS,
    "A technical validation corrects data; it does not decide to stop a clock.",
    "Pass it to an administrative or clinical validator.",
)
MERGE_ALONE = BOOK.remark(
    "validation-merge-without-target",
    _BREACH,
    DUPLICATES,
    "The decision is to merge, but not with which pathway.",
    "Name the pathway that is kept.",
)
MERGE_AS_34 = BOOK.remark(
    "validation-merge-as-34",
    _BREACH,
    DUPLICATES,
    "A duplicate is closed with status {code}: it would be counted as a completed pathway.",
    "Close it as an error, without a status code.",
)
NO_NEXT_STEP = BOOK.remark(
    "validation-without-next-step",
    _WATCH,
    EVIDENCE,
    "The pathway stays open without {missing}.",
    "Say what happens next, who does it, and when it is looked at again.",
)
REVIEW_LATE = BOOK.remark(
    "validation-review-over-12-weeks",
    _WATCH,
    CADENCE,
    "The next review, {day}, is more than 12 weeks after the validation on {on}.",
    "Review by {due}.",
)
MONTH_CLOSED = BOOK.remark(
    "validation-stop-in-closed-month",
    _NOTE,
    CLOSED_MONTH,
    "The clock stopped on {stop}, in a month already reported.",
    "Take the pathway off the open list; do not add it to this month's completed pathways.",
)
MONTH_NOT_SAID = BOOK.remark(
    "validation-stop-month-not-said",
    _WATCH,
    CLOSED_MONTH,
    "The return for the month of {stop} was due on {due}, and it is not said whether that month has been reported.",
    "Look whether the month is closed: a stop in a closed month leaves the list and is not added to this month.",
    depends_on_today=True,
)
ELSEWHERE = BOOK.remark(
    "validation-treated-elsewhere",
    _NOTE,
    EVIDENCE,
    "The patient says: {result}.",
    "Find the evidence, stop on the date of the treatment or of the decision, and tell the patient and the GP.",
)
QUERY_OLD = BOOK.remark(
    "validation-query-open",
    _WATCH,
    QUERY,
    "The query of {sent} has been open for {days}.",
    "Chase it, and name who answers.",
    depends_on_today=True,
)
CONTACT_DUE = BOOK.remark(
    "validation-contact-due",
    _NOTE,
    CADENCE,
    "Contact with the patient has been due since {due}.",
    "Contact the patient: still wanted, changed, treated elsewhere, moved, or not now.",
    depends_on_today=True,
)
