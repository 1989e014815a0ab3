"""The formulas by name: corrected figures beside, lists, what is not a number; and lines of junk."""

from __future__ import annotations

import io
import json
import math
import subprocess
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.capacity import answer_line, formulas
from rules.programs import answer_lines

NAMES = [
    "calc_queue_load",
    "calc_target_mean_wait",
    "calc_target_queue_size",
    "calc_relief_capacity",
    "calc_target_capacity",
    "calc_waiting_list_pressure",
    "calc_priority_to_target",
    "wl_queue_size",
    "wl_referral_stats",
    "wl_removal_stats",
    "wl_stats",
    "wl_schedule",
    "wl_insert",
    "wl_join",
    "wl_simulator",
    "sim_schedule",
]
ARGUMENTS = [
    *("demand", "capacity", "target_wait", "factor", "queue_size", "target_queue_size", "time_to_target"),
    *("num_referrals", "cv_demand", "cv_capacity", "mean_wait", "target_percent", "priority"),
    *("referral", "removal", "schedule", "additions", "start_date", "end_date", "seed", "withdrawal_prob"),
    *("n_rows", "daily_capacity", "waiting_list", "other_referral"),
]
cells = (
    st.none()
    | st.booleans()
    | st.integers(-3, 400)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "#NA", "#NaN", "#Inf", "#-Inf", "x", "2024-01-01", "2024-02-30", "9999-12-31", 10**400])
)
junk = cells | st.lists(cells, max_size=4) | st.dictionaries(st.sampled_from(ARGUMENTS), cells, max_size=2)
lines = st.fixed_dictionaries(
    {"fn": st.sampled_from(NAMES) | cells},
    optional={"args": st.dictionaries(st.sampled_from(ARGUMENTS), junk, max_size=6) | cells, "types": junk},
)


def ask(fn: str, **args: Any) -> Any:
    return answer_line({"fn": fn, "args": args})["out"]


@given(lines)
def test_a_line_of_junk_is_an_error_in_words_never_a_crash(line: dict[str, Any]) -> None:
    out = io.BytesIO()
    answer_lines(answer_line, [json.dumps(line).encode()], out)
    told = json.loads(out.getvalue(), parse_constant=pytest.fail)
    assert "out" in told or told["error"].endswith(".")


def test_worked_figures_of_the_rule_book() -> None:
    assert ask("calc_target_mean_wait", target_wait=52) == 13
    assert ask("calc_target_queue_size", demand=30, target_wait=52) == 390
    assert ask("calc_relief_capacity", demand=30, queue_size=1200, target_queue_size=390) == pytest.approx(
        61.1538, abs=1e-4
    )
    assert ask("calc_queue_load", demand=30, capacity=27) == pytest.approx(1.11, abs=0.005)


@pytest.mark.parametrize(("percent", "factor"), [(92, 2.526), (85, 1.897), (95, 2.996), (99, 4.605)])
def test_factor_from_the_percentage(percent: float, factor: float) -> None:
    assert formulas.factor_for(percent / 100) == pytest.approx(factor, abs=5e-4)
    assert formulas.share_for(formulas.factor_for(percent / 100)) == pytest.approx(percent / 100)
    told = ask("calc_target_mean_wait", target_wait=18, target_percent=percent)
    assert told == pytest.approx(18 / factor, rel=1e-3)


def test_kingman_stands_beside_the_limit_it_has_near_full_load() -> None:
    small = answer_line({"fn": "calc_target_capacity", "args": {"demand": 0.5, "target_wait": 4}})
    assert (small["out"], small["target_capacity_kingman"]) == (1.5, 1.0)
    large = answer_line({"fn": "calc_target_capacity", "args": {"demand": 30, "target_wait": 52}})
    assert large["out"] == pytest.approx(30.077, abs=5e-4)
    assert large["target_capacity_kingman"] == pytest.approx(30.077, abs=5e-4)


def test_relief_capacity_does_not_depend_on_the_unit_of_time() -> None:
    args = {"demand": 30, "queue_size": 1200, "target_queue_size": 390, "num_referrals": 400, "cv_demand": 1}
    weekly = answer_line({"fn": "calc_relief_capacity", "args": args})
    assert weekly["out"] == pytest.approx(30 + 810 / 26)  # the allowance fails silently at this demand
    assert weekly["relief_capacity_dimensionless"] == pytest.approx(30 / 0.9 + 810 / 26)
    daily = answer_line({"fn": "calc_relief_capacity", "args": {**args, "demand": 30 / 7, "time_to_target": 26 * 7}})[
        "relief_capacity_dimensionless"
    ]
    assert isinstance(daily, float)
    assert 7 * daily == pytest.approx(weekly["relief_capacity_dimensionless"])


