"""Passwords: argon2 with the library's own parameters, and which new ones are accepted.

Length and how easily it is guessed, no rules of composition, no forced change (OWASP ASVS 5.0, 6.2).
"""

import os
import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import ARGON2_VERSION
from zxcvbn import zxcvbn  # type: ignore[import-untyped]

from auth.errors import WeakPassword
from auth.lane import Lane

SHORTEST, LONGEST = 8, 256
LOOKED_AT = 40
"""Characters of a new password that are looked at: the time it takes grows with the cube of the length."""
HARD_ENOUGH = 3
"""Of zxcvbn's 0 to 4: more than a hundred million guesses."""
ONE_AT_A_TIME = Lock()
"""zxcvbn keeps the person's words where every thread finds them."""
SITE_WORDS = ("clockstart", "waitinglist", "hospital")
WHY: Mapping[str, str] = {
    "user_inputs": "it holds your own name, your email address or the name of this site",
    "passwords": "many people use it or one like it",
    "dictionary": "one word or name, with or without something added, is soon found",
    "spatial": "the keys are next to each other",
    "repeat": "the same characters come again and again",
    "sequence": "its characters follow one another",
    "date": "it is little more than a date or a year",
    "regex": "it is little more than a date or a year",
}
OTHERWISE = "Use three or four words that do not belong together."


class Passwords:
    """Hashing and checking, one at a time in each process."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self.hasher = hasher or PasswordHasher()
        self._lane = Lane()
        self._nobodys = make_up_hash(self.hasher)

    def hash(self, password: str) -> str:
        """The argon2 hash to store. Raises SignInsBusy."""
        return self._lane.run(lambda: self.hasher.hash(_normal(password)))

    def matches(self, password_hash: str, password: str) -> bool:
        """Whether the password is the one. Without a hash (no such person, no password yet) the same work is done and
        the answer is no, so that the time says nothing. Raises SignInsBusy."""
        stored, given = password_hash or self._nobodys, _normal(password[: LONGEST + 1])
        return self._lane.run(lambda: self._verify(stored, given)) and bool(password_hash)

    def _verify(self, stored: str, given: str) -> bool:
        try:
            return self.hasher.verify(stored, given)
        except (VerificationError, InvalidHashError):
            return False

    def check_free(self) -> None:
        """Before anything is read for a sign-in that would be refused. Raises SignInsBusy."""
        self._lane.check_free()

    def is_free(self) -> bool:
        """Whether a sign-in would be looked at now."""
        return self._lane.is_free()

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self.hasher.check_needs_rehash(password_hash)


def make_up_hash(hasher: PasswordHasher) -> str:
    """A hash that no password has: to refuse one takes the same work as with a real hash, to make it up takes none."""
    salt, digest = (b64encode(os.urandom(length)).decode().rstrip("=") for length in (hasher.salt_len, hasher.hash_len))
    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2{hasher.type.name.lower()}$v={ARGON2_VERSION}${costs}${salt}${digest}"


def check_new_password(password: str, *, about: Iterable[str] = ()) -> None:
    """Raises WeakPassword. `about` are words that belong to the person: name, address."""
    if len(password) < SHORTEST:
        raise WeakPassword(
            f"Use a password of at least {SHORTEST} characters. Three or four words are easy to remember."
        )
    if len(password) > LONGEST:
        raise WeakPassword(f"Use a password of at most {LONGEST} characters.")
    why = find_weakness(_normal(password), list_words(about))
    if why:
        raise WeakPassword(f"This password is easy to guess: {why}. {OTHERWISE}")


def list_words(about: Iterable[str]) -> set[str]:
    """The person's words as somebody who guesses would try them: whole, in parts, and without what is between."""
    texts = [text.casefold() for text in about]
    parts = {part for text in texts for part in (text, text.partition("@")[0], *text.split())}
    return {word for part in (*parts, *SITE_WORDS) for word in (part, _letters(part)) if word}


def find_weakness(password: str, words: set[str]) -> str:
    """Why a password is soon guessed, "" when it is not: of characters without any pattern, eight are enough."""
    if _letters(password) in words:
        return WHY["user_inputs"]
    with ONE_AT_A_TIME:
        told = zxcvbn(password[:LOOKED_AT], user_inputs=sorted(words))
    patterns = [match for match in told["sequence"] if match["pattern"] != "bruteforce"]
    if told["score"] >= HARD_ENOUGH or not patterns:
        return ""
    return say_pattern(max(patterns, key=lambda match: len(match["token"])))


def say_pattern(match: Mapping[str, Any]) -> str:
    """The pattern that most of it is made of, in words."""
    return WHY.get(str(match.get("dictionary_name"))) or WHY[match["pattern"]]


def _letters(text: str) -> str:
    """A word with digits and marks around it is still that word."""
    return "".join(character for character in text.casefold() if character.isalpha())


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
