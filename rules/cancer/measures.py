"""The three cancer standards: their limit in days and the bands their waits are published in (rule book B1, B2)."""

from bisect import bisect_left
from itertools import pairwise
from typing import NamedTuple

from ..explain import Rule
from ..standards import Measure as Standard
from .book import DAYS_31, DAYS_62, FDS_28


class Measure(NamedTuple):
    """A standard: `limit` is the last compliant day; `edges` are the inclusive upper days of the bands.

    `standard` finds the share asked for on a date in `rules.standards`.
    """

    name: str
    label: str
    limit: int
    edges: tuple[int, ...]
    rule: Rule
    standard: Standard


FDS = Measure("fds", "28-day faster diagnosis", 28, (14, 28, 42, 62), FDS_28, Standard.CANCER_FDS_28_DAYS)
D31 = Measure("d31", "31 days to treatment", 31, (31, 38, 48, 62), DAYS_31, Standard.CANCER_31_DAYS)
D62 = Measure("d62", "62 days to first treatment", 62, (31, 38, 48, 62, 76, 90, 104), DAYS_62, Standard.CANCER_62_DAYS)
MEASURES = (FDS, D31, D62)

HARM_REVIEW_AFTER = 104
"""Days waited after which a harm review is due."""

TRANSFER_WITHIN = 38
TREAT_WITHIN = 24


def list_bands(edges: tuple[int, ...]) -> list[str]:
    """Names of the bands in order: "<=14", "15-28", … ">62"."""
    middle = [f"{low + 1}-{high}" for low, high in pairwise(edges)]
    return [f"<={edges[0]}", *middle, f">{edges[-1]}"]


def band_of(days: int, edges: tuple[int, ...]) -> str:
    """The band that `days` falls in; a wait of zero or less is in the first."""
    return list_bands(edges)[bisect_left(edges, days)]
