"""NHS numbers: whether one is right, what is wrong with it, and made-up ones of the 999 block.

A right check digit is not an identity: a person is traced on PDS. Synthetic patients use the 999 block.
"""

import re
from collections.abc import Iterator
from random import Random
from typing import Final, NamedTuple

from nhs_number.validate import calculate_checksum, is_valid

from words.pasted import name_character, plain_spacing
from words.phrases import plural

_BLOCKS: Final[tuple[tuple[int, int, str, str], ...]] = (
    (100_000_000, 3_112_999_999, "scottish_chi", "Scottish CHI number"),
    (3_200_000_000, 3_999_999_999, "northern_ireland", "Northern Ireland"),
    (4_000_000_000, 4_999_999_999, "england_wales_iom", "England, Wales and Isle of Man"),
    (5_000_000_000, 5_999_999_999, "not_issued_5xx", "not issued"),
    (6_000_000_000, 7_999_999_999, "england_wales_iom", "England, Wales and Isle of Man"),
    (8_000_000_000, 8_599_999_999, "irish_ihi", "Irish health identifier"),
    (9_990_000_000, 9_999_999_999, "test_999", "synthetic patients (999)"),
    (9_000_000_000, 9_989_999_999, "not_issued_9xx", "not issued"),
)
BLOCK_NAMES: Final[dict[str, str]] = {name: words for _, _, name, words in _BLOCKS} | {"unallocated": "not in use"}


class NhsNumber(NamedTuple):
    """What an NHS number is worth: `normalised` is its ten digits (None when it cannot be read as ten digits)."""

    given: object
    normalised: str | None
    valid: bool
    reason: str
    block: str | None
    check_digit: int | None = None

    @property
    def has_right_check_digit(self) -> bool:
        """Whether the tenth digit is the one the first nine call for, whatever block it is in."""
        return self.normalised is not None and self.normalised[-1] == str(self.check_digit)

    @property
    def is_synthetic(self) -> bool:
        """Whether it is a valid number of the 999 block, as training records must have."""
        return self.valid and self.block == "test_999"

    @property
    def is_live_in_england(self) -> bool:
        """Whether it is valid and in a block issued in England, Wales and the Isle of Man."""
        return self.valid and self.block == "england_wales_iom"

    @property
    def shown(self) -> str:
        """As people write it, 3 3 4; the text as given when it cannot be read."""
        digits = self.normalised
        return f"{digits[:3]} {digits[3:6]} {digits[6:]}" if digits else str(self.given)


def check_nhs_number(given: object) -> NhsNumber:
    """The verdict on what was entered, never an error: text or a whole number, anything else is not valid.

    Spaces and dashes of any kind are left out; letters, digits of other scripts, other lengths and one digit ten times
    over are not accepted. Source: NHS Data Dictionary, NHS NUMBER; blocks and check digit by the nhs-number library.
    """
    digits, problem = _read_digits(given)
    if digits is None:
        return NhsNumber(given, None, False, problem, None)
    check_digit = calculate_checksum(digits[:9])
    block = _block_of(int(digits))
    valid = is_valid(digits) and not is_filler(digits)
    return NhsNumber(given, digits, valid, _reason(digits, check_digit, block, valid), block, check_digit)


def is_filler(digits: str) -> bool:
    """Whether a number is one digit over and over, typed to fill a box; all of these pass the check of the tenth."""
    return len(set(digits)) == 1


def synthetic_nhs_numbers(seed: int, first: int = 0) -> Iterator[str]:
    """Valid ten-digit numbers of the 999 block: the same for the same seed, all different, about 909,000 in all.

    `first` leaves out so many steps, of which ten in eleven give a number.
    """
    stems = 1_000_000
    start = Random(seed).randrange(stems)
    for step in range(first, stems):
        first_nine = f"999{(start + step * 618_033) % stems:06d}"  # 618,033 has no factor in common with a million
        check_digit = calculate_checksum(first_nine)
        digits = f"{first_nine}{check_digit}"
        if check_digit is not None and check_digit < 10 and not is_filler(digits):
            yield digits


def _read_digits(given: object) -> tuple[str | None, str]:
    """Ten ASCII digits, or None and why not."""
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None, "nothing was given" if given is None else "it is not text"
    if isinstance(given, int) and given < 0:
        return None, "it is a negative number"
    text = plain_spacing(str(given)).replace(" ", "").replace("-", "")
    if not text:
        return None, "nothing was given"
    if re.fullmatch(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+", text):
        return None, f"{text} is how Excel shows a long number: copy the number from its source, as text"
    odd = next((letter for letter in text if letter not in "0123456789"), None)
    if odd is not None:
        return None, _odd_character(odd)
    if len(text) != 10:
        return None, f"it has {plural(len(text), 'digit')}, an NHS number has 10{_ask_for_nought(text)}"
    return text, ""


def _ask_for_nought(text: str) -> str:
    """What to ask of nine digits: a spreadsheet takes the nought off the front of a number."""
    if len(text) != 9:
        return ""
    if is_valid(f"0{text}"):
        return f"; 0{text} would be right: did Excel take the leading 0 away?"
    return ": is a digit missing, or did Excel take a leading 0 away?"


def _odd_character(odd: str) -> str:
    if odd.isdigit():
        return f"{name_character(odd)} is a digit of another script, not 0 to 9"
    if odd.isalpha():
        return f"it holds the letter {name_character(odd)}"
    return f"it holds {name_character(odd)}, only spaces and dashes may be left out"


def _block_of(number: int) -> str:
    return next((name for first, last, name, _ in _BLOCKS if first <= number <= last), "unallocated")


def _reason(digits: str, check_digit: int | None, block: str, valid: bool) -> str:
    if is_filler(digits):
        return f"ten times {digits[0]} fills the box but is nobody's number"
    if check_digit == 10:
        return "its first nine digits give a check digit of 10, so no number begins like this"
    if digits[-1] != str(check_digit):
        return f"the check digit should be {check_digit}, not {digits[-1]}"
    if not valid:
        return "a Scottish CHI number begins with a date of birth (DDMMYY), and this one does not"
    return f"the check digit is right; block: {BLOCK_NAMES[block]}"
