"""All standards on one chart: the exponential curve of waits on which each is just met (CAP-3)."""

from dataclasses import dataclass

from rules.capacity.formulas import factor_for


@dataclass(frozen=True, slots=True)
class WaitStandard:
    """A share (0 to 1) to be seen within so many weeks."""

    name: str
    share: float
    weeks: float

    @property
    def factor(self) -> float:
        """Target wait ÷ mean wait."""
        return factor_for(self.share)

    @property
    def mean_wait(self) -> float:
        """The mean wait in weeks at which the standard is just met."""
        return self.weeks / self.factor


STANDARDS = (
    WaitStandard("RTT, 92% within 18 weeks", 0.92, 18),
    WaitStandard("Diagnostics, 99% within 6 weeks", 0.99, 6),
    WaitStandard("Cancer, faster diagnosis, 75% within 28 days", 0.75, 4),
    WaitStandard("Cancer, faster diagnosis, 80% within 28 days (from March 2026)", 0.80, 4),
    WaitStandard("Cancer, 85% within 62 days", 0.85, 62 / 7),
    WaitStandard("Cancer, 96% within 31 days", 0.96, 31 / 7),
)
