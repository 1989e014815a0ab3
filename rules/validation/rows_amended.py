"""The numbered checks of a waiting list from 23 on: those of a return, and those of one row the amendments added.

Sources: PRN01045 v5.0 and the sections named; rule book E1 and amendments R3, D9, D11, D12. Checks without a section
are our own (LUNA-style).
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from rules.calendar import BREACH_DAY, add_days
from rules.explain import BREACH, WATCH, At, Verdict, edge
from rules.organisations import find_code, is_commissioner
from rules.validation.facts import PathwayFacts
from rules.validation.rules import OWN, RTT, number_check, number_remark
from words.phrases import in_words, plural

CANCELLATION_LIMIT = 3
VALIDATE_DAYS = 84
PRIORITY_DAYS: Mapping[str, int] = {"P1a": 1, "P1b": 3, "P2": 28, "P3": 84, "P4": 182, "P5": 84, "P6": 84}
"""Days after which a clinical priority is due for review (local)."""

PART_2A = number_remark(
    23,
    "2a-over-2",
    BREACH,
    "Part 2A larger than Part 2",
    RTT + "Annex B",
    "Part 2A counts {part_2a} pathways, Part 2 only {part_2}.",
    "Part 2A is a subset of Part 2: find pathways with a decision to admit that are not open.",
)
PART_3 = number_remark(
    24,
    "part-3-too-small",
    WATCH,
    "Part 3 smaller than the first four bands of Part 2",
    RTT + "Annex B",
    "Part 3 counts {part_3} new periods, but {short} pathways have waited under four weeks.",
    "Find the clock starts that were not counted as new periods.",
)
IDENTICAL = number_remark(
    25,
    "identical-to-last-month",
    WATCH,
    "Return identical to last month",
    RTT + "Annex B",
    "Every part is the same as last month.",
    "Check that this month's return was not last month's sent again.",
)
SHORT_WAITS = number_remark(
    26,
    "many-short-waits",
    WATCH,
    "Large share of waits of 0 to 1 week",
    RTT + "Annex B (the limit is ours)",
    "{share}% of {part} waited no more than a week.",
    "Look for clock starts set to the date of treatment, and for direct access counted as RTT.",
    local=True,
)


@number_check(
    27, "commissioner-not-valid", WATCH, "Commissioner code not valid", RTT + "§10.1.8, Annex B", "commissioner"
)
def is_commissioner_wrong(row: PathwayFacts) -> Verdict:
    """The commissioner code {code} is not one the return accepts.

    Use the sub-ICB, the NHS England hub, or NONC.
    """
    code = row.commissioner
    return bool(code) and not is_accepted(code) and {"code": code}


@lru_cache(maxsize=4096)
def is_accepted(commissioner: str) -> bool:
    """A list names a few commissioners again and again."""
    return is_commissioner(commissioner)


@number_check(
    40, "provider-not-a-code", WATCH, "Provider without an organisation code", RTT + "§11.1, Annex B", "provider"
)
def is_provider_without_code(row: PathwayFacts) -> Verdict:
    """The provider that reports the wait is written as “{name}”, which is not an organisation code.

    Write the code, as RXB, or the name with its code behind it: the return sets the pathway aside until then.
    """
    return bool(row.provider) and not has_code(row.provider) and {"name": row.provider}


@lru_cache(maxsize=4096)
def has_code(provider: str) -> bool:
    return find_code(provider) is not None


@number_check(
    28,
    "monitoring-without-two-offers",
    BREACH,
    "Active monitoring for delay without two declined reasonable offers",
    RTT + "§4.4.1.4, §8.3",
    "reasonable_offers_declined",
)
@edge(
    on_monitoring=True,
    monitoring_reason="delay",
    right={"reasonable_offers_declined": 2},
    wrong={"reasonable_offers_declined": 1},
)
def lacks_two_offers(row: PathwayFacts) -> Verdict:
    """On active monitoring because the patient delays, with {offers} declined.

    Reinstate with the original start, or record the offers, the conversation and the agreement.
    """
    declined = row.reasonable_offers_declined
    if not row.on_monitoring or row.monitoring_reason != "delay" or declined is None or declined >= 2:
        return False
    return {"offers": plural(max(declined, 0), "reasonable offer")}


@number_check(
    29, "next-date-after-breach", WATCH, "Next date after the breach date", RTT + "§10.1.7; rule book A8", "next_event"
)
@edge(open=True, clock_start=-100, right={"next_event": 26}, wrong={"next_event": 27})
def is_next_after_breach(row: PathwayFacts, today: date) -> Verdict:
    """The next date, {next}, is on or after the breach date, {breach}.

    Ask for an earlier date.
    """
    # Only while the breach is still ahead: afterwards every date is too late, and other views show the long waits.
    days = row.days_waited(today)
    if days is None or days >= BREACH_DAY:
        return False
    ahead = min((day for day in (row.next_event, row.tci) if day is not None and day >= today), default=None)
    breach = add_days(row.start, BREACH_DAY)
    return ahead is not None and ahead >= breach and {"next": ahead, "breach": breach}


@number_check(30, "dta-and-list-differ", WATCH, "Decision to admit and admitted list differ", OWN, "on_admitted_list")
def does_list_differ(row: PathwayFacts) -> Verdict:
    """{what}.

    Correct the one that is wrong.
    """
    if not row.open or row.on_admitted_list is None or row.on_admitted_list is (row.decision_to_admit is not None):
        return False
    if row.decision_to_admit is not None:
        return {"what": "A decision to admit is recorded, but there is no list entry"}
    return At("decision_to_admit", {"what": "On the admitted list, but no decision to admit is recorded"})


@number_check(31, "attended-without-outcome", WATCH, "Attended, with no outcome", OWN, "appointments", lasting=True)
@edge(
    right={"appointments": [{"day": 1, "outcome": "attended"}]},
    wrong={"appointments": [{"day": 0, "outcome": "attended"}]},
)
def lacks_code_of_attendance(row: PathwayFacts, today: date) -> Verdict:
    """Attended on {day}, with no status code.

    Read the clinic letter and record the outcome; never guess it.
    """
    days = [a.day for a in row.appointments if a.outcome == "attended" and not a.rtt_code and a.day <= today]
    return bool(days) and {"day": min(days)}


@number_check(
    32,
    "cancellations-without-review",
    WATCH,
    "Three cancellations by the patient without a clinical review",
    RTT + "§4.4.2.1 (the number is ours)",
    "patient_cancellations",
    local=True,
)
@edge(open=True, right={"patient_cancellations": 2}, wrong={"patient_cancellations": 3})
def lacks_review_of_cancellations(row: PathwayFacts) -> Verdict:
    """The patient cancelled {count} times, and no clinical review is recorded.

    Ask the clinician: rebook, active monitoring, or discharge in the patient's best interest.
    """
    count = row.patient_cancellations or 0
    if not row.open or count < CANCELLATION_LIMIT or row.cancellations_reviewed_on is not None:
        return False
    return {"count": count}


@number_check(
    33,
    "transferred-but-open",
    BREACH,
    "Transferred out (21), still open",
    RTT + "§11.1 footnote 24, Annex D",
    "transferred_out_on",
)
def is_transferred_but_open(row: PathwayFacts) -> Verdict:
    """Transferred out on {day}, and still open here.

    Close it on this list: the receiver reports the wait.
    """
    if not row.open:
        return False
    latest = row.find_latest()
    day = row.transferred_out_on or (latest.day if latest is not None and latest.code == "21" else None)
    return day is not None and {"day": day}


@number_check(
    34, "asi-without-clock", BREACH, "On the RAS or ASI list without a clock", RTT + "§3.2.1, §9.1", "clock_start"
)
def is_on_worklist_without_clock(row: PathwayFacts) -> Verdict:
    """On the e-Referral worklist without a clock start.

    Start the clock: the date it reached the worklist, or an earlier activity on the same booking reference.
    """
    return row.worklist and not row.has_start


@number_check(35, "planned-without-date", BREACH, "Planned, without a due date", RTT + "§5.1, §5.2.1", "planned_due")
def is_planned_without_date(row: PathwayFacts) -> Verdict:
    """On the planned list without a due date.

    Give the due date, and confirm it to the patient in writing; without one this is not a planned pathway.
    """
    return row.planned and row.planned_due is None


@number_check(
    36, "follow-up-past-lcad", WATCH, "Follow-up past its latest clinically appropriate date", RTT + "§5.2.1", "lcad"
)
@edge(right={"lcad": 0}, wrong={"lcad": -1})
def is_past_lcad(row: PathwayFacts, today: date) -> Verdict:
    """The follow-up was clinically due by {lcad}, {days} ago.

    No RTT clock starts; look at the risk and book by it.
    """
    lcad = row.lcad
    if lcad is None or lcad >= today:
        return False
    attended = (row.last_attended, *(a.day for a in row.appointments if a.outcome == "attended"))
    seen = any(day is not None and day >= lcad for day in attended)
    return not seen and {"lcad": lcad, "days": plural((today - lcad).days, "day")}


@number_check(
    37,
    "priority-review-overdue",
    WATCH,
    "Review of the clinical priority overdue",
    "FSSA priority levels; surgical prioritisation FAQ (the intervals are local)",
    "priority_reviewed_on",
    local=True,
)
@edge(open=True, priority="P2", right={"priority_reviewed_on": -28}, wrong={"priority_reviewed_on": -29})
def is_priority_review_overdue(row: PathwayFacts, today: date) -> Verdict:
    """Priority {priority} {when}; a review was due by {due}.

    Ask the clinician to review the priority, and record the date.
    """
    within = PRIORITY_DAYS.get(row.priority or "")
    since = row.priority_reviewed_on or row.decision_to_admit
    if not row.open or within is None or since is None or (due := add_days(since, within)) >= today:
        return False
    never = "has not been reviewed since the decision to admit on"
    when = f"{'was last reviewed on' if row.priority_reviewed_on else never} {in_words(since)}"
    return {"priority": row.priority, "when": when, "due": due}


@number_check(38, "not-validated", WATCH, "Not validated for 12 weeks", "PRN01625 p. 9 bullet 3", "validated_on")
@edge(open=True, clock_start=-200, right={"validated_on": -84}, wrong={"validated_on": -85})
def is_not_validated(row: PathwayFacts, today: date) -> Verdict:
    """Waiting {weeks}, {last}.

    Validate it, and contact the patient.
    """
    days, last = row.days_waited(today), row.validated_on
    if days is None or days < VALIDATE_DAYS or (last is not None and (today - last).days <= VALIDATE_DAYS):
        return False
    told = "and never validated" if last is None else f"last validated on {in_words(last)}"
    return {"weeks": plural(days // 7, "week"), "last": told}


@number_check(
    39,
    "nonc-in-headline",
    BREACH,
    "Non-English commissioner counted in the headline",
    "RTT published provider tables, March 2026; rule book R1",
    "commissioner",
)
def is_nonc_in_headline(row: PathwayFacts) -> Verdict:
    """Commissioner NONC is counted in the headline figures.

    Leave it out of the headline and show it on a line of its own.
    """
    return row.counted_in_headline and (row.commissioner or "").strip().upper() == "NONC"
