"""Certificates: issued for a paper that was passed, shown to whoever knows the number, revoked by an administrator."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any, Literal

from auth.actor import Actor
from auth.policy import check_administer
from dashapp.context import Clockstart
from dashapp.services.access import access
from dashapp.services.people.accounts import enter, trace_of
from dashapp.services.practice.blueprints import BLUEPRINTS
from rules import RULES_VERSION
from storage.errors import NotFound, Refused
from storage.record import Trace
from words.certificate_number import NotANumber, read_number, write_number

State = Literal["valid", "expired", "revoked"]
LONGEST_REASON = 300
NO_SUCH = "There is no certificate with this number."


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate. `name` is the holder's on the day it was issued; `shows_name`: whoever checks the number may
    see it."""

    number: str
    uid: str
    profile: str
    name: str
    score: int
    issued_on: date
    expires_on: date
    rules_version: str
    shows_name: bool
    revoked_on: date | None
    reason: str

    @property
    def title(self) -> str:
        return BLUEPRINTS[self.profile].title if self.profile in BLUEPRINTS else self.profile

    def state(self, today: date) -> State:
        """It holds on the day it ends, and not on the next."""
        if self.revoked_on:
            return "revoked"
        return "valid" if today <= self.expires_on else "expired"


def read(number: str, uid: str, told: Mapping[str, Any]) -> Certificate:
    revoked = told.get("revoked_on")
    return Certificate(
        number,
        uid,
        told["profile"],
        told["name"],
        told["score"],
        date.fromisoformat(told["issued_on"]),
        date.fromisoformat(told["expires_on"]),
        told["rules_version"],
        bool(told.get("shows_name")),
        date.fromisoformat(revoked) if revoked else None,
        str(told.get("reason", "")),
    )


def issue(clockstart: Clockstart, uid: str, attempt: str, head: Mapping[str, Any]) -> dict[str, Any]:
    """What the record of a paper says of its certificate: number and last day; nothing where there is none. The number
    is made of the attempt, so that one handed in twice at once gets one."""
    if not head["verdict"]["passed"] or head["sort"] != "paper":
        return {}
    store, person = clockstart.store.certificates, clockstart.store.people.get(uid)
    issued, secret = date.fromisoformat(head["handed_in_on"]), clockstart.settings.secret_key.encode()
    for again in count():
        drawn = hmac.digest(secret, f"certificate/{attempt}/{again}".encode(), "sha256")
        number = write_number(issued.year, int.from_bytes(drawn))
        known = store.find(uid, number)
        if store.claim(uid, number) and (known is None or known["attempt"] == attempt):
            break
    expires = add_months(issued, head["terms"]["valid_months"])
    told = {
        "attempt": attempt,
        "profile": head["profile"],
        "name": person.name,
        "score": head["verdict"]["score"],
        "issued_on": issued.isoformat(),
        "expires_on": expires.isoformat(),
        "rules_version": RULES_VERSION,
    }
    if known is None and store.take(uid, number, told, None):
        trace = Trace("certification")
        clockstart.store.audit.enter(uid, "certificate_issued", trace=trace, now=clockstart.now, number=number)
    return {"certificate": number, "expires_on": expires.isoformat()}


def add_months(day: date, months: int) -> date:
    """The same day so many months on, the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    last = (following - date.resolution).day
    return date(year, month + 1, min(day.day, last))


def list_of(clockstart: Clockstart, uid: str) -> list[Certificate]:
    """The newest first."""
    found = [read(number, uid, told) for number, told in clockstart.store.certificates.list(uid).items()]
    return sorted(found, key=lambda one: one.issued_on, reverse=True)


def find_valid(clockstart: Clockstart, uid: str, profile: str) -> Certificate | None:
    """The one for a job that holds today, for longest."""
    held = [one for one in list_of(clockstart, uid) if one.profile == profile]
    return max(
        (one for one in held if one.state(clockstart.today) == "valid"), key=lambda one: one.expires_on, default=None
    )


def find(clockstart: Clockstart, typed: str) -> Certificate | None:
    """The certificate with a number as somebody typed it, for everybody; None where there is none."""
    try:
        number = read_number(typed)
    except NotANumber:
        return None
    uid = clockstart.store.certificates.find_holder(number)
    told = clockstart.store.certificates.find(uid, number) if uid else None
    return read(number, uid, told) if uid and told else None


def get(clockstart: Clockstart, typed: str) -> Certificate:
    """The same. Raises NotFound."""
    found = find(clockstart, typed)
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def get_readable(clockstart: Clockstart, actor: Actor, typed: str) -> Certificate:
    """The actor's own, or that of somebody they look after. Raises NotFound for any other."""
    found = get(clockstart, typed)
    access.check_can_read(clockstart, actor, found.uid)
    return found


def show_name(clockstart: Clockstart, actor: Actor, typed: str, *, shows: bool) -> Certificate:
    """Whether whoever checks the number may see the holder's name: for the holder alone to say."""
    found = get(clockstart, typed)
    if found.uid != actor.uid:
        raise NotFound(NO_SUCH)
    access.check_can_write(clockstart, actor, actor.uid)
    clockstart.store.certificates.change(actor.uid, found.number, lambda told: {**told, "shows_name": shows})
    act = "certificate_name_shown" if shows else "certificate_name_hidden"
    clockstart.store.audit.enter(actor.uid, act, trace=trace_of(actor), now=clockstart.now, number=found.number)
    return found


def revoke(clockstart: Clockstart, actor: Actor, typed: str, reason: str) -> Certificate:
    """Raises Forbidden for all but administrators, Refused without a reason and where it is revoked already."""
    check_administer(actor)
    found, words = get(clockstart, typed), " ".join(reason.split())
    if not 0 < len(words) <= LONGEST_REASON:
        raise Refused(f"Say why, in at most {LONGEST_REASON} letters: the holder reads it.")

    def turn(told: dict[str, Any]) -> dict[str, Any]:
        if told.get("revoked_on"):
            raise Refused("This certificate is revoked already.")
        return {**told, "revoked_on": clockstart.today.isoformat(), "reason": words}

    clockstart.store.certificates.change(found.uid, found.number, turn)
    person = clockstart.store.people.get(found.uid)
    enter(clockstart, actor, person, "certificate_revoked", number=found.number, reason=words)
    return found
