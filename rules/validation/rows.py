"""The numbered checks of a waiting list (rule book E1), 1 to 22: those of one row as predicates of the row.

Sources: PRN01045 v5.0 Annex B (marked there as NHS England's own checks) and the sections named; rule book E1 and
amendments R3, R4, R28. Checks without a section are our own (LUNA-style).
"""

from datetime import date
from functools import lru_cache

from rules.calendar import REVIEW_DAYS, add_working_days
from rules.codes import find_return_line
from rules.explain import BREACH, WATCH, At, Verdict, edge
from rules.rtt.codes import MONITORING_CODES, STOP_CODES
from rules.validation.facts import PathwayFacts
from rules.validation.rules import OWN, RTT, number_check, number_remark
from words.nhs_number import check_nhs_number
from words.phrases import in_words, plural

OUTCOME_WORKING_DAYS = 5
LONG_DAYS, VERY_LONG_DAYS = 104 * 7, 3 * 365
GOING_ON = MONITORING_CODES | {"11", "12", "20"}


@number_check(
    1, "open-with-stop-code", BREACH, "Open, with a stop code after the start", RTT + "rules 4, 5, Annex D", "codes"
)
@edge(
    open=True,
    clock_start=-9,
    right={"codes": [{"day": -10, "code": "34"}, {"day": -9, "code": "33"}]},
    wrong={"codes": [{"day": -9, "code": "34"}]},
)
def is_open_with_stop(row: PathwayFacts) -> Verdict:
    """Open since {start}, but status {code} on {day} stops the clock.

    Stop the clock on that date, or correct the code if the outcome was recorded wrongly.
    """
    start = row.clock_start
    if not row.open or start is None:
        return False
    after = [c for c in row.codes if c.code in STOP_CODES and (c.day > start or (c.day == start and c.code != "33"))]
    started_again = {c.day for c in row.codes if c.code == "11"}
    stop = next((c for c in after if not (c.day == start and start in started_again)), None)
    return stop is not None and {"start": start, "code": stop.code, "day": stop.day}


DUPLICATE = number_remark(
    2,
    "duplicate",
    BREACH,
    "Two open pathways for the same patient and treatment function",
    RTT + "Annex C; rule book E1, E2",
    "Open since {start}; {keep} for the same patient and treatment function {tfc} is open since {keep_start}. It looks "
    "like {kind}.",
    "If it is the same referral, keep {keep} with start {keep_start}, attach the later activity there, and close this "
    "one as an error, not as 34.",
    statement="Two open pathways for the same patient and treatment function whose starts lie within 28 days (a local "
    "setting): look whether they are one referral.",
    local=True,
)
SAME_PPID = number_remark(
    3,
    "same-ppid",
    BREACH,
    "One pathway identifier on two open pathways",
    RTT + "Annex C",
    "The pathway identifier {ppid} is also on {other}{whose}.",
    "Keep the earliest valid start of the period still open; an identifier belongs to one pathway of one patient.",
)


