"""What NHS England asks about a return before it publishes it, as remarks on the lines of a return and of last month's.

Source: PRN01045 v5.0 Annex B. The guidance does not say how large a change is large: the limits are ours, in `LIMITS`.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, NamedTuple

from rules.codes import TOTAL_LINE, name_of
from rules.explain import Finding
from rules.organisations import find_code, is_commissioner
from rules.returns.layout import Part, ReturnLine, add_bands
from rules.returns.measures import over_weeks
from rules.returns.remarks import (
    FEW_NEW,
    LARGE_CHANGE,
    LONG_WAIT_CHANGE,
    MANY_SHORT,
    MANY_UNKNOWN,
    MORE_THAN_EXPECTED,
    MORE_WITH_DECISION,
    NO_CHANGE,
    NO_COMMISSIONER,
    NO_INCOMPLETE,
    NO_PROVIDER,
    NOT_WHOLE,
    PART_MISSING,
    TOTAL_WRONG,
)
from rules.returns.summing import Return, grouped


class Limits(NamedTuple):
    """From when something is worth a question: shares, and the counts below which no question is asked."""

    change: float = 0.2
    change_count: float = 50
    long_wait_change: float = 0.2
    long_wait_count: float = 10
    unexpected_share: float = 0.1
    unexpected_count: float = 50
    short_share: float = 0.5
    short_count: float = 20
    unknown_share: float = 0.01
    unknown_count: float = 2


LIMITS: Final = Limits()

Findings = Iterator[Finding]


def check_return(
    lines: Sequence[ReturnLine], previous: Sequence[ReturnLine] | None = None, limits: Limits = LIMITS
) -> tuple[Finding, ...]:
    """Every remark on a return; those that need last month's return are made only when it is given.

    `lines` hold the `C_999` rows as well. Source: PRN01045 v5.0 Annex B.
    """
    now = Return(lines)
    findings = [finding for check in _ALONE for finding in check(now, limits)]
    if previous is not None:
        before = Return(previous)
        findings += [finding for check in _COMPARED for finding in check(now, before, limits)]
    return tuple(findings)


def _whole_numbers(now: Return, _: Limits) -> Findings:
    for line in now.lines:
        figures = (*line.bands, line.unknown_starts, line.total_all)
        odd = next((figure for figure in figures if figure < 0 or figure != int(figure)), None)
        if odd is not None:
            yield NOT_WHOLE(where=_where(line), figure=str(odd))


def _commissioners(now: Return, _: Limits) -> Findings:
    for provider, commissioner in sorted({(line.provider, line.commissioner) for line in now.lines}):
        if not is_commissioner(commissioner):
            yield NO_COMMISSIONER("commissioner", provider=provider, commissioner=commissioner)


def _providers(now: Return, _: Limits) -> Findings:
    for provider in now.providers:
        if find_code(provider) != provider:
            yield NO_PROVIDER("provider", provider=provider)


def _parts(now: Return, _: Limits) -> Findings:
    for provider in now.providers:
        for part in Part:
            if not now.of(provider, part):
                yield PART_MISSING(provider=provider, part=part.words, description=part.description)


def _totals(now: Return, _: Limits) -> Findings:
    groups = grouped(now.lines, lambda line: (line.provider, line.commissioner, line.part))
    for group in groups.values():
        yield from _group_totals(group)
    for line in now.lines:
        if line.part.has_bands and line.known + line.unknown_starts != line.total_all:
            yield TOTAL_WRONG(where=_where(line), given=line.total_all, summed=line.known + line.unknown_starts)


def _group_totals(group: Sequence[ReturnLine]) -> Findings:
    own = [line for line in group if line.line != TOTAL_LINE]
    totals = [line for line in group if line.line == TOTAL_LINE]
    summed = sum(line.total_all for line in own)
    given = sum(line.total_all for line in totals)
    if given != summed or add_bands(totals) != add_bands(own):
        where = _where(group[0]._replace(line=TOTAL_LINE))
        yield TOTAL_WRONG(where=where, given=given if totals else "missing", summed=summed)


def _completed_alone(now: Return, _: Limits) -> Findings:
    for provider in now.providers:
        for line in now.functions(provider):
            completed = _completed(now, provider, line)
            if completed and not now.total(provider, Part.PART_2, line):
                yield NO_INCOMPLETE(provider=provider, line=name_of(line), completed=completed)


def _decisions(now: Return, _: Limits) -> Findings:
    open_lines = {(line.provider, line.commissioner, line.line): line for line in now.own if line.part is Part.PART_2}
    for line in (line for line in now.own if line.part is Part.PART_2A):
        whole = open_lines.get((line.provider, line.commissioner, line.line))
        listed = whole.total_all if whole else 0
        if line.total_all > listed:
            yield MORE_WITH_DECISION(where=_where(line), decided=line.total_all, open=listed)
        elif whole and any(some > all_ for some, all_ in zip(line.bands, whole.bands, strict=True)):
            yield MORE_WITH_DECISION(where=f"{_where(line)}, in a week band", decided="more", open="fewer there")


def _new_periods(now: Return, _: Limits) -> Findings:
    for provider in now.providers:
        for line in now.functions(provider):
            recent = sum(now.bands(provider, Part.PART_2, line)[:4])
            new = now.total(provider, Part.PART_3, line)
            if new < recent:
                yield FEW_NEW(provider=provider, line=name_of(line), new=new, recent=recent)


def _short_waits(now: Return, limits: Limits) -> Findings:
    for provider, part in _completed_parts(now):
        bands = now.bands(provider, part)
        short, everybody = bands[0], sum(bands)
        if short >= limits.short_count and short > limits.short_share * everybody:
            yield MANY_SHORT(provider=provider, part=part.words, short=short, all=everybody)


def _unknown_starts(now: Return, limits: Limits) -> Findings:
    for provider, part in _completed_parts(now):
        unknown = sum(line.unknown_starts for line in now.of(provider, part))
        everybody = now.total(provider, part)
        if unknown >= limits.unknown_count and unknown > limits.unknown_share * everybody:
            yield MANY_UNKNOWN(provider=provider, part=part.words, unknown=unknown, all=everybody)


def _changes(now: Return, before: Return, limits: Limits) -> Findings:
    for provider in now.providers:
        for part in Part:
            yield from _part_changes(now, before, provider, part, limits)


def _part_changes(now: Return, before: Return, provider: str, part: Part, limits: Limits) -> Findings:
    this, last = now.total(provider, part), before.total(provider, part)
    if this and this == last:
        yield NO_CHANGE(provider=provider, part=part.words, now=this)
    if _is_large(this, last, limits.change, limits.change_count):
        yield LARGE_CHANGE(provider=provider, part=part.words, line="all treatment functions", now=this, before=last)
    for line in sorted({*now.functions(provider), *before.functions(provider)}):
        this, last = now.total(provider, part, line), before.total(provider, part, line)
        if _is_large(this, last, limits.change, limits.change_count):
            yield LARGE_CHANGE(provider=provider, part=part.words, line=name_of(line), now=this, before=last)


def _parts_lost(now: Return, before: Return, _: Limits) -> Findings:
    for provider in (provider for provider in before.providers if provider not in now.providers):
        for part in (part for part in Part if before.of(provider, part)):
            yield PART_MISSING(provider=provider, part=part.words, description=part.description)


def _unexpected(now: Return, before: Return, limits: Limits) -> Findings:
    for provider in now.providers:
        waiting, waited = now.total(provider, Part.PART_2), before.total(provider, Part.PART_2)
        new, completed = now.total(provider, Part.PART_3), _completed(now, provider)
        expected = waited + new - completed
        surplus = waiting - expected
        if waited and surplus >= limits.unexpected_count and surplus > limits.unexpected_share * max(expected, 1):
            yield MORE_THAN_EXPECTED(
                provider=provider, now=waiting, before=waited, new=new, completed=completed, expected=expected
            )


def _long_waits(now: Return, before: Return, limits: Limits) -> Findings:
    for provider in now.providers:
        this, last = (over_weeks(one.bands(provider, Part.PART_2), 52) for one in (now, before))
        if _is_large(this, last, limits.long_wait_change, limits.long_wait_count):
            yield LONG_WAIT_CHANGE(provider=provider, now=this, before=last)


_ALONE: Final[tuple[Callable[[Return, Limits], Findings], ...]] = (
    _whole_numbers,
    _providers,
    _commissioners,
    _parts,
    _totals,
    _completed_alone,
    _decisions,
    _new_periods,
    _short_waits,
    _unknown_starts,
)
_COMPARED: Final[tuple[Callable[[Return, Return, Limits], Findings], ...]] = (
    _parts_lost,
    _changes,
    _unexpected,
    _long_waits,
)


def _is_large(now: float, before: float, share: float, count: float) -> bool:
    change = abs(now - before)
    return change >= count and change > share * before


def _completed(now: Return, provider: str, line: str | None = None) -> float:
    return now.total(provider, Part.PART_1A, line) + now.total(provider, Part.PART_1B, line)


def _completed_parts(now: Return) -> Iterator[tuple[str, Part]]:
    return ((provider, part) for provider in now.providers for part in (Part.PART_1A, Part.PART_1B))


def _where(line: ReturnLine) -> str:
    return f"{line.provider}, {line.commissioner}, {line.part}, {name_of(line.line)}"
