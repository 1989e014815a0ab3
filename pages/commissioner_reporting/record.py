"""A kept return as the form asks for it; its figures are worked out from the stores when it is saved."""

from datetime import date
from typing import Any

from words.questions import Answers, ask, choices, when

WHOSE = choices(
    own="Your own list", all="Everyone in your reach, you included", cohort="One cohort", person="One person"
)


class PreparedReturn(Answers):
    """One month's return, kept as it was prepared."""

    month: date = ask(
        "Which month does the return cover?",
        heading="The return",
        help="Any day of a month that is over.",
        rule="RET-1",
    )
    whose: str = ask(
        "Whose list does the return cover?",
        help="Your own list, those of a cohort or a person you look after, or everybody in your reach.",
        choices=WHOSE,
    )
    whose_name: str | None = ask(
        "Which cohort or person does the return cover?",
        help="Its name, as on the People page.",
        label="Cohort or person",
        when=when("whose", "cohort", "person"),
        needed=True,
    )
    note: str | None = ask(
        "What should whoever signs it off know?", help="Large changes and their reasons.", long=True, label="Note"
    )


def name_return(answers: Any) -> str:
    """ "Return for May 2026"."""
    return f"Return for {answers.month:%B %Y}"
