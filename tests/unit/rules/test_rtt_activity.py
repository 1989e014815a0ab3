"""The status code of what happened: by the event and what it did to the clock, never by the code it carries."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from rules.events import Event
from rules.rtt import codes_for, what_if

AS_OF = date(2026, 6, 15)


def on(day: str, name: str, **details: Any) -> Event:
    return Event(date.fromisoformat(f"2026-{day}"), name, details)


REFERRED = on("01-05", "referral_received")
SEEN = on("02-10", "appointment_attended", first=True)
MISSED = on("02-10", "dna", first=True, clearly_communicated=True)
MONITORED = on("02-17", "active_monitoring_start", initiated_by="patient")
AHEAD = on("05-11", "patient_wishes_to_proceed")
TREATED = on("03-02", "treatment_started", definitive=True)


@pytest.mark.parametrize(
    ("before", "event", "codes"),
    [
        ([], REFERRED, set()),
        ([on("01-05", "self_referral_received")], on("01-07", "self_referral_ratified"), set()),
        ([REFERRED], on("01-06", "registered_on_pas"), set()),
        ([REFERRED], SEEN, {"10"}),
        ([REFERRED], on("02-10", "diagnostic_attended"), {"10"}),
        ([REFERRED], on("02-10", "appointment_attended", first=False), {"20"}),
        ([REFERRED, SEEN], on("03-10", "appointment_attended"), {"20"}),
        ([REFERRED, SEEN], on("03-10", "decision_to_admit"), {"20"}),
        ([REFERRED], on("02-09", "patient_cancels", first=True), {"10", "20"}),
        ([REFERRED], on("02-10", "dna", first=True, clearly_communicated=False), {"10", "20"}),
        ([REFERRED], MISSED, {"33"}),
        ([REFERRED, SEEN], on("03-10", "dna", first=False), {"20"}),
        ([REFERRED, MISSED], on("02-13", "patient_contacts_to_rebook"), {"10"}),
        ([REFERRED, MISSED, on("02-13", "patient_contacts_to_rebook")], on("03-02", "appointment_attended"), {"10"}),
        ([REFERRED, SEEN], TREATED, {"30"}),
        ([REFERRED, SEEN], MONITORED, {"31"}),
        ([REFERRED, SEEN], on("03-02", "active_monitoring_start", initiated_by="care_professional"), {"32"}),
        ([REFERRED, SEEN], on("03-02", "decision_not_to_treat"), {"34"}),
        ([REFERRED, SEEN], on("03-02", "patient_declines_treatment"), {"35"}),
        ([REFERRED, SEEN], on("03-02", "death"), {"36"}),
        ([REFERRED, SEEN, MONITORED], on("04-10", "diagnostic_attended", routine_check=True), {"91"}),
        ([REFERRED, SEEN, MONITORED], AHEAD, {"11"}),
        ([REFERRED, SEEN, MONITORED, AHEAD], on("05-20", "appointment_attended"), {"11", "20"}),
        ([REFERRED, SEEN, TREATED], on("04-10", "appointment_attended"), {"90"}),
        ([REFERRED, SEEN], on("03-02", "consultant_referral_new_condition", to="surgery"), {"12"}),
        ([REFERRED, SEEN], on("03-02", "consultant_referral_same_condition", to="surgery"), {"20"}),
        ([REFERRED, SEEN], on("03-02", "transfer_out", to="B"), {"21"}),
        ([REFERRED, SEEN], on("03-02", "transfer_out", to="B", clinical_responsibility_transfers=False), {"20"}),
        ([REFERRED, SEEN, TREATED], on("04-10", "transfer_out", to="B"), {"30"}),
        ([REFERRED, SEEN], on("03-02", "transfer_in", provider="B"), {"10", "20"}),
        ([], on("01-05", "direct_access_diagnostic_request"), {"92"}),
        ([on("01-05", "direct_access_diagnostic_request")], on("01-25", "diagnostic_attended"), {"92"}),
        ([REFERRED], on("02-02", "direct_access_diagnostic_request"), {"92"}),
        ([], on("01-05", "referral_received", consultant_led=False), {"98"}),
        ([], on("01-05", "emergency_admission"), {"90", "98"}),
    ],
    ids=lambda value: value.name if isinstance(value, Event) else None,
)
def test_the_codes_that_fit(before: Sequence[Event], event: Event, codes: set[str]) -> None:
    tried = what_if(before, event, AS_OF)
    assert codes_for(tried.before, event, tried.after) == codes


def test_an_admission_that_was_not_one_for_treatment_leaves_a_running_clock() -> None:
    listed = on("02-24", "decision_to_admit")
    admitted = on("05-11", "admission", **{"for": "first_definitive_treatment"})
    cancelled = on("05-11", "treatment_not_carried_out", reason="no_bed")
    tried = what_if([REFERRED, listed, admitted], cancelled, AS_OF)
    assert (tried.before.status, tried.after.status) == ("stopped", "open")
    assert codes_for(tried.before, cancelled, tried.after) == {"20"}


def test_what_is_recorded_as_the_code_is_not_read() -> None:
    coded = SEEN._replace(details={"first": True, "rtt_code": "20"})
    tried = what_if([REFERRED], coded, AS_OF)
    assert codes_for(tried.before, coded, tried.after) == {"10"}
