"""Checks on the missed appointment itself: its dates, whether it was the first, whether it was communicated."""

from collections.abc import Iterator
from datetime import date

from rules.dna.clocks import find_new_clock_start, is_letter_too_late, is_nullified, resets_dm01
from rules.dna.record import DnaCase
from rules.dna.rules import BOOK, FIRST, FIRST_ACTIVITY, LATER, NEW_CLOCK, NOTICE
from rules.explain import BREACH, NOTE, WATCH, At, Verdict, edge
from words.phrases import plural
from words.questions import KNOWN


def is_missed(case: DnaCase) -> bool:
    """With notice it is a cancellation: only its dates are then looked at."""
    return case.notice_given != "yes"


missed = BOOK.given(is_missed)
first = BOOK.given(lambda case: is_missed(case) and case.first_after_referral == "yes")


@BOOK.check("dna-notice-is-cancellation", BREACH, NOTICE, "notice_given")
def is_cancellation(case: DnaCase) -> Verdict:
    """Notice was given, so this is a cancellation and not a missed appointment. The clock keeps running.

    Record it in cancellation management instead.
    """
    return case.notice_given == "yes"


@BOOK.check("dna-in-future", BREACH, NOTICE, "appointment_date", blames="entry")
@edge(right={"appointment_date": 0}, wrong={"appointment_date": 1})
def is_in_future(case: DnaCase, today: date) -> Verdict:
    """The appointment is on {day}, which has not come yet.

    Correct the date; an appointment can only be missed once it has passed.
    """
    return case.appointment_date > today and {"day": case.appointment_date}


@BOOK.check("dna-rebooked-before-missed", BREACH, NEW_CLOCK, "rebook_contact_date", blames="entry")
@edge(appointment_date=-9, right={"rebook_contact_date": -9}, wrong={"rebook_contact_date": -10})
def is_rebooked_too_early(case: DnaCase) -> Iterator[At]:
    """The rebooking is dated {day}, before the appointment was missed on {missed}.

    Correct one of the two dates; the earlier one is not used for the new clock.
    """
    for field in ("rebook_contact_date", "rebook_decision_date"):
        day: date | None = getattr(case, field)
        if day is not None and day < case.appointment_date:
            yield At(field, {"day": day, "missed": case.appointment_date})


@BOOK.check("dna-discharge-before-missed", BREACH, LATER, "discharge_date", blames="entry")
@edge(appointment_date=-9, right={"discharge_date": -9}, wrong={"discharge_date": -10})
def is_discharged_too_early(case: DnaCase) -> Verdict:
    """The discharge is dated {day}, before the appointment was missed on {missed}.

    Correct one of the two dates.
    """
    day = case.discharge_date
    return day is not None and day < case.appointment_date and {"day": day, "missed": case.appointment_date}


@BOOK.check("dna-new-appointment-before-missed", BREACH, NEW_CLOCK, "new_appointment_date", blames="entry")
@edge(appointment_date=-9, right={"new_appointment_date": -8}, wrong={"new_appointment_date": -9})
def is_next_too_early(case: DnaCase) -> Verdict:
    """The new appointment is on {day}, not after the missed one on {missed}.

    Correct one of the two dates.
    """
    day = case.new_appointment_date
    return day is not None and day <= case.appointment_date and {"day": day, "missed": case.appointment_date}


@missed("dna-first-unknown", WATCH, FIRST, "first_after_referral")
def is_first_unknown(case: DnaCase) -> Verdict:
    """It is not recorded whether this was the first appointment after the referral.

    Look at the referral and the appointments before this one: everything else depends on it.
    """
    return case.first_after_referral not in KNOWN


@first("dna-first-is-test", NOTE, FIRST_ACTIVITY, "appointment_type")
def is_first_a_test(case: DnaCase) -> Verdict:
    """The first care activity after this referral was a diagnostic test (straight to test): it counts as the first
    appointment.

    Check that no clinic appointment came before it.
    """
    return resets_dm01(case)


