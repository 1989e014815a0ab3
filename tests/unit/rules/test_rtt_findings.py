"""Every remark the RTT rule book can make, made once; and a clean pathway that draws none."""

from datetime import date
from typing import Any

import pytest

from rules.events import Event
from rules.rtt import BOOK, read_pathway

AS_OF = date(2025, 12, 31)


def on(day: str, name: str, **details: Any) -> Event:
    return Event(date.fromisoformat(f"2025-{day}"), name, details)


REFERRAL = on("01-06", "referral_received")
TREATED = on("02-24", "treatment_started", rtt_code="30")
MONITORED = on("02-10", "active_monitoring_start", initiated_by="care_professional", review_due="2026-02-10")
MISSED = on("02-10", "dna", first=True, clearly_communicated=True)
SEEN = on("02-10", "appointment_attended", first=True)
ADMITTED = on("03-03", "admission", **{"for": "diagnostic_only"})
LATER_MISS = on("03-10", "dna", first=False, clearly_communicated=True)

SPOKEN: dict[str, list[Event]] = {
    "rtt-in-future": [REFERRAL, Event(date(2026, 1, 5), "appointment_attended")],
    "rtt-impossible-date": [REFERRAL, Event(date(1, 1, 1), "dna")],
    "rtt-before-referral": [on("01-02", "appointment_attended"), REFERRAL],
    "rtt-second-start": [REFERRAL, on("01-20", "referral_received")],
    "rtt-stopped-already": [REFERRAL, TREATED, on("03-03", "decision_not_to_treat")],
    "rtt-no-clock-to-stop": [on("02-24", "treatment_started")],
    "rtt-first-ubrn-missing": [on("01-06", "ubrn_converted", ubrn="2", linked_to="1")],
    "rtt-nothing-to-ratify": [on("01-06", "self_referral_ratified")],
    "rtt-self-referral-waiting": [on("01-06", "self_referral_received", locally_agreed=True)],
    "rtt-rejected": [on("01-06", "ubrn_converted"), on("01-10", "referral_rejected")],
    "rtt-non-english-commissioner": [on("01-06", "referral_received", commissioner="NONC")],
    "rtt-decision-after-stop": [REFERRAL, TREATED, on("03-03", "decision_to_admit")],
    "rtt-proceed-without-monitoring": [REFERRAL, TREATED, on("03-03", "patient_wishes_to_proceed")],
    "rtt-monitoring-not-recorded": [on("03-03", "decision_to_treat", after="active_monitoring")],
    "rtt-new-treatment-without-first": [on("03-03", "new_treatment_decision", substantively_new=True)],
    "rtt-is-it-new": [REFERRAL, TREATED, on("03-03", "new_treatment_decision")],
    "rtt-treatment-not-in-plan": [REFERRAL, TREATED, on("03-03", "treatment_started", in_agreed_plan=False)],
    "rtt-second-side-early": [REFERRAL, on("03-03", "clinically_ready_second_side")],
    "rtt-seen-without-new-start": [REFERRAL, MISSED, on("03-03", "appointment_attended")],
    "rtt-rebooked-without-decision": [REFERRAL, MISSED, on("02-17", "appointment_booked")],
    "rtt-dose-and-therapy": [REFERRAL, TREATED, on("03-03", "medication_dose_change", referred_for_therapy=True)],
    "rtt-opinion-with-a-view": [REFERRAL, TREATED, on("03-03", "referral_for_diagnostic_or_opinion", to="B")],
    "rtt-go-ahead-at-attendance": [REFERRAL, MONITORED, on("03-03", "appointment_attended", rtt_code="11")],
    "rtt-planned-without-due": [REFERRAL, TREATED, on("02-24", "planned_list_added")],
    "rtt-planned-while-open": [REFERRAL, on("02-24", "planned_list_added", due="2025-08-04")],
    "rtt-planned-overdue": [REFERRAL, TREATED, on("08-04", "planned_due_date_passed", kind="treatment")],
    "rtt-moved-late": [
        REFERRAL,
        TREATED,
        on("02-24", "planned_list_added", due="2025-08-04"),
        on("08-11", "planned_due_date_passed", kind="treatment", moved_to_active_list=True),
    ],
    "rtt-follow-up-overdue": [REFERRAL, TREATED, on("08-04", "followup_overdue")],
    "rtt-admission-for-what": [REFERRAL, on("03-03", "admission")],
    "rtt-emergency-treatment": [REFERRAL, on("03-03", "treatment_started", emergency=True)],
    "rtt-stop-found-late": [REFERRAL, on("05-12", "treatment_started", found_on="2025-07-10")],
    "rtt-not-communicated": [REFERRAL, on("03-03", "decision_not_to_treat", communicated=False)],
    "rtt-communicated-later": [REFERRAL, on("03-03", "decision_not_to_treat", communicated="2025-03-07")],
    "rtt-was-not-brought": [REFERRAL, SEEN, on("03-03", "dna", was_not_brought=True)],
    "rtt-not-the-first": [REFERRAL, SEEN, on("03-03", "dna", first=True, clearly_communicated=True)],
    "rtt-test-came-first": [
        REFERRAL,
        on("01-20", "diagnostic_attended"),
        on("03-03", "dna", first=True, clearly_communicated=True),
    ],
    "rtt-communication-not-shown": [REFERRAL, on("02-10", "dna", first=True, rtt_code="33")],
    "rtt-first-not-nullified": [REFERRAL, on("02-10", "dna", first=True)],
    "rtt-discharge-not-valid": [REFERRAL, SEEN, LATER_MISS, on("03-14", "discharge_to_gp")],
    "rtt-fourth-test": [REFERRAL, SEEN, LATER_MISS, on("03-14", "discharge_to_gp", clinician_reviewed=True)],
    "rtt-repeated-cancellations": [REFERRAL, on("02-10", "patient_cancels"), on("03-10", "patient_cancels")],
    "rtt-monitoring-not-allowed": [REFERRAL, on("03-10", "active_monitoring_start", patient_agreed=False)],
    "rtt-offers-not-recorded": [
        REFERRAL,
        on("03-10", "active_monitoring_start", reason="two_reasonable_offers_declined"),
    ],
    "rtt-no-review-date": [REFERRAL, on("03-10", "active_monitoring_start", reason="clinical")],
    "rtt-offer-without-date": [REFERRAL, on("03-10", "tci_offered", declined=True)],
    "rtt-long-delay": [REFERRAL, on("03-10", "patient_requests_delay", weeks=7)],
    "rtt-delay-unknown": [REFERRAL, on("03-10", "patient_requests_delay")],
    "rtt-long-thinking": [REFERRAL, on("03-10", "thinking_time_agreed", weeks=8)],
    "rtt-thinking-too-long": [REFERRAL, on("12-10", "thinking_time_agreed", days=4)],
    "rtt-review-overdue": [REFERRAL, on("03-10", "active_monitoring_start", review_due="2025-06-10")],
    "rtt-impossible-code": [REFERRAL, on("02-10", "appointment_attended", rtt_code="37")],
    "rtt-code-contradicts": [REFERRAL, on("02-10", "patient_cancels", rtt_code="33")],
    "rtt-after-what": [on("01-06", "appointment_attended", rtt_code="90")],
    "rtt-not-yet-known": [REFERRAL, on("02-10", "appointment_attended", rtt_code="99")],
    "rtt-running-after-stop": [REFERRAL, TREATED, on("03-03", "appointment_attended", rtt_code="20")],
    "rtt-eleven-without-decision": [REFERRAL, MONITORED, on("03-03", "diagnostic_attended", rtt_code="11")],
    "rtt-transfer-to-whom": [REFERRAL, on("03-03", "transfer_out")],
    "rtt-transfer-code": [REFERRAL, on("03-03", "transfer_out", to="B", iptamds_code="21")],
    "rtt-duplicate-of-what": [REFERRAL, on("03-03", "duplicate_closed")],
    "rtt-nothing-to-take-away": [REFERRAL, TREATED, on("03-03", "entered_in_error")],
    "rtt-subcontract-who-reports": [REFERRAL, on("03-03", "subcontracted", provider="IS1")],
    "rtt-subcontract-exception": [
        on("01-06", "referral_received", provider="A"),
        on("03-03", "subcontracted", reported_by="IS1"),
    ],
    "rtt-subcontract-long-wait": [REFERRAL, on("05-13", "subcontracted", reported_by="A")],
    "rtt-no-clock-start": [on("03-03", "decision_to_admit")],
    "rtt-emergency-follow-up": [
        on("03-03", "emergency_attendance"),
        on("03-10", "appointment_attended", rtt_code="10"),
    ],
    "rtt-elective-or-emergency": [on("03-03", "emergency_attendance"), on("03-03", "decision_to_admit")],
    "rtt-triage-outcome-missing": [on("01-06", "ras_received"), on("01-13", "referral_triaged")],
    "rtt-advice-while-open": [REFERRAL, on("03-03", "advice_given")],
    "rtt-planned-for-what": [
        REFERRAL,
        TREATED,
        on("08-04", "planned_due_date_passed", moved_to_active_list=True),
    ],
    "rtt-ended-elsewhere": [REFERRAL, on("03-03", "treated_elsewhere", by="private")],
    "rtt-follow-up-while-open": [REFERRAL, on("03-03", "pifu_started")],
    "rtt-carried-over-missed": [
        on("02-03", "transfer_in", provider="B", clock_start="2025-01-06"),
        on("02-10", "dna", first=True, clearly_communicated=True),
    ],
    "rtt-seen-by-sender": [
        REFERRAL,
        on("02-03", "transfer_in", provider="B"),
        on("02-10", "dna", first=True, clearly_communicated=True),
    ],
    "rtt-same-stay": [
        REFERRAL,
        on("03-03", "admission", **{"for": "diagnostic_only"}),
        on("03-10", "treatment_started"),
    ],
    "rtt-long-stay": [
        REFERRAL,
        on("03-03", "admission", **{"for": "diagnostic_only"}),
        on("03-24", "treatment_started", admitted=True),
    ],
    "rtt-ended-during-monitoring": [REFERRAL, MONITORED, on("03-03", "death")],
    "rtt-clinical-after-decline": [
        REFERRAL,
        on("01-20", "tci_offered", tci="2025-02-17", declined=True),
        on("02-10", "active_monitoring_start", reason="clinical", review_due="2025-08-11"),
    ],
    "rtt-offers-far-apart": [
        REFERRAL,
        on("01-20", "tci_offered", tci="2025-02-17", declined=True),
        on("01-20", "tci_offered", tci="2025-05-12", declined=True),
        on("02-10", "active_monitoring_start", reason="two_reasonable_offers_declined"),
    ],
    "rtt-short-monitoring": [REFERRAL, MONITORED, on("02-12", "patient_wishes_to_proceed")],
    "rtt-told-before-decided": [REFERRAL, on("03-03", "decision_not_to_treat", communicated="2025-02-03")],
    "rtt-transfer-without-start": [on("03-03", "transfer_in", provider="B")],
}


