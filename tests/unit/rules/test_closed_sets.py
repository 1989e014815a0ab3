"""Free text never moves a clock: only a word of the closed set of an attribute counts, anything else is a note."""

import json
import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from rules.cancer.answer import answer_line as answer_cancer
from rules.closed_sets import CLOSED_SETS, is_outside, list_outside, read_closed_sets
from rules.events import EVENT_KINDS, Event
from rules.rtt import describe_clock, read_pathway
from rules.vocabulary import list_vocabulary

AS_OF = date(2025, 4, 30)
DAY = date(2025, 2, 3)
REFERRED = Event(date(2025, 1, 6), "referral_received", {})

DECISIONS = (
    "not for discharge",
    "do not discharge, see again in 6 weeks",
    "discharge from physio, stays under us",
    "await discharge summary",
    "discharge planning clinic",
    "not for active monitoring; MRI then review",
    "watchful of side effects, start drug next week",
    "declined flu jab, list for surgery",
    "patient has not declined surgery",
    "no treatment until scan results",
    "no further tests needed, list for surgery",
    "remove from waiting list",
    "not on waiting list yet",
    "admit uncertainty, MDT to discuss",
    "refer to treat as outpatient",
    "consider primary care input, keep under us",
    "not to treat as urgent",
)
TREATMENTS = (
    "N/A",
    "n/a",
    "nil",
    "tbc",
    "?",
    "-",
    "advice only",
    "biopsy taken",
    "listed for surgery",
    "awaiting MDT",
    "discussed options",
    "patient to think about it",
    "declined",
    "not today",
    "injection cancelled",
    "steroid injection",
)
REASONS = (
    "surgery offered later if it grows",
    "stable nodule, planned CT in 12 months",
    "no delay: stable disease",
    "patient's choice of diet first, review in 6 months",
    "booked for annual check",
    "back from holiday, well",
    "seen two days ago, no change",
)
DISCHARGED = ("no DNA, symptoms resolved", "cancelled clinic letter attached", "change of dressing by practice nurse")


def read(*events: Event) -> dict[str, Any]:
    clock = read_pathway([REFERRED, *events], AS_OF)
    return describe_clock(clock) | {"codes": [finding.code for finding in clock.findings]}


@pytest.mark.parametrize("attribute", ["decision", "treatment"])
@pytest.mark.parametrize("text", DECISIONS + TREATMENTS)
@pytest.mark.parametrize("name", ["appointment_attended", "interface_assessment", "diagnostic_attended"])
def test_a_text_in_an_outcome_field_moves_nothing_and_is_reported(name: str, text: str, attribute: str) -> None:
    told = read(Event(DAY, name, {attribute: text}))
    plain = read(Event(DAY, name, {}))
    assert "unknown-value" in told["codes"]
    assert told["validation_flag"] is True
    assert (told["status"], told["periods"], told["return_parts"]) == ("open", plain["periods"], ["Part_2"])


@pytest.mark.parametrize("text", DECISIONS + TREATMENTS)
def test_beside_a_text_the_code_of_the_event_decides(text: str) -> None:
    for code, status in {
        "30": "stopped",
        "34": "stopped",
        "35": "stopped",
        "20": "open",
        "32": "active_monitoring",
    }.items():
        told = read(Event(DAY, "appointment_attended", {"decision": text, "treatment": text, "rtt_code": code}))
        assert told["status"] == status
        assert told["codes"].count("unknown-value") == 2


@pytest.mark.parametrize("text", REASONS)
def test_a_text_as_the_reason_for_monitoring_changes_nothing(text: str) -> None:
    agreed = {"initiated_by": "care_professional", "weeks": 26, "clinical_conversation": True, "patient_agreed": True}
    told = read(Event(DAY, "active_monitoring_start", {**agreed, "reason": text, "rtt_code": "32"}))
    assert (told["status"], told["clock_stop"]) == ("active_monitoring", "2025-02-03")
    assert "unknown-value" in told["codes"]


@pytest.mark.parametrize("text", DISCHARGED)
def test_a_text_as_the_reason_for_discharge_changes_nothing(text: str) -> None:
    told = read(
        Event(DAY, "appointment_attended", {"first": True}),
        Event(date(2025, 3, 3), "discharge_to_gp", {"reason": text, "rtt_code": "34"}),
    )
    assert (told["status"], told["periods"][0]["stop_code"]) == ("stopped", "34")
    assert "unknown-value" in told["codes"]


@pytest.mark.parametrize("text", ["n/a", "none", "see letter", "not recorded"])
def test_a_text_does_not_show_that_a_clinician_decided(text: str) -> None:
    missed = Event(DAY, "dna", {"first": False, "clearly_communicated": True})
    told = read(missed, Event(date(2025, 3, 3), "discharge_to_gp", {"clinical_reason": text, "rtt_code": "34"}))
    assert told["status"] == "open"
    assert "unknown-value" in told["codes"]


@pytest.mark.parametrize(
    ("name", "attribute", "text"),
    [
        ("admission", "for", "not for first definitive treatment"),
        ("admission", "for", "treatment of another condition"),
        ("active_monitoring_start", "initiated_by", "patient's consultant"),
        ("decision_to_admit", "after", "not after active monitoring"),
        ("decision_to_treat", "after", "no emergency"),
        ("planned_due_date_passed", "kind", "not a test"),
        ("referral_received", "country", "n/a"),
        ("referral_received", "country", "UK"),
        ("referral_received", "community_service", "not community"),
        ("interface_assessment", "outcome", "not rejected"),
    ],
)
def test_a_text_in_another_closed_attribute_is_read_as_absent(name: str, attribute: str, text: str) -> None:
    findings: list[Any] = []
    (event,) = read_closed_sets([Event(DAY, name, {attribute: text})], findings)
    assert event.details[attribute] is None
    assert [finding.code for finding in findings] == ["unknown-value"]
    assert text in findings[0].text
    assert read_pathway([REFERRED, Event(DAY, name, {attribute: text})], AS_OF).periods == (
        read_pathway([REFERRED, Event(DAY, name, {})], AS_OF).periods
    )


