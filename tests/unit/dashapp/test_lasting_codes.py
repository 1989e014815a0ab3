"""Codes are stored with a record to be counted later, so those that come and go with the calendar stay out of them."""

from __future__ import annotations

from random import Random

from auth.actor import as_actor
from dashapp.context import Clockstart
from dashapp.services.records import records
from dashapp.services.records.examples import make_patients, make_record
from dashapp.services.records.records import Saved
from tests.cast import Cast
from tests.http.forms import DNA
from tests.unit.dashapp.conftest import TODAY

SLUG = "dna-management"
TODAYS, LASTING = "dna-no-next-step", "dna-nullified"


def test_a_save_stores_the_codes_that_last(clockstart: Clockstart, cast: Cast) -> None:
    saved = records.submit(clockstart, as_actor(cast.alice), SLUG, "r1", "o1", DNA, 0)
    assert isinstance(saved, Saved)
    assert {TODAYS, LASTING} <= {finding.code for finding in saved.case.findings}
    stored = clockstart.store.records.get(cast.alice.uid, "dna_cases", "r1")
    assert LASTING in stored.codes
    assert TODAYS not in stored.codes
    assert clockstart.store.records.summary(cast.alice.uid)["dna_cases"].codes.keys() == set(stored.codes)


def test_an_example_stores_the_codes_that_last(clockstart: Clockstart) -> None:
    module = clockstart.registry.find(SLUG)
    assert module is not None
    patient = next(make_patients(1, TODAY))
    assert module.example is not None
    answers = {**module.example(Random(1), patient, TODAY), **DNA}
    made = make_record(clockstart, module, answers)
    assert LASTING in made.codes
    assert TODAYS not in made.codes
