"""Keys of verdicts: for each family the function of a rule book that gives it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any, Final

from rules.calendar import add_days, add_working_days, month_end
from rules.cancellations.clocks import calc_deadline, calc_guarantee, find_out_of_scope, is_wrong_reason
from rules.cancellations.record import Cancellation
from rules.choice.offers import judge_offers
from rules.choice.record import DateOffered, PatientChoice
from rules.closed_sets import as_slug
from rules.diagnostics.pathway import read_tests
from rules.diagnostics.wait import SIX_WEEKS
from rules.event_choices import CANCELLED_BECAUSE
from rules.events import Event, read_date
from rules.identifiers import is_ppid
from rules.letters.rules import CLINIC_LETTER_DAYS
from rules.rtt import list_return_parts, read_pathway
from rules.transfers.clocks import find_reporter
from rules.transfers.record import Transfer
from words.nhs_number import check_nhs_number

from ..case import Case
from .key import Key, NoKey, Wait, ask_given, is_local
from .make import find_start, make_key
from .records import RECORD_VERDICTS, find_by_last_event
from .rtt import asks_event, find_outcome, find_rtt_effect, read_asked, read_clock, read_truth
from .values import Values

NOT_SCORED: Final = frozenset(
    {"consent-ready", "consent-withdrawn", "funding-clock", "funding-case", "dna-three-clocks"}
)
"""Families that rest on local policy as a whole (LEARNING §5)."""
WHOLE: Final = (
    *("start-three-dates", "start-ers", "start-interface", "start-cross-border", "start-second-side"),
    *("start-new-treatment", "start-after-monitoring", "stop-therapy", "dna-first"),
)
"""Families with a question about all that happened, and names no event."""


def find_verdict(case: Case) -> Key:
    """The verdict of the family's rule book, else the effect of the event; NoKey where there is none for this case."""
    find = VERDICTS.get(case.family)
    if find is None:
        find = find_rtt_effect if asks_event(case) else find_by_last_event
    return find(case)


# --- cancelled operations ---------------------------------------------------------------------------------------------


def _find_guarantee(case: Case) -> Key:
    values, record = Values(case), read_cancellation(case)
    told = calc_guarantee(record, max(case.as_of, record.treated_on or case.as_of))
    words = {"kept": ("met", "kept"), "breached": ("breach",), "not_in_scope": ("not_in_scope", "out_of_scope")}
    in_scope = told.deadline is not None
    rules = ("CAN-7", "CAN-5", "CAN-6") if in_scope else ("CAN-5", *_scope_rules(record))
    clock = read_clock(case)
    facets = {
        "decision": words.get(told.state, (told.state,)),
        "date": (told.deadline,) if told.deadline else (),
        "rtt_start": find_start(clock) if values.find("rtt") is not None or clock.status == "open" else (),
    }
    is_policy = told.state == "not_counted"
    return make_key(case, facets, told.steps, *rules, is_policy=is_policy)


def read_cancellation(case: Case) -> Cancellation:
    """The cancellation that a case asks about, from its names and from the event that cancelled."""
    values = Values(case)
    cancels = [event for event in read_truth(case) if event.name in {"provider_cancels", "patient_cancels"}]
    event = cancels[-1] if cancels else None
    booked = values.get_day("operation_booked_for", "booked_for", "appointment_date", "operation_date", "tci")
    cancelled = values.day("cancelled_on", "cancellation_date") or (event.date if event else booked)
    reason = values.text("reason") or (str(event.details.get("reason", "")) if event else "")
    by_patient = event is not None and event.name == "patient_cancels"
    who, slug = classify_reason(reason, by_patient or values.text("cancelled_by") == "patient")
    offered = values.day("new_date", "new_date_offered", "rebooked_for", "treated_on", "new_operation")
    offered = offered or next((one.date for one in read_truth(case) if one.name == "admission"), None)
    return Cancellation.of(
        type=values.text("type") or "inpatient_operation",
        appointment_date=booked,
        cancellation_date=cancelled,
        cancelled_by=who,
        reason=slug,
        on_the_day_or_after_admission="yes" if _is_late(values, booked, cancelled) else "no",
        new_date_offered=offered,
        treated_on=offered,
        appointment_time=_read_time(values, "operation_time"),
        rescheduled_time=_read_time(values, "new_time"),
        previous_postponements=values.number("previous_postponements", "postponed_before"),
        rescheduled_date=values.day("moved_to", "postponed_to", "rescheduled_date", "rescheduled_to"),
        offer_answer="declined" if values.flag("declined", "offer_declined") else None,
        unfit_inside_28_days="yes" if values.flag("unfit_inside_28_days", "became_unfit") else None,
    )


