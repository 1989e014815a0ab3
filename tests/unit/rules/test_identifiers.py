"""NHS numbers, pathway identifiers: the given cases, odd inputs, and properties over all numbers."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.identifiers import (
    answer_line,
    check_nhs_number,
    is_ppid,
    nhs_number_findings,
    ppid_findings,
    synthetic_nhs_numbers,
)

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "nhs_numbers.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["input"])
def test_given_cases(case: dict[str, object]) -> None:
    answer = answer_line({"input": case["input"]})
    assert answer["verdict"] == case["expected_verdict"]
    same = ("normalised", "block", "format_ok", "checksum_valid", "ok_as_live_number_england")
    assert {name: answer[name] for name in same} == {name: case[name] for name in same}
    assert answer["ok_as_synthetic_training_number"] == case["ok_as_synthetic_training_number"]
    if case["format_ok"]:
        assert answer["computed_check_digit"] == case["computed_check_digit"]


@pytest.mark.parametrize("given", ["9434765919", "943-476-5919", "943 476-5919", " 943 476 5919 ", 9434765919])
def test_spaces_hyphens_and_whole_numbers_are_read(given: object) -> None:
    assert check_nhs_number(given)[1:3] == ("9434765919", True)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (None, "nothing was given"),
        ("", "nothing was given"),
        (" - ", "nothing was given"),
        (True, "not text"),
        (9434765919.0, "not text"),
        ([9434765919], "not text"),
        ("943476591", "9 digits"),
        (43476591, "8 digits"),
        ("94347659190", "11 digits"),
        ("943 476 591O", "the letter 'O'"),
        ("943.476.5919", "only spaces and hyphens"),
        ("9434765919\n", "only spaces and hyphens"),
        ("943\u00a0476\u00a05919", "only spaces and hyphens"),
        ("943–476–5919", "only spaces and hyphens"),
        ("٩٤٣٤٧٦٥٩١٩", "another script"),
        ("９434765919", "another script"),
        ("943476591²", "another script"),
        (-9434765919, "negative"),
        ("943 476 5918", "should be 9"),
        ("000 000 0000", "outside every block"),
    ],
)
def test_what_is_not_a_number_says_why(given: object, reason: str) -> None:
    number = check_nhs_number(given)
    assert not number.valid
    assert reason in number.reason
    assert answer_line({"input": given})["verdict"] == "invalid"


@pytest.mark.parametrize(
    ("first_nine", "block"),
    [
        ("401023213", "england_wales_iom"),
        ("499999999", "england_wales_iom"),
        ("500000001", "not_issued_5xx"),
        ("600000000", "england_wales_iom"),
        ("799999999", "england_wales_iom"),
        ("800000000", "irish_ihi"),
        ("859999999", "irish_ihi"),
        ("860000000", "unallocated"),
        ("899999998", "unallocated"),
        ("900000001", "not_issued_9xx"),
        ("998999999", "not_issued_9xx"),
        ("999000003", "test_999"),
        ("010101000", "scottish_chi"),
        ("311299999", "scottish_chi"),
        ("311300000", "unallocated"),
        ("320000000", "northern_ireland"),
        ("399999999", "northern_ireland"),
        ("000000001", "unallocated"),
    ],
)
def test_blocks(first_nine: str, block: str) -> None:
    assert {check_nhs_number(f"{first_nine}{digit}").block for digit in range(10)} == {block}


def test_a_scottish_number_begins_with_a_date() -> None:
    number = check_nhs_number("3102505018")  # 31 February
    assert number.block == "scottish_chi"
    assert not number.valid


def test_live_in_england_is_neither_synthetic_nor_scottish() -> None:
    assert check_nhs_number("4010232137").is_live_in_england
    assert not check_nhs_number("9990000034").is_live_in_england
    assert nhs_number_findings("4010232137")[0].code == "identifiers-nhs-number-not-synthetic"
    assert nhs_number_findings("9990000034") == ()
    assert "check digit should be 4" in nhs_number_findings("9990000035", "nhs_number")[0].text


@given(st.integers(min_value=0, max_value=999_999_999))
def test_at_most_one_last_digit_is_right(stem: int) -> None:
    first_nine = f"{stem:09d}"
    valid = [digit for digit in range(10) if check_nhs_number(f"{first_nine}{digit}").valid]
    assert len(valid) <= 1


@given(st.integers(min_value=0, max_value=99), st.integers(min_value=0, max_value=8))
def test_a_swap_of_neighbours_is_caught(seed: int, place: int) -> None:
    digits = next(synthetic_nhs_numbers(seed))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert swapped == digits or not check_nhs_number(swapped).valid


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.binary(), st.lists(st.integers())))
def test_anything_at_all_has_a_verdict(given: object) -> None:
    number = check_nhs_number(given)
    assert number.reason
    assert number.valid <= (number.normalised is not None)


def test_synthetic_numbers_are_valid_different_and_repeatable() -> None:
    numbers = list(islice(synthetic_nhs_numbers(7), 5_000))
    assert len(set(numbers)) == 5_000
    assert all(check_nhs_number(number).is_synthetic for number in numbers)
    assert numbers == list(islice(synthetic_nhs_numbers(7), 5_000))
    assert numbers != list(islice(synthetic_nhs_numbers(8), 5_000))


def test_a_line_without_input_is_an_error() -> None:
    with pytest.raises(ValueError, match="no 'input'"):
        answer_line({"number": "9434765919"})


@pytest.mark.parametrize(
    ("text", "right"),
    [("A" * 20, True), ("0123456789abcdefghij", True), ("A" * 19, False), ("A" * 21, False), ("A" * 19 + "-", False)],
)
def test_pathway_identifiers_have_exactly_twenty_characters(text: str, right: bool) -> None:
    assert is_ppid(text) is right
    assert (ppid_findings(text) == ()) is right


def test_a_digit_of_another_script_is_no_pathway_identifier() -> None:
    assert not is_ppid("٩" * 20)
