"""Funding requests: individual funding requests, prior approval and evidence-based interventions (EBI).

Sources: rule book H (from memory unless named: check local policy), A3; PRN01045 v5.0 rules 5, §4.4.1.2.
The rules and remarks themselves are declared in `funding_book`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from rules.calendar import add_working_days
from rules.events import Event
from rules.explain import Finding, Step
from rules.funding import rules as book
from rules.funding.rules import BOOK, CATEGORIES, DECIDED, DECISION_WORKING_DAYS, MOVES

__all__ = [
    "BOOK",
    "CATEGORIES",
    "DECIDED",
    "DECISION_WORKING_DAYS",
    "MOVES",
    "FundingFacts",
    "calc_effect",
    "can_move",
    "find_clock_stop",
    "find_weak_ground",
    "list_events",
    "list_findings",
    "list_waits",
]


_WEAK = re.compile(
    r"\b(?:rare|rarity|cannot work|lose (?:his|her|their) job|employment|carer|caring for|single parent|sole earner|"
    r"wedding|sport|holiday|cosmetic)\b",
    re.IGNORECASE,
)
_COSMETIC = re.compile(r"(?<!not )(?<!non-)(?<!not for )\bcosmetic\b", re.IGNORECASE)
REFUSED = frozenset({"declined", "review"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingFacts:
    """What a form holds about one request; None is "not answered", never "no".

    category: a key of `CATEGORIES`. status: a key of `MOVES`. `ebi_routine` False: an intervention that is not done
    routinely. `paused`: the record tries to pause the clock. `moves`: the statuses the request went to, in their order,
    from the draft on; `dated_moves` those of them whose day is known, `move_dates` the days. `measured` False: evidence
    is attached, and none of it is a measurement or score.
    """

    category: str | None = None
    status: str | None = None
    moves: tuple[str, ...] = ()
    dated_moves: tuple[str, ...] = ()
    move_dates: tuple[date, ...] = ()
    criteria_met: bool | None = None
    criteria_evidence: str | None = None
    exceptionality: str | None = None
    treatments_tried: str | None = None
    evidence: tuple[str, ...] = ()
    measured: bool | None = None
    consultant: str | None = None
    urgent: bool | None = None
    urgent_reason: str | None = None
    ebi_routine: bool | None = None
    submitted_on: date | None = None
    screened_on: date | None = None
    panel_on: date | None = None
    decided_on: date | None = None
    other_treatment: bool | None = None
    patient_told_on: date | None = None
    clock_start: date | None = None
    clock_stop: date | None = None
    paused: bool | None = None


def can_move(status: str, to: str) -> bool:
    """May a request at `status` go to `to`? Unknown steps may not."""
    return to in MOVES.get(status, ())


def is_refused(facts: FundingFacts) -> bool:
    """Declined with no other treatment; a review of how it was decided changes nothing in that."""
    return facts.status in REFUSED and facts.other_treatment is False


def find_clock_stop(facts: FundingFacts) -> date | None:
    """The date the clock stops: the patient told of a declined request with no other treatment; else None."""
    return facts.patient_told_on if is_refused(facts) else None


def list_events(facts: FundingFacts) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: the request, the decision, and the decision not to treat once the patient is
    told. The first two leave the clock alone."""
    found = []
    if facts.submitted_on is not None:
        found.append(Event(facts.submitted_on, "funding_requested", {"category": facts.category}))
    if facts.decided_on is not None:
        outcome = {"outcome": facts.status} if facts.status in {"approved", "declined"} else {}
        found.append(Event(facts.decided_on, "funding_decided", outcome))
    if (stop := find_clock_stop(facts)) is not None:
        found.append(Event(stop, "decision_not_to_treat", {"reason": "funding_declined"}))
    return tuple(found)


def list_waits(facts: FundingFacts) -> tuple[tuple[str, int], ...]:
    """Days waited since the clock start at each step that has a date, in the order of the steps."""
    if facts.clock_start is None:
        return ()
    return tuple((name, (day - facts.clock_start).days) for name, day in _steps(facts))


def find_weak_ground(statement: str | None) -> str:
    """The first words of a statement that speak of rarity or social factors."""
    found = _WEAK.search(statement or "")
    return found.group() if found else ""


def calc_effect(facts: FundingFacts) -> Step:
    """What the request does to the RTT clock, in words."""
    if is_refused(facts):
        stop = facts.patient_told_on
        if stop is None:
            return Step(book.REFUSED, "The clock keeps running until the patient is told; then it stops (34).")
        return Step(book.REFUSED, "The clock stops (34) on {day}, when the patient was told.", {"day": stop})
    return Step(book.RUNS, "The clock keeps running.")


def list_findings(facts: FundingFacts, today: date) -> list[Finding]:
    """Every remark on one request: the clock, the case, the evidence, the decision."""
    parts = (
        _clock_findings(facts),
        _move_findings(facts),
        _case_findings(facts),
        _evidence_findings(facts),
        _declined_findings(facts),
        _date_findings(facts),
        _time_findings(facts, today),
    )
    return [finding for part in parts for finding in part]


