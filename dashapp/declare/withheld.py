"""Modules of a practice copy that is being worked: they list and ask as ever, and say nothing of what the rules make of
a record until that may be told. Lists, files, charts, search and the page of a record all follow from this one place.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from dashapp.declare.meaning import Meaning
from dashapp.declare.module import Case, Chart, Column, Module
from dashapp.declare.registry import Registry

T = TypeVar("T")
Tells = Callable[[str], bool]
"""Whether what the rules say of a record, by its id, may be told."""
LATER = "Charts are drawn once the session has been handed in: they tell the clocks."
SHARED = ("questions", "question", "sections", "reads", "unanswered")
"""What a module works out of its record once, and is the same here."""
COLUMNS_AT_MOST = 7
LISTED = frozenset({"date", "choice"})


def withhold(registry: Registry, tells: Tells) -> Registry:
    return replace(registry, modules=tuple(withhold_in(module, tells) for module in registry if module.in_practice))


def withhold_in(module: Module, tells: Tells) -> Module:
    """The module with its checks and meaning for what may be told, and without all that its list works out."""
    quiet = replace(
        module,
        tells=tells,
        checks=None,
        findings=list_findings(module),
        meaning=when_told(module.meaning, Meaning()) if module.meaning else None,
        due=None,
        next_step=None,
        facts=None,
        derived=(),
        columns=list_columns(module),
        sort=None,
        views=(),
        charts=tuple(hide(chart) for chart in module.charts),
        filters=(),
        filters_said="",
        second_reading=False,
    )
    quiet.__dict__.update({name: getattr(module, name) for name in SHARED})
    return quiet


def when_told(tell: Callable[[Case], T], otherwise: T) -> Callable[[Case], T]:
    return lambda case: tell(case) if case.is_told else otherwise


def list_findings(module: Module) -> Callable[[Case], Any]:
    """What the checks and the module find, of a record that is told."""
    return when_told(lambda case: replace_module(case, module).findings, ())


def replace_module(case: Case, module: Module) -> Case:
    return Case(module, case.record_id, case.answers, case.today, case.linked)


def hide(chart: Chart) -> Chart:
    return replace(chart, withheld=LATER, by=lambda row: None)


def list_columns(module: Module) -> tuple[Column, ...]:
    """Of what is stored alone: the columns that are, then what every record answers."""
    stored = (one for one in module.columns if one.name in module.question)
    known = {one.name: replace(one, second=one.second if one.second in module.question else "") for one in stored}
    seconds = {one.second for one in known.values()}
    asked = (one for one in module.questions if one.required and one.kind in LISTED and one.name not in seconds)
    more = {one.name: Column(one.name) for one in asked if one.name not in known}
    return tuple([*known.values(), *more.values()][:COLUMNS_AT_MOST])
