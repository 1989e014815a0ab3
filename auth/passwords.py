"""Passwords: argon2 with the library's own parameters, and which new ones are accepted.

Length and lists of well-known and local words, no rules of composition, no forced change (OWASP ASVS 5.0, 6.2).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from auth.errors import WeakPassword

SHORTEST, LONGEST = 8, 256
AT_ONCE = 4
OWN_WORDS = ("clockstart", "password", "passw0rd", "waitinglist", "hospital", "welcome")
COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text().split())


class Passwords:
    """Hashing and checking. A few at once, because each takes 64 MiB."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self.hasher = hasher or PasswordHasher()
        self._turn = BoundedSemaphore(AT_ONCE)
        self._nobodys = self.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The argon2 hash to store."""
        with self._turn:
            return self.hasher.hash(_normal(password))

    def matches(self, password_hash: str, password: str) -> bool:
        """Whether the password is the one. Without a hash (no such person, no password yet) the same work is done and
        the answer is no, so that the time says nothing."""
        try:
            with self._turn:
                self.hasher.verify(password_hash or self._nobodys, _normal(password[: LONGEST + 1]))
        except (VerificationError, InvalidHashError):
            return False
        return bool(password_hash)

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self.hasher.check_needs_rehash(password_hash)


def check_new_password(password: str, *, about: Iterable[str] = ()) -> None:
    """Raises WeakPassword. `about` are words that belong to the person: name, address."""
    if len(password) < SHORTEST:
        raise WeakPassword(
            f"Use a password of at least {SHORTEST} characters. Three or four words are easy to remember."
        )
    if len(password) > LONGEST:
        raise WeakPassword(f"Use a password of at most {LONGEST} characters.")
    if _is_well_known(password) or _is_about(password, about):
        raise WeakPassword("This password is easy to guess. Use three or four words that do not belong together.")


def _is_well_known(password: str) -> bool:
    plain = _normal(password).casefold()
    return plain in COMMON or len(set(plain)) < 4 or _core(plain) in OWN_WORDS


def _is_about(password: str, about: Iterable[str]) -> bool:
    core = _core(_normal(password).casefold())
    words = {_core(part) for text in about for part in (text, text.partition("@")[0], *text.split())}
    return core in words - {""}


def _core(text: str) -> str:
    """The letters of a password, so that a word with digits and marks around it is still that word."""
    return "".join(character for character in text.casefold() if character.isalpha())


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
