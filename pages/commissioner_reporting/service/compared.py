"""A kept return beside what is known now, beside the month before, and beside another return."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from auth.actor import Actor
from dashapp.context import Clockstart
from pages.commissioner_reporting.service.kept import KeptReturn, find_for, name_open
from pages.commissioner_reporting.service.lists import ReportedList
from pages.commissioner_reporting.service.report_query import ReportAsked, month_before
from rules.calendar import commissioner_deadline, month_end, provider_deadline
from rules.codes import TOTAL_LINE
from rules.returns.layout import Part, ReturnLine
from rules.returns.measures import Figures, figures_of
from rules.returns.pathways import Month
from rules.returns.summing import headline_bands
from words.phrases import in_words

STOPPED, NULLIFIED, MOVED, GONE, ADDED = "stopped", "nullified", "moved", "gone", "added"
CHANGE_WORDS: Mapping[str, str] = {
    STOPPED: "Stopped by the end of the month, recorded later",
    NULLIFIED: "Nullified since",
    MOVED: "Clock start changed since, or no longer in the return",
    GONE: "No longer on the list",
    ADDED: "On the list now, not when it was kept",
}
REVISIONS = (1, 7)


class Change(NamedTuple):
    """A pathway that counts otherwise now than when the return was kept."""

    owner: str
    record_id: str
    why: str
    words: str


class Deadlines(NamedTuple):
    """When a month's return is due and assured, and when its next revision is published (RET-9)."""

    provider: date
    commissioner: date
    revision: date


@dataclass(frozen=True, slots=True)
class PartChange:
    """One part of two returns: how many then, how many now."""

    part: Part
    before: int
    now: int

    @property
    def change(self) -> int:
        return self.now - self.before


def find_deadlines(month: Month) -> Deadlines:
    """The 13th and 18th working day after the month, bank holidays left out, and the January or July after them."""
    due = provider_deadline(month.last)
    revision = next(
        date(year, number, 1)
        for year in (due.year, due.year + 1)
        for number in REVISIONS
        if date(year, number, 1) > due
    )
    return Deadlines(due, commissioner_deadline(month.last), month_end(revision))


def is_frozen(month: Month, today: date) -> bool:
    """Whether the month's return has been due: what comes in later waits for a revision."""
    return today > provider_deadline(month.last)


def list_changes(kept: KeptReturn, listed: ReportedList) -> list[Change]:
    """What has changed in who was open at the month's end since the return was kept. A clock found later to have
    stopped by then is taken off the list and added to no month's completed pathways (PRN01045 v5.0 §10.1.5)."""
    was, now = kept.open_pathways, set(name_open(listed, kept.month))
    lost = [split_name(name) for name in sorted(was - now)]
    known = periods_of(listed, {(owner, record_id) for owner, record_id, _ in lost})
    gone = [explain_lost(*name, known.get(name[:2], ()), kept.month) for name in lost]
    moved = {(change.owner, change.record_id) for change in gone if change.why == MOVED}
    added = [split_name(name)[:2] for name in sorted(now - was)]
    return [*gone, *(Change(*who, ADDED, CHANGE_WORDS[ADDED]) for who in added if who not in moved)]


def split_name(name: str) -> tuple[str, str, str]:
    """Owner, record and clock start of a period as `name_open` names it."""
    owner, _, rest = name.partition("/")
    record_id, _, start = rest.rpartition("/")
    return owner, record_id, start


def periods_of(listed: ReportedList, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], list[Any]]:
    """The periods of these pathways, by owner and record."""
    columns = listed.columns
    ids = {record_id for _, record_id in wanted}
    places = [place for place, record_id in enumerate(columns.ids) if record_id in ids]
    found: dict[tuple[str, str], list[Any]] = {}
    for row in columns.rows[np.isin(columns["record"], places)]:
        found.setdefault((columns.people[row["owner"]], columns.ids[row["record"]]), []).append(row)
    return found


def explain_lost(owner: str, record_id: str, start: str, periods: Sequence[Any], month: Month) -> Change:
    """Why a period that was open is not counted as open any more."""
    if not periods:
        return Change(owner, record_id, GONE, CHANGE_WORDS[GONE])
    period = next((row for row in periods if str(row["start"]) == start), None)
    if period is None or np.isnat(period["stop"]):
        return Change(owner, record_id, MOVED, CHANGE_WORDS[MOVED])
    why = NULLIFIED if period["nullified"] else STOPPED
    return Change(owner, record_id, why, f"{CHANGE_WORDS[why]}: {in_words(period['stop'].item())}")


def compare_parts(before: Sequence[ReturnLine], now: Sequence[ReturnLine]) -> list[PartChange]:
    """Each part of two returns, NONC left in, as the parts are submitted."""
    return [PartChange(part, total_of(before, part), total_of(now, part)) for part in Part]


def total_of(lines: Sequence[ReturnLine], part: Part, line: str | None = None) -> int:
    """Total All of a part, of one line or of all of them."""
    wanted = (one for one in lines if one.part is part and one.line != TOTAL_LINE and line in (None, one.line))
    return int(sum(one.total_all for one in wanted))


def figures_of_lines(lines: Sequence[ReturnLine], line: str | None = None) -> Figures:
    """The headline figures of a return, or of one of its lines, NONC left out."""
    return figures_of(headline_bands([one for one in lines if line in (None, one.line)]))


def find_previous(clockstart: Clockstart, actor: Actor, asked: ReportAsked) -> KeptReturn | None:
    """The kept return of the same list for the month before, a signed one rather than others."""
    return next(iter(find_for(clockstart, actor, replace(asked, month=month_before(asked.month)))), None)
