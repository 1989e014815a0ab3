"""How the worklist of choices and delays is divided and charted."""

from dashapp.declare.module import Chart, Column, Measure, Row, View
from dashapp.declare.phrases import WRONG_VIEW, by_month, has

COLUMNS = (
    Column("patient_name", pinned=True, second="specialty"),
    Column("choice_type", width=270, second="state"),
    Column("days_left", title="Review in"),
    Column("declined", title="Declined"),
    Column("next_step", flex=4),
)
SOON_DAYS = 14


def is_overdue(row: Row) -> bool:
    return row["days_left"] is not None and row["days_left"] < 0


def is_due_soon(row: Row) -> bool:
    return row["days_left"] is not None and 0 <= row["days_left"] <= SOON_DAYS


VIEWS = (
    WRONG_VIEW,
    View("overdue", "Review overdue", "a clinical review of active monitoring is overdue", is_overdue, "breach"),
    View("soon", "Review within 14 days", "a review of active monitoring is due within 14 days", is_due_soon, "watch"),
    View(
        "paused",
        "Pause attempted",
        "a pause of the clock was recorded; there is none",
        has("choice-no-pause"),
        "breach",
    ),
    View(
        "review",
        "Delay needs a review",
        "the patient wishes to wait more than six weeks and no clinical review is recorded",
        has("choice-delay-needs-review"),
        "watch",
    ),
    View(
        "second",
        "Second date to offer",
        "exactly one reasonable date was declined and a second has to be offered",
        has("choice-offer-second-date"),
        "watch",
    ),
    View(
        "may",
        "Active monitoring may begin",
        "every test is met and no date is agreed yet",
        has("choice-monitoring-may-start"),
    ),
    View(
        "monitoring",
        "On active monitoring",
        "active monitoring was agreed and the patient has not come back",
        lambda row: row["state"] == "monitoring",
    ),
    View("thinking", "Thinking it over", "the patient is undecided", lambda row: row["choice_type"] == "undecided"),
)


def list_verdicts(row: Row) -> list[str]:
    """One entry for each offer of the record, so that every offer is counted."""
    return [word.capitalize() for word in row["verdicts"].split(", ")] if row["verdicts"] else []


def has_offers(row: Row) -> bool:
    return bool(row["offers_made"])


CHARTS = (
    Chart("by-type", "What patients want", "Records by what the patient wants.", by="choice_type", unit="patients"),
    Chart(
        "by-state",
        "What it does to the RTT clock",
        "Records by what the rule book says of the RTT clock. Choice alone never stops it.",
        by="state",
        unit="patients",
    ),
    Chart(
        "offers",
        "Records by verdict on their offers",
        "Records with at least one offer that is reasonable, that is not, or that cannot be judged for want of a date; "
        "a record with several kinds of offer is counted in each.",
        by=lambda row: sorted(set(list_verdicts(row))),
        category="Verdict",
        unit="patients",
    ),
    Chart(
        "declined",
        "Reasonable offers declined",
        "Records with offers, by how many reasonable ones were declined; two allow active monitoring to be considered.",
        by=lambda row: (
            str(min(row["declined"], 3)) + (" or more" if row["declined"] >= 3 else "") if has_offers(row) else None
        ),
        order="label",
        category="Reasonable offers declined",
        unit="patients",
    ),
    Chart("by-specialty", "Choices and delays by specialty", "Records by specialty.", by="specialty", unit="patients"),
    by_month(
        "monitoring-by-month",
        "Active monitoring agreed, by month",
        "Records in which active monitoring was agreed, by the month of the date agreed; those with every test "
        "shown next to those where one is missing.",
        "active_monitoring_agreed_on",
        measures=(
            Measure("Tests shown", lambda row: row["monitoring"] == "may_begin"),
            Measure("A test is missing", lambda row: row["monitoring"] != "may_begin"),
        ),
        shape="stacked",
        unit="patients",
    ),
    Chart(
        "informed",
        "Patients informed, by what they want",
        "Records in which the patient was informed, of all records.",
        by="choice_type",
        better="increase",
        measures=(Measure("Informed, percent", lambda row: row["patient_informed"] == "yes", lambda row: True),),
    ),
)
