"""Every remark on one consent: the form and its stages, then what was said, who decides, and a change of mind.

Sources: rule book G (from memory of the law and guidance named with each rule: check local policy); MODULES, consent.
"""

from collections.abc import Mapping

from rules.consent.checks_of_form import signed
from rules.consent.record import Consent
from rules.consent.rules import (
    BOOK,
    CAPACITY,
    INTERPRETER,
    MATERIAL_RISK,
    MENTAL_CAPACITY,
    SOMEBODY_ELSE,
    WITHDRAWAL,
    YOUNG,
)
from rules.explain import BREACH, NOTE, WATCH, Verdict, edge
from words.phrases import with_capital

list_findings = BOOK.find
DECIDERS: Mapping[str | None, str] = {
    "attorney": "An attorney for health",
    "deputy": "A deputy",
    "advance": "An advance decision",
    None: "An attorney, deputy or advance decision",
}
RECORDED: Mapping[str | None, str] = {"dna": "a missed appointment (DNA)", "hospital": "a cancellation by the hospital"}
YEARS_16, YEARS_18 = -5844, -6574
"""Born on these days from 15 June 2026, a person is 16 or 18 years old on it."""

lacks_capacity = BOOK.given(lambda case: case.capacity == "lacks_capacity")
withdrawn = BOOK.given(lambda case: case.withdrawn_on is not None)


@signed("consent-risks-missing", BREACH, MATERIAL_RISK, "risks_discussed")
def lacks_risks(case: Consent) -> Verdict:
    """No material risks are recorded as discussed.

    Record those a reasonable person, or this patient, would find significant.
    """
    return case.risks_discussed != "yes"


@signed("consent-alternatives-missing", BREACH, MATERIAL_RISK, "alternatives_discussed")
def lacks_alternatives(case: Consent) -> Verdict:
    """No alternatives are recorded as discussed{nothing}.

    Discuss the reasonable alternatives, doing nothing among them.
    """
    if case.alternatives_discussed != "yes":
        return {"nothing": ""}
    return case.no_treatment_discussed == "no" and {"nothing": ", doing nothing among them"}


@lacks_capacity("consent-best-interests-missing", BREACH, MENTAL_CAPACITY, "best_interests")
def lacks_best_interests(case: Consent) -> Verdict:
    """The patient lacks capacity for this decision, and no best-interests record exists.

    Not ready to list: record the assessment, who was consulted and the decision.
    """
    return case.best_interests != "yes"


@lacks_capacity("consent-advocate-missing", WATCH, SOMEBODY_ELSE, "advocate")
def lacks_advocate(case: Consent) -> Verdict:
    """The patient lacks capacity and there is nobody to consult, and no independent advocate (IMCA) is recorded.

    Instruct an advocate for serious treatment.
    """
    return case.somebody_to_consult == "no" and case.advocate != "yes"


@lacks_capacity("consent-attorney-decides", WATCH, SOMEBODY_ELSE, "attorney_or_advance_decision")
def does_attorney_decide(case: Consent) -> Verdict:
    """{who} is recorded for a patient who lacks capacity.

    Check that it is valid, in force and covers this treatment: if so it decides. An advance decision only refuses.
    """
    return case.attorney_or_advance_decision == "yes" and {"who": DECIDERS[case.who_decides_instead]}


@BOOK.check("consent-attorney-not-yet", NOTE, SOMEBODY_ELSE, "attorney_or_advance_decision")
def does_patient_decide(case: Consent) -> Verdict:
    """An attorney or advance decision is recorded, but the patient has capacity: the patient decides.

    Take consent from the patient.
    """
    return case.attorney_or_advance_decision == "yes" and case.capacity == "has_capacity"


