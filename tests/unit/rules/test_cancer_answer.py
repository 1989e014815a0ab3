"""The cancer program: errors a person can act on, and sentences that teach."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.cancer import answer_line
from rules.cancer.allocation import SCENARIOS
from rules.events import EventError

REFERRED = {"date": "2025-03-03", "event": "referral_received", "route": "urgent_suspected_cancer"}


def answer(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    return answer_line({"id": "X", "events": list(events), **more})


def texts(answered: dict[str, Any], rule: str) -> list[str]:
    return [step["text"] for step in answered["explanation"] if step["rule"] == rule]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"id": "X"}, "“events” is missing"),
        ({"id": "X", "events": "none"}, "not a list"),
        ({"id": "X", "events": [3]}, "An event is an object"),
        ({"id": "X", "events": [{"event": "first_seen"}]}, "is missing"),
        ({"id": "X", "events": [{"date": "2025-02-30", "event": "first_seen"}]}, "not a possible date"),
        ({"id": "X", "events": [{"date": "2025-02-03", "event": "first_scene"}]}, "first_s"),
        ({"id": "X", "events": [], "as_of": "tomorrow"}, "s_of is not a possible date"),
        ([], "A line is an object"),
    ],
)
def test_a_line_that_cannot_be_read_says_why(line: Any, says: str) -> None:
    with pytest.raises(EventError, match=says):
        answer_line(line)


def test_with_no_events_there_is_no_clock() -> None:
    told = answer()
    assert (told["fds"], told["d31"], told["d62"], told["explanation"], told["findings"]) == (None, None, None, [], [])
    assert (told["adjustment_first_seen"], told["adjustment_treatment"]) == (0, 0)


def test_an_adjustment_carries_its_confidence_and_the_figure_without_it() -> None:
    told = answer(
        REFERRED,
        {"date": "2025-03-12", "event": "dna", "first": True},
        {"date": "2025-03-17", "event": "patient_rebooks"},
        {"date": "2025-03-24", "event": "first_seen"},
        {"date": "2025-04-12", "event": "patient_told", "outcome": "cancer_ruled_out"},
    )
    steps = [step for step in told["explanation"] if step["rule"] == "CWT-DNA-LENGTH"]
    assert [step["confidence"] for step in steps] == ["check_local_policy"] * 2
    assert steps[0]["text"] == (
        "The patient missed the first appointment and made contact to rebook on 17 March 2025: the first-seen "
        "adjustment is 14 days, counted from 3 March 2025."
    )
    assert steps[1]["text"] == (
        "28-day faster diagnosis: 26 days with the adjustment, 40 days without any. Check local policy."
    )
    assert steps[1]["days_without_adjustment"] == 40
    assert texts(told, "CWT-DAYS") == [
        "28-day faster diagnosis: 40 days from 3 March 2025 to 12 April 2025, less 14 days adjusted: 26 days, within "
        "28 days. The last compliant date was 14 April 2025."
    ]


def test_a_decline_of_outpatient_care_shows_both_figures() -> None:
    told = answer(
        {"date": "2025-04-01", "event": "decision_to_treat"},
        {"date": "2025-04-10", "event": "tci_declined", "reasonable": True, "care_setting": "outpatient"},
        {"date": "2025-04-17", "event": "patient_available"},
        {"date": "2025-05-06", "event": "treatment_start", "event_type": "02", "modality": "02"},
    )
    assert texts(told, "CWT-NON-ADMITTED") == [
        "The offer declined for 10 April 2025 was not an admission: the adjustment is 0 days. If CWT guidance v12.1 "
        "allows it for this care, it is 7 days.",
        "31 days to treatment: 35 days as counted, 28 days if CWT guidance v12.1 adjusts non-admitted care. Check "
        "local policy.",
    ]


def test_a_running_clock_says_what_is_left() -> None:
    told = answer(REFERRED, as_of="2025-03-24")
    assert texts(told, "CWT-DAYS") == [
        "28-day faster diagnosis: day 21 on 24 March 2025 (started 3 March 2025), 7 days left. The last compliant date "
        "is 31 March 2025.",
        "62 days to first treatment: day 21 on 24 March 2025 (started 3 March 2025), 41 days left. The last compliant "
        "date is 4 May 2025.",
    ]
    late = answer(REFERRED, as_of="2025-04-01")
    assert texts(late, "CWT-DAYS")[0].startswith("28-day faster diagnosis: day 29 on 1 April 2025")
    assert "1 day over" in texts(late, "CWT-DAYS")[0]


def test_what_does_not_stop_a_clock_is_said() -> None:
    told = answer(
        REFERRED,
        {"date": "2025-03-10", "event": "patient_cancels", "first": True},
        {"date": "2025-03-20", "event": "medically_unfit", "days": 10},
        {"date": "2025-03-30", "event": "provider_cancels"},
    )
    assert texts(told, "CWT-NO-OTHER") == [
        "The patient cancelled on 10 March 2025: a cancellation is not a missed appointment, and the clocks run on.",
        "The patient was medically unfit from 20 March 2025: fitness never stops or shortens a cancer wait.",
        "The provider cancelled on 30 March 2025: the clocks run on.",
    ]


def test_every_step_names_its_source() -> None:
    told = answer(REFERRED, {"date": "2025-05-04", "event": "treatment_start"})
    assert all(set(step) >= {"rule", "text", "source"} and step["source"] for step in told["explanation"])


def test_the_six_scenarios_are_those_of_the_rule_book() -> None:
    table = {number: (tuple(one), tuple(two)) for number, one, two in SCENARIOS.values()}
    assert table == {
        1: ((0.5, 0.5), (0.5, 0.5)),
        2: ((0.5, 0.5), (0.5, 0.5)),
        3: ((0, 0), (1, 1)),
        4: ((0, 0), (0, 1)),
        5: ((0, 1), (0, 0)),
        6: ((0, 0.5), (0, 0.5)),
    }


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "events", "as_of", "date", "event"]), inner, max_size=4)
        ),
        max_leaves=8,
    )
)
def test_any_json_is_answered_or_refused_in_words(line: Any) -> None:
    refusal = "refused in words"
    with contextlib.suppress(EventError):
        refusal = answer_line(line)["explanation"]
    assert refusal is not None


def test_without_a_day_of_reading_the_last_compliant_dates_are_told() -> None:
    told = answer({"date": "2025-07-30", "event": "decision_to_treat"})
    assert texts(told, "CWT-31") == [
        "31 days to treatment: running since 30 July 2025; the last compliant date is 30 August 2025."
    ]


def test_a_missed_appointment_with_another_reason_is_not_called_unrecorded() -> None:
    told = answer(
        REFERRED,
        {"date": "2025-03-10", "event": "dna", "first": True, "adjustment_reason": "9"},
        {"date": "2025-03-12", "event": "patient_rebooks"},
    )
    assert [finding["code"] for finding in told["findings"]] == ["cancer-adjustment-reason"]
