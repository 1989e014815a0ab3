"""The numbered checks of a list (E1 1–39, D11; 40 is ours) and the duplicate rule (E2, D12), by cases that fail."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.explain import Confidence
from rules.validation.returns import ReturnTotals, check_return
from rules.validation.whole_list import (
    CHECKS,
    Appointment,
    Coded,
    PathwayFacts,
    check_list,
    find_duplicates,
)
from tests.unit.rules.junk import any_of, days, pick

TODAY = date(2025, 6, 30)
START = date(2025, 5, 6)

CLEAN = PathwayFacts(
    pathway="P1",
    patient="9990000018",
    nhs_number="9990000018",
    tfc="110",
    ppid="RXX00000000000000001",
    ppid_issuer="RXX",
    commissioner="15N",
    counted_in_headline=True,
    open=True,
    in_incompletes=True,
    clock_start=START,
    codes=(Coded(date(2025, 5, 20), "10"),),
    appointments=(Appointment(date(2025, 5, 20), True, "attended", "10", True),),
    next_event=date(2025, 7, 7),
)
STOPPED = replace(
    CLEAN, open=False, in_incompletes=False, clock_stop=date(2025, 6, 20), codes=(Coded(date(2025, 6, 20), "34"),)
)
MONITORED = replace(
    CLEAN,
    open=False,
    in_incompletes=False,
    on_monitoring=True,
    monitoring_reason="see_how_they_cope",
    monitoring_since=date(2025, 1, 6),
    monitoring_review_due=date(2025, 7, 6),
    clock_stop=date(2025, 6, 1),
    codes=(Coded(date(2025, 6, 1), "31"),),
)


def numbers(*rows: PathwayFacts, today: date = TODAY) -> set[int]:
    return {failure.number for failure in check_list(rows, today)}


def dna(first: bool, **more: object) -> Appointment:
    return Appointment(date(2025, 6, 2), first, "dna", **more)


@pytest.mark.parametrize("row", [CLEAN, STOPPED, MONITORED], ids=["open", "stopped", "monitored"])
def test_a_clean_row_fails_nothing(row):
    assert numbers(row) == set()


LONG = replace(CLEAN, clock_start=TODAY - timedelta(days=200), next_event=None, decision_to_admit=date(2025, 6, 1))

CASES = [
    (1, replace(CLEAN, codes=(Coded(date(2025, 6, 2), "34"),))),
    (1, replace(CLEAN, codes=(Coded(START, "30"),))),
    (4, replace(CLEAN, next_event=None)),
    (4, replace(CLEAN, next_event=TODAY - timedelta(days=1))),
    (5, replace(CLEAN, appointments=(*CLEAN.appointments, Appointment(date(2025, 6, 20), False)))),
    (5, replace(CLEAN, decision_to_admit=date(2025, 6, 1), tci=date(2025, 6, 20))),
    (6, replace(CLEAN, appointments=(dna(True, rtt_code="20", communicated=True),))),
    (6, replace(CLEAN, appointments=(dna(True),))),
    (7, replace(STOPPED, appointments=(dna(False, rtt_code="34"),))),
    (8, replace(CLEAN, died_on=date(2025, 6, 1))),
    (9, replace(CLEAN, codes=(Coded(date(2025, 6, 2), "11"),))),
    (10, replace(MONITORED, tci=date(2025, 7, 8))),
    (11, replace(CLEAN, decision_to_admit=date(2025, 6, 1), in_part_2a=False)),
    (12, replace(CLEAN, clock_start=date(2025, 5, 21))),
    (12, replace(CLEAN, clock_start=TODAY + timedelta(days=1), appointments=())),
    (13, replace(CLEAN, clock_start=None)),
    (13, replace(CLEAN, clock_start=date(1900, 1, 1))),
    (14, replace(CLEAN, clock_start=TODAY - timedelta(days=729), validated_on=TODAY)),
    (15, replace(MONITORED, monitoring_review_due=None)),
    (15, replace(MONITORED, monitoring_review_due=TODAY - timedelta(days=1))),
    (15, replace(MONITORED, monitoring_reason="delay", reasonable_offers_declined=2)),
    (
        15,
        replace(
            MONITORED,
            monitoring_reason="delay",
            monitoring_reviewed_on=TODAY - timedelta(days=85),
            reasonable_offers_declined=2,
        ),
    ),
    (16, replace(STOPPED, planned=True, planned_due=TODAY - timedelta(days=1))),
    (17, replace(CLEAN, transferred_in=True)),
    (18, replace(CLEAN, tfc="999")),
    (19, replace(CLEAN, nhs_number=None)),
    (19, replace(CLEAN, nhs_number="9990000019")),
    (20, replace(CLEAN, codes=(Coded(date(2025, 6, 2), "92"),))),
    (21, replace(STOPPED, admitted_stop=True, diagnostic_procedure_only=True)),
    (22, replace(STOPPED, clock_stop=date(2025, 5, 5), appointments=())),
    (27, replace(CLEAN, commissioner="??")),
    (28, replace(MONITORED, monitoring_reason="delay", monitoring_since=TODAY, reasonable_offers_declined=1)),
    (29, replace(CLEAN, next_event=START + timedelta(days=127))),
    (30, replace(CLEAN, decision_to_admit=date(2025, 6, 1), on_admitted_list=False)),
    (30, replace(CLEAN, on_admitted_list=True)),
    (31, replace(CLEAN, appointments=(Appointment(date(2025, 5, 20), True, "attended"),))),
    (32, replace(CLEAN, patient_cancellations=3)),
    (33, replace(CLEAN, transferred_out_on=date(2025, 6, 1))),
    (33, replace(CLEAN, codes=(Coded(date(2025, 6, 2), "21"),))),
    (34, replace(STOPPED, worklist=True, clock_start=None)),
    (35, replace(STOPPED, planned=True)),
    (36, replace(STOPPED, lcad=TODAY - timedelta(days=1))),
    (37, replace(CLEAN, priority="P2", priority_reviewed_on=TODAY - timedelta(days=29))),
    (38, replace(CLEAN, clock_start=TODAY - timedelta(days=84))),
    (38, replace(LONG, validated_on=TODAY - timedelta(days=85))),
    (39, replace(CLEAN, commissioner="NONC")),
    (40, replace(CLEAN, provider="Westmere Hospital")),
]


@pytest.mark.parametrize(("number", "row"), CASES)
def test_each_check_speaks_alone_on_its_own_case(number, row):
    failures = check_list([row], TODAY)
    assert {failure.number for failure in failures} == {number}
    assert all(failure.evidence and failure.suggestion and failure.pathway == "P1" for failure in failures)


SILENT = [
    (1, replace(CLEAN, codes=(Coded(date(2025, 5, 1), "31"), Coded(START, "11")))),
    (1, replace(CLEAN, codes=(Coded(START, "33"),))),
    (4, replace(CLEAN, next_event=TODAY)),
    (4, replace(CLEAN, next_event=None, decision_to_admit=date(2025, 6, 1))),
    (5, replace(CLEAN, appointments=(*CLEAN.appointments, Appointment(date(2025, 6, 23), False)))),
    (6, replace(CLEAN, appointments=(dna(True, rtt_code="33", communicated=True),))),
    (6, replace(CLEAN, appointments=(dna(True, rtt_code="20", communicated=False),))),
    (7, replace(STOPPED, appointments=(dna(False, rtt_code="34", clinician_note=True),))),
    (12, replace(CLEAN, clock_start=date(2025, 6, 10), codes=(Coded(date(2025, 5, 25), "32"),))),
    (14, replace(CLEAN, clock_start=TODAY - timedelta(days=728))),
    (15, replace(MONITORED, monitoring_since=date(2024, 12, 1))),
    (
        15,
        replace(
            MONITORED,
            monitoring_reason="delay",
            monitoring_reviewed_on=TODAY - timedelta(days=84),
            reasonable_offers_declined=2,
        ),
    ),
    (29, replace(CLEAN, next_event=START + timedelta(days=126))),
    (32, replace(CLEAN, patient_cancellations=2)),
    (38, replace(CLEAN, clock_start=TODAY - timedelta(days=83))),
    (38, replace(CLEAN, clock_start=TODAY - timedelta(days=200), validated_on=TODAY - timedelta(days=84))),
    (39, replace(CLEAN, commissioner="NONC", counted_in_headline=False)),
    (40, replace(CLEAN, provider="Westmere Hospital (RXB)")),
]


@pytest.mark.parametrize(("number", "row"), SILENT)
def test_each_check_is_silent_just_beside_its_edge(number, row):
    assert number not in numbers(row)


def test_clinical_active_monitoring_may_be_reviewed_after_six_months():
    """R4: Annex E's own example; only monitoring because the patient delays is held to 12 weeks."""
    row = replace(MONITORED, monitoring_since=date(2025, 1, 6), monitoring_review_due=date(2025, 7, 6))
    assert 15 not in numbers(row)
    assert 15 in numbers(replace(row, monitoring_reason="delay"))
    assert 15 not in numbers(replace(row, monitoring_reason="delay", monitoring_reviewed_on=date(2025, 6, 1)))


