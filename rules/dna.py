"""Missed appointments (did not attend, was not brought): what one does to the RTT, cancer and diagnostic clocks.

Source: NHS England PRN01045 v5.0, §3.4.5, §4.4.1.3, §13 and Annex D; rule book A5, D2 and amendments R9, R29, D3, C6.
The rules and remarks themselves are declared in `dna_book`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules import dna_book as book
from rules.dna_book import BOOK, FOUR_TESTS
from rules.events import Event
from rules.explain import Finding, Step, plural

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

DISCHARGES = frozenset({"discharged_after_review", "discharged_without_review"})
REMOTE_CONTACTS = frozenset({"telephone", "video"})
NEXT_STEP_DAYS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class DnaFacts:
    """What a form holds about one missed appointment; None is "not answered", never "no".

    appointment_type: first_outpatient, follow_up, pre_assessment, diagnostic, treatment. contact_type: face_to_face,
    telephone, video. contact_made: yes, no_answer, not_tried. action: rebooked, rebook_contact_awaited,
    discharged_after_review, discharged_without_review, reminder_set_up, support_arranged.
    `letter_date` and `letter_channel` are the evidence that the appointment was communicated; `dna_letter_sent` is
    about the letter after it was missed. `rtt_code` is the status the learner recorded.
    """

    appointment_date: date | None = None
    appointment_type: str | None = None
    contact_type: str | None = None
    first_after_referral: bool | None = None
    clearly_communicated: bool | None = None
    letter_date: date | None = None
    letter_channel: str | None = None
    notice_given: bool | None = None
    child_or_vulnerable: bool | None = None
    was_not_brought: bool | None = None
    safeguarding_checked: bool | None = None
    contact_made: str | None = None
    attempts_to_ring: int | None = None
    action: str | None = None
    reviewing_clinician: str | None = None
    best_interest: bool | None = None
    published_policy: bool | None = None
    protective_policy: bool | None = None
    discharge_date: date | None = None
    patient_told_on: date | None = None
    gp_told_on: date | None = None
    rebook_contact_date: date | None = None
    rebook_decision_date: date | None = None
    new_appointment_date: date | None = None
    previous_dnas: int | None = None
    dna_letter_sent: bool | None = None
    rtt_code: str | None = None
    cancer_pathway: bool | None = None
    referral_received: date | None = None

    @property
    def discharged(self) -> bool:
        return self.action in DISCHARGES


@dataclass(frozen=True, slots=True)
class DnaEffect:
    """What the missed appointment does to three clocks, in words, with the values behind the words.

    `failed_tests` names the tests of `FOUR_TESTS` that are not shown to be met, and is empty when no later
    appointment was missed and discharged. `code` is the RTT status to record, None while that cannot be said.
    """

    rtt: str
    cancer: str
    dm01: str
    nullifies: bool
    stops: bool
    new_clock_start: date | None
    failed_tests: tuple[str, ...]
    stop_date: date | None = None
    code: str | None = None
    first_seen_adjustment: int | None = None
    dm01_clock_start: date | None = None
    steps: tuple[Step, ...] = ()


def calc_effect(facts: DnaFacts) -> DnaEffect:
    """What this missed appointment does to the RTT, cancer and DM01 clocks; nothing is guessed (A5, B4, C)."""
    rtt, cancer, dm01 = _rtt_steps(facts), _cancer_step(facts), _dm01_step(facts)
    return DnaEffect(
        rtt=" ".join(step.text for step in rtt),
        cancer=cancer.text,
        dm01=dm01.text,
        nullifies=is_nullified(facts),
        stops=is_stopped(facts),
        new_clock_start=find_new_clock_start(facts),
        failed_tests=list_failed_tests(facts) if _is_later_discharge(facts) else (),
        stop_date=_stop_date(facts),
        code=_code(facts),
        first_seen_adjustment=find_first_seen_adjustment(facts),
        dm01_clock_start=facts.appointment_date if _resets_dm01(facts) else None,
        steps=(*rtt, cancer, dm01),
    )


def is_communicated(facts: DnaFacts) -> bool:
    """Can the provider show that the appointment was clearly communicated before it took place?"""
    return facts.clearly_communicated is True and not _letter_too_late(facts)


def is_nullified(facts: DnaFacts) -> bool:
    """Does it nullify the RTT period (33)? First care activity, no notice, communication shown (§4.4.1.3)."""
    return facts.first_after_referral is True and facts.notice_given is not True and is_communicated(facts)


def is_stopped(facts: DnaFacts) -> bool:
    """Does a discharge after a later missed appointment stop the RTT clock? Only with all four tests (rule 5f)."""
    return _is_later_discharge(facts) and not list_failed_tests(facts)


def list_failed_tests(facts: DnaFacts) -> tuple[str, ...]:
    """The tests of `FOUR_TESTS` that are not shown to be met; "not answered" is not met (rule 5f)."""
    met = {
        "communicated": is_communicated(facts),
        "best_interest": facts.best_interest is True and _is_reviewed(facts),
        "published_policy": facts.published_policy is True,
        "protective_policy": facts.protective_policy is True,
    }
    return tuple(name for name in FOUR_TESTS if not met[name])


def find_new_clock_start(facts: DnaFacts) -> date | None:
    """The new clock after a nullified one: the earlier of patient contact and the decision to rebook (§3.4.5)."""
    if not is_nullified(facts):
        return None
    return min(_rebook_dates(facts), default=None)


def find_first_seen_adjustment(facts: DnaFacts) -> int | None:
    """Days taken off the cancer clocks: referral received to contact to rebook, first appointment only (B4, C6)."""
    applies = facts.cancer_pathway and facts.first_after_referral and facts.notice_given is not True
    if not applies or facts.referral_received is None or facts.rebook_contact_date is None:
        return None
    days = (facts.rebook_contact_date - facts.referral_received).days
    return days if days >= 0 else None


def list_events(facts: DnaFacts) -> tuple[Event, ...]:
    """What goes on the pathway's timeline, so that the RTT clock reads what this book decided; () without a date.

    "First" is left to the rest of the pathway when it was not answered; a discharge before the appointment is left out.
    """
    missed = facts.appointment_date
    if missed is None:
        return ()
    first = {} if facts.first_after_referral is None else {"first": facts.first_after_referral}
    if facts.notice_given:
        return (Event(missed, "patient_cancels", first),)
    details = {"clearly_communicated": is_communicated(facts), "was_not_brought": facts.was_not_brought is True}
    return (Event(missed, "dna", first | details), *_rebook_events(facts), *_discharge_events(facts, missed))


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


def _rebook_events(facts: DnaFacts) -> Iterator[Event]:
    if facts.rebook_contact_date is not None:
        yield Event(facts.rebook_contact_date, "patient_contacts_to_rebook")
    if facts.rebook_decision_date is not None:
        yield Event(facts.rebook_decision_date, "provider_decides_to_rebook")


def _discharge_events(facts: DnaFacts, missed: date) -> Iterator[Event]:
    if not facts.discharged or facts.discharge_date is None or facts.discharge_date < missed:
        return
    failed = list_failed_tests(facts)
    shown = {
        "reason": "dna",
        "clearly_communicated": "communicated" not in failed,
        "clinician_reviewed": "best_interest" not in failed,
        "policy_published": "published_policy" not in failed,
        "policy_protects_vulnerable": "protective_policy" not in failed,
    }
    yield Event(facts.discharge_date, "discharge_to_gp", shown)


def _is_later_discharge(facts: DnaFacts) -> bool:
    return facts.first_after_referral is False and facts.notice_given is not True and facts.discharged


def _is_reviewed(facts: DnaFacts) -> bool:
    return facts.action == "discharged_after_review" and bool((facts.reviewing_clinician or "").strip())


def _letter_too_late(facts: DnaFacts) -> bool:
    sent, due = facts.letter_date, facts.appointment_date
    return sent is not None and due is not None and sent > due


def _rebook_dates(facts: DnaFacts) -> list[date]:
    missed = facts.appointment_date
    dates = (facts.rebook_contact_date, facts.rebook_decision_date)
    return [day for day in dates if day is not None and (missed is None or day >= missed)]


def _resets_dm01(facts: DnaFacts) -> bool:
    return facts.appointment_type == "diagnostic"


def _stop_date(facts: DnaFacts) -> date | None:
    if is_nullified(facts):
        return facts.appointment_date
    missed, discharged = facts.appointment_date, facts.discharge_date
    too_early = missed is not None and discharged is not None and discharged < missed
    return discharged if is_stopped(facts) and not too_early else None


def _code(facts: DnaFacts) -> str | None:
    if is_nullified(facts):
        return "33"
    if is_stopped(facts):
        return "34"
    known = facts.notice_given or facts.first_after_referral is False or facts.clearly_communicated is not None
    return "20" if known else None


def _rtt_steps(facts: DnaFacts) -> tuple[Step, ...]:
    if facts.notice_given:
        return (Step(book.NOTICE, "Notice was given, so this is a cancellation: the clock keeps running."),)
    if facts.first_after_referral is None:
        return (Step(book.FIRST, "Cannot be said until it is known whether this was the first appointment."),)
    return _first_steps(facts) if facts.first_after_referral else _later_steps(facts)


def _first_steps(facts: DnaFacts) -> tuple[Step, ...]:
    if not is_communicated(facts):
        return (Step(book.FIRST, "First appointment, but clear communication is not shown: the clock keeps running."),)
    nullified = Step(
        book.FIRST, "First appointment, clearly communicated: the clock is nullified (33){on}.", {"on": _on(facts)}
    )
    start = find_new_clock_start(facts)
    if start is None:
        waiting = "No clock runs until the patient asks, or the provider decides, to rebook."
        return nullified, Step(book.NEW_CLOCK, waiting)
    return nullified, Step(book.NEW_CLOCK, "A new clock starts at zero on {start}.", {"start": start})


def _on(facts: DnaFacts) -> str:
    return Step(book.FIRST, " on {day}", {"day": facts.appointment_date}).text if facts.appointment_date else ""


def _later_steps(facts: DnaFacts) -> tuple[Step, ...]:
    if not facts.discharged:
        return (Step(book.LATER, "Not the first appointment: the clock keeps running."),)
    failed = list_failed_tests(facts)
    if failed:
        says = "Discharged, but not shown that {tests}: the clock keeps running."
        return (Step(book.LATER, says, {"tests": [FOUR_TESTS[name] for name in failed]}),)
    if facts.discharge_date is None:
        return (Step(book.LATER, "All four tests are met: the clock stops (34) on the date of discharge (not given)."),)
    says = "All four tests are met: the clock stops (34) on the date of discharge, {day}."
    return (Step(book.LATER, says, {"day": facts.discharge_date}),)


def _cancer_step(facts: DnaFacts) -> Step:
    if facts.cancer_pathway is False:
        return Step(book.CANCER, "Not on a cancer pathway.")
    says, values = _cancer_words(facts)
    assumed = "" if facts.cancer_pathway else "If this is also a cancer pathway: "
    return Step(book.CANCER, f"{assumed}{says}", values)


def _cancer_words(facts: DnaFacts) -> tuple[str, Mapping[str, object]]:
    if facts.notice_given:
        return "A cancellation with notice gives no adjustment: the clocks keep running.", {}
    if facts.first_after_referral is None:
        return "Cannot be said until it is known whether this was the first appointment.", {}
    if not facts.first_after_referral:
        return "Not the first appointment: no adjustment. No discharge after one missed appointment.", {}
    days = find_first_seen_adjustment(facts)
    lost = "the days from receipt of the referral to the patient's contact to rebook"
    values = {"days": lost if days is None else plural(days, "day")}
    return "Clocks run on, less {days} (reason 3). No discharge after one missed appointment.", values


def _dm01_step(facts: DnaFacts) -> Step:
    if not _resets_dm01(facts):
        return Step(book.DM01, "Not a diagnostic appointment: no DM01 clock.")
    if facts.appointment_date is None:
        return Step(book.DM01, "The wait for this test starts again from the date of the missed appointment.")
    says = "The wait for this test is set to zero and starts again from {day}; the RTT clock is not touched by this."
    return Step(book.DM01, says, {"day": facts.appointment_date})


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
    if _letter_too_late(facts):
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
    if facts.action == "discharged_after_review" and not _is_reviewed(facts):
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
    if _resets_dm01(facts) and facts.appointment_date is not None:
        yield book.DM01_RESET("appointment_type", day=facts.appointment_date)


def _next_step_findings(facts: DnaFacts, today: date) -> Iterator[Finding]:
    if facts.contact_made == "not_tried":
        yield book.NO_CONTACT("contact_made")
    if facts.dna_letter_sent is False:
        first = facts.first_after_referral
        what = "how to rebook" if first else "the outcome of the review"
        yield book.LETTER_MISSING("dna_letter_sent", which="first" if first else "later", what=what)
    if facts.appointment_date is None or facts.discharged or facts.action == "rebooked" or _rebook_dates(facts):
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
