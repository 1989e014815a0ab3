"""The checks NHS England makes on a return, each with its verdict: passed, or what it found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.explain import Check, Finding, Severity
from rules.returns import check_return, remarks
from rules.returns.layout import ReturnLine

Verdict = Literal["passed", "watch", "failed", "not_made"]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: what it looks for, its verdict, and what it found. `not_made` needs last month's return."""

    check: Check
    title: str
    verdict: Verdict
    findings: tuple[Finding, ...]


ALONE: tuple[tuple[Check, str], ...] = (
    (remarks.NOT_WHOLE, "Whole numbers, none below nought"),
    (remarks.NO_PROVIDER, "Provider codes that can be one"),
    (remarks.NO_COMMISSIONER, "Commissioner codes that can be one"),
    (remarks.PART_MISSING, "All five parts are there"),
    (remarks.TOTAL_WRONG, "Totals are the sums of their lines"),
    (remarks.NO_INCOMPLETE, "No completed pathways where nobody waits"),
    (remarks.MORE_WITH_DECISION, "Part 2A is at most Part 2"),
    (remarks.FEW_NEW, "Part 3 is at least the first four weeks of Part 2"),
    (remarks.MANY_SHORT, "Not unusually many waits of 0 to 1 week"),
    (remarks.MANY_UNKNOWN, "Few unknown clock starts"),
)
BESIDE_LAST_MONTH: tuple[tuple[Check, str], ...] = (
    (remarks.LARGE_CHANGE, "No large change since last month"),
    (remarks.NO_CHANGE, "Not the same as last month"),
    (remarks.MORE_THAN_EXPECTED, "Not more waiting than starts and stops explain"),
    (remarks.LONG_WAIT_CHANGE, "No large change over 52 weeks"),
)


def list_results(lines: Sequence[ReturnLine], previous: Sequence[ReturnLine] | None) -> list[CheckResult]:
    """Every check in its order. Source: PRN01045 v5.0 Annex B."""
    found = check_return(lines, previous)
    results = [make_result(check, title, found) for check, title in ALONE]
    if previous is None:
        return [*results, *(CheckResult(check, title, "not_made", ()) for check, title in BESIDE_LAST_MONTH)]
    return [*results, *(make_result(check, title, found) for check, title in BESIDE_LAST_MONTH)]


def make_result(check: Check, title: str, found: Sequence[Finding]) -> CheckResult:
    own = tuple(finding for finding in found if finding.check is check)
    verdict: Verdict = "passed" if not own else "failed" if check.severity is Severity.BREACH else "watch"
    return CheckResult(check, title, verdict, own)