def test_90_after_any_stop_or_none_is_not_an_error_by_itself():
    """R28: 90 with no earlier stop is a query for the pathway validator, not one of these failures."""
    assert numbers(replace(STOPPED, codes=(Coded(date(2025, 6, 25), "90"),))) == set()


def test_there_are_40_checks_and_all_are_reachable():
    assert sorted(CHECKS) == list(range(1, 41))
    of_a_row = {number for number, check in CHECKS.items() if check.asks}
    assert set(CHECKS) - of_a_row == {2, 3, 23, 24, 25, 26}
    assert {number for number, _ in CASES} == of_a_row


SECOND = replace(
    CLEAN, pathway="P2", ppid="RXX00000000000000002", clock_start=START + timedelta(days=5), appointments=()
)


def test_a_duplicate_keeps_the_earliest_valid_start():
    (failure,) = check_list([SECOND, CLEAN], TODAY)
    assert (failure.number, failure.pathway, failure.related) == (2, "P2", ("P1",))
    assert "6 May 2025" in failure.suggestion
    assert "not as 34" in failure.suggestion


@pytest.mark.parametrize(("gap", "found"), [(28, True), (29, False)])
def test_duplicates_lie_within_28_days(gap, found):
    other = replace(SECOND, clock_start=START + timedelta(days=gap))
    assert (2 in numbers(CLEAN, other)) is found


