"""What is right for a case: worked cases of the families, with the edges of the rules."""

from typing import Any

import pytest

from practice.case import Case
from practice.keys import NoKey, find_key
from tests.unit.practice.told import LISTED, MISSED, REFERRED, SEEN, case_of, on, show

DECLINED = on("03-02", "tci_offered", tci="2026-03-30", declined=True)
DECLINED_TOO = on("03-09", "tci_offered", tci="2026-04-13", declined=True)
BY_HOSPITAL = {"initiated_by": "care_professional", "clinical_conversation": True, "patient_agreed": True}
MONITORED = on("02-10", "active_monitoring_start", initiated_by="patient")
URGENT = on("03-02", "referral_received", route="urgent_suspected_cancer")
DECIDED = on("04-07", "decision_to_treat")


def treated(day: str, **details: Any) -> dict[str, Any]:
    return on(day, "treatment_start", **{"event_type": "01", "modality": "23", **details})


EFFECTS = [
    # A later of two dates to rebook leaves the earlier: acceptance 3.
    (
        case_of("dna-first", [REFERRED, MISSED], on("02-13", "patient_contacts_to_rebook")),
        {"decision": "new_clock", "date": "2026-02-13", "breach_date": "2026-06-20", "reason": "ST11"},
    ),
    (
        case_of(
            "dna-first",
            [REFERRED, MISSED, on("02-16", "provider_decides_to_rebook")],
            on("02-13", "patient_contacts_to_rebook"),
        ),
        {"decision": "new_clock", "date": "2026-02-13", "breach_date": "2026-06-20", "reason": "SP13"},
    ),
    (
        case_of(
            "choice-delay", [REFERRED, SEEN], on("02-20", "patient_unavailable", from_="2026-03-02", to="2026-03-23")
        ),
        {"decision": "clock_runs", "breach_date": "2026-05-12", "reason": "AM7", "date": None},
    ),
    (
        case_of("start-three-dates", [on("01-02", "gp_referral_letter_written")], on("01-09", "referral_received")),
        {"decision": "clock_starts", "date": "2026-01-09", "breach_date": "2026-05-16", "code": None},
    ),
    (
        case_of("stop-admission", [REFERRED, LISTED], on("05-11", "admission", for_="first_definitive_treatment")),
        {"decision": "clock_stops", "date": "2026-05-11", "code": "30", "days": "126", "reason": "SP1"},
    ),
    (
        case_of("stop-admission", [REFERRED, LISTED], on("05-12", "admission", for_="first_definitive_treatment")),
        {"decision": "clock_stops", "date": "2026-05-12", "days": "127"},
    ),
    (
        case_of("stop-admission", [REFERRED, LISTED], on("05-11", "admission", for_="diagnostic_only")),
        {"decision": "clock_runs", "code": "20", "reason": "NX1", "date": None},
    ),
    (
        case_of(
            "choice-monitoring",
            [REFERRED, LISTED, DECLINED],
            on("03-16", "active_monitoring_start", reason="patient_delay", **BY_HOSPITAL),
        ),
        {"decision": "clock_runs", "code": "20", "reason": "AM4", "date": None},
    ),
    (
        case_of(
            "choice-monitoring",
            [REFERRED, LISTED, DECLINED, DECLINED_TOO],
            on("03-16", "active_monitoring_start", reason="offers_declined", **BY_HOSPITAL),
        ),
        {"decision": "clock_stops", "date": "2026-03-16", "code": "32", "reason": "AM5"},
    ),
    (
        case_of(
            "choice-monitoring",
            [REFERRED, LISTED, on("03-02", "tci_offered", tci="2026-03-22", declined=True), DECLINED_TOO],
            on("03-16", "active_monitoring_start", reason="offers_declined", **BY_HOSPITAL),
        ),
        {"decision": "clock_runs", "reason": "AM4"},
    ),
    (
        case_of("start-after-monitoring", [REFERRED, MONITORED], on("05-11", "decision_to_treat")),
        {"decision": "new_clock", "date": "2026-05-11", "code": "11", "breach_date": "2026-09-15", "reason": "ST10"},
    ),
    (
        case_of("stop-no-treatment", [REFERRED, SEEN], on("03-10", "decision_not_to_treat", communicated="2026-03-20")),
        {"decision": "clock_stops", "date": "2026-03-20", "code": "34"},
    ),
    (
        case_of("start-none", [], on("01-05", "direct_access_diagnostic_request")),
        {"decision": "outside_rtt", "code": "92", "reason": "NS2", "date": None},
    ),
    (
        case_of(
            "start-separate-condition", [REFERRED, SEEN], on("03-02", "consultant_referral_new_condition", to="surgery")
        ),
        {"decision": "new_clock", "code": "12", "reason": "TRA-7", "breach_date": "2026-05-12"},
    ),
    (
        case_of("unfit", [REFERRED, LISTED], on("03-02", "planned_list_added", reason="unfit")),
        {"decision": "clock_runs", "code": "20", "reason": "EXC-2"},
    ),
    (
        case_of(
            "stop-therapy", [REFERRED], on("02-10", "appointment_attended", first=True, decision="referred_for_therapy")
        ),
        {"decision": "clock_runs", "code": "10", "reason": "SP4"},
    ),
    (
        case_of("cancer-28", [URGENT], on("03-30", "patient_told", outcome="cancer_ruled_out")),
        {"decision": "met", "date": "2026-03-30", "days": "28", "reason": "CWT-FDS"},
    ),
    (
        case_of("cancer-28", [URGENT], on("03-31", "patient_told", outcome="cancer_ruled_out")),
        {"decision": "breach", "days": "29"},
    ),
    (case_of("cancer-31-62", [URGENT, DECIDED], treated("05-04")), {"decision": "breach", "d62_days": "63"}),
    (
        case_of("cancer-31-62", [URGENT, on("04-02", "decision_to_treat")], treated("05-03")),
        {"decision": "met", "d62_days": "62", "d31_days": "31"},
    ),
    (
        case_of("cancer-31-62", [URGENT, on("04-01", "decision_to_treat")], treated("05-03")),
        {"decision": "breach", "d31_days": "32", "reason": "CWT-31"},
    ),
    (
        case_of("cancer-31-62", [URGENT], DECIDED, as_of="2026-04-20"),
        {"decision": "running", "date": "2026-04-07", "breach_date": "2026-05-04", "d31_days": "13"},
    ),
    (
        case_of("cancer-upgrade", [URGENT], on("03-20", "consultant_upgrade"), as_of="2026-04-20"),
        {"decision": "running", "date": None, "reason": "CWT-UPGRADE-NOT-PERMITTED"},
    ),
    (
        case_of("cancer-scope", [URGENT, DECIDED], treated("05-03", icd10="C44.3", morphology="8090/3")),
        {"decision": "not_counted", "date": None, "reason": "CWT-BCC"},
    ),
]
OPERATION = {"operation_booked_for": "2026-06-01", "cancelled_on": "2026-06-01", "reason": "no ward bed"}
CANCELLED = on("06-01", "provider_cancels", reason="ward_bed")
SCANNED = on("02-16", "diagnostic_requested", test="mri")
POSTPONED = {**OPERATION, "operation_time": "09:30", "postponed_to": "2026-06-02", "new_time": "09:30"}
FORM = {
    "transfer_type": "inter_provider",
    "responsibility_moves": True,
    "clock_start": "2026-01-05",
    "receiver_clock_start": "2026-01-05",
    "rtt_status": "20",
    "sender_code": "21",
    "ppid": "A" * 20,
    "requested_date": "2026-03-09",
    "received_date": "2026-03-12",
}
VERDICTS = [
    ("cancel-28-days", [REFERRED, CANCELLED], {**OPERATION, "new_date": "2026-06-29"}, {"decision": "met"}),
    ("cancel-28-days", [REFERRED, CANCELLED], {**OPERATION, "new_date": "2026-06-30"}, {"date": "2026-06-29"}),
    ("cancel-28-days", [REFERRED], {**OPERATION, "cancelled_on": "2026-05-31"}, {"decision": "not_in_scope"}),
    ("cancel-28-days", [REFERRED], {**OPERATION, "reason": "unfit"}, {"reason": "CAN-12", "date": None}),
    ("cancel-reason", [REFERRED], {**OPERATION, "reason": "no anaesthetist"}, {"decision": "non_clinical"}),
    ("cancel-reason", [REFERRED], {**OPERATION, "reason": "chest infection"}, {"decision": "clinical"}),
    ("dm01", [SCANNED], {"snapshot": "2026-03-29"}, {"decision": "within", "days": "41"}),
    ("dm01", [SCANNED], {"snapshot": "2026-03-30"}, {"decision": "breach", "days": "42", "date": "2026-03-30"}),
    ("return-parts", [REFERRED], {"month": "2026-05"}, {"decision": "Part_2", "reason": "A9"}),
    ("return-parts", [REFERRED, LISTED], {}, {"decision": "Part_2A"}),
    ("return-parts", [REFERRED], {"month": "2026-01"}, {"decision": "Part_3"}),
    ("return-parts", [REFERRED, on("05-14", "treatment_started")], {"month": "2026-05"}, {"decision": "Part_1B"}),
    ("return-parts", [REFERRED, on("05-14", "treatment_started")], {"month": "2026-06"}, {"decision": "none"}),
    ("return-parts", [REFERRED, MISSED], {}, {"decision": "none"}),
    ("weeks", [REFERRED], {"snapshot": "2026-05-11"}, {"decision": "within", "days": "126", "date": "2026-05-12"}),
    ("weeks", [REFERRED], {"snapshot": "2026-05-12"}, {"decision": "over", "days": "127"}),
    ("weeks", [], {"clock_start": "2025-06-16", "weeks": 52}, {"decision": "within", "days": "364"}),
    ("weeks", [], {"from": "2026-05-01", "working_days": 5}, {"date": "2026-05-11", "reason": "M"}),
    (
        "choice-reasonable",
        [],
        {"offered_on": "2026-03-02", "offered_for": "2026-03-22"},
        {"decision": "not_reasonable"},
    ),
    ("choice-reasonable", [], {"offered_on": "2026-03-02", "offered_for": "2026-03-23"}, {"decision": "reasonable"}),
    (
        "choice-reasonable",
        [DECLINED],
        {"offered_on": "2026-03-09", "offered_for": "2026-05-11"},
        {"decision": "reasonable"},
    ),
    (
        "choice-reasonable",
        [DECLINED],
        {"offered_on": "2026-03-09", "offered_for": "2026-05-12"},
        {"decision": "too_far"},
    ),
    ("transfer-reporter", [{**REFERRED, "provider": "A"}, on("03-02", "transfer_out", to="B")], {}, {"decision": "B"}),
    ("transfer-reporter", [], {"responsibility_moves": False}, {"decision": "sender", "reason": "A7-1"}),
    ("letter-turnaround", [], {"seen_on": "2026-03-02", "sent_on": "2026-03-09"}, {"decision": "in_time"}),
    ("letter-turnaround", [], {"seen_on": "2026-03-02", "sent_on": "2026-03-10"}, {"decision": "late", "days": "8"}),
    ("letter-turnaround", [], {"discharged_on": "2026-03-02", "sent_on": "2026-03-04"}, {"decision": "late"}),
    ("identifiers", [], {"nhs_number": "9990000018"}, {"decision": "valid", "reason": "ID-1"}),
    ("identifiers", [], {"nhs_number": "9990000019"}, {"decision": "invalid"}),
    ("identifiers", [], {"ppid": "A" * 20}, {"decision": "valid", "reason": "ID-3"}),
    ("consent-ready", [], {"form": "1", "capacity": "has_capacity"}, {"decision": "ready"}),
    (
        "consent-ready",
        [],
        {"form": "4", "capacity": "has_capacity", "date_of_birth": "1980-01-01"},
        {"reason": "CON-1"},
    ),
    ("mdt-outcome", [], {"outcome": "treat_here", "told_by": None}, {"decision": "not_complete", "reason": "MDT-4"}),
    ("mdt-outcome", [], {"outcome": "treat_here"}, {"decision": "complete"}),
    (
        "booking-order",
        [],
        {
            "first_priority": "P3",
            "first_added_on": "2026-01-05",
            "second_priority": "P2",
            "second_added_on": "2026-05-11",
        },
        {"decision": "second", "reason": "D3"},
    ),
    (
        "booking-order",
        [],
        {
            "first_priority": "P3",
            "first_added_on": "2026-05-12",
            "second_priority": "P3",
            "second_added_on": "2026-05-11",
        },
        {"decision": "second"},
    ),
    ("working-days", [], {"from": "2026-05-01", "working_days": 1}, {"date": "2026-05-05"}),
    ("transfer-form", [], FORM, {"decision": "complete"}),
    ("transfer-form", [], {**FORM, "rtt_status": "21"}, {"decision": "wrong_status", "reason": "TRA-3"}),
    (
        "transfer-form",
        [],
        {**FORM, "receiver_clock_start": "2026-03-12"},
        {"decision": "wrong_start", "reason": "TRA-2"},
    ),
    ("transfer-form", [], {**FORM, "received_date": "2026-03-01"}, {"decision": "wrong_dates", "reason": "TRA-5"}),
    ("transfer-form", [], {**FORM, "ppid": "A" * 19}, {"decision": "wrong_identifier", "reason": "TRA-6"}),
    (
        "cancer-shared",
        [{**URGENT, "provider": "A"}, DECIDED, treated("05-03", provider="A")],
        {},
        {"decision": "solo", "reason": "CWT-SOLO"},
    ),
    ("cancel-postponed", [REFERRED], POSTPONED, {"decision": "not_in_scope", "reason": "CAN-10", "date": None}),
    (
        "cancel-postponed",
        [REFERRED],
        {**POSTPONED, "new_time": "09:31"},
        {"decision": "in_scope", "date": "2026-06-29"},
    ),
    ("cancel-postponed", [REFERRED], {**POSTPONED, "previous_postponements": 1}, {"decision": "in_scope"}),
    ("capacity-sums", [], {"fn": "calc_queue_load", "args": {"demand": 50, "capacity": 40}}, {"decision": "1.25"}),
    ("dna-letters", [REFERRED, MISSED], {}, {"decision": "patient", "reason": "LET-7"}),
    ("choice-delay", [REFERRED, on("03-02", "patient_requests_delay", weeks=8)], {}, {"decision": "clock_runs"}),
]
VALIDATIONS = [
    ("validate-list", [REFERRED, SEEN], {}, {"decision": "remain"}),
    (
        "validate-list",
        [REFERRED, SEEN, on("03-10", "decision_not_to_treat", rtt_code="34")],
        {"recorded_status": "open"},
        {"decision": "stop", "date": "2026-03-10", "code": "34", "reason": "E1-1"},
    ),
    (
        "validate-list",
        [REFERRED, SEEN],
        {"recorded_start": "2026-01-09"},
        {"decision": "correct", "date": "2026-01-05", "reason": "ST4", "rtt_start": "2026-01-05"},
    ),
    (
        "validate-codes",
        [REFERRED, SEEN, on("03-10", "appointment_attended", rtt_code="90")],
        {"recorded_code": "90"},
        {"decision": "correct", "code": "20", "reason": "E1-20"},
    ),
    (
        "validate-codes",
        [REFERRED, on("02-10", "appointment_attended", first=True, treatment=True, rtt_code="20")],
        {"recorded_code": "20"},
        {"decision": "stop", "code": "30", "reason": "A6-1"},
    ),
    (
        "validate-list",
        [REFERRED, SEEN],
        {"recorded_start": None, "recorded_status": "open"},
        {"decision": "correct", "date": "2026-01-05"},
    ),
    (
        "validate-list",
        [REFERRED, SEEN, on("03-10", "decision_not_to_treat", rtt_code="34")],
        {"recorded_start": "2026-01-05", "recorded_stop": "2026-03-17", "recorded_status": "closed"},
        {"decision": "correct", "date": "2026-03-10", "reason": "SP10"},
    ),
    (
        "validate-list",
        [REFERRED, MISSED, on("02-13", "patient_contacts_to_rebook")],
        {"recorded_start": "2026-01-05", "recorded_stop": "2026-02-10", "recorded_status": "closed"},
        {"decision": "correct", "date": "2026-02-13", "reason": "ST11"},
    ),
    (
        "validate-list",
        [REFERRED, SEEN],
        {"recorded_start": "2026-01-05", "recorded_status": "open"},
        {"decision": "remain", "date": None, "code": None},
    ),
    ("validate-duplicates", [REFERRED], {"other_start": "2026-01-12"}, {"decision": "merge", "reason": "E2"}),
    (
        "validate-contact",
        [REFERRED, SEEN, on("04-10", "patient_contacted", outcome="no_reply")],
        {},
        {"decision": "remain", "reason": "VAL-2"},
    ),
    (
        "validate-contact",
        [REFERRED, SEEN, on("04-10", "treated_elsewhere", by="private")],
        {},
        {"decision": "stop", "date": "2026-04-10"},
    ),
    ("validate-planned", [on("01-05", "planned_list_added", due="2026-04-01")], {}, {"reason": "E1-16"}),
    ("validate-planned", [on("01-05", "planned_list_added")], {}, {"reason": "E1-35"}),
]


