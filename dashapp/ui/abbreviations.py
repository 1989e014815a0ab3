"""The field's short words, spelt out on their first use of a page with `<abbr>`."""

import re

from dash import html
from dash.development.base_component import Component

from words.abbreviations import MEANINGS

KNOWN = re.compile(rf"\b({'|'.join(MEANINGS)})\b")


class Abbreviations:
    """What a page has already spelt out."""

    def __init__(self) -> None:
        self._seen: set[str] = set()

    def spell_out(self, words: str) -> str | list[Component | str]:
        """The words, with each known abbreviation not met before as an `<abbr>`; unchanged when there is none."""
        pieces = [self._spell(piece) for piece in KNOWN.split(words)]
        return words if all(isinstance(piece, str) for piece in pieces) else [piece for piece in pieces if piece != ""]

    def _spell(self, piece: str) -> Component | str:
        if piece not in MEANINGS or piece in self._seen:
            return piece
        self._seen.add(piece)
        return html.Abbr(piece, title=MEANINGS[piece])
