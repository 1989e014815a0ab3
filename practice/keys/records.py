"""Keys of verdicts about a record: whether its book finds anything wrong with it, or what became of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from rules.cancer import read_pathway as read_cancer
from rules.cancer.allocation import Method
from rules.capacity import answer_line
from rules.consent.checks import list_findings as find_in_consent
from rules.consent.record import Consent
from rules.events import read_date
from rules.explain import Finding, Severity, Step
from rules.funding.checks import list_findings as find_in_request
from rules.funding.record import FundingRequest
from rules.mdt.checks import list_findings as find_in_meeting
from rules.mdt.record import Meeting, MeetingCase
from rules.transfers.checks import list_findings as find_in_transfer
from rules.transfers.record import TransferOnPathway

from ..case import Case, describe_event
from .key import Key, NoKey
from .make import make_key
from .rtt import asks_event, find_rtt_effect, read_clock, read_truth
from .values import Values

Find = Callable[[Any, date], Iterable[Finding]]
ADULT: Final = date(1970, 1, 1)
READY, NOT_READY = ("ready", "complete"), ("not_ready", "not_complete")


def find_by_last_event(case: Case) -> Key:
    """What the last event did, where the case names none: the effect of it on the RTT clock."""
    events = sorted(read_truth(case), key=lambda event: event.date)
    if not events:
        raise NoKey(f"No rule book gives a verdict for this case of {case.family}.")
    truth = replace(case.truth, events=tuple(events[:-1]))
    return find_rtt_effect(replace(case, truth=truth, asked={**case.asked, **describe_event(events[-1])}))


def add_reasons(key: Key, *rules: str) -> Key:
    """The key with further rules accepted as its reason."""
    reasons = tuple(dict.fromkeys((*key.facets.get("reason", ()), *rules)))
    return replace(key, facets={**key.facets, "reason": reasons})


def find_consent(case: Case) -> Key:
    """Whether the patient, an adult where no date of birth is told, may be listed as far as consent goes."""
    if not Values(case).text("capacity"):
        raise NoKey("The case does not say who has capacity.")
    record = Consent.of(**{**fit_values(case, Consent), "date_of_birth": Values(case).day("date_of_birth") or ADULT})
    return judge_findings(case, find_in_consent(record, case.as_of), (Severity.BREACH,), "CON-8", "CON-2")


def find_request(case: Case) -> Key:
    """Whether a request for funding can go to the panel as it is."""
    record = FundingRequest.of(**fit_values(case, FundingRequest))
    return judge_findings(
        case, find_in_request(record, case.as_of), (Severity.BREACH, Severity.WATCH), "FUN-5", "FUN-3"
    )


def find_meeting(case: Case) -> Key:
    """Whether a patient's outcome in a meeting is complete; the meeting may be an event of the pathway."""
    told = MeetingCase.of(**fit_values(case, MeetingCase))
    met = [event.date for event in read_truth(case) if event.name == "mdt_discussion"]
    values = {**fit_values(case, Meeting), "status": "held", "cases": [told], **({"date": met[-1]} if met else {})}
    findings = [
        one for one in find_in_meeting(Meeting.of(**values), case.as_of) if (one.field or "").startswith("cases")
    ]
    about = [rule for name, rule in OF_MEETING.items() if Values(case).named.get(name) is not None]
    return judge_findings(case, findings, (Severity.BREACH, Severity.WATCH), "MDT-4", *about)


OF_MEETING: Final[Mapping[str, str]] = {
    "transferred_on": "MDT-6",
    "upgrade_declined": "MDT-7",
    "no_treatment_reason": "MDT-8",
}
"""What is recorded of a patient → the rule by which nothing is left to do about it."""


def fit_values(case: Case, record: type[Any]) -> dict[str, Any]:
    """The values of a case that are questions of this record; yes and no as words, dates as dates. A question that
    must be answered and is not named is empty, a day of its own the day of the case."""
    named = Values(case).named
    empty = {str: "", date: case.as_of}
    must = {name: field.annotation for name, field in record.model_fields.items() if field.is_required()}
    told = {name: empty[kind] for name, kind in must.items() if kind in empty}
    return told | {name: _fit(value) for name, value in named.items() if name in record.model_fields}


