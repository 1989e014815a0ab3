"""What came of an attempt: its marks in the person's evidence, its results in the session's record."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from statistics import median_low
from typing import Any

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.services.practice import certificates
from dashapp.services.practice.attempts import SEEN_BEFORE, Attempt
from dashapp.services.practice.blueprints import LOST, Terms, judge
from practice.entries import AIDED, VOIDED, describe_entry, list_entries
from practice.marking import Marked
from rules import RULES_VERSION
from storage.attempts import ANSWERS, SUBMITTED, VOID
from storage.errors import Conflict
from storage.record import Record, Trace
from storage.sealed import OF_A_SESSION

VERDICT = "verdict"
"""In the head of a paper that was handed in: what `judge` says of it."""
TOLD_AT_ONCE = ("state", "answered", "handed_in_on", "late")
MISSED_OFTEN = 3
OF_RESULTS = OF_A_SESSION - {"assignment", "attempt_number", "reviewed_on", "reviewed"}
"""What a session's record says of what came of it, and of nothing else."""
REMAIN = "remain"
"""What is right for a row of a list that is as it should be."""


def mark_for_evidence(attempt: Attempt, number: int) -> Marked:
    """Without what is scored by an adopted policy alone, which counts for no level."""
    told = attempt.mark(number)
    return attempt.mark_as(number, adopted=False) if "policy" in attempt.head else told


def enter_marks(clockstart: Clockstart, actor: Actor, attempt: Attempt, numbers: Iterable[int]) -> None:
    """Enter into the actor's evidence what the marks of these cases say, once each. A case without an answer says
    nothing. They are of the day of handing in, however late they are entered."""
    sources = {number: f"{attempt.id}/{number}" for number in numbers if number in attempt.answers}
    told = [entry for number, source in sources.items() for entry in tell_entries(clockstart, attempt, number, source)]
    clockstart.store.evidence.add(actor.uid, told)


def tell_answer(clockstart: Clockstart, attempt: Attempt, number: int, data: dict[str, Any]) -> list[dict[str, Any]]:
    """What an answer says that is told at once, to be entered as it is stored."""
    given = Record(str(number), ANSWERS, 0, 0, "", 1, "", "", "", (), "", data)
    answered = replace(attempt, answers={**attempt.answers, number: given})
    return tell_entries(clockstart, answered, number, f"{attempt.id}/{number}")


def enter_again(clockstart: Clockstart, uid: str, attempt: Attempt, number: int) -> None:
    """Make void what was entered for a case before it was ruled on, and enter what its mark says now."""
    before = (
        f"{attempt.id}/{number}",
        *(f"{attempt.id}/{number}/{one}" for one in range(1, attempt.rulings[number]["version"])),
    )
    voided = [{"source": one, "rule": "", "setting": VOIDED, "on": clockstart.today.isoformat()} for one in before]
    source = f"{attempt.id}/{number}/{attempt.rulings[number]['version']}"
    counts = number in attempt.answers and not attempt.rulings[number].get("void")
    told = tell_entries(clockstart, attempt, number, source) if counts else []
    clockstart.store.evidence.add(uid, [*voided, *told])


def tell_entries(clockstart: Clockstart, attempt: Attempt, number: int, source: str) -> list[dict[str, Any]]:
    handed_in = attempt.head.get("handed_in_on")
    on = date.fromisoformat(handed_in) if handed_in else clockstart.today
    marked, case, data = mark_for_evidence(attempt, number), attempt.cases[number - 1], attempt.answers[number].data
    setting, median = AIDED if data.get(SEEN_BEFORE) else attempt.setting, attempt.head.get("medians", {})
    found = list_entries(
        case,
        marked,
        setting=setting,
        on=on,
        source=source,
        seconds=data.get("seconds"),
        median=median.get(case.template),
    )
    return [describe_entry(entry) for entry in found]


def list_times(attempt: Attempt) -> dict[str, list[int]]:
    """How many seconds its answers took, by template, where that is known."""
    told: dict[str, list[int]] = {}
    for number, one in attempt.answers.items():
        if seconds := one.data.get("seconds"):
            told.setdefault(attempt.cases[number - 1].template, []).append(int(seconds))
    return told


