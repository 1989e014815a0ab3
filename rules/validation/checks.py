"""Every remark on one validation, in the order of the standard comment: evidence, decision, next step, review, contact.

Sources: rule book E with amendments R3; PRN01625 p. 9; PRN01045 v5.0 §10.1.5.
"""

from datetime import date
from typing import Final

from rules.calendar import REVIEW_DAYS, add_days, add_working_days, provider_deadline
from rules.event_choices import CONTACT_RESULTS
from rules.explain import BREACH, NOTE, WATCH, At, Verdict, edge
from rules.rtt.codes import STOP_CODES
from rules.validation.decisions import QUERY_WORKING_DAYS, find_contact, is_month_closed, stops_for_silence
from rules.validation.record import STAYING, Validation
from rules.validation.rules import BOOK, CADENCE, CLOSED_MONTH, DUPLICATES, EVIDENCE, LEVELS, NO_REPLY, QUERY
from words.phrases import plural
from words.questions import KNOWN

list_findings = BOOK.find
CLINICAL_ONLY: Final = frozenset({"30", "31", "32"})
OVER: Final = ("treated_elsewhere", "symptoms_gone", "moved")
"""What patients say who no longer wait."""

stopped = BOOK.given(lambda case: case.decision == "stop")
merged = BOOK.given(lambda case: case.decision == "merge")
staying = BOOK.given(lambda case: case.decision in STAYING)


@BOOK.check("validation-decision-without-evidence", BREACH, EVIDENCE, "evidence")
def lacks_evidence(case: Validation) -> Verdict:
    """The decision is recorded without {missing}.

    Record what you saw and where it is: letter and date, clinic outcome, theatre record or e-Referral.
    """
    seen, place = "the evidence seen", "where the evidence is"
    if case.evidence:
        return not case.evidence_place and At("evidence_place", {"missing": place})
    return {"missing": [seen] if case.evidence_place else [seen, place]}


@stopped("validation-stop-incomplete", BREACH, EVIDENCE, "stop_code")
def is_stop_incomplete(case: Validation) -> Verdict:
    """The decision stops the clock, but {missing} missing.

    Give the code and the date on which the clock stopped; without both nothing is stopped.
    """
    if case.stop_code:
        return case.stop_date is None and At("stop_date", {"missing": "the date is"})
    return {"missing": "the code is" if case.stop_date else "code and date are"}


@stopped("validation-stop-code-does-not-stop", BREACH, EVIDENCE, "stop_code", blames="entry")
def is_no_stop_code(case: Validation) -> Verdict:
    """The decision stops the clock with status {code}, which does not stop one.

    Choose a code that stops the clock (30 to 36), or another decision.
    """
    return case.stop_code not in STOP_CODES | {None} and {"code": case.stop_code}


@stopped("validation-decided-stop-before-start", BREACH, EVIDENCE, "stop_date", blames="entry")
@edge(decision="stop", clock_start=-9, right={"stop_date": -9}, wrong={"stop_date": -10})
def is_stop_before_start(case: Validation) -> Verdict:
    """The stop, {stop}, is before the clock start, {start}.

    Correct one of the two dates.
    """
    stop, start = case.stop_date, case.clock_start
    return stop is not None and start is not None and stop < start and {"stop": stop, "start": start}


@stopped("validation-decided-stop-in-future", BREACH, EVIDENCE, "stop_date", blames="entry")
@edge(decision="stop", right={"stop_date": 0}, wrong={"stop_date": 1})
def is_stop_in_future(case: Validation, today: date) -> Verdict:
    """The stop, {stop}, has not come yet.

    Record a stop on the day it happened, not before.
    """
    return case.stop_date is not None and case.stop_date > today and {"stop": case.stop_date}


@stopped("validation-stop-in-closed-month", NOTE, CLOSED_MONTH, "stop_date")
@edge(
    decision="stop",
    reported_already="yes",
    reported_month="2026-04",
    right={"stop_date": -45},
    wrong={"stop_date": -46},
)
def is_stop_in_closed_month(case: Validation) -> Verdict:
    """The clock stopped on {stop}, in a month already reported.

    Take the pathway off the open list; do not add it to this month's completed pathways.
    """
    return is_month_closed(case) and {"stop": case.stop_date}


