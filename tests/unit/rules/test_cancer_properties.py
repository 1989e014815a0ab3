"""What must hold for every cancer pathway, sensible or not."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.cancer import CancerClocks, answer_line, describe, read_pathway
from rules.cancer.allocation import SCENARIOS, Method
from rules.cancer.clock import Clock, State
from rules.cancer.measures import MEASURES, band_of, list_bands
from rules.cancer.tables import EVENT_TYPES, MODALITIES, REFERRAL_ROUTES
from rules.events import EVENT_KINDS, Event
from tests.length import examples

START = date(2025, 3, 3)
DAYS = st.integers(0, 150).map(lambda days: START + timedelta(days=days))
CANCER_KINDS = sorted(kind.name for kind in EVENT_KINDS.values() if "cancer" in kind.books)
OTHER_KINDS = sorted(kind.name for kind in EVENT_KINDS.values() if "cancer" not in kind.books and kind.name != "death")
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 99),
    st.text(max_size=6),
    st.sampled_from([*REFERRAL_ROUTES, *EVENT_TYPES, *MODALITIES, "admitted", "non_admitted", "excluded", "A", "B"]),
    st.lists(st.integers(0, 9), max_size=2),
)
ATTRIBUTES = st.sampled_from(sorted({name for kind in EVENT_KINDS.values() for name in kind.attributes}))
JUNK = st.builds(
    Event, st.dates(), st.sampled_from(CANCER_KINDS), st.dictionaries(ATTRIBUTES, VALUES, max_size=4), st.none()
)


def event(name: str, day: date, **details: Any) -> Event:
    return Event(day, name, details)


def plausible() -> st.SearchStrategy[Event]:
    """Cancer events as a register holds them, in any order."""
    return st.one_of(
        st.builds(
            lambda d, r: event("referral_received", d, route=r, provider="A"),
            DAYS,
            st.sampled_from(["urgent_suspected_cancer", "breast_symptomatic", "screening", "routine"]),
        ),
        st.builds(
            lambda d, n: event(n, d),
            DAYS,
            st.sampled_from(
                [
                    "consultant_upgrade",
                    "first_seen",
                    "patient_rebooks",
                    "patient_available",
                    "decision_to_treat",
                    "earliest_clinically_appropriate_date",
                ]
            ),
        ),
        st.builds(lambda d, f: event("dna", d, first=f), DAYS, st.sampled_from([True, False, None])),
        st.builds(
            lambda d, o: event("patient_told", d, outcome=o),
            DAYS,
            st.sampled_from(["cancer_diagnosed", "cancer_ruled_out", "excluded"]),
        ),
        st.builds(
            lambda d, s, r: event("tci_declined", d, care_setting=s, reasonable=r),
            DAYS,
            st.sampled_from(["admitted", "non_admitted", None]),
            st.booleans(),
        ),
        st.builds(lambda d: event("transfer_to_treating_provider", d, **{"from": "A", "to": "B"}), DAYS),
        st.builds(
            lambda d, e, m: event("treatment_start", d, event_type=e, modality=m, provider="B"),
            DAYS,
            st.sampled_from(["01", "02", "07", "12"]),
            st.sampled_from(["23", "02", "08", "98"]),
        ),
        st.builds(lambda d: event("treatment_declined", d, modality="98"), DAYS),
    )


PATHWAYS = st.lists(plausible(), max_size=9)


def figures(clocks: CancerClocks) -> list[dict[str, Any] | None]:
    told = describe(clocks)
    names = ("fds", "d31", "d62", "d31_subsequent", "allocation", "adjustment_first_seen", "adjustment_treatment")
    return [told.get(name) for name in names]


@given(PATHWAYS, st.randoms(use_true_random=False))
def test_the_order_of_typing_does_not_matter(events: list[Event], random: Any) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    assert describe(read_pathway(shuffled)) == describe(read_pathway(events))


@given(PATHWAYS, st.lists(st.builds(event, st.sampled_from(OTHER_KINDS), DAYS), max_size=4))
def test_events_of_no_concern_to_cancer_change_nothing(events: list[Event], others: list[Event]) -> None:
    assert describe(read_pathway([*events, *others])) == describe(read_pathway(events))


@given(PATHWAYS, DAYS, st.sampled_from(["medically_unfit", "provider_cancels", "patient_cancels"]))
def test_unfitness_and_cancellations_never_change_a_figure(events: list[Event], day: date, name: str) -> None:
    assert figures(read_pathway([*events, event(name, day)])) == figures(read_pathway(events))


@given(PATHWAYS)
def test_there_is_no_adjustment_without_its_cause(events: list[Event]) -> None:
    clocks = read_pathway(events)
    names = {each.name for each in events}
    if not {"dna", "patient_rebooks", "referral_received"} <= names:
        assert clocks.adjustment_first_seen == 0
    if not {"tci_declined", "patient_available"} <= names:
        assert clocks.adjustment_treatment == 0


@given(PATHWAYS, st.none() | DAYS)
def test_no_wait_loses_a_day_that_lies_outside_it(events: list[Event], today: date | None) -> None:
    for clock in read_pathway(events, today).clocks:
        until = clock.clock_stop or today or date.max
        assert clock.clock_stop is None or clock.clock_start <= clock.clock_stop
        assert sum((last - first).days for first, last in clock.adjusted.taken_off) == clock.adjustment_days
        assert all(clock.clock_start <= first < last <= until for first, last in clock.adjusted.taken_off)
        assert all(one[1] <= other[0] for one, other in pairwise(clock.adjusted.taken_off))


@given(PATHWAYS)
def test_days_bands_and_last_compliant_dates_agree(events: list[Event]) -> None:
    for clock in read_pathway(events).clocks:
        if clock.clock_stop is None or not clock.is_counted:
            continue
        assert clock.days == max(0, (clock.clock_stop - clock.clock_start).days - clock.adjustment_days)
        assert clock.met is (clock.clock_stop <= clock.last_compliant_date)
        assert clock.met is not clock.would_breach(clock.clock_stop)
        assert clock.band == band_of(clock.days, clock.measure.edges)
        assert clock.reporting_month == clock.clock_stop.isoformat()[:7]


@given(PATHWAYS, DAYS)
def test_a_running_clock_is_late_when_its_days_left_are_spent(events: list[Event], today: date) -> None:
    for clock in read_pathway(events, today).clocks:
        if clock.is_running:
            assert clock.clock_stop is None
            assert clock.days_left is not None
            assert (clock.met is False) is (clock.days_left < 0)
            assert (clock.breach_date - today).days == clock.days_left + 1


@given(PATHWAYS)
def test_the_shares_of_a_patient_add_up_to_one(events: list[Event]) -> None:
    clocks = read_pathway(events)
    shares = clocks.allocation
    if shares is None:
        return
    assert clocks.d62 is not None
    assert shares.investigating.total + shares.treating.total == 1
    assert shares.investigating.within + shares.treating.within == (1 if clocks.d62.met else 0)
    if shares.method is Method.SIX_SCENARIOS:
        assert shares.days_to_transfer is not None
        assert shares.days_transfer_to_treatment is not None
        within = (shares.days_total <= 62, shares.days_to_transfer <= 38, shares.days_transfer_to_treatment <= 24)
        assert SCENARIOS[within][0] == shares.scenario


@given(PATHWAYS, st.none() | DAYS)
def test_the_explanation_replayed_gives_the_answer(events: list[Event], today: date | None) -> None:
    clocks = read_pathway(events, today)
    told = [step.text for step in clocks.steps if step.rule.ident == "CWT-DAYS"]
    spoken = [clock for clock in clocks.clocks if clock.days is not None]
    assert len(told) == len(spoken)
    for clock in spoken:
        count = f"{clock.days:,} day" if clock.clock_stop else f"day {clock.days}"
        assert any(text.startswith(clock.measure.label) and count in text for text in told)


@given(st.integers(0, 200), st.integers(0, 200), st.integers(0, 100))
def test_an_upgrade_counts_from_its_own_date(to_upgrade: int, to_treatment: int, seen: int) -> None:
    upgraded = START + timedelta(days=to_upgrade)
    treated = upgraded + timedelta(days=to_treatment)
    clocks = read_pathway(
        [
            event("referral_received", START, route="routine"),
            event("first_seen", START + timedelta(days=seen)),
            event("consultant_upgrade", upgraded),
            event("treatment_start", treated, event_type="01", modality="23"),
        ]
    )
    assert clocks.fds is None
    assert clocks.d62 is not None
    assert (clocks.d62.clock_start, clocks.d62.days, clocks.d62.route) == (upgraded, to_treatment, "consultant_upgrade")


@settings(max_examples=examples(300))
@given(st.lists(JUNK, max_size=8), st.none() | st.dates())
def test_junk_gives_findings_and_never_a_crash(events: list[Event], today: date | None) -> None:
    told = describe(read_pathway(events, today))
    json.dumps(told)
    assert all(step["text"] and step["source"] for step in told["explanation"])
    assert all(finding["text"] and finding["fix"] for finding in told["findings"])


@given(PATHWAYS)
def test_every_clock_that_is_not_counted_says_why(events: list[Event]) -> None:
    for clock in read_pathway(events).clocks:
        assert clock.is_counted is (clock.why_not is None)


@pytest.mark.parametrize("measure", MEASURES)
def test_bands_cover_every_day_once(measure: Any) -> None:
    seen = [band_of(day, measure.edges) for day in range(400)]
    assert list(dict.fromkeys(seen)) == list_bands(measure.edges)
    assert band_of(measure.limit, measure.edges) != band_of(measure.limit + 1, measure.edges)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_day_of_forty_years_agrees(measure: Any) -> None:
    for offset in range(0, 40 * 366, 7):
        start = date(2000, 1, 1) + timedelta(days=offset)
        last = Clock(measure, State.STOPPED, start, start).last_compliant_date
        assert Clock(measure, State.STOPPED, start, last).met is True
        assert Clock(measure, State.STOPPED, start, last + timedelta(days=1)).met is False


@given(PATHWAYS)
def test_the_program_gives_the_same_as_the_function(events: list[Event]) -> None:
    line = {"id": "X", "events": [{"date": e.date.isoformat(), "event": e.name, **e.details} for e in events]}
    assert answer_line(line) == {"id": "X", **describe(read_pathway(events))}
