"""Marks that learners question, what those who look after them rule, and whose marks that changes.

A ruling holds for the case, whoever has it. Marks and scores of what was handed in are written again, one person after
another; what was entered into their evidence is made void, and what the mark says now is entered. What was cut off is
finished by the same act, since the stored marks say who is left.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from auth.actor import Actor, as_actor
from auth.policy import can_read, check_oversee
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.people.accounts import enter, trace_of
from dashapp.services.practice import attempts, results
from dashapp.services.practice.attempts import Attempt, item_of
from dashapp.services.practice.kinds import read_place
from practice.marking import describe_mark, plain
from storage import keys
from storage.accounts import Person
from storage.attempts import MARK, SUBMITTED
from storage.errors import Conflict, NotFound, Refused

LONGEST = 500
OPEN, UPHELD, ACCEPTED, VOID = "open", "upheld", "accepted", "void"
STATES: Mapping[str, str] = {
    OPEN: "Not looked at yet",
    UPHELD: "The mark stands",
    ACCEPTED: "The answer is accepted too",
    VOID: "The case counts for nothing",
}
ALIKE = ("assignment", "try", "seed", "drawn_on")
"""What attempts with the same cases have in common."""
NO_SUCH = "There is no such question."
OUT_OF_REACH = "This case was also worked by people you do not look after. Ask an administrator to rule on it."
LOWERED = "Somebody’s score would fall that was not confirmed. Look at who it is, then tick that you want this."
BEGUN = "Somebody has begun to rule otherwise, and was cut off. Finish that first."


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a mark as it is stored, and who asked. `attempt` is None where they have removed it since."""

    id: str
    said: Mapping[str, Any]
    person: Person
    attempt: Attempt | None = field(default=None, repr=False)

    @property
    def number(self) -> int:
        return int(self.said["number"])

    @property
    def is_open(self) -> bool:
        return bool(self.said["state"] == OPEN)


@dataclass(frozen=True, slots=True)
class Change:
    """What a ruling makes of one session: its percent before and after."""

    person: Person
    attempt: Attempt
    number: int
    before: int | None
    after: int | None

    @property
    def lowers(self) -> bool:
        return self.before is not None and (self.after is None or self.after < self.before)

    @property
    def named(self) -> str:
        """What is confirmed where it lowers a score: whose, and to what."""
        return f"{self.attempt.id}:{self.after}"


def find_own(clockstart: Clockstart, actor: Actor, attempt: Attempt, number: int) -> Mapping[str, Any] | None:
    """What the actor asked about the mark of a case, and what came of it."""
    return clockstart.store.questions.find(id_of(actor.uid, item_of(attempt.parts, number)))


def id_of(uid: str, item: str) -> str:
    """One question a person and case."""
    return keys.digest(f"{uid}/{item}")[:20]


def read_sentence(text: str, what: str) -> str:
    words = " ".join(text.split())
    if not 0 < len(words) <= LONGEST:
        raise Refused(f"{what}, in at most {LONGEST} letters.")
    return words


def ask(clockstart: Clockstart, actor: Actor, place: str, number: int, sentence: str) -> Attempt:
    """Question the mark of a case of the actor's own; sent twice it is asked once. Raises NotFound, and Refused before
    the mark is told."""
    access.check_can_write(clockstart, actor, actor.uid)
    attempt = attempts.get_at(clockstart, actor, place)
    if number not in attempt.numbers:
        raise NotFound("There is no such case in this session.")
    marked, case = attempt.mark(number), attempt.cases[number - 1]
    item = item_of(attempt.parts, number)
    said = {
        "uid": actor.uid,
        "item": item,
        "template": case.template,
        "seed": case.seed,
        "level": case.level,
        "place": place,
        "number": number,
        "given": {name: plain(one.answer) for name, one in marked.facets.items() if one.answer is not None},
        "sentence": read_sentence(sentence, "Say what you think is right"),
        "at": clockstart.now.isoformat(),
        "state": OPEN,
        "reply": "",
        "by": "",
    }
    if find_own(clockstart, actor, attempt, number) is None:
        clockstart.store.questions.put(id_of(actor.uid, item), said, None)
        told = {"session": place, "case": str(number)}
        clockstart.store.audit.enter(actor.uid, "mark_questioned", trace=trace_of(actor), now=clockstart.now, **told)
    return attempt


