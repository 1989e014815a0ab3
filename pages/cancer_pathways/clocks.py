"""What the three clocks say of a patient: what they mean in words, and the columns they fill."""

from collections.abc import Iterator
from typing import Any

from dashapp.declare.meaning import Fact, Meaning, NextStep, Wait
from dashapp.declare.module import Case, Derived
from dashapp.services.ribbons.cancer_ribbons import make_cancer_ribbon, say_headline
from dashapp.values.ribbon import Ribbon
from rules import cancer
from rules.cancer.clock import Clock
from rules.cancer.measures import FDS
from rules.cancer.reading import CancerClocks
from rules.cancer.record import CancerPatient
from words.phrases import in_words, plural, say_band
from words.questions import choices

PROGRESS = choices(
    awaiting_first_seen="Waiting to be seen",
    awaiting_result="Waiting for a diagnosis",
    awaiting_decision="Waiting for a decision to treat",
    awaiting_treatment="Waiting for treatment",
    treated="Treated",
    closed="Closed without treatment",
)
MET = choices("Met", "Missed")


def read_clocks(case: Case) -> CancerClocks:
    return cancer.read_pathway(case.pathway_events, case.today)


def list_waits(clocks: CancerClocks) -> Iterator[Wait]:
    """What each clock reads: its days and whether it met the standard once it stopped, its last day while it runs."""
    for clock in clocks.clocks:
        stop = clock.clock_stop.isoformat() if clock.clock_stop else ""
        yield Wait(clock.measure.label, clock.clock_start.isoformat(), stop, say_wait(clock))


def say_wait(clock: Clock) -> str:
    if not clock.is_counted:
        return f"not counted: {clock.why_not}"
    if clock.clock_stop and clock.days is not None:
        return f"{plural(clock.days, 'day')}, {'met' if clock.met else 'missed'}"
    return f"last day {in_words(clock.last_compliant_date)}"


def tell_meaning(case: Case) -> Meaning:
    """The three clocks on one axis, who carries the patient, and the adjustments."""
    clocks: CancerClocks = case.clocks
    events = sorted(case.pathway_events, key=lambda event: event.date)
    ribbons = tuple(
        (clock.measure.label, make_cancer_ribbon(clock, events, case.today))
        for clock in (clocks.fds, clocks.d31, clocks.d62)
        if clock is not None
    )
    urgent = urgent_clock(case)
    headline = say_headline(urgent) if urgent else None
    return Meaning(ribbons, tuple(list_facts(clocks)), clocks.steps, headline=headline)


def find_next_step(case: Case) -> NextStep | None:
    """The next action of tracking, with who does it."""
    answers: CancerPatient = case.answers
    if not answers.next_action:
        return None
    return NextStep(answers.next_action, answers.next_action_due, answers.next_action_owner or "")


def list_facts(clocks: CancerClocks) -> Iterator[Fact]:
    for clock in clocks.clocks:
        if clock.is_counted and clock.band:
            yield Fact(f"{clock.measure.label}: band", say_band(clock.band, "days"))
        if clock.adjusted.non_admitted:
            yield Fact(
                f"{clock.measure.label} if guidance v12.1 adjusts this care", f"{clock.days_if_widened} days", "watch"
            )
    if clocks.adjustment_first_seen:
        yield Fact("First-seen adjustment", f"{clocks.adjustment_first_seen} days")
    if clocks.adjustment_treatment:
        yield Fact("Treatment adjustment", f"{clocks.adjustment_treatment} days")
    if shared := clocks.allocation:
        yield Fact(f"Accountable: {shared.investigating_provider} (investigating)", say_share(shared.investigating))
        yield Fact(f"Accountable: {shared.treating_provider} (treating)", say_share(shared.treating))


def say_share(share: Any) -> str:
    return f"{share.total:g} of the patient, {share.within:g} within 62 days"


def tell_progress(case: Case) -> str:
    """Where the patient is on the way, as one slug."""
    answers: CancerPatient = case.answers
    if answers.treatment_start:
        return "treated"
    if answers.is_closed:
        return "closed"
    if answers.decision_to_treat:
        return "awaiting_treatment"
    if answers.told_on:
        return "awaiting_decision"
    return "awaiting_result" if answers.first_seen else "awaiting_first_seen"


def urgent_clock(case: Case) -> Clock | None:
    """The running clock with the fewest days left, else the longest that counts, else any."""
    clocks: CancerClocks = case.clocks
    running = [clock for clock in clocks.clocks if clock.is_running and clock.days_left is not None]
    if running:
        return min(running, key=lambda clock: clock.days_left or 0)
    ended = [clock for clock in (clocks.d62, clocks.d31, clocks.fds) if clock]
    return next((clock for clock in ended if clock.is_counted), ended[0] if ended else None)


def tell_days_left(case: Case) -> int | None:
    clock = urgent_clock(case)
    return clock.days_left if clock else None


def tell_ribbon(case: Case) -> Ribbon | None:
    clock = urgent_clock(case)
    return make_cancer_ribbon(clock, (), case.today) if clock else None


def tell_clock_name(case: Case) -> str | None:
    """ "62-day treatment": short, for a column."""
    clock = urgent_clock(case)
    return clock and f"{clock.measure.limit}-day {'diagnosis' if clock.measure is FDS else 'treatment'}"


def tell_met(measure: str) -> Any:
    def tell(case: Case) -> str | None:
        clock: Clock | None = getattr(case.clocks, measure)
        if clock is None or not clock.is_counted or clock.met is None:
            return None
        return "met" if clock.met else "missed"

    return tell


def tell_month(measure: str) -> Any:
    def tell(case: Case) -> str | None:
        clock: Clock | None = getattr(case.clocks, measure)
        return clock.reporting_month if clock else None

    return tell


def tell_band(case: Case) -> str | None:
    clock: Clock | None = case.clocks.d62
    return name_band(clock.band) if clock and clock.is_counted and clock.band else None


def name_band(band: str) -> str:
    """ "Within 31 days", "32 to 38 days", "Over 104 days"."""
    return say_band(band, "days").capitalize()


def tell_days_62(case: Case) -> int | None:
    clock: Clock | None = case.clocks.d62
    return clock.days if clock and clock.is_counted else None


DERIVED = (
    Derived("ribbon", "Most urgent clock", tell_ribbon, kind="ribbon"),
    Derived("clock_name", "Clock", tell_clock_name),
    Derived("days_left", "Days left", tell_days_left, kind="days"),
    Derived("progress", "Stage", tell_progress, choices=PROGRESS),
    Derived("fds_met", "28 days", tell_met("fds"), choices=MET),
    Derived("d31_met", "31 days", tell_met("d31"), choices=MET),
    Derived("d62_met", "62 days", tell_met("d62"), choices=MET),
    Derived("fds_month", "28-day month", tell_month("fds")),
    Derived("d31_month", "31-day month", tell_month("d31")),
    Derived("d62_month", "62-day month", tell_month("d62")),
    Derived("d62_band", "62-day band", tell_band),
    Derived("d62_days", "62-day wait", tell_days_62, kind="count"),
)
