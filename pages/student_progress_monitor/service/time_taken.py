"""How long work takes somebody, from the audit trail alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from dashapp.context import Clockstart
from storage.audit import AuditEntry
from storage.keys import copy_in
from words.phrases import plural

SITTING = timedelta(minutes=30)
FEWEST = 3
MOST_ENTRIES = 5_000
SAVES = frozenset({"add", "edit"})
DEFINITION = (
    "The time between one save and the next, where they are no more than 30 minutes apart; longer gaps are breaks and "
    "the first save of a sitting is not counted. A pathway’s time is that of all saves of records linked to it. It "
    "measures saves, not thought: work that was not saved is not seen. Imported files do not count."
)


@dataclass(frozen=True, slots=True)
class Pace:
    """Medians in words."""

    per_record: str
    per_pathway: str


def measure(clockstart: Clockstart, uid: str) -> Pace | None:
    """A person's pace; None where there are fewer than three new records or pathways to measure."""
    newest_first = clockstart.store.audit.list_newest(uid, MOST_ENTRIES)
    records, pathways = gaps_of(reversed(newest_first))
    if len(records) < FEWEST or len(pathways) < FEWEST:
        return None
    return Pace(say(median(records)), say(median(pathways)))


def gaps_of(entries: Iterable[AuditEntry]) -> tuple[list[float], list[float]]:
    """Seconds for each new record, and for each pathway, whose save followed another within a sitting."""
    records: list[float] = []
    pathways: dict[str, float] = {}
    before: datetime | None = None
    for entry in entries:
        if entry.act not in SAVES or copy_in(entry.module):
            continue
        at = datetime.fromisoformat(entry.at)
        gap = at - before if before else None
        before = at
        if gap is None or not timedelta(seconds=1) <= gap <= SITTING:
            continue
        seconds = gap.total_seconds()
        if entry.act == "add":
            records.append(seconds)
        for pathway in entry.after.links if entry.after else ():
            pathways[pathway] = pathways.get(pathway, 0.0) + seconds
    return records, list(pathways.values())


def say(seconds: float) -> str:
    """ "4 minutes 20 seconds", "45 seconds"."""
    minutes, rest = divmod(round(seconds), 60)
    told = [plural(minutes, "minute")] if minutes else []
    return " ".join([*told, *([plural(rest, "second")] if rest or not minutes else [])])
