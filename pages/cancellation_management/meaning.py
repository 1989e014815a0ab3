"""The record as the rule book on cancellations reads it, and what it means in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from dashapp.declare.module import Case, Derived, Due, Fact, Meaning, Status
from dashapp.declare.phrases import FLAGS, read_facts, tell_next_step
from rules.cancellations import checks as cancellations
from rules.cancellations.checks import CancellationEffect, CancellationFacts, Guarantee, NoticeBand
from rules.cancellations.record import Cancellation, DateOffered
from rules.events import Event
from rules.explain import Finding
from words.phrases import in_words, plural, with_capital
from words.questions import as_choices, choices

REBOOK_WITHIN, REVIEW_WITHIN = 7, 14
"""Days after the cancellation; local policies differ."""

NOTICE_BANDS = as_choices({band.name.lower(): str(band) for band in NoticeBand})
LATE_BANDS = frozenset({"on_the_day", "under_two_days"})
GUARANTEE_STATES = choices(
    not_in_scope="Does not apply",
    unknown="Not known yet",
    running="Running",
    kept="Kept",
    not_counted="Not counted",
    breached="Breached",
)
STATE_STATUS: dict[str, Status] = {"running": "watch", "kept": "fine", "breached": "breach", "unknown": "watch"}


def make_facts(answers: Cancellation) -> CancellationFacts:
    """The record in the rule book's words."""
    offer = choose_offer(answers)
    return read_facts(
        CancellationFacts,
        answers,
        appointment_type=answers.type,
        cancelled_on=answers.cancellation_date,
        cancelled_time=answers.cancellation_time,
        on_the_day=FLAGS[answers.on_the_day_or_after_admission],
        offered_date=offer and offer.offered_date,
        offer_answer=offer and offer.answer,
        offer_decline_reason=offer and offer.decline_reason,
    )


def list_offers(answers: Cancellation) -> list[DateOffered]:
    """Every date offered, the main one first."""
    if answers.new_date_offered is None:
        return answers.other_offers
    first = DateOffered(
        offered_date=answers.new_date_offered,
        offered_on=answers.offered_on,
        answer=answers.offer_answer,
        decline_reason=answers.offer_decline_reason,
    )
    return [first, *answers.other_offers]


def choose_offer(answers: Cancellation) -> DateOffered | None:
    """The offer that decides the guarantee: one inside the 28 days before a later one, an accepted one before others.

    A date inside the 28 days that was declined still met the guarantee, also when a later one was accepted (D6).
    """
    deadline = cancellations.calc_deadline(answers.appointment_date)
    weight = {"accepted": 0, "declined": 1}

    def rank(offer: DateOffered) -> tuple[bool, int, date]:
        return offer.offered_date > deadline, weight.get(offer.answer or "", 2), offer.offered_date

    return min(list_offers(answers), key=rank, default=None)


def facts_of(case: Case) -> CancellationFacts:
    """The record's facts, with the patient's earlier cancellations that other records of the pathway know."""
    facts = make_facts(case.answers)
    earlier = count_earlier(case)
    given = facts.previous_patient_cancellations
    return replace(facts, previous_patient_cancellations=max(given or 0, earlier)) if earlier else facts


def count_earlier(case: Case) -> int:
    """Cancellations by the patient on the linked pathway before this one."""
    when = case.answers.cancellation_date
    return sum(event.name == "patient_cancels" and event.date < when for event in case.linked.events)


def find_findings(case: Case) -> Iterable[Finding]:
    return cancellations.list_findings(facts_of(case), case.today)


def read_guarantee(case: Case) -> Guarantee:
    return cancellations.calc_guarantee(facts_of(case), case.today)


def list_events(answers: Cancellation) -> tuple[Event, ...]:
    """What goes on the pathway's timeline: who cancelled, with how much notice, and a decision made beside it."""
    return cancellations.list_events(make_facts(answers))


def tell_meaning(case: Case) -> Meaning:
    """Three clocks that run on, the notice there was, the 28-day guarantee, and how often the patient cancelled."""
    facts = facts_of(case)
    effect: CancellationEffect = cancellations.calc_effect(facts)
    guarantee: Guarantee = case.clocks
    told = (
        Fact("18 weeks (RTT)", effect.rtt, "fine"),
        Fact("Cancer", effect.cancer),
        Fact("Diagnostics (DM01)", effect.dm01),
        *list_notice_facts(facts),
        *list_guarantee_facts(guarantee, case.today),
        *list_repeat_facts(facts),
    )
    return Meaning(facts=told, steps=(*effect.steps, *guarantee.steps))


