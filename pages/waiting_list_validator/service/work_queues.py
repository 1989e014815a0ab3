"""The queues a validator works: which rows of a checked list each holds, and in which order they are looked at.

The order is that of a validator's day: what has no next step, no outcome or no clock comes first, then what is wrong,
then what is to be watched; in each the longest wait first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from dashapp.declare.meaning import Status
from pages.waiting_list_validator.service.list_files import ListRow
from rules.calendar import BREACH_DAY, add_days, month_end
from rules.explain import Severity
from rules.validation.contact import SCHEDULES, find_contact_due
from rules.validation.whole_list import CHECKS, Failure

NEW_AT_12_WEEKS = range(84, 91)
FIRST_CHECKS = frozenset({4, 5, 13, 31, 34})
CONTACT = "contact-"


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row with what it failed, as the queues and the store see it."""

    row: ListRow
    failures: Sequence[Failure]
    days: int | None
    number: int = 0

    @property
    def numbers(self) -> frozenset[int]:
        return frozenset(failure.number for failure in self.failures)


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue by name: what it is called, its criteria in words, and which rows it holds."""

    key: str
    label: str
    criteria: str
    holds: Callable[[CheckedRow, date], bool]
    status: Status = "note"


def failed(*numbers: int) -> Callable[[CheckedRow, date], bool]:
    wanted = frozenset(numbers)
    return lambda checked, today: not wanted.isdisjoint(checked.numbers)


def is_undated(checked: CheckedRow, today: date) -> bool:
    """The clock runs and nothing is booked: no next step, or a decision to admit without an admission date."""
    facts = checked.row.facts
    ahead = any(day is not None and day >= today for day in (facts.next_event, facts.tci))
    return 4 in checked.numbers or (bool(facts.open) and facts.decision_to_admit is not None and not ahead)


def is_on_worklist(checked: CheckedRow, today: date) -> bool:
    return checked.row.facts.worklist is True


def tips_in(checked: CheckedRow, today: date) -> bool:
    """Within 18 weeks today, and past them by the end of the month."""
    start = checked.row.facts.clock_start
    if checked.days is None or start is None or checked.days >= BREACH_DAY:
        return False
    return add_days(start, BREACH_DAY) <= month_end(today)


QUEUES: Mapping[str, Queue] = MappingProxyType(
    {
        queue.key: queue
        for queue in (
            Queue("all", "To validate", "the pathway failed a check", lambda checked, _: bool(checked.failures)),
            Queue("undated", "Undated", "the clock runs and nothing is booked", is_undated, "breach"),
            Queue("no-outcome", "Without an outcome", "a past date has no outcome", failed(5, 31), "breach"),
            Queue("asi-ras", "ASI and RAS", "on the e-Referral worklist", is_on_worklist, "breach"),
            Queue("duplicates", "Duplicates", "the same referral may be there twice", failed(2, 3), "watch"),
            Queue(
                "new-12",
                "New at 12 weeks",
                "the wait reached 12 weeks in the last 7 days",
                lambda checked, _: checked.days in NEW_AT_12_WEEKS,
            ),
            Queue("tip-in", "Pass 18 weeks this month", "the wait passes 18 weeks this month", tips_in, "watch"),
            Queue("changed", "New or changed", "not on the list before, or different since", lambda *_: False),
        )
    }
)
"""The queues by key. `changed` is filled by comparing with the list before."""


def find_rank(checked: CheckedRow, today: date) -> tuple[int, int, int]:
    """The place of a row: what cannot go on first, then what is wrong, then the rest; the longest wait first."""
    stuck = not FIRST_CHECKS.isdisjoint(checked.numbers) or is_undated(checked, today) or is_on_worklist(checked, today)
    wrong = any(failure.severity is Severity.BREACH for failure in checked.failures)
    return (0 if stuck else 1 if wrong else 2, -(checked.days or 0), checked.number)


def make_queues(rows: Sequence[CheckedRow], today: date, changed: frozenset[int]) -> dict[str, list[int]]:
    """Row numbers by queue: the work queues, one for each check, and who is due for contact by each schedule."""
    ordered = sorted(rows, key=lambda checked: find_rank(checked, today))
    queues: dict[str, list[int]] = {key: [] for key in QUEUES}
    for checked in ordered:
        for queue in QUEUES.values():
            if queue.holds(checked, today):
                queues[queue.key].append(checked.number)
        for number in checked.numbers:
            queues.setdefault(check_key(number), []).append(checked.number)
        if checked.number in changed:
            queues["changed"].append(checked.number)
    return queues | {f"{CONTACT}{schedule}": list_contacts(rows, today, schedule) for schedule in SCHEDULES}


def list_contacts(rows: Sequence[CheckedRow], today: date, schedule: str) -> list[int]:
    """The open rows due for contact, the longest due first."""
    due = [
        (since, checked.number)
        for checked in rows
        if checked.days is not None
        and checked.row.facts.clock_start is not None
        and (since := find_contact_due(checked.row.facts.clock_start, today, checked.row.contacted_on, schedule))
    ]
    return [number for _, number in sorted(due)]


def check_key(number: int) -> str:
    """The queue of one check: "check-4"."""
    return f"check-{number}"


CHECK_QUEUES: Mapping[str, str] = MappingProxyType(
    {check_key(number): check.rule.title for number, check in CHECKS.items()}
)
"""The queues of the checks, by key."""
