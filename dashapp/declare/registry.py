"""The modules and features this installation has, found by the app and checked when it starts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashapp.declare.feature import Feature, JobKind, Nav
from dashapp.declare.module import Module
from storage.sealed import MADE_BY_SERVICE, SEALED
from words.questions import Question, list_sections

JOURNEY: tuple[str, ...] = (
    "Waiting list",
    "Appointments",
    "Cancer and transfers",
    "Letters and contact",
    "Learning",
    "Reports and planning",
    "Data in and out",
    "People and settings",
)


class DeclarationError(Exception):
    """A module that is not declared as it must be; raised when the app starts, not when someone clicks."""


@dataclass(frozen=True)
class Registry:
    """The modules in the order of a patient's journey, and the features in that of their files."""

    modules: tuple[Module, ...]
    features: tuple[Feature, ...] = ()

    def __iter__(self) -> Iterator[Module]:
        return iter(self.modules)

    def __len__(self) -> int:
        return len(self.modules)

    def find(self, slug: str) -> Module | None:
        return next((module for module in self.modules if module.slug == slug), None)

    def find_by_store_key(self, store_key: str) -> Module | None:
        return next((module for module in self.modules if module.store_key == store_key), None)

    @cached_property
    def nav(self) -> tuple[Nav, ...]:
        """Every page of a feature that has a place of its own."""
        return tuple(nav for feature in self.features for nav in feature.nav)

    @cached_property
    def jobs(self) -> Mapping[str, JobKind]:
        return {kind: job for feature in self.features for kind, job in feature.jobs.items()}

    @cached_property
    def acts(self) -> Mapping[str, str]:
        """What is entered in the audit trail, in words."""
        return {act: words for feature in self.features for act, words in feature.acts.items()}

    def say_act(self, act: str) -> str:
        """ "Changed". An act that nothing declares any more is said as it is named."""
        return self.acts.get(act) or act.replace("_", " ").capitalize()


def build_registry(modules: Iterable[Module], features: Sequence[Feature] = ()) -> Registry:
    """Check every declaration and put the modules in journey order. Raises DeclarationError."""
    found = sorted(modules, key=lambda module: (journey_place(module), module.place, module.title))
    check_unique([module.slug for module in found], "address")
    check_unique([module.store_key for module in found], "store key")
    for module in found:
        check_module(module)
    check_unique([nav.address for feature in features for nav in feature.nav], "address of a feature")
    check_unique([kind for feature in features for kind in feature.jobs], "kind of job")
    check_unique([act for feature in features for act in feature.acts], "act")
    for feature in features:
        check_stages(feature)
    return Registry(tuple(found), tuple(features))


def check_stages(feature: Feature) -> None:
    for nav in feature.nav:
        if nav.stage not in ("", *JOURNEY):
            raise DeclarationError(f"{nav.address}: {nav.stage!r} is not a stage of the journey")


def journey_place(module: Module) -> int:
    if module.journey not in JOURNEY:
        raise DeclarationError(f"{module.slug}: “{module.journey}” is not a stage of the journey")
    return JOURNEY.index(module.journey)


def check_unique(names: Sequence[str], what: str) -> None:
    repeated = {name for name in names if names.count(name) > 1}
    if repeated:
        raise DeclarationError(f"Two declarations have the same {what}: {', '.join(sorted(repeated))}")


def check_module(module: Module) -> None:
    """Every question under a heading, every column known, every condition about a question asked before."""
    questions = module.question
    try:
        list_sections(module.questions)
    except ValueError as problem:
        raise DeclarationError(f"{module.slug}: {problem}") from problem
    for column in module.columns:
        if column.name not in questions and column.name not in module.derived_by_name:
            raise DeclarationError(f"{module.slug}: there is no column {column.name}")
    check_choices(module, module.filters)
    if len(module.said) != len(module.filters):
        raise DeclarationError(f"{module.slug}: {len(module.filters)} filters, and the sentence has {len(module.said)}")
    if module.dated and module.dated not in questions:
        raise DeclarationError(f"{module.slug}: there is no date {module.dated}")
    if module.sort and module.sort.name not in {*questions, *module.derived_by_name}:
        raise DeclarationError(f"{module.slug}: there is nothing to sort by called {module.sort.name}")
    sealed = (frozenset(module.sealed), module.made_by == "service")
    if sealed != (SEALED.get(module.store_key, frozenset()), module.store_key in MADE_BY_SERVICE):
        raise DeclarationError(f"{module.slug}: storage.sealed says something else of what services write")
    check_conditions(module.slug, module.questions)


def check_conditions(where: str, questions: Sequence[Question]) -> None:
    """A question waits for one beside it, in the record or in the same group."""
    names = {question.name for question in questions}
    for question in questions:
        if question.asked_when and question.asked_when.field not in names:
            raise DeclarationError(f"{where}: {question.name} waits for {question.asked_when.field}, never asked")
        check_conditions(f"{where}: {question.name}", question.parts)


def check_choices(module: Module, names: Sequence[str]) -> None:
    """Charts are filtered by answers and derived values that have choices."""
    for name in names:
        known = module.question.get(name) or module.derived_by_name.get(name)
        if known is None or not known.choices:
            raise DeclarationError(f"{module.slug}: nothing with choices is called {name}")
