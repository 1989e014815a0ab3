"""What every service works with: settings, store, modules and the clock, in one frozen value."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from flask import current_app, g

from dashapp.declare.registry import Registry
from dashapp.services.derived.kept import KeptValues
from dashapp.settings import Settings
from dashapp.web.router import Router
from storage import Store
from storage.attempts import OPEN

LONDON = ZoneInfo("Europe/London")
EXTENSION = "clockstart"


@dataclass(frozen=True, slots=True)
class PracticeClock:
    """Two times: `now()` is real and stamps sessions, saves and audit; `today()` is the rules' day, fixed for demos."""

    fixed_today: date | None = None
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def today(self) -> date:
        return self.fixed_today or self.now().astimezone(LONDON).date()


class Runner(Protocol):
    """Where long work goes: to the worker's queue, or (in tests and scripts) done at once."""

    def enqueue(self, kind: str, uid: str, job_id: str, arguments: tuple[Any, ...]) -> None: ...


@dataclass(frozen=True, slots=True)
class Clockstart:
    """The first argument of every service. `scope` is the key of the practice copy that it works on, "" for none;
    `attempt` is what is known of whose copy it is."""

    settings: Settings
    store: Store
    registry: Registry
    clock: PracticeClock
    runner: Runner
    router: Router = field(default_factory=Router)
    kept: KeptValues = field(default_factory=KeptValues)
    scope: str = ""
    attempt: Mapping[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.clock.today()

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def is_closed(self) -> bool:
        """Whether it works on a practice copy that was handed in or is void: it is read, and no longer written."""
        return self.attempt.get("state", OPEN) != OPEN


def current_clockstart() -> Clockstart:
    """What this request works on: a practice copy, if it comes from one."""
    clockstart: Clockstart | None = g.get(EXTENSION)
    return clockstart or plain_clockstart()


def plain_clockstart() -> Clockstart:
    """The context of the app that serves this request, so that two apps in one process never mix."""
    clockstart: Clockstart = current_app.extensions[EXTENSION]
    return clockstart
