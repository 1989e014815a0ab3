"""Funding and IFR: individual requests, prior approval and evidence-based interventions, step by step.

Teaches rule book H: the clock keeps running while funding is decided; exceptionality is clinical; declined with no
other treatment is a decision not to treat (34) on the day the patient is told.
"""

from bisect import bisect_left
from collections.abc import Callable

from dashapp.declare.module import Chart, Column, Derived, Measure, Module, Row, View
from dashapp.declare.phrases import WRONG_VIEW, by_month, has, tell_next_step
from rules.funding import clocks
from rules.funding.checks import list_findings
from rules.funding.record import CATEGORY_CHOICES, STATUSES, FundingRequest
from rules.funding.rules import DECIDED, REFUSED

from .examples import make_example
from .meaning import list_due, say_where_it_stands, tell_days, tell_days_to_decision, tell_meaning, tell_weeks

LINES, BANDS = (126, 182, 364), ("Within 18 weeks", "18 to 26 weeks", "26 to 52 weeks", "Over 52 weeks")
"""The last days of the bands (A8: day 126 is within 18 weeks) and what they are called."""


def is_of(category: str) -> Callable[[Row], bool]:
    return lambda row: row.get("category") == category


def band_of_weeks(row: Row) -> str | None:
    """How long the patient had waited when it was decided, or has waited by now; None without a clock start."""
    days = row["days"]
    return None if days is None else BANDS[bisect_left(LINES, days)]


MODULE = Module(
    slug="funding-ifr",
    store_key="funding_requests",
    title="Funding and IFR",
    journey="Cancer and transfers",
    purpose="Requests for funding: what each needs, where it is, when a decision is due, what the clock does.",
    one="funding request",
    many="funding requests",
    record=FundingRequest,
    teaches=(
        "Waiting for funding neither stops nor pauses the clock.",
        "Exceptional means clinically different; rarity and social factors alone are not.",
        "A clinician makes the request, with its evidence.",
        "Declined with no other treatment: a decision not to treat (34), on the day the patient is told.",
    ),
    rules=("FUN-1", "FUN-2", "FUN-3", "FUN-4", "FUN-5", "FUN-8"),
    checks=list_findings,
    events=clocks.list_events,
    clocks=lambda case: clocks.calc_effect(case.answers),
    meaning=tell_meaning,
    due=list_due,
    derived=(
        Derived("days", "RTT days", tell_days, kind="count"),
        Derived("weeks", "RTT weeks", tell_weeks, kind="count"),
        Derived("decision_due", "Decision due", lambda case: clocks.find_decision_due(case.answers), kind="date"),
        Derived("days_to_decision", "Days to decision", tell_days_to_decision, kind="count"),
        Derived("next_step", "Next step", tell_next_step(say_where_it_stands)),
    ),
    columns=(
        Column("patient_name", pinned=True, second="treatment"),
        Column("status"),
        Column("weeks"),
        Column("decision_due", shown="due"),
        Column("next_step", flex=3),
        Column("nhs_number"),
    ),
    views=(
        WRONG_VIEW,
        View(
            "overdue",
            "Decision overdue",
            "submitted, undecided, and past the day a decision was due",
            has("funding-decision-overdue"),
            "breach",
        ),
        View(
            "evidence",
            "Evidence missing",
            "the request was submitted without all of its evidence",
            has("funding-evidence-missing"),
            "breach",
        ),
        View("open", "Undecided", "neither approved, declined nor withdrawn", lambda row: row["status"] not in DECIDED),
        View(
            "no-alternative",
            "Declined, no other treatment",
            "declined, and there is no other treatment: a decision not to treat",
            lambda row: row["status"] in REFUSED and row.get("other_treatment") == "no",
            "watch",
        ),
        View(
            "not-told",
            "Patient not told",
            "decided, and it is not recorded when the patient was told",
            lambda row: row["status"] in {"approved", *REFUSED} and not row.get("patient_told_on"),
            "breach",
        ),
        View(
            "asked",
            "More information asked",
            "the ICB has asked for more, and waits for the answer",
            lambda row: row["status"] == "more_information",
            "watch",
        ),
        *(
            View(slug, words, f"the request is a case of: {words.lower()}", is_of(slug), minor=True)
            for slug, words in CATEGORY_CHOICES.items()
        ),
    ),
    charts=(
        Chart(
            "by-status",
            "Requests by where they are",
            "Funding requests by status.",
            by="status",
            order=tuple(STATUSES.values()),
        ),
        Chart(
            "weeks",
            "How long patients have waited",
            "Funding requests by the RTT weeks waited until the decision, or until today while undecided.",
            by=band_of_weeks,
            order=BANDS,
            limit=("18 weeks", BANDS[1]),
            category="RTT weeks",
        ),
        Chart("by-category", "Requests by kind", "Funding requests by kind.", by="category"),
        by_month(
            "approved-by-month",
            "Approved, by month of decision",
            "Funding requests approved, of those approved or declined.",
            "decided_on",
            measures=(
                Measure(
                    "Approved, percent",
                    counts=lambda row: row["status"] == "approved",
                    among=lambda row: row["status"] in {"approved", "declined"},
                ),
            ),
        ),
    ),
    filters=("category", "status"),
    filters_said="of [any category] with [any status]",
    name_of=lambda answers: f"{answers.patient_name}, {answers.treatment}",
    example=make_example,
)
