"""Signing in and out: flask-login says who is asking, the store says whether the session is still alive."""

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

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
from auth.signed_sessions import find_sid, is_signed, read_signed, sign
from storage.errors import StoreFull
from storage.person import Person
from storage.record import Trace
from storage.sessions import Session, SignedIn, new_sid

log = logging.getLogger("clockstart")

USER_ID = "_user_id"
"""Where flask-login has it in the cookie."""


class SignedInUser(UserMixin):  # type: ignore[misc]
    """What flask-login keeps for a request. Its id is `uid.sid`, which is what the signed cookie holds; while the store
    is full the sid may be a signed session instead."""

    def __init__(self, sid: str, signed_in: SignedIn) -> None:
        self.id = f"{signed_in.person.uid}.{sid}"
        self.person: Person = signed_in.person
        self.session: Session = signed_in.session
        self.expires_at = signed_in.expires_at
        self.actor: Actor = as_actor(signed_in.person, signed_in.access)

    @property
    def sid(self) -> str:
        return str(self.id).partition(".")[2]

    @property
    def is_stored(self) -> bool:
        return not is_signed(self.sid)


def make_login_manager() -> LoginManager:
    """Sessions live in the store and can be revoked there, so flask-login's own protection and remember-me are off."""
    manager = LoginManager()
    manager.session_protection = None
    manager.user_loader(find_user)
    return manager


def find_user(user_id: str) -> SignedInUser | None:
    """The user a cookie stands for, or None when the session has ended. Raises StoreUnavailable."""
    uid, _, text = user_id.partition(".")
    auth, sid = current_auth(), find_sid(text)
    signed_in = auth.store.sessions.read(uid, sid, now=auth.clock()) if sid else None
    if signed_in is None and is_signed(text):
        sid, signed_in = text, read_signed(auth, uid, text)
    if signed_in is None or auth.store.held.has_ended(signed_in.session.digest):
        return None
    return SignedInUser(sid, signed_in)


def keep_session(auth: Auth, user: SignedInUser) -> None:
    """Store a session that only the cookie holds, and what was held beside it. Raises StoreFull while the store takes
    nothing, NotSignedIn when the person's sessions were ended at this moment."""
    live = replace(user.session, active_at=auth.clock(), address=current_address(), agent=current_agent())
    if not auth.store.sessions.keep(user.person, live):
        raise NotSignedIn
    user.session = live
    put_in_cookie(user, find_sid(user.sid))
    auth.store.held.bring_in()


def go_on_signed(auth: Auth, user: SignedInUser) -> None:
    """Stay signed in although the store cannot note it: the cookie says so."""
    user.session = replace(user.session, active_at=auth.clock())
    put_in_cookie(user, sign(auth, user.person, find_sid(user.sid), user.session))


def put_in_cookie(user: SignedInUser, text: str) -> None:
    """What flask-login reads with the next request."""
    user.id = f"{user.person.uid}.{text}"
    session[USER_ID] = user.id


def current_address() -> str:
    return request.remote_addr or ""


def current_agent() -> str:
    return request.headers.get("User-Agent", "")


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
        with suppress(SignInsBusy, StoreFull):  # it is right, and can be hashed again the next time
            hashed = auth.passwords.hash(password)
            auth.store.people.put_password_hash(person.uid, hashed)
            return replace(person, password_hash=hashed)
    return person


def _note_refusal(auth: Auth, person: Person | None) -> None:
    """In the person's audit trail; an address nobody has goes to the log, so that guesses cannot fill the store."""
    if person is None:
        log.info("Somebody tried to sign in with an address that nobody has")
    else:
        auth.store.held.enter(person.uid, "sign_in_refused", trace=current_trace(), now=auth.clock(), by_anybody=True)


def start_session(auth: Auth, person: Person) -> None:
    """Sign the person in with a new session and a new CSRF token; nothing of an earlier session is carried over."""
    now = auth.clock()
    end_session(auth)
    for over in auth.store.sessions.list_over(person.uid, now=now):
        note_look_over(auth, person, over, "session ran out")
    text, signed_in = begin_session(auth, person, now)
    if signed_in is None:
        raise WrongSignIn
    login_user(SignedInUser(text, signed_in))
    trace = current_trace()
    auth.store.held.enter(person.uid, "sign_in", trace=Trace(person.uid, trace.trace, trace.ip), now=now)


def begin_session(auth: Auth, person: Person, now: datetime) -> tuple[str, SignedIn | None]:
    """A new session in the store, or a signed one while the store is full: what the cookie holds, and what it opens."""
    sessions = auth.store.sessions
    try:
        sid = sessions.start(person.uid, now=now, address=current_address(), agent=current_agent())
        return sid, sessions.read(person.uid, sid, now=now)
    except StoreFull:
        sid = new_sid()
        text = sign(auth, person, sid, sessions.make(sid, now=now))
        return text, read_signed(auth, person.uid, text)


def end_session(auth: Auth) -> None:
    """End the session this request belongs to, in the store first, and forget everything in the cookie."""
    user = find_current_user()
    if user is not None:
        note_look_over(auth, user.person, user.session, "signed out")
        auth.store.held.end(user.person.uid, user.session.digest, now=auth.clock())
        auth.store.held.enter(user.person.uid, "sign_out", trace=_trace_of(user), now=auth.clock())
    logout_user()
    session.clear()
    g.pop("csrf_token", None)


def note_look_over(auth: Auth, viewer: Person, looking: Session, why: str) -> None:
    """In the trail of the learner whose pages were looked at in a session; nothing when there was none, or for somebody
    who was erased meanwhile. `until` is when it ended at the latest."""
    if looking.viewing and auth.store.people.find(looking.viewing) is not None:
        until = min(auth.clock(), looking.expires_at(auth.store.sessions.idle)).isoformat(timespec="seconds")
        trace = Trace(viewer.uid, current_trace().trace, current_trace().ip)
        auth.store.held.enter(looking.viewing, "view_ended", trace=trace, now=auth.clock(), why=why, until=until)


def _trace_of(user: SignedInUser) -> Trace:
    return Trace(user.person.uid, current_trace().trace, request.remote_addr or "")


def seconds_left(auth: Auth, user: SignedInUser) -> int:
    """Whole seconds until the session ends if nothing more is done."""
    return max(0, (user.expires_at - auth.clock()) // timedelta(seconds=1))
