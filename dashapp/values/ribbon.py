"""What a clock ribbon shows, as plain values: an axis of days, stretches of a clock, lines to keep, marks of events.

`dashapp/ui/ribbon.py` draws it as HTML and `assets/dashAgGridComponentFunctions.js` draws `compact_ribbon` in a grid.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

Shape = Literal["start", "stop", "attended", "missed", "offer", "decision", "letter", "note"]
LineKind = Literal["target", "milestone", "transfer"]
StretchKind = Literal["running", "over", "nullified", "monitoring", "waiting", "adjusted", "asked"]

SHAPE_WORDS: dict[Shape, str] = {
    "start": "Clock start",
    "stop": "Clock stop",
    "attended": "Attended",
    "missed": "Missed",
    "offer": "Offer",
    "decision": "Decision",
    "letter": "Letter",
    "note": "Note",
}
SHAPE_LETTERS: dict[Shape, str] = {
    "start": "s",
    "stop": "e",
    "attended": "a",
    "missed": "m",
    "offer": "o",
    "decision": "d",
    "letter": "l",
    "note": "n",
}
STRETCH_LETTERS: dict[StretchKind, str] = {
    "running": "r",
    "over": "o",
    "nullified": "n",
    "monitoring": "m",
    "waiting": "w",
    "adjusted": "a",
    "asked": "q",
}
LINE_LETTERS: dict[LineKind, str] = {"target": "t", "milestone": "m", "transfer": "x"}
ROOM = 0.03
Day = date


class Line(NamedTuple):
    """A day to keep: the 18-week line, a milestone already reached, the 38-day transfer.

    `tried` is that of an event that is being tried, `gone` the one that falls away with it.
    """

    label: str
    date: date
    kind: LineKind = "target"
    tried: bool = False
    gone: bool = False

    @property
    def placed_on(self) -> Day:
        """Where it is drawn: the last day of a target ends where the next begins."""
        return self.date + timedelta(days=1) if self.kind == "target" else self.date


class Stretch(NamedTuple):
    """Part of a clock from one day to another; `waiting` is after a nullified clock, until a new one starts,
    `asked` what somebody is to predict."""

    start: date
    end: date
    kind: StretchKind = "running"
    tried: bool = False


class Mark(NamedTuple):
    """An event: `moved` when it moved the clock, `tried` when it is not stored."""

    date: date
    shape: Shape
    label: str
    moved: bool = False
    tried: bool = False


@dataclass(frozen=True, slots=True)
class Ribbon:
    """One clock drawn: `end` is its last day, or None while it runs; `words` say the same as the drawing.

    `how` says in a few words how it is going ("15 w 0 d", "20 days left"), `status` whether that is fine, to watch or a
    breach; what counts now began on `counted_from`, where that is not the first day.
    """

    start: date
    end: date | None
    today: date
    lines: tuple[Line, ...] = ()
    stretches: tuple[Stretch, ...] = ()
    marks: tuple[Mark, ...] = ()
    words: str = ""
    how: str = ""
    status: str = ""
    counted_from: date | None = None


class Headline(NamedTuple):
    """The wait in one line, "15 weeks 0 days" "waited," "21 days left", and the limit in the next."""

    strong: str
    quiet: str = ""
    then: str = ""
    below: str = ""

    @property
    def line(self) -> str:
        return " ".join(filter(None, (self.strong, self.quiet, self.then)))


class Axis(NamedTuple):
    """The days from the left edge to the right edge of a drawing."""

    first: date
    days: int

    def place(self, day: date) -> float:
        """Where a day stands, in percent of the width, kept within the drawing."""
        return round(min(100.0, max(0.0, (day - self.first).days / self.days * 100)), 2)

    @property
    def week(self) -> float:
        """The width of a week in percent."""
        return round(700 / self.days, 4)


def fit_axis(ribbons: Iterable[Ribbon]) -> Axis:
    """The axis that holds every day of the ribbons, with a little room at the right edge."""
    days = [day for ribbon in ribbons for day in list_days(ribbon)]
    first, last = min(days), max(days)
    span = (last - first).days
    return Axis(first, max(7, span + max(1, round(span * ROOM))))


def list_days(ribbon: Ribbon) -> list[date]:
    return [
        ribbon.start,
        ribbon.end or max(ribbon.start, ribbon.today),
        *(line.date for line in ribbon.lines),
        *(day for stretch in ribbon.stretches for day in (stretch.start, stretch.end)),
        *(mark.date for mark in ribbon.marks),
    ]


def place_levels(places: Iterable[float], gap: float, most: int) -> list[int]:
    """A level for each place so that neighbours closer than `gap` percent stand above each other, `most` levels."""
    last_on_level: list[float] = []
    levels = []
    for place in places:
        free = next((level for level, last in enumerate(last_on_level) if place - last >= gap), len(last_on_level))
        level = min(free, most - 1)
        last_on_level[level : level + 1] = [place]
        levels.append(level)
    return levels


class Scale(NamedTuple):
    """The axis that all rows of a list share, in days from the start of each clock: the limit, the ticks that its head
    names, and how many days are one of its units."""

    limit: int
    ticks: tuple[int, ...]
    unit: int = 1

    def reach(self, longest: int) -> int:
        """The first tick past the limit that holds the longest clock, or the last there is."""
        return next((tick for tick in self.ticks if tick > self.limit and tick >= longest), self.ticks[-1])


EIGHTEEN_WEEKS = Scale(126, tuple(7 * weeks for weeks in (0, 18, 26, 40, 52, 78, 104)), unit=7)
CANCER_DAYS = Scale(62, (0, 28, 62, 104, 208))


def compact_ribbon(ribbon: Ribbon) -> dict[str, Any]:
    """The ribbon for a grid cell: `n` its last day, `t` today, `s` stretches, `l` lines, `m` marks, `w` words.

    Days are counted from the start of what counts now, so that the limits of all rows stand under each other; what was
    before it is left out. Kinds are single letters, so that thousands of rows stay small.
    """
    since = ribbon.counted_from or ribbon.start

    def day(of: date) -> int:
        return (of - since).days

    return {
        "n": day(ribbon.end or max(since, ribbon.today)),
        "t": day(ribbon.today) if ribbon.end is None else None,
        "s": [
            [max(0, day(one.start)), day(one.end), STRETCH_LETTERS[one.kind]]
            for one in ribbon.stretches
            if one.end > since
        ],
        "l": [[day(one.date), LINE_LETTERS[one.kind]] for one in ribbon.lines if one.date > since],
        "m": [[day(one.date), SHAPE_LETTERS[one.shape], int(one.moved)] for one in ribbon.marks if one.date > since],
        "w": ribbon.words,
    }
