"""Made-up pathways: plausible referrals of the last year, somewhere on their way."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from dashapp.services.records.examples import pick_specialty
from rules.diagnostics import TESTS

REFERRED_BY = {"C_130": "optometrist", "C_140": "dentist"}
"""Who refers to a specialty next to general practice; consultants to the others."""


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible pathway of the last year, somewhere on its way."""
    received = today - timedelta(days=draw_wait(random))
    specialty = pick_specialty(random, patient, today)
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "date_of_birth": patient.date_of_birth.isoformat(),
        "treatment_function": specialty,
        "referral_source": random.choice(("gp", "gp", "gp", REFERRED_BY.get(specialty, "consultant"))),
        "referral_route": random.choice(("letter", "ers_booked")),
        "referral_received": received.isoformat(),
        "priority": random.choices(("routine", "urgent"), weights=(4, 1))[0],
        "commissioner": random.choice(("15N", "93C", "13T")),
        "events": [],
    }
    seen = received + timedelta(days=random.randint(21, 95))
    if seen < today:
        answers["events"] += [
            {"date": seen.isoformat(), "event": "appointment_attended", "first": "yes", "rtt_code": "20"}
        ]
        answers |= after_first_appointment(random, seen, today)
        answers["events"] += answers.pop("later", [])
        answers |= with_test(patient, answers, seen, today)
    else:
        answers |= {"next_event": "First outpatient appointment", "next_event_on": seen.isoformat()}
    return answers


def draw_wait(random: Random) -> int:
    """Days since the referral: six in ten within 18 weeks, a few over a year."""
    low, high = random.choices(((4, 126), (127, 280), (281, 364), (365, 420)), weights=(60, 28, 6, 6))[0]
    return random.randint(low, high)


def with_test(patient: Patient, answers: Mapping[str, Any], seen: date, today: date) -> dict[str, Any]:
    """A test asked for at the first appointment, for some of those who still wait; half of the older ones are done."""
    number = int(patient.nhs_number[3:9])
    requested, done = seen + timedelta(days=2), seen + timedelta(days=9 + number % 40)
    still_waits = "decision_to_admit" in answers or answers.get("next_event") == "Follow-up appointment"
    treated = any(one["event"] == "admission" for one in answers["events"])
    if number % 3 or treated or not still_waits or requested > today:
        return {}
    told = {"diagnostic_test": list(TESTS)[number % len(TESTS)], "test_requested_on": requested.isoformat()}
    if number % 2 or done >= today:
        return told
    return {**told, "events": [*answers["events"], {"date": done.isoformat(), "event": "diagnostic_attended"}]}


def after_first_appointment(random: Random, seen: date, today: date) -> dict[str, Any]:
    """What follows a first appointment: treatment, a decision to admit, monitoring, or nothing recorded."""
    decided = seen + timedelta(days=random.randint(7, 40))
    if decided > today:
        return {
            "next_event": "Follow-up appointment",
            "next_event_on": decided.isoformat(),
            "next_event_owner": "Booking office",
        }
    course = random.random()
    if course < 0.2:
        return {"later": [{"date": decided.isoformat(), "event": "treatment_started", "rtt_code": "30"}]}
    if course < 0.26:
        return {"later": [], **not_on_the_way(random, decided, today)}
    if course < 0.34:
        monitoring = {
            "event": "active_monitoring_start",
            "initiated_by": "patient",
            "reason": "see_how_they_cope",
            "rtt_code": "31",
        }
        review = (decided + timedelta(days=90)).isoformat()
        return {"later": [{"date": decided.isoformat(), "review_due": review, **monitoring}]}
    answers = {
        "decision_to_admit": decided.isoformat(),
        "list_type": "admitted",
        "clinical_priority": random.choice(("p2", "p3", "p4")),
    }
    admitted = decided + timedelta(days=random.randint(28, 110))
    if admitted < today and random.random() < 0.5:
        treated = {"date": admitted.isoformat(), "event": "admission", "admitted_for": "first_definitive_treatment"}
        return {**answers, "later": [treated | {"rtt_code": "30"}]}
    if random.random() < 0.6:
        tci = today + timedelta(days=random.randint(5, 60))
        answers |= {"tci_date": tci.isoformat(), "tci_given_on": (today - timedelta(days=3)).isoformat()}
    return answers


def not_on_the_way(random: Random, decided: date, today: date) -> dict[str, Any]:
    """What a validator looks for: a booking without an outcome, a planned date or a follow-up date that has passed."""
    passed = (today - timedelta(days=random.randint(2, 12))).isoformat()
    stopped = [{"date": decided.isoformat(), "event": "treatment_started", "rtt_code": "30"}]
    return random.choice(
        (
            {"next_event": "Follow-up appointment", "next_event_on": passed, "next_event_owner": "Clinic clerk"},
            {"later": stopped, "list_type": "planned", "planned": "yes", "planned_due": passed},
            {"later": stopped, "list_type": "follow_up", "latest_clinically_appropriate_date": passed},
        )
    )
