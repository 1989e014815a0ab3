"""Practice attempts of the actor: begun from a session, answered case by case, handed in and marked by the rule books.

What is right is worked out when it may be told, and never stored before: with feedback after each case once that case
is answered, otherwise once the session is handed in. Answers are records of the attempt's practice copy.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import orjson

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.practice import copies
from dashapp.services.practice.assignment import find_assignment
from dashapp.services.practice.kinds import AFTER_EACH, SESSIONS, Kind, read_place
from dashapp.services.practice.policy import find_adopted
from dashapp.services.practice.sets import MIX
from dashapp.services.practice.standing import read_standing
from dashapp.services.records.stored import read_answers
from practice import options
from practice.case import Case, describe_case, restore_case
from practice.dials import set_dials
from practice.entries import MIXED, PRACTICE, describe_entry, list_entries
from practice.in_modules import SAID_BY_RECORD, make_entered, make_to_enter, read_entered
from practice.keys import find_key
from practice.making import make
from practice.marking import Marked, describe_mark, mark
from rules import RULES_VERSION
from storage import keys, open_copy
from storage.attempts import ANSWERS, FLAG, HINTS, ITEM, MARK, OPEN, OPENED, SUBMITTED, list_parts
from storage.errors import Conflict, NotFound, Refused
from storage.record import NewRecord, Record, Stored, Trace

LOST = "lost_from_list"
DRAWN = {copies.MODULES: make_entered, copies.ENTERED: make_to_enter}
"""How cases are drawn, by where they are worked."""
KINDS_OF_A_MIX = 3
TOLD_AT_ONCE = ("state", "answered", "handed_in_on")
TOLD_LATER = "What is right is told once it is no longer due for anybody."
LONGEST_SECONDS = 30 * 60
MISSED_OFTEN = 3
REMAIN = "remain"
"""What is right for a row of a list that is as it should be."""
SEEN = "You have seen what is right for this case. The answer you gave first counts."


class StoredCases(Sequence[Case]):
    """Cases as they are stored, each restored when it is first asked for: an answer needs one of many."""

    def __init__(self, items: Sequence[Mapping[str, Any]]) -> None:
        self.items, self._restored = items, dict[int, Case]()

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, at: Any) -> Any:
        if at not in self._restored:
            self._restored[at] = restore_case(self.items[at])
        return self._restored[at]


@dataclass(frozen=True)
class Attempt:
    """One attempt. `answers` are by the number of the case, from 1; `session` is the record it was begun from; `shown`
    are the cases of which what the rules say of the record was asked for. `held`: handed in before the day from which
    it may be told what is right."""

    id: str
    kind: Kind
    session: Record
    head: Mapping[str, Any]
    cases: Sequence[Case]
    answers: Mapping[int, Record]
    shown: frozenset[int] = frozenset()
    held: bool = False
    parts: Mapping[str, str] = field(default_factory=dict, repr=False)
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
        """Whether the session's record says that it was handed in; after a crash it may not yet."""
        return not self.is_open and self.session.data.get("state") == SUBMITTED

    @property
    def answered(self) -> int:
        return len(self.answers)

    def tells(self, number: int) -> bool:
        """Whether what is right for a case may be told."""
        return not (self.is_open or self.held) or (self.tells_at_once and number in self.answers)

    def mark(self, number: int) -> Marked:
        """A case marked; Refused while that may not be told."""
        if not self.tells(number):
            raise Refused(TOLD_LATER if self.held else "This case is marked once the session has been handed in.")
        if number not in self._marked:
            self._marked[number] = mark(self.cases[number - 1], self.answer_to(number), adopted="policy" in self.head)
        return self._marked[number]

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
        is_mix = self.head.get("set") == MIX and len({case.family for case in self.cases}) >= KINDS_OF_A_MIX
        return MIXED if is_mix else PRACTICE

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
    idents = options.list_reasons(one.family for one in attempt.cases)
    accepted = find_key(case).facets.get("reason", ())
    return idents if idents.intersection(accepted) else {*idents, *accepted[:1]}


def id_of(session: Record, kind: Kind = SESSIONS) -> str:
    return attempt_of(session.id, kind)


