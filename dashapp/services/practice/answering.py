"""Practice attempts of the actor: begun from a session, answered case by case, handed in."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.practice import copies, exam_clock, papers
from dashapp.services.practice.assignment import find_assignment
from dashapp.services.practice.attempts import SEEN, SEEN_BEFORE, Attempt, find, find_of, get, id_of, is_held
from dashapp.services.practice.kinds import AFTER_EACH, DAILY_REVIEW, SESSIONS, Kind
from dashapp.services.practice.policy import find_adopted
from dashapp.services.practice.results import find_results, keep_results, keep_session, list_times, tell_answer
from dashapp.services.practice.standing import read_standing
from dashapp.services.records.stored import read_answers
from practice.case import Case, describe_case
from practice.dials import set_dials
from practice.in_modules import SAID_BY_RECORD, make_entered, make_to_enter, read_entered
from practice.making import make
from practice.marking import describe_mark
from storage import keys, open_copy
from storage.attempts import ANSWERS, AT, FLAG, HINTS, OPEN, OPENED, SUBMITTED
from storage.errors import Closed, NotFound, Refused
from storage.record import NewRecord, Record, Stored, Trace

DRAWN = {copies.MODULES: make_entered, copies.ENTERED: make_to_enter}
"""How cases are drawn, by where they are worked."""
LONGEST_SECONDS = 30 * 60
LOOK_AGAIN = timedelta(hours=1)
"""Between two looks whether results that are held may be told."""


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
        if kind.is_paper:
            head, cases = papers.draw(clockstart, attempt, head)
        else:
            cases = draw_cases(find_seed(clockstart, actor, session.id, head), head, kind)
        if head.get("where") in copies.IN_MODULES:
            head |= {"as_of": head["drawn_on"], "place": f"{kind.slug}/{session.id}"}
            copies.write(clockstart.store, actor.uid, attempt, cases, trace, clockstart.now)
        templates = {one.template for one in cases}
        head |= {"kinds": len(templates), "medians": clockstart.store.item_times.medians(templates)}
        head = start_clock(clockstart, actor.uid, f"{kind.slug}/{session.id}", head)
        clockstart.store.attempts.put_items(actor.uid, attempt, [*map(describe_case, cases)])
        clockstart.store.attempts.put(actor.uid, attempt, head)
        known = get(clockstart, actor, session_id, kind)
    told = {"state": known.head["state"], **count_reviewed(known)}
    if kind.is_paper:
        told["minutes_allowed"] = known.head["minutes_allowed"]
    keep_session(clockstart, actor, known, told, trace)
    return known


def start_clock(clockstart: Clockstart, uid: str, place: str, head: dict[str, Any]) -> dict[str, Any]:
    """The head with when its time is over, where there is a limit: from now, also for one that was brought in from
    elsewhere without its cases. Whoever closes it knows of it before it is open."""
    minutes = head.get("minutes_allowed")
    if not minutes:
        return head
    head = head | exam_clock.fix(int(minutes), int(head.get("extra_time_percent") or 0), clockstart.now)
    clockstart.store.deadlines.put(uid, place, datetime.fromisoformat(head[exam_clock.DEADLINE]))
    return head


def count_reviewed(attempt: Attempt) -> dict[str, Any]:
    """Of a review on which day it drew how many rules: a day has a limit, however many reviews are begun on it."""
    if attempt.head.get("session_kind") != DAILY_REVIEW:
        return {}
    return {"reviewed_on": attempt.head["drawn_on"], "reviewed": len(attempt.cases)}


def make_head(clockstart: Clockstart, actor: Actor, session: Record, kind: Kind) -> dict[str, Any]:
    """What is known of an attempt from its beginning; the levels of then are what its result is compared with."""
    started = {"state": OPEN, "session": session.id, "drawn_on": clockstart.today.isoformat()}
    levels = dict(read_standing(clockstart, actor.uid).levels)
    adopted = find_adopted(clockstart, actor.cohorts)
    policy = {"policy": adopted} if adopted and not kind.is_paper else {}
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
    return [draw(one.template, f"{seed}{one.ending}#{at}", set_dials(one.level), today) for at, one in chosen]


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
    told, Closed where it was closed, Conflict where another tab has answered since, NotFound for a case or a session
    that is not there."""
    access.check_can_write(clockstart, actor, actor.uid)
    attempt = get(clockstart, actor, session_id, kind)
    if number not in attempt.numbers:
        raise NotFound("There is no such case in this session.")
    before = attempt.answers.get(number)
    if before and before.op == op:
        return Stored(before, replayed=True)
    exam_clock.check_open(attempt.head, clockstart.now)
    if before and attempt.tells_at_once:
        raise Refused(SEEN)
    return keep_answer(clockstart, actor, attempt, number, told, op=op, seen_rev=seen_rev, trace=trace)


