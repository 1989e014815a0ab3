"""What is to be done on a pathway: what each of its records asks for, whichever module it was entered in."""

from dataclasses import dataclass

from dashapp.context import Clockstart
from dashapp.declare.meaning import Due
from dashapp.declare.module import Case, Module
from dashapp.services.records import pathways, records


@dataclass(frozen=True, slots=True)
class Owed:
    """Something to be done by a day, and the record that asks for it."""

    due: Due
    module: Module
    record_id: str


def list_owed(clockstart: Clockstart, case: Case) -> list[Owed]:
    """What every record of the case's pathway asks to be done."""
    owed = of_case(case)
    for record, linked in pathways.link_others(case):
        module = clockstart.registry.find_by_store_key(record.module)
        answers = records.read_answers(module, record)[0] if module and module.due else None
        if module and answers is not None:
            owed += of_case(Case(module, record.id, answers, clockstart.today, linked))
    return owed


def of_case(case: Case) -> list[Owed]:
    """What one record asks to be done."""
    return [Owed(due, case.module, case.record_id) for due in case.module.due(case)] if case.module.due else []
