"""Accounts, the addresses they claim, and cohorts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from redis import Redis

from storage import Store, keys
from storage.errors import NotFound, Refused
from storage.people import Person


def create(store: Store, now: datetime, email: str = "alice@example.com", role: str = "learner") -> Person:
    return store.people.create(email, "Alice Adams", role, now=now)


def test_an_account_comes_back_as_it_was_made(store: Store, now: datetime) -> None:
    person = store.people.create(
        " Alice@Example.COM ", "Alice  Adams ", "learner", now=now, password_hash="h", cohorts=["c1"], demo=True
    )
    assert person.email == "alice@example.com"
    assert person.name == "Alice Adams"
    assert store.people.get(person.uid) == person
    assert store.people.find_by_email("ALICE@example.com") == person
    assert (person.cohorts, person.manages, person.active, person.demo, person.has_password) == (
        ("c1",),
        (),
        True,
        True,
        True,
    )


def test_who_is_not_there_is_none_or_not_found(store: Store) -> None:
    assert store.people.find("nobody") is None
    assert store.people.find_by_email("nobody@example.com") is None
    with pytest.raises(NotFound):
        store.people.get("nobody")
    with pytest.raises(NotFound):
        store.people.rename("nobody", "Somebody")
    assert store.people.list() == []


def test_an_address_belongs_to_one_account(store: Store, now: datetime) -> None:
    create(store, now)
    with pytest.raises(Refused, match="already an account"):
        create(store, now, "ALICE@example.com")
    assert len(store.people.list()) == 1


def test_of_many_at_once_one_gets_the_address(store: Store, now: datetime) -> None:
    def try_to_create(_: int) -> bool:
        try:
            create(store, now)
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(try_to_create, range(16)))
    assert made.count(True) == 1
    (person,) = store.people.list()
    assert store.people.find_by_email("alice@example.com") == person
    assert len(list(store.client.scan_iter(match="cs:{u:*}:account"))) == 1


@pytest.mark.parametrize(
    "email",
    [
        "",
        "alice",
        "@example.com",
        "a b@example.com",
        "a@b",
        "a@@b.com",
        "x" * 251 + "@a.b",
        "=1+1@example.com",
        "+44@example.com",
        "-a@example.com",
        "\uff1d1@example.com",
        "\ufe62a@example.com",
    ],
)
def test_an_address_that_cannot_be_one_is_refused(store: Store, now: datetime, email: str) -> None:
    with pytest.raises(Refused):
        create(store, now, email)


def test_roles_and_names_are_checked(store: Store, now: datetime) -> None:
    with pytest.raises(Refused):
        create(store, now, role="root")
    with pytest.raises(Refused):
        store.people.create("a@example.com", "  ", "learner", now=now)
    person = create(store, now)
    with pytest.raises(Refused):
        store.people.put_role(person.uid, "owner")
    with pytest.raises(Refused):
        store.people.rename(person.uid, "x" * 101)
    assert store.people.get(person.uid) == person


def test_changes_are_kept(store: Store, now: datetime) -> None:
    uid = create(store, now).uid
    store.people.rename(uid, "Alice Archer")
    store.people.put_role(uid, "manager")
    store.people.put_password_hash(uid, "secret")
    person = store.people.get(uid)
    assert (person.name, person.role, person.password_hash) == ("Alice Archer", "manager", "secret")


def test_a_new_address_frees_the_old_one(store: Store, now: datetime) -> None:
    person, other = create(store, now), create(store, now, "bob@example.com")
    with pytest.raises(Refused):
        store.people.put_email(person.uid, "bob@example.com")
    store.people.put_email(person.uid, "Alice.New@example.com")
    assert store.people.find_by_email("alice.new@example.com") == store.people.get(person.uid)
    assert store.people.find_by_email("alice@example.com") is None
    assert store.people.find_by_email("bob@example.com") == other
    create(store, now, "alice@example.com")


def test_deactivating_ends_sessions_in_the_same_step(store: Store, now: datetime) -> None:
    uid = create(store, now).uid
    sid = store.sessions.start(uid, now=now)
    store.people.deactivate(uid)
    assert store.sessions.read(uid, sid, now=now) is None
    store.people.activate(uid)
    assert store.sessions.read(uid, sid, now=now) is None
    assert store.people.get(uid).active


def test_cohorts_have_learners_and_managers(store: Store, now: datetime) -> None:
    people = store.people
    cohort = people.create_cohort("Spring intake", now=now)
    learner, manager = create(store, now), create(store, now, "bob@example.com", "manager")
    people.assign(learner.uid, cohort.id)
    people.assign(manager.uid, cohort.id)
    assert [person.uid for person in people.members(cohort.id)] == [learner.uid]
    assert [person.uid for person in people.managers(cohort.id)] == [manager.uid]
    assert people.get(manager.uid).manages == (cohort.id,)
    people.unassign(learner.uid, cohort.id)
    assert people.members(cohort.id) == []
    assert people.get(learner.uid).cohorts == ()


def test_cohort_names_are_unique(store: Store, now: datetime) -> None:
    people = store.people
    spring, autumn = (people.create_cohort(name, now=now) for name in ("Spring", "Autumn"))
    with pytest.raises(Refused):
        people.create_cohort(" spring ", now=now)
    with pytest.raises(Refused):
        people.rename_cohort(autumn.id, "SPRING")
    people.rename_cohort(spring.id, "Spring 2026")
    assert [cohort.name for cohort in people.list_cohorts()] == ["Autumn", "Spring 2026"]
    assert people.find_cohort_by_name("spring 2026") == people.get_cohort(spring.id)


def test_removing_a_cohort_keeps_its_people(store: Store, now: datetime) -> None:
    cohort = store.people.create_cohort("Spring", now=now)
    person = create(store, now)
    store.people.assign(person.uid, cohort.id)
    store.people.remove_cohort(cohort.id)
    assert store.people.get(person.uid).cohorts == ()
    assert store.people.list_cohorts() == []
    with pytest.raises(NotFound):
        store.people.assign(person.uid, cohort.id)


def test_indexes_are_rebuilt_from_the_accounts(store: Store, client: Redis, now: datetime) -> None:
    cohort = store.people.create_cohort("Spring", now=now)
    person = create(store, now)
    store.people.assign(person.uid, cohort.id)
    client.delete(keys.USERS)
    client.delete(keys.cohort_members(cohort.id))
    client.delete(keys.email(person.email))
    assert store.people.rebuild_indexes() == []
    assert store.people.find_by_email(person.email) == store.people.get(person.uid)
    assert [member.uid for member in store.people.members(cohort.id)] == [person.uid]
    assert [known.uid for known in store.people.list()] == [person.uid]


def test_rebuilding_reports_an_account_whose_address_is_taken(store: Store, client: Redis, now: datetime) -> None:
    person = create(store, now)
    orphan = "01ZZZZZZZZZZZZZZZZZZZZZZZZ"
    client.hset(keys.account(orphan), mapping=client.hgetall(keys.account(person.uid)))  # type: ignore[arg-type]
    assert [left.uid for left in store.people.rebuild_indexes()] == [orphan]
    assert store.people.find_by_email(person.email) == person
