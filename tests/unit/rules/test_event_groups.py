"""The events of a pathway stand in groups, each once, in the order of a day."""

from __future__ import annotations

from dashapp.services.records.entering import EVENTS, QUICK, list_asks
from rules.event_groups import GROUPS, group_kinds
from rules.event_kinds import EVENT_KINDS
from rules.pathways.events import NEEDED, RTT_EVENTS, PathwayEvent


def test_every_event_is_in_one_group_and_groups_follow_the_day() -> None:
    groups = group_kinds(EVENT_KINDS.values())
    assert sorted(kind.name for _, kinds in groups for kind in kinds) == sorted(EVENT_KINDS)
    assert [name for name, _ in groups] == list(GROUPS.values())


def test_every_event_of_a_pathway_can_be_entered_and_asks_at_most_two_questions() -> None:
    assert {choice.name for choice in EVENTS} == set(RTT_EVENTS)
    assert max(len(choice.asks) for choice in EVENTS) == 2
    assert {name for name, _ in QUICK} <= set(RTT_EVENTS)


def test_what_an_event_needs_are_questions_of_that_event() -> None:
    for name, asks in NEEDED.items():
        assert set(asks) <= set(PathwayEvent.model_fields)
        for question in list_asks(name):
            assert question.is_asked({"event": name})
