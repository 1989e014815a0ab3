"""Every remark on one request for funding: the clock, the steps, the case, the evidence, the decision, the dates.

Sources: rule book H (from memory unless named: check local policy), A3; PRN01045 v5.0 rules 5, §4.4.1.2.
"""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from rules.explain import BREACH, NOTE, WATCH, At, Verdict, edge
from rules.funding.clocks import STEPS, can_move, find_decision_due, is_refused, list_steps
from rules.funding.record import FundingRequest
from rules.funding.rules import (
    BOOK,
    BY_CRITERIA,
    CLINICIAN,
    DECIDED,
    EBI,
    EVIDENCE,
    EXCEPTIONAL,
    MOVES,
    PRIOR,
    REFUSAL,
    REFUSED,
    RUNS,
    TIMES,
    UNDECIDED,
)
from words.questions import KNOWN

list_findings = BOOK.find
WEAK = re.compile(
    r"\b(?:rare|rarity|cannot work|lose (?:his|her|their) job|employment|carer|caring for|single parent|sole earner|"
    r"wedding|sport|holiday|cosmetic)\b",
    re.IGNORECASE,
)
COSMETIC = re.compile(r"(?<!not )(?<!non-)(?<!not for )\bcosmetic\b", re.IGNORECASE)

ifr = BOOK.given(lambda case: case.category == "ifr")
by_criteria = BOOK.given(lambda case: case.category in BY_CRITERIA)
submitted = BOOK.given(lambda case: case.status not in {"draft", "withdrawn"})
declined = BOOK.given(lambda case: case.status in REFUSED)
refused = BOOK.given(is_refused)


def is_blank(text: str | None) -> bool:
    return not (text or "").strip()


def find_weak_ground(statement: str | None) -> str:
    """The first words of a statement that speak of rarity or social factors."""
    found = WEAK.search(statement or "")
    return found.group() if found else ""


def say_status(status: str) -> str:
    return status.replace("_", " ")


@BOOK.check("funding-no-pause", BREACH, RUNS, "paused")
def is_paused(case: FundingRequest) -> Verdict:
    """The clock is recorded as paused or stopped while funding is decided. There is no pause.

    Remove it: the wait for funding is part of the wait.
    """
    return case.paused == "yes" or (case.clock_stop is not None and case.status in UNDECIDED and At("clock_stop"))


@BOOK.check("funding-clock-runs", NOTE, RUNS, "status")
def does_clock_run(case: FundingRequest) -> Verdict:
    """The request is {status}: the clock keeps running.

    Go on preparing the patient, and watch the wait.
    """
    return case.status in UNDECIDED and {"status": say_status(case.status)}


@BOOK.check("funding-move-not-allowed", BREACH, CLINICIAN, "moves")
def list_odd_moves(case: FundingRequest) -> Iterator[At]:
    """A request cannot go from "{from_status}" to "{to_status}".

    Correct the steps. Possible next: {possible}.
    """
    for status, to in pairwise(("draft", *(move.to for move in case.moves))):
        if status != to and not can_move(status, to):
            possible = [say_status(word) for word in MOVES.get(status, ())] or ["none, the request has ended"]
            yield At("moves", {"from_status": say_status(status), "to_status": say_status(to), "possible": possible})


@BOOK.check("funding-status-differs", BREACH, CLINICIAN, "status", blames="entry")
def differs_from_last_move(case: FundingRequest) -> Verdict:
    """The status is "{status}", but the last step led to "{last}".

    Add the missing step, or correct the status.
    """
    if not case.moves or case.status == case.moves[-1].to:
        return False
    return {"status": say_status(case.status), "last": say_status(case.moves[-1].to)}


@BOOK.check("funding-clinician-missing", BREACH, CLINICIAN, "consultant")
def lacks_consultant(case: FundingRequest) -> Verdict:
    """No consultant is named: a clinician makes the request.

    Name the consultant who asks.
    """
    return is_blank(case.consultant)


@BOOK.check("funding-urgent-without-reason", WATCH, CLINICIAN, "urgent_reason")
def lacks_urgent_reason(case: FundingRequest) -> Verdict:
    """Marked urgent without a reason.

    Say what is in danger, and by when.
    """
    return case.urgent == "yes" and is_blank(case.urgent_reason)


@ifr("funding-exceptionality-missing", BREACH, EXCEPTIONAL, "exceptionality")
def lacks_statement(case: FundingRequest) -> Verdict:
    """An individual funding request without a statement of clinical exceptionality.

    Say how this patient differs from others at the same stage, and why the gain would be greater.
    """
    return is_blank(case.exceptionality)


@ifr("funding-not-exceptional", WATCH, EXCEPTIONAL, "exceptionality")
def is_not_exceptional(case: FundingRequest) -> Verdict:
    """The statement rests on "{words}": rarity and social factors alone are not clinical exceptionality.

    Add what is clinically different about this patient and the likely gain.
    """
    words = find_weak_ground(case.exceptionality)
    return bool(words) and {"words": words}


@by_criteria("funding-criteria-not-met", WATCH, PRIOR, "criteria_met")
def fails_criteria(case: FundingRequest) -> Verdict:
    """The criteria are not met.

    Make an individual funding request if the patient is clinically exceptional; otherwise it will be declined.
    """
    return case.criteria_met == "no"


