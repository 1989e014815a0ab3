"""A query that a validation has sent: a question to somebody who knows, and the answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from dashapp.declare.questions import Answers, Ask, choices

ASKED = choices("Secretary", "Clinician", "Service", "Booking office", other_provider="Another provider")


class Query(Answers):
    """A question to somebody who knows, and the answer."""

    to: Annotated[
        str,
        Ask(
            "Who was asked?",
            help="Whoever holds the evidence: the secretary has the letter, the clinician the decision.",
            rule="VAL-6",
            choices=ASKED,
            label="Asked",
        ),
    ]
    name: Annotated[
        str | None,
        Ask(
            "Which person or team?",
            help="So that the one who chases knows where to ring.",
            rule="VAL-6",
            label="Person or team",
        ),
    ] = None
    question: Annotated[
        str,
        Ask(
            "What was asked?",
            help="One question that can be answered with a date or a yes.",
            rule="VAL-6",
            label="Question",
        ),
    ]
    sent_on: Annotated[
        date,
        Ask("When was it sent?", help="It is chased from the sixth working day on.", label="Sent on", rule="VAL-6"),
    ]
    answered_on: Annotated[
        date | None,
        Ask("When was it answered?", help="Empty while there is no answer.", rule="VAL-6", label="Answered on"),
    ] = None
    answer: Annotated[
        str | None,
        Ask(
            "What was the answer?",
            help="As it was given, with where it is written down.",
            rule="VAL-3",
            label="Answer",
            long=True,
        ),
    ] = None
