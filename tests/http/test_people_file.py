"""A file of people: looked at before anything is done, brought in whole or not at all, and again without harm."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from werkzeug.test import TestResponse

from storage.errors import StoreUnavailable
from storage.people import Person
from tests.http.forms import find_by_input, list_words
from tests.http.staff import find_link, post, set_up
from tests.whole_site import Visitor, WholeSite


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


GOOD = """email,name,role,cohort
ivy@example.com,Ivy Ito,learner,Summer intake
mo@example.com,Mo Moss,manager,Summer intake; Spring intake
alice@example.com,Alice Adams,learner,Spring intake
charlie@example.com,Charlie Clark,,Summer intake
"""
BAD = (
    GOOD
    + """nonsense,No Address,learner,
ivy@example.com,Twice,learner,
bob@example.com,Bob Brown,learner,
x@example.com,,owner,
"""
)


def choose(ada: Visitor, text: str) -> str:
    contents = "data:text/csv;base64," + base64.b64encode(text.encode()).decode()
    values = {"people-file.contents": contents, "people-file.filename": "people.csv"}
    answer = ada.call(find_by_input(ada, "people-file"), values)
    return " ".join(list_words(answer.get_json()["response"]["people-file-plan"]["children"]))


def bring_in(ada: Visitor, text: str) -> TestResponse:
    contents = "data:text/csv;base64," + base64.b64encode(text.encode()).decode()
    values: dict[str, Any] = {
        "people-file-bring-in.n_clicks": 1,
        "people-file.contents": contents,
        "people-file.filename": "people.csv",
    }
    return ada.call(find_by_input(ada, "people-file-bring-in"), values)


def test_a_file_is_looked_at_before_anything_is_done(site: WholeSite, ada: Visitor) -> None:
    words = choose(ada, GOOD)
    assert "New account: 2; put into a cohort: 1; here already: 1." in words
    assert "New cohorts: Summer intake." in words
    assert "Bring them in" in words
    assert len(site.clockstart.store.people.list()) == 4
    assert len(site.clockstart.store.people.list_cohorts()) == 2


def test_it_is_brought_in_and_again_changes_nothing(site: WholeSite, ada: Visitor) -> None:
    people = site.clockstart.store.people
    for expected in (
        {"new": 2, "added": 1, "there": 1, "cohorts": 1},
        {"new": 0, "added": 0, "there": 4, "cohorts": 0},
    ):
        job_id = bring_in(ada, GOOD).get_json()["response"]["people-file-job"]["data"]
        job = site.clockstart.store.jobs.get(site.cast.ada.uid, job_id)
        assert (job.state, job.result) == ("done", expected), job.sentence
    summer = people.find_cohort_by_name("Summer intake")
    assert summer is not None
    assert [person.name for person in people.members(summer.id)] == ["Charlie Clark", "Ivy Ito"]
    assert [person.name for person in people.managers(summer.id)] == ["Mo Moss"]
    assert not people.get_by_email("ivy@example.com").has_password
    assert people.get_by_email("alice@example.com") == site.cast.alice
    links = post(ada, "/staff/links.csv").get_data(as_text=True)
    assert set_up(site, find_link(links.replace("http://localhost", " http://localhost"))) == 303


def test_a_store_that_fails_in_the_middle_leaves_whole_people_and_the_file_goes_on(
    site: WholeSite, ada: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    people, left = site.clockstart.store.people, [1]
    make = type(people).create

    def fail_at_the_second(self: Any, *facts: Any, **more: Any) -> Person:
        if not left:
            raise StoreUnavailable
        left.pop()
        return make(self, *facts, **more)

    with monkeypatch.context() as failing:
        failing.setattr(type(people), "create", fail_at_the_second)
        job_id = bring_in(ada, GOOD).get_json()["response"]["people-file-job"]["data"]
    assert site.clockstart.store.jobs.get(site.cast.ada.uid, job_id).state == "failed"
    assert people.get_by_email("ivy@example.com").cohorts
    assert people.find_by_email("mo@example.com") is None
    job_id = bring_in(ada, GOOD).get_json()["response"]["people-file-job"]["data"]
    assert site.clockstart.store.jobs.get(site.cast.ada.uid, job_id).result["new"] == 1
    assert people.get_by_email("mo@example.com").manages


def test_one_wrong_line_holds_all_of_it_back(site: WholeSite, ada: Visitor) -> None:
    words = choose(ada, BAD)
    assert "4 lines cannot be used" in words
    assert "Bring them in" not in words
    for sentence in (
        "Enter an email address",
        "Line 2 has the same address",
        "here already as manager",
        "Enter a name",
    ):
        assert sentence in words
    job_id = bring_in(ada, BAD).get_json()["response"]["people-file-job"]["data"]
    job = site.clockstart.store.jobs.get(site.cast.ada.uid, job_id)
    assert (job.state, "Nothing was imported" in job.sentence) == ("failed", True)
    assert len(site.clockstart.store.people.list()) == 4
    assert len(site.clockstart.store.people.list_cohorts()) == 2


@pytest.mark.parametrize("text", ["", "name\nIvy\n", "email,name\n", "\x00\x01"])
def test_a_file_that_is_none_is_said(ada: Visitor, text: str) -> None:
    words = choose(ada, text)
    assert "Bring them in" not in words
    assert len(words) > 20
