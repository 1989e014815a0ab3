"""The numbered checks that look at one row of a waiting list alone; each gives a finding or nothing.

Sources: rule book E1 with amendments R3, R4, R28, D9, D11; every check carries its own in `validation_checks`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from rules.calendar import BREACH_DAY, REVIEW_DAYS, add_days
from rules.codes import find_return_line
from rules.explain import Finding
from rules.organisations import find_code, is_commissioner
from rules.rtt.codes import MONITORING_CODES, STOP_CODES
from rules.validation import remarks as checks
from rules.validation.facts import Coded, PathwayFacts, ValidationSettings
from words.nhs_number import check_nhs_number
from words.phrases import in_words, plural

NO_DATE = date(1900, 1, 1)


class View(NamedTuple):
    """What every check needs besides the row: the day, the trust's settings, and the last day that is not yet late."""

    today: date
    settings: ValidationSettings
    outcome_due: date


def start_of(facts: PathwayFacts) -> date:
    return facts.clock_start or NO_DATE


def has_start(facts: PathwayFacts) -> bool:
    return facts.clock_start is not None and facts.clock_start > NO_DATE


def find_start_problem(facts: PathwayFacts, today: date) -> str:
    """Why a start cannot be right, empty when nothing speaks against it."""
    if facts.clock_start is None or not has_start(facts):
        return ""
    if facts.clock_start > today:
        return "in the future"
    attended = [appointment.day for appointment in facts.appointments if appointment.outcome == "attended"]
    first = next((a.day for a in facts.appointments if a.first and a.outcome == "attended"), None)
    if first is not None and facts.clock_start > first and not _restarted(facts, min(attended)):
        return f"after the first attendance on {in_words(first)}"
    return ""


def _restarted(facts: PathwayFacts, attended: date) -> bool:
    """Did an earlier period stop between that attendance and the start? Then the start is that of a later period."""
    return any(attended <= coded.day <= start_of(facts) and coded.code in STOP_CODES for coded in facts.codes)


def find_days_waited(facts: PathwayFacts, today: date) -> int | None:
    """Days waited on an open pathway, None when it is not open or has no start that can be right."""
    if not facts.open or not has_start(facts) or start_of(facts) > today:
        return None
    return (today - start_of(facts)).days


def _latest(codes: Iterable[Coded]) -> Coded | None:
    return max(codes, key=lambda coded: coded.day, default=None)


