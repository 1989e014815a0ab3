"""Every remark on one choice or delay; here those on active monitoring, changes of provider and coming back.

Source: NHS England PRN01045 v5.0, §8; rule book A4, D2 and amendments R4 to R8, D10.
"""

from collections.abc import Iterator
from datetime import date

from rules.calendar import add_days
from rules.choice.checks_of_delay import choice, is_choice
from rules.choice.clocks import (
    REVIEW_DAYS,
    ChoiceCase,
    calc_monitoring,
    find_earliest_reasonable_offer_date,
    find_review_due,
    find_second_declined,
    is_for_delay,
)
from rules.choice.offers import SECOND_DATE_DAYS
from rules.choice.record import CHANGES
from rules.choice.rules import BOOK, FROM_DATE, MONITORING, OFFER_DATE, PROVIDER, RETURN, REVIEW, THINKING
from rules.explain import BREACH, NOTE, WATCH, Finding, Verdict, edge
from words.phrases import join_words, plural

THINKING_DAYS = 14
CHANGE_WORDS = {
    "particular_consultant": "to see a particular consultant or go to a particular site",
    "another_provider": "to go to another provider",
    "second_opinion": "to have a second opinion",
}


def list_findings(case: ChoiceCase, today: date) -> Iterator[Finding]:
    """The pause first, then each offer in turn, then the rest."""
    yield from BOOK.find(case.record, today)
    for judged in case.offers:
        if judged.finding is not None:
            yield judged.finding
        yield from BOOK.find(judged, today)
    yield from BOOK.find(case, today)


def is_agreed(case: ChoiceCase) -> bool:
    return is_choice(case) and case.record.active_monitoring_agreed_on is not None


def is_monitored(case: ChoiceCase) -> bool:
    return is_agreed(case) and case.record.wishes_to_proceed_on is None


agreed, monitored = BOOK.given(is_agreed), BOOK.given(is_monitored)
back = BOOK.given(lambda case: is_choice(case) and case.record.wishes_to_proceed_on is not None)
changing = BOOK.given(lambda case: is_choice(case) and case.record.choice_type in CHANGES)


@BOOK.check("choice-monitoring-may-start", NOTE, MONITORING, "active_monitoring_agreed_on", given=is_choice)
def may_monitoring_start(case: ChoiceCase) -> Verdict:
    """The tests are met: active monitoring may start, with status {code}, from the date agreed.

    Agree it with the patient, write to the patient and the GP, and set a review date.
    """
    verdict = calc_monitoring(case)
    return verdict.allowed and not is_agreed(case) and {"code": verdict.code}


@agreed("choice-monitoring-not-allowed", BREACH, MONITORING, "active_monitoring_agreed_on")
def is_monitoring_too_soon(case: ChoiceCase) -> Verdict:
    """Active monitoring is recorded, but {missing}.

    Keep the clock running until the tests are met, and correct the stop.
    """
    verdict = calc_monitoring(case)
    return not verdict.allowed and {"missing": join_words(verdict.missing)}


@agreed("choice-agreed-in-future", BREACH, FROM_DATE, "active_monitoring_agreed_on", blames="entry")
@edge(right={"active_monitoring_agreed_on": 0}, wrong={"active_monitoring_agreed_on": 1})
def is_agreed_in_future(case: ChoiceCase, today: date) -> Verdict:
    """Active monitoring is recorded as agreed on {agreed}, which has not come yet.

    Correct the date.
    """
    day = case.record.active_monitoring_agreed_on
    return day is not None and day > today and {"agreed": day}


@agreed("choice-monitoring-backdated", BREACH, FROM_DATE, "clock_stop")
@edge(active_monitoring_agreed_on=-9, right={"clock_stop": -9}, wrong={"clock_stop": -10})
def is_backdated(case: ChoiceCase) -> Verdict:
    """The clock is recorded as stopped on {stop}, before active monitoring was agreed on {agreed}.

    Record the date agreed as the stop.
    """
    stop, day = case.record.clock_stop, case.record.active_monitoring_agreed_on
    return stop is not None and day is not None and stop < day and {"stop": stop, "agreed": day}


DECLINED_ON_9 = {"made_on": -50, "offered_date": -10, "answer": "declined", "declined_on": -9}


@agreed("choice-agreed-before-declined", BREACH, FROM_DATE, "active_monitoring_agreed_on")
@edge(
    offers=[DECLINED_ON_9, DECLINED_ON_9],
    right={"active_monitoring_agreed_on": -9},
    wrong={"active_monitoring_agreed_on": -10},
)
def is_agreed_before_declined(case: ChoiceCase) -> Verdict:
    """Active monitoring is recorded as agreed on {agreed}, before the second date was declined on {declined}.

    Correct the date: it cannot start before the two offers were declined.
    """
    declined, day = find_second_declined(case), case.record.active_monitoring_agreed_on
    if case.record.monitoring_reason not in (None, "delay") or declined is None or day is None or day >= declined:
        return False
    return {"agreed": day, "declined": declined}


@agreed("choice-patient-not-informed", WATCH, FROM_DATE, "patient_informed")
def is_patient_uninformed(case: ChoiceCase) -> Verdict:
    """It is not recorded that the patient was informed of the decision.

    Tell the patient, then the GP or referrer, and record how.
    """
    return case.record.patient_informed != "yes"


@agreed("choice-not-told-how-to-return", WATCH, RETURN, "told_how_to_return")
def is_way_back_untold(case: ChoiceCase) -> Verdict:
    """It is not recorded that the patient was told how to come back.

    Tell the patient who to contact to go ahead, and confirm it in writing.
    """
    return case.record.told_how_to_return != "yes"


