"""Sessions end when they should and never come back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from redis import Redis

from storage import Store, keys
from storage.people import Person
from storage.sessions import SignedIn
from storage.settings_store import Override


@pytest.fixture
def person(store: Store, now: datetime) -> Person:
    return store.people.create("alice@example.com", "Alice", "learner", now=now)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def read(store: Store, person: Person, sid: str, now: datetime) -> SignedIn:
    signed_in = store.sessions.read(person.uid, sid, now=now)
    assert signed_in is not None
    return signed_in


def test_a_session_says_who_is_signed_in(store: Store, person: Person, now: datetime) -> None:
    sid = store.sessions.start(person.uid, now=now, address="10.0.0.1", agent="Firefox")
    signed_in = read(store, person, sid, now)
    assert signed_in.person == person
    assert (signed_in.session.address, signed_in.session.agent) == ("10.0.0.1", "Firefox")
    assert signed_in.expires_at == now + minutes(30)


def test_the_secret_is_not_stored(store: Store, client: Redis, person: Person, now: datetime) -> None:
    sid = store.sessions.start(person.uid, now=now)
    stored: Any = client.hgetall(keys.sessions(person.uid))
    assert sid not in str(stored)
    assert list(stored) == [keys.digest(sid)]


def test_overrides_of_the_person_come_with_the_session(store: Store, person: Person, now: datetime) -> None:
    store.settings.put_override("person", person.uid, "dna", Override(False))
    sid = store.sessions.start(person.uid, now=now)
    assert read(store, person, sid, now).access == {"dna": Override(False)}


def test_reading_is_one_round_trip_in_one_slot(
    store: Store, person: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    sid = store.sessions.start(person.uid, now=now)
    sent: list[tuple[Any, ...]] = []
    real = store.client.execute_command

    def counted(*command: Any, **options: Any) -> Any:
        sent.append(command)
        return real(*command, **options)

    read(store, person, sid, now)
    monkeypatch.setattr(store.client, "execute_command", counted)
    read(store, person, sid, now)
    (command,) = sent
    names = [part for part in command if str(part).startswith("cs:")]
    assert len(names) == 3
    assert all(name.startswith(f"cs:{{u:{person.uid}}}:") for name in names)


@pytest.mark.parametrize("sid", ["", "wrong", "x" * 1000])
def test_a_wrong_secret_is_nobody(store: Store, person: Person, now: datetime, sid: str) -> None:
    store.sessions.start(person.uid, now=now)
    assert store.sessions.read(person.uid, sid, now=now) is None


@pytest.mark.parametrize("uid", ["", "nobody", "*", "x}:account{", "a b", "../x"])
def test_a_uid_that_is_none_is_nobody(store: Store, now: datetime, uid: str) -> None:
    assert store.sessions.read(uid, "sid", now=now) is None


def test_a_session_of_one_person_is_not_one_of_another(store: Store, person: Person, now: datetime) -> None:
    other = store.people.create("bob@example.com", "Bob", "admin", now=now)
    sid = store.sessions.start(person.uid, now=now)
    assert store.sessions.read(other.uid, sid, now=now) is None


def test_thirty_minutes_without_activity_end_it(store: Store, person: Person, now: datetime) -> None:
    sid = store.sessions.start(person.uid, now=now)
    assert read(store, person, sid, now + minutes(29.9))
    assert store.sessions.read(person.uid, sid, now=now + minutes(30)) is None


def test_activity_moves_the_end_up_to_twelve_hours(store: Store, person: Person, now: datetime) -> None:
    sid = store.sessions.start(person.uid, now=now)
    moment = now
    while moment < now + timedelta(hours=11, minutes=40):
        moment += minutes(20)
        store.sessions.touch(person.uid, read(store, person, sid, moment).session, now=moment)
    assert read(store, person, sid, moment).expires_at == now + timedelta(hours=12)
    assert store.sessions.read(person.uid, sid, now=now + timedelta(hours=12)) is None


def test_activity_is_written_at_most_once_a_minute(store: Store, person: Person, now: datetime) -> None:
    sid = store.sessions.start(person.uid, now=now)
    session = read(store, person, sid, now).session
    assert store.sessions.touch(person.uid, session, now=now + minutes(0.9)) is session
    assert read(store, person, sid, now).session.active_at == now
    store.sessions.touch(person.uid, session, now=now + minutes(1))
    assert read(store, person, sid, now).session.active_at == now + minutes(1)
    store.sessions.extend(person.uid, session, now=now + minutes(1.5))
    assert read(store, person, sid, now).session.active_at == now + minutes(1.5)


def test_activity_never_brings_an_ended_session_back(store: Store, person: Person, now: datetime) -> None:
    sid = store.sessions.start(person.uid, now=now)
    session = read(store, person, sid, now).session
    assert store.sessions.end(person.uid, session.digest)
    store.sessions.touch(person.uid, session, now=now + minutes(5))
    store.sessions.extend(person.uid, session, now=now + minutes(5))
    assert store.sessions.read(person.uid, sid, now=now) is None
    assert not store.sessions.end(person.uid, session.digest)


def test_sessions_are_listed_and_ended(store: Store, person: Person, now: datetime) -> None:
    first, second, third = (store.sessions.start(person.uid, now=now + minutes(number)) for number in range(3))
    listed = store.sessions.list(person.uid, now=now + minutes(3))
    assert [session.digest for session in listed] == [keys.digest(sid) for sid in (third, second, first)]
    assert store.sessions.end_all(person.uid, but=keys.digest(second)) == 2
    assert [session.digest for session in store.sessions.list(person.uid, now=now)] == [keys.digest(second)]
    assert store.sessions.end_all(person.uid) == 1
    assert store.sessions.end_all(person.uid) == 0


def test_what_has_run_out_is_cleared_away(store: Store, client: Redis, person: Person, now: datetime) -> None:
    store.sessions.start(person.uid, now=now)
    later = now + minutes(31)
    assert store.sessions.list(person.uid, now=later) == []
    store.sessions.start(person.uid, now=later)
    assert client.hlen(keys.sessions(person.uid)) == 1


def test_a_change_of_role_counts_at_once(store: Store, person: Person, now: datetime) -> None:
    sid = store.sessions.start(person.uid, now=now)
    store.people.put_role(person.uid, "admin")
    assert read(store, person, sid, now).person.role == "admin"
