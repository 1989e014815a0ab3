"""Signing in and out: flask-login says who is asking, the store says whether the session is still alive."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta

from flask import g, request, session
from flask_login import (  # type: ignore[import-untyped]
    LoginManager,
    UserMixin,
    current_user,
    login_user,
    logout_user,
)

from auth.actor import Actor, as_actor
from auth.context import Auth, current_auth, current_trace
from auth.devices import current_device
from auth.errors import NotSignedIn, SignInsBusy, WrongSignIn
from auth.limits import check_attempt, counters_of, forget_attempts, note_failure
from storage.person import Person
from storage.record import Trace
from storage.sessions import Session, SignedIn

log = logging.getLogger("clockstart")


class SignedInUser(UserMixin):  # type: ignore[misc]
    """What flask-login keeps for a request. Its id is `uid.sid`, which is what the signed cookie holds."""

    def __init__(self, sid: str, signed_in: SignedIn) -> None:
        self.id = f"{signed_in.person.uid}.{sid}"
        self.person: Person = signed_in.person
        self.session: Session = signed_in.session
        self.expires_at = signed_in.expires_at
        self.actor: Actor = as_actor(signed_in.person, signed_in.access)


def make_login_manager() -> LoginManager:
    """Sessions live in the store and can be revoked there, so flask-login's own protection and remember-me are off."""
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(find_user)
    return manager


def find_user(user_id: str) -> SignedInUser | None:
    """The user a cookie stands for, or None when the session has ended. Raises StoreUnavailable."""
    uid, _, sid = user_id.partition(".")
    auth = current_auth()
    signed_in = auth.store.sessions.read(uid, sid, now=auth.clock())
    return SignedInUser(sid, signed_in) if signed_in is not None else None


def find_current_user() -> SignedInUser | None:
    """Who sent this request, or None."""
    user: SignedInUser = current_user
    return user if user.is_authenticated else None


def get_current_user() -> SignedInUser:
    """Who sent this request. Raises NotSignedIn."""
    user = find_current_user()
    if user is None:
        raise NotSignedIn
    return user


def check_sign_in(auth: Auth, email: str, password: str) -> Person:
    """The person these belong to. Raises TooManyAttempts before anything is compared, or WrongSignIn; for an unknown
    address, a deactivated person or a password not yet set the answer and the work are the same."""
    now, device = auth.clock(), current_device()
    person = auth.store.people.find_by_email(email)
    known = device.id if person is not None and person.uid in device.uids else None
    counters = counters_of(email, request.remote_addr or "", known)
    check_attempt(auth.store.limits, counters, now=now)
    matches = auth.passwords.matches(person.password_hash if person else "", password)
    if person is None or not matches or not person.active:
        note_failure(auth.store.limits, counters, now=now)
        _note_refusal(auth, person)
        raise WrongSignIn
    forget_attempts(auth.store.limits, counters)
    if auth.passwords.is_outdated(person.password_hash):
        with suppress(SignInsBusy):  # it is right, and can be hashed again the next time
            auth.store.people.put_password_hash(person.uid, auth.passwords.hash(password))
    return person


def _note_refusal(auth: Auth, person: Person | None) -> None:
    """In the person's audit trail; an address nobody has goes to the log, so that guesses cannot fill the store."""
    if person is None:
        log.info("Somebody tried to sign in with an address that nobody has")
    else:
        auth.store.audit.enter(person.uid, "sign_in_refused", trace=current_trace(), now=auth.clock())


def start_session(auth: Auth, person: Person) -> None:
    """Sign the person in with a new session and a new CSRF token; nothing of an earlier session is carried over."""
    now = auth.clock()
    end_session(auth)
    for over in auth.store.sessions.list_over(person.uid, now=now):
        note_look_over(auth, person, over, "session ran out")
    address, agent = request.remote_addr or "", request.headers.get("User-Agent", "")
    sid = auth.store.sessions.start(person.uid, now=now, address=address, agent=agent)
    signed_in = auth.store.sessions.read(person.uid, sid, now=now)
    if signed_in is None:
        raise WrongSignIn
    login_user(SignedInUser(sid, signed_in))
    trace = current_trace()
    auth.store.audit.enter(person.uid, "sign_in", trace=Trace(person.uid, trace.trace, trace.ip), now=now)


def end_session(auth: Auth) -> None:
    """End the session this request belongs to, in the store first, and forget everything in the cookie."""
    user = find_current_user()
    if user is not None:
        note_look_over(auth, user.person, user.session, "signed out")
        auth.store.sessions.end(user.person.uid, user.session.digest)
        auth.store.audit.enter(user.person.uid, "sign_out", trace=_trace_of(user), now=auth.clock())
    logout_user()
    session.clear()
    g.pop("csrf_token", None)


def note_look_over(auth: Auth, viewer: Person, looking: Session, why: str) -> None:
    """In the trail of the learner whose pages were looked at in a session; nothing when there was none, or for somebody
    who was erased meanwhile. `until` is when it ended at the latest."""
    if looking.viewing and auth.store.people.find(looking.viewing) is not None:
        until = min(auth.clock(), looking.expires_at(auth.store.sessions.idle)).isoformat(timespec="seconds")
        trace = Trace(viewer.uid, current_trace().trace, current_trace().ip)
        auth.store.audit.enter(looking.viewing, "view_ended", trace=trace, now=auth.clock(), why=why, until=until)


def _trace_of(user: SignedInUser) -> Trace:
    return Trace(user.person.uid, current_trace().trace, request.remote_addr or "")


def seconds_left(auth: Auth, user: SignedInUser) -> int:
    """Whole seconds until the session ends if nothing more is done."""
    return max(0, (user.expires_at - auth.clock()) // timedelta(seconds=1))