def _fit(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return read_date(value) or value


def find_form(case: Case) -> Key:
    """What a transfer form has wrong that the case names, the first of it; complete where nothing is."""
    record = TransferOnPathway.of(**fit_values(case, TransferOnPathway), pathway_start=read_clock(case).clock_start)
    graded = [one for one in find_in_transfer(record, case.as_of) if one.severity is Severity.BREACH]
    found = [one for one in graded if one.field in Values(case).named and one.rule.ident in FORM_FAULTS]
    decided = dict.fromkeys(FORM_FAULTS[one.rule.ident] for one in found) or ("complete",)
    steps = [Step(one.rule, one.check.says, one.values) for one in found]
    return make_key(case, {"decision": decided}, steps, *(() if found else (*FORM_FAULTS, "A7-3")))


FORM_FAULTS: Final[Mapping[str, str]] = {
    "TRA-2": "wrong_start",
    "TRA-3": "wrong_status",
    "TRA-5": "wrong_dates",
    "TRA-6": "wrong_identifier",
}
"""Rule of a finding → what has to be corrected."""


def judge_findings(case: Case, findings: Iterable[Finding], grades: Sequence[Severity], *rules: str) -> Key:
    """Ready where nothing of these grades is found about what the case names; what it does not name is not looked at.
    The reason is what was found, else these rules."""
    named = Values(case).named
    graded = [finding for finding in findings if finding.severity in grades]
    found = [finding for finding in graded if (finding.field or "").rpartition(".")[2] in named]
    steps = [Step(finding.rule, finding.check.says, finding.values) for finding in found]
    return make_key(case, {"decision": NOT_READY if found else READY}, steps, *(() if found else rules))


def find_withdrawn(case: Case) -> Key:
    """Withdrawn consent is a cancellation by the patient; declining all treatment is what stops the clock."""
    key = find_rtt_effect(case) if asks_event(case) else find_by_last_event(case)
    return add_reasons(key, "CON-9", "CAN-13")


def find_letters(case: Case) -> Key:
    """Who is told after a missed appointment: the patient, and where a clock stopped the GP as well."""
    key = find_rtt_effect(case) if asks_event(case) else find_by_last_event(case)
    stopped = key.after is not None and key.after.status == "stopped"
    decided = ("patient_and_gp", "both") if stopped else ("patient",)
    return make_key(case, {"decision": decided}, key.steps, "DNA-9", "LET-7")


def find_three_clocks(case: Case) -> Key:
    key = find_rtt_effect(case) if asks_event(case) else find_by_last_event(case)
    has_test = any(event.name == "diagnostic_requested" for event in case.truth.events)
    return add_reasons(key, "DNA-10", "DNA-11", *(("DM01-RTT",) if has_test else ()))


def find_sum(case: Case) -> Key:
    """A figure of capacity planning: the function and its arguments are named."""
    asked = {**case.truth.facts, **case.asked}
    out = answer_line({"fn": asked.get("fn"), "args": asked.get("args") or {}}).get("out")
    if out is None:
        raise NoKey("The case asks for no figure that the capacity book works out.")
    return make_key(case, {"decision": (out,)}, (), "CAP-1")


def find_shares(case: Case) -> Key:
    """How a shared 62-day wait is allocated: by which method, and to whom."""
    told = read_cancer(read_truth(case), case.as_of)
    shared = told.allocation
    if shared is None:
        raise NoKey("The case has no 62-day wait that is shared.")
    whole = [
        name for name, share in (("investigating", shared.investigating), ("treating", shared.treating)) if share.total
    ]
    who = "halves" if len(whole) > 1 else whole[0]
    who = "solo" if shared.method is Method.SOLO else who
    scenario = (f"scenario_{shared.scenario}",) if shared.scenario else ()
    steps = [step for step in told.steps if step.rule.ident in SHARED_RULES]
    return make_key(
        case, {"decision": dict.fromkeys((who, *scenario, shared.method.value))}, steps, "CWT-SHARED", "CWT-38"
    )


SHARED_RULES: Final = frozenset({"CWT-SHARED", "CWT-SOLO", "CWT-5050", "CWT-38", "CWT-HALF-PATIENTS"})
RECORD_VERDICTS: Final[Mapping[str, Callable[[Case], Key]]] = {
    "consent-ready": find_consent,
    "consent-withdrawn": find_withdrawn,
    "funding-case": find_request,
    "mdt-outcome": find_meeting,
    "transfer-form": find_form,
    "dna-letters": find_letters,
    "dna-three-clocks": find_three_clocks,
    "capacity-sums": find_sum,
    "cancer-shared": find_shares,
}
