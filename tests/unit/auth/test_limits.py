"""Waits rise, are forgotten, and cannot be turned on the owner of an account."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import fakeredis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.errors import TooManyAttempts
from auth.limits import ONE_ADDRESS, Counter, check_attempt, counters_of, forget_attempts, network_of, note_failure
from storage import keys
from storage.limits import CountsHere, LimitRule, LimitStore

NOW = datetime(2026, 6, 12, 9, 0, tzinfo=UTC)
RULE = LimitRule(
    free=3, first_wait=timedelta(seconds=1), longest_wait=timedelta(seconds=8), forget=timedelta(minutes=10)
)
EMAIL = "alice@example.com"


@pytest.fixture
def limits() -> LimitStore:
    return LimitStore(fakeredis.FakeRedis(decode_responses=True))


def fail(limits: LimitStore, kind: str = "place", subject: str = "x", now: datetime = NOW) -> timedelta:
    """One attempt that fails when it may go ahead; the wait there was before it."""
    wait = limits.take(kind, subject, RULE, now=now)
    if not wait:
        limits.failed(kind, subject, RULE, now=now)
    return wait


def try_and_fail(limits: LimitStore, counters: tuple[Counter, ...]) -> None:
    check_attempt(limits, counters, now=NOW)
    note_failure(limits, counters, now=NOW)


def test_the_wait_doubles_up_to_the_longest(limits: LimitStore) -> None:
    now, waits = NOW, []
    for _ in range(8):
        assert fail(limits, now=now) == timedelta()
        wait = limits.take("place", "x", RULE, now=now)
        waits.append(wait.total_seconds())
        now += wait
    assert waits == [0, 0, 1, 2, 4, 8, 8, 8]


def test_an_attempt_that_is_refused_is_not_counted(limits: LimitStore) -> None:
    for _ in range(3):
        fail(limits)
    assert [limits.take("place", "x", RULE, now=NOW).total_seconds() for _ in range(5)] == [1] * 5


def test_subjects_and_kinds_are_counted_apart(limits: LimitStore) -> None:
    for _ in range(4):
        fail(limits)
    assert not limits.take("place", "y", RULE, now=NOW)
    assert not limits.take("device", "x", RULE, now=NOW)


def test_a_success_starts_again(limits: LimitStore) -> None:
    counters = counters_of(EMAIL, "10.0.0.1", None)
    for _ in range(4):
        try_and_fail(limits, counters)
    forget_attempts(limits, counters)
    for _ in range(5):
        try_and_fail(limits, counters)
    with pytest.raises(TooManyAttempts):
        check_attempt(limits, counters, now=NOW)


def test_the_key_holds_no_address_in_plain(limits: LimitStore) -> None:
    try_and_fail(limits, counters_of(EMAIL, "10.0.0.1", None))
    assert len(list(limits.client.scan_iter())) == 3
    assert not any(EMAIL in str(key) or "10.0.0.1" in str(key) for key in limits.client.scan_iter())


def attack(limits: LimitStore, addresses: int, attempts: int) -> None:
    """Guess from many addresses at once."""
    for number in range(addresses):
        for _ in range(attempts):
            try:
                try_and_fail(limits, counters_of(EMAIL, f"192.0.2.{number}", None))
            except TooManyAttempts:
                break


def test_one_address_cannot_make_another_wait(limits: LimitStore) -> None:
    attack(limits, addresses=1, attempts=1000)
    check_attempt(limits, counters_of(EMAIL, "10.0.0.1", None), now=NOW)


def test_many_addresses_together_are_slowed_for_the_whole_account(limits: LimitStore) -> None:
    attack(limits, addresses=40, attempts=10)
    with pytest.raises(TooManyAttempts) as refusal:
        check_attempt(limits, counters_of(EMAIL, "10.0.0.1", None), now=NOW)
    assert refusal.value.wait <= timedelta(minutes=1)


def test_a_known_device_is_never_made_to_wait_by_strangers(limits: LimitStore) -> None:
    attack(limits, addresses=40, attempts=10)
    check_attempt(limits, counters_of(EMAIL, "10.0.0.1", "device-of-alice"), now=NOW)


def test_a_stolen_device_is_limited_too(limits: LimitStore) -> None:
    counters = counters_of(EMAIL, "10.0.0.1", "device-of-alice")
    for _ in range(5):
        try_and_fail(limits, counters)
    with pytest.raises(TooManyAttempts):
        check_attempt(limits, counters, now=NOW)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("::ffff:10.0.0.1", "::ffff:10.0.0.2", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
        ("", "", True),
        ("not an address", "10.0.0.1", False),
    ],
)
def test_an_ipv6_customer_counts_as_one(one: str, other: str, same: bool) -> None:
    assert (network_of(one) == network_of(other)) is same


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 second"), (59, "59 seconds"), (61, "2 minutes"), (60, "1 minute")]
)
def test_the_wait_is_said_in_words(seconds: float, words: str) -> None:
    assert TooManyAttempts(timedelta(seconds=seconds)).sentence.endswith(f"Try again in {words}.")


def guess(limits: LimitStore, number: int, address: str = "192.0.2.7", device: str | None = None) -> None:
    try_and_fail(limits, counters_of(f"person{number}@example.com", address, device))


def test_an_address_that_tries_one_account_after_the_other_has_to_wait(limits: LimitStore) -> None:
    for number in range(ONE_ADDRESS.free):
        guess(limits, number)
    with pytest.raises(TooManyAttempts) as refusal:
        guess(limits, 1000)
    assert refusal.value.wait <= timedelta(seconds=30)
    guess(limits, 1000, address="192.0.2.8")
    guess(limits, 1000, device="known here")


def test_an_account_of_ones_own_does_not_open_an_address_again(limits: LimitStore) -> None:
    for number in range(ONE_ADDRESS.free):
        guess(limits, number)
    forget_attempts(limits, counters_of("own@example.com", "192.0.2.7", None))
    with pytest.raises(TooManyAttempts):
        guess(limits, 1000)


@given(
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 12_000)), max_size=40),
    before=st.integers(0, 6),
)
def test_a_process_counts_as_the_store_does(steps: list[tuple[bool, int]], before: int) -> None:
    """While the store is full a process counts by itself, from where the store had come to."""
    client = fakeredis.FakeRedis(decode_responses=True)
    whole, counted, now = LimitStore(client), CountsHere(), NOW
    for _ in range(before):
        whole.failed("place", "x", RULE, now=now)
    name = keys.limit("place", "x")
    failures, open_at = (client.get(name) or "0 0").split()
    counted.begin(name, int(failures), int(open_at))
    numbers = (RULE.free, *(round(wait.total_seconds() * 1000) for wait in (RULE.first_wait, RULE.longest_wait)))
    for asks, later in steps:
        now += timedelta(milliseconds=later)
        at = round(now.timestamp() * 1000)
        waited = counted.run(name, asks, at, *numbers, 1_000_000_000)
        if asks:
            assert waited == whole.take("place", "x", RULE, now=now) // timedelta(milliseconds=1)
        else:
            whole.failed("place", "x", RULE, now=now)


def test_a_process_forgets_what_it_counted(limits: LimitStore) -> None:
    counted, at = CountsHere(), 1_000_000
    for _ in range(3):
        counted.run("x", False, at, 3, 1000, 8000, 60_000)
    assert counted.run("x", True, at, 3, 1000, 8000, 60_000) == 1000
    assert counted.run("x", True, at + 60_000, 3, 1000, 8000, 60_000) == 0
    counted.forget("x")
    assert not counted.knows("x")