@stopped("validation-stop-month-not-said", WATCH, CLOSED_MONTH, "reported_already")
@edge(decision="stop", right={"stop_date": -45}, wrong={"stop_date": -46})
def is_month_not_said(case: Validation, today: date) -> Verdict:
    """The return for the month of {stop} was due on {due}, and it is not said whether that month has been reported.

    Look whether the month is closed: a stop in a closed month leaves the list and is not added to this month.
    """
    stop, start = case.stop_date, case.clock_start
    if stop is None or case.reported_already in KNOWN or (start is not None and stop < start):
        return False
    due = provider_deadline(stop)
    return due < today and {"stop": stop, "due": due}


@stopped("validation-technical-stop", BREACH, LEVELS, "level")
def is_stopped_technically(case: Validation) -> Verdict:
    """A technical validation corrects data; it does not decide to stop a clock.

    Pass it to an administrative or clinical validator.
    """
    return case.level == "technical"


@stopped("validation-level-too-low", BREACH, LEVELS, "level")
def needs_clinician(case: Validation) -> Verdict:
    """Status {code} is recorded at {level} level; it is a clinical decision.

    Send it for clinical review, or record the evidence of the clinician's decision and validate at that level.
    """
    is_low = case.level == "administrative" and case.stop_code in CLINICAL_ONLY
    return is_low and {"code": case.stop_code, "level": case.level}


@merged("validation-merge-without-target", BREACH, DUPLICATES, "merge_with")
def lacks_target(case: Validation) -> Verdict:
    """The decision is to merge, but not with which pathway.

    Name the pathway that is kept.
    """
    return not case.merge_with


@merged("validation-merge-as-34", BREACH, DUPLICATES, "stop_code")
def is_merged_as_stop(case: Validation) -> Verdict:
    """A duplicate is closed with status {code}: it would be counted as a completed pathway.

    Close it as an error, without a status code.
    """
    return bool(case.stop_code) and {"code": case.stop_code}


@stopped("validation-no-reply-stop", BREACH, NO_REPLY, "contact_result")
def is_stopped_for_silence(case: Validation) -> Verdict:
    """The patient did not reply, and the clock is stopped without a clinical decision. No reply is not a stop.

    Keep the patient on the list, try another way of contact, and ask the clinician.
    """
    return stops_for_silence(case)


@BOOK.check("validation-treated-elsewhere", NOTE, EVIDENCE, "contact_result")
def is_wait_over(case: Validation) -> Verdict:
    """The patient says: {result}.

    Find the evidence, stop on the date of the treatment or of the decision, and tell the patient and the GP.
    """
    result = case.contact_result
    return result in OVER and case.decision != "stop" and {"result": CONTACT_RESULTS[result]}


@staying("validation-without-next-step", WATCH, EVIDENCE, "next_step")
def lacks_next_step(case: Validation) -> Verdict:
    """The pathway stays open without {missing}.

    Say what happens next, who does it, and when it is looked at again.
    """
    wanted = {"a next step": case.next_step, "an owner": case.next_step_owner, "a review date": case.next_review_on}
    missing = [words for words, value in wanted.items() if not value]
    return bool(missing) and {"missing": missing}


@staying("validation-review-over-12-weeks", WATCH, CADENCE, "next_review_on")
@edge(decision="remain", validated_on=-4, right={"next_review_on": 80}, wrong={"next_review_on": 81})
def is_review_late(case: Validation) -> Verdict:
    """The next review, {day}, is more than 12 weeks after the validation on {on}.

    Review by {due}.
    """
    day, due = case.next_review_on, add_days(case.validated_on, REVIEW_DAYS)
    return day is not None and day > due and {"day": day, "on": case.validated_on, "due": due}


@BOOK.check("validation-query-open", WATCH, QUERY, "queries")
@edge(right={"queries": [{"sent_on": -7}]}, wrong={"queries": [{"sent_on": -8}]})
def is_query_old(case: Validation, today: date) -> Verdict:
    """The query of {sent} has been open for {days}.

    Chase it, and name who answers.
    """
    sent = min((query.sent_on for query in case.open_queries), default=None)
    if sent is None or today <= add_working_days(sent, QUERY_WORKING_DAYS):
        return False
    return {"sent": sent, "days": plural((today - sent).days, "day")}


@BOOK.check("validation-contact-due", NOTE, CADENCE, "contacted_on")
@edge(decision="remain", clock_start=-168, right={"contacted_on": 0}, wrong={"contacted_on": -1})
def is_contact_due(case: Validation, today: date) -> Verdict:
    """Contact with the patient has been due since {due}.

    Contact the patient: still wanted, changed, treated elsewhere, moved, or not now.
    """
    due = find_contact(case, today)
    return due is not None and {"due": due}
