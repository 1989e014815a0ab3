"""`python -m rules vocabulary`: every event, attribute and allowed value of the one event vocabulary, as JSON Lines."""

import sys
from collections.abc import Iterator, Sequence
from typing import Any

from .closed_sets import CLOSED_SETS
from .event_kinds import EVENT_KINDS, EventKind
from .event_values import DATES, DATES_OF, NUMBERS, YES_OR_NO, YES_OR_NO_OR_DATE
from .rtt.codes import STATUS_CODES


def main(argv: Sequence[str]) -> int:
    """Write the vocabulary; the exit status is 2 when anything was asked of it, which it does not take."""
    from .programs import write_line  # it loads this module

    if argv:
        sys.stderr.write("The vocabulary takes no file.\n")
        return 2
    for line in list_vocabulary():
        sys.stdout.buffer.write(write_line(line))
    sys.stdout.buffer.flush()
    return 0


def list_vocabulary() -> Iterator[dict[str, Any]]:
    """A line for each attribute of each event, in the order of a day: `{event, label, books, attribute, kind}`, with
    `values` (and their `labels`) where only those are allowed."""
    for kind in sorted(EVENT_KINDS.values(), key=lambda kind: kind.rank):
        for attribute in sorted(kind.attributes):
            yield {
                "event": kind.name,
                "label": kind.label,
                "books": sorted(kind.books),
                "attribute": attribute,
                **describe_attribute(kind, attribute),
            }


def describe_attribute(kind: EventKind, attribute: str) -> dict[str, Any]:
    """What an attribute holds: `kind` is choice, yes_no, yes_no_or_date, date, number or text."""
    closed = CLOSED_SETS.get(kind.name, {}).get(attribute)
    if closed is not None:
        values = [*([True, False] if closed.yes_no else []), *closed.words]
        return {"kind": "choice" if closed.words else "yes_no", "values": values, "labels": dict(closed.words)}
    if attribute == "rtt_code":
        labels = {code.code: code.meaning for code in STATUS_CODES.values()}
        return {"kind": "choice", "values": list(labels), "labels": labels}
    if attribute in YES_OR_NO:
        return {"kind": "yes_no", "values": [True, False]}
    if attribute in YES_OR_NO_OR_DATE:
        return {"kind": "yes_no_or_date"}
    if attribute in DATES or attribute in DATES_OF.get(kind.name, ()):
        return {"kind": "date"}
    return {"kind": "number" if attribute in NUMBERS else "text"}
