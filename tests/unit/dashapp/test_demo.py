"""The demo is what a booking clerk would believe: who is referred where, how long they wait, what is left undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import fakeredis
import pytest

from dashapp.context import EXTENSION, Clockstart, PracticeClock
from dashapp.demo import demo
from dashapp.services.access import access
from dashapp.services.derived import rows
from dashapp.services.records.examples import ADULT
from dashapp.services.work import actions, progress
from dashapp.services.work.progress import ProgressQuery
from dashapp.settings import load_settings
from storage import open_store
from storage.accounts import Person
from tests.cast import make_app
from tests.unit.dashapp.conftest import NOW, TODAY

LEARNERS = 6
SITES = {"breast": "breast", "cervical": "gynaecological", "bowel": "lower_gi", "lung": "lung"}


def make_demo(folder: Path, today: date = TODAY) -> Clockstart:
    settings = load_settings({"CLOCKSTART_DATA_DIR": str(folder), "CLOCKSTART_DEMO_PASSWORD": "three quiet otters"})
    app = make_app(settings, open_store(fakeredis.FakeRedis(decode_responses=True)), PracticeClock(today, lambda: NOW))
    made: Clockstart = app.server.extensions[EXTENSION]
    demo.make_demo(made, LEARNERS)
    return made


@pytest.fixture(scope="module")
def cohort(tmp_path_factory: pytest.TempPathFactory) -> Clockstart:
    return make_demo(tmp_path_factory.mktemp("demo"))


def list_learners(clockstart: Clockstart) -> list[Person]:
    return sorted(
        (person for person in clockstart.store.people.list() if person.role == "learner"), key=lambda one: one.email
    )


def list_rows(clockstart: Clockstart, slug: str) -> Sequence[Any]:
    module = clockstart.registry.find(slug)
    assert module is not None
    return [row for person in list_learners(clockstart) for row in rows.list_rows(clockstart, person.uid, module)]


def test_a_learner_has_about_ten_things_to_do_and_none_long_overdue(cohort: Clockstart) -> None:
    for person in list_learners(cohort):
        due = actions.list_actions(cohort, access.get_actor(cohort, person.uid))
        last = [one.last_change for one in cohort.store.records.summary(person.uid).values() if one.last_change]
        if not last:
            assert not due
            continue
        quiet = NOW.date() - date.fromisoformat(max(last)[:10])
        assert 4 <= len(due) <= 16, person.name
        assert max(TODAY - one.on for one in due) <= timedelta(days=14) + quiet, person.name


def test_waits_have_admitted_stops_and_a_few_over_a_year(cohort: Clockstart) -> None:
    listed = list_rows(cohort, "patient-tracking-list")
    waiting = [row for row in listed if row["state"] == "open"]
    admitted = [row for row in listed if any(event["event"] == "admission" for event in row.get("events", ()))]
    assert len(admitted) >= 3
    assert all(row["stop_code"] == "30" for row in admitted)
    assert 0 < sum(row["days"] > 364 for row in waiting) <= len(waiting) / 10
    assert sum(row["days"] <= 126 for row in waiting) / len(waiting) > 0.4


def test_a_tumour_site_fits_the_way_in(cohort: Clockstart) -> None:
    for row in list_rows(cohort, "cancer-pathways"):
        if row["route"] == "breast_symptomatic":
            assert row["suspected_type"] == "breast"
        if row["route"] == "screening":
            assert row["suspected_type"] == SITES[row["screening_programme"]]


def test_a_specialty_fits_the_age(cohort: Clockstart) -> None:
    for row in list_rows(cohort, "patient-tracking-list"):
        age = (TODAY - date.fromisoformat(row["date_of_birth"])).days / 365.25
        assert (row["treatment_function"] == "X04") <= (age < ADULT)
        assert (row["treatment_function"] == "C_430") <= (age >= 69)
        assert (row["referral_source"] == "optometrist") <= (row["treatment_function"] == "C_130")


def test_nothing_is_entered_before_it_happened(cohort: Clockstart) -> None:
    for row in list_rows(cohort, "dna-management"):
        assert row["appointment_date"] <= row["updated_at"][:10]


def test_work_is_spread_over_weeks(cohort: Clockstart) -> None:
    module = cohort.registry.find("patient-tracking-list")
    assert module is not None
    mine = rows.list_rows(cohort, list_learners(cohort)[0].uid, module)
    weeks = {date.fromisoformat(row["updated_at"][:10]).isocalendar()[:2] for row in mine}
    assert len(weeks) >= 4


def test_the_same_demo_is_made_again(cohort: Clockstart, tmp_path: Path) -> None:
    def tell(clockstart: Clockstart) -> list[tuple[str, str, str]]:
        listed = list_rows(clockstart, "patient-tracking-list")
        return [(row["patient_name"], row["referral_received"], row["updated_at"]) for row in listed]

    assert tell(make_demo(tmp_path)) == tell(cohort)


def test_work_was_handed_in_at_times_that_differ_and_never_just_now(cohort: Clockstart) -> None:
    manager = next(person for person in cohort.store.people.list() if person.role == "manager")
    found = progress.read_progress(cohort, access.get_actor(cohort, manager.uid), ProgressQuery())
    handed_in = {int(found.submitted[cell]) for cell in found.list_cells(progress.SUBMITTED)}
    assert len(handed_in) > 1
    assert max(handed_in) <= progress.as_milliseconds(NOW - timedelta(hours=1))


def test_work_is_stamped_in_real_time_when_the_day_is_fixed(cohort: Clockstart, tmp_path: Path) -> None:
    def tell(clockstart: Clockstart) -> list[str]:
        mine = clockstart.store.records.summary(list_learners(clockstart)[0].uid)
        return sorted(summary.last_change for summary in mine.values())

    assert max(tell(make_demo(tmp_path, TODAY - timedelta(days=174)))) == max(tell(cohort))
