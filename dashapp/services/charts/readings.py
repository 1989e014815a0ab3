"""What a chart says in one sentence: the newest point, the largest group, how many are past the limit, what chance
does not explain."""

from collections.abc import Sequence
from typing import Any

from dashapp.declare.module import Chart
from dashapp.values.series import Counted, Series
from rules import spc
from rules.rates import FEWEST, say_count
from words.phrases import join_words, without_capital

MOST_NAMED, MOST_LETTERS = 3, 30
NOTHING = "There is nothing to show for these filters yet."
Named = tuple[Any, ...]
"""A category in words and its values."""


def say_reading(chart: Chart, named: Sequence[Named], counted: Sequence[tuple[Counted, ...]]) -> str:
    """The one-line reading; why nothing is drawn where nothing can be."""
    known = [row for row in named if row[1] is not None]
    if known:
        return read_known(chart, known)
    few = list_few(counted)
    return say_too_few(few) if few else NOTHING


def list_few(counted: Sequence[tuple[Counted, ...]]) -> list[tuple[int, int]]:
    """How many of how many, where that is too few for a rate."""
    return [pair for row in counted for pair in row[:1] if pair and 0 < pair[1] < FEWEST]


def say_too_few(few: Sequence[tuple[int, int]]) -> str:
    """What is known where no group is large enough for a rate."""
    count, of = (sum(pair[place] for pair in few) for place in (0, 1))
    return f"{say_count(count, of)}: no rate is drawn, because no group has {FEWEST}."


def read_known(chart: Chart, known: Sequence[Named]) -> str:
    if chart.shape == "funnel":
        first, last = known[0], known[-1]
        return f"{last[1]:,} of {first[1]:,} {chart.unit} have reached: {without_capital(str(last[0]))}."
    if chart.shape == "heat":
        return say_lowest(chart, known)
    if limit := find_limit(chart, [row[0] for row in known]):
        return say_past(limit, known, chart.unit)
    if chart.shape == "stacked":
        return say_largest(chart, [(row[0], sum(value or 0 for value in row[1:])) for row in known])
    told = say_newest(chart, known) if chart.shape == "line" else say_largest(chart, known)
    return f"{chart.measures[0].label}: {told}" if len(chart.measures) > 1 else told


def find_limit(chart: Chart, names: Sequence[str]) -> tuple[str, str] | None:
    """The limit before the first category past it that has anybody in it."""
    if chart.limit is None or chart.limit[1] not in chart.order:
        return chart.limit
    label, first = chart.limit
    past = chart.order[chart.order.index(first) :]
    return label, next((name for name in names if name in past), first)


def say_past(limit: tuple[str, str], known: Sequence[Named], unit: str) -> str:
    """ "38 of 152 missed appointments are past 18 weeks." """
    label, first = limit
    names = [row[0] for row in known]
    over = sum(row[1] for row in known[names.index(first) :]) if first in names else 0
    if sum(row[1] for row in known) == 1:
        return f"The only {amount_of(1, unit).removeprefix('1 ')} is {'past' if over else 'within'} {label}."
    return f"{over:,} of {amount_of(sum(row[1] for row in known), unit)} past {label}."


def say_lowest(chart: Chart, known: Sequence[Named]) -> str:
    """The lowest cell of a heat map, by its measure and its category; of several how many they are."""
    cells = [
        (value, measure.label, row[0])
        for row in known
        for measure, value in zip(chart.measures, row[1:], strict=True)
        if value is not None
    ]
    value, label, category = min(cells, key=lambda cell: cell[0])
    alike = sum(cell[0] == value for cell in cells)
    where = f"{label}, {category}" if alike == 1 else f"{alike:,} of {len(cells):,} in the table"
    return f"The lowest is {say_value(chart, value)}: {where}."


def say_value(chart: Chart, value: float) -> str:
    return f"{value:g}%" if chart.measures[0].among is not None else amount_of(value, chart.unit)


def say_newest(chart: Chart, known: Sequence[Named]) -> str:
    """The newest point of a line, and the one before it."""
    newest = known[-1]
    told = f"{newest[0]}: {say_value(chart, newest[1])}"
    if len(known) < 2:
        return f"{told}."
    before = known[-2]
    was = f"{before[1]:g}%" if chart.measures[0].among is not None else f"{before[1]:,}"
    return f"{told}, as in {before[0]}." if newest[1] == before[1] else f"{told}; {before[0]}: {was}."


