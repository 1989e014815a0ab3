"""The monitor as files: the grid and one person's view as CSV and Excel, stamped with filters and time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from dashapp.services.feedback import reviews
from dashapp.services.files.spreadsheet_cells import csv_text
from dashapp.services.files.workbooks import RowsBook
from dashapp.services.practice.assigned import Standings, say_standing
from dashapp.services.practice.assignment import Assignment
from dashapp.services.work.progress import ORDER, Progress, as_moment

Table = Sequence[Sequence[Any]]


Assigned = Sequence[tuple[Assignment, Standings]]


def grid_table(progress: Progress, cohorts: dict[str, str], assigned: Assigned = ()) -> Table:
    """A head, then a line a person: who, totals, for each module the status and the number of records, and how far each
    open assignment is."""
    head = ["Learner", "Email", "Cohort", "Records", "Modules begun", "Submitted", "Reviewed", "Last change"]
    for module in progress.modules:
        head += [f"{module.title}: status", f"{module.title}: records"]
    head += [f"Assigned: {one.title}" for one, _ in assigned]
    lines: list[list[Any]] = [head]
    submitted, reviewed = (progress.having(ORDER.index(name)).tolist() for name in ("submitted", "reviewed"))
    for at, person in enumerate(progress.people):
        last = as_moment(int(progress.last_change[at]))
        lines.append(
            [
                person.name,
                person.email,
                ", ".join(cohorts.get(cohort, "") for cohort in person.cohorts if cohort in cohorts),
                int(progress.records[at]),
                int(progress.begun[at]),
                submitted[at],
                reviewed[at],
                last.isoformat(timespec="minutes") if last else "",
                *cells_of(progress, at),
                *(say_standing(told[person.uid]) if person.uid in told else "" for _, told in assigned),
            ]
        )
    return lines


def cells_of(progress: Progress, at: int) -> list[Any]:
    """Status in words and number of records, module by module."""
    return [
        cell
        for status, count in zip(progress.status[at].tolist(), progress.counts[at].tolist(), strict=True)
        for cell in (reviews.STATUSES[ORDER[status]], count)
    ]


def write_csv(title: str, filters: str, now: datetime, table: Table) -> str:
    """A table as CSV, safe to open in a spreadsheet; the first line says what it is and when it was made."""
    return csv_text([(title, f"{filters}, {now.isoformat(timespec='minutes')}"), *table])


def write_excel(title: str, filters: str, now: datetime, table: Table) -> bytes:
    """The same as a workbook; text is never a formula or a link."""
    book = RowsBook("Progress")
    book.write_row((title, f"{filters}, {now.isoformat(timespec='minutes')}"))
    book.write_row(())
    book.write_head(table[0], frozen_columns=1)
    for row in table[1:]:
        book.write_row(row)
    return book.close()
