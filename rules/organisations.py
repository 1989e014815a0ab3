"""ODS organisation codes, told apart by their shape as they occur in the published extracts.

The shape says what kind of organisation a code could be; only the ODS register says that it exists.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class OrganisationKind(StrEnum):
    """What a code could be, in people's words."""

    NON_ENGLISH_COMMISSIONER = "non-English commissioner"
    ERS_ISSUER = "e-Referral Service, as issuer of a pathway identifier"
    COMMISSIONING_HUB = "NHS England commissioning hub"
    REGION = "NHS England region"
    ICB = "integrated care board"
    TRUST = "NHS trust"
    TRUST_SITE = "NHS trust site"
    GP_PRACTICE = "GP practice"
    SUB_ICB = "sub-ICB location"
    OTHER_PROVIDER = "independent or other provider"


NON_ENGLISH: Final = "NONC"

# First match wins. Five-character sub-ICB codes look like those of independent providers, so they are named.
# Source: codes in the published RTT extract of January 2026.
SHAPES: Final[tuple[tuple[str, OrganisationKind, str], ...]] = (
    ("NONC", OrganisationKind.NON_ENGLISH_COMMISSIONER, "NONC"),
    ("X09", OrganisationKind.ERS_ISSUER, "X09"),
    ("13Q|14[MQRT]|32T|76A|85J|97T", OrganisationKind.COMMISSIONING_HUB, "13Q and others of its kind"),
    ("Y[0-9]{2}", OrganisationKind.REGION, "Y and two digits"),
    ("Q[A-Z0-9]{2}", OrganisationKind.ICB, "Q and two letters or digits"),
    ("R[A-Z0-9]{2}", OrganisationKind.TRUST, "R and two letters or digits"),
    ("R[A-Z0-9]{4}", OrganisationKind.TRUST_SITE, "the code of the trust and two more"),
    ("[A-Z][0-9]{5}", OrganisationKind.GP_PRACTICE, "a letter and five digits"),
    (
        "[0-9]{2}[A-Z]|A3A8R|B2M3M|D2P2L|D4U1Y|D9Y0V|M1J4Y|M2L0M|W2U3Z|X2C4Y",
        OrganisationKind.SUB_ICB,
        "two digits and a letter; a few of five, A3A8R for one",
    ),
    (
        "[A-Z][A-Z0-9]{2}|(?=.*[0-9])[A-Z][A-Z0-9]{3,5}",
        OrganisationKind.OTHER_PROVIDER,
        "three to six letters or digits, most with N or A first",
    ),
)
"""Pattern, kind, and the pattern in words."""
OUTSIDE_ENGLAND: Final = "7A[A-Z0-9]([A-Z0-9]{2})?|6[A-C][0-9]|W[0-9]{8}|S[A-Z][0-9]{3}|S08[0-9]{6}|Z[A-Z][0-9]{3}"
"""Health boards: of Wales (7A1 to 7A7, their sites, the older 6A1 to 6C7 and W11000023 of the statistics office), of
Scotland (SN999, S08000020) and of Northern Ireland (ZC010)."""
_COMMISSIONERS: Final = frozenset(
    {
        OrganisationKind.NON_ENGLISH_COMMISSIONER,
        OrganisationKind.COMMISSIONING_HUB,
        OrganisationKind.REGION,
        OrganisationKind.SUB_ICB,
    }
)


def find_organisation_kind(code: str) -> OrganisationKind | None:
    """The kind of organisation a code could be, by its shape; None for a shape that is not an ODS code."""
    text = code.strip().upper()
    return next((kind for shape, kind, _ in SHAPES if re.fullmatch(shape, text)), None)


_IN_BRACKETS: Final = re.compile(r"\(([A-Za-z0-9]{3,6})\)\s*$")


def find_code(text: str, names: Mapping[str, str] = MappingProxyType({})) -> str | None:
    """The code of the organisation that a text names: a code, a name with its code behind it ("Westmere Hospital
    (RXB)"), or one of `names` (written as `fold_name` gives it). None for any other name: a name is never a code.

    Codes of trust sites can be letters alone (RHQNG), as short names are: they count where they are in capitals.
    """
    given = " ".join(text.split())
    behind = _IN_BRACKETS.search(given)
    code = behind[1] if behind else given
    is_word = len(code) > 3 and code.isalpha() and not code.isupper()
    if find_organisation_kind(code) is not None and not is_word:
        return code.upper()
    return names.get(fold_name(given))


def fold_name(name: str) -> str:
    """A name as it is looked up: without its capitals, full stops and a code behind it."""
    return " ".join(_IN_BRACKETS.sub("", name).replace(".", "").casefold().split())


def as_reported(commissioner: str) -> str:
    """The commissioner as the monthly return names it: NONC for a health board outside England, any other as it is.

    Source: PRN01045 v5.0 §10.1.8.
    """
    return NON_ENGLISH if re.fullmatch(OUTSIDE_ENGLAND, commissioner) else commissioner


def is_commissioner(code: str) -> bool:
    """Whether the code has the shape of a commissioner in the monthly return: sub-ICB, hub, region or NONC.

    Source: PRN01045 v5.0 §10.1.8.
    """
    return find_organisation_kind(code) in _COMMISSIONERS
