"""Checks on how a cancer pathway is tracked: delay reasons, the next action, breaches (rule book B8, P2)."""

from collections.abc import Iterator
from datetime import date

from rules.explain import BREACH, NOTE, WATCH, At, Verdict, edge
from words.phrases import plural

from .book import BOOK, DAYS_62, DECLINED_ADMISSION, DELAY_CODES, FIRST_SEEN_LENGTH, TRACKING
from .case import CancerCase
from .tables import DELAY_REASONS_FIRST_SEEN, read_code

TRACK_EVERY = 7
"""Days after which an open pathway counts as not tracked."""

tracked = BOOK.given(lambda case: not case.is_closed and case.record.treatment_start is None)
read = BOOK.given(lambda case: case.clocks is not None)


def tell_difference(recorded: int | None, counted: int | None) -> Verdict:
    """Recorded days that the dates on the pathway do not bear out."""
    if recorded is None or not counted or recorded == counted:
        return False
    return {"recorded": plural(recorded, "day"), "counted": plural(counted, "day")}


@BOOK.check("cancer-delay-reason-unknown", WATCH, DELAY_CODES, "delay_reason_first_seen")
def is_delay_reason_unknown(case: CancerCase) -> Verdict:
    """{reason} is not a delay reason for the wait to first being seen.

    Choose 01, 02, 03, 05, 06, 07, 08 or 98.
    """
    code = read_code(case.record.delay_reason_first_seen)
    return code is not None and code not in DELAY_REASONS_FIRST_SEEN and {"reason": code}


@BOOK.check("cancer-delay-03-with-adjustment", WATCH, DELAY_CODES, "delay_reason_first_seen")
@edge(
    delay_reason_first_seen="03",
    first_dna_on=-9,
    right={"first_seen_adjustment": 0},
    wrong={"first_seen_adjustment": 1},
)
def is_delay_adjusted_twice(case: CancerCase) -> Verdict:
    """Delay reason 03 (administrative) is recorded for a missed appointment that was already adjusted.

    Choose the reason for the rest of the wait; the missed appointment is in the adjustment.
    """
    administrative = read_code(case.record.delay_reason_first_seen) == "03"
    return administrative and case.missed_first_appointment and (case.record.first_seen_adjustment or 0) > 0


@BOOK.check("cancer-delay-comment-missing", WATCH, DELAY_CODES, "delay_comment_first_seen")
def list_unexplained(case: CancerCase) -> Iterator[At]:
    """Delay reason 98 (other) is recorded without saying what happened.

    Add the comment in words.
    """
    for clock in ("first_seen", "31", "62"):
        other = read_code(getattr(case.record, f"delay_reason_{clock}")) == "98"
        if other and not (getattr(case.record, f"delay_comment_{clock}") or "").strip():
            yield At(f"delay_comment_{clock}")


@tracked("cancer-never-tracked", WATCH, TRACKING, "last_tracked_on")
def is_never_tracked(case: CancerCase, today: date) -> Verdict:
    """Nobody has recorded looking at this pathway yet.

    Look at it today and write down the next action, its owner and when it is due.
    """
    return case.record.last_tracked_on is None


@tracked("cancer-not-tracked", WATCH, TRACKING, "last_tracked_on")
@edge(right={"last_tracked_on": -6}, wrong={"last_tracked_on": -7})
def is_not_tracked(case: CancerCase, today: date) -> Verdict:
    """Last tracked on {date}, {ago} ago. Every open cancer pathway is tracked at least every seven days.

    Look at it today and record what changed.
    """
    tracked = case.record.last_tracked_on
    days = (today - tracked).days if tracked else 0
    return days >= TRACK_EVERY and {"date": tracked, "ago": plural(days, "day")}


@tracked("cancer-no-next-action", WATCH, TRACKING, "next_action")
def lacks_next_action(case: CancerCase) -> Verdict:
    """The pathway is open, but no next action is written down.

    Record what happens next, who does it and by when.
    """
    return not case.has_next_action


@tracked("cancer-action-overdue", WATCH, TRACKING, "next_action_due")
@edge(next_action="Chase", right={"next_action_due": 0}, wrong={"next_action_due": -1})
def is_action_overdue(case: CancerCase, today: date) -> Verdict:
    """The next action was due on {due} ({ago} ago).

    Chase it, or record that it was done and what follows.
    """
    due = case.record.next_action_due
    if due is None or due >= today or not case.has_next_action:
        return False
    return {"due": due, "ago": plural((today - due).days, "day")}


@tracked("cancer-action-without-owner", NOTE, TRACKING, "next_action_owner")
def lacks_owner(case: CancerCase) -> Verdict:
    """The next action has no owner.

    Name the person who will do it.
    """
    return case.has_next_action and not (case.record.next_action_owner or "").strip()


@read("cancer-first-seen-adjustment-differs", WATCH, FIRST_SEEN_LENGTH, "first_seen_adjustment")
def is_first_adjustment_other(case: CancerCase) -> Verdict:
    """A first-seen adjustment of {recorded} is recorded; the dates on the pathway give {counted} (from referral
    received to the contact to rebook).

    Check the date of the contact, or correct the recorded days.
    """
    return tell_difference(case.record.first_seen_adjustment, case.read.adjustment_first_seen)


@read("cancer-treatment-adjustment-differs", WATCH, DECLINED_ADMISSION, "treatment_adjustment")
def is_treatment_adjustment_other(case: CancerCase) -> Verdict:
    """A treatment adjustment of {recorded} is recorded; the dates on the pathway give {counted} (from the declined
    date to the day the patient is available again).

    Check both dates, or correct the recorded days.
    """
    return tell_difference(case.record.treatment_adjustment, case.read.adjustment_treatment)


@read("cancer-delay-reason-missing", WATCH, DELAY_CODES, "delay_reason_31")
def list_breaches_without_reason(case: CancerCase) -> Iterator[At]:
    """{name}: {days} is a breach, and no delay reason is recorded for it.

    Record the reason for the delay and, where it helps, what happened in words.
    """
    record, clocks = case.record, case.read
    for clock, reason, field in (
        (clocks.fds, record.delay_reason_first_seen, "delay_reason_first_seen"),
        (clocks.d31, record.delay_reason_31, "delay_reason_31"),
        (clocks.d62, record.delay_reason_62, "delay_reason_62"),
    ):
        if clock is not None and clock.clock_stop is not None and clock.met is False and not reason:
            yield At(field, {"name": clock.measure.label, "days": plural(clock.days or 0, "day")})


@read("cancer-will-breach", BREACH, DAYS_62, "booked_treatment_on")
def list_late_bookings(case: CancerCase) -> Iterator[At]:
    """{name}: the date booked, {booked}, is {late} after the last compliant date, {last}.

    Ask for a date on or before {last}; escalate if there is none.
    """
    booked = case.record.booked_treatment_on
    if booked is None:
        return
    for clock in (case.read.d62, case.read.d31):
        if clock is not None and clock.is_running and clock.would_breach(booked):
            last = clock.last_compliant_date
            late = plural((booked - last).days, "day")
            yield At("booked_treatment_on", {"name": clock.measure.label, "booked": booked, "last": last, "late": late})
