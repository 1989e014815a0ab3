"""The choices that a module asks for and an event of a pathway may hold: slug → words."""

from __future__ import annotations

from collections.abc import Mapping

CANCELLED_BECAUSE: Mapping[str, Mapping[str, str]] = {
    "patient": {
        "unwell": "unwell",
        "date_does_not_suit": "the date does not suit",
        "work_or_family": "work, caring or family",
        "transport": "transport",
        "changed_mind": "no longer wants it",
        "withdrew_consent": "withdrew consent",
        "treated_elsewhere": "treated elsewhere",
        "other": "another reason",
    },
    "hospital_non_clinical": {
        "ward_bed": "no ward bed",
        "critical_care_bed": "no critical care bed",
        "surgeon": "no surgeon",
        "anaesthetist": "no anaesthetist",
        "theatre_staff": "no theatre staff",
        "emergency": "an emergency took the theatre",
        "list_overran": "the list over-ran",
        "equipment": "equipment",
        "administration": "an error in administration",
        "leave": "leave",
        "other": "another non-clinical reason",
    },
    "hospital_clinical": {
        "unfit": "the patient is unfit",
        "infection": "infection",
        "preparation": "preparation for the operation not completed",
        "not_needed": "the operation is no longer needed",
        "other": "another clinical reason",
    },
}
UNFIT_BECAUSE: Mapping[str, str] = {
    "unfit_short_term": "unfit, short term",
    "unfit_long_term": "unfit, long term",
    "optimisation": "optimisation such as weight or HbA1c",
    "conservative_trial": "conservative treatment first",
    "other_specialty": "awaiting another specialty",
    "infection": "infection",
    "other": "another reason",
}
LETTER_OUTCOMES: Mapping[str, str] = {
    "delivered": "delivered",
    "confirmed": "confirmed",
    "no_answer": "no answer",
    "returned": "returned",
    "bounced": "bounced",
    "declined": "declined",
}
NO_TREATMENT_REASONS: Mapping[str, str] = {
    "01": "patient declined treatment",
    "02": "poor performance status",
    "03": "comorbidity",
    "04": "advanced stage",
    "05": "unknown primary",
    "06": "patient died before treatment",
    "07": "no treatment available",
    "08": "other",
    "10": "monitoring only",
    "99": "not known",
}
MEETING_OUTCOMES: Mapping[str, str] = {
    "treat_here": "treat here",
    "refer": "refer to another provider",
    "more_tests": "more tests",
    "active_monitoring": "active monitoring",
    "palliative": "palliative care",
    "ruled_out": "discharge, cancer ruled out",
    "deferred": "deferred",
}
CONTACT_RESULTS: Mapping[str, str] = {
    "still_wants": "still wants it",
    "changed": "the condition has changed",
    "treated_elsewhere": "treated elsewhere",
    "symptoms_gone": "the symptoms are gone",
    "cannot_now": "cannot come now",
    "moved": "moved away",
    "no_reply": "no reply (not a stop)",
}
VALIDATION_DECISIONS: Mapping[str, str] = {
    "remain": "remains on the list",
    "correct": "record corrected",
    "stop": "clock stopped",
    "clinical_review": "sent for clinical review",
    "merge": "duplicate, merged",
    "next_step_chased": "no change, next step chased",
}
