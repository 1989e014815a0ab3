"""Waiting list validator: every check over a whole list, a decision for each pathway, and what comes of it.

Teaches rule book E with the amendments R3 and R4: validate every 12 weeks on evidence, no reply is not a stop, a stop
in a closed month leaves the list without being added to this one.
"""

from collections.abc import Callable

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import Feature, JobKind
from dashapp.declare.module import Also, Case, Chart, Column, Derived, Measure, Module, Row, View
from dashapp.declare.phrases import WRONG_VIEW, tell_next_step, week_of
from dashapp.module_page import of_module
from dashapp.services.feedback.second_readings import VERDICTS
from dashapp.services.ribbons.rtt_ribbons import make_rtt_ribbon
from dashapp.values.ribbon import EIGHTEEN_WEEKS
from dashapp.web.copies import in_copies
from rules.validation.checks import list_findings
from rules.validation.decisions import find_contact, is_month_closed, list_events
from rules.validation.record import CAUSES, DECISIONS, MENDABLE, Validation
from rules.validation.whole_list import CHECKS
from words.phrases import in_words

from .demo import fill_demo
from .downloads import list_addresses
from .examples import make_example
from .lists import list_page, overview_page, render_checked
from .lists import register as register_lists
from .meaning import QUERY_STATES, list_clock_events, list_due, list_numbers, read_clock, tell_meaning, tell_query_state
from .second import second_page
from .service.validation import start_file
from .to_do import contacts_page, queries_page
from .work import row_page


def tell_days(case: Case) -> int | None:
    wait = case.clocks.wait
    return wait.days if wait else None


def name_checks(row: Row) -> list[str] | None:
    """The checks a row failed, in words; None leaves one without any out of a chart."""
    return [CHECKS[number].rule.title for number in list_numbers(row.get("checks"))] or None


def tell_failed(case: Case) -> str:
    """The checks it failed in words; what was typed where that names none."""
    named = [CHECKS[number].rule.title for number in list_numbers(case.answers.checks)]
    return "; ".join(named) or case.answers.checks or ""


def name_cause(row: Row) -> str | None:
    return CAUSES.get(row.get("root_cause") or "")


def has_mendable_cause(row: Row) -> bool:
    return row.get("root_cause") in MENDABLE


def is_read(row: Row) -> bool:
    """Whether a second person has read it; what was changed after a disagreement is still one that was read."""
    return row["second"] != "none"


def decided(slug: str) -> Callable[[Row], bool]:
    return lambda row: row.get("decision") == slug


