"""My training: the plan of a person, what is due today, the one next step, levels by competency (LEARNING §8.1)."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import Feature
from dashapp.declare.module import Chart, Column, Module, Patient
from dashapp.demo.worked import find_last_work
from dashapp.services.practice.plans import PLAN_ID, PLANS
from storage.accounts import Person
from storage.record import Trace

from .acts import training_acts
from .page import training_page
from .record import PROFILE_WORDS, TrainingPlan, find_contradictions, name_plan

PLANNERS = 12
"""How many of the demo cohort have a plan."""


def make_example(random: Random, patient: Patient, today: date) -> dict[str, Any]:
    return make_plan(random, today)


def make_plan(random: Random, today: date) -> dict[str, Any]:
    return {
        "goal": "Validate a list on my own",
        "role_profile": random.choice(list(PROFILE_WORDS)),
        "target_date": (today + timedelta(weeks=random.randint(8, 20))).isoformat(),
        "hours_per_week": random.randint(1, 3),
        "practice_days": ["tue", "thu"],
        "review_per_day": "12",
        "show_weeks": "yes",
    }


MODULE = Module(
    slug="my-training",
    store_key=PLANS,
    title="Practical training portal",
    short_title="My training",
    journey="Learning",
    place=1,
    purpose="What to practise today and why, and how far you are with each part of the work.",
    one="training plan",
    many="training plans",
    record=TrainingPlan,
    single=PLAN_ID,
    teaches=("One step at a time: the rule that is known least comes next.",),
    columns=(
        Column("role_profile", pinned=True),
        Column("goal", flex=2),
        Column("target_date"),
        Column("hours_per_week"),
        Column("practice_days"),
    ),
    charts=(Chart("by-job", "Plans by job", "Training plans, by the job they are for.", by="role_profile"),),
    filters=("role_profile",),
    filters_said="for [any job]",
    contradictions=find_contradictions,
    own_pages=frozenset({""}),
    name_of=name_plan,
    example=make_example,
)


def register(app: Dash, clockstart: Clockstart) -> None:
    clockstart.router.add(MODULE.address, training_page(clockstart, MODULE))
    app.server.register_blueprint(training_acts)


def fill_demo(clockstart: Clockstart, people: Sequence[Person]) -> None:
    """A plan of each of the first learners who have worked, of the moment of the last thing they did."""
    records = clockstart.store.records
    for person in [one for one in people if one.role == "learner"][:PLANNERS]:
        at = find_last_work(clockstart, person.uid)
        if at:
            told = {**make_plan(Random(person.email), clockstart.today), "role_profile": "validator"}
            records.append(person.uid, PLANS, PLAN_ID, told, op="demo-plan", trace=Trace(person.uid), now=at)


FEATURE = Feature(pages=register, demo=fill_demo)
