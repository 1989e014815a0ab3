"""One reader for days that people and their programs write: 20/10/2026, 2026-10-20, 20 October 2026, 20-Oct-26.

Numbers are read day first, as in Britain, or year first, as ISO says; a month in words may be anywhere. What could
be two days is not guessed: 20/10/26 has no certain year, and 10/20/2026 is no date here. A time of day behind the date
is left out.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, timedelta

from words.pasted import plain_spacing

BOXES = ("day", "month", "year")
"""A date in a form, box by box."""
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
LONGEST = 60
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FULL = ("uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember", "ober", "ember", "ember")
MONTH = "|".join(f"{short}(?:{rest})?" for short, rest in zip(MONTHS, FULL, strict=True)) + "|sept"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?[, ] *)?"
TIME = r"(?:[t ] *\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
GAP = r"[-/., ]+"
DAY, YEAR = r"(?P<day>\d{1,2})", r"(?P<year>\d{4})"
ORDERS = tuple(
    re.compile(f"{WEEKDAY}{order}{TIME}")
    for order in (
        rf"{YEAR}{GAP}(?P<month>\d{{1,2}}){GAP}{DAY}",
        rf"{DAY}{GAP}(?P<month>\d{{1,2}}){GAP}{YEAR}",
        r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
        rf"{DAY}(?:st|nd|rd|th)?(?: of)?[-/., ]*(?P<month>{MONTH})[-/., ]*'?(?P<year>\d{{4}}|\d\d)",
        rf"(?P<month>{MONTH})[-/., ]*{DAY}(?:st|nd|rd|th)?{GAP}{YEAR}",
        rf"{YEAR}{GAP}(?P<month>{MONTH}){GAP}{DAY}",
    )
)
SHORT_YEAR = re.compile(rf"{WEEKDAY}\d{{1,2}}{GAP}\d{{1,2}}{GAP}\d\d{TIME}")
DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−⁄∕", "-") | dict.fromkeys("’‘ʼ", "'"))
EXCEL_DAY_0 = date(1899, 12, 30)
SERIAL = re.compile(r"(?P<days>[1-9]\d{4})(?:\.\d+)?")


class NotADay(ValueError):
    """A text that is no certain day. `kind`: not_a_date, no_such_date, year_out_of_reach or short_year."""

    def __init__(self, kind: str, said: str) -> None:
        super().__init__(f"{said} {REASONS[kind]}")
        self.kind = kind
        self.said = said


REASONS = {
    "not_a_date": "is not a date",
    "no_such_date": "is not a real date, read day first",
    "year_out_of_reach": f"is not between {EARLIEST_YEAR} and {LATEST_YEAR}",
    "short_year": "must have a year of four figures",
}


def read_day(text: str) -> date:
    """The day that is written. Raises NotADay, with what was written, for anything that is no certain day."""
    plain = tidy(text) if len(text) <= LONGEST else ""
    for order in ORDERS:
        if found := order.fullmatch(plain):
            return day_of(found["day"], found["month"], found["year"])
    raise NotADay("short_year" if SHORT_YEAR.fullmatch(plain) else "not_a_date", text.strip()[:40])


def read_boxes(boxes: Sequence[str | None]) -> date | None:
    """The day in boxes for day, month and year; None where all of them are empty. Raises NotADay."""
    given = [(box or "").strip() for box in boxes]
    return read_day("/".join(given)) if any(given) else None


def read_day_first(text: str) -> date:
    """As `read_day`, and 14.9.26 too: for a place that asks for the day first. Raises NotADay."""
    try:
        return read_day(text)
    except NotADay as problem:
        if problem.kind != "short_year":
            raise
        day, month, year = re.findall(r"\d+", tidy(text))[:3]
        return day_of(day, month, year)


NEAR_WORDS = {"today": 0, "t": 0, "yesterday": -1, "y": -1, "tomorrow": 1}
DAYS_OFF = re.compile(r"(?P<sign>[-+]) ?(?P<count>\d{1,4}) ?(?P<unit>[dw]?)")
WITHOUT_YEAR = re.compile(rf"{WEEKDAY}(?P<day>\d{{1,2}}){GAP}(?P<month>\d{{1,2}}|{MONTH})")


def read_near_day(text: str, today: date) -> date:
    """As `read_day_first`, and what is said near a day: today, yesterday, -3d, +2w, and 14/9 of the year that brings it
    nearest. Raises NotADay."""
    plain = tidy(text) if len(text) <= LONGEST else ""
    if plain in NEAR_WORDS:
        return today + timedelta(days=NEAR_WORDS[plain])
    if off := DAYS_OFF.fullmatch(plain):
        days = int(off["count"]) * (7 if off["unit"] == "w" else 1)
        day = today + timedelta(days=-days if off["sign"] == "-" else days)
        return day_of(str(day.day), str(day.month), str(day.year))
    if found := WITHOUT_YEAR.fullmatch(plain):
        return find_nearest(found["day"], found["month"], today)
    return read_day_first(text)


def find_nearest(day: str, month: str, today: date) -> date:
    """That day of last year, this or next, whichever is nearest. Raises NotADay where none of them has it."""
    found = []
    for year in (today.year, today.year - 1, today.year + 1):
        try:
            found.append(day_of(day, month, str(year)))
        except NotADay as problem:
            wrong = problem
    if not found:
        raise wrong
    return min(found, key=lambda one: abs((one - today).days))


def tidy(text: str) -> str:
    """Small letters, plain figures and dashes, one space where there were some of any kind, nothing unseen."""
    return " ".join(plain_spacing(unicodedata.normalize("NFKC", text).translate(DASHES)).casefold().split())


def day_of(day: str, month: str, year: str) -> date:
    """The date those three say; a year of two figures as Excel takes it, 1930 to 2029. Raises NotADay."""
    number = int(month) if month.isdigit() else MONTHS.index(month[:3]) + 1
    full = int(year) if len(year) == 4 else int(year) + (2000 if int(year) < 30 else 1900)
    try:
        found = date(full, number, int(day))
    except ValueError:
        raise NotADay("no_such_date", f"{day}/{month if month.isdigit() else number}/{year}") from None
    if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        raise NotADay("year_out_of_reach", str(found.year))
    return found


def find_serial_day(text: str) -> date | None:
    """The day of an Excel serial number such as 46174 or 46175.5 (1900 system, from 1927 on); None for other text.

    Only for files: nobody types a date like this.
    """
    found = SERIAL.fullmatch(text.strip())
    day = EXCEL_DAY_0 + timedelta(days=int(found["days"])) if found else None
    return day if day is not None and day.year <= LATEST_YEAR else None
