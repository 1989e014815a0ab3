"""Words in attributes, made comparable: services, countries and other short texts."""

from __future__ import annotations

import re
from functools import lru_cache

from ..events import Event

_INTERFACE = frozenset({"cas", "ras", "rms", "rmc", "triage"})
_INTERFACE_SAYS = ("interface", "referral_management", "assessment_service", "msk_triage")


ENGLAND = frozenset({"england", "eng", "english"})


_NON_ENGLISH = ("nonc", "wales", "welsh", "scot", "northern_ireland", "non_english")


_TESTS = frozenset(
    {"test", "tests", "testing", "scan", "scans", "mri", "ct", "xray", "ultrasound", "imaging", "biopsy", "endoscopy"}
    | {"colonoscopy", "gastroscopy", "cystoscopy", "sigmoidoscopy", "surveillance", "screening", "echocardiogram"}
)


_WITHIN_DAYS = re.compile(r"(^|_)(couple_of|few|two|three|[1-7])_days")
_PENDING = frozenset({"await", "awaiting", "awaits", "waiting", "pending", "planned", "booked", "soon", "tomorrow"})
_NOT_SOON = frozenset({"no", "not", "without", "none", "routine", "regular", "surveillance", "check", "checks"})
_NO_TREATMENT = frozenset({"", "none", "no", "not_definitive", "pre_treatment", "diagnostic", "planned"})
_NOT_YET = re.compile(r"(^|_)(refer|await|planned|not_yet|to_be_)")


PRIVATE = frozenset({"private", "private_patient", "private_care"})


def word(value: object) -> str:
    """A slug to compare: "Non English" → "non_english"; "" for anything that is not text."""
    return _slug(value) if isinstance(value, str) else ""


@lru_cache(maxsize=2048)
def _slug(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def is_interface(value: object) -> bool:
    """Whether an interface, referral management or assessment service is named."""
    named = word(value)
    return named in _INTERFACE or any(text in named for text in _INTERFACE_SAYS)


def is_non_english(value: object) -> bool:
    """Whether a commissioner or country is named that is not English."""
    named = word(value)
    return any(text in named for text in _NON_ENGLISH)


def is_test(value: object) -> bool:
    """Whether a kind of care is a test: diagnostics, surveillance, a scan, an endoscopy."""
    named = word(value).split("_")
    return any(part in _TESTS or part.startswith("diagnos") for part in named)


@lru_cache(maxsize=1024)
def is_test_soon(reason: str) -> bool:
    """Whether a reason, made comparable, tells of a test that is still to come, or of anything within days."""
    words = frozenset(reason.split("_"))
    if words & _NOT_SOON:
        return False
    return bool(_WITHIN_DAYS.search(reason)) or (is_test(reason) and bool(words & _PENDING))


def is_treatment(value: object) -> bool:
    """Whether the `treatment` of an attendance was given there: True, or the name of a treatment.

    A treatment that was only planned or referred for has not started.
    """
    if isinstance(value, bool) or not isinstance(value, str):
        return value is True
    named = word(value)
    return named not in _NO_TREATMENT and not _NOT_YET.search(named)


def is_community(value: object) -> bool:
    """Whether a community service is meant: True, or the name of one."""
    return value is True or bool(word(value))


def length_in_weeks(event: Event) -> float | None:
    """The length an event speaks of, in weeks, from `weeks` or `days`."""
    weeks, days = event.details.get("weeks"), event.details.get("days")
    if isinstance(weeks, int | float) and not isinstance(weeks, bool):
        return float(weeks)
    return days / 7 if isinstance(days, int | float) and not isinstance(days, bool) else None
