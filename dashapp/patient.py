"""Questions that many modules ask: whose record it is, which pathway it belongs to, which specialty."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated

from dashapp.module import Section, section
from dashapp.questions import Answers, Ask, Choices
from rules.codes import RETURN_LINES

SPECIALTIES: Choices = MappingProxyType({code: name.removesuffix(" Service") for code, name in RETURN_LINES.items()})

PATIENT_SECTION: Section = section("The patient", "link", "patient_name", "nhs_number")


class AboutPatient(Answers):
    """A record about one patient, on a pathway of the person's own or alone."""

    link: Annotated[
        str | None,
        Ask(
            "Which of your pathways does this belong to?",
            help="Leave empty to practise this topic alone. A linked record appears on the pathway's timeline.",
            label="Pathway",
            pick="pathway",
        ),
    ] = None
    patient_name: Annotated[str, Ask("What is the patient's name?", help="A made-up name. Never a real person's.")]
    nhs_number: Annotated[
        str,
        Ask(
            "What is the NHS number?",
            help="Ten digits from the 999 range, such as 999 672 9400. Never a real person's.",
            label="NHS number",
            nhs_number=True,
        ),
    ]
