"""Consent manager: does the form match the person, is anything missing, and is the patient ready to list.

Teaches rule book G and MODULES, consent: two stages and no fixed expiry, material risks, capacity, and what
declining or withdrawing does to the clock.
"""

from dashapp.declare.module import Chart, Column, Derived, Measure, Module, Row, Sort, View
from dashapp.declare.phrases import WRONG_VIEW, by_month, has, tell_next_step
from rules.consent.clocks import list_events
from rules.consent.record import Consent

from .examples import make_example
from .meaning import (
    STANDS,
    find_findings,
    list_due,
    read_readiness,
    say_where_it_stands,
    tell_confirm_on,
    tell_form,
    tell_meaning,
    tell_stand,
)


def list_matters(row: Row) -> list[str]:
    """The remarks on a record, in words that can be counted."""
    return [code.removeprefix("consent-").replace("-", " ").capitalize() for code in row["findings"]]


def is_ready(row: Row) -> bool:
    return row["stand"] in {"ready", "confirmed"}


MODULE = Module(
    slug="consent-manager",
    store_key="consent_records",
    title="Consent manager",
    journey="Cancer and transfers",
    purpose="Consent to procedures: does the form fit the person, is anything missing, may the patient be listed?",
    one="consent record",
    many="consent records",
    record=Consent,
    teaches=(
        "The form follows age and capacity.",
        "Consent has two stages and no fixed expiry: confirm it again when condition, options or risks change.",
        "Nobody who lacks capacity is ready to list without a best-interests record.",
        "Withdrawing on the day is a cancellation by the patient; declining all treatment stops the clock (35).",
    ),
    rules=("CON-1", "CON-2", "CON-3", "CON-4", "CON-8", "CON-9"),
    findings=find_findings,
    events=list_events,
    clocks=read_readiness,
    meaning=tell_meaning,
    due=list_due,
    derived=(
        Derived("form_number", "Form", tell_form, kind="count"),
        Derived("confirm_on", "To confirm on", tell_confirm_on, kind="date"),
        Derived("stand", "Where it stands", tell_stand, choices=STANDS),
        Derived("age", "Age", lambda case: case.answers.age, kind="count"),
        Derived("next_step", "Next step", tell_next_step(say_where_it_stands)),
    ),
    columns=(
        Column("patient_name", pinned=True, second="procedure"),
        Column("form_number"),
        Column("confirm_on", shown="due"),
        Column("stand"),
        Column("next_step", flex=3),
        Column("nhs_number"),
    ),
    views=(
        WRONG_VIEW,
        View(
            "not-ready",
            "Not ready to list",
            "something in the consent keeps the patient from being listed",
            lambda row: row["stand"] == "not_ready",
            "breach",
        ),
        View(
            "to-confirm",
            "To confirm",
            "a day is booked, and consent is not yet recorded as confirmed",
            lambda row: bool(row["confirm_on"]),
            "watch",
            order=Sort("confirm_on", "the earliest day first"),
        ),
        View(
            "reconfirm",
            "To go through again",
            "something has changed since stage one, and consent was not confirmed again",
            has("consent-reconfirm"),
            "watch",
        ),
        View(
            "capacity",
            "Lacks capacity",
            "the patient lacks capacity for this decision",
            lambda row: row["capacity"] == "lacks_capacity",
        ),
        View(
            "interpreter",
            "Interpreter to arrange",
            "an interpreter is needed, and a professional one is not recorded",
            lambda row: not {"consent-family-interprets", "consent-interpreter-missing"}.isdisjoint(row["findings"]),
            "breach",
        ),
        View("ready", "Ready to list", "nothing in the consent stands in the way", is_ready, "fine"),
        View(
            "ended",
            "Withdrawn or declined",
            "consent was withdrawn, or all treatment declined",
            lambda row: row["stand"] in {"withdrawn", "declined"},
        ),
    ),
    charts=(
        Chart(
            "by-stand",
            "Consents by where they stand",
            "Consent records by whether the patient is ready to list, as the rule book reads the record.",
            by="stand",
        ),
        Chart(
            "matters",
            "What is found",
            "Consent records with each remark of the rule book; one record may have several.",
            by=list_matters,
            category="Remark",
            unit="remarks",
        ),
        by_month(
            "ready-by-month",
            "In order, by month of stage one",
            "Consent records that are ready to list or confirmed, of those neither withdrawn nor declined.",
            "stage_one_on",
            better="increase",
            measures=(
                Measure(
                    "In order, percent",
                    counts=is_ready,
                    among=lambda row: row["stand"] in {"ready", "confirmed", "not_ready"},
                ),
            ),
        ),
        Chart("by-form", "Consents by form", "Consent records by the form used.", by="form"),
    ),
    filters=("stand", "form", "capacity"),
    filters_said="at [any stage] on [any form], capacity: [any]",
    name_of=lambda answers: f"{answers.patient_name}, {answers.procedure}",
    example=make_example,
)
