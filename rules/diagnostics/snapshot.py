"""The month-end waiting list by test, held against the standard (rule book C)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..standards import Measure, standard_on
from .return_lines import TESTS, DiagnosticTest
from .wait import THIRTEEN_WEEKS, DiagnosticWait, is_breach


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Waits for one test (or for all, `test` None) on a census day."""

    test: DiagnosticTest | None
    waiting: int
    over_six_weeks: int
    over_thirteen_weeks: int

    @property
    def share_over_six_weeks(self) -> float | None:
        """Share waiting 6 weeks or more; None when nobody waits."""
        return self.over_six_weeks / self.waiting if self.waiting else None

    def meets_standard(self, on: date) -> bool | None:
        """Whether the share meets the standard in force that day; None when nobody waits or no standard is known."""
        standard = standard_on(Measure.DM01_OVER_6_WEEKS, on)
        share = self.share_over_six_weeks
        return None if standard is None or share is None else standard.is_met(share)


def sum_snapshot(waits: Iterable[DiagnosticWait]) -> list[Snapshot]:
    """A line for each of the 15 tests in the order of the return, then one for all; other tests are left out.

    One person can appear under two tests; waits not on the waiting list are not counted (rule book C).
    """
    listed = [wait for wait in waits if wait.on_waiting_list and wait.test is not None and wait.days is not None]
    lines = [_sum(test, [wait for wait in listed if wait.test == test]) for test in TESTS.values()]
    return [*lines, _sum(None, listed)]


def _sum(test: DiagnosticTest | None, waits: Sequence[DiagnosticWait]) -> Snapshot:
    days = [wait.days or 0 for wait in waits]
    over_six = sum(is_breach(each) for each in days)
    over_thirteen = sum(each >= THIRTEEN_WEEKS for each in days)
    return Snapshot(test, len(days), over_six, over_thirteen)
