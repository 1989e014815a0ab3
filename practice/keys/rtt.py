"""The key of an RTT effect: the same reading before and after the event."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from rules.catalogue import find_rule
from rules.event_values import read_values
from rules.events import EVENT_KINDS, Event, parse_event
from rules.explain import Rule, Step
from rules.rtt import Clock, codes_for, list_new_steps, read_effect, read_pathway, what_if

from ..case import NO_ATTRIBUTES, Case
from .key import Key, NoKey, ask_given, list_reasons, rests_on_policy

OTHER_BOOKS: Final[Mapping[str, tuple[str, ...]]] = {
    "ST4": ("NS11",),
    "ST6": ("NS9",),
    "ST10": ("CHO-15", "AM9"),
    "ST11": ("DNA-4", "SP13"),
    "ST15": ("TRA-7",),
    "NS9": ("ST6",),
    "NS12": ("ST8",),
    "SP8": ("AM1", "CHO-6"),
    "SP9": ("AM1", "CHO-8"),
    "SP13": ("DNA-2",),
    "SP14": ("R9", "DNA-5", "DNA-6"),
    "SP16": ("CAN-3",),
    "NX1": ("SP5",),
    "NX2": ("EXC-3",),
    "NX3": ("CHO-14",),
    "NX5": ("CAN-1", "DNA-1", "A5-1"),
    "NX6": ("CAN-1", "EXC-3"),
    "NX7": ("EXC-1", "EXC-2"),
    "NX8": ("CHO-9", "AM6"),
    "NX10": ("CHO-11", "CHO-12"),
    "NX13": ("FUN-1",),
    "A5-2": ("DNA-2",),
    "A5-3": ("DNA-5", "DNA-6", "R9"),
    "R9": ("DNA-5", "DNA-6", "A5-3"),
    "AM3": ("SP7",),
    "AM4": ("CHO-5",),
    "AM5": ("CHO-5", "CHO-8"),
    "AM6": ("CHO-9", "NX8"),
    "AM7": ("CHO-10",),
    "AM9": ("CHO-15",),
    "AM10": ("CHO-14",),
    "PL1": ("EXC-2",),
    "A7": ("TRA-1", "A7-3", "TRA-2"),
    "A7-1": ("TRA-1",),
    "A7-2": ("TRA-3",),
    "A7-3": ("TRA-2",),
    "R25": ("TRA-8",),
    "E1-1": ("VAL-3",),
    "E1-6": ("SP13",),
    "E1-8": ("SP12",),
    "E1-16": ("PL1", "ST12"),
    "E1-20": ("A6", "R28"),
    "E1-35": ("PL1",),
    "E1-36": ("NS7",),
}
"""Rules of the RTT book → rules of other books, or of the book's other chapters, that say the same."""
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
ALSO_CODE: Final[Mapping[str, str]] = {"SP14": "35", "SP15": "35"}
"""Stops for which the guidance leaves 34 or 35 open, or prints both (RULEBOOK A3, N)."""
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
    steps = list_new_steps(before, after) or _say_silent(event, after)
    facets = {
        "decision": list_decisions(before, event, after),
        "date": [*list_dates(before, event, after), *_list_open_dates(case, steps)],
        "code": [*sorted(codes_for(before, event, after)), *_list_open_codes(steps)],
        "reason": list_reasons(steps, OTHER_BOOKS),
        **list_figures(after),
    }
    asked = ask_given(facets, case.asked)
    is_local = rests_on_policy(_list_deciding(before, after, steps))
    return Key(asked, frozenset(asked) if is_local else frozenset(), tuple(steps), before, after)


def _list_open_codes(steps: Sequence[Step]) -> list[str]:
    return sorted({ALSO_CODE[step.rule.ident] for step in steps if step.rule.ident in ALSO_CODE})


def _list_open_dates(case: Case, steps: Sequence[Step]) -> list[date]:
    """The day of the missed appointment, for a discharge after it: the guidance shows either (RULEBOOK A3 SP14, N)."""
    if not any(step.rule.ident == "SP14" for step in steps):
        return []
    return [event.date for event in read_truth(case) if event.name == "dna"][-1:]


def read_asked(case: Case) -> Event:
    """The event that is asked; EventError, with a sentence, when it cannot be read."""
    event = parse_event({name: value for name, value in case.asked.items() if name not in NO_ATTRIBUTES})
    return read_values([event])[0][0]


def asks_event(case: Case) -> bool:
    """Whether what is asked is an event of the vocabulary."""
    name = case.asked.get("event")
    return isinstance(name, str) and name in EVENT_KINDS


def read_truth(case: Case) -> list[Event]:
    return read_values(case.truth.events)[0]


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
