"""The lines of a return, summed by provider, part and treatment function."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar

from rules.codes import TOTAL_LINE
from rules.organisations import NON_ENGLISH
from rules.returns.layout import PART_ORDER, Part, ReturnLine, add_bands

K = TypeVar("K")


class Return:
    """The lines of a return, summed the ways the checks ask for."""

    def __init__(self, lines: Iterable[ReturnLine]) -> None:
        self.lines = list(lines)
        self.own = [line for line in self.lines if line.line != TOTAL_LINE]
        self.providers = sorted({line.provider for line in self.lines})
        self._by_line = grouped(self.own, lambda line: (line.provider, line.part, line.line))
        self._by_part = grouped(self.own, lambda line: (line.provider, line.part))

    def of(self, provider: str, part: Part, line: str | None = None) -> list[ReturnLine]:
        """The lines of a provider and part, all treatment functions or one; `C_999` is never among them."""
        return (
            self._by_part.get((provider, part), []) if line is None else self._by_line.get((provider, part, line), [])
        )

    def total(self, provider: str, part: Part, line: str | None = None) -> float:
        return sum(one.total_all for one in self.of(provider, part, line))

    def bands(self, provider: str, part: Part, line: str | None = None) -> tuple[float, ...]:
        return add_bands(self.of(provider, part, line))

    def functions(self, provider: str) -> list[str]:
        """The treatment function lines a provider has anything on."""
        return sorted({line.line for part in Part for line in self.of(provider, part)})


def headline_bands(
    lines: Iterable[ReturnLine], part: Part = Part.PART_2, *, include_nonc: bool = False
) -> tuple[float, ...]:
    """The bands of a part as the published tables count them: totals left out, commissioner NONC left out.

    Source: rule RET-6. `figures_of` reads the list size, shares and percentiles off them.
    """
    wanted = [line for line in lines if line.part == part and line.line != TOTAL_LINE]
    return add_bands([line for line in wanted if include_nonc or line.commissioner != NON_ENGLISH])


def grouped(lines: Iterable[ReturnLine], key: Callable[[ReturnLine], K]) -> dict[K, list[ReturnLine]]:
    """The lines by what `key` gives for them, parts in their order."""
    groups: dict[K, list[ReturnLine]] = defaultdict(list)
    for line in sorted(lines, key=lambda line: PART_ORDER[line.part]):
        groups[key(line)].append(line)
    return groups
