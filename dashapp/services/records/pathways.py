"""Pathways: a PTL record and everything linked to it, whichever module it was entered in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashapp.context import Clockstart
from dashapp.declare.module import Case, Linked, Module
from dashapp.services.records.stored import read_answers
from rules.events import Event
from storage import links
from storage.record import Record
from words.nhs_number import check_nhs_number
from words.pasted import close_directions

PTL = links.PATHWAYS


def find_linked(clockstart: Clockstart, uid: str, module: Module, record: Record) -> Linked:
    """What the rest of the record's pathway knows; nothing when it is not linked."""
    if not record.links:
        return Linked()
    others = clockstart.store.records.linked(uid, record.links[0])
    return make_linked(clockstart, record, [other for other in others if not is_same(other, module.store_key, record)])


def make_linked(clockstart: Clockstart, record: Record, others: Sequence[Record]) -> Linked:
    """The rest of a pathway, from its other records."""
    if not record.links:
        return Linked()
    events = tuple(event for other in others for event in events_of(clockstart, other, record.links[0]))
    return Linked(record.links[0], find_label(others), events, name_authors((*others, record)), tuple(others))


def link_others(case: Case) -> Iterator[tuple[Record, Linked]]:
    """The other records of a case's pathway, each with what it in turn finds there."""
    linked = case.linked
    for record in linked.others:
        origin = f"{record.module}/{record.id}"
        events = tuple(event for event in case.pathway_events if event.origin != origin)
        yield record, Linked(linked.record_id, linked.label, events, linked.entered_by)


def find_label(records: Sequence[Record]) -> str:
    """Whose pathway it is, from its tracking list record if that is among them."""
    return next((pathway_label(record.data) for record in records if record.module == PTL), "")


def name_authors(records: Sequence[Record]) -> dict[str, str]:
    return {f"{record.module}/{record.id}": record.by for record in records}


def is_same(other: Record, module: str, record: Record) -> bool:
    return (other.module, other.id) == (module, record.id)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Every linked record of a person by pathway, read once for a whole list."""

    by_pathway: Mapping[str, Sequence[Record]]

    @classmethod
    def read(cls, clockstart: Clockstart, uid: str) -> Neighbours:
        by_pathway: dict[str, list[Record]] = {}
        for module in clockstart.registry:
            for record in clockstart.store.records.list(uid, module.store_key) if module.events else ():
                for link in record.links:
                    by_pathway.setdefault(link, []).append(record)
        return cls(by_pathway)

    def of(self, module: Module, record: Record) -> Sequence[Record]:
        """The other records on the first pathway a record belongs to."""
        if not record.links:
            return ()
        others = self.by_pathway.get(record.links[0], ())
        return [other for other in others if not is_same(other, module.store_key, record)]


def events_of(clockstart: Clockstart, record: Record, pathway: str) -> list[Event]:
    """The events a record puts on a pathway, each naming the record it came from; none if its module is not here."""
    module = clockstart.registry.find_by_store_key(record.module)
    if module is None or module.events is None:
        return []
    origin = f"{record.module}/{record.id}"
    answers, _ = read_answers(module, record)
    return [] if answers is None else [event._replace(origin=origin) for event in module.events_on(answers, pathway)]


def pathway_label(data: Mapping[str, Any]) -> str:
    """ "Asha Patel, 999 123 4567"."""
    name, number = (str(data.get(name) or "") for name in ("patient_name", "nhs_number"))
    return ", ".join(filter(None, (close_directions(name), check_nhs_number(number).shown if number else "")))
