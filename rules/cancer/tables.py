"""Code lists of the cancer waiting times data set with the words people read (rule book B5, B6, B8, P2).

Each is a plain mapping in the order a form offers it: stored value → label. Choices that are codes in the national
data set keep the code; lists published as words have slugs. Modality 01 and 18 are retired and kept for old records.
"""

from __future__ import annotations

from collections.abc import Mapping

from .book import BOOK

Codes = Mapping[str, str]

ROUTES: Codes = {
    "urgent_suspected_cancer": "Urgent suspected cancer",
    "breast_symptomatic": "Breast symptomatic, cancer not suspected",
    "screening": "National screening programme",
    "consultant_upgrade": "Consultant upgrade",
}
REFERRAL_ROUTES: Codes = {
    "urgent_suspected_cancer": "Urgent suspected cancer",
    "breast_symptomatic": "Breast symptomatic, cancer not suspected",
    "screening": "National screening programme",
    "routine": "Routine or other referral",
}
URGENT_ROUTES = ("urgent_suspected_cancer", "breast_symptomatic", "screening")

SCREENING_PROGRAMMES: Codes = {"breast": "Breast", "bowel": "Bowel", "cervical": "Cervical", "lung": "Lung"}

SUSPECTED_TYPES: Codes = {
    "acute_leukaemia": "Suspected acute leukaemia",
    "brain_cns": "Suspected brain or central nervous system tumours",
    "breast": "Suspected breast cancer",
    "non_specific_symptoms": "Non-specific symptoms",
    "childrens": "Suspected children's cancer",
    "gynaecological": "Suspected gynaecological cancers",
    "haematological": "Suspected haematological malignancies (not acute leukaemia)",
    "head_neck": "Suspected head and neck cancers",
    "lower_gi": "Suspected lower gastrointestinal cancers",
    "lung": "Suspected lung cancer",
    "other": "Other suspected cancer",
    "sarcoma": "Suspected sarcomas",
    "skin": "Suspected skin cancers",
    "testicular": "Suspected testicular cancer",
    "upper_gi": "Suspected upper gastrointestinal cancers",
    "urological": "Suspected urological cancers (not testicular)",
    "breast_symptoms": "Exhibited (non-cancer) breast symptoms",
    "missing_invalid": "Missing or invalid",
}
CANCER_TYPES: Codes = {
    "breast": "Breast",
    "gynaecological": "Gynaecological",
    "haematological_lymphoma": "Haematological - Lymphoma",
    "haematological_other": "Haematological - Other",
    "head_neck": "Head & Neck",
    "lower_gi": "Lower Gastrointestinal",
    "lung": "Lung",
    "other": "Other (brain/CNS, sarcoma, children's, other)",
    "skin": "Skin",
    "upper_gi_hepatobiliary": "Upper GI - Hepatobiliary",
    "upper_gi_oesophagus_stomach": "Upper GI - Oesophagus & Stomach",
    "urological_other": "Urological - Other",
    "urological_prostate": "Urological - Prostate",
}
SCREENING_TYPES = ("breast", "gynaecological", "lower_gi", "lung")
"""Suspected types a screening programme leads to; any other on that route is published as missing or invalid."""

EVENT_TYPES: Codes = {
    "01": "First definitive treatment for a new primary cancer",
    "02": "Subsequent treatment for a new primary cancer",
    "03": "Treatment for a local recurrence",
    "04": "Treatment for a regional recurrence",
    "05": "Treatment for a distant recurrence",
    "06": "Treatment for multiple recurrences",
    "07": "First treatment for metastatic disease, unknown primary",
    "08": "Subsequent treatment for metastatic disease, unknown primary",
    "09": "Treatment for a relapse",
    "10": "Treatment for progression",
    "11": "Treatment for a transformation",
    "12": "First treatment for metastatic disease, known primary",
}
FIRST_EVENT_TYPES = frozenset(("01", "07", "12"))
SUBSEQUENT_EVENT_TYPES = frozenset(EVENT_TYPES) - FIRST_EVENT_TYPES

