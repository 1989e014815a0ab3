"""Plausible plans: a clinic with weeks typed, a theatre list, a plan over the person's own tracking list."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.declare.module import Patient

WEEKS = 52
LOST = {
    "weeks_worked": 46,
    "sessions_cancelled": 4,
    "missed": 7,
    "missed_rebooked": 80,
    "patient_cancels": 6,
    "refilled": 50,
    "hospital_cancels": 2,
    "removals": 0.4,
}


def make_example(random: Random, _patient: Patient, today: date) -> dict[str, Any]:
    return random.choice(EXAMPLES)(random, today)


def make_examples(random: Random, today: date) -> list[dict[str, Any]]:
    """One of each kind."""
    return [make(random, today) for make in EXAMPLES]


def draw_weeks(random: Random, mean: float, swing: float = 1.3) -> list[int]:
    """Weekly counts around a mean that vary somewhat more than chance alone."""
    return [max(0, round(random.gauss(mean, (swing * mean) ** 0.5))) for _ in range(WEEKS)]


def as_text(weeks: list[int]) -> str:
    return ", ".join(map(str, weeks))


def make_clinic(random: Random, today: date) -> dict[str, Any]:
    """Outpatients: somewhat too little capacity, a list over target, four scenarios."""
    demand = random.randint(29, 33)
    later = (today + timedelta(weeks=4)).isoformat()
    referrals = draw_weeks(random, demand)
    treated = draw_weeks(random, demand * 0.93, 0.8)
    return {
        "name": f"{random.choice(('Hip and knee', 'Shoulder', 'Foot and ankle'))} clinic, typed example",
        "service": "C_110",
        "source": "typed",
        "weekly_referrals": as_text(referrals),
        "weekly_treated": as_text(treated),
        "waits": list_waits(random, demand),
        "seasons": "1.05 1 1.05 0.95 1 1 0.95 0.85 1.05 1.1 1.05 0.95",
        "sessions": [clinic("Consultant clinic", day, 14) for day in ("monday", "tuesday", "thursday")],
        **LOST,
        "order": "priority",
        "priorities": [{"name": "Urgent", "percent": 20}, {"name": "Routine", "percent": 80}],
        "changes": [
            {"name": "Extra clinic", "kind": "sessions", "amount": 12, "first": later, "cost": 95},
            {"name": "Saturday clinics for a quarter", "kind": "wli", "amount": 24, "first": later, "cost": 160}
            | {"last": (today + timedelta(weeks=17)).isoformat()},
            {"name": "Advice and guidance", "kind": "referral_reduction", "amount": 12},
            {"name": "Validation of the list", "kind": "validation", "amount": 8},
        ],
        "clear_by": (today + timedelta(weeks=39)).isoformat(),
        "notes": "Example: the weeks were drawn by chance, not taken from a real service.",
    }


def clinic(name: str, weekday: str, slots: float) -> dict[str, Any]:
    return {"name": name, "kind": "clinic", "weekday": weekday, "sessions": 1, "slots": slots}


def list_waits(random: Random, demand: int) -> list[dict[str, int]]:
    """Fewer the longer the wait, as lists are."""
    bands = ((0, 6, 5.4), (6, 12, 4.6), (12, 18, 3.6), (18, 26, 3.0), (26, 40, 1.9), (40, 52, 0.5), (52, 61, 0.12))
    return [
        {"weeks_from": first, "weeks_to": last, "patients": round(weeks * demand * random.uniform(0.9, 1.1))}
        for first, last, weeks in bands
    ]


def make_theatre(random: Random, today: date) -> dict[str, Any]:
    """A theatre list: minutes rather than slots."""
    demand = random.randint(6, 7)
    theatre = {
        "kind": "theatre",
        "sessions": 1,
        "session_minutes": 240,
        "case_minutes": random.choice((55, 65, 75)),
        "turnaround_minutes": 15,
        "utilisation": 85,
    }
    days = ("monday", "tuesday", "wednesday", "friday")
    return {
        "name": "General surgery theatre, typed example",
        "service": "C_100",
        "source": "typed",
        "weekly_referrals": as_text(draw_weeks(random, demand)),
        "weekly_treated": as_text(draw_weeks(random, demand, 0.7)),
        "waits": list_waits(random, demand)[:5],
        "sessions": [{**theatre, "name": f"{day.capitalize()} list", "weekday": day} for day in days],
        **LOST,
        "removals": 0.6,
        "inpatients": "yes",
        "stay_days": 2.4,
        "admitted": 35,
        "changes": [
            {"name": "One list more", "kind": "sessions", "amount": 3, "cost": 420},
            {"name": "Fewer missed", "kind": "attendance", "amount": 40},
            {"name": "Referrals grow", "kind": "growth", "amount": 6},
        ],
        "notes": "Example: the weeks were drawn by chance, not taken from a real service.",
    }


def make_own(random: Random, today: date) -> dict[str, Any]:
    """Over the person's own tracking list, every service together."""
    return {
        "name": "My tracking list",
        "service": "all",
        "source": "pathways",
        "people": "own",
        "slots": random.choice((1.5, 2, 2.5)),
        "weeks_worked": 46,
        "missed": 7,
        "patient_cancels": 5,
        "refilled": 40,
        "changes": [{"name": "One slot more", "kind": "sessions", "amount": 1}],
    }


EXAMPLES: tuple[Callable[[Random, date], dict[str, Any]], ...] = (make_clinic, make_theatre, make_own)
