"""Code lists of the cancer waiting times data set with the words people read (rule book B5, B6, B8, P2).

Each is a plain mapping in the order a form offers it: stored value → label. Choices that are codes in the national
data set keep the code; lists published as words have slugs. Modality 01 and 18 are retired and kept for old records.
"""

from collections.abc import Mapping

from words.code_lists import read_words

from .book import BOOK

Codes = Mapping[str, str]

LISTS = read_words(__file__, "code_lists.toml")

ROUTES = LISTS["routes"]
REFERRAL_ROUTES = LISTS["referral_routes"]
URGENT_ROUTES = ("urgent_suspected_cancer", "breast_symptomatic", "screening")

SCREENING_PROGRAMMES = LISTS["screening_programmes"]

SUSPECTED_TYPES = LISTS["suspected_types"]
CANCER_TYPES = LISTS["cancer_types"]
SCREENING_TYPES = ("breast", "gynaecological", "lower_gi", "lung")
"""Suspected types a screening programme leads to; any other on that route is published as missing or invalid."""

EVENT_TYPES = LISTS["event_types"]
FIRST_EVENT_TYPES = frozenset(("01", "07", "12"))

MODALITIES = LISTS["modalities"]
RETIRED_MODALITIES = LISTS["retired_modalities"]
NOT_SUBSEQUENT_MODALITIES = frozenset(("07", "08", "09", "98"))
ALL_TREATMENT_DECLINED = "98"

CARE_SETTINGS = LISTS["care_settings"]
ADMITTED_SETTINGS = frozenset(("01", "02", "admitted", "inpatient", "day_case", "daycase"))

PRIORITIES = LISTS["priorities"]
SOURCE_SCREENING = "17"
REFERRAL_TYPE_BREAST_SYMPTOMS = "16"

FDS_OUTCOMES = LISTS["fds_outcomes"]
FDS_END_REASONS = LISTS["fds_end_reasons"]
FDS_EXCLUSION_REASONS = LISTS["fds_exclusion_reasons"]
EXCLUSION_THAT_CAN_BREACH = "01"

ADJUSTMENT_REASONS_FIRST_SEEN = LISTS["adjustment_reasons_first_seen"]
ADJUSTMENT_REASONS_TREATMENT = LISTS["adjustment_reasons_treatment"]
DNA_REASON = "3"
DECLINED_REASON = "8"

DELAY_REASONS_FIRST_SEEN = LISTS["delay_reasons_first_seen"]
NO_TREATMENT_REASONS = LISTS["no_treatment_reasons"]

BASAL_CELL_MORPHOLOGIES = LISTS["basal_cell_morphologies"]


_DATA_SET = "NHS Data Dictionary, National Cancer Waiting Times Monitoring Data Set; rule book B5, B8"


def _tabulate(ident: str, title: str, codes: Codes) -> None:
    BOOK.tabulate(ident, title, ("Code", "Meaning"), codes.items(), _DATA_SET)


_tabulate("event-types", "Cancer treatment event types", EVENT_TYPES)
_tabulate("modalities", "Cancer treatment modalities", {**MODALITIES, **RETIRED_MODALITIES})
_tabulate("fds-end-reasons", "Reasons a faster diagnosis pathway ends", FDS_END_REASONS)
_tabulate("delay-first-seen", "Delay reasons, referral to first seen", DELAY_REASONS_FIRST_SEEN)
_tabulate("no-treatment", "Reasons for no treatment", NO_TREATMENT_REASONS)
_tabulate("basal-cell", "Morphologies of C44 that are basal cell carcinoma and not reported", BASAL_CELL_MORPHOLOGIES)


def read_code(value: object, width: int = 2) -> str | None:
    """A code as two digits whatever was typed ("1", 1, " 01 "); None when there is none."""
    if value is None or isinstance(value, bool):
        return None
    text = str(value).strip()
    return (text.zfill(width) if text.isascii() and text.isdigit() else text) or None


def is_in_scope(icd10: str) -> bool:
    """Whether a diagnosis is reported at all: C00 to C97 and D05 (basal cell carcinoma is asked separately)."""
    code = icd10.strip().upper()
    if code.startswith("D05"):
        return True
    return len(code) >= 3 and code[0] == "C" and code[1:3].isdigit() and code[1:3].isascii() and int(code[1:3]) <= 97


def is_basal_cell(icd10: str, morphology: str) -> bool:
    """Whether C44 with this morphology ("M8090/3", "8090/3" or "80903") is basal cell carcinoma."""
    digits = "".join(sign for sign in morphology if sign.isdigit())
    named = {code.replace("/", "") for code in BASAL_CELL_MORPHOLOGIES}
    return icd10.strip().upper().startswith("C44") and digits in named
