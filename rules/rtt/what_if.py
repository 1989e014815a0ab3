"""What if: the same reading with one event more, and the difference in words."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rules.explain import Step
from words.phrases import in_words, plural

from ..events import Event
from .clock import Clock
from .engine import read_pathway


class WhatIf(NamedTuple):
    """The clock as it is, the clock with the event tried, and what the event would change, in sentences."""

    before: Clock
    after: Clock
    difference: list[str]


def what_if(events: Sequence[Event], event: Event, as_of: date) -> WhatIf:
    """Try an event on a pathway without saving it. An event later than `as_of` is tried on its own day."""
    day = max(as_of, event.date)
    before, after = read_pathway(events, day), read_pathway([*events, event], day)
    return WhatIf(before, after, describe_difference(before, after))


def describe_difference(before: Clock, after: Clock) -> list[str]:
    """What changes from one reading to the other, most important first; one sentence when nothing does."""
    changes = [
        *_compare_status(before, after),
        *_compare_start(before, after),
        *_compare_breach(before, after),
        *_compare_rest(before, after),
    ]
    new_steps = list_new_steps(before, after)
    if not changes:
        changes = ["Nothing moves: the clock is as it was."]
    return [*changes, *(step.text for step in new_steps)]


def _compare_status(before: Clock, after: Clock) -> list[str]:
    now, then = _say_status(after), _say_status(before)
    return [f"{now}; before, {then[0].lower()}{then[1:]}."] if now != then else []


def _say_status(clock: Clock) -> str:
    last = clock.last
    if last is None:
        return "There is no clock" if clock.status == "no_clock" else "The pathway is outside RTT"
    if clock.status == "open":
        return "The clock is running"
    if clock.status == "nullified":
        return f"The clock is nullified on {in_words(last.stop)}"
    monitoring = ", active monitoring" if clock.status == "active_monitoring" else ""
    return f"The clock stops on {in_words(last.stop)} with code {last.stop_code}{monitoring}"


def _compare_start(before: Clock, after: Clock) -> list[str]:
    start, earlier = after.clock_start, before.clock_start
    if start is None or start == earlier:
        return []
    if earlier is None or len(after.periods) > len(before.periods):
        return [f"A new clock starts on {in_words(start)}."]
    return [f"The clock start moves from {in_words(earlier)} to {in_words(start)}."]


def _compare_breach(before: Clock, after: Clock) -> list[str]:
    then, now = before.counted_breach_date, after.counted_breach_date
    if then == now:
        return []
    if then is None or now is None:
        return [f"The breach date is {in_words(now)}."] if now else ["There is no breach date any more."]
    return [f"The breach date moves from {in_words(then)} to {in_words(now)}."]


def _compare_rest(before: Clock, after: Clock) -> list[str]:
    changes = []
    then, now = before.wait, after.wait
    if now and then and now.days != then.days:
        changes.append(f"The wait counts {plural(now.days, 'day')} instead of {plural(then.days, 'day')}.")
    if before.last and after.last and before.last.reported_by != after.last.reported_by:
        changes.append(f"{after.last.reported_by or 'Nobody named'} reports the wait.")
    added = len(after.additional_pathways) - len(before.additional_pathways)
    if added > 0:
        changes.append("A second pathway opens next to this one.")
    known = {finding.text for finding in before.findings}
    changes += [finding.text for finding in after.findings if finding.text not in known]
    return changes


def list_new_steps(before: Clock, after: Clock) -> list[Step]:
    known = {step.text for step in before.steps}
    return [step for step in after.steps if step.text not in known]
