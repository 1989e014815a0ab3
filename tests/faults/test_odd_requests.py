"""Nothing that can be sent is answered with an error of ours: odd requests as each role and as nobody.

Ten thousand as each with `make faults`, a few hundred otherwise; the same ones at every run.
"""

from __future__ import annotations

import os

import pytest

from auth.actor import as_actor
from dashapp.services.records import examples
from storage.record import Trace
from tests.odd_requests import OddRequests
from tests.whole_site import WholeSite

ROUND = 250
ROUNDS = 40 if os.environ.get("FAULTS") == "full" else 1
"""Each begins with what was there at first, because some requests take away what others need."""


def put_records(site: WholeSite) -> None:
    site.empty()
    for person in (site.cast.alice, site.cast.ada):
        for module in site.clockstart.registry:
            if module.example:
                examples.bring_in(site.clockstart, as_actor(person), module.slug, Trace(person.uid))


@pytest.mark.parametrize("role", ["learner", "manager", "admin", "nobody"])
def test_no_request_is_answered_with_an_error_of_ours(role: str, site_of_the_file: WholeSite) -> None:
    failed: list[str] = []
    answered, site = 0, site_of_the_file
    for number in range(ROUNDS):
        put_records(site)
        for sent, answer in OddRequests(site, site.visitor(), role, number).send_many(ROUND):
            answered += 200 <= answer.status_code < 300
            if answer.status_code >= 500:
                failed.append(f"{answer.status_code} for {sent}\n{answer.get_data(as_text=True)[:500]}")
    assert not failed, "\n\n".join([f"{len(failed)} of {ROUNDS * ROUND}", *failed[:5]])
    assert role == "nobody" or answered > ROUNDS * ROUND / 10, "too few got further than the door to prove anything"
