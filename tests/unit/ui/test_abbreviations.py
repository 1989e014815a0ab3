"""The field's short words are spelt out once a page."""

from __future__ import annotations

from dashapp.ui.abbreviations import Abbreviations
from dashapp.ui.page import render_page
from tests.unit.ui.tree import find_all, words
from words.abbreviations import MEANINGS


def test_the_first_use_on_a_page_is_spelt_out_and_no_other():
    page = render_page("DNA management", "…", lead="A DNA and its RTT clock.")
    spelt = [(words(part), part.title) for part in find_all(page, "Abbr")]
    assert spelt == [("DNA", MEANINGS["DNA"]), ("RTT", MEANINGS["RTT"])]


def test_the_words_stay_the_same():
    assert words(Abbreviations().spell_out("The DNA of an MDT")) == "The DNA of an MDT"


def test_a_word_that_only_contains_one_is_left_alone():
    assert Abbreviations().spell_out("DNAs and mDNA") == "DNAs and mDNA"
