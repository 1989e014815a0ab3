"""Commissioner reporting over HTTP: figures against an independent count, who may see and sign, files, bad input."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from dashapp.services.derived import clocks, projections
from dashapp.services.records.examples import make_patients, make_records
from dashapp.services.records.pathways import PTL
from dashapp.services.records.records import make_case
from dashapp.ui import ids
from pages.commissioner_reporting import kept_returns
from rules.returns import build_return
from rules.returns.layout import COLUMNS, Part, ReturnLine
from rules.returns.pathways import parse_month
from rules.returns.published import read_return
from storage.record import NewRecord, Trace
from tests.cast import sign_in
from tests.http.forms import find_output
from tests.whole_site import NOW, Visitor, WholeSite, make_whole_site

BASE = "/commissioner-reporting"
MAY = parse_month("2026-05")
ALICES, CHARLIES = 60, 12


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    """Alice has sixty pathways, Charlie twelve, Bob none."""
    made = make_whole_site(tmp_path_factory.mktemp("site"))
    module = made.clockstart.registry.find_by_store_key(PTL)
    assert module is not None
    for person, count, seed in ((made.cast.alice, ALICES, 1), (made.cast.charlie, CHARLIES, 2)):
        patients = make_patients(seed, made.clockstart.today)
        found = make_records(made.clockstart, module, patients, Random(seed), count)
        made.clockstart.store.records.put_many(person.uid, PTL, found, trace=Trace(person.uid), now=NOW)
    return made


def rows_of(site: WholeSite, uid: str) -> Iterator[dict[str, Any]]:
    """Patient-level rows as the command `rules return` reads them, record by record."""
    module = site.clockstart.registry.find_by_store_key(PTL)
    assert module is not None
    for record in site.clockstart.store.records.list(uid, PTL):
        case = make_case(site.clockstart, uid, module, record)
        for period in case.clocks.periods if case else ():
            yield {
                "provider_org": record.data.get("provider") or "RXX",
                "commissioner_org": record.data.get("commissioner") or "15N",
                "tfc": record.data["treatment_function"],
                "clock_start": period.start,
                "clock_stop": period.stop,
                "stop_type": "" if period.nullified else period.pathway_type or "",
                "decision_to_admit": period.decided_to_admit,
                "nullified": int(period.nullified),
            }


def count_plainly(site: WholeSite, uid: str) -> list[ReturnLine]:
    return build_return(enumerate(rows_of(site, uid)), MAY).lines


def download(visitor: Visitor, path: str) -> bytes:
    answer = visitor.get(path)
    assert answer.status_code == 200, path
    return answer.data


def charlie_of(site: WholeSite) -> Visitor:
    charlie = site.visitor()
    charlie.token = sign_in(charlie.client, site.cast.charlie)
    return charlie


def test_the_return_is_the_one_counted_row_by_row(site: WholeSite, tmp_path: Path) -> None:
    expected = count_plainly(site, site.cast.alice.uid)
    path = tmp_path / "return.csv"
    path.write_bytes(download(site.signed_in("learner"), "/export/return.csv?month=2026-05"))
    assert read_return(path) == expected
    with path.open(encoding="utf-8-sig") as file:
        assert tuple(next(csv.reader(file))) == COLUMNS


def test_the_page_shows_the_same_figures(site: WholeSite) -> None:
    waiting = sum(line.total_all for line in count_plainly(site, site.cast.alice.uid) if is_total(line, Part.PART_2))
    shown = site.signed_in("learner").open_page(BASE, "?month=2026-05").text
    assert waiting
    assert f'"{waiting:,.0f}"' in shown
    assert "Passed" in shown
    assert "17 June 2026" in shown  # 13 working days after May


def is_total(line: ReturnLine, part: Part) -> bool:
    return line.part is part and line.line == "C_999"


def test_a_manager_reports_on_their_people_alone(site: WholeSite) -> None:
    def total(lines: str) -> int:
        rows = csv.DictReader(io.StringIO(lines))
        return sum(int(row["Total All"]) for row in rows if row["Treatment Function Code"] == "C_999")

    bob = site.signed_in("manager")
    alices = count_plainly(site, site.cast.alice.uid)
    counted = total(download(bob, "/export/return.csv?month=2026-05").decode("utf-8-sig"))
    assert counted == sum(line.total_all for line in alices if line.line == "C_999")
    everyone = total(download(site.signed_in("admin"), "/export/return.csv?month=2026-05").decode("utf-8-sig"))
    assert everyone > counted


@pytest.mark.parametrize("below", ["", "/measures", "/charts", "/pathways"])
def test_nobody_reports_on_a_stranger(site: WholeSite, below: str) -> None:
    charlie = charlie_of(site)
    for whose in (f"person-{site.cast.alice.uid}", f"cohort-{site.cast.cohort.id}", "all"):
        assert charlie.open_page(BASE + below, f"?whose={whose}").status_code == 404
    assert charlie.get(f"/export/return.csv?whose=person-{site.cast.alice.uid}").status_code == 404
    assert charlie.get(f"/export/report/waits.csv?whose=person-{site.cast.alice.uid}").status_code == 404
    bob = site.signed_in("manager")
    assert bob.open_page(BASE + below, f"?whose=person-{site.cast.charlie.uid}").status_code == 404
    assert bob.open_page(BASE + below, f"?whose=person-{site.cast.alice.uid}").status_code == 200


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?month=2026-06", "June 2026 is not over"),
        ("?month=2031-01", "The newest month that can be reported is May 2026"),
        ("?month=May", "is not a month"),
        ("?line=C_777", "is not a treatment function line"),
        ("?commissioner=LONDON", "is not a commissioner code"),
        ("?provider=!", "is not the code of a provider"),
    ],
)
def test_what_cannot_be_reported_is_said(site: WholeSite, query: str, said: str) -> None:
    assert said in site.signed_in("learner").open_page(BASE, query).text


def keep(visitor: Visitor, query: str, note: str = "", record_id: str = "") -> Any:
    values = {
        f"{kept_returns.KEEP}.n_clicks": 1,
        f"{kept_returns.KEEP_STATE}.data": {"query": query, "id": record_id},
        f"{kept_returns.NOTE}.value": note,
    }
    return visitor.call(find_output(visitor, f"{kept_returns.KEEP_STATUS}.children"), values)


def sign(visitor: Visitor, uid: str, record_id: str, words: str = "") -> Any:
    values = {
        f"{kept_returns.SIGN}.n_clicks": 1,
        f"{kept_returns.SIGN_STATE}.data": {"uid": uid, "id": record_id},
        f"{kept_returns.SIGN_WORDS}.value": words,
    }
    return visitor.call(find_output(visitor, f"{kept_returns.SIGN_STATUS}.children"), values)


def test_a_return_is_kept_signed_by_another_and_stays_as_it_was(site: WholeSite) -> None:
    alice, bob, uid = site.signed_in("learner"), site.signed_in("manager"), site.cast.alice.uid
    before = count_plainly(site, uid)
    answer = keep(alice, "month=2026-05", "Two clinics were added.", "k1")
    assert answer.get_json()["response"]["navigate"]["data"] == f"{BASE}/kept/{uid}/k1"
    assert sign(alice, uid, "k1").status_code == 403
    assert sign(charlie_of(site), uid, "k1").status_code == 403
    assert re.search(r"\d lines: \d+ treatment functions, \d+ commissioner", alice.open_page(f"{BASE}/k1").text)
    page = bob.open_page(f"{BASE}/kept/{uid}/k1").text
    assert "Not signed off" in page
    assert "Two clinics were added." in page
    assert "Signed off" in sign(bob, uid, "k1", "Checked against the list.").text
    entry = site.clockstart.store.audit.list_newest(uid)[0]
    assert (entry.act, entry.actor) == ("sign-off", site.cast.bob.uid)
    signed = alice.open_page(f"{BASE}/kept/{uid}/k1").text
    assert "Bob Brown (manager)" in signed
    stored = site.clockstart.store.records.list(uid, PTL)[0]
    late = {**stored.data, "events": [{"date": "2026-05-20", "event": "treatment_started"}], "decision_to_admit": None}
    records = site.clockstart.store.records
    records.put(uid, PTL, stored.id, late, op="late", seen_rev=stored.rev, trace=Trace(uid), now=NOW, links=[stored.id])
    kept = list(csv.DictReader(io.StringIO(download(alice, f"/export/kept-return/{uid}/k1.csv").decode("utf-8-sig"))))
    assert len(kept) == len(before)
    assert [int(row["Total All"]) for row in kept] == [line.total_all for line in before]


def test_what_is_recorded_late_is_listed_and_added_to_no_later_month(site: WholeSite) -> None:
    alice, uid, records = site.signed_in("learner"), site.cast.alice.uid, site.clockstart.store.records
    record = next(one for one in records.list(uid, PTL) if is_open_since(site, one.data["referral_received"], one))
    keep(alice, "month=2026-04", "", "k2")
    late = {**record.data, "events": [{"date": "2026-04-15", "event": "treatment_started"}]}
    late.pop("decision_to_admit", None)
    records.put(uid, PTL, record.id, late, op="l2", seen_rev=record.rev, trace=Trace(uid), now=NOW, links=[record.id])
    april = alice.open_page(BASE, "?month=2026-04").text
    assert "Stopped by the end of the month, recorded later: 15 April 2026" in april
    may = csv.DictReader(io.StringIO(download(alice, "/export/return.csv?month=2026-05").decode("utf-8-sig")))
    completed = sum(
        int(row["Total All"])
        for row in may
        if row["Treatment Function Code"] == "C_999" and row["RTT Part Type"] in ("Part_1A", "Part_1B")
    )
    plain = [line for line in count_plainly(site, uid) if line.line == "C_999" and line.part.is_completed]
    assert completed == sum(line.total_all for line in plain)


def is_open_since(site: WholeSite, received: str, record: Any) -> bool:
    """Whether a pathway waited all of April and still does, with nothing after it."""
    module = site.clockstart.registry.find_by_store_key(PTL)
    assert module is not None
    case = make_case(site.clockstart, site.cast.alice.uid, module, record)
    return case is not None and case.clocks.status == "open" and received < "2026-03-01"


def test_a_kept_return_is_out_of_a_strangers_reach(site: WholeSite) -> None:
    uid = site.cast.alice.uid
    keep(site.signed_in("learner"), "month=2026-03", "", "k3")
    charlie = charlie_of(site)
    assert charlie.open_page(f"{BASE}/kept/{uid}/k3").status_code == 404
    assert charlie.get(f"/export/kept-return/{uid}/k3.pdf").status_code == 404
    assert "k3" not in charlie.open_page(f"{BASE}/kept").text
    assert "k3" in site.signed_in("manager").open_page(f"{BASE}/kept").text


def test_a_part_of_a_list_and_a_month_to_come_are_not_kept(site: WholeSite) -> None:
    alice = site.signed_in("learner")
    assert "A return is kept whole" in keep(alice, "month=2026-05&line=C_110").text
    assert "is not over" in keep(alice, "month=2026-07").text
    assert keep(alice, f"month=2026-05&whose=person-{site.cast.charlie.uid}").status_code == 404


def test_files_open_and_hide_small_numbers(site: WholeSite) -> None:
    bob = site.signed_in("manager")
    book = openpyxl.load_workbook(io.BytesIO(download(bob, "/export/return.xlsx?month=2026-05")))
    assert book.sheetnames == ["Summary", "Part 1A", "Part 1B", "Part 2", "Part 2A", "Part 3"]
    shown = [cell for row in book["Part 2"].iter_rows(min_row=2, min_col=2, values_only=True) for cell in row]
    assert "*" in shown
    assert not [cell for cell in shown if isinstance(cell, (int, float)) and 1 <= cell <= 4]
    assert download(bob, "/export/return.pdf?month=2026-05").startswith(b"%PDF")
    assert bob.get("/export/return.docx").status_code == 404
    rows = list(csv.reader(io.StringIO(download(bob, "/export/report/functions.csv").decode("utf-8-sig"))))[2:]
    assert not {cell for row in rows for cell in row[1:]} & {"1", "2", "3", "4"}


def test_pathways_behind_a_number_are_those_it_counts(site: WholeSite) -> None:
    lines = count_plainly(site, site.cast.alice.uid)
    waiting = next(int(line.total_all) for line in lines if line.part is Part.PART_2 and line.line != "C_999")
    line = next(line for line in lines if line.part is Part.PART_2 and line.line != "C_999")
    query = f"?month=2026-05&part=Part_2&line={line.line}&commissioner={line.commissioner}"
    shown = site.signed_in("learner").open_page(f"{BASE}/pathways", query).text
    assert f"{waiting} in Part 2" in shown
    assert re.search(r"\b\d+ to \d+ weeks\b", shown)
    assert not re.search(r">\d\d-\d\d", shown)
    everything = site.signed_in("learner").open_page(f"{BASE}/pathways", "?month=2026-05&part=Part_2").text
    said = re.findall(r"\b(\d{1,2} [A-Z][a-z]{2,8} 20\d\d)\b", everything.partition("Clock stop")[2])
    starts = [datetime.strptime(day, "%d %B %Y").replace(tzinfo=UTC) for day in said]
    assert len(set(starts)) > 1
    assert (ran := [day for day in starts if day < datetime(2026, 6, 1, tzinfo=UTC)]) == sorted(ran)


def test_a_long_list_is_worked_out_by_a_job_first(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    site.clockstart.kept.clear()
    monkeypatch.setattr(projections, "WHOLE_AT_MOST", 10)
    charlie = charlie_of(site)
    shown = charlie.open_page(BASE).text
    assert f"This list has {CHARLIES} pathways" in shown
    state = {"job": site.clockstart.store.jobs.list(site.cast.charlie.uid)[0].id, "address": f"{BASE}?month=2026-05"}
    values = {f"{ids.WAITING_TICK}.n_intervals": 1, f"{ids.WAITING_STATE}.data": state}
    told = charlie.call(find_output(charlie, f"{ids.WAITING_PROGRESS}.children"), values)
    assert told.get_json()["response"][ids.WAITING_DONE]["data"] == f"{BASE}?month=2026-05"
    nowhere = {**values, f"{ids.WAITING_STATE}.data": {"job": state["job"]}}
    told = charlie.call(find_output(charlie, f"{ids.WAITING_PROGRESS}.children"), nowhere)
    assert ids.WAITING_DONE not in told.get_json()["response"]
    alice = site.signed_in("learner")
    assert alice.call(find_output(alice, f"{ids.WAITING_PROGRESS}.children"), values).status_code == 404
    site.clockstart.kept.clear()
    assert "Parts of the return" in charlie.open_page(BASE).text


def test_an_import_of_a_long_list_works_its_clocks_out(site: WholeSite, monkeypatch: pytest.MonkeyPatch) -> None:
    from dashapp.services.derived import big_lists
    from dashapp.services.files import imports
    from dashapp.services.jobs import jobs

    uid = site.cast.bob.uid
    monkeypatch.setattr(big_lists, "WHOLE_AT_MOST", 3)
    monkeypatch.setattr(projections, "WHOLE_AT_MOST", 3)
    head = "patient_name,nhs_number,treatment_function,referral_source,referral_received,priority\r\n"
    rows = [f"P{n},9996729400,C_110,gp,2026-01-1{n},routine\r\n" for n in range(6)]
    site.clockstart.store.jobs.create(uid, "i1", "import", now=NOW)
    watch = jobs.Watch(site.clockstart, uid, "i1")
    text = (head + "".join(rows) + "bad,row,x,y,z,\r\n").encode()
    told = imports.bring_in(site.clockstart, watch, "patient-tracking-list", "list.csv", text)
    assert (told["new"], told["set_aside"]) == (6, 1)
    site.clockstart.kept.clear()
    assert clocks.read_clocks(site.clockstart, [uid]).pathways == 6
    for record in site.clockstart.store.records.list(uid, PTL):
        site.clockstart.store.records.remove(
            uid, PTL, record.id, op=f"x{record.id}", seen_rev=None, trace=Trace(uid), now=NOW
        )


def test_a_record_written_without_figures_is_shown_and_not_taken_for_a_return(site: WholeSite) -> None:
    uid = site.cast.alice.uid
    item = NewRecord("plain", {"month": date(2026, 2, 1).isoformat(), "whose": "own"}, "o1")
    site.clockstart.store.records.put_many(uid, "commissioner_reports", [item], trace=Trace(uid), now=NOW)
    alice = site.signed_in("learner")
    assert "plain" not in alice.open_page(f"{BASE}/kept").text
    assert alice.open_page(f"{BASE}/plain").status_code == 200
    assert alice.open_page(f"{BASE}/kept/{uid}/plain").status_code == 404
