"""One person's modules as those who look after them see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.feedback import reviews
from dashapp.services.records.records import RULES_VERSION
from dashapp.services.work.progress import NOTHING, is_refresher_due, list_modules
from storage.accounts import Person
from storage.record import ModuleSummary
from storage.reviews import Review


@dataclass(frozen=True, slots=True)
class ModuleWork:
    """One module: its summary, how far it is, the feedback the actor may see (newest first), how many records were
    saved under earlier rule books (only counted when a refresher is due), and whether the actor may open it."""

    module: Module
    summary: ModuleSummary
    status: str
    feedback: tuple[Review, ...]
    outdated: int
    is_open: bool

    @property
    def remarks(self) -> int:
        """Remarks of the rules in saved records, those that come and go with the date left out."""
        return sum(self.summary.codes.values())

    @property
    def last_change(self) -> datetime | None:
        return datetime.fromisoformat(self.summary.last_change) if self.summary.last_change else None


def list_module_work(clockstart: Clockstart, actor: Actor, person: Person) -> list[ModuleWork]:
    """Every module learners practise, in journey order. Raises NotFound outside the actor's reach."""
    told = reviews.list_visible(clockstart, actor, person.uid)
    summaries = clockstart.store.records.summary(person.uid)
    is_open = {module.slug for module in access.list_open(clockstart, actor)}
    return [
        make_work(clockstart, person, module, summaries.get(module.store_key, NOTHING), told, module.slug in is_open)
        for module in list_modules(clockstart)
    ]


def make_work(
    clockstart: Clockstart,
    person: Person,
    module: Module,
    summary: ModuleSummary,
    told: Sequence[Review],
    is_open: bool,
) -> ModuleWork:
    feedback = tuple(one for one in told if one.module == module.store_key)
    outdated = count_outdated(clockstart, person.uid, module) if is_refresher_due(summary) else 0
    return ModuleWork(module, summary, reviews.status_of(summary), feedback, outdated, is_open)


def count_outdated(clockstart: Clockstart, uid: str, module: Module) -> int:
    """Records whose last save was made under earlier rule books."""
    stored = clockstart.store.records.list(uid, module.store_key)
    return sum(1 for record in stored if record.rules_version and record.rules_version < RULES_VERSION)


def table_of(work: Sequence[ModuleWork]) -> list[list[Any]]:
    """The same as lines of a file, with its head."""
    head = ["Module", "Status", "Records", "Remarks", "Last change", "Submitted", "Reviewed", "Grade", "Feedback"]
    return [head, *(line_of(one) for one in work)]


def line_of(one: ModuleWork) -> list[Any]:
    told = "; ".join(f"{reviews.say_verdict(review)}: {review.text}" for review in one.feedback if review.is_released)
    return [
        one.module.title,
        reviews.STATUSES[one.status],
        one.summary.count,
        one.remarks,
        one.summary.last_change,
        one.summary.submitted,
        one.summary.reviewed,
        reviews.GRADES.get(one.summary.grade, ""),
        told,
    ]
