"""Discharge to the GP: a stop when a clinician decides it; after a missed appointment, only with its tests (A5)."""

from collections.abc import Mapping

from rules.explain import Rule
from words.phrases import join_words

from ..events import Event
from . import book_monitoring, book_running, book_starts, book_stops, remarks, remarks_stops
from .codes import read_code
from .outside import remember
from .pathway import Handler, Pathway
from .stops import communicated_on, end_monitoring


def read_discharge(pathway: Pathway, event: Event) -> None:
    """Discharge to the GP: a stop, unless it follows a missed or cancelled appointment and its tests are not met."""
    if not pathway.is_open:
        end_monitoring(pathway, event)
        return
    cause = _cause(pathway, event)
    failed = _list_failed_tests(pathway, event, cause)
    if failed:
        pathway.tell(
            book_running.R9 if cause == "dna" else book_running.NX5 if cause == "cancellation" else book_running.NX10,
            "The discharge of {date} does not stop the clock: {failed}.{met}",
            date=event.date,
            failed=failed,
            met=_say_met(pathway, event, cause),
        )
        pathway.note(remarks_stops.DISCHARGE_NOT_VALID(date=event.date, failed=failed))
        pathway.refused = event
        return
    rule, code, why = _discharge_rule(event, cause)
    told = communicated_on(pathway, event)
    referral = pathway.referrals.second
    if told is None or not pathway.end(told, rule, code, why):
        return
    if cause is not None:
        pathway.tell(
            book_running.R9 if cause == "dna" else book_running.NX5 if cause == "cancellation" else book_running.NX10,
            "The discharge of {date} stops the clock.{met}",
            date=told,
            met=_say_met(pathway, event, cause),
        )
    pathway.marks.pop("clinical_review_required", None)
    pathway.forget(remarks_stops.REPEATED_CANCELLATIONS)
    if cause == "dna" and event.details.get("policy_protects_vulnerable") is None:
        pathway.note(remarks_stops.FOURTH_TEST(date=event.date))
    if referral is not None and referral.date == told:
        _refer_again(pathway, referral)


def _refer_again(pathway: Pathway, referral: Event) -> None:
    """A fresh referral on the day of discharge comes after it: a new clock, not a second start of the old one."""
    pathway.forget(remarks.SECOND_START)
    remember(pathway, referral)
    pathway.begin(referral.date, book_starts.ST9, "re-referred as a new referral")


def _cause(pathway: Pathway, event: Event) -> str | None:
    """What led to the discharge: "dna", "cancellation", "delay", or None for a clinical outcome."""
    reason = event.details.get("reason")
    return _CAUSES.get(reason, pathway.visits.delay_cause)


_CAUSES: Mapping[object, str | None] = {
    "dna": "dna",
    "two_dna_policy": "dna",
    "cancellation": "cancellation",
    "delay": "delay",
    **dict.fromkeys(("clinical", "symptoms_resolved", "results_normal", "primary_care")),
}
"""What a reason says led to the discharge; one that says nothing of it leaves what the pathway shows."""


def _say_met(pathway: Pathway, event: Event, cause: str | None) -> str:
    """The tests that the record shows to be met, and those it says nothing of."""
    details = event.details
    decided = details.get("clinician_reviewed") is True or bool(details.get("clinical_reason"))
    tests: dict[str, object] = {"a clinician decided it in the patient's best interest": True if decided else None}
    if cause == "dna":
        tests |= {
            "the appointment was clearly communicated": details.get(
                "clearly_communicated", pathway.visits.missed_communicated
            ),
            "the local policy is published": details.get("policy_published"),
            "the policy protects vulnerable people": details.get("policy_protects_vulnerable"),
        }
    met = join_words(name for name, value in tests.items() if value is True)
    silent = join_words(name for name, value in tests.items() if value is None)
    return (f" Tests met: {met}." if met else "") + (f" Not recorded: {silent}." if silent else "")


def _list_failed_tests(pathway: Pathway, event: Event, cause: str | None) -> list[str]:
    details = event.details
    reviewed = details.get("clinician_reviewed")
    failed: list[str] = []
    if cause is None:
        return ["no clinician decided it"] if reviewed is False else failed
    if reviewed is not True and not details.get("clinical_reason"):
        failed.append("no clinician is shown to have decided that it is in the patient's best interest")
    if cause == "dna":
        failed += _list_failed_policy_tests(pathway, event)
    return failed


def _list_failed_policy_tests(pathway: Pathway, event: Event) -> list[str]:
    details = event.details
    failed = []
    if details.get("clearly_communicated", pathway.visits.missed_communicated) is False:
        failed.append("the appointment was not clearly communicated")
    if details.get("policy_published") is False:
        failed.append("there is no published local policy")
    if details.get("policy_protects_vulnerable") is False:
        failed.append("the policy does not protect vulnerable people")
    return failed


def _discharge_rule(event: Event, cause: str | None) -> tuple[Rule, str, str]:
    details = event.details
    if details.get("reason") == "patient_changes_provider":
        code = "35" if read_code(details.get("rtt_code", "")) == "35" else "34"
        return book_stops.SP15, code, "patient changes provider through the GP"
    if cause == "dna":
        return book_stops.SP14, "34", "missed appointment and discharged to the GP"
    if cause is not None:
        return book_stops.SP16, "34", "clinical decision to discharge"
    if details.get("clinical_reason") or details.get("reason") == "clinical":
        return book_monitoring.AM3, "34", "clinical reason not to continue, discharged to the GP"
    return book_stops.SP7, "34", "returned to primary care"


HANDLERS: dict[str, Handler] = {"discharge_to_gp": read_discharge}
