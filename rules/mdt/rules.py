"""The rule book on MDT meetings.

Sources: rule book I (from memory unless named: check local policy), B3, B7, B8 and amendment C5; MODULES, MDT.
"""

from collections.abc import Mapping

from rules.explain import Confidence, RuleBook

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
