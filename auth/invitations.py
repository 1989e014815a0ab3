"""Inviting somebody, and taking the invitation up: an admin never sees or chooses a password."""

from __future__ import annotations

from auth.context import Auth, current_trace
from storage.person import Person, check_name
from storage.record import Trace


def invite(auth: Auth, person: Person, *, made_by: str, purpose: str = "invite") -> str:
    """A one-use path on this site for a person who has no password yet, or with `reset` needs a new one."""
    now = auth.clock()
    token = auth.store.invitations.create(person.uid, made_by=made_by, now=now, purpose=purpose)
    auth.store.audit.enter(person.uid, f"{purpose}_link_made", trace=Trace(made_by), now=now)
    return f"/invite/{token}"


def find_invited(auth: Auth, token: str) -> Person | None:
    """Whom the invitation is for, or None when it has been used, has run out or never was."""
    invitation = auth.store.invitations.find(token, now=auth.clock())
    person = auth.store.people.find(invitation.uid) if invitation else None
    return person if person is not None and person.active else None


def take_up(auth: Auth, token: str, *, name: str, password: str) -> Person | None:
    """Use the invitation up: name, password, and the end of every session there was; None when somebody was faster.
    Raises Refused, before it is used up, for a name that cannot be one."""
    name, password_hash = check_name(name), auth.passwords.hash(password)
    invitation = auth.store.invitations.take(token, now=auth.clock())
    if invitation is None:
        return None
    people = auth.store.people
    people.put_password_hash(invitation.uid, password_hash)
    people.rename(invitation.uid, name)
    auth.store.sessions.end_all(invitation.uid)
    trace = current_trace()
    told = Trace(invitation.uid, trace.trace, trace.ip)
    auth.store.audit.enter(invitation.uid, f"{invitation.purpose}_link_used", trace=told, now=auth.clock())
    return people.get(invitation.uid)
