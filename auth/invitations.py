"""Links that work once: an invitation for a new account, a new password, the first administrator of an empty store.
Nobody but the person ever sees or chooses their password.

A link dies when it is used, when it runs out, and when any other link or a new password of the same person is used.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from auth.context import Auth, current_trace
from storage import Store
from storage.errors import Refused
from storage.invitations import Invitation
from storage.person import Person, check_email, check_name
from storage.record import Trace

LASTS = {"invite": timedelta(days=7), "reset": timedelta(hours=24), "first": timedelta(days=7)}
PERSONAL = frozenset({"invite", "reset"})
FIRST = "first"


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link is for, and what for: `invite` or `reset`."""

    person: Person
    purpose: str


def invite(auth: Auth, person: Person, *, made_by: str, purpose: str = "invite") -> str:
    """A one-use path on this site for a person who has no password yet, or with `reset` needs a new one."""
    now = auth.clock()
    token = auth.store.invitations.create(person.uid, made_by=made_by, now=now, purpose=purpose, lasts=LASTS[purpose])
    auth.store.audit.enter(person.uid, f"{purpose}_link_made", trace=Trace(made_by), now=now)
    return f"/invite/{token}"


def invite_first(store: Store, *, made_by: str, now: datetime) -> str:
    """The one-use path that makes the first administrator of a store in which nobody has an account."""
    token = store.invitations.create("", made_by=made_by, purpose=FIRST, now=now)
    store.audit.enter(None, "first_link_made", trace=Trace(made_by), now=now)
    return f"/set-up/{token}"


def find_invited(auth: Auth, token: str) -> Invited | None:
    """Whom the link is for, or None when it has been used, has run out, is void or never was."""
    return check_still_good(auth, auth.store.invitations.find(token, now=auth.clock()))


def check_still_good(auth: Auth, invitation: Invitation | None) -> Invited | None:
    """Who may use it, or None."""
    if invitation is None or invitation.purpose not in PERSONAL:
        return None
    person = auth.store.people.find(invitation.uid)
    if person is None or not person.active or invitation.made_at < person.links_from:
        return None
    return Invited(person, invitation.purpose)


def take_up(auth: Auth, token: str, *, name: str, password: str) -> Person | None:
    """Use the link up: name, password, and the end of every session and other link there was; None when somebody was
    faster. Raises Refused, before it is used up, for a name that cannot be one."""
    name, password_hash = check_name(name), auth.passwords.hash(password)
    invited = check_still_good(auth, auth.store.invitations.take(token, now=auth.clock()))
    if invited is None:
        return None
    uid, people = invited.person.uid, auth.store.people
    people.put_password_hash(uid, password_hash)
    people.void_links(uid, now=auth.clock())
    people.rename(uid, name)
    auth.store.sessions.end_all(uid)
    trace = current_trace()
    told = Trace(uid, trace.trace, trace.ip)
    auth.store.audit.enter(uid, f"{invited.purpose}_link_used", trace=told, now=auth.clock())
    return people.get(uid)


def may_set_up(auth: Auth, token: str) -> bool:
    """Whether this link makes the first administrator: it was printed by whoever started Clockstart, and nobody has an
    account yet."""
    invitation = auth.store.invitations.find(token, now=auth.clock())
    return invitation is not None and invitation.purpose == FIRST and auth.store.people.is_empty()


def make_first(auth: Auth, token: str, *, email: str, name: str, password: str) -> Person | None:
    """The first administrator; None when the link is used up or somebody has an account by now. Raises Refused, before
    it is used up, for an address or a name that cannot be one."""
    if not may_set_up(auth, token):
        return None
    email, name, password_hash = check_email(email), check_name(name), auth.passwords.hash(password)
    if auth.store.invitations.take(token, now=auth.clock()) is None:
        return None
    person = auth.store.people.create(email, name, "admin", now=auth.clock(), password_hash=password_hash)
    told = Trace(person.uid, current_trace().trace, current_trace().ip)
    auth.store.audit.enter(person.uid, "account_made", trace=told, now=auth.clock(), role="admin", by="first link")
    return person


def name_problem(name: str) -> dict[str, str]:
    """A sentence when this cannot be a name."""
    try:
        check_name(name)
    except Refused as refusal:
        return {"name": refusal.sentence}
    return {}


def email_problem(email: str) -> dict[str, str]:
    """A sentence when this cannot be an address."""
    try:
        check_email(email)
    except Refused as refusal:
        return {"email": refusal.sentence}
    return {}
