"""What the rule book on MDT meetings says: its rules and the remarks made under them.

Sources: rule book I (from memory unless named: check local policy), B3, B7, B8 and amendment C5; MODULES, MDT.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.explain import Confidence, RuleBook, Severity

BOOK = RuleBook("mdt", "Multidisciplinary team meetings")

_LOCAL = Confidence.CHECK_LOCAL_POLICY

CORE_ROLES: Mapping[str, str] = {
    "surgeon": "surgeon",
    "oncologist": "oncologist",
    "radiologist": "radiologist",
    "pathologist": "pathologist",
    "nurse_specialist": "clinical nurse specialist",
    "coordinator": "coordinator",
}
QUORATE_SHARE = 0.95
ATTENDANCE_SHARE = 2 / 3
DAY_38 = 38

QUORUM = BOOK.declare(
    "MDT-1",
    "Quorate when the core roles are there",
    "Surgeon, oncologist, radiologist, pathologist, clinical nurse specialist and coordinator, as the tumour site's "
    "own rules say. Attendance, start, end and chair are recorded. At least 95% of meetings are quorate, and each core"
    " member attends two thirds.",
    "Rule book I; local operational policy",
    _LOCAL,
)
READY = BOOK.declare(
    "MDT-2",
    "A case that is ready",
    "A question, performance status 0 to 4, stage where known, imaging and pathology available, and somebody to "
    "present.",
    "Rule book I; local operational policy",
    _LOCAL,
)
OUTCOME = BOOK.declare(
    "MDT-3",
    "Every case leaves with an outcome",
    "Treat, refer, more tests, active monitoring, palliative care, ruled out, or deferred with the reason. The "
    "decision is written in words, with who does what by when.",
    "Rule book I; local operational policy",
    _LOCAL,
)
TELL = BOOK.declare(
    "MDT-4",
    "Somebody tells the patient",
    "Who tells the patient, and by when, is part of the outcome: told of a diagnosis, or that cancer is ruled out, "
    "ends the 28-day clock. The GP is told too.",
    "CWT guidance v12.1 §1.1; Data Dictionary: Cancer Faster Diagnosis Pathway",
)
NOT_DTT = BOOK.declare(
    "MDT-5",
    "The meeting is not the decision to treat",
    "The decision to treat is the day the patient and the clinician agree a plan. A meeting is not needed for it, and "
    "its date is not that date.",
    "Rule book I; CWT guidance",
    _LOCAL,
)
TRANSFER = BOOK.declare(
    "MDT-6",
    "Referred on: day 38",
    "A transfer to the treating provider is due by day 38 of the 62-day pathway, less any first-seen adjustment.",
    "CWT breach allocation; rule book B7",
)
UPGRADE = BOOK.declare(
    "MDT-7",
    "Upgrade at the latest here",
    "A patient not on an urgent pathway is upgraded by the consultant responsible, from October 2023 no later than the "
    "referral to the cancer meeting. Not when the referral was already urgent suspected cancer (priority 3) or urgent "
    "screening (source 17, priority 2).",
    "Data Dictionary: Consultant Upgrade Date; FAQ on the 2023 cancer standards",
)
NO_TREATMENT = BOOK.declare(
    "MDT-8",
    "No treatment has a reason",
    "When no anti-cancer treatment follows, the reason is recorded with its code.",
    "Data Dictionary: No Cancer Treatment Reason; rule book B8",
)
DEFERRAL = BOOK.declare(
    "MDT-9",
    "Deferrals are counted",
    "A deferred case has its reason, what is missing and the next meeting; a second deferral is looked into.",
    "Rule book I; local operational policy",
    _LOCAL,
)

NOT_QUORATE = BOOK.remark(
    "mdt-not-quorate",
    Severity.BREACH,
    QUORUM,
    "Not quorate: no {roles} present.",
    "Follow the site's rule: ask the missing role for an opinion, or bring the case back.",
)
ATTENDANCE_MISSING = BOOK.remark(
    "mdt-attendance-missing",
    Severity.WATCH,
    QUORUM,
    "The meeting was held, and no attendance is recorded.",
    "Record who was there; without it the meeting does not count as quorate.",
)
NO_CHAIR = BOOK.remark(
    "mdt-chair-missing",
    Severity.WATCH,
    QUORUM,
    "The meeting has no chair.",
    "Name the chair.",
)
PLANNED_PASSED = BOOK.remark(
    "mdt-meeting-not-closed",
    Severity.WATCH,
    OUTCOME,
    "The meeting of {day} is still planned.",
    "Record whether it was held, and the outcomes.",
    depends_on_today=True,
)
NOT_READY = BOOK.remark(
    "mdt-case-not-ready",
    Severity.WATCH,
    READY,
    "Not ready to discuss: {missing} missing.",
    "Chase it before the meeting, or move the case now rather than defer it there.",
)
STATUS_ODD = BOOK.remark(
    "mdt-performance-status",
    Severity.BREACH,
    READY,
    "The performance status {status} is not one of 0 to 4.",
    "Correct it.",
)
AFTER_CUT_OFF = BOOK.remark(
    "mdt-added-after-cut-off",
    Severity.NOTE,
    READY,
    "Added on {added}, after the cut-off on {cut_off}.",
    "Make sure imaging and pathology can still be reviewed.",
)
NO_OUTCOME = BOOK.remark(
    "mdt-outcome-missing",
    Severity.BREACH,
    OUTCOME,
    "The meeting was held on {day}, and this case has no outcome.",
    "Record the outcome, the decision in words, and who does what.",
)
NO_DECISION = BOOK.remark(
    "mdt-decision-missing",
    Severity.WATCH,
    OUTCOME,
    "The outcome is {outcome}, and the decision is not written in words.",
    "Write it so that somebody who was not there understands it.",
)
NO_ACTION = BOOK.remark(
    "mdt-action-missing",
    Severity.WATCH,
    OUTCOME,
    "The outcome is {outcome}, and no action follows.",
    "Add the next step, its owner and its date.",
)
ACTION_INCOMPLETE = BOOK.remark(
    "mdt-action-incomplete",
    Severity.WATCH,
    OUTCOME,
    'The action "{what}" has no {missing}.',
    "Give it an owner and a date.",
)
ACTION_OVERDUE = BOOK.remark(
    "mdt-action-overdue",
    Severity.BREACH,
    OUTCOME,
    'The action "{what}" was due on {due}, {days} ago.',
    "Ask {owner}.",
    depends_on_today=True,
)
TESTS_UNNAMED = BOOK.remark(
    "mdt-tests-not-named",
    Severity.WATCH,
    OUTCOME,
    "More tests, without {missing}.",
    "Name each test and the date by which it is wanted.",
)
NOBODY_TELLS = BOOK.remark(
    "mdt-nobody-tells",
    Severity.WATCH,
    TELL,
    "It is not recorded {missing} the patient is told.",
    "Name the person and the date; the 28-day clock runs until the patient is told.",
)
TELL_OVERDUE = BOOK.remark(
    "mdt-patient-not-told",
    Severity.BREACH,
    TELL,
    "The patient was to be told by {due}, and has not been.",
    "Tell the patient now; a letter that may not have arrived does not count.",
    depends_on_today=True,
)
GP_NOT_TOLD = BOOK.remark(
    "mdt-gp-not-told",
    Severity.WATCH,
    TELL,
    "The patient was told on {day}; the GP has not been.",
    "Write to the GP, and record the date.",
)
ENDS_FDS = BOOK.remark(
    "mdt-ends-28-day-clock",
    Severity.NOTE,
    TELL,
    "Told on {day}: the 28-day clock ends on that date.",
    "Record it as the end of the faster diagnosis pathway, with its reason.",
)
DTT_IS_MEETING = BOOK.remark(
    "mdt-date-as-decision-to-treat",
    Severity.WATCH,
    NOT_DTT,
    "The decision to treat carries the meeting's date, {day}, and the patient was not seen that day.",
    "Record the day on which the patient agreed the plan.",
)
REFERRED_ON = BOOK.remark(
    "mdt-referred-day-38",
    Severity.WATCH,
    TRANSFER,
    "Referred to another provider on day {day} of the pathway; the transfer is due by {due}.",
    "Send the transfer form today, with the original clock start.",
)
UPGRADE_PROMPT = BOOK.remark(
    "mdt-upgrade-to-consider",
    Severity.WATCH,
    UPGRADE,
    "The patient is on a cancer meeting's list and not on an urgent pathway.",
    "Ask the consultant whether to upgrade; the date is that of the decision, no later than the referral to the "
    "meeting.",
)
UPGRADE_LATE = BOOK.remark(
    "mdt-upgrade-late",
    Severity.WATCH,
    UPGRADE,
    "Upgraded on {upgraded}, after the referral to the meeting on {referred}.",
    "Check the date of the decision.",
)
UPGRADE_NOT_ALLOWED = BOOK.remark(
    "mdt-upgrade-not-allowed",
    Severity.BREACH,
    UPGRADE,
    "An upgrade is recorded, but the referral was already {route}.",
    "Remove the upgrade: the 62-day clock runs from the referral.",
)
REASON_MISSING = BOOK.remark(
    "mdt-no-treatment-reason",
    Severity.BREACH,
    NO_TREATMENT,
    "{outcome} without a reason for no anti-cancer treatment{given}.",
    "Record the reason with its code.",
)
DEFERRED_WHY = BOOK.remark(
    "mdt-deferred-without-reason",
    Severity.BREACH,
    DEFERRAL,
    "Deferred, and {missing} recorded.",
    "Record what is missing and when the case comes back.",
)
DEFERRED_AGAIN = BOOK.remark(
    "mdt-deferred-again",
    Severity.WATCH,
    DEFERRAL,
    "Deferred {count} times.",
    "Find out why, and tell the patient.",
)
BREACHES_FIRST = BOOK.remark(
    "mdt-breaches-before-meeting",
    Severity.WATCH,
    DEFERRAL,
    "The pathway breaches on {breach}, before the meeting on {day}.",
    "Discuss it earlier or outside the meeting: a meeting is not needed to decide.",
)
