"""Whose records a report is made of: Alice owns, Bob looks after her, Charlie is out of reach."""

from __future__ import annotations

import pytest

from auth.actor import Actor, as_actor
from dashapp.context import Clockstart
from dashapp.services.access.scopes import find_scope, list_scopes
from storage.errors import NotFound
from tests.cast import Cast


def act(clockstart: Clockstart, cast: Cast, name: str) -> Actor:
    return as_actor(clockstart.store.people.get(getattr(cast, name).uid))


def test_everybody_has_their_own_list(clockstart: Clockstart, cast: Cast) -> None:
    for name in ("alice", "bob", "ada"):
        actor = act(clockstart, cast, name)
        assert find_scope(clockstart, actor, "own").uids == (actor.uid,)
    assert find_scope(clockstart, act(clockstart, cast, "alice")).key == "own"


def test_a_manager_reports_on_their_people_and_no_one_else(clockstart: Clockstart, cast: Cast) -> None:
    bob = act(clockstart, cast, "bob")
    assert find_scope(clockstart, bob).uids == (cast.bob.uid, cast.alice.uid)
    assert find_scope(clockstart, bob, f"cohort-{cast.cohort.id}").uids == (cast.alice.uid,)
    assert find_scope(clockstart, bob, f"person-{cast.alice.uid}").words == "Alice Adams"
    for key in (f"cohort-{cast.other_cohort.id}", f"person-{cast.charlie.uid}", "cohort-", "elsewhere"):
        with pytest.raises(NotFound):
            find_scope(clockstart, bob, key)
    assert list(list_scopes(clockstart, bob)) == ["all", f"cohort-{cast.cohort.id}", "own"]


def test_a_learner_reports_on_nobody_else(clockstart: Clockstart, cast: Cast) -> None:
    charlie = act(clockstart, cast, "charlie")
    for key in ("all", f"cohort-{cast.other_cohort.id}", f"person-{cast.alice.uid}"):
        with pytest.raises(NotFound):
            find_scope(clockstart, charlie, key)
    assert list(list_scopes(clockstart, charlie)) == ["own"]


def test_an_administrator_reports_on_everybody(clockstart: Clockstart, cast: Cast) -> None:
    ada = act(clockstart, cast, "ada")
    assert set(find_scope(clockstart, ada).uids) == {cast.ada.uid, cast.alice.uid, cast.charlie.uid}
    assert find_scope(clockstart, ada, f"cohort-{cast.other_cohort.id}").uids == (cast.charlie.uid,)
