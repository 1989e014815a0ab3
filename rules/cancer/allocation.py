"""How a 62-day result is shared between the provider that investigated and the one that treated (rule book B7)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from words.phrases import plural

from ..events import Event
from . import checks
from .book import BOOK, HALVES, SHARED, SOLO
from .clock import Clock
from .measures import D62, TRANSFER_WITHIN, TREAT_WITHIN
from .notes import Notes
from .pathway import Pathway


class Method(StrEnum):
    """How the patient is shared."""

    SIX_SCENARIOS = "six_scenarios"
    SOLO = "solo"
    HALVES = "50/50"


class Share(NamedTuple):
    """What one provider carries: patients treated within 62 days, and patients in total (0, 0.5 or 1)."""

    within: float
    total: float


NONE, HALF, WHOLE = Share(0, 0), Share(0.5, 0.5), Share(1, 1)
HALF_BREACH, WHOLE_BREACH = Share(0, 0.5), Share(0, 1)

SCENARIOS: Mapping[tuple[bool, bool, bool], tuple[int, Share, Share]] = {
    (True, True, True): (1, HALF, HALF),
    (True, True, False): (2, HALF, HALF),
    (True, False, True): (3, NONE, WHOLE),
    (False, True, False): (4, NONE, WHOLE_BREACH),
    (False, False, True): (5, WHOLE_BREACH, NONE),
    (False, False, False): (6, HALF_BREACH, HALF_BREACH),
}
"""(within 62, transfer within 38, treated within 24) → scenario, investigating share, treating share."""


def _row(within: tuple[bool, bool, bool]) -> tuple[str, ...]:
    number, investigating, treating = SCENARIOS[within]
    days = ("yes" if met else "no" for met in within)
    return str(number), *days, *(f"{share.within:g} of {share.total:g}" for share in (investigating, treating))


BOOK.tabulate(
    "six-scenarios",
    "How a shared 62-day result is allocated",
    ("Scenario", "Within 62 days", "Transferred by day 38", "Treated within 24 days", "Investigating", "Treating"),
    map(_row, SCENARIOS),
    "Public code of an integrated care board; rule book B7 (within 62 days, of patients counted)",
)


class Allocation(NamedTuple):
    """The shares of one 62-day result; `days_…` are after adjustment, None where no transfer is used."""

    method: Method
    days_total: int
    investigating: Share
    treating: Share
    investigating_provider: str
    treating_provider: str
    scenario: int | None = None
    days_to_transfer: int | None = None
    days_transfer_to_treatment: int | None = None


def read_allocation(pathway: Pathway, clock: Clock | None, notes: Notes) -> Allocation | None:
    """The shares of a stopped 62-day clock; None while it runs or when no provider is recorded."""
    if clock is None or clock.clock_stop is None or clock.days is None:
        return None
    transfer = _find_transfer(pathway, clock.clock_stop, notes)
    accountable = _name(transfer.details.get("from")) if transfer else None
    treating = _treating_provider(pathway, clock.clock_stop, transfer)
    investigating = accountable or _fallback_provider(pathway)
    if treating is None or investigating is None:
        return None
    if investigating == treating:
        return _solo(clock, treating, notes)
    if transfer is None or accountable is None:
        return _halves(clock, investigating, treating, notes)
    return _six_scenarios(clock, transfer.date, investigating, treating, notes)


def _solo(clock: Clock, provider: str, notes: Notes) -> Allocation:
    notes.step(SOLO, "{provider} investigated and treated: it carries the whole patient.", provider=provider)
    whole = WHOLE if clock.met else WHOLE_BREACH
    return Allocation(Method.SOLO, clock.days or 0, NONE, whole, provider, provider)


def _halves(clock: Clock, investigating: str, treating: str, notes: Notes) -> Allocation:
    notes.step(
        HALVES,
        "No accountable investigating provider is recorded: {investigating} and {treating} carry half each.",
        investigating=investigating,
        treating=treating,
    )
    half = HALF if clock.met else HALF_BREACH
    return Allocation(Method.HALVES, clock.days or 0, half, half, investigating, treating)


def _six_scenarios(clock: Clock, transferred: date, investigating: str, treating: str, notes: Notes) -> Allocation:
    total = clock.days or 0
    before = max(0, (transferred - clock.clock_start).days - clock.adjusted.first_seen)
    after = max(0, total - before)
    within = (total <= D62.limit, before <= TRANSFER_WITHIN, after <= TREAT_WITHIN)
    scenario, share_investigating, share_treating = SCENARIOS[within]
    notes.step(
        SHARED,
        "{investigating} transferred the patient to {treating} on day {before} (38 allowed), treatment followed after "
        "{after} (24 allowed): scenario {scenario}. The investigating provider {given}, the treating provider {taken}.",
        investigating=investigating,
        treating=treating,
        before=before,
        after=plural(after, "day"),
        scenario=scenario,
        given=_share_in_words(share_investigating),
        taken=_share_in_words(share_treating),
    )
    return Allocation(
        Method.SIX_SCENARIOS,
        total,
        share_investigating,
        share_treating,
        investigating,
        treating,
        scenario,
        before,
        after,
    )


def _share_in_words(share: Share) -> str:
    if not share.total:
        return "carries nothing"
    size = "the whole patient" if share.total == 1 else "half the patient"
    return f"carries {size} as {'within 62 days' if share.within else 'a breach'}"


def _find_transfer(pathway: Pathway, treated: date, notes: Notes) -> Event | None:
    transfers = pathway.all("transfer_to_treating_provider")
    before = [event for event in transfers if event.date <= treated]
    for late in transfers[len(before) :]:
        notes.find(checks.TRANSFER_AFTER_TREATMENT, "transfer_to_treating_provider", date=late.date, treated=treated)
    if len(before) > 1:
        notes.find(checks.SEVERAL_TRANSFERS, "transfer_to_treating_provider", used=before[-1].date)
    return before[-1] if before else None


def _treating_provider(pathway: Pathway, treated: date, transfer: Event | None) -> str | None:
    named = [_name(e.details.get("provider")) for e in pathway.all("treatment_start") if e.date == treated]
    return next((name for name in named if name), None) or (_name(transfer.details.get("to")) if transfer else None)


def _fallback_provider(pathway: Pathway) -> str | None:
    """The upgrading organisation, else the one that first saw the patient, else the one that received the referral."""
    events = (pathway.upgrade, pathway.first("first_seen"), pathway.referral)
    named = [_name(event.details.get("provider")) for event in events if event is not None]
    return next((name for name in named if name), None)


def _name(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
