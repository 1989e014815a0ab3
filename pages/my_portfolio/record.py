"""The record of one portfolio: for which competencies, of which time, and the work that shows them (LEARNING §8.16)."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from dashapp.services.records.picks import WORK
from practice.competencies import COMPETENCIES, PROFILES
from words.questions import Answers, Choices, ask, choices, repeat, when

COMPETENCY_WORDS: Choices = {slug: one.title for slug, one in COMPETENCIES.items()}
PROFILE_WORDS: Choices = {slug: one.title for slug, one in PROFILES.items()}
OUTSIDE = "outside"
HERE: Choices = choices(
    record="A record of mine", attempt="Practice I did", certificate="A certificate", feedback="Work I had feedback on"
)
KINDS: Choices = {**HERE, OUTSIDE: "Something outside Clockstart"}
SHORTEST_STATEMENT, LONGEST_WHY = 50, 300


class Evidence(Answers):
    """One piece of work and what it shows."""

    kind: str = ask(
        "What is it?", choices=KINDS, help="Work that is here is copied; other work is described.", label="Kind"
    )
    item: str | None = ask(
        "Which one?",
        pick=WORK,
        when=when("kind", *HERE),
        needed=True,
        help="What it says today is copied when you submit; you can go on changing it.",
        label="Work",
    )
    outside: str | None = ask(
        "What is it, and where can it be seen?",
        when=when("kind", OUTSIDE),
        needed=True,
        help="Nothing about real patients.",
        label="Outside work",
    )
    competency: str = ask(
        "What does it show?", choices=COMPETENCY_WORDS, help="One of those named above.", label="Competency"
    )
    why: str = ask("Why does it show that?", help=f"At most {LONGEST_WHY} characters.", long=True, label="Why")


class Portfolio(Answers):
    """One portfolio, from the draft to what a tutor said of it."""

    title: str = ask(
        "What is this portfolio called?", heading="The portfolio", help="So that you find it again.", label="Title"
    )
    role_profile: str = ask("For which job?", choices=PROFILE_WORDS, help="The job you train for.", label="Job")
    competencies: list[str] = ask(
        "Which competencies does it show?",
        choices=COMPETENCY_WORDS,
        needed=True,
        help="Each is signed off by your tutor by itself.",
        label="Competencies",
    )
    period_from: date = ask("From when is the work?", help="The first day of the work it shows.", label="From")
    period_to: date = ask("Until when is the work?", help="The last day.", label="Until")
    statement: str = ask(
        "What have you learned, and how does this work show it?",
        help=f"At least {SHORTEST_STATEMENT} characters, in your words.",
        long=True,
        label="Statement",
    )
    own_work: str = ask(
        "Is it your own work?",
        choices=choices(yes="Yes, all of it is my own"),
        help="Without this nobody can sign it off.",
        label="Own work",
    )
    evidence: list[Evidence] = repeat(
        "The work that shows it",
        "piece of work",
        heading="The evidence",
        help="Two good pieces say more than ten.",
        columns=("kind", "item", "outside", "competency"),
    )


def find_contradictions(answers: Any, today: date | None) -> Iterator[tuple[str, str]]:
    """A period that ends before it begins, and texts that are too short or too long."""
    if answers.period_to < answers.period_from:
        yield "period_to", "The period ends before it begins."
    if len(answers.statement) < SHORTEST_STATEMENT:
        yield "statement", f"Write at least {SHORTEST_STATEMENT} characters; {len(answers.statement)} are there."
    for at, one in enumerate(answers.evidence):
        if len(one.why) > LONGEST_WHY:
            yield f"evidence.{at}.why", f"Write at most {LONGEST_WHY} characters; {len(one.why)} are there."
        if one.competency not in answers.competencies:
            yield f"evidence.{at}.competency", "This is not one of the competencies named above."


def name_portfolio(answers: Any) -> str:
    return str(answers.title)
