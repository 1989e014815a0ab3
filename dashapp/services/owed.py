"""What is to be done on a pathway: what each of its records asks for, whichever module it was entered in."""

from __future__ import annotations

from dataclasses import dataclass

from dashapp.context import Clockstart
from dashapp.module import Case, Due, Module
from dashapp.services import records


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to be done by a day, and the record that asks for it."""

    due: Due
    module: Module
    record_id: str


def list_owed(clockstart: Clockstart, uid: str, case: Case) -> list[Owed]:
    """What every record of the case's pathway asks to be done."""
    owed: list[Owed] = []
    for record in clockstart.store.records.linked(uid, case.linked.record_id):
        module = clockstart.registry.find_by_store_key(record.module)
        one = records.make_case(clockstart, uid, module, record) if module and module.due else None
        if one is not None and one.module.due:
            owed += [Owed(due, one.module, record.id) for due in one.module.due(one)]
    return owed