def test_an_open_period_is_never_merged_into_a_stopped_one():
    assert find_duplicates([replace(STOPPED, clock_start=date(2025, 4, 20)), SECOND], TODAY) == []


def test_an_impossible_start_is_not_the_one_kept():
    wrong = replace(CLEAN, clock_start=date(2025, 5, 30))  # after its own first attendance
    later = replace(SECOND, clock_start=date(2025, 6, 2))
    (found,) = find_duplicates([wrong, later], TODAY)
    assert (found.keep.pathway, found.close.pathway) == ("P2", "P1")


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ({"ubrn": "1"}, {"ubrn": "1"}, "under one booking reference"),
        ({"ubrn": "1"}, {}, "an e-Referral and a letter"),
        ({"source": "gp"}, {"source": "interface_service"}, "interface service"),
        ({"side": "left"}, {"side": "right"}, "second side"),
        ({}, {"transferred_in": True, "transfer_form_start": START}, "transfer opened with a new start"),
        ({}, {}, "one referral opened twice"),
    ],
)
def test_the_kind_of_duplicate_is_read_from_the_rows(first, second, kind):
    failures = check_list([replace(CLEAN, **first), replace(SECOND, **second)], TODAY)
    assert kind in next(failure.evidence for failure in failures if failure.number == 2)


