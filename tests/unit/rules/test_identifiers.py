"""NHS numbers, pathway identifiers: the given cases, odd inputs, and properties over all numbers."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.identifiers import answer_line, is_ppid
from words.nhs_number import check_nhs_number, synthetic_nhs_numbers

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


@pytest.mark.parametrize(
    "given",
    [
        "9434765919",
        "943-476-5919",
        "943 476-5919",
        " 943 476 5919 ",
        9434765919,
        "9434765919\n",
        "\t943\r\n476 5919",
        "943\u00a0476\u00a05919",  # no-break space, as Word and web pages put it
        "943\u2009476\u202f5919",  # thin and narrow no-break space
        "943\u3000476\u20075919",  # ideographic and figure space
        "943\u200b476\u200d5919\ufeff",  # zero-width space and joiner, byte-order mark
        "\u202a9434765919\u202c\u200e",  # direction marks, as Outlook pastes them
        "943\u00ad476\u00ad5919",  # soft hyphen
        "943–476—5919",
        "943\u2010476\u20115919",
        "943\u2212476\uff0d5919",  # minus sign, full-width hyphen
    ],
)
def test_spaces_dashes_and_whole_numbers_are_read(given: object) -> None:
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
        ("943 476 591O", "the letter “O”"),
        ("943.476.5919", "only spaces and dashes"),
        ("\x079434765919", "an unseen character (U+0007)"),
        ("4.01023E+09", "Excel shows a long number"),
        ("106010001", "did Excel take a leading 0 away?"),
        ("٩٤٣٤٧٦٥٩١٩", "another script"),
        ("９434765919", "another script"),
        ("943476591²", "another script"),
        (-9434765919, "negative"),
        ("943 476 5918", "should be 9"),
        ("000 000 0000", "ten times 0"),
        ("999 999 9999", "ten times 9"),
        ("111 111 1111", "ten times 1"),
        ("4444444444", "ten times 4"),
    ],
)
def test_what_is_not_a_number_says_why(given: object, reason: str) -> None:
    number = check_nhs_number(given)
    assert not number.valid
    assert reason in number.reason
    assert "\\" not in number.reason
    assert answer_line({"input": given})["verdict"] == "invalid"


def test_nine_digits_that_are_right_with_a_nought_before_them_were_in_excel() -> None:
    scottish = next(n for d in range(10) if check_nhs_number(n := f"010125000{d}").valid)
    for short in (scottish[1:], int(scottish), f" {scottish[1:4]} {scottish[4:7]} {scottish[7:]}"):
        assert f"{scottish} would be right: did Excel take the leading 0 away?" in check_nhs_number(short).reason


@pytest.mark.parametrize("digit", range(10))
def test_one_digit_ten_times_is_nobody(digit: int) -> None:
    number = check_nhs_number(str(digit) * 10)
    assert number.has_right_check_digit
    assert (number.valid, number.is_synthetic, number.is_live_in_england) == (False, False, False)


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
    assert "9999999999" not in synthetic_nhs_numbers(7)
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


def test_a_digit_of_another_script_is_no_pathway_identifier() -> None:
    assert not is_ppid("٩" * 20)
