"""What a marked case says of a person and its rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from practice.case import Case, read_case
from practice.entries import AIDED, MIXED, PRACTICE, Entry, describe_entry, list_entries, restore_entry
from practice.keys import find_key
from practice.marking import mark
from practice.options import find_right

TODAY = date(2026, 6, 15)
FACTS = {"first": True, "clearly_communicated": True}
DNA = read_case(
    {
        "family": "dna-first",
        "template": "dna-first@1",
        "kind": "effect",
        "as_of": "2026-06-15",
        "truth": {"events": [{"date": "2026-01-05", "event": "referral_received"}]},
        "asked": {"date": "2026-02-10", "event": "dna", **FACTS},
    }
)
CONSENT = read_case(
    {
        "family": "funding-clock",
        "template": "funding-clock@1",
        "kind": "effect",
        "as_of": "2026-06-15",
        "truth": {"events": [{"date": "2026-01-05", "event": "referral_received"}]},
        "asked": {"date": "2026-02-10", "event": "funding_requested"},
    }
)


def entries_of(case: Case = DNA, adopted: bool = False, setting: str = PRACTICE, **told: Any) -> list[Entry]:
    pace = {name: told.pop(name) for name in ("seconds", "median") if name in told}
    key = find_key(case)
    answer = {**find_right(key), "reason": key.first("reason"), **told}
    marked = mark(case, answer, adopted=adopted)
    return list_entries(case, marked, setting=setting, on=TODAY, source="a1/1", adopted=adopted, **pace)


def test_a_right_answer_is_an_entry_for_each_rule_that_is_accepted_as_the_reason() -> None:
    entries = entries_of()
    assert [one.rule for one in entries] == list(find_key(DNA).facets["reason"])
    assert "SP13" in {one.rule for one in entries}
    assert {(one.right, one.setting, one.template, one.weight, one.rating) for one in entries} == {
        (True, PRACTICE, "dna-first@1", 1, "good")
    }


def test_one_wrong_facet_makes_the_whole_case_wrong() -> None:
    (entry, *_) = entries_of(code="31", setting=MIXED)
    assert (entry.right, entry.wrong, entry.rating, entry.setting) == (False, ("code",), "again", MIXED)


def test_the_misconception_that_was_recognised_is_told() -> None:
    (entry, *_) = entries_of(decision="clock_runs", date=None, code="20", reason=None)
    assert entry.mal_rules == ("first_dna_runs",)


@pytest.mark.parametrize(
    ("level", "told", "rating"),
    [
        (4, {"confidence": "certain"}, "easy"),
        (3, {"confidence": "certain"}, "good"),
        (4, {"confidence": "fairly_sure"}, "good"),
        (4, {"confidence": "certain", "seconds": 121, "median": 60}, "hard"),
        (1, {"seconds": 120, "median": 60}, "good"),
        (4, {"confidence": "certain", "hints": 1}, "hard"),
        (4, {"confidence": "certain", "hints": 1, "decision": "clock_runs"}, "again"),
    ],
)
def test_the_rating_is_derived(level: int, told: dict[str, Any], rating: str) -> None:
    entries = entries_of(replace(DNA, level=level), **told)
    assert {one.rating for one in entries} == {rating}
    assert {one.setting for one in entries} == {AIDED if told.get("hints") else PRACTICE}


def test_what_is_only_discussed_says_nothing_until_the_policy_is_adopted() -> None:
    assert entries_of(CONSENT) == []
    assert "FUN-1" in {one.rule for one in entries_of(CONSENT, adopted=True)}


def test_where_no_reason_is_asked_the_steps_tell_the_rules() -> None:
    case = replace(DNA, asked={**DNA.asked, "facets": ["decision", "date"]})
    assert [one.rule for one in entries_of(case)] == [step.rule.ident for step in find_key(case).steps]


def test_an_entry_comes_back_from_its_plain_values() -> None:
    for entry in (*entries_of(), *entries_of(decision="clock_runs", date=None)):
        assert restore_entry(describe_entry(entry)) == entry
