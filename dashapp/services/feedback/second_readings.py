"""What a second person said of each record: agreed, disagreed, or nothing yet; set beside the rows of a module.

A reading is of the record as it was read. Who changes a record after a disagreement has answered it; it still counts
as read.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dashapp.context import Clockstart
from dashapp.declare.module import Module, Row
from storage.reviews import Review
from words.questions import Choices, choices

SECOND_READING = "second_reading"
LONDON = ZoneInfo("Europe/London")
VERDICTS: Choices = choices(
    none="Not read yet", agree="Agrees", disagree="Disagrees", answered="Disagreed, changed since"
)
GO_THROUGH = "Go through the evidence with the second reader"


def join(clockstart: Clockstart, uid: str, module: Module, rows: Sequence[Row]) -> Sequence[Row]:
    """The rows with `second`, the name of whose they are (`person`) and, where a disagreement is unanswered, with that
    to be done."""
    reads = clockstart.store.reviews.list
    found = [] if clockstart.scope else reads(uid, module=module.store_key, kind=SECOND_READING)
    newest: dict[str, Review] = {}
    for review in found:
        if review.is_released:
            newest.setdefault(review.record, review)
    person = clockstart.store.people.find(uid)
    name = person.name if person else uid
    return [{**row, "person": name, **tell(row, newest.get(row["id"]))} for row in rows]


def tell(row: Row, review: Review | None) -> dict[str, Any]:
    """What the newest reading adds to a row."""
    if review is None or row["problems"]:
        return {}
    if review.verdict != "disagree":
        return {"second": review.verdict}
    if is_answered(row, review):
        return {"second": "answered"}
    on = datetime.fromisoformat(review.updated_at).astimezone(LONDON).date().isoformat()
    return {"second": "disagree", "due": [*row["due"], [on, GO_THROUGH, "breach"]]}


def is_answered(row: Row, review: Review) -> bool:
    """Whether the record was changed after it was read; both times are ISO in UTC and compare as text."""
    return str(row["updated_at"]) > review.updated_at
