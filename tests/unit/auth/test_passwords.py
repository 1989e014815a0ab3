"""Which passwords are accepted, and that a check never tells more than yes or no."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.exceptions import VerifyMismatchError

import auth.passwords
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


def test_what_nobody_has_is_a_hash_like_any_other() -> None:
    hasher = PasswordHasher()
    made_up = auth.passwords.make_up_hash(hasher)
    assert extract_parameters(made_up) == extract_parameters(hasher.hash("quiet otters swim"))
    assert made_up != auth.passwords.make_up_hash(hasher)
    with pytest.raises(VerifyMismatchError):  # and not InvalidHashError, which takes no work
        hasher.verify(made_up, "quiet otters swim")


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
    [
        "quiet otters swim",
        "aB3$x9!q",
        "ünï çødé wörds",
        "".join(f"otter {n} swims, " for n in range(16)),
        "correct horse battery",
        "47 60 12 95 3a",
    ],
)
def test_accepted(password: str) -> None:
    check_new_password(password, about=("Alice Adams", "alice@example.com"))


ALICE = ("Alice Adams", "alice@example.com")


@pytest.mark.parametrize("password", ["", "short", "x" * 257])
def test_too_short_or_too_long(password: str) -> None:
    with pytest.raises(WeakPassword, match="characters"):
        check_new_password(password, about=ALICE)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("password1", "many people use it"),
        ("PASSWORD123", "many people use it"),
        ("trustno1", "many people use it"),
        ("liverpool1", "many people use it"),
        ("Summer2024!", "many people use it"),
        ("12345678", "many people use it"),
        ("sunshine day", "many people use it"),
        ("aaaaaaaaaaaa", "again and again"),
        ("trustno1trustno1", "again and again"),
        ("01/02/1984", "a date or a year"),
        ("mnbvgfdrt", "keys are next to each other"),
        ("abcdefgh12", "characters"),
        ("Clockstart2026!", "your own name, your email address or the name of this site"),
        ("alice2026!", "your own name"),
        ("Adams12345", "your own name"),
        ("alice@example.com", "your own name"),
        ("aliceadams99", "your own name"),
    ],
)
def test_easy_to_guess_and_why(password: str, why: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        check_new_password(password, about=ALICE)
    assert "easy to guess" in refusal.value.sentence
    assert why in refusal.value.sentence
    assert "Use three or four words" in refusal.value.sentence


def test_one_persons_name_is_no_weakness_of_anothers_password() -> None:
    with pytest.raises(WeakPassword):
        check_new_password("Montgomery-1879", about=("Zed Montgomery", "zed@example.com"))
    check_new_password("Montgomery-187-Zq", about=ALICE)


def test_no_more_is_looked_at_than_takes_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    real = auth.passwords.zxcvbn
    monkeypatch.setattr(auth.passwords, "zxcvbn", lambda text, **more: looked_at.append(text) or real(text, **more))
    check_new_password("l1|7!$5 otters " * 17, about=ALICE)
    assert [len(text) for text in looked_at] == [auth.passwords.LOOKED_AT]


def test_a_password_chosen_before_goes_on_working(passwords: Passwords) -> None:
    assert passwords.matches(passwords.hash("password1"), "password1")