MODALITIES: Codes = {
    "02": "Cytotoxic chemotherapy",
    "03": "Hormone therapy",
    "04": "Chemoradiotherapy",
    "05": "Teletherapy (beam radiation)",
    "06": "Brachytherapy",
    "07": "Specialist palliative care",
    "08": "Active monitoring",
    "09": "Non-specialist palliative care",
    "10": "Radiofrequency ablation (RFA)",
    "11": "High-intensity focused ultrasound (HIFU)",
    "12": "Cryotherapy",
    "13": "Proton therapy",
    "14": "Anti-cancer drug, other",
    "15": "Immunotherapy",
    "16": "Light therapy",
    "17": "Hyperbaric oxygen",
    "19": "Radioisotope therapy",
    "20": "Laser treatment",
    "21": "Biological therapy",
    "22": "Radiosurgery",
    "23": "Surgery (not enabling)",
    "24": "Surgery (enabling)",
    "97": "Other treatment",
    "98": "All treatment declined",
}
RETIRED_MODALITIES: Codes = {"01": "Surgery (retired 2020)", "18": "Retired 2012"}
MODALITY_GROUPS: Mapping[str, frozenset[str]] = {
    "Surgery": frozenset(("01", "23", "24")),
    "Anti-cancer drugs": frozenset(("02", "03", "14", "15")),
    "Radiotherapy": frozenset(("04", "05", "06", "13")),
}
NOT_SUBSEQUENT_MODALITIES = frozenset(("07", "08", "09", "98"))
ALL_TREATMENT_DECLINED = "98"

CARE_SETTINGS: Codes = {
    "01": "Inpatient",
    "02": "Day case",
    "outpatient": "Outpatient (check the NHS Data Dictionary for the code)",
    "community": "Community or home (check the NHS Data Dictionary for the code)",
    "other": "Other",
}
ADMITTED_SETTINGS = frozenset(("01", "02", "admitted", "inpatient", "day_case", "daycase"))

PRIORITIES: Codes = {"1": "Routine", "2": "Urgent", "3": "Urgent suspected cancer (Two Week Wait)"}
SOURCE_SCREENING = "17"
REFERRAL_TYPE_BREAST_SYMPTOMS = "16"

FDS_OUTCOMES: Codes = {
    "cancer_diagnosed": "Told: cancer",
    "cancer_ruled_out": "Told: cancer ruled out",
    "interval_scan": "Planned interval (reason 04)",
    "excluded": "Excluded from the faster diagnosis standard",
}
FDS_END_REASONS: Codes = {
    "01": "Told that cancer was diagnosed",
    "02": "Told that cancer was ruled out",
    "03": "Excluded",
    "04": "Counted; wording not seen, check the NHS Data Dictionary (Somerset: planned interval)",
}
FDS_EXCLUSION_REASONS: Codes = {
    "01": "Exclusion reason 01 (a breach when over 28 days; check wording in the NHS Data Dictionary)",
    "died": "Patient died (check local policy for the code)",
    "declined_all": "Patient declined all tests or appointments (check local policy for the code)",
    "moved_private": "Patient moved to private care (check local policy for the code)",
    "other": "Another coded reason (check local policy)",
}
EXCLUSION_THAT_CAN_BREACH = "01"

ADJUSTMENT_REASONS_FIRST_SEEN: Codes = {
    "3": "Missed the first appointment, or arrived too late to be seen",
    "9": "No adjustment",
}
ADJUSTMENT_REASONS_TREATMENT: Codes = {"8": "Patient declined a reasonable offer of admission", "9": "No adjustment"}
DNA_REASON = "3"
DECLINED_REASON = "8"

DELAY_REASONS_FIRST_SEEN: Codes = {
    "01": "Clinic cancellation",
    "02": "Outpatient capacity",
    "03": "Administrative delay",
    "05": "Patient unavailable before any offer",
    "06": "Patient declined all dates",
    "07": "Patient cancelled",
    "08": "Not English-commissioned",
    "98": "Other (say what happened)",
}
DELAY_INTERVALS: Codes = {
    "first_seen": "Referral to first seen",
    "62_usc": "62-day, urgent suspected cancer",
    "62_screening": "62-day, screening",
    "31_first": "31-day, first treatment",
    "62_upgrade": "62-day, consultant upgrade",
    "31_subsequent": "31-day, subsequent treatment",
}
NO_TREATMENT_REASONS: Codes = {
    "01": "Patient declined treatment",
    "02": "Unfit: poor performance status",
    "03": "Unfit: significant comorbidity",
    "04": "Unfit: advanced stage cancer",
    "05": "Unknown primary site",
    "06": "Patient died before treatment",
    "07": "No anti-cancer treatment available",
    "08": "Other",
    "10": "Monitoring only",
    "99": "Not known",
}

BASAL_CELL_MORPHOLOGIES: Codes = {
    "8090/3": "Basal cell carcinoma",
    "8091/3": "Multicentric basal cell carcinoma",
    "8092/3": "Morphoeic (infiltrating) basal cell carcinoma",
    "8093/3": "Fibroepithelial basal cell carcinoma",
    "8094/3": "Basosquamous carcinoma",
    "8095/3": "Metatypical carcinoma",
    "8110/3": "Pilomatrix carcinoma",
}


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
