"""Marking an answer to a case facet by facet, and recognising the misconception behind a wrong one (LEARNING §7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from rules.events import read_date
from rules.explain import Step

from .case import FACETS, Case, CaseError
from .harm import HARMS, find_harm
from .keys import FIGURES, Key, find_key
from .malrules import MAL_RULES, MalRule
from .malrules.malrule import Wrong

WEIGHTS: Final = {"decision": 4, "date": 3, "code": 2, "reason": 1}
NEEDS_DECISION: Final = frozenset({"date", "code"})
"""Facets that earn nothing when the decision is wrong: there is no stop date if nothing stops."""
DATES: Final = frozenset({"date", "breach_date", "rtt_start"})
COUNTS: Final = frozenset(FIGURES) - DATES
ALL_FACETS: Final = (*FACETS, *FIGURES)


@dataclass(frozen=True, slots=True)
class FacetMark:
    """One facet: whether the answer is right, and what it earns of `weight`. A facet that rests on local policy is not
    `scored`; a code or reason that is answered and not asked has no weight. `is_slip`: one day off."""

    right: bool
    answer: Any
    accept: tuple[Any, ...]
    weight: float = 0
    earned: float = 0
    scored: bool = True
    is_slip: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked answer. `percent` is None where nothing is scored; `mal_rules` are the misconceptions that would give
    this answer; `harm` is what it would do to the patient; `steps` say why, with sources."""

    key: Key
    facets: Mapping[str, FacetMark]
    percent: int | None
    mal_rules: tuple[MalRule, ...]
    harm: str
    hinted: bool = False
    confidence: str | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        return self.key.steps

    @property
    def harm_in_words(self) -> str:
        return HARMS[self.harm]

    @property
    def is_right(self) -> bool:
        """Whether everything that is scored is right; where nothing is, everything that is asked. Nothing is wrong in a
        case that is void."""
        counted = [mark for mark in self.facets.values() if mark.scored]
        return self.key.is_void or all(mark.right for mark in counted or self.facets.values())

    @property
    def is_certain_and_wrong(self) -> bool:
        return self.confidence == "certain" and not self.is_right


def mark(case: Case, answer: Mapping[str, Any], *, adopted: bool = False, key: Key | None = None) -> Marked:
    """The answer marked by the key of the case. NoKey where there is none, CaseError for an answer that is no mapping.

    `answer` holds facets and, if told, `hints` (a number) and `confidence`; dates may be text. Facets that rest on
    local policy are scored only where the practice access policy is `adopted`. `key`: where it has been worked out.
    """
    if not isinstance(answer, Mapping):
        raise CaseError("“answer” must hold facets with values.")
    key, given = key or find_key(case), _read_answer(answer)
    right = {name: accepts(key, name, given.get(name)) for name in ALL_FACETS if name in key.facets or name in given}
    wrong = {name: given.get(name) for name, is_right in right.items() if not is_right}
    facets = _weigh(key, given, right, adopted)
    hinted = bool(answer.get("hints"))
    wrong = {} if key.is_void else wrong
    recognised = recognise(case, key, given, wrong)
    told_wrong = {name: value for name, value in wrong.items() if value is not None}
    harm = find_harm(key, told_wrong, recognised[0].harm if recognised else None)
    sure = answer.get("confidence")
    confidence = None if sure is None else str(sure)
    return Marked(key, facets, _sum_up(facets.values(), hinted), recognised, harm, hinted, confidence)


def with_rulings(key: Key, ruling: Mapping[str, Any] | None, answer: Mapping[str, Any]) -> Key:
    """The key of a case as a ruling on it has it for this answer.

    `void`: it counts for nothing. `accept`: further answers, each facets with values (None: left out). One holds as a
    whole, so that its date does not go with another decision; a reason holds with whatever else the accepted answer is.
    """
    given, told = _read_answer(answer), dict(key.facets)
    for one in (ruling or {}).get("accept", ()):
        values = {name: _read_answer(one).get(name) for name in one}
        if all(given.get(name) == value for name, value in values.items() if name != "reason"):
            told |= {name: (*told.get(name, ()), value) for name, value in values.items()}
    return replace(key, facets=told, is_void=bool((ruling or {}).get("void")))


def _read_answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    """The facets answered, dates as dates and numbers as numbers; what cannot be read stays as it is, and is wrong."""
    told = {name: answer[name] for name in ALL_FACETS if answer.get(name) not in (None, "")}
    return {name: _read(name, value) for name, value in told.items()}


def _read(name: str, value: Any) -> Any:
    if name in DATES:
        return read_date(value) or value
    if name in COUNTS:
        return int(value) if isinstance(value, str) and value.strip().isdecimal() else value
    return value.strip() if isinstance(value, str) else str(value)


def accepts(key: Key, name: str, value: Any) -> bool:
    """Whether this value of a facet is right; None where it was not answered."""
    accepted = key.facets.get(name, ())
    if name == "reason" and isinstance(value, str):
        return value.upper() in {one.upper() for one in accepted}
    return any(type(one) is type(value) and one == value for one in accepted)


