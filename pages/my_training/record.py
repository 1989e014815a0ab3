"""The record of a training plan: for what job, by when, how many hours, and how reviews come."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from practice.competencies import PROFILES
from practice.review import PER_DAY
from words.questions import Answers, Choices, YesNo, ask, choices

PROFILE_WORDS: Choices = {slug: profile.title for slug, profile in PROFILES.items()}
REVIEWS: Choices = {str(count): f"At most {count} a day" for count in PER_DAY}
DAYS: Choices = choices(
    mon="Monday",
    tue="Tuesday",
    wed="Wednesday",
    thu="Thursday",
    fri="Friday",
    sat="Saturday",
    sun="Sunday",
)


class TrainingPlan(Answers):
    """One person's plan."""

    goal: str = ask("What do you want to be able to do?", heading="What for", help="In your words.", label="Goal")
    role_profile: str = ask(
        "For which job?",
        choices=PROFILE_WORDS,
        help="It decides which competencies are shown and what comes next.",
        label="Job",
    )
    target_date: date | None = ask("By when?", help="You are told when your hours do not reach it.", label="Target")
    hours_per_week: Annotated[int, Field(ge=1, le=10)] | None = ask(
        "How many hours a week?", heading="How much", help="From 1 to 10.", label="Hours a week"
    )
    practice_days: list[str] = ask(
        "On which days?", help="Two short days are better than one long one.", choices=DAYS, label="Practice days"
    )
    review_per_day: str | None = ask(
        "How many rules may come back on one day?",
        choices=REVIEWS,
        help="Without an answer 12. What is over the limit waits; it is never a debt.",
        label="Reviews",
    )
    show_weeks: YesNo | None = ask(
        "Show the weeks in which you practised?", help="The last eight, for you alone.", label="Show weeks"
    )


def find_contradictions(answers: Any, today: date | None) -> Iterator[tuple[str, str]]:
    """A target that has passed, on the day it is saved."""
    if today and answers.target_date and answers.target_date < today:
        yield "target_date", "The target is in the past. Choose a day from today on."


def name_plan(answers: Any) -> str:
    return f"Plan: {PROFILE_WORDS.get(answers.role_profile, answers.role_profile)}"
