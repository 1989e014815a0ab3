"""The record as the rule book on choice reads it, and what it means in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dashapp.declare.module import Case, Derived, Due, Fact, Meaning
from dashapp.declare.phrases import list_letters_due, read_facts, tell_next_step
from rules.choice import checks as choice
from rules.choice.checks import ChoiceFacts, Offer, OfferVerdict
from rules.choice.record import CHOICE_TYPES, DateOffered, PatientChoice
from rules.events import Event
from rules.explain import Finding
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


def make_offer(offered: DateOffered) -> Offer:
    """One offer in the rule book's words."""
    told = f"{offered.offered_time:%H:%M}" if offered.offered_time else None
    return read_facts(Offer, offered, offered_time=told, answered_on=offered.declined_on)


def make_facts(answers: PatientChoice) -> ChoiceFacts:
    """The record in the rule book's words."""
    return read_facts(
        ChoiceFacts,
        answers,
        offers=tuple(make_offer(offered) for offered in answers.offers),
        review_date=answers.clinical_review_date,
        review_outcome=answers.clinical_review_outcome,
        monitoring_agreed_on=answers.active_monitoring_agreed_on,
    )


def facts_of(case: Case) -> ChoiceFacts:
    """The record's facts; worked out once for a case."""
    facts: ChoiceFacts = case.clocks
    return facts


def read_case(case: Case) -> ChoiceFacts:
    return make_facts(case.answers)


def find_findings(case: Case) -> Iterable[Finding]:
    return choice.list_findings(facts_of(case), case.today)


