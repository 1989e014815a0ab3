"""Patient tracking list: every pathway with its clock, what comes next, and what a validator would ask.

Teaches rule book A with its amendments P1: what starts, stops and never stops an 18-week clock, and why.
"""

from hashlib import sha256
from typing import Any

from dashapp.declare.module import Module, Sort
from rules.pathways.record import Pathway
from rules.pathways.row import list_events
from rules.specialties import SPECIALTIES

from .derived import DERIVED
from .examples import make_example
from .meaning import find_findings, find_next_step, list_due, list_waits, read_clock, read_facts, tell_meaning
from .worklist import CHARTS, COLUMNS, VIEWS


def complete(answers: dict[str, Any], record_id: str) -> dict[str, Any]:
    """A pathway gets an identifier of 20 characters when none was given (RULEBOOK P1, R24)."""
    if answers.get("pathway_id"):
        return answers
    return {**answers, "pathway_id": sha256(record_id.encode()).hexdigest()[:20].upper()}


MODULE = Module(
    slug="patient-tracking-list",
    store_key="patients",
    title="Patient tracking list",
    journey="Waiting list",
    purpose="Every pathway with its 18-week clock, its band, what comes next, and what a validator would ask.",
    one="pathway",
    many="pathways",
    record=Pathway,
    teaches=(
        "The clock runs from the day the referral is received until treatment starts, or a decision ends the wait.",
        "There is no pause: unfitness, holidays and cancellations never stop a clock.",
        "Active monitoring stops the clock; going ahead later starts a new one, at zero.",
        "Week 18 ends on day 126: a pathway breaches on day 127.",
    ),
    complete=complete,
    findings=find_findings,
    events=list_events,
    clocks=read_clock,
    waits=list_waits,
    facts=read_facts,
    meaning=tell_meaning,
    due=list_due,
    next_step=find_next_step,
    derived=DERIVED,
    columns=COLUMNS,
    views=VIEWS,
    sort=Sort("days_left", "the earliest breach date first"),
    charts=CHARTS,
    filters=("treatment_function", "priority", "state"),
    filters_said="in [any treatment function] with [any priority] and [the clock in any state]",
    name_of=lambda answers: f"{answers.patient_name}, {SPECIALTIES[answers.treatment_function].lower()}",
    example=make_example,
)
