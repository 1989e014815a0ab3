"""Marks: what each facet earns, which misconception is named, what a wrong answer would do to the patient."""

from datetime import date
from typing import Any

import pytest

from practice.case import CaseError
from practice.keys import find_key
from practice.malrules import MAL_RULES
from practice.marking import describe_mark, mark
from rules.catalogue import find_rule
from tests.unit.practice.told import LISTED, MISSED, REFERRED, SEEN, answer_right, case_of, mark_with, on

BY_HOSPITAL = {"initiated_by": "care_professional", "clinical_conversation": True, "patient_agreed": True}
DECLINED = on("03-02", "tci_offered", tci="2026-03-30", declined=True)
DECLINED_TOO = on("03-09", "tci_offered", tci="2026-04-13", declined=True)
MONITORED = on("02-10", "active_monitoring_start", initiated_by="patient")
LATER_DNA = on("03-24", "dna", first=False, clearly_communicated=True)
URGENT = on("03-02", "referral_received", route="urgent_suspected_cancer")
DECIDED = on("04-07", "decision_to_treat")
TREATED = on("05-03", "treatment_start", event_type="01", modality="23")
AGREED = on("03-16", "active_monitoring_start", reason="patient_delay", **BY_HOSPITAL)

THREE_DATES = case_of(
    "start-three-dates",
    [on("01-02", "gp_referral_letter_written")],
    on("01-09", "referral_received"),
    registered_on_pas="2026-01-13",
)
AWAY = case_of(
    "choice-delay", [REFERRED, SEEN], on("02-20", "patient_unavailable", from_="2026-03-02", to="2026-03-23")
)
ADMITTED = case_of(
    "stop-admission",
    [REFERRED, LISTED],
    on("05-11", "admission", for_="first_definitive_treatment"),
    operated_on="2026-05-12",
)
REBOOKED = case_of("dna-first", [REFERRED, MISSED], on("02-13", "patient_contacts_to_rebook"))
ONE_OFFER = case_of("choice-monitoring", [REFERRED, LISTED, DECLINED], AGREED)
TWO_OFFERS = case_of("choice-monitoring", [REFERRED, LISTED, DECLINED, DECLINED_TOO], AGREED)
AHEAD = case_of("start-after-monitoring", [REFERRED, MONITORED], on("05-11", "decision_to_treat"))
CANCER = case_of("cancer-31-62", [on("03-01", "gp_referral_letter_written"), URGENT, DECIDED], TREATED)
CONSENT = case_of("consent-withdrawn", [REFERRED, LISTED], on("06-01", "consent_withdrawn"), "verdict")


@pytest.mark.parametrize(
    ("case", "wrong", "name", "harm"),
    [
        (AWAY, {"breach_date": "2026-06-02"}, "pause", "wait_shown_short"),
        (AWAY, {"breach_date": "2026-06-03"}, "pause", "wait_shown_short"),
        (AWAY, {"breach_date": "2026-05-18"}, "floor_weeks", "wait_shown_short"),
        (THREE_DATES, {"date": "2026-01-02", "breach_date": "2026-05-09"}, "letter_date", "wait_shown_long"),
        (THREE_DATES, {"date": "2026-01-13", "breach_date": "2026-05-20"}, "registered", "wait_shown_short"),
        (THREE_DATES, {"breach_date": "2026-05-20"}, "registered", "wait_shown_short"),
        (ADMITTED, {"date": "2026-05-12"}, "operation_date", "wait_shown_long"),
        (ONE_OFFER, {"decision": "clock_stops", "date": "2026-03-16", "code": "32"}, "one_offer", "lost_from_list"),
        (TWO_OFFERS, {"code": "31"}, "31_for_32", "reported_wrong"),
        (AHEAD, {"breach_date": "2026-08-10"}, "resume_11", "wait_shown_long"),
        (CANCER, {"decision": "breach"}, "day_62_breach", "reported_wrong"),
    ],
)
def test_a_misconception_is_recognised(case: Any, wrong: dict[str, Any], name: str, harm: str) -> None:
    marked = mark_with(case, **wrong)
    assert [one.name for one in marked.mal_rules] == [name]
    assert marked.harm == harm
    assert marked.percent is not None
    assert marked.percent < 100


