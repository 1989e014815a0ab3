"""Golden cases of patient choice and deferrals: answers in, findings, verdicts, options and events out."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashapp.declare.meaning import Fact, Meaning
from dashapp.declare.module import Case
from dashapp.services.records.checking import check_answers
from dashapp.services.records.examples import make_patients
from pages.patient_choice import MODULE
from pages.patient_choice.examples import make_example
from rules import rtt
from rules.events import EVENT_KINDS, Event, list_ignored_attributes
from tests.unit.pages.cases import TODAY, codes_of, read_case

CHOICE: dict[str, Any] = {"specialty": "C_110", "choice_type": "declined_date", "patient_informed": "yes"}
FIRST: dict[str, Any] = {
    "made_on": "2026-04-01",
    "offered_date": "2026-05-01",
    "offered_time": "09:30",
    "site": "Main site",
    "team": "Ms Okafor",
    "alternative": "no",
    "how_told": "letter",
    "answer": "declined",
    "declined_on": "2026-04-03",
}
SECOND = {**FIRST, "made_on": "2026-04-07", "offered_date": "2026-05-20", "declined_on": "2026-04-10"}
AGREED: dict[str, Any] = {
    "monitoring_reason": "delay",
    "clinical_conversation": "yes",
    "patient_agreed": "yes",
    "active_monitoring_agreed_on": "2026-04-14",
    "next_review_on": "2026-07-07",
    "told_how_to_return": "yes",
}
TWO: dict[str, Any] = {**CHOICE, "offers": [FIRST, SECOND], "earliest_reasonable_offer_date": "2026-05-01"}
AWAY = {"unavailable_from": "2026-06-20", "unavailable_to": "2026-07-10", "unavailable_known_on": "2026-06-10"}
SUITABLE = {"own_date": "2026-09-01", "suitability_checked_on": "2026-03-30", "suitability_checked_by": "Dr Prentice"}
ELSEWHERE = [{**offer, "alternative": "yes", "provider": "RXX01"} for offer in (FIRST, SECOND)]

GOLDEN: tuple[tuple[str, dict[str, Any], set[str]], ...] = (
    ("two reasonable dates, agreed", {**TWO, **AGREED}, set()),
    (
        "there is no pause",
        {**CHOICE, "choice_type": "asks_for_delay", "pause_wanted": "yes", "paused_from": "2026-05-01"},
        {"choice-no-pause"},
    ),
    ("nor for a wish alone", {**CHOICE, "pause_wanted": "yes"}, {"choice-no-pause"}),
    ("one date declined asks for a second", {**CHOICE, "offers": [FIRST]}, {"choice-offer-second-date"}),
    (
        "one declined offer does not allow active monitoring by the hospital",
        {**CHOICE, **AGREED, "offers": [FIRST]},
        {"choice-offer-second-date", "choice-monitoring-not-allowed"},
    ),
    (
        "to see how they cope no declined offer is needed",
        {**CHOICE, **AGREED, "choice_type": "undecided", "monitoring_reason": "see_how_they_cope"},
        set(),
    ),
    (
        "two declined without a conversation",
        {**TWO, **AGREED, "clinical_conversation": "no"},
        {"choice-monitoring-not-allowed"},
    ),
    (
        "two declined, conversation and agreement, not yet agreed on a day",
        {**TWO, "clinical_conversation": "yes", "patient_agreed": "yes"},
        {"choice-monitoring-may-start"},
    ),
    (
        "a date at short notice may be declined without consequence",
        {**CHOICE, "offers": [{**FIRST, "made_on": "2026-04-11", "declined_on": "2026-04-12"}]},
        {"choice-short-notice"},
    ),
    (
        "the second date too far from the first",
        {**CHOICE, "offers": [FIRST, {**SECOND, "offered_date": "2026-06-13"}]},
        {"choice-offer-date-missing", "choice-second-too-far"},
    ),
    (
        "two dates inside one holiday are one",
        {
            **CHOICE,
            "offers": [FIRST, {**SECOND, "offered_date": "2026-05-06"}],
            "unavailable_from": "2026-04-28",
            "unavailable_to": "2026-05-10",
            "unavailable_known_on": "2026-04-01",
            "two_dates_possible": "yes",
        },
        {"choice-offer-second-date", "choice-same-holiday"},
    ),
    (
        "an offer without the day it was made",
        {**CHOICE, "offers": [{name: value for name, value in FIRST.items() if name != "made_on"}]},
        {"choice-offer-undated"},
    ),
    (
        "an offer that does not say how the patient was told",
        {**CHOICE, "offers": [{name: value for name, value in FIRST.items() if name not in {"how_told"}}]},
        {"choice-offer-incomplete", "choice-offer-second-date"},
    ),
    (
        "an offer made after its own date",
        {**CHOICE, "offers": [{**FIRST, "made_on": "2026-05-02", "declined_on": "2026-05-02"}]},
        {"choice-offer-backwards"},
    ),
    (
        "declined before it was made",
        {**CHOICE, "offers": [{**FIRST, "declined_on": "2026-03-01"}]},
        {"choice-declined-before-offered", "choice-offer-second-date"},
    ),
    (
        "a bank holiday",
        {**CHOICE, "offers": [{**FIRST, "offered_date": "2026-05-04", "answer": "accepted"}]},
        {"choice-bank-holiday"},
    ),
    (
        "one refusal elsewhere has no effect",
        {**CHOICE, **SUITABLE, "offers": ELSEWHERE[:1]},
        {"choice-one-refusal-elsewhere"},
    ),
    (
        "two earlier dates elsewhere, suitability decided before",
        {**TWO, **SUITABLE, **AGREED, "offers": ELSEWHERE},
        set(),
    ),
    (
        "elsewhere, suitability never decided",
        {**CHOICE, "own_date": "2026-09-01", "offers": ELSEWHERE},
        {"choice-suitability-not-checked"},
    ),
    (
        "elsewhere, and not earlier",
        {**CHOICE, **SUITABLE, "own_date": "2026-04-20", "offers": ELSEWHERE},
        {"choice-elsewhere-not-earlier"},
    ),
    (
        "backdated to the day the offer was declined",
        {**TWO, **AGREED, "clock_stop": "2026-04-10"},
        {"choice-monitoring-backdated"},
    ),
    (
        "agreed before the second was declined",
        {**TWO, **AGREED, "active_monitoring_agreed_on": "2026-04-08", "next_review_on": "2026-06-30"},
        {"choice-agreed-before-declined"},
    ),
    (
        "agreed on a day that has not come",
        {**TWO, **AGREED, "active_monitoring_agreed_on": "2026-06-20", "next_review_on": "2026-09-01"},
        {"choice-agreed-in-future"},
    ),
    (
        "no review date",
        {name: value for name, value in {**TWO, **AGREED}.items() if name != "next_review_on"},
        {"choice-review-date-missing"},
    ),
    (
        "a review after more than 12 weeks",
        {**TWO, **AGREED, "next_review_on": "2026-07-08"},
        {"choice-review-over-12-weeks"},
    ),
    (
        "monitoring for clinical reasons is reviewed as the clinician sets",
        {**TWO, **AGREED, "monitoring_reason": "clinical", "next_review_on": "2026-10-14"},
        set(),
    ),
    (
        "review overdue",
        {**TWO, **AGREED, "next_review_on": "2026-06-10"},
        {"choice-review-overdue"},
    ),
    (
        "the patient was not told, nor how to come back",
        {**TWO, **AGREED, "patient_informed": "no", "told_how_to_return": "no"},
        {"choice-patient-not-informed", "choice-not-told-how-to-return"},
    ),
    (
        "coming back: a new clock, the place kept",
        {**TWO, **AGREED, "wishes_to_proceed_on": "2026-06-01", "list_position_kept": "yes"},
        {"choice-new-clock"},
    ),
    (
        "coming back: the place lost",
        {**TWO, **AGREED, "wishes_to_proceed_on": "2026-06-01", "list_position_kept": "no"},
        {"choice-new-clock", "choice-list-position-lost"},
    ),
    (
        "six weeks need no review",
        {**CHOICE, "choice_type": "asks_for_delay", "asked_on": "2026-06-01", "delay_weeks": 6},
        set(),
    ),
    (
        "seven weeks do",
        {**CHOICE, "choice_type": "asks_for_delay", "asked_on": "2026-06-01", "delay_weeks": 7},
        {"choice-delay-needs-review"},
    ),
    (
        "a review without its outcome",
        {**CHOICE, "choice_type": "asks_for_delay", "delay_weeks": 8, "clinical_review_date": "2026-06-02"},
        {"choice-review-no-outcome"},
    ),
    (
        "nobody is discharged for asking to wait",
        {
            **CHOICE,
            "choice_type": "asks_for_delay",
            "delay_weeks": 8,
            "clinical_review_date": "2026-06-02",
            "clinical_review_outcome": "discharged",
            "discharge_in_best_interest": "no",
        },
        {"choice-discharged-for-delay"},
    ),
    ("time away, not judged", {**CHOICE, **AWAY}, {"choice-unavailable-not-judged"}),
    (
        "time away in which two dates do not fit",
        {**CHOICE, **AWAY, "two_dates_possible": "no"},
        {"choice-unavailable-no-monitoring"},
    ),
    (
        "time away, said to be long enough for two dates",
        {**CHOICE, **AWAY, "unavailable_to": "2026-07-01", "two_dates_possible": "yes"},
        {"choice-unavailable-too-short"},
    ),
    (
        "time away that ends before it begins",
        {**CHOICE, **AWAY, "unavailable_to": "2026-06-01"},
        {"choice-unavailable-backwards"},
    ),
    (
        "thinking it over for three weeks",
        {**CHOICE, "choice_type": "undecided", "thinking_from": "2026-05-25", "thinking_days": 7},
        {"choice-thinking-over-14-days"},
    ),
    (
        "thinking for three months is active monitoring",
        {**CHOICE, "choice_type": "undecided", "thinking_from": "2026-06-10", "thinking_days": 90},
        {"choice-thinking-is-monitoring"},
    ),
    (
        "a second opinion, the clock runs on",
        {**CHOICE, "choice_type": "second_opinion", "back_to_gp": "no"},
        {"choice-change-clock-runs"},
    ),
    (
        "another provider through the GP",
        {**CHOICE, "choice_type": "another_provider", "back_to_gp": "yes"},
        {"choice-change-through-gp"},
    ),
    (
        "an earliest reasonable offer date with one declined offer",
        {**CHOICE, "offers": [FIRST], "earliest_reasonable_offer_date": "2026-05-01"},
        {"choice-offer-second-date", "choice-offer-date-too-soon"},
    ),
    (
        "an earliest reasonable offer date that is not the earliest",
        {**TWO, "earliest_reasonable_offer_date": "2026-05-20"},
        {"choice-offer-date-wrong"},
    ),
    (
        "cancer offers have a measure of their own",
        {**CHOICE, "cancer_pathway": "yes", "offers": [{**FIRST, "answer": "accepted"}]},
        {"choice-cancer-offers"},
    ),
)


def derived(case: Case) -> dict[str, Any]:
    return {value.name: value.of(case) for value in MODULE.derived}


def meaning_of(case: Case) -> Meaning:
    assert MODULE.meaning is not None
    return MODULE.meaning(case)


def facts_of(case: Case) -> dict[str, Fact]:
    return {fact.label: fact for fact in meaning_of(case).facts}


@pytest.mark.parametrize(("answers", "expected"), [case[1:] for case in GOLDEN], ids=[case[0] for case in GOLDEN])
def test_golden_cases(answers: dict[str, Any], expected: set[str]) -> None:
    assert codes_of(read_case(MODULE, answers)) == expected


@pytest.mark.parametrize("answers", [case[1] for case in GOLDEN], ids=[case[0] for case in GOLDEN])
def test_every_record_says_why_there_is_no_pause_and_what_can_be_done(answers: dict[str, Any]) -> None:
    options = meaning_of(read_case(MODULE, answers)).options
    assert options is not None
    assert options[0].startswith("There is no pause")
    assert len(options[1]) >= 3


def test_each_offer_is_judged_in_words() -> None:
    short = {**SECOND, "made_on": "2026-05-10", "declined_on": "2026-05-11"}
    facts = facts_of(read_case(MODULE, {**CHOICE, "offers": [FIRST, short]}))
    assert facts["Offer 1, 1 May 2026"].text == "Reasonable, declined"
    assert facts["Offer 2, 20 May 2026"].text == "Does not count as reasonable, declined"
    assert facts["Reasonable offers declined"].text == "1 of 2 offers"
    assert facts["Second date by"].text == "12 June 2026"


def test_a_record_on_active_monitoring_tells_its_review() -> None:
    values = derived(read_case(MODULE, {**TWO, **AGREED}))
    assert (values["state"], values["declined"], values["monitoring"]) == ("monitoring", 2, "may_begin")
    assert (values["review_due"], values["days_left"]) == (date(2026, 7, 7), 22)


def test_active_monitoring_that_is_not_shown_leaves_the_clock_running() -> None:
    case = read_case(MODULE, {**CHOICE, **AGREED, "offers": [FIRST]})
    assert derived(case)["state"] == "monitoring_unsound"
    assert "keeps running" in facts_of(case)["18 weeks (RTT)"].text


def test_what_is_due() -> None:
    assert MODULE.due is not None
    waits = {**CHOICE, "choice_type": "asks_for_delay", "asked_on": "2026-06-01", "delay_weeks": 8}
    assert [str(due.on) for due in MODULE.due(read_case(MODULE, waits))] == ["2026-06-15"]
    written = Event(date(2026, 4, 15), "letter_sent", {"letter": "active_monitoring", "sent_to_gp": True})
    assert [str(due.on) for due in MODULE.due(read_case(MODULE, {**TWO, **AGREED}, [written]))] == ["2026-07-07"]
    owed = [due.what for due in MODULE.due(read_case(MODULE, {**TWO, **AGREED}))]
    assert owed[1:] == ["Write to the patient and the GP: a decision stopped the clock"]
    second = [due.what for due in MODULE.due(read_case(MODULE, {**CHOICE, "offers": [FIRST]}))]
    assert second == ["Offer a second date, no later than 12 June 2026"]


EVERYTHING = {
    **TWO,
    **AGREED,
    **SUITABLE,
    **AWAY,
    "offers": [FIRST, SECOND, {**ELSEWHERE[0], "offered_date": "2026-05-13"}, {**ELSEWHERE[1], "answer": "awaited"}],
    "asked_on": "2026-04-02",
    "delay_weeks": 8,
    "wishes_to_proceed_on": "2026-06-10",
}


def test_events_are_words_of_the_vocabulary_with_its_attributes() -> None:
    events = read_case(MODULE, EVERYTHING).events
    assert {event.name for event in events} == {
        "tci_offered",
        "alternative_provider_offered",
        "alternative_provider_offer_declined",
        "patient_requests_delay",
        "patient_unavailable",
        "active_monitoring_start",
        "patient_wishes_to_proceed",
    }
    assert all(event.name in EVENT_KINDS for event in events)
    assert not any(list_ignored_attributes(event) for event in events)


def test_an_offer_goes_on_the_timeline_on_the_day_it_was_made() -> None:
    first = read_case(MODULE, {**CHOICE, "offers": [FIRST]}).events[0]
    assert (first.name, str(first.date)) == ("tci_offered", "2026-04-01")
    assert (str(first.details["tci"]), first.details["declined"]) == ("2026-05-01", True)


def test_an_offer_elsewhere_goes_on_the_timeline_on_the_day_it_was_declined() -> None:
    event = read_case(MODULE, {**CHOICE, **SUITABLE, "offers": ELSEWHERE[:1]}).events[0]
    assert (event.name, str(event.date)) == ("alternative_provider_offer_declined", "2026-04-03")
    assert (str(event.details["offered"]), event.details["provider"]) == ("2026-04-01", "RXX01")


def test_thinking_time_is_an_event_and_no_stop() -> None:
    undecided = {**CHOICE, "choice_type": "undecided", "thinking_from": "2026-06-10", "thinking_days": 5}
    event = read_case(MODULE, undecided).events[0]
    assert (event.name, event.details) == ("thinking_time_agreed", {"days": 5})


def clock_with(answers: dict[str, Any]) -> Any:
    """The RTT clock of a pathway referred on 12 January, with what this record adds."""
    referred = Event(date(2026, 1, 12), "referral_received", {})
    return rtt.read_pathway([referred, *read_case(MODULE, answers).events], TODAY)


def test_two_declined_and_agreed_stop_the_clock_with_32_on_the_day_agreed() -> None:
    period = clock_with({**TWO, **AGREED}).periods[-1]
    assert (str(period.stop), period.stop_code) == ("2026-04-14", "32")


@pytest.mark.parametrize(
    "answers",
    [
        {**CHOICE, **AGREED, "offers": [FIRST]},
        {**CHOICE, "pause_wanted": "yes", "paused_from": "2026-03-01", "paused_to": "2026-05-01"},
        {**CHOICE, "choice_type": "asks_for_delay", "asked_on": "2026-03-01", "delay_weeks": 20},
        {**CHOICE, **AWAY, "two_dates_possible": "no"},
    ],
    ids=["one offer", "a pause", "a long delay", "time away"],
)
def test_wrong_beliefs_leave_the_clock_running_from_the_referral(answers: dict[str, Any]) -> None:
    clock = clock_with(answers)
    assert (clock.status, str(clock.clock_start)) == ("open", "2026-01-12")


def test_going_ahead_starts_a_new_clock_at_zero() -> None:
    clock = clock_with({**TWO, **AGREED, "wishes_to_proceed_on": "2026-06-01"})
    assert (clock.status, str(clock.clock_start)) == ("open", "2026-06-01")


def test_the_record_names_itself() -> None:
    assert MODULE.name_of(read_case(MODULE, TWO).answers) == "Rowan Ashdown, declined a date"


@given(st.integers(0, 100_000))
def test_every_example_is_accepted_and_can_be_told(seed: int) -> None:
    answers = make_example(Random(seed), next(make_patients(seed, TODAY)), TODAY)
    assert check_answers(MODULE, answers).problems == ()
    case = read_case(MODULE, answers)
    assert all(finding.text and finding.fix for finding in case.findings)
    assert derived(case)["next_step"]
    assert facts_of(case)
