"""What is to be done on a pathway: what each of its records asks for, whichever module it was entered in."""

from __future__ import annotations

from dataclasses import dataclass

from dashapp.context import Clockstart
from dashapp.module import Case, Due, Module
from dashapp.services import pathways, records


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to be done by a day, and the record that asks for it."""

    due: Due
    module: Module
    record_id: str


def list_owed(clockstart: Clockstart, uid: str, case: Case) -> list[Owed]:
    """What every record of the case's pathway asks to be done."""
    pathway, owed = case.linked.record_id, []
    together = clockstart.store.records.linked(uid, pathway)
    for record, linked in pathways.link_all(pathway, together, case.pathway_events):
        module = clockstart.registry.find_by_store_key(record.module)
        if module is None or module.due is None:
            continue
        answers, _ = records.read_answers(module, record)
        if answers is not None:
            one = Case(module, record.id, answers, clockstart.today, linked)
            owed += [Owed(due, module, record.id) for due in module.due(one)]
    return owed
