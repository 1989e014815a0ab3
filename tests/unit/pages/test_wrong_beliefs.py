"""Wrong beliefs about waiting times, as people record them in the modules about one thing that happened: what is found,
and that the clock of the pathway does what the rules say (RULEBOOK A12; there is no pause)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from dashapp.declare.module import Linked, Module
from dashapp.factory import find_pages
from pages import (
    clinical_exceptions,
    communications_tracker,
    consent_manager,
    dna_management,
    funding_ifr,
    patient_choice,
    transfer_of_care,
    waiting_list_validator,
)
from rules import rtt
from rules.events import Event
from tests.unit.pages import test_clinical_exceptions as exceptions
from tests.unit.pages import test_communications_tracker as letters
from tests.unit.pages import test_consent_manager as consent
from tests.unit.pages import test_dna_management as missed
from tests.unit.pages import test_funding_ifr as funding
from tests.unit.pages import test_patient_choice as choice
from tests.unit.pages import test_transfer_of_care as transfers
from tests.unit.pages import test_waiting_list_validator as validation
from tests.unit.pages.worked import TODAY, codes, work

REFERRED = date(2026, 4, 20)
EXCEPTIONS, DNA, FUNDING = clinical_exceptions.MODULE, dna_management.MODULE, funding_ifr.MODULE
CONSENT, VALIDATION = consent_manager.MODULE, waiting_list_validator.MODULE
CHOICE, LETTERS, TRANSFERS = patient_choice.MODULE, communications_tracker.MODULE, transfer_of_care.MODULE

RUNS_ON = ("open", REFERRED)


def read_clock(events: tuple[Event, ...], *more: Event, today: date = TODAY) -> tuple[str, date | None]:
    """How the clock of a pathway referred on 20 April stands, and since when."""
    clock = rtt.read_pathway([Event(REFERRED, "referral_received", {}), *more, *events], today)
    return clock.status, clock.clock_start


BELIEFS: tuple[tuple[str, Module, Mapping[str, Any], set[str]], ...] = (
    (
        "unfitness pauses the clock",
        EXCEPTIONS,
        exceptions.UNFIT | {"paused": "yes"},
        {"exceptions-clock-runs", "exceptions-no-pause"},
    ),
    (
        "32 is a pause while somebody is unfit",
        EXCEPTIONS,
        exceptions.UNFIT | {"rtt_code": "32"},
        {"exceptions-clock-runs", "exceptions-code-does-not-match"},
    ),
    ("a missed follow-up stops the clock", DNA, {**missed.LATER, "rtt_code": "33"}, {"dna-33-not-first"}),
    (
        "two missed appointments and out",
        DNA,
        {**missed.LATER, "previous_dnas": 1, "action": "discharged_without_review", "discharge_date": "2026-06-04"},
        {"dna-two-strikes", "dna-discharge-test-failed"},
    ),
    ("the clock waits for the funding", FUNDING, funding.with_(paused="yes"), {"funding-no-pause"}),
    (
        "a refusal stops the clock although there is another treatment",
        FUNDING,
        funding.with_(**funding.DECLINED, other_treatment="yes"),
        {"funding-alternative-runs"},
    ),
    (
        "the receiving hospital's clock starts on receipt",
        TRANSFERS,
        transfers.with_(receiver_clock_start="2026-10-07"),
        {"transfers-start-is-receipt"},
    ),
    (
        "an unfit patient waits on a planned list",
        EXCEPTIONS,
        exceptions.UNFIT | {"on_planned_list": "yes"},
        {"exceptions-clock-runs", "exceptions-planned-list"},
    ),
    (
        "no bed is a clinical exception",
        EXCEPTIONS,
        exceptions.UNFIT | {"reason_in_words": "No ITU bed", "rtt_code": "34"},
        {"exceptions-not-clinical", "exceptions-code-does-not-match"},
    ),
    (
        "who declines a date at short notice has been offered one",
        LETTERS,
        letters.OFFER | {"date_offered": "2026-11-12", "outcome": "declined"},
        {"letters-short-notice-declined"},
    ),
    (
        "who does not answer is taken off the list",
        LETTERS,
        letters.BACK | {"type": "validation_contact", "outcome": "no_answer"},
        {"letters-no-reply-is-no-stop", "letters-not-delivered"},
    ),
    ("21 on the form stops the clock", TRANSFERS, transfers.with_(rtt_status="21"), {"transfers-form-not-20"}),
    (
        "funding may rest on rarity",
        FUNDING,
        funding.with_(exceptionality="Very rare, and a single parent"),
        {"funding-not-exceptional"},
    ),
    ("consent runs out after some months", CONSENT, consent.with_(changed=["time"]), {"consent-no-fixed-expiry"}),
    (
        "the family may interpret",
        CONSENT,
        consent.with_(interpreter_needed="yes", interpreter="family"),
        {"consent-family-interprets"},
    ),
    ("the next of kin consents", CONSENT, consent.with_(signed_by="family"), {"consent-signed-by-family"}),
    (
        "withdrawing on the day is a missed appointment",
        CONSENT,
        consent.with_(withdrawn_on="2026-11-20", withdrawn_on_the_day="yes", recorded_as="dna"),
        {"consent-withdrawn", "consent-withdrawal-recorded-wrongly"},
    ),
    (
        "withdrawing from one procedure stops the clock",
        CONSENT,
        consent.with_(withdrawn_on="2026-11-20", rtt_code="35"),
        {"consent-withdrawn", "consent-withdrawal-is-no-stop"},
    ),
    (
        "who does not reply leaves the list",
        VALIDATION,
        {**validation.STOP, "contact_result": "no_reply"},
        {"validation-no-reply-stop"},
    ),
    (
        "a technical validation stops clocks",
        VALIDATION,
        {**validation.STOP, "level": "technical"},
        {"validation-technical-stop"},
    ),
    ("a wish to wait pauses the clock", CHOICE, {**choice.CHOICE, "pause_wanted": "yes"}, {"choice-no-pause"}),
)


@pytest.mark.parametrize(("module", "answers", "found"), [one[1:] for one in BELIEFS], ids=[one[0] for one in BELIEFS])
def test_a_wrong_belief_is_found_and_the_clock_runs_on_from_the_referral(
    module: Module, answers: Mapping[str, Any], found: set[str]
) -> None:
    case = work(module, answers)
    assert found <= codes(case)
    assert read_clock(case.events) == RUNS_ON


def test_active_monitoring_stops_the_clock_and_a_pause_beside_it_is_still_none() -> None:
    case = work(EXCEPTIONS, exceptions.MONITORED | {"paused": "yes"})
    assert codes(case) == {"exceptions-no-pause"}
    assert read_clock(case.events)[0] == "active_monitoring"


@pytest.mark.parametrize(
    ("module", "answers"),
    [(EXCEPTIONS, exceptions.MONITORED), (CHOICE, {**choice.TWO, **choice.AGREED})],
    ids=["clinical", "choice"],
)
def test_active_monitoring_may_begin_after_a_decision_to_admit(module: Module, answers: Mapping[str, Any]) -> None:
    """R30: "only exceptionally after a decision to admit" was removed in October 2022."""
    admitted = Event(date(2026, 4, 10), "decision_to_admit", {})
    earlier = Event(date(2026, 3, 2), "referral_received", {})
    case = work(module, answers, Linked("p1", "Ivy", (earlier, admitted)))
    assert not {code for code in codes(case) if "monitoring" in code}
    clock = rtt.read_pathway(case.pathway_events, TODAY)
    assert clock.status == "active_monitoring"
    assert not [finding for finding in clock.findings if finding.severity.value == "breach"]


@pytest.mark.parametrize(
    ("module", "answers"),
    [(EXCEPTIONS, exceptions.MONITORED), (CHOICE, {**choice.TWO, **choice.AGREED, "next_review_on": "2027-01-04"})],
    ids=["clinical", "choice"],
)
def test_going_ahead_after_monitoring_is_code_11_and_a_new_clock_at_zero(
    module: Module, answers: Mapping[str, Any]
) -> None:
    goes_ahead = Event(date(2026, 11, 10), "patient_wishes_to_proceed", {"rtt_code": "11"})
    started = work(module, answers).events
    referred = Event(date(2026, 3, 2), "referral_received", {})
    clock = rtt.read_pathway([referred, *started, goes_ahead], TODAY)
    assert (clock.status, clock.clock_start, clock.wait and clock.wait.days) == ("open", date(2026, 11, 10), 13)


def test_the_clock_after_a_missed_first_appointment_does_not_carry_the_earlier_weeks() -> None:
    case = work(DNA, missed.MISSED)
    assert {"dna-nullified", "dna-new-clock"} <= codes(case)
    assert read_clock(case.events) == ("open", date(2026, 6, 3))


@pytest.mark.parametrize(("start", "is_long"), [("2026-06-01", False), ("2026-05-31", True)], ids=["126", "127"])
def test_a_transfer_is_a_long_wait_from_day_127(start: str, is_long: bool) -> None:
    case = work(TRANSFERS, transfers.with_(clock_start=start))
    assert ("transfers-long-wait-not-agreed" in codes(case)) is is_long


def test_a_refusal_with_no_other_treatment_stops_the_clock_on_the_day_the_patient_is_told() -> None:
    case = work(FUNDING, funding.with_(**funding.DECLINED, other_treatment="no"))
    clock = rtt.read_pathway([Event(REFERRED, "referral_received", {}), *case.events], TODAY)
    assert (clock.periods[-1].stop, clock.periods[-1].stop_code) == (date(2026, 10, 20), "34")


MODULES = [page.MODULE for page in find_pages() if hasattr(page, "MODULE")]


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.slug)
def test_no_module_has_a_standard_of_26_weeks_or_bands_of_red_amber_and_green(module: Module) -> None:
    """Neither is national: 26 weeks is a milestone of validation, "amber 85 to 91.9%" a local invention."""
    views = [f"{view.label} {view.criteria}" for view in module.views]
    charts = [f"{chart.title} {chart.definition}" for chart in module.charts]
    words = " ".join([*module.teaches, *views, *charts]).casefold()
    assert "amber" not in words
    assert not [view.key for view in module.views if "26" in view.label and view.status == "breach"]
    lines = {value for chart in module.charts for _, value in chart.reference_lines}
    assert not lines & {26, 182, 91.9}
