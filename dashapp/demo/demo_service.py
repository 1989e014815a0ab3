"""A whole service's list for the demo: referrals of more than a year, treated mostly in turn, somewhat too slowly."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from dashapp.context import Clockstart
from dashapp.declare.module import Patient
from dashapp.services.records.examples import make_patients, make_record, make_records
from dashapp.services.records.pathways import PTL
from storage.accounts import Person
from storage.record import NewRecord, Trace

SERVICE = "C_130"
WEEKS, WEEKS_BEFORE = 52, 13
REFERRALS, TREATED, REMOVED = 7.0, 6.3, 0.5
"""A week, on average. Nobody is treated in the weeks before, so that a list has built up by the first of the year."""
PRIORITIES = (("p2", 0.15), ("p3", 0.35), ("p4", 0.5))


def fill_overseer(clockstart: Clockstart, person: Person, seed: int, by: str) -> None:
    """A service's list and plans over it for somebody who looks after people."""
    random, today = Random(seed), clockstart.today
    plans = clockstart.registry.find_by_store_key("capacity_plans")
    pathways = clockstart.registry.find_by_store_key(PTL)
    if pathways is None:
        return
    listed = [make_record(clockstart, pathways, answers) for answers in list_pathways(random, seed, today)]
    put(clockstart, person, PTL, listed, by)
    if plans is not None:
        patients = make_patients(seed, today)
        made = [make_record(clockstart, plans, answers) for answers in list_plans(today)]
        put(clockstart, person, plans.store_key, [*made, *make_records(clockstart, plans, patients, random, 2)], by)


def put(clockstart: Clockstart, person: Person, store_key: str, records: list[NewRecord], by: str) -> None:
    clockstart.store.records.put_many(person.uid, store_key, records, trace=Trace(person.uid, by), now=clockstart.now)


def list_plans(today: date) -> Iterator[dict[str, Any]]:
    """Plans over the list, and over everybody's."""
    later = (today + timedelta(weeks=4)).isoformat()
    lost = {"weeks_worked": 46, "sessions_cancelled": 3, "missed": 6, "patient_cancels": 5, "refilled": 50}
    yield {
        "name": "Cataract and general eye service",
        "service": SERVICE,
        "source": "pathways",
        "people": "own",
        "sessions": [
            {"name": "Cataract list", "kind": "theatre", "weekday": "tuesday", "case_minutes": 30}
            | {"turnaround_minutes": 15, "session_minutes": 240, "utilisation": 85},
            {"name": "Laser list", "kind": "theatre", "weekday": "thursday", "case_minutes": 25}
            | {"turnaround_minutes": 10, "session_minutes": 240, "utilisation": 85, "every_weeks": 2},
        ],
        **lost,
        "order": "priority",
        "clear_by": (today + timedelta(weeks=40)).isoformat(),
        "changes": [
            {"name": "One list more a fortnight", "kind": "sessions", "amount": 2.4, "first": later, "cost": 310},
            {"name": "Saturday lists for twelve weeks", "kind": "wli", "amount": 6, "first": later, "cost": 520}
            | {"last": (today + timedelta(weeks=16)).isoformat()},
            {"name": "Insourcing for half a year", "kind": "insourcing", "amount": 8, "first": later, "cost": 460}
            | {"last": (today + timedelta(weeks=26)).isoformat()},
            {"name": "Optometrists keep one in eight", "kind": "referral_reduction", "amount": 12},
            {"name": "Referrals grow", "kind": "growth", "amount": 5},
        ],
    }
    yield {
        "name": "Everybody's lists together",
        "service": "all",
        "source": "pathways",
        "people": "people",
        "slots": 14,
        **lost,
        "changes": [{"name": "Two slots more", "kind": "sessions", "amount": 2}],
    }


def list_pathways(random: Random, seed: int, today: date) -> Iterator[dict[str, Any]]:
    """Each referral of the weeks, with what has happened to it since."""
    patients = make_patients(seed + 1, today)
    waiting: list[dict[str, Any]] = []
    for week in range(WEEKS + WEEKS_BEFORE, 0, -1):
        monday = today - timedelta(weeks=week)
        waiting += [refer(random, next(patients), monday) for _ in range(draw(random, REFERRALS))]
        if week > WEEKS:
            continue
        for _ in range(min(len(waiting), draw(random, REMOVED))):
            yield stop(
                random, waiting.pop(random.randrange(len(waiting))), monday, "decision_not_to_treat", "34", today
            )
        waiting.sort(key=lambda one: (one["clinical_priority"] != "p2", one["referral_received"]))
        for _ in range(min(len(waiting), draw(random, TREATED))):
            place = min(len(waiting) - 1, int(random.expovariate(1 / 4)))
            yield stop(random, waiting.pop(place), monday, "treatment_started", "30", today)
    yield from (leave_waiting(random, one, today) for one in waiting)


def draw(random: Random, mean: float) -> int:
    """A weekly count that swings about as much as chance makes it."""
    return max(0, round(random.gauss(mean, mean**0.5)))


def refer(random: Random, patient: Patient, monday: date) -> dict[str, Any]:
    names = [name for name, _ in PRIORITIES]
    return {
        "patient_name": patient.name,
        "nhs_number": patient.nhs_number,
        "date_of_birth": patient.date_of_birth.isoformat(),
        "treatment_function": SERVICE,
        "referral_source": random.choice(("optometrist", "gp")),
        "referral_route": "ers_booked",
        "referral_received": (monday + timedelta(days=random.randint(0, 6))).isoformat(),
        "priority": "routine",
        "clinical_priority": random.choices(names, weights=[share for _, share in PRIORITIES])[0],
        "commissioner": random.choice(("15N", "93C", "13T")),
        "events": [],
    }


def stop(random: Random, one: dict[str, Any], monday: date, event: str, code: str, today: date) -> dict[str, Any]:
    """The clock stops in this week, never before the day after the referral."""
    referred = date.fromisoformat(one["referral_received"])
    day = min(today, max(referred + timedelta(days=1), monday + timedelta(days=random.randint(0, 4))))
    events = (
        []
        if (day - referred).days < 14
        else [see(referred + timedelta(days=int((day - referred).days * random.uniform(0.3, 0.6))))]
    )
    decided = {}
    if events and event == "treatment_started":
        seen = date.fromisoformat(events[0]["date"])
        decided = {"decision_to_admit": (seen + timedelta(days=1)).isoformat(), "list_type": "admitted"}
    return {**one, **decided, "events": [*events, {"date": day.isoformat(), "event": event, "rtt_code": code}]}


def see(day: date) -> dict[str, Any]:
    return {"date": day.isoformat(), "event": "appointment_attended", "first": "yes", "rtt_code": "20"}


def leave_waiting(random: Random, one: dict[str, Any], today: date) -> dict[str, Any]:
    """Seen once and decided if the wait is long; those about to be treated have a date."""
    referred = date.fromisoformat(one["referral_received"])
    waited = (today - referred).days
    if waited < 56:
        return {**one, "next_event": "First outpatient appointment"} | {
            "next_event_on": (referred + timedelta(days=60 + random.randint(0, 14))).isoformat()
        }
    seen = referred + timedelta(days=random.randint(40, 55))
    decided = {"decision_to_admit": (seen + timedelta(days=1)).isoformat(), "list_type": "admitted"}
    booked = {"tci_date": (today + timedelta(days=random.randint(5, 40))).isoformat()} if random.random() < 0.4 else {}
    return {**one, **decided, **booked, "events": [see(seen)]}
