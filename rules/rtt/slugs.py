"""Words in attributes, made comparable: services, countries and other names. Only a whole word counts, never a part."""

from ..closed_sets import as_slug
from ..events import Event

_INTERFACE = frozenset(
    {"interface_service", "interface", "interface_clinic", "cas", "ras", "rms", "rmc", "triage", "msk_triage"}
    | {"triage_service", "msk_triage_service", "assessment_service", "clinical_assessment_service"}
    | {"referral_assessment_service", "referral_management", "referral_management_service"}
    | {"referral_management_centre"}
)
ENGLAND = frozenset({"england", "eng", "english"})
_NON_ENGLISH = frozenset(
    {"nonc", "non_english", "wales", "welsh", "nhs_wales", "scotland", "scottish", "nhs_scotland", "northern_ireland"}
)
_TESTS = frozenset(
    {"diagnostic", "test", "surveillance", "surveillance_colonoscopy", "surveillance_cystoscopy"}
    | {"surveillance_gastroscopy", "surveillance_scan"}
)
PRIVATE = frozenset({"private", "private_patient", "private_care"})


def word(value: object) -> str:
    """A slug to compare: "Non English" → "non_english"; "" for anything that is not text."""
    return as_slug(value) if isinstance(value, str) else ""


def is_interface(value: object) -> bool:
    """Whether an interface, referral management or assessment service is named."""
    return word(value) in _INTERFACE


def is_non_english(value: object) -> bool:
    """Whether a commissioner or country is named that is not English."""
    return word(value) in _NON_ENGLISH


def is_test(value: object) -> bool:
    """Whether a kind of planned care is a test."""
    return value in _TESTS


def is_treatment(value: object) -> bool:
    """Whether the `treatment` of an attendance was first definitive treatment, started there."""
    return value is True or value == "first_definitive_treatment"


def is_community(value: object) -> bool:
    """Whether a community service is meant: True, or one of those known."""
    return value is True or bool(word(value))


def length_in_weeks(event: Event) -> float | None:
    """The length an event speaks of, in weeks, from `weeks` or `days`."""
    weeks, days = event.details.get("weeks"), event.details.get("days")
    if isinstance(weeks, int | float) and not isinstance(weeks, bool):
        return float(weeks)
    return days / 7 if isinstance(days, int | float) and not isinstance(days, bool) else None
