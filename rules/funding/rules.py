"""What the rule book on funding requests says: its rules and the remarks made under them.

Sources: rule book H (from memory unless named: check local policy), A3; PRN01045 v5.0 rules 5, §4.4.1.2.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.explain import Confidence, RuleBook, Severity

BOOK = RuleBook("funding", "Funding and individual requests")

_LOCAL = Confidence.CHECK_LOCAL_POLICY

CATEGORIES: Mapping[str, str] = {
    "ifr": "individual funding request",
    "prior_approval": "prior approval",
    "ebi": "evidence-based intervention",
}
MOVES: Mapping[str, tuple[str, ...]] = {
    "draft": ("submitted", "withdrawn"),
    "submitted": ("screened", "more_information", "withdrawn"),
    "screened": ("panel", "approved", "declined", "more_information", "withdrawn"),
    "more_information": ("submitted", "screened", "panel", "withdrawn"),
    "panel": ("approved", "declined", "more_information", "withdrawn"),
    "approved": (),
    "declined": ("review",),
    "review": ("panel", "declined"),
    "withdrawn": (),
}
"""The steps of a request and those each may lead to; a review looks at the process, it does not decide anew."""
DECIDED = frozenset({"approved", "declined", "withdrawn"})
DECISION_WORKING_DAYS: Mapping[str, int] = {"urgent": 5, "routine": 30}

RUNS = BOOK.declare(
    "FUN-1",
    "Waiting for funding does not stop or pause the clock",
    "The clock runs while a request is prepared, screened and decided.",
    "Rule book A3, H (no paragraph of v5.0 names funding)",
    _LOCAL,
)
REFUSED = BOOK.declare(
    "FUN-2",
    "Declined, and no other treatment",
    "If funding is declined and there is no other treatment, it is a decision not to treat (34), on the date the "
    "patient is told. If there is another treatment the clock keeps running.",
    "PRN01045 v5.0 rule 5, §4.4.1.2; rule book H",
    _LOCAL,
)
EXCEPTIONAL = BOOK.declare(
    "FUN-3",
    "Clinical exceptionality",
    "The patient differs significantly from others with the same condition at the same stage, and is likely to gain "
    "significantly more from the treatment. Rarity and social factors alone are not exceptional.",
    "NHS England individual funding request policy",
    _LOCAL,
)
CLINICIAN = BOOK.declare(
    "FUN-4",
    "The clinician makes the request",
    "A clinician, not the patient, makes the request to the ICB or NHS England: form, screening, panel, reasons, "
    "review of the process. There is an urgent lane for danger to life or limb.",
    "NHS England individual funding request policy",
    _LOCAL,
)
EVIDENCE = BOOK.declare(
    "FUN-5",
    "Evidence first",
    "A request goes with the evidence that its criteria are met: measurements, scores, what was tried, letters.",
    "Rule book H; local policy",
    _LOCAL,
)
PRIOR = BOOK.declare(
    "FUN-6",
    "Prior approval",
    "Criteria met: approved. Not met: an individual funding request, or declined.",
    "Rule book H; local policy",
    _LOCAL,
)
EBI = BOOK.declare(
    "FUN-7",
    "Evidence-based interventions",
    "List 1 (2019) names 4 interventions not done routinely and 13 done only when criteria are met; lists 2 (2020, 31) "
    "and 3 (2023, 10) followed. One that is not done routinely needs an individual funding request.",
    "EBI programme guidance; surgical prioritisation FAQ (the 17 of list 1)",
    _LOCAL,
)
TIMES = BOOK.declare(
    "FUN-8",
    "Decisions in time",
    "How soon a panel decides is set locally; here 30 working days, and 5 for urgent requests.",
    "Local policy",
    _LOCAL,
)

CLOCK_RUNS = BOOK.remark(
    "funding-clock-runs",
    Severity.NOTE,
    RUNS,
    "The request is {status}: the clock keeps running.",
    "Go on preparing the patient, and watch the wait.",
)
PAUSED = BOOK.remark(
    "funding-no-pause",
    Severity.BREACH,
    RUNS,
    "The clock is recorded as paused or stopped while funding is decided. There is no pause.",
    "Remove it: the wait for funding is part of the wait.",
)
DECLINED_STOP = BOOK.remark(
    "funding-declined-stop",
    Severity.NOTE,
    REFUSED,
    "Declined, with no other treatment: the clock stops (34) on {told}, when the patient was told.",
    "Record 34 with that date, and write to the GP.",
)
TOLD_MISSING = BOOK.remark(
    "funding-patient-not-told",
    Severity.BREACH,
    REFUSED,
    "Declined, with no other treatment, and no date on which the patient was told: the clock keeps running.",
    "Tell the patient and the GP; that date is the stop.",
)
STOP_NOT_TOLD = BOOK.remark(
    "funding-stop-differs",
    Severity.BREACH,
    REFUSED,
    "The clock is stopped on {stop}, but the patient was told on {told}.",
    "Record {told} as the stop.",
)
ALTERNATIVE = BOOK.remark(
    "funding-alternative-runs",
    Severity.NOTE,
    REFUSED,
    "Declined, and another treatment is possible: the clock keeps running.",
    "Agree the next step with the patient, and book it.",
)
ALTERNATIVE_UNKNOWN = BOOK.remark(
    "funding-alternative-unknown",
    Severity.WATCH,
    REFUSED,
    "Declined, and it is not recorded whether there is another treatment.",
    "Ask the consultant: it decides whether the clock stops.",
)
NO_STATEMENT = BOOK.remark(
    "funding-exceptionality-missing",
    Severity.BREACH,
    EXCEPTIONAL,
    "An individual funding request without a statement of clinical exceptionality.",
    "Say how this patient differs from others at the same stage, and why the gain would be greater.",
)
NOT_EXCEPTIONAL = BOOK.remark(
    "funding-not-exceptional",
    Severity.WATCH,
    EXCEPTIONAL,
    'The statement rests on "{words}": rarity and social factors alone are not clinical exceptionality.',
    "Add what is clinically different about this patient and the likely gain.",
)
NO_CONSULTANT = BOOK.remark(
    "funding-clinician-missing",
    Severity.BREACH,
    CLINICIAN,
    "No consultant is named: a clinician makes the request.",
    "Name the consultant who asks.",
)
URGENT_NO_REASON = BOOK.remark(
    "funding-urgent-without-reason",
    Severity.WATCH,
    CLINICIAN,
    "Marked urgent without a reason.",
    "Say what is in danger, and by when.",
)
NO_EVIDENCE = BOOK.remark(
    "funding-evidence-missing",
    Severity.BREACH,
    EVIDENCE,
    "The request was submitted without {missing}.",
    "Attach it: a request without evidence is sent back.",
)
NO_MEASURE = BOOK.remark(
    "funding-measurement-missing",
    Severity.WATCH,
    EVIDENCE,
    "The request was submitted without a measurement or score; its criteria are decided on one.",
    "Attach it: the BMI, the questionnaire the patient filled in, the sight or the nerve test.",
)
NOT_MET = BOOK.remark(
    "funding-criteria-not-met",
    Severity.WATCH,
    PRIOR,
    "The criteria are not met.",
    "Make an individual funding request if the patient is clinically exceptional; otherwise it will be declined.",
)
EBI_NEVER = BOOK.remark(
    "funding-ebi-not-routine",
    Severity.WATCH,
    EBI,
    "This intervention is not done routinely.",
    "Make an individual funding request, or agree another treatment.",
)
COSMETIC = BOOK.remark(
    "funding-cosmetic",
    Severity.WATCH,
    PRIOR,
    'The evidence speaks of "{words}": a cosmetic reason meets no criteria.',
    "Say what the patient cannot do, what hurts, or what is at risk.",
)
OVERDUE = BOOK.remark(
    "funding-decision-overdue",
    Severity.WATCH,
    TIMES,
    "Submitted on {day}, and undecided; a decision was due by {due}.",
    "Ask the ICB for the decision, and tell the patient.",
    depends_on_today=True,
)
STEP_ORDER = BOOK.remark(
    "funding-steps-out-of-order",
    Severity.BREACH,
    CLINICIAN,
    "{later} ({later_day}) is before {earlier} ({earlier_day}).",
    "Correct one of the two dates.",
)
DATES_DIFFER = BOOK.remark(
    "funding-step-dates-differ",
    Severity.BREACH,
    CLINICIAN,
    "“{step}” is dated {day}, and among the steps so far {other}.",
    "Correct one of the two: the weeks waited at each step are counted from them.",
)
MOVE_NOT_ALLOWED = BOOK.remark(
    "funding-move-not-allowed",
    Severity.BREACH,
    CLINICIAN,
    'A request cannot go from "{from_status}" to "{to_status}".',
    "Correct the steps. Possible next: {possible}.",
)
STATUS_DIFFERS = BOOK.remark(
    "funding-status-differs",
    Severity.BREACH,
    CLINICIAN,
    'The status is "{status}", but the last step led to "{last}".',
    "Add the missing step, or correct the status.",
)
