"""How far learners agree who worked on the same pathway, question by question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from words.questions import Question

COMPARED = ("choice", "date")
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Agreed:
    """One question: in how many pairs of learners both answered, and in how many the answers are the same."""

    question: str
    pairs: int
    same: int

    @property
    def share(self) -> float:
        return self.same / self.pairs


@dataclass(frozen=True, slots=True)
class Agreement:
    """A module: how many pathways two or more learners worked on, how many learners, and each question compared."""

    pathways: int
    learners: int
    questions: tuple[Agreed, ...]

    @property
    def pairs(self) -> int:
        return sum(one.pairs for one in self.questions)

    @property
    def same(self) -> int:
        return sum(one.same for one in self.questions)


def compare(clockstart: Clockstart, module: Module, uids: Sequence[str]) -> Agreement:
    """The learners' records of a module, those of one NHS number (and, where the module is dated, of one day) beside
    each other. A learner who has several of one is left out there: which belongs to which is not known."""
    by_pathway: dict[tuple[str, str], dict[str, list[Answers]]] = {}
    for uid in uids:
        for record in clockstart.store.records.list(uid, module.store_key):
            number = str(record.data.get("nhs_number") or "")
            if number:
                day = str(record.data.get(module.dated) or "") if module.dated else ""
                by_pathway.setdefault((number, day), {}).setdefault(uid, []).append(record.data)
    shared = [
        {uid: answers[0] for uid, answers in theirs.items() if len(answers) == 1} for theirs in by_pathway.values()
    ]
    shared = [theirs for theirs in shared if len(theirs) > 1]
    asked = [question for question in module.questions if question.kind in COMPARED and question.name != module.dated]
    found = (agree_on(question, shared) for question in asked)
    questions = tuple(sorted((one for one in found if one.pairs), key=lambda one: (one.share, one.question)))
    return Agreement(len(shared), len({uid for theirs in shared for uid in theirs}), questions)


def agree_on(question: Question, shared: Iterable[Mapping[str, Answers]]) -> Agreed:
    """Every pair of learners on every pathway that both answered for."""
    pairs = same = 0
    for theirs in shared:
        given = [answers[question.name] for answers in theirs.values() if answers.get(question.name) not in (None, "")]
        for one, other in combinations(given, 2):
            pairs += 1
            same += one == other
    return Agreed(question.label, pairs, same)