def find_results(attempt: Attempt) -> dict[str, Any]:
    """What those who assigned it see of an attempt that was handed in."""
    told = sum_up(attempt)
    found = {name: told[name] for name in ("score", "answered", "lost_patients")}
    return found | ({VERDICT: judge_paper(attempt)} if attempt.kind.is_paper else {})


def judge_paper(attempt: Attempt) -> dict[str, Any]:
    marks = [attempt.mark(number) for number in attempt.numbers]
    return judge(Terms(**attempt.head["terms"]), attempt.head["sections"], marks)


def keep_results(clockstart: Clockstart, actor: Actor, attempt: Attempt, trace: Trace) -> None:
    """Write into the session's record, and what the person knows, what came of it, as far as it may be told by now."""
    if not attempt.held:
        enter_marks(clockstart, actor, attempt, attempt.numbers)
    told = list_told(clockstart, actor.uid, attempt)
    held = attempt.held and not attempt.kind.is_paper
    shown = {name: told[name] for name in TOLD_AT_ONCE if name in told} if held else told
    keep_session(clockstart, actor, attempt, shown, trace)


def tell_paper(clockstart: Clockstart, uid: str, attempt: Attempt) -> dict[str, Any]:
    """What a paper says at once: passed or not and why, and the certificate; nothing of other sessions."""
    if not attempt.kind.is_paper:
        return {}
    head = clockstart.store.attempts.find(uid, attempt.id) or attempt.head
    return {**head[VERDICT], **certificates.issue(clockstart, uid, attempt.id, head)}


def list_told(clockstart: Clockstart, uid: str, attempt: Attempt) -> dict[str, Any]:
    """What the session's record says of an attempt that was handed in and need not be held."""
    told = sum_up(attempt)
    if not attempt.kind.is_paper:
        return told
    return {name: told[name] for name in TOLD_AT_ONCE if name in told} | tell_paper(clockstart, uid, attempt)


def sum_up(attempt: Attempt) -> dict[str, Any]:
    """What the record of a session says of an attempt that was handed in: percent over all and by facet, patients who
    would be lost from the list."""
    marks = list(attempt.marked.values())
    harms = Counter(one.harm for one in marks if one.harm != "none")
    seconds = [one for times in list_times(attempt).values() for one in times]
    scored = [one.percent for one in marks if one.percent is not None]
    facets = {f"{name}_percent": calc_share(marks, name) for name in ("decision", "date", "code", "reason")}
    return {
        "state": SUBMITTED,
        "score": sum(scored) // len(scored) if scored else None,
        **{name: share for name, share in facets.items() if share is not None},
        "answered": attempt.answered,
        "lost_patients": harms[LOST],
        "harms": dict(harms),
        **({"minutes": max(1, round(sum(seconds) / 60)), "seconds": median_low(seconds)} if seconds else {}),
        **find_misses(attempt),
        "certain_and_wrong": sum(one.is_certain_and_wrong for one in marks),
        "handed_in_on": attempt.head["handed_in_on"],
        **({"late": True} if attempt.head.get("late") else {}),
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


def keep_void(clockstart: Clockstart, actor: Actor, attempt: Attempt, reason: str, trace: Trace) -> None:
    """Take out of the session's record, and out of what the person knows, what came of an attempt that is void."""
    voided = {"source": attempt.id, "rule": "", "setting": VOIDED, "on": clockstart.today.isoformat()}
    clockstart.store.evidence.add(actor.uid, [voided])
    keep_session(clockstart, actor, attempt, {"state": VOID, "void_reason": reason}, trace, OF_RESULTS)


def keep_session(
    clockstart: Clockstart,
    actor: Actor,
    attempt: Attempt,
    told: Mapping[str, Any],
    trace: Trace,
    gone: Collection[str] = (),
) -> None:
    """Write into the session's record what is not there yet, without what is `gone`; one that is saved at the same
    moment is read again."""
    for last_try in (False, True):
        session = clockstart.store.records.get(actor.uid, attempt.kind.store_key, attempt.session.id)
        data = {**{name: value for name, value in session.data.items() if name not in gone}, **told}
        if data == session.data:
            return
        try:
            clockstart.store.records.put(
                actor.uid,
                attempt.kind.store_key,
                session.id,
                data,
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