def list_notice_facts(facts: CancellationFacts) -> Iterator[Fact]:
    band = cancellations.find_notice_band(facts)
    if band is not None:
        yield Fact("Notice", with_capital(str(band)))
    if cancellations.is_postponement(facts):
        yield Fact("Moved", "To within 24 hours of the original time: a postponement, allowed once.")


def list_guarantee_facts(guarantee: Guarantee, today: date) -> Iterator[Fact]:
    state = GUARANTEE_STATES[guarantee.state]
    yield Fact("28-day guarantee", state, STATE_STATUS.get(guarantee.state, "note"))
    if guarantee.deadline is not None:
        yield Fact("Last day of the 28", in_words(guarantee.deadline))
    if guarantee.days_left is not None and guarantee.state in {"running", "breached"}:
        left = guarantee.days_left
        words = f"{plural(left, 'day')} left" if left >= 0 else f"{plural(-left, 'day')} past the last day"
        yield Fact("Days", words, "watch" if left >= 0 else "breach")


def list_repeat_facts(facts: CancellationFacts) -> Iterator[Fact]:
    count = count_cancellations(facts)
    if count > 1:
        yield Fact(
            "Cancelled by the patient",
            f"{plural(count, 'time')}. Repeated cancelling leads to a clinician's review, never just to discharge.",
            "watch",
        )


def count_cancellations(facts: CancellationFacts) -> int:
    """How often the patient has cancelled, this one included; 0 when the hospital did."""
    return max(facts.previous_patient_cancellations or 0, 0) + 1 if facts.by_patient else 0


def tell_notice(case: Case) -> str | None:
    band = cancellations.find_notice_band(make_facts(case.answers))
    return band.name.lower() if band else None


def tell_state(case: Case) -> str:
    state: str = case.clocks.state
    return state


def tell_deadline(case: Case) -> date | None:
    deadline: date | None = case.clocks.deadline
    return deadline


def tell_days_left(case: Case) -> int | None:
    """Days left of the 28 while they count: none once treated, declined in time, or out of scope."""
    guarantee: Guarantee = case.clocks
    return guarantee.days_left if guarantee.state in {"running", "breached"} else None


def tell_count(case: Case) -> int | None:
    return count_cancellations(facts_of(case)) or None


def tell_standing(answers: Cancellation) -> str:
    """Where the case stands when nothing is to be mended."""
    if answers.treated_on:
        return "Seen or treated"
    accepted = next((offer for offer in list_offers(answers) if offer.answer == "accepted"), None)
    return f"New date {in_words(accepted.offered_date)}" if accepted else "Wait for the answer"


DERIVED = (
    Derived("notice", "Notice", tell_notice, choices=NOTICE_BANDS),
    Derived("guarantee", "28-day guarantee", tell_state, choices=GUARANTEE_STATES),
    Derived("deadline", "Last day of the 28", tell_deadline, kind="date"),
    Derived("days_left", "Days left", tell_days_left, kind="days"),
    Derived("times_cancelled", "Times cancelled by the patient", tell_count, kind="count"),
    Derived("next_step", "Next step", tell_next_step(tell_standing)),
)


def list_due(case: Case) -> Iterator[Due]:
    """The binding date, the new date, the clinical review."""
    facts, guarantee = facts_of(case), case.clocks
    offered = facts.offered_date
    if guarantee.state == "breached" and facts.treated_on is None:
        yield Due(
            guarantee.deadline, "28 days have passed: offer the time and hospital of the patient's choice", "breach"
        )
    elif guarantee.state == "running" and (offered is None or offered > guarantee.deadline):
        yield Due(guarantee.deadline, "Offer a binding date within the 28 days")
    elif "cancellations-not-rebooked" in codes_of(case):
        yield Due(case.answers.cancellation_date + timedelta(days=REBOOK_WITHIN), "Offer a new date")
    if "cancellations-review-needed" in codes_of(case):
        reviewed_by = case.answers.cancellation_date + timedelta(days=REVIEW_WITHIN)
        yield Due(reviewed_by, "Ask the clinician to review repeated cancellations")


def codes_of(case: Case) -> frozenset[str]:
    return frozenset(finding.code for finding in case.findings)
