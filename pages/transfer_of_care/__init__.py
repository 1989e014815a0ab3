"""Transfer of care: the transfer form item by item, who reports the wait, and what travels unchanged.

Teaches rule book A7 and F and the amendments R24 and R25: the clock start, the identifier and its issuer travel as they
are; the sender records 21, the form carries 20; a separate condition is a new pathway.
"""

from dashapp.declare.module import Case, Chart, Column, Derived, Measure, Module, Row, View
from dashapp.declare.phrases import WRONG_VIEW, by_month, has, tell_next_step
from rules.calendar import FIRST_OVER_18, GROUPS
from rules.transfers.checks import DAY_38
from rules.transfers.clocks import calc_cancer_day, find_reporter, is_form_mandatory, list_events
from rules.transfers.record import REPORTERS, Transfer

from .examples import make_example
from .meaning import (
    band_of_wait,
    complete,
    count_missing,
    find_findings,
    list_due,
    list_missing_labels,
    name_transfer,
    read_with_pathway,
    say_where_it_stands,
    tell_meaning,
)


def tell_week(case: Case) -> int | None:
    """Whole weeks from the clock start to the request, to be read; whether 18 weeks have passed goes by the day."""
    days: int | None = case.answers.waited_days
    return None if days is None else days // 7


def awaits_answer(row: Row) -> bool:
    return bool(row.get("requested_date")) and row.get("accepted") not in {"yes", "no"}


def is_answered(row: Row) -> bool:
    return row.get("accepted") in {"yes", "no"}


MODULE = Module(
    slug="transfer-of-care",
    store_key="transfers",
    title="Transfer of care",
    journey="Cancer and transfers",
    purpose="Patients who move between providers or colleagues: is the form whole, who reports, does the clock travel?",
    one="transfer",
    many="transfers",
    record=Transfer,
    teaches=(
        "Whoever has clinical responsibility reports the wait.",
        "The clock start, the identifier and its issuer travel unchanged.",
        "The sender records 21 on its own system; the form carries 20.",
        "A separate condition is a new pathway with an identifier of its own, and 12.",
        "Providers talk before anyone is moved who has waited, or will wait, over 18 weeks.",
        "If the clock start is missing, ask the sender: never use the date of receipt.",
    ),
    rules=("TRA-1", "TRA-2", "TRA-3", "TRA-4", "TRA-6", "TRA-7", "TRA-8", "TRA-10"),
    complete=complete,
    findings=find_findings,
    events=list_events,
    clocks=read_with_pathway,
    meaning=tell_meaning,
    due=list_due,
    owns={"transfer_out": {"form_sent_on": "date"}, "transfer_in": {"received_date": "date"}},
    derived=(
        Derived("receiver", "To", lambda case: case.answers.receiving_organisation_name),
        Derived("reporter", "Who reports", lambda case: find_reporter(case.answers), choices=REPORTERS),
        Derived("missing", "Items missing", count_missing, kind="count"),
        Derived("waited_days", "Days waited at transfer", lambda case: case.answers.waited_days, kind="count"),
        Derived("rtt_week", "RTT week at transfer", tell_week, kind="count"),
        Derived("cancer_day", "Cancer day", lambda case: calc_cancer_day(case.answers, case.today), kind="count"),
        Derived("form_needed", "Form mandatory", lambda case: bool(is_form_mandatory(case.answers))),
        Derived("next_step", "Next step", tell_next_step(say_where_it_stands)),
    ),
    columns=(
        Column("patient_name", pinned=True, second="transfer_type"),
        Column("receiver", flex=2),
        Column("requested_date", title="Requested"),
        Column("missing", title="Missing"),
        Column("next_step", flex=3),
        Column("reporter"),
        Column("rtt_week", title="RTT week"),
        Column("nhs_number"),
    ),
    views=(
        WRONG_VIEW,
        View(
            "incomplete",
            "Form not whole",
            "the form is mandatory and an item of it is missing",
            lambda row: row["missing"] > 0,
            "breach",
        ),
        View(
            "not-sent",
            "Form not sent",
            "the form is mandatory and it is not recorded that it was sent",
            lambda row: row["form_needed"] and not row.get("form_sent_on"),
            "watch",
        ),
        View(
            "no-start",
            "Clock start missing",
            "care moves to another provider and the original clock start is not known",
            has("transfers-start-missing"),
            "breach",
        ),
        View(
            "awaiting", "Waiting for the answer", "requested, and neither accepted nor returned", awaits_answer, "watch"
        ),
        View(
            "returned",
            "Returned or rejected",
            "the transfer was returned or rejected",
            lambda row: row.get("accepted") == "no",
            "watch",
        ),
        View(
            "open-at-sender",
            "Open at the sender after 21",
            "the sender recorded 21 and still has the patient on its list",
            has("transfers-open-at-sender"),
            "breach",
        ),
        View(
            "day-38",
            "Cancer, past day 38",
            "requested, or still to be requested, after day 38 of a cancer pathway",
            lambda row: (row["cancer_day"] or 0) > DAY_38,
            "watch",
        ),
    ),
    charts=(
        Chart("by-type", "Transfers by type", "Transfers by their type.", by="transfer_type"),
        by_month(
            "by-month", "Transfers by month", "Transfers by the month in which they were requested.", "requested_date"
        ),
        Chart(
            "missing",
            "Mandatory items missing",
            "Transfers whose form is mandatory, by each mandatory item missing; one may be counted at several.",
            by=list_missing_labels,
            category="Item",
        ),
        Chart(
            "whole",
            "Whole forms, by sender",
            "Transfers with every mandatory item, of those whose form is mandatory, by the organisation that sends.",
            by="referring_organisation_name",
            measures=(
                Measure("Whole, percent", counts=lambda row: row["missing"] == 0, among=lambda row: row["form_needed"]),
            ),
            better="increase",
        ),
        Chart(
            "waited",
            "Waited at the transfer",
            "Transfers by the weeks from the clock start to the request; left out when either is not known.",
            by=band_of_wait,
            order=GROUPS,
            limit=("18 weeks", FIRST_OVER_18),
            category="Weeks waited",
        ),
        Chart(
            "accepted",
            "Accepted, by receiver",
            "Transfers accepted, of those accepted, returned or rejected, by the organisation that receives.",
            by="receiving_organisation_name",
            measures=(
                Measure("Accepted, percent", counts=lambda row: row.get("accepted") == "yes", among=is_answered),
            ),
            better="increase",
        ),
    ),
    filters=("transfer_type", "receiving_tfc", "reporter"),
    filters_said="of [any type] to [any treatment function] reported by [anyone]",
    name_of=name_transfer,
    example=make_example,
)
