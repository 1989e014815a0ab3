"""How far those agree who answered the same cases of an assignment, at their first try."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from dashapp.context import Clockstart
from dashapp.services.practice import attempts
from dashapp.services.practice.assigned import Standing, session_of
from practice.case import Case, restore_case
from storage import open_copy
from storage.attempts import ANSWERS, SUBMITTED

COMPARED = ("decision", "code")
Given = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Agreed:
    """One facet: pairs of people who answered the same case, how many of them said the same, and Krippendorff's alpha
    for names (1: always the same, 0: as chance would have it; None where there is nothing to differ by)."""

    facet: str
    pairs: int
    same: int
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Differing:
    """A facet of a case on which people differ: who said what, by uid."""

    number: int
    case: Case
    facet: str
    given: Given


@dataclass(frozen=True, slots=True)
class Agreement:
    people: int
    facets: tuple[Agreed, ...]
    differing: tuple[Differing, ...]


def compare(clockstart: Clockstart, standings: Sequence[Standing]) -> Agreement:
    """First tries that were handed in, of an assignment with the same cases for everybody."""
    uids = [one.uid for one in standings if is_first_done(one)]
    if not uids:
        return Agreement(0, (), ())
    attempt = attempts.attempt_of(session_of(standings[0].assignment.id, 1))
    cases = [restore_case(item) for item in clockstart.store.attempts.items(uids[0], attempt)]
    records = open_copy(clockstart.store, attempt).records
    answers = {uid: {int(one.id): one.data for one in records.list(uid, ANSWERS)} for uid in uids}
    told = [
        Differing(number, case, facet, {uid: str(answers[uid].get(number, {}).get(facet) or "") for uid in uids})
        for number, case in enumerate(cases, start=1)
        for facet in COMPARED
        if facet in case.asked["facets"]
    ]
    given = [Differing(one.number, one.case, one.facet, drop_empty(one.given)) for one in told]
    facets = [agree(facet, [[*one.given.values()] for one in given if one.facet == facet]) for facet in COMPARED]
    return Agreement(
        len(uids),
        tuple(one for one in facets if one.pairs),
        tuple(one for one in given if len(set(one.given.values())) > 1),
    )


def is_first_done(one: Standing) -> bool:
    return any(known["try"] == 1 and known["state"] == SUBMITTED for known in one.tries)


def drop_empty(given: Given) -> Given:
    return {uid: value for uid, value in given.items() if value}


def agree(facet: str, units: Sequence[Sequence[str]]) -> Agreed:
    pairs = [pair for unit in units for pair in combinations(unit, 2)]
    return Agreed(facet, len(pairs), sum(one == other for one, other in pairs), calc_alpha(units))


def calc_alpha(units: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal data: a unit holds what each of those who judged it said. None where fewer than
    two values are told apart. (K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011, part C.)"""
    paired = [unit for unit in units if len(unit) > 1]
    totals = Counter(value for unit in paired for value in unit)
    number = sum(totals.values())
    if len(totals) < 2:
        return None
    differ = sum(
        (len(unit) ** 2 - sum(many**2 for many in Counter(unit).values())) / (len(unit) - 1) for unit in paired
    )
    by_chance = number**2 - sum(many**2 for many in totals.values())
    return 1 - (number - 1) * differ / by_chance
