"""Text as it is looked for: without capitals, accents, apostrophes and hyphens, however they were typed.

`dashapp/assets/answers.js` folds what is typed into the find box of a grid in the same way.
"""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

APOSTROPHES: Final = "'’‘ʼʻʹ`´′＇"
HYPHENS: Final = "-‐‑‒–—―−﹣－"
LETTERS: Final = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
"""Letters that do not come apart into a plain one and a mark."""
PLAIN: Final[Mapping[int, str | None]] = {
    **dict.fromkeys(map(ord, APOSTROPHES)),
    **dict.fromkeys(map(ord, HYPHENS), " "),
    **{ord(letter): plain for letter, plain in LETTERS.items()},
}


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """ "Zoë O’Neill-Ørsted" → "zoe oneill orsted"."""
    apart = text.casefold() if text.isascii() else unicodedata.normalize("NFKD", text.translate(PLAIN).casefold())
    marks_off = apart if apart.isascii() else "".join(one for one in apart if not unicodedata.combining(one))
    return " ".join(marks_off.translate(PLAIN).split())


def holds(text: str, wanted: str) -> bool:
    """Whether a text holds every word that is looked for, in any order."""
    inside = fold(text)
    return all(word in inside for word in fold(wanted).split())
