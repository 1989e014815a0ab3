"""What pages say in the same words: the next step, letters owed, the month, week or weekday of a date, a chart over
months, what is wrong."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from dashapp.declare.meaning import Begin, Due
from dashapp.declare.module import Case, Chart, Row, View
from rules.explain import Severity
from rules.letters.pathway import TELLS_OF, list_owed

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def tell_next_step(otherwise: Callable[[Any], str]) -> Callable[[Case], str]:
    """How to mend the gravest finding that asks for something; what `otherwise` says of the answers when none does."""

    def tell(case: Case) -> str:
        for severity in (Severity.BREACH, Severity.WATCH):
            for finding in case.findings:
                if finding.severity is severity:
                    return finding.fix
        return otherwise(case.answers)

    return tell


LETTERS_DUE: Mapping[str, str] = {
    "letters-dna-letter-missing": "Write to the patient about the missed appointment",
    "letters-stop-patient-not-told": "Write to the patient and the GP: a decision stopped the clock",
    "letters-stop-gp-not-told": "Write to the GP: a decision stopped the clock",
}
LOOK_BACK = timedelta(days=84)
"""What is older than twelve weeks is for the next validation, not for a letter."""


def list_letters_due(case: Case) -> Iterator[Due]:
    """The letters still owed on a pathway for what this record, and no other record of it, reports: a missed
    appointment, a decision that stopped the clock (rule book J). Nothing for a record that stands alone."""
    if not case.linked.record_id:
        return
    elsewhere = {(event.date, event.name) for event in case.linked.events}
    own = [
        event
        for event in case.events
        if (event.date, event.name) not in elsewhere and case.today - LOOK_BACK <= event.date <= case.today
    ]
    for finding in list_owed(own, case.pathway_events):
        day = finding.values["day"]
        assert isinstance(day, date)
        names = [event.name for event in own if event.date == day and event.name in TELLS_OF]
        yield Due(day, LETTERS_DUE[finding.code], begin=begin_letter(names[0]), matter="letter")


def begin_letter(event: str) -> Begin:
    """The letter that tells of such an event; the draft takes the rest from the pathway."""
    return Begin("communications-tracker", "Draft the letter", {"type": TELLS_OF[event], "channel": "letter"})


def month_of(name: str) -> Callable[[Row], str | None]:
    """The month of a date in a row, written 2026-04; None leaves rows without the date out of a chart."""
    return lambda row: str(row[name])[:7] if row.get(name) else None


def week_of(name: str) -> Callable[[Row], str | None]:
    """The week of a date in a row, by its Monday, written 2026-W24; None leaves rows without the date out."""
    return lambda row: f"{date.fromisoformat(row[name]):%G-W%V}" if row.get(name) else None


def weekday_of(name: str) -> Callable[[Row], str | None]:
    """The weekday of a date in a row, one of `WEEKDAYS`; None leaves rows without the date out."""
    return lambda row: WEEKDAYS[date.fromisoformat(row[name]).weekday()] if row.get(name) else None


def by_month(key: str, title: str, definition: str, when: str | Callable[[Row], str | None], /, **words: Any) -> Chart:
    """A chart over months, a line unless its `shape` says otherwise. `when` names a row's date, or gives its month as
    2026-04, or None to leave the row out; the other words are those of `Chart`."""
    month = month_of(when) if isinstance(when, str) else when
    return Chart(key, title, definition, month, category="Month", order="label", **{"shape": "line", **words})


def has(code: str) -> Callable[[Row], bool]:
    """Whether a finding with this code is made of a row."""
    return lambda row: code in row["findings"]


def is_wrong(row: Row) -> bool:
    return bool(row["worst"] == "breach")


WRONG_VIEW = View("wrong", "With something wrong", "a finding says that something is wrong", is_wrong, "breach")
