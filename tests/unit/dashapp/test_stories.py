"""The demo's whole pathways: every chapter is accepted by its module and moves the pathway it hangs on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dashapp.context import Clockstart
from dashapp.declare.module import Case
from dashapp.demo.stories import STORIES, Story, first_appointment_missed, funded_and_consented, tell, unfit_then_moved
from dashapp.services.records.examples import make_patients
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import make_case
from dashapp.services.records.timeline import list_told
from dashapp.services.records.to_do import list_owed
from storage.record import Trace
from tests.cast import Cast


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_every_chapter_hangs_on_the_pathway(clockstart: Clockstart, story: Story) -> None:
    told = tell(clockstart, story, next(make_patients(1, clockstart.today)))
    assert told[0][0] == PTL
    assert len(told) >= 2
    assert {link for _, record in told for link in record.links} == {told[0][1].id}


def test_an_unfit_patient_who_is_moved_has_one_clock_all_along(clockstart: Clockstart, cast: Cast) -> None:
    case = put_story(clockstart, cast, unfit_then_moved)
    assert (case.clocks.status, len(case.clocks.periods)) == ("open", 1)
    assert {"patient_unfit", "letter_sent", "transfer_out"} <= {event.name for event in case.linked.events}


def test_funding_and_consent_leave_one_clock_running(clockstart: Clockstart, cast: Cast) -> None:
    case = put_story(clockstart, cast, funded_and_consented)
    assert (case.clocks.status, len(case.clocks.periods)) == ("open", 1)
    told = {"funding_requested", "funding_decided", "consent_given", "validated", "patient_contacted"}
    assert told <= {event.name for event in case.linked.events}
    labels = {told.label for told in list_told(clockstart, case)}
    named = {"Funding requested: prior approval", "Funding decided: approved", "Pathway validated: remains on the list"}
    assert named <= labels
    owed = {owed.due.what: owed.due.on for owed in list_owed(clockstart, case)}
    confirm = "Confirm consent with the patient on the day (stage two)"
    assert owed[confirm] == clockstart.today + timedelta(days=12), "on the admission date of the pathway"


def test_a_missed_first_appointment_gives_the_pathway_a_new_clock(clockstart: Clockstart, cast: Cast) -> None:
    case = put_story(clockstart, cast, first_appointment_missed)
    assert case.clocks.status == "open"
    assert [period.nullified for period in case.clocks.periods] == [True, False]


def put_story(clockstart: Clockstart, cast: Cast, story: Story) -> Case:
    """Alice's records of a story; the case of its pathway."""
    told = tell(clockstart, story, next(make_patients(1, clockstart.today)))
    uid, records = cast.alice.uid, clockstart.store.records
    for store_key, record in told:
        records.put_many(uid, store_key, [record], trace=Trace(uid), now=clockstart.now)
    module = clockstart.registry.find_by_store_key(PTL)
    assert module is not None
    case = make_case(clockstart, uid, module, records.get(uid, PTL, told[0][1].id))
    assert case is not None
    return case