SHARED = [
    {**URGENT, "provider": "A"},
    on("04-09", "transfer_to_treating_provider", from_="A", to="B"),
    on("04-12", "decision_to_treat"),
]


@pytest.mark.parametrize(
    ("day", "shares"), [("05-03", "halves"), ("05-04", "treating")], ids=["day 62", "day 63, 25 after the transfer"]
)
def test_a_shared_wait_is_allocated(day: str, shares: str) -> None:
    case = case_of("cancer-shared", [*SHARED, treated(day, provider="B")], {}, "verdict")
    check(case, {"decision": shares, "reason": "CWT-SHARED"})


@pytest.mark.parametrize("kind", ["choice", "number", "date", "verdict"])
def test_a_short_kind_asks_for_a_facet_of_the_verdict(kind: str) -> None:
    case = case_of("weeks", [REFERRED], {"snapshot": "2026-05-11", "facets": ["days"]}, kind)
    assert show(find_key(case)) == {"days": ("126",)}


def check(case: Case, expected: dict[str, Any]) -> None:
    told = show(find_key(case))
    for facet, value in expected.items():
        assert (value in told.get(facet, ())) if value else facet not in told, (facet, told)


@pytest.mark.parametrize(("case", "expected"), EFFECTS)
def test_what_an_event_did(case: Case, expected: dict[str, Any]) -> None:
    check(case, expected)


