"""Practice attempts as they are stored: cases, answers, marks, and what of them may be told.

What is right is worked out when it may be told, and never stored before: with feedback after each case once that case
is answered, otherwise once the session is handed in. Answers are records of the attempt's practice copy.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.practice import copies
from dashapp.services.practice.assignment import find_assignment
from dashapp.services.practice.kinds import AFTER_EACH, PAPER, SESSIONS, Kind, read_place
from dashapp.services.practice.sets import MIX
from practice import options
from practice.case import Case, restore_case
from practice.entries import EXAM, MIXED, PRACTICE
from practice.keys import find_key
from practice.marking import Marked, describe_mark, mark, with_rulings
from storage import keys, open_copy
from storage.attempts import ANSWERS, FLAG, HINTS, ITEM, MARK, OPEN, SUBMITTED, VOID, list_texts
from storage.errors import NotFound, Refused
from storage.record import Record

KINDS_OF_A_MIX = 3
FEW_ALIKE = 3
"""Cases of one part of a paper, below which their rules would give the right one away."""
TOLD_FROM = "told_from"
"""In the head of a paper that was handed in: the day from which it is told what is right."""
TOLD_LATER = "What is right is told later: once it is no longer due for anybody, or when your tutor releases it."
SEEN_BEFORE = "seen_before"
"""In an answer: what is right for its case had been told in another session."""
SEEN = "You have seen what is right for this case. The answer you gave first counts."


class StoredCases(Sequence[Case]):
    """Cases as they are stored, each read when it is first asked for: an answer needs one of many."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts, self._restored = texts, dict[int, Case]()

    def __len__(self) -> int:
        return len(self.texts)

    def __getitem__(self, at: Any) -> Any:
        if at not in self._restored:
            self._restored[at] = restore_case(orjson.loads(self.texts[at]))
        return self._restored[at]


@dataclass(frozen=True)
class Attempt:
    """One attempt. `answers` are by the number of the case, from 1; `session` is the record it was begun from; `shown`
    are the cases of which what the rules say of the record was asked for. `held`: handed in before the day from which
    it may be told what is right. `rulings`: what was ruled on its cases, by their number."""

    id: str
    kind: Kind
    session: Record
    head: Mapping[str, Any]
    cases: Sequence[Case]
    answers: Mapping[int, Record]
    shown: frozenset[int] = frozenset()
    held: bool = False
    parts: Mapping[str, str] = field(default_factory=dict, repr=False)
    rulings: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    _marked: dict[int, Marked] = field(default_factory=dict, repr=False)

    @property
    def in_modules(self) -> bool:
        """Whether its cases are worked as records of the modules, in its practice copy."""
        return self.head.get("where") in copies.IN_MODULES

    @property
    def is_entered(self) -> bool:
        """Whether a case is answered by what its records say."""
        return self.head.get("where") == copies.ENTERED

    @property
    def place(self) -> str:
        """The session's address without the first stroke."""
        return f"{self.kind.slug}/{self.session.id}"

    @property
    def is_open(self) -> bool:
        return bool(self.head["state"] == OPEN)

    @property
    def tells_at_once(self) -> bool:
        return bool(self.head["feedback"] == AFTER_EACH)

    @property
    def is_told(self) -> bool:
        """Whether the session's record says that it was handed in or is void; after a crash it may not yet."""
        return not self.is_open and self.session.data.get("state") == self.head["state"]

    @property
    def is_void(self) -> bool:
        return bool(self.head["state"] == VOID)

    @property
    def answered(self) -> int:
        return len(self.answers)

    def tells(self, number: int) -> bool:
        """Whether what is right for a case may be told."""
        return not (self.is_open or self.is_void or self.held) or (self.tells_at_once and number in self.answers)

    def mark(self, number: int) -> Marked:
        """A case marked; Refused while that may not be told."""
        if not self.tells(number):
            raise Refused(TOLD_LATER if self.held else "This case is marked once the session has been handed in.")
        if number not in self._marked:
            self._marked[number] = self.mark_as(number, adopted="policy" in self.head)
        return self._marked[number]

    def mark_as(self, number: int, *, adopted: bool) -> Marked:
        """A case marked with what was ruled on it, whether or not that may be told."""
        case, given = self.cases[number - 1], self.answer_to(number)
        key = with_rulings(find_key(case), self.rulings.get(number), given)
        return mark(case, given, adopted=adopted, key=key)

    @property
    def marked(self) -> Mapping[int, Marked]:
        """Every case that may be told: those that were answered, and after handing in those that were not as well."""
        return {number: self.mark(number) for number in self.numbers if self.tells(number)}

    def standing(self, number: int) -> str:
        """right, partly (the decision is right, or nothing is scored) or wrong; of a session that was handed in from
        the stored marks."""
        told = self.parts.get(f"{MARK}:{number}")
        facets = orjson.loads(told)["facets"] if told else describe_mark(self.mark(number))["facets"]
        scored = [one for one in facets.values() if one["scored"]]
        if all(one["right"] for one in scored or facets.values()):
            return "right"
        return "partly" if not scored or facets.get("decision", {}).get("right") else "wrong"

    @property
    def numbers(self) -> range:
        return range(1, len(self.cases) + 1)

    @property
    def setting(self) -> str:
        """Mixed: several kinds of case, and nothing says which comes."""
        if self.head.get("sort") == PAPER:
            return EXAM
        is_mix = self.head.get("set") == MIX
        kinds = self.head.get("kinds") or len({case.family for case in self.cases if is_mix})
        return MIXED if is_mix and kinds >= KINDS_OF_A_MIX else PRACTICE

    def noted(self, what: str, number: int) -> str:
        """What was noted of a case while it was answered (`storage.attempts`), "" where nothing was."""
        return self.parts.get(f"{what}:{number}", "")

    @property
    def flagged(self) -> list[int]:
        """The cases that the person means to come back to; one that was told is done."""
        return [number for number in self.numbers if self.noted(FLAG, number) and not self.tells(number)]

    def list_hints(self, number: int) -> list[str]:
        """The hints of a case that were taken: the title of a rule, then what it says, rule by rule."""
        taken = int(self.noted(HINTS, number) or 0)
        rules = dict.fromkeys(step.rule for step in find_key(self.cases[number - 1]).steps) if taken else ()
        return [words for rule in rules for words in (rule.title, rule.statement)][:taken]

    def answer_to(self, number: int) -> Mapping[str, Any]:
        given = self.answers.get(number)
        return {**given.data, **({"hints": 1} if number in self.shown else {})} if given else {}

    def next_after(self, number: int) -> int | None:
        """The next case that was not answered, from this one on and then from the first; None when all were."""
        order = [*range(number + 1, len(self.cases) + 1), *range(1, number + 1)]
        return next((one for one in order if one not in self.answers), None)


