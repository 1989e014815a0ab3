"""Cancer clocks as ribbons: what ran, what was taken off, what is past the line, and the same in words."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from dashapp.values.ribbon import Headline, Line, Mark, Ribbon, Stretch, StretchKind
from rules.cancer.clock import Clock
from rules.cancer.measures import D62, TRANSFER_WITHIN
from rules.events import EVENT_KINDS, Event
from words.phrases import in_words, plural, without_capital

MOVING = frozenset(
    {
        "referral_received",
        "consultant_upgrade",
        "patient_told",
        "decision_to_treat",
        "earliest_clinically_appropriate_date",
        "treatment_start",
        "treatment_declined",
    }
)

SOON = 14


def make_cancer_ribbon(clock: Clock, events: Sequence[Event], today: date) -> Ribbon:
    """One clock drawn from its start to its stop, or to today while it runs; of one that is not counted, its events."""
    end = clock.clock_stop or max(today, clock.clock_start)
    return Ribbon(
        start=clock.clock_start,
        end=clock.clock_stop,
        today=today,
        lines=tuple(list_lines(clock, events)),
        stretches=tuple(list_stretches(clock, end)),
        marks=tuple(make_mark(event) for event in events if clock.clock_start <= event.date <= end and is_shown(event)),
        words=say_clock(clock),
        how=say_how(clock),
        status=tell_status(clock),
    )


def say_how(clock: Clock) -> str:
    """ "Met on day 25", "Missed, 8 days over", "20 days left"."""
    if not clock.is_counted or clock.days is None:
        return "Not counted"
    over = clock.days - clock.measure.limit
    if clock.clock_stop:
        return f"Missed, {plural(over, 'day')} over" if over > 0 else f"Met on day {clock.days:,}"
    return f"{plural(over, 'day')} over" if over > 0 else f"{plural(-over, 'day')} left"


def tell_status(clock: Clock) -> str:
    """Fine, to watch in its last two weeks, a breach."""
    if not clock.is_counted or clock.days is None:
        return "note"
    left = clock.measure.limit - clock.days
    return "breach" if left < 0 else "fine" if clock.clock_stop or left > SOON else "watch"


def say_headline(clock: Clock) -> Headline:
    """The most urgent of the clocks as the head of the band says it: "Day 52 of 62, 10 days left"."""
    if not clock.is_counted or clock.days is None:
        return Headline(clock.measure.label, "", "", say_clock(clock))
    off = f" {plural(clock.adjustment_days, 'day')} taken off." if clock.adjustment_days else ""
    last = clock.last_compliant_date
    if clock.clock_stop:
        return Headline(f"{clock.measure.label}:", "", without_capital(say_how(clock)), f"{say_clock(clock)}.{off}")
    tense = "is" if clock.days <= clock.measure.limit else "was"
    below = f"{clock.measure.label}: last day {tense} {in_words(last)}."
    return Headline(f"Day {clock.days:,} of {clock.measure.limit},", "", say_how(clock), f"{below}{off}")


def is_shown(event: Event) -> bool:
    return "cancer" in EVENT_KINDS[event.name].books


def make_mark(event: Event) -> Mark:
    kind = EVENT_KINDS[event.name]
    return Mark(event.date, kind.shape.value, kind.label, moved=event.name in MOVING)


def list_lines(clock: Clock, events: Sequence[Event]) -> list[Line]:
    """The last day that meets the standard; on a 62-day clock with a transfer, day 38. None where it is not
    counted."""
    if not clock.is_counted:
        return []
    lines = [Line(f"Day {clock.measure.limit}", clock.last_compliant_date)]
    if clock.measure is D62 and any(event.name == "transfer_to_treating_provider" for event in events):
        by = clock.clock_start + timedelta(days=TRANSFER_WITHIN + clock.adjusted.first_seen)
        lines.append(Line(f"Day {TRANSFER_WITHIN}", by, "transfer"))
    return lines


def list_stretches(clock: Clock, end: date) -> list[Stretch]:
    """The days from start to end in pieces: running, taken off, past the line. None where it is not counted."""
    if not clock.is_counted:
        return []
    over_from = clock.breach_date
    edges = {clock.clock_start, end, *(day for period in clock.adjusted.taken_off for day in period)}
    edges |= {over_from} if clock.clock_start < over_from < end else set()
    return [
        Stretch(first, last, kind_of(first, clock.adjusted.taken_off, over_from))
        for first, last in pairwise(sorted(day for day in edges if clock.clock_start <= day <= end))
    ]


def kind_of(first: date, taken_off: Sequence[tuple[date, date]], over_from: date) -> StretchKind:
    if any(since <= first < until for since, until in taken_off):
        return "adjusted"
    return "over" if first >= over_from else "running"


def say_clock(clock: Clock) -> str:
    """ "Day 23 of 62 · last day 4 May 2026 · 39 days left", "Met: 60 days", "Missed: 70 days, 8 over"."""
    if not clock.is_counted:
        return f"Not counted: {clock.why_not}"
    days, limit = clock.days, clock.measure.limit
    if days is None:
        return f"Started {in_words(clock.clock_start)}"
    if clock.clock_stop:
        over = f", {days - limit:,} over" if days > limit else ""
        return f"{'Met' if clock.met else 'Missed'}: {plural(days, 'day')}{over}"
    left = clock.days_left or 0
    last = f"Day {days:,} of {limit} · last day {in_words(clock.last_compliant_date)}"
    return f"{last} · {plural(left, 'day')} left" if left >= 0 else f"{last} · {plural(-left, 'day')} over"