@pytest.mark.parametrize(("family", "before", "asked", "expected"), VERDICTS)
def test_what_a_rule_book_says(family: str, before: list[Any], asked: dict[str, Any], expected: dict[str, Any]) -> None:
    check(case_of(family, before, asked, "verdict"), expected)


@pytest.mark.parametrize(("family", "before", "asked", "expected"), VALIDATIONS)
def test_what_a_validator_decides(
    family: str, before: list[Any], asked: dict[str, Any], expected: dict[str, Any]
) -> None:
    check(case_of(family, before, asked, "validate"), expected)


def test_only_what_the_case_names_is_asked() -> None:
    seen = case_of("stop-clinic", [REFERRED], {**SEEN, "facets": ["decision"]})
    assert show(find_key(seen)) == {"decision": ("clock_runs",)}


def test_a_rule_for_local_policy_is_discussed() -> None:
    soon = case_of("stop-monitoring", [REFERRED, SEEN], on("03-02", "active_monitoring_start", days=5))
    assert find_key(soon).policy == set(find_key(soon).facets)
    funding = case_of("funding-clock", [REFERRED, SEEN], on("03-02", "funding_requested"))
    assert find_key(funding).policy == set(find_key(funding).facets)
    assert find_key(case_of("stop-clinic", [REFERRED], SEEN)).policy == frozenset()


