"""Evidence entries: what a marked case, or a record somebody saved, says of a person and a rule (LEARNING §7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final
from zlib import crc32

from rules.catalogue import find_book
from rules.explain import Rule

from .case import Case
from .keys.key import Key, is_local
from .keys.rtt import rule_of
from .marking import Marked

AIDED, PRACTICE, MIXED, EXAM = "aided", "practice", "mixed", "exam"
ENTRY, MENDED, MET = "entry", "mended", "met"
VOIDED: Final = "void"
"""Of an entry that takes back all those of the attempt that is its source."""
ANSWERS: Final = frozenset({PRACTICE, MIXED, EXAM})
"""Settings of an answer that somebody gave without help."""
PROVING: Final = frozenset({MIXED, EXAM})
AGAIN, HARD, GOOD, EASY = "again", "hard", "good", "easy"
HALF: Final = 0.5
EASY_FROM: Final = 4
"""The lowest level of the dials at which an answer that is right and certain was easy."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; never edited. `on` is a day of the rules' today; `template` the family's, or the module's slug;
    `weight` 1, or ½ for what was entered in a record; `level` that of the case; `rating` how well it was recalled, ""
    where it was not asked; `source` the thing it comes from, which counts once for a rule and setting; `wrong` the
    facets that were wrong, `mal_rules` the misconceptions recognised; `edition` is what the rule said then
    (`edition_of`) where the answer has a rating."""

    rule: str
    right: bool
    setting: str
    on: date
    template: str
    source: str
    weight: float = 1
    level: int = 0
    rating: str = ""
    wrong: tuple[str, ...] = ()
    mal_rules: tuple[str, ...] = ()
    edition: str = ""


def list_entries(
    case: Case,
    marked: Marked,
    *,
    setting: str,
    on: date,
    source: str,
    adopted: bool = False,
    seconds: float | None = None,
    median: float | None = None,
) -> list[Entry]:
    """An entry for each rule that a case is decided by; none where nothing is scored. A rule to be checked against
    local policy counts only where the practice access policy is `adopted`, as when the case was marked. The answer took
    `seconds`; `median` is what answers to the template usually take."""
    if marked.percent is None:
        return []
    setting = AIDED if marked.hinted else setting
    told: dict[str, Any] = {
        "right": marked.is_right,
        "setting": setting,
        "on": on,
        "template": case.template,
        "source": source,
        "level": case.level,
        "rating": rate(marked, setting, case.level, is_slow=bool(seconds and median and seconds > 2 * median)),
        "wrong": tuple(name for name, one in marked.facets.items() if one.scored and not one.right),
        "mal_rules": tuple(one.name for one in marked.mal_rules),
    }
    rules = [rule_of(ident) for ident in list_rules(marked.key)]
    return [Entry(rule.ident, **told, edition=edition_of(rule)) for rule in rules if adopted or not is_local(rule)]


def edition_of(rule: Rule) -> str:
    """A short name for what a rule says: another text has another, and so has another table of its book."""
    return f"{crc32(rule.statement.encode(), sum_up_tables(rule.book)):08x}"


@cache
def sum_up_tables(book: str) -> int:
    """A number for what the tables of a book say; 0 where it has none."""
    found = find_book(book)
    told = [(table.columns, table.rows) for table in found.tables] if found else []
    return crc32(repr(told).encode()) if told else 0


def list_rules(key: Key) -> tuple[str, ...]:
    """The rules accepted as the reason; where no reason is asked, those of the key's steps."""
    accepted = key.facets.get("reason") or (step.rule.ident for step in key.steps)
    return tuple(dict.fromkeys(rule for rule in accepted if rule))


def rate(marked: Marked, setting: str, level: int, *, is_slow: bool = False) -> str:
    """How well the rule was recalled, for spaced review."""
    if not marked.is_right:
        return AGAIN
    if setting == AIDED or is_slow:
        return HARD
    return EASY if marked.confidence == "certain" and level >= EASY_FROM else GOOD


def describe_entry(entry: Entry) -> dict[str, Any]:
    """The entry as plain values; what it does not say is left out."""
    told = {name: getattr(entry, name) for name in entry.__slots__}
    said = {name: value for name, value in told.items() if value not in ("", (), 0)}
    return {**said, "right": entry.right, "on": entry.on.isoformat()}


def restore_entry(told: Mapping[str, Any]) -> Entry:
    """The entry in what `describe_entry` made of it."""
    lists = {name: tuple(told.get(name, ())) for name in ("wrong", "mal_rules")}
    return Entry(**{**told, "on": date.fromisoformat(told["on"]), **lists})
