"""Letters that were written by hand, and what takes a cue back (LEARNING §6, §13 row 24)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from practice.letters.program import answer_read_letter
from practice.letters.reader import LONGEST, LetterError, read_letter
from practice.letters.sentences import split_sentences
from rules.events import parse_event

DATA = Path(__file__).parents[2] / "data"
STOPS = {"clock_stops", "clock_nullified"}
GIVEN, OWN, UNSEEN = (
    [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]
    for name in ("letters_given.jsonl", "letters.jsonl", "letters_unseen.jsonl")
)
HISTORY = [
    {"date": "2026-02-02", "event": "referral_received"},
    {"date": "2026-03-12", "event": "appointment_attended", "first": True, "rtt_code": "10"},
]


def read(text: str, history: list[dict[str, Any]] = HISTORY) -> dict[str, Any]:
    return answer_read_letter({"history": history, "letter_date": "2026-05-20", "text": text})


def is_right(letter: dict[str, Any], told: dict[str, Any]) -> bool:
    wanted = letter["expected"]
    if wanted["decision"] == "not_said":
        return bool(told["decision"] == "not_said" and not told["codes"])
    decisions = {wanted["decision"], *wanted.get("accept_decisions", ())}
    dates = wanted.get("accept_dates", [wanted["date"]])
    shown = any(words in passage for words in letter["deciding"] for passage in told["deciding"])
    coded = bool(told["codes"]) and told["codes"][0] in wanted["codes"]
    return coded and told["decision"] in decisions and told["date"] in dates and shown


@pytest.mark.parametrize("letter", GIVEN, ids=lambda letter: letter["id"])
def test_given_letters_are_read(letter: dict[str, Any]) -> None:
    told = answer_read_letter(letter)
    assert is_right(letter, told), (told["codes"], told["decision"], told["date"], told["deciding"])


def test_letters_by_hand_are_read_and_none_stops_a_clock_that_runs() -> None:
    told = [(letter, answer_read_letter(letter)) for letter in OWN]
    wrong = [letter["id"] for letter, one in told if not is_right(letter, one)]
    false = [letter["id"] for letter, one in told if one["decision"] in STOPS - {letter["expected"]["decision"]}]
    assert len(wrong) <= 0.15 * len(OWN), wrong
    assert len(false) <= 0.02 * len(OWN), false


def test_letters_by_somebody_who_had_not_seen_the_cues_are_read_no_worse() -> None:
    """Wanted are 85 % right and 2 % false stops, which is far away. Letters with even numbers are to stay unseen."""
    told = [(letter, answer_read_letter(letter)) for letter in UNSEEN]
    false = [one for letter, one in told if one["decision"] in STOPS and letter["expected"]["decision"] not in STOPS]
    assert sum(is_right(letter, one) for letter, one in told) >= 45
    assert len(false) <= 5


@pytest.mark.parametrize(
    "text",
    [
        "She has not been discharged. The scan is booked for June.",
        "There is no discharge from the wound. The scan is booked for June.",
        "If the scan is clear we could discharge her.",
        "Her father was discharged from here last year. Her own scan is booked.",
        "In 2019 the surgeons discharged her. I have asked for a scan.",
        "She asked whether she might be discharged. I have asked for a scan.",
    ],
)
def test_a_discharge_that_was_taken_back_stops_nothing(text: str) -> None:
    told = read(text)
    assert "34" not in told["codes"]
    assert told["decision"] not in STOPS


def test_dna_testing_is_no_missed_visit() -> None:
    first = HISTORY[:1]
    assert "33" not in read("DNA testing has been requested.", first)["codes"]
    assert read("Did not attend. Our letter of 3 May was sent to the right address.", first)["codes"] == ["33"]


def test_a_treatment_to_come_and_one_for_the_time_being_stop_nothing() -> None:
    for text in (
        "The injection is booked for next month.",
        "I will inject the knee when she comes back.",
        "I gave her a course of tablets to tide her over until the operation.",
        "I did a diagnostic injection today and will see her with the result.",
    ):
        assert read(text)["decision"] == "clock_runs", text
    assert read("I injected the knee today as the treatment we planned.")["codes"] == ["30"]


def test_boxes_that_are_not_ticked_say_nothing() -> None:
    assert read("[ ] Discharge to GP  [x] Listed for surgery")["codes"] == ["20"]
    assert read("[x] Discharge to GP  [ ] Listed for surgery")["codes"] == ["34"]
    assert [one.text for one in split_sentences("Outcome ☐ DNA ☑ Review")] == ["Outcome", "☑ Review"]


def test_a_letter_that_says_nothing_of_the_clock() -> None:
    told = read("She has a cat. Her pulse was regular.")
    assert (told["codes"], told["decision"], told["date"], told["deciding"]) == ([], "not_said", None, [])


def test_passages_are_as_they_are_in_the_letter() -> None:
    told = read("Seen 18 May 2026.\nI’ve discharged her – with thanks.")
    assert told["deciding"] == ["I’ve discharged her – with thanks."]
    assert told["date"] == "2026-05-18"


@pytest.mark.parametrize("text", ["", "   \n", None, 7, ["She is discharged."], "\x00\x01", "x" * (LONGEST + 1)])
def test_what_is_no_letter_is_refused_in_a_sentence(text: Any) -> None:
    with pytest.raises(LetterError, match=r"letter|text"):
        read_letter([], date(2026, 5, 20), text)


@pytest.mark.parametrize("line", [{"history": "x"}, {"history": [], "letter_date": "soon", "text": "x"}, {"text": "x"}])
def test_a_line_that_is_no_letter_is_refused(line: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"history|letter_date"):
        answer_read_letter(line)


def test_a_missed_second_visit_stops_only_when_it_was_looked_at() -> None:
    missed = "She did not attend on 18 May 2026, though the letter was signed for. "
    looked_at = missed + "Dr Ash reviewed her notes: it is safe. Under the published policy she is discharged to you."
    by_desk = missed + "The booking desk has discharged her automatically."
    history = [parse_event(one) for one in HISTORY]
    assert read_letter(history, date(2026, 5, 20), looked_at).codes == ("34",)
    assert read_letter(history, date(2026, 5, 20), by_desk).decision == "clock_runs"