@pytest.mark.parametrize(
    ("commissioner", "is_welsh"), [("NHS Prescot ICB", False), ("Not Wales", False), ("Wales", True), ("NONC", True)]
)
def test_a_commissioner_is_known_by_its_whole_name(commissioner: str, is_welsh: bool) -> None:
    clock = read_pathway([Event(DAY, "referral_received", {"commissioner": commissioner})], AS_OF)
    assert clock.extras.get("nonc", False) is is_welsh


@pytest.mark.parametrize(
    "spelt", ["decision_to_admit", "Decision to admit", "DECISION-TO-ADMIT", " decision to admit "]
)
def test_a_word_of_the_set_counts_however_it_is_spelt(spelt: str) -> None:
    told = read(Event(DAY, "appointment_attended", {"decision": spelt}))
    assert told["return_parts"] == ["Part_2", "Part_2A"]
    assert "unknown-value" not in told["codes"]


@pytest.mark.parametrize("value", [3, 3.5, ["discharge_to_gp"], {"a": 1}, True])
def test_what_is_no_text_is_no_decision(value: object) -> None:
    told = read(Event(DAY, "appointment_attended", {"decision": value}))
    assert told["status"] == "open"
    assert "unknown-value" in told["codes"]


def test_not_given_is_not_a_note() -> None:
    for value in (None, ""):
        assert "unknown-value" not in read(Event(DAY, "appointment_attended", {"decision": value}))["codes"]
        assert not is_outside("appointment_attended", "decision", value)


def test_the_notes_of_an_event_are_told_with_their_attribute() -> None:
    event = Event(DAY, "appointment_attended", {"decision": "not for discharge", "treatment": True, "first": True})
    assert list_outside(event) == [("decision", "not for discharge")]
    assert event.details["decision"] == "not for discharge"


def test_every_closed_attribute_belongs_to_its_event() -> None:
    for name, closed in CLOSED_SETS.items():
        assert closed.keys() <= EVENT_KINDS[name].attributes
        for allowed in closed.values():
            assert all(allowed.find(slug) == slug for slug in allowed.words)


def test_decision_treatment_reason_and_outcome_are_closed_wherever_an_event_has_them() -> None:
    for name, kind in EVENT_KINDS.items():
        assert {"decision", "treatment", "reason", "outcome"} & kind.attributes <= CLOSED_SETS.get(name, {}).keys()


@pytest.mark.parametrize(
    ("name", "attribute", "words"),
    [
        ("discharge_to_gp", "reason", ("dna", "cancellation", "delay")),
        ("active_monitoring_start", "reason", ("clinical", "see_how_they_cope", "patient_delay")),
        ("decision_not_to_treat", "reason", ("funding_declined",)),
        ("patient_cancels", "reason", ("consent_withdrawn",)),
        ("patient_told", "outcome", ("cancer_diagnosed", "cancer_ruled_out", "interval_scan", "excluded")),
    ],
)
def test_what_the_modules_put_on_a_pathway_is_in_the_sets(name: str, attribute: str, words: Any) -> None:
    assert [word for word in words if is_outside(name, attribute, word)] == []


def test_the_vocabulary_names_every_event_attribute_and_value() -> None:
    lines = list(list_vocabulary())
    assert {(line["event"], line["attribute"]) for line in lines} == {
        (name, attribute) for name, kind in EVENT_KINDS.items() for attribute in kind.attributes
    }
    by_name = {(line["event"], line["attribute"]): line for line in lines}
    assert "decision_to_admit" in by_name["appointment_attended", "decision"]["values"]
    assert by_name["appointment_attended", "treatment"]["values"][:2] == [True, False]
    assert by_name["dna", "first"] == by_name["dna", "first"] | {"kind": "yes_no", "values": [True, False]}
    assert by_name["tci_offered", "tci"]["kind"] == "date"
    assert by_name["patient_unavailable", "to"]["kind"] == "date"
    assert by_name["transfer_out", "to"]["kind"] == "text"


def test_the_vocabulary_is_a_program() -> None:
    done = subprocess.run([sys.executable, "-m", "rules", "vocabulary"], capture_output=True, check=True)
    assert [json.loads(line) for line in done.stdout.splitlines()] == list(list_vocabulary())
    asked = subprocess.run([sys.executable, "-m", "rules", "vocabulary", "all"], capture_output=True, check=False)
    assert asked.returncode == 2


def test_what_a_cancer_patient_was_told_is_a_word_of_its_set_too() -> None:
    referral = {"date": "2025-03-03", "event": "referral_received", "route": "urgent_suspected_cancer"}
    told = {"date": "2025-03-20", "event": "patient_told"}
    free = answer_cancer({"id": 1, "events": [referral, {**told, "outcome": "not ruled out yet"}]})
    plain = answer_cancer({"id": 1, "events": [referral, told]})
    word = answer_cancer({"id": 1, "events": [referral, {**told, "outcome": "Excluded"}]})
    assert free["fds"] == plain["fds"]
    assert "unknown-value" in {finding["code"] for finding in free["findings"]}
    assert word["fds"] is None