@monitored("choice-review-date-missing", WATCH, REVIEW, "next_review_on")
def lacks_next_review(case: ChoiceCase) -> Verdict:
    """The patient is on active monitoring without a review date.

    Set one and tell the patient: {rule}.
    """
    rule = "every 12 weeks while the patient delays" if is_for_delay(case) else "at the interval the clinician sets"
    return case.record.next_review_on is None and {"rule": rule}


@monitored("choice-review-over-12-weeks", WATCH, REVIEW, "next_review_on")
@edge(
    active_monitoring_agreed_on=0,
    monitoring_reason="delay",
    right={"next_review_on": REVIEW_DAYS},
    wrong={"next_review_on": REVIEW_DAYS + 1},
)
def is_next_review_late(case: ChoiceCase) -> Verdict:
    """The next review, {day}, is more than 12 weeks after {since}.

    Active monitoring because the patient delays is reviewed every 12 weeks: by {due}.
    """
    day, due = case.record.next_review_on, find_review_due(case)
    if day is None or due is None or day <= due or not is_for_delay(case):
        return False
    return {"day": day, "since": add_days(due, -REVIEW_DAYS), "due": due}


@monitored("choice-review-overdue", BREACH, REVIEW, "last_review_on")
@edge(
    monitoring_reason="delay",
    right={"active_monitoring_agreed_on": -REVIEW_DAYS},
    wrong={"active_monitoring_agreed_on": -REVIEW_DAYS - 1},
)
def is_review_overdue(case: ChoiceCase, today: date) -> Verdict:
    """The clinical review was due on {due}, {days} ago.

    Review the patient now and set the next date.
    """
    due = find_review_due(case)
    return due is not None and due < today and {"due": due, "days": plural((today - due).days, "day")}


@choice("choice-thinking-is-monitoring", NOTE, THINKING, "thinking_days")
@edge(right={"thinking_days": 42}, wrong={"thinking_days": 43})
def is_thinking_monitoring(case: ChoiceCase) -> Verdict:
    """Thinking time of {days} was agreed: a longer time like this is rather active monitoring, by clinical decision.

    Ask the clinician; if agreed with the patient, the clock stops on that date.
    """
    days = case.record.thinking_days or 0
    return days > SECOND_DATE_DAYS and {"days": plural(days, "day")}


@choice("choice-thinking-over-14-days", WATCH, THINKING, "thinking_from")
@edge(right={"thinking_from": -THINKING_DAYS}, wrong={"thinking_from": -THINKING_DAYS - 1})
def is_thinking_long(case: ChoiceCase, today: date) -> Verdict:
    """Thinking time has lasted {days} without a next step. The clock keeps running.

    Have a conversation with the patient about the next step.
    """
    record = case.record
    if record.thinking_from is None or record.next_step_agreed_on or record.active_monitoring_agreed_on:
        return False
    days = (today - record.thinking_from).days
    return days > THINKING_DAYS and {"days": plural(days, "day")}


@changing("choice-change-through-gp", NOTE, PROVIDER, "back_to_gp")
def is_change_through_gp(case: ChoiceCase) -> Verdict:
    """The patient goes back to the GP for a new referral: the clock stops on the date of discharge to the GP.

    Record the date of discharge, and tell the patient that the new referral starts a new clock.
    """
    return case.record.back_to_gp == "yes"


@changing("choice-change-clock-runs", NOTE, PROVIDER, "choice_type")
def is_change_on_clock(case: ChoiceCase) -> Verdict:
    """The patient wishes {what}: the clock keeps running while this is arranged.

    Say what it means for the wait; do not stop the clock unless a new referral by the GP is needed.
    """
    return case.record.back_to_gp != "yes" and {"what": CHANGE_WORDS[case.record.choice_type]}


@back("choice-new-clock", NOTE, RETURN, "wishes_to_proceed_on")
def starts_again(case: ChoiceCase) -> Verdict:
    """The patient decided on {day} to go ahead: a new clock starts at zero on that date (11).

    Book as if the patient were where they left the list.
    """
    return {"day": case.record.wishes_to_proceed_on}


@back("choice-list-position-lost", BREACH, RETURN, "list_position_kept")
def is_position_lost(case: ChoiceCase) -> Verdict:
    """The patient came back from active monitoring and was put at the end of the list.

    Restore the place held on leaving: the new clock starts at zero, the place on the list does not.
    """
    return case.record.list_position_kept == "no"


@choice("choice-offer-date-too-soon", WATCH, OFFER_DATE, "earliest_reasonable_offer_date")
def is_offer_date_too_soon(case: ChoiceCase) -> Verdict:
    """An earliest reasonable offer date is recorded, but two reasonable offers were not declined.

    Leave it empty.
    """
    recorded = case.record.earliest_reasonable_offer_date
    return recorded is not None and find_earliest_reasonable_offer_date(case) is None


@choice("choice-offer-date-missing", NOTE, OFFER_DATE, "earliest_reasonable_offer_date")
def is_offer_date_missing(case: ChoiceCase) -> Verdict:
    """Two reasonable offers were declined: the earliest reasonable offer date is {right}, and it is not recorded.

    Record it.
    """
    right = find_earliest_reasonable_offer_date(case)
    return right is not None and case.record.earliest_reasonable_offer_date is None and {"right": right}


@choice("choice-offer-date-wrong", WATCH, OFFER_DATE, "earliest_reasonable_offer_date")
def is_offer_date_wrong(case: ChoiceCase) -> Verdict:
    """The earliest reasonable offer date is recorded as {recorded}; the earliest reasonable date declined was {right}.

    Record {right}.
    """
    recorded, right = case.record.earliest_reasonable_offer_date, find_earliest_reasonable_offer_date(case)
    return right is not None and recorded not in (None, right) and {"recorded": recorded, "right": right}
