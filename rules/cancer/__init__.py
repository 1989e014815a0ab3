"""The cancer waiting times rule book: FDS, 31-day and 62-day clocks, and checks on cancer records."""

from .answer import answer_line, describe
from .book import BOOK
from .clock import Clock, State
from .reading import CancerClocks, read_pathway

__all__ = ["BOOK", "CancerClocks", "Clock", "State", "answer_line", "describe", "read_pathway"]
