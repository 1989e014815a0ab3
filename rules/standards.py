"""Waiting time standards and planning targets, as dated rows: what was in force when.

A *standard* is what patients may expect (the NHS Constitution, national guidance); a *target* is what planning
guidance asks for by the end of a year. Both are shares: 0.92 is 92 %. Nothing is filled in between the rows: a date
for which no source was read has no row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from rules.explain import RuleBook
from words.code_lists import read_rows
from words.phrases import in_words

BOOK = RuleBook("standards", "Standards and targets")

STANDARD_RULE = BOOK.declare(
    "STD-1",
    "The standard in force on a date",
    "RTT: 92% of incomplete pathways within 18 weeks. Diagnostics: fewer than 1% waiting 6 weeks or more. Cancer since "
    "1 October 2023: 28-day faster diagnosis 75%, 80% from March 2026; 31 days 96%; 62 days 85%. Faster diagnosis was "
    "75% from October 2021; the other nine standards of before October 2023 are not in the table.",
    "PRN01045 v5.0 §1.1; DM01 guidance; CWT guidance v12.1 §1.1",
)
TARGET_RULE = BOOK.declare(
    "STD-2",
    "Planning targets",
    "Each year's planning guidance sets steps towards the standards, some for England, some for every trust or system, "
    "some as an improvement on the trust's own figure. First appointments and 52 weeks have no measure in 2026/27.",
    "PRN01625, success table and footnote 2; Medium Term Planning Framework 2026/27-2028/29, p. 28",
)


class Measure(StrEnum):
    """What is measured: always a share of patients or pathways."""

    RTT_18_WEEKS = "rtt_18_weeks"
    RTT_FIRST_APPOINTMENT_18_WEEKS = "rtt_first_appointment_18_weeks"
    RTT_OVER_52_WEEKS = "rtt_over_52_weeks"
    DM01_OVER_6_WEEKS = "dm01_over_6_weeks"
    CANCER_FDS_28_DAYS = "cancer_fds_28_days"
    CANCER_31_DAYS = "cancer_31_days"
    CANCER_62_DAYS = "cancer_62_days"
    COMMUNITY_18_WEEKS = "community_18_weeks"


class Kind(StrEnum):
    """Whether a row is a lasting standard or a step asked for by planning guidance."""

    STANDARD = "standard"
    TARGET = "target"


class Sense(StrEnum):
    """How a figure is held against the value."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    UNDER = "under"


@dataclass(frozen=True, slots=True)
class Standard:
    """One dated row. `level` is national, trust or system; `effective_to` is the last day, None while in force.

    `improvement` (a share) is what is asked on top of the organisation's own `baseline` figure: the goal is then the
    greater demand of the two.
    """

    measure: Measure
    level: str
    value: float
    effective_from: date
    effective_to: date | None
    source: str
    kind: Kind = Kind.STANDARD
    sense: Sense = Sense.AT_LEAST
    improvement: float | None = None
    baseline: str = ""

    def is_in_force(self, on: date) -> bool:
        return self.effective_from <= on and (self.effective_to is None or on <= self.effective_to)

    def goal(self, baseline: float | None = None) -> float:
        """The share asked of an organisation whose own baseline figure is `baseline` (None: the floor alone)."""
        if self.improvement is None or baseline is None:
            return self.value
        if self.sense is Sense.AT_LEAST:
            return max(self.value, baseline + self.improvement)
        return min(self.value, baseline - self.improvement)

    def is_met(self, share: float, baseline: float | None = None) -> bool:
        """Whether a figure meets it."""
        goal = self.goal(baseline)
        if self.sense is Sense.AT_LEAST:
            return share >= goal
        return share <= goal if self.sense is Sense.AT_MOST else share < goal


def _read_standard(row: Mapping[str, str]) -> Standard:
    return Standard(
        Measure(row["measure"]),
        row["level"],
        float(row["value"]),
        date.fromisoformat(row["from"]),
        date.fromisoformat(row["to"]) if row["to"] else None,
        row["source"],
        Kind(row["kind"]),
        Sense(row["sense"]),
        float(row["improvement"]) if row["improvement"] else None,
        row["baseline"],
    )


STANDARDS: Final = tuple(map(_read_standard, read_rows(__file__, "standards.csv")))
"""Since October 2015 incomplete pathways alone are held against a standard. Trusts are held against the standard of
faster diagnosis since October 2021; until October 2023 it was one of ten."""


_MEASURED: Final = {
    Measure.RTT_18_WEEKS: "RTT: waiting 18 weeks or less",
    Measure.RTT_FIRST_APPOINTMENT_18_WEEKS: "RTT: first appointment within 18 weeks",
    Measure.RTT_OVER_52_WEEKS: "RTT: waiting over 52 weeks, of the whole list",
    Measure.DM01_OVER_6_WEEKS: "Diagnostics: waiting 6 weeks or more",
    Measure.CANCER_FDS_28_DAYS: "Cancer: told within 28 days",
    Measure.CANCER_31_DAYS: "Cancer: treated within 31 days",
    Measure.CANCER_62_DAYS: "Cancer: treated within 62 days",
    Measure.COMMUNITY_18_WEEKS: "Community health services: within 18 weeks",
}


def _asked(row: Standard) -> str:
    goal = f"{row.sense.value} {row.value:.0%}"
    if row.improvement is None:
        return goal
    change = f"{100 * row.improvement:.0f} points better than {row.baseline}"
    return f"{goal}, or {change}, whichever asks more"


BOOK.tabulate(
    "dated-rows",
    "Standards and targets by date",
    ("Measure", "For", "Asked", "From", "To", "Kind", "Source"),
    (
        (
            _MEASURED[row.measure],
            {"national": "England"}.get(row.level, f"each {row.level}"),
            _asked(row),
            in_words(row.effective_from),
            in_words(row.effective_to) if row.effective_to else "in force",
            row.kind.value,
            row.source,
        )
        for row in STANDARDS
    ),
    "The sources named in each row",
)


def standard_on(measure: str, on: date, level: str = "national") -> Standard | None:
    """The lasting standard in force on a day; None when there is none or no source was read for that day."""
    return _first(row for row in rows_on(measure, on) if row.kind is Kind.STANDARD and row.level == level)


def target_on(measure: str, on: date, level: str = "national") -> Standard | None:
    """The planning target of the year that holds the day, for England, a trust or a system; None when there is none."""
    return _first(row for row in rows_on(measure, on) if row.kind is Kind.TARGET and row.level == level)


def plan_on(measure: str, on: date) -> Standard | None:
    """The planning target of the year for England, or where it has none for every trust."""
    return target_on(measure, on) or target_on(measure, on, "trust")


def rows_on(measure: str, on: date) -> tuple[Standard, ...]:
    """Every row in force on a day: the standard and the targets at each level."""
    return tuple(row for row in STANDARDS if row.measure == measure and row.is_in_force(on))


def _first(rows: Iterable[Standard]) -> Standard | None:
    return next(iter(rows), None)
