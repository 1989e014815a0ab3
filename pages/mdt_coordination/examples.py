"""Made-up meetings: planned and held, most of them sound, some with something to mend."""

from datetime import date, timedelta
from itertools import chain, islice
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from dashapp.services.records.examples import ADULT, make_patients
from rules.event_choices import MEETING_OUTCOMES
from rules.mdt.record import PLACES, WITHOUT_TREATMENT
from rules.mdt.rules import CORE_ROLES

CHAIRS = ("Dr Osei", "Ms Lindqvist", "Prof Rahman", "Mr Hughes")
OWNERS = ("Pathway coordinator", "Clinical nurse specialist", "Registrar", "Booking office")
QUESTIONS = ("Is surgery possible?", "Is this cancer?", "Which treatment first?", "Is a trial open to the patient?")
DEEDS = ("Request a PET scan", "Book the clinic", "Refer to oncology", "Write to the GP", "Repeat the biopsy")
MISSING = ("Histology not reported", "MRI not done yet", "Nobody to present")
DECISIONS: dict[str, str] = {
    "treat_here": "Resection here, then adjuvant treatment by result.",
    "refer": "Refer to the specialist centre for treatment.",
    "more_tests": "Stage first, then discuss again.",
    "active_monitoring": "Watch with imaging every three months.",
    "palliative": "Best supportive care, palliative team to see.",
    "ruled_out": "No cancer. Discharge to the GP.",
}

SITES = ("breast", "gynaecological", "head_and_neck", "lower_gastrointestinal", "lung", "skin", "urological")
OF_WOMEN, OF_CHILDREN = {"breast", "gynaecological"}, "children_s_cancer"


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A meeting of the last weeks or the next, with one to four patients."""
    held_on = today + timedelta(days=random.choice((-35, -28, -21, -14, -7, -2, 1, 3, 5, 8)))
    status = "planned" if held_on >= today or random.random() < 0.05 else "held"
    others = make_patients(random.randint(0, 999_999), today)
    site = random.choice([one for one in (*SITES, OF_CHILDREN) if can_have(patient, one, today)])
    fitting = (one for one in others if can_have(one, site, today))
    cases = islice(chain((patient,), fitting), random.randint(1, 4))
    meeting: dict[str, Any] = {
        "date": held_on.isoformat(),
        "time": random.choice(("08:00", "08:30", "12:30")),
        "tumour_site_or_specialty": site,
        "place": random.choice(list(PLACES)),
        "status": status,
        "chair": random.choice(CHAIRS),
        "cut_off": (held_on - timedelta(days=3)).isoformat(),
        "cases": [make_case(random, one, held_on, today, status) for one in cases],
    }
    if status == "held":
        away = random.choice(list(CORE_ROLES)) if random.random() < 0.2 else ""
        meeting["present"] = [role for role in CORE_ROLES if role != away]
    return meeting


def can_have(patient: Patient, site: str, today: date) -> bool:
    """Whether a meeting for this site would speak of this patient."""
    if patient.age_on(today) < ADULT:
        return site == OF_CHILDREN
    return site != OF_CHILDREN and (patient.sex != "male" or site not in OF_WOMEN)


def make_case(random: Random, patient: Patient, held_on: date, today: date, status: str) -> dict[str, Any]:
    """One patient: mostly ready before the meeting; with an outcome after it, seldom without."""
    started = held_on - timedelta(days=random.randint(12, 50))
    case: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "question": random.choice(QUESTIONS),
        "discussion": random.choices(("full", "standard_of_care"), weights=(4, 1))[0],
        "presenter": random.choice(CHAIRS),
        "added_on": (held_on - timedelta(days=random.choice((1, 4, 5, 6, 8, 12)))).isoformat(),
        "performance_status": random.choice(("0", "1", "1", "2", "3")),
        "imaging_ready": random.choices(("yes", "no"), weights=(8, 2))[0],
        "pathology_ready": random.choices(("yes", "no"), weights=(8, 2))[0],
        "route": random.choices(("urgent_suspected_cancer", "screening", "routine"), weights=(7, 2, 1))[0],
        "cancer_clock_start": started.isoformat(),
        "breach_date": (started + timedelta(days=62)).isoformat(),
    }
    if random.random() < 0.15:
        del case["performance_status"]
    if case["route"] == "routine":
        case["upgrade_declined"] = random.choice(("yes", "no"))
    return case | (describe_outcome(random, held_on, today) if status == "held" and random.random() < 0.95 else {})


def describe_outcome(random: Random, held_on: date, today: date) -> dict[str, Any]:
    """The outcome and what follows from it."""
    outcome = random.choices(list(MEETING_OUTCOMES), weights=(5, 2, 3, 1, 1, 3, 2))[0]
    if outcome == "deferred":
        back = {"next_meeting": (held_on + timedelta(days=7)).isoformat()} if random.random() < 0.8 else {}
        times = random.choice((1, 1, 2))
        told = {"told_by": random.choice(CHAIRS), "tell_by": (held_on + timedelta(days=3)).isoformat()}
        return {"outcome": outcome, "deferred_reason": random.choice(MISSING), "deferrals": times} | back | told
    answers: dict[str, Any] = {"outcome": outcome, "decision": DECISIONS[outcome]}
    if outcome == "more_tests":
        answers |= {"tests": "PET scan", "tests_wanted_by": (held_on + timedelta(days=10)).isoformat()}
    if outcome in WITHOUT_TREATMENT:
        answers["no_treatment_reason"] = "10" if outcome == "active_monitoring" else random.choice(("02", "03", "04"))
    if outcome == "refer":
        answers["treating_provider"] = "RXX01"
    return answers | describe_telling(random, held_on, today) | {"actions": make_actions(random, held_on, today)}


def describe_telling(random: Random, held_on: date, today: date) -> dict[str, Any]:
    """Who tells the patient; the plan is agreed with the patient days after the meeting."""
    answers: dict[str, Any] = {
        "told_by": random.choice(CHAIRS),
        "tell_by": (held_on + timedelta(days=random.choice((3, 5, 7)))).isoformat(),
    }
    told = held_on + timedelta(days=random.randint(1, 7))
    if told <= today and random.random() < 0.8:
        answers["told_on"] = told.isoformat()
        if random.random() < 0.8:
            answers["gp_told_on"] = min(told + timedelta(days=2), today).isoformat()
    return answers


def make_actions(random: Random, held_on: date, today: date) -> list[dict[str, Any]]:
    """One or two actions, some done, some overdue."""
    actions: list[dict[str, Any]] = []
    for what in random.sample(DEEDS, random.randint(1, 2)):
        due = held_on + timedelta(days=random.choice((3, 7, 14)))
        action = {"what": what, "owner": random.choice(OWNERS), "due": due.isoformat()}
        if due <= today and random.random() < 0.7:
            action["done_on"] = due.isoformat()
        actions.append(action)
    return actions
