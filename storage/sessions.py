"""Sessions on the server: who is signed in where, until when.

The browser holds `uid.sid`; the store holds the sha-256 of the sid. Session, account and the person's own access are
read in one round trip in one slot, because it is done for every request. A full store can hold no new session; what the
browser holds then is signed (`auth.signed_sessions`) until the store can keep the session.
"""

import builtins
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any, cast

import orjson
from redis import Redis

from storage import keys
from storage.audit import pairs
from storage.errors import Refused, StoreFull, store_errors
from storage.lua import Scripts
from storage.person import SESSIONS_ENDED, Person, as_person
from storage.settings_store import Override, as_overrides

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
WRITE_EVERY = timedelta(minutes=1)
AT_ONCE = 500
TIMES = ("started_at", "active_at", "ends_at", "proven_at")


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in. `digest` names it without giving it away; `ends_at` is the absolute end, `proven_at` when the person
    last proved that it is them, `viewing` the uid of the person whose pages they look at."""

    digest: str
    started_at: datetime
    active_at: datetime
    ends_at: datetime
    proven_at: datetime
    address: str = ""
    agent: str = ""
    viewing: str = ""

    def expires_at(self, idle: timedelta) -> datetime:
        """When it ends if nothing more is done: after `idle` without activity, at the latest at its absolute end."""
        return min(self.active_at + idle, self.ends_at)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What one request needs to know about who sent it."""

    person: Person
    session: Session
    access: Mapping[str, Override]
    expires_at: datetime


class SessionStore:
    """The live sessions of each person."""

    def __init__(self, client: Redis, idle: timedelta = IDLE, longest: timedelta = LONGEST) -> None:
        self.client = client
        self.idle = idle
        self.longest = longest
        self._scripts = Scripts(client)

    def start(self, uid: str, *, now: datetime, address: str = "", agent: str = "") -> str:
        """A new session; returns its secret id. Sessions of the person that have run out are cleared away."""
        sid = new_sid()
        session = self.make(sid, now=now, address=address, agent=agent)
        with store_errors():
            self._prune(uid, now)
            self.client.hset(keys.sessions(uid), session.digest, _as_text(session))
        return sid

    def make(self, sid: str, *, now: datetime, address: str = "", agent: str = "") -> Session:
        """A session that begins now and is stored nowhere yet."""
        return Session(keys.digest(sid), now, now, now + self.longest, now, address, agent[:200])

    def keep(self, person: Person, session: Session) -> bool:
        """Store a session that only the browser held; not if the person's sessions were ended or the password was
        changed since this account was read. Whether it is stored now."""
        told = [session.digest, _as_text(session), person.sessions_ended, person.password_hash]
        return bool(self._scripts.run("session_keep", _names(person.uid)[:2], told))

    def takes_writes(self, uid: str) -> bool:
        """Whether something of this person could be written now. Asks the store to change what is not there."""
        try:
            with store_errors():
                self.client.set(keys.nothing(uid), "", xx=True)
        except StoreFull:
            return False
        return True

    def read(self, uid: str, sid: str, *, now: datetime) -> SignedIn | None:
        """Who this is, or None when the session is not there, has run out, or the person may not be signed in."""
        digest = keys.digest(sid)
        try:
            found = self._scripts.run("session_read", _names(uid), [digest])
        except Refused:
            return None
        if found is None:
            return None
        session = _as_session(digest, found[0])
        person, access = as_person(uid, pairs(found[1])), as_overrides(pairs(found[2]))
        expires_at = session.expires_at(self.idle)
        if person is None or not person.active or now >= expires_at:
            return None
        return SignedIn(person, session, access, expires_at)

    def touch(self, uid: str, session: Session, *, now: datetime) -> Session:
        """Note activity, at most once a minute; a session that has been ended meanwhile stays ended."""
        if now - session.active_at < WRITE_EVERY:
            return session
        return self._note(uid, replace(session, active_at=now))

    def extend(self, uid: str, session: Session, *, now: datetime) -> Session:
        """Note activity now, because the person asked to stay signed in."""
        return self._note(uid, replace(session, active_at=now))

    def prove(self, uid: str, session: Session, *, now: datetime) -> Session:
        """Note that the person has just proved that it is them."""
        return self._note(uid, replace(session, active_at=now, proven_at=now))

    def look_at(self, uid: str, session: Session, viewing: str) -> Session:
        """Note whose pages the person looks at from now on; "" for their own."""
        return self._note(uid, replace(session, viewing=viewing))

    def list_over(self, uid: str, *, now: datetime) -> builtins.list[Session]:
        """Sessions that have run out and have not been cleared away yet."""
        with store_errors():
            stored = cast(dict[str, str], self.client.hgetall(keys.sessions(uid)))
        sessions = [_as_session(digest, text) for digest, text in stored.items()]
        return [session for session in sessions if now >= session.expires_at(self.idle)]

    def _note(self, uid: str, session: Session) -> Session:
        self._scripts.run("session_touch", [keys.sessions(uid)], [session.digest, _as_text(session)])
        return session

    def end(self, uid: str, digest: str) -> bool:
        """End one session; answers whether it was stored."""
        return bool(self._scripts.run("session_end", _names(uid)[:2], [digest]))

    def end_all(self, uid: str, *, but: str = "") -> int:
        """End every session of a person, save the one whose digest is `but`; answers how many."""
        with store_errors():
            digests = cast("list[str]", self.client.hkeys(keys.sessions(uid)))
        return int(self._scripts.run("session_end", _names(uid)[:2], [one for one in digests if one != but]))

    def end_everyones(self, uids: Iterable[str]) -> None:
        """End every session of all these people, in a few pipelines."""
        wanted = sorted(uids)
        with store_errors():
            for first in range(0, len(wanted), AT_ONCE):
                pipeline = self.client.pipeline(transaction=False)
                for uid in wanted[first : first + AT_ONCE]:
                    pipeline.delete(keys.sessions(uid))
                    pipeline.hincrby(keys.account(uid), SESSIONS_ENDED, 1)
                pipeline.execute()

    def list(self, uid: str, *, now: datetime) -> list[Session]:
        """Live sessions, the most recently active first."""
        with store_errors():
            stored = cast(dict[str, str], self.client.hgetall(keys.sessions(uid)))
        sessions = [_as_session(digest, text) for digest, text in stored.items()]
        live = [session for session in sessions if now < session.expires_at(self.idle)]
        return sorted(live, key=lambda session: session.active_at, reverse=True)

    def _prune(self, uid: str, now: datetime) -> None:
        stored = cast(dict[str, str], self.client.hgetall(keys.sessions(uid)))
        over = [digest for digest, text in stored.items() if now >= _as_session(digest, text).expires_at(self.idle)]
        if over:
            self.client.hdel(keys.sessions(uid), *over)


def new_sid() -> str:
    """The secret that a browser holds of its session."""
    return secrets.token_urlsafe(32)


def _names(uid: str) -> list[str]:
    return [keys.sessions(uid), keys.account(uid), keys.access(uid)]


def _as_text(session: Session) -> str:
    fields = asdict(session)
    del fields["digest"]
    return orjson.dumps(fields).decode()


def _as_session(digest: str, text: str) -> Session:
    fields: dict[str, Any] = orjson.loads(text)
    fields.setdefault("proven_at", fields["started_at"])
    times = {name: datetime.fromisoformat(fields[name]) for name in TIMES}
    viewing = fields.get("viewing", "")
    return Session(digest=digest, **times, address=fields["address"], agent=fields["agent"], viewing=viewing)