@first("dna-first-contradicted", WATCH, FIRST_ACTIVITY, "first_after_referral")
def is_first_contradicted(case: DnaCase) -> Verdict:
    """A {kind} appointment is recorded as the first after the referral.

    Check which it was: only the first care activity nullifies the clock.
    """
    later = case.appointment_type in {"follow_up", "pre_assessment", "treatment"}
    return later and {"kind": case.appointment_type.replace("_", "-")}


@first("dna-first-missed-again", WATCH, FIRST_ACTIVITY, "previous_dnas")
@edge(first_after_referral="yes", right={"previous_dnas": 0}, wrong={"previous_dnas": 1})
def is_first_missed_again(case: DnaCase) -> Verdict:
    """This is recorded as a first appointment although {count} before it. The guidance speaks of the first
    appointment after the referral and says nothing about one that was rebooked.

    Follow the local access policy, and write down why.
    """
    if not case.previous_dnas:
        return False
    were = "was" if case.previous_dnas == 1 else "were"
    return {"count": f"{plural(case.previous_dnas, 'appointment')} {were} missed"}


@first("dna-nullified", NOTE, FIRST, "first_after_referral")
def is_clock_nullified(case: DnaCase) -> Verdict:
    """First appointment after the referral, missed and clearly communicated: the clock is nullified.

    Record status 33 with the date of the appointment.
    """
    return is_nullified(case)


@first("dna-rebook-date-missing", WATCH, NEW_CLOCK, "rebook_contact_date")
def is_new_clock_undated(case: DnaCase) -> Verdict:
    """The appointment was rebooked, but neither the day the patient made contact nor the day of the decision to
    rebook is recorded: the new clock has no start date.

    Give at least one of the two dates. The new appointment's own date is not the start.
    """
    return is_nullified(case) and case.action == "rebooked" and find_new_clock_start(case) is None


@first("dna-new-clock", NOTE, NEW_CLOCK, "rebook_contact_date")
def starts_again(case: DnaCase) -> Verdict:
    """A new clock starts at zero on {start}: {why}.

    Record the new period with this start, not with the date of the new appointment.
    """
    start = find_new_clock_start(case)
    if start is None:
        return False
    if start == case.rebook_contact_date:
        return {"start": start, "why": "the patient made contact to rebook"}
    return At("rebook_decision_date", {"start": start, "why": "it was decided to offer another appointment"})


@missed("dna-communication-unknown", WATCH, FIRST, "clearly_communicated")
def is_communication_unknown(case: DnaCase) -> Verdict:
    """It is not recorded whether the appointment was clearly communicated. Until that is shown the clock keeps
    running.

    Find the letter or message: its date and how it was sent.
    """
    return case.clearly_communicated not in KNOWN


@missed("dna-not-communicated", WATCH, FIRST, "clearly_communicated")
def is_not_communicated(case: DnaCase) -> Verdict:
    """The appointment was not clearly communicated: nothing is nullified and nothing can be discharged for it. The
    clock keeps running.

    Offer another appointment and keep the original clock start.
    """
    return case.clearly_communicated == "no"


@missed("dna-evidence-missing", WATCH, FIRST, "letter_date")
def lacks_evidence(case: DnaCase) -> Verdict:
    """The appointment is said to have been clearly communicated, but {missing} missing.

    Add the evidence: if it cannot be shown, the clock was never nullified or stopped.
    """
    if case.clearly_communicated != "yes" or (case.letter_date and case.letter_channel):
        return False
    if case.letter_date:
        return At("letter_channel", {"missing": "how the letter was sent is"})
    return {"missing": "the letter's date is" if case.letter_channel else "the letter's date and how it was sent are"}


@missed("dna-letter-after-appointment", BREACH, FIRST, "letter_date")
@edge(appointment_date=-9, right={"letter_date": -9}, wrong={"letter_date": -8})
def is_letter_late(case: DnaCase) -> Verdict:
    """The letter is dated {sent}, after the appointment on {due}: it cannot show that the appointment was
    communicated.

    Correct the date, or record that the appointment was not clearly communicated.
    """
    return is_letter_too_late(case) and {"sent": case.letter_date, "due": case.appointment_date}
