"""The cancer waiting times rule book: FDS, 31-day and 62-day clocks, and checks on cancer records."""

# isort: off
# The checks of a record, in the order people read them.
from . import record_checks, tracking_checks  # noqa: F401
# isort: on

from . import tables
from .answer import answer_line, describe
from .book import BOOK
from .case import CancerCase
from .clock import Clock, State
from .reading import CancerClocks, read_pathway
from .what_if import WhatIf, what_if

__all__ = [
    "BOOK",
    "CancerCase",
    "CancerClocks",
    "Clock",
    "State",
    "WhatIf",
    "answer_line",
    "describe",
    "read_pathway",
    "tables",
    "what_if",
]
