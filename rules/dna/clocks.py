"""What a missed appointment does to the RTT, cancer and diagnostic clocks, and to the pathway's timeline.

Source: NHS England PRN01045 v5.0, §3.4.5, §4.4.1.3, §13 and Annex D; rule book A5, B4, C6, D3 and amendments R9, R29.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules.dna import rules as book
from rules.dna.rules import FOUR_TESTS
from rules.events import Event
from rules.explain import Step
from words.phrases import plural

DISCHARGES = frozenset({"discharged_after_review", "discharged_without_review"})


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
        dm01_clock_start=facts.appointment_date if resets_dm01(facts) else None,
        steps=(*rtt, cancer, dm01),
    )


def is_communicated(facts: DnaFacts) -> bool:
    """Can the provider show that the appointment was clearly communicated before it took place?"""
    return facts.clearly_communicated is True and not is_letter_too_late(facts)


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
        "best_interest": facts.best_interest is True and is_reviewed(facts),
        "published_policy": facts.published_policy is True,
        "protective_policy": facts.protective_policy is True,
    }
    return tuple(name for name in FOUR_TESTS if not met[name])


def find_new_clock_start(facts: DnaFacts) -> date | None:
    """The new clock after a nullified one: the earlier of patient contact and the decision to rebook (§3.4.5)."""
    if not is_nullified(facts):
        return None
    return min(list_rebook_dates(facts), default=None)


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


def is_reviewed(facts: DnaFacts) -> bool:
    """Did a named clinician review the discharge?"""
    return facts.action == "discharged_after_review" and bool((facts.reviewing_clinician or "").strip())


def is_letter_too_late(facts: DnaFacts) -> bool:
    """Is the letter that should announce the appointment dated after it?"""
    sent, due = facts.letter_date, facts.appointment_date
    return sent is not None and due is not None and sent > due


def list_rebook_dates(facts: DnaFacts) -> list[date]:
    """Contact to rebook and decision to rebook, as far as they are not before the missed appointment."""
    missed = facts.appointment_date
    dates = (facts.rebook_contact_date, facts.rebook_decision_date)
    return [day for day in dates if day is not None and (missed is None or day >= missed)]


def resets_dm01(facts: DnaFacts) -> bool:
    """Was it a diagnostic appointment, whose DM01 wait starts again?"""
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
    if not resets_dm01(facts):
        return Step(book.DM01, "Not a diagnostic appointment: no DM01 clock.")
    if facts.appointment_date is None:
        return Step(book.DM01, "The wait for this test starts again from the date of the missed appointment.")
    says = "The wait for this test is set to zero and starts again from {day}; the RTT clock is not touched by this."
    return Step(book.DM01, says, {"day": facts.appointment_date})
