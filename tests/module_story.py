"""What the story of a record needs of any module: an example of its record, what spoils it, and where to change it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from dashapp.declare.module import Module
from dashapp.factory import find_pages
from dashapp.services.records import examples
from storage import Store
from words.questions import Question

MODULES = [page.MODULE for page in find_pages() if hasattr(page, "MODULE") and page.MODULE.example]
ONE_OF_EACH_KIND = {
    "dna-management",
    "cancer-pathways",
    "mdt-coordination",
    "patient-tracking-list",
    "waiting-list-validator",
    "capacity-planner",
}
"""A form, milestones, meetings, pathways, a list and a plan: a browser tells the story of these in the short form."""
EDITED = "Changed a day later, with “quotes”, a comma and = signs."
NO_SUCH_DATE = ("31", "2", "2026")
NO_SUCH_NUMBER = "999 000 0019"


def make_answers(module: Module, today: date) -> dict[str, Any]:
    """The module's own example; the same at every run."""
    assert module.example is not None
    return module.example(Random(7), next(examples.make_patients(7, today)), today)


def find_required(module: Module) -> Question:
    """The first question a record cannot do without."""
    return next(question for question in module.questions if question.required)


def list_spoiled_dates(module: Module) -> list[Question]:
    """The first date that is always asked for, unless it is the required question itself; none where there is none."""
    required = find_required(module)
    dates = [one for one in module.questions if one.kind == "date" and one.asked_when is None and one is not required]
    return dates[:1]


def list_numbers(module: Module) -> list[Question]:
    """The questions that ask for an NHS number."""
    return [question for question in module.questions if question.kind == "nhs_number"]


def free_text(module: Module) -> str:
    """A question anything may be written into."""
    asked = [question for question in module.questions if question.asked_when is None]
    return next(question.name for kind in ("long", "text") for question in asked if question.kind == kind)


def read_stored(store: Store, module: Module, uid: str) -> Mapping[str, Mapping[str, Any]]:
    """What the store holds of a person in a module, by record, as far as people write it."""
    return {record.id: module.unsealed(record.data) for record in store.records.list(uid, module.store_key)}
