"""The answer of the RTT engine: periods, status, dates, and everything said on the way."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from rules.explain import Confidence, Finding, Severity, Step
from words.phrases import in_words, plural

from ..calendar import Wait, days_waited, list_review_dates
from .pathway import AdditionalPathway, Period

STATUS_WORDS: Mapping[str, str] = {
    "open": "Clock running",
    "stopped": "Clock stopped",
    "nullified": "Clock nullified",
    "active_monitoring": "On active monitoring",
    "no_clock": "No clock",
    "not_rtt": "Outside RTT",
}


class Clock(NamedTuple):
    """What the events of one pathway amount to on `as_of`. Dates and waits describe the last period.

    `periods` in order, the last one may be open; `additional_pathways` are separate conditions found on the way;
    `extras` holds the fields that exist only where they apply (CONTRACTS §6).
    """

    as_of: date
    status: str
    periods: tuple[Period, ...]
    additional_pathways: tuple[AdditionalPathway, ...]
    provider: str | None
    extras: Mapping[str, Any]
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]

    @property
    def last(self) -> Period | None:
        return self.periods[-1] if self.periods else None

    @property
    def clock_start(self) -> date | None:
        return self.periods[-1].start if self.periods else None

    @property
    def clock_stop(self) -> date | None:
        return self.periods[-1].stop if self.periods else None

    @property
    def breach_date(self) -> date | None:
        """First day over 18 weeks: clock start + 127 days."""
        return self.periods[-1].breach_date if self.periods else None

    @property
    def counted_breach_date(self) -> date | None:
        """The same, None for a nullified clock: it counts nowhere, so it breaches nothing."""
        return None if self.status == "nullified" else self.breach_date

    @property
    def last_day_within_18w(self) -> date | None:
        return self.periods[-1].last_day_within_18w if self.periods else None

    @property
    def wait(self) -> Wait | None:
        """The RTT wait of the last period, to its stop or to `as_of`; None without a period or when nullified."""
        last = self.last
        if last is None or last.nullified:
            return None
        end = last.stop or self.as_of
        return Wait(end, days_waited(last.start, end))

    @property
    def prior_wait_days(self) -> int:
        """Days waited before active monitoring by choice: they count for the place on the list, not for RTT."""
        return int(self.extras.get("prior_wait_days_for_list_position", 0)) if self.status == "open" else 0

    @property
    def list_position_days(self) -> int | None:
        """The second number: the RTT wait and the days before active monitoring by choice."""
        wait = self.wait
        return None if wait is None else wait.days + self.prior_wait_days

    @property
    def days_left(self) -> int | None:
        """Days from `as_of` to the last day within 18 weeks of an open clock: the limit less the days waited, so that
        the first day past it is one day over."""
        last = self.last
        return days_waited(self.as_of, last.last_day_within_18w) if last and self.status == "open" else None

    @property
    def decided_to_admit(self) -> date | None:
        return self.periods[-1].decided_to_admit if self.periods else None

    @property
    def monitoring_review_dates(self) -> list[date]:
        """Every 12 weeks of active monitoring by choice, up to the one after `as_of` (PRN01045 §8.3)."""
        last = self.last
        is_choice = self.status == "active_monitoring" and last is not None and last.choice
        return list_review_dates(last.stop, self.as_of) if is_choice and last and last.stop else []

    @property
    def needs_validation(self) -> bool:
        """Whether something found wants a validator's eye: a breach of the rules or a thing to watch."""
        return any(finding.severity is not Severity.NOTE for finding in self.findings)

    @property
    def confidence(self) -> Confidence:
        """Sourced, or to be checked locally when a start or stop rests on such a rule."""
        if any(step.rule.confidence is not Confidence.SOURCED for step in self.steps):
            return Confidence.CHECK_LOCAL_POLICY
        return Confidence.SOURCED

    def explanation(self) -> list[dict[str, str]]:
        """The steps in the order applied, as `{rule, text, source}` with `confidence` where to be checked."""
        return [step.as_dict() for step in self.steps]

    @property
    def in_words(self) -> str:
        """ "14 weeks 4 days · breach on 12 June 2026 · 24 days left", or the status in words."""
        wait, last = self.wait, self.last
        if wait is None or last is None:
            return STATUS_WORDS[self.status]
        waited = f"{plural(wait.weeks, 'week')} {plural(wait.extra_days, 'day')}"
        if self.status != "open":
            return f"{waited} · {STATUS_WORDS[self.status].lower()} on {in_words(last.stop)}"
        left = self.days_left or 0
        how = (
            "last day within 18 weeks" if left == 0 else f"{plural(abs(left), 'day')} {'left' if left > 0 else 'over'}"
        )
        return f"{waited} · breach on {in_words(last.breach_date)} · {how}"

    def reading(self) -> str:
        """The same as `in_words`, for callers that ask for the reading of a clock."""
        return self.in_words
