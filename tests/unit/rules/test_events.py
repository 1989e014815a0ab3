"""The event vocabulary: reading, order of a day, one fact once."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.events import (
    EVENT_KINDS,
    Event,
    EventError,
    Shape,
    check_attributes,
    list_ignored_attributes,
    merge_events,
    parse_event,
    read_date,
    sort_events,
)

DATA = Path(__file__).parents[2] / "data"
DAY = date(2025, 1, 6)


@pytest.mark.parametrize("name", ["rtt_clock.jsonl", "cancer_clock.jsonl"])
def test_every_event_of_the_cases_is_known_with_its_attributes(name: str) -> None:
    for line in (DATA / name).read_text().splitlines():
        for values in json.loads(line)["events"]:
            assert list_ignored_attributes(parse_event(values)) == []


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"date": "2025-01-06"}, "no name"),
        ({"date": "2025-01-06", "event": "beamed_up"}, "beamed_up"),
        ({"date": "2025-01-06", "event": ["dna"]}, "no event called"),
        ({"event": "dna"}, "is missing"),
        ({"date": "", "event": "dna"}, "is missing"),
        ({"date": "2025-02-30", "event": "dna"}, "not a possible date"),
        ({"date": "06/01/2025", "event": "dna"}, "not a possible date"),
        ({"date": "20250106", "event": "dna"}, "not a possible date"),
        ({"date": "1900-01-01", "event": "dna"}, "not a possible date"),
        ({"date": "9999-12-31", "event": "dna"}, "not a possible date"),
        ({"date": 45663, "event": "dna"}, "not a possible date"),
    ],
)
def test_an_event_that_cannot_be_read_is_refused_in_a_sentence(values: dict[str, Any], says: str) -> None:
    with pytest.raises(EventError, match=says):
        parse_event(values)


def test_dates_are_read_from_dates_and_text() -> None:
    assert read_date("2025-01-06") == read_date(DAY) == read_date(datetime(2025, 1, 6, 9, 30, tzinfo=UTC)) == DAY
    assert read_date(None) is None
    assert read_date(True) is None


def test_unknown_attributes_are_kept_unread_and_reported() -> None:
    event = parse_event({"date": "2025-01-06", "event": "dna", "first": True, "weather": "rain"})
    assert event.details == {"first": True, "weather": "rain"}
    (finding,) = check_attributes([event])
    assert "weather" in finding.text


def test_a_day_has_an_order() -> None:
    names = ["referral_received", "registered_on_pas", "dna", "appointment_attended", "decision_to_admit", "admission"]
    names += ["treatment_not_carried_out", "treatment_started", "decision_not_to_treat", "discharge_to_gp", "death"]
    ordered = sort_events([Event(DAY, name) for name in reversed(names)])
    assert [event.name for event in ordered] == names


KINDS = st.sampled_from(sorted(EVENT_KINDS))
ON_ONE_DAY = st.builds(Event, st.just(DAY), KINDS, st.just({}), st.sampled_from(["pathways/1", "dna_cases/2"]))


@given(st.lists(ON_ONE_DAY, max_size=8))
def test_the_order_of_a_day_does_not_depend_on_typing(events: list[Event]) -> None:
    assert sort_events(events) == sort_events(list(reversed(events)))


def test_one_fact_from_two_modules_counts_once() -> None:
    events = [
        Event(DAY, "dna", {"first": True}, "pathways/1"),
        Event(DAY, "dna", {"clearly_communicated": True}, "dna_cases/7"),
        Event(DAY, "referral_received"),
    ]
    merged, findings = merge_events(events)
    assert [event.name for event in merged] == ["referral_received", "dna"]
    assert merged[1].details == {"first": True, "clearly_communicated": True}
    assert [finding.code for finding in findings] == ["events-same-fact-twice"]


def test_two_offers_of_one_day_are_two_facts() -> None:
    offers = [Event(DAY, "tci_offered", {"tci": day}) for day in ("2025-02-03", "2025-02-10")]
    merged, findings = merge_events(offers)
    assert len(merged) == 2
    assert findings == []


def test_every_kind_is_drawn_named_and_read_by_someone() -> None:
    for name, kind in EVENT_KINDS.items():
        assert kind.name == name
        assert kind.shape in Shape
        assert kind.label[0].isupper()
        assert kind.books <= {"rtt", "cancer", "dm01", "letters", "validation", "consent", "funding"}
        assert kind.books


def test_kinds_of_cancer_come_in_the_order_of_a_day() -> None:
    seen = [EVENT_KINDS[name].rank for name in ("referral_received", "first_seen", "treatment_start")]
    assert seen == sorted(seen)
    assert "cancer" not in EVENT_KINDS["followup_overdue"].books