def test_other_patients_and_other_services_are_no_duplicates():
    assert numbers(CLEAN, replace(SECOND, patient="9990000026", nhs_number="9990000026")) == set()
    assert numbers(CLEAN, replace(SECOND, tfc="100")) == set()


def test_one_identifier_on_two_open_pathways_or_two_patients():
    twice = replace(SECOND, ppid=CLEAN.ppid, tfc="100")
    assert numbers(CLEAN, twice) == {3}
    assert numbers(STOPPED, twice) == set(), "one pathway may hold several periods, one after another"
    stranger = replace(twice, patient="9990000026", nhs_number="9990000026")
    (failure,) = check_list([STOPPED, stranger], TODAY)
    assert "another patient" in failure.evidence


def test_local_numbers_are_marked():
    local = {number for number, check in CHECKS.items() if check.rule.confidence is Confidence.CHECK_LOCAL_POLICY}
    assert local == {2, 5, 26, 32, 37}


def test_codes_that_come_and_go_with_the_day_are_not_stored():
    dated = {number for number, check in CHECKS.items() if check.depends_on_today}
    assert dated == {4, 5, 10, 12, 14, 15, 16, 29, 36, 37, 38}, "31 only leaves out what has not come yet"


def test_the_checks_of_a_return():
    totals = ReturnTotals(
        part_1a=100, part_1b=200, part_2=1000, part_2a=1001, part_3=300, first_four_bands=301, short_1a=40, short_1b=10
    )
    assert [failure.number for failure in check_return(totals, totals)] == [23, 24, 25, 26]
    clean = replace(totals, part_2a=1000, part_3=301, short_1a=35)
    assert check_return(clean, totals) == []
    assert check_return(ReturnTotals(), ReturnTotals()) == []


any_row = any_of(
    PathwayFacts,
    pathway=st.sampled_from(["P1", "P2", "P3", "P4"]),
    patient=pick("A", "B"),
    tfc=pick("110", "100"),
    ppid=pick("X", "Y"),
    codes=st.lists(st.builds(Coded, days, st.sampled_from(["10", "11", "20", "21", "30", "31", "33", "34", "92"]))).map(
        tuple
    ),
    appointments=st.lists(
        st.builds(
            Appointment,
            days,
            st.none() | st.booleans(),
            st.none() | st.sampled_from(["attended", "dna", "cancelled_by_patient"]),
            st.none() | st.sampled_from(["10", "33"]),
        )
    ).map(tuple),
    monitoring_reason=pick("delay", "clinical"),
    priority=pick("P2", "P9"),
)


@given(st.lists(any_row, max_size=6), days)
def test_any_rows_give_sentences(rows, today):
    for failure in check_list(rows, today):
        assert failure.evidence
        assert "{" not in failure.evidence + failure.suggestion
        assert failure.finding.check is CHECKS[failure.number]
        assert failure.finding.field in PathwayFacts.__dataclass_fields__


@given(st.lists(any_row, max_size=6, unique_by=lambda row: row.pathway), days)
def test_the_order_of_the_list_decides_nothing_about_duplicates(rows, today):
    def pairs(listed):
        return {(found.keep.pathway, found.close.pathway) for found in find_duplicates(listed, today)}

    assert pairs(rows) == pairs(rows[::-1])


@given(any_row, days)
def test_a_row_alone_is_never_a_duplicate(row, today):
    assert not {2, 3} & {failure.number for failure in check_list([row], today)}


@given(days)
def test_a_row_that_says_nothing_is_remarked_on_for_its_number_only(today):
    assert numbers(PathwayFacts(pathway="P1"), today=today) == {19}


def test_twenty_thousand_rows_are_read_once():
    """Rows of one patient and one service are the worst case for an index: as pairs they would be 200 million."""
    rows = [replace(CLEAN, pathway=f"P{n}", ppid=f"{n:020}", appointments=()) for n in range(20_000)]
    failures = check_list(rows, TODAY)
    assert sum(failure.number == 2 for failure in failures) == 19_999
