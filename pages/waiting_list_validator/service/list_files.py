"""A waiting list in a file: which columns it may have, and how one row of it is read as the checks read it.

Columns are the names of `rules.validation.facts.PathwayFacts`, with the names and labels people use for them. Three
must be there; any other may be left out, and a check that needs it then stays silent.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from dashapp.services.files.file_answers import check_number as check_not_shortened
from dashapp.services.files.spreadsheet_cells import plain_cell
from dashapp.services.files.tables import check_usable, find_problem
from rules.rtt.codes import STATUS_CODES
from rules.validation.whole_list import Appointment, Coded, PathwayFacts
from storage.errors import Refused
from words import written_dates
from words.nhs_number import check_nhs_number
from words.pasted import plain_figure
from words.phrases import join_words
from words.questions import LONGEST_LINE, bare_type
from words.written_dates import find_serial_day

REQUIRED = MappingProxyType({"nhs_number": "NHS number", "tfc": "treatment function", "clock_start": "clock start"})
"""What has to be there, as a column may be headed and as it is said."""
OUTCOMES = ("attended", "dna", "cancelled_by_patient", "cancelled_by_hospital")
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "pathway id": "pathway",
        "pathway identifier": "pathway",
        "patient name": "patient_name",
        "name": "patient_name",
        "nhs number": "nhs_number",
        "treatment function": "tfc",
        "treatment_function": "tfc",
        "clock start": "clock_start",
        "clock stop": "clock_stop",
        "patient pathway identifier": "ppid",
        "next event on": "next_event",
        "next appointment": "next_event",
        "decision to admit": "decision_to_admit",
        "tci date": "tci",
        "tci_date": "tci",
        "last validated on": "validated_on",
        "last_validated_on": "validated_on",
        "on asi or ras worklist": "worklist",
        "last contacted on": "contacted_on",
    }
)
"""Further names of columns, in lower case."""
SAID_YES, SAID_NO = frozenset({"yes", "y", "true", "1"}), frozenset({"no", "n", "false", "0"})
REAL_NUMBER = "the NHS number could be a real person's; use made-up numbers that start 999"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list: the facts the checks read, the patient's name, the line, which of one's own pathways it is."""

    facts: PathwayFacts
    patient_name: str = ""
    line: int = 0
    link: str = ""
    contacted_on: date | None = None


@lru_cache(maxsize=16_384)
def read_day(text: str) -> date:
    """A day as people write it, or as Excel counts it. ValueError otherwise; 1 January 1900 is read, as check 13 looks
    for it. A list names the same days again and again."""
    return find_serial_day(text) or written_dates.read_day(text)


def read_flag(text: str) -> bool:
    said = text.strip().casefold()
    if said in SAID_YES:
        return True
    if said in SAID_NO:
        return False
    raise ValueError(f"{text[:40]} is neither yes nor no")


def read_whole(text: str) -> int:
    try:
        return int(plain_figure(text))
    except ValueError:
        raise ValueError(f"{text[:40]} is not a whole number") from None


def read_line(text: str) -> str:
    if len(text) > LONGEST_LINE:
        raise ValueError(f"has {len(text):,} characters; the most is {LONGEST_LINE}")
    return text.strip()


def read_codes(text: str) -> tuple[Coded, ...]:
    """Status codes with their days: "10 2026-03-02; 20 2026-05-05"."""
    return tuple(read_coded(part.strip()) for part in text.split(";") if part.strip())


def read_coded(text: str) -> Coded:
    code, _, day = text.partition(" ")
    found = read_day(day) if day else None
    if code not in STATUS_CODES or found is None:
        raise ValueError(f"write each status as its code and its day, such as 20 2026-05-05, not {text[:40]}")
    return Coded(found, code)


def read_appointments(text: str) -> tuple[Appointment, ...]:
    """Appointments: "2026-03-02 first attended 10; 2026-05-05 dna; 2026-07-01"."""
    return tuple(read_appointment(part.split()) for part in text.split(";") if part.strip())


def read_appointment(words: list[str]) -> Appointment:
    """A day, then any of: first, later, an outcome, a status code, told or untold, reviewed."""
    day, outcome, code = read_day(words[0]), None, None
    flags: dict[str, bool] = {}
    for word in words[1:]:
        if word in OUTCOMES:
            outcome = word
        elif word in STATUS_CODES:
            code = word
        elif word in APPOINTMENT_WORDS:
            flags |= APPOINTMENT_WORDS[word]
        else:
            raise ValueError(f"{word[:40]} is not known of an appointment")
    return Appointment(day, flags.get("first"), outcome, code, flags.get("communicated"), flags.get("note"))


