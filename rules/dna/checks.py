"""Every remark on one missed appointment, in the order a validator would read them.

Source: NHS England PRN01045 v5.0, §3.4.5, §4.4.1.3, §13 and Annex D; rule book A5, D2 and amendments R9, R29, D3, C6.
"""

from collections.abc import Iterator
from datetime import date

from rules.dna.checks_of_appointment import first, is_missed, missed
from rules.dna.clocks import (
    is_communicated,
    is_nullified,
    is_reviewed,
    is_stopped,
    list_failed_tests,
    list_rebook_dates,
    resets_dm01,
)
from rules.dna.record import DnaCase
from rules.dna.rules import (
    BOOK,
    CANCER,
    DM01,
    FIRST,
    FOUR_TESTS,
    LATER,
    NEW_CLOCK,
    NO_BLANKET,
    REMOTE,
    SAFEGUARDING,
    TELL,
)
from rules.explain import BREACH, NOTE, WATCH, At, Verdict, edge
from rules.rtt.codes import STOP_CODES
from words.phrases import plural
from words.questions import KNOWN

list_findings = BOOK.find
NEXT_STEP_DAYS = 14
REMOTE_CONTACTS = frozenset({"telephone", "video"})
STOPS = STOP_CODES - {"33"}

later = BOOK.given(lambda case: is_missed(case) and case.first_after_referral == "no")
cancer = BOOK.given(lambda case: is_missed(case) and case.cancer_pathway == "yes")


def is_protected(case: DnaCase) -> bool:
    return "yes" in (case.child_or_vulnerable, case.was_not_brought)


@missed("dna-discharged-without-review", BREACH, NO_BLANKET, "action")
def is_review_lacking(case: DnaCase) -> Verdict:
    """The patient was discharged without a clinician's review. Saved as it happened, but the discharge is not
    valid: only a clinician can decide that it is not contrary to the patient's best clinical interest.

    Ask the clinician to review; until then keep the patient on the list.
    """
    return case.action == "discharged_without_review"


@missed("dna-reviewer-missing", WATCH, NO_BLANKET, "reviewing_clinician")
def is_reviewer_missing(case: DnaCase) -> Verdict:
    """A review is recorded, but not which clinician made it.

    Name the clinician who reviewed.
    """
    return case.action == "discharged_after_review" and not is_reviewed(case)


@later("dna-later-clock-runs", NOTE, LATER, "action")
def does_clock_run(case: DnaCase) -> Verdict:
    """This was not the first appointment: the clock keeps running while the patient is rebooked.

    Keep the same clock start, and record status 20.
    """
    return not case.discharged


@later("dna-discharge-test-failed", BREACH, LATER, "action")
def list_tests_failed(case: DnaCase) -> Iterator[At]:
    """The discharge does not stop the clock: it is not shown that {test}.

    Record the evidence for this test, or reinstate the patient with the original clock start.
    """
    for name in list_failed_tests(case) if case.discharged else ():
        yield At("clearly_communicated" if name == "communicated" else name, {"test": FOUR_TESTS[name]})


@later("dna-discharge-stops", NOTE, LATER, "action")
def does_discharge_stop(case: DnaCase) -> Verdict:
    """All four tests are met: the discharge stops the clock.

    Record status 34 with the date of discharge.
    """
    return is_stopped(case)


@later("dna-discharge-undated", WATCH, LATER, "discharge_date")
def is_discharge_undated(case: DnaCase) -> Verdict:
    """The discharge has no date, and the clock stops on that date.

    Give the date the patient was discharged back to the GP.
    """
    return case.discharged and case.discharge_date is None


@missed("dna-two-strikes", BREACH, NO_BLANKET, "action")
@edge(action="discharged_without_review", right={"previous_dnas": 0}, wrong={"previous_dnas": 1})
def is_two_strikes(case: DnaCase) -> Verdict:
    """Discharged after {count} without the four tests being met. The number of missed appointments is never a
    reason by itself: a "two strikes and out" rule is not acceptable.

    Have the case reviewed by a clinician, on its own circumstances.
    """
    dnas = case.previous_dnas or 0
    return (
        dnas > 0
        and case.discharged
        and bool(list_failed_tests(case))
        and {"count": plural(dnas + 1, "missed appointment")}
    )


@missed("dna-gp-not-told", WATCH, TELL, "gp_told_on")
def is_somebody_untold(case: DnaCase) -> Verdict:
    """The patient was discharged, but it is not recorded that {whom} told.

    Tell the patient, then the GP or referrer, and record both dates.
    """
    if not case.discharged or (case.patient_told_on and case.gp_told_on):
        return False
    if case.patient_told_on:
        return {"whom": "the GP was"}
    return At("patient_told_on", {"whom": "the patient was" if case.gp_told_on else "the patient and the GP were"})


@later("dna-33-not-first", BREACH, FIRST, "rtt_code", blames="entry")
def is_33_not_first(case: DnaCase) -> Verdict:
    """Status 33 is recorded, but this was not the first appointment: 33 would wipe out a wait that goes on.

    Record 20, or 34 if the patient was discharged and all four tests are met.
    """
    return case.rtt_code == "33"


@first("dna-33-not-communicated", BREACH, FIRST, "rtt_code")
def is_33_not_shown(case: DnaCase) -> Verdict:
    """Status 33 is recorded, but it is not shown that the appointment was clearly communicated.

    Add the evidence, or record 20: the clock keeps running.
    """
    return case.rtt_code == "33" and not is_communicated(case)