def list_for_tutor(clockstart: Clockstart, actor: Actor) -> list[Question]:
    """The questions of those the actor looks after, open ones first, without their cases. Raises Forbidden for
    learners."""
    check_oversee(actor)
    found = clockstart.store.questions.list()
    people = {one.uid: one for one in clockstart.store.people.list_these({said["uid"] for said in found.values()})}
    shown = [
        Question(one, said, people[said["uid"]])
        for one, said in found.items()
        if said["uid"] in people and can_settle(actor, people[said["uid"]])
    ]
    return sorted(shown, key=lambda one: (not one.is_open, one.said["at"]))


def can_settle(actor: Actor, person: Person) -> bool:
    """Nobody settles what they asked themselves."""
    return person.uid != actor.uid and can_read(actor, person)


def get_for_tutor(clockstart: Clockstart, actor: Actor, question: str) -> Question:
    """Raises Forbidden for learners, NotFound for one outside the actor's reach."""
    check_oversee(actor)
    said = clockstart.store.questions.find(question)
    person = clockstart.store.people.find(said["uid"]) if said else None
    if said is None or person is None or not can_settle(actor, person):
        raise NotFound(NO_SUCH)
    kind, session = read_place(said["place"])
    record = clockstart.store.records.find(person.uid, kind.store_key, session)
    attempt = attempts.find_of(clockstart, person.uid, session, kind) if record else None
    is_there = attempt is not None and said["number"] in attempt.numbers
    return Question(question, said, person, attempt if is_there else None)


def make_ruling(question: Question, state: str) -> Mapping[str, Any]:
    """What would hold for the case: what is ruled already, and this answer or that the case is void."""
    attempt = get_attempt(question)
    before = attempt.rulings.get(question.number, {})
    accepted, version = list(before.get("accept", ())), before.get("version", 0)
    if state == VOID:
        ruled = {"accept": accepted, "void": True}
    elif question.number not in attempt.answers:
        raise Refused("There is no answer to accept: the case was left out.")
    else:
        facets = attempt.mark_as(question.number, adopted=True).facets
        wrong = {name: plain(one.answer) for name, one in facets.items() if not one.right}
        also = {name: value for name, value in wrong.items() if name != "reason" or value is not None}
        ruled = {"accept": [*accepted, *([also] if also else [])], "void": bool(before.get("void"))}
    return before if {**before, **ruled} == before else {**ruled, "version": version + 1}


def get_attempt(question: Question) -> Attempt:
    if question.attempt is None:
        raise Refused("The session of this case was removed. The mark can only stand.")
    return question.attempt


def list_changes(clockstart: Clockstart, question: Question, ruling: Mapping[str, Any]) -> list[Change]:
    """Every session handed in whose mark of this case the ruling changes, in the order of names; nothing is written.
    Of sessions that were removed there is nothing to change."""
    asked = get_attempt(question)
    item, alike = question.said["item"], [asked.head.get(name) for name in ALIKE]
    found = list[Change]()
    for person in clockstart.store.people.list():
        for name, head in clockstart.store.attempts.list(person.uid).items():
            if head.get("state") == SUBMITTED and alike == [head.get(one) for one in ALIKE]:
                record = clockstart.store.records.find(person.uid, asked.kind.store_key, str(head["session"]))
                attempt = attempts.find_of(clockstart, person.uid, record.id, asked.kind) if record else None
                if attempt and attempt.id == name:
                    found += find_change(person, attempt, item, ruling)
    return sorted(found, key=lambda one: one.person.name.casefold())


def find_change(person: Person, attempt: Attempt, item: str, ruling: Mapping[str, Any]) -> list[Change]:
    for number in attempt.numbers:
        stored = attempt.parts.get(f"{MARK}:{number}")
        if stored and item_of(attempt.parts, number) == item:
            new = replace(attempt, held=False, rulings={**attempt.rulings, number: ruling}, _marked={})
            if tell_marks(describe_mark(new.mark(number))) != tell_marks(orjson.loads(stored)):
                score = results.sum_up(new)["score"]
                return [Change(person, new, number, attempt.head.get("score"), score)]
    return []


