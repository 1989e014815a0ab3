"""How often somebody may try to sign in, and how nobody can be locked out by somebody else.

Failures are counted for the account from one address, for the account as a whole, and for the address whatever is tried
from it. A browser that this account has
signed in from before carries a signed device cookie and is counted on its own: strangers who guess cannot make the
owner wait there. The wait of the whole account stays short, so that on a new device too the owner only waits.
"""

from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address

from auth.errors import TooManyAttempts
from storage.keys import normalise_email
from storage.limits import LimitRule, LimitStore

HOUR = timedelta(hours=1)
ADDRESS = "address"
FROM_ONE_PLACE = LimitRule(free=5, first_wait=timedelta(seconds=1), longest_wait=timedelta(minutes=15), forget=HOUR)
WHOLE_ACCOUNT = LimitRule(free=100, first_wait=timedelta(seconds=1), longest_wait=timedelta(minutes=1), forget=HOUR)
ONE_ADDRESS = LimitRule(
    free=100, first_wait=timedelta(seconds=1), longest_wait=timedelta(seconds=30), forget=timedelta(minutes=15)
)
"""Whatever accounts are tried. A hospital may have one address for all its people, so much is free and the wait short;
what succeeds makes nothing of it forgotten, or an account of one's own would open it again."""

Counter = tuple[str, str, LimitRule]


def network_of(address: str) -> str:
    """The address as it is counted: an IPv6 customer holds a whole /64, an IPv4 address counts as it is, also where a
    server that listens on both writes it as ::ffff:192.0.2.1."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(known.ipv4_mapped or int(known) >> 64)
    return str(known)


def counters_of(email: str, address: str, device: str | None) -> tuple[Counter, ...]:
    """What one attempt counts against. `device` is the id of a device this account has signed in from, or None."""
    account = normalise_email(email)
    if device is not None:
        return (("device", f"{account} {device}", FROM_ONE_PLACE),)
    network = network_of(address)
    return (
        ("place", f"{account} {network}", FROM_ONE_PLACE),
        ("account", account, WHOLE_ACCOUNT),
        (ADDRESS, network, ONE_ADDRESS),
    )


def check_attempt(limits: LimitStore, counters: tuple[Counter, ...], *, now: datetime) -> None:
    """Before a password is looked at. Raises TooManyAttempts."""
    for kind, subject, rule in counters:
        wait = limits.take(kind, subject, rule, now=now)
        if wait:
            raise TooManyAttempts(wait)


def note_failure(limits: LimitStore, counters: tuple[Counter, ...], *, now: datetime) -> None:
    """The password was not the right one."""
    for kind, subject, rule in counters:
        limits.failed(kind, subject, rule, now=now)


def forget_attempts(limits: LimitStore, counters: tuple[Counter, ...]) -> None:
    """After a success; what is counted for an address stays."""
    for kind, subject, _ in counters:
        if kind.split()[-1] != ADDRESS:
            limits.forget(kind, subject)
