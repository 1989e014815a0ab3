"""Made-up missed appointments for the empty list and the demo cohort."""

from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from dashapp.services.records.examples import ADULT, pick_specialty
from rules.calendar import on_working_day
from rules.dna.record import ACTIONS, CONTACT_TYPES, CONTACTS_MADE, DISCHARGED, LETTER_CHANNELS


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible missed appointment of the last ten weeks; some well handled, some not."""
    missed = on_working_day(today - timedelta(days=random.randint(3, 70)))
    first = random.random() < 0.5
    action = random.choices(list(ACTIONS), weights=(6, 3, 2, 1, 2, 1))[0]
    young = patient.age_on(today) < ADULT or random.random() < 0.05
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "appointment_date": missed.isoformat(),
        "appointment_time": f"{random.randint(9, 16):02}:{random.choice((0, 15, 30, 45)):02}",
        "specialty": pick_specialty(random, patient, today),
        "appointment_type": "first_outpatient"
        if first
        else random.choice(("follow_up", "diagnostic", "pre_assessment")),
        "contact_type": random.choices(list(CONTACT_TYPES), weights=(7, 2, 1))[0],
        "first_after_referral": "yes" if first else "no",
        "clearly_communicated": random.choices(("yes", "no"), weights=(8, 2))[0],
        "child_or_vulnerable": "yes" if young else "no",
        "previous_dnas": random.choice((0, 0, 0, 1, 2)),
        "contact_made": random.choice(list(CONTACTS_MADE)),
        "dna_letter_sent": random.choice(("yes", "yes", "no")),
        "action": action,
    }
    if answers["clearly_communicated"] == "yes":
        answers["letter_date"] = (missed - timedelta(days=random.randint(14, 35))).isoformat()
        answers["letter_channel"] = random.choice(list(LETTER_CHANNELS))
    if young:
        answers |= {"was_not_brought": "yes", "safeguarding_checked": random.choice(("yes", "no"))}
    if action in DISCHARGED:
        told = (missed + timedelta(days=2)).isoformat()
        answers |= {"discharge_date": told, "patient_told_on": told, "published_policy": "yes"}
        answers |= {
            "best_interest": "yes" if action == DISCHARGED[0] else "no",
            "protective_policy": "yes",
            "gp_told_on": told,
        }
    if action == DISCHARGED[0]:
        answers["reviewing_clinician"] = f"Dr {random.choice(('Osei', 'Novak', 'Hughes', 'Rahman'))}"
    if action == "rebooked":
        contact = missed + timedelta(days=random.randint(0, 2))
        answers |= {"rebook_contact_date": contact.isoformat()}
        answers |= {
            "new_appointment_date": on_working_day(contact + timedelta(days=random.randint(24, 43))).isoformat()
        }
    return answers