def tell_marks(mark: Mapping[str, Any]) -> Any:
    """What a mark says apart from its explanation."""
    facets = {name: (one["right"], one["earned"], one["scored"]) for name, one in mark["facets"].items()}
    return mark["percent"], facets


def settle(
    clockstart: Clockstart, actor: Actor, question: Question, state: str, reply: str, *, lowers: Collection[str]
) -> list[Change]:
    """Uphold the mark, accept the answer too or void the case; the sessions that were regraded. `lowers`: the changes
    that may lower a score, as they are `named`. Raises Refused where another does, where others worked the case, once
    it is settled, and where somebody else was quicker: then nothing was changed."""
    if not question.is_open or state not in STATES or state == OPEN:
        raise Refused("This question has been settled, or that is not a way to settle it.")
    if question.attempt and question.said.get("begun", state) != state:
        raise Refused(BEGUN)
    words = " ".join(reply.split())[:LONGEST] if state != UPHELD else read_sentence(reply, "Say why the mark stands")
    begun = question.said if state == UPHELD else {**question.said, "begun": state}
    changes = [] if state == UPHELD else rule(clockstart, actor, question, begun, lowers=lowers)
    settled = {**begun, "state": state, "reply": words, "by": actor.uid}
    write(clockstart.store.questions.put, question.id, settled, begun)
    about = {"question": question.id, "outcome": state, "regraded": str(len(changes))}
    enter(clockstart, actor, question.person, "question_settled", **about)
    return changes


def rule(
    clockstart: Clockstart, actor: Actor, question: Question, begun: Mapping[str, Any], *, lowers: Collection[str]
) -> list[Change]:
    """The question says what was `begun` before any mark changes, so that nobody rules otherwise meanwhile."""
    item, ruling = question.said["item"], make_ruling(question, begun["begun"])
    changes = list_changes(clockstart, question, ruling)
    if not all(can_read(actor, one.person) for one in changes):
        raise Refused(OUT_OF_REACH)
    if any(one.lowers and one.named not in lowers for one in changes):
        raise Refused(LOWERED)
    write(clockstart.store.questions.put, question.id, begun, question.said)
    before = get_attempt(question).rulings.get(question.number)
    if ruling != before:
        write(clockstart.store.questions.put_ruling, item, ruling, before)
    for one in changes:
        regrade(clockstart, actor, one, question.id)
    return changes


def write(put: Any, *what: Any) -> None:
    """Raises Refused where somebody else was quicker."""
    try:
        put(*what)
    except Conflict as problem:
        raise Refused("Somebody else has ruled on this meanwhile. Look at it, then try again.") from problem


def regrade(clockstart: Clockstart, actor: Actor, change: Change, question: str) -> None:
    """The sealed score of one person's session, their evidence and, last, the marks, which say that it is done."""
    attempt, person, store = change.attempt, change.person, clockstart.store.attempts
    found = results.find_results(attempt)
    head = store.change(person.uid, attempt.id, lambda head: head | (found if head["state"] == SUBMITTED else {}))
    if head["state"] != SUBMITTED:
        return  # made void meanwhile: it counts nowhere
    if not attempt.head.get("held"):
        results.enter_again(clockstart, person.uid, attempt, change.number)
        told, trace = results.list_told(clockstart, person.uid, attempt), trace_of(actor)
        results.keep_session(clockstart, as_actor(person), attempt, told, trace, results.OF_RESULTS)
    scores = {"was": say_score(change.before), "became": say_score(change.after)}
    about = {"session": attempt.place, "case": str(change.number), "question": question, **scores}
    enter(clockstart, actor, person, "regraded", **about)
    store.put_marks(person.uid, attempt.id, [describe_mark(attempt.mark(number)) for number in attempt.numbers])


def say_score(score: int | None) -> str:
    return "not scored" if score is None else f"{score} %"