@number_check(4, "nothing-next", WATCH, "Open, with nothing in the future and no decision to admit", OWN, "next_event")
@edge(open=True, clock_start=-9, right={"next_event": 0}, wrong={"next_event": -1})
def has_nothing_next(row: PathwayFacts, today: date) -> Verdict:
    """Open for {weeks}, with no event in the future and no decision to admit.

    Find the last outcome, then book the next step or stop the clock, and give it an owner.
    """
    days = row.days_waited(today)
    if days is None or row.decision_to_admit is not None:
        return False
    ahead = (row.next_event, row.tci, *(appointment.day for appointment in row.appointments))
    return not any(day is not None and day >= today for day in ahead) and {"weeks": plural(days // 7, "week")}


@number_check(
    5,
    "past-without-outcome",
    WATCH,
    "Past appointment or admission date without an outcome for more than 5 working days",
    OWN,
    "appointments",
    local=True,
)
@edge(right={"appointments": [{"day": -7}]}, wrong={"appointments": [{"day": -8}]})
def lacks_outcome(row: PathwayFacts, today: date) -> Verdict:
    """The {what} on {day} has no outcome.

    Ask the clinic or ward, and record the outcome with its status code.
    """
    due = last_day_in_time(today)
    late = [a.day for a in row.appointments if a.outcome is None and a.day < due]
    if late:
        return {"what": "appointment", "day": min(late)}
    is_late = row.open and row.tci is not None and row.tci < due and not row.tci_outcome
    return is_late and At("tci", {"what": "admission", "day": row.tci})


@lru_cache(maxsize=8)
def last_day_in_time(today: date) -> date:
    """The last day whose outcome need not be there yet: one day is asked for over a whole list."""
    return add_working_days(today, -OUTCOME_WORKING_DAYS)


@number_check(
    6, "first-dna-not-33", BREACH, "First appointment missed, not coded 33", RTT + "§4.4.1.3, Annex D", "appointments"
)
def is_first_missed_without_33(row: PathwayFacts) -> Verdict:
    """The first appointment, on {day}, was missed, and {coded}.

    Record 33 if it can be shown that it was clearly communicated; otherwise record that it was not.
    """
    for missed in row.appointments:
        if missed.first and missed.outcome == "dna" and missed.rtt_code != "33" and missed.communicated is not False:
            coded = f"status {missed.rtt_code} is recorded" if missed.rtt_code else "no status is recorded"
            return {"day": missed.day, "coded": coded}
    return False


@number_check(
    7,
    "dna-closed-without-note",
    BREACH,
    "Later appointment missed and pathway closed without a clinician's note",
    RTT + "rule 5f, §4.4.1.3",
    "appointments",
)
@edge(
    clock_stop=-9,
    right={"appointments": [{"day": -8, "first": False, "outcome": "dna"}]},
    wrong={"appointments": [{"day": -9, "first": False, "outcome": "dna"}]},
)
def is_closed_without_note(row: PathwayFacts) -> Verdict:
    """Closed on {stop} after the appointment on {day} was missed; no clinician's note is recorded.

    Find the clinician's decision and the other three tests, or reopen with the original start.
    """
    stop = row.clock_stop
    if row.open or stop is None:
        return False
    before = [appointment for appointment in row.appointments if appointment.day <= stop]
    last = max(before, key=lambda appointment: appointment.day, default=None)
    if last is None or last.outcome != "dna" or last.first is not False or last.clinician_note:
        return False
    return {"stop": stop, "day": last.day}


@number_check(8, "died-but-open", BREACH, "Patient has died, pathway open", RTT + "rule 5, Annex D code 36", "died_on")
def has_died(row: PathwayFacts) -> Verdict:
    """The patient died on {died}, and the pathway is open.

    Stop the clock with 36, and cancel every appointment and letter at once.
    """
    return row.open and row.died_on is not None and {"died": row.died_on}


@number_check(
    9, "11-without-monitoring", BREACH, "Code 11 without active monitoring before", RTT + "§3.4.4, Annex D", "codes"
)
@edge(
    right={"codes": [{"day": -9, "code": "31"}, {"day": -9, "code": "11"}]},
    wrong={"codes": [{"day": -9, "code": "31"}, {"day": -10, "code": "11"}]},
)
def is_not_after_monitoring(row: PathwayFacts) -> Verdict:
    """Status 11 on {day}, with no 31 or 32 before it.

    Find the active monitoring, or correct the code; 11 starts a new clock at zero.
    """
    stops = [coded.day for coded in row.codes if coded.code in MONITORING_CODES]
    earliest = min(stops, default=date.max)
    wrong = next((c.day for c in row.codes if c.code == "11" and c.day < earliest), None)
    return wrong is not None and {"day": wrong}


@number_check(
    10, "monitoring-with-tci", WATCH, "Active monitoring with an admission date ahead", RTT + "§4.4.1.4", "tci"
)
@edge(codes=[{"day": -30, "code": "31"}], right={"tci": -1}, wrong={"tci": 0})
def is_monitored_with_tci(row: PathwayFacts, today: date) -> Verdict:
    """On active monitoring ({code}) since {day}, with an admission date of {tci}.

    Ask whether the patient decided to go ahead: then a new clock starts on the day of that decision.
    """
    if row.tci is None or row.tci < today:
        return False
    latest = row.find_latest(GOING_ON)
    if latest is None or latest.code not in MONITORING_CODES:
        return False
    return {"code": latest.code, "day": latest.day, "tci": row.tci}


@number_check(
    11, "dta-not-in-2a", BREACH, "Decision to admit, not in Part 2A", RTT + "§10.1.1.2, Annex B", "in_part_2a"
)
def is_not_in_2a(row: PathwayFacts) -> Verdict:
    """Decision to admit on {day}, but the pathway is not counted in Part 2A.

    Correct the admitted flag.
    """
    wrong = row.open and row.decision_to_admit is not None and row.in_part_2a is False
    return wrong and {"day": row.decision_to_admit}


@number_check(
    12,
    "start-impossible",
    BREACH,
    "Clock start after the first attendance, or in the future",
    RTT + "rules 1 to 3",
    "clock_start",
)
@edge(right={"clock_start": 0}, wrong={"clock_start": 1})
def is_start_wrong(row: PathwayFacts, today: date) -> Verdict:
    """The clock start, {start}, is {why}.

    Find the referral and record the date it was received.
    """
    return (why := row.find_start_problem(today)) != "" and {"start": row.clock_start, "why": why}


@number_check(
    13, "start-missing", BREACH, "Clock start missing, or 1 January 1900", RTT + "§10.1.5, Annex B", "clock_start"
)
def lacks_start(row: PathwayFacts) -> Verdict:
    """The clock start is {what}.

    Find the referral; if the pathway came from another provider, ask for the original start.
    """
    if not row.open or row.has_start or row.worklist or row.transferred_in:
        return False
    return {"what": "1 January 1900 or earlier, which stands for no date" if row.clock_start else "missing"}


@number_check(14, "very-long-wait", WATCH, "Waiting more than 104 weeks, or more than 3 years", OWN, "clock_start")
@edge(open=True, right={"clock_start": -728}, wrong={"clock_start": -729})
def is_very_long(row: PathwayFacts, today: date) -> Verdict:
    """Waiting {weeks}{years}.

    Check that the pathway is real and open, then escalate it by name.
    """
    days = row.days_waited(today)
    if days is None or days <= LONG_DAYS:
        return False
    return {"weeks": plural(days // 7, "week"), "years": ", more than 3 years" if days > VERY_LONG_DAYS else ""}


@number_check(
    15,
    "monitoring-without-review",
    WATCH,
    "Active monitoring without a review",
    RTT + "§8.3, Annex E codes 31 and 32",
    "monitoring_review_due",
)
@edge(
    on_monitoring=True,
    monitoring_since=-300,
    monitoring_reason="delay",
    monitoring_review_due=0,
    right={"monitoring_reviewed_on": -84},
    wrong={"monitoring_reviewed_on": -85},
)
def lacks_monitoring_review(row: PathwayFacts, today: date) -> Verdict:
    """On active monitoring since {since}: {what}.

    Review the patient and set the next date: every 12 weeks while the patient delays, otherwise at the interval the
    clinician sets.
    """
    since, due = row.monitoring_since, row.monitoring_review_due
    if not row.on_monitoring or since is None:
        return False
    last = max(since, row.monitoring_reviewed_on or since)
    if due is None:
        return {"since": since, "what": "no review date is recorded"}
    if due < today:
        return {"since": since, "what": f"the review was due on {in_words(due)}"}
    is_late = row.monitoring_reason == "delay" and (today - last).days > REVIEW_DAYS
    return is_late and {"since": since, "what": f"the patient delays, and the last review was on {in_words(last)}"}


@number_check(16, "planned-overdue-no-clock", BREACH, "Planned date passed, no clock", RTT + "§5.2", "planned_due")
@edge(planned=True, right={"planned_due": 0}, wrong={"planned_due": -1})
def is_planned_date_passed(row: PathwayFacts, today: date) -> Verdict:
    """Planned for {due}, which has passed, and no clock runs.

    Treatment needing admission, with the patient ready: move to the active list, an RTT clock starts. A test: a DM01
    clock where appropriate, never RTT.
    """
    passed = row.planned and row.planned_due is not None and row.planned_due < today
    return passed and not row.open and {"due": row.planned_due}


@number_check(
    17,
    "transfer-without-start",
    BREACH,
    "Transfer received without the original start",
    RTT + "§11.3",
    "transfer_form_start",
)
def lacks_original_start(row: PathwayFacts) -> Verdict:
    """Received from another provider without the original clock start.

    Ask the sender for the transfer form; do not use the date of receipt.
    """
    return row.transferred_in and row.transfer_form_start is None


@number_check(18, "tfc-not-in-return", BREACH, "Treatment function not in the return", RTT + "§10.1.4", "tfc")
def is_tfc_unknown(row: PathwayFacts) -> Verdict:
    """The treatment function {tfc} has no line in the return.

    Correct the treatment function.
    """
    tfc = row.tfc or ""
    return tfc != "" and find_return_line(tfc) is None and {"tfc": tfc}


@number_check(
    19, "nhs-number", WATCH, "NHS number missing or not valid", "NHS Data Dictionary: NHS NUMBER", "nhs_number"
)
def is_nhs_number_wrong(row: PathwayFacts) -> Verdict:
    """The NHS number is {what}.

    Trace the patient on PDS, and look for a second hospital number.
    """
    if not row.nhs_number:
        return {"what": "missing"}
    number = check_nhs_number(row.nhs_number)
    return not number.valid and {"what": f"not valid: {number.reason}"}


@number_check(
    20,
    "outside-code-in-incompletes",
    BREACH,
    "Code 90, 92 or 98 among the incomplete pathways",
    RTT + "Annex D",
    "codes",
)
def is_outside_but_counted(row: PathwayFacts) -> Verdict:
    """The latest status is {code}, which is outside an RTT period, but the pathway is counted as incomplete.

    Take it off the list, or correct the code.
    """
    counted = row.open if row.in_incompletes is None else row.in_incompletes
    latest = row.find_latest() if counted else None
    return latest is not None and latest.code in {"90", "92", "98"} and {"code": latest.code}


@number_check(
    21,
    "diagnostic-only-stop",
    BREACH,
    "Admitted stop with a diagnostic procedure only",
    RTT + "§4.3.2.3, Annex E",
    "clock_stop",
)
def is_stopped_by_test(row: PathwayFacts) -> Verdict:
    """Stopped on {stop} by an admission whose procedure was only diagnostic.

    Reopen with the original start, unless treatment was given during that admission.
    """
    wrong = row.admitted_stop and row.diagnostic_procedure_only and row.clock_stop is not None
    return wrong and {"stop": row.clock_stop}


@number_check(22, "stop-before-start", BREACH, "Stop before start", RTT + "§10.1.7", "clock_stop")
@edge(clock_start=-9, right={"clock_stop": -9}, wrong={"clock_stop": -10})
def is_stop_before_start(row: PathwayFacts) -> Verdict:
    """Stopped on {stop}, before the start on {start}.

    Correct one of the two dates.
    """
    start, stop = row.clock_start, row.clock_stop
    if start is None or stop is None or row.open or stop >= start:
        return False
    return {"start": start, "stop": stop}