def test_the_later_of_two_days_to_rebook_loses_the_date_alone() -> None:
    told = describe_mark(mark_with(REBOOKED, date="2026-02-16"))
    assert [name for name, one in told["facets"].items() if not one["right"]] == ["date"]
    assert "earlier of the two" in " ".join(step["statement"] for step in told["explanation"])


def test_the_wrong_code_after_two_offers_loses_the_code_alone() -> None:
    marked = mark_with(TWO_OFFERS, code="31")
    assert [name for name, one in marked.facets.items() if one.earned < one.weight] == ["code"]
    assert marked.percent == 80


def test_the_right_answer_is_all_right() -> None:
    marked = mark(THREE_DATES, answer_right(THREE_DATES))
    assert (marked.percent, marked.harm, marked.mal_rules) == (100, "none", ())


def test_any_accepted_rule_is_right_in_any_case() -> None:
    assert mark_with(THREE_DATES, reason="ns11").facets["reason"].right


def test_a_date_and_a_code_earn_nothing_when_the_decision_is_wrong() -> None:
    marked = mark_with(ADMITTED, decision="clock_runs")
    earned = {name: one.earned for name, one in marked.facets.items()}
    assert (earned["decision"], earned["date"], earned["code"], earned["reason"]) == (0, 0, 0, 1)
    assert marked.facets["date"].right


@pytest.mark.parametrize(("day", "is_slip"), [("2026-05-12", True), ("2026-05-10", True), ("2026-05-13", False)])
def test_a_day_off_by_one_is_a_counting_slip_and_earns_nothing(day: str, is_slip: bool) -> None:
    one = mark_with(ADMITTED, date=day).facets["date"]
    assert (one.is_slip, one.earned) == (is_slip, 0)


def test_a_date_where_none_changed_costs_what_a_date_is_worth() -> None:
    marked = mark_with(AWAY, date="2026-03-02")
    assert (marked.facets["date"].right, marked.facets["date"].weight) == (False, 3)
    assert marked.percent == 76


def test_hints_halve_a_case() -> None:
    assert mark_with(ADMITTED, hints=1).percent == 50
    assert mark_with(ADMITTED, hints=0).percent == 100


@pytest.mark.parametrize("told", ["guess", "fairly sure", "certain"])
def test_confidence_is_not_scored(told: str) -> None:
    assert mark_with(ADMITTED, confidence=told).percent == 100
    assert mark_with(ADMITTED, code="34", confidence=told).is_certain_and_wrong is (told == "certain")


def test_a_case_of_local_policy_is_discussed_and_scored_once_it_is_adopted() -> None:
    discussed = describe_mark(mark_with(CONSENT, adopted=False))
    assert (discussed["percent"], set(discussed["discussed"])) == (None, set(find_key(CONSENT).facets))
    assert mark_with(CONSENT, adopted=True).percent == 100


def test_dates_may_be_dates_and_numbers_text() -> None:
    assert mark_with(ADMITTED, date=date(2026, 5, 11), days="126").percent == 100


@pytest.mark.parametrize("value", ["2026-02-31", "tomorrow", 5, True, [], {}])
def test_what_cannot_be_a_day_is_wrong(value: object) -> None:
    assert not mark_with(ADMITTED, date=value).facets["date"].right


def test_no_answer_is_wrong_and_harms_nobody_yet() -> None:
    marked = mark(ADMITTED, {})
    assert (marked.percent, marked.mal_rules) == (0, ())


def test_an_answer_is_facets_with_values() -> None:
    with pytest.raises(CaseError):
        mark(ADMITTED, ["clock_stops"])  # type: ignore[arg-type]


