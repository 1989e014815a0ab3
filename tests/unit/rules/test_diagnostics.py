"""Diagnostic waits: the opposite edge, the resets, planned tests, and the month-end figures (rule book C, P3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.calendar import LAST_DAY_WITHIN_18_WEEKS
from rules.diagnostics import (
    BOOK,
    TESTS,
    DiagnosticFacts,
    FallenThrough,
    Group,
    RefusedDate,
    StartFrom,
    Who,
    band_of,
    is_breach,
    read_wait,
    sum_snapshot,
)
from rules.explain import Confidence
from tests.unit.rules.junk import any_of, days, pick

ASKED = date(2025, 3, 3)
MRI = DiagnosticFacts(test="mri", requested_on=ASKED)


def on(offset: int) -> date:
    return ASKED + timedelta(days=offset)


def codes(facts: DiagnosticFacts, today: date) -> set[str]:
    return {finding.code for finding in read_wait(facts, today).findings}


@pytest.mark.parametrize(
    ("waited", "breach", "band"),
    [
        (0, False, "0<01"),
        (6, False, "0<01"),
        (7, False, "01<02"),
        (41, False, "05<06"),
        (42, True, "06<07"),
        (90, True, "12<13"),
        (91, True, "13+"),
        (400, True, "13+"),
    ],
)
def test_the_edges_of_a_diagnostic_wait(waited: int, breach: bool, band: str) -> None:
    wait = read_wait(MRI, on(waited))
    assert (wait.days, wait.weeks, wait.is_breach, wait.band) == (waited, waited // 7, breach, band)


def test_the_edge_is_the_opposite_of_rtt() -> None:
    assert is_breach(6 * 7)
    assert LAST_DAY_WITHIN_18_WEEKS == 18 * 7


def test_day_41_is_the_last_within_six_weeks() -> None:
    wait = read_wait(MRI, on(42))
    assert wait.last_day_within_six_weeks == on(41)
    assert [finding.text for finding in wait.findings] == [
        "Waiting 42 days: 6 weeks or more. The last day within six weeks was 13 April 2025."
    ]
    assert codes(MRI, on(41)) == set()
    assert codes(MRI, on(91)) == {"diagnostics-over-thirteen-weeks"}


def test_the_test_stops_the_wait() -> None:
    wait = read_wait(replace(MRI, tested_on=on(30)), on(60))
    assert (wait.days, wait.clock_stop, wait.on_waiting_list, wait.findings) == (30, on(30), False, ())


def test_a_test_still_to_come_has_not_stopped_it() -> None:
    wait = read_wait(replace(MRI, tested_on=on(50)), on(30))
    assert (wait.days, wait.clock_stop, wait.on_waiting_list) == (30, None, True)


@pytest.mark.parametrize("who", [Who.DNA, Who.PATIENT])
def test_the_patient_resets_the_wait_to_the_appointment(who: Who) -> None:
    wait = read_wait(replace(MRI, fallen_through=(FallenThrough(on(20), who),)), on(50))
    assert (wait.clock_start, wait.days, wait.days_since_request) == (on(20), 30, 50)
    assert {finding.code for finding in wait.findings} == {"diagnostics-long-since-request"}
    assert any("the RTT clock is not touched" in step.text for step in wait.steps)
    reset = next(step for step in wait.steps if step.rule.ident == "DM01-RESET")
    assert reset.as_dict()["confidence"] == "check_local_policy"


def test_the_provider_never_resets_it() -> None:
    wait = read_wait(replace(MRI, fallen_through=(FallenThrough(on(20), Who.PROVIDER),)), on(50))
    assert (wait.clock_start, wait.days, wait.days_since_request) == (ASKED, 50, 50)


def test_the_latest_reset_stands() -> None:
    fallen = (FallenThrough(on(30), Who.DNA), FallenThrough(on(10), Who.PATIENT), FallenThrough(on(40), Who.PROVIDER))
    assert read_wait(replace(MRI, fallen_through=fallen), on(50)).days == 20


def test_an_appointment_cancelled_ahead_leaves_nothing_waited_yet() -> None:
    wait = read_wait(replace(MRI, fallen_through=(FallenThrough(on(40), Who.PATIENT),)), on(30))
    assert (wait.days, wait.days_since_request, wait.on_waiting_list) == (0, 30, True)


def test_an_appointment_outside_the_wait_is_not_used() -> None:
    facts = replace(
        MRI, tested_on=on(30), fallen_through=(FallenThrough(on(-3), Who.DNA), FallenThrough(on(33), Who.DNA))
    )
    wait = read_wait(facts, on(60))
    assert wait.days == 30
    assert [finding.code for finding in wait.findings] == ["diagnostics-appointment-outside-wait"] * 2


REFUSALS = (RefusedDate(on(30), on(9)), RefusedDate(on(35), on(10)))


def test_two_reasonable_refusals_may_reset_and_need_a_decision() -> None:
    undecided = read_wait(replace(MRI, refused=REFUSALS), on(40))
    assert undecided.days == 40
    assert {finding.code for finding in undecided.findings} == {"diagnostics-may-reset-after-refusals"}
    agreed = read_wait(replace(MRI, refused=REFUSALS, reset_after_refusals=True), on(40))
    assert (agreed.clock_start, agreed.days, agreed.days_since_request) == (on(30), 10, 40)


def test_short_notice_refusals_do_not_support_a_reset() -> None:
    short = (RefusedDate(on(30), on(10)), RefusedDate(on(35), on(10)), RefusedDate(on(36)))
    facts = replace(MRI, refused=short, reset_after_refusals=True)
    wait = read_wait(facts, on(40))
    assert wait.days == 40
    assert [finding.code for finding in wait.findings] == ["diagnostics-reset-not-supported"]
    assert "only 1 of them" in wait.findings[0].text


def test_received_may_start_it_where_local_policy_says_so() -> None:
    facts = replace(MRI, received_on=on(4))
    assert read_wait(facts, on(20)).days == 20
    local = read_wait(facts, on(20), StartFrom.RECEIVED)
    assert (local.days, local.days_since_request) == (16, 20)
    assert local.steps[0].text == "The request was received on 7 March 2025: the DM01 wait starts."
    assert local.steps[0].rule.confidence is Confidence.CHECK_LOCAL_POLICY


def test_a_planned_test_is_outside_until_its_due_date() -> None:
    planned = replace(MRI, test="colonoscopy", test_list="planned", due_on=on(100))
    before = read_wait(planned, on(100))
    assert (before.days, before.on_waiting_list, before.clock_start) == (None, False, None)
    after = read_wait(planned, on(110))
    assert (after.days, after.on_waiting_list, after.clock_start) == (10, True, on(100))
    assert {finding.code for finding in after.findings} == {"diagnostics-planned-overdue"}


def test_a_planned_test_done_in_time_never_waits() -> None:
    done = replace(MRI, test_list="planned", due_on=on(100), tested_on=on(95))
    assert read_wait(done, on(200)).days is None
    late = read_wait(replace(done, tested_on=on(120)), on(200))
    assert (late.days, late.clock_stop) == (20, on(120))
    assert late.findings == ()


def test_unscheduled_tests_are_never_on_the_list() -> None:
    wait = read_wait(replace(MRI, test_list="unscheduled"), on(60))
    assert (wait.days, wait.on_waiting_list, wait.findings) == (None, False, ())


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("diagnostics-request-missing", DiagnosticFacts(test="ct")),
        ("diagnostics-received-before-request", replace(MRI, received_on=on(-1))),
        ("diagnostics-tested-before-request", replace(MRI, tested_on=on(-1))),
        ("diagnostics-planned-without-due-date", replace(MRI, test_list="planned")),
        ("diagnostics-not-a-dm01-test", replace(MRI, test="pet_ct")),
    ],
)
def test_what_is_wrong_is_remarked(code: str, facts: DiagnosticFacts) -> None:
    assert codes(facts, on(10)) == {code}


def test_there_are_fifteen_tests_in_three_groups() -> None:
    assert [test.number for test in TESTS.values()] == list(range(1, 16))
    assert {group: sum(test.group is group for test in TESTS.values()) for group in Group} == {
        Group.IMAGING: 5,
        Group.PHYSIOLOGICAL: 6,
        Group.ENDOSCOPY: 4,
    }


def test_the_snapshot_counts_tests_and_never_the_total_twice() -> None:
    today = on(50)
    waits = [
        read_wait(MRI, today),
        read_wait(replace(MRI, requested_on=on(20)), today),
        read_wait(replace(MRI, test="ct", requested_on=on(-60)), today),
        read_wait(replace(MRI, test="ct", tested_on=on(45)), today),
        read_wait(replace(MRI, test="pet_ct"), today),
        read_wait(replace(MRI, test_list="unscheduled"), today),
    ]
    lines = sum_snapshot(waits)
    assert len(lines) == 16
    by_test = {line.test.slug if line.test else "all": line for line in lines}
    figures = {name: (line.waiting, line.over_six_weeks, line.over_thirteen_weeks) for name, line in by_test.items()}
    assert figures["mri"] == (2, 1, 0)
    assert figures["ct"] == (1, 1, 1)
    assert figures["all"] == (3, 2, 1)
    assert by_test["mri"].share_over_six_weeks == 0.5
    assert by_test["dexa"].share_over_six_weeks is None
    assert by_test["dexa"].meets_standard(today) is None


def test_the_standard_is_under_one_per_cent() -> None:
    today = on(42)
    on_time = [read_wait(replace(MRI, requested_on=today), today)] * 100
    late = read_wait(MRI, today)
    assert sum_snapshot([*on_time, late])[-1].meets_standard(today) is True
    assert sum_snapshot([*on_time[:99], late])[-1].meets_standard(today) is False


@given(st.integers(0, 2000))
def test_weeks_bands_and_the_breach_agree(waited: int) -> None:
    wait = read_wait(MRI, on(waited))
    assert wait.weeks == waited // 7
    assert wait.is_breach is (waited >= 42)
    assert wait.is_breach is (on(waited) > (wait.last_day_within_six_weeks or date.max))
    assert (band_of(waited) == "13+") is (waited >= 91)


@given(st.lists(st.builds(FallenThrough, days, st.sampled_from(list(Who))), max_size=5), days)
def test_a_reset_never_lengthens_the_wait_nor_touches_the_whole(fallen: list[FallenThrough], today: date) -> None:
    plain, reset = read_wait(MRI, today), read_wait(replace(MRI, fallen_through=tuple(fallen)), today)
    assert plain.days is not None
    assert reset.days is not None
    assert reset.days <= plain.days
    assert reset.days_since_request == plain.days_since_request


@given(any_of(DiagnosticFacts, test=pick(*TESTS), test_list=pick("planned", "waiting_list", "unscheduled")), days)
def test_any_answers_are_read_without_a_crash(facts: DiagnosticFacts, today: date) -> None:
    wait = read_wait(facts, today)
    assert all(step.text and step.rule.source for step in wait.steps)
    assert all(finding.text and finding.fix for finding in wait.findings)
    assert wait.days is None or wait.days >= 0


def test_checks_are_named_after_the_book() -> None:
    assert all(check.code.startswith("diagnostics-") for check in BOOK.checks)


@pytest.mark.parametrize("test", ["mri", "ct", "ultrasound", "barium_enema", "dexa"])
def test_the_start_of_an_imaging_wait_is_sourced(test: str) -> None:
    start = read_wait(replace(MRI, test=test), on(20)).steps[0]
    assert (start.rule.ident, start.rule.confidence) == ("DM01-START", Confidence.SOURCED)


@pytest.mark.parametrize("test", ["colonoscopy", "echocardiography", "a test of ours"])
def test_the_start_of_any_other_wait_is_to_be_checked_locally(test: str) -> None:
    start = read_wait(replace(MRI, test=test), on(20)).steps[0]
    assert (start.rule.ident, start.rule.confidence) == ("DM01-START-OTHER", Confidence.CHECK_LOCAL_POLICY)