@BOOK.check("consent-age-contradicts-capacity", BREACH, YOUNG, "capacity", blames="entry")
@edge(capacity="gillick", stage_one_on=0, right={"date_of_birth": YEARS_16 + 1}, wrong={"date_of_birth": YEARS_16})
def is_too_old(case: Consent) -> Verdict:
    """{capacity} is recorded, but the patient is {age}.

    Correct the date of birth or the capacity.
    """
    limit = {"gillick": 16, "parental_responsibility": 18}.get(case.capacity)
    if limit is None or case.age is None or case.age < limit:
        return False
    return {"capacity": with_capital(CAPACITY[case.capacity]), "age": case.age}


@BOOK.check("consent-child-capacity", WATCH, YOUNG, "capacity")
@edge(capacity="has_capacity", stage_one_on=0, right={"date_of_birth": YEARS_16}, wrong={"date_of_birth": YEARS_16 + 1})
def is_too_young(case: Consent) -> Verdict:
    """The patient is {age}: under 16 capacity is not presumed.

    Record whether the child is Gillick competent, or who holds parental responsibility.
    """
    age, presumed = case.age, case.capacity in {"has_capacity", "lacks_capacity"}
    return presumed and age is not None and age < 16 and {"age": age}


@BOOK.check("consent-young-person-refuses", BREACH, YOUNG, "refuses")
@edge(
    refuses="yes",
    capacity="has_capacity",
    stage_one_on=0,
    right={"date_of_birth": YEARS_18},
    wrong={"date_of_birth": YEARS_18 + 1},
)
def is_refused_young(case: Consent) -> Verdict:
    """A competent young person of {age} refuses.

    Do not go on; take legal advice.
    """
    age, capacity = case.age, case.capacity
    if case.refuses != "yes" or age is None or age >= 18:
        return False
    return (capacity == "gillick" or (age >= 16 and capacity == "has_capacity")) and {"age": age}


@BOOK.check("consent-family-interprets", BREACH, INTERPRETER, "interpreter")
def does_family_interpret(case: Consent) -> Verdict:
    """A family member or friend interpreted.

    Repeat the conversation with a professional interpreter.
    """
    return case.interpreter == "family"


@BOOK.check("consent-interpreter-missing", BREACH, INTERPRETER, "interpreter")
def lacks_interpreter(case: Consent) -> Verdict:
    """An interpreter is needed, and none is recorded.

    Book a professional interpreter for both stages.
    """
    return case.interpreter_needed == "yes" and case.interpreter not in {"professional", "family"}


@withdrawn("consent-withdrawn", BREACH, WITHDRAWAL, "withdrawn_on")
def is_withdrawn(case: Consent) -> Verdict:
    """Consent was withdrawn on {day}.

    Do not go on. On the day it is a cancellation by the patient, not a missed appointment and not in the 28-day return;
    the clock keeps running unless all treatment is declined (35).
    """
    return {"day": case.withdrawn_on}


@withdrawn("consent-withdrawal-recorded-wrongly", BREACH, WITHDRAWAL, "recorded_as")
def is_recorded_wrongly(case: Consent) -> Verdict:
    """Consent was withdrawn on the day, and that is recorded as {recorded}.

    Record a cancellation by the patient: the patient came, and the hospital did not cancel. It does not count in the
    28-day return.
    """
    recorded = RECORDED.get(case.recorded_as)
    return recorded is not None and {"recorded": recorded}


@withdrawn("consent-withdrawal-is-no-stop", BREACH, WITHDRAWAL, "rtt_code")
def does_withdrawal_stop(case: Consent) -> Verdict:
    """Status {code} would stop the clock, but the patient withdrew from this procedure and does not decline all
    treatment.

    Keep the clock running (20), and agree the next step with the patient.
    """
    stops = case.rtt_code in {"34", "35"} and case.declines_all_treatment != "yes"
    return stops and {"code": case.rtt_code}


@BOOK.check("consent-declined-not-35", WATCH, WITHDRAWAL, "rtt_code")
def is_decline_not_35(case: Consent) -> Verdict:
    """The patient declined all treatment, and status {code} is recorded.

    Offer 35 on the pathway, with the date the patient said so.
    """
    return case.declines_all_treatment == "yes" and case.rtt_code not in {None, "35"} and {"code": case.rtt_code}
