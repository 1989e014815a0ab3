"""Figures as people say them."""

from __future__ import annotations

import pytest

from words.phrases import say_band


@pytest.mark.parametrize(
    ("band", "words"),
    [
        ("<=31", "within 31 weeks"),
        ("32-38", "32 to 38 weeks"),
        (">17-18", "17 to 18 weeks"),
        (">104", "over 104 weeks"),
    ],
)
def test_a_band_is_said_in_words(band: str, words: str) -> None:
    assert say_band(band, "weeks") == words
