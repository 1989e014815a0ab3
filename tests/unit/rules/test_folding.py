"""One way to look for text, whatever keyboard it was typed on."""

from __future__ import annotations

import unicodedata

import pytest

from words.folding import fold, holds


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Zoë O’Neill-Ørsted", "zoe oneill orsted"),
        (unicodedata.normalize("NFD", "Zoë"), "zoe"),
        ("‘t Hooft", "t hooft"),
        ("O`Brien", "obrien"),
        ("Oʼbrien", "obrien"),
        ("Łukasz Großmann", "lukasz grossmann"),
        ("Anne–Marie", "anne marie"),
        ("  Li\u00a0Wei ", "li wei"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(folded) == folded


@pytest.mark.parametrize(
    ("wanted", "found"), [("o'neill", True), ("ONEILL zoe", True), ("ö", True), ("z", True), ("neal", False)]
)
def test_every_word_is_held_in_any_order(wanted: str, found: bool) -> None:
    assert holds("Zoë O’Neill", wanted) is found
