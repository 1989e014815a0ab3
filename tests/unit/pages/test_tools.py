"""The tools: one's own answer, what is right next to it, and a result that nobody types."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashapp.declare.module import Case, Module
from dashapp.declare.tools import note_told
from pages import letter_interpreter, pathway_validator

TODAY = date(2026, 6, 15)
PATHWAY = {
    "title": "One",
    "referral_received": "2026-01-05",
    "events": [
        {"date": "2026-02-10", "event": "appointment_attended", "first": "yes", "rtt_code": "10"},
        {"date": "2026-03-02", "event": "treatment_started", "rtt_code": "30"},
    ],
    "as_of": "2026-06-15",
}
LETTER = {
    "source": "pasted",
    "letter_date": "2026-03-12",
    "letter_text": "Seen on 10 March 2026. I have returned him to your care and made no further appointment.",
    "referral_received": "2026-01-05",
    "history": [{"date": "2026-02-10", "event": "appointment_attended", "first": "yes"}],
}


def read(module: Module, told: dict[str, Any]) -> Case:
    return Case(module, "r1", module.record.model_validate(told), TODAY)


def result(case: Case) -> Any:
    return case.module.derived_by_name["result_now"].of(case)


def say(case: Case) -> dict[str, str]:
    assert case.module.meaning is not None
    return {fact.label: fact.text for fact in case.module.meaning(case).facts}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "aided"),
        ({"my_status": "stopped", "my_clock_start": "2026-01-05", "my_clock_stop": "2026-03-02"}, "right"),
        ({"my_status": "stopped", "my_clock_start": "2026-01-05", "my_clock_stop": "2026-03-03"}, "wrong"),
        ({"my_status": "stopped", "my_clock_start": "2026-01-05"}, "wrong"),
        (
            {
                "my_status": "stopped",
                "my_clock_start": "2026-01-05",
                "my_clock_stop": "2026-03-02",
                "my_breach_date": "2026-05-11",
            },
            "wrong",
        ),
    ],
)
def test_a_pathway_is_right_when_every_answer_is(answers: dict[str, str], expected: str) -> None:
    assert result(read(pathway_validator.MODULE, {**PATHWAY, **answers})) == expected


def test_a_pathway_says_what_was_said_otherwise() -> None:
    told = {"my_status": "open", "my_clock_start": "2026-01-05", "my_breach_date": "2026-05-11"}
    said = say(read(pathway_validator.MODULE, {**PATHWAY, **told}))
    assert said["Started"] == "5 January 2026, as you said"
    assert said["Stopped"] == "2 March 2026; you said none"
    assert said["Breach date"] == "None; you said 11 May 2026"


def test_a_pathway_is_read_as_of_its_day() -> None:
    early = read(pathway_validator.MODULE, {**PATHWAY, "as_of": "2026-02-20", "events": PATHWAY["events"][:1]})
    assert say(early)["Breach date"] == "12 May 2026"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "aided"),
        ({"my_decision": "clock_stops", "my_code": "34", "my_date": "2026-03-10"}, "right"),
        ({"my_decision": "clock_stops", "my_code": "30", "my_date": "2026-03-10"}, "wrong"),
        ({"my_decision": "clock_runs", "my_code": "20"}, "wrong"),
    ],
)
def test_a_letter_is_right_when_every_answer_is(answers: dict[str, str], expected: str) -> None:
    assert result(read(letter_interpreter.MODULE, {**LETTER, **answers})) == expected


def test_a_letter_shows_the_words_that_decide() -> None:
    assert "returned him to your care" in say(read(letter_interpreter.MODULE, LETTER))["The letter says"]


def test_a_letter_that_does_not_say_has_no_code_and_no_date() -> None:
    silent = {**LETTER, "letter_text": "She has a cat.", "my_decision": "not_said"}
    assert result(read(letter_interpreter.MODULE, silent)) == "right"


def test_answers_that_were_changed_after_it_was_told_count_as_looked_at_first() -> None:
    right = {"my_status": "stopped", "my_clock_start": "2026-01-05", "my_clock_stop": "2026-03-02"}
    assert note_told(None, None, right, None) == right
    changed = note_told(None, None, {**PATHWAY, **right}, "known")
    assert result(read(pathway_validator.MODULE, changed)) == "aided"
