"""How the worklist of meetings is divided and charted."""

from dashapp.declare.module import Chart, Column, Measure, Row, View
from dashapp.declare.phrases import WRONG_VIEW, by_month, month_of
from rules.mdt.record import OUTCOME_LABELS, ROLES
from rules.mdt.rules import ATTENDANCE_SHARE, QUORATE_SHARE

SOON_DAYS = 7
COLUMNS = (
    Column("title", width=230, pinned=True),
    Column("status"),
    Column("days_to", title="Days to it"),
    Column("ready"),
    Column("quorate"),
    Column("next_step", flex=4),
)


def is_next(row: Row) -> bool:
    return row["days_to"] is not None and row["days_to"] >= 0


def is_held(row: Row) -> bool:
    return bool(row["status"] == "held")


VIEWS = (
    WRONG_VIEW,
    View("next", "Next meetings", "the meeting is planned for today or later", is_next),
    View(
        "unready",
        "Not ready, within 7 days",
        "the meeting is at most 7 days away and at least one patient is not ready",
        lambda row: is_next(row) and row["days_to"] <= SOON_DAYS and row["unready"] > 0,
        "watch",
    ),
    View(
        "overdue",
        "Actions overdue",
        "an action of one of its patients is overdue",
        lambda row: row["overdue_actions"] > 0,
        "breach",
    ),
    View(
        "not-told",
        "Patients to tell",
        "a patient with an outcome has not been told",
        lambda row: row["not_told"] > 0,
        "watch",
    ),
    View("deferrals", "Deferrals", "a patient was deferred", lambda row: row["deferred"] > 0, "watch"),
    View(
        "not-quorate",
        "Not quorate",
        "the meeting was held and a core role was not there",
        lambda row: row["quorate"] == "no",
        "breach",
    ),
    View(
        "not-closed",
        "Not closed",
        "the meeting has passed and is still planned",
        lambda row: row["days_to"] is not None and row["days_to"] < 0,
        "watch",
    ),
)


def list_outcomes(row: Row) -> list[str]:
    """The outcomes among a meeting's patients, each once."""
    return sorted({OUTCOME_LABELS[outcome] for outcome in row["outcomes"].split(", ") if outcome})


def attendance_of(role: str, label: str) -> Measure:
    """The share of held meetings with attendance recorded at which somebody came for a role."""
    return Measure(
        label, lambda row: role in (row.get("present") or ()), lambda row: is_held(row) and bool(row.get("present"))
    )


def held_month(row: Row) -> str | None:
    return month_of("date")(row) if is_held(row) else None


CHARTS = (
    by_month(
        "quoracy",
        "Quorate meetings by month",
        f"Held meetings at which every core role was there, of those with attendance recorded; at least "
        f"{QUORATE_SHARE:.0%} is expected.",
        held_month,
        measures=(
            Measure(
                "Quorate, percent", lambda row: row["quorate"] == "yes", lambda row: row["quorate"] in {"yes", "no"}
            ),
        ),
        better="increase",
        reference_lines=((f"Expected {QUORATE_SHARE:.0%}", 100 * QUORATE_SHARE),),
    ),
    by_month(
        "attendance",
        "Attendance by core role",
        "Held meetings with attendance recorded at which somebody came for the role; at least "
        f"{ATTENDANCE_SHARE:.0%} is expected of each.",
        held_month,
        measures=tuple(attendance_of(role, label) for role, label in ROLES.items()),
        shape="heat",
        better="increase",
        unit="percent",
    ),
    Chart(
        "outcomes",
        "Meetings by the outcomes they reached",
        "Held meetings in which at least one patient had the outcome; a meeting with several is counted in each.",
        by=lambda row: list_outcomes(row) if is_held(row) else [],
        category="Outcome",
    ),
    by_month(
        "deferrals",
        "Patients deferred, by month",
        "Patients of held meetings whose outcome was deferred, by the month of the meeting.",
        held_month,
        measures=(Measure("Patients deferred", value=lambda row: row["deferred"]),),
        unit="patients",
    ),
    Chart("by-team", "Meetings by team", "Meetings by tumour site or specialty.", by="tumour_site_or_specialty"),
    Chart(
        "actions",
        "Meetings by actions overdue",
        "Meetings by whether any action is overdue, open, or all are done.",
        by=lambda row: "Overdue" if row["overdue_actions"] else "Open" if row["open_actions"] else "All done or none",
        category="Actions",
        order=("Overdue", "Open", "All done or none"),
    ),
)