def amount_of(number: float, unit: str) -> str:
    """ "1 patient", "1,204 patients": units are declared in the plural."""
    if number != 1 or not unit.endswith("s"):
        return f"{number:,} {unit}"
    return f"1 {unit[:-3]}y" if unit.endswith("ies") else f"1 {unit[:-1]}"


def say_largest(chart: Chart, known: Sequence[Named]) -> str:
    """The largest category, of a rate that should be high the lowest; those that share the place are named together."""
    is_rate, worst = chart.measures[0].among is not None, min if chart.better == "increase" else max
    most = worst(row[1] for row in known)
    first = [say_group(chart, str(row[0])) for row in known if row[1] == most]
    names, amount = join_words(first), f"{most:g}%" if is_rate else f"{most:,.12g}"
    if len(known) == 1:
        return f"{names} is at {amount}." if is_rate else f"{'All ' * (most > 1)}{say_value(chart, most)}: {names}."
    if len(first) == len(known):
        return f"Every group has {say_value(chart, most)}."
    if len(first) > MOST_NAMED or len(names) > MOST_LETTERS * len(first) > MOST_LETTERS:
        return f"{len(first)} groups share the {'last' if worst is min else 'first'} place: {amount} each."
    if is_rate:
        return f"The {'lowest' if worst is min else 'highest'} is {names}, at {amount}."
    if len(first) > 1:
        return f"The largest groups are {names}, with {amount_of(most, chart.unit)} each."
    return f"The largest group is {names}, with {amount} of {sum(row[1] for row in known):,.12g} {chart.unit}."


def say_group(chart: Chart, name: str) -> str:
    """ "“Dermatology”"; a number alone says nothing, so it has what it counts with it."""
    return f"“{chart.category or chart.title}: {name}”" if name.isdigit() else f"“{name}”"


DIRECTIONS = {True: "rise", False: "fall"}
VERDICTS = {"improvement": (True, "Improving"), "concern": (False, "Worsening")}


def say_run(told: spc.Spc, names: Sequence[str], unit: str) -> str:
    """What a series over time says of its newest point: a real change, or nothing but chance. `names` are those of its
    points."""
    points = told.groups[-1].points
    newest, signal = points[-1].value, told.signals[-1]
    high = newest > told.groups[-1].mean
    if told.limits_shown == "none":
        return f"{names[-1]}: {newest:g}%, too few {unit}s to tell chance from change."
    if signal == "shift":
        return f"A real {DIRECTIONS[high]}: {count_end(told)} {unit}s in a row {'above' if high else 'below'} the mean."
    if signal == "trend":
        up = newest > points[-2].value
        return f"A real {DIRECTIONS[up]}: {count_end(told)} {unit}s in a row {'up' if up else 'down'}."
    if signal:
        where = "outside" if signal == "outside" else "near"
        return f"{names[-1]} is {where} the {'upper' if high else 'lower'} limit, at {newest:g}%."
    return f"{names[-1]}: {newest:g}%, within what chance does."


def count_end(told: spc.Spc) -> int:
    """How many of the newest points carry a signal without a break."""
    signals = list(reversed(told.signals))
    return next((place for place, signal in enumerate(signals) if signal is None), len(signals))


ASSURED = {
    "hit_or_miss": "By chance alone the target is met at times and missed at times.",
    "consistent_pass": "The target is met whatever chance does.",
    "consistent_fail": "The target is missed whatever chance does: something has to change.",
}


def say_limits(told: spc.Spc, unit: str) -> str:
    """What has to be known of the limits and of the target."""
    shown = {"trial": f"Fewer than {spc.FEWEST_FOR_ICONS} {unit}s: trial limits.", "full": "", "none": ""}
    return " ".join(filter(None, (shown[told.limits_shown], ASSURED.get(told.assurance or "", ""))))


def say_note(series: Series, few: Sequence[tuple[str, int]]) -> str:
    """What the numbers are of, what is left out because it is too few, and whether the last period is over."""
    parts = []
    pairs = [row[0] for row in series.counted if row[0]]
    if len(series.measures) == 1 and pairs:
        parts.append(f"{say_count(sum(pair[0] for pair in pairs), sum(pair[1] for pair in pairs))} in all.")
    if few and not series.is_empty:
        named = join_words([f"{name} ({of})" for name, of in few[:MOST_NAMED]])
        more = f" and {len(few) - MOST_NAMED} more" if len(few) > MOST_NAMED else ""
        parts.append(f"Left out, of fewer than {FEWEST}: {named}{more}.")
    if series.unfinished and series.rows:
        parts.append(f"{series.name_of(len(series.rows) - 1)} is not finished.")
    return " ".join(parts)