@pytest.mark.parametrize("code", sorted(SPOKEN))
def test_the_remark_is_made(code: str) -> None:
    findings = read_pathway(SPOKEN[code], AS_OF).findings
    assert code in {finding.code for finding in findings}


def test_every_remark_of_the_book_is_made_above() -> None:
    assert {check.code for check in BOOK.checks} == set(SPOKEN)


def test_a_clean_pathway_draws_no_remark() -> None:
    events = [
        on("01-06", "referral_received", provider="RXX"),
        on("01-08", "registered_on_pas"),
        on("02-10", "appointment_attended", first=True, rtt_code="10"),
        on("02-24", "diagnostic_attended", rtt_code="20"),
        on("03-10", "decision_to_admit", rtt_code="20"),
        on("04-14", "admission", **{"for": "first_definitive_treatment", "rtt_code": "30"}),
        on("04-15", "treatment_started", rtt_code="30"),
        on("06-02", "appointment_attended", rtt_code="90"),
    ]
    clock = read_pathway(events, AS_OF)
    assert clock.findings == ()
    assert not clock.needs_validation
    assert clock.clock_stop == date(2025, 4, 14)


@pytest.mark.parametrize(
    ("treated", "stopped", "remarks"),
    [
        ("03-03", "03-03", set()),
        ("03-04", "03-03", set()),
        ("03-05", "03-03", {"rtt-same-stay"}),
        ("03-17", "03-03", {"rtt-same-stay"}),
        ("03-18", "03-18", {"rtt-same-stay"}),
    ],
)
def test_a_treatment_belongs_to_the_stay_it_may_have_been_given_in(
    treated: str, stopped: str, remarks: set[str]
) -> None:
    """The day of the admission and the next for sure, up to 14 days perhaps, after them no longer."""
    clock = read_pathway([REFERRAL, ADMITTED, on(treated, "treatment_started")], AS_OF)
    assert clock.clock_stop == on(stopped, "").date
    assert {finding.code for finding in clock.findings} == remarks


@pytest.mark.parametrize(("treated", "remarks"), [("03-17", set()), ("03-18", {"rtt-long-stay"})])
def test_a_stay_of_more_than_14_days_is_asked_about(treated: str, remarks: set[str]) -> None:
    clock = read_pathway([REFERRAL, ADMITTED, on(treated, "treatment_started", admitted=True)], AS_OF)
    assert clock.clock_stop == ADMITTED.date
    assert {finding.code for finding in clock.findings} == remarks


def test_remarks_that_come_with_the_calendar_say_so() -> None:
    with_today = {check.code for check in BOOK.checks if check.depends_on_today}
    assert with_today == {"rtt-in-future", "rtt-review-overdue", "rtt-thinking-too-long"}