def _read_time(values: Values, name: str) -> time | None:
    """A time of day such as 09:30, or None."""
    said = values.text(name)
    return time.fromisoformat(said) if said else None


def _is_late(values: Values, booked: date, cancelled: date) -> bool:
    """On the day of the operation or after arrival: last minute."""
    said = values.flag("on_the_day", "after_admission", "after_arrival", "admitted")
    return said if said is not None else cancelled >= booked


def classify_reason(reason: str, by_patient: bool) -> tuple[str, str]:
    """Who cancelled and the reason's word, from the words of a reason; a lack of something is never clinical."""
    slug = as_slug(reason)
    if by_patient:
        return "patient", slug if slug in CANCELLED_BECAUSE["patient"] else "other"
    for who in ("hospital_clinical", "hospital_non_clinical"):
        words = {name: as_slug(text) for name, text in CANCELLED_BECAUSE[who].items()}
        found = next((name for name, text in words.items() if slug in {name, text} and name != "other"), None)
        if found:
            return who, found
    return ("hospital_clinical" if any(word in slug for word in CLINICAL_WORDS) else "hospital_non_clinical"), "other"


CLINICAL_WORDS: Final = ("unfit", "infection", "unwell", "fever", "blood_pressure", "clinical_", "not_needed")


def _scope_rules(record: Cancellation) -> tuple[str, ...]:
    why = find_out_of_scope(record)
    if "clinical" in why:
        return ("CAN-11", "CAN-12")
    return ("CAN-10",) if "postponed" in why else ("CAN-6",)


def _find_reason(case: Case) -> Key:
    record = read_cancellation(case)
    if record.rescheduled_date is not None:
        applies = calc_guarantee(record, case.as_of).state != "not_in_scope"
        decided = ("in_scope", "cancellation") if applies else ("not_in_scope", "postponement")
        date_given = (calc_deadline(record.appointment_date),) if applies else ()
        return make_key(case, {"decision": decided, "date": date_given}, (), "CAN-10", "CAN-5")
    is_clinical = record.cancelled_by == "hospital_clinical" and not is_wrong_reason(record)
    rules = ("CAN-11", "CAN-12") if is_clinical else ("CAN-11", "EXC-3", "CAN-5")
    return make_key(case, {"decision": ("clinical",) if is_clinical else ("non_clinical",)}, (), *rules)


# --- tests ------------------------------------------------------------------------------------------------------------


def _find_dm01(case: Case) -> Key:
    values = Values(case)
    day = values.day("snapshot", "census", "on_day") or case.as_of
    tests = read_tests(read_truth(case), day)
    if not tests or tests[-1].wait.days is None or tests[-1].wait.clock_start is None:
        return make_key(case, {"decision": ("not_counted",)}, tests[-1].wait.steps if tests else (), "DM01-PLANNED")
    told = tests[-1].wait
    start, days = tests[-1].wait.clock_start or day, told.days or 0
    wait = Wait("days", start, day, days, days, SIX_WEEKS - 1, ("within",), ("breach",))
    facets = {
        "decision": wait.decide(days),
        "date": (add_days(start, SIX_WEEKS), start),
        "days": (days,),
        "rtt_start": find_start(read_clock(case)) if values.find("rtt") is not None else (),
    }
    rules = ("DM01-6-WEEKS", "DM01-EDGE", "DM01-RTT") if values.find("rtt") else ("DM01-6-WEEKS", "DM01-EDGE")
    local = any(is_local(step.rule) for step in told.steps)
    return make_key(case, facets, told.steps, *rules, waits=(wait,), is_policy=local)


# --- the return and the weeks -----------------------------------------------------------------------------------------


def _find_parts(case: Case) -> Key:
    values = Values(case)
    month = values.text("month")
    until = month_end(read_date(f"{month[:7]}-01") or case.as_of) if month else case.as_of
    clock = read_pathway(_read_all(case), until)
    found_on, last = values.day("found_on"), clock.last
    if last is None:
        return make_key(case, {"decision": ("none",)}, (), "A9", "RET-1")
    found_on = found_on or read_date(clock.extras.get("found_on"))
    if last.stop and found_on and (found_on.year, found_on.month) > (last.stop.year, last.stop.month):
        return make_key(case, {"decision": ("none_now",), "code": (last.stop_code,)}, (), "A9-1", "VAL-5")
    if last.stop and month and (last.stop.year, last.stop.month) != (until.year, until.month):
        return make_key(case, {"decision": ("none",)}, (), "A9", "RET-1")
    parts = list_return_parts(clock) or ["none"]
    rules = ["A9", "RET-1"]
    rules += ["A9-2"] if clock.extras.get("in_rtt_return") is False else []
    rules += ["A9-3", "RET-6"] if clock.extras.get("nonc") else []
    return make_key(case, {"decision": parts, "code": (last.stop_code,) if last.stop_code else ()}, (), *rules)


