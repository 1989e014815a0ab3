"""A clock in words, its two numbers, its reviews, and what an event more would change."""

from datetime import date
from typing import Any

import pytest

from rules.events import Event
from rules.explain import Confidence
from rules.rtt import STATUS_CODES, STATUS_WORDS, describe_clock, read_pathway, what_if


def on(day: str, name: str, **details: Any) -> Event:
    return Event(date.fromisoformat(day), name, details)


REFERRAL = on("2026-02-05", "referral_received", provider="A")
OFFERS = [
    on("2026-03-02", "tci_offered", tci="2026-03-30", declined=True),
    on("2026-03-04", "tci_offered", tci="2026-04-27", declined=True),
]
CHOICE = on(
    "2026-03-12", "active_monitoring_start", initiated_by="care_professional", reason="two_reasonable_offers_declined"
)
GO = on("2026-09-01", "patient_wishes_to_proceed", rtt_code="11")


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2026-05-18", "14 weeks 4 days · breach on 12 June 2026 · 24 days left"),
        ("2026-06-11", "18 weeks 0 days · breach on 12 June 2026 · last day within 18 weeks"),
        ("2026-06-12", "18 weeks 1 day · breach on 12 June 2026 · 1 day over"),
        ("2026-06-15", "18 weeks 4 days · breach on 12 June 2026 · 4 days over"),
    ],
)
def test_an_open_clock_in_words(as_of: str, words: str) -> None:
    assert read_pathway([REFERRAL], date.fromisoformat(as_of)).in_words == words


def test_other_clocks_in_words() -> None:
    as_of = date(2026, 12, 31)
    assert read_pathway([], as_of).in_words == "No clock"
    assert read_pathway([on("2026-02-05", "emergency_attendance")], as_of).in_words == "Outside RTT"
    missed = on("2026-02-20", "dna", first=True, clearly_communicated=True)
    assert read_pathway([REFERRAL, missed], as_of).in_words == "Clock nullified"
    treated = on("2026-02-26", "treatment_started")
    assert read_pathway([REFERRAL, treated], as_of).in_words == "3 weeks 0 days · clock stopped on 26 February 2026"
    assert read_pathway([REFERRAL, treated], as_of).reading() == "3 weeks 0 days · clock stopped on 26 February 2026"


def test_two_numbers_after_active_monitoring_by_choice() -> None:
    clock = read_pathway([REFERRAL, *OFFERS, CHOICE, GO], date(2026, 9, 15))
    assert clock.wait is not None
    assert clock.wait.days == 14
    assert clock.prior_wait_days == 35
    assert clock.list_position_days == 49


def test_clinical_active_monitoring_does_not_add_to_the_place_on_the_list() -> None:
    monitored = on("2026-03-12", "active_monitoring_start", initiated_by="care_professional", reason="clinical")
    clock = read_pathway([REFERRAL, monitored, on("2026-09-01", "decision_to_treat")], date(2026, 9, 15))
    assert clock.list_position_days == 14


def test_review_dates_every_twelve_weeks() -> None:
    open_clock = read_pathway([REFERRAL], date(2026, 5, 18))
    assert open_clock.monitoring_review_dates == []
    delayed = read_pathway([REFERRAL, *OFFERS, CHOICE], date(2026, 6, 5))
    assert delayed.status == "active_monitoring"
    assert delayed.monitoring_review_dates == [date(2026, 6, 4), date(2026, 8, 27)]


def test_the_explanation_names_rule_source_and_confidence() -> None:
    private = [
        on("2026-02-05", "private_consultation"),
        on("2026-03-05", "referral_received", nhs=True, **{"from": "private"}),
    ]
    clock = read_pathway(private, date(2026, 5, 18))
    assert clock.confidence is Confidence.CHECK_LOCAL_POLICY
    steps = clock.explanation()
    assert [step["rule"] for step in steps] == ["ST16", "ST16", "ST16"]
    assert steps[1]["text"] == "The clock starts on 5 March 2026: the NHS accepted responsibility."
    assert "28 days longer" in steps[2]["text"]
    assert {step["confidence"] for step in steps} == {"check_local_policy"}


def test_status_words_and_codes_cover_everything() -> None:
    assert set(STATUS_WORDS) == {"open", "stopped", "nullified", "active_monitoring", "no_clock", "not_rtt"}
    assert len(STATUS_CODES) == 17


