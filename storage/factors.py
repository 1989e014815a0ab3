"""Second factors: the secret an authenticator app shares, the last time step used, digests of recovery codes.

That a person has one stands in the account too, because it is asked with every request; both are written in one step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from redis import Redis

from storage import keys
from storage.errors import NotFound, StoreFull, store_errors
from storage.lua import Scripts
from storage.person import FACTOR_AGAIN, FACTOR_ON, Fields
from storage.reserve import NO_RESERVE, Reserve

CODE = "code:"
OFFER_LASTS = timedelta(hours=1)
STEPS_NOTED = 10
"""Time steps for which a used one stays in the reserve: longer than a code counts."""


@dataclass(frozen=True, slots=True)
class Factor:
    """What somebody signs in with beside the password; `codes_left` counts unused recovery codes."""

    secret: str
    since: datetime
    codes_left: int


class FactorStore:
    """The second factor of each person."""

    def __init__(self, client: Redis, reserve: Reserve = NO_RESERVE) -> None:
        self.client = client
        self._reserve = reserve
        self._scripts = Scripts(client)

    def find(self, uid: str) -> Factor | None:
        """The factor, or None when there is none (one that is only offered does not count)."""
        stored = self._read(uid)
        if "secret" not in stored:
            return None
        codes_left = sum(field.startswith(CODE) for field in stored)
        return Factor(stored["secret"], datetime.fromisoformat(stored["since"]), codes_left)

    def offer(self, uid: str, secret: str, *, now: datetime) -> str:
        """The secret to set up: the one offered within the last hour, else this new one."""
        stored = self._read(uid)
        if "offered" in stored and now - datetime.fromisoformat(stored["offered_at"]) < OFFER_LASTS:
            return stored["offered"]
        fields: Fields = {"offered": secret, "offered_at": now.isoformat()}
        with store_errors():
            self.client.hset(keys.factor(uid), mapping=fields)
        return secret

    def confirm(self, uid: str, secret: str, step: int, code_digests: Iterable[str], *, now: datetime) -> None:
        """From now on this secret is asked for; everything of an earlier one is gone."""
        fields: Fields = {"secret": secret, "since": now.isoformat(), "last_step": str(step)}
        fields |= {CODE + digest: "1" for digest in code_digests}
        with store_errors():
            pipeline = self.client.pipeline(transaction=True)
            pipeline.delete(keys.factor(uid))
            pipeline.hset(keys.factor(uid), mapping=fields)
            pipeline.hset(keys.account(uid), "factor", FACTOR_ON)
            pipeline.execute()

    def take_step(self, uid: str, step: int) -> bool:
        """Use a time step up; False when it, or a later one, was used before. A full store cannot note it, so then it
        is noted in the reserve. Raises StoreFull where that cannot be done either."""
        if any(used >= step for used in self._steps_in_reserve(uid)):
            return False
        try:
            return bool(self._scripts.run("factor_step", [keys.factor(uid)], [str(step)]))
        except StoreFull:
            took: list[bool] = []
            if not self._reserve.change(lambda lines: note_step(lines, uid, step, took)):
                raise
            return bool(took)

    def _steps_in_reserve(self, uid: str) -> list[int]:
        return [int(line.split()[1]) for line in self._reserve.lines() if line.split()[0] == uid]

    def take_code(self, uid: str, digest: str) -> bool:
        """Use a recovery code up; False when there is none with this digest."""
        with store_errors():
            return bool(self.client.hdel(keys.factor(uid), CODE + digest))

    def put_codes(self, uid: str, code_digests: Iterable[str]) -> None:
        """New recovery codes; those before are worth nothing. Raises NotFound when there is no factor."""
        stored = self._read(uid)
        if "secret" not in stored:
            raise NotFound("There is no second factor to make codes for.")
        before = [field for field in stored if field.startswith(CODE)]
        fields: Fields = {CODE + digest: "1" for digest in code_digests}
        with store_errors():
            pipeline = self.client.pipeline(transaction=True)
            if before:
                pipeline.hdel(keys.factor(uid), *before)
            pipeline.hset(keys.factor(uid), mapping=fields)
            pipeline.execute()

    def remove(self, uid: str, *, set_up_again: bool = False) -> bool:
        """Take the factor away; with `set_up_again` the person has to set up a new one at the next sign-in. Whether
        there was one."""
        with store_errors():
            pipeline = self.client.pipeline(transaction=True)
            pipeline.delete(keys.factor(uid))
            pipeline.hset(keys.account(uid), "factor", FACTOR_AGAIN if set_up_again else "")
            return bool(pipeline.execute()[0])

    def _read(self, uid: str) -> dict[str, str]:
        with store_errors():
            return cast(dict[str, str], self.client.hgetall(keys.factor(uid)))


def note_step(lines: list[str], uid: str, step: int, took: list[bool]) -> list[str]:
    """The lines of the reserve with this step among them, and `took` told, unless it or a later one is there already;
    without those that no longer matter."""
    used = [(line.split()[0], int(line.split()[1])) for line in lines]
    if any(one == uid and other >= step for one, other in used):
        return lines
    took.append(True)
    recent = [f"{one} {other}" for one, other in used if other > step - STEPS_NOTED]
    return [*recent, f"{uid} {step}"]
