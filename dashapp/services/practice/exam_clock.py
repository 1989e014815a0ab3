"""Time that is limited: when an attempt ends is fixed as it begins, on the server and in wall time (LEARNING §11).

Of an attempt its head alone is asked, so that whatever has a time limit can work with it.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from dashapp.context import LONDON
from storage.attempts import VOID
from storage.errors import Closed
from words.phrases import plural

GRACE = timedelta(seconds=30)
"""For answers that were on their way when the time was over."""
MOST_MINUTES = 240
DEADLINE, CLOSED_AT = "deadline", "closed_at"
ANNOUNCED = (1, 5, 15)
"""Minutes left at which it is said aloud."""
Head = Mapping[str, Any]


def fix(minutes: int, extra_percent: int, now: datetime) -> dict[str, Any]:
    """What the head of an attempt says of its time, once."""
    return {DEADLINE: (now + timedelta(minutes=minutes) * (100 + extra_percent) / 100).isoformat()}


def find_deadline(head: Head) -> datetime | None:
    """None without a limit."""
    return datetime.fromisoformat(head[DEADLINE]) if DEADLINE in head else None


def is_over(head: Head, now: datetime) -> bool:
    """Whether answers come too late, those on their way too."""
    end = find_deadline(head)
    return end is not None and now > end + GRACE


def move(head: Head, minutes: int) -> dict[str, Any]:
    """The head with so much more time."""
    return {**head, DEADLINE: (datetime.fromisoformat(head[DEADLINE]) + timedelta(minutes=minutes)).isoformat()}


def say_closed(head: Head, now: datetime) -> str:
    """Why it takes no answers any more, "" while it does and where the person has handed it in."""
    if head["state"] == VOID:
        return f"This try is void and counts nowhere. Your tutor says: “{head.get('void_reason', '')}”"
    at = head.get(CLOSED_AT) or (head[DEADLINE] if is_over(head, now) else "")
    if not at:
        return ""
    what = head.get("called", "session")
    return f"The {what} closed at {say_time(datetime.fromisoformat(at))}; everything saved by then counts."


def check_open(head: Head, now: datetime) -> None:
    """Raises Closed, saying why."""
    if words := say_closed(head, now):
        raise Closed(words)


def say_left(head: Head, now: datetime) -> str:
    """ "12 minutes left, until 10:45"."""
    end = find_deadline(head)
    if end is None:
        return ""
    if now >= end:
        return f"The time was over at {say_time(end)}."
    minutes = count_minutes(end, now)
    left = plural(minutes, "minute") if minutes > 1 else "Less than a minute"
    return f"{left} left, until {say_time(end)}"


def announce(head: Head, now: datetime) -> str:
    """The same in a few words, from fifteen, five and one minutes on; it stays as it is between them."""
    end = find_deadline(head)
    if end is None or now >= end:
        return ""
    near = next((one for one in ANNOUNCED if count_minutes(end, now) <= one), None)
    return f"{plural(near, 'minute')} left" if near else ""


def count_minutes(end: datetime, now: datetime) -> int:
    """Whole minutes, the last that has begun among them."""
    return ceil((end - now) / timedelta(minutes=1))


def say_time(moment: datetime) -> str:
    return f"{moment.astimezone(LONDON):%H:%M}"
