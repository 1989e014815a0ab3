"""The only two adjustments of a cancer wait: a missed first appointment and a declined admission (rule book B4, P2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from words.phrases import plural

from ..events import Event, read_date
from . import checks
from .book import (
    DECLINED_ADMISSION,
    FIRST_SEEN_LENGTH,
    FIRST_SEEN_REASON,
    FIRST_SEEN_UPGRADE,
    NO_OTHER,
    NON_ADMITTED,
    REASONABLE,
)
from .clock import NOTHING_ADJUSTED, Adjusted
from .notes import Notes
from .pathway import Pathway, label_of
from .tables import ADMITTED_SETTINGS, DNA_REASON, read_code


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """The days from the referral to the contact that rebooked a missed first appointment."""

    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days


@dataclass(frozen=True, slots=True)
class Declined:
    """Days between a declined date and the patient being available again; `admitted` says whether it is taken off."""

    since: date
    until: date
    admitted: bool


Period = tuple[date, date]


def find_adjusted(start: date, stop: date, first_seen: FirstSeen | None, declined: Sequence[Declined]) -> Adjusted:
    """What is adjusted inside a wait: no day before its start or after its end, and none twice."""
    if first_seen is None and not declined:
        return NOTHING_ADJUSTED
    missed = [(first_seen.since, first_seen.until)] if first_seen else []
    admitted = [*missed, *((each.since, each.until) for each in declined if each.admitted)]
    taken_off = _parts_inside(admitted, start, stop)
    at_first = _length(_parts_inside(missed, start, stop)) if missed else 0
    withheld = [(each.since, each.until) for each in declined if not each.admitted]
    total = _length(taken_off)
    widened = _length(_parts_inside([*admitted, *withheld], start, stop)) if withheld else total
    return Adjusted(at_first, total - at_first, widened - total, tuple(taken_off))


def _parts_inside(periods: list[Period], start: date, stop: date) -> list[Period]:
    """The parts of the periods that lie between `start` and `stop`, in order; a day in two periods comes once."""
    parts, counted_to = [], start
    for since, until in sorted(periods):
        first, last = max(since, counted_to), min(until, stop)
        if last > first:
            parts.append((first, last))
            counted_to = last
    return parts


def _length(periods: Sequence[Period]) -> int:
    return sum((until - since).days for since, until in periods)


def read_first_seen(pathway: Pathway, notes: Notes) -> FirstSeen | None:
    """The adjustment for a missed first appointment: from referral received to the last contact that rebooked it."""
    missed = [event for event in pathway.all("dna") if _is_first_dna(event, pathway, notes)]
    if pathway.referral is None or not (pathway.is_urgent or pathway.upgrade):
        return None
    missed = [event for event in missed if event.date >= pathway.referral.date]
    contacts = [day for event in missed if (day := _find_contact(event, pathway, notes)) is not None]
    _check_contacts(missed, pathway, notes)
    if not contacts:
        return None
    found = FirstSeen(pathway.referral.date, max(contacts))
    notes.step(
        FIRST_SEEN_LENGTH,
        "The patient missed the first appointment and made contact to rebook on {until}: the first-seen adjustment is "
        "{length}, counted from {received}.",
        until=found.until,
        length=plural(found.days, "day"),
        received=found.since,
        days_taken_off=found.days,
    )
    return found


def first_seen_for_upgrade(pathway: Pathway, upgrade: Event, found: FirstSeen | None, notes: Notes) -> FirstSeen | None:
    """The first-seen adjustment that an upgraded 62-day clock may use: none when the upgrade came after first seen."""
    if found is None:
        return None
    seen = pathway.first("first_seen")
    seen_on = seen.date if seen else found.until
    if upgrade.date > seen_on:
        notes.step(
            FIRST_SEEN_UPGRADE,
            "The upgrade came on {upgrade}, after the patient was first seen on {seen}: the first-seen adjustment is "
            "not taken off the 62-day wait.",
            upgrade=upgrade.date,
            seen=seen_on,
        )
        return None
    _say_upgraded(upgrade.date, found, notes)
    return found


def _say_upgraded(upgraded: date, found: FirstSeen, notes: Notes) -> None:
    """Which days of the adjustment lie inside the wait that starts at the upgrade, and which before it."""
    inside = max(0, (found.until - max(found.since, upgraded)).days)
    notes.step(
        FIRST_SEEN_UPGRADE,
        "The upgrade of {upgrade} came no later than the first appointment: {length} of the first-seen adjustment "
        "inside the 62-day wait {are} taken off.",
        upgrade=upgraded,
        length=plural(inside, "day"),
        are="is" if inside == 1 else "are",
    )
    if inside < found.days:
        notes.find(
            checks.ADJUSTED_BEFORE_UPGRADE,
            "consultant_upgrade",
            date=upgraded,
            before=plural(found.days - inside, "day"),
            length=plural(found.days, "day"),
        )


def read_declined(pathway: Pathway, notes: Notes) -> list[Declined]:
    """Every declined offer with the date the patient is available again, in order; each says whether it counts."""
    periods = [_read_decline(event, pathway, notes) for event in pathway.all("tci_declined")]
    _say_no_adjustment(pathway, notes)
    return [period for period in periods if period is not None]


def is_admitted(care_setting: object) -> bool:
    """Whether a care setting is inpatient or day case (01, 02, or in words)."""
    code = read_code(care_setting)
    return code is not None and code.lower() in ADMITTED_SETTINGS


def _is_first_dna(event: Event, pathway: Pathway, notes: Notes) -> bool:
    seen = _find_seen(pathway)
    before = seen if seen is not None and seen.date < event.date else None
    first = event.details.get("first")
    if first is False or (first is None and before):
        notes.step(
            FIRST_SEEN_REASON,
            "The appointment missed on {date} was not the first one: nothing is taken off.",
            date=event.date,
        )
        return False
    if before is not None:
        notes.find(checks.DNA_AFTER_SEEN, "dna", date=event.date, seen=before.date, what=label_of(before))
        return False
    reason = event.details.get("adjustment_reason")
    if reason is not None and str(reason).strip().lstrip("0") != DNA_REASON:
        notes.find(checks.ADJUSTMENT_REASON, "first_seen_adjustment_reason", date=event.date, reason=reason)
        return False
    return True


def _find_contact(missed: Event, pathway: Pathway, notes: Notes) -> date | None:
    """The day the patient got in touch after this missed appointment and before being seen."""
    seen = _find_seen(pathway)
    contact = pathway.first("patient_rebooks", since=missed.date)
    if contact is None or (pathway.referral and contact.date < pathway.referral.date):
        return None
    if seen is not None and contact.date > seen.date:
        notes.find(
            checks.CONTACT_AFTER_SEEN, "patient_rebooks", contact=contact.date, seen=seen.date, what=label_of(seen)
        )
        return None
    return contact.date


_SHOWS_SEEN = ("first_seen", "patient_told", "decision_to_treat", "treatment_start")


def _find_seen(pathway: Pathway) -> Event | None:
    """The first event that shows the patient had been seen: first seen, told, a decision or a treatment."""
    since = pathway.referral.date if pathway.referral else None
    shown = [event for name in _SHOWS_SEEN if (event := pathway.first(name, since))]
    return min(shown, key=lambda event: event.date, default=None)


def _check_contacts(missed: list[Event], pathway: Pathway, notes: Notes) -> None:
    contacts = pathway.all("patient_rebooks")
    for event in missed:
        if not any(contact.date >= event.date for contact in contacts):
            notes.find(checks.DNA_WITHOUT_CONTACT, "patient_rebooks", date=event.date)
    if contacts and all(event.details.get("first") is False for event in pathway.all("dna")):
        notes.step(
            FIRST_SEEN_REASON,
            "The patient rebooked on {date}, but no missed first appointment is recorded: nothing is taken off.",
            date=contacts[0].date,
        )
        notes.find(checks.ADJUSTMENT_WITHOUT_DNA, "patient_rebooks", date=contacts[0].date)


def _read_decline(event: Event, pathway: Pathway, notes: Notes) -> Declined | None:
    """The adjustment counts from the date offered: `tci` where recorded, else the date of the event."""
    if event.details.get("reasonable") is False:
        notes.step(
            REASONABLE,
            "The date declined on {date} is recorded as not a reasonable offer: nothing is taken off.",
            date=event.date,
        )
        return None
    available = pathway.first("patient_available", since=event.date)
    if available is None:
        notes.find(checks.DECLINE_WITHOUT_AVAILABLE, "patient_available", date=event.date)
        return None
    treated = pathway.first("treatment_start", since=event.date)
    if treated is not None and treated.date < available.date:
        notes.find(checks.AVAILABLE_AFTER_TREATMENT, "patient_available", date=available.date, treated=treated.date)
        return None
    setting = event.details.get("care_setting")
    admitted = setting is None or is_admitted(setting)
    since = min(read_date(event.details.get("tci")) or event.date, available.date)
    _say_decline(since, available.date, admitted, notes)
    return Declined(since, available.date, admitted)


def _say_decline(declined: date, available: date, admitted: bool, notes: Notes) -> None:
    length = plural((available - declined).days, "day")
    if admitted:
        notes.step(
            DECLINED_ADMISSION,
            "The patient declined admission on {declined} and is available from {available}: the treatment adjustment "
            "is {length}, for the waits that were running.",
            declined=declined,
            available=available,
            length=length,
        )
        return
    notes.step(
        NON_ADMITTED,
        "The offer declined for {declined} was not an admission: the adjustment is 0 days. If CWT guidance v12.1 "
        "allows it for this care, it is {length}.",
        declined=declined,
        length=length,
    )
    notes.find(checks.DECLINE_NON_ADMITTED, "care_setting", date=declined, length=length)


_NOT_ADJUSTED = {
    "patient_cancels": "The patient cancelled on {date}: a cancellation is not a missed appointment, and the clocks "
    "run on.",
    "medically_unfit": "The patient was medically unfit from {date}: fitness never stops or shortens a cancer wait.",
    "provider_cancels": "The provider cancelled on {date}: the clocks run on.",
}


def _say_no_adjustment(pathway: Pathway, notes: Notes) -> None:
    for event in pathway.any_of(*_NOT_ADJUSTED):
        notes.step(NO_OTHER, _NOT_ADJUSTED[event.name], date=event.date)
