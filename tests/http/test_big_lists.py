"""A list too long to be sent whole: the grid asks for its rows page by page, inside the asker's scope."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from auth.actor import as_actor
from dashapp.module_page import grid
from dashapp.services.derived import big_lists, projections, rows
from dashapp.services.derived.kept import KeptValues
from dashapp.services.jobs import jobs
from dashapp.services.records.records import RULES_VERSION
from dashapp.ui import ids
from storage.record import ModuleSummary, NewRecord, Trace
from tests.cast import sign_in
from tests.http.forms import DNA, RecordForm, find_output
from tests.whole_site import NOW, Visitor, WholeSite

SLUG, KEY, COUNT = "dna-management", "dna_cases", 250


@pytest.fixture
def site(whole_site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> WholeSite:
    """Alice has more records than are sent whole (the limit is lowered for the test)."""
    monkeypatch.setattr(big_lists, "WHOLE_AT_MOST", 200)
    rows = [
        NewRecord(
            f"r{number:04}",
            {**DNA, "patient_name": f"Patient {number:04}", "specialty": "C_110" if number % 5 else "C_120"},
            f"o{number}",
            rules_version=RULES_VERSION,
        )
        for number in range(COUNT)
    ]
    uid = whole_site.cast.alice.uid
    whole_site.clockstart.store.records.put_many(uid, KEY, rows, trace=Trace(uid), now=NOW)
    return whole_site


def ask(visitor: Visitor, site: WholeSite, start: int = 0, end: int = 100, **model: Any) -> Any:
    """What the grid is answered."""
    request = {"startRow": start, "endRow": end, "sortModel": [], **model}
    values = {
        f"{ids.BIG_GRID}.getRowsRequest": request,
        f"{ids.BIG_GRID_SCOPE}.data": {"slug": SLUG, "uid": site.cast.alice.uid},
    }
    answer = visitor.call(find_output(visitor, f"{ids.BIG_GRID}.getRowsResponse"), values)
    return answer.get_json()["response"][ids.BIG_GRID]["getRowsResponse"] if answer.status_code == 200 else answer


def names(answer: Any) -> list[str]:
    return [row["patient_name"] for row in answer["rowData"]]


@pytest.mark.parametrize(("count", "big"), [(200, False), (201, True)])
def test_a_list_is_sent_whole_up_to_the_limit_itself(count: int, big: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(big_lists, "WHOLE_AT_MOST", 200)
    assert big_lists.is_big(ModuleSummary(count=count)) is big
    assert big_lists.is_big(None) is False


def test_the_page_comes_without_its_rows(site: WholeSite) -> None:
    shown = site.signed_in("learner").open_page(f"/{SLUG}").text
    assert "250 missed appointments" in shown
    assert "Patient 0007" not in shown
    assert "Views are counted on lists of up to 5,000." in shown


def test_its_charts_lead_to_no_list_that_would_not_be_narrowed(site: WholeSite) -> None:
    address = f"/{SLUG}/charts"
    assert "?chart=" not in site.signed_in("learner").open_page(address).text
    assert "records?chart=" in site.signed_in("manager").open_page(address).text


def test_rows_come_a_page_at_a_time(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    first, last = ask(alice, site), ask(alice, site, 200, 300)
    assert (len(first["rowData"]), first["rowCount"]) == (100, COUNT)
    assert names(first)[0] == "Patient 0000"
    assert names(last)[-1] == "Patient 0249"
    assert len(ask(alice, site, 0, 100_000)["rowData"]) == 100


@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_empty_cells_come_last_in_either_direction(site: WholeSite, direction: str) -> None:
    module = site.clockstart.registry.find("cancer-pathways")
    days = ["", "2026-06-02", "", "2026-05-01"]
    blank = {name: big_lists.as_column([""] * 4) for name in big_lists.list_kept(module)}
    table = big_lists.make_table(blank | {"next_action_due": big_lists.as_column(days)}, ["a", "b", "c", "d"])
    wanted = big_lists.Wanted(0, 4, [{"colId": "next_action_due", "sort": direction}])
    expected = ["d", "b"] if direction == "asc" else ["b", "d"]
    assert list(big_lists.apply(module, table, wanted).index) == [*expected, "a", "c"]


def test_rows_are_sorted_by_what_is_stored(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    newest = ask(alice, site, sortModel=[{"colId": "patient_name", "sort": "desc"}])
    assert names(newest)[0] == "Patient 0249"


def test_a_save_is_seen_at_once(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    ask(alice, site)
    changed = RecordForm(alice, record_id="r0000", seen_rev=1, answers={**DNA, "patient_name": "Zoe Last"})
    assert "Saved" in changed.save().told
    RecordForm(alice, answers={**DNA, "patient_name": "Yan New"}).save()
    gone = RecordForm(alice, record_id="r0001", seen_rev=1)
    gone.remove()
    answer = ask(alice, site, sortModel=[{"colId": "patient_name", "sort": "desc"}])
    assert names(answer)[:2] == ["Zoe Last", "Yan New"]
    assert answer["rowCount"] == COUNT
    assert names(ask(alice, site))[:2] == ["Zoe Last", "Patient 0002"]


def test_nobody_pages_through_a_strangers_list(site: WholeSite) -> None:
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    assert ask(charlie, site).status_code == 404
    assert len(names(ask(site.signed_in("manager"), site))) == 100


def test_a_long_list_comes_with_its_first_page_of_rows_and_the_others_are_asked_for(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose they are is a filter inside the asker's scope."""
    monkeypatch.setattr(big_lists, "WHOLE_AT_MOST", 5_000)
    monkeypatch.setattr(grid, "PAGED_FROM", COUNT)
    alice = site.signed_in("learner")
    page = alice.open_page(f"/{SLUG}").text
    assert page.count('"patient_name":"Patient 0') == grid.PAGE_SIZE
    assert names(ask_more(alice, site)) == [f"Patient {number:04}" for number in range(COUNT)]
    assert len(names(ask_more(site.signed_in("manager"), site))) == COUNT
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    assert ask_more(charlie, site).status_code == 404


