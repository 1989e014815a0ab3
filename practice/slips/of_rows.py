"""Slips in the row of the list: values that the system holds next to its events."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from practice.records import Edit, Record, list_rows
from practice.slips.slip import Find, Slip
from rules.validation.whole_list import PathwayFacts

Values = Callable[[PathwayFacts, Random, date], Mapping[str, Any]]


def overwrite(values: Values) -> Find:
    """A slip that writes these values over those of the row; {} where it does not apply."""

    def find(record: Record, random: Random, today: date) -> list[Edit]:
        written = values(list_rows(record, today)[0], random, today)
        return [Edit("about", name, _held(record, name), (value,)) for name, value in written.items()]

    return find


def _held(record: Record, name: str) -> tuple[Any] | None:
    return (record.about[name],) if name in record.about else None


def open_twice(record: Record, random: Random, today: date) -> list[Edit]:
    """The same referral is opened a second time, some days later."""
    row = list_rows(record, today)[0]
    if not row.open or row.clock_start is None or row.days_waited(today) in {None, 0}:
        return []
    later = min(today, row.clock_start + timedelta(days=random.randint(1, 21)))
    return [
        Edit("copies", len(record.copies), None, {"pathway": f"{row.pathway}-2", "clock_start": later, "ppid": None})
    ]


def share_identifier(record: Record, random: Random, today: date) -> list[Edit]:
    """The same referral is opened again, some days later, under the identifier of the first."""
    row = list_rows(record, today)[0]
    if not row.open or row.ppid is None or row.clock_start is None:
        return []
    start = min(today, row.clock_start + timedelta(days=random.randint(1, 30)))
    return [Edit("copies", len(record.copies), None, {"pathway": f"{row.pathway}-2", "clock_start": start})]


def lose_start(row: PathwayFacts, random: Random, today: date) -> Mapping[str, Any]:
    return {"clock_start": None} if row.open and row.has_start else {}


def stay_open(row: PathwayFacts, random: Random, today: date) -> Mapping[str, Any]:
    """The stop is coded, and the row is still open."""
    start = row.clock_start
    stops = [one for one in row.codes if one.code in {"30", "31", "32", "34", "35", "36"} and start and one.day > start]
    return {"open": True, "clock_stop": None} if not row.open and stops else {}


def lose_next(row: PathwayFacts, random: Random, today: date) -> Mapping[str, Any]:
    is_ahead = row.open and row.decision_to_admit is None and row.days_waited(today) is not None
    return {"next_event": None} if is_ahead else {}


def leave_out_of_2a(row: PathwayFacts, random: Random, today: date) -> Mapping[str, Any]:
    return {"in_part_2a": False} if row.open and row.decision_to_admit is not None else {}


def mistype_number(row: PathwayFacts, random: Random, today: date) -> Mapping[str, Any]:
    number = row.nhs_number or ""
    return {"nhs_number": f"{number[:-1]}{(int(number[-1]) + 1) % 10}"} if number else {}


def mistype_function(row: PathwayFacts, random: Random, today: date) -> Mapping[str, Any]:
    return {"tfc": random.choice(("199", "C_998", "OPD"))} if row.tfc else {}


def plan(row: PathwayFacts, random: Random, today: date) -> Mapping[str, Any]:
    """Put on a planned list, without a date."""
    return {"planned": True, "planned_due": None} if row.open and not row.planned else {}


def lose_review(row: PathwayFacts, random: Random, today: date) -> Mapping[str, Any]:
    due = row.monitoring_review_due
    return {"monitoring_review_due": None} if row.on_monitoring and due is not None and due >= today else {}


def open_after_death(row: PathwayFacts, random: Random, today: date) -> Mapping[str, Any]:
    return {"open": True, "clock_stop": None} if row.died_on and not row.open else {}


SLIPS: Final = (
    Slip("duplicate", "The same referral is open twice.", open_twice, (2,)),
    Slip("same_identifier", "The same referral is open twice under one identifier.", share_identifier, (3,)),
    Slip("missing_start", "The clock start was not entered.", overwrite(lose_start), (13,)),
    Slip("still_open", "The stop is coded, but the row is still open.", overwrite(stay_open), (1,)),
    Slip("nothing_next", "Nothing is booked, and nobody is named.", overwrite(lose_next), (4,)),
    Slip("not_in_2a", "Listed for admission, but not counted as such.", overwrite(leave_out_of_2a), (11,)),
    Slip("wrong_number", "The NHS number is mistyped.", overwrite(mistype_number), (19,)),
    Slip("wrong_function", "The treatment function has no line in the return.", overwrite(mistype_function), (18,)),
    Slip("planned_list", "Put on a planned list without a due date.", overwrite(plan), (35,)),
    Slip("missing_review", "Active monitoring has no review date.", overwrite(lose_review), (15,)),
    Slip("died_open", "The patient has died, and the row is open.", overwrite(open_after_death), (8,)),
)
