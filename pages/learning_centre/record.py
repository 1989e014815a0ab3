"""The record of one session of the learning centre: what for, and how many cases."""

from typing import Any

from dashapp.services.practice.kinds import DAILY_REVIEW, MIXED, SESSION_KINDS, TOPIC, name_learning
from dashapp.services.practice.sets import SET_WORDS
from words.questions import Answers, Choices, ask, when

COUNTS: Choices = {count: f"{count} cases" for count in ("5", "10", "12", "20")}


class LearningSession(Answers):
    """One session. Once it has begun its cases stay as they were drawn."""

    session_kind: str = ask(
        "What do you want to practise?",
        choices=SESSION_KINDS,
        help="The review draws a new case for each rule that is due; quick five are five of any kind.",
        label="Kind",
        heading="The session",
    )
    book: str | None = ask(
        "Which part of the work?",
        choices=SET_WORDS,
        when=when("session_kind", TOPIC),
        needed=True,
        help="Each case is as hard as you know its rules.",
        label="Part",
    )
    count: str | None = ask(
        "How many cases?",
        choices=COUNTS,
        when=when("session_kind", DAILY_REVIEW, TOPIC, MIXED),
        needed=True,
        help="Of a review: at most. Five take about ten minutes.",
        label="Cases",
    )
    reflection: str | None = ask(
        "What will you do differently?",
        heading="What you take from it",
        help="Two sentences after the session are worth more than two more cases.",
        long=True,
        label="Reflection",
    )


def name_session(answers: Any) -> str:
    return name_learning({"session_kind": answers.session_kind, "book": answers.book})
