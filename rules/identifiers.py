"""Identifiers: NHS numbers, organisation codes and patient pathway identifiers.

A right check digit is not an identity: a person is traced on PDS. Synthetic patients use the 999 block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Final, NamedTuple

from nhs_number.validate import calculate_checksum, is_valid

from rules.explain import RuleBook, plural, with_capital
from rules.organisations import SHAPES
from rules.pasted import name_character, plain_spacing

BOOK = RuleBook("identifiers", "Identifiers")

CHECK_DIGIT = BOOK.declare(
    "ID-1",
    "NHS number check digit",
    "Ten digits, shown 3 3 4. Multiply the first nine by 10 down to 2, add, take the remainder by 11 from 11; 11 "
    "counts as 0, and a result of 10 means that no number begins like this. The result is the tenth digit. Spaces "
    "and dashes of any kind may be left out.",
    "NHS Data Dictionary: NHS NUMBER; nhs-number 2.2.0",
)
BLOCKS = BOOK.declare(
    "ID-2",
    "Blocks of numbers",
    "England, Wales and the Isle of Man use 4 and 6 to 7; Scotland (CHI) 0 to 3, Northern Ireland 32 to 39, Ireland 80 "
    "to 85. Numbers that begin with 5 or 9 are not issued; 999 is for synthetic patients. One digit ten times over, "
    "such as 999 999 9999, passes the check and is nobody's number: it was typed to fill the box.",
    "nhs-number 2.2.0, constants; Clockstart: data quality",
)
PPID = BOOK.declare(
    "ID-3",
    "Patient pathway identifier",
    "Exactly 20 letters and digits as stored (screens may show fewer), issued with an organisation code; the same "
    "identifier and issuer travel unchanged with a transfer. An identifier made from a UBRN has issuer X09.",
    "PRN01045 v5.0 Annex C",
)
ORGANISATIONS = BOOK.declare(
    "ID-4",
    "Organisation codes",
    "ODS codes show by their shape what kind of organisation they could be; only the ODS register says that it exists. "
    "In the monthly return commissioners outside England are NONC.",
    "Published RTT extract, January 2026; PRN01045 v5.0 §10.1.8",
)
BOOK.tabulate(
    "organisation-codes",
    "Organisation codes by shape",
    ("Kind", "Shape"),
    ((with_capital(kind.value), words) for _, kind, words in SHAPES),
    "Published RTT extract, January 2026",
)

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


def synthetic_nhs_numbers(seed: int) -> Iterator[str]:
    """Valid ten-digit numbers of the 999 block: the same for the same seed, all different, about 909,000 in all."""
    stems = 1_000_000
    start = Random(seed).randrange(stems)
    for step in range(stems):
        first_nine = f"999{(start + step * 618_033) % stems:06d}"  # 618,033 has no factor in common with a million
        check_digit = calculate_checksum(first_nine)
        digits = f"{first_nine}{check_digit}"
        if check_digit is not None and check_digit < 10 and not is_filler(digits):
            yield digits


def answer_line(record: Mapping[str, object]) -> dict[str, object]:
    """The answer of `python -m rules nhs-number` to one `{input}`; ValueError when there is no `input`."""
    if "input" not in record:
        raise ValueError("the line has no 'input'")
    number = check_nhs_number(record["input"])
    return {
        "input": record["input"],
        "normalised": number.normalised,
        "verdict": "valid" if number.valid else "invalid",
        "reason": number.reason,
        "block": number.block,
        "format_ok": number.normalised is not None,
        "computed_check_digit": "10 (number invalid)" if number.check_digit == 10 else number.check_digit,
        "checksum_valid": number.has_right_check_digit,
        "ok_as_live_number_england": number.is_live_in_england,
        "ok_as_synthetic_training_number": number.is_synthetic,
    }


def is_ppid(text: str) -> bool:
    """Whether a patient pathway identifier is exactly 20 letters and digits. Source: PRN01045 v5.0 Annex C."""
    return re.fullmatch(r"[A-Za-z0-9]{20}", text) is not None


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
