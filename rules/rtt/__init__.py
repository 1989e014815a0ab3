"""The RTT rule book: events to clocks (RULEBOOK A with P1; PRN01045 v5.0, February 2025)."""

# isort: off
# The chapters of the rule book, in the order people read them.
from . import book_starts, book_stops, book_running, book_monitoring, book_reporting, book_booking  # noqa: F401
# isort: on

from .activity import codes_for
from .answer import answer_line, describe_clock, describe_period, list_return_parts
from .book import BOOK
from .clock import STATUS_WORDS, Clock
from .codes import STATUS_CODES, StatusCode
from .engine import HANDLERS, read_pathway
from .offers import is_reasonable, is_second_within_six_weeks
from .pathway import AdditionalPathway, Handover, Period
from .prediction import Effect, Question, ask_effect, read_effect
from .what_if import WhatIf, describe_difference, list_new_steps, what_if

__all__ = [
    "BOOK",
    "HANDLERS",
    "STATUS_CODES",
    "STATUS_WORDS",
    "AdditionalPathway",
    "Clock",
    "Effect",
    "Handover",
    "Period",
    "Question",
    "StatusCode",
    "WhatIf",
    "answer_line",
    "ask_effect",
    "codes_for",
    "describe_clock",
    "describe_difference",
    "describe_period",
    "is_reasonable",
    "is_second_within_six_weeks",
    "list_new_steps",
    "list_return_parts",
    "read_effect",
    "read_pathway",
    "what_if",
]
