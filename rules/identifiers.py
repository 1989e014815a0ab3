"""Identifiers: NHS numbers, organisation codes and patient pathway identifiers.

A right check digit is not an identity: a person is traced on PDS. Synthetic patients use the 999 block.
"""

import re
from collections.abc import Mapping

from rules.explain import RuleBook
from rules.organisations import SHAPES
from words.nhs_number import check_nhs_number
from words.phrases import with_capital

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