def _steps(facts: FundingFacts) -> list[tuple[str, date]]:
    steps = {
        "submitted": facts.submitted_on,
        "screened": facts.screened_on,
        "panel": facts.panel_on,
        "decided": facts.decided_on,
        "patient told": facts.patient_told_on,
    }
    return [(name, day) for name, day in steps.items() if day is not None]


def _clock_findings(facts: FundingFacts) -> Iterator[Finding]:
    if facts.paused:
        yield book.PAUSED("paused")
    elif facts.clock_stop is not None and facts.status in {
        "draft",
        "submitted",
        "screened",
        "panel",
        "more_information",
    }:
        yield book.PAUSED("clock_stop")
    if facts.status in MOVES and facts.status not in DECIDED and facts.status != "review":
        yield book.CLOCK_RUNS("status", status=(facts.status or "").replace("_", " "))


def _move_findings(facts: FundingFacts) -> Iterator[Finding]:
    if not facts.moves:
        return
    for status, to in pairwise(("draft", *facts.moves)):
        if status != to and not can_move(status, to):
            possible = [_say_status(word) for word in MOVES.get(status, ())] or ["none, the request has ended"]
            yield book.MOVE_NOT_ALLOWED(
                "moves", from_status=_say_status(status), to_status=_say_status(to), possible=possible
            )
    if facts.status is not None and facts.status != facts.moves[-1]:
        yield book.STATUS_DIFFERS("status", status=_say_status(facts.status), last=_say_status(facts.moves[-1]))


def _say_status(status: str) -> str:
    return status.replace("_", " ")


def _case_findings(facts: FundingFacts) -> Iterator[Finding]:
    if not (facts.consultant or "").strip():
        yield book.NO_CONSULTANT("consultant")
    if facts.urgent and not (facts.urgent_reason or "").strip():
        yield book.URGENT_NO_REASON("urgent_reason")
    if facts.category == "ifr":
        if not (facts.exceptionality or "").strip():
            yield book.NO_STATEMENT("exceptionality")
        elif words := find_weak_ground(facts.exceptionality):
            yield book.NOT_EXCEPTIONAL("exceptionality", words=words)
    if facts.category in {"prior_approval", "ebi"} and facts.criteria_met is False:
        yield book.NOT_MET("criteria_met")
    cosmetic = _COSMETIC.search(facts.criteria_evidence or "")
    if facts.category in {"prior_approval", "ebi"} and cosmetic:
        yield book.COSMETIC("criteria_evidence", words=cosmetic.group())
    if facts.category == "ebi" and facts.ebi_routine is False:
        yield book.EBI_NEVER("ebi_routine")


def _evidence_findings(facts: FundingFacts) -> Iterator[Finding]:
    if facts.status in {None, "draft", "withdrawn"}:
        return
    wanted = {"evidence that the criteria are met": facts.criteria_evidence}
    if facts.category == "ifr":
        wanted = {"what has been tried": facts.treatments_tried}
    missing = [words for words, text in wanted.items() if not (text or "").strip()]
    if not any(item.strip() for item in facts.evidence):
        missing.append("any attached evidence")
    if missing:
        yield book.NO_EVIDENCE("evidence", missing=missing)
    if facts.category in {"prior_approval", "ebi"} and facts.measured is False:
        yield book.NO_MEASURE("evidence")


def _declined_findings(facts: FundingFacts) -> Iterator[Finding]:
    if facts.status not in REFUSED:
        return
    told, stop = facts.patient_told_on, facts.clock_stop
    if facts.other_treatment is None:
        yield book.ALTERNATIVE_UNKNOWN("other_treatment")
    elif facts.other_treatment:
        yield book.ALTERNATIVE("other_treatment")
    elif told is None:
        yield book.TOLD_MISSING("patient_told_on")
    elif stop is not None and stop != told:
        yield book.STOP_NOT_TOLD("clock_stop", stop=stop, told=told)
    else:
        yield book.DECLINED_STOP("patient_told_on", told=told)


def _date_findings(facts: FundingFacts) -> Iterator[Finding]:
    """A step that is dated twice; one that was taken twice, as after a question of the ICB, may bear either date."""
    for step, day in _steps(facts):
        names = DECIDED if step == "decided" else {step}
        told = [on for to, on in zip(facts.dated_moves, facts.move_dates, strict=False) if to in names]
        if told and day not in told:
            yield book.DATES_DIFFER(_FIELDS[step], step=step, day=day, other=told[-1])


def _time_findings(facts: FundingFacts, today: date) -> Iterator[Finding]:
    steps = _steps(facts)
    for (earlier, first), (later, second) in pairwise(steps):
        if second < first:
            names = {"earlier": f"“{earlier}”", "later": f"“{later}”"}
            yield book.STEP_ORDER(_FIELDS[later], **names, earlier_day=first, later_day=second)
    submitted = facts.submitted_on
    if submitted is None or facts.decided_on is not None or facts.status in DECIDED or submitted > today:
        return
    due = add_working_days(submitted, DECISION_WORKING_DAYS["urgent" if facts.urgent else "routine"])
    if today > due:
        yield book.OVERDUE("decided_on", day=submitted, due=due)


_FIELDS: Mapping[str, str] = {
    "submitted": "submitted_on",
    "screened": "screened_on",
    "panel": "panel_on",
    "decided": "decided_on",
    "patient told": "patient_told_on",
}
