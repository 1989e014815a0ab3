"""Words in attributes, made comparable: services, countries and other short texts."""

from __future__ import annotations

from functools import lru_cache

from ..events import Event

INTERFACE = frozenset({"interface_service", "interface", "referral_management", "assessment_service", "cas", "ras"})


ENGLAND = frozenset({"england", "eng", "english"})


_NON_ENGLISH = ("nonc", "wales", "welsh", "scot", "northern_ireland", "non_english")


PRIVATE = frozenset({"private", "private_patient", "private_care"})


def word(value: object) -> str:
    """A slug to compare: "Non English" → "non_english"; "" for anything that is not text."""
    return _slug(value) if isinstance(value, str) else ""


@lru_cache(maxsize=2048)
def _slug(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def is_non_english(value: object) -> bool:
    """Whether a commissioner or country is named that is not English."""
    named = word(value)
    return any(text in named for text in _NON_ENGLISH)


def length_in_weeks(event: Event) -> float | None:
    """The length an event speaks of, in weeks, from `weeks` or `days`."""
    weeks, days = event.details.get("weeks"), event.details.get("days")
    if isinstance(weeks, int | float) and not isinstance(weeks, bool):
        return float(weeks)
    return days / 7 if isinstance(days, int | float) and not isinstance(days, bool) else None
