"""The record of one exam paper or rehearsal: for which job. Everything else of it is written by the service."""

from datetime import date
from typing import Any

from dashapp.declare.module import Case, Sealed
from dashapp.panels.practice.listed import STATES, say_percent, tell_value
from dashapp.panels.practice.telling import say
from dashapp.services.practice.kinds import PAPER_SORTS, name_paper
from dashapp.services.practice.papers import RENEWED_FROM
from practice.competencies import COMPETENCIES, PROFILES
from words.phrases import in_words
from words.questions import Answers, Choices, ask

PROFILE_WORDS: Choices = {slug: profile.title for slug, profile in PROFILES.items()}


class ExamAttempt(Answers):
    """One paper or rehearsal."""

    profile: str = ask(
        "For which job?", heading="The paper", choices=PROFILE_WORDS, help="It decides what is asked.", label="Job"
    )
    sort: str = ask(
        "Paper or rehearsal?", choices=PAPER_SORTS, help="A rehearsal is short and counts for nothing.", label="Kind"
    )


def say_sections(value: Any) -> str:
    """ "Start the right clock 80 %, Choice, delay, fitness 71 %"."""
    told = value if isinstance(value, dict) else {}
    return "; ".join(f"{COMPETENCIES[name].title} {share} %" for name, share in told.items() if name in COMPETENCIES)


def say_lines(value: Any) -> str:
    return " ".join(map(str, value)) if isinstance(value, list) else str(value)


SEALED = {
    "state": Sealed("State", lambda value: STATES.get(value, str(value))),
    "begun_on": Sealed("Begun", say),
    "minutes_allowed": Sealed("Minutes allowed"),
    "answered": Sealed("Items answered"),
    "handed_in_on": Sealed("Handed in", say),
    "score": Sealed("Right", say_percent),
    "passed": Sealed("Passed", say),
    "sections": Sealed("By section", say_sections),
    "lost_patients": Sealed("Patients lost from the list"),
    "harms": Sealed("What answers would do to patients", say),
    "why_not": Sealed("Why not", say_lines),
    "certificate": Sealed("Certificate"),
    "expires_on": Sealed("Certificate until", say),
}


def tell_outcome(case: Case) -> str:
    """ "Passed", "Not passed"; "" before it was handed in."""
    passed = tell_value("passed")(case)
    return "" if passed is None else "Passed" if passed else "Not passed"


def tell_expiring(case: Case) -> str:
    """Until when a certificate holds that ends soon, in words; "" for every other."""
    until = tell_value("expires_on")(case)
    if not until:
        return ""
    day = date.fromisoformat(str(until))
    return f"until {in_words(day)}" if 0 <= (day - case.today).days <= RENEWED_FROM else ""


def name_attempt(answers: Any) -> str:
    return name_paper({"profile": answers.profile, "sort": answers.sort})
