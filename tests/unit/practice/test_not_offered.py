"""What is not offered yet is a family, and says why."""

from dashapp.services.practice.sets import NOT_OFFERED, SETS
from practice.families import FAMILIES
from practice.reasons import read_reasons


def test_each_is_a_family_with_a_reason_and_in_no_set() -> None:
    assert set(FAMILIES) >= NOT_OFFERED
    assert all(read_reasons("not_offered.txt").values())
    assert not {name for names in SETS.values() for name in names} & NOT_OFFERED
    assert len(FAMILIES) - len(NOT_OFFERED) >= 35