def attempt_of(session_id: str, kind: Kind = SESSIONS) -> str:
    """The attempt that a session has: one, so that beginning twice is beginning once."""
    return keys.digest(session_id if kind is SESSIONS else f"{kind.slug}/{session_id}")[:20]


def find(clockstart: Clockstart, actor: Actor, session_id: str, kind: Kind = SESSIONS) -> Attempt | None:
    """The actor's attempt at a session of theirs, None before it is begun. One that was brought in from elsewhere has
    no cases until it is begun again. Raises NotFound for somebody else's."""
    access.get_module(clockstart, actor, kind.slug)
    session = clockstart.store.records.get(actor.uid, kind.store_key, session_id)
    attempt = id_of(session, kind)
    head = clockstart.store.attempts.find(actor.uid, attempt)
    if head is None:
        return None
    parts = clockstart.store.attempts.parts(actor.uid, attempt)
    cases = StoredCases(list_parts(parts, ITEM))
    copy = open_copy(clockstart.store, attempt)
    answers = {int(one.id): one for one in copy.records.list(actor.uid, ANSWERS)}
    shown = copies.list_shown(copy, actor.uid) if head.get("where") in copies.IN_MODULES else frozenset()
    return Attempt(attempt, kind, session, head, cases, answers, shown, is_held(clockstart, head), parts)


def is_held(clockstart: Clockstart, head: Mapping[str, Any]) -> bool:
    """Whether an attempt has been handed in before the day from which it may be told what is right."""
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


def begin(
    clockstart: Clockstart,
    actor: Actor,
    session_id: str,
    trace: Trace,
    kind: Kind = SESSIONS,
    assigned: Mapping[str, Any] | None = None,
) -> Attempt:
    """Draw the cases of a session and open the attempt; one that is open already is gone on with. `assigned` is what
    the cases of an assignment are drawn with, whatever the session's record says."""
    access.check_can_write(clockstart, actor, actor.uid)
    known = find(clockstart, actor, session_id, kind)
    if known is None or not known.cases:
        session = clockstart.store.records.get(actor.uid, kind.store_key, session_id)
        check_complete(clockstart, actor, session, kind)
        attempt = id_of(session, kind)
        head = dict(known.head) if known else make_head(clockstart, actor, session, kind) | dict(assigned or {})
        cases = draw_cases(find_seed(clockstart, actor, session.id, head), head, kind)
        if head.get("where") in copies.IN_MODULES:
            head |= {"as_of": head["drawn_on"], "place": f"{kind.slug}/{session.id}"}
            copies.write(clockstart.store, actor.uid, attempt, cases, trace, clockstart.now)
        clockstart.store.attempts.put_items(actor.uid, attempt, [*map(describe_case, cases)])
        clockstart.store.attempts.put(actor.uid, attempt, head)
        known = get(clockstart, actor, session_id, kind)
    keep_session(clockstart, actor, known, {"state": known.head["state"]}, trace)
    return known


def make_head(clockstart: Clockstart, actor: Actor, session: Record, kind: Kind) -> dict[str, Any]:
    """What is known of an attempt from its beginning; the levels of then are what its result is compared with."""
    started = {"state": OPEN, "session": session.id, "drawn_on": clockstart.today.isoformat()}
    levels = dict(read_standing(clockstart, actor.uid).levels)
    adopted = find_adopted(clockstart, actor.cohorts)
    policy = {"policy": adopted} if adopted else {}
    return {**started, "levels": levels, **policy, **kind.settle(clockstart, actor.uid, session)}


def check_complete(clockstart: Clockstart, actor: Actor, session: Record, kind: Kind) -> None:
    """Raises Refused for a session whose module would not accept it."""
    if read_answers(access.get_module(clockstart, actor, kind.slug), session)[0] is None:
        raise Refused("This session is not complete. Answer what is missing, then begin.")


def find_seed(clockstart: Clockstart, actor: Actor, session_id: str, head: Mapping[str, Any]) -> str:
    """What the cases of a session without a number are drawn with: that of the assignment stays on the server."""
    assigned = find_assignment(clockstart, head["assignment"]) if "assignment" in head else None
    return assigned.seed_for(actor.uid, head["try"]) if assigned else session_id


