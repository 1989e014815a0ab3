"""A session that needs no write: while the store is full, what the browser holds is signed instead of looked up.

It lasts as long as one without activity, opens only while account and password are as they were and no session of the
person has been ended since, and becomes a stored session as soon as the store takes something again.
"""

from dataclasses import replace
from datetime import datetime

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from auth.context import Auth
from storage import keys
from storage.person import Person
from storage.sessions import Session, SignedIn

MARK_LENGTH = 16


def sign(auth: Auth, person: Person, sid: str, session: Session) -> str:
    """What stands in the cookie in the place of the session's secret. There is a dot in it and none in a secret."""
    times = [moment.isoformat() for moment in (session.started_at, session.active_at, session.ends_at)]
    return _signer().dumps([sid, *times, mark_of(person)])


def is_signed(text: str) -> bool:
    """Whether the browser holds a signed session rather than the secret of a stored one."""
    return "." in text


def find_sid(text: str) -> str:
    """The secret of the session, also where it is inside what was signed; "" for what was not signed here."""
    if not is_signed(text):
        return text
    try:
        return str(_signer().loads(text)[0])
    except BadSignature:
        return ""


def read_signed(auth: Auth, uid: str, text: str) -> SignedIn | None:
    """Who this is, or None when it is not ours, has run out, or was made worthless."""
    try:
        sid, started, active, ends, mark = _signer().loads(text)
    except BadSignature:
        return None
    person = auth.store.people.find(uid)
    if person is None or not person.active or mark != mark_of(person):
        return None
    begun, now = datetime.fromisoformat(started), auth.clock()
    made = auth.store.sessions.make(sid, now=begun)
    session = replace(made, active_at=datetime.fromisoformat(active), ends_at=datetime.fromisoformat(ends))
    expires_at = session.expires_at(auth.store.sessions.idle)
    if now >= expires_at:
        return None
    return SignedIn(person, session, auth.store.settings.list_overrides("person", uid), expires_at)


def mark_of(person: Person) -> str:
    """Changes with the password, with the second factor and whenever sessions of the person are ended; tells nothing of
    them."""
    told = f"signed session {person.uid} {person.password_hash} {person.factor} {person.sessions_ended}"
    return keys.digest(told)[:MARK_LENGTH]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="clockstart-signed-session")
