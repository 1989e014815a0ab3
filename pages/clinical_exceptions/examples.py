"""Made-up clinical delays for the empty list and the demo cohort: some well handled, some not."""

from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from dashapp.services.records.examples import pick_specialty
from rules.event_choices import UNFIT_BECAUSE
from rules.exceptions.record import ACTIONS, ASA, PLANS


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible delay of the last three months; some well handled, some not."""
    decided = today - timedelta(days=random.randint(2, 90))
    specialty = pick_specialty(random, patient, today)
    reason = random.choices(list(UNFIT_BECAUSE), weights=(5, 2, 4, 2, 2, 2, 1))[0]
    action = random.choices(list(ACTIONS), weights=(6, 3, 2))[0]
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "specialty": specialty,
        "planned_procedure": random.choice(PROCEDURES.get(specialty, ("Day case procedure",))),
        "reason": reason,
        "reason_in_words": random.choice(EXAMPLE_REASONS[reason]),
        "consultant": random.choice(("Miss Hughes", "Mr Rahman", "Dr Osei", "Dr Novak")),
        "decided_on": decided.isoformat(),
        "expected_days": random.choice((10, 21, 28, 42, 60, 90)),
        "action": action,
        "patient_informed": random.choices(("yes", "no"), weights=(5, 1))[0],
        "review_date": (decided + timedelta(days=random.choice((28, 42, 84)))).isoformat(),
        "rtt_code": {"keep_clock_running": "20", "active_monitoring": "32", "return_to_gp": "34"}[action],
        "asa": random.choice(list(ASA)[:3]),
    }
    if action == "keep_clock_running":
        answers["fit_by"] = (decided + timedelta(days=answers["expected_days"])).isoformat()
        answers["paused"] = random.choices(("no", "yes"), weights=(5, 1))[0]
        answers["on_planned_list"] = random.choices(("no", "yes"), weights=(9, 1))[0]
        answers["tci_cancelled"] = random.choices(("no", "yes"), weights=(3, 1))[0]
        rebooked = decided + timedelta(days=answers["expected_days"])
        if rebooked <= today and random.random() < 0.6:
            answers["rebooked_on"] = rebooked.isoformat()
    else:
        answers |= {"clock_stop": decided.isoformat(), "gp_informed": random.choice(("yes", "yes", "no"))}
        answers |= {"decided_with_patient_on": decided.isoformat()} if answers["patient_informed"] == "yes" else {}
    if action == "active_monitoring":
        answers["review_date_told"] = random.choices(("yes", "no"), weights=(4, 1))[0]
    if action == "return_to_gp":
        answers["best_interest"] = random.choice(("yes", "yes", "no"))
    if reason == "optimisation" and random.random() < 0.7:
        answers |= {"optimisation": [random.choice(list(PLANS))], "plan": "Seen monthly by the practice nurse."}
    return answers


PROCEDURES = {
    "C_100": ("Hernia repair", "Cholecystectomy"),
    "C_101": ("Prostate resection", "Cystoscopy"),
    "C_110": ("Hip replacement", "Knee replacement"),
    "C_120": ("Septoplasty", "Tonsillectomy"),
    "C_130": ("Cataract surgery",),
    "C_140": ("Removal of wisdom teeth",),
    "C_160": ("Carpal tunnel release",),
    "C_301": ("Colonoscopy",),
    "C_320": ("Angiogram",),
    "C_502": ("Hysteroscopy", "Hysterectomy"),
}
EXAMPLE_REASONS = {
    "unfit_short_term": ("Chest infection, reassess in four weeks.", "Fractured wrist, in plaster."),
    "unfit_long_term": ("Recovering from a stroke.", "Unstable angina, cardiology involved."),
    "optimisation": ("HbA1c of 78, to come below 69.", "Blood pressure 180/105 at pre-assessment."),
    "conservative_trial": ("Physiotherapy first, for twelve weeks.",),
    "other_specialty": ("Awaits the opinion of cardiology.", "No theatre capacity for a joint case with vascular."),
    "infection": ("Urinary infection, on antibiotics.",),
    "other": ("Carer for a relative; after the respite in the new year.",),
}
