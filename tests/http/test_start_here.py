"""A new learner's first ten minutes: the example is made with one press, the steps are read from its records, and it
can be removed and made again."""

from __future__ import annotations

from typing import Any

import pytest

from auth.actor import Actor, as_actor
from dashapp.services.records import records
from dashapp.services.work import first_steps
from dashapp.services.work.first_steps import MISSED, MISSED_ID, NAME, PATHWAY_ID
from dashapp.ui import ids
from storage.record import Trace
from tests.http.forms import list_words
from tests.whole_site import Visitor, WholeSite

TAKEN = "Good morning, Alice"


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


@pytest.fixture
def actor(site: WholeSite) -> Actor:
    return as_actor(site.cast.alice)


def read_home(visitor: Visitor) -> str:
    return " ".join(list_words(visitor.open_page("/").get_json()["response"][ids.PAGE]["children"]))


def post(visitor: Visitor, path: str) -> int:
    return visitor.client.post(path, headers={"X-CSRFToken": visitor.token}).status_code


def change(site: WholeSite, actor: Actor, **answers: Any) -> first_steps.FirstSteps:
    """Answers added to the missed appointment through its form's own service."""
    record = site.clockstart.store.records.get(actor.uid, MISSED, MISSED_ID)
    whole = {**record.data, **answers}
    saved = records.submit(site.clockstart, actor, "dna-management", MISSED_ID, records.new_id(), whole, record.rev)
    assert isinstance(saved, records.Saved)
    found = first_steps.find(site.clockstart, actor)
    assert found is not None
    return found


def test_one_press_makes_the_example_and_a_second_changes_nothing(site: WholeSite, actor: Actor) -> None:
    alice = site.signed_in("learner")
    assert f"Make the example, {NAME}" in str(alice.open_page("/").get_json())
    assert post(alice, "/start-here/make") == 303
    home = read_home(alice)
    assert "Step 2 of 5" in home
    before = site.clockstart.store.records.get(actor.uid, MISSED, MISSED_ID).rev
    assert post(alice, "/start-here/make") == 303
    assert site.clockstart.store.records.get(actor.uid, MISSED, MISSED_ID).rev == before


def test_each_step_is_read_from_the_record_and_moves_the_clock(site: WholeSite, actor: Actor) -> None:
    first_steps.make(site.clockstart, actor, Trace(actor.uid))
    steps = first_steps.find(site.clockstart, actor)
    assert steps is not None
    assert steps.done == (True, False, False, False, False)
    assert [period.nullified for period in steps.pathway.clocks.periods] == [False]

    said = change(site, actor, clearly_communicated="yes", letter_date=steps.days.written.isoformat())
    assert said.done == (True, True, False, False, False)
    assert [period.nullified for period in said.pathway.clocks.periods] == [True]

    rang = change(site, actor, rebook_contact_date=steps.days.rang.isoformat())
    assert rang.done == (True, True, True, False, False)
    assert [period.nullified for period in rang.pathway.clocks.periods] == [True, False]
    assert rang.pathway.clocks.periods[-1].start == steps.days.rang

    assert change(site, actor, new_appointment_date=site.clockstart.today.isoformat()).done[3]
    assert change(site, actor, dna_letter_sent="yes").is_done
    assert "You have moved a clock." in read_home(site.signed_in("learner"))


def test_what_is_shown_before_is_what_the_steps_lead_to(site: WholeSite, actor: Actor) -> None:
    shown = first_steps.show_finished(site.clockstart, actor)
    assert shown is not None
    assert shown.is_done
    assert [period.nullified for period in shown.pathway.clocks.periods] == [True, False]
    assert first_steps.find(site.clockstart, actor) is None, "it is stored nowhere"


def test_it_is_removed_and_made_again(site: WholeSite, actor: Actor) -> None:
    alice = site.signed_in("learner")
    post(alice, "/start-here/make")
    assert post(alice, "/start-here/remove") == 303
    assert first_steps.find(site.clockstart, actor) is None
    assert "Start here, 10 minutes" in read_home(alice)
    post(alice, "/start-here/make")
    assert "Step 2 of 5" in read_home(alice)


def test_somebody_with_records_of_their_own_has_the_usual_home(site: WholeSite, actor: Actor) -> None:
    first_steps.make(site.clockstart, actor, Trace(actor.uid))
    data = {"patient_name": "Nora Field", "nhs_number": "9990000018"}
    site.clockstart.store.records.append(
        actor.uid, "dna_cases", "own", data, op="own", trace=Trace(actor.uid), now=site.clockstart.now
    )
    home = read_home(site.signed_in("learner"))
    assert TAKEN in home
    assert f"The example of {NAME}: 1 of 5 steps." in home


def test_the_example_belongs_to_whoever_pressed(site: WholeSite, actor: Actor) -> None:
    post(site.signed_in("learner"), "/start-here/make")
    assert first_steps.find(site.clockstart, as_actor(site.cast.charlie)) is None
    assert first_steps.find(site.clockstart, as_actor(site.cast.bob)) is None
    assert site.clockstart.store.records.find(actor.uid, "patients", PATHWAY_ID) is not None
