from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.dials import LEVELS
from practice.families import FAMILIES
from practice.gate import Shown, check_case, check_family, check_rules
from practice.making import make_whole
from practice.noise import KINDS
from practice.slips import SLIPS

TODAY = date(2026, 6, 15)
SEEDS = 10


@pytest.mark.parametrize("name", FAMILIES)
def test_every_case_of_a_family_passes_the_gate(name):
    assert list(check_family(FAMILIES[name], SEEDS, TODAY)) == []


@pytest.mark.parametrize("name", FAMILIES)
def test_what_a_family_declares_is_there(name):
    family = FAMILIES[name]
    assert set(family.slips) <= SLIPS.keys()
    assert set(family.noise) <= KINDS.keys()
    assert family.title
    assert family.situation.endswith((".", "?"))


def test_each_sourced_rule_is_practised_or_listed_with_a_reason():
    assert list(check_rules()) == []


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(FAMILIES)), st.sampled_from(sorted(LEVELS)), st.dates(date(2024, 1, 1), date(2027, 12, 31))
)
def test_a_case_made_for_any_day_passes_the_gate(name, level, today):
    made = make_whole(name, today.isoformat(), LEVELS[level], today)
    assert list(check_case(FAMILIES[name], made, Shown())) == []
