"""A query that a validation has sent: a question to somebody who knows, and the answer."""

from __future__ import annotations

from datetime import date

from words.questions import Answers, ask, choices

ASKED = choices("Secretary", "Clinician", "Service", "Booking office", other_provider="Another provider")


class Query(Answers):
    """A question to somebody who knows, and the answer."""

    to: str = ask(
        "Who was asked?",
        help="Whoever holds the evidence: the secretary has the letter, the clinician the decision.",
        rule="VAL-6",
        choices=ASKED,
        label="Asked",
    )
    name: str | None = ask(
        "Which person or team?",
        help="So that the one who chases knows where to ring.",
        rule="VAL-6",
        label="Person or team",
    )
    question: str = ask(
        "What was asked?",
        help="One question that can be answered with a date or a yes.",
        rule="VAL-6",
        label="Question",
    )
    sent_on: date = ask(
        "When was it sent?", help="It is chased from the sixth working day on.", label="Sent on", rule="VAL-6"
    )
    answered_on: date | None = ask(
        "When was it answered?", help="Empty while there is no answer.", rule="VAL-6", label="Answered on"
    )
    answer: str | None = ask(
        "What was the answer?",
        help="As it was given, with where it is written down.",
        rule="VAL-3",
        label="Answer",
        long=True,
    )
