"""What a pathway means: its clock drawn, the two waits, the steps that led there, and what is due."""

from collections.abc import Iterable
from dataclasses import replace

from dashapp.declare.meaning import Due, Fact, Meaning, NextStep, Wait
from dashapp.declare.module import Case
from dashapp.declare.phrases import list_letters_due
from dashapp.services.derived.clock_rows import list_periods
from dashapp.services.ribbons.rtt_ribbons import make_rtt_ribbon
from rules import birth, rtt
from rules.diagnostics import read_tests
from rules.events import Event, merge_events
from rules.explain import Finding
from rules.pathways.row import read_row
from rules.rtt import STATUS_WORDS, Clock
from rules.validation.whole_list import PathwayFacts, check_list
from words.phrases import in_words, plural, say_band

from .derived import find_last_of, tell_codes


def read_clock(case: Case) -> Clock:
    return rtt.read_pathway(case.pathway_events, case.today)


def list_waits(clock: Clock) -> Iterable[Wait]:
    """What the clock reads, period by period."""
    return list_periods(clock.status, ((one.start, one.stop, one.stop_code, one.nullified) for one in clock.periods))


def read_facts(case: Case) -> PathwayFacts:
    """The row of a record, with the validations that other records put on its pathway."""
    facts = read_row(case.record_id, case.answers, case.clocks)
    return replace(facts, validated_on=find_last_of(case, "validated", facts.validated_on))


def find_findings(case: Case) -> Iterable[Finding]:
    clock: Clock = case.clocks
    answers = case.answers
    born = birth.list_findings(
        answers.date_of_birth, {"the referral": answers.referral_received}, case.today, "date_of_birth"
    )
    return (*clock.findings, *(failure.finding for failure in check_list([read_facts(case)], case.today)), *born)


def tell_meaning(case: Case) -> Meaning:
    """The clock drawn, its dates and the two waits, and every step that led there."""
    clock: Clock = case.clocks
    ribbon = make_rtt_ribbon(clock, case.pathway_events)
    return Meaning(
        (("18 weeks (RTT)", ribbon),) if ribbon else (),
        (*list_facts(clock), *list_tests(case), Fact("National codes", tell_codes(case))),
        clock.steps,
    )


def list_facts(clock: Clock) -> Iterable[Fact]:
    yield Fact("Clock", STATUS_WORDS[clock.status], "fine" if clock.status == "stopped" else "note")
    if clock.clock_start:
        yield Fact("Started", in_words(clock.clock_start))
    if clock.clock_stop and clock.last:
        yield Fact("Stopped", f"{in_words(clock.clock_stop)}, code {clock.last.stop_code}")
    if clock.wait:
        yield Fact("RTT wait", f"{plural(clock.wait.days, 'day')}, {say_band(clock.wait.band, 'weeks')}")
    if clock.breach_date and clock.status == "open":
        yield Fact("Last day within 18 weeks", in_words(clock.last_day_within_18w))
        yield Fact("Breach date", in_words(clock.breach_date), "breach" if (clock.days_left or 0) < 0 else "note")
    if clock.status == "open" and clock.list_position_days is not None:
        yield Fact("Wait for the place on the list", tell_place(clock))
    for due in clock.monitoring_review_dates[:1]:
        yield Fact("Clinical review due", in_words(due), "watch")
    for extra in clock.additional_pathways:
        yield Fact("Separate pathway", f"starts {in_words(extra.clock_start)}")


def list_tests(case: Case) -> Iterable[Fact]:
    """The diagnostic wait of every test that was requested; none of them touches the RTT clock."""
    answers = case.answers
    own = []
    if answers.diagnostic_test and answers.test_requested_on:
        own = [Event(answers.test_requested_on, "diagnostic_requested", {"test": answers.diagnostic_test})]
    events, _ = merge_events([*case.pathway_events, *own])
    for told in read_tests(events, case.today):
        name = told.wait.test.label if told.wait.test else told.name or "Test"
        if told.wait.days is not None:
            ended = f", done on {in_words(told.wait.clock_stop)}" if told.wait.clock_stop else ""
            tone = "breach" if told.wait.is_breach and not ended else "note"
            yield Fact(f"Test: {name}", f"{plural(told.wait.days, 'day')} (DM01){ended}", tone)


def tell_place(clock: Clock) -> str:
    """The second number: the same as the RTT wait unless the patient has come back from monitoring by choice."""
    days = plural(clock.list_position_days or 0, "day")
    if not clock.prior_wait_days:
        return f"{days}, the same"
    return f"{days}: the {clock.prior_wait_days:,} before active monitoring count here, not for RTT"


def list_due(case: Case) -> Iterable[Due]:
    """The last day of a clock that has not passed it, the review of active monitoring, the next tracking action, the
    letters owed."""
    clock: Clock = case.clocks
    if clock.status == "open" and clock.last_day_within_18w and clock.last_day_within_18w >= case.today:
        yield Due(clock.last_day_within_18w, "Last day within 18 weeks", "breach", matter="limit")
    for review in clock.monitoring_review_dates[-1:]:
        yield Due(review, "Clinical review of active monitoring", matter="review")
    for comment in case.answers.tracking[-1:]:
        if comment.due and comment.next_action:
            yield Due(comment.due, comment.next_action)
    yield from list_letters_due(case)


def find_next_step(case: Case) -> NextStep | None:
    """What happens next as the record has it, with the day and who sees to it."""
    answers = case.answers
    if not answers.next_event:
        return None
    return NextStep(answers.next_event, answers.next_event_on, answers.next_event_owner or "")
