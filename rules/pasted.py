"""Text as it comes when somebody pastes it: spaces and dashes of every kind, and characters that nobody can see."""

from __future__ import annotations

import unicodedata


def plain_spacing(text: str) -> str:
    """The text with a plain space for every kind of space, "-" for every dash, and nothing where nothing is seen.

    No-break, thin and ideographic spaces, tabs and line breaks are spaces; the minus sign is a dash; zero-width
    characters, soft hyphens and direction marks are left out. Letters and digits stay as they are.
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_plain, text))


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
