"""What holds for any pathway: periods, order, irrelevant events, pauses, replay, junk."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.events import EVENT_KINDS, Event
from rules.explain import Step
from rules.rtt import STATUS_WORDS, Clock, describe_clock, read_pathway, what_if
from tests.length import examples

AS_OF = date(2025, 12, 31)
DAYS = st.dates(date(2024, 1, 1), date(2025, 12, 31))
CODES = st.sampled_from(
    ["10", "11", "12", "20", "21", "30", "31", "32", "33", "34", "35", "36", "90", "91", "98", "99"]
)
ATTRIBUTES: dict[str, st.SearchStrategy[Any]] = {
    "rtt_code": CODES,
    "first": st.booleans(),
    "clearly_communicated": st.booleans(),
    "clinician_reviewed": st.booleans(),
    "substantively_new": st.booleans(),
    "definitive": st.booleans(),
    "locally_agreed": st.booleans(),
    "consultant_led": st.booleans(),
    "declined": st.booleans(),
    "moved_to_active_list": st.booleans(),
    "for": st.sampled_from(["first_definitive_treatment", "diagnostic_only"]),
    "initiated_by": st.sampled_from(["patient", "care_professional"]),
    "reason": st.sampled_from(["two_reasonable_offers_declined", "dna", "clinical"]),
    "provider": st.sampled_from(["A", "B"]),
    "to": st.sampled_from(["B", "C"]),
    "tci": DAYS.map(date.isoformat),
    "communicated": st.one_of(st.booleans(), DAYS.map(date.isoformat)),
    "weeks": st.integers(0, 30),
    "refer_to": st.just("B"),
}
READ_BY_RTT = sorted(name for name, kind in EVENT_KINDS.items() if "rtt" in kind.books)
LIKELY = [
    "referral_received",
    "appointment_attended",
    "dna",
    "active_monitoring_start",
    "decision_to_treat",
    "admission",
    "treatment_not_carried_out",
    "treatment_started",
    "discharge_to_gp",
    "patient_contacts_to_rebook",
    "new_treatment_decision",
]
DETAILS = st.fixed_dictionaries({}, optional=ATTRIBUTES)
EVENTS = st.builds(Event, DAYS, st.one_of(st.sampled_from(LIKELY), st.sampled_from(READ_BY_RTT)), DETAILS)
PATHWAYS = st.lists(EVENTS, max_size=12)
HAPPENED_NOTHING = st.sampled_from(
    [
        "gp_referral_letter_written",
        "registered_on_pas",
        "patient_told",
        "first_seen",
        "medically_unfit",
        "followup_overdue",
    ]
)


def state(clock: Clock) -> tuple[object, ...]:
    return clock.status, clock.periods, clock.wait, clock.additional_pathways


@given(PATHWAYS)
@settings(max_examples=examples(400), deadline=None)
def test_periods_follow_each_other_and_never_overlap(events: list[Event]) -> None:
    clock = read_pathway(events, AS_OF)
    for earlier, later in zip(clock.periods, clock.periods[1:], strict=False):
        assert earlier.stop is not None
        assert earlier.start <= earlier.stop <= later.start
    for period in clock.periods:
        assert period.start <= (period.stop or AS_OF) <= AS_OF
        assert (period.stop is None) == (period.stop_code is None)
        assert not (period.nullified and period.pathway_type)
    assert clock.status in STATUS_WORDS
    assert (clock.status == "open") == (bool(clock.periods) and clock.periods[-1].stop is None)


@given(PATHWAYS, st.randoms(use_true_random=False))
@settings(max_examples=examples(300), deadline=None)
def test_the_order_of_typing_changes_nothing(events: list[Event], random: Random) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    assert describe_clock(read_pathway(shuffled, AS_OF)) == describe_clock(read_pathway(events, AS_OF))


@given(PATHWAYS, DAYS, HAPPENED_NOTHING)
@settings(max_examples=examples(200), deadline=None)
def test_an_event_the_clock_does_not_read_changes_nothing(events: list[Event], day: date, name: str) -> None:
    assert state(read_pathway([*events, Event(day, name)], AS_OF)) == state(read_pathway(events, AS_OF))


@given(
    PATHWAYS,
    DAYS,
    st.integers(1, 40),
    st.sampled_from(["patient_unfit", "patient_unavailable", "patient_requests_delay"]),
)
@settings(max_examples=examples(300), deadline=None)
def test_no_pause_ever_shortens_a_wait(events: list[Event], day: date, weeks: int, name: str) -> None:
    plain = [event for event in events if event.name not in {"active_monitoring_start", "discharge_to_gp"}]
    paused = Event(
        day, name, {"weeks": weeks, "from": day.isoformat(), "to": (day + timedelta(weeks=weeks)).isoformat()}
    )
    assert state(read_pathway([*plain, paused], AS_OF)) == state(read_pathway(plain, AS_OF))


def replay(steps: Sequence[Step]) -> list[tuple[date, date | None, str | None]]:
    """The periods that the steps alone describe."""
    periods: list[tuple[date, date | None, str | None]] = []
    for step in steps:
        values: dict[str, Any] = dict(step.values)
        if "why" in values and "stop" in values:
            periods[-1] = (periods[-1][0], values["stop"], values["code"])
        elif "taken" in values:
            periods.pop()
        elif "reopened" in values:
            periods[-1] = (periods[-1][0], None, None)
        elif "why" in values and "start" in values:
            if periods and periods[-1][1] is None:
                periods.pop()
            periods.append((values["start"], None, None))
    return periods


@given(PATHWAYS)
@settings(max_examples=examples(400), deadline=None)
def test_the_explanation_replayed_gives_the_answer(events: list[Event]) -> None:
    clock = read_pathway(events, AS_OF)
    assert replay(clock.steps) == [(period.start, period.stop, period.stop_code) for period in clock.periods]


@given(PATHWAYS, EVENTS)
@settings(max_examples=examples(200), deadline=None)
def test_what_if_is_the_same_reading_with_one_event_more(events: list[Event], event: Event) -> None:
    tried = what_if(events, event, AS_OF)
    assert tried.before == read_pathway(events, AS_OF)
    assert tried.after == read_pathway([*events, event], AS_OF)
    assert tried.difference
    assert all(line.endswith(".") for line in tried.difference)


@given(PATHWAYS, DAYS)
@settings(max_examples=examples(200), deadline=None)
def test_reading_on_an_earlier_day_knows_nothing_of_later_events(events: list[Event], day: date) -> None:
    known = [event for event in events if event.date <= day]
    assert state(read_pathway(events, day)) == state(read_pathway(known, day))


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.lists(st.integers(), max_size=2),
    DAYS,
)
NAMES = st.one_of(st.sampled_from(READ_BY_RTT), st.sampled_from(sorted(EVENT_KINDS)), st.text(max_size=8))
KEYS = st.one_of(
    st.sampled_from(sorted({name for kind in EVENT_KINDS.values() for name in kind.attributes})), st.text()
)


@given(st.lists(st.builds(Event, st.dates(), NAMES, st.dictionaries(KEYS, JUNK, max_size=5)), max_size=8), st.dates())
@settings(max_examples=examples(500), deadline=None)
def test_junk_never_crashes(events: list[Event], as_of: date) -> None:
    clock = read_pathway(events, as_of)
    assert describe_clock(clock)["status"] in STATUS_WORDS
    assert clock.in_words
    assert all(finding.text and finding.fix for finding in clock.findings)
    assert clock.monitoring_review_dates is not None
