"""Every blueprint can be drawn, whatever the seed, without a template twice; and what passes a paper."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dashapp.services.practice.blueprints import BLUEPRINTS, EXAMINED, LOST, Terms, draw_items, judge, rests_on_policy
from practice.competencies import PROFILES

TERMS = Terms(
    items=4, minutes=6, pass_percent=80, most_lost_patients=1, retake_days=7, valid_months=12, minima={"start": 60}
)


def mark(percent: int, harm: str = "none") -> Any:
    return SimpleNamespace(percent=percent, harm=harm)


def test_there_is_one_for_each_profile() -> None:
    assert list(BLUEPRINTS) == list(PROFILES)
    assert all(one.items == 40 and one.minutes == 60 for one in BLUEPRINTS.values())


@pytest.mark.parametrize("profile", PROFILES)
def test_no_template_comes_twice(profile: str) -> None:
    blueprint = BLUEPRINTS[profile]
    for seed in range(100):
        drawn = draw_items(blueprint, str(seed), blueprint.items)
        assert len({one.template for one in drawn}) == blueprint.items
        for section in blueprint.sections:
            assert sum(one.section == section.name for one in drawn) == section.items
    assert draw_items(blueprint, "1", 40) == draw_items(blueprint, "1", 40) != draw_items(blueprint, "2", 40)


def test_what_rests_on_local_policy_is_never_examined() -> None:
    assert rests_on_policy("funding-clock")
    assert rests_on_policy("validate-duplicates")
    assert not {"consent-ready", "funding-case", "dna-three-clocks", "cancer-offer"}.intersection(EXAMINED)


@pytest.mark.parametrize(
    ("marks", "why"),
    [
        ([mark(100)] * 4, []),
        ([mark(60), mark(60), mark(100), mark(100)], []),
        (
            [mark(60), mark(56), mark(100), mark(100)],
            ["79 % is right; 80", "Start the right clock: 58"],
        ),
        ([mark(20), mark(99), mark(100), mark(100)], ["79 % is right", "Start the right clock: 59 %"]),
        (
            [mark(18), mark(100), mark(100), mark(100)],
            ["79 % is right; 80", "Start the right clock: 59"],
        ),
        ([mark(100)] * 3 + [mark(50, LOST)], []),
        ([mark(100)] * 2 + [mark(80, LOST)] * 2, ["2 patients would be lost from the list; at most 1 may be."]),
    ],
)
def test_a_paper_is_passed_by_percent_sections_and_harm(marks: list[Any], why: list[str]) -> None:
    told = judge(TERMS, ["start", "start", "stop", "stop"], marks)
    assert told["passed"] is (not why)
    assert len(told["why_not"]) == len(why)
    assert all(sentence.startswith(begin) for sentence, begin in zip(told["why_not"], why, strict=True))
