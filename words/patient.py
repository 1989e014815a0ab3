"""Questions that many modules ask: which patient, which pathway, what the patient said to a date, and what else there
is to say."""

from typing import Any

from words.questions import Answers, Choices, ask, choices

OFFER_ANSWERS: Choices = choices("Accepted", "Declined", awaited="No answer yet")

PATIENT = "The patient"


class AboutPatient(Answers):
    """A record about one patient, on a pathway of the person's own or alone."""

    link: str | None = ask(
        "Which of your pathways does this belong to?",
        heading=PATIENT,
        help="Leave empty to practise this topic alone. A linked record appears on the pathway's timeline.",
        label="Pathway",
        pick="pathway",
    )
    patient_name: str = ask("What is the patient's name?", help="A made-up name. Never a real person's.")
    nhs_number: str = ask(
        "What is the NHS number?",
        help="Ten digits from the 999 range, such as 999 672 9400. Never a real person's.",
        label="NHS number",
        nhs_number=True,
    )


def ask_notes(*, heading: str = "") -> Any:
    """Whatever else there is to say."""
    what = "What a colleague would need to know. Nothing about a real person."
    return ask("Is there anything else to note?", heading=heading, help=what, long=True)
