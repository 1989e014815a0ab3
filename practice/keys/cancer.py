"""The key of an event on a cancer pathway: whether the waits it ends, or that run on, meet their standards."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from rules.cancer import CancerClocks, Clock, what_if
from rules.explain import Step

from ..case import Case
from .key import Key, Wait, ask_given, list_reasons
from .rtt import read_asked, read_truth

WAITS: Final[Mapping[str, tuple[str, ...]]] = {"cancer-28": ("fds",)}
TREATMENT_WAITS: Final = ("d62", "d31")
"""The waits that a family asks about; all but the faster diagnosis family ask about both to treatment."""
DAYS: Final = {"fds": "days", "d31": "d31_days", "d62": "d62_days"}
OTHER_RULES: Final[Mapping[str, tuple[str, ...]]] = {
    "CWT-DNA-LENGTH": ("CWT-DNA-ADJUSTMENT",),
    "CWT-BCC": ("CWT-SCOPE",),
    "CWT-SOLO": ("CWT-SHARED",),
    "CWT-5050": ("CWT-SHARED",),
}
NOT_COUNTED = "not_counted"
STARTS: Final = frozenset({"CWT-UPGRADE", "CWT-UPGRADE-NOT-PERMITTED", "CWT-ECAD", "CWT-DNA-ADJUSTMENT"})
"""Rules that say from when a wait is counted, also of a treatment that ends it later."""
ALWAYS: Final[Mapping[str, tuple[str, ...]]] = {"cancer-adjust": ("CWT-DNA-ADJUSTMENT",)}
"""Rules that are right whatever happened: only a missed first appointment is adjusted for."""


def find_cancer_effect(case: Case) -> Key:
    """What the event that is asked does to the cancer waits: met, breach or running, or not counted."""
    told = what_if(read_truth(case), read_asked(case), case.as_of)
    waits = WAITS.get(case.family, TREATMENT_WAITS)
    old, new = _list_waits(told.before, waits), _list_waits(told.after, waits)
    counted = {name: clock for name, clock in new.items() if clock.is_counted}
    moved = {name: clock for name, clock in counted.items() if _has_moved(old.get(name), clock)}
    ended = [clock for clock in moved.values() if clock.clock_stop is not None]
    deciding = ended or list(counted.values())
    steps = [step for step in _list_new(told.before, told.after) if _is_about(step, waits)]
    steps += [step for step in told.after.steps if step not in steps and _is_settled(step, waits, moved)]
    asked_about = {name: clock for name, clock in counted.items() if clock in ended or not ended}
    facets = {
        "decision": _decide(deciding),
        "date": _list_dates(old, moved or counted),
        "reason": dict.fromkeys((*_list_rules(steps, deciding), *ALWAYS.get(case.family, ()))),
        **{DAYS[name]: (clock.days,) for name, clock in asked_about.items() if clock.days is not None},
        "breach_date": [clock.breach_date for clock in counted.values() if clock.is_running],
    }
    asked = ask_given(facets, case.asked)
    waits_told = tuple(_tell_wait(name, clock) for name, clock in counted.items() if clock.days is not None)
    return Key(asked, _find_policy(deciding, counted) & frozenset(asked), tuple(steps), waits=waits_told)


def _is_about(step: Step, waits: Sequence[str]) -> bool:
    """Whether a step speaks of these waits: of the 28 days only the rules of their own book do."""
    return waits != WAITS["cancer-28"] or step.rule.ident.startswith(("CWT-FDS", "CWT-DAYS"))


def _is_settled(step: Step, waits: Sequence[str], moved: Mapping[str, Clock]) -> bool:
    """Whether a step of before says from when a wait is counted, or how one ended that the event does not move."""
    ends = not moved and waits == WAITS["cancer-28"] and step.rule.ident == "CWT-FDS-END"
    return ends or (step.rule.ident in STARTS and _is_about(step, waits))


def _tell_wait(name: str, clock: Clock) -> Wait:
    whole, within = clock.days_without_adjustment or 0, ("running",) if clock.is_running else ("met",)
    until = clock.clock_stop or clock.as_of or clock.clock_start
    return Wait(DAYS[name], clock.clock_start, until, clock.days or 0, whole, clock.measure.limit, within, ("breach",))


def _list_waits(clocks: CancerClocks, waits: Sequence[str]) -> dict[str, Clock]:
    """The waits by name; of several 31-day waits, the last."""
    found = {"fds": clocks.fds, "d62": clocks.d62, "d31": (clocks.d31, *clocks.d31_subsequent)[-1]}
    return {name: clock for name in waits if (clock := found[name]) is not None}


def _has_moved(old: Clock | None, new: Clock) -> bool:
    return old is None or (old.clock_start, old.clock_stop) != (new.clock_start, new.clock_stop)


def _decide(clocks: Sequence[Clock]) -> tuple[str, ...]:
    """One wait over its limit is a breach; a wait that still runs and is over it is both."""
    if not clocks:
        return (NOT_COUNTED,)
    if any(clock.met is False for clock in clocks):
        return ("breach", "running") if all(clock.is_running for clock in clocks) else ("breach",)
    return ("met",) if all(clock.met for clock in clocks) else ("running",)


def _list_dates(old: Mapping[str, Clock], moved: Mapping[str, Clock]) -> tuple[date, ...]:
    """The stop that changed, else the start."""
    stops = [clock.clock_stop for clock in moved.values() if clock.clock_stop]
    starts = [
        clock.clock_start
        for name, clock in moved.items()
        if name not in old or old[name].clock_start != clock.clock_start
    ]
    return tuple(dict.fromkeys(stops or starts))


def _list_new(before: CancerClocks, after: CancerClocks) -> list[Step]:
    known = {step.text for step in before.steps}
    return [step for step in after.steps if step.text not in known]


def _list_rules(steps: Sequence[Step], clocks: Sequence[Clock]) -> tuple[str, ...]:
    told = [*list_reasons(steps, OTHER_RULES), *(clock.measure.rule.ident for clock in clocks)]
    no_reason = {"CWT-COHORT-62"} if "CWT-SCOPE" in told else set()
    return tuple(rule for rule in dict.fromkeys(told) if rule not in no_reason)


def _find_policy(deciding: Sequence[Clock], counted: Mapping[str, Clock]) -> frozenset[str]:
    """How many days are adjusted is for local policy: so are the days and, where it would turn it, the decision."""
    adjusted = {DAYS[name] for name, clock in counted.items() if _is_adjusted(clock)}
    turned = {"decision"} if any(_is_turned(clock) for clock in deciding) else set()
    running = {"breach_date"} if any(clock.is_running and _is_adjusted(clock) for clock in counted.values()) else set()
    return frozenset(adjusted | turned | running)


def _is_adjusted(clock: Clock) -> bool:
    return bool(clock.adjustment_days or clock.adjusted.non_admitted)


def _is_turned(clock: Clock) -> bool:
    """Whether the standard would be met with another count of the days, and is not with this one, or the reverse."""
    counts = {clock.days, clock.days_without_adjustment, clock.days_if_widened} - {None}
    return len({days is not None and days <= clock.measure.limit for days in counts}) > 1
