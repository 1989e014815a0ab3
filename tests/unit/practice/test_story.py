from datetime import date, timedelta
from random import Random

import pytest

from practice.dials import set_dials
from practice.story import RECENT_WEEKS, Story
from rules.calendar import is_working_day

TODAY = date(2026, 6, 15)


def begin(seed=1, today=TODAY, **dials):
    return Story(Random(seed), set_dials(1, **dials), today)


@pytest.mark.parametrize("seed", range(30))
def test_a_story_ends_shortly_before_today_on_working_days(seed):
    story = begin(seed, today=date(2026, 4, 20))
    story.referred().seen_first().after(10, 20).ask("patient_unfit")
    truth, asked = story.tell()
    days = [*(event.date for event in truth.events), asked["date"]]
    assert date(2026, 4, 20) - timedelta(weeks=RECENT_WEEKS + 3) < days[-1] <= date(2026, 4, 20)
    assert all(map(is_working_day, days))


def test_gaps_stay_what_they_were_told_to_be():
    story = begin()
    story.referred().after(21).fact("registered_on_pas").after(2).ask("patient_unfit", weeks=3, to=story.day)
    told, asked = story.tell()
    assert (told.facts["registered_on_pas"] - told.events[0].date).days == 21
    assert (asked["date"] - told.events[0].date).days == 23
    assert asked["weeks"] == 3


def test_what_is_known_has_happened_by_today():
    story = begin()
    story.referred().ask("patient_unfit")
    story.after(90).fact("operated_on")
    assert story.tell()[0].facts["operated_on"] <= TODAY


def test_a_day_offered_may_lie_ahead():
    story = begin()
    story.referred().ask("tci_offered", tci=story.day + timedelta(days=300))
    asked = story.tell()[1]
    assert asked["tci"] > TODAY >= asked["date"]


def test_a_story_told_on_days_of_the_calendar_is_not_moved():
    story = begin().begin_on(date(2026, 3, 30))
    story.referred().after(1).ask("patient_unfit")
    truth, asked = story.tell()
    assert (truth.events[0].date, asked["date"]) == (date(2026, 3, 30), date(2026, 3, 31))


@pytest.mark.parametrize("days", range(1, 29))
def test_a_day_ahead_is_a_working_day_as_the_day_it_was_said(days):
    story = begin(days)
    ahead = story.ahead(days)
    assert (ahead - story.day).days == days
    assert max(ahead.weekday(), story.day.weekday()) < 5


def test_days_near_an_edge_are_next_to_it_as_often_as_the_dial_says():
    always, never = begin(edges=1.0), begin(edges=0.0)
    assert {always.near(21, 30, 40) for _ in range(50)} == {20, 21, 22}
    assert {never.near(21, 30, 32) for _ in range(50)} == {30, 31, 32}
