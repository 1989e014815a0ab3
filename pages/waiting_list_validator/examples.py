"""Made-up validations for the empty list and the demo cohort; most well done, some not."""

from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from dashapp.services.records.examples import pick_specialty

CHECKS = ("4", "5", "31", "38", "38", "1", "2", "6", "15", "29", "30", "34", "37")
EVIDENCE = {
    "clinic_letter": "Listed for surgery, day case, within 12 weeks.",
    "clinic_outcome": "Outcome form: follow-up in six weeks after MRI.",
    "theatre_record": "Operation done, day case, home the same day.",
    "ers": "Referral on the worklist, no appointment booked.",
    "patient": "Still wants the appointment, mornings are best.",
}
STEPS = (
    ("Book the follow-up", "Booking office"),
    ("Offer an admission date", "Admissions"),
    ("Chase the outcome of the clinic", "Clinic clerk"),
    ("Ask for the date of the MRI", "Radiology booking"),
)
QUESTIONS = ("Was the patient listed in clinic?", "Is the follow-up still needed?", "When did treatment start?")


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible validation of the last seven weeks."""
    on = today - timedelta(days=random.randint(1, 49))
    start = on - timedelta(days=random.randint(70, 330))
    decision = random.choices(
        ("remain", "next_step_chased", "correct", "stop", "clinical_review", "merge"), weights=(5, 5, 3, 4, 2, 1)
    )[0]
    place = random.choice(list(EVIDENCE))
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "pathway": f"RXX{random.randint(10**16, 10**17 - 1)}",
        "treatment_function": pick_specialty(random, patient, today),
        "clock_start": start.isoformat(),
        "last_status": random.choice(("10", "20", "20")),
        "last_status_on": (start + timedelta(days=random.randint(20, 60))).isoformat(),
        "checks": random.choice(CHECKS),
        "level": random.choices(("technical", "administrative", "clinical"), weights=(2, 7, 2))[0],
        "validated_on": on.isoformat(),
        "evidence_place": place,
        "evidence_on": (on - timedelta(days=random.randint(5, 60))).isoformat(),
        "evidence": EVIDENCE[place] if random.random() < 0.9 else "",
        "decision": decision,
        "confidence": random.choices(("certain", "fairly_sure", "not_sure"), weights=(5, 4, 1))[0],
        "minutes_taken": random.choice((3, 5, 6, 8, 12, 20)),
    }
    answers |= make_decision(random, decision, on) | make_contact(random, start, on)
    return answers | make_query(random, on, today) | make_cause(random, on)


def make_decision(random: Random, decision: str, on: date) -> dict[str, Any]:
    """What the decision calls for."""
    if decision == "stop":
        stop = on - timedelta(days=random.randint(2, 70))
        return {
            "stop_code": random.choice(("30", "34", "34", "35")),
            "stop_date": stop.isoformat(),
            "reported_already": "yes" if (on - stop).days > 45 else random.choice(("no", "no", "not_known")),
        }
    if decision == "merge":
        return {"merge_with": f"RXX{random.randint(10**16, 10**17 - 1)}"}
    step, owner = random.choice(STEPS)
    review = on + timedelta(days=random.choice((14, 28, 42, 84)))
    correction = {"correction": "Decision to admit recorded, with the date of the clinic."}
    following = {"next_step": step, "next_step_owner": owner, "next_review_on": review.isoformat()}
    return following | (correction if decision == "correct" else {})


def make_contact(random: Random, start: date, on: date) -> dict[str, Any]:
    """Contact with some of those who have waited for 12 weeks."""
    if (on - start).days < 84 or random.random() < 0.4:
        return {}
    result = random.choices(("still_wants", "cannot_now", "no_reply", "changed"), weights=(6, 1, 2, 1))[0]
    channel = random.choice(("letter", "sms", "phone", "portal"))
    contacted = on - timedelta(days=random.randint(0, 20))
    return {"contacted_on": contacted.isoformat(), "contact_channel": channel, "contact_result": result}


def make_query(random: Random, on: date, today: date) -> dict[str, Any]:
    """A query for one in three, answered or not."""
    if random.random() > 0.35:
        return {}
    query: dict[str, Any] = {
        "to": random.choice(("secretary", "clinician", "service")),
        "question": random.choice(QUESTIONS),
        "sent_on": on.isoformat(),
    }
    answered = on + timedelta(days=random.randint(1, 9))
    if answered <= today and random.random() < 0.6:
        query |= {"answered_on": answered.isoformat(), "answer": "Yes, see the letter."}
    return {"queries": [query]}


def make_cause(random: Random, on: date) -> dict[str, Any]:
    """The cause of the error, and who was told of it."""
    cause = random.choices(("user_error", "template", "interface", "training", "none"), weights=(4, 2, 2, 3, 3))[0]
    if cause == "none":
        return {"root_cause": cause}
    told = {"told_on": (on + timedelta(days=1)).isoformat()} if random.random() < 0.7 else {}
    return {"root_cause": cause, "told_to": random.choice(("Clinic manager", "Systems team", "Trainer")), **told}
