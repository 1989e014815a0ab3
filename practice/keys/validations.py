"""Keys of validations: what is wrong with a row of the list, and what a validator decides (RULEBOOK E)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from rules.event_groups import APPOINTMENTS
from rules.events import Event, parse_event, read_date
from rules.explain import Step
from rules.rtt import Clock, codes_for, read_pathway
from rules.rtt.codes import RUNNING_CODES, STOP_CODES, read_code
from rules.validation.whole_list import Coded, Failure, PathwayFacts, check_list

from ..case import Case
from ..records import Record
from ..records import list_rows as list_record_rows
from .key import Key, ask_given
from .rtt import OTHER_BOOKS, read_clock, read_truth, rule_of
from .values import Values

REMAINS: Final = ("remain", "next_step_chased")
LOCAL: Final = frozenset({"SP17"})
"""Stops of which code and date are to be checked locally, though not that it is one."""
CODE_RULES: Final = ("A6", "A6-1")
CORRECTS, CHASES, REVIEWS = ("correct",), ("next_step_chased",), ("clinical_review",)
DECISIONS: Final[Mapping[int, tuple[str, ...]]] = {
    4: CHASES,
    5: CHASES,
    7: REVIEWS,
    10: (*CHASES, *REVIEWS),
    14: (*CHASES, *REVIEWS),
    15: (*REVIEWS, *CHASES, *CORRECTS),
    29: CHASES,
    31: CHASES,
    32: REVIEWS,
    35: (*CORRECTS, *CHASES),
    36: (*CHASES, *REVIEWS),
    37: REVIEWS,
    38: CHASES,
}
"""What is decided by the check that speaks, where the clock is as it should be; any other corrects the record."""
_ROW: Final = frozenset(PathwayFacts.__dataclass_fields__)


def find_validation(case: Case) -> Key:
    """What is decided about a row: the clock of what happened against what the list shows."""
    clock, entered = read_clock(case), read_entered(case)
    shown = clock if entered == read_truth(case) else read_pathway(entered, case.as_of)
    failures = check_list(list_rows(case, entered, shown), case.as_of)
    numbers = {failure.number for failure in failures}
    wrong_codes = list_wrong_codes(case, entered)
    decision = decide(case, clock, shown, numbers, wrong_codes)
    rules = list_rules(case, clock, decision, failures, wrong_codes)
    facets = {
        "decision": decision,
        "date": _find_date(case, clock, decision),
        "code": _find_codes(clock, decision, wrong_codes),
        "reason": rules,
        "rtt_start": (clock.clock_start, None) if clock.clock_start else (),
        "breach_date": (clock.breach_date,) if clock.status == "open" else (),
    }
    asked, last = ask_given(facets, case.asked), clock.last
    is_local = "stop" in decision and last is not None and last.stop_rule is not None and last.stop_rule.ident in LOCAL
    policy = frozenset({"date", "code"} & asked.keys()) if is_local else frozenset()
    return Key(asked, policy, _list_steps(clock, rules), None, clock)


def read_entered(case: Case) -> list[Event]:
    """The events as the system shows them: those of the record, or without one those that happened, rightly coded."""
    shown = (case.record or {}).get("events")
    if not isinstance(shown, Sequence) or isinstance(shown, str):
        truth = read_truth(case)
        return [_fill_code(truth, event, case.as_of) for event in truth]
    return [parse_event(one) for one in shown if isinstance(one, Mapping)]


def _fill_code(truth: Sequence[Event], event: Event, as_of: date) -> Event:
    if _has_code(event) or event.name not in APPOINTMENTS:
        return event
    codes = sorted(fit_codes(truth, event, as_of))
    return event._replace(details={**event.details, "rtt_code": codes[0]}) if codes else event


def list_rows(case: Case, entered: Sequence[Event], shown: Clock) -> list[PathwayFacts]:
    """The row that is validated, and others of the list that the record names; the values of its columns that are
    named stand over what its events say, of which `shown` is the clock."""
    record = case.record or {}
    others = record.get("rows") or record.get("copies") or ()
    about = {**_read_shown(case, entered, shown), **_read_columns(record.get("about") or {})}
    copies = tuple(_read_columns(one) for one in others if isinstance(one, Mapping))
    return list_record_rows(Record(tuple(entered), about, copies), case.as_of)


def _read_shown(case: Case, entered: Sequence[Event], clock: Clock) -> dict[str, Any]:
    values, seen = Values(case), {event.name for event in entered}
    named = {
        "planned_due": values.day("planned_due", "due"),
        "lcad": values.day("lcad", "latest_clinically_appropriate"),
        "planned": "planned_list_added" in seen or None,
        "worklist": bool(seen & {"asi_worklist", "ras_received"} and not seen & set(APPOINTMENTS)) or None,
    }
    return {
        **dict.fromkeys(("next_event", "validated_on"), case.as_of),
        "pathway": case.id or "row",
        "patient": "patient",
        "nhs_number": "9990000018",
        "open": is_shown_open(case, clock),
        "clock_start": show_start(case, clock),
        "clock_stop": values.day("recorded_stop", "recorded_clock_stop") or clock.clock_stop,
        "codes": tuple(_list_codes(case, entered)),
        **{name: value for name, value in named.items() if value is not None},
    }


def _read_columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are columns of the list; dates may be text."""
    return {name: read_date(value) or value for name, value in values.items() if name in _ROW}