def keep_answer(
    clockstart: Clockstart,
    actor: Actor,
    attempt: Attempt,
    number: int,
    told: Mapping[str, Any],
    *,
    op: str,
    seen_rev: int,
    trace: Trace,
) -> Stored:
    given = {
        **told,
        "hints": len(attempt.list_hints(number)),
        "seconds": calc_seconds(clockstart, attempt, number),
        SEEN_BEFORE: was_seen(clockstart, actor.uid, attempt, number),
    }
    data = {name: value for name, value in given.items() if value}
    return open_copy(clockstart.store, attempt.id).records.put(
        actor.uid,
        ANSWERS,
        str(number),
        data,
        op=op,
        seen_rev=seen_rev,
        trace=trace,
        now=clockstart.now,
        evidence=tell_answer(clockstart, attempt, number, data) if attempt.tells_at_once else (),
    )


def was_seen(clockstart: Clockstart, uid: str, attempt: Attempt, number: int) -> bool:
    """Whether the person has been told what is right for this case in another session drawn with the same number."""
    seed, case, store = attempt.head.get("seed"), attempt.cases[number - 1].id, clockstart.store.attempts
    others = {name: head for name, head in store.list(uid).items() if name != attempt.id} if seed else {}
    return any(
        case in list_told(clockstart, uid, name, head)
        for name, head in others.items()
        if (head.get("seed") or head.get("session")) == seed
    )


def list_told(clockstart: Clockstart, uid: str, attempt: str, head: Mapping[str, Any]) -> set[str]:
    """The cases of an attempt, by id, of which it has been told what is right."""
    found = {number: item["id"] for number, item in enumerate(clockstart.store.attempts.items(uid, attempt), start=1)}
    if head["state"] != OPEN and not is_held(clockstart, head):
        return {*found.values()}
    told = open_copy(clockstart.store, attempt).records.list(uid, ANSWERS) if head["feedback"] == AFTER_EACH else []
    return {found[int(one.id)] for one in told if int(one.id) in found}


