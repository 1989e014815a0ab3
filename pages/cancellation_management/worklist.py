"""How the worklist of cancellations is divided and charted."""

from collections.abc import Callable

from dashapp.declare.module import Chart, Column, Measure, Row, View
from dashapp.declare.phrases import WEEKDAYS, WRONG_VIEW, by_month, has, weekday_of
from rules.cancellations.record import WHO

from .meaning import GUARANTEE_STATES, LATE_BANDS, NOTICE_BANDS

SOON_DAYS = 7

COLUMNS = (
    Column("patient_name", pinned=True, second="specialty"),
    Column("appointment_date", title="Booked for"),
    Column("cancelled_by", flex=2, second="type"),
    Column("days_left", title="28 days", second="guarantee"),
    Column("next_step", flex=4),
)


def is_running(row: Row) -> bool:
    return bool(row["guarantee"] == "running")


def is_due_soon(row: Row) -> bool:
    return is_running(row) and row["days_left"] is not None and row["days_left"] <= SOON_DAYS


VIEWS = (
    WRONG_VIEW,
    View(
        "breached",
        "28 days passed",
        "the 28 days of the guarantee have passed without treatment",
        lambda row: row["guarantee"] == "breached",
        "breach",
    ),
    View("due", "28 days end within a week", "7 days or fewer are left of the 28", is_due_soon, "watch"),
    View("guarantee", "28 days running", "the 28-day guarantee applies and is running", is_running, "watch"),
    View("undated", "No new date", "no new date was offered a week after", has("cancellations-not-rebooked"), "watch"),
    View(
        "repeated",
        "Clinical review needed",
        "the patient has cancelled three times or more and no clinical review is recorded",
        has("cancellations-review-needed"),
        "watch",
    ),
    View(
        "late",
        "Late, by the patient",
        "the patient cancelled with a day's notice or less",
        lambda row: row["cancelled_by"] == "patient" and row["notice"] in LATE_BANDS,
    ),
    View(
        "hospital",
        "By the hospital",
        "the hospital cancelled for a non-clinical reason",
        lambda row: row["cancelled_by"] == "hospital_non_clinical",
    ),
)


def by_who(who: str) -> Callable[[Row], bool]:
    return lambda row: bool(row["cancelled_by"] == who)


def is_in_scope(row: Row) -> bool:
    return row["guarantee"] not in {"not_in_scope", "unknown"}


def month_in_scope(row: Row) -> str | None:
    """The month the operation was booked for, when the guarantee applies: the return counts it by that date."""
    return str(row["appointment_date"])[:7] if is_in_scope(row) else None


def is_settled(row: Row) -> bool:
    return row["guarantee"] in {"kept", "breached"}


CHARTS = (
    by_month(
        "by-month",
        "Cancellations by month and by who cancelled",
        "Cancellations by the month in which they were made, one measure for each of the three that can cancel.",
        "cancellation_date",
        measures=tuple(Measure(label, by_who(who)) for who, label in WHO.items()),
        shape="stacked",
    ),
    Chart(
        "by-reason",
        "Reasons",
        "Cancellations by the reason recorded; each of the three that can cancel has reasons of its own.",
        by="reason",
    ),
    Chart(
        "by-notice",
        "Notice given",
        "Cancellations by the days between the cancellation and the appointment, the patient's and the hospital's "
        "apart.",
        by=lambda row: NOTICE_BANDS.get(row["notice"]),
        measures=(
            Measure("By the patient", by_who("patient")),
            Measure("By the hospital", lambda row: row["cancelled_by"] != "patient"),
        ),
        order=tuple(NOTICE_BANDS.values()),
        category="Notice",
        shape="stacked",
    ),
    Chart("by-specialty", "Cancellations by specialty", "Cancellations by specialty.", by="specialty"),
    Chart(
        "by-weekday",
        "Cancellations by weekday",
        "Cancellations by the weekday of the appointment or operation.",
        by=weekday_of("appointment_date"),
        order=WEEKDAYS,
        category="Weekday",
    ),
    by_month(
        "last-minute",
        "Last-minute cancellations that carry the 28-day guarantee",
        "Elective operations cancelled by the hospital at the last minute for a non-clinical reason, by the month the "
        "operation was booked for, as the quarterly return (QMCO) counts them.",
        month_in_scope,
    ),
    Chart(
        "guarantee",
        "Where the 28-day guarantee has got to",
        "Cancellations to which the guarantee applies, by where it is today.",
        by=lambda row: GUARANTEE_STATES[row["guarantee"]] if is_in_scope(row) else None,
        category="Guarantee",
    ),
    by_month(
        "kept",
        "Treated within 28 days",
        "Of the guarantees that are settled, those kept: treated on or before day 28. A declined date inside the 28 "
        "days and unfitness are left out.",
        month_in_scope,
        better="increase",
        measures=(Measure("Within 28 days, percent", lambda row: row["guarantee"] == "kept", is_settled),),
    ),
)
