"""Answers to choose from: the right one among those that misconceptions give (LEARNING §4)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any, Final, NamedTuple

from practice.case import Case
from practice.decisions import list_decisions
from practice.families import FAMILIES
from practice.keys import Key
from practice.malrules import MAL_RULES
from rules.calendar import breach_date
from rules.events import read_date
from rules.rtt.prediction import ON_A_DAY, PLAUSIBLE

Answer = Mapping[str, Any]
COUNT: Final = 4
NEAREST_FROM: Final = 3
"""From this level on the nearest wrong answers come first."""
DAYS_OFF: Final = (1, -1, 7, -7, 14, -14)
DATES: Final = ("date", "breach_date", "rtt_start")
COUNTS: Final = ("days", "d31_days", "d62_days")
MEASURED: Final = (*DATES, *COUNTS)
UNDATED: Final = frozenset({"not_in_scope"})
"""Verdicts that no day goes with."""
ENDS: Final = ("date", "code")
RUNNING: Final = frozenset({"clock_starts", "clock_runs", "new_clock"})
USUAL_CODES: Final[Mapping[str, str]] = {
    "clock_starts": "10",
    "clock_runs": "20",
    "clock_stops": "34",
    "clock_nullified": "33",
    "new_clock": "10",
    "no_change": "90",
    "outside_rtt": "98",
}


class Option(NamedTuple):
    """An answer to choose: facet → value. `mal_rule` names the misconception that gives it, "" where none does."""

    answer: Answer
    mal_rule: str = ""


def list_options(case: Case, key: Key) -> list[Option]:
    """The right answer and three wrong ones, in an order of the case's own. The reason is asked apart."""
    options = [Option(find_right(key)), *list_distractors(case, key)[: COUNT - 1]]
    digest = sha256(f"{case.template}\n{case.seed}\noptions".encode()).digest()
    Random(int.from_bytes(digest)).shuffle(options)
    return options


def list_reasons(families: Iterable[str]) -> set[str]:
    """The rules to choose a reason from: those that any of these families is about, so that none is a hint."""
    known = [FAMILIES[name] for name in families if name in FAMILIES]
    return {ident for one in known for ident in (*one.rules, *one.seldom)}


def find_right(key: Key) -> Answer:
    """The first value that is accepted for each facet but the reason."""
    return {facet: values[0] for facet, values in key.facets.items() if facet != "reason"}


def list_distractors(case: Case, key: Key) -> list[Option]:
    """Distinct wrong answers: of misconceptions first, then of what somebody could think, then of a day miscounted."""
    right = find_right(key)
    told: list[Option] = []
    for group in (
        _list_misconceived(case, key, right),
        _list_plausible(case, key, right),
        _list_miscounted(right, told),
    ):
        fresh = [option for option in group if _is_wrong(option.answer, key)]
        fresh.sort(key=lambda option: _measure(option.answer, right), reverse=case.level < NEAREST_FROM)
        told += _leave_out_same(fresh, told)
    return told


def _leave_out_same(options: Iterable[Option], told: list[Option]) -> list[Option]:
    seen, kept = [option.answer for option in told], []
    for option in options:
        if option.answer not in seen:
            seen.append(option.answer)
            kept.append(option)
    return kept


def _is_wrong(answer: Answer, key: Key) -> bool:
    asked = [facet for facet in key.facets if facet != "reason"]
    return any(answer.get(facet) not in key.facets[facet] for facet in asked)


def _measure(answer: Answer, right: Answer) -> tuple[int, int]:
    """How far an answer is from the right one: facets that differ, then days."""
    differ = [facet for facet in {*answer, *right} if answer.get(facet) != right.get(facet)]
    dates = [(answer.get(facet), right.get(facet)) for facet in differ]
    return len(differ), sum(abs((a - b).days) for a, b in dates if isinstance(a, date) and isinstance(b, date))


def _list_misconceived(case: Case, key: Key, right: Answer) -> Iterator[Option]:
    for one in MAL_RULES.values():
        for wrong in one.list_wrong(case, key):
            yield Option(_complete({facet: values[0] for facet, values in wrong.items()}, right, key), one.name)


def _complete(wrong: Answer, right: Answer, key: Key) -> Answer:
    """The right answer with the wrong facets over it, and without what goes with another decision."""
    decision = wrong.get("decision", right.get("decision"))
    answer = {**right, **{facet: value for facet, value in wrong.items() if facet in _list_askable(key)}}
    if decision == right.get("decision"):
        return answer
    left_out = {facet for facet in answer if not _belongs(facet, decision)}
    return {facet: value for facet, value in answer.items() if facet not in left_out}


def _list_askable(key: Key) -> set[str]:
    """What an answer may hold: the facets asked, and a date where another decision would have one."""
    return {*key.facets, *({"date"} if "breach_date" in key.facets or "code" in key.facets else ())}


def _belongs(facet: str, decision: Any) -> bool:
    if decision in UNDATED:
        return facet not in MEASURED
    if decision not in USUAL_CODES:
        return True
    belongs = {"date": decision in ON_A_DAY, "breach_date": decision in RUNNING, "days": decision == "clock_stops"}
    return bool(belongs.get(facet, True))


def _list_plausible(case: Case, key: Key, right: Answer) -> Iterator[Option]:
    """Another decision on the same facts, with what goes with it."""
    if case.kind == "validate":
        yield from _list_validated(case, right)
        return
    if key.before is None or case.kind != "effect":
        for other in list_decisions(case):
            if other != right.get("decision"):
                yield Option(
                    {name: value for name, value in right.items() if _belongs(name, other)} | {"decision": other}
                )
        return
    day = read_date(case.asked.get("date")) or case.as_of
    for decision in PLAUSIBLE[key.before.status]:
        start = day if decision in {"clock_starts", "new_clock"} else key.before.clock_start or day
        told = {"decision": decision, "date": day, "breach_date": breach_date(start), "code": USUAL_CODES[decision]}
        asked = {facet: value for facet, value in told.items() if facet in {*right, "date"}}
        if decision != right.get("decision"):
            yield Option({facet: value for facet, value in asked.items() if _belongs(facet, decision)})


def _list_miscounted(right: Answer, told: list[Option]) -> Iterator[Option]:
    """The right answer with its days off, or where it has none the wrong ones that have."""
    dated = [answer for answer in (right, *(one.answer for one in told)) if any(facet in answer for facet in MEASURED)]
    for answer in dated[:1]:
        for days in DAYS_OFF:
            moved = {facet: answer[facet] + timedelta(days=days) for facet in DATES if answer.get(facet)}
            counted = {facet: answer[facet] + days for facet in COUNTS if answer.get(facet) is not None}
            yield Option({**answer, **moved, **counted})


def _list_validated(case: Case, right: Answer) -> Iterator[Option]:
    """The other decisions of a validator; a stop has its day and its code, a correction may have them."""
    last = max((event.date for event in case.truth.events), default=case.as_of)
    for other in list_decisions(case):
        kept = {name: value for name, value in right.items() if other in {"stop", "correct"} or name not in ENDS}
        stop = {"date": last, "code": "34"} if other == "stop" else {}
        if other != right.get("decision"):
            yield Option({**kept, **stop, "decision": other})
