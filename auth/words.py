"""How times and browsers are told on the plain pages."""

from datetime import datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "an iPhone"),
    ("iPad", "an iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "a Mac"),
    ("Linux", "Linux"),
)


def moment(when: datetime) -> str:
    """`12 June 2026 at 10:42`, as clocks in England show it."""
    local = when.astimezone(LONDON)
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"


def device(agent: str) -> str:
    """`Firefox on Windows`, from what the browser says of itself."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "A browser")
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser
