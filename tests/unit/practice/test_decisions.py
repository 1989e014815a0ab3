from dataclasses import replace
from datetime import date

import pytest

from practice.decisions import CLOCK, IN_FAMILIES, ROW, WORDS, list_decisions, say_decision
from practice.dials import LEVELS
from practice.families import FAMILIES
from practice.keys import find_key
from practice.making import make
from tests.unit.practice.told import case_of

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize("name", FAMILIES)
def test_what_is_right_is_among_what_is_offered(name):
    for seed in range(8):
        case = make(name, str(seed), LEVELS[1 + seed % 5], TODAY)
        decided = find_key(case).facets.get("decision")
        assert decided is None or set(decided) & list_decisions(case).keys(), decided


@pytest.mark.parametrize("name", FAMILIES)
def test_each_decision_that_a_family_declares_has_words_of_its_own(name):
    offered = list_decisions(case_of(name, [], {}, kind=FAMILIES[name].kind))
    assert set(offered) <= WORDS.keys()
    assert len(set(offered.values())) == len(offered) > 1


@pytest.mark.parametrize("name", sorted(IN_FAMILIES.keys() & FAMILIES.keys()))
def test_a_family_says_only_what_it_offers(name):
    assert set(IN_FAMILIES[name]) <= set(FAMILIES[name].decisions)


def test_a_kind_offers_its_own_decisions():
    case = case_of("stop-admission", [], {})
    assert list_decisions(case) == CLOCK
    assert list_decisions(replace(case, kind="validate")) == ROW


@pytest.mark.parametrize(
    ("family", "slug", "says"),
    [
        ("stop-admission", "clock_runs", "The clock runs on"),
        ("cancel-28-days", "met", "The guarantee is met"),
        ("stop-admission", "met", "The standard is met"),
        ("stop-admission", "something_new", "Something new"),
    ],
)
def test_a_decision_has_words(family, slug, says):
    assert say_decision(case_of(family, [], {}), slug) == says