def draw_cases(session_id: str, head: Mapping[str, Any], kind: Kind = SESSIONS) -> list[Case]:
    """The cases of a head's settings, as of the day they were first drawn."""
    seed, today = str(head.get("seed") or session_id), date.fromisoformat(head["drawn_on"])
    chosen = enumerate(kind.choose(head, seed), start=1)
    draw = DRAWN.get(str(head.get("where")), make)
    return [draw(template, f"{seed}#{at}", set_dials(level), today) for at, (template, level) in chosen]


def answer(
    clockstart: Clockstart,
    actor: Actor,
    session_id: str,
    number: int,
    told: Mapping[str, Any],
    *,
    op: str,
    seen_rev: int,
    trace: Trace,
    kind: Kind = SESSIONS,
) -> Stored:
    """Store the answer to a case, once an operation. Raises Refused after handing in and where what is right has been
    told, Conflict where another tab has answered since, NotFound for a case or a session that is not there."""
    access.check_can_write(clockstart, actor, actor.uid)
    attempt = get(clockstart, actor, session_id, kind)
    if number not in attempt.numbers:
        raise NotFound("There is no such case in this session.")
    before = attempt.answers.get(number)
    if before and before.op == op:
        if attempt.tells_at_once:
            enter_marks(clockstart, actor, attempt, [number])
        return Stored(before, replayed=True)
    if before and attempt.tells_at_once:
        raise Refused(SEEN)
    given = {**told, "hints": len(attempt.list_hints(number)), "seconds": calc_seconds(clockstart, attempt, number)}
    stored = open_copy(clockstart.store, attempt.id).records.put(
        actor.uid,
        ANSWERS,
        str(number),
        {name: value for name, value in given.items() if value},
        op=op,
        seen_rev=seen_rev,
        trace=trace,
        now=clockstart.now,
    )
    if attempt.tells_at_once:
        enter_marks(clockstart, actor, replace(attempt, answers={**attempt.answers, number: stored.record}), [number])
    return stored