OPERATION = {"operation_booked_for": "2026-06-01", "cancelled_on": "2026-06-01", "reason": "no ward bed"}
ADJUSTED = [
    URGENT,
    on("03-13", "first_seen"),
    DECIDED,
    on("04-20", "tci_declined", reasonable=True, care_setting="01", tci="2026-04-28"),
    on("05-10", "patient_available"),
]
SHOWS = {
    "pause": AWAY,
    "used_again": case_of(
        "start-ers", [on("01-05", "ubrn_converted", ubrn="1"), on("01-20", "asi_worklist", ubrn="1")], {}, "verdict"
    ),
    "resume_11": AHEAD,
    "floor_weeks": AWAY,
    "letter_date": THREE_DATES,
    "registered": THREE_DATES,
    "first_seen": AWAY,
    "first_dna_runs": case_of("dna-first", [REFERRED], MISSED),
    "any_dna_stops": case_of("dna-later", [REFERRED, SEEN], LATER_DNA),
    "two_strikes": case_of("dna-later", [REFERRED, SEEN, LATER_DNA], on("04-21", "dna", first=False)),
    "provider_cancel_resets": case_of("stop-not", [REFERRED, LISTED], on("03-10", "provider_cancels", reason="no_bed")),
    "operation_date": ADMITTED,
    "referral_is_treatment": case_of(
        "stop-therapy", [REFERRED], on("02-10", "appointment_attended", decision="referred_for_therapy")
    ),
    "test_admission_stops": case_of(
        "stop-admission", [REFERRED, LISTED], on("05-11", "admission", for_="diagnostic_only")
    ),
    "decided_not_told": case_of(
        "stop-no-treatment", [REFERRED, SEEN], on("03-10", "decision_not_to_treat", communicated="2026-03-20")
    ),
    "planned_parks": case_of("unfit", [REFERRED, LISTED], on("03-02", "patient_unfit", weeks=4)),
    "one_offer": ONE_OFFER,
    "any_notice": case_of(
        "choice-monitoring",
        [REFERRED, LISTED, on("03-02", "tci_offered", tci="2026-03-22", declined=True), DECLINED_TOO],
        AGREED,
    ),
    "three_weeks_cancer": case_of(
        "cancer-adjust", ADJUSTED, on("05-20", "treatment_start", event_type="01", modality="23")
    ),
    "31_for_32": TWO_OFFERS,
    "day_62_breach": CANCER,
    "31_from_referral": CANCER,
    "42_is_fine": case_of(
        "dm01", [on("02-16", "diagnostic_requested", test="mri")], {"snapshot": "2026-03-30"}, "verdict"
    ),
    "transfer_restarts": case_of("transfer-form", [REFERRED, SEEN], on("04-20", "transfer_in", provider="B")),
    "same_condition_new": case_of(
        "start-separate-condition", [REFERRED, SEEN], on("03-02", "consultant_referral_same_condition")
    ),
    "duplicate_34": case_of("validate-duplicates", [REFERRED], {"other_start": "2026-01-12"}, "validate"),
    "silence_stops": case_of(
        "validate-contact", [REFERRED, on("04-10", "patient_contacted", outcome="no_reply")], {}, "validate"
    ),
    "thinking_stops": case_of("stop-not", [REFERRED, SEEN], on("03-10", "thinking_time_agreed", days=7)),
}
"""A case in which each misconception shows."""


def test_there_is_a_case_for_every_misconception() -> None:
    assert set(SHOWS) == set(MAL_RULES)


@pytest.mark.parametrize("name", sorted(MAL_RULES))
def test_the_answer_of_every_misconception_loses_and_is_named(name: str) -> None:
    case = SHOWS[name]
    key = find_key(case)
    for wrong in MAL_RULES[name].list_wrong(case, key):
        marked = mark_with(case, **{facet: values[0] for facet, values in wrong.items()})
        assert marked.percent is not None
        assert marked.percent < 100
        assert name in [one.name for one in marked.mal_rules]
        assert marked.harm != "none"


@pytest.mark.parametrize("name", sorted(MAL_RULES))
def test_every_misconception_is_explained_by_a_rule_that_exists(name: str) -> None:
    one = MAL_RULES[name]
    assert find_rule(one.rule) is not None
    assert one.says.endswith(".")
    assert len(one.says) > 60


def test_a_misconception_that_does_not_apply_gives_no_answer() -> None:
    assert MAL_RULES["day_62_breach"].answer(ADMITTED, find_key(ADMITTED)) is None
    assert MAL_RULES["pause"].answer(THREE_DATES, find_key(THREE_DATES)) is None


@pytest.mark.parametrize(("notice", "believed"), [(48, {"two_strikes"}), (2, {"two_strikes", "any_dna_stops"})])
def test_two_calls_in_good_time_are_not_taken_for_missed_appointments(notice: int, believed: set[str]) -> None:
    cancelled = [on(day, "patient_cancels", notice_hours=notice) for day in ("03-02", "03-23")]
    asked = on("04-06", "discharge_to_gp", reason="cancellation", clinician_reviewed=False)
    case = case_of("stop-discharge", [REFERRED, SEEN, *cancelled], asked)
    marked = mark_with(case, decision="clock_stops", date="2026-04-06", code="34")
    assert {one.name for one in marked.mal_rules} == believed