def _weeks(days: int) -> str:
    return plural(days // 7, "week")


def _open_with_stop(facts: PathwayFacts, _: View) -> Finding | None:
    if not facts.open or facts.clock_start is None:
        return None
    start = facts.clock_start
    after = [c for c in facts.codes if c.code in STOP_CODES and (c.day > start or (c.day == start and c.code != "33"))]
    started_again = {c.day for c in facts.codes if c.code == "11"}
    stop = next((c for c in after if not (c.day == start and start in started_again)), None)
    return None if stop is None else checks.OPEN_WITH_STOP("codes", start=start, code=stop.code, day=stop.day)


def _nothing_next(facts: PathwayFacts, view: View) -> Finding | None:
    days = find_days_waited(facts, view.today)
    if days is None or facts.decision_to_admit is not None:
        return None
    ahead = (facts.next_event, facts.tci, *(appointment.day for appointment in facts.appointments))
    if any(day is not None and day >= view.today for day in ahead):
        return None
    return checks.NOTHING_NEXT("next_event", weeks=_weeks(days))


def _no_outcome(facts: PathwayFacts, view: View) -> Finding | None:
    late = [a.day for a in facts.appointments if a.outcome is None and a.day < view.outcome_due]
    if late:
        return checks.NO_OUTCOME("appointments", what="appointment", day=min(late))
    if facts.open and facts.tci is not None and facts.tci < view.outcome_due and not facts.tci_outcome:
        return checks.NO_OUTCOME("tci", what="admission", day=facts.tci)
    return None


def _first_dna(facts: PathwayFacts, _: View) -> Finding | None:
    for missed in facts.appointments:
        if missed.first and missed.outcome == "dna" and missed.rtt_code != "33" and missed.communicated is not False:
            coded = f"status {missed.rtt_code} is recorded" if missed.rtt_code else "no status is recorded"
            return checks.FIRST_DNA("appointments", day=missed.day, coded=coded)
    return None


def _later_dna(facts: PathwayFacts, _: View) -> Finding | None:
    stop = facts.clock_stop
    if facts.open or stop is None:
        return None
    before = [appointment for appointment in facts.appointments if appointment.day <= stop]
    last = max(before, key=lambda appointment: appointment.day, default=None)
    if last is None or last.outcome != "dna" or last.first is not False or last.clinician_note:
        return None
    return checks.LATER_DNA("appointments", stop=stop, day=last.day)


def _died(facts: PathwayFacts, _: View) -> Finding | None:
    return checks.DIED("died_on", died=facts.died_on) if facts.open and facts.died_on else None


def _not_after_monitoring(facts: PathwayFacts, _: View) -> Finding | None:
    stops = [coded.day for coded in facts.codes if coded.code in MONITORING_CODES]
    earliest = min(stops, default=date.max)
    wrong = next((c.day for c in facts.codes if c.code == "11" and c.day < earliest), None)
    return None if wrong is None else checks.NOT_AFTER_MONITORING("codes", day=wrong)


def _monitoring_with_tci(facts: PathwayFacts, view: View) -> Finding | None:
    latest = _latest(c for c in facts.codes if c.code in MONITORING_CODES or c.code in {"11", "12", "20"})
    ahead = facts.tci is not None and facts.tci >= view.today
    if not ahead or latest is None or latest.code not in MONITORING_CODES:
        return None
    return checks.MONITORING_WITH_TCI("tci", code=latest.code, day=latest.day, tci=facts.tci)


def _dta_not_2a(facts: PathwayFacts, _: View) -> Finding | None:
    wrong = facts.open and facts.decision_to_admit is not None and facts.in_part_2a is False
    return checks.DTA_NOT_2A("in_part_2a", day=facts.decision_to_admit) if wrong else None


def _start_wrong(facts: PathwayFacts, view: View) -> Finding | None:
    why = find_start_problem(facts, view.today)
    return checks.START_WRONG("clock_start", start=facts.clock_start, why=why) if why else None


def _start_missing(facts: PathwayFacts, _: View) -> Finding | None:
    if not facts.open or has_start(facts) or facts.worklist or facts.transferred_in:
        return None
    what = "missing" if facts.clock_start is None else "1 January 1900 or earlier, which stands for no date"
    return checks.START_MISSING("clock_start", what=what)


def _very_long(facts: PathwayFacts, view: View) -> Finding | None:
    days = find_days_waited(facts, view.today)
    if days is None or days <= 104 * 7:
        return None
    years = ", more than 3 years" if days > 3 * 365 else ""
    return checks.VERY_LONG("clock_start", weeks=_weeks(days), years=years)


def _monitoring_review(facts: PathwayFacts, view: View) -> Finding | None:
    if not facts.on_monitoring or facts.monitoring_since is None:
        return None
    what, since = "", facts.monitoring_since
    last = max(since, facts.monitoring_reviewed_on or since)
    if facts.monitoring_review_due is None:
        what = "no review date is recorded"
    elif facts.monitoring_review_due < view.today:
        what = f"the review was due on {in_words(facts.monitoring_review_due)}"
    elif facts.monitoring_reason == "delay" and (view.today - last).days > REVIEW_DAYS:
        what = f"the patient delays, and the last review was on {in_words(last)}"
    return checks.MONITORING_REVIEW("monitoring_review_due", since=since, what=what) if what else None


def _planned_passed(facts: PathwayFacts, view: View) -> Finding | None:
    passed = facts.planned and facts.planned_due is not None and facts.planned_due < view.today
    return checks.PLANNED_PASSED("planned_due", due=facts.planned_due) if passed and not facts.open else None


def _no_ipt_start(facts: PathwayFacts, _: View) -> Finding | None:
    missing = facts.transferred_in and facts.transfer_form_start is None
    return checks.NO_IPT_START("transfer_form_start") if missing else None


def _tfc_unknown(facts: PathwayFacts, _: View) -> Finding | None:
    unknown = facts.tfc and find_return_line(facts.tfc) is None
    return checks.TFC_UNKNOWN("tfc", tfc=facts.tfc) if unknown else None


def _nhs_number(facts: PathwayFacts, _: View) -> Finding | None:
    if not facts.nhs_number:
        return checks.NHS_NUMBER("nhs_number", what="missing")
    number = check_nhs_number(facts.nhs_number)
    return None if number.valid else checks.NHS_NUMBER("nhs_number", what=f"not valid: {number.reason}")


def _not_incomplete(facts: PathwayFacts, _: View) -> Finding | None:
    counted = facts.open if facts.in_incompletes is None else facts.in_incompletes
    latest = _latest(facts.codes) if counted else None
    outside = latest is not None and latest.code in {"90", "92", "98"}
    return checks.NOT_INCOMPLETE("codes", code=latest.code) if latest is not None and outside else None


def _diagnostic_stop(facts: PathwayFacts, _: View) -> Finding | None:
    wrong = facts.admitted_stop and facts.diagnostic_procedure_only and facts.clock_stop is not None
    return checks.DIAGNOSTIC_STOP("clock_stop", stop=facts.clock_stop) if wrong else None


def _stop_before_start(facts: PathwayFacts, _: View) -> Finding | None:
    start, stop = facts.clock_start, facts.clock_stop
    if start is None or stop is None or facts.open or stop >= start:
        return None
    return checks.STOP_BEFORE_START("clock_stop", start=start, stop=stop)


def _commissioner(facts: PathwayFacts, _: View) -> Finding | None:
    wrong = facts.commissioner and not _accepts(facts.commissioner)
    return checks.COMMISSIONER("commissioner", code=facts.commissioner) if wrong else None


def _reporter(facts: PathwayFacts, _: View) -> Finding | None:
    wrong = facts.provider and not _has_code(facts.provider)
    return checks.REPORTER("provider", name=facts.provider) if wrong else None


@lru_cache(maxsize=4096)
def _has_code(provider: str) -> bool:
    return find_code(provider) is not None


@lru_cache(maxsize=4096)
def _accepts(commissioner: str) -> bool:
    """A list names a few commissioners again and again."""
    return is_commissioner(commissioner)


def _monitoring_offers(facts: PathwayFacts, _: View) -> Finding | None:
    declined = facts.reasonable_offers_declined
    if not facts.on_monitoring or facts.monitoring_reason != "delay" or declined is None or declined >= 2:
        return None
    return checks.MONITORING_OFFERS("reasonable_offers_declined", offers=plural(max(declined, 0), "reasonable offer"))


def _next_after_breach(facts: PathwayFacts, view: View) -> Finding | None:
    """Only while the breach is still ahead: afterwards every date is too late, and other views show the long waits."""
    days = find_days_waited(facts, view.today)
    ahead = [day for day in (facts.next_event, facts.tci) if day is not None and day >= view.today]
    if days is None or days >= BREACH_DAY or not ahead:
        return None
    breach = add_days(start_of(facts), BREACH_DAY)
    late = min(ahead) >= breach
    return checks.NEXT_AFTER_BREACH("next_event", next=min(ahead), breach=breach) if late else None


def _dta_and_list(facts: PathwayFacts, _: View) -> Finding | None:
    if not facts.open or facts.on_admitted_list is None:
        return None
    if facts.decision_to_admit is not None and not facts.on_admitted_list:
        return checks.DTA_AND_LIST(
            "on_admitted_list", what="A decision to admit is recorded, but there is no list entry"
        )
    if facts.decision_to_admit is None and facts.on_admitted_list:
        return checks.DTA_AND_LIST(
            "decision_to_admit", what="On the admitted list, but no decision to admit is recorded"
        )
    return None


def _attended_no_code(facts: PathwayFacts, view: View) -> Finding | None:
    days = [a.day for a in facts.appointments if a.outcome == "attended" and not a.rtt_code and a.day <= view.today]
    return checks.ATTENDED_NO_CODE("appointments", day=min(days)) if days else None


def _cancellations(facts: PathwayFacts, view: View) -> Finding | None:
    count = facts.patient_cancellations or 0
    if not facts.open or count < view.settings.cancellation_limit or facts.cancellations_reviewed_on is not None:
        return None
    return checks.CANCELLATIONS("patient_cancellations", count=count)


def _transferred_open(facts: PathwayFacts, _: View) -> Finding | None:
    if not facts.open:
        return None
    latest = _latest(facts.codes)
    coded = latest.day if latest is not None and latest.code == "21" else None
    day = facts.transferred_out_on or coded
    return checks.TRANSFERRED_OPEN("transferred_out_on", day=day) if day is not None else None


def _asi_no_pathway(facts: PathwayFacts, _: View) -> Finding | None:
    return checks.ASI_NO_PATHWAY("clock_start") if facts.worklist and not has_start(facts) else None


def _planned_no_date(facts: PathwayFacts, _: View) -> Finding | None:
    return checks.PLANNED_NO_DATE("planned_due") if facts.planned and facts.planned_due is None else None


def _past_lcad(facts: PathwayFacts, view: View) -> Finding | None:
    lcad = facts.lcad
    if lcad is None or lcad >= view.today:
        return None
    attended = (facts.last_attended, *(a.day for a in facts.appointments if a.outcome == "attended"))
    seen = any(day is not None and day >= lcad for day in attended)
    return None if seen else checks.PAST_LCAD("lcad", lcad=lcad, days=plural((view.today - lcad).days, "day"))


def _priority_overdue(facts: PathwayFacts, view: View) -> Finding | None:
    within = view.settings.priority_days.get(facts.priority or "")
    since = facts.priority_reviewed_on or facts.decision_to_admit
    if not facts.open or within is None or since is None:
        return None
    due = add_days(since, within)
    if due >= view.today:
        return None
    what = (
        "was last reviewed on" if facts.priority_reviewed_on else "has not been reviewed since the decision to admit on"
    )
    return checks.PRIORITY_OVERDUE(
        "priority_reviewed_on", priority=facts.priority, when=f"{what} {in_words(since)}", due=due
    )


def _not_validated(facts: PathwayFacts, view: View) -> Finding | None:
    days, last = find_days_waited(facts, view.today), facts.validated_on
    within = view.settings.validate_days
    if days is None or days < within or (last is not None and (view.today - last).days <= within):
        return None
    told = "and never validated" if last is None else f"last validated on {in_words(last)}"
    return checks.NOT_VALIDATED("validated_on", weeks=_weeks(days), last=told)


def _nonc_counted(facts: PathwayFacts, _: View) -> Finding | None:
    counted = facts.counted_in_headline and (facts.commissioner or "").strip().upper() == "NONC"
    return checks.NONC_COUNTED("commissioner") if counted else None


ROW_CHECKS: Mapping[int, Callable[[PathwayFacts, View], Finding | None]] = {
    1: _open_with_stop,
    4: _nothing_next,
    5: _no_outcome,
    6: _first_dna,
    7: _later_dna,
    8: _died,
    9: _not_after_monitoring,
    10: _monitoring_with_tci,
    11: _dta_not_2a,
    12: _start_wrong,
    13: _start_missing,
    14: _very_long,
    15: _monitoring_review,
    16: _planned_passed,
    17: _no_ipt_start,
    18: _tfc_unknown,
    19: _nhs_number,
    20: _not_incomplete,
    21: _diagnostic_stop,
    22: _stop_before_start,
    27: _commissioner,
    28: _monitoring_offers,
    29: _next_after_breach,
    30: _dta_and_list,
    31: _attended_no_code,
    32: _cancellations,
    33: _transferred_open,
    34: _asi_no_pathway,
    35: _planned_no_date,
    36: _past_lcad,
    37: _priority_overdue,
    38: _not_validated,
    39: _nonc_counted,
    40: _reporter,
}
"""The checks of one row by number. 2 and 3 look across rows; 23 to 26 look at a return (`validation_returns`)."""
