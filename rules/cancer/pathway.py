"""The events of one cancer pathway, put in order and sorted by what they mean for the clocks (rule book B3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ..events import EVENT_KINDS, LAST_DATE, Event, check_attributes, merge_events
from . import checks
from .book import SCREENING, START, UPGRADE, UPGRADE_BARRED
from .notes import Notes
from .tables import REFERRAL_ROUTES, SOURCE_SCREENING, URGENT_ROUTES, read_code

ROUTE_WORDS = {
    "urgent_suspected_cancer": "urgent suspected cancer",
    "breast_symptomatic": "breast symptomatic",
    "screening": "screening",
    "consultant_upgrade": "consultant upgrade",
    "routine": "routine",
}


@dataclass(frozen=True, slots=True)
class Pathway:
    """Ordered events up to `as_of`, and the two facts that start an urgent clock.

    `referral` is the urgent referral where there is one, else the first referral, else None; `route` is its route.
    `upgrade` is an upgrade that is permitted, or None. `late_decision` is a decision to treat that was set aside
    because it is dated after the treatment it led to.
    """

    events: tuple[Event, ...]
    by_name: Mapping[str, list[Event]]
    as_of: date | None
    referral: Event | None
    route: str | None
    upgrade: Event | None
    late_decision: Event | None = None

    def without(self, late: Event) -> Pathway:
        """The same pathway with this decision to treat set aside: no clock reads it."""
        events = tuple(event for event in self.events if event is not late)
        decisions = [event for event in self.all(late.name) if event is not late]
        return replace(self, events=events, by_name={**self.by_name, late.name: decisions}, late_decision=late)

    def all(self, name: str) -> Sequence[Event]:
        """Events of a kind, in order."""
        return self.by_name.get(name, ())

    def any_of(self, *names: str) -> list[Event]:
        """Events of several kinds, in order."""
        return [event for event in self.events if event.name in names]

    def first(self, name: str, since: date | None = None) -> Event | None:
        """The earliest event of a kind, on or after `since`."""
        return next((event for event in self.all(name) if since is None or event.date >= since), None)

    def last(self, name: str, until: date | None = None) -> Event | None:
        """The latest event of a kind, on or before `until`."""
        return next((event for event in reversed(self.all(name)) if until is None or event.date <= until), None)

    def first_after(self, name: str, day: date | None) -> Event | None:
        """The earliest event of a kind later than `day`, or of all when `day` is None."""
        return next((event for event in self.all(name) if day is None or event.date > day), None)

    @property
    def until(self) -> date:
        """The last day read, up to which a clock that runs has run."""
        return self.as_of or LAST_DATE

    @property
    def is_urgent(self) -> bool:
        """Whether the referral itself starts the FDS and 62-day clocks."""
        return self.route in URGENT_ROUTES


def order_events(events: Sequence[Event], as_of: date | None, notes: Notes) -> Pathway:
    """The pathway behind a list of events in any order; each fact counts once, later dates than `as_of` not yet."""
    merged, doubled = merge_events(event for event in events if _concerns_cancer(event))
    notes.findings.extend(doubled)
    notes.findings.extend(check_attributes(merged))
    happened = [event for event in merged if as_of is None or event.date <= as_of]
    for event in merged[len(happened) :]:
        notes.find(checks.FUTURE_EVENT, label=label_of(event), date=event.date, today=as_of)
    referral, route = _find_referral(happened, notes)
    upgrade = _find_upgrade(happened, referral, route, notes)
    by_name: dict[str, list[Event]] = {}
    for event in happened:
        by_name.setdefault(event.name, []).append(event)
    return Pathway(tuple(happened), by_name, as_of, referral, route, upgrade)


def label_of(event: Event) -> str:
    """What people call this kind of event."""
    return EVENT_KINDS[event.name].label


def _concerns_cancer(event: Event) -> bool:
    kind = EVENT_KINDS.get(event.name)
    return kind is not None and ("cancer" in kind.books or event.name == "death")


def _find_referral(events: Sequence[Event], notes: Notes) -> tuple[Event | None, str | None]:
    referrals = [event for event in events if event.name == "referral_received"]
    if not referrals:
        return None, None
    routes = [_read_route(event, events, notes) for event in referrals]
    urgent = [index for index, route in enumerate(routes) if route in URGENT_ROUTES]
    chosen = urgent[0] if urgent else 0
    if len(referrals) > 1:
        dates = [event.date for event in referrals]
        notes.find(checks.SEVERAL_REFERRALS, "referral_received", dates=dates, used=referrals[chosen].date)
    referral, route = referrals[chosen], routes[chosen]
    _say_route(referral, route, notes)
    return referral, route


def _read_route(referral: Event, events: Sequence[Event], notes: Notes) -> str | None:
    route = referral.details.get("route")
    from_screening = read_code(referral.details.get("source_of_referral")) == SOURCE_SCREENING
    if route == "consultant_upgrade":
        if not any(event.name == "consultant_upgrade" for event in events):
            notes.find(checks.NO_UPGRADE_DATE, "consultant_upgrade", date=referral.date)
        return "routine"
    if route is None and from_screening:
        return "screening"
    if route is None:
        notes.find(checks.NO_ROUTE, "route", date=referral.date)
        return None
    if not isinstance(route, str) or route not in REFERRAL_ROUTES:
        notes.find(checks.UNKNOWN_ROUTE, "route", date=referral.date, route=route)
        return None
    if from_screening and route != "screening":
        notes.find(checks.SOURCE_CONTRADICTS, "route", date=referral.date, route=ROUTE_WORDS[route])
    return route


def _say_route(referral: Event, route: str | None, notes: Notes) -> None:
    if route == "screening":
        programme = referral.details.get("programme")
        what = f"{programme} screening" if isinstance(programme, str) else "screening"
        notes.step(
            SCREENING,
            "The referral after {what} was received on {date}: the FDS and 62-day clocks start that day.",
            what=what,
            date=referral.date,
        )
    elif route in URGENT_ROUTES:
        notes.step(
            START,
            "The {route} referral was received on {date}: the FDS and 62-day clocks start that day.",
            route=ROUTE_WORDS[route],
            date=referral.date,
        )
    elif route == "routine":
        notes.step(
            START,
            "The referral of {date} was routine: it starts neither the FDS nor the 62-day clock.",
            date=referral.date,
        )


def _find_upgrade(events: Sequence[Event], referral: Event | None, route: str | None, notes: Notes) -> Event | None:
    upgrades = [event for event in events if event.name == "consultant_upgrade"]
    if not upgrades:
        return None
    upgrade = upgrades[0]
    if len(upgrades) > 1:
        notes.find(checks.SEVERAL_UPGRADES, "consultant_upgrade", used=upgrade.date)
    if referral is not None and route in URGENT_ROUTES and referral.date <= upgrade.date:
        notes.step(
            UPGRADE_BARRED,
            "The upgrade of {date} changes nothing: the {route} referral of {received} is already on the "
            "62-day pathway.",
            date=upgrade.date,
            route=ROUTE_WORDS[route or ""],
            received=referral.date,
        )
        notes.find(
            checks.UPGRADE_NOT_PERMITTED, "consultant_upgrade", date=upgrade.date, route=ROUTE_WORDS[route or ""]
        )
        return None
    notes.step(
        UPGRADE,
        "The consultant upgrade of {date} starts the 62-day clock; FDS does not apply to an upgrade.",
        date=upgrade.date,
    )
    return upgrade