def test_a_count_of_adjusted_days_is_for_local_policy_and_what_does_not_turn_on_it_is_not() -> None:
    missed = [
        URGENT,
        on("03-04", "dna", first=True),
        on("03-06", "patient_rebooks"),
        on("03-13", "first_seen"),
        DECIDED,
    ]
    turned = find_key(case_of("cancer-adjust", missed, treated("05-05")))
    assert (turned.first("decision"), turned.policy) == ("met", {"decision", "d62_days"})
    safe = find_key(case_of("cancer-adjust", missed, treated("05-01")))
    assert (safe.first("decision"), safe.policy) == ("met", {"d62_days"})


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("match", {}), ("verdict", {}), ("effect", {**SEEN, "facets": 1})],
    ids=["kind", "empty", "facets"],
)
def test_a_case_without_an_answer_says_so(kind: str, asked: dict[str, Any]) -> None:
    with pytest.raises(NoKey):
        find_key(case_of("start-ers", [], asked, kind))


BOOKED_ONLINE = on("01-05", "ubrn_converted", ubrn="1")


@pytest.mark.parametrize(
    ("case", "day", "accepted", "refused"),
    [
        (
            case_of("start-ers", [BOOKED_ONLINE, on("01-20", "asi_worklist", ubrn="1")], {}, "verdict"),
            "2026-01-05",
            {"ST1", "ST3"},
            {"NX14"},
        ),
        (
            case_of("start-ers", [BOOKED_ONLINE, on("01-20", "referral_rejected", reason="other")], {}, "verdict"),
            "2026-01-05",
            {"ST1", "NX14"},
            {"ST3"},
        ),
        (
            case_of("dna-first", [REFERRED, MISSED, on("02-16", "provider_decides_to_rebook")], {}, "verdict"),
            "2026-02-16",
            {"ST11", "DNA-4"},
            {"NX5"},
        ),
        (
            case_of("stop-no-treatment", [REFERRED, SEEN], on("03-10", "death_notified", died="2026-03-02")),
            "2026-03-10",
            {"SP12"},
            {"NX11"},
        ),
        (
            case_of(
                "stop-discharge",
                [REFERRED, SEEN, on("03-02", "patient_cancels"), on("03-23", "patient_cancels")],
                on(
                    "04-06",
                    "discharge_to_gp",
                    reason="cancellation",
                    clinician_reviewed=True,
                    communicated="2026-04-09",
                ),
            ),
            "2026-04-09",
            {"SP16", "CAN-3", "NX11"},
            {"NX5", "DNA-1", "A5-1"},
        ),
    ],
)
def test_a_whole_story_has_a_day_and_reasons_that_do_not_say_the_opposite(case, day, accepted, refused):
    told = show(find_key(case))
    assert day in told["date"]
    assert accepted <= set(told["reason"])
    assert not refused & set(told["reason"])


