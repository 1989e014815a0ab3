"""The record of one practice session: which cases, how hard, and what the person made of it."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from dashapp.services.practice.exam_clock import MOST_MINUTES
from dashapp.services.practice.kinds import AFTER_EACH
from dashapp.services.practice.sets import COUNTS, FAMILY_WORDS, LEVELS, OFFERED, PICKED, list_templates
from words.questions import Answers, ask, choices, when

LONGEST_SEED = 20
MOST_CASES = "200"
WHERE = choices(
    focused="Case by case, here",
    modules="In the modules, answered next to the record",
    entered="In the modules, by putting the record right",
)
NONE_THERE = "None of these cases can be worked in the modules. Choose another set, or work them here."
FEEDBACK = choices(after_each="After each case", at_end="At the end")


class PracticeSession(Answers):
    """One session. Once it has begun its cases stay as they were drawn."""

    title: str = ask("What is this session called?", heading="The session", help="So that you find it again.")
    set: str = ask("Which cases?", choices=OFFERED, help="A set belongs to one part of the work.", label="Set")
    families: list[str] = ask(
        "Which kinds of case?",
        choices=FAMILY_WORDS,
        when=when("set", PICKED),
        needed=True,
        help="One kind, or a few that are easily taken for one another.",
        label="Kinds of case",
    )
    cases: str = ask(
        "How many cases?",
        choices={**COUNTS, MOST_CASES: "200 cases"},
        help="Five take about ten minutes.",
        label="Cases",
    )
    level: str = ask("How hard should they be?", choices=LEVELS, help="Begin with 1; each level adds one thing.")
    feedback: str = ask(
        "When do you want to see what is right?",
        choices=FEEDBACK,
        help="After each case you learn most; at the end it is more like work.",
        label="Feedback",
    )
    where: str | None = ask(
        "Where do you want to work?",
        choices=WHERE,
        help="In the modules each case is a record of the real lists, with its evidence; nothing there counts.",
        label="Worked",
    )
    minutes_allowed: Annotated[int, Field(ge=1, le=MOST_MINUTES)] | None = ask(
        "How many minutes may it take?",
        help=f"From 1 to {MOST_MINUTES}; without a number there is no limit. Answers are kept as you give them.",
        label="Minutes allowed",
    )
    seed: str | None = ask(
        "Which number should the cases be drawn with?",
        help="The same number, set, level and day draw the same cases. Without a number they are new.",
        label="Set number",
    )
    reflection: str | None = ask(
        "What will you do differently?",
        heading="What you take from it",
        help="Two sentences after the session are worth more than two more cases.",
        long=True,
        label="Reflection",
    )


def find_contradictions(answers: Any, today: date | None) -> Iterator[tuple[str, str]]:
    """A list too long to be told case by case; a number that is none, or could be taken for that of a case; cases that
    no module has."""
    if answers.cases == MOST_CASES and answers.feedback == AFTER_EACH:
        yield "feedback", f"With {MOST_CASES} cases what is right is told at the end: choose “At the end”."
    seed = answers.seed or ""
    if "#" in seed or len(seed) > LONGEST_SEED:
        yield "seed", f"A set number has at most {LONGEST_SEED} letters and figures, and no #."
    if not list_templates(answers.set, answers.families, answers.where or ""):
        yield "where", NONE_THERE


def name_session(answers: Any) -> str:
    return str(answers.title)
