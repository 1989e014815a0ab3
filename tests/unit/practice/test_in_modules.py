"""Cases as records of the modules: the rule book reads from them what it reads from the case's own record."""

from __future__ import annotations

from datetime import date

import pytest

from practice.case import Case, CaseError
from practice.dials import set_dials
from practice.evidence import read_asked
from practice.families import FAMILIES
from practice.in_modules import (
    CANCELLED,
    DNA,
    PTL,
    complete,
    enter,
    list_entered,
    list_families,
    make_entered,
    make_to_enter,
    read_entered,
)
from practice.keys import find_key
from practice.making import make
from practice.marking import mark
from rules.events import parse_event
from rules.rtt import read_pathway

TODAY = date(2026, 6, 15)


def read_record(case: Case) -> object:
    clock = read_pathway([parse_event(one) for one in (case.record or {})["events"]], TODAY)
    return clock.status, clock.clock_start, clock.clock_stop


@pytest.mark.parametrize("level", [1, 3, 5])
@pytest.mark.parametrize("name", list_families())
def test_the_records_have_the_clock_of_the_case_with_its_slips(name: str, level: int) -> None:
    for seed in range(3):
        case = make_entered(name, f"{seed}#1", set_dials(level), TODAY)
        records = enter(case)
        clock = read_pathway(list_entered(records), TODAY)
        assert (clock.status, clock.clock_start, clock.clock_stop) == read_record(case)
        assert records[0][:2] == (PTL, "")
        assert len({one.key for one in records}) == len(records)


def test_a_missed_appointment_is_on_the_list_of_those_and_not_twice() -> None:
    case = make_entered("dna-later", "4821#1", set_dials(1), TODAY)
    pathway, missed = enter(case)
    assert missed.module == DNA
    assert "dna" not in {row["event"] for row in pathway.answers.get("events", ())}


def test_a_cancelled_appointment_keeps_its_notice() -> None:
    cases = (make_entered("stop-discharge", f"{seed}#1", set_dials(3), TODAY) for seed in range(20))
    case = next(case for case in cases if any(one.module == CANCELLED for one in enter(case)))
    told = next(event for event in list_entered(enter(case)) if event.name == "patient_cancels")
    shown = next(one for one in (case.record or {})["events"] if one["event"] == "patient_cancels")
    assert told.date.isoformat() == shown["date"]
    assert told.details["notice_hours"] == shown["notice_hours"]


def test_a_duplicate_is_a_second_pathway_of_the_same_patient() -> None:
    case = make_entered("validate-duplicates", "4821#1", set_dials(1), TODAY)
    first, again = enter(case)
    assert (again.module, again.answers["nhs_number"]) == (PTL, first.answers["nhs_number"])
    assert again.answers["referral_received"] != first.answers["referral_received"]


def test_the_same_seed_makes_the_same_case() -> None:
    told = [make_entered("validate-list", "4821#7", set_dials(4), TODAY) for _ in range(2)]
    assert told[0] == told[1]


@pytest.mark.parametrize("name", sorted(set(FAMILIES) - set(list_families())))
def test_other_families_are_not_drawn(name: str) -> None:
    if FAMILIES[name].kind == "verdict":
        assert enter(make(name, "1", set_dials(1), TODAY)) == []
        with pytest.raises(CaseError, match="can be entered"):
            make_entered(name, "1", set_dials(1), TODAY)


@pytest.mark.parametrize("level", [1, 4])
@pytest.mark.parametrize("name", [name for name in list_families() if FAMILIES[name].kind == "effect"])
def test_a_record_that_was_put_right_earns_everything(name: str, level: int) -> None:
    for seed in range(3):
        case = make_to_enter(name, f"{seed}#1", set_dials(level), TODAY)
        events = list(list_entered(enter(complete(case))))
        code = find_key(case).facets.get("code", (None,))[0]
        asked = next(iter(read_asked(case.asked))).date
        answer = read_entered(case, events, {asked: code} if code else {})
        assert mark(case, answer).percent == 100, answer
        assert "reason" not in case.asked["facets"]


def test_a_start_that_was_left_wrong_costs_the_breach_date() -> None:
    seeds = (make_to_enter("unfit", f"{seed}#1", set_dials(1), TODAY) for seed in range(60))
    case = next(case for case in seeds if "wrong_start" in case.slips)
    (asked,) = read_asked(case.asked)
    wrong = [*(parse_event(one) for one in (case.record or {})["events"]), asked]
    code = find_key(case).facets["code"][0]
    marked = mark(case, read_entered(case, wrong, {asked.date: code}))
    assert marked.facets["decision"].right
    assert marked.facets["code"].right
    assert not marked.facets["breach_date"].right


def test_an_event_that_was_not_entered_is_a_wrong_decision() -> None:
    case = make_to_enter("stop-clinic", "2#1", set_dials(1), TODAY)
    assert find_key(case).facets["decision"] == ("clock_stops",)
    told = read_entered(case, case.truth.events, {})
    assert told["decision"] != "clock_stops"
    assert mark(case, told).percent == 0