def test_a_list_that_has_grown_too_long_is_not_worked_out_whole(site: WholeSite) -> None:
    answer = ask_more(site.signed_in("learner"), site)
    assert answer.status_code == 400
    assert "Load the page again" in answer.text


def test_the_rows_asked_for_are_those_of_the_view(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(big_lists, "WHOLE_AT_MOST", 5_000)
    alice, views = site.signed_in("learner"), site.clockstart.registry.find(SLUG).views
    shown = [alice.open_page(f"/{SLUG}", f"?view={view.key}").text.count('"patient_name":"Patient 0') for view in views]
    assert [len(names(ask_more(alice, site, f"?view={view.key}"))) for view in views] == shown
    assert {0, COUNT} <= set(shown)


@pytest.mark.parametrize("asked", ["?find=Patient", "?sort=-patient_name"])
def test_a_long_list_that_is_searched_or_sorted_comes_whole(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    monkeypatch.setattr(big_lists, "WHOLE_AT_MOST", 5_000)
    monkeypatch.setattr(grid, "PAGED_FROM", COUNT)
    page = site.signed_in("learner").open_page(f"/{SLUG}", asked).text
    assert page.count('"patient_name":"Patient 0') == COUNT


def ask_more(visitor: Visitor, site: WholeSite, search: str = "") -> Any:
    values = {f"{ids.GRID_MORE}.data": {"slug": SLUG, "uid": site.cast.alice.uid, "search": search}}
    answer = visitor.call(find_output(visitor, f"{ids.GRID_ROWS}.data"), values)
    if answer.status_code != 200:
        return answer
    told = answer.get_json()["response"][ids.GRID_ROWS]["data"]
    assert told["asked"] == values[f"{ids.GRID_MORE}.data"]
    return {"rowData": told["rows"]}


def test_a_long_list_is_searched_by_what_is_stored(site: WholeSite) -> None:
    shown = site.signed_in("learner").open_page("/search", "?q=patient 0133").text
    assert "Records (1)" in shown
    assert "Patient 0133" in shown


# --- charts of a long list ------------------------------------------------------------------------------------------


def test_the_rows_behind_charts_are_worked_out_by_a_job_first(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "WHOLE_AT_MOST", 200)
    alice, charts = site.signed_in("learner"), f"/{SLUG}/charts"
    assert f"{COUNT} missed appointments are worked out once" in alice.open_page(charts).text
    job = site.clockstart.store.jobs.list(site.cast.alice.uid)[0]
    assert (job.kind, job.state, job.result) == ("rows", "done", {"rows": COUNT})
    assert f"{COUNT} missed appointments of your own records" in alice.open_page(charts).text


def test_rows_worked_out_again_take_the_place_of_those_a_page_kept(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    alice, charts, uid = site.signed_in("learner"), f"/{SLUG}/charts", site.cast.alice.uid
    assert f"{COUNT} missed appointments of your own records" in alice.open_page(charts).text
    more = NewRecord("more", {**DNA, "patient_name": "One more"}, "omore", rules_version=RULES_VERSION)
    site.clockstart.store.records.put_many(uid, KEY, [more], trace=Trace(uid), now=NOW)
    monkeypatch.setattr(projections, "WHOLE_AT_MOST", 200)
    assert "are worked out once" in alice.open_page(charts).text
    assert f"{COUNT + 1} missed appointments of your own records" in alice.open_page(charts).text


def test_a_manager_waits_for_the_rows_of_their_people_alone(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "WHOLE_AT_MOST", 200)
    bob, charts = site.signed_in("manager"), f"/{SLUG}/charts"
    assert "are worked out once" in bob.open_page(charts).text
    assert f"{COUNT} missed appointments of" in bob.open_page(charts).text
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    assert "No missed appointments to chart yet" in charlie.open_page(charts).text


def test_the_job_reads_nobody_whom_its_owner_may_not_read(site: WholeSite) -> None:
    actor = as_actor(site.cast.charlie)
    with site.app.server.app_context():
        job = jobs.start(site.clockstart, actor, "forged", "rows", SLUG, [site.cast.alice.uid])
    assert job.state == "failed"


def test_many_changes_worked_out_by_another_process_are_taken_up(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, uid = site.clockstart, site.cast.alice.uid
    there, module = replace(here, kept=KeptValues()), here.registry.find(SLUG)
    assert len(rows.list_rows(here, uid, module)) == COUNT
    many = [
        NewRecord(
            f"n{number:04}", {**DNA, "patient_name": f"New {number:04}"}, f"n{number}", rules_version=RULES_VERSION
        )
        for number in range(COUNT)
    ]
    here.store.records.put_many(uid, KEY, many, trace=Trace(uid), now=NOW)
    expected = rows.list_rows(there, uid, module)
    monkeypatch.setattr(rows, "make_row", lambda *_: pytest.fail("a row was worked out again"))
    assert rows.list_rows(here, uid, module) == expected
