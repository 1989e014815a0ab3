"""Misconceptions about the day a clock starts."""

from collections.abc import Iterator
from typing import Final

from rules.calendar import breach_date

from ..case import Case
from ..keys import Key
from .facts import NEW, RUNS, find_asked, is_asked, list_days, list_events, run_on, shift, start_at, start_later
from .malrule import MalRule, Wrong

WEEKS_BREACH: Final = 133
"""Days to the first day that shows 19 weeks, when weeks are cut off and not counted in days."""


def _letter_date(case: Case, key: Key) -> Iterator[Wrong]:
    for day in list_days(
        case, ["gp_referral_letter_written"], ["letter_written", "letter_date", "gp_letter", "referral_letter"]
    ):
        yield from start_at(key, day)


def _registered(case: Case, key: Key) -> Iterator[Wrong]:
    for day in list_days(case, ["registered_on_pas"], ["registered", "entered_in", "typed_in"]):
        yield from start_later(key, day)


def _first_seen(case: Case, key: Key) -> Iterator[Wrong]:
    seen = ["first_seen", "appointment_attended", "interface_assessment"]
    for day in list_days(case, seen, ["first_attended", "first_seen", "seen_on"]):
        yield from start_later(key, day)


def _floor_weeks(case: Case, key: Key) -> Iterator[Wrong]:
    last = key.after.last if key.after else None
    if last is not None and last.stop is None:
        late = (last.start + shift(WEEKS_BREACH),)
        yield {name: late for name in ("breach_date", "date") if last.breach_date in key.facets.get(name, ())}
    for wait in key.waits:
        if wait.limit % 7 == 0 and wait.limit < wait.days < wait.limit + 7:
            yield {"decision": wait.within}


def _resume_11(case: Case, key: Key) -> Iterator[Wrong]:
    last = key.after.last if key.after else None
    prior = _sum_prior(key)
    if last is not None and prior:
        told = {"breach_date": (last.breach_date - shift(prior),)} if last.stop is None else {}
        first = key.after.periods[0].start if key.after else last.start
        yield told or {"days": ((last.days or 0) + prior,)}
        yield {"decision": (RUNS,), "date": (first,), **told}
        yield {"decision": (RUNS,), "date": (first,), "rtt_start": (first,), "breach_date": (breach_date(first),)}
    if case.kind == "validate":
        for event in list_events(case):
            if str(event.details.get("rtt_code", "")) == "11" and last and event.date != last.start:
                yield {
                    "decision": ("remain",),
                    "date": (event.date,),
                    "rtt_start": (event.date,),
                    "breach_date": (breach_date(event.date),),
                }


def _sum_prior(key: Key) -> int:
    """Days of the clocks before that active monitoring ended."""
    ended = key.after.periods[:-1] if key.after else ()
    return sum(period.days or 0 for period in ended if period.stop_code in {"31", "32"})


def _transfer_restarts(case: Case, key: Key) -> Iterator[Wrong]:
    for day in list_days(case, ["transfer_in"], ["received_at", "transfer_received"]):
        yield from start_later(key, day)
    onward = is_asked(case, "ubrn_converted", "referral_received", "asi_worklist", "ras_received")
    if onward is not None and key.first("decision") == RUNS:
        yield from start_later(key, onward.date)


def _used_again(case: Case, key: Key) -> Iterator[Wrong]:
    if find_asked(case) is None:
        for day in list_days(case, ["ubrn_converted", "asi_worklist", "re_referred"]):
            yield from start_later(key, day)


def _same_condition_new(case: Case, key: Key) -> Iterator[Wrong]:
    event = is_asked(case, "consultant_referral_same_condition", "referral_for_diagnostic_or_opinion")
    if event is not None:
        yield {
            "decision": (NEW,),
            "date": (event.date,),
            "breach_date": (breach_date(event.date),),
            "code": ("12", "10"),
        }


def _provider_cancel_resets(case: Case, key: Key) -> Iterator[Wrong]:
    for event in list_events(case):
        if event.name in {"provider_cancels", "treatment_not_carried_out"}:
            yield from start_at(key, event.date)
            yield {"rtt_start": (event.date,)}


def _first_dna_runs(case: Case, key: Key) -> Iterator[Wrong]:
    last = key.after.last if key.after else None
    if last is not None and last.nullified:
        yield run_on(key, last.start)
    if key.after is not None and last is not None and last.stop is None:
        for period in key.after.periods[:-1]:
            if period.nullified:
                yield run_on(key, period.start)


RULES: Final = (
    MalRule(
        "letter_date",
        "The clock does not start when the GP writes the letter: it starts on the day the provider receives it.",
        "NS11",
        "wait_shown_long",
        _letter_date,
    ),
    MalRule(
        "registered",
        "The day somebody types the referral into the system is later than the day it arrived, and the patient has "
        "waited in between: the clock starts on receipt.",
        "ST4",
        "wait_shown_short",
        _registered,
    ),
    MalRule(
        "first_seen",
        "The patient has been waiting since the referral: the first visit is an event of a running clock, not its "
        "start.",
        "A1",
        "wait_shown_short",
        _first_seen,
    ),
    MalRule(
        "floor_weeks",
        "Whole weeks look right, but 127 days are already over 18 weeks although they show as 18: the breach is the "
        "start and 127 days.",
        "A8",
        "wait_shown_short",
        _floor_weeks,
    ),
    MalRule(
        "resume_11",
        "After active monitoring nothing is resumed: the decision to go ahead starts a new clock at zero, and code 11 "
        "only says that it follows monitoring.",
        "ST10",
        "wait_shown_long",
        _resume_11,
    ),
    MalRule(
        "transfer_restarts",
        "A transfer hands over who reports, not the wait: the clock start of the first provider travels with the "
        "patient.",
        "A7-3",
        "wait_shown_short",
        _transfer_restarts,
    ),
    MalRule(
        "used_again",
        "A booking reference used again, another list or a second booking reference starts nothing: the first day "
        "counts.",
        "ST3",
        "wait_shown_short",
        _used_again,
    ),
    MalRule(
        "same_condition_new",
        "A colleague is asked about the same condition, so the same wait goes on: only a separate condition has a "
        "clock of its own.",
        "NS4",
        "reported_wrong",
        _same_condition_new,
    ),
    MalRule(
        "provider_cancel_resets",
        "When the hospital cancels, the patient waits on: a cancellation by the provider never starts the clock again.",
        "NX6",
        "wait_shown_short",
        _provider_cancel_resets,
    ),
    MalRule(
        "first_dna_runs",
        "A first appointment that was clearly communicated and missed nullifies the clock: the old wait does not go "
        "on.",
        "SP13",
        "wait_shown_long",
        _first_dna_runs,
    ),
)
