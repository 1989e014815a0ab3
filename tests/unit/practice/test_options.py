from datetime import date

import pytest

from practice.case import Case, Truth
from practice.dials import LEVELS
from practice.families import FAMILIES
from practice.gate import count_wanted
from practice.keys import find_key
from practice.making import make, make_set
from practice.marking import mark
from practice.options import COUNT, find_right, list_distractors, list_options
from rules.events import Event

TODAY = date(2026, 6, 15)


def first_missed():
    """LEARNING §13, row 3, with the patient's contact asked about."""
    events = (
        Event(date(2026, 1, 5), "referral_received"),
        Event(date(2026, 2, 10), "dna", {"first": True, "clearly_communicated": True, "rtt_code": "33"}),
    )
    asked = {"date": date(2026, 2, 13), "event": "patient_contacts_to_rebook"}
    facts = {"provider_decides_to_rebook": date(2026, 2, 16)}
    return Case("dna-first", "effect", TODAY, Truth(events, facts), asked, level=4)


def test_the_right_answer_is_worked_out():
    right = find_right(find_key(first_missed()))
    assert right["decision"] == "new_clock"
    assert right["date"] == date(2026, 2, 13)
    assert right["breach_date"] == date(2026, 6, 20)


def test_wrong_answers_of_misconceptions_come_first():
    case = first_missed()
    told = list_distractors(case, find_key(case))
    names = [option.mal_rule for option in told]
    assert {"first_dna_runs", "floor_weeks"} <= set(names)
    assert names == sorted(names, key=lambda name: not name)


def test_days_miscounted_fill_up():
    case = first_missed()
    days = [option.answer.get("date") for option in list_distractors(case, find_key(case)) if not option.mal_rule]
    assert {date(2026, 2, 12), date(2026, 2, 14), date(2026, 2, 20), date(2026, 2, 27)} <= set(days)


@pytest.mark.parametrize("name", FAMILIES)
def test_one_of_four_distinct_options_is_right(name):
    for level, dials in LEVELS.items():
        case = make(name, f"options {level}", dials, TODAY)
        key = find_key(case)
        options = list_options(case, key)
        reason = {"reason": key.first("reason")}
        percents = [mark(case, {**option.answer, **reason}, adopted=True).percent for option in options]
        assert 1 + count_wanted(FAMILIES[name], key) <= len(options) <= COUNT
        assert percents.count(100) == 1
        assert all(a.answer != b.answer for a in options for b in options if a is not b)


def test_the_order_is_the_same_each_time_and_its_own_for_each_case():
    places = set()
    for case in make_set("dna-first", "order", LEVELS[3], TODAY, 30):
        options = list_options(case, find_key(case))
        assert options == list_options(case, find_key(case))
        places.add(next(place for place, one in enumerate(options) if one.answer == find_right(find_key(case))))
    assert places == {0, 1, 2, 3}


def test_an_answer_never_holds_what_does_not_go_with_its_decision():
    for name in FAMILIES:
        for case in make_set(name, "fits", LEVELS[3], TODAY, 5):
            for option in list_options(case, find_key(case)):
                decision = option.answer.get("decision")
                assert not (decision == "not_in_scope" and "date" in option.answer)
                assert not (decision == "clock_runs" and "date" in option.answer)
                assert not (decision == "clock_stops" and "breach_date" in option.answer)


def test_a_decision_that_stops_nothing_has_no_day_and_no_code():
    for case in make_set("validate-list", "decisions", LEVELS[2], TODAY, 30):
        for option in list_distractors(case, find_key(case)):
            if option.answer["decision"] in {"remain", "clinical_review", "next_step_chased"}:
                assert not {"date", "code"} & option.answer.keys() or option.mal_rule
            if option.answer["decision"] == "stop":
                assert {"date", "code"} <= option.answer.keys()
