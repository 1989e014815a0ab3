"""Invitations: links that work once, for a while. Only the digest of a token is stored."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from redis import Redis

from storage import keys
from storage.errors import store_errors
from storage.person import Fields

LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Invitation:
    """For whom, from whom, made when, until when. `purpose` is `invite` (a new account), `reset` (a new password) or
    `first` (the first administrator, who has no uid yet)."""

    uid: str
    purpose: str
    made_by: str
    expires_at: datetime
    made_at: str = ""


class InvitationStore:
    """Open invitations by the digest of their token."""

    def __init__(self, client: Redis) -> None:
        self.client = client

    def create(
        self, uid: str, *, made_by: str, now: datetime, purpose: str = "invite", lasts: timedelta = LASTS
    ) -> str:
        """A new invitation; returns its token, which is told once and never stored."""
        token = secrets.token_urlsafe(32)
        key, expires_at = keys.invitation(token), now + lasts
        times = {"expires_at": expires_at.isoformat(), "made_at": now.isoformat()}
        fields: Fields = {"uid": uid, "purpose": purpose, "made_by": made_by, **times}
        with store_errors():
            pipeline = self.client.pipeline(transaction=True)
            pipeline.hset(key, mapping=fields)
            pipeline.pexpire(key, lasts)
            pipeline.execute()
        return token

    def find(self, token: str, *, now: datetime) -> Invitation | None:
        """The invitation while it can still be used, or None. Looking does not use it up."""
        with store_errors():
            fields = cast(dict[str, str], self.client.hgetall(keys.invitation(token)))
        return _as_invitation(fields, now)

    def take(self, token: str, *, now: datetime) -> Invitation | None:
        """Use the invitation up; of several at the same moment one gets it, the others None."""
        key = keys.invitation(token)
        with store_errors():
            pipeline = self.client.pipeline(transaction=True)
            pipeline.hgetall(key)
            pipeline.delete(key)
            fields, _ = pipeline.execute()
        return _as_invitation(fields, now)


def _as_invitation(fields: dict[str, str], now: datetime) -> Invitation | None:
    if not fields:
        return None
    expires_at = datetime.fromisoformat(fields["expires_at"])
    if expires_at <= now:
        return None
    return Invitation(fields["uid"], fields["purpose"], fields["made_by"], expires_at, fields.get("made_at", ""))
