"""Which passwords are accepted, and that a check never tells more than yes or no."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from auth.errors import WeakPassword
from auth.passwords import Passwords, check_new_password
from tests.cast import cheap_hasher


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords(cheap_hasher())


def test_a_password_matches_its_own_hash_only(passwords: Passwords) -> None:
    stored = passwords.hash("quiet otters swim")
    assert passwords.matches(stored, "quiet otters swim")
    assert not passwords.matches(stored, "quiet otters swam")


def test_without_a_hash_the_answer_is_no_and_the_work_is_done(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    real = PasswordHasher.verify
    monkeypatch.setattr(
        PasswordHasher, "verify", lambda self, stored, given: verified.append(stored) or real(self, stored, given)
    )
    assert not passwords.matches("", "nobody has this password")
    assert not passwords.matches(passwords.hash("x" * 12), "y" * 12)
    assert len(verified) == 2
    assert all(passwords.hasher.check_needs_rehash(stored) is False for stored in verified)


def test_a_damaged_hash_matches_nothing(passwords: Passwords) -> None:
    assert not passwords.matches("$argon2id$damaged", "quiet otters swim")


def test_the_same_letters_typed_on_another_system_match(passwords: Passwords) -> None:
    stored = passwords.hash("cafe\u0301 au lait")
    assert passwords.matches(stored, "caf\u00e9 au lait")


def test_a_hash_of_other_parameters_is_outdated(passwords: Passwords) -> None:
    older = Passwords(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)).hash("quiet otters swim")
    assert passwords.is_outdated(older)
    assert not passwords.is_outdated(passwords.hash("quiet otters swim"))


@pytest.mark.parametrize(
    "password",
    ["quiet otters swim", "aB3$x9!q", "ünï çødé wörds", "otter 7 " * 16, "correct horse battery", "47 60 12 95 3a"],
)
def test_accepted(password: str) -> None:
    check_new_password(password, about=("Alice Adams", "alice@example.com"))


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "",
        "x" * 257,
        "password1",
        "PASSWORD123",
        "Clockstart2026!",
        "welcome!!!2026",
        "aaaaaaaaaaaa",
        "12345678",
        "alice2026!",
        "Adams12345",
        "alice@example.com",
        "aliceadams99",
    ],
)
def test_refused(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_new_password(password, about=("Alice Adams", "alice@example.com"))
