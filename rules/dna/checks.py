"""Missed appointments (did not attend, was not brought): what one does to the RTT, cancer and diagnostic clocks.

Source: NHS England PRN01045 v5.0, §3.4.5, §4.4.1.3, §13 and Annex D; rule book A5, D2 and amendments R9, R29, D3, C6.
The rules and remarks themselves are declared in `dna_book`, the clocks worked out in `dna_clocks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rules.dna import rules as book
from rules.dna.clocks import (
    DnaEffect,
    DnaFacts,
    calc_effect,
    find_first_seen_adjustment,
    find_new_clock_start,
    is_communicated,
    is_letter_too_late,
    is_nullified,
    is_reviewed,
    is_stopped,
    list_events,
    list_failed_tests,
    list_rebook_dates,
    resets_dm01,
)
from rules.dna.rules import BOOK, FOUR_TESTS
from rules.explain import Finding
from words.phrases import plural

__all__ = [
    "BOOK",
    "FOUR_TESTS",
    "DnaEffect",
    "DnaFacts",
    "calc_dna_rate",
    "calc_effect",
    "find_first_seen_adjustment",
    "find_new_clock_start",
    "is_communicated",
    "is_nullified",
    "is_stopped",
    "list_events",
    "list_failed_tests",
    "list_findings",
]

REMOTE_CONTACTS = frozenset({"telephone", "video"})
NEXT_STEP_DAYS = 14


def calc_dna_rate(missed: int, attended: int) -> float | None:
    """missed / (attended + missed) as a share 0–1; None when there were no appointments (D2)."""
    total = missed + attended
    return missed / total if total > 0 else None


def list_findings(facts: DnaFacts, today: date) -> list[Finding]:
    """Every remark on one missed appointment, in the order a validator would read them."""
    if facts.notice_given:
        return [book.CANCELLATION_NOT_DNA("notice_given"), *_date_findings(facts, today)]
    parts = (
        _date_findings(facts, today),
        _first_findings(facts),
        _evidence_findings(facts),
        _discharge_findings(facts),
        _code_findings(facts),
        _care_findings(facts),
        _next_step_findings(facts, today),
        _cancer_findings(facts),
    )
    return [finding for part in parts for finding in part]


def _date_findings(facts: DnaFacts, today: date) -> Iterator[Finding]:
    missed = facts.appointment_date
    if missed is None:
        return
    if missed > today:
        yield book.IN_FUTURE("appointment_date", day=missed)
    for field in ("rebook_contact_date", "rebook_decision_date"):
        day: date | None = getattr(facts, field)
        if day is not None and day < missed:
            yield book.REBOOK_BEFORE(field, day=day, missed=missed)
    if facts.discharge_date is not None and facts.discharge_date < missed:
        yield book.DISCHARGE_BEFORE("discharge_date", day=facts.discharge_date, missed=missed)
    if facts.new_appointment_date is not None and facts.new_appointment_date <= missed:
        yield book.NEXT_BEFORE("new_appointment_date", day=facts.new_appointment_date, missed=missed)


def _first_findings(facts: DnaFacts) -> Iterator[Finding]:
    if facts.first_after_referral is None:
        yield book.FIRST_UNKNOWN("first_after_referral")
    if facts.first_after_referral is not True:
        return
    if facts.appointment_type == "diagnostic":
        yield book.FIRST_IS_TEST("appointment_type")
    if facts.appointment_type in {"follow_up", "pre_assessment", "treatment"}:
        yield book.FIRST_CONTRADICTED("first_after_referral", kind=facts.appointment_type.replace("_", "-"))
    if facts.previous_dnas and facts.previous_dnas > 0:
        missed = plural(facts.previous_dnas, "appointment")
        were = "was" if facts.previous_dnas == 1 else "were"
        yield book.FIRST_AGAIN("previous_dnas", count=f"{missed} {were} missed")
    if is_nullified(facts):
        yield book.NULLIFIES("first_after_referral")
        yield from _new_clock_findings(facts)


def _new_clock_findings(facts: DnaFacts) -> Iterator[Finding]:
    start = find_new_clock_start(facts)
    if start is None:
        if facts.action == "rebooked":
            yield book.REBOOK_DATE_MISSING("rebook_contact_date")
        return
    by_patient = start == facts.rebook_contact_date
    why = "the patient made contact to rebook" if by_patient else "it was decided to offer another appointment"
    yield book.STARTS_AGAIN("rebook_contact_date" if by_patient else "rebook_decision_date", start=start, why=why)


def _evidence_findings(facts: DnaFacts) -> Iterator[Finding]:
    if facts.clearly_communicated is None:
        yield book.COMMUNICATION_UNKNOWN("clearly_communicated")
    elif not facts.clearly_communicated:
        yield book.NOT_COMMUNICATED("clearly_communicated")
    elif missing := _missing_evidence(facts):
        yield book.EVIDENCE_MISSING("letter_date" if facts.letter_date is None else "letter_channel", missing=missing)
    if is_letter_too_late(facts):
        yield book.LETTER_TOO_LATE("letter_date", sent=facts.letter_date, due=facts.appointment_date)


def _missing_evidence(facts: DnaFacts) -> str:
    if facts.letter_date is None and not facts.letter_channel:
        return "the letter's date and how it was sent are"
    if facts.letter_date is None:
        return "the letter's date is"
    return "" if facts.letter_channel else "how the letter was sent is"


def _discharge_findings(facts: DnaFacts) -> Iterator[Finding]:
    if facts.action == "discharged_without_review":
        yield book.NO_REVIEW("action")
    if facts.action == "discharged_after_review" and not is_reviewed(facts):
        yield book.NO_CLINICIAN("reviewing_clinician")
    if facts.first_after_referral is False:
        yield from _later_findings(facts)
    if facts.discharged and facts.previous_dnas and facts.previous_dnas > 0 and list_failed_tests(facts):
        yield book.TWO_STRIKES("action", count=plural(facts.previous_dnas + 1, "missed appointment"))
    if facts.discharged and (facts.patient_told_on is None or facts.gp_told_on is None):
        field = "patient_told_on" if facts.patient_told_on is None else "gp_told_on"
        yield book.GP_NOT_TOLD(field, whom=_untold(facts))


def _untold(facts: DnaFacts) -> str:
    patient = "the patient" if facts.patient_told_on is None else ""
    gp = "the GP" if facts.gp_told_on is None else ""
    return f"{patient} and {gp} were" if patient and gp else f"{patient or gp} was"


def _later_findings(facts: DnaFacts) -> Iterator[Finding]:
    if not facts.discharged:
        yield book.CLOCK_RUNS("action")
        return
    failed = list_failed_tests(facts)
    for name in failed:
        field = "clearly_communicated" if name == "communicated" else name
        yield book.TEST_FAILED(field, test=FOUR_TESTS[name])
    if not failed:
        yield book.DISCHARGE_STOPS("action")
    if facts.discharge_date is None:
        yield book.DISCHARGE_UNDATED("discharge_date")


def _code_findings(facts: DnaFacts) -> Iterator[Finding]:
    code, first = facts.rtt_code, facts.first_after_referral
    if not code or first is None:
        return
    if code == "33" and not first:
        yield book.CODE_33_NOT_FIRST("rtt_code")
    elif code == "33" and not is_communicated(facts):
        yield book.CODE_33_NOT_SHOWN("rtt_code")
    elif code != "33" and is_nullified(facts):
        yield book.CODE_NOT_33("rtt_code", code=code)
    elif code in {"30", "31", "32", "34", "35", "36"} and not is_stopped(facts):
        yield book.CODE_STOPS_WRONGLY("rtt_code", code=code)


def _care_findings(facts: DnaFacts) -> Iterator[Finding]:
    if facts.child_or_vulnerable or facts.was_not_brought:
        if not facts.safeguarding_checked:
            yield book.SAFEGUARD("safeguarding_checked")
        if facts.discharged:
            yield book.VULNERABLE_DISCHARGED("action")
    if facts.contact_type in REMOTE_CONTACTS:
        check = book.UNANSWERED if facts.attempts_to_ring else book.CALLS_MISSING
        yield check("attempts_to_ring", kind=facts.contact_type)
    if resets_dm01(facts) and facts.appointment_date is not None:
        yield book.DM01_RESET("appointment_type", day=facts.appointment_date)


def _next_step_findings(facts: DnaFacts, today: date) -> Iterator[Finding]:
    if facts.contact_made == "not_tried":
        yield book.NO_CONTACT("contact_made")
    if facts.dna_letter_sent is False:
        first = facts.first_after_referral
        what = "how to rebook" if first else "the outcome of the review"
        yield book.LETTER_MISSING("dna_letter_sent", which="first" if first else "later", what=what)
    if facts.appointment_date is None or facts.discharged or facts.action == "rebooked" or list_rebook_dates(facts):
        return
    days = (today - facts.appointment_date).days
    if days > NEXT_STEP_DAYS:
        yield book.NO_NEXT_STEP("action", days=plural(days, "day"))


def _cancer_findings(facts: DnaFacts) -> Iterator[Finding]:
    if not facts.cancer_pathway:
        return
    if facts.discharged and not facts.previous_dnas:
        yield book.CANCER_DISCHARGE("action")
    if not facts.first_after_referral:
        return
    if facts.rebook_contact_date is None:
        yield book.CANCER_REBOOK_MISSING("rebook_contact_date", missing="the patient's contact to rebook is")
    elif facts.referral_received is None:
        yield book.CANCER_REBOOK_MISSING("referral_received", missing="receipt of the referral is")
