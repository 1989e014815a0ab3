"""What a cancellation means in words, and what is due after it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from dashapp.declare.meaning import Due, Fact, Meaning, Status
from dashapp.declare.module import Case, Derived
from dashapp.declare.phrases import tell_next_step
from rules.cancellations.checks import list_findings
from rules.cancellations.clocks import (
    Guarantee,
    NoticeBand,
    calc_guarantee,
    count_cancellations,
    find_notice_band,
    find_offer,
    is_in_time,
    is_postponement,
    list_effects,
    list_offers,
)
from rules.cancellations.record import Cancellation
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


def with_earlier(case: Case) -> Cancellation:
    """The record, with the patient's earlier cancellations that other records of the pathway know."""
    answers: Cancellation = case.answers
    earlier = count_earlier(case)
    given = answers.previous_patient_cancellations or 0
    return answers.but(previous_patient_cancellations=max(given, earlier)) if earlier else answers


def count_earlier(case: Case) -> int:
    """Cancellations by the patient on the linked pathway before this one."""
    when = case.answers.cancellation_date
    return sum(event.name == "patient_cancels" and event.date < when for event in case.linked.events)


def find_findings(case: Case) -> Iterable[Finding]:
    return list_findings(with_earlier(case), case.today)


def read_guarantee(case: Case) -> Guarantee:
    return calc_guarantee(case.answers, case.today)


def tell_meaning(case: Case) -> Meaning:
    """Three clocks that run on, the notice there was, the 28-day guarantee, and how often the patient cancelled."""
    effects, guarantee = list_effects(case.answers), case.clocks
    rtt, cancer, dm01 = effects
    told = (
        Fact("18 weeks (RTT)", rtt.text, "fine"),
        Fact("Cancer", cancer.text),
        Fact("Diagnostics (DM01)", dm01.text),
        *list_notice_facts(case.answers),
        *list_guarantee_facts(guarantee, case.today),
        *list_repeat_facts(with_earlier(case)),
    )
    return Meaning(facts=told, steps=(*effects, *guarantee.steps))


def list_notice_facts(answers: Cancellation) -> Iterator[Fact]:
    yield Fact("Notice", with_capital(str(find_notice_band(answers))))
    if is_postponement(answers):
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


def list_repeat_facts(answers: Cancellation) -> Iterator[Fact]:
    count = count_cancellations(answers)
    if count > 1:
        yield Fact(
            "Cancelled by the patient",
            f"{plural(count, 'time')}. Repeated cancelling leads to a clinician's review, never just to discharge.",
            "watch",
        )


def tell_notice(case: Case) -> str:
    return find_notice_band(case.answers).name.lower()


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
    return count_cancellations(with_earlier(case)) or None


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
    answers: Cancellation = case.answers
    guarantee, offer = case.clocks, find_offer(answers)
    if guarantee.state == "breached" and answers.treated_on is None:
        yield Due(
            guarantee.deadline,
            "28 days have passed: offer the time and hospital of the patient's choice",
            "breach",
            matter="date",
        )
    elif guarantee.state == "running" and (offer is None or not is_in_time(answers, offer)):
        yield Due(guarantee.deadline, "Offer a binding date within the 28 days", matter="date")
    elif "cancellations-not-rebooked" in codes_of(case):
        yield Due(answers.cancellation_date + timedelta(days=REBOOK_WITHIN), "Offer a new date", matter="date")
    if "cancellations-review-needed" in codes_of(case):
        reviewed_by = answers.cancellation_date + timedelta(days=REVIEW_WITHIN)
        yield Due(reviewed_by, "Ask the clinician to review repeated cancellations", matter="review")


def codes_of(case: Case) -> frozenset[str]:
    return frozenset(finding.code for finding in case.findings)
