"""A number is read as people type it; no mistyped character passes."""

from __future__ import annotations

import pytest

from words.certificate_number import ALPHABET, NotANumber, find_check, read_number, write_number

NUMBERS = [write_number(2026, value) for value in (0, 1, 2**40 - 1, 0x0123456789, 0xFEDCBA9876)]


def test_the_check_character_is_that_of_luhn_mod_32() -> None:
    assert find_check("00000000") == "0"
    # From the right: 1 counts twice, so the sum is 2 and what is missing to 32 is 30, the letter Y.
    assert find_check("00000001") == "Y"
    # G is 16: twice 16 is 32, of which the two figures to base 32 are 1 and 0.
    assert find_check("0000000G") == "Z"
    assert find_check("00000010") == "Z"


@pytest.mark.parametrize("number", NUMBERS)
def test_every_wrong_character_is_found(number: str) -> None:
    assert read_number(number) == number
    for place in range(len("CS-2026-"), len(number)):
        for letter in set(ALPHABET) - {number[place]}:
            with pytest.raises(NotANumber):
                read_number(number[:place] + letter + number[place + 1 :])


def test_it_is_read_kindly() -> None:
    number = write_number(2026, 32**7 + 1)
    assert read_number(f" {number.lower()} ") == number
    assert read_number(number.replace("-", "")) == number
    assert read_number(number[:8] + number[8:].replace("0", "O").replace("1", "I")) == number
    assert read_number(number[:8] + number[8:].replace("0", "o").replace("1", "l")) == number


@pytest.mark.parametrize("text", ["", "CS", "CS-2026-", "CS-2026-0000000U0", "CS-26-000000000", "XX-2026-000000000"])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises(NotANumber):
        read_number(text)
