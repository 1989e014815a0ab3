"""What a missed appointment does to the RTT, cancer and diagnostic clocks, and to the pathway's timeline.

Source: NHS England PRN01045 v5.0, §3.4.5, §4.4.1.3, §13 and Annex D; rule book A5, B4, C6, D3 and amendments R9, R29.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules.dna import rules as book
from rules.dna.record import DnaCase
from rules.dna.rules import FOUR_TESTS
from rules.events import Event
from rules.explain import Step
from words.phrases import plural
from words.questions import KNOWN


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


def calc_effect(case: DnaCase) -> DnaEffect:
    """What this missed appointment does to the RTT, cancer and DM01 clocks; nothing is guessed (A5, B4, C)."""
    rtt, cancer, dm01 = _rtt_steps(case), _cancer_step(case), _dm01_step(case)
    return DnaEffect(
        rtt=" ".join(step.text for step in rtt),
        cancer=cancer.text,
        dm01=dm01.text,
        nullifies=is_nullified(case),
        stops=is_stopped(case),
        new_clock_start=find_new_clock_start(case),
        failed_tests=list_failed_tests(case) if _is_later_discharge(case) else (),
        stop_date=_stop_date(case),
        code=_code(case),
        first_seen_adjustment=find_first_seen_adjustment(case),
        dm01_clock_start=case.appointment_date if resets_dm01(case) else None,
        steps=(*rtt, cancer, dm01),
    )


def is_communicated(case: DnaCase) -> bool:
    """Can the provider show that the appointment was clearly communicated before it took place?"""
    return case.clearly_communicated == "yes" and not is_letter_too_late(case)


def is_nullified(case: DnaCase) -> bool:
    """Does it nullify the RTT period (33)? First care activity, no notice, communication shown (§4.4.1.3)."""
    return case.first_after_referral == "yes" and case.notice_given != "yes" and is_communicated(case)


def is_stopped(case: DnaCase) -> bool:
    """Does a discharge after a later missed appointment stop the RTT clock? Only with all four tests (rule 5f)."""
    return _is_later_discharge(case) and not list_failed_tests(case)


def list_failed_tests(case: DnaCase) -> tuple[str, ...]:
    """The tests of `FOUR_TESTS` that are not shown to be met; "not answered" is not met (rule 5f)."""
    met = {
        "communicated": is_communicated(case),
        "best_interest": case.best_interest == "yes" and is_reviewed(case),
        "published_policy": case.published_policy == "yes",
        "protective_policy": case.protective_policy == "yes",
    }
    return tuple(name for name in FOUR_TESTS if not met[name])


def find_new_clock_start(case: DnaCase) -> date | None:
    """The new clock after a nullified one: the earlier of patient contact and the decision to rebook (§3.4.5)."""
    if not is_nullified(case):
        return None
    return min(list_rebook_dates(case), default=None)


def find_first_seen_adjustment(case: DnaCase) -> int | None:
    """Days taken off the cancer clocks: referral received to contact to rebook, first appointment only (B4, C6)."""
    applies = case.cancer_pathway == case.first_after_referral == "yes" and case.notice_given != "yes"
    if not applies or case.referral_received is None or case.rebook_contact_date is None:
        return None
    days = (case.rebook_contact_date - case.referral_received).days
    return days if days >= 0 else None


def list_events(case: DnaCase) -> tuple[Event, ...]:
    """What goes on the pathway's timeline, so that the RTT clock reads what this book decided; () without a date.

    "First" is left to the rest of the pathway when it was not answered; a discharge before the appointment is left out.
    """
    missed = case.appointment_date
    if missed is None:
        return ()
    first = {"first": case.first_after_referral == "yes"} if case.first_after_referral in KNOWN else {}
    if case.notice_given == "yes":
        return (Event(missed, "patient_cancels", first),)
    details = {"clearly_communicated": is_communicated(case), "was_not_brought": case.was_not_brought == "yes"}
    return (Event(missed, "dna", first | details), *_rebook_events(case), *_discharge_events(case, missed))


def _rebook_events(case: DnaCase) -> Iterator[Event]:
    if case.rebook_contact_date is not None:
        yield Event(case.rebook_contact_date, "patient_contacts_to_rebook")
    if case.rebook_decision_date is not None:
        yield Event(case.rebook_decision_date, "provider_decides_to_rebook")


def _discharge_events(case: DnaCase, missed: date) -> Iterator[Event]:
    if not case.discharged or case.discharge_date is None or case.discharge_date < missed:
        return
    failed = list_failed_tests(case)
    shown = {
        "reason": "dna",
        "clearly_communicated": "communicated" not in failed,
        "clinician_reviewed": "best_interest" not in failed,
        "policy_published": "published_policy" not in failed,
        "policy_protects_vulnerable": "protective_policy" not in failed,
    }
    yield Event(case.discharge_date, "discharge_to_gp", shown)


def _is_later_discharge(case: DnaCase) -> bool:
    return case.first_after_referral == "no" and case.notice_given != "yes" and case.discharged


def is_reviewed(case: DnaCase) -> bool:
    """Did a named clinician review the discharge?"""
    return case.action == "discharged_after_review" and bool((case.reviewing_clinician or "").strip())


def is_letter_too_late(case: DnaCase) -> bool:
    """Is the letter that should announce the appointment dated after it?"""
    sent, due = case.letter_date, case.appointment_date
    return sent is not None and due is not None and sent > due


def list_rebook_dates(case: DnaCase) -> list[date]:
    """Contact to rebook and decision to rebook, as far as they are not before the missed appointment."""
    missed = case.appointment_date
    dates = (case.rebook_contact_date, case.rebook_decision_date)
    return [day for day in dates if day is not None and (missed is None or day >= missed)]


def resets_dm01(case: DnaCase) -> bool:
    """Was it a diagnostic appointment, whose DM01 wait starts again?"""
    return case.appointment_type == "diagnostic"


def _stop_date(case: DnaCase) -> date | None:
    if is_nullified(case):
        return case.appointment_date
    missed, discharged = case.appointment_date, case.discharge_date
    too_early = missed is not None and discharged is not None and discharged < missed
    return discharged if is_stopped(case) and not too_early else None


def _code(case: DnaCase) -> str | None:
    if is_nullified(case):
        return "33"
    if is_stopped(case):
        return "34"
    known = case.notice_given == "yes" or case.first_after_referral == "no" or case.clearly_communicated in KNOWN
    return "20" if known else None


def _rtt_steps(case: DnaCase) -> tuple[Step, ...]:
    if case.notice_given == "yes":
        return (Step(book.NOTICE, "Notice was given, so this is a cancellation: the clock keeps running."),)
    if case.first_after_referral not in KNOWN:
        return (Step(book.FIRST, "Cannot be said until it is known whether this was the first appointment."),)
    return _first_steps(case) if case.first_after_referral == "yes" else _later_steps(case)


def _first_steps(case: DnaCase) -> tuple[Step, ...]:
    if not is_communicated(case):
        return (Step(book.FIRST, "First appointment, but clear communication is not shown: the clock keeps running."),)
    nullified = Step(
        book.FIRST, "First appointment, clearly communicated: the clock is nullified (33){on}.", {"on": _on(case)}
    )
    start = find_new_clock_start(case)
    if start is None:
        waiting = "No clock runs until the patient asks, or the provider decides, to rebook."
        return nullified, Step(book.NEW_CLOCK, waiting)
    return nullified, Step(book.NEW_CLOCK, "A new clock starts at zero on {start}.", {"start": start})


def _on(case: DnaCase) -> str:
    return Step(book.FIRST, " on {day}", {"day": case.appointment_date}).text if case.appointment_date else ""


def _later_steps(case: DnaCase) -> tuple[Step, ...]:
    if not case.discharged:
        return (Step(book.LATER, "Not the first appointment: the clock keeps running."),)
    failed = list_failed_tests(case)
    if failed:
        says = "Discharged, but not shown that {tests}: the clock keeps running."
        return (Step(book.LATER, says, {"tests": [FOUR_TESTS[name] for name in failed]}),)
    if case.discharge_date is None:
        return (Step(book.LATER, "All four tests are met: the clock stops (34) on the date of discharge (not given)."),)
    says = "All four tests are met: the clock stops (34) on the date of discharge, {day}."
    return (Step(book.LATER, says, {"day": case.discharge_date}),)


def _cancer_step(case: DnaCase) -> Step:
    if case.cancer_pathway == "no":
        return Step(book.CANCER, "Not on a cancer pathway.")
    says, values = _cancer_words(case)
    assumed = "" if case.cancer_pathway == "yes" else "If this is also a cancer pathway: "
    return Step(book.CANCER, f"{assumed}{says}", values)


def _cancer_words(case: DnaCase) -> tuple[str, Mapping[str, object]]:
    if case.notice_given == "yes":
        return "A cancellation with notice gives no adjustment: the clocks keep running.", {}
    if case.first_after_referral not in KNOWN:
        return "Cannot be said until it is known whether this was the first appointment.", {}
    if case.first_after_referral == "no":
        return "Not the first appointment: no adjustment. No discharge after one missed appointment.", {}
    days = find_first_seen_adjustment(case)
    lost = "the days from receipt of the referral to the patient's contact to rebook"
    values = {"days": lost if days is None else plural(days, "day")}
    return "Clocks run on, less {days} (reason 3). No discharge after one missed appointment.", values


def _dm01_step(case: DnaCase) -> Step:
    if not resets_dm01(case):
        return Step(book.DM01, "Not a diagnostic appointment: no DM01 clock.")
    if case.appointment_date is None:
        return Step(book.DM01, "The wait for this test starts again from the date of the missed appointment.")
    says = "The wait for this test is set to zero and starts again from {day}; the RTT clock is not touched by this."
    return Step(book.DM01, says, {"day": case.appointment_date})