def _weigh(key: Key, given: Mapping[str, Any], right: Mapping[str, bool], adopted: bool) -> dict[str, FacetMark]:
    decided = right.get("decision", True)
    shares = _share_weights(key) | _weigh_unasked(key, given)
    return {
        name: _mark_facet(key, name, given.get(name), is_right, decided, shares.get(name, 0), adopted)
        for name, is_right in right.items()
    }


def _share_weights(key: Key) -> dict[str, float]:
    """The weight of each facet that is asked; figures share the weight of the date."""
    dated = [name for name in ("date", *FIGURES) if name in key.facets]
    return {name: WEIGHTS.get(name, 3) if name not in dated else WEIGHTS["date"] / len(dated) for name in key.facets}


def _weigh_unasked(key: Key, given: Mapping[str, Any]) -> dict[str, float]:
    """A date told where none changed is wrong, and costs what a date is worth; a figure that is not asked costs
    nothing."""
    return {"date": WEIGHTS["date"]} if "date" in given and "date" not in key.facets else {}


def _mark_facet(key: Key, name: str, value: Any, right: bool, decided: bool, weight: float, adopted: bool) -> FacetMark:
    earned = weight if right and (decided or name not in NEEDS_DECISION) else 0
    scored = weight > 0 and not key.is_void and (adopted or name not in key.policy)
    return FacetMark(right, value, key.facets.get(name, ()), weight, earned, scored, _is_slip(key, name, value, right))


def _is_slip(key: Key, name: str, value: Any, right: bool) -> bool:
    """Whether a wrong day or number of days is one off."""
    if right:
        return False
    return any(_is_one_off(value, one) for one in key.facets.get(name, ()))


def _is_one_off(value: Any, accepted: Any) -> bool:
    if isinstance(value, date) and isinstance(accepted, date):
        return abs((value - accepted).days) == 1
    return isinstance(value, int) and isinstance(accepted, int) and abs(value - accepted) == 1


def _sum_up(marks: Iterable[FacetMark], hinted: bool) -> int | None:
    """Percent of the weight that is scored, rounded down so that only a right answer is 100; hints halve it."""
    scored = [mark for mark in marks if mark.scored]
    weight = sum(mark.weight for mark in scored)
    if not weight:
        return None
    share = sum(mark.earned for mark in scored) / weight
    return int(100 * share / (2 if hinted else 1) + 1e-9)


def recognise(case: Case, key: Key, given: Mapping[str, Any], wrong: Mapping[str, Any]) -> tuple[MalRule, ...]:
    """The misconceptions that would give this answer; several where they agree on all that was answered.

    One fits when it gives every wrong value; the one with the fewest other differences is taken.
    """
    told = {name: value for name, value in wrong.items() if value is not None}
    fits = [
        (distance, one)
        for one in MAL_RULES.values()
        if told and (distance := _find_distance(one, case, key, given, told)) is not None
    ]
    nearest = min((distance for distance, _ in fits), default=None)
    return tuple(one for distance, one in fits if distance == nearest)


def _find_distance(
    one: MalRule, case: Case, key: Key, given: Mapping[str, Any], told: Mapping[str, Any]
) -> tuple[int, int] | None:
    distances = [_compare(wrong, key, given, told) for wrong in one.list_wrong(case, key)]
    return min((distance for distance in distances if distance is not None), default=None)


def _compare(wrong: Wrong, key: Key, given: Mapping[str, Any], told: Mapping[str, Any]) -> tuple[int, int] | None:
    """How many answers differ from what a misconception gives, and how many it does not speak of; None: no fit.

    Where it gives the wrong decision, the date and the code that go with it may be others.
    """
    spoken = {name for name, value in told.items() if name in wrong and value in wrong[name]}
    free = {"reason", *(NEEDS_DECISION if "decision" in spoken else ())}
    astray = [name for name in told if name not in spoken and name in {*key.facets, *wrong} and name not in free]
    if not spoken or astray:
        return None
    differ = sum(1 for name, values in wrong.items() if name in given and given[name] not in values)
    return differ, len(told) - len(spoken)


def describe_mark(marked: Marked) -> dict[str, Any]:
    """The mark as plain values (CONTRACTS §6)."""
    names = [one.name for one in marked.mal_rules]
    return {
        "facets": {name: _describe_facet(one) for name, one in marked.facets.items()},
        "percent": marked.percent,
        "discussed": [name for name, one in marked.facets.items() if one.weight and not one.scored],
        "mal_rule": names[0] if len(names) == 1 else names or None,
        "why_not": [one.says for one in marked.mal_rules],
        "harm": marked.harm,
        "explanation": [explain(step) for step in marked.steps],
    }


def _describe_facet(one: FacetMark) -> dict[str, Any]:
    told: dict[str, Any] = {
        "right": one.right,
        "accept": [plain(value) for value in one.accept],
        "weight": round(one.weight, 2),
        "earned": round(one.earned, 2),
        "scored": one.scored,
    }
    return {**told, "slip": "counting slip"} if one.is_slip else told


def explain(step: Step) -> dict[str, str]:
    """A step as plain values, with what its rule says."""
    return {**step.as_dict(), "statement": step.rule.statement}


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