@by_criteria("funding-cosmetic", WATCH, PRIOR, "criteria_evidence")
def is_cosmetic(case: FundingRequest) -> Verdict:
    """The evidence speaks of "{words}": a cosmetic reason meets no criteria.

    Say what the patient cannot do, what hurts, or what is at risk.
    """
    found = COSMETIC.search(case.criteria_evidence or "")
    return found is not None and {"words": found.group()}


@BOOK.check("funding-ebi-not-routine", WATCH, EBI, "ebi_routine")
def is_not_routine(case: FundingRequest) -> Verdict:
    """This intervention is not done routinely.

    Make an individual funding request, or agree another treatment.
    """
    return case.category == "ebi" and case.ebi_routine == "no"


@submitted("funding-evidence-missing", BREACH, EVIDENCE, "evidence")
def lacks_evidence(case: FundingRequest) -> Verdict:
    """The request was submitted without {missing}.

    Attach it: a request without evidence is sent back.
    """
    is_ifr = case.category == "ifr"
    missing = []
    if is_blank(case.treatments_tried if is_ifr else case.criteria_evidence):
        missing.append("what has been tried" if is_ifr else "evidence that the criteria are met")
    if all(is_blank(item.description) for item in case.evidence):
        missing.append("any attached evidence")
    return bool(missing) and {"missing": missing}


@submitted("funding-measurement-missing", WATCH, EVIDENCE, "evidence")
def lacks_measurement(case: FundingRequest) -> Verdict:
    """The request was submitted without a measurement or score; its criteria are decided on one.

    Attach it: the BMI, the questionnaire the patient filled in, the sight or the nerve test.
    """
    kinds = [item.kind for item in case.evidence]
    return case.category in BY_CRITERIA and bool(kinds) and "measurement_or_score" not in kinds


@declined("funding-alternative-unknown", WATCH, REFUSAL, "other_treatment")
def is_alternative_unknown(case: FundingRequest) -> Verdict:
    """Declined, and it is not recorded whether there is another treatment.

    Ask the consultant: it decides whether the clock stops.
    """
    return case.other_treatment not in KNOWN


@declined("funding-alternative-runs", NOTE, REFUSAL, "other_treatment")
def is_alternative_possible(case: FundingRequest) -> Verdict:
    """Declined, and another treatment is possible: the clock keeps running.

    Agree the next step with the patient, and book it.
    """
    return case.other_treatment == "yes"


@refused("funding-patient-not-told", BREACH, REFUSAL, "patient_told_on")
def is_patient_untold(case: FundingRequest) -> Verdict:
    """Declined, with no other treatment, and no date on which the patient was told: the clock keeps running.

    Tell the patient and the GP; that date is the stop.
    """
    return case.patient_told_on is None


@refused("funding-stop-differs", BREACH, REFUSAL, "clock_stop")
@edge(status="declined", other_treatment="no", patient_told_on=-9, right={"clock_stop": -9}, wrong={"clock_stop": -8})
def is_stop_another_day(case: FundingRequest) -> Verdict:
    """The clock is stopped on {stop}, but the patient was told on {told}.

    Record {told} as the stop.
    """
    stop, told = case.clock_stop, case.patient_told_on
    return None not in (stop, told) and stop != told and {"stop": stop, "told": told}


@refused("funding-declined-stop", NOTE, REFUSAL, "patient_told_on")
def does_telling_stop(case: FundingRequest) -> Verdict:
    """Declined, with no other treatment: the clock stops (34) on {told}, when the patient was told.

    Record 34 with that date, and write to the GP.
    """
    told = case.patient_told_on
    return told is not None and case.clock_stop in (None, told) and {"told": told}


@BOOK.check("funding-step-dates-differ", BREACH, CLINICIAN, "moves")
@edge(moves=[{"to": "submitted", "on": -9}], right={"submitted_on": -9}, wrong={"submitted_on": -8})
def list_differing_dates(case: FundingRequest) -> Iterator[At]:
    """“{step}” is dated {day}, and among the steps so far {other}.

    Correct one of the two: the weeks waited at each step are counted from them.
    """
    for field, day in list_steps(case):  # a step taken twice, as after a question of the ICB, may bear either date
        names = DECIDED if field == "decided_on" else {STEPS[field]}
        told = [move.on for move in case.moves if move.on and move.to in names]
        if told and day not in told:
            yield At(field, {"step": STEPS[field], "day": day, "other": told[-1]})


@BOOK.check("funding-steps-out-of-order", BREACH, CLINICIAN, "screened_on", blames="entry")
@edge(submitted_on=-9, decided_on=-5, right={"screened_on": -9}, wrong={"screened_on": -10})
def list_early_steps(case: FundingRequest) -> Iterator[At]:
    """{later} ({later_day}) is before {earlier} ({earlier_day}).

    Correct one of the two dates.
    """
    for (earlier, first), (later, second) in pairwise(list_steps(case)):
        if second < first:
            names = {"earlier": f"“{STEPS[earlier]}”", "later": f"“{STEPS[later]}”"}
            yield At(later, {**names, "earlier_day": first, "later_day": second})


@BOOK.check("funding-decision-overdue", WATCH, TIMES, "decided_on")
@edge(urgent="yes", right={"submitted_on": -7}, wrong={"submitted_on": -8})
def is_decision_overdue(case: FundingRequest, today: date) -> Verdict:
    """Submitted on {day}, and undecided; a decision was due by {due}.

    Ask the ICB for the decision, and tell the patient.
    """
    due = find_decision_due(case)
    return due is not None and today > due and {"day": case.submitted_on, "due": due}
