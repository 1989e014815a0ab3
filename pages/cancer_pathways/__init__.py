"""Cancer pathways: the 28-day, 31-day and 62-day clocks of one patient beside each other, and what is left to do.

Teaches rule book B with its amendments P2: three standards, two adjustments, who is accountable in a shared pathway.
"""

from dashapp.declare.module import Column, Module, Sort
from dashapp.values.ribbon import CANCER_DAYS
from rules.cancer import tables
from rules.cancer.record import CancerPatient

from .clocks import DERIVED, find_next_step, list_waits, read_clocks, tell_meaning
from .examples import make_example
from .meaning import MILESTONES, find_findings, list_events
from .worklist import CHARTS, VIEWS

MODULE = Module(
    slug="cancer-pathways",
    store_key="cancer_patients",
    title="Cancer pathways",
    journey="Cancer and transfers",
    purpose="Patients on a cancer pathway: three clocks side by side, days to breach, and what happens next.",
    one="cancer patient",
    many="cancer patients",
    record=CancerPatient,
    teaches=(
        "Three clocks run at the same time: 28 days to a diagnosis, 31 from the decision to treat, 62 in all.",
        "Only two things take days off a cancer wait: a missed first appointment and a declined admission.",
        "Unfitness, thinking time and cancellations never pause a clock.",
        "A shared pathway is split between the provider that investigated and the one that treated.",
    ),
    findings=find_findings,
    events=list_events,
    clocks=read_clocks,
    waits=list_waits,
    meaning=tell_meaning,
    next_step=find_next_step,
    milestones=MILESTONES,
    derived=DERIVED,
    columns=(
        Column("patient_name", pinned=True, second="suspected_type"),
        Column("ribbon", flex=3, scale=CANCER_DAYS),
        Column("days_left", second="clock_name"),
        Column("next_action", flex=3),
        Column("next_action_due", title="Due", shown="due"),
        Column("progress", flex=2),
        Column("nhs_number"),
    ),
    sort=Sort("days_left", "the fewest days left first"),
    dated="referral_received",
    views=VIEWS,
    charts=CHARTS,
    filters=("suspected_type", "route", "progress"),
    filters_said="with [any suspected cancer] by [any route] at [any stage]",
    name_of=lambda answers: f"{answers.patient_name}, {tables.SUSPECTED_TYPES[answers.suspected_type].lower()}",
    example=make_example,
)