@first("dna-first-not-33", BREACH, FIRST, "rtt_code")
def is_not_33(case: DnaCase) -> Verdict:
    """Status {code} is recorded for a first appointment that was missed and clearly communicated.

    Record 33: the period is nullified.
    """
    return case.rtt_code not in (None, "33") and is_nullified(case) and {"code": case.rtt_code}


@missed("dna-code-stops-running-clock", BREACH, LATER, "rtt_code")
def does_code_stop_wrongly(case: DnaCase) -> Verdict:
    """Status {code} would stop the clock, but a missed appointment alone does not.

    Record 20; only a discharge with all four tests met is 34.
    """
    decided = case.first_after_referral in KNOWN and (is_nullified(case) or is_stopped(case))
    known = case.first_after_referral in KNOWN
    return known and not decided and case.rtt_code in STOPS and {"code": case.rtt_code}


@missed("dna-safeguarding", BREACH, SAFEGUARDING, "safeguarding_checked")
def is_safeguarding_missing(case: DnaCase) -> Verdict:
    """A child or vulnerable person was not brought, and no safeguarding check is recorded.

    Find out why they were not brought, make the check, and tell the GP or referrer.
    """
    return is_protected(case) and case.safeguarding_checked != "yes"


@missed("dna-vulnerable-discharged", WATCH, SAFEGUARDING, "action")
def is_protected_discharged(case: DnaCase) -> Verdict:
    """A child or vulnerable person was discharged after not being brought.

    Check that the clinician weighed their protection and that the record says how.
    """
    return is_protected(case) and case.discharged


@missed("dna-unanswered-call", NOTE, REMOTE, "attempts_to_ring")
@edge(contact_type="video", right={"attempts_to_ring": 0}, wrong={"attempts_to_ring": 1})
def is_call_unanswered(case: DnaCase) -> Verdict:
    """A {kind} appointment that was not answered is a missed appointment.

    Keep how often and when the patient was called with the evidence.
    """
    return case.contact_type in REMOTE_CONTACTS and bool(case.attempts_to_ring) and {"kind": case.contact_type}


@missed("dna-call-attempts-missing", WATCH, REMOTE, "attempts_to_ring")
@edge(contact_type="video", right={"attempts_to_ring": 1}, wrong={"attempts_to_ring": 0})
def is_call_not_told(case: DnaCase) -> Verdict:
    """A {kind} appointment is recorded as missed, but not how often the patient was called.

    Record the attempts: a wrong number or a late call is not a missed appointment.
    """
    return case.contact_type in REMOTE_CONTACTS and not case.attempts_to_ring and {"kind": case.contact_type}


@missed("dna-dm01-reset", NOTE, DM01, "appointment_type")
def starts_dm01_again(case: DnaCase) -> Verdict:
    """A diagnostic appointment was missed: the wait for this test starts again on {day}, and the RTT wait does not.

    Show both waits; check the local reading of the DM01 guidance.
    """
    return resets_dm01(case) and {"day": case.appointment_date}


@missed("dna-contact-not-tried", NOTE, TELL, "contact_made")
def is_contact_not_tried(case: DnaCase) -> Verdict:
    """Nobody has tried to contact the patient about the missed appointment.

    Ring first: many people did not get the letter, were ill, or need help to attend.
    """
    return case.contact_made == "not_tried"


@missed("dna-letter-missing", WATCH, TELL, "dna_letter_sent")
def is_letter_missing(case: DnaCase) -> Verdict:
    """No letter to the patient about this missed appointment is recorded.

    Send the letter for a {which} missed appointment: {what}.
    """
    if case.dna_letter_sent != "no":
        return False
    if case.first_after_referral == "yes":
        return {"which": "first", "what": "how to rebook"}
    return {"which": "later", "what": "the outcome of the review"}


@missed("dna-no-next-step", WATCH, NEW_CLOCK, "action")
@edge(right={"appointment_date": -14}, wrong={"appointment_date": -15})
def lacks_next_step(case: DnaCase, today: date) -> Verdict:
    """Missed {days} ago and neither rebooked nor decided by a clinician.

    Decide the next step: a patient without a clock or a date is easily lost.
    """
    if case.discharged or case.action == "rebooked" or list_rebook_dates(case):
        return False
    days = (today - case.appointment_date).days
    return days > NEXT_STEP_DAYS and {"days": plural(days, "day")}


@cancer("dna-cancer-discharge", BREACH, CANCER, "action")
@edge(cancer_pathway="yes", action="discharged_after_review", right={"previous_dnas": 1}, wrong={"previous_dnas": 0})
def is_cancer_discharged(case: DnaCase) -> Verdict:
    """A patient on a cancer pathway was discharged after one missed appointment.

    Rebook within days and ask the clinician; check the local access policy.
    """
    return case.discharged and not case.previous_dnas


@cancer("dna-cancer-contact-missing", WATCH, CANCER, "rebook_contact_date")
def lacks_adjustment(case: DnaCase) -> Verdict:
    """The first-seen adjustment cannot be worked out: {missing} not recorded.

    Add the date; without it no days are taken off the cancer clocks.
    """
    if case.first_after_referral != "yes" or (case.rebook_contact_date and case.referral_received):
        return False
    if case.rebook_contact_date:
        return At("referral_received", {"missing": "receipt of the referral is"})
    return {"missing": "the patient's contact to rebook is"}
