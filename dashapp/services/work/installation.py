"""How an installation is: its store, whether that keeps what it confirms, the last backup, the job worker; who has an
account; and how many people entered something on each of the last days."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.jobs.worker_health import find_silence
from dashapp.services.people import accounts
from dashapp.services.work import learner_day
from dashapp.services.work.progress import Progress, as_milliseconds
from dashapp.settings import Settings
from storage.connection import check_ready
from words.phrases import in_words, plural

log = logging.getLogger("clockstart")

DAYS = 14
READ_AT_MOST = 200
LONG_AGO = timedelta(days=7)
NO_BACKUP = "None is noted in this data folder. To write one: flask backup FOLDER"
NOTE = "last-backup"
State = Literal["fine", "watch", "breach"]


@dataclass(frozen=True, slots=True)
class Health:
    """One part of the installation: how it is, in a sentence."""

    part: str
    status: State
    words: str


@dataclass(frozen=True, slots=True)
class Day:
    """How many people entered something on a day, and how many entries they made."""

    day: date
    people: int
    entries: int


def list_health(clockstart: Clockstart) -> list[Health]:
    readiness = check_ready(clockstart.store.client)
    silence = find_silence(clockstart.settings) if clockstart.settings.redis_url else ""
    return [
        Health("Store", "fine" if readiness.ok else "breach", readiness.engine),
        Health(
            "Persistence",
            "fine" if readiness.ok else "breach",
            f"What is confirmed is kept (fsync {readiness.fsync})." if readiness.ok else readiness.reason,
        ),
        tell_backup(clockstart),
        Health("Jobs", "breach" if silence else "fine", silence or "Imports and long lists are worked on."),
    ]


def tell_backup(clockstart: Clockstart) -> Health:
    written = find_last_backup(clockstart.settings)
    if written is None:
        return Health("Last backup", "watch", NO_BACKUP)
    days = max(0, (clockstart.now - written).days)
    ago = "today" if days == 0 else f"{plural(days, 'day')} ago"
    return Health("Last backup", "watch" if days > LONG_AGO.days else "fine", f"{in_words(written.date())}, {ago}.")


def note_backup(settings: Settings, now: datetime) -> None:
    """Remember when a backup was written, for the administrator's home."""
    path_of(settings).write_text(now.isoformat(), encoding="utf-8")


def find_last_backup(settings: Settings) -> datetime | None:
    """When this data folder's store was last backed up; None when that is not noted or cannot be read."""
    try:
        return datetime.fromisoformat(path_of(settings).read_text(encoding="utf-8").strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as problem:
        log.warning("The note of the last backup cannot be read", exc_info=problem)
        return None


def path_of(settings: Settings) -> Path:
    return settings.data_dir / NOTE


def count_states(clockstart: Clockstart, actor: Actor) -> Mapping[str, int]:
    """Accounts by state, those there are."""
    return Counter(accounts.state_of(person) for person in accounts.list_accounts(clockstart, actor))


def list_days(clockstart: Clockstart, everybody: Progress) -> Sequence[Day]:
    """The last days, oldest first. Only the trails of those who changed something since are read, and of these no more
    than the ones who did so last."""
    first = clockstart.today - timedelta(days=DAYS - 1)
    since = as_milliseconds(datetime(first.year, first.month, first.day, tzinfo=UTC))
    order = sorted(range(len(everybody)), key=lambda at: -int(everybody.last_change[at]))
    recent = [everybody.people[at].uid for at in order[:READ_AT_MOST] if everybody.last_change[at] >= since]
    people, entries = Counter[str](), Counter[str]()
    for uid in recent:
        own = [entry for entry in learner_day.walk_from(clockstart, uid, first) if entry.module and entry.actor == uid]
        entries.update(entry.at[:10] for entry in own)
        people.update({entry.at[:10] for entry in own})
    days = [first + timedelta(days=number) for number in range(DAYS)]
    return [Day(day, people[day.isoformat()], entries[day.isoformat()]) for day in days]
