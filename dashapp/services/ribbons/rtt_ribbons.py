"""The 18-week clock as a ribbon: periods one after the other, what was nullified, active monitoring as a gap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dashapp.values.ribbon import Line, Mark, Ribbon, Stretch
from rules.events import EVENT_KINDS, Event
from rules.explain import Step
from rules.rtt import Clock, Period, WhatIf

MONITORING_CODES = frozenset({"31", "32"})
MILESTONE_WEEKS = (26, 40, 52, 65)


def make_rtt_ribbon(clock: Clock, events: Sequence[Event], *, with_effects: bool = False) -> Ribbon | None:
    """The clock of a pathway drawn from its first start; None when there is no clock to draw."""
    last = clock.last
    if last is None:
        return None
    first, end = clock.periods[0].start, last.stop
    until = end or max(clock.as_of, last.start)
    moved = moving_dates(clock)
    effects = find_effects(clock.steps) if with_effects else {}
    return Ribbon(
        start=first,
        end=end,
        today=max(clock.as_of, first),
        lines=tuple(list_lines(last, until)),
        stretches=tuple(list_stretches(clock.periods, until)),
        marks=tuple(make_mark(event, moved, effects) for event in events if is_shown(event, first, until)),
        words=clock.in_words,
    )


def with_tried(tried: WhatIf, events: Sequence[Event], day: date, label: str) -> Ribbon | None:
    """The clock as it is, with the tried event and the line it would move to drawn in outline over it."""
    before, after = tried.before, tried.after
    ribbon = make_rtt_ribbon(before if before.last else after, events)
    if ribbon is None:
        return None
    line = (
        (Line("18 weeks, tried", after.last.last_day_within_18w, tried=True),)
        if has_moved(before, after) and after.last
        else ()
    )
    mark = Mark(max(day, ribbon.start), "note", label, moved=True, tried=True)
    return replace(ribbon, marks=(*ribbon.marks, mark), lines=(*ribbon.lines, *line), words=after.in_words)


def has_moved(before: Clock, after: Clock) -> bool:
    return after.counted_breach_date not in (None, before.counted_breach_date)


def is_shown(event: Event, first: date, until: date) -> bool:
    return "rtt" in EVENT_KINDS[event.name].books and first <= event.date <= until


def moving_dates(clock: Clock) -> frozenset[date]:
    """The days on which the clock started or stopped."""
    days = {period.start for period in clock.periods} | {period.stop for period in clock.periods if period.stop}
    return frozenset(days)


def make_mark(event: Event, moved: frozenset[date], effects: Mapping[date, Step]) -> Mark:
    """An event over the ribbon, with what it did to the clock when that is asked for."""
    kind = EVENT_KINDS[event.name]
    step = effects.get(event.date)
    rule, effect = (step.rule.ident, step.text) if step else ("", "")
    return Mark(event.date, kind.shape.value, kind.label, event.date in moved, rule, effect)


def find_effects(steps: Sequence[Step]) -> dict[date, Step]:
    """The step that was taken on account of each day's events, the last one where there are several."""
    found: dict[date, Step] = {}
    for step in steps:
        for value in step.values.values():
            if isinstance(value, date):
                found[value] = step
    return found


def list_lines(last: Period, until: date) -> Iterator[Line]:
    """The 18-week line; the long-wait lines once they have been reached; none of a nullified clock."""
    if last.nullified:
        return
    yield Line("18 weeks", last.last_day_within_18w)
    for weeks in MILESTONE_WEEKS:
        day = last.start + timedelta(weeks=weeks)
        if day <= until:
            yield Line(f"{weeks} weeks", day, "milestone")


def list_stretches(periods: Sequence[Period], until: date) -> Iterator[Stretch]:
    """Each period up to its line and past it, and active monitoring between two periods."""
    for place, period in enumerate(periods):
        end = period.stop or until
        if period.nullified:
            yield Stretch(period.start, end, "nullified")
        else:
            line = min(end, period.last_day_within_18w)
            yield Stretch(period.start, line)
            if end > line:
                yield Stretch(line, end, "over")
        following = periods[place + 1] if place + 1 < len(periods) else None
        if following and period.stop_code in MONITORING_CODES:
            yield Stretch(end, following.start, "monitoring")
