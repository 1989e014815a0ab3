"""Misconceptions met in practice, each as code: what it would answer, and why that is not so (LEARNING §4)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from . import cancer, delays, missed, starts, stops, verdicts
from .malrule import MalRule

_ALL = (*starts.RULES, *delays.RULES, *missed.RULES, *stops.RULES, *cancer.RULES, *verdicts.RULES)
MAL_RULES: Final[Mapping[str, MalRule]] = MappingProxyType({one.name: one for one in _ALL})

__all__ = ["MAL_RULES", "MalRule"]