def test_a_separate_condition_is_a_second_pathway() -> None:
    clock = read_pathway([REFERRAL, on("2026-03-05", "consultant_referral_new_condition", to="ENT")], date(2026, 5, 18))
    told = describe_clock(clock)
    assert told["additional_pathways"] == [
        {"specialty": "ENT", "clock_start": "2026-03-05", "breach_date": "2026-07-10"}
    ]


AS_OF = date(2026, 5, 18)


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (
            on("2026-05-11", "treatment_started"),
            "The clock stops on 11 May 2026 with code 30; before, the clock is running.",
        ),
        (
            on("2026-05-11", "dna", first=True, clearly_communicated=True),
            "The clock is nullified on 11 May 2026; before, the clock is running.",
        ),
        (on("2026-05-11", "dna", first=True, clearly_communicated=True), "There is no breach date any more."),
        (on("2026-01-26", "referral_received"), "The breach date moves from 12 June 2026 to 2 June 2026."),
        (on("2026-05-11", "provider_cancels"), "Nothing moves: the clock is as it was."),
        (on("2026-05-11", "transfer_out", to="B"), "B reports the wait."),
        (on("2026-05-11", "consultant_referral_new_condition", to="ENT"), "A second pathway opens next to this one."),
        (
            on("2026-05-11", "dna", first=False, rtt_code="33"),
            "Code 33 contradicts “Missed appointment (DNA)” on 11 May 2026",
        ),
    ],
)
def test_what_if_says_what_would_change(event: Event, says: str) -> None:
    difference = what_if([REFERRAL], event, AS_OF).difference
    assert any(line.startswith(says) for line in difference), difference


def test_what_if_of_an_event_to_come_is_read_on_its_day() -> None:
    tried = what_if([REFERRAL], on("2026-06-22", "treatment_started"), AS_OF)
    assert tried.after.clock_stop == date(2026, 6, 22)
    assert tried.before.wait is not None
    assert tried.before.wait.date == date(2026, 6, 22)


def test_what_if_on_an_empty_pathway() -> None:
    tried = what_if([], REFERRAL, AS_OF)
    assert tried.difference[:3] == [
        "The clock is running; before, there is no clock.",
        "A new clock starts on 5 February 2026.",
        "The breach date is 12 June 2026.",
    ]


def test_what_if_a_new_clock_after_monitoring() -> None:
    tried = what_if([REFERRAL, *OFFERS, CHOICE], GO, date(2026, 9, 15))
    assert "A new clock starts on 1 September 2026." in tried.difference
    assert tried.difference[0] == (
        "The clock is running; before, the clock stops on 12 March 2026 with code 32, active monitoring."
    )


def test_who_reports_is_asked_as_of_a_day() -> None:
    referred = Event(date(2026, 7, 1), "referral_received", {"provider": "RXA"})
    moved = Event(date(2026, 11, 24), "transfer_out", {"to": "RXB"})
    (period,) = read_pathway([referred, moved], date(2026, 11, 29)).periods
    assert period.reporter_on(date(2026, 9, 30)) == period.reporter_on(date(2026, 11, 23)) == "RXA"
    assert period.reporter_on(date(2026, 11, 24)) == period.reported_by == "RXB"
    again = Event(date(2026, 11, 27), "transfer_out", {"to": "RXC"})
    (period,) = read_pathway([referred, moved, again], date(2026, 11, 29)).periods
    assert [period.reporter_on(date(2026, 11, day)) for day in (23, 24, 26, 27)] == ["RXA", "RXB", "RXB", "RXC"]


def test_a_transfer_after_the_stop_leaves_who_reports_the_period() -> None:
    events = [
        Event(date(2026, 7, 1), "referral_received"),
        Event(date(2026, 9, 30), "treatment_started"),
        Event(date(2026, 11, 24), "transfer_out", {"to": "RXB"}),
    ]
    assert read_pathway(events, date(2026, 11, 29)).periods[0].reported_by is None


@pytest.mark.parametrize(("sender", "before"), [({"from": "RXC"}, "RXC"), ({}, "another provider")])
def test_before_a_transfer_came_in_its_sender_reports(sender: dict[str, str], before: str) -> None:
    referred = Event(date(2026, 7, 1), "referral_received", {"provider": "RXA"})
    received = Event(date(2026, 11, 24), "transfer_in", sender)
    (period,) = read_pathway([referred, received], date(2026, 11, 29)).periods
    assert period.reporter_on(date(2026, 9, 30)) == before
    assert period.reported_by == "RXA"
