"""Alice owns, Bob looks after her cohort, Charlie is refused, Ada administers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth import policy
from auth.actor import Actor
from auth.errors import Forbidden
from storage.errors import NotFound
from storage.settings_store import Override, Overrides

ALICE = Actor("alice", "learner", cohorts=("spring",))
BOB = Actor("bob", "manager", manages=("spring",))
CHARLIE = Actor("charlie", "learner", cohorts=("autumn",))
ADA = Actor("ada", "admin")
EVERYONE = (ALICE, BOB, CHARLIE, ADA)
TODAY = date(2026, 6, 12)
ALL_ROLES = ("learner", "manager", "admin")

READ = {
    ("alice", "alice"),
    ("bob", "bob"),
    ("bob", "alice"),
    ("charlie", "charlie"),
    *(("ada", name) for name in ("alice", "bob", "charlie", "ada")),
}
WRITE = READ - {("bob", "alice")}
REVIEW = {("bob", "alice"), ("ada", "alice"), ("ada", "bob"), ("ada", "charlie")}


@pytest.mark.parametrize("actor", EVERYONE, ids=lambda actor: actor.uid)
@pytest.mark.parametrize("person", EVERYONE, ids=lambda person: person.uid)
def test_who_may_read_write_and_review_whom(actor: Actor, person: Actor) -> None:
    pair = (actor.uid, person.uid)
    assert policy.can_read(actor, person) == (pair in READ)
    assert policy.can_write(actor, person) == (pair in WRITE)
    assert policy.can_review(actor, person) == (pair in REVIEW)


def test_outside_the_reach_is_not_found_and_inside_it_forbidden() -> None:
    for check in (policy.check_read, policy.check_write, policy.check_review):
        with pytest.raises(NotFound):
            check(CHARLIE, ALICE)
    with pytest.raises(Forbidden):
        policy.check_write(BOB, ALICE)
    with pytest.raises(Forbidden):
        policy.check_review(ALICE, ALICE)


def test_a_learner_in_a_managed_cohort_reads_nobody_else() -> None:
    mate = Actor("dora", "learner", cohorts=("spring",), manages=("spring",))
    assert not policy.can_read(mate, ALICE)


def test_who_only_looks_writes_nothing() -> None:
    looking = replace(ADA, viewing="alice")
    assert policy.can_read(looking, ALICE)
    assert not policy.can_write(looking, ALICE)
    assert not policy.can_write(looking, looking)
    assert not policy.can_review(looking, ALICE)
    assert not policy.can_administer(looking)


def test_only_an_admin_administers() -> None:
    assert [policy.can_administer(actor) for actor in EVERYONE] == [False, False, False, True]
    policy.check_administer(ADA)
    with pytest.raises(Forbidden):
        policy.check_administer(BOB)


def opens(overrides: Overrides, actor: Actor = ALICE, open_to: tuple[str, ...] = ALL_ROLES) -> bool:
    return policy.can_open(actor, "dna", open_to, overrides, TODAY)


def test_without_overrides_the_module_decides() -> None:
    assert opens(Overrides())
    assert not opens(Overrides(), open_to=("manager",))
    assert opens(Overrides(), BOB, open_to=("manager",))


def test_person_stands_over_cohort_over_role() -> None:
    yes, no = {"dna": Override(True)}, {"dna": Override(False)}
    assert not opens(Overrides(role=no))
    assert opens(Overrides(cohorts=(yes,), role=no))
    assert not opens(Overrides(person=no, cohorts=(yes,), role=yes))
    assert opens(Overrides(person=yes, cohorts=(no,), role=no), open_to=())


def test_an_override_of_another_module_says_nothing() -> None:
    assert opens(Overrides(person={"mdt": Override(False)}))


def test_of_two_cohorts_the_one_that_opens_decides() -> None:
    assert opens(Overrides(cohorts=({"dna": Override(False)}, {"dna": Override(True)})))
    assert not opens(Overrides(cohorts=({"dna": Override(False)}, {})))


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (date(2026, 6, 13), None, False),
        (None, date(2026, 6, 11), False),
        (date(2026, 1, 1), date(2026, 12, 31), True),
    ],
)
def test_opened_between_dates_is_closed_outside_them(starts: date | None, ends: date | None, expected: bool) -> None:
    assert opens(Overrides(person={"dna": Override(True, starts, ends)})) is expected


def test_closed_between_dates_says_nothing_outside_them() -> None:
    closed_in_may = Override(False, date(2026, 5, 1), date(2026, 5, 31))
    assert opens(Overrides(person={"dna": closed_in_may}))
    assert not opens(Overrides(person={"dna": closed_in_may}, role={"dna": Override(False)}))


def test_check_open_raises_what_can_open_refuses() -> None:
    policy.check_open(ALICE, "dna", ALL_ROLES, Overrides(), TODAY)
    with pytest.raises(Forbidden):
        policy.check_open(ALICE, "dna", ("admin",), Overrides(), TODAY)


@given(person=st.sampled_from([True, False, None]), role=st.sampled_from([True, False, None]), default=st.booleans())
def test_the_first_that_says_something_decides(person: bool | None, role: bool | None, default: bool) -> None:
    def level(says: bool | None) -> dict[str, Override]:
        return {} if says is None else {"dna": Override(says)}

    overrides = Overrides(person=level(person), role=level(role))
    expected = next(said for said in (person, role, default) if said is not None)
    assert opens(overrides, open_to=("learner",) if default else ()) is expected