def calc_seconds(clockstart: Clockstart, attempt: Attempt, number: int) -> int:
    """From when the case was first shown to its first answer; of a case that lay open for long no more than half an
    hour. 0 where it is not known."""
    before, opened = attempt.answer_to(number).get("seconds"), attempt.noted(OPENED, number)
    if before or not opened:
        return int(before or 0)
    return min(LONGEST_SECONDS, max(1, (clockstart.now - datetime.fromisoformat(opened)) // timedelta(seconds=1)))


def open_case(clockstart: Clockstart, actor: Actor, attempt: Attempt, number: int) -> None:
    """Note when a case was shown that has still to be answered."""
    if attempt.is_open and number not in attempt.answers and not attempt.noted(OPENED, number):
        clockstart.store.attempts.note_opened(actor.uid, attempt.id, number, clockstart.now.isoformat())


def take_hint(clockstart: Clockstart, actor: Actor, attempt: Attempt, number: int) -> Attempt:
    """One more hint; Refused where what is right is told already or may not be helped with any more."""
    check_answering(clockstart, actor, attempt, number)
    return note(clockstart, actor, attempt, f"{HINTS}:{number}", str(len(attempt.list_hints(number)) + 1))


def turn_flag(clockstart: Clockstart, actor: Actor, attempt: Attempt, number: int) -> Attempt:
    """Flag a case, or take the flag off. Raises Refused after handing in."""
    check_answering(clockstart, actor, attempt, number)
    return note(clockstart, actor, attempt, f"{FLAG}:{number}", "" if attempt.noted(FLAG, number) else "1")


def check_answering(clockstart: Clockstart, actor: Actor, attempt: Attempt, number: int) -> None:
    access.check_can_write(clockstart, actor, actor.uid)
    if number not in attempt.numbers:
        raise NotFound("There is no such case in this session.")
    if attempt.tells(number):
        raise Refused(SEEN)


def note(clockstart: Clockstart, actor: Actor, attempt: Attempt, name: str, text: str) -> Attempt:
    clockstart.store.attempts.note_case(actor.uid, attempt.id, name, text)
    return replace(attempt, parts={**attempt.parts, name: text})


def mark_for_evidence(attempt: Attempt, number: int) -> Marked:
    """Without what is scored by an adopted policy alone, which counts for no level."""
    told = attempt.mark(number)
    return mark(attempt.cases[number - 1], attempt.answer_to(number)) if "policy" in attempt.head else told


def enter_marks(clockstart: Clockstart, actor: Actor, attempt: Attempt, numbers: Iterable[int]) -> None:
    """Enter into the actor's evidence what the marks of these cases say, once each. A case without an answer says
    nothing. They are of the day of handing in, however late they are entered."""
    handed_in = attempt.head.get("handed_in_on")
    on = date.fromisoformat(handed_in) if handed_in else clockstart.today
    entries = [
        describe_entry(entry)
        for number in numbers
        if number in attempt.answers
        for entry in list_entries(
            attempt.cases[number - 1],
            mark_for_evidence(attempt, number),
            setting=attempt.setting,
            on=on,
            source=f"{attempt.id}/{number}",
        )
    ]
    clockstart.store.evidence.add(actor.uid, entries)


def show(
    clockstart: Clockstart, actor: Actor, session_id: str, number: int, trace: Trace, kind: Kind = SESSIONS
) -> None:
    """Tell what the rules say of the records of a case before it is answered: from then on it counts as aided."""
    access.check_can_write(clockstart, actor, actor.uid)
    attempt = get(clockstart, actor, session_id, kind)
    if number not in attempt.numbers or not attempt.in_modules:
        raise NotFound("There is no such case in this session.")
    if attempt.is_open and number not in attempt.shown:
        copy, new = open_copy(clockstart.store, attempt.id), NewRecord(str(number), {}, f"show-{number}")
        copy.records.put_many(actor.uid, copies.SHOWN, [new], trace=trace, now=clockstart.now)


def read_records(
    clockstart: Clockstart, actor: Actor, session_id: str, number: int, trace: Trace, kind: Kind = SESSIONS
) -> Stored:
    """Store as the answer to a case what its records say by now. Raises what `answer` raises."""
    attempt = get(clockstart, actor, session_id, kind)
    if number not in attempt.numbers or not attempt.is_entered:
        raise NotFound("There is no such case in this session.")
    events, codes = copies.list_entered(clockstart, actor.uid, attempt.id, number)
    read = read_entered(attempt.cases[number - 1], events, codes)
    told, before = {name: str(value) for name, value in read.items()}, attempt.answers.get(number)
    if before and before.data == {**before.data, **told} and before.data.keys() & SAID_BY_RECORD == told.keys():
        return Stored(before, True)
    rev = before.rev if before else 0
    op = f"entered-{number}-{rev}-{keys.digest(str(sorted(told.items())))[:8]}"
    return answer(clockstart, actor, session_id, number, told, op=op, seen_rev=rev, trace=trace, kind=kind)


def read_all_records(clockstart: Clockstart, actor: Actor, attempt: Attempt, trace: Trace) -> None:
    """What was entered for the cases that have not been told, before they are marked."""
    for number in attempt.numbers:
        if not attempt.tells(number) and copies.is_changed(clockstart, actor.uid, attempt.id, number):
            read_records(clockstart, actor, attempt.session.id, number, trace, attempt.kind)


def submit(clockstart: Clockstart, actor: Actor, session_id: str, trace: Trace, kind: Kind = SESSIONS) -> Attempt:
    """Hand in and mark; the session's record gets what a list shows. Handed in twice is handed in once.

    It is closed before it is marked: the store takes no answer after that (`storage/scripts/put.lua`), so each that was
    taken is marked.
    """
    access.check_can_write(clockstart, actor, actor.uid)
    attempt = get(clockstart, actor, session_id, kind)
    if attempt.is_open and attempt.is_entered:
        read_all_records(clockstart, actor, attempt, trace)
    if attempt.is_open:
        head = {**attempt.head, "state": SUBMITTED, "handed_in_on": clockstart.today.isoformat()}
        held = {"held": True} if is_held(clockstart, head) else {}
        clockstart.store.attempts.put(actor.uid, attempt.id, head | held)
        attempt = get(clockstart, actor, session_id, kind)
    if not clockstart.store.attempts.marks(actor.uid, attempt.id):
        told = replace(attempt, held=False)
        marks = [describe_mark(told.marked[number]) for number in attempt.numbers]
        clockstart.store.attempts.put(actor.uid, attempt.id, {**attempt.head, **find_results(told)})
        clockstart.store.attempts.put_marks(actor.uid, attempt.id, marks)
    keep_results(clockstart, actor, attempt, trace)
    return attempt


def let_go(clockstart: Clockstart, actor: Actor, attempt: Attempt, trace: Trace) -> None:
    """The results of an attempt that was held and is no longer: into its session's record."""
    if attempt.head.get("held") and not attempt.held:
        keep_results(clockstart, actor, attempt, trace)
        head = {name: value for name, value in attempt.head.items() if name != "held"}
        clockstart.store.attempts.put(actor.uid, attempt.id, head)


def find_results(attempt: Attempt) -> dict[str, Any]:
    """What those who assigned it see of an attempt that was handed in."""
    told = sum_up(attempt)
    return {name: told[name] for name in ("score", "answered", "lost_patients")}


def keep_results(clockstart: Clockstart, actor: Actor, attempt: Attempt, trace: Trace) -> None:
    """Write into the session's record, and what the person knows, what came of it, as far as it may be told by now."""
    if not attempt.held:
        enter_marks(clockstart, actor, attempt, attempt.numbers)
    told = sum_up(attempt)
    shown = {name: told[name] for name in TOLD_AT_ONCE} if attempt.held else told
    keep_session(clockstart, actor, attempt, shown, trace)


def sum_up(attempt: Attempt) -> dict[str, Any]:
    """What the record of a session says of an attempt that was handed in: percent over all and by facet, patients who
    would be lost from the list."""
    marks = list(attempt.marked.values())
    harms = Counter(one.harm for one in marks if one.harm != "none")
    seconds = sum(int(one.data.get("seconds") or 0) for one in attempt.answers.values())
    scored = [one.percent for one in marks if one.percent is not None]
    facets = {f"{name}_percent": calc_share(marks, name) for name in ("decision", "date", "code", "reason")}
    return {
        "state": SUBMITTED,
        "score": sum(scored) // len(scored) if scored else None,
        **{name: share for name, share in facets.items() if share is not None},
        "answered": attempt.answered,
        "lost_patients": harms[LOST],
        "harms": dict(harms),
        **({"minutes": max(1, round(seconds / 60))} if seconds else {}),
        **find_misses(attempt),
        "certain_and_wrong": sum(one.is_certain_and_wrong for one in marks),
        "handed_in_on": attempt.head["handed_in_on"],
    }


def find_misses(attempt: Attempt) -> dict[str, Any]:
    """Of the clean rows of a list that were decided the percent that was called wrong; rules missed in three cases."""
    marked = {number: one for number, one in attempt.marked.items() if number in attempt.answers}
    clean = [one for one in marked.values() if REMAIN in one.key.facets.get("decision", ())]
    called = sum(not one.facets["decision"].right for one in clean)
    wrong = [one for one in marked.values() if not one.is_right]
    missed = Counter(rule for one in wrong for rule in one.key.facets.get("reason", ())[:1])
    often = sorted(rule for rule, times in missed.items() if times >= MISSED_OFTEN)
    alarms = {"false_alarms": 100 * called // len(clean)} if clean else {}
    return {**alarms, **({"missed_rules": often} if often else {})}


def calc_share(marks: Sequence[Marked], facet: str) -> int | None:
    """Percent of what a facet could earn; None where it was not scored."""
    found = [one.facets[facet] for one in marks if facet in one.facets and one.facets[facet].scored]
    weight = sum(one.weight for one in found)
    return int(100 * sum(one.earned for one in found) / weight + 1e-9) if weight else None


def keep_session(clockstart: Clockstart, actor: Actor, attempt: Attempt, told: Mapping[str, Any], trace: Trace) -> None:
    """Write into the session's record what is not there yet; one that is saved at the same moment is read again."""
    for last_try in (False, True):
        session = clockstart.store.records.get(actor.uid, attempt.kind.store_key, attempt.session.id)
        if all(session.data.get(name) == value for name, value in told.items()):
            return
        try:
            clockstart.store.records.put(
                actor.uid,
                attempt.kind.store_key,
                session.id,
                {**session.data, **told},
                op=f"{attempt.id}-{told['state']}-{session.rev}",
                seen_rev=session.rev,
                trace=trace,
                links=None,
                rules_version=RULES_VERSION,
                now=clockstart.now,
            )
        except Conflict:
            if last_try:
                raise
