"""The cancer waiting times rule book: FDS, 31-day and 62-day clocks, and checks on cancer records."""

from . import tables
from .answer import answer_line, describe
from .book import BOOK
from .clock import Clock, State
from .facts import CancerFacts, check_record
from .reading import CancerClocks, read_pathway
from .stages import STAGES, find_stage
from .what_if import WhatIf, what_if

__all__ = [
    "BOOK",
    "STAGES",
    "CancerClocks",
    "CancerFacts",
    "Clock",
    "State",
    "WhatIf",
    "answer_line",
    "check_record",
    "describe",
    "find_stage",
    "read_pathway",
    "tables",
    "what_if",
]
