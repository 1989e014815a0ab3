"""Nothing that can be sent is answered with an error of ours: odd requests as each role and as nobody.

Ten thousand as each with `make faults`, a few hundred otherwise; the same ones at every run.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from auth.actor import as_actor
from dashapp.services.records import examples
from storage.record import Trace
from tests.odd_requests import OddRequests
from tests.whole_site import WholeSite, make_whole_site

ROUND = 250
ROUNDS = 40 if os.environ.get("FAULTS") == "full" else 1
"""Each begins with a site of its own, because some requests take away what others need."""


def make_site_with_records(folder: Path) -> WholeSite:
    site = make_whole_site(folder)
    for person in (site.cast.alice, site.cast.ada):
        for module in site.clockstart.registry:
            if module.example:
                examples.bring_in(site.clockstart, as_actor(person), module.slug, Trace(person.uid))
    return site


@pytest.mark.parametrize("role", ["learner", "manager", "admin", "nobody"])
def test_no_request_is_answered_with_an_error_of_ours(role: str, tmp_path: Path) -> None:
    failed: list[str] = []
    answered = 0
    for number in range(ROUNDS):
        site = make_site_with_records(tmp_path / str(number))
        for sent, answer in OddRequests(site, site.visitor(), role, number).send_many(ROUND):
            answered += 200 <= answer.status_code < 300
            if answer.status_code >= 500:
                failed.append(f"{answer.status_code} for {sent}\n{answer.get_data(as_text=True)[:500]}")
    assert not failed, "\n\n".join([f"{len(failed)} of {ROUNDS * ROUND}", *failed[:5]])
    assert role == "nobody" or answered > ROUNDS * ROUND / 10, "too few got further than the door to prove anything"
