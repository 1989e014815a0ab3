"""The people of every access test. Alice is a learner. Bob looks after her cohort. Charlie learns in another cohort and
must be refused. Ada is an administrator."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING
from unittest.mock import patch

from argon2 import PasswordHasher
from dash import Dash
from flask.testing import FlaskClient

from auth.passwords import Passwords
from dashapp.context import Clockstart, PracticeClock
from dashapp.factory import create_app
from dashapp.settings import Settings
from storage.people import Cohort, Person

if TYPE_CHECKING:
    from storage import Store

PASSWORD = "quiet otters swim at dawn"
CSRF_COOKIE = "_csrf_token"
STARTED = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    alice: Person
    bob: Person
    charlie: Person
    ada: Person
    cohort: Cohort
    other_cohort: Cohort

    @property
    def everyone(self) -> tuple[Person, ...]:
        return self.alice, self.bob, self.charlie, self.ada


def cheap_hasher() -> PasswordHasher:
    """argon2 with the smallest parameters, so that tests do not wait."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def make_app(settings: Settings, store: Store, clock: PracticeClock) -> Dash:
    """The whole app, which checks passwords the cheap way."""
    with patch("auth.passwords.PasswordHasher", cheap_hasher):
        return create_app(settings, store, clock)


def empty(clockstart: Clockstart) -> None:
    """Nothing is stored, and nothing is in the data folder, as before the app was first used."""
    clockstart.store.client.flushall()
    clockstart.kept.clear()
    shutil.rmtree(clockstart.settings.data_dir)
    clockstart.settings.data_dir.mkdir()


@cache
def password_hash(password: str = PASSWORD) -> str:
    return Passwords(cheap_hasher()).hash(password)


def make_cast(store: Store, now: datetime = STARTED) -> Cast:
    """The four of them in any store; all sign in with `PASSWORD`."""
    people, secret = store.people, password_hash()
    cohort, other = (people.create_cohort(name, now=now) for name in ("Spring intake", "Autumn intake"))
    return Cast(
        alice=people.create(
            "alice@example.com", "Alice Adams", "learner", now=now, password_hash=secret, cohorts=[cohort.id]
        ),
        bob=people.create(
            "bob@example.com", "Bob Brown", "manager", now=now, password_hash=secret, manages=[cohort.id]
        ),
        charlie=people.create(
            "charlie@example.com", "Charlie Clark", "learner", now=now, password_hash=secret, cohorts=[other.id]
        ),
        ada=people.create("ada@example.com", "Ada Archer", "admin", now=now, password_hash=secret),
        cohort=cohort,
        other_cohort=other,
    )


def sign_in(client: FlaskClient, person: Person | str, password: str = PASSWORD) -> str:
    """Sign a test client in; returns the CSRF token to send as `X-CSRFToken` with every POST."""
    email = person if isinstance(person, str) else person.email
    token = client.get("/login", headers={"Accept": "application/json"}).get_json()["csrf_token"]
    answer = client.post("/login", json={"email": email, "password": password}, headers={"X-CSRFToken": token})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return str(answer.get_json()["csrf_token"])
