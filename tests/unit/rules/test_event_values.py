"""Attributes as they come from outside: words for yes and no, numbers and dates as text, and what cannot be read."""

import io
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import cancer, rtt
from rules.event_values import read_values
from rules.events import EVENT_KINDS, Event
from rules.programs import answer_lines, write_line
from tests.length import examples

DAY = date(2025, 3, 3)
KNOWN = sorted({name for kind in EVENT_KINDS.values() for name in kind.attributes})


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("first", True, True),
        ("first", "Yes", True),
        ("first", "false", False),
        ("first", 0, False),
        ("communicated", "no", False),
        ("communicated", "2025-03-07", "2025-03-07"),
        ("treatment", "steroid injection", "steroid injection"),
        ("weeks", "8", 8.0),
        ("weeks", 8, 8),
        ("tci", "2025-03-28", "2025-03-28"),
        ("provider", "RXX", "RXX"),
        ("first", None, None),
    ],
)
def test_a_value_is_made_plain(name: str, value: object, read: object) -> None:
    (event,), findings = read_values([Event(DAY, "appointment_attended", {name: value})])
    assert event.details == {name: read}
    assert findings == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("first", "perhaps"),
        ("first", 2),
        ("first", ["true"]),
        ("weeks", "a few"),
        ("weeks", -1),
        ("weeks", float("nan")),
        ("days", True),
        ("days", 10**400),
        ("tci", "2025-02-30"),
        ("tci", 20250303),
        ("review_due", "next spring"),
    ],
)
def test_a_value_that_cannot_be_read_is_left_out_and_reported(name: str, value: object) -> None:
    (event,), (finding,) = read_values([Event(DAY, "dna", {name: value, "rtt_code": "33"})])
    assert event.details == {"rtt_code": "33"}
    assert name in finding.text


def test_from_and_to_are_dates_only_where_they_mean_a_time_away() -> None:
    events = [Event(DAY, "patient_unavailable", {"to": "soon"}), Event(DAY, "transfer_out", {"to": "B"})]
    (away, transfer), findings = read_values(events)
    assert away.details == {}
    assert transfer.details == {"to": "B"}
    assert len(findings) == 1


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.floats(allow_nan=False),
    st.text(max_size=12),
    st.sampled_from(["true", "no", "2025-03-01", "2025-02-30", "30", "emergency", "active_monitoring", "{x}", "A"]),
    st.lists(st.integers(), max_size=2),
)
DATES = st.dates(date(2024, 1, 1), date(2025, 12, 31)).map(date.isoformat)
EVENTS = st.builds(
    lambda day, name, details: {**details, "date": day, "event": name},
    st.one_of(DATES, DATES, DATES, JUNK),
    st.one_of(*[st.sampled_from(sorted(EVENT_KINDS))] * 9, JUNK),
    st.dictionaries(st.one_of(st.sampled_from(KNOWN), st.text(max_size=6)), JUNK, max_size=4),
)
LINES = st.fixed_dictionaries(
    {"id": JUNK, "as_of": st.one_of(DATES, DATES, JUNK), "events": st.lists(EVENTS, max_size=6)}
)


@given(LINES)
@settings(max_examples=examples(400), deadline=None)
def test_a_line_is_answered_or_refused_in_a_sentence(line: dict[str, Any]) -> None:
    status, told = 0, io.BytesIO()
    for answer in (rtt.answer_line, cancer.answer_line):
        status |= answer_lines(answer, [write_line(line)], told)
    for text in told.getvalue().splitlines():
        answered = json.loads(text)
        assert answered["error"].endswith(".") if "error" in answered else answered["id"] == line["id"]
    assert status == (b'"error"' in told.getvalue())
