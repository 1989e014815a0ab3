"""Acts that go on although the store takes nothing new: signing in and out, and taking a file away.

Each is entered in the trail as ever. Where that is refused for lack of room it goes to the log, and to the reserve in
the data folder, from where it is entered as soon as the store takes something again.
"""

import logging
from datetime import datetime
from typing import Any

import orjson

from storage.accounts import AccountStore
from storage.audit import AuditStore
from storage.errors import StoreFull
from storage.record import Trace
from storage.reserve import Reserve
from storage.sessions import SessionStore

log = logging.getLogger("clockstart.store")


class HeldActs:
    """What is entered later when it cannot be entered now."""

    def __init__(self, audit: AuditStore, people: AccountStore, sessions: SessionStore, reserve: Reserve) -> None:
        self._audit = audit
        self._people = people
        self._sessions = sessions
        self._reserve = reserve

    def enter(self, uid: str, act: str, *, trace: Trace, now: datetime, by_anybody: bool = False, **about: str) -> None:
        """Enter an act in a person's trail, now or later. What anybody can do, such as guessing a password, is only in
        the log while the store is full, so that nobody can fill the reserve with it."""
        try:
            self._audit.enter(uid, act, trace=trace, now=now, **about)
        except StoreFull:
            held = not by_anybody and self._hold(uid=uid, act=act, trace=trace, now=now, about=about)
            _log_entry(uid, act, trace, held, about)
        else:
            self.bring_in()

    def end(self, uid: str, digest: str, *, now: datetime) -> None:
        """End a session, now or later; until then nobody is let in with it."""
        try:
            self._sessions.end(uid, digest)
        except StoreFull:
            held = self._hold(uid=uid, ended=digest, now=now)
            log.warning("A session cannot be ended in the full store", extra={"about": {"uid": uid, "held": held}})

    def has_ended(self, digest: str) -> bool:
        """Whether a session has been ended that the store still holds."""
        return any(digest == told.get("ended") for told in map(orjson.loads, self._reserve.lines()))

    def bring_in(self) -> None:
        """Enter what is held, if there is something and the store takes it."""
        if not self._reserve.lines():
            return
        try:
            self._reserve.take_out(self._bring_in_one)
        except (StoreFull, OSError) as problem:
            log.warning("What was held for the store cannot be entered yet", exc_info=problem)

    def _hold(self, **told: Any) -> bool:
        return self._reserve.add(orjson.dumps(told).decode())

    def _bring_in_one(self, line: str) -> None:
        told = orjson.loads(line)
        if self._people.find(told["uid"]) is None:  # erased meanwhile
            return
        if "ended" in told:
            self._sessions.end(told["uid"], told["ended"])
            return
        trace, now = Trace(**told["trace"]), datetime.fromisoformat(told["now"])
        self._audit.enter_once(told["uid"], told["act"], trace=trace, now=now, **told["about"])


def _log_entry(uid: str, act: str, trace: Trace, held: bool, about: dict[str, str]) -> None:
    """All of the entry but the names of people that the scope of a file may hold."""
    told = {name: words.partition(" of ")[0] for name, words in about.items() if name != "filters"}
    facts = {"act": act, "uid": uid, "actor": trace.actor, "trace": trace.trace, "ip": trace.ip, "held": held}
    log.warning("An act is not in the audit trail yet: the store is full", extra={"about": told | facts})
