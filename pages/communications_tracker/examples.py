"""Made-up letters, messages and calls for the empty list and the demo cohort; some late, some that came back."""

from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from dashapp.services.records.examples import pick_specialty
from rules.letters.checks import STATEMENTS
from rules.letters.record import LETTER_TYPES, OFFERING, REPORTING

PURPOSES = {
    "appointment": "Offer of an outpatient appointment",
    "dna": "What happens after the missed appointment",
    "tci": "Offer of an admission date",
    "validation_contact": "Contact after twelve weeks of waiting",
}


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible communication of the last nine weeks."""
    kind = random.choices(list(LETTER_TYPES), weights=[4 if slug in PURPOSES else 2 for slug in LETTER_TYPES])[0]
    channel = random.choices(("letter", "phone", "sms", "email", "portal"), weights=(6, 2, 2, 1, 1))[0]
    sent = today - timedelta(days=random.randint(1, 63))
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "type": kind,
        "channel": channel,
        "date_sent": sent.isoformat(),
        "purpose": PURPOSES.get(kind, LETTER_TYPES[kind]),
        "specialty": pick_specialty(random, patient, today),
        "clinician": random.choice(("Miss Hughes", "Mr Rahman", "Dr Osei", "Dr Novak")),
        "sent_to_gp": random.choices(("yes", "no"), weights=(3, 1))[0],
        "outcome": random.choices(("delivered", "confirmed", "no_answer", "returned", "bounced"), (6, 4, 1, 1, 1))[0],
    }
    if kind in OFFERING:
        answers |= make_offer(random, sent)
    if kind in REPORTING:
        days = random.choice((0, 1, 1, 2)) if kind == "discharge_summary" else random.randint(0, 9)
        answers |= {"event_date": (sent - timedelta(days=days)).isoformat()}
    if kind == "discharge_summary":
        answers |= {"event_time": "15:30", "time_sent": random.choice(("09:15", "14:00", "17:45"))}
    if kind in {"appointment", "tci", "pre_op"}:
        answers |= {name: random.choices(("yes", "no"), weights=(8, 1))[0] for name in STATEMENTS}
    return answers | make_sequel(random, sent, kind, channel, answers["outcome"])


def make_offer(random: Random, sent: date) -> dict[str, Any]:
    offered = sent + timedelta(days=random.choice((9, 14, 21, 24, 28, 35)))
    times = ("09:00", "10:30", "13:45", "15:15")
    return {"date_offered": offered.isoformat(), "time_offered": random.choice(times), "site": "Northfield, clinic 4"}


def make_sequel(random: Random, sent: date, kind: str, channel: str, outcome: str) -> dict[str, Any]:
    """What the channel, the type and the outcome call for."""
    answers: dict[str, Any] = {}
    if channel == "sms":
        answers["message_text"] = random.choice(
            ("Appointment at Northfield. To change it, please ring.", "Your biopsy results are ready, please ring.")
        )
    if channel == "phone":
        answers |= {"message_left": random.choice(("yes", "no")), "safe_to_leave_message": random.choice(("yes", "no"))}
    if kind == "dna":
        answers["first_missed"] = random.choice(("yes", "no"))
    if outcome in {"no_answer", "returned", "bounced"}:
        answers["follow_up_due"] = (sent + timedelta(days=14)).isoformat()
    return answers
