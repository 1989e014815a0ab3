"""Checks on what a cancer record holds beside its dated events: codes, adjustments, tracking (rule book B8, P2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from rules.explain import Finding
from words.phrases import plural

from . import record_checks as checks
from .adjustments import is_admitted
from .clock import Clock
from .reading import CancerClocks
from .tables import (
    DECLINED_REASON,
    DELAY_REASONS_FIRST_SEEN,
    DNA_REASON,
    FDS_END_REASONS,
    REFERRAL_TYPE_BREAST_SYMPTOMS,
    SCREENING_TYPES,
    SOURCE_SCREENING,
    SUSPECTED_TYPES,
    is_basal_cell,
    is_in_scope,
    read_code,
)

TRACK_EVERY = 7
"""Days after which an open pathway counts as not tracked."""


@dataclass(frozen=True, slots=True)
class CancerFacts:
    """The answers of a cancer record that its events do not carry; None is "not answered".

    Codes are those of `rules.cancer.tables`; adjustments are whole days as recorded. `booked_treatment_on` is a
    treatment date that is booked but has not come. `closed` says that nobody need track the pathway any more.
    """

    route: str | None = None
    referral_priority: str | None = None
    source_of_referral: str | None = None
    cancer_referral_type: str | None = None
    suspected_type: str | None = None
    upgraded_on: date | None = None
    missed_first_appointment: bool | None = None
    first_seen_organisation: str | None = None
    first_seen_adjustment: int | None = None
    first_seen_adjustment_reason: str | None = None
    offer_declined: bool | None = None
    care_setting: str | None = None
    treatment_adjustment: int | None = None
    treatment_adjustment_reason: str | None = None
    fds_end_on: date | None = None
    fds_end_reason: str | None = None
    fds_exclusion_reason: str | None = None
    decided_on: date | None = None
    treated_on: date | None = None
    event_type: str | None = None
    modality: str | None = None
    icd10: str | None = None
    morphology: str | None = None
    no_treatment_reason: str | None = None
    delay_reason_first_seen: str | None = None
    delay_comment_first_seen: str | None = None
    delay_reason_fds: str | None = None
    delay_reason_31: str | None = None
    delay_comment_31: str | None = None
    delay_reason_62: str | None = None
    delay_comment_62: str | None = None
    booked_treatment_on: date | None = None
    last_tracked_on: date | None = None
    next_action: str | None = None
    next_action_due: date | None = None
    next_action_owner: str | None = None
    closed: bool = False


def check_record(facts: CancerFacts, today: date, clocks: CancerClocks | None = None) -> tuple[Finding, ...]:
    """Every remark on the answers of a cancer record; with `clocks`, also on breaches and differing adjustments."""
    found = [
        *_check_referral(facts),
        *_check_first_seen_adjustment(facts),
        *_check_treatment_adjustment(facts),
        *_check_fds_end(facts),
        *_check_diagnosis(facts),
        *_check_treatment(facts),
        *_check_decision(facts, is_read=clocks is not None),
        *_check_delays(facts),
        *_check_tracking(facts, today),
    ]
    if clocks is not None:
        found += [*_check_against(facts, clocks), *_check_breaches(facts, clocks), *_check_booked(facts, clocks)]
    return tuple(found)


def _check_referral(facts: CancerFacts) -> Iterator[Finding]:
    priority, source = _plain(facts.referral_priority), read_code(facts.source_of_referral)
    kind = read_code(facts.cancer_referral_type)
    if facts.upgraded_on is not None and facts.route in (None, "routine", "consultant_upgrade"):
        if priority == "3":
            yield checks.UPGRADE_CODES("upgraded_on", codes="priority 3")
        elif source == SOURCE_SCREENING and priority == "2":
            yield checks.UPGRADE_CODES("upgraded_on", codes="source of referral 17 with priority 2")
    if facts.route == "urgent_suspected_cancer" and priority not in (None, "3"):
        yield checks.URGENT_PRIORITY("referral_priority", priority=f"priority {priority}")
    if facts.route == "breast_symptomatic" and (
        kind not in (None, REFERRAL_TYPE_BREAST_SYMPTOMS) or priority not in (None, "3")
    ):
        yield checks.BREAST_CODES("cancer_referral_type", kind=_or_none(kind), priority=_or_none(priority))
    if facts.route == "screening":
        yield from _check_screening(facts, priority, source)


def _check_screening(facts: CancerFacts, priority: str | None, source: str | None) -> Iterator[Finding]:
    if source not in (None, SOURCE_SCREENING) or priority not in (None, "2"):
        yield checks.SCREENING_CODES("source_of_referral", given=_or_none(source), priority=_or_none(priority))
    label = SUSPECTED_TYPES.get(facts.suspected_type or "")
    if label is not None and facts.suspected_type not in SCREENING_TYPES:
        yield checks.SCREENING_TYPE("suspected_type", kind=label)


def _check_first_seen_adjustment(facts: CancerFacts) -> Iterator[Finding]:
    days, reason = facts.first_seen_adjustment or 0, _plain(facts.first_seen_adjustment_reason)
    length = plural(days, "day")
    if days > 0 and facts.missed_first_appointment is not True:
        yield checks.RECORDED_WITHOUT_DNA("first_seen_adjustment", length=length)
    if days < 0 or (days > 0) is not (reason == DNA_REASON):
        yield checks.FIRST_SEEN_CODE("first_seen_adjustment_reason", reason=_or_none(reason), length=length)


def _check_treatment_adjustment(facts: CancerFacts) -> Iterator[Finding]:
    days, reason = facts.treatment_adjustment or 0, _plain(facts.treatment_adjustment_reason)
    if days == 0:
        return
    length = plural(days, "day")
    if facts.offer_declined is not True:
        yield checks.RECORDED_WITHOUT_DECLINE("treatment_adjustment", length=length)
    if not is_admitted(facts.care_setting):
        yield checks.RECORDED_NON_ADMITTED("care_setting", length=length)
    if reason != DECLINED_REASON:
        yield checks.TREATMENT_CODE("treatment_adjustment_reason", reason=_or_none(reason))


def _check_fds_end(facts: CancerFacts) -> Iterator[Finding]:
    reason = read_code(facts.fds_end_reason)
    if facts.fds_end_on is not None and reason is None:
        yield checks.FDS_REASON_MISSING("fds_end_reason", date=facts.fds_end_on)
    if reason is not None and facts.fds_end_on is None:
        yield checks.FDS_END_MISSING("fds_end_on", reason=reason)
    if reason is not None and reason not in FDS_END_REASONS:
        yield checks.FDS_REASON_UNKNOWN("fds_end_reason", reason=reason)
    if reason == "03" and not facts.fds_exclusion_reason:
        yield checks.EXCLUSION_MISSING("fds_exclusion_reason")
    if facts.fds_exclusion_reason and reason != "03":
        yield checks.EXCLUSION_UNEXPECTED("fds_exclusion_reason", reason=_or_none(reason))


def _check_diagnosis(facts: CancerFacts) -> Iterator[Finding]:
    code = (facts.icd10 or "").strip().upper()
    if not code:
        return
    if not is_in_scope(code):
        yield checks.OUT_OF_SCOPE("icd10", code=code)
    elif code.startswith("C44") and not facts.morphology:
        yield checks.MORPHOLOGY_MISSING("morphology")
    elif facts.morphology and is_basal_cell(code, facts.morphology):
        yield checks.BASAL("morphology", code=code, morphology=facts.morphology)


def _check_treatment(facts: CancerFacts) -> Iterator[Finding]:
    if facts.treated_on is None:
        return
    if not (facts.icd10 or "").strip():
        yield checks.ICD_MISSING("icd10", treated=facts.treated_on)
    if facts.upgraded_on is None and facts.route != "routine" and not (facts.first_seen_organisation or "").strip():
        yield checks.FIRST_SEEN_ORG("first_seen_organisation")
    if facts.no_treatment_reason:
        yield checks.TREATED_AND_NOT(
            "no_treatment_reason", treated=facts.treated_on, reason=read_code(facts.no_treatment_reason)
        )


def _check_decision(facts: CancerFacts, *, is_read: bool) -> Iterator[Finding]:
    """A missing decision to treat; the reading of the pathway has said so already where there is one."""
    if facts.treated_on is not None and facts.decided_on is None and not is_read:
        yield checks.DECISION_MISSING("decided_on", treated=facts.treated_on)


def _check_delays(facts: CancerFacts) -> Iterator[Finding]:
    code = read_code(facts.delay_reason_first_seen)
    if code is not None and code not in DELAY_REASONS_FIRST_SEEN:
        yield checks.DELAY_UNKNOWN("delay_reason_first_seen", reason=code)
    if code == "03" and facts.missed_first_appointment and (facts.first_seen_adjustment or 0) > 0:
        yield checks.DELAY_WITH_ADJUSTMENT("delay_reason_first_seen")
    for field, reason, words in (
        ("delay_comment_first_seen", facts.delay_reason_first_seen, facts.delay_comment_first_seen),
        ("delay_comment_31", facts.delay_reason_31, facts.delay_comment_31),
        ("delay_comment_62", facts.delay_reason_62, facts.delay_comment_62),
    ):
        if read_code(reason) == "98" and not (words or "").strip():
            yield checks.DELAY_WORDS(field)


def _check_tracking(facts: CancerFacts, today: date) -> Iterator[Finding]:
    if facts.closed or facts.treated_on is not None:
        return
    if facts.last_tracked_on is None:
        yield checks.NEVER_TRACKED("last_tracked_on")
    elif (days := (today - facts.last_tracked_on).days) >= TRACK_EVERY:
        yield checks.NOT_TRACKED("last_tracked_on", date=facts.last_tracked_on, ago=plural(days, "day"))
    if not (facts.next_action or "").strip():
        yield checks.NO_NEXT_ACTION("next_action")
        return
    if facts.next_action_due is not None and facts.next_action_due < today:
        days = (today - facts.next_action_due).days
        yield checks.ACTION_OVERDUE("next_action_due", due=facts.next_action_due, ago=plural(days, "day"))
    if not (facts.next_action_owner or "").strip():
        yield checks.NO_OWNER("next_action_owner")


def _check_against(facts: CancerFacts, clocks: CancerClocks) -> Iterator[Finding]:
    """Recorded adjustments that the dates on the pathway do not bear out."""
    for check, field, recorded, counted in (
        (checks.FIRST_SEEN_DIFFERS, "first_seen_adjustment", facts.first_seen_adjustment, clocks.adjustment_first_seen),
        (checks.TREATMENT_DIFFERS, "treatment_adjustment", facts.treatment_adjustment, clocks.adjustment_treatment),
    ):
        if recorded is not None and counted and recorded != counted:
            yield check(field, recorded=plural(recorded, "day"), counted=plural(counted, "day"))


def _check_breaches(facts: CancerFacts, clocks: CancerClocks) -> Iterator[Finding]:
    for clock, reason, field in (
        (clocks.fds, facts.delay_reason_fds or facts.delay_reason_first_seen, "delay_reason_first_seen"),
        (clocks.d31, facts.delay_reason_31, "delay_reason_31"),
        (clocks.d62, facts.delay_reason_62, "delay_reason_62"),
    ):
        if clock is not None and clock.clock_stop is not None and clock.met is False and not reason:
            yield checks.DELAY_MISSING(field, name=clock.measure.label, days=plural(clock.days or 0, "day"))


def _check_booked(facts: CancerFacts, clocks: CancerClocks) -> Iterator[Finding]:
    booked = facts.booked_treatment_on
    if booked is None:
        return
    running: tuple[Clock | None, ...] = (clocks.d62, clocks.d31)
    for clock in running:
        if clock is not None and clock.is_running and clock.would_breach(booked):
            last = clock.last_compliant_date
            yield checks.WILL_BREACH(
                "booked_treatment_on",
                name=clock.measure.label,
                booked=booked,
                last=last,
                late=plural((booked - last).days, "day"),
            )


def _plain(code: str | None) -> str | None:
    """A one-digit code without leading zeros or spaces."""
    text = (code or "").strip().lstrip("0")
    return text or None


def _or_none(code: str | None) -> str:
    return code or "none"
