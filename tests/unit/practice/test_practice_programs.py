"""`python -m practice key` and `mark`: lines in, lines out, and an error for a line that cannot be read."""

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.answers import answer_key, answer_mark
from practice.programs import COMMANDS
from rules.programs import answer_lines, main

LINE: dict[str, Any] = {
    "id": "1",
    "family": "start-three-dates",
    "kind": "effect",
    "as_of": "2026-04-30",
    "truth": {"events": [], "facts": {"registered_on_pas": "2026-03-02"}},
    "asked": {"date": "2026-02-24", "event": "referral_received"},
}


def test_a_key_is_added_to_the_line() -> None:
    told = answer_key(LINE)
    assert told["key"] == {
        "decision": ["clock_starts"],
        "date": ["2026-02-24"],
        "reason": ["ST4", "NS11"],
        "breach_date": ["2026-07-01"],
    }
    assert {name: told[name] for name in LINE} == LINE
    assert told["explanation"][0]["source"]


def test_marks_are_added_to_the_line() -> None:
    answer = {"decision": "clock_starts", "date": "2026-03-02", "breach_date": "2026-07-07", "reason": "ST4"}
    told = answer_mark({**LINE, "answer": answer})
    assert {name: one["right"] for name, one in told["facets"].items()} == {
        "decision": True,
        "date": False,
        "breach_date": False,
        "reason": True,
    }
    assert (told["mal_rule"], told["harm"]) == ("registered", "wait_shown_short")


@pytest.mark.parametrize("line", [b"{}", b"[]", b"{", b"\xff", b'{"family": "x", "kind": "effect"}'])
@pytest.mark.parametrize("answer", [answer_key, answer_mark])
def test_a_bad_line_is_an_error_of_its_own(line: bytes, answer: Any) -> None:
    out = io.BytesIO()
    good = json.dumps({**LINE, "answer": {}}).encode()
    assert answer_lines(answer, [line, good], out) == 1
    first, second = (json.loads(one) for one in out.getvalue().splitlines())
    assert first["line"] == 1
    assert first["error"].endswith(".")
    assert second["id"] == "1"


def test_the_commands_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"], COMMANDS, "practice") == 0
    told = capsys.readouterr().out
    assert told.startswith("python -m practice COMMAND")
    assert all(name in told for name in COMMANDS)
    assert main(["guess"], COMMANDS, "practice") == 2


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 999)
    | st.text(max_size=6)
    | st.sampled_from(["2026-02-10", "34", "yes"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)
NAMES = ["event", "date", "first", "tci", "weeks", "days", "rtt_code", "communicated", "reason", "from", "to", "facets"]
EVENT = st.fixed_dictionaries(
    {"date": st.sampled_from(["2026-01-05", "2026-02-10", "2026-03-10"]), "event": JUNK}
) | st.builds(
    lambda name, day, more: {**more, "event": name, "date": day},
    st.sampled_from(["referral_received", "dna", "tci_offered", "patient_unfit", "thinking_time_agreed", "admission"]),
    st.sampled_from(["2026-01-05", "2026-02-10", "2026-03-10"]),
    st.dictionaries(st.sampled_from(NAMES), JUNK, max_size=3),
)
FAMILIES = ["start-ers", "cancer-31-62", "dm01", "weeks", "cancel-28-days", "choice-reasonable", "validate-list"]
FAMILIES += ["consent-ready", "mdt-outcome", "return-parts", "identifiers", "letter-turnaround", "capacity-sums", "x"]


@given(
    st.sampled_from(FAMILIES),
    st.sampled_from(["effect", "verdict", "validate", "choice"]),
    st.lists(EVENT, max_size=3),
    EVENT
    | st.dictionaries(st.sampled_from([*NAMES, "snapshot", "nhs_number", "fn", "args", "month"]), JUNK, max_size=3),
    st.dictionaries(st.sampled_from(["decision", "date", "code", "reason", "days", "hints"]), JUNK, max_size=4),
)
def test_no_line_is_answered_with_a_fault(
    family: str, kind: str, events: list[Any], asked: dict[str, Any], answer: dict[str, Any]
) -> None:
    line = {"family": family, "kind": kind, "as_of": "2026-06-15", "truth": {"events": events}, "asked": asked}
    out = io.BytesIO()
    assert answer_lines(answer_mark, [json.dumps({**line, "answer": answer}).encode()], out) in (0, 1)
