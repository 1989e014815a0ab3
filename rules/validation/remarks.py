"""The numbered checks of a waiting list (rule book E1), as a table.

Sources: PRN01045 v5.0 Annex B (marked there as NHS England's own checks) and the sections named; rule book E1 and
amendments R3, R4, R28, D9, D11, D12. Checks without a section are our own (LUNA-style).
"""

from __future__ import annotations

from rules.explain import Severity
from rules.validation.rules import OWN, RTT, number_check

_BREACH, _WATCH, _NOTE = Severity.BREACH, Severity.WATCH, Severity.NOTE

OPEN_WITH_STOP = number_check(
    1,
    "open-with-stop-code",
    _BREACH,
    "Open, with a stop code after the start",
    RTT + "rules 4, 5, Annex D",
    "Open since {start}, but status {code} on {day} stops the clock.",
    "Stop the clock on that date, or correct the code if the outcome was recorded wrongly.",
)
DUPLICATE = number_check(
    2,
    "duplicate",
    _BREACH,
    "Two open pathways for the same patient and treatment function",
    RTT + "Annex C; rule book E1, E2",
    "Open since {start}; {keep} for the same patient and treatment function {tfc} is open since {keep_start}. It looks "
    "like {kind}.",
    "If it is the same referral, keep {keep} with start {keep_start}, attach the later activity there, and close this "
    "one as an error, not as 34.",
    statement="Two open pathways for the same patient and treatment function whose starts lie within 28 days (a local "
    "setting): look whether they are one referral.",
    local=True,
)
SAME_PPID = number_check(
    3,
    "same-ppid",
    _BREACH,
    "One pathway identifier on two open pathways",
    RTT + "Annex C",
    "The pathway identifier {ppid} is also on {other}{whose}.",
    "Keep the earliest valid start of the period still open; an identifier belongs to one pathway of one patient.",
)
NOTHING_NEXT = number_check(
    4,
    "nothing-next",
    _WATCH,
    "Open, with nothing in the future and no decision to admit",
    OWN,
    "Open for {weeks}, with no event in the future and no decision to admit.",
    "Find the last outcome, then book the next step or stop the clock, and give it an owner.",
    today=True,
)
NO_OUTCOME = number_check(
    5,
    "past-without-outcome",
    _WATCH,
    "Past appointment or admission date without an outcome for more than 5 working days",
    OWN,
    "The {what} on {day} has no outcome.",
    "Ask the clinic or ward, and record the outcome with its status code.",
    local=True,
    today=True,
)
FIRST_DNA = number_check(
    6,
    "first-dna-not-33",
    _BREACH,
    "First appointment missed, not coded 33",
    RTT + "§4.4.1.3, Annex D",
    "The first appointment, on {day}, was missed, and {coded}.",
    "Record 33 if it can be shown that it was clearly communicated; otherwise record that it was not.",
)
LATER_DNA = number_check(
    7,
    "dna-closed-without-note",
    _BREACH,
    "Later appointment missed and pathway closed without a clinician's note",
    RTT + "rule 5f, §4.4.1.3",
    "Closed on {stop} after the appointment on {day} was missed; no clinician's note is recorded.",
    "Find the clinician's decision and the other three tests, or reopen with the original start.",
)
DIED = number_check(
    8,
    "died-but-open",
    _BREACH,
    "Patient has died, pathway open",
    RTT + "rule 5, Annex D code 36",
    "The patient died on {died}, and the pathway is open.",
    "Stop the clock with 36, and cancel every appointment and letter at once.",
)
NOT_AFTER_MONITORING = number_check(
    9,
    "11-without-monitoring",
    _BREACH,
    "Code 11 without active monitoring before",
    RTT + "§3.4.4, Annex D",
    "Status 11 on {day}, with no 31 or 32 before it.",
    "Find the active monitoring, or correct the code; 11 starts a new clock at zero.",
)
MONITORING_WITH_TCI = number_check(
    10,
    "monitoring-with-tci",
    _WATCH,
    "Active monitoring with an admission date ahead",
    RTT + "§4.4.1.4",
    "On active monitoring ({code}) since {day}, with an admission date of {tci}.",
    "Ask whether the patient decided to go ahead: then a new clock starts on the day of that decision.",
    today=True,
)
DTA_NOT_2A = number_check(
    11,
    "dta-not-in-2a",
    _BREACH,
    "Decision to admit, not in Part 2A",
    RTT + "§10.1.1.2, Annex B",
    "Decision to admit on {day}, but the pathway is not counted in Part 2A.",
    "Correct the admitted flag.",
)
START_WRONG = number_check(
    12,
    "start-impossible",
    _BREACH,
    "Clock start after the first attendance, or in the future",
    RTT + "rules 1 to 3",
    "The clock start, {start}, is {why}.",
    "Find the referral and record the date it was received.",
    today=True,
)
START_MISSING = number_check(
    13,
    "start-missing",
    _BREACH,
    "Clock start missing, or 1 January 1900",
    RTT + "§10.1.5, Annex B",
    "The clock start is {what}.",
    "Find the referral; if the pathway came from another provider, ask for the original start.",
)
VERY_LONG = number_check(
    14,
    "very-long-wait",
    _WATCH,
    "Waiting more than 104 weeks, or more than 3 years",
    OWN,
    "Waiting {weeks}{years}.",
    "Check that the pathway is real and open, then escalate it by name.",
    today=True,
)
MONITORING_REVIEW = number_check(
    15,
    "monitoring-without-review",
    _WATCH,
    "Active monitoring without a review",
    RTT + "§8.3, Annex E codes 31 and 32",
    "On active monitoring since {since}: {what}.",
    "Review the patient and set the next date: every 12 weeks while the patient delays, otherwise at the interval the "
    "clinician sets.",
    today=True,
)
PLANNED_PASSED = number_check(
    16,
    "planned-overdue-no-clock",
    _BREACH,
    "Planned date passed, no clock",
    RTT + "§5.2",
    "Planned for {due}, which has passed, and no clock runs.",
    "Treatment needing admission, with the patient ready: move to the active list, an RTT clock starts. A test: a DM01 "
    "clock where appropriate, never RTT.",
    today=True,
)
NO_IPT_START = number_check(
    17,
    "transfer-without-start",
    _BREACH,
    "Transfer received without the original start",
    RTT + "§11.3",
    "Received from another provider without the original clock start.",
    "Ask the sender for the transfer form; do not use the date of receipt.",
)
TFC_UNKNOWN = number_check(
    18,
    "tfc-not-in-return",
    _BREACH,
    "Treatment function not in the return",
    RTT + "§10.1.4",
    "The treatment function {tfc} has no line in the return.",
    "Correct the treatment function.",
)
NHS_NUMBER = number_check(
    19,
    "nhs-number",
    _WATCH,
    "NHS number missing or not valid",
    "NHS Data Dictionary: NHS NUMBER",
    "The NHS number is {what}.",
    "Trace the patient on PDS, and look for a second hospital number.",
)
NOT_INCOMPLETE = number_check(
    20,
    "outside-code-in-incompletes",
    _BREACH,
    "Code 90, 92 or 98 among the incomplete pathways",
    RTT + "Annex D",
    "The latest status is {code}, which is outside an RTT period, but the pathway is counted as incomplete.",
    "Take it off the list, or correct the code.",
)
DIAGNOSTIC_STOP = number_check(
    21,
    "diagnostic-only-stop",
    _BREACH,
    "Admitted stop with a diagnostic procedure only",
    RTT + "§4.3.2.3, Annex E",
    "Stopped on {stop} by an admission whose procedure was only diagnostic.",
    "Reopen with the original start, unless treatment was given during that admission.",
)
STOP_BEFORE_START = number_check(
    22,
    "stop-before-start",
    _BREACH,
    "Stop before start",
    RTT + "§10.1.7",
    "Stopped on {stop}, before the start on {start}.",
    "Correct one of the two dates.",
)
PART_2A = number_check(
    23,
    "2a-over-2",
    _BREACH,
    "Part 2A larger than Part 2",
    RTT + "Annex B",
    "Part 2A counts {part_2a} pathways, Part 2 only {part_2}.",
    "Part 2A is a subset of Part 2: find pathways with a decision to admit that are not open.",
)
PART_3 = number_check(
    24,
    "part-3-too-small",
    _WATCH,
    "Part 3 smaller than the first four bands of Part 2",
    RTT + "Annex B",
    "Part 3 counts {part_3} new periods, but {short} pathways have waited under four weeks.",
    "Find the clock starts that were not counted as new periods.",
)
IDENTICAL = number_check(
    25,
    "identical-to-last-month",
    _WATCH,
    "Return identical to last month",
    RTT + "Annex B",
    "Every part is the same as last month.",
    "Check that this month's return was not last month's sent again.",
)
SHORT_WAITS = number_check(
    26,
    "many-short-waits",
    _WATCH,
    "Large share of waits of 0 to 1 week",
    RTT + "Annex B (the limit is ours)",
    "{share}% of {part} waited no more than a week.",
    "Look for clock starts set to the date of treatment, and for direct access counted as RTT.",
    local=True,
)
COMMISSIONER = number_check(
    27,
    "commissioner-not-valid",
    _WATCH,
    "Commissioner code not valid",
    RTT + "§10.1.8, Annex B",
    "The commissioner code {code} is not one the return accepts.",
    "Use the sub-ICB, the NHS England hub, or NONC.",
)
REPORTER = number_check(
    40,
    "provider-not-a-code",
    _WATCH,
    "Provider without an organisation code",
    RTT + "§11.1, Annex B",
    "The provider that reports the wait is written as “{name}”, which is not an organisation code.",
    "Write the code, as RXB, or the name with its code behind it: the return sets the pathway aside until then.",
)
MONITORING_OFFERS = number_check(
    28,
    "monitoring-without-two-offers",
    _BREACH,
    "Active monitoring for delay without two declined reasonable offers",
    RTT + "§4.4.1.4, §8.3",
    "On active monitoring because the patient delays, with {offers} declined.",
    "Reinstate with the original start, or record the offers, the conversation and the agreement.",
)
NEXT_AFTER_BREACH = number_check(
    29,
    "next-date-after-breach",
    _WATCH,
    "Next date after the breach date",
    RTT + "§10.1.7; rule book A8",
    "The next date, {next}, is on or after the breach date, {breach}.",
    "Ask for an earlier date.",
)
DTA_AND_LIST = number_check(
    30,
    "dta-and-list-differ",
    _WATCH,
    "Decision to admit and admitted list differ",
    OWN,
    "{what}.",
    "Correct the one that is wrong.",
)
ATTENDED_NO_CODE = number_check(
    31,
    "attended-without-outcome",
    _WATCH,
    "Attended, with no outcome",
    OWN,
    "Attended on {day}, with no status code.",
    "Read the clinic letter and record the outcome; never guess it.",
)
CANCELLATIONS = number_check(
    32,
    "cancellations-without-review",
    _WATCH,
    "Three cancellations by the patient without a clinical review",
    RTT + "§4.4.2.1 (the number is ours)",
    "The patient cancelled {count} times, and no clinical review is recorded.",
    "Ask the clinician: rebook, active monitoring, or discharge in the patient's best interest.",
    local=True,
)
TRANSFERRED_OPEN = number_check(
    33,
    "transferred-but-open",
    _BREACH,
    "Transferred out (21), still open",
    RTT + "§11.1 footnote 24, Annex D",
    "Transferred out on {day}, and still open here.",
    "Close it on this list: the receiver reports the wait.",
)
ASI_NO_PATHWAY = number_check(
    34,
    "asi-without-clock",
    _BREACH,
    "On the RAS or ASI list without a clock",
    RTT + "§3.2.1, §9.1",
    "On the e-Referral worklist without a clock start.",
    "Start the clock: the date it reached the worklist, or an earlier activity on the same booking reference.",
)
PLANNED_NO_DATE = number_check(
    35,
    "planned-without-date",
    _BREACH,
    "Planned, without a due date",
    RTT + "§5.1, §5.2.1",
    "On the planned list without a due date.",
    "Give the due date, and confirm it to the patient in writing; without one this is not a planned pathway.",
)
PAST_LCAD = number_check(
    36,
    "follow-up-past-lcad",
    _WATCH,
    "Follow-up past its latest clinically appropriate date",
    RTT + "§5.2.1",
    "The follow-up was clinically due by {lcad}, {days} ago.",
    "No RTT clock starts; look at the risk and book by it.",
    today=True,
)
PRIORITY_OVERDUE = number_check(
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
NOT_VALIDATED = number_check(
    38,
    "not-validated",
    _WATCH,
    "Not validated for 12 weeks",
    "PRN01625 p. 9 bullet 3",
    "Waiting {weeks}, {last}.",
    "Validate it, and contact the patient.",
    today=True,
)
NONC_COUNTED = number_check(
    39,
    "nonc-in-headline",
    _BREACH,
    "Non-English commissioner counted in the headline",
    "RTT published provider tables, March 2026; rule book R1",
    "Commissioner NONC is counted in the headline figures.",
    "Leave it out of the headline and show it on a line of its own.",
)
