"""What one event more would do to the cancer clocks: the same reading twice, and the difference in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from words.phrases import in_words, plural

from ..events import Event
from .clock import Clock
from .pathway import label_of
from .reading import CancerClocks, read_pathway


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The clocks before and after, and a sentence for each difference (one that says so when there is none)."""

    before: CancerClocks
    after: CancerClocks
    differences: tuple[str, ...]


def what_if(events: Sequence[Event], extra: Event, as_of: date | None = None) -> WhatIf:
    """Read the pathway with and without `extra`; a planned event later than `as_of` is tried as on its own day."""
    read_on = extra.date if as_of is not None and extra.date > as_of else as_of
    before, after = read_pathway(events, as_of), read_pathway([*events, extra], read_on)
    told = tuple(_list_differences(before, after))
    nothing = (f"“{label_of(extra)}” on {in_words(extra.date)} changes none of the three clocks.",)
    return WhatIf(before, after, told or nothing)


def _list_differences(before: CancerClocks, after: CancerClocks) -> Iterator[str]:
    pairs = ((before.fds, after.fds), (before.d31, after.d31), (before.d62, after.d62))
    for old, new in pairs:
        yield from _compare(old, new)
    for clock in after.d31_subsequent[len(before.d31_subsequent) :]:
        yield f"A further 31-day clock starts on {in_words(clock.clock_start)}."
    if after.allocation is not None and after.allocation != before.allocation:
        yield f"The 62-day result is shared: {after.allocation.method.value.replace('_', ' ')}."
    yield from _new_findings(before, after)


def _compare(old: Clock | None, new: Clock | None) -> Iterator[str]:
    if new is None:
        if old is not None:
            yield f"{old.measure.label}: the clock no longer starts."
        return
    name = new.measure.label
    if old is None:
        last = in_words(new.last_compliant_date)
        yield f"{name}: a clock starts on {in_words(new.clock_start)}; its last compliant date is {last}."
    else:
        yield from _compare_dates(name, old, new)
    yield from _compare_end(name, old, new)


def _compare_dates(name: str, old: Clock, new: Clock) -> Iterator[str]:
    if old.clock_start != new.clock_start:
        yield f"{name}: the start moves from {in_words(old.clock_start)} to {in_words(new.clock_start)}."
    if old.adjustment_days != new.adjustment_days:
        yield (
            f"{name}: the adjustment goes from {plural(old.adjustment_days, 'day')} to "
            f"{plural(new.adjustment_days, 'day')}."
        )
    if old.last_compliant_date != new.last_compliant_date:
        yield (
            f"{name}: the last compliant date moves from {in_words(old.last_compliant_date)} to "
            f"{in_words(new.last_compliant_date)}."
        )


def _compare_end(name: str, old: Clock | None, new: Clock) -> Iterator[str]:
    if new.clock_stop is not None and new.is_counted and (old is None or old.clock_stop != new.clock_stop):
        verdict = "met" if new.met else "missed"
        yield (
            f"{name}: the clock stops on {in_words(new.clock_stop)} at {plural(new.days or 0, 'day')}; the standard is "
            f"{verdict}."
        )
    if new.why_not and (old is None or old.why_not != new.why_not):
        yield f"{name}: the wait is no longer counted, because {new.why_not}."
    if old is not None and not new.clock_stop and new.is_running and not old.is_running:
        yield f"{name}: the clock runs on."


def _new_findings(before: CancerClocks, after: CancerClocks) -> Iterator[str]:
    known = {finding.text for finding in before.findings}
    for finding in after.findings:
        if finding.text not in known and not finding.check.depends_on_today:
            yield finding.text
