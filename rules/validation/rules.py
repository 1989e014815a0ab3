"""The rules of validating a waiting list (rule book E, E2).

Sources: PRN01045 v5.0, the sections named; PRN01625 p. 9; rule book E and amendments R3, D12. The numbered checks of
E1 are in `rows` and `rows_amended`.
"""

from collections.abc import Callable

from rules.explain import Check, Confidence, Edged, Predicate, Rule, RuleBook, Severity, read_words
from rules.validation.facts import PathwayFacts

BOOK = RuleBook("validation", "Validating a waiting list")
CHECKS: dict[int, Check] = {}
"""Every numbered check by its number in the rule book."""

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


def declare_number(number: int, title: str, source: str, fix: str, statement: str = "", local: bool = False) -> Rule:
    """Declare the rule of a numbered check; `local` marks one whose limit a trust sets."""
    confidence = Confidence.CHECK_LOCAL_POLICY if local else Confidence.SOURCED
    return BOOK.declare(f"E1-{number}", title, statement or f"{title}: {fix[0].lower()}{fix[1:]}", source, confidence)


def number_check(
    number: int,
    code: str,
    severity: Severity,
    title: str,
    source: str,
    field: str,
    *,
    local: bool = False,
    lasting: bool = False,
) -> Callable[[Predicate | Edged], Check]:
    """Declare check `number` of rule book E1, a rule of its own, as a predicate of a row, and keep it in `CHECKS`."""

    def add(asked: Predicate | Edged) -> Check:
        _, fix = read_words(asked.predicate if isinstance(asked, Edged) else asked)
        rule = declare_number(number, title, source, fix, local=local)
        check = BOOK.check(f"validation-{code}", severity, rule, field, given=is_row, lasting=lasting)
        CHECKS[number] = check(asked)
        return CHECKS[number]

    return add


def number_remark(
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
) -> Check:
    """The same for one that is made of several rows, or of a return."""
    rule = declare_number(number, title, source, fix, statement, local)
    CHECKS[number] = BOOK.remark(f"validation-{code}", severity, rule, says, fix)
    return CHECKS[number]


def is_row(case: object) -> bool:
    """Checks of a row are in the same book as those of a validation."""
    return isinstance(case, PathwayFacts)
