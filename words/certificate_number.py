"""Numbers of certificates: `CS-2026-` and eight characters of Crockford's base 32 with a Luhn mod 32 check character.

The alphabet leaves out I, L, O and U; O is read as 0, I and L as 1 (Crockford, Base 32). The check character finds
every character that was mistaken for another, and nearly all that were swapped with their neighbour.
"""

import re
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 8
_LIKE: Final = str.maketrans("OIL", "011")
_NUMBER: Final = re.compile(rf"CS-?(\d{{4}})-?([{ALPHABET}]{{{LENGTH + 1}}})")


class NotANumber(ValueError):
    """The text cannot be the number of a certificate."""


def write_number(year: int, value: int) -> str:
    """The number with the lowest 40 bits of `value`."""
    body = "".join(ALPHABET[value >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return f"CS-{year:04}-{body}{find_check(body)}"


def read_number(text: str) -> str:
    """The number as it is stored, from one as people type it. Raises NotANumber, also for a wrong check character."""
    typed = re.sub(r"\s", "", text).upper()
    found = _NUMBER.fullmatch(f"CS{typed[2:].translate(_LIKE)}") if typed.startswith("CS") else None
    if found is None or find_check(found[2][:-1]) != found[2][-1]:
        raise NotANumber
    return f"CS-{found[1]}-{found[2]}"


def find_check(body: str) -> str:
    """The character that makes the Luhn mod 32 sum of all a multiple of 32."""
    total = 0
    for place, letter in enumerate(reversed(body)):
        value = ALPHABET.index(letter) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return ALPHABET[-total % 32]
