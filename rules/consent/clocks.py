"""Which forms fit, whether the patient may be listed, and what a consent puts on the pathway's timeline.

Sources: rule book G (from memory of the law and guidance named with each rule: check local policy); MODULES, consent.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.consent.record import Consent
from rules.consent.rules import CLEAR_FORM
from rules.events import Event
from rules.explain import BREACH, Finding, Step
from words.phrases import plural


@dataclass(frozen=True, slots=True)
class Readiness:
    """May the patient be listed as far as consent goes? `blockers` are the remarks that say no."""

    blockers: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        return not self.blockers

    @property
    def step(self) -> Step:
        says = "Nothing in the consent stands in the way." if self.ready else "Not ready to list: {count} to put right."
        return Step(CLEAR_FORM, says, {"count": plural(len(self.blockers), "matter")})


def calc_readiness(findings: Iterable[Finding]) -> Readiness:
    """Ready to list as far as consent goes; whatever is wrong stands in the way."""
    return Readiness(tuple(finding for finding in findings if finding.severity is BREACH))


def find_right_forms(age: int | None, capacity: str) -> tuple[str, ...]:
    """The forms that fit age and capacity; empty while that cannot be said."""
    if capacity == "gillick":
        return ("1", "3")
    if capacity == "parental_responsibility":
        return ("2", "3")
    if not capacity or age is None or age < 16:
        return ()
    return ("4",) if capacity == "lacks_capacity" else ("1", "3")


def list_events(case: Consent) -> Iterator[Event]:
    """What consent puts on the timeline: its two stages and a withdrawal; withdrawn on the day it is a cancellation by
    the patient; declining all treatment stops the clock (35) on the day the patient says so (rule CON-9)."""
    side = {"side": case.side} if case.side else {}
    yield Event(case.stage_one_on, "consent_given", {"form": case.form, **side})
    for again in dict.fromkeys(filter(None, (case.reconfirmed_on, case.stage_two_on))):
        yield Event(again, "consent_confirmed", side)
    if case.withdrawn_on:
        yield Event(case.withdrawn_on, "consent_withdrawn", side)
    if case.withdrawn_on and case.withdrawn_on_the_day == "yes":
        yield Event(case.withdrawn_on, "patient_cancels", {"reason": "consent_withdrawn"})
    if case.declines_all_treatment == "yes" and case.declined_on:
        yield Event(case.declined_on, "patient_declines_treatment", {"all_treatment": True})