def _read_all(case: Case) -> list[Event]:
    """What happened, and the event that is asked where one is."""
    return [*read_truth(case), *([read_asked(case)] if asks_event(case) else [])]


def _find_weeks(case: Case) -> Key:
    values = Values(case)
    if (count := values.number("working_days")) is not None:
        since = values.get_day("from", "since", "start", "sent_on")
        return make_key(case, {"date": (add_working_days(since, count),)}, (), "M")
    start = values.day("clock_start", "start") or read_pathway(_read_all(case), case.as_of).clock_start
    if start is None:
        raise NoKey("The case has no clock to count from.")
    limit = 7 * (values.number("limit_weeks", "weeks") or 18)
    clock = read_clock(case)
    end = values.day("snapshot", "on_day", "stop", "treated_on", "seen_on") or clock.clock_stop or case.as_of
    days = (end - start).days
    wait = Wait("days", start, end, days, days, limit, ("within",), ("over", "breach"))
    facets = {
        "decision": wait.decide(days),
        "date": (start + timedelta(days=limit + 1),),
        "days": (days,),
        "breach_date": (start + timedelta(days=limit + 1),),
    }
    return make_key(case, facets, (), "A8", "RET-2", waits=(wait,))


# --- offers and position ----------------------------------------------------------------------------------------------


def _find_reasonable(case: Case) -> Key:
    values = Values(case)
    offers = [_read_offer(event) for event in _read_all(case) if event.name in {"tci_offered", "tci_declined"}]
    made, day = values.day("offered_on", "made_on", "offer_made"), values.day("offered_for", "offered_date", "tci")
    if not asks_event(case) and made and day:
        offers.append({"made_on": made, "offered_date": day, "answer": "declined"})
    if not offers:
        raise NoKey("The case offers no date.")
    is_cancer = values.flag("cancer", "cancer_pathway")
    told = judge_offers(
        PatientChoice.of(offers=[DateOffered.of(**one) for one in offers], cancer_pathway="yes" if is_cancer else "no")
    )[-1]
    is_far = told.finding is not None and told.finding.code == "choice-second-too-far"
    decided = {True: "reasonable", False: "not_reasonable", None: "unknown"}[told.reasonable]
    accepted = ("too_far", "not_reasonable") if is_far else (decided,)
    offered, made = told.offer.offered_date, told.offer.made_on
    facets = {"decision": accepted, "days": ((offered - made).days,) if offered and made else ()}
    rules = ("CHO-3", "CHO-2") if len(offers) > 1 else ("CHO-2",)
    return make_key(case, facets, (told.reason,), *rules, is_policy=is_local(told.reason.rule))


def _read_offer(event: Event) -> dict[str, Any]:
    made = read_date(event.details.get("offered")) or event.date
    is_declined = event.details.get("declined") is True or event.name == "tci_declined"
    answer = "declined" if is_declined else "accepted"
    return {"made_on": made, "offered_date": read_date(event.details.get("tci")), "answer": answer}


def _find_position(case: Case) -> Key:
    """Two numbers: the RTT wait, and with the days before active monitoring the place on the list."""
    key = find_outcome(case)
    clock = key.after
    if clock is None or clock.wait is None:
        return key
    asked_for = Values(case).text("question").lower()
    days = clock.list_position_days if "position" in asked_for or "place" in asked_for else clock.wait.days
    reasons = tuple(dict.fromkeys((*key.facets.get("reason", ()), "CHO-15", "AM9", "D3")))
    return replace(key, facets=ask_given({**key.facets, "days": (days,), "reason": reasons}, case.asked))


def _find_separate(case: Case) -> Key:
    """A second clock, for a condition of its own, or none: the answer is about that clock and not about the first."""
    key = find_rtt_effect(case)
    is_separate = "new_clock" in key.facets.get("decision", ())
    return replace(key, facets={**key.facets, "decision": ("new_clock",)}) if is_separate else key


# --- transfers, letters, identifiers ----------------------------------------------------------------------------------


