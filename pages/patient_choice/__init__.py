"""Patient choice and deferrals: which offers are reasonable, what a wish to wait allows, and why there is no pause.

Teaches rule book A4, D2 and the amendments R4 to R7 and D10: three weeks' notice, the second date within six weeks of
the first, active monitoring only from the date agreed, a clinical review of a wish to wait more than six weeks.
"""

from dashapp.declare.module import Module, Sort
from rules.choice.checks import list_findings
from rules.choice.clocks import ChoiceCase, list_events
from rules.choice.record import CHOICE_TYPES, PatientChoice

from .examples import make_example
from .meaning import DERIVED, list_due, tell_meaning
from .worklist import CHARTS, COLUMNS, VIEWS


def name_choice(answers: PatientChoice) -> str:
    wanted = CHOICE_TYPES[answers.choice_type]
    return f"{answers.patient_name}, {wanted[:1].lower()}{wanted[1:]}"


MODULE = Module(
    slug="patient-choice",
    store_key="patient_choice",
    title="Patient choice and deferrals",
    journey="Appointments",
    purpose="Patients who choose to wait or to go elsewhere: their offers, reviews and what may be agreed.",
    one="choice or deferral",
    many="choices and deferrals",
    record=PatientChoice,
    teaches=(
        "There is no pause: choice, unfitness and holidays all stay inside the wait.",
        "An offer is reasonable with three weeks' notice; the second date lies within six weeks of the first date.",
        "Two reasonable dates declined, a clinical conversation and the patient's agreement: then active monitoring "
        "may begin, from the date agreed.",
        "Nobody is discharged for asking to wait; more than six weeks calls for a clinical review.",
    ),
    rules=("CHO-1", "CHO-2", "CHO-3", "CHO-5", "CHO-8", "CHO-11", "CHO-13"),
    findings=lambda case: list_findings(case.clocks, case.today),
    events=list_events,
    clocks=lambda case: ChoiceCase.read(case.answers),
    meaning=tell_meaning,
    due=list_due,
    owns={
        "tci_offered": {},
        "alternative_provider_offered": {},
        "alternative_provider_offer_declined": {"choice_type": "=declined_date"},
        "patient_requests_delay": {"choice_type": "=asks_for_delay", "asked_on": "date"},
    },
    derived=DERIVED,
    columns=COLUMNS,
    views=VIEWS,
    sort=Sort("days_left", "the review due soonest first"),
    charts=CHARTS,
    filters=("specialty", "choice_type", "state", "monitoring"),
    filters_said="in [any specialty] with [any choice] and [the RTT clock in any state] "
    "where active monitoring [may begin or not]",
    name_of=name_choice,
    example=make_example,
)
