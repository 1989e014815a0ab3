"""Which status codes fit what an event did to a clock (RULEBOOK A6): the codes an activity may carry."""

from collections.abc import Mapping

from ..events import Event
from . import book_starts
from .clock import Clock
from .engine import CARE
from .prediction import read_effect

_AROUND_CARE = frozenset(
    {"dna", "patient_cancels", "provider_cancels", "tci_offered", "alternative_provider_offer_declined"}
    | {"alternative_provider_offered", "patient_requests_delay", "patient_unavailable", "patient_unfit"}
    | {"thinking_time_agreed", "discharge_to_gp", "patient_declines_treatment", "pifu_started", "planned_list_added"}
    | {"consultant_referral_same_condition", "referral_for_diagnostic_or_opinion", "subcontracted"}
    | {
        "medication_dose_change",
        "transfer_in",
        "transfer_out",
        "funding_requested",
        "funding_decided",
        "treated_elsewhere",
    }
    | {"moved_away", "death", "death_notified", "diagnostic_requested"}
)
_STARTS_AGAIN = frozenset(
    {"patient_contacts_to_rebook", "provider_decides_to_rebook", "patient_wishes_to_proceed"}
    | {"clinically_ready_second_side", "patient_available_second_side", "planned_due_date_passed"}
)
_OUTSIDE: Mapping[str, frozenset[str]] = {
    "direct_access_diagnostic_request": frozenset({"92"}),
    "emergency_admission": frozenset({"90", "98"}),
    "emergency_attendance": frozenset({"98"}),
    "private_consultation": frozenset({"98"}),
}
_NONE: frozenset[str] = frozenset()
_FIRST, _LATER, _EITHER = frozenset({"10"}), frozenset({"20"}), frozenset({"10", "20"})


def codes_for(before: Clock, event: Event, after: Clock) -> frozenset[str]:
    """The status codes that fit `event`, which took the clock from `before` to `after`; none where it is no activity.

    PRN01045 v5.0 Annex D. A referral alone is no activity. What the event itself carries as its code is not read.
    """
    if event.name in _OUTSIDE:
        return _OUTSIDE[event.name]
    if event.name == "consultant_referral_new_condition":
        return frozenset({"12"})
    decision = read_effect(before, after).decision
    if decision in {"clock_stops", "clock_nullified"}:
        code = after.last.stop_code if after.last else None
        return frozenset({code}) if code else _NONE
    if decision == "outside_rtt":
        return frozenset({"92" if _is_for_gp(before, event) else "98"})
    if _hands_over(event):
        return frozenset({str(after.extras["rtt_code_referring_pas"])})
    if event.name not in CARE | _AROUND_CARE | _STARTS_AGAIN:
        return _NONE
    return _find_running(before, event, after) if after.status == "open" else _find_closed(after)


def _is_for_gp(before: Clock, event: Event) -> bool:
    """Whether it is the test that a GP asked for, who keeps responsibility."""
    return event.name == "diagnostic_attended" and any(step.rule.ident == "NS2" for step in before.steps)


def _hands_over(event: Event) -> bool:
    passes = event.details.get("clinical_responsibility_transfers")
    if event.name == "transfer_out":
        return passes is not False
    return event.name == "referral_for_diagnostic_or_opinion" and passes is True


def _find_closed(after: Clock) -> frozenset[str]:
    codes = {"active_monitoring": "91", "stopped": "90"}
    return frozenset({codes[after.status]}) if after.status in codes else _NONE


def _find_running(before: Clock, event: Event, after: Clock) -> frozenset[str]:
    after_monitoring = after.last is not None and after.last.start_rule is book_starts.ST10
    if before.clock_start != after.clock_start or len(after.periods) > len(before.periods):
        return frozenset({"11"}) if after_monitoring else _FIRST
    if event.name == "transfer_in":
        return _EITHER
    since = before.extras.get("first_activity")
    if (since is not None and since <= event.date) or event.details.get("first") is False:
        return _LATER
    if after_monitoring:
        return frozenset({"11", "20"})
    return _FIRST if event.name in CARE else _EITHER
