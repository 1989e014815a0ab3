"""A manager takes the records of their people with them, as a chart shows them or whole, and nobody else's."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from dashapp.services.access import access
from dashapp.services.files import people_records, taking_back
from dashapp.ui import ids
from tests.cast import sign_in
from tests.http.forms import DNA, Answer, RecordForm, find_by_input, list_words, send_file
from tests.whole_site import Visitor, WholeSite

SLUG = "dna-management"
ADDRESS = f"/export/{SLUG}/people"


@pytest.fixture
def site(whole_site: WholeSite) -> WholeSite:
    return whole_site


def visitor_of(site: WholeSite, name: str) -> Visitor:
    visitor = site.visitor()
    visitor.token = sign_in(visitor.client, getattr(site.cast, name))
    return visitor


@pytest.fixture
def bob(site: WholeSite) -> Visitor:
    """Bob, whose people have records: Alice two, and Charlie, who is not one of them, one."""
    alice, charlie = visitor_of(site, "alice"), visitor_of(site, "charlie")
    RecordForm(alice, answers={**DNA, "patient_name": "=In May"}).save()
    RecordForm(alice, answers={**DNA, "patient_name": "In April", "appointment_date": "2026-04-03"}).save()
    RecordForm(charlie, answers={**DNA, "patient_name": "Not Bob's"}).save()
    return visitor_of(site, "bob")


def read_csv(visitor: Visitor, query: str = "") -> list[dict[str, str]]:
    answer = visitor.get(f"{ADDRESS}.csv{query}")
    assert answer.status_code == 200, answer.text
    _, *rest = answer.get_data().decode("utf-8-sig").splitlines(keepends=True)
    return list(csv.DictReader(io.StringIO("".join(rest), newline="")))


def test_a_manager_takes_the_records_of_their_people_and_no_others(site: WholeSite, bob: Visitor) -> None:
    found = read_csv(bob)
    assert [(row["learner"], row["email"], row["patient_name"]) for row in found] == [
        ("Alice Adams", "alice@example.com", "'=In May"),
        ("Alice Adams", "alice@example.com", "In April"),
    ]
    assert {row["patient_name"] for row in read_csv(visitor_of(site, "ada"))} == {"'=In May", "In April", "Not Bob's"}


def test_the_records_behind_a_chart_are_those_its_number_counts(bob: Visitor) -> None:
    query = "?chart=by-month&group=2026-05"
    assert [row["patient_name"] for row in read_csv(bob, query)] == ["'=In May"]
    assert "people.csv?chart=by-month&group=2026-05" in bob.open_page(f"/{SLUG}/charts/records", query).text
    page = bob.open_page(f"/{SLUG}/charts", "?since=2026-05").text
    assert "people.csv?since=2026-05" in page
    assert 'people.xlsx"' in page


def test_excel_has_dates_as_dates_and_says_what_it_is(bob: Visitor) -> None:
    book = openpyxl.load_workbook(io.BytesIO(bob.get(f"{ADDRESS}.xlsx?since=2026-05").get_data()))
    about, heads, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert about[0].startswith("DNA management: your people; from May 2026")
    (row,) = rows
    assert row[heads.index("patient_name")] == "=In May"
    assert row[heads.index("appointment_date")].date().isoformat() == "2026-05-12"


def test_learners_and_other_peoples_cohorts_are_refused(site: WholeSite, bob: Visitor) -> None:
    assert visitor_of(site, "alice").get(f"{ADDRESS}.csv").status_code == 403
    for query in (f"?cohort={site.cast.other_cohort.id}", f"?person={site.cast.charlie.uid}", "?cohort=nothing"):
        assert bob.get(f"{ADDRESS}.csv{query}").status_code == 404
    assert bob.get(f"{ADDRESS}.pdf").status_code == 404
    assert len(read_csv(bob, f"?cohort={site.cast.cohort.id}")) == 2


def exports_of(site: WholeSite, uid: str) -> list[str]:
    entries = [entry for entry in site.clockstart.store.audit.list_newest(uid) if entry.act == "export"]
    return [entry.about["what"] for entry in entries if entry.about]


def test_many_records_are_written_by_a_job(site: WholeSite, bob: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_records, "WHOLE_AT_MOST", 1)
    for form in people_records.FORMS:
        away = bob.get(f"{ADDRESS}.{form}?since=2026-05").headers["Location"]
        job_id = away.partition("?job=")[2]
        assert bob.open_page(f"/{SLUG}/charts/export", f"?job={job_id}").status_code == 200
        job = site.clockstart.store.jobs.get(site.cast.bob.uid, job_id)
        assert (job.state, job.result["rows"]) == ("done", 1), job
        sent = bob.get(f"/jobs/{job_id}/file")
        assert sent.headers["Content-Disposition"].endswith(f'.{form}"')
    assert openpyxl.load_workbook(io.BytesIO(sent.get_data())).worksheets[0].max_row == 3
    assert visitor_of(site, "ada").get(f"/jobs/{job_id}/file").status_code == 404
    assert len(exports_of(site, site.cast.bob.uid)) == 2


def test_a_job_reads_only_what_its_person_may_read_when_it_runs(site: WholeSite, bob: Visitor) -> None:
    store = site.clockstart.store
    store.people.unassign(site.cast.bob.uid, site.cast.cohort.id)
    wanted = people_records.find_wanted(site.clockstart, access.get_actor(site.clockstart, site.cast.bob.uid), SLUG, {})
    assert wanted.scope.people == ()


# --- every file taken away is entered ---------------------------------------------------------------------------------


def test_every_file_taken_away_is_entered(site: WholeSite, bob: Visitor) -> None:
    alice = visitor_of(site, "alice")
    send_file(alice, SLUG, "cases.csv", make_file("31/02/2026"))
    job = site.clockstart.store.jobs.list(site.cast.alice.uid)[0]
    for address in (
        f"/jobs/{job.id}/set-aside.csv",
        "/lists/example.csv",
        f"/export/{SLUG}.csv",
        f"/export/{SLUG}.xlsx",
    ):
        assert alice.get(address).status_code == 200
    assert exports_of(site, site.cast.alice.uid) == [SLUG, SLUG, "example list", f"set aside of import {job.id}"]


def make_file(*days: str) -> bytes:
    rows = [{**DNA, "patient_name": f"Nora {day}", "appointment_date": day} for day in days]
    return "\r\n".join([",".join(DNA), *(",".join(row.values()) for row in rows)]).encode()


# --- taking an import back, on the page -------------------------------------------------------------------------------


def press_back(visitor: Visitor, state: dict[str, str]) -> Answer:
    values = {f"{ids.IMPORT_BACK}.n_clicks": 1, f"{ids.IMPORT_STATE}.data": state}
    return Answer(visitor.call(find_by_input(visitor, ids.IMPORT_BACK), values))


def test_an_import_is_taken_back_and_put_back_on_its_page(site: WholeSite) -> None:
    alice, uid = visitor_of(site, "alice"), site.cast.alice.uid
    assert "2 missed appointments imported" in send_file(alice, SLUG, "cases.csv", make_file("12/05/2026", "13-May-26"))
    job = site.clockstart.store.jobs.list(uid)[0]
    page = alice.open_page(f"/{SLUG}/import", f"?job={job.id}").text
    assert "cases.csv, 2 missed appointments" in page
    state = {"slug": SLUG, "job": job.id}
    for act, words, left in (("taken back", "Put this import back", 0), ("put back", "Take this import back", 2)):
        answer = press_back(alice, state)
        state = answer.read(ids.IMPORT_STATE, "data")
        said = " ".join(list_words(answer.read(ids.IMPORT_PROGRESS)))
        assert f"2 missed appointments {act}." in said
        assert words in said
        assert len(site.clockstart.store.records.ids(uid, "dna_cases")) == left
    charlie = visitor_of(site, "charlie")
    assert press_back(charlie, {"slug": SLUG, "job": job.id}).status == 404
    assert taking_back.next_act(site.clockstart.store.jobs.get(uid, job.id)) == "remove"