def _find_reporter(case: Case) -> Key:
    """Who reports: the sender or the receiver, or its name where the case names both."""
    values, events = Values(case), _read_all(case)
    moves = values.flag("responsibility_moves", "clinical_responsibility_transfers", "responsibility_transfers")
    if moves is not None and not any(event.name.startswith("transfer") for event in events):
        return _find_form_reporter(case, moves)
    clock = read_pathway(events, case.as_of)
    if clock.last is None:
        raise NoKey("The case has no clock that anybody reports.")
    name = clock.last.reported_by or clock.provider
    first = next((event.details["provider"] for event in events if event.details.get("provider")), None)
    role = "sender" if name is None or name == first else "receiver"
    steps = [step for step in clock.steps if step.rule.ident in {"A7", "A7-1", "A7-2", "A7-3", "R25"}]
    decided = tuple(dict.fromkeys(filter(None, (role, name))))
    return make_key(case, {"decision": decided, "rtt_start": find_start(clock)}, steps, "A7", "TRA-1")


def _find_form_reporter(case: Case, moves: bool) -> Key:
    values = Values(case)
    shared = values.text("reported_by") or None
    agreed = "yes" if values.flag("commissioner_agreed") else "no"
    record = Transfer.of(
        transfer_type=values.text("transfer_type") or "inter_provider",
        responsibility_moves="yes" if moves else "no",
        reported_by=shared if shared in {"sender", "receiver"} else None,
        commissioner_agreed=agreed,
    )
    role = find_reporter(record)
    is_aid = values.flag("mutual_aid", "subcontract") or shared is not None
    rules = ("TRA-8", "R25", "TRA-1") if is_aid else ("TRA-1", "A7", "A7-1")
    return make_key(case, {"decision": (role,)}, (), *rules)


def _find_turnaround(case: Case) -> Key:
    values = Values(case)
    kind = values.text("type", "letter").lower()
    sent = values.day("sent_on", "date_sent", "letter_sent", "sent")
    if "summary" in kind or values.day("discharged_on", "discharged") is not None:
        since, limit, rule = values.get_day("discharged_on", "discharged", "event_date"), 1, "LET-2"
    else:
        since, limit, rule = values.get_day("seen_on", "clinic_on", "event_date"), CLINIC_LETTER_DAYS, "LET-1"
    due = add_days(since, limit)
    on = sent or case.as_of
    decided = ("in_time", "within", "met") if on <= due else ("late", "breach")
    return make_key(case, {"decision": decided, "date": (due,), "days": ((on - since).days,)}, (), rule)


def _find_first(case: Case) -> Key:
    """Who is booked first: by clinical priority, then by the day on which each was added to the list."""
    values, listed = Values(case), read_clock(case).decided_to_admit
    names = [name.removesuffix("_priority") for name in values.named if name.endswith("_priority")]
    if not names:
        raise NoKey("The case names no patients.")
    added = {name: values.day(f"{name}_added_on") or listed or values.get_day(f"{name}_added_on") for name in names}
    first = min(names, key=lambda name: (values.text(f"{name}_priority"), added[name]))
    return make_key(case, {"decision": (first,)}, (), "D3", "D3-1")


def _find_identifier(case: Case) -> Key:
    values = Values(case)
    ppid = values.find("ppid", "pathway_identifier", "pathway_id")
    if ppid is not None:
        return make_key(case, {"decision": ("valid",) if is_ppid(str(ppid)) else ("invalid",)}, (), "ID-3")
    number = values.find("nhs_number", "number", "input")
    if number is None:
        raise NoKey("The case gives no identifier.")
    told = check_nhs_number(number)
    rules = ("ID-1", "ID-2")
    return make_key(case, {"decision": ("valid",) if told.valid else ("invalid",)}, (), *rules)


VERDICTS: Final[Mapping[str, Callable[[Case], Key]]] = {
    "cancel-28-days": _find_guarantee,
    "cancel-reason": _find_reason,
    "cancel-postponed": _find_reason,
    "dm01": _find_dm01,
    "return-parts": _find_parts,
    "weeks": _find_weeks,
    "working-days": _find_weeks,
    "booking-order": _find_first,
    "choice-reasonable": _find_reasonable,
    "choice-position": _find_position,
    **dict.fromkeys(WHOLE, find_outcome),
    "start-separate-condition": _find_separate,
    "transfer-reporter": _find_reporter,
    "letter-turnaround": _find_turnaround,
    "identifiers": _find_identifier,
    **RECORD_VERDICTS,
}
