"""What the list and the record of a session say of its attempt, for every module that has sessions of cases."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dashapp.declare.meaning import Due, Fact, Meaning
from dashapp.declare.module import Also, Case, Column, Derived, Row, Sealed, Sort, View
from dashapp.panels.practice.telling import say
from rules.catalogue import find_rule
from storage.attempts import OPEN, SUBMITTED, VOID
from words.phrases import plural
from words.questions import Choices, choices

STATES: Choices = choices(ready="Not begun", open="Begun", submitted="Handed in", void="Void")
FACETS = ("decision", "date", "code", "reason")


def say_percent(value: Any) -> str:
    return "not scored" if value is None else f"{value} %"


def say_rules(idents: Any) -> str:
    """Rules by their titles."""
    told = idents if isinstance(idents, list) else []
    return ", ".join(rule.title for ident in told if (rule := find_rule(str(ident))))


SEALED = {
    "state": Sealed("State", lambda value: STATES.get(value, str(value))),
    "score": Sealed("Right", say_percent),
    **{f"{name}_percent": Sealed(f"{name.capitalize()} right", say_percent) for name in FACETS},
    "answered": Sealed("Cases answered"),
    "lost_patients": Sealed("Patients lost from the list"),
    "certain_and_wrong": Sealed("Certain and wrong"),
    "false_alarms": Sealed("Clean rows called wrong", say_percent),
    "harms": Sealed("What answers would do to patients", say),
    "minutes": Sealed("Minutes"),
    "seconds": Sealed("Half of the answers took at most", lambda value: plural(value, "second")),
    "missed_rules": Sealed("Missed three times", say_rules),
    "handed_in_on": Sealed("Handed in", say),
    "assignment": Sealed("Assigned", lambda value: "by a tutor"),
    "attempt_number": Sealed("Try"),
    "late": Sealed("Late", lambda value: "yes"),
    "void_reason": Sealed("Void because"),
    "reviewed_on": Sealed("Drawn on", say),
    "reviewed": Sealed("Rules that came back"),
}


MOST_ALARMS = 20
"""Percent of clean rows called wrong above which a session says so (LEARNING §8.2)."""


GUESSED = 3
"""Seconds in which nobody has read a case: answers that are faster were guessed (LEARNING §8.3)."""


def tell_state(case: Case) -> str:
    return getattr(case.answers, "state", None) or "ready"


def tell_value(name: str) -> Any:
    """What handing in wrote into the record; None before."""
    return lambda case: getattr(case.answers, name, None)


def tell_meaning(case: Case) -> Meaning:
    """How far the session is, and what came of it."""
    state = tell_state(case)
    if state == VOID:
        why = Fact("Void: counts nowhere", str(tell_value("void_reason")(case)), "watch")
        return Meaning(facts=(why,))
    if state != SUBMITTED:
        return Meaning(facts=(Fact("The session", STATES.get(state, state)),))
    right, lost = say_percent(tell_value("score")(case)), tell_value("lost_patients")(case) or 0
    lost_fact = Fact("Patients lost from the list", str(lost), "breach" if lost else "fine")
    watch = [Fact(SEALED[name].label, words, "watch") for name, words in list_watched(case)]
    return Meaning(facts=(Fact("Right", right), lost_fact, *watch))


def list_watched(case: Case) -> Iterable[tuple[str, str]]:
    """What to look at in the result of a session that was handed in, in words by field."""
    told = {name: tell_value(name)(case) for name in WATCHED}
    return ((name, SEALED[name].say(value)) for name, value in told.items() if WATCHED[name](value))


def is_over(limit: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and value > limit


def list_due(case: Case) -> Iterable[Due]:
    """A session that was begun is there to be finished."""
    if tell_state(case) == OPEN:
        yield Due(case.today, "Finish the practice session", "note", matter="practice")


def is_in(state: str) -> Any:
    def includes(row: Row) -> bool:
        return bool(row.get("state_now") == state)

    return includes


WATCHED: Mapping[str, Callable[[Any], bool]] = {
    "false_alarms": is_over(MOST_ALARMS),
    "missed_rules": bool,
    "certain_and_wrong": is_over(0),
    "seconds": lambda value: isinstance(value, int) and value < GUESSED,
}
DERIVED = (
    Derived("watched_now", "To look at", lambda case: ", ".join(SEALED[name].label for name, _ in list_watched(case))),
    Derived("state_now", "State", tell_state, choices=STATES),
    Derived("score_now", "Right (%)", tell_value("score"), kind="count"),
    Derived("lost_now", "Lost from the list", tell_value("lost_patients"), kind="count"),
    Derived("late_now", "Late", lambda case: "late" if tell_value("late")(case) else ""),
    Derived("assigned_now", "Assigned", lambda case: "assigned" if tell_value("assignment")(case) else ""),
    Derived("handed_in_now", "Handed in", tell_value("handed_in_on"), kind="date"),
)
COLUMNS = (Column("state_now"), Column("score_now", on_card="step"), Column("lost_now", title="Lost"))
SORT = Sort("handed_in_now", "what was handed in last first", descending=True)
BEGUN = View("open", "Begun", "Sessions that were begun and not handed in.", is_in(OPEN), "watch")
DONE = View("done", "Handed in", "Sessions that were handed in.", is_in(SUBMITTED), "fine")
ASSIGNED = View(
    "assigned", "Assigned", "Sessions that a tutor has given to you.", lambda row: bool(row.get("assigned_now"))
)
LATE = View(
    "late",
    "Late",
    "Handed in after the day they were due.",
    lambda row: bool(row.get("late_now")),
    "breach",
    minor=True,
)
ALSO = (
    Also("Work on the cases", "{id}/work", of_record=True, leads=True),
    Also("Result", "{id}/result", of_record=True),
)
