"""Made-up choices and delays: some well handled, some with something to mend."""

from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient
from dashapp.services.records.examples import pick_specialty
from rules.choice.record import CHANGES, CHOICE_TYPES, TOLD_HOW

SITES, TEAMS = ("Main site", "Treatment centre", "Community hospital"), ("Ms Okafor", "Mr Lindsay", "Dr Prentice")
ELSEWHERE = ("RXX01", "RYY02")


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    """A plausible choice or delay of the last four months."""
    kind = random.choices(list(CHOICE_TYPES), weights=(6, 4, 1, 1, 1, 2))[0]
    began = today - timedelta(days=random.randint(10, 120))
    informed = random.choices(("yes", "no"), weights=(8, 2))[0]
    answers: dict[str, Any] = {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "specialty": pick_specialty(random, patient, today),
        "choice_type": kind,
        "pause_wanted": random.choices(("no", "yes"), weights=(9, 1))[0],
        "patient_informed": informed,
    }
    if informed == "yes":
        answers["how_informed"] = random.choice(list(TOLD_HOW))
    if answers["pause_wanted"] == "yes":
        answers["paused_from"] = began.isoformat()
    if kind == "declined_date":
        return answers | describe_offers(random, began, today)
    if kind == "asks_for_delay":
        return answers | describe_delay(random, began, today)
    if kind in CHANGES:
        return answers | {"back_to_gp": random.choice(("yes", "no", "no"))}
    days = random.choice((3, 7, 14))
    return answers | {"thinking_from": began.isoformat(), "thinking_days": days}


def describe_offers(random: Random, began: date, today: date) -> dict[str, Any]:
    """One, two or three offers; the first is always declined, and with two sometimes active monitoring agreed."""
    elsewhere = random.random() < 0.15
    offers: list[dict[str, Any]] = []
    made, first = began, began + timedelta(days=random.choice((10, 24, 28, 35)))
    offered = first
    for number in range(random.choices((1, 2, 3), weights=(3, 5, 1))[0]):
        if made > today:
            break
        declined = number == 0 or random.random() < 0.7
        offers.append(make_offer(random, made, offered, today, declined=declined, elsewhere=elsewhere))
        if not declined:
            break
        made += timedelta(days=random.randint(3, 8))
        offered = max(
            made + timedelta(days=random.choice((21, 24))), first + timedelta(days=random.choice((14, 30, 40)))
        )
    answers: dict[str, Any] = {"offers": offers}
    if elsewhere:
        answers |= {
            "own_date": (first + timedelta(days=70)).isoformat(),
            "suitability_checked_on": (began - timedelta(days=2)).isoformat(),
            "suitability_checked_by": random.choice(TEAMS),
        }
    refused = [offer for offer in offers if offer["answer"] == "declined"]
    if len(refused) >= 2 and random.random() < 0.6:
        agreed = date.fromisoformat(refused[-1]["declined_on"]) + timedelta(days=random.randint(0, 6))
        answers |= describe_monitoring(random, min(agreed, today), today)
    return answers


def make_offer(
    random: Random, made: date, offered: date, today: date, *, declined: bool, elsewhere: bool
) -> dict[str, Any]:
    """One offer; now and then its time or how it was told is not recorded."""
    offer: dict[str, Any] = {
        "made_on": made.isoformat(),
        "offered_date": offered.isoformat(),
        "offered_time": f"{random.randint(8, 15):02}:{random.choice((0, 30)):02}",
        "site": random.choice(SITES),
        "team": random.choice(TEAMS),
        "alternative": "yes" if elsewhere else "no",
        "how_told": random.choice(list(TOLD_HOW)),
        "answer": "declined" if declined else "accepted",
    }
    if elsewhere:
        offer["provider"] = random.choice(ELSEWHERE)
    if declined:
        offer["declined_on"] = min(made + timedelta(days=random.randint(0, 2)), today).isoformat()
    if random.random() < 0.12:
        del offer[random.choice(("offered_time", "how_told"))]
    return offer


def describe_monitoring(random: Random, agreed: date, today: date) -> dict[str, Any]:
    """Active monitoring as agreed, its review kept, forgotten or overdue."""
    answers: dict[str, Any] = {
        "monitoring_reason": "delay",
        "clinical_conversation": random.choice(("yes", "yes", "yes", "no")),
        "patient_agreed": "yes",
        "active_monitoring_agreed_on": agreed.isoformat(),
        "told_how_to_return": random.choice(("yes", "yes", "no")),
    }
    if random.random() < 0.8:
        answers["next_review_on"] = (agreed + timedelta(days=random.choice((56, 84, 84, 120)))).isoformat()
    back = agreed + timedelta(days=40)
    if back <= today and random.random() < 0.3:
        answers |= {"wishes_to_proceed_on": back.isoformat(), "list_position_kept": random.choice(("yes", "yes", "no"))}
    return answers


def describe_delay(random: Random, began: date, today: date) -> dict[str, Any]:
    """A wish to wait, with a time away or not; reviewed by a clinician or not."""
    weeks = random.choice((3, 4, 8, 10, 14))
    answers: dict[str, Any] = {"asked_on": began.isoformat(), "delay_weeks": weeks}
    if random.random() < 0.5:
        start = began + timedelta(days=random.randint(5, 20))
        answers |= {
            "unavailable_from": start.isoformat(),
            "unavailable_to": (start + timedelta(days=random.choice((10, 21, 60)))).isoformat(),
            "unavailable_known_on": began.isoformat(),
        }
        if random.random() < 0.7:
            answers["two_dates_possible"] = random.choice(("yes", "no"))
    if weeks > 6 and random.random() < 0.6:
        reviewed = min(began + timedelta(days=random.randint(3, 12)), today)
        answers |= {
            "clinical_review_date": reviewed.isoformat(),
            "clinical_review_outcome": random.choice(("content", "content", "not_content", "discharged")),
        }
        if answers["clinical_review_outcome"] == "discharged":
            answers["discharge_in_best_interest"] = random.choice(("yes", "no"))
    return answers