def is_shown_open(case: Case, clock: Clock) -> bool:
    """Whether the list shows the row as open."""
    said = Values(case).find("recorded_status", "row_status", "status")
    if said is not None:
        return str(said).strip().lower() in {"open", "waiting", "incomplete"}
    if "row open" in str(case.asked.get("question", "")).lower():
        return True
    recorded = Values(case).find("recorded_code")
    if recorded is None or not _is_over(clock):
        return clock.status == "open"
    day = Values(case).day("recorded_on", "coded_on") or max(
        (one.date for one in case.truth.events), default=case.as_of
    )
    return read_code(recorded) in RUNNING_CODES and clock.clock_stop is not None and day <= clock.clock_stop


def _list_codes(case: Case, entered: Sequence[Event]) -> list[Coded]:
    codes = [Coded(e.date, read_code(e.details["rtt_code"])) for e in entered if e.details.get("rtt_code") is not None]
    recorded = Values(case).find("recorded_code")
    if recorded is None or any(one.code == read_code(recorded) for one in codes):
        return codes
    day = Values(case).day("recorded_on", "coded_on") or max((e.date for e in entered), default=case.as_of)
    return [*codes, Coded(day, read_code(recorded))]


def list_wrong_codes(case: Case, entered: Sequence[Event]) -> list[frozenset[str]]:
    """For each event that carries a code which does not fit what happened, the codes that do."""
    wrong = []
    truth = read_truth(case)
    for coded in _list_codes(case, entered):
        event = next((one for one in reversed(truth) if one.date == coded.day and _has_code(one)), None)
        event = event or next((one for one in reversed(truth) if one.date <= coded.day), None)
        right = fit_codes(truth, event, case.as_of) if event else frozenset()
        if right and coded.code not in right and _is_known_wrong(coded.code, right):
            wrong.append(right)
    return wrong


def _has_code(event: Event) -> bool:
    return event.details.get("rtt_code") is not None


def _is_known_wrong(code: str, right: frozenset[str]) -> bool:
    """10 for 20, or the reverse, is not worth a correction: both say that the clock runs."""
    return not (code in {"10", "20"} and right & {"10", "20"})


def fit_codes(truth: Sequence[Event], event: Event, as_of: date) -> frozenset[str]:
    """The codes that fit an event of the pathway, read among those before it."""
    day = event.date
    uncoded = event._replace(details={name: value for name, value in event.details.items() if name != "rtt_code"})
    earlier = [one for one in truth if one is not event and one.date <= day]
    is_told = set(event.details) - {"rtt_code", "first"}
    after = read_pathway([*earlier, event if _decides(event) and not is_told else uncoded], as_of)
    return codes_for(read_pathway(earlier, as_of), event, after)


def _decides(event: Event) -> bool:
    """Whether the code of the event is all that says what came of it."""
    return read_code(event.details.get("rtt_code", "")) in STOP_CODES


def decide(
    case: Case, clock: Clock, shown: Clock, numbers: set[int], wrong_codes: Sequence[frozenset[str]]
) -> tuple[str, ...]:
    """What may be decided: of a row that is there twice to merge it, or what else is wrong with it."""
    if case.family == "validate-duplicates" and case.record is None:
        return ("merge",)
    found = _decide_row(case, clock, shown, numbers - {2, 3}, wrong_codes)
    if not numbers & {2, 3}:
        return found
    alone = CORRECTS if 3 in numbers else ()
    return tuple(dict.fromkeys(("merge", *(alone if found == REMAINS else found))))


