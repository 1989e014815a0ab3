"""A case: what happened, what documents say of it, what the system shows (LEARNING §2).

The *truth* is what happened. The *evidence* is drawn from it and is all that a person needs. The *record* is what the
system shows, and may be wrong by one or more *slips*. What is right is never stored here: `practice.keys` works it out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from rules.event_values import read_values
from rules.events import Event, parse_date, parse_event
from words.pasted import quote

KINDS = ("effect", "validate", "verdict", "enter", "choice", "many", "order", "match", "fill", "number", "date")
FACETS = ("decision", "date", "code", "reason")
"""What is marked apart, in this order. A figure (a breach date, days) may be asked too: it shares the date's weight."""

NO_ATTRIBUTES = frozenset({"question", "facets"})
"""What a case asks in words and by name; the rest of what is asked is the event."""


class CaseError(ValueError):
    """A case that cannot be read; the message is a plain sentence."""


class Document(NamedTuple):
    """A piece of evidence: `kind` is letter, call, booking or system; `date` is the day it was written."""

    kind: str
    date: date
    text: str


@dataclass(frozen=True)
class Truth:
    """What happened: events of the one vocabulary, and facts that are no events (the day of surgery)."""

    events: tuple[Event, ...]
    facts: Mapping[str, Any]

    @cached_property
    def read(self) -> tuple[Event, ...]:
        """The events with their values made plain; marking one answer asks for them a dozen times."""
        return tuple(read_values(self.events)[0])


@dataclass(frozen=True)
class Case:
    """One case of a family. `asked` is the event whose effect is asked, or the question and its values.

    Made cases have a template (`dna-first@1`), a seed, a level (1 to 5), a patient, evidence and a record; to work out
    a key, family, kind, `as_of`, truth and `asked` are enough.
    """

    family: str
    kind: str
    as_of: date
    truth: Truth
    asked: Mapping[str, Any]
    id: str = ""
    template: str = ""
    seed: str = ""
    level: int = 1
    patient: Mapping[str, str] | None = None
    evidence: tuple[Document, ...] = ()
    record: Mapping[str, Any] | None = None
    slips: tuple[str, ...] = ()

    @cached_property
    def asked_event(self) -> Event:
        """The event that is asked; EventError, with a sentence, when it cannot be read."""
        event = parse_event({name: value for name, value in self.asked.items() if name not in NO_ATTRIBUTES})
        return read_values([event])[0][0]


def read_case(values: Mapping[str, Any]) -> Case:
    """The case in a line of plain values; CaseError or EventError, with a sentence, for one that cannot be read."""
    family, kind = values.get("family"), values.get("kind")
    if not isinstance(family, str) or not family:
        raise CaseError("The case names no family.")
    if kind not in KINDS:
        raise CaseError(f"There is no kind of case {quote(kind)}. It is one of {', '.join(KINDS)}.")
    truth, asked = values.get("truth"), values.get("asked") or {}
    if not isinstance(truth, Mapping) or not isinstance(asked, Mapping):
        raise CaseError("“truth” must hold events and facts, and “asked” what is asked.")
    events, facts = truth.get("events", []), truth.get("facts") or {}
    if not isinstance(events, Sequence) or not all(isinstance(one, Mapping) for one in events):
        raise CaseError("The events of the truth must be a list, each with a date and an event name.")
    if not isinstance(facts, Mapping):
        raise CaseError("The facts of the truth must be names with values.")
    return Case(
        family=family,
        kind=str(kind),
        as_of=parse_date(values.get("as_of"), "as_of"),
        truth=Truth(tuple(parse_event(one) for one in events), dict(facts)),
        asked=dict(asked),
        id=str(values.get("id", "")),
        template=str(values.get("template", "")),
        seed=str(values.get("seed", "")),
        record=record if isinstance(record := values.get("record"), Mapping) else None,
    )


def restore_case(values: Mapping[str, Any]) -> Case:
    """The whole case in what `describe_case` made of it."""
    papers = [Document(one["kind"], date.fromisoformat(one["date"]), one["text"]) for one in values["evidence"]]
    told = {"level": int(values["level"]), "patient": values["patient"], "slips": tuple(values["slips"])}
    return replace(read_case(values), record=values["record"], evidence=tuple(papers), **told)


def describe_case(case: Case) -> dict[str, Any]:
    """The case as plain values, the truth included: for programs and tests, never for a browser."""
    return {
        "id": case.id,
        "family": case.family,
        "template": case.template,
        "seed": case.seed,
        "level": case.level,
        "kind": case.kind,
        "as_of": case.as_of.isoformat(),
        "patient": dict(case.patient or {}),
        "truth": {"events": [describe_event(one) for one in case.truth.events], "facts": _plain(case.truth.facts)},
        "evidence": [{"kind": one.kind, "date": one.date.isoformat(), "text": one.text} for one in case.evidence],
        "record": _plain(case.record or {}),
        "slips": list(case.slips),
        "asked": _plain(case.asked),
    }


def describe_event(event: Event) -> dict[str, Any]:
    """`{date, event, …attributes}` as plain values."""
    return {"date": event.date.isoformat(), "event": event.name, **_plain(event.details)}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, Event):
        return describe_event(value)
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value
