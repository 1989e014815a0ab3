from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from practice.case import Truth
from practice.dials import LEVELS, set_dials
from practice.families import FAMILIES
from practice.keys import find_key
from practice.making import make_set
from practice.noise import CLEAR_DAYS, KINDS, TURNS, draw_noise
from rules.events import Event

TODAY = date(2026, 6, 15)
REFERRED = Event(date(2026, 3, 2), "referral_received", {"by": "gp"})
SEEN = Event(date(2026, 5, 11), "appointment_attended", {"first": True})
OFFERED = Event(date(2026, 6, 8), "tci_offered", {})


def draw(kind, asked=OFFERED, count=200):
    truth = Truth((REFERRED, SEEN), {})
    drawn = [draw_noise(Random(seed), (kind,), truth, asked) for seed in range(count)]
    return [event for event in drawn if event is not None]


@pytest.mark.parametrize("kind", KINDS)
def test_noise_falls_on_a_working_day_of_its_own_before_what_is_asked(kind):
    drawn = draw(kind)
    assert drawn
    assert all(REFERRED.date < event.date < OFFERED.date and event.date.weekday() < 5 for event in drawn)
    assert all(event.date != SEEN.date for event in drawn)


def test_nobody_is_away_on_a_day_on_which_they_came():
    for event in draw("patient_unavailable"):
        assert not event.details["from"] <= SEEN.date <= event.details["to"]
        assert event.details["to"] <= OFFERED.date


def test_the_hospital_does_not_cancel_just_before_something_happens():
    for event in draw("provider_cancels"):
        assert all(not timedelta(0) <= day - event.date < timedelta(CLEAR_DAYS) for day in (SEEN.date, OFFERED.date))


def test_nothing_happens_after_a_death():
    died = date(2026, 5, 25)
    told = Event(OFFERED.date, "death_notified", {"died": died})
    assert all(event.date < died for event in draw("patient_contacted", told))


def test_where_there_is_no_room_there_is_no_noise():
    asked = REFERRED._replace(date=REFERRED.date + timedelta(1))
    assert draw("letter_sent", asked) == []


@pytest.mark.parametrize("name", FAMILIES)
def test_noise_changes_nothing_of_the_key(name):
    for case in make_set(name, "noise", LEVELS[5], TODAY, 4):
        if FAMILIES[name].kind == "validate" or case.asked.get("event") in KINDS:
            continue
        told = tuple(event for event in case.truth.events if event.name not in FAMILIES[name].noise)
        without = replace(case, truth=replace(case.truth, events=told))
        own = {event.name for event in case.truth.events} - {event.name for event in told}
        if own <= {"letter_sent", "patient_contacted", "validated", "diagnostic_requested", "patient_unavailable"}:
            assert find_key(without).facets == find_key(case).facets


def test_without_noise_only_the_story_is_told():
    for case in make_set("stop-not", "quiet", set_dials(3, noise=0), TODAY, 10):
        assert len(case.truth.events) == 3


@pytest.mark.parametrize("name", ["dna-first", "start-second-side", "start-after-monitoring", "cancel-reason"])
def test_a_whole_story_has_noise_before_it_turns(name):
    quiet, busy = ([*make_set(name, "whole", LEVELS[level], TODAY, 12)] for level in (1, 5))
    assert sum(len(case.truth.events) for case in busy) > sum(len(case.truth.events) for case in quiet) + 12
    for case in busy:
        turned = next(one.date for one in case.truth.events if one.name in TURNS)
        added = [one for one in case.truth.events if one.name in {"patient_contacted", "validated"}]
        assert all(one.date < turned for one in added)


def test_the_hospital_does_not_cancel_again_at_once():
    cancelled = Event(date(2026, 3, 25), "provider_cancels", {"reason": "administration"})
    truth = Truth((REFERRED, cancelled), {})
    drawn = [draw_noise(Random(seed), ("provider_cancels",), truth, OFFERED) for seed in range(200)]
    assert all(abs((one.date - cancelled.date).days) >= CLEAR_DAYS for one in drawn if one)
