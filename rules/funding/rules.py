"""The rule book on funding requests: individual requests, prior approval, evidence-based interventions (EBI).

Sources: rule book H (from memory unless named: check local policy), A3; PRN01045 v5.0 rules 5, §4.4.1.2.
"""

from collections.abc import Mapping

from rules.explain import Confidence, RuleBook

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
"""The steps of a request and those each may lead to; a review looks at the process, it does not decide again."""
DECIDED = frozenset({"approved", "declined", "withdrawn"})
REFUSED = ("declined", "review")
UNDECIDED = frozenset(MOVES) - DECIDED - {"review"}
BY_CRITERIA = ("prior_approval", "ebi")
DECISION_WORKING_DAYS: Mapping[str, int] = {"urgent": 5, "routine": 30}

RUNS = BOOK.declare(
    "FUN-1",
    "Waiting for funding does not stop or pause the clock",
    "The clock runs while a request is prepared, screened and decided.",
    "Rule book A3, H (no paragraph of v5.0 names funding)",
    _LOCAL,
)
REFUSAL = BOOK.declare(
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
