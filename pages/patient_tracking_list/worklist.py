"""How the tracking list is divided and charted."""

from collections.abc import Callable
from datetime import date

from dashapp.declare.module import Chart, Column, Row, Sort, View
from dashapp.declare.phrases import WRONG_VIEW, by_month
from dashapp.values.ribbon import EIGHTEEN_WEEKS
from rules.calendar import FIRST_OVER_18, GROUPS, band_label, group_of
from rules.specialties import SPECIALTIES

LONG_WAITS = (18, 26, 40, 52, 65, 78, 104)
BANDS = tuple(band_label(band) for band in range(105))
LONGEST_FIRST = Sort("days", "the longest wait first", descending=True)

COLUMNS = (
    Column("patient_name", pinned=True, second="treatment_function"),
    Column("ribbon", flex=5, scale=EIGHTEEN_WEEKS),
    Column("days_left", title="18 weeks", second="days"),
    Column("next_step", title="Next step", flex=3),
    Column("next_on", title="Due", shown="due"),
    Column("state"),
    Column("nhs_number"),
    Column("list_days", title="List days"),
)


def is_open(row: Row) -> bool:
    return bool(row["state"] == "open")


def is_state(state: str) -> Callable[[Row], bool]:
    return lambda row: bool(row["state"] == state)


def holds(name: str) -> Callable[[Row], bool]:
    return lambda row: bool(row[name])


def over(weeks: int) -> Callable[[Row], bool]:
    return lambda row: is_open(row) and (row["days"] or 0) > 7 * weeks


def has_nothing_next(row: Row) -> bool:
    return is_open(row) and row["next_on"] is None


def is_waiting_for_admission(row: Row) -> bool:
    return is_open(row) and bool(row.get("decision_to_admit"))


def has_no_tci(row: Row) -> bool:
    return is_waiting_for_admission(row) and not row.get("tci_date")


def tips_in(row: Row, month_end: date) -> bool:
    """Within 18 weeks today, and over 18 weeks at that day unless treated before it."""
    return is_open(row) and row["days_left"] >= 0 and row["breach_on"] <= month_end.isoformat()


def tips_in_dated(row: Row, month_end: date) -> bool:
    return tips_in(row, month_end) and row["next_on"] is not None


def tips_in_undated(row: Row, month_end: date) -> bool:
    return tips_in(row, month_end) and row["next_on"] is None


def is_booked_too_late(row: Row) -> bool:
    """What comes next lies on the breach date or after it, though the clock has not passed 18 weeks yet."""
    return is_open(row) and row["days_left"] >= 0 and row["next_on"] is not None and row["next_on"] >= row["breach_on"]


VIEWS = (
    WRONG_VIEW,
    View("undated", "No next event", "the clock runs and nothing is booked", has_nothing_next, "breach"),
    View(
        "un-outcomed",
        "Outcome missing",
        "a booked date has passed and nothing has been recorded since",
        holds("unoutcomed"),
        "breach",
    ),
    View("tip-in", "Pass 18 weeks by month end", "the clock passes 18 weeks", status="watch", by_month_end=tips_in),
    View("no-tci", "Admitted list, no date", "there is a decision to admit and no admission date", has_no_tci, "watch"),
    View("over-18", "Over 18 weeks", "the clock runs and the wait is over 18 weeks", over(18), "watch"),
    View("over-52", "Over 52 weeks", "the clock runs and the wait is over 52 weeks", over(52), "breach"),
    View(
        "contact",
        "Not contacted for 12 weeks",
        "waiting over 12 weeks and not contacted in the last 12",
        holds("not_contacted"),
        "watch",
    ),
    View(
        "tip-in-dated",
        "Pass 18 weeks, dated",
        "something is booked, and the clock passes 18 weeks",
        minor=True,
        by_month_end=tips_in_dated,
    ),
    View(
        "tip-in-undated",
        "Pass 18 weeks, undated",
        "nothing is booked, and the clock passes 18 weeks",
        minor=True,
        by_month_end=tips_in_undated,
    ),
    View(
        "behind",
        "Booked past 18 weeks",
        "what comes next lies past 18 weeks, which are not over yet",
        is_booked_too_late,
        minor=True,
    ),
    *(
        View(
            f"over-{weeks}",
            f"Over {weeks} weeks",
            f"the clock runs and the wait is over {weeks} weeks",
            over(weeks),
            minor=True,
            order=LONGEST_FIRST,
        )
        for weeks in LONG_WAITS
        if weeks not in {18, 52}
    ),
    View(
        "undated-waits",
        "No next event, by wait",
        "the clock runs and nothing is booked",
        has_nothing_next,
        minor=True,
        order=LONGEST_FIRST,
    ),
    View(
        "admitted",
        "Admitted list in booking order",
        "there is a decision to admit and the clock runs",
        is_waiting_for_admission,
        minor=True,
        order=Sort("booking_order", "by clinical priority, then by place on the list"),
    ),
    View(
        "asi-ras",
        "ASI and RAS",
        "the eRS referral is on a worklist and not booked",
        holds("on_worklist"),
        minor=True,
        order=LONGEST_FIRST,
    ),
    View(
        "planned",
        "Planned, overdue",
        "the patient is on the planned list and the planned date has passed",
        holds("planned_overdue"),
        minor=True,
        order=Sort("planned_due", "the longest overdue first"),
    ),
    View(
        "past-lcad",
        "Follow-ups past their date",
        "the latest clinically appropriate date of a follow-up has passed",
        holds("past_lcad"),
        minor=True,
        order=Sort("latest_clinically_appropriate_date", "the longest overdue first"),
    ),
    View(
        "children",
        "Children",
        "the patient is under 18, or is recorded as a child or dependent",
        holds("child"),
        minor=True,
    ),
    View(
        "monitoring",
        "Active monitoring",
        "the patient is on active monitoring",
        is_state("active_monitoring"),
        minor=True,
    ),
    View("nullified", "Nullified", "the clock was nullified", is_state("nullified"), minor=True),
    View("stopped", "Stopped", "the clock has stopped", is_state("stopped"), minor=True),
)

CHARTS = (
    Chart(
        "bands",
        "Open pathways by weeks waited",
        "Pathways whose clock runs, by week band as in the monthly return.",
        by=lambda row: row["band"] if is_open(row) else None,
        order=BANDS,
        limit=("18 weeks", FIRST_OVER_18),
        drawn_as=lambda band: GROUPS[group_of(BANDS.index(band))],
        category="Weeks waited",
    ),
    Chart(
        "by-specialty",
        "Open pathways by treatment function",
        "Pathways whose clock runs, by treatment function.",
        by=lambda row: SPECIALTIES.get(row["treatment_function"]) if is_open(row) else None,
        category="Treatment function",
    ),
    Chart("by-state", "Pathways by state of the clock", "All pathways by the state of the clock.", by="state"),
    by_month("starts", "Clock starts by month", "Pathways by the month the present clock started.", "start_on"),
    by_month(
        "stops",
        "Clock stops by month",
        "Pathways by the month the clock stopped, nullified ones left out.",
        lambda row: str(row["stop_on"])[:7] if row["stop_on"] and row["state"] != "nullified" else None,
    ),
)
