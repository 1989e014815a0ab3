"""What a choice or delay means in words, the columns it fills, and what is due."""

from collections.abc import Iterator
from datetime import date, timedelta

from dashapp.declare.meaning import Due, Fact, Meaning
from dashapp.declare.module import Case, Derived
from dashapp.declare.phrases import list_letters_due, tell_next_step
from rules.choice.clocks import (
    ChoiceCase,
    calc_monitoring,
    explain_no_pause,
    find_earliest_reasonable_offer_date,
    find_latest_second_date,
    find_review_due,
    is_long_delay,
)
from rules.choice.offers import JudgedOffer
from rules.choice.record import CHOICE_TYPES, PatientChoice
from words.phrases import in_words, join_words, plural
from words.questions import choices

REVIEW_WITHIN, THINKING_WITHIN = 14, 14
"""Days: a clinical review of a long wish to wait (local policies differ); thinking time before a conversation."""

STATES = choices(
    clock_runs="Clock runs",
    monitoring="On active monitoring",
    monitoring_unsound="Active monitoring not shown",
    came_back="Going ahead, new clock",
    discharged="Discharged",
    discharge_unsound="Discharge not shown",
)
ALLOWED = choices("May begin", "Not yet")


def tell_meaning(case: Case) -> Meaning:
    """Each offer judged, whether active monitoring may begin, when to review; and why there is no pause."""
    choice: ChoiceCase = case.clocks
    told = (
        Fact("18 weeks (RTT)", STATE_WORDS[tell_state(case)], "note"),
        *list_offer_facts(choice),
        *list_monitoring_facts(choice),
        *list_review_facts(choice, case.today),
    )
    steps = (*(verdict.reason for verdict in choice.offers), *calc_monitoring(choice).steps)
    return Meaning(facts=told, steps=steps, options=(NO_PAUSE, explain_no_pause(choice)))


NO_PAUSE = "There is no pause: why, and what the options are"
STATE_WORDS = {
    "clock_runs": "The clock keeps running.",
    "monitoring": "Stopped: active monitoring, from the date agreed.",
    "monitoring_unsound": "The clock keeps running: the tests for active monitoring are not all shown.",
    "came_back": "A new clock started at zero on the day the patient decided to go ahead.",
    "discharged": "Stopped: discharged to the GP by a clinician's decision.",
    "discharge_unsound": "The clock keeps running: a clinician's decision to discharge is not shown.",
}


def list_offer_facts(choice: ChoiceCase) -> Iterator[Fact]:
    yield from map(tell_verdict, choice.offers)
    if choice.offers:
        counted = sum(judged.counts for judged in choice.offers)
        yield Fact("Reasonable offers declined", f"{counted} of {plural(len(choice.offers), 'offer')}")
    latest = find_latest_second_date(choice)
    if latest is not None:
        yield Fact("Second date by", in_words(latest), "watch")


def tell_verdict(verdict: JudgedOffer) -> Fact:
    """An offer and whether it is reasonable."""
    day = verdict.offer.offered_date
    label = f"Offer {verdict.number}" + (f", {in_words(day)}" if day else "")
    if verdict.reasonable is None:
        return Fact(label, "Cannot be judged", "watch")
    told = "Reasonable" if verdict.reasonable else "Does not count as reasonable"
    if verdict.offer.declined:
        told += ", declined"
    return Fact(label, told, "fine" if verdict.reasonable else "watch")


def list_monitoring_facts(choice: ChoiceCase) -> Iterator[Fact]:
    verdict = calc_monitoring(choice)
    if verdict.allowed:
        yield Fact("Active monitoring", f"May begin, status {verdict.code}, from the date agreed", "fine")
    else:
        yield Fact("Active monitoring", f"Not yet: {join_words(verdict.missing)}")
    first = find_earliest_reasonable_offer_date(choice)
    if first is not None:
        yield Fact("Earliest reasonable offer date", in_words(first))


def list_review_facts(choice: ChoiceCase, today: date) -> Iterator[Fact]:
    due = find_review_due(choice)
    if due is not None:
        yield Fact("Next clinical review", in_words(due), "breach" if due < today else "note")
    if is_long_delay(choice.record):
        reviewed = choice.record.clinical_review_date is not None
        words = "reviewed by a clinician" if reviewed else "needs a clinical review"
        yield Fact("More than six weeks", words, "fine" if reviewed else "watch")


