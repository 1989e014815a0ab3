"""The key of an RTT effect: the same reading before and after the event."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from rules.catalogue import find_rule
from rules.event_choices import CANCELLED_BECAUSE
from rules.events import EVENT_KINDS, Event, read_date
from rules.explain import Rule, Step
from rules.rtt import Clock, codes_for, list_new_steps, read_effect, read_pathway, what_if
from words.code_lists import read_rows

from ..case import Case
from .key import Key, NoKey, ask_given, list_reasons, rests_on_policy

SAME: Final = [
    (row["rule"], row["where"], row["values"].split(), tuple(row["also"].split()))
    for row in read_rows(__file__, "reasons.csv")
]
"""Rules that say the same as a rule of the RTT book: always, or where something of what is asked about has one of these
values; "" stands for any rule."""
OTHER_BOOKS: Final = {rule: also for rule, where, _, also in SAME if not where}
RESOURCES: Final = ("no_theatre", "no_bed", "no_staff", *CANCELLED_BECAUSE["hospital_non_clinical"])
LONG_WEEKS: Final = 6
"""A delay of more weeks than these is looked at by a clinician."""
NONE: Final[frozenset[str]] = frozenset()
UNFIT: Final = {"clock_stops": frozenset(("NX5", "NX8", "NX10", "AM8")), "new_clock": frozenset(("NS5", "NX4"))}
"""Rules that may be told where a clock stops or starts, and say why it would not: they are no reason."""
ABOUT_A_START: Final = ("start-", "choice-position")
NO_REASON: Final = frozenset(("A9",))
"""Rules that say how a wait is counted, not what becomes of it."""
SILENT: Final[Mapping[str, str]] = {
    "funding_requested": "NX13",
    "funding_decided": "NX13",
    "self_referral_received": "ST6",
    "self_referral_ratified": "NS9",
    "appointment_booked": "ST3",
    "provider_decides_to_rebook": "ST11",
    "patient_contacts_to_rebook": "ST11",
}
"""Events that may leave no step because the clock is as it was, and the rule that says so."""
ALSO_CODE: Final[Mapping[str, str]] = {"SP14": "35", "SP15": "35", "AM10": "31"}
"""Stops for which the guidance leaves open which of two codes it is, or prints both (RULEBOOK A3, A4, N)."""
NOT_TREATED: Final[Mapping[str, str]] = {
    "referred": "SP4",
    "planned": "NX9",
    "none": "NX9",
    "diagnostic": "NX9",
    "not_definitive": "NX9",
    "pre_treatment": "NX9",
    "advice": "NX9",
}
"""What was done at an attendance that is no treatment, and the rule."""


def find_rtt_effect(case: Case) -> Key:
    """What the event that is asked does to the RTT clock."""
    event = read_asked(case)
    before, after, _ = what_if(read_truth(case), event, case.as_of)
    return tell_effect(case, before, [event], after, codes_for(before, event, after))


def find_outcome(case: Case) -> Key:
    """What has become of the clock in all that happened, where the question names no event."""
    if asks_event(case):
        return find_rtt_effect(case)
    events = sorted(read_truth(case), key=lambda event: event.date)
    if not events:
        raise NoKey(f"No rule book gives a verdict for this case of {case.family}.")
    after = read_pathway(events, case.as_of)
    since = _find_since(case, after)
    known = [event for event in events if since and event.date <= since]
    new = [event for event in events if event not in known] or events[-1:]
    return tell_effect(case, read_pathway(known, case.as_of), new, after, ())


def _find_since(case: Case, clock: Clock) -> date | None:
    """The day up to which the question takes things as known: a stop before the present clock; for a question that is
    not about a start, else the start of the clock."""
    stops = [period.stop for period in clock.periods if period.stop]
    is_about_start = case.family.startswith(ABOUT_A_START)
    if is_about_start or (clock.status == "open" and stops):
        return max(stops, default=None)
    return clock.clock_start


def tell_effect(case: Case, before: Clock, events: Sequence[Event], after: Clock, codes: Iterable[str]) -> Key:
    """The key of a change from one reading to the other by these events."""
    event = events[-1]
    steps = list_new_steps(before, after) or [said for one in events for said in _say_silent(one, after)]
    figures = list_figures(after)
    days = (*figures.get("days", ()), *_list_open_days(steps, event, after))
    facets = {
        "decision": list_decisions(before, event, after),
        "date": [*list_dates(before, event, after), *_list_open_dates(case, steps, event)],
        "code": [*sorted(codes), *_list_open_codes(steps)],
        "reason": _list_reasons(case, steps, events, read_effect(before, after).decision),
        **figures,
        "days": days,
    }
    asked = ask_given(facets, case.asked)
    is_local = rests_on_policy(_list_deciding(before, after, steps))
    return Key(asked, frozenset(asked) if is_local else frozenset(), tuple(steps), before, after)


def _list_reasons(case: Case, steps: Sequence[Step], events: Sequence[Event], decision: str) -> tuple[str, ...]:
    """The rules that say why, and those that say the same of these events; none that says the opposite."""
    idents = [step.rule.ident for step in steps]
    declined = sum(event.details.get("declined") is True for event in read_truth(case))
    told = [{**_describe(event, decision), "several_declined": "yes" if declined > 1 else ""} for event in events]
    also = [
        other
        for ident, where, values, others in SAME
        if where and ident in ("", *idents) and any(one.get(where) in values for one in told)
        for other in others
    ]
    unfit = NO_REASON | UNFIT.get(decision, NONE)
    return tuple(one for one in dict.fromkeys([*list_reasons(steps, OTHER_BOOKS), *also]) if one not in unfit)


def _describe(event: Event, decision: str) -> dict[str, Any]:
    """What `SAME` asks of an event: its attributes, its name and what follows from them."""
    details = event.details
    weeks, reason = details.get("weeks"), details.get("reason")
    return {
        **details,
        "event": event.name,
        "told_later": "yes" if decision == "clock_stops" and read_date(details.get("communicated")) else "",
        "long": "yes" if isinstance(weeks, int | float) and weeks > LONG_WEEKS else "",
        "for_want_of": "resources" if reason in RESOURCES else "",
    }


def _list_open_codes(steps: Sequence[Step]) -> list[str]:
    return sorted({ALSO_CODE[step.rule.ident] for step in steps if step.rule.ident in ALSO_CODE})


def _list_open_dates(case: Case, steps: Sequence[Step], event: Event) -> list[date]:
    """The day of the missed appointment, for a discharge after it, and of the news of a death: the guidance shows
    either, or is silent (RULEBOOK A3 SP12, SP14, N)."""
    stopped_by = {step.rule.ident for step in steps}
    missed = [one.date for one in read_truth(case) if one.name == "dna"][-1:] if "SP14" in stopped_by else []
    return [*missed, *([event.date] if "SP12" in stopped_by else [])]


def _list_open_days(steps: Sequence[Step], event: Event, after: Clock) -> list[int]:
    """The days up to the news of a death, which may be the stop as well."""
    is_open = after.last is not None and any(step.rule.ident == "SP12" for step in steps)
    return [(event.date - after.last.start).days] if is_open and after.last else []


def read_asked(case: Case) -> Event:
    """The event that is asked; EventError, with a sentence, when it cannot be read."""
    return case.asked_event


def asks_event(case: Case) -> bool:
    """Whether what is asked is an event of the vocabulary."""
    name = case.asked.get("event")
    return isinstance(name, str) and name in EVENT_KINDS


def read_truth(case: Case) -> list[Event]:
    return [*case.truth.read]


def read_clock(case: Case) -> Clock:
    """The RTT clock of what happened, on the day of the case."""
    return read_pathway(read_truth(case), case.as_of)


def _say_silent(event: Event, after: Clock) -> list[Step]:
    """The rule by which an event leaves the clock as it was, where the engine has nothing to say of it."""
    ident = SILENT.get(event.name)
    if event.name in {"appointment_attended", "interface_assessment", "treatment_started"}:
        ident = "SP4" if event.details.get("decision") == "referred_for_therapy" else None
        ident = NOT_TREATED.get(str(event.details.get("treatment")), ident)
    if ident is None:
        return []
    says = "The clock runs on." if after.status == "open" else "No clock starts."
    return [Step(rule_of(ident), says)]


def rule_of(ident: str) -> Rule:
    """A rule by its name; NoKey when no book has it."""
    rule = find_rule(ident)
    if rule is None:
        raise NoKey(f"There is no rule {ident}.")
    return rule


def list_decisions(before: Clock, event: Event, after: Clock) -> tuple[str, ...]:
    """What is accepted as the decision. A separate condition leaves this clock as it is and starts one of its own."""
    decision = read_effect(before, after).decision
    if len(after.additional_pathways) > len(before.additional_pathways):
        return decision, "new_clock"
    if event.name.startswith("self_referral") and decision == "no_change" and not after.periods:
        return decision, "outside_rtt"
    moved = before.status == after.status == "open" and decision == "clock_starts"
    return (decision, "new_clock") if moved else (decision,)


def list_dates(before: Clock, event: Event, after: Clock) -> tuple[date | None, ...]:
    """The start or stop that changed; empty where none did."""
    effect = read_effect(before, after)
    if len(after.additional_pathways) > len(before.additional_pathways):
        return after.additional_pathways[-1].clock_start, None
    if effect.decision in {"clock_runs", "no_change", "outside_rtt", "no_clock"}:
        return ()
    return (effect.day,)


def list_figures(after: Clock) -> dict[str, tuple[Any, ...]]:
    """The breach date ahead of a clock that runs; the days of one that has stopped and counts."""
    last = after.last
    if last is None or last.nullified:
        return {}
    return {"breach_date": (last.breach_date,)} if last.stop is None else {"days": (last.days,)}


def _list_deciding(before: Clock, after: Clock, steps: Sequence[Step]) -> list[Rule]:
    """The rules that the answer rests on: those that moved the clock, else all that spoke."""
    last, was = after.last, before.last
    if last is not None and last.stop_rule is not None and (was is None or was.stop != last.stop):
        return [last.stop_rule]
    if last is not None and last.stop is None and before.clock_start != after.clock_start:
        return [last.start_rule]
    return [step.rule for step in steps]