APPOINTMENT_WORDS: Mapping[str, Mapping[str, bool]] = {
    "first": {"first": True},
    "later": {"first": False},
    "told": {"communicated": True},
    "untold": {"communicated": False},
    "reviewed": {"note": True},
}
READERS: Mapping[str, Callable[[str], Any]] = {
    "codes": read_codes,
    "appointments": read_appointments,
    "patient_name": read_line,
    "contacted_on": read_day,
}
BY_TYPE: Mapping[Any, Callable[[str], Any]] = {date: read_day, bool: read_flag, int: read_whole}
FIELDS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {**{one.name: BY_TYPE.get(bare_type(one.type), read_line) for one in fields(PathwayFacts)}, **READERS}
)
"""Every column that is read, and how its cells are."""


def match_columns(given: Iterable[str | None]) -> dict[str, str]:
    """Column of the file → what it is read as; others are left alone. Raises Refused when one is missing or doubled."""
    matched: dict[str, str] = {}
    for name in given:
        plain = (name or "").strip().casefold()
        known = NAMES.get(plain, plain.replace(" ", "_"))
        if name and known in FIELDS:
            if known in matched.values():
                raise Refused(f"Two columns of the file are both {REQUIRED.get(known, known)}. Take one out.")
            matched[name] = known
    if missing := [said for name, said in REQUIRED.items() if name not in matched.values()]:
        raise Refused(f"These columns are missing: {join_words(missing)}. The first line must name them.")
    return matched


def read_row(matched: Mapping[str, str], line: int, row: Mapping[str, Any]) -> ListRow | None:
    """One row; None for an empty line. ValueError names the column and what is wrong with it."""
    check_usable(row)
    given: dict[str, Any] = {}
    for column, name in matched.items():
        cell = plain_cell(row.get(column))
        check_not_shortened(column, cell)
        text = as_text(cell)
        if not text:
            continue
        try:
            given[name] = FIELDS[name](text)
        except ValueError as problem:
            raise ValueError(f"{column}: {problem}") from None
    if not given:
        return None
    check_number(given)
    patient_name, contacted = given.pop("patient_name", ""), given.pop("contacted_on", None)
    given.setdefault("pathway", given.get("ppid") or f"Line {line}")
    return ListRow(PathwayFacts(**with_what_follows(given)), patient_name, line, contacted_on=contacted)


def is_cut_off(matched: Mapping[str, str], row: Mapping[str, Any]) -> bool:
    """Whether a line of a CSV file ends before a column that must be there: an empty cell is "", a missing one None."""
    return not find_problem(row) and any(
        row.get(column) is None for column, name in matched.items() if name in REQUIRED
    )


def as_text(cell: Any) -> str:
    """A cell as text: a workbook has dates and numbers."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def check_number(given: dict[str, Any]) -> None:
    """The number in ten digits where it is one. ValueError when it could be a real person's: those are not kept."""
    text = given.get("nhs_number")
    if text is None:
        return
    number = check_nhs_number(text)
    if number.valid and not number.is_synthetic:
        raise ValueError(REAL_NUMBER)
    given["nhs_number"] = number.normalised if number.valid else re.sub(r"\s", "", text)


def with_what_follows(given: dict[str, Any]) -> dict[str, Any]:
    """What a list leaves to be understood: whose row it is, and that a row without a stop is open."""
    given.setdefault("patient", given.get("nhs_number"))
    given.setdefault("open", given.get("clock_stop") is None and not given.get("planned"))
    return given


EXAMPLE = """pathway,patient_name,nhs_number,tfc,clock_start,codes,appointments,next_event,decision_to_admit,worklist
A-1,Rowan Ashdown,9990000018,110,2026-01-12,10 2026-03-02; 34 2026-05-05,2026-03-02 first attended 10,2027-01-11,,no
A-2,Ivy Marchetti,9990000026,130,2026-02-16,,2026-04-20 first,,,no
A-3,Otto Brandt,9990000034,120,,,,,,yes
"""
"""A small file to begin with: open after a stop, an appointment without an outcome, a referral without a clock."""
