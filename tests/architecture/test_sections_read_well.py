"""What a section is called is said in the middle of a sentence: "More about the referral"."""

from __future__ import annotations

from dashapp.ui.forms.sections import say_about
from tests.architecture.test_questions_have_help import MODULES
from words.phrases import join_words

OPENERS = frozenset({"the", "what", "who", "where", "whether", "how"})
WITHOUT_ARTICLE = frozenset(
    {
        "active monitoring",
        "adjustments and delays as recorded",
        "becoming fit",
        "beds",
        "cancer",
        "dates offered",
        "delay and time away",
        "demand and list",
        "lists and decisions",
        "notes",
        "offers at another provider",
        "others who decide or are consulted",
        "patients",
        "queries",
        "refusing, withdrawing, declining",
        "scenarios",
        "sessions",
        "stage one",
        "tracking",
        "validation and tracking",
    }
)
"""Several things, an act, a name: English says them without an article."""


def test_each_section_is_said_in_a_sentence() -> None:
    said = {say_about(section).removeprefix("about ") for module in MODULES for section in module.sections}
    odd = {words for words in said - WITHOUT_ARTICLE - {"questions"} if words.split()[0] not in OPENERS}
    assert not odd, f"More about {join_words(sorted(odd))}"
