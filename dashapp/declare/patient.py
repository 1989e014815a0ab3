"""Questions that many modules ask: whose record it is, which pathway it belongs to, which specialty, which RTT status
it leads to, what the patient said to a date, and what else there is to say."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Any

from dashapp.declare.questions import Answers, Choices, OneOf, ask, choices
from rules.codes import RETURN_LINES
from rules.rtt import STATUS_CODES

SPECIALTIES: Choices = MappingProxyType({code: name.removesuffix(" Service") for code, name in RETURN_LINES.items()})

RTT_STATUSES: Choices = MappingProxyType({code: f"{code} {known.meaning}" for code, known in STATUS_CODES.items()})
OFFER_ANSWERS: Choices = choices("Accepted", "Declined", awaited="No answer yet")

PATIENT = "The patient"

Specialty = Annotated[str, OneOf(SPECIALTIES)]


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
    return ask("Anything else?", heading=heading, help=what, long=True)


def some_statuses(*codes: str) -> Choices:
    """Those of the RTT statuses that can be meant, in the order given; KeyError for a code that there is not."""
    return MappingProxyType({code: RTT_STATUSES[code] for code in codes})


def ask_rtt_status(*codes: str, rule: str = "", heading: str = "") -> Any:
    """Which RTT status the person would record, of `codes`; what the rules say of it comes after the answer."""
    return ask(
        "Which RTT status would you record?",
        help="Answer before you look at what this means.",
        choices=some_statuses(*codes),
        rule=rule,
        label="RTT status",
        heading=heading,
    )
