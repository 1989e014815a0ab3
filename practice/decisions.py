"""The decisions a person chooses among, and their words: the same for all cases of a family, so that none is a hint."""

from collections.abc import Mapping
from typing import Final

from practice.case import Case
from practice.families import FAMILIES
from rules.event_choices import VALIDATION_DECISIONS
from words.phrases import with_capital

Decisions = Mapping[str, str]
"""Slug → what its button says, in the order of the buttons."""

CLOCK: Final[Decisions] = {
    "clock_starts": "The clock starts",
    "clock_runs": "The clock runs on",
    "clock_stops": "The clock stops",
    "clock_nullified": "The clock is nullified",
    "new_clock": "A new clock starts",
    "no_change": "Nothing changes",
    "outside_rtt": "It is outside the 18 weeks",
}
ROW: Final[Decisions] = {slug: with_capital(words) for slug, words in VALIDATION_DECISIONS.items()}
WORDS: Final[Decisions] = {
    **CLOCK,
    **ROW,
    "met": "The standard is met",
    "breach": "It is a breach",
    "running": "It is still running",
    "not_counted": "It is not counted",
    "within": "Within the limit",
    "over": "Over the limit",
    "in_scope": "It applies",
    "not_in_scope": "It does not apply",
    "clinical": "A clinical reason",
    "non_clinical": "A non-clinical reason",
    "reasonable": "The offer is reasonable",
    "not_reasonable": "The offer is not reasonable",
    "too_far": "Too long after the first date offered",
    "unknown": "It cannot be said",
    "patient": "The patient",
    "gp": "The GP",
    "patient_and_gp": "The patient and the GP",
    "nobody": "Nobody",
    "investigating": "It counts for the investigating provider",
    "treating": "It counts for the treating provider",
    "halves": "Each provider counts half",
    "solo": "One provider did both: all of it counts there",
    "sender": "The sender reports",
    "receiver": "The receiver reports",
    "both": "Both report",
    "neither": "Neither reports",
    "Part_1A": "Part 1A: completed, admitted",
    "Part_1B": "Part 1B: completed, not admitted",
    "Part_2": "Part 2: incomplete",
    "Part_2A": "Part 2A: incomplete, with a decision to admit",
    "Part_3": "Part 3: new clock start",
    "none": "No part",
    "none_now": "No part now: its month has gone",
    "wrong_start": "The clock start is wrong or missing",
    "wrong_status": "An RTT status is wrong",
    "wrong_identifier": "The pathway identifier is wrong",
    "wrong_dates": "Dates are out of order",
    "this_patient": "This patient",
    "patient_B": "Patient B",
    "patient_C": "Patient C",
    "patient_D": "Patient D",
    "in_time": "In time",
    "late": "Late",
    "valid": "It is valid",
    "invalid": "It is not valid",
    "complete": "It is complete",
    "ready": "It is ready",
    "not_ready": "It is not ready",
    "on_the_day": "Go on, and see to it on the day",
    "no_need": "No request is needed",
    "discharge": "Discharge to the GP",
}
"""What every decision that a key can hold says."""
IN_FAMILIES: Final[Mapping[str, Decisions]] = {
    "cancel-28-days": {
        "met": "The guarantee is met",
        "breach": "The guarantee is broken",
        "running": "The 28 days still run",
        "not_in_scope": "The guarantee does not apply",
    },
    "cancel-postponed": {
        "in_scope": "A cancellation: the guarantee applies",
        "not_in_scope": "A postponement: it does not apply",
    },
    "start-separate-condition": {
        "clock_runs": "No other clock starts; the one that runs goes on",
        "new_clock": "A second clock starts next to the first",
    },
    "dm01": {"within": "Under six weeks", "breach": "Six weeks or more: a breach"},
    "mdt-outcome": {"ready": "Nothing is left to do", "not_ready": "Something is left to do or to correct"},
    "transfer-form": {"complete": "Everything is right"},
    "consent-ready": {"ready": "Ready to list", "not_ready": "Not ready to list"},
    "funding-case": {"ready": "It can go to the panel", "not_ready": "It cannot go as it is"},
}
"""Decisions that one family says otherwise."""


def list_decisions(case: Case) -> Decisions:
    """What can be decided about a case: what its family declares, else about a row of the list or about a clock."""
    family = FAMILIES.get(case.family)
    if family is not None and family.decisions:
        return {slug: say_decision(case, slug) for slug in family.decisions}
    return ROW if case.kind == "validate" else CLOCK


def say_decision(case: Case, slug: str) -> str:
    """The words of a decision in this case, also of one that an answer or a key holds and no button offers."""
    words = IN_FAMILIES.get(case.family, {}).get(slug) or WORDS.get(slug)
    return words or with_capital(slug.replace("_", " "))