def tell_state(case: Case) -> str:
    """What the record does to the RTT clock, as one slug."""
    answers: PatientChoice = case.answers
    if answers.wishes_to_proceed_on is not None and answers.wishes_to_proceed_on <= case.today:
        return "came_back"
    if answers.clinical_review_outcome == "discharged" and answers.clinical_review_date is not None:
        sound = answers.discharge_in_best_interest == answers.patient_informed == "yes"
        return "discharged" if sound else "discharge_unsound"
    if answers.active_monitoring_agreed_on is not None:
        return "monitoring" if calc_monitoring(case.clocks).allowed else "monitoring_unsound"
    return "clock_runs"


def tell_offers(case: Case) -> int:
    return len(case.answers.offers)


def tell_declined(case: Case) -> int:
    return sum(verdict.counts for verdict in case.clocks.offers)


def tell_allowed(case: Case) -> str:
    return "may_begin" if calc_monitoring(case.clocks).allowed else "not_yet"


def tell_review_due(case: Case) -> date | None:
    return find_review_due(case.clocks)


def tell_days_left(case: Case) -> int | None:
    due = tell_review_due(case)
    return (due - case.today).days if due else None


def tell_verdicts(case: Case) -> str:
    """How the offers stand, for counting: each verdict once, in the order of the offers."""
    words = {True: "reasonable", False: "not reasonable", None: "cannot be judged"}
    return ", ".join(words[verdict.reasonable] for verdict in case.clocks.offers)


def tell_standing(answers: PatientChoice) -> str:
    """Where the case stands when nothing is to be mended."""
    if answers.wishes_to_proceed_on:
        return "Book from the place held on the list"
    if answers.active_monitoring_agreed_on:
        return "Review" + (f" on {in_words(answers.next_review_on)}" if answers.next_review_on else "")
    if latest := find_latest_second_date(ChoiceCase.read(answers)):
        return f"Offer a second date by {in_words(latest)}"
    accepted = next((offer for offer in answers.offers if offer.answer == "accepted" and offer.offered_date), None)
    return f"Date accepted: {in_words(accepted.offered_date)}" if accepted else CHOICE_TYPES[answers.choice_type]


DERIVED = (
    Derived("state", "RTT clock", tell_state, choices=STATES),
    Derived("offers_made", "Offers", tell_offers, kind="count"),
    Derived("declined", "Reasonable, declined", tell_declined, kind="count"),
    Derived("verdicts", "Offers judged", tell_verdicts),
    Derived("monitoring", "Active monitoring", tell_allowed, choices=ALLOWED),
    Derived("review_due", "Review due", tell_review_due, kind="date"),
    Derived("days_left", "Days to the review", tell_days_left, kind="days"),
    Derived("next_step", "Next step", tell_next_step(tell_standing)),
)


def list_due(case: Case) -> Iterator[Due]:
    """The review of active monitoring, the second date, the review of a long delay, the talk about thinking time, the
    letters owed."""
    answers: PatientChoice = case.answers
    codes = {finding.code for finding in case.findings}
    due = find_review_due(case.clocks)
    if due is not None:
        yield Due(due, "Review the patient on active monitoring", matter="review")
    if "choice-delay-needs-review" in codes:
        known = answers.asked_on or answers.unavailable_known_on or answers.unavailable_from
        yield Due(
            (known or case.today) + timedelta(days=REVIEW_WITHIN),
            "Ask the clinician to review the delay",
            matter="review",
        )
    if "choice-offer-second-date" in codes and (latest := find_latest_second_date(case.clocks)):
        yield Due(latest - timedelta(days=21), f"Offer a second date, no later than {in_words(latest)}", matter="date")
    if answers.thinking_from is not None and not (answers.next_step_agreed_on or answers.active_monitoring_agreed_on):
        yield Due(
            answers.thinking_from + timedelta(days=THINKING_WITHIN),
            "Talk with the patient about the next step",
            matter="contact",
        )
    yield from list_letters_due(case)