def check_can_practise(clockstart: Clockstart, actor: Actor, kind: Kind = SESSIONS) -> None:
    """Raises Forbidden where the module of the sessions is closed to the actor, and NotFound for whoever looks at
    another person's pages: cases are answered by the person they were drawn for."""
    access.get_module(clockstart, actor, kind.slug)
    if actor.viewing:
        raise NotFound("Practice is the learner's own.")


def list_reasons(attempt: Attempt, case: Case) -> set[str]:
    """The rules to choose a reason from; one that is right is always among them, also in a case drawn before today's
    families."""
    idents = options.list_reasons(one.family for one in list_alike(attempt, case))
    accepted = find_key(case).facets.get("reason", ())
    return idents if idents.intersection(accepted) else {*idents, *accepted[:1]}


def list_alike(attempt: Attempt, case: Case) -> Sequence[Case]:
    """Of a paper with many parts the cases of the part that this one is of, or all where those are few."""
    sections = attempt.head.get("sections", ())
    place = next((at for at, one in enumerate(attempt.cases) if one.id == case.id), None) if sections else None
    if place is None:
        return attempt.cases
    found = [one for one, section in zip(attempt.cases, sections, strict=True) if section == sections[place]]
    return found if len(found) >= FEW_ALIKE else attempt.cases


def id_of(session: Record, kind: Kind = SESSIONS) -> str:
    return attempt_of(session.id, kind)


def attempt_of(session_id: str, kind: Kind = SESSIONS) -> str:
    """The attempt that a session has: one, so that beginning twice is beginning once."""
    return keys.digest(session_id if kind is SESSIONS else f"{kind.slug}/{session_id}")[:20]


def find(clockstart: Clockstart, actor: Actor, session_id: str, kind: Kind = SESSIONS) -> Attempt | None:
    """The actor's attempt at a session of theirs, None before it is begun. One that was brought in from elsewhere has
    no cases until it is begun again. Raises NotFound for somebody else's."""
    access.get_module(clockstart, actor, kind.slug)
    return find_of(clockstart, actor.uid, session_id, kind)


def find_of(clockstart: Clockstart, uid: str, session_id: str, kind: Kind = SESSIONS) -> Attempt | None:
    """The same of a person who need not act. Raises NotFound for a session that is not theirs."""
    session = clockstart.store.records.get(uid, kind.store_key, session_id)
    attempt = id_of(session, kind)
    head = clockstart.store.attempts.find(uid, attempt)
    if head is None:
        return None
    parts = clockstart.store.attempts.parts(uid, attempt)
    cases = StoredCases(list_texts(parts, ITEM))
    copy = open_copy(clockstart.store, attempt)
    answers = {int(one.id): one for one in copy.records.list(uid, ANSWERS)}
    shown = copies.list_shown(copy, uid) if head.get("where") in copies.IN_MODULES else frozenset()
    rulings, held = find_rulings(clockstart, parts, len(cases)), is_held(clockstart, head)
    return Attempt(attempt, kind, session, head, cases, answers, shown, held, parts, rulings)


def find_rulings(clockstart: Clockstart, parts: Mapping[str, str], many: int) -> dict[int, Mapping[str, Any]]:
    items = {number: item_of(parts, number) for number in range(1, many + 1)}
    found = clockstart.store.questions.find_rulings([*items.values()])
    return {number: found[item] for number, item in items.items() if item in found}


def item_of(parts: Mapping[str, str], number: int) -> str:
    """What a case is known by, whoever has it: a digest of it as it is stored, its template, seed, level and day
    included."""
    return keys.digest(parts[f"{ITEM}:{number}"])


def is_held(clockstart: Clockstart, head: Mapping[str, Any]) -> bool:
    """Whether an attempt has been handed in before the day from which it may be told what is right."""
    if TOLD_FROM in head:
        return bool(head["state"] == SUBMITTED and clockstart.today.isoformat() < head[TOLD_FROM])
    assigned = find_assignment(clockstart, head["assignment"]) if "assignment" in head else None
    return assigned is not None and head["state"] == SUBMITTED and assigned.is_held(clockstart.today)


def get(clockstart: Clockstart, actor: Actor, session_id: str, kind: Kind = SESSIONS) -> Attempt:
    """The same; NotFound also before it is begun."""
    attempt = find(clockstart, actor, session_id, kind)
    if attempt is None:
        raise NotFound("This session has not been begun.")
    return attempt


def get_at(clockstart: Clockstart, actor: Actor, place: str) -> Attempt:
    """The attempt at the session with an address. Raises NotFound."""
    kind, session = read_place(place)
    return get(clockstart, actor, session, kind)
