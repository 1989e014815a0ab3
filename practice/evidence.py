"""Evidence: what documents say of a truth, drawn from it and never from the record (LEARNING §2).

Each document says one event. Its wording conveys some attributes of it, by the words or by their values; what is
conveyed is known, so `rebuild` gives the events that a careful reader learns.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from string import Formatter
from tomllib import loads
from typing import Any, Final, NamedTuple

from practice.case import NO_ATTRIBUTES, Case, CaseError, Document, Truth
from rules.closed_sets import CLOSED_SETS
from rules.diagnostics import TESTS
from rules.events import Event, parse_event
from words.phrases import say, without_capital

SAID_ALREADY: Final = frozenset({"missed_on", "therapy_requested", "decided_on", "offer_declined"})
"""Facts that the document of an event says."""


class Wording(NamedTuple):
    """How an event can be put down: `when` are attributes that the words say, `shown` those whose value is written."""

    kind: str
    when: Mapping[str, Any]
    shown: frozenset[str]
    says: Sequence[str]

    @property
    def conveys(self) -> frozenset[str]:
        return self.shown | self.when.keys()

    def fits(self, details: Mapping[str, Any]) -> bool:
        said = all(name in details and details[name] == value for name, value in self.when.items())
        return said and all(
            details.get(name) is not None and not isinstance(details[name], bool) for name in self.shown
        )


def _read_wording(entry: Mapping[str, Any]) -> Wording:
    shown = {name for _, name, _, _ in Formatter().parse(entry["says"][0]) if name} - {"day"}
    return Wording(entry["kind"], entry.get("when", {}), frozenset(shown), entry["says"])


def _read_wordings() -> dict[str, list[Wording]]:
    """Those of every file in `wordings/`; several files may hold entries of one kind of event."""
    read: dict[str, list[Wording]] = {}
    for path in sorted(Path(__file__).with_name("wordings").glob("*.toml")):
        for name, entries in loads(path.read_text(encoding="utf-8")).items():
            read.setdefault(name, []).extend(map(_read_wording, entries))
    return read


WORDINGS: Final = _read_wordings()
"""Kind of event or name of a fact → how it can be put down."""


def draw_evidence(random: Random, truth: Truth, asked: Mapping[str, Any]) -> tuple[Document, ...]:
    """A document for each event, what is asked about among them, and for each fact; in the order of their days."""
    told: dict[str, set[str]] = defaultdict(set)
    events = [*truth.events, *read_asked(asked), *_list_facts(truth.facts)]
    return tuple(_write(random, event, told) for event in sorted(events, key=lambda event: event.date))


def rebuild(case: Case) -> Case:
    """The case as its evidence tells it: every event with the attributes that its document conveys, and no more. The
    record stays only where it is what is asked about."""
    events = tuple(map(_keep_conveyed, case.truth.events))
    asked = [_keep_conveyed(event) for event in read_asked(case.asked)]
    told = {"date": asked[0].date, "event": asked[0].name, **asked[0].details} if asked else case.asked
    told = {**told, **{name: case.asked[name] for name in NO_ATTRIBUTES & case.asked.keys()}}
    record = case.record if case.kind == "validate" else None
    return replace(case, truth=replace(case.truth, events=events), asked=told, record=record)


def find_wording(event: Event) -> Wording:
    """The entry that conveys most of an event; CaseError when there is none for it."""
    fitting = [one for one in WORDINGS.get(event.name, ()) if one.fits(event.details)]
    if not fitting:
        raise CaseError(f"practice/wordings has no wording for {event.name} with {dict(event.details)}.")
    return max(fitting, key=lambda one: len(one.conveys))


def _write(random: Random, event: Event, told: dict[str, set[str]]) -> Document:
    wording = find_wording(event)
    fresh = [text for text in wording.says if text not in told[event.name]] or list(wording.says)
    text = random.choice(fresh)
    told[event.name].add(text)
    return Document(wording.kind, event.date, say(text, {"day": event.date, **_put_in_words(event)}))


def _put_in_words(event: Event) -> dict[str, Any]:
    """Its attributes as people say them: words of closed sets, tests by their names."""
    said: dict[str, Any] = {}
    for name, value in event.details.items():
        closed = CLOSED_SETS.get(event.name, {}).get(name)
        test = TESTS.get(str(value)) if name == "test" else None
        words = test.label if test else closed.words.get(str(value)) if closed else None
        said[name] = without_capital(words) if words else value
    return said


def _keep_conveyed(event: Event) -> Event:
    conveyed = find_wording(event).conveys
    return event._replace(details={name: value for name, value in event.details.items() if name in conveyed})


def read_asked(asked: Mapping[str, Any]) -> Iterable[Event]:
    details = {name: value for name, value in asked.items() if name not in NO_ATTRIBUTES}
    return [parse_event(details)] if "event" in asked else []


def _list_facts(facts: Mapping[str, Any]) -> Iterator[Event]:
    for name, value in facts.items():
        if isinstance(value, date) and name not in SAID_ALREADY:
            yield Event(value, name)
