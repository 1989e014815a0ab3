"""Made-up patients on a cancer pathway."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from rules.cancer import tables
from rules.cancer.record import TOLD_HOW


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible pathway of the last four months, somewhere on its way; some with something to mend."""
    received = today - timedelta(days=random.randint(4, 120))
    route = random.choices(list(tables.ROUTES), weights=(7, 1, 1, 1))[0]
    site = random.choice(
        ("breast", "lower_gi", "lung", "skin", "urological", "head_neck", "gynaecological", "upper_gi")
    )
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "suspected_type": "breast" if route == "breast_symptomatic" else site,
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
        answers["screening_programme"] = random.choice(list(tables.SCREENING_PROGRAMMES))
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
    return answers


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
    return {
        "event_type": "01",
        "modality": random.choice(("23", "02", "05", "03")),
        "icd10": "C50.9",
        "care_setting": "01",
    }
