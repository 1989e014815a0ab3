"""Every numbered check over a whole waiting list (E1) and its duplicates (E2), in one pass and without pairs of rows.

Sources: rule book E1, E2 with amendments R3, R4, R28, D9, D11, D12; `rows` and `rows_amended` hold the checks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from rules.validation import rows_amended  # noqa: F401  Its checks follow those of rows.
from rules.validation.facts import Appointment, Coded, Failure, PathwayFacts
from rules.validation.rows import DUPLICATE, SAME_PPID
from rules.validation.rules import BOOK, CHECKS

__all__ = [
    "BOOK",
    "CHECKS",
    "Appointment",
    "Coded",
    "Duplicate",
    "Failure",
    "PathwayFacts",
    "check_list",
    "find_duplicates",
]


DUPLICATE_DAYS = 28
OF_A_ROW = [(number, check, check.asks.predicate) for number, check in CHECKS.items() if check.asks]
UNDATED = [one for one in OF_A_ROW if not one[1].takes_today]
DATED = [one for one in OF_A_ROW if one[1].takes_today]


class Duplicate(NamedTuple):
    """`close` looks like the same referral as `keep`, whose start is the earliest valid one still open (E2)."""

    keep: PathwayFacts
    close: PathwayFacts


def check_list(pathways: Sequence[PathwayFacts], today: date) -> list[Failure]:
    """Every failed check of a whole list, in the order of the list and then of the checks.

    One pass over the rows and one over an index by patient and by identifier: 20,000 rows take about a second.
    """
    shared = _shared_failures(pathways, today)
    failures = []
    for row in pathways:
        own = [(number, check, said) for number, check, ask in UNDATED if (said := ask(row))]
        own += [(number, check, said) for number, check, ask in DATED if (said := ask(row, today))]
        told = [Failure(n, row.pathway, finding) for n, check, said in own for finding in check.tell(said)]
        failures.extend(sorted((*told, *shared.get(row.pathway, ())), key=lambda failure: failure.number))
    return failures


def find_duplicates(pathways: Iterable[PathwayFacts], today: date) -> list[Duplicate]:
    """Open pathways of one patient and treatment function whose starts lie close together (check 2, E2).

    Each is set beside the one to keep. Stopped and nullified periods take no part. A start in the future, before the
    year 1900 or after the first attendance is not valid and is never the one kept, unless none is valid.
    """
    groups: dict[tuple[str, str], list[PathwayFacts]] = defaultdict(list)
    for facts in pathways:
        if facts.open and facts.patient and facts.tfc and facts.has_start:
            groups[facts.patient, facts.tfc].append(facts)
    found = (_clusters(rows) for rows in groups.values() if len(rows) > 1)
    return [duplicate for clusters in found for cluster in clusters for duplicate in _pair_off(cluster, today)]


def _clusters(rows: list[PathwayFacts]) -> Iterator[list[PathwayFacts]]:
    """Runs of rows whose starts each lie within so many days of the one before."""
    rows.sort(key=lambda facts: (facts.start, facts.pathway))
    cluster = rows[:1]
    for before, facts in pairwise(rows):
        if (facts.start - before.start).days > DUPLICATE_DAYS:
            yield cluster
            cluster = []
        cluster.append(facts)
    yield cluster


def _pair_off(cluster: Sequence[PathwayFacts], today: date) -> Iterator[Duplicate]:
    keep = next((facts for facts in cluster if not facts.find_start_problem(today)), cluster[0])
    return (Duplicate(keep, facts) for facts in cluster if facts is not keep)


def _shared_failures(pathways: Sequence[PathwayFacts], today: date) -> Mapping[str, list[Failure]]:
    failures: dict[str, list[Failure]] = defaultdict(list)
    for keep, close in find_duplicates(pathways, today):
        values = {"start": close.clock_start, "keep": keep.pathway, "keep_start": keep.clock_start}
        finding = DUPLICATE("clock_start", tfc=close.tfc, kind=_kind_of(keep, close), **values)
        failures[close.pathway].append(Failure(2, close.pathway, finding, (keep.pathway,)))
    for facts, other in _same_ppid(pathways):
        whose = ", for another patient" if facts.patient != other.patient else ""
        finding = SAME_PPID("ppid", ppid=facts.ppid, other=other.pathway, whose=whose)
        failures[facts.pathway].append(Failure(3, facts.pathway, finding, (other.pathway,)))
    return failures


def _same_ppid(pathways: Iterable[PathwayFacts]) -> Iterator[tuple[PathwayFacts, PathwayFacts]]:
    """Each row after the first of an identifier, beside the first: both open, or of two patients."""
    first: dict[tuple[str, str | None], PathwayFacts] = {}
    for facts in pathways:
        if not facts.ppid:
            continue
        other = first.setdefault((facts.ppid, facts.ppid_issuer), facts)
        if other is not facts and ((facts.open and other.open) or facts.patient != other.patient):
            yield facts, other


def _kind_of(keep: PathwayFacts, close: PathwayFacts) -> str:
    """What kind of duplicate the rows themselves show; nothing is guessed beyond them (E1, duplicates)."""
    sources = {keep.source, close.source}
    if keep.ubrn and keep.ubrn == close.ubrn:
        return "one referral entered twice, under one booking reference"
    if close.transferred_in or keep.transferred_in:
        return "a transfer opened with a new start"
    if keep.side and close.side and keep.side != close.side:
        return "the second side opened as a first"
    if "interface_service" in sources and len(sources) == 2:
        return "the GP's referral and the interface service's onward referral, both opened"
    if (keep.ubrn is None) is not (close.ubrn is None):
        return "an e-Referral and a letter for one referral"
    return "one referral opened twice"
