"""A date in three boxes: what is typed or pasted into them, which of them is wrong, and what they show of a date."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from words.pasted import plain_spacing
from words.written_dates import BOXES, MONTH, NotADay, read_day, read_day_first


def read_date_boxes(typed: Mapping[str, Any], path: str) -> str:
    """Three boxes as `day/month/year`; a date that stands whole in one of them, the others empty, in ISO form; nothing
    when all three are empty."""
    parts = [plain_spacing(str(typed.get(f"{path}.{box}") or "")).strip() for box in BOXES]
    filled = [part for part in parts if part]
    if len(filled) == 1:
        with suppress(NotADay):
            return read_day_first(filled[0]).isoformat()
    return "/".join(parts) if filled else ""


FITS = {
    "day": re.compile(r"0?[1-9]|[12]\d|3[01]"),
    "month": re.compile(rf"0?[1-9]|1[0-2]|{MONTH}"),
    "year": re.compile(r"(19|20)\d\d|2100"),
}


def find_wrong_boxes(value: Any) -> tuple[str, ...]:
    """Of a date as `day/month/year`, the boxes that are empty or cannot be right; none for a date that can be read.
    Where each could be right and there is no such day, it is the day (31 February)."""
    given = str(value).casefold().split("/")
    if len(given) != len(BOXES) or can_be_read(str(value)):
        return ()
    wrong = tuple(box for box, text in zip(BOXES, given, strict=True) if text and not FITS[box].fullmatch(text))
    missing = tuple(box for box, text in zip(BOXES, given, strict=True) if not text)
    return wrong or missing or ("day",)


def can_be_read(text: str) -> bool:
    try:
        read_day(text)
    except NotADay:
        return False
    return True


def filled_box(value: str) -> str:
    """Which of the three boxes is the one that is filled."""
    return next(box for box, text in zip(BOXES, value.split("/"), strict=True) if text)


def date_in_boxes(path: str, stored: str) -> dict[str, str]:
    """An ISO date in three boxes without leading zeros; what is not a date stays in the first box, to be seen."""
    parts = stored.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return {f"{path}.day": stored}
    year, month, day = parts
    return {f"{path}.day": str(int(day)), f"{path}.month": str(int(month)), f"{path}.year": year}
