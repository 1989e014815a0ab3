"""Overrides of access, settings, invitations and limits on every engine."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

from redis import Redis

from storage import Store
from storage.limits import LimitRule
from storage.settings_store import Override, Overrides, SettingsStore

CLOSED = Override(False, date(2026, 6, 1), date(2026, 6, 30))


def test_overrides_are_kept_on_each_level(store: Store) -> None:
    settings = store.settings
    settings.put_override("person", "alice", "dna", CLOSED)
    settings.put_override("cohort", "spring", "dna", Override(True))
    settings.put_override("role", "learner", "mdt", Override(True, starts=date(2026, 1, 1)))
    settings.put_override("role", "manager", "dna", Override(False))
    person = settings.list_overrides("person", "alice")
    assert settings.overrides("learner", ("spring", "autumn"), person) == Overrides(
        person={"dna": CLOSED},
        cohorts=({"dna": Override(True)}, {}),
        role={"mdt": Override(True, date(2026, 1, 1))},
    )


def test_a_removed_override_says_nothing_from_the_next_question_on(store: Store) -> None:
    store.settings.put_override("role", "learner", "dna", Override(False))
    assert store.settings.overrides("learner", (), {}).role == {"dna": Override(False)}
    store.settings.remove_override("role", "learner", "dna")
    assert store.settings.overrides("learner", (), {}).role == {}


def test_another_process_sees_a_change_at_once(store: Store, client: Redis) -> None:
    other = SettingsStore(client)
    assert other.overrides("learner", (), {}).role == {}
    store.settings.put_override("role", "learner", "dna", Override(False))
    assert other.overrides("learner", (), {}).role == {"dna": Override(False)}


def test_settings_have_defaults(store: Store) -> None:
    assert store.settings.get("second_factor", "required") == "required"
    store.settings.put("second_factor", "off")
    assert store.settings.get("second_factor", "required") == "off"
    assert store.settings.all() == {"second_factor": "off"}


def test_an_invitation_works_once(store: Store, now: datetime) -> None:
    token = store.invitations.create("alice", made_by="ada", now=now)
    invitation = store.invitations.find(token, now=now)
    assert invitation is not None
    assert (invitation.uid, invitation.made_by, invitation.purpose) == ("alice", "ada", "invite")
    assert store.invitations.take(token, now=now) == invitation
    assert store.invitations.take(token, now=now) is None
    assert store.invitations.find(token, now=now) is None


def test_an_invitation_runs_out(store: Store, now: datetime) -> None:
    token = store.invitations.create("alice", made_by="ada", now=now, lasts=timedelta(hours=1))
    assert store.invitations.find(token, now=now + timedelta(minutes=59)) is not None
    assert store.invitations.find(token, now=now + timedelta(hours=1)) is None
    assert store.invitations.take(token, now=now + timedelta(hours=1)) is None


def test_a_token_is_not_stored_and_another_is_nothing(store: Store, client: Redis, now: datetime) -> None:
    token = store.invitations.create("alice", made_by="ada", now=now)
    assert not any(token in str(key) for key in client.scan_iter())
    assert store.invitations.find("guess", now=now) is None


def test_of_many_at_once_one_takes_the_invitation(store: Store, now: datetime) -> None:
    token = store.invitations.create("alice", made_by="ada", now=now)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _: store.invitations.take(token, now=now), range(16)))
    assert sum(invitation is not None for invitation in taken) == 1


RULE = LimitRule(5, timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1))


def begin_many(store: Store, now: datetime) -> list[timedelta]:
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(lambda _: store.limits.take("place", "x", RULE, now=now), range(32)))


def test_people_at_the_same_moment_do_not_hinder_each_other(store: Store, now: datetime) -> None:
    assert begin_many(store, now) == [timedelta()] * 32


def test_after_failures_one_attempt_at_the_same_moment_goes_ahead(store: Store, now: datetime) -> None:
    for _ in range(5):
        store.limits.failed("place", "x", RULE, now=now)
    assert begin_many(store, now).count(timedelta()) == 0
    assert begin_many(store, now + timedelta(seconds=1)).count(timedelta()) == 1
