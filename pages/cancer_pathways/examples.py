"""Made-up patients on a cancer pathway."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from dashapp.services.records.examples import ADULT
from rules.cancer import tables
from rules.cancer.record import CLOSING, TOLD_HOW

PROGRAMMES = ("breast", "cervical", "bowel", "lung")
OF_PROGRAMME = {"breast": "breast", "cervical": "gynaecological", "bowel": "lower_gi", "lung": "lung"}
TREATED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "breast": ("C50.9", ("23", "02", "03")),
    "childrens": ("C91.0", ("02",)),
    "gynaecological": ("C54.1", ("23",)),
    "head_neck": ("C32.9", ("05", "04", "23")),
    "lower_gi": ("C18.7", ("23", "23", "02")),
    "lung": ("C34.1", ("05", "02", "15")),
    "skin": ("C43.5", ("23",)),
    "upper_gi": ("C16.9", ("02", "23")),
    "urological": ("C67.9", ("23", "05")),
}
"""The diagnosis of each site and what it is first treated with."""


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible pathway of the last four months, somewhere on its way; some with something to mend."""
    received = today - timedelta(days=random.randint(4, 120))
    route, programme = pick_route(random, patient, today)
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "suspected_type": pick_site(random, patient, today, route, programme),
        "route": route,
        "referral_received": received.isoformat(),
        "referrer": "gp",
        "last_tracked_on": (today - timedelta(days=random.randint(0, 12))).isoformat(),
        "next_action": random.choice(
            ("Chase the biopsy result", "Book the MDT", "Confirm the outpatient date", "Offer a theatre date")
        ),
        "next_action_owner": random.choice(("Pathway coordinator", "Clinical nurse specialist", "Booking office")),
        "next_action_due": (today + timedelta(days=random.randint(-3, 10))).isoformat(),
    }
    if route == "screening":
        answers["screening_programme"] = programme
    if route == "consultant_upgrade":
        answers["upgraded_on"] = (received + timedelta(days=3)).isoformat()
    day = received
    if random.random() < 0.15:
        day = received + timedelta(days=9)
        answers |= {"first_dna_on": day.isoformat(), "rebook_contact_on": (day + timedelta(days=3)).isoformat()}
        day += timedelta(days=3)
    for name, low, high in (
        ("first_seen", 5, 14),
        ("told_on", 8, 26),
        ("decision_to_treat", 3, 14),
        ("treatment_start", 7, 33),
    ):
        day += timedelta(days=random.randint(low, high))
        if day > today or (name == "decision_to_treat" and answers.get("told_outcome") != "cancer_diagnosed"):
            break
        answers[name] = day.isoformat()
        answers |= follow_up(random, name, answers)
    if "treatment_start" in answers or answers.get("told_outcome") in CLOSING:
        return {name: answer for name, answer in answers.items() if not name.startswith("next_action")}
    return answers


def pick_route(random: Random, patient: Patient, today: date) -> tuple[str, str]:
    """The way in, and the screening programme where it is one."""
    if patient.age_on(today) < ADULT:
        return "urgent_suspected_cancer", ""
    woman = patient.sex == "female"
    route = random.choices(list(tables.ROUTES), weights=(7, woman, 1, 1))[0]
    return route, random.choice(PROGRAMMES if woman else PROGRAMMES[2:]) if route == "screening" else ""


def pick_site(random: Random, patient: Patient, today: date, route: str, programme: str) -> str:
    """The tumour site that this way in leads to, of those that somebody of this age and sex can have."""
    if route == "breast_symptomatic":
        return "breast"
    if programme:
        return OF_PROGRAMME[programme]
    if patient.age_on(today) < ADULT:
        return "childrens"
    women = ("breast", "gynaecological") if patient.sex == "female" else ("urological",)
    return random.choice(("lower_gi", "lung", "skin", "urological", "head_neck", "upper_gi", *women))


def follow_up(random: Random, name: str, answers: dict[str, Any]) -> dict[str, Any]:
    """What goes with a milestone."""
    if name == "first_seen":
        return {"first_seen_organisation": "RXX01"}
    if name == "told_on":
        ruled_out = random.random() < 0.6
        return {
            "told_outcome": "cancer_ruled_out" if ruled_out else "cancer_diagnosed",
            "fds_end_reason": "02" if ruled_out else "01",
            "told_how": random.choice(list(TOLD_HOW)),
        }
    if name == "decision_to_treat":
        return {"mdt_discussion": answers["told_on"]}
    icd10, modalities = TREATED[answers["suspected_type"]]
    return {"event_type": "01", "modality": random.choice(modalities), "icd10": icd10, "care_setting": "01"}