MODULE = Module(
    slug="waiting-list-validator",
    store_key="waiting_list",
    title="Waiting list validator",
    journey="Waiting list",
    purpose="Every check over a whole list, a decision for each pathway on evidence, and what is still owed.",
    one="validation",
    many="validations",
    record=Validation,
    teaches=(
        "Every pathway is validated after 12 weeks, and then every 12 weeks.",
        "No reply from a patient is not a stop: nobody leaves the list without a clinical decision.",
        "A validation writes down evidence, decision, code and date, next step, owner and next review.",
        "A duplicate is closed as an error, never as 34; the earliest valid start of the open period is kept.",
        "A stop in a month already reported leaves the list and is not added to this month.",
        "A second person reads each validation: somebody who looks after you, never yourself or a fellow learner.",
    ),
    rules=("VAL-1", "VAL-2", "VAL-3", "VAL-4", "VAL-5", "VAL-6", "E2"),
    checks=list_findings,
    events=list_events,
    clocks=read_clock,
    meaning=tell_meaning,
    due=list_due,
    derived=(
        Derived("ribbon", "Clock", lambda case: make_rtt_ribbon(case.clocks, list_clock_events(case)), kind="ribbon"),
        Derived("days", "Days waited", tell_days, kind="weeks"),
        Derived("failed", "Failed checks", tell_failed),
        Derived("query", "Query", tell_query_state, choices=QUERY_STATES),
        Derived("contact_due", "Contact due since", lambda case: find_contact(case.answers, case.today), kind="date"),
        Derived("month_closed", "Stop in a closed month", lambda case: is_month_closed(case.answers)),
        Derived("second", "Second reader", lambda case: "none", choices=VERDICTS),
        Derived("next_action", "Next step", tell_next_step(lambda answers: answers.next_step or "Nothing to do")),
    ),
    columns=(
        Column("patient_name", pinned=True, second="treatment_function"),
        Column("ribbon", flex=3, scale=EIGHTEEN_WEEKS),
        Column("decision", flex=2),
        Column("failed", flex=3),
        Column("next_review_on", shown="due"),
        Column("next_action", flex=3),
        Column("query"),
        Column("second"),
        Column("validated_on"),
        Column("nhs_number"),
    ),
    views=(
        WRONG_VIEW,
        View(
            "chase",
            "Query to chase",
            "a query has been open for more than 5 working days",
            lambda row: row["query"] == "old",
            "breach",
        ),
        View(
            "queries", "Query open", "a query has no answer yet", lambda row: row["query"] in {"open", "old"}, "watch"
        ),
        View(
            "contact",
            "Contact due",
            "by its schedule the patient is due to be contacted",
            lambda row: bool(row["contact_due"]),
            "watch",
        ),
        View(
            "disagreed",
            "Second reader disagrees",
            "the second reader disagrees, and nothing was changed since",
            lambda row: row["second"] == "disagree",
            "breach",
        ),
        View(
            "clinical",
            "For clinical review",
            "the pathway was sent for clinical review",
            lambda row: row.get("decision") == "clinical_review",
        ),
        View(
            "closed-month",
            "Stop in a closed month",
            "the clock stopped in a month already reported: off the list, not added to this month",
            lambda row: row["month_closed"],
        ),
        View(
            "not-told",
            "Cause not told",
            "the cause of the error can be put right and nobody has been told",
            lambda row: has_mendable_cause(row) and not row.get("told_on"),
            "watch",
        ),
        *(
            View(slug, label, f"the decision was: {label.lower()}", decided(slug), minor=True)
            for slug, label in DECISIONS.items()
        ),
    ),
    dated="validated_on",
    charts=(
        Chart(
            "by-check",
            "Failures by check",
            "Validations by each check their pathway failed; one may be counted at several.",
            by=name_checks,
            category="Check",
            unit="failures",
        ),
        Chart("by-decision", "What was decided", "Validations by what was decided.", by="decision"),
        Chart(
            "causes",
            "Root causes",
            "Validations by the cause of the error, those without one left out.",
            by=name_cause,
            category="Root cause",
        ),
        Chart(
            "by-week",
            "Validated per week",
            "Validations by the week, from Monday, in which they were made.",
            by=week_of("validated_on"),
            order="label",
            category="Week beginning",
            shape="line",
        ),
        Chart(
            "accuracy",
            "Agreed by the second reader",
            "Validations the second reader agrees with, of those read by one, by who validated.",
            by=lambda row: row["person"] if is_read(row) else None,
            category="Validator",
            measures=(Measure("Agreed, percent", counts=lambda row: row["second"] == "agree", among=is_read),),
            better="increase",
        ),
        Chart(
            "told",
            "Causes told, by cause",
            "Validations whose cause somebody was told of, of those with a cause that can be put right.",
            by=lambda row: name_cause(row) if has_mendable_cause(row) else None,
            category="Root cause",
            measures=(Measure("Told, percent", counts=lambda row: bool(row.get("told_on")), among=has_mendable_cause),),
            better="increase",
        ),
    ),
    also=(
        Also("Lists to validate", "lists", always=True),
        Also("Query log", "queries"),
        Also("Contact due", "contacts"),
        Also("Second reading", "second-reading", always=True, roles=frozenset({"manager", "admin"})),
    ),
    filters=("treatment_function", "level", "decision"),
    filters_said="in [any treatment function] validated at [any level] with [any decision]",
    second_reading=True,
    in_practice=False,
    name_of=lambda answers: f"{answers.patient_name}, validation of {in_words(answers.validated_on)}",
    example=make_example,
)


def register(app: Dash, clockstart: Clockstart) -> None:
    """The lists, their pathways at work, and what is owed."""
    base, router = MODULE.address, clockstart.router
    made = {
        "lists": overview_page,
        "lists/<list_id>": list_page,
        "lists/<list_id>/<row>": row_page,
        "queries": queries_page,
        "contacts": contacts_page,
    }
    for below, make in made.items():
        router.add(f"{base}/{below}", in_copies(clockstart, of_module(make, MODULE.slug)))
    router.add(f"{base}/second-reading", second_page(clockstart, MODULE))
    register_lists(app)


FEATURE = Feature(
    pages=register,
    downloads=(list_addresses,),
    jobs={
        "check-file": JobKind("pages.waiting_list_validator.service.validation:check_file", start_file, render_checked),
        "check-own": JobKind("pages.waiting_list_validator.service.validation:check_own", tell=render_checked),
    },
    acts={"check-list": "Checked a list", "remove-list": "Removed a checked list"},
    demo=fill_demo,
)
