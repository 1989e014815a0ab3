"""The days a letter names: when the patient was seen, and the day of what it tells."""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from practice.letters.lexicon import WORDS
from practice.letters.sentences import Sentence
from words.written_dates import MONTH, NotADay, read_near_day

LONG_AGO: Final = timedelta(days=75)
IN_FIGURES: Final = r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,2}/\d{1,2}(?!/)(?! ?(?:weeks|months))"
DAYS: Final = re.compile(
    rf"\b(?P<day>\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTH})\.?,?(?: \d{{4}})?|{IN_FIGURES})\b", re.IGNORECASE
)
THE_NTH: Final = WORDS["the_nth"]
SEEN: Final = WORDS["seen"]
OF_PAPERS: Final = WORDS["of_papers"]
NIGH: Final = re.compile(r"\b(?P<word>yesterday)\b", re.IGNORECASE)
SHORT_FRACTION: Final = re.compile(r"\d{1,2}/(?:52|12|7)\b")


def list_days(text: str, near: date) -> Iterator[tuple[date, int]]:
    """The days that are written, and where."""
    for found in DAYS.finditer(text):
        if SHORT_FRACTION.match(found[0]):
            continue
        plain = re.sub(r"(?<=\d)(?:st|nd|rd|th)\b|\bof\b|[.,]$", "", found["day"])
        try:
            yield read_near_day(" ".join(plain.split()), near), found.start()
        except NotADay:
            continue


def find_clinic_day(sentences: Sequence[Sentence], letter_date: date, known: Collection[date]) -> date:
    """The day the letter is about: one that is named with a visit, else one at its head, else the letter's own."""
    head: list[date] = []
    for at, sentence in enumerate(sentences):
        if NIGH.search(sentence.text) and SEEN.search(sentence.text):
            return letter_date - timedelta(days=1)
        for day, start in list_days(sentence.text, letter_date):
            if not letter_date - LONG_AGO <= day <= letter_date or day in known:
                continue
            if OF_PAPERS.search(sentence.text[:start]):
                continue
            if SEEN.search(sentence.text) and day != letter_date:
                return day
            if at < 6:
                head.append(day)
    return next((day for day in head if day != letter_date), letter_date)


def find_day_in(text: str, near: date) -> date | None:
    """The last day that a sentence names, not after `near`."""
    found = [day for day, _ in list_days(text, near) if near - LONG_AGO <= day <= near]
    for nth in THE_NTH.finditer(text):
        for month in (near, near.replace(day=1) - timedelta(days=1)):
            try:
                day = month.replace(day=int(nth[1]))
            except ValueError:
                continue
            if day <= near:
                found.append(day)
                break
    return found[-1] if found else None