def _decide_row(
    case: Case, clock: Clock, shown: Clock, numbers: set[int], wrong_codes: Sequence[frozenset[str]]
) -> tuple[str, ...]:
    """The clock of what happened comes first, then what the row shows otherwise."""
    if case.family == "validate-contact":
        return _decide_contact(case, clock)
    if _is_over(clock) and is_shown_open(case, clock):
        return ("stop", "correct") if clock.status == "nullified" or _is_over(shown) else ("stop",)
    if clock.status == "not_rtt" and is_shown_open(case, clock):
        return ("correct", "stop")
    if wrong_codes or _differs(case, clock, shown):
        return CORRECTS
    return next((DECISIONS.get(number, CORRECTS) for number in sorted(numbers)), REMAINS)


def _is_over(clock: Clock) -> bool:
    return clock.status in {"stopped", "active_monitoring", "nullified"}


def _differs(case: Case, clock: Clock, shown: Clock) -> bool:
    """Whether the list shows another start or stop than what happened gives."""
    if find_wrong_start(case, clock) or find_wrong_stop(case, clock):
        return True
    told = {"recorded_start", "recorded_clock_start", "recorded_stop", "recorded_clock_stop"} & set(Values(case).named)
    return not told and (clock.clock_start, clock.clock_stop) != (shown.clock_start, shown.clock_stop)


def _decide_contact(case: Case, clock: Clock) -> tuple[str, ...]:
    """No reply is not a stop; treated elsewhere or no longer wanted is one once it is decided and told."""
    return ("stop",) if _is_over(clock) else REMAINS


def _find_date(case: Case, clock: Clock, decision: tuple[str, ...]) -> tuple[date | None, ...]:
    """The day the clock stopped, where that is decided; the start or stop that was wrong, where it is corrected; of
    duplicates the start that is kept, which may be left out."""
    if "stop" in decision and clock.clock_stop is not None:
        start = find_wrong_start(case, clock) if "correct" in decision else None
        return (clock.clock_stop, *filter(None, (start,)))
    if "merge" in decision and clock.clock_start is not None:
        return (clock.clock_start, None)
    if "correct" in decision and "clinical_review" in decision:
        due = read_date(clock.extras.get("clinical_review_due"))
        return (due, None) if due else ()
    if decision == CORRECTS:
        return tuple(day for day in (find_wrong_start(case, clock), find_wrong_stop(case, clock)) if day is not None)
    return ()


def find_wrong_start(case: Case, clock: Clock) -> date | None:
    """The right start, where the list shows another or none."""
    return clock.clock_start if show_start(case, clock) != clock.clock_start else None


def show_start(case: Case, clock: Clock) -> date | None:
    """The start that the list shows: what the case says of it, else that of the clock."""
    values = Values(case)
    is_told = bool({"recorded_start", "recorded_clock_start"} & set(values.named))
    return values.day("recorded_start", "recorded_clock_start") if is_told else clock.clock_start


def find_wrong_stop(case: Case, clock: Clock) -> date | None:
    """The right stop, where the list shows another."""
    shown = Values(case).day("recorded_stop", "recorded_clock_stop")
    return clock.clock_stop if shown is not None and shown != clock.clock_stop else None


def _find_codes(clock: Clock, decision: tuple[str, ...], wrong: Sequence[frozenset[str]]) -> list[str]:
    if "stop" in decision and clock.last is not None and clock.last.stop_code:
        return [clock.last.stop_code]
    return sorted(wrong[-1]) if wrong else []


def list_rules(
    case: Case,
    clock: Clock,
    decision: tuple[str, ...],
    failures: Sequence[Failure],
    wrong_codes: Sequence[frozenset[str]],
) -> tuple[str, ...]:
    """The checks that speak, and the rule that the decision rests on."""
    idents = [failure.finding.rule.ident for failure in failures]
    last = clock.last
    if "merge" in decision:
        idents += ["E2", "E1-2", "E1-3"]
    if "stop" in decision and last is not None and last.stop_rule is not None:
        idents += [last.stop_rule.ident, "VAL-3", *(() if case.record else ("E1-1",))]
        idents += ["VAL-5", "A9-1"] if Values(case).day("found_on", "reported_through") else []
    if wrong_codes:
        idents += CODE_RULES
    if decision == CORRECTS and last is not None and find_wrong_start(case, clock):
        idents += [last.start_rule.ident]
    if decision == CORRECTS and last is not None and last.stop_rule and find_wrong_stop(case, clock):
        idents += [last.stop_rule.ident]
    if case.family == "validate-contact" and not _is_over(clock):
        idents += ["VAL-2"]
    idents += [other for ident in idents for other in OTHER_BOOKS.get(ident, ())]
    return tuple(dict.fromkeys(idents))


def _list_steps(clock: Clock, rules: Sequence[str]) -> tuple[Step, ...]:
    told = tuple(Step(rule_of(ident), rule_of(ident).statement) for ident in rules)
    return (*clock.steps, *told)