TOLD = on("03-25", "patient_told", outcome="cancer_diagnosed")


@pytest.mark.parametrize(
    ("before", "asked"),
    [([URGENT, TOLD], on("04-02", "decision_to_treat")), ([URGENT, {**DECIDED, "date": "2026-03-25"}], TOLD)],
    ids=["told first", "both on a day"],
)
def test_the_28_days_end_with_the_first_of_being_told_and_deciding(
    before: list[dict[str, Any]], asked: dict[str, Any]
) -> None:
    told = show(find_key(case_of("cancer-28", before, asked)))
    assert (told["decision"], told["date"], told["days"]) == (("met",), ("2026-03-25",), ("23",))
    assert not {"CWT-62", "CWT-COHORT-62"} & {*told["reason"]}


def test_of_treatment_elsewhere_the_stop_is_certain_and_code_and_date_are_local() -> None:
    elsewhere = on("04-10", "treated_elsewhere", by="nhs")
    assert find_key(case_of("validate-contact", [REFERRED, SEEN, elsewhere], {}, "validate")).policy == {"date", "code"}


@pytest.mark.parametrize(
    ("today", "state"), [("2026-06-29", "running"), ("2026-06-30", "breach")], ids=["day 28", "day 29"]
)
def test_a_cancelled_operation_without_another_is_a_breach_when_day_28_has_passed(today: str, state: str) -> None:
    case = case_of("cancel-28-days", [REFERRED, CANCELLED], OPERATION, "verdict", today)
    assert find_key(case).first("decision") == state
    admitted = on("06-29", "admission", for_="first_definitive_treatment")
    treated_in_time = case_of("cancel-28-days", [REFERRED, CANCELLED, admitted], OPERATION, "verdict", today)
    assert find_key(treated_in_time).first("decision") == "met"


