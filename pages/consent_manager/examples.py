"""Made-up consents."""

from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient

PROCEDURES = (
    ("Total knee replacement", True, 50),
    ("Total hip replacement", True, 50),
    ("Inguinal hernia repair", True, 0),
    ("Cataract extraction with lens implant", True, 55),
    ("Laparoscopic cholecystectomy", False, 18),
    ("Colonoscopy with biopsy", False, 30),
    ("Tonsillectomy", False, 0),
)
"""What is done, whether it has a side, and from what age."""


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible consent of the last five months; most in order, some with something to put right."""
    one = today - timedelta(days=random.randint(2, 150))
    age = patient.age_on(today)
    procedure, has_side, _ = random.choice([one for one in PROCEDURES if one[2] <= age])
    lacks = random.random() < 0.15
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "date_of_birth": patient.date_of_birth.isoformat(),
        "procedure": procedure,
        "has_side": "yes" if has_side else "no",
        "form": "4" if lacks and random.random() < 0.8 else "1",
        "capacity": "lacks_capacity" if lacks else "has_capacity",
        "decision_to_admit": (one - timedelta(days=random.choice((0, 0, 7)))).isoformat(),
        "stage_one_on": one.isoformat(),
        "stage_one_by": random.choice(("Dr Osei", "Miss Novak", "Mr Hughes", "Dr Rahman")),
        "risks_discussed": random.choices(("yes", "no"), weights=(9, 1))[0],
        "alternatives_discussed": "yes",
        "no_treatment_discussed": random.choices(("yes", "no"), weights=(9, 1))[0],
        "interpreter_needed": "no",
    }
    answers["signed_by"] = sign(random, lacks)
    if has_side and random.random() < 0.9:
        answers["side"] = random.choice(("left", "right"))
    if lacks:
        answers |= {"best_interests": random.choice(("yes", "no")), "somebody_to_consult": "yes"}
    return answers | make_turn(random, one, today)


def sign(random: Random, lacks: bool) -> str:
    """Who signed: mostly as it should be."""
    if lacks:
        return random.choices(("nobody", "family"), weights=(4, 1))[0]
    return random.choices(("patient", "nobody"), weights=(15, 1))[0]


def make_turn(random: Random, one: date, today: date) -> dict[str, Any]:
    """What happened after stage one, if anything."""
    later = min(today, one + timedelta(days=random.randint(1, 60))).isoformat()
    turn = random.choices(("none", "confirmed", "changed", "withdrawn", "interpreter"), weights=(5, 4, 1, 1, 1))[0]
    ahead = (today + timedelta(days=random.randint(2, 50))).isoformat()
    recorded = random.choice(("patient_cancelled", "dna"))
    turns: dict[str, dict[str, Any]] = {
        "none": {"procedure_on": ahead} if random.random() < 0.5 else {},
        "confirmed": {"procedure_on": later, "stage_two_on": later, "stage_two_by": "Dr Osei"},
        "changed": {"changed": [random.choice(("risks", "risks", "time"))], "procedure_on": ahead},
        "withdrawn": {
            "procedure_on": later,
            "withdrawn_on": later,
            "withdrawn_why": "Wants to wait",
            "withdrawn_on_the_day": "yes",
            "recorded_as": recorded,
        },
        "interpreter": {"interpreter_needed": "yes", "interpreter": random.choice(("professional", "family"))},
    }
    return turns[turn]