def test_lists_are_gone_through_together() -> None:
    assert ask("calc_queue_load", demand=[1, 2, 3], capacity=2) == [0.5, 1, 1.5]
    assert ask("calc_queue_load", demand=[], capacity=2) == []
    told = answer_line({"fn": "calc_queue_load", "args": {"demand": [1, 2, 3], "capacity": [1, 2]}})
    assert told["out"] == [1, 1, 3]
    assert "different lengths" in str(told["warnings"])


def test_what_is_not_finite_has_words() -> None:
    assert ask("calc_queue_load", demand=0, capacity=0) == "#NaN"
    assert ask("calc_queue_load", demand="#NA", capacity=2) == "#NA"
    assert ask("calc_queue_load", demand="#NaN", capacity=2) == "#NaN"
    assert ask("calc_queue_load", demand="#-Inf", capacity=2) == "#-Inf"
    assert ask("calc_queue_load", demand=["#NA", 4], capacity=[2, "#Inf"]) == ["#NA", 0]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ({"demand": "30", "capacity": 27}, "“demand” must be a number; it is the text “30”"),
        ({"demand": True, "capacity": 27}, "it is true"),
        ({"demand": None, "capacity": 27}, "it is empty"),
        ({"demand": {}, "capacity": 27}, "it is an object"),
        ({"demand": 30}, "needs “capacity”"),
        ({"demand": 30, "capacity": 27, "colour": 1}, "no argument “colour”"),
        ({"demand": 10**400, "capacity": 27}, "too large"),
    ],
)
def test_what_is_not_a_number_is_told_plainly(args: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        answer_line({"fn": "calc_queue_load", "args": args})


def test_estimated_demand_is_worked_out_for_one_service_at_a_time() -> None:
    args = {"demand": [30, 20], "queue_size": 9, "target_queue_size": 5, "num_referrals": 50, "cv_demand": 1}
    with pytest.raises(ValueError, match="“demand” must be one number"):
        answer_line({"fn": "calc_relief_capacity", "args": args})
    with pytest.raises(ValueError, match="“num_referrals” must be one number"):
        answer_line({"fn": "calc_relief_capacity", "args": {**args, "num_referrals": "#NA"}})


def test_types_said_beside_the_arguments_are_believed() -> None:
    line = {"fn": "calc_queue_load", "args": {"demand": "#NA", "capacity": 2}}
    with pytest.raises(ValueError, match="of type “logical”"):
        answer_line({**line, "types": {"demand": "logical", "capacity": "numeric"}})


@given(st.floats(0.1, 500), st.floats(1, 104), st.floats(0.5, 8))
def test_kingmans_capacity_gives_back_the_mean_wait(demand: float, target: float, factor: float) -> None:
    capacity = formulas.target_capacity_kingman(demand, target, factor)
    load = demand / capacity
    assert math.isclose(load / (1 - load) / capacity, target / factor, rel_tol=1e-6)


@pytest.mark.parametrize(("priority", "days"), [(1, 7), (2, 28), (3, 84), (4, 365), (0, 365), (2.5, 365)])
def test_priority_to_days(priority: float, days: int) -> None:
    assert ask("calc_priority_to_target", priority=priority) == days


def test_the_rules_pages_do_not_load_numpy() -> None:
    code = "import sys, rules.catalogue as c, rules.capacity.formulas; c.all_rules(); sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_priority_may_be_text_and_must_be_known() -> None:
    assert [ask("calc_priority_to_target", priority=text) for text in ("1", "3", "x", "")] == [7, 84, 365, 365]
    with pytest.raises(ValueError, match="not known"):
        ask("calc_priority_to_target", priority="#NA")


def test_the_two_arguments_whose_type_the_field_does_not_check() -> None:
    args = {"demand": 0.2, "queue_size": 9, "target_queue_size": 5}
    assert ask("calc_relief_capacity", **args, num_referrals=True, cv_demand=True) == pytest.approx(0.2 / 0.6 + 4 / 26)
    with pytest.raises(ValueError, match="it is true"):
        ask("calc_target_capacity", demand=3, target_wait=4, cv_demand=True)


def test_an_unknown_function_is_told_which_there_are() -> None:
    with pytest.raises(ValueError, match="calc_queue_load"):
        answer_line({"fn": "calc_everything", "args": {}})
