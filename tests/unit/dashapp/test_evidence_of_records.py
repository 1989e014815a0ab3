"""What a save says of the person: met, an error of entry, an error that was mended (LEARNING §7, §13 row 19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from auth.actor import as_actor
from dashapp.context import Clockstart
from dashapp.services.practice.standing import read_standing
from dashapp.services.records import records
from dashapp.services.records.records import Saved
from rules.catalogue import all_checks, find_check
from storage import open_copy
from tests.cast import Cast
from tests.http.forms import DNA
from tests.unit.dashapp.conftest import TODAY

SLUG = "dna-management"
LATER = {**DNA, "first_after_referral": "no", "appointment_type": "follow_up"}
WITHOUT_REVIEW = {**LATER, "action": "discharged_without_review", "discharge_date": "2026-06-08"}
WRONG_CODE = {**LATER, "rtt_code": "33"}
ERROR = "dna-33-not-first"


def save(clockstart: Clockstart, cast: Cast, answers: dict[str, Any], rev: int = 0) -> int:
    saved = records.submit(clockstart, as_actor(cast.alice), SLUG, "r1", f"o{rev}", answers, rev)
    assert isinstance(saved, Saved), saved
    return saved.record.rev


def entries(clockstart: Clockstart, cast: Cast) -> list[dict[str, Any]]:
    return [entry for _, entry in clockstart.store.evidence.walk(cast.alice.uid)]


def by_setting(clockstart: Clockstart, cast: Cast) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in entries(clockstart, cast):
        found.setdefault(entry["setting"], []).append(entry["rule"])
    return found


def test_what_others_did_wrong_is_met_and_changes_no_level(clockstart: Clockstart, cast: Cast) -> None:
    save(clockstart, cast, WITHOUT_REVIEW)
    found = by_setting(clockstart, cast)
    assert found.keys() == {"met"}
    assert "DNA-5" in found["met"]
    assert set(read_standing(clockstart, cast.alice.uid).levels.values()) <= {"not_started"}


def test_an_error_of_entry_weighs_half_and_can_be_mended(clockstart: Clockstart, cast: Cast) -> None:
    check = find_check(ERROR)
    assert check is not None
    rule = check.rule.ident
    rev = save(clockstart, cast, WRONG_CODE)
    (error,) = [one for one in entries(clockstart, cast) if one["setting"] == "entry"]
    assert (error["rule"], error["right"], error["weight"]) == (rule, False, 0.5)
    assert (error["template"], error["source"], error["on"]) == (SLUG, "dna_cases/r1", TODAY.isoformat())
    assert rule not in by_setting(clockstart, cast)["met"]
    standing = read_standing(clockstart, cast.alice.uid)
    assert (standing.levels[rule], standing.mistakes) == ("attempted", {("entry_error", rule): 1})
    rev = save(clockstart, cast, WRONG_CODE, rev)
    save(clockstart, cast, {**LATER, "rtt_code": "20"}, rev)
    found = by_setting(clockstart, cast)
    assert (found["entry"], found["mended"]) == ([rule], [rule])
    assert len(found["met"]) == len(set(found["met"]))


def test_a_date_in_the_future_is_mended_although_its_code_is_not_stored(clockstart: Clockstart, cast: Cast) -> None:
    rev = save(clockstart, cast, {**DNA, "appointment_date": (TODAY + timedelta(days=9)).isoformat()})
    assert by_setting(clockstart, cast)["entry"] == ["DNA-1"]
    save(clockstart, cast, DNA, rev)
    assert by_setting(clockstart, cast)["mended"] == ["DNA-1"]


def test_the_same_save_sent_twice_says_it_once(clockstart: Clockstart, cast: Cast) -> None:
    save(clockstart, cast, WRONG_CODE)
    first = entries(clockstart, cast)
    save(clockstart, cast, WRONG_CODE)
    assert entries(clockstart, cast) == first


def test_a_practice_copy_says_nothing(clockstart: Clockstart, cast: Cast) -> None:
    copy = replace(clockstart, store=open_copy(clockstart.store, "a1"), scope="a1")
    save(copy, cast, WRONG_CODE)
    assert entries(clockstart, cast) == []


def test_a_save_that_is_refused_says_nothing(clockstart: Clockstart, cast: Cast) -> None:
    save(clockstart, cast, DNA)
    before = entries(clockstart, cast)
    records.submit(clockstart, as_actor(cast.alice), SLUG, "r1", "other", WRONG_CODE, 0)
    assert entries(clockstart, cast) == before


BLAMED = [check for check in all_checks() if check.blames == "entry"]


@pytest.mark.parametrize("check", BLAMED, ids=lambda check: check.code)
def test_a_remark_that_blames_the_entry_says_what_is_wrong(check: Any) -> None:
    assert check.severity.value != "note"


def test_some_remarks_blame_the_entry_and_most_do_not() -> None:
    assert 30 < len(BLAMED) < len(all_checks()) / 5
    assert find_check("dna-discharge-test-failed") not in BLAMED
