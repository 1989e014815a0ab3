"""Plans over HTTP: Alice owns, Bob looks after her, Charlie is refused; bad input is answered and nothing is lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashapp.ui import ids
from pages.capacity_planner.service.charts import PARTS
from tests.cast import sign_in
from tests.http.forms import RecordForm, list_words
from tests.unit.dashapp.test_plans import TYPED
from tests.whole_site import Visitor, WholeSite, make_whole_site


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    return make_whole_site(Path(tmp_path_factory.mktemp("plans")))


@pytest.fixture(scope="module")
def plan(whole: WholeSite) -> str:
    """Alice's plan, saved as a person saves it."""
    form = RecordForm(whole.signed_in("learner"), "capacity-planner", answers=TYPED)
    answer = form.save()
    assert "Saved" in answer.told, answer.problems
    return form.record_id


def as_charlie(whole: WholeSite) -> Visitor:
    visitor = whole.visitor()
    visitor.token = sign_in(visitor.client, whole.cast.charlie)
    return visitor


def test_zero_capacity_is_answered_beside_the_question_and_stays_typed(whole: WholeSite) -> None:
    form = RecordForm(whole.signed_in("learner"), "capacity-planner", answers=TYPED, typed={"slots": "0"})
    answer = form.save()
    assert answer.problems == {"slots": "Slots a week must be more than 0"}
    assert whole.clockstart.store.records.find(whole.cast.alice.uid, "capacity_plans", form.record_id) is None


@pytest.mark.parametrize("part", [part.key for part in PARTS])
def test_each_part_opens_for_its_owner_and_for_those_who_look_after_them(
    whole: WholeSite, plan: str, part: str
) -> None:
    alice, path = whole.cast.alice.uid, f"/capacity-planner/{plan}/{part}"
    drawn = {
        "alice": whole.signed_in("learner").open_page(path),
        "bob": whole.signed_in("manager").open_page(f"/people/{alice}{path}"),
        "ada": whole.signed_in("admin").open_page(f"/people/{alice}{path}"),
        "charlie": as_charlie(whole).open_page(f"/people/{alice}{path}"),
        "charlie on his own": as_charlie(whole).open_page(path),
    }
    assert {who: reply.status_code for who, reply in drawn.items()} == {
        "alice": 200,
        "bob": 200,
        "ada": 200,
        "charlie": 404,
        "charlie on his own": 404,
    }
    assert "Hip and knee" in json.dumps(drawn["bob"].get_json())


def test_the_forecast_is_made_once_its_page_is_opened_and_only_for_those_who_may_read(whole: WholeSite) -> None:
    alice = whole.signed_in("learner")
    form = RecordForm(alice, "capacity-planner", answers=TYPED)
    form.save()
    path = f"/capacity-planner/{form.record_id}/forecast"
    csv = f"/export/plans/{whole.cast.alice.uid}/{form.record_id}/forecast/fan.csv"
    assert alice.get(csv).status_code == 404
    waiting = json.dumps(alice.open_page(path, "?scope=own").get_json())
    assert ids.WAITING_TICK in waiting
    assert f'"address": "{path}?scope=own"' in waiting, "where the forecast will be"
    drawn = json.dumps(alice.open_page(path).get_json())
    assert ids.WAITING_TICK not in drawn
    assert "What the forecast hangs on" in drawn
    assert alice.get(csv).get_data(as_text=True).count("\r\n") == 2 + 27
    theirs, beyond = f"/people/{whole.cast.alice.uid}{path}", f"?scope=person-{whole.cast.charlie.uid}"
    assert as_charlie(whole).open_page(theirs).status_code == 404
    assert whole.signed_in("manager").open_page(theirs, beyond).status_code == 404


def test_all_services_are_for_those_in_reach(whole: WholeSite) -> None:
    bob, path = whole.signed_in("manager"), "/capacity-planner/services"
    assert bob.open_page(path).status_code == 200
    for beyond in (whole.cast.charlie.uid, "nobody"):
        assert bob.open_page(path, f"?scope=person-{beyond}").status_code == 404
        assert bob.get(f"/export/plans/services/steady.csv?scope=person-{beyond}").status_code == 404
    assert as_charlie(whole).open_page(path, "?scope=all").status_code == 404


def test_a_wrong_question_to_the_solver_is_answered_and_stays(whole: WholeSite, plan: str) -> None:
    reply = whole.signed_in("learner").open_page(f"/capacity-planner/{plan}/clearance", "?slots=none&day=31&month=2")
    drawn = json.dumps(reply.get_json())
    assert "Slots a week must be a number" in drawn
    assert "Enter a real date" in drawn
    assert '"value": "none"' in drawn


def test_numbers_of_a_chart_are_for_those_who_may_read_the_plan(whole: WholeSite, plan: str) -> None:
    path = f"/export/plans/{whole.cast.alice.uid}/{plan}/plan/demand.csv"
    assert whole.signed_in("learner").get(path).get_data(as_text=True).count("\r\n") == 22
    assert whole.signed_in("manager").get(path).status_code == 200
    assert as_charlie(whole).get(path).status_code == 404
    assert whole.signed_in("learner").get(path.replace("demand", "nothing")).status_code == 404


def test_somebody_elses_plan_is_offered_with_its_pages_and_without_a_form(whole: WholeSite, plan: str) -> None:
    reply = whole.signed_in("manager").open_page(f"/people/{whole.cast.alice.uid}/capacity-planner/{plan}")
    drawn = json.dumps(reply.get_json())
    assert f"/people/{whole.cast.alice.uid}/capacity-planner/{plan}/plan" in drawn
    assert "record-save" not in drawn
    words = " ".join(list_words(reply.get_json()["response"][ids.PAGE]["children"]))
    assert "Scenario What changes Amount" in words, words
    assert "Two slots more More sessions: slots a week 2" in words
