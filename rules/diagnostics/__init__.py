"""The diagnostic waits rule book (DM01): one test's six-week wait, its resets, and the month-end figures."""

from .book import BOOK
from .facts import Counted, DiagnosticFacts, FallenThrough, RefusedDate, StartFrom, Who
from .pathway import RequestedTest, describe_test, read_tests
from .return_lines import TESTS, DiagnosticTest, Group
from .snapshot import Snapshot, sum_snapshot
from .wait import DiagnosticWait, band_of, is_breach, read_wait

__all__ = [
    "BOOK",
    "TESTS",
    "Counted",
    "DiagnosticFacts",
    "DiagnosticTest",
    "DiagnosticWait",
    "FallenThrough",
    "Group",
    "RefusedDate",
    "RequestedTest",
    "Snapshot",
    "StartFrom",
    "Who",
    "band_of",
    "describe_test",
    "is_breach",
    "read_tests",
    "read_wait",
    "sum_snapshot",
]
