"""How the worklist is divided and charted."""

from datetime import date
from typing import Any

from dashapp.declare.module import Chart, Measure, Row, View
from dashapp.declare.phrases import has
from rules.cancer.measures import D62, band_of, list_bands
from rules.standards import Measure as Standard
from rules.standards import Standard as Asked
from rules.standards import plan_on, standard_on

from .clocks import PROGRESS, name_band

MILESTONES = (
    ("Referred", lambda row: True),
    ("First seen", lambda row: bool(row.get("first_seen"))),
    ("Told the result", lambda row: bool(row.get("told_on"))),
    ("Decision to treat", lambda row: bool(row.get("decision_to_treat"))),
    ("Treated", lambda row: bool(row.get("treatment_start"))),
)


def is_open(row: Row) -> bool:
    return row["progress"] not in {"treated", "closed"}


def due_within(days: int) -> Any:
    return lambda row: is_open(row) and row["days_left"] is not None and 0 <= row["days_left"] <= days


def is_over(row: Row) -> bool:
    return is_open(row) and row["days_left"] is not None and row["days_left"] < 0


def percent_met(key: str, title: str, measure: str, standard: Standard) -> Chart:
    """Share within one standard by month of report, with the standard then in force and the plan of the newest year."""

    def reference(months: Any) -> tuple[tuple[str, float], ...]:
        days = [date.fromisoformat(f"{month}-01") for month in months]
        asked = {percent_of(plan_on(standard, day)): "Plan" for day in days[-1:]}
        asked |= {percent_of(standard_on(standard, day)): "Standard" for day in days}
        return tuple((f"{asked[value]} {value:g}%", value) for value in sorted(filter(None, asked)))

    return Chart(
        key,
        title,
        "Patients whose clock stopped in the month, by whether the wait was within the standard; waits that are not "
        "counted nationally are left out.",
        by=lambda row: row[f"{measure}_month"],
        order="label",
        category="Month",
        shape="line",
        better="increase",
        measures=(
            Measure(
                "Within the standard, percent",
                counts=lambda row: row[f"{measure}_met"] == "met",
                among=lambda row: row[f"{measure}_month"] is not None,
            ),
        ),
        reference=reference,
    )


def percent_of(asked: Asked | None) -> float:
    return round(100 * asked.value, 1) if asked else 0.0


def reached(row: Row) -> list[str]:
    return [label for label, holds in MILESTONES if holds(row)]


VIEWS = (
    View("over", "Past a standard", "a running clock has passed its last day", is_over, "breach"),
    View("week", "Due within 7 days", "a running clock has 7 days left or fewer", due_within(7), "watch"),
    View("fortnight", "Due within 14 days", "a running clock has 14 days left or fewer", due_within(14), "watch"),
    View(
        "harm", "Over 104 days", "the 62-day wait is over 104 days", lambda row: (row["d62_days"] or 0) > 104, "breach"
    ),
    View(
        "untracked",
        "Not tracked for 7 days",
        "the pathway was not tracked in the last 7 days",
        has("cancer-not-tracked"),
        "watch",
    ),
    *(
        View(key, label, f"the stage is: {label.lower()}", lambda row, key=key: row["progress"] == key, minor=True)
        for key, label in PROGRESS.items()
    ),
)


CHARTS = (
    Chart(
        "funnel",
        "How far patients have come",
        "Patients who have reached each milestone.",
        by=reached,
        order=tuple(label for label, _ in MILESTONES),
        category="Milestone",
        shape="funnel",
        unit="patients",
    ),
    percent_met("fds-by-month", "Within 28 days by month", "fds", Standard.CANCER_FDS_28_DAYS),
    percent_met("d31-by-month", "Within 31 days by month", "d31", Standard.CANCER_31_DAYS),
    percent_met("d62-by-month", "Within 62 days by month", "d62", Standard.CANCER_62_DAYS),
    Chart(
        "by-site",
        "Patients by suspected cancer",
        "Patients by the cancer that was suspected.",
        by="suspected_type",
        unit="patients",
    ),
    Chart("by-route", "Patients by route", "Patients by the route they came by.", by="route", unit="patients"),
    Chart("by-stage", "Patients by stage", "Patients by where they are on the way.", by="progress", unit="patients"),
    Chart(
        "bands",
        "62-day waits by band",
        "62-day waits, running and stopped, in the published bands of days.",
        by=lambda row: row["d62_band"],
        order=tuple(map(name_band, list_bands(D62.edges))),
        limit=("62 days", name_band(band_of(D62.limit + 1, D62.edges))),
        category="Days",
        unit="patients",
    ),
)
