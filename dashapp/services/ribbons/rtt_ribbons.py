"""The 18-week clock as a ribbon: periods one after the other, what was nullified, active monitoring as a gap."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from dashapp.values.ribbon import Headline, Line, Mark, Ribbon, Stretch, StretchKind
from rules.events import EVENT_KINDS, Event
from rules.explain import Step
from rules.rtt import STATUS_WORDS, Clock, Period, WhatIf
from words.phrases import in_words, plural

MONITORING_CODES = frozenset({"31", "32"})
MILESTONE_WEEKS = (26, 40, 52, 65)
ENDS, BEGINS = frozenset({"clock_stops", "clock_nullified"}), frozenset({"clock_starts", "new_clock"})
OF_A_CLOCK = ENDS | BEGINS | {"clock_runs", "no_change"}
"""Decisions about a clock."""
LIMIT = 126
"""Days within 18 weeks."""
WAITING: Mapping[str, StretchKind] = {"active_monitoring": "monitoring", "nullified": "waiting"}
LED_UP_TO_IT = timedelta(weeks=6)
"""How long before the first start of a clock an event may be and still be marked."""


def make_rtt_ribbon(clock: Clock, events: Sequence[Event]) -> Ribbon | None:
    """The clock of a pathway drawn from its first start; None when there is no clock to draw."""
    last = clock.last
    if last is None:
        return None
    first, end = clock.periods[0].start, last.stop
    until = end or max(clock.as_of, last.start)
    moved = moving_dates(clock)
    return Ribbon(
        start=first,
        end=end,
        today=max(clock.as_of, first),
        lines=tuple(list_lines(last, until)),
        stretches=tuple(list_stretches(clock.periods, until)),
        marks=tuple(make_mark(event, moved) for event in events if is_shown(event, first, until)),
        words=clock.in_words,
        how=f"{clock.wait.weeks} w {clock.wait.extra_days} d" if clock.wait and not end else "",
        counted_from=last.start,
    )


def make_page_ribbon(clock: Clock, events: Sequence[Event]) -> Ribbon | None:
    """The same for the band of a record: what led up to the clock is marked too, and what follows it until today."""
    ribbon, last = make_rtt_ribbon(clock, events), clock.last
    if ribbon is None or last is None:
        return None
    moved = moving_dates(clock)
    since, until = ribbon.start - LED_UP_TO_IT, ribbon.end or ribbon.today
    after = [Stretch(until, clock.as_of, WAITING[clock.status])] if is_waiting(clock, until) else []
    shown = [event for event in events if is_shown(event, since, max(until, clock.as_of))]
    return replace(
        ribbon, stretches=(*ribbon.stretches, *after), marks=tuple(make_mark(event, moved) for event in shown)
    )


def is_waiting(clock: Clock, until: date) -> bool:
    """Whether a stopped clock is one that goes on: after monitoring, or when the patient rebooks."""
    return clock.status in WAITING and until < clock.as_of


def with_tried(tried: WhatIf, events: Sequence[Event], event: Event) -> Ribbon | None:
    """The clock as it is; over it, in outline, what the tried event would make of it, and the limit it would have."""
    now, then = make_page_ribbon(tried.before, events), make_page_ribbon(tried.after, [*events, event])
    drawn = now or then
    if drawn is None:
        return None
    kind = EVENT_KINDS[event.name]
    mark = Mark(event.date, kind.shape.value, kind.label, moved=True, tried=True)
    if now is None or then is None:
        return replace(drawn, marks=(*drawn.marks, mark))
    changed = [one._replace(tried=True) for one in then.stretches if one not in now.stretches]
    moved = [line for line in then.lines if line.kind == "target" and line not in now.lines]
    lines = [line._replace(gone=line.kind == "target" and line not in then.lines) for line in now.lines]
    return replace(
        now,
        end=then.end,
        today=max(now.today, then.today),
        stretches=(*now.stretches, *changed),
        lines=(*lines, *(line._replace(tried=True) for line in moved)),
        marks=(*now.marks, mark),
    )


def with_question(clock: Clock, events: Sequence[Event], new: Sequence[Event]) -> Ribbon | None:
    """The clock up to what was entered; what it does from there on is left open."""
    ribbon = make_page_ribbon(clock, events)
    if ribbon is None or not new:
        return ribbon
    day = max(ribbon.start, new[-1].date)
    ran = [one._replace(end=min(one.end, day)) for one in ribbon.stretches if one.start < day]
    open_end = max(ribbon.today, *(line.placed_on for line in ribbon.lines), day + LED_UP_TO_IT)
    marks = [Mark(one.date, EVENT_KINDS[one.name].shape.value, EVENT_KINDS[one.name].label, moved=True) for one in new]
    asked = Stretch(day, open_end, "asked")
    return replace(ribbon, lines=(), stretches=(*ran, asked), marks=(*ribbon.marks, *marks))


def as_answered(drawn: Ribbon, before: Clock | None, decision: str, day: date | None, breach: date | None) -> Ribbon:
    """The clock as somebody answered it, in outline, on the days of the one that is `drawn`: as it was before, and from
    the day that was given stopped or begun."""
    known = make_rtt_ribbon(before, ()) if before else None
    stretches = known.stretches if known else ()
    if day and decision in {*ENDS, *BEGINS}:
        stretches = tuple(one._replace(end=min(one.end, day)) for one in stretches if one.start < day)
    if day and decision in BEGINS:
        stretches = (*stretches, Stretch(day, max(day, drawn.today)))
    return replace(
        drawn,
        end=day if decision in ENDS else None,
        lines=(Line("18 weeks", breach - timedelta(days=1), tried=True),) if breach else (),
        stretches=tuple(one._replace(tried=True) for one in stretches),
        marks=(*drawn.marks, Mark(day, "decision", "You said", moved=True, tried=True)) if day else drawn.marks,
        words="",
        how="",
        counted_from=None,
    )


def say_headline(clock: Clock) -> Headline:
    """The wait and its limit, as the head of the band says them. Days over are the days waited less the limit."""
    last, wait = clock.last, clock.wait
    if last is None or wait is None or last.stop:
        return say_without_wait(clock)
    left = LIMIT - wait.days
    then = (
        f"{plural(left, 'day')} left" if left > 0 else "the last day" if left == 0 else f"{plural(-left, 'day')} over"
    )
    is_last = "is" if left >= 0 else "was"
    below = f"Last day within 18 weeks {is_last} {last.last_day_within_18w:%A} {in_words(last.last_day_within_18w)}"
    return Headline(say_weeks(clock), "waited,", then, below)


def say_weeks(clock: Clock) -> str:
    """ "15 weeks 0 days"."""
    wait = clock.wait
    return f"{plural(wait.weeks, 'week')} {plural(wait.extra_days, 'day')}" if wait else ""


def say_without_wait(clock: Clock) -> Headline:
    """A clock that does not run: since when, with which code, and what starts one."""
    last = clock.last
    if last is None or last.stop is None:
        return Headline(STATUS_WORDS[clock.status])
    if clock.status == "nullified":
        below = f"The wait from {in_words(last.start)} to {in_words(last.stop)} does not count"
        return Headline("Clock nullified,", "", "no breach date", below)
    waited = f"after {say_weeks(clock)}, code {last.stop_code}"
    words = "On active monitoring" if clock.status == "active_monitoring" else "Clock stopped"
    return Headline(f"{words} since {in_words(last.stop)}", "", "", f"The clock stopped {waited}")


def is_shown(event: Event, first: date, until: date) -> bool:
    return "rtt" in EVENT_KINDS[event.name].books and first <= event.date <= until


def moving_dates(clock: Clock) -> frozenset[date]:
    """The days on which the clock started or stopped."""
    days = {period.start for period in clock.periods} | {period.stop for period in clock.periods if period.stop}
    return frozenset(days)


def make_mark(event: Event, moved: frozenset[date]) -> Mark:
    """An event over the ribbon."""
    kind = EVENT_KINDS[event.name]
    return Mark(event.date, kind.shape.value, kind.label, event.date in moved)


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
            line = min(end, period.breach_date)
            yield Stretch(period.start, line)
            if end > line:
                yield Stretch(line, end, "over")
        following = periods[place + 1] if place + 1 < len(periods) else None
        if following and period.stop_code in MONITORING_CODES:
            yield Stretch(end, following.start, "monitoring")
