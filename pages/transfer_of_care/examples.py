"""Made-up transfers for the empty list and the demo cohort: most of them whole, some with something to put right."""

from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from dashapp.services.records.examples import pick_specialty
from rules.transfers.record import TRANSFER_TYPES

PROVIDERS = {"RXA": "Northfield General Hospital", "RXB": "Westmere Hospital", "RXC": "Eastmoor Treatment Centre"}
PROFESSIONALS = ("Dr Osei", "Dr Novak", "Miss Hughes", "Mr Rahman")
TITLES = {"female": ("Mrs", "Ms", "Miss"), "male": ("Mr",)}
OFTEN_FORGOTTEN = ("local_patient_identifier", "referrer_code", "referring_contact_name", "clock_start", "ppid_issuer")


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible transfer of the last ten weeks."""
    kind = random.choices(list(TRANSFER_TYPES), weights=(6, 1, 2, 3, 1, 2))[0]
    moves = kind in {"inter_provider", "nhs_to_independent"}
    requested = today - timedelta(days=random.randint(2, 70))
    sender, receiver = random.sample(list(PROVIDERS), 2)
    answers = (
        make_patient(random, patient)
        | make_form(random, sender, receiver, pick_specialty(random, patient, today))
        | make_dates(random, requested, today)
        | {
            "transfer_type": kind,
            "responsibility_moves": "yes" if moves or kind == "private_to_nhs" else "no",
            "patient_agreed": random.choice(("yes", "yes", "yes", "no")),
            "letters_sent": random.choice(("yes", "yes", "no")),
            "sender_code": "21" if moves and random.random() < 0.8 else "20",
        }
    )
    if kind == "internal_new_condition":
        answers["new_pathway_code"] = random.choice(("12", "12", "10"))
    for name in random.sample(OFTEN_FORGOTTEN, random.choice((0, 0, 1, 2))):
        answers.pop(name, None)
    return answers


def make_patient(random: Random, patient: Patient) -> dict[str, Any]:
    given, _, family = patient.name.rpartition(" ")
    return {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "family_name": family or patient.name,
        "given_name": given or patient.name,
        "title": random.choice(TITLES.get(patient.sex, ("Dr",))),
        "birth_date": patient.date_of_birth.isoformat(),
        "local_patient_identifier": f"M{random.randint(100000, 999999)}",
        "correspondence_address": f"{random.randint(1, 90)} Station Road, Northfield",
        "correspondence_postcode": "ZZ99 3WZ",
        "gp_name": "Dr Lindqvist",
        "gp_practice_code": "A99999",
    }


def make_form(random: Random, sender: str, receiver: str, specialty: str) -> dict[str, Any]:
    """The two organisations, the identifier and the reason."""
    ppid = "".join(random.choices("0123456789ABCDEF", k=20))
    return {
        "referring_organisation_name": PROVIDERS[sender],
        "referring_organisation_code": sender,
        "referring_professional_name": random.choice(PROFESSIONALS),
        "referrer_code": f"C{random.randint(1000000, 9999999)}",
        "referring_tfc": specialty,
        "referring_contact_name": "Alex Morgan",
        "ppid": ppid,
        "ppid_issuer": sender,
        "rtt_status": random.choice(("20", "20", "20", "21")),
        "referral_reason": "Treatment that the sender does not offer.",
        "pathway_organisations": [{"code": sender}],
        "receiving_organisation_name": PROVIDERS[receiver],
        "receiving_organisation_code": receiver,
        "receiving_tfc": specialty,
        "original_issuer": sender,
    }


def make_dates(random: Random, requested: date, today: date) -> dict[str, Any]:
    """The dates of the form in their order, the answer when there was time for one."""
    decided = requested - timedelta(days=random.randint(0, 10))
    dates = {
        "clock_start": decided - timedelta(days=random.randint(14, 160)),
        "decision_to_refer_date": decided,
        "requested_date": requested,
    }
    received = requested + timedelta(days=random.randint(0, 5))
    answers: dict[str, Any] = {}
    if received <= today:
        dates["received_date"] = received
        answers["accepted"] = random.choices(("yes", "no", "awaited"), weights=(6, 1, 3))[0]
    if random.random() < 0.8:
        dates["form_sent_on"] = requested
    if answers.get("accepted") == "no":
        answers |= {"rejected_reason": "No capacity for this procedure.", "sender_still_open": "yes"}
    return answers | {name: day.isoformat() for name, day in dates.items()}
