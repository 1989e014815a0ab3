"""A lack of beds, staff or theatre put in words: no clinical reason (PRN01045 v5.0 §4.4.2.2)."""

import re

_RESOURCE = (
    r"(?:beds?|wards?|theatres?|staff(?:ing)?|surgeons?|anaesthetists?|nurses?|equipment|implants?|slots?|lists?|icu|itu|"
    r"hdu)"
)
_LACKING = r"(?:no|lack of|short(?:age)? of|without|not enough|insufficient|unavailable)"
_MISSING = (
    r"(?:shortages?|unavailable|not available|capacity|on leave|off sick|sickness|strikes?|pressures?|cancelled|full|"
    r"closed|over-?r[au]n|overbooked|double[- ]booked)"
)
_WAITED_FOR = r"(?:beds?|theatre (?:slot|time|date|space)|slots?|list space)"
_CAPACITY = r"(?:no|lack of|insufficient|not enough) capacity(?! (?:to|for) (?:consent|deci))"
_OTHERWISE = r"winter pressures|industrial action|administrative error|admin error|over-?running list"
RESOURCE_PHRASE = re.compile(
    rf"\b(?:{_LACKING}(?: \w+)? {_RESOURCE}|{_RESOURCE}(?: \w+)? {_MISSING}|"
    rf"(?:awaiting|waiting for)(?: \w+){{0,2}}? {_WAITED_FOR}|{_CAPACITY}|{_OTHERWISE})\b",
    re.IGNORECASE,
)
"""A lack of beds, staff or theatre put in words; "the surgeon advises weight loss" or "bed rest" is none."""


def find_resource_phrase(text: str | None) -> str:
    """The first words in a reason that speak of a lack of beds, staff or theatre rather than of the patient."""
    found = RESOURCE_PHRASE.search(" ".join((text or "").split()))
    return found.group() if found else ""
