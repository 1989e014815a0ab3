"""Every remark on a meeting and on each of its patients: quoracy, readiness, outcomes and what must follow from them.

Sources: rule book I (from memory unless named: check local policy), B3, B7, B8 and amendment C5; MODULES, MDT.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from rules.event_choices import MEETING_OUTCOMES, NO_TREATMENT_REASONS
from rules.explain import BREACH, NOTE, WATCH, At, Finding, Verdict, edge
from rules.mdt.clocks import OUTCOME_TOLD
from rules.mdt.record import PERFORMANCE, WITHOUT_TREATMENT, Meeting, MeetingCase
from rules.mdt.rules import (
    BOOK,
    CORE_ROLES,
    DEFERRAL,
    NO_TREATMENT,
    NOT_DTT,
    OUTCOME,
    QUORUM,
    READY,
    TELL,
    TRANSFER,
    UPGRADE,
)
from words.phrases import plural, with_capital

URGENT = {"urgent_suspected_cancer": "urgent suspected cancer", "screening": "urgent screening"}


@dataclass(frozen=True, slots=True)
class Listed:
    """One patient on the list of a meeting."""

    record: MeetingCase
    meeting: Meeting

    @classmethod
    def of(cls, **answers: Any) -> Self:
        """A patient and a meeting of these answers, each with its own."""
        return cls(MeetingCase.of(**answers), Meeting.of(**answers))

    @property
    def outcome(self) -> str:
        return MEETING_OUTCOMES.get(self.record.outcome or "", "")


def list_findings(meeting: Meeting, today: date) -> Iterator[Finding]:
    """What is to be said of the meeting, then of each patient, who is named."""
    yield from BOOK.find(meeting, today)
    for index, patient in enumerate(meeting.cases):
        for finding in BOOK.find(Listed(patient, meeting), today):
            yield replace(finding, field=f"cases.{index}.{finding.field}", about=patient.patient_name)


def is_meeting(case: object) -> bool:
    return isinstance(case, Meeting)


def is_listed(case: object) -> bool:
    return isinstance(case, Listed)


def is_told(case: Listed) -> bool:
    return is_listed(case) and case.record.told_on is not None


def has_outcome(case: Listed) -> bool:
    return is_listed(case) and bool(case.record.outcome)


of_meeting, of_patient, told = BOOK.given(is_meeting), BOOK.given(is_listed), BOOK.given(is_told)
held = BOOK.given(lambda case: is_meeting(case) and case.status == "held")
planned = BOOK.given(lambda case: is_listed(case) and case.meeting.status == "planned")
decided = BOOK.given(lambda case: has_outcome(case) and case.record.outcome != "deferred")
deferred = BOOK.given(lambda case: has_outcome(case) and case.record.outcome == "deferred")
untold = BOOK.given(lambda case: has_outcome(case) and case.meeting.status == "held" and not is_told(case))


@BOOK.check("mdt-chair-missing", WATCH, QUORUM, "chair", given=is_meeting)
def lacks_chair(case: Meeting) -> Verdict:
    """The meeting has no chair.

    Name the chair.
    """
    return not (case.chair or "").strip()


@of_meeting("mdt-meeting-not-closed", WATCH, OUTCOME, "status")
@edge(status="planned", right={"date": 0}, wrong={"date": -1})
def is_not_closed(case: Meeting, today: date) -> Verdict:
    """The meeting of {day} is still planned.

    Record whether it was held, and the outcomes.
    """
    return case.status == "planned" and case.date < today and {"day": case.date}


@held("mdt-attendance-missing", WATCH, QUORUM, "present")
def lacks_attendance(case: Meeting) -> Verdict:
    """The meeting was held, and no attendance is recorded.

    Record who was there; without it the meeting does not count as quorate.
    """
    return not case.present


@held("mdt-not-quorate", BREACH, QUORUM, "present")
def is_not_quorate(case: Meeting) -> Verdict:
    """Not quorate: no {roles} present.

    Follow the site's rule: ask the missing role for an opinion, or bring the case back.
    """
    return case.quorate is False and {"roles": " or ".join(CORE_ROLES[role] for role in case.missing_roles)}


@of_patient("mdt-upgrade-to-consider", WATCH, UPGRADE, "upgraded_on")
def is_upgrade_open(case: Listed) -> Verdict:
    """The patient is on a cancer meeting's list and not on an urgent pathway.

    Ask the consultant whether to upgrade; the date is that of the decision, no later than the referral to the meeting.
    """
    record = case.record
    return record.upgraded_on is None and record.route == "routine" and record.upgrade_declined != "yes"


@of_patient("mdt-upgrade-not-allowed", BREACH, UPGRADE, "upgraded_on")
def is_upgrade_barred(case: Listed) -> Verdict:
    """An upgrade is recorded, but the referral was already {route}.

    Remove the upgrade: the 62-day clock runs from the referral.
    """
    route = URGENT.get(case.record.route or "")
    return case.record.upgraded_on is not None and route is not None and {"route": route}


@of_patient("mdt-upgrade-late", WATCH, UPGRADE, "upgraded_on")
@edge(referred_to_mdt_on=-9, right={"upgraded_on": -9}, wrong={"upgraded_on": -8})
def is_upgrade_late(case: Listed) -> Verdict:
    """Upgraded on {upgraded}, after the referral to the meeting on {referred}.

    Check the date of the decision.
    """
    upgraded, referred = case.record.upgraded_on, case.record.referred_to_mdt_on
    if case.record.route in URGENT or upgraded is None or referred is None or upgraded <= referred:
        return False
    return {"upgraded": upgraded, "referred": referred}


@of_patient("mdt-performance-status", BREACH, READY, "performance_status", blames="entry")
def is_status_odd(case: Listed) -> Verdict:
    """The performance status {status} is not one of 0 to 4.

    Correct it.
    """
    status = case.record.performance_status
    return status not in (None, *PERFORMANCE) and {"status": status}


@planned("mdt-case-not-ready", WATCH, READY, "question")
def is_not_ready(case: Listed) -> Verdict:
    """Not ready to discuss: {missing} missing.

    Chase it before the meeting, or move the case now rather than defer it there.
    """
    return bool(case.record.lacks) and {"missing": case.record.lacks}


@planned("mdt-breaches-before-meeting", WATCH, DEFERRAL, "breach_date")
@edge(status="planned", date=9, right={"breach_date": 9}, wrong={"breach_date": 8})
def is_breach_first(case: Listed) -> Verdict:
    """The pathway breaches on {breach}, before the meeting on {day}.

    Discuss it earlier or outside the meeting: a meeting is not needed to decide.
    """
    breach, day = case.record.breach_date, case.meeting.date
    return breach is not None and breach < day and {"breach": breach, "day": day}


@of_patient("mdt-added-after-cut-off", NOTE, READY, "added_on")
@edge(cut_off=-9, right={"added_on": -9}, wrong={"added_on": -8})
def is_added_late(case: Listed) -> Verdict:
    """Added on {added}, after the cut-off on {cut_off}.

    Make sure imaging and pathology can still be reviewed.
    """
    added, cut_off = case.record.added_on, case.meeting.cut_off
    return added is not None and cut_off is not None and added > cut_off and {"added": added, "cut_off": cut_off}


@of_patient("mdt-outcome-missing", BREACH, OUTCOME, "outcome")
def lacks_outcome(case: Listed) -> Verdict:
    """The meeting was held on {day}, and this case has no outcome.

    Record the outcome, the decision in words, and who does what.
    """
    return case.meeting.status == "held" and not case.record.outcome and {"day": case.meeting.date}


@deferred("mdt-deferred-without-reason", BREACH, DEFERRAL, "deferred_reason")
def lacks_reason(case: Listed) -> Verdict:
    """Deferred, and {missing} recorded.

    Record what is missing and when the case comes back.
    """
    has_reason, comes_back = bool((case.record.deferred_reason or "").strip()), case.record.next_meeting is not None
    if has_reason:
        return not comes_back and At("next_meeting", {"missing": "no next meeting is"})
    return {"missing": "no reason is" if comes_back else "neither reason nor next meeting is"}


@deferred("mdt-deferred-again", WATCH, DEFERRAL, "deferrals")
@edge(outcome="deferred", right={"deferrals": 1}, wrong={"deferrals": 2})
def is_deferred_again(case: Listed) -> Verdict:
    """Deferred {count} times.

    Find out why, and tell the patient.
    """
    count = case.record.deferrals or 0
    return count >= 2 and {"count": count}


@decided("mdt-decision-missing", WATCH, OUTCOME, "decision")
def lacks_decision(case: Listed) -> Verdict:
    """The outcome is {outcome}, and the decision is not written in words.

    Write it so that somebody who was not there understands it.
    """
    return not (case.record.decision or "").strip() and {"outcome": case.outcome}


@decided("mdt-action-missing", WATCH, OUTCOME, "actions")
def lacks_action(case: Listed) -> Verdict:
    """The outcome is {outcome}, and no action follows.

    Add the next step, its owner and its date.
    """
    return not case.record.actions and {"outcome": case.outcome}


@decided("mdt-tests-not-named", WATCH, OUTCOME, "tests")
def are_tests_unnamed(case: Listed) -> Verdict:
    """More tests, without {missing}.

    Name each test and the date by which it is wanted.
    """
    named = {
        "the names of the tests": bool((case.record.tests or "").strip()),
        "a date": case.record.tests_wanted_by is not None,
    }
    missing = [words for words, known in named.items() if not known]
    if case.record.outcome != "more_tests" or not missing:
        return False
    return At("tests_wanted_by" if missing == ["a date"] else "tests", {"missing": missing})


@decided("mdt-no-treatment-reason", BREACH, NO_TREATMENT, "no_treatment_reason")
def lacks_treatment_reason(case: Listed) -> Verdict:
    """{outcome} without a reason for no anti-cancer treatment{given}.

    Record the reason with its code.
    """
    reason = case.record.no_treatment_reason
    if case.record.outcome not in WITHOUT_TREATMENT or reason in NO_TREATMENT_REASONS:
        return False
    return {"outcome": with_capital(case.outcome), "given": f" ({reason} is not a code)" if reason else ""}


@decided("mdt-date-as-decision-to-treat", WATCH, NOT_DTT, "decision_to_treat")
def is_meeting_the_decision(case: Listed) -> Verdict:
    """The decision to treat carries the meeting's date, {day}, and the patient was not seen that day.

    Record the day on which the patient agreed the plan.
    """
    same = case.record.decision_to_treat == case.meeting.date
    return same and case.record.patient_seen_that_day != "yes" and {"day": case.meeting.date}


@decided("mdt-referred-day-38", WATCH, TRANSFER, "cancer_clock_start")
def is_referred_on(case: Listed) -> Verdict:
    """Referred to another provider on day {day} of the pathway; the transfer is due by {due}, and has not gone.

    Send the transfer form today, with the original clock start.
    """
    start, due = case.record.cancer_clock_start, case.record.transfer_due
    if case.record.outcome != "refer" or case.record.transferred_on is not None or start is None or due is None:
        return False
    return {"day": (case.meeting.date - start).days - max(case.record.first_seen_adjustment or 0, 0), "due": due}


@of_patient("mdt-action-incomplete", WATCH, OUTCOME, "actions")
def list_incomplete_actions(case: Listed) -> Iterator[At]:
    """The action "{what}" has no {missing}.

    Give it an owner and a date.
    """
    for action in case.record.actions:
        missing = [words for words, value in {"owner": action.owner, "date": action.due}.items() if not value]
        if missing:
            yield At("actions", {"what": action.words, "missing": missing})


@of_patient("mdt-action-overdue", BREACH, OUTCOME, "actions")
@edge(right={"actions": [{"due": 0}]}, wrong={"actions": [{"due": -1}]})
def list_overdue_actions(case: Listed, today: date) -> Iterator[At]:
    """The action "{what}" was due on {due}, {days} ago.

    Ask {owner}.
    """
    for action in case.record.actions:
        if action.done_on is None and action.due is not None and action.due < today:
            days, owner = plural((today - action.due).days, "day"), action.owner or "its owner"
            yield At("actions", {"what": action.words, "due": action.due, "days": days, "owner": owner})


@told("mdt-ends-28-day-clock", NOTE, TELL, "told_on")
def does_end_fds(case: Listed) -> Verdict:
    """Told on {day}: the 28-day clock ends on that date.

    Record it as the end of the faster diagnosis pathway, with its reason.
    """
    return case.record.outcome in OUTCOME_TOLD and {"day": case.record.told_on}


@told("mdt-gp-not-told", WATCH, TELL, "gp_told_on")
def is_gp_untold(case: Listed) -> Verdict:
    """The patient was told on {day}; the GP has not been.

    Write to the GP, and record the date.
    """
    return case.record.gp_told_on is None and {"day": case.record.told_on}


@untold("mdt-nobody-tells", WATCH, TELL, "told_by")
def does_nobody_tell(case: Listed) -> Verdict:
    """It is not recorded {missing} the patient is told.

    Name the person and the date; the 28-day clock runs until the patient is told.
    """
    has_person, has_day = bool((case.record.told_by or "").strip()), case.record.tell_by is not None
    if has_person:
        return not has_day and At("tell_by", {"missing": "by when"})
    return {"missing": "by whom" if has_day else "by whom or by when"}


@untold("mdt-patient-not-told", BREACH, TELL, "told_on")
@edge(status="held", outcome="treat_here", right={"tell_by": 0}, wrong={"tell_by": -1})
def is_patient_untold(case: Listed, today: date) -> Verdict:
    """The patient was to be told by {due}, and has not been.

    Tell the patient now; a letter that may not have arrived does not count.
    """
    due = case.record.tell_by
    return due is not None and due < today and {"due": due}
