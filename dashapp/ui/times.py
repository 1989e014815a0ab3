"""Times as people read them: Europe/London, whatever is stored."""

from datetime import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def time_of_day(moment: datetime) -> str:
    """ "10:42"."""
    return f"{moment.astimezone(LONDON):%H:%M}"


def day_and_time(moment: datetime) -> str:
    """ "12 June 2026, 10:42"."""
    local = moment.astimezone(LONDON)
    return f"{local.day} {local:%B %Y, %H:%M}"
