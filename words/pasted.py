"""Text as it comes when somebody pastes it: spaces and dashes of every kind, and characters that nobody can see."""

import re
import unicodedata
from collections.abc import Collection, Mapping


def plain_spacing(text: str) -> str:
    """The text with a plain space for every kind of space, "-" for every dash, and nothing where nothing is seen.

    No-break, thin and ideographic spaces, tabs and line breaks are spaces; the minus sign is a dash; zero-width
    characters, soft hyphens and direction marks are left out. Letters and digits stay as they are.
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_plain, text))


def plain_figure(text: str) -> str:
    """A figure as a program reads it: "1 052", "1,052" and full-width digits are 1052, a minus sign of any kind is "-".
    What is no figure keeps its words, with plain spacing."""
    plain = plain_spacing("".join(map(_plain_digit, text))).strip()
    return re.sub("[ ,]", "", plain) if _GROUPED.fullmatch(plain) else plain


_GROUPED = re.compile(r"[-+]?\d{1,3}([ ,])\d{3}(?:\1\d{3})*(?:\.\d+)?")
_FULL_WIDTH = {"\N{FULLWIDTH COMMA}": ",", "\N{FULLWIDTH FULL STOP}": ".", "\N{FULLWIDTH PLUS SIGN}": "+"}


def _plain_digit(letter: str) -> str:
    return str(unicodedata.decimal(letter)) if letter.isdecimal() else _FULL_WIDTH.get(letter, letter)


def close_directions(text: str) -> str:
    """The text with an end to each change of direction that was begun in it, so that the words after it keep theirs."""
    if text.isascii():
        return text
    opened: list[str] = []
    for letter in text:
        if letter in _ENDS:
            opened.append(_ENDS[letter])
        elif opened and letter in opened:
            while opened.pop() != letter:
                pass
    return text + "".join(reversed(opened))


def name_character(letter: str) -> str:
    """A character as a message can show it: itself in quotation marks, or its number where it cannot be seen."""
    return (
        f"“{letter}”" if letter.isprintable() and not letter.isspace() else f"an unseen character (U+{ord(letter):04X})"
    )


QUOTED_AT_MOST = 80


def quote(given: object) -> str:
    """What was given, as a message can show it: in quotation marks, shortened, with a name for each character that
    nobody can see ("20[no-break space]26"); "a list" and "a group of values" for what is no single value."""
    if isinstance(given, Mapping):
        return "a group of values"
    if isinstance(given, Collection) and not isinstance(given, str):
        return "a list"
    text = str(given)
    short = text if len(text) <= QUOTED_AT_MOST else text[: QUOTED_AT_MOST - 1] + "…"
    return f"“{''.join(map(_visible, short))}”"


def _visible(letter: str) -> str:
    if letter == " " or (letter.isprintable() and letter not in _UNSEEN):
        return letter
    name = _CONTROLS.get(letter) or unicodedata.name(letter, "").lower() or f"U+{ord(letter):04X}"
    return f"[{name}]"


_CONTROLS = {"\t": "tab", "\n": "line break", "\r": "line break", "\0": "null character"}


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if letter.isspace():
        return " "
    if kind == "Pd" or letter == "\N{MINUS SIGN}":
        return "-"
    return "" if kind == "Cf" or letter in _UNSEEN else letter


_POP, _ISOLATE_ENDS = "\N{POP DIRECTIONAL FORMATTING}", "\N{POP DIRECTIONAL ISOLATE}"
_ENDS = dict.fromkeys("\u202a\u202b\u202d\u202e", _POP) | dict.fromkeys("\u2066\u2067\u2068", _ISOLATE_ENDS)
_UNSEEN = frozenset("\N{HANGUL FILLER}\N{COMBINING GRAPHEME JOINER}\N{VARIATION SELECTOR-15}\N{VARIATION SELECTOR-16}")
