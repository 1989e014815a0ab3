"""Made-up requests for funding."""

from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from rules.funding.rules import CATEGORIES, MOVES

TREATMENTS = {
    "ifr": ("A medicine outside its licence", "Body contouring after weight loss", "A new implant"),
    "prior_approval": ("Varicose vein surgery", "Bariatric surgery", "Cataract surgery, second eye"),
    "ebi": ("Tonsillectomy", "Carpal tunnel release", "Knee arthroscopy"),
}
DATES = {"submitted": "submitted_on", "screened": "screened_on", "panel": "panel_on"}


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible request of the last months, somewhere on its way; some without all of their evidence."""
    category = random.choice(list(CATEGORIES))
    start = today - timedelta(days=random.randint(60, 200))
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "treatment": random.choice(TREATMENTS[category]),
        "category": category,
        "consultant": random.choice(("Dr Osei", "Miss Novak", "Mr Hughes")),
        "icb": random.choice(("Northfield ICB", "Westmere ICB")),
        "cost": random.choice((1200, 3400, 8900)),
        "clock_start": start.isoformat(),
        "criteria_evidence": "Scores and measurements in the clinic letter",
        "treatments_tried": "Standard treatment for six months, little effect",
    }
    if category == "ifr":
        answers["exceptionality"] = random.choice(("Allergic to both standard medicines", "The condition is rare"))
    else:
        answers["criteria_met"] = random.choices(("yes", "no"), weights=(4, 1))[0]
    if random.random() < 0.8:
        answers["evidence"] = [
            {"kind": "clinic_letter", "description": "Letter with scores", "dated": start.isoformat()}
        ]
        if category != "ifr" and random.random() < 0.8:
            answers["evidence"].append({"kind": "measurement_or_score", "description": "Score before treatment"})
    return answers | walk(random, start, today)


def walk(random: Random, start: date, today: date) -> dict[str, Any]:
    """Steps that may follow each other, with their dates, and what belongs to where they end."""
    status, day, moves = "draft", start + timedelta(days=random.randint(5, 40)), []
    found: dict[str, Any] = {}
    for _ in range(random.randint(0, 5)):
        nexts = [to for to in MOVES[status] if to not in {"withdrawn", "review", "more_information"}]
        if not nexts or day > today:
            break
        status = random.choice(nexts)
        moves.append({"to": status, "on": day.isoformat()})
        found[DATES.get(status, "decided_on")] = day.isoformat()
        day += timedelta(days=random.randint(3, 20))
    if status == "declined":
        found["other_treatment"] = random.choice(("yes", "no"))
    if status in {"declined", "approved"} and random.random() < 0.7:
        found["patient_told_on"] = found["decided_on"]
    return {"status": status, "moves": moves, **found}
