"""The mark on a route or callback, and that it refuses when called."""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps

import pytest
from flask import Flask, g

from auth.actor import Actor
from auth.errors import Forbidden, NotSignedIn
from auth.requires import ANYONE, allowed_roles, is_public, public, requires


@pytest.fixture(autouse=True)
def request_context() -> Iterator[None]:
    with Flask("test").test_request_context():
        yield


@requires("manager", "admin")
def cohort_figures() -> str:
    return "figures"


@requires()
def my_records() -> str:
    return "records"


@public
def health() -> str:
    return "ok"


def test_nobody_is_refused() -> None:
    with pytest.raises(NotSignedIn):
        my_records()


def test_roles_are_checked_at_the_call() -> None:
    g.actor = Actor("alice", "learner")
    assert my_records() == "records"
    with pytest.raises(Forbidden):
        cohort_figures()
    g.actor = Actor("bob", "manager")
    assert cohort_figures() == "figures"


def test_the_mark_can_be_read_through_wrappers() -> None:
    @wraps(cohort_figures)
    def wrapped() -> str:
        return cohort_figures()

    assert allowed_roles(wrapped) == {"manager", "admin"}
    assert allowed_roles(my_records) == {"learner", "manager", "admin"}
    assert allowed_roles(health) == ANYONE
    assert is_public(health)
    assert not is_public(my_records)
    assert allowed_roles(lambda: None) is None
