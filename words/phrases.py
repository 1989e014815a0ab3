"""Values in sentences: dates, numbers and lists as people write them."""

from collections.abc import Iterable, Mapping
from datetime import date


def say(template: str, values: Mapping[str, object]) -> str:
    """Fill a sentence; dates come out as "12 June 2026", lists as "a, b and c", numbers with thousands separators."""
    return template.format_map({name: in_words(value) for name, value in values.items()})


def in_words(value: object) -> str:
    """A value as people write it."""
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, (list, tuple, set, frozenset)):
        return join_words(str(in_words(item)) for item in value)
    return str(value)


def join_words(words: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    *most, last = list(words) or [""]
    return f"{', '.join(most)} and {last}" if most else last


def with_capital(words: str) -> str:
    """The words with their first letter large and the rest as it is, for the beginning of a line."""
    return words[:1].upper() + words[1:]


def without_capital(words: str) -> str:
    """ "Appointment date" → "appointment date", within a sentence; "NHS number" stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def plural(count: int, noun: str, several: str = "") -> str:
    """ "1 day", "3 days"; `several` is the plural where it is more than an s."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {several or f'{noun}s'}"


def with_article(noun: str) -> str:
    return f"an {noun}" if noun[:1].lower() in "aeiou" else f"a {noun}"


def say_band(band: str, unit: str) -> str:
    """ "<=31" as "within 31 days", "32-38" as "32 to 38 days", ">17-18" as "17 to 18 weeks", ">104" as "over 104"."""
    edge = band.lstrip("<=>")
    if "-" in edge:
        return f"{edge.replace('-', ' to ')} {unit}"
    return f"{'within' if band.startswith('<=') else 'over'} {edge} {unit}"