def list_events(answers: PatientChoice) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: offers, the wish to wait, what was agreed; never a pause."""
    return choice.list_events(make_facts(answers))


def tell_meaning(case: Case) -> Meaning:
    """Each offer judged, whether active monitoring may begin, when to review; and why there is no pause."""
    facts = facts_of(case)
    told = (
        Fact("18 weeks (RTT)", STATE_WORDS[tell_state(case)], "note"),
        *list_offer_facts(facts),
        *list_monitoring_facts(facts),
        *list_review_facts(facts, case.today),
    )
    steps = (*(verdict.reason for verdict in choice.judge_offers(facts)), *choice.calc_monitoring(facts).steps)
    return Meaning(facts=told, steps=steps, options=(NO_PAUSE, choice.explain_no_pause(facts)))


NO_PAUSE = "There is no pause: why, and what the options are"
STATE_WORDS = {
    "clock_runs": "The clock keeps running.",
    "monitoring": "Stopped: active monitoring, from the date agreed.",
    "monitoring_unsound": "The clock keeps running: the tests for active monitoring are not all shown.",
    "came_back": "A new clock started at zero on the day the patient decided to go ahead.",
    "discharged": "Stopped: discharged to the GP by a clinician's decision.",
    "discharge_unsound": "The clock keeps running: a clinician's decision to discharge is not shown.",
}


def list_offer_facts(facts: ChoiceFacts) -> Iterator[Fact]:
    verdicts = choice.judge_offers(facts)
    for verdict in verdicts:
        yield tell_verdict(verdict)
    if verdicts:
        counted = sum(verdict.counts for verdict in verdicts)
        yield Fact("Reasonable offers declined", f"{counted} of {plural(len(verdicts), 'offer')}")
    latest = choice.find_latest_second_date(facts)
    if latest is not None:
        yield Fact("Second date by", in_words(latest), "watch")


def tell_verdict(verdict: OfferVerdict) -> Fact:
    """An offer and whether it is reasonable."""
    day = verdict.offer.offered_date
    label = f"Offer {verdict.number}" + (f", {in_words(day)}" if day else "")
    if verdict.reasonable is None:
        return Fact(label, "Cannot be judged", "watch")
    told = "Reasonable" if verdict.reasonable else "Does not count as reasonable"
    if verdict.offer.declined:
        told += ", declined"
    return Fact(label, told, "fine" if verdict.reasonable else "watch")


def list_monitoring_facts(facts: ChoiceFacts) -> Iterator[Fact]:
    verdict = choice.calc_monitoring(facts)
    if verdict.allowed:
        yield Fact("Active monitoring", f"May begin, status {verdict.code}, from the date agreed", "fine")
    else:
        yield Fact("Active monitoring", f"Not yet: {join_words(verdict.missing)}")
    first = choice.find_earliest_reasonable_offer_date(facts)
    if first is not None:
        yield Fact("Earliest reasonable offer date", in_words(first))


def list_review_facts(facts: ChoiceFacts, today: date) -> Iterator[Fact]:
    due = choice.find_review_due(facts)
    if due is not None:
        yield Fact("Next clinical review", in_words(due), "breach" if due < today else "note")
    if choice.is_long_delay(facts):
        reviewed = facts.review_date is not None
        words = "reviewed by a clinician" if reviewed else "needs a clinical review"
        yield Fact("More than six weeks", words, "fine" if reviewed else "watch")


def tell_state(case: Case) -> str:
    """What the record does to the RTT clock, as one slug."""
    facts = facts_of(case)
    if facts.wishes_to_proceed_on is not None and facts.wishes_to_proceed_on <= case.today:
        return "came_back"
    if facts.review_outcome == "discharged" and facts.review_date is not None:
        sound = facts.discharge_in_best_interest and facts.patient_informed
        return "discharged" if sound else "discharge_unsound"
    if facts.monitoring_agreed_on is not None:
        return "monitoring" if choice.calc_monitoring(facts).allowed else "monitoring_unsound"
    return "clock_runs"


def tell_offers(case: Case) -> int:
    return len(case.answers.offers)


def tell_declined(case: Case) -> int:
    return sum(verdict.counts for verdict in choice.judge_offers(facts_of(case)))


def tell_allowed(case: Case) -> str:
    return "may_begin" if choice.calc_monitoring(facts_of(case)).allowed else "not_yet"


def tell_review_due(case: Case) -> date | None:
    return choice.find_review_due(facts_of(case))


def tell_days_left(case: Case) -> int | None:
    due = tell_review_due(case)
    return (due - case.today).days if due else None


def tell_verdicts(case: Case) -> str:
    """How the offers stand, for counting: each verdict once, in the order of the offers."""
    words = {True: "reasonable", False: "not reasonable", None: "cannot be judged"}
    return ", ".join(words[verdict.reasonable] for verdict in choice.judge_offers(facts_of(case)))


def tell_standing(answers: PatientChoice) -> str:
    """Where the case stands when nothing is to be mended."""
    if answers.wishes_to_proceed_on:
        return "Book from the place held on the list"
    if answers.active_monitoring_agreed_on:
        return "Review" + (f" on {in_words(answers.next_review_on)}" if answers.next_review_on else "")
    if latest := choice.find_latest_second_date(make_facts(answers)):
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
    facts = facts_of(case)
    codes = {finding.code for finding in case.findings}
    due = choice.find_review_due(facts)
    if due is not None:
        yield Due(due, "Review the patient on active monitoring")
    if "choice-delay-needs-review" in codes:
        known = facts.asked_on or facts.unavailable_known_on or facts.unavailable_from
        yield Due((known or case.today) + timedelta(days=REVIEW_WITHIN), "Ask the clinician to review the delay")
    if "choice-offer-second-date" in codes and (latest := choice.find_latest_second_date(facts)):
        yield Due(latest - timedelta(days=21), f"Offer a second date, no later than {in_words(latest)}")
    if facts.thinking_from is not None and not (facts.next_step_agreed_on or facts.monitoring_agreed_on):
        yield Due(facts.thinking_from + timedelta(days=THINKING_WITHIN), "Talk with the patient about the next step")
    yield from list_letters_due(case)
