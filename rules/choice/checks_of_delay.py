"""Remarks on a wish to wait: a pause, the offers together, time away, a long delay and its review.

Source: NHS England PRN01045 v5.0, §8.1 to §8.3; rule book A4 and amendments R5, R7, C8.
"""

from rules.choice.clocks import ChoiceCase, find_first_date_away, find_latest_second_date, is_long_delay, is_refuted
from rules.choice.offers import SECOND_DATE_DAYS
from rules.choice.record import PatientChoice
from rules.choice.rules import BOOK, CANCER_OFFER, ELSEWHERE, LONG_DELAY, NO_PAUSE, NOT_FOR_ASKING, SECOND, UNAVAILABLE
from rules.explain import BREACH, NOTE, WATCH, At, Verdict, edge
from words.phrases import in_words, plural
from words.questions import KNOWN


def is_choice(case: object) -> bool:
    return isinstance(case, ChoiceCase)


def is_away(case: ChoiceCase) -> bool:
    """Is a time away declared whose ends are in order?"""
    start, end = (case.record.unavailable_from, case.record.unavailable_to) if is_choice(case) else (None, None)
    return start is not None and end is not None and start <= end


choice, away = BOOK.given(is_choice), BOOK.given(is_away)


@BOOK.check("choice-no-pause", BREACH, NO_PAUSE, "pause_wanted", given=lambda case: isinstance(case, PatientChoice))
def is_paused(case: PatientChoice) -> Verdict:
    """A pause is recorded{span}. The RTT clock cannot be paused: the wait is counted in full.

    Remove the pause and choose what fits: offer a second date, ask for a clinical review, agree active monitoring, or
    go on waiting.
    """
    if case.pause_wanted != "yes" and not (case.paused_from or case.paused_to):
        return False
    ends = (("from", case.paused_from), ("to", case.paused_to))
    span = "".join(f" {word} {in_words(day)}" for word, day in ends if day is not None)
    return At("paused_from" if case.paused_from else "pause_wanted", {"span": span})


@choice("choice-cancer-offers", NOTE, CANCER_OFFER, "offers")
def are_cancer_offers(case: ChoiceCase) -> Verdict:
    """On a cancer pathway the three weeks' notice is not applied to these offers.

    Judge them by the cancer waiting times guidance and the local policy.
    """
    return bool(case.offers) and case.record.cancer_pathway == "yes"


@choice("choice-offer-second-date", NOTE, SECOND, "offers")
def lacks_second_date(case: ChoiceCase) -> Verdict:
    """One reasonable date has been declined. The clock keeps running.

    Offer a second date, no later than {latest} and with three weeks' notice.
    """
    latest = find_latest_second_date(case)
    return latest is not None and case.record.cancer_pathway != "yes" and {"latest": latest}


@choice("choice-one-refusal-elsewhere", NOTE, ELSEWHERE, "offers")
def is_one_declined_elsewhere(case: ChoiceCase) -> Verdict:
    """One date at another provider was declined. This has no effect on the clock.

    Keep the patient on the list as before.
    """
    return sum(offer.elsewhere and offer.declined for offer in case.record.offers) == 1


@choice("choice-unavailable-backwards", BREACH, UNAVAILABLE, "unavailable_to", blames="entry")
@edge(unavailable_from=-9, right={"unavailable_to": -9}, wrong={"unavailable_to": -10})
def is_away_backwards(case: ChoiceCase) -> Verdict:
    """The time away ends on {end}, before it starts on {start}.

    Correct one of the two dates.
    """
    start, end = case.record.unavailable_from, case.record.unavailable_to
    return start is not None and end is not None and end < start and {"start": start, "end": end}


@away("choice-unavailable-not-judged", WATCH, UNAVAILABLE, "two_dates_possible")
def is_away_unjudged(case: ChoiceCase) -> Verdict:
    """The patient is unavailable from {start} to {end}, but it is not recorded whether two reasonable dates could have
    been offered inside that time.

    Ask the booking team and write down how it was judged.
    """
    record = case.record
    unjudged = record.two_dates_possible not in KNOWN
    return unjudged and {"start": record.unavailable_from, "end": record.unavailable_to}


@away("choice-unavailable-no-monitoring", NOTE, UNAVAILABLE, "two_dates_possible")
def is_away_too_short(case: ChoiceCase) -> Verdict:
    """Two reasonable dates could not have been offered inside the time away: no active monitoring on that ground.

    Keep the clock running and offer dates after {end}.
    """
    return case.record.two_dates_possible == "no" and {"end": case.record.unavailable_to}


@away("choice-unavailable-too-short", BREACH, UNAVAILABLE, "two_dates_possible")
@edge(
    two_dates_possible="yes",
    unavailable_known_on=0,
    unavailable_from=0,
    right={"unavailable_to": 22},
    wrong={"unavailable_to": 21},
)
def are_two_dates_refuted(case: ChoiceCase) -> Verdict:
    """Two reasonable dates are said to have been possible between {start} and {end}, but with three weeks' notice from
    {known} the first possible date is {first}.

    Answer no: two dates do not fit.
    """
    record = case.record
    start, end, known = record.unavailable_from, record.unavailable_to, record.unavailable_known_on
    if record.two_dates_possible != "yes" or start is None or known is None or not is_refuted(record):
        return False
    return {"start": start, "end": end, "known": known, "first": find_first_date_away(known, start)}


@choice("choice-delay-needs-review", WATCH, LONG_DELAY, "clinical_review_date")
@edge(right={"delay_weeks": 6}, wrong={"delay_weeks": 7})
def lacks_review(case: ChoiceCase) -> Verdict:
    """The patient wishes to wait {length}, more than six weeks, and no clinical review is recorded. The clock keeps
    running.

    Ask the clinician to review the effect on condition and plan, and record the outcome.
    """
    if not is_long_delay(case.record) or case.record.clinical_review_date is not None:
        return False
    weeks = case.record.delay_weeks or 0
    return {"length": plural(weeks, "week") if weeks * 7 > SECOND_DATE_DAYS else "for the whole of the time away"}


@choice("choice-review-no-outcome", WATCH, LONG_DELAY, "clinical_review_outcome")
def lacks_outcome(case: ChoiceCase) -> Verdict:
    """A clinical review on {day} is recorded without its outcome.

    Record what the clinician decided: carry on, another date, active monitoring or discharge.
    """
    day = case.record.clinical_review_date
    return day is not None and not case.record.clinical_review_outcome and {"day": day}


@choice("choice-clinician-not-content", WATCH, LONG_DELAY, "clinical_review_outcome")
def is_clinician_not_content(case: ChoiceCase) -> Verdict:
    """The clinician is not content with the delay.

    Explain the risk to the patient and agree a clinically appropriate date; record both.
    """
    return case.record.clinical_review_outcome == "not_content"


@choice("choice-discharged-for-delay", BREACH, NOT_FOR_ASKING, "clinical_review_outcome")
def is_discharged_for_delay(case: ChoiceCase) -> Verdict:
    """The patient was discharged to the GP, but it is not shown that {missing}. Wishing to delay is not a reason.

    Reinstate the patient with the original clock start, or record the clinician's decision.
    """
    record = case.record
    shown = {
        "a clinician reviewed the case": record.clinical_review_date is not None,
        "it is in the patient's best interest": record.discharge_in_best_interest == "yes",
        "the patient was told": record.patient_informed == "yes",
    }
    missing = [words for words, met in shown.items() if not met]
    return record.clinical_review_outcome == "discharged" and bool(missing) and {"missing": missing}
