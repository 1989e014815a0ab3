"""The choices that a module asks for and an event of a pathway may hold: slug → words."""

from words.code_lists import read_words

CHOICES = read_words(__file__, "event_choices.toml")
CANCELLED_BECAUSE = {
    by: CHOICES[f"cancelled_by_{by}"] for by in ("patient", "hospital_non_clinical", "hospital_clinical")
}
UNFIT_BECAUSE = CHOICES["unfit_because"]
LETTER_OUTCOMES = CHOICES["letter_outcomes"]
NO_TREATMENT_REASONS = CHOICES["no_treatment_reasons"]
MEETING_OUTCOMES = CHOICES["meeting_outcomes"]
CONTACT_RESULTS = CHOICES["contact_results"]
VALIDATION_DECISIONS = CHOICES["validation_decisions"]
