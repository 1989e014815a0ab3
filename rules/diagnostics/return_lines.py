"""The 15 tests of the DM01 return, in its order (rule book C)."""

from enum import StrEnum
from typing import NamedTuple

from words.code_lists import read_rows

from .book import BOOK


class Group(StrEnum):
    """The three groups the return is laid out in."""

    IMAGING = "Imaging"
    PHYSIOLOGICAL = "Physiological measurement"
    ENDOSCOPY = "Endoscopy"


class DiagnosticTest(NamedTuple):
    """One of the 15 tests; `number` is its place in the return (16 is the total)."""

    slug: str
    label: str
    group: Group
    number: int


TESTS: dict[str, DiagnosticTest] = {
    row["slug"]: DiagnosticTest(row["slug"], row["label"], Group(row["group"]), number)
    for number, row in enumerate(read_rows(__file__, "tests.csv"), 1)
}
BOOK.tabulate(
    "tests",
    "The 15 tests of the DM01 return",
    ("Number", "Test", "Group"),
    ((str(test.number), test.label, test.group.value) for test in TESTS.values()),
    "DM01 return, provider template; names from memory",
)
