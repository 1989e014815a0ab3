"""People of the demo cohort as a load generator needs them: signed in, with the headers their requests carry."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from tests.running_app import PASSWORD, RunningApp


@dataclass(frozen=True, slots=True)
class Visitor:
    """One session: the e-mail address and the headers of its callbacks."""

    email: str
    headers: Mapping[str, str]


@contextmanager
def run_app(**settings: str) -> Iterator[RunningApp]:
    """The real product with its demo cohort, on a data folder beside this one, so that the disk is the real one."""
    with tempfile.TemporaryDirectory(dir=".", prefix=".bench-") as folder:
        app = RunningApp(Path(folder).resolve() / "data", settings=settings)
        try:
            yield app.start()
        finally:
            app.stop()


def sign_in(app: RunningApp, email: str) -> Visitor:
    """A new session of that person."""
    with requests.Session() as browser:
        wanted = {"Accept": "application/json"}
        token = browser.get(f"{app.address}/login", headers=wanted, timeout=30).json()["csrf_token"]
        reply = browser.post(
            f"{app.address}/login",
            json={"email": email, "password": PASSWORD},
            headers={**wanted, "X-CSRFToken": token, "Referer": app.address},
            timeout=30,
        )
        reply.raise_for_status()
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)
    headers = {
        "Cookie": cookies,
        "X-CSRFToken": reply.json()["csrf_token"],
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Referer": app.address,
    }
    return Visitor(email, headers)


def sign_in_many(app: RunningApp, count: int) -> list[Visitor]:
    """Sessions of `count` learners, over again where there are fewer."""
    learners = sorted(person.email for person in app.open_store().people.list() if person.role == "learner")
    return [sign_in(app, learners[place % len(learners)]) for place in range(count)]