def test_the_decision_of_an_assessment_counts_when_the_patient_is_told() -> None:
    referred = on("01-05", "referral_received", by="interface_service")
    decided = on("03-02", "interface_assessment", decision="decision_not_to_treat", communicated="2026-03-12")
    told = show(find_key(case_of("stop-clinic", [referred], decided)))
    assert (told["decision"], told["date"], told["code"]) == (("clock_stops",), ("2026-03-12",), ("34",))
    assert {"SP3b", "NX11"} <= set(told["reason"])


def test_that_a_review_is_due_is_no_reason_for_a_stop() -> None:
    watched = on("03-02", "active_monitoring_start", reason="clinical", weeks=12, **BY_HOSPITAL)
    reasons = show(find_key(case_of("stop-monitoring", [REFERRED, SEEN], watched)))["reason"]
    assert "SP9" in reasons
    assert "AM8" not in reasons


@pytest.mark.parametrize("test", [(), (on("02-10", "diagnostic_requested", test="mri"),)], ids=["none", "asked for"])
def test_the_clock_of_a_test_is_a_reason_where_there_is_a_test(test: tuple[dict[str, Any], ...]) -> None:
    missed = on("03-02", "dna", first=False, clearly_communicated=True)
    reasons = show(find_key(case_of("dna-three-clocks", [REFERRED, SEEN, *test], missed, "verdict")))["reason"]
    assert ("DM01-RTT" in reasons) is bool(test)
