"""The numbered checks of a waiting list (rule book E1) and the duplicate rule (E2), as a table.

Sources: PRN01045 v5.0 Annex B (marked there as NHS England's own checks) and the sections named; PRN01625 p. 9;
rule book E1, E2 and amendments R3, R4, R28, D9, D11, D12. Checks without a section are our own (LUNA-style).
"""

from __future__ import annotations

from rules.explain import Check, Confidence, RuleBook, Severity

BOOK = RuleBook("validation", "Validating a waiting list")
CHECKS: dict[int, Check] = {}
"""Every numbered check by its number in the rule book."""

_BREACH, _WATCH, _NOTE = Severity.BREACH, Severity.WATCH, Severity.NOTE
_OWN = "Rule book E1 (our own check)"
_RTT = "PRN01045 v5.0 "

DUPLICATES = BOOK.declare(
    "E2",
    "Which of two duplicates is kept",
    "Keep the earliest valid clock start of the period that is still open; never merge an open period into one that "
    "was stopped or nullified. Attach the later activity, close the duplicate as an error (not as 34), and keep the "
    "history of both.",
    _RTT + "Annex C; rule book E2",
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
    _RTT + "§10.1.5",
)
QUERY = BOOK.declare(
    "VAL-6",
    "Queries are chased",
    "A query to a service or clinician that is open for more than five working days is chased.",
    _OWN,
    Confidence.CHECK_LOCAL_POLICY,
)