def calc_seconds(clockstart: Clockstart, attempt: Attempt, number: int) -> int:
    """From when the case was first shown to its first answer; of a case that lay open for long no more than half an
    hour. 0 where it is not known."""
    before, opened = attempt.answer_to(number).get("seconds"), attempt.noted(OPENED, number)
    if before or not opened:
        return int(before or 0)
    return min(LONGEST_SECONDS, max(1, (clockstart.now - datetime.fromisoformat(opened)) // timedelta(seconds=1)))


def open_case(clockstart: Clockstart, actor: Actor, attempt: Attempt, number: int) -> None:
    """Note which case is shown of a session that is open, and when each first was."""
    if attempt.is_open and attempt.parts.get(AT, "").split(" ")[0] != str(number):
        clockstart.store.attempts.note_opened(actor.uid, attempt.id, number, clockstart.now.isoformat())


def take_hint(clockstart: Clockstart, actor: Actor, attempt: Attempt, number: int) -> Attempt:
    """One more hint; Refused where what is right is told already or may not be helped with any more."""
    check_answering(clockstart, actor, attempt, number)
    if attempt.kind.is_paper:
        raise Refused("A paper has no hints.")
    return note(clockstart, actor, attempt, f"{HINTS}:{number}", str(len(attempt.list_hints(number)) + 1))


def turn_flag(clockstart: Clockstart, actor: Actor, attempt: Attempt, number: int) -> Attempt:
    """Flag a case, or take the flag off. Raises Refused after handing in."""
    check_answering(clockstart, actor, attempt, number)
    return note(clockstart, actor, attempt, f"{FLAG}:{number}", "" if attempt.noted(FLAG, number) else "1")


def check_answering(clockstart: Clockstart, actor: Actor, attempt: Attempt, number: int) -> None:
    access.check_can_write(clockstart, actor, actor.uid)
    if number not in attempt.numbers:
        raise NotFound("There is no such case in this session.")
    exam_clock.check_open(attempt.head, clockstart.now)
    if attempt.tells(number):
        raise Refused(SEEN)


def note(clockstart: Clockstart, actor: Actor, attempt: Attempt, name: str, text: str) -> Attempt:
    clockstart.store.attempts.note_case(actor.uid, attempt.id, name, text)
    return replace(attempt, parts={**attempt.parts, name: text})


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
    access.check_can_write(clockstart, actor, actor.uid)
    attempt = get(clockstart, actor, session_id, kind)
    if number not in attempt.numbers or not attempt.is_entered:
        raise NotFound("There is no such case in this session.")
    exam_clock.check_open(attempt.head, clockstart.now)
    return read_one(clockstart, actor, attempt, number, trace)


def read_one(clockstart: Clockstart, actor: Actor, attempt: Attempt, number: int, trace: Trace) -> Stored:
    events, codes = copies.list_entered(clockstart, actor.uid, attempt.id, number)
    read = read_entered(attempt.cases[number - 1], events, codes)
    told, before = {name: str(value) for name, value in read.items()}, attempt.answers.get(number)
    if before and before.data == {**before.data, **told} and before.data.keys() & SAID_BY_RECORD == told.keys():
        return Stored(before, True)
    if before and attempt.tells_at_once:
        raise Refused(SEEN)
    rev = before.rev if before else 0
    op = f"entered-{number}-{rev}-{keys.digest(str(sorted(told.items())))[:8]}"
    return keep_answer(clockstart, actor, attempt, number, told, op=op, seen_rev=rev, trace=trace)


def read_all_records(clockstart: Clockstart, actor: Actor, attempt: Attempt, trace: Trace) -> None:
    """What was entered for the cases that have not been told, before they are marked."""
    for number in attempt.numbers:
        if not attempt.tells(number) and copies.is_changed(clockstart, actor.uid, attempt.id, number):
            read_one(clockstart, actor, attempt, number, trace)


def submit(clockstart: Clockstart, actor: Actor, session_id: str, trace: Trace, kind: Kind = SESSIONS) -> Attempt:
    """Hand in and mark; the session's record gets what a list shows. Handed in twice is handed in once.
    Raises Closed for one that is void."""
    access.check_can_write(clockstart, actor, actor.uid)
    return hand_in(clockstart, actor, get(clockstart, actor, session_id, kind), trace)


def hand_in(clockstart: Clockstart, actor: Actor, attempt: Attempt, trace: Trace, closed_at: str = "") -> Attempt:
    """Close an attempt of the actor's and mark it; `closed_at` where somebody else does, in the person's name.

    It is closed before it is marked: the store takes no answer after that (`storage/scripts/put.lua`), so each that was
    taken is marked.
    """
    if attempt.is_open and attempt.is_entered:
        read_all_records(clockstart, actor, attempt, trace)
    store, uid = clockstart.store.attempts, actor.uid
    store.change(uid, attempt.id, lambda head: close_head(clockstart, uid, head, closed_at))
    attempt = find_of(clockstart, uid, attempt.session.id, attempt.kind) or attempt
    if attempt.held:
        clockstart.store.deadlines.put(uid, attempt.place, clockstart.now + LOOK_AGAIN)
    else:
        clockstart.store.deadlines.remove(uid, attempt.place)
    papers.forget_open(clockstart, uid, attempt.place)
    if attempt.is_void:
        raise Closed(exam_clock.say_closed(attempt.head, clockstart.now))
    if not store.marks(uid, attempt.id):
        told = replace(attempt, held=False)
        found, marks = find_results(told), [describe_mark(told.mark(number)) for number in attempt.numbers]
        store.change(uid, attempt.id, lambda head: {**head, **found})
        store.put_marks(uid, attempt.id, marks)
        clockstart.store.item_times.add(list_times(attempt))
    keep_results(clockstart, actor, attempt, trace)
    return attempt


def close_head(clockstart: Clockstart, uid: str, head: dict[str, Any], closed_at: str) -> dict[str, Any]:
    """What is known of an attempt from when it is handed in; unchanged where it is not open any more."""
    if head["state"] != OPEN:
        return head
    at = closed_at or (head[exam_clock.DEADLINE] if exam_clock.is_over(head, clockstart.now) else "")
    assigned = find_assignment(clockstart, head["assignment"]) if "assignment" in head else None
    is_late = assigned is not None and clockstart.today > assigned.due_for(uid)
    head = {**head, "state": SUBMITTED, "handed_in_on": clockstart.today.isoformat(), **papers.hold(clockstart, head)}
    noted = {exam_clock.CLOSED_AT: at, "late": is_late, "held": is_held(clockstart, head)}
    return head | {name: value for name, value in noted.items() if value}


def let_go(clockstart: Clockstart, actor: Actor, attempt: Attempt, trace: Trace) -> None:
    """The results of an attempt that was held and is no longer: into its session's record."""
    if attempt.head.get("held") and not attempt.held and not attempt.is_void:
        keep_results(clockstart, actor, attempt, trace)
        clockstart.store.attempts.change(
            actor.uid, attempt.id, lambda head: {name: value for name, value in head.items() if name != "held"}
        )
