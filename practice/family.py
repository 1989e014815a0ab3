"""A family: a kind of case, declared over the function that tells one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from practice.story import Story

Draw = Callable[[Story], None]
LETTERS: Mapping[str, tuple[str, ...]] = {
    "D": ("decision",),
    "T": ("date", "breach_date"),
    "O": ("date",),
    "C": ("code",),
    "R": ("reason",),
    "B": ("breach_date",),
    "N": ("days",),
    "W": ("d31_days", "d62_days"),
}
"""What a letter asks for: a date with the breach date that follows from it, or figures alone."""
OPEN = "wrong_start wrong_code missing_start duplicate"
STOPPED = "missing_stop wrong_stop_date still_open"
"""Slips in the record of a clock that runs, and of one that has stopped."""
QUIET = "letter_sent"
WAITING = f"{QUIET} patient_contacted patient_unavailable"
BUSY = f"{WAITING} validated diagnostic_requested provider_cancels"
"""Noise for a story that has ended, for a wait, and for one in which anything may happen on the way."""


@dataclass(frozen=True, slots=True)
class Family:
    """`asks` are facets; `rules` those it practises; `seldom` further ones to choose as a reason, each of which decides
    few of its cases; `wrong` the mal-rules that can show; `declares` findings of grade
    breach that a clean case may have; `noise` kinds of `practice.noise` that do not contradict the story;
    `decisions`, the words to choose from where the kind is verdict;
    `accepts_either` facets of which more than one value can be right; `local`: it rests on rules to be checked against
    local policy; `always` says why a facet has one answer nearly always, where the field is so."""

    name: str
    title: str
    situation: str
    draw: Draw
    asks: tuple[str, ...]
    rules: tuple[str, ...]
    seldom: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    slips: tuple[str, ...] = tuple(OPEN.split())
    declares: tuple[str, ...] = ()
    accepts_either: tuple[str, ...] = ()
    noise: tuple[str, ...] = tuple(WAITING.split())
    decisions: tuple[str, ...] = ()
    kind: str = "effect"
    version: int = 1
    local: bool = False
    always: Mapping[str, str] = field(default_factory=dict)

    @property
    def template(self) -> str:
        return f"{self.name}@{self.version}"


LISTS = frozenset(one.name for one in fields(Family) if one.type == tuple[str, ...])


def family(name: str, title: str, situation: str, *, asks: str, **told: Any) -> Callable[[Draw], Family]:
    """Declare a family over its `draw`; lists are written as words, facets as the letters of `LETTERS`."""
    facets = tuple(facet for letter in asks.split() for facet in LETTERS[letter])
    words: dict[str, Any] = {key: tuple(value.split()) if key in LISTS else value for key, value in told.items()}
    return lambda draw: Family(name, title, situation, draw, facets, **words)