def _check(
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
    confidence = Confidence.CHECK_LOCAL_POLICY if local else Confidence.SOURCED
    rule = BOOK.declare(f"E1-{number}", title, statement or f"{title}: {fix[0].lower()}{fix[1:]}", source, confidence)
    CHECKS[number] = BOOK.check(f"validation-{code}", severity, rule, says, fix, depends_on_today=today)
    return CHECKS[number]


OPEN_WITH_STOP = _check(
    1,
    "open-with-stop-code",
    _BREACH,
    "Open, with a stop code after the start",
    _RTT + "rules 4, 5, Annex D",
    "Open since {start}, but status {code} on {day} stops the clock.",
    "Stop the clock on that date, or correct the code if the outcome was recorded wrongly.",
)
DUPLICATE = _check(
    2,
    "duplicate",
    _BREACH,
    "Two open pathways for the same patient and treatment function",
    _RTT + "Annex C; rule book E1, E2",
    "Open since {start}; {keep} for the same patient and treatment function {tfc} is open since {keep_start}. It looks "
    "like {kind}.",
    "If it is the same referral, keep {keep} with start {keep_start}, attach the later activity there, and close this "
    "one as an error, not as 34.",
    statement="Two open pathways for the same patient and treatment function whose starts lie within 28 days (a local "
    "setting): look whether they are one referral.",
    local=True,
)
SAME_PPID = _check(
    3,
    "same-ppid",
    _BREACH,
    "One pathway identifier on two open pathways",
    _RTT + "Annex C",
    "The pathway identifier {ppid} is also on {other}{whose}.",
    "Keep the earliest valid start of the period still open; an identifier belongs to one pathway of one patient.",
)
NOTHING_NEXT = _check(
    4,
    "nothing-next",
    _WATCH,
    "Open, with nothing in the future and no decision to admit",
    _OWN,
    "Open for {weeks}, with no event in the future and no decision to admit.",
    "Find the last outcome, then book the next step or stop the clock, and give it an owner.",
    today=True,
)
NO_OUTCOME = _check(
    5,
    "past-without-outcome",
    _WATCH,
    "Past appointment or admission date without an outcome for more than 5 working days",
    _OWN,
    "The {what} on {day} has no outcome.",
    "Ask the clinic or ward, and record the outcome with its status code.",
    local=True,
    today=True,
)
FIRST_DNA = _check(
    6,
    "first-dna-not-33",
    _BREACH,
    "First appointment missed, not coded 33",
    _RTT + "§4.4.1.3, Annex D",
    "The first appointment, on {day}, was missed, and {coded}.",
    "Record 33 if it can be shown that it was clearly communicated; otherwise record that it was not.",
)
LATER_DNA = _check(
    7,
    "dna-closed-without-note",
    _BREACH,
    "Later appointment missed and pathway closed without a clinician's note",
    _RTT + "rule 5f, §4.4.1.3",
    "Closed on {stop} after the appointment on {day} was missed; no clinician's note is recorded.",
    "Find the clinician's decision and the other three tests, or reopen with the original start.",
)
DIED = _check(
    8,
    "died-but-open",
    _BREACH,
    "Patient has died, pathway open",
    _RTT + "rule 5, Annex D code 36",
    "The patient died on {died}, and the pathway is open.",
    "Stop the clock with 36, and cancel every appointment and letter at once.",
)
NOT_AFTER_MONITORING = _check(
    9,
    "11-without-monitoring",
    _BREACH,
    "Code 11 without active monitoring before",
    _RTT + "§3.4.4, Annex D",
    "Status 11 on {day}, with no 31 or 32 before it.",
    "Find the active monitoring, or correct the code; 11 starts a new clock at zero.",
)
MONITORING_WITH_TCI = _check(
    10,
    "monitoring-with-tci",
    _WATCH,
    "Active monitoring with an admission date ahead",
    _RTT + "§4.4.1.4",
    "On active monitoring ({code}) since {day}, with an admission date of {tci}.",
    "Ask whether the patient decided to go ahead: then a new clock starts on the day of that decision.",
    today=True,
)
DTA_NOT_2A = _check(
    11,
    "dta-not-in-2a",
    _BREACH,
    "Decision to admit, not in Part 2A",
    _RTT + "§10.1.1.2, Annex B",
    "Decision to admit on {day}, but the pathway is not counted in Part 2A.",
    "Correct the admitted flag.",
)
START_WRONG = _check(
    12,
    "start-impossible",
    _BREACH,
    "Clock start after the first attendance, or in the future",
    _RTT + "rules 1 to 3",
    "The clock start, {start}, is {why}.",
    "Find the referral and record the date it was received.",
    today=True,
)
START_MISSING = _check(
    13,
    "start-missing",
    _BREACH,
    "Clock start missing, or 1 January 1900",
    _RTT + "§10.1.5, Annex B",
    "The clock start is {what}.",
    "Find the referral; if the pathway came from another provider, ask for the original start.",
)
VERY_LONG = _check(
    14,
    "very-long-wait",
    _WATCH,
    "Waiting more than 104 weeks, or more than 3 years",
    _OWN,
    "Waiting {weeks}{years}.",
    "Check that the pathway is real and open, then escalate it by name.",
    today=True,
)
MONITORING_REVIEW = _check(
    15,
    "monitoring-without-review",
    _WATCH,
    "Active monitoring without a review",
    _RTT + "§8.3, Annex E codes 31 and 32",
    "On active monitoring since {since}: {what}.",
    "Review the patient and set the next date: every 12 weeks while the patient delays, otherwise at the interval the "
    "clinician sets.",
    today=True,
)
PLANNED_PASSED = _check(
    16,
    "planned-overdue-no-clock",
    _BREACH,
    "Planned date passed, no clock",
    _RTT + "§5.2",
    "Planned for {due}, which has passed, and no clock runs.",
    "Treatment needing admission, with the patient ready: move to the active list, an RTT clock starts. A test: a DM01 "
    "clock where appropriate, never RTT.",
    today=True,
)
NO_IPT_START = _check(
    17,
    "transfer-without-start",
    _BREACH,
    "Transfer received without the original start",
    _RTT + "§11.3",
    "Received from another provider without the original clock start.",
    "Ask the sender for the transfer form; do not use the date of receipt.",
)
TFC_UNKNOWN = _check(
    18,
    "tfc-not-in-return",
    _BREACH,
    "Treatment function not in the return",
    _RTT + "§10.1.4",
    "The treatment function {tfc} has no line in the return.",
    "Correct the treatment function.",
)
NHS_NUMBER = _check(
    19,
    "nhs-number",
    _WATCH,
    "NHS number missing or not valid",
    "NHS Data Dictionary: NHS NUMBER",
    "The NHS number is {what}.",
    "Trace the patient on PDS, and look for a second hospital number.",
)
NOT_INCOMPLETE = _check(
    20,
    "outside-code-in-incompletes",
    _BREACH,
    "Code 90, 92 or 98 among the incomplete pathways",
    _RTT + "Annex D",
    "The latest status is {code}, which is outside an RTT period, but the pathway is counted as incomplete.",
    "Take it off the list, or correct the code.",
)
DIAGNOSTIC_STOP = _check(
    21,
    "diagnostic-only-stop",
    _BREACH,
    "Admitted stop with a diagnostic procedure only",
    _RTT + "§4.3.2.3, Annex E",
    "Stopped on {stop} by an admission whose procedure was only diagnostic.",
    "Reopen with the original start, unless treatment was given during that admission.",
)
STOP_BEFORE_START = _check(
    22,
    "stop-before-start",
    _BREACH,
    "Stop before start",
    _RTT + "§10.1.7",
    "Stopped on {stop}, before the start on {start}.",
    "Correct one of the two dates.",
)
PART_2A = _check(
    23,
    "2a-over-2",
    _BREACH,
    "Part 2A larger than Part 2",
    _RTT + "Annex B",
    "Part 2A counts {part_2a} pathways, Part 2 only {part_2}.",
    "Part 2A is a subset of Part 2: find pathways with a decision to admit that are not open.",
)
PART_3 = _check(
    24,
    "part-3-too-small",
    _WATCH,
    "Part 3 smaller than the first four bands of Part 2",
    _RTT + "Annex B",
    "Part 3 counts {part_3} new periods, but {short} pathways have waited under four weeks.",
    "Find the clock starts that were not counted as new periods.",
)
IDENTICAL = _check(
    25,
    "identical-to-last-month",
    _WATCH,
    "Return identical to last month",
    _RTT + "Annex B",
    "Every part is the same as last month.",
    "Check that this month's return was not last month's sent again.",
)
SHORT_WAITS = _check(
    26,
    "many-short-waits",
    _WATCH,
    "Large share of waits of 0 to 1 week",
    _RTT + "Annex B (the limit is ours)",
    "{share}% of {part} waited no more than a week.",
    "Look for clock starts set to the date of treatment, and for direct access counted as RTT.",
    local=True,
)
COMMISSIONER = _check(
    27,
    "commissioner-not-valid",
    _WATCH,
    "Commissioner code not valid",
    _RTT + "§10.1.8, Annex B",
    "The commissioner code {code} is not one the return accepts.",
    "Use the sub-ICB, the NHS England hub, or NONC.",
)
MONITORING_OFFERS = _check(
    28,
    "monitoring-without-two-offers",
    _BREACH,
    "Active monitoring for delay without two declined reasonable offers",
    _RTT + "§4.4.1.4, §8.3",
    "On active monitoring because the patient delays, with {offers} declined.",
    "Reinstate with the original start, or record the offers, the conversation and the agreement.",
)
NEXT_AFTER_BREACH = _check(
    29,
    "next-date-after-breach",
    _WATCH,
    "Next date after the breach date",
    _RTT + "§10.1.7; rule book A8",
    "The next date, {next}, is on or after the breach date, {breach}.",
    "Ask for an earlier date.",
)
DTA_AND_LIST = _check(
    30,
    "dta-and-list-differ",
    _WATCH,
    "Decision to admit and admitted list differ",
    _OWN,
    "{what}.",
    "Correct the one that is wrong.",
)
ATTENDED_NO_CODE = _check(
    31,
    "attended-without-outcome",
    _WATCH,
    "Attended, with no outcome",
    _OWN,
    "Attended on {day}, with no status code.",
    "Read the clinic letter and record the outcome; never guess it.",
)
CANCELLATIONS = _check(
    32,
    "cancellations-without-review",
    _WATCH,
    "Three cancellations by the patient without a clinical review",
    _RTT + "§4.4.2.1 (the number is ours)",
    "The patient cancelled {count} times, and no clinical review is recorded.",
    "Ask the clinician: rebook, active monitoring, or discharge in the patient's best interest.",
    local=True,
)
TRANSFERRED_OPEN = _check(
    33,
    "transferred-but-open",
    _BREACH,
    "Transferred out (21), still open",
    _RTT + "§11.1 footnote 24, Annex D",
    "Transferred out on {day}, and still open here.",
    "Close it on this list: the receiver reports the wait.",
)
ASI_NO_PATHWAY = _check(
    34,
    "asi-without-clock",
    _BREACH,
    "On the RAS or ASI list without a clock",
    _RTT + "§3.2.1, §9.1",
    "On the e-Referral worklist without a clock start.",
    "Start the clock: the date it reached the worklist, or an earlier activity on the same booking reference.",
)
PLANNED_NO_DATE = _check(
    35,
    "planned-without-date",
    _BREACH,
    "Planned, without a due date",
    _RTT + "§5.1, §5.2.1",
    "On the planned list without a due date.",
    "Give the due date, and confirm it to the patient in writing; without one this is not a planned pathway.",
)
PAST_LCAD = _check(
    36,
    "follow-up-past-lcad",
    _WATCH,
    "Follow-up past its latest clinically appropriate date",
    _RTT + "§5.2.1",
    "The follow-up was clinically due by {lcad}, {days} ago.",
    "No RTT clock starts; look at the risk and book by it.",
    today=True,
)
PRIORITY_OVERDUE = _check(
    37,
    "priority-review-overdue",
    _WATCH,
    "Review of the clinical priority overdue",
    "FSSA priority levels; surgical prioritisation FAQ (the intervals are local)",
    "Priority {priority} {when}; a review was due by {due}.",
    "Ask the clinician to review the priority, and record the date.",
    local=True,
    today=True,
)
NOT_VALIDATED = _check(
    38,
    "not-validated",
    _WATCH,
    "Not validated for 12 weeks",
    "PRN01625 p. 9 bullet 3",
    "Waiting {weeks}, {last}.",
    "Validate it, and contact the patient.",
    today=True,
)
NONC_COUNTED = _check(
    39,
    "nonc-in-headline",
    _BREACH,
    "Non-English commissioner counted in the headline",
    "RTT published provider tables, March 2026; rule book R1",
    "Commissioner NONC is counted in the headline figures.",
    "Leave it out of the headline and show it on a line of its own.",
)

DECISION_NO_EVIDENCE = BOOK.check(
    "validation-decision-without-evidence",
    _BREACH,
    EVIDENCE,
    "The decision is recorded without {missing}.",
    "Record what you saw and where it is: letter and date, clinic outcome, theatre record or e-Referral.",
)
STOP_INCOMPLETE = BOOK.check(
    "validation-stop-incomplete",
    _BREACH,
    EVIDENCE,
    "The decision stops the clock, but {missing} missing.",
    "Give the code and the date on which the clock stopped; without both nothing is stopped.",
)
STOP_CODE_ODD = BOOK.check(
    "validation-stop-code-does-not-stop",
    _BREACH,
    EVIDENCE,
    "The decision stops the clock with status {code}, which does not stop one.",
    "Choose a code that stops the clock (30 to 36), or another decision.",
)
DECIDED_STOP_BEFORE = BOOK.check(
    "validation-decided-stop-before-start",
    _BREACH,
    EVIDENCE,
    "The stop, {stop}, is before the clock start, {start}.",
    "Correct one of the two dates.",
)
DECIDED_STOP_LATER = BOOK.check(
    "validation-decided-stop-in-future",
    _BREACH,
    EVIDENCE,
    "The stop, {stop}, has not come yet.",
    "Record a stop on the day it happened, not before.",
    depends_on_today=True,
)
NO_REPLY_STOP = BOOK.check(
    "validation-no-reply-stop",
    _BREACH,
    NO_REPLY,
    "The patient did not reply, and the clock is stopped without a clinical decision. No reply is not a stop.",
    "Keep the patient on the list, try another way of contact, and ask the clinician.",
)
NEEDS_CLINICIAN = BOOK.check(
    "validation-level-too-low",
    _BREACH,
    LEVELS,
    "Status {code} is recorded at {level} level; it is a clinical decision.",
    "Send it for clinical review, or record the evidence of the clinician's decision and validate at that level.",
)
TECHNICAL_STOP = BOOK.check(
    "validation-technical-stop",
    _BREACH,
    LEVELS,
    "A technical validation corrects data; it does not decide to stop a clock.",
    "Pass it to an administrative or clinical validator.",
)
MERGE_ALONE = BOOK.check(
    "validation-merge-without-target",
    _BREACH,
    DUPLICATES,
    "The decision is to merge, but not with which pathway.",
    "Name the pathway that is kept.",
)
MERGE_AS_34 = BOOK.check(
    "validation-merge-as-34",
    _BREACH,
    DUPLICATES,
    "A duplicate is closed with status {code}: it would be counted as a completed pathway.",
    "Close it as an error, without a status code.",
)
NO_NEXT_STEP = BOOK.check(
    "validation-without-next-step",
    _WATCH,
    EVIDENCE,
    "The pathway stays open without {missing}.",
    "Say what happens next, who does it, and when it is looked at again.",
)
REVIEW_LATE = BOOK.check(
    "validation-review-over-12-weeks",
    _WATCH,
    CADENCE,
    "The next review, {day}, is more than 12 weeks after the validation on {on}.",
    "Review by {due}.",
)
MONTH_CLOSED = BOOK.check(
    "validation-stop-in-closed-month",
    _NOTE,
    CLOSED_MONTH,
    "The clock stopped on {stop}, in a month already reported.",
    "Take the pathway off the open list; do not add it to this month's completed pathways.",
)
MONTH_NOT_SAID = BOOK.check(
    "validation-stop-month-not-said",
    _WATCH,
    CLOSED_MONTH,
    "The return for the month of {stop} was due on {due}, and it is not said whether that month has been reported.",
    "Look whether the month is closed: a stop in a closed month leaves the list and is not added to this month.",
    depends_on_today=True,
)
ELSEWHERE = BOOK.check(
    "validation-treated-elsewhere",
    _NOTE,
    EVIDENCE,
    "The patient says: {result}.",
    "Find the evidence, stop on the date of the treatment or of the decision, and tell the patient and the GP.",
)
QUERY_OLD = BOOK.check(
    "validation-query-open",
    _WATCH,
    QUERY,
    "The query of {sent} has been open for {days}.",
    "Chase it, and name who answers.",
    depends_on_today=True,
)
CONTACT_DUE = BOOK.check(
    "validation-contact-due",
    _NOTE,
    CADENCE,
    "Contact with the patient has been due since {due}.",
    "Contact the patient: still wanted, changed, treated elsewhere, moved, or not now.",
    depends_on_today=True,
)
