"""Remarks on a whole pathway once its clocks are known: order, completeness, the calendar (rule book B5, P2 C14)."""

from collections.abc import Sequence

from ..calendar import add_days
from . import checks, limit_checks
from .clock import Clock
from .clocks import Treatment, is_ruled_out
from .measures import HARM_REVIEW_AFTER, TRANSFER_WITHIN
from .notes import Notes
from .pathway import Pathway, label_of

_AFTER_REFERRAL = (
    "first_seen",
    "dna",
    "patient_rebooks",
    "patient_told",
    "consultant_upgrade",
    "decision_to_treat",
    "transfer_to_treating_provider",
    "treatment_start",
)


def check_order(pathway: Pathway, treatments: Sequence[Treatment], notes: Notes) -> None:
    """Milestones that cannot have happened in this order."""
    received = pathway.referral.date if pathway.referral else None
    for event in pathway.any_of(*_AFTER_REFERRAL):
        if received and event.date < received:
            notes.find(checks.BEFORE_REFERRAL, event.name, label=label_of(event), date=event.date, received=received)
    treated = next((each.event.date for each in treatments if each.cohort.treatment), None)
    seen, told = pathway.first("first_seen"), pathway.last("patient_told", until=treated)
    if treated and seen and seen.date > treated:
        notes.find(checks.SEEN_AFTER_TREATMENT, "first_seen", seen=seen.date, treated=treated)
    if treated and told and is_ruled_out(told):
        notes.find(checks.RULED_OUT_BUT_TREATED, "patient_told", told=told.date, treated=treated)
    _check_upgrade_time(pathway, notes)


def _check_upgrade_time(pathway: Pathway, notes: Notes) -> None:
    upgrade = pathway.upgrade
    if upgrade is None:
        return
    for name, what in (("decision_to_treat", "the decision to treat"), ("mdt_discussion", "the MDT discussion")):
        other = pathway.first(name)
        if other is not None and other.date < upgrade.date:
            notes.find(
                checks.UPGRADE_AFTER_DECISION, "consultant_upgrade", date=upgrade.date, what=what, other=other.date
            )


def check_complete(pathway: Pathway, treatments: Sequence[Treatment], notes: Notes) -> None:
    """What a treated pathway still lacks before it can be reported."""
    first = next((each for each in treatments if each.cohort.in_62), None)
    if first is None:
        return
    treated = first.event.date
    if pathway.is_urgent and not pathway.all("patient_told") and not pathway.all("decision_to_treat"):
        notes.find(checks.TREATED_NOT_TOLD, "patient_told", treated=treated)
    if pathway.referral is None and pathway.upgrade is None:
        notes.find(checks.NO_REFERRAL, "referral_received", treated=treated)
    elif pathway.is_urgent and pathway.upgrade is None and pathway.first("first_seen") is None:
        notes.find(checks.NO_FIRST_SEEN, "first_seen", treated=treated)


def check_calendar(pathway: Pathway, clocks: Sequence[Clock | None], notes: Notes) -> None:
    """Limits that running clocks have passed on the day of reading, and long waits that ended."""
    past = {"fds": limit_checks.PAST_28, "d31": limit_checks.PAST_31, "d62": limit_checks.PAST_62}
    for clock in clocks:
        if clock is None or clock.days is None:
            continue
        if clock.is_running and clock.met is False:
            notes.find(past[clock.measure.name], days=clock.days, last=clock.last_compliant_date)
        if clock.measure.name == "d62" and clock.days > HARM_REVIEW_AFTER:
            notes.find(limit_checks.PAST_104 if clock.is_running else limit_checks.TREATED_AFTER_104, days=clock.days)
        if clock.measure.name == "d62" and clock.is_running:
            _check_transfer(pathway, clock, notes)


def _check_transfer(pathway: Pathway, clock: Clock, notes: Notes) -> None:
    transferred = pathway.first("transfer_to_treating_provider") or pathway.first("decision_to_treat")
    if clock.days is not None and clock.days > TRANSFER_WITHIN and transferred is None:
        due = add_days(clock.clock_start, TRANSFER_WITHIN + clock.adjusted.first_seen)
        notes.find(limit_checks.PAST_38, "transfer_to_treating_provider", days=clock.days, due=due)
