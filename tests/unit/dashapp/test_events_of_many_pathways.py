"""One record may feed many pathways: each event goes to its own, and only there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashapp.context import Clockstart
from dashapp.declare.module import Case, Linked, Module, OnPathway
from dashapp.services.records import pathways
from dashapp.services.records.checking import check_answers, flatten, path_in_form, read_form
from rules.events import Event
from storage.record import NewRecord, Record, Trace
from tests.http.forms import DNA
from words.questions import Answers, ask, repeat

DAY = date(2026, 6, 1)


class Action(Answers):
    """One thing to be done for a patient."""

    what: str = ask("What?")
    due: date | None = ask("By when?")


class Talk(Answers):
    """One patient of a meeting."""

    link: str | None = ask("Which pathway?", pick="pathway")
    nhs_number: str | None = ask("Number?", nhs_number=True)
    actions: list[Action] = repeat("Actions", "action")


class Meeting(Answers):
    """A meeting about several patients."""

    title: str = ask("Which meeting?", heading="All")
    talks: list[Talk] = repeat("Patients", "patient")


def list_events(answers: Meeting) -> list[Event | OnPathway]:
    own = Event(DAY, "registered_on_pas")
    return [own, *(OnPathway(talk.link, Event(DAY, "mdt_discussion")) for talk in answers.talks if talk.link)]


MODULE = Module(
    slug="a-meeting",
    store_key="a_meeting",
    title="Meetings",
    journey="Cancer and transfers",
    purpose="Meetings.",
    one="meeting",
    many="meetings",
    record=Meeting,
    columns=(),
    events=list_events,
)
ANSWERS: dict[str, Any] = {"title": "Lung", "talks": [{"link": "p1"}, {"link": "p2"}, {}]}


def read(answers: dict[str, Any]) -> Any:
    return MODULE.record.model_validate(answers)


def test_each_pathway_hears_of_its_own_case_alone() -> None:
    assert [event.name for event in MODULE.events_on(read(ANSWERS), "p2")] == ["registered_on_pas", "mdt_discussion"]
    assert [event.name for event in MODULE.events_on(read(ANSWERS), "p3")] == ["registered_on_pas"]


def test_the_record_itself_has_all_its_events() -> None:
    case = Case(MODULE, "m1", read(ANSWERS), DAY)
    assert [event.name for event in case.events].count("mdt_discussion") == 2


def test_the_pathway_of_a_case_has_one_of_them() -> None:
    case = Case(MODULE, "m1", read(ANSWERS), DAY, Linked("p1"))
    assert [event.name for event in case.pathway_events].count("mdt_discussion") == 1


def test_another_record_of_the_pathway_reads_them(clockstart: Clockstart, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(clockstart.registry), "find_by_store_key", lambda registry, key: MODULE)
    meeting = Record(
        id="m1",
        module="a_meeting",
        pos=1,
        rev=1,
        op="o",
        schema=1,
        created_at="",
        updated_at="",
        by="",
        codes=(),
        rules_version="",
        data=ANSWERS,
    )
    found = pathways.events_of(clockstart, meeting, "p1")
    assert [(event.name, event.origin) for event in found] == [
        ("registered_on_pas", "a_meeting/m1"),
        ("mdt_discussion", "a_meeting/m1"),
    ]


def test_a_group_inside_a_group_comes_back_from_the_form_as_it_was_stored() -> None:
    stored = {"title": "Lung", "talks": [{"link": "p1", "actions": [{"what": "Ring", "due": "2026-06-08"}]}]}
    typed = flatten(MODULE.questions, stored)
    assert typed["talks.0.actions.0.due.day"] == "8"
    assert check_answers(MODULE, read_form(MODULE.questions, typed)).values == stored


def test_what_is_wrong_inside_a_group_is_said_at_its_question() -> None:
    wrong = {"title": "Lung", "talks": [{"actions": [{"due": "31/2/2026"}]}, {"nhs_number": "943 476 5919"}]}
    problems = check_answers(MODULE, wrong).problems
    assert {problem.field for problem in problems} == {
        "talks.0.actions.0.what",
        "talks.0.actions.0.due",
        "talks.1.nhs_number",
    }
    assert [problem.confirm for problem in problems if problem.field == "talks.1.nhs_number"] == [True]


def test_a_problem_finds_its_row_though_another_was_taken_away() -> None:
    typed = {"title": "Lung", "talks.0.link": "p1", "talks.3.link": "p2", "talks.3.actions.2.due.day": "31"}
    assert path_in_form(typed, "talks.1.actions.0.what") == "talks.3.actions.2.what"
    assert path_in_form(typed, "title") == "title"


def test_a_record_that_its_module_would_not_accept_tells_a_pathway_nothing(clockstart: Clockstart) -> None:
    """Its own page says what is wrong with it; the pathway says no more of it than that page does."""
    stored = {"whole": DNA, "without": {**DNA, "patient_name": ""}}
    for name, data in stored.items():
        new = NewRecord(name, data, f"o-{name}")
        clockstart.store.records.put_many("U", "dna_cases", [new], trace=Trace("U"), now=clockstart.now)
    found = {record.id: record for record in clockstart.store.records.list("U", "dna_cases")}
    assert pathways.events_of(clockstart, found["whole"], "p1")
    assert pathways.events_of(clockstart, found["without"], "p1") == []
