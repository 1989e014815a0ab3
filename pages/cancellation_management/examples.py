"""Made-up cancellations: some well handled, some with something to mend."""

from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from dashapp.services.records.examples import pick_specialty
from rules.calendar import add_working_days, on_working_day
from rules.cancellations.record import ADMISSIONS, TYPES
from rules.event_choices import CANCELLED_BECAUSE

PROMISED = 28


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible cancellation of the last ten weeks, by the patient about as often as by the hospital."""
    who = random.choices(list(CANCELLED_BECAUSE), weights=(5, 5, 2))[0]
    by_hospital = who == "hospital_non_clinical"
    kind = random.choices(list(TYPES), weights=(2, 2, 1, 5, 7, 1) if by_hospital else (4, 4, 2, 3, 2, 2))[0]
    cancelled = on_working_day(today - timedelta(days=random.randint(1, 70)))
    notice = random.choice((0, 0, 0, 0, 0, 8, 24) if by_hospital else (0, 0, 1, 3, 8, 15, 24))
    booked = add_working_days(cancelled + timedelta(days=notice - 1), 1) if notice else cancelled
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "appointment_date": booked.isoformat(),
        "appointment_time": f"{random.randint(11, 16):02}:{random.choice((0, 15, 30, 45)):02}",
        "cancellation_date": cancelled.isoformat(),
        "cancellation_time": f"{random.randint(7, 10):02}:{random.choice((5, 20, 40)):02}",
        "specialty": pick_specialty(random, patient, today),
        "type": kind,
        "cancelled_by": who,
        "reason": random.choice([reason for reason in CANCELLED_BECAUSE[who] if reason != "withdrew_consent"]),
        "on_the_day_or_after_admission": "no" if notice else "yes",
        "stage": "before_day" if notice else random.choice(("on_day_before_arrival", "after_admission", "in_theatre")),
    }
    if kind in ADMISSIONS:
        answers |= describe_admission(random, kind)
    answers |= describe_new_date(random, booked, cancelled, today)
    return answers | describe_before(random, who, cancelled, today)


def describe_admission(random: Random, kind: str) -> dict[str, Any]:
    """What decides whether the 28-day guarantee applies; sometimes not recorded."""
    complete = {
        "has_opcs": "yes",
        "patient_class": "2" if kind == "day_case" else "1",
        "admission_method": random.choice(("11", "12")),
        "nhs_funded": "yes",
        "urgent_operation": random.choice(("no", "no", "no", "yes")),
    }
    if random.random() < 0.15:
        del complete["admission_method"]
    return complete


def describe_new_date(random: Random, booked: date, cancelled: date, today: date) -> dict[str, Any]:
    """The date offered and the answer, unless nothing was offered yet."""
    if random.random() < 0.3:
        return {}
    offered_on = min(cancelled + timedelta(days=random.randint(0, 5)), today)
    late = random.random() < 0.2
    after = random.randint(PROMISED + 1, 45) if late else random.randint(9, PROMISED)
    new_date = on_working_day(booked + timedelta(days=after))
    answer = random.choices(("accepted", "declined", "awaited"), weights=(7, 1, 2))[0]
    answers = {"new_date_offered": new_date.isoformat(), "offered_on": offered_on.isoformat(), "offer_answer": answer}
    if answer == "accepted":
        answers["date_accepted"] = offered_on.isoformat()
        if new_date <= today:
            answers["treated_on"] = new_date.isoformat()
    if answer == "declined" and random.random() < 0.6:
        answers["offer_decline_reason"] = random.choice(("On holiday", "Caring for a relative", "Date too soon"))
    return answers


def describe_before(random: Random, who: str, cancelled: date, today: date) -> dict[str, Any]:
    """What came before, and for some a status that shows a wrong belief."""
    answers: dict[str, Any] = {"rtt_code": random.choices(("20", "33", "34"), weights=(8, 1, 1))[0]}
    if who != "patient":
        return answers | {"previous_last_minute": random.choice((0, 0, 0, 1))}
    before = random.choice((0, 0, 1, 1, 2, 3))
    answers["previous_patient_cancellations"] = before
    if before >= 2 and random.random() < 0.5:
        reviewed = min(cancelled + timedelta(days=4), today).isoformat()
        answers |= {"review_date": reviewed, "review_outcome": random.choice(("rebook", "rebook", "discharged"))}
        if answers["review_outcome"] == "discharged":
            answers |= {"discharge_in_best_interest": random.choice(("yes", "no")), "rtt_code": "34"}
    return answers
