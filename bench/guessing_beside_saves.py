"""What people who guess passwords do to those who save: saves alone, then beside 32 clients that guess without a pause.

Each guess comes from an address of its own and for an account of its own, so that only the lane for passwords holds
them back, not the limits per address and account.

`python -m bench.guessing_beside_saves`
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random

import requests

from bench.figures import Figure, percentile, print_figures
from bench.save_through_callback import PATH, SAVE, Body, capture_save, until
from bench.visitors import Visitor, run_app, sign_in_many
from bench.wire import Wire, make_request
from tests.running_app import RunningApp

SAVERS, PAUSE = 8, 0.1
GUESSERS = 32
SECONDS = 15.0
HELD = 3.0


@dataclass
class Seen:
    """Seconds of each save that was confirmed, and how the guesses were answered."""

    saves: list[float] = field(default_factory=list)
    lost: int = 0
    guesses: Counter[int] = field(default_factory=Counter)

    def at(self, share: float) -> float:
        return 1000 * percentile(self.saves, share)


def make_guesser(app: RunningApp) -> Visitor:
    """Somebody with a sign-in page open."""
    with requests.Session() as browser:
        reply = browser.get(f"{app.address}/login", headers={"Accept": "application/json"}, timeout=30)
        cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies)
    token = reply.json()["csrf_token"]
    return Visitor("", {"Cookie": cookies, "X-CSRFToken": token, "Content-Type": "application/json"})


async def save(app: RunningApp, visitor: Visitor, body: Body, seen: Seen, deadline: float) -> None:
    """Somebody who saves, looks a moment, saves again."""
    wire = await Wire.open(app.port)
    for _ in until(deadline):
        request = make_request("POST", PATH, visitor.headers, json.dumps(SAVE.make(body)).encode())
        start = time.perf_counter()
        if SAVE.counts(await wire.send(request)):
            seen.saves.append(time.perf_counter() - start)
        else:
            seen.lost += 1
        await asyncio.sleep(PAUSE)
    await wire.close()


async def guess(app: RunningApp, visitor: Visitor, chance: Random, seen: Seen, deadline: float) -> None:
    wire = await Wire.open(app.port)
    for _ in until(deadline):
        told = {"email": f"{chance.getrandbits(40):x}@example.com", "password": "a guess like any other"}
        address = ".".join(str(chance.randint(1, 250)) for _ in range(4))
        headers = {**visitor.headers, "X-Forwarded-For": address}
        seen.guesses[(await wire.send(make_request("POST", "/login", headers, json.dumps(told).encode()))).status] += 1
    await wire.close()


def measure(app: RunningApp, savers: list[Visitor], guessers: list[Visitor], body: Body) -> Seen:
    async def run() -> Seen:
        seen, deadline = Seen(), time.perf_counter() + SECONDS
        saving = [save(app, one, body, seen, deadline) for one in savers]
        guessing = [guess(app, one, Random(place), seen, deadline) for place, one in enumerate(guessers)]
        await asyncio.gather(*saving, *guessing)
        return seen

    return asyncio.run(run())


def main() -> None:
    with run_app(CLOCKSTART_TRUSTED_PROXIES="1") as app:
        body, _ = capture_save(app)
        savers, guessers = sign_in_many(app, SAVERS), [make_guesser(app) for _ in range(GUESSERS)]
        measure(app, savers, [], body)
        quiet, beside = measure(app, savers, [], body), measure(app, savers, guessers, body)
    reference = f"{quiet.at(0.5):.1f} and {quiet.at(0.99):.1f} ms alone"
    holds = beside.at(0.99) <= HELD * quiet.at(0.99)
    answered = ", ".join(f"{count:,} × {status}" for status, count in sorted(beside.guesses.items()))
    print_figures(
        f"{SAVERS} people who save, {GUESSERS} clients that guess passwords, {SECONDS:.0f} s",
        [
            Figure("a save, half of them", beside.at(0.5), "ms", reference),
            Figure("a save, 99 of 100", beside.at(0.99), "ms", reference, f"≤ {HELD:.0f} × alone", holds),
            Figure(
                "saves not confirmed",
                beside.lost,
                "",
                f"{len(beside.saves):,} were",
                "none",
                not beside.lost,
            ),
            Figure("guesses a second", sum(beside.guesses.values()) / SECONDS, "", answered),
        ],
    )


if __name__ == "__main__":
    main()
