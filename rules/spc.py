"""Statistical process control: a series over time with its limits, its signals, and what they say (rule book SPC).

Source: NHS England, Making Data Count; the XmR chart as NHSRplotthedots 0.2.2 works it out (nhs-r-community, MIT).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import isfinite
from statistics import fmean
from typing import Any, Final, Literal, NamedTuple

from rules.explain import RuleBook

BOOK = RuleBook("spc", "Statistical process control")
LIMITS = BOOK.declare(
    "SPC-1",
    "Limits of a series over time (XmR)",
    "Limits are the mean ± 2.66 × the mean of the moving ranges, the differences between neighbours. Ranges of 3.267 "
    "times their mean and more are left out, and the mean is taken again. Near limits lie two thirds of the way out. "
    "Under 5 points there are no limits, under 13 they are trial limits.",
    "NHS England, Making Data Count; Shewhart individuals and moving range chart; NHSRplotthedots 0.2.2",
)
SIGNALS = BOOK.declare(
    "SPC-2",
    "What is more than chance",
    "A point outside the limits; seven in a row that rise or fall; two of three beyond the near limits while all three "
    "lie on one side of the mean; seven in a row on one side of the mean. A point is called by the first of these that "
    "holds. Where a rise and a fall share a point it belongs to the later one.",
    "NHS England, Making Data Count; NHSRplotthedots 0.2.2",
)
ASSURANCE = BOOK.declare(
    "SPC-3",
    "What to expect of a target",
    "A target outside the limits is met, or missed, whatever chance does. One between them is met at times and missed "
    "at times, and nothing has to change for that.",
    "NHS England, Making Data Count; NHSRplotthedots 0.2.2",
)

LIMIT: Final = 2.66
RANGE_LIMIT: Final = 3.267
FEWEST_FOR_LIMITS: Final = 5
FEWEST_FOR_ICONS: Final = 13
RUN_LENGTHS: Final = (6, 7, 8)

Direction = Literal["increase", "decrease", "neutral"]
DIRECTIONS: Final[Mapping[str, int]] = {"increase": 1, "decrease": -1, "neutral": 0}
"""Which way is better: up, down, or neither."""


class Point(NamedTuple):
    """A value on a day."""

    day: date
    value: float


@dataclass(frozen=True, slots=True)
class Options:
    """How a series is read. `rebase`: days from which limits are worked out afresh. `fix_after_n`: limits rest on the
    first so many points of each group. `run_length`: how many in a row make a trend or a shift, 6 to 8."""

    improvement_direction: Direction = "neutral"
    target: float | None = None
    rebase: tuple[date, ...] = ()
    fix_after_n: int | None = None
    screen_outliers: bool = True
    run_length: int = 7

    def __post_init__(self) -> None:
        if self.improvement_direction not in DIRECTIONS:
            raise ValueError("The direction of improvement is increase, decrease or neutral.")
        if self.run_length not in RUN_LENGTHS:
            raise ValueError("A run is 6, 7 or 8 points long.")
        if self.fix_after_n is not None and self.fix_after_n < 1:
            raise ValueError("Limits rest on one point or more.")


@dataclass(frozen=True, slots=True)
class Group:
    """The points between two days of rebasing and their limits: None where a single point has no moving range."""

    points: tuple[Point, ...]
    mean: float
    amr: float | None

    def beyond(self, share: float) -> tuple[float, float] | None:
        """The lines on both sides of the mean, `share` of the way to the limits."""
        reach = None if self.amr is None else share * LIMIT * self.amr
        return None if reach is None else (self.mean - reach, self.mean + reach)

    @property
    def limits(self) -> tuple[float, float] | None:
        return self.beyond(1)

    @property
    def near(self) -> tuple[float, float] | None:
        return self.beyond(2 / 3)


@dataclass(frozen=True, slots=True)
class Spc:
    """A series read: its groups, and for each point in order of time its signal (outside, trend, two_of_three, shift,
    None) and what it is (improvement, concern, neutral_high, neutral_low, common_cause).

    `limits_shown` is none, trial or full, by the points of the last group; `variation` (the last point's kind) and
    `assurance` (consistent_pass, consistent_fail, hit_or_miss) are None unless the limits are full.
    """

    groups: tuple[Group, ...]
    signals: tuple[str | None, ...]
    point_types: tuple[str, ...]
    limits_shown: str
    variation: str | None
    assurance: str | None


def read_series(points: Sequence[Point], options: Options | None = None) -> Spc:
    """What a series says; ValueError when it is empty."""
    if not points:
        raise ValueError("There are no points.")
    options = options or Options()
    groups = tuple(make_group(part, options) for part in split(sorted(points, key=lambda point: point.day), options))
    told = [signal for group in groups for signal in list_signals(group, options.run_length)]
    better = DIRECTIONS[options.improvement_direction]
    kinds = tuple(name_kind(side, better) for _, side in told)
    last = groups[-1]
    shown = show_limits(len(last.points))
    full = shown == "full"
    return Spc(
        groups,
        tuple(name for name, _ in told),
        kinds,
        shown,
        kinds[-1] if full else None,
        judge_target(last, options.target, better) if full else None,
    )


def show_limits(count: int) -> str:
    if count < FEWEST_FOR_LIMITS:
        return "none"
    return "full" if count >= FEWEST_FOR_ICONS else "trial"


def split(points: Sequence[Point], options: Options) -> Iterator[list[Point]]:
    """The groups: a new one begins with the first point on or after each day of rebasing."""
    days = sorted(options.rebase)
    group: list[Point] = []
    for point in points:
        begins = bool(days) and point.day >= days[0]
        while days and point.day >= days[0]:
            days.pop(0)
        if begins and group:
            yield group
            group = []
        group.append(point)
    yield group


def make_group(points: Sequence[Point], options: Options) -> Group:
    values = [point.value for point in points][: options.fix_after_n]
    ranges = [abs(after - before) for before, after in pairwise(values)]
    amr = fmean(ranges) if ranges else None
    if amr and options.screen_outliers:
        amr = fmean(one for one in ranges if one < RANGE_LIMIT * amr)
    return Group(tuple(points), fmean(values), amr)


def list_signals(group: Group, run_length: int) -> Iterator[tuple[str | None, int]]:
    """Each point's signal and its side, 1 high or rising, -1 low or falling; none in a group without limits."""
    values = [point.value for point in group.points]
    limits, near = group.limits, group.near
    if limits is None or near is None or len(values) < FEWEST_FOR_LIMITS:
        yield from ((None, 0) for _ in values)
        return
    sides = [_side(value, group.mean) for value in values]
    outside = [not limits[0] <= value <= limits[1] for value in values]
    close = [not out and not near[0] <= value <= near[1] for value, out in zip(values, outside, strict=True)]
    trends, shifts = find_trends(values, run_length), find_runs(sides, run_length)
    pairs = find_two_of_three(close, sides)
    for place, side in enumerate(sides):
        if outside[place]:
            yield "outside", side
        elif trends[place]:
            yield "trend", trends[place]
        elif place in pairs:
            yield "two_of_three", side
        else:
            yield ("shift", side) if shifts[place] else (None, 0)


def find_runs(sides: Sequence[int], length: int) -> list[int]:
    """The side of each place that is in a run of at least so many equal sides, 0 elsewhere; a 0 breaks a run."""
    found, start = [0] * len(sides), 0
    for place in range(1, len(sides) + 1):
        if place == len(sides) or sides[place] != sides[start]:
            if place - start >= length:
                found[start:place] = [sides[start]] * (place - start)
            start = place
    return found


def find_trends(values: Sequence[float], length: int) -> list[int]:
    """The direction of each place in a trend: so many points rising or falling are one step fewer. A place shared by
    two trends belongs to the later one."""
    steps = find_runs([_side(after, before) for before, after in pairwise(values)], length - 1)
    return [after or before for before, after in zip([0, *steps], [*steps, 0], strict=True)]


def find_two_of_three(close: Sequence[bool], sides: Sequence[int]) -> set[int]:
    """Places beyond a near limit in a window of three that has two of them and lies on one side of the mean."""
    found: set[int] = set()
    for start in range(len(sides) - 2):
        window = range(start, start + 3)
        beyond = [place for place in window if close[place]]
        if len(beyond) >= 2 and abs(sum(sides[place] for place in window)) == 3:
            found.update(beyond)
    return found


def name_kind(side: int, better: int) -> str:
    if side == 0:
        return "common_cause"
    if better == 0:
        return "neutral_high" if side > 0 else "neutral_low"
    return "improvement" if side == better else "concern"


def judge_target(group: Group, target: float | None, better: int) -> str | None:
    limits = group.limits
    if target is None or better == 0 or limits is None:
        return None
    if limits[0] <= target <= limits[1]:
        return "hit_or_miss"
    return "consistent_pass" if (target < limits[0]) is (better > 0) else "consistent_fail"


def _side(value: float, mean: float) -> int:
    return (value > mean) - (value < mean)


def answer_line(record: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of `python -m rules spc` to `{id, series: [{date, value}], options}`; ValueError with a sentence."""
    told = read_series(list(_read_points(record.get("series"))), _read_options(record.get("options")))
    return {
        "id": record.get("id"),
        "groups": [_describe(group) for group in told.groups],
        "signals": list(told.signals),
        "point_types": list(told.point_types),
        "limits_shown": told.limits_shown,
        "variation": told.variation,
        "assurance": told.assurance,
    }


def _describe(group: Group) -> dict[str, Any]:
    lower, upper = group.limits or (None, None)
    near_lower, near_upper = group.near or (None, None)
    return {
        "from": group.points[0].day.isoformat(),
        "to": group.points[-1].day.isoformat(),
        "n": len(group.points),
        "mean": group.mean,
        "amr": group.amr,
        "lower": lower,
        "upper": upper,
        "near_lower": near_lower,
        "near_upper": near_upper,
    }


def _read_points(series: object) -> Iterator[Point]:
    """The points; one without a value is left out."""
    if not isinstance(series, list):
        raise ValueError("The line has no series: a list of a date and a value each.")
    for place, one in enumerate(series, start=1):
        if not isinstance(one, Mapping):
            raise ValueError(f"Point {place} is not a date and a value.")
        if one.get("value") is not None:
            yield Point(_read_day(one.get("date"), f"the date of point {place}"), _read_number(one["value"], place))


def _read_options(given: object) -> Options:
    if given is None:
        return Options()
    known = Options.__dataclass_fields__
    if not isinstance(given, Mapping) or not given.keys() <= known.keys():
        raise ValueError(f"The options are {', '.join(known)}.")
    rebase = given.get("rebase") or ()
    if not isinstance(rebase, list | tuple):
        raise ValueError("The days of rebasing are a list.")
    fixed = given.get("fix_after_n")
    if fixed is not None and (isinstance(fixed, bool) or not isinstance(fixed, int)):
        raise ValueError("Limits rest on a whole number of points.")
    target = given.get("target")
    days = tuple(_read_day(day, "a day of rebasing") for day in rebase)
    return Options(**{**given, "rebase": days, "target": None if target is None else _read_number(target, 0)})


def _read_day(text: object, what: str) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise ValueError(f"{what[0].upper()}{what[1:]} is not a day such as 2026-04-01.") from None


def _read_number(value: object, place: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ValueError(f"The value of point {place} is not a number." if place else "The target is not a number.")
    return float(value)
