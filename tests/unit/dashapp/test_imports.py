"""Importing what clerks bring: what is read, what is set aside, what stays after a stop, and taking it all back."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from auth.actor import Actor
from dashapp.context import Clockstart, PracticeClock
from dashapp.services.files import exchange, imports, taking_back
from dashapp.services.files.workbooks import LONGEST_IN_CELL
from dashapp.services.jobs import jobs
from dashapp.services.jobs.jobs import Stopped, Watch
from storage.errors import NotFound, Refused
from storage.record import Trace
from tests.cast import Cast
from tests.unit.dashapp.conftest import NOW

CASES = Path(__file__).parents[2] / "data" / "csv_imports"
DNA, PTL = "dna-management", "patient-tracking-list"
ANSWERS = {
    "patient_name": "Nora Field",
    "nhs_number": "9990000018",
    "appointment_date": "{}",
    "specialty": "C_110",
    "appointment_type": "first_outpatient",
    "first_after_referral": "yes",
    "clearly_communicated": "yes",
    "child_or_vulnerable": "no",
    "action": "rebook_contact_awaited",
}
HEAD, ROW = ",".join(ANSWERS), ",".join(ANSWERS.values())


def actor_of(cast: Cast) -> Actor:
    alice = cast.alice
    return Actor(alice.uid, alice.role, alice.cohorts, alice.name, alice.email)


@pytest.fixture
def watch(clockstart: Clockstart, cast: Cast) -> Watch:
    return make_watch(clockstart, cast, "j1")


def make_watch(clockstart: Clockstart, cast: Cast, job_id: str, kind: str = "import") -> Watch:
    clockstart.store.jobs.create(cast.alice.uid, job_id, kind, now=NOW)
    return Watch(clockstart, cast.alice.uid, job_id)


def bring_in(watch: Watch, data: bytes | str, slug: str = DNA, name: str = "cases.csv") -> dict[str, Any]:
    """Import and end the job as the worker does."""
    raw = data if isinstance(data, bytes) else data.encode()
    result = imports.bring_in(watch.clockstart, watch, slug, name, raw)
    end(watch, "done", result)
    return result


def end(watch: Watch, state: str, result: dict[str, Any] | None = None) -> None:
    watch.clockstart.store.jobs.report(watch.uid, watch.job_id, now=NOW, state=state, result=result)


def stored(watch: Watch, slug: str = DNA) -> list[dict[str, Any]]:
    module = watch.clockstart.registry.find(slug)
    assert module is not None
    return [record.data for record in watch.clockstart.store.records.list(watch.uid, module.store_key)]


def lines_of(result: dict[str, Any]) -> dict[int, str]:
    return dict(result["lines"])


# --- what clerks bring ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("expected", sorted(CASES.glob("*.json")), ids=lambda path: path.name.split("_")[0])
def test_a_file_as_clerks_bring_it(clockstart: Clockstart, watch: Watch, expected: Path) -> None:
    told = json.loads(expected.read_text(encoding="utf-8"))
    today = date.fromisoformat(told["today"])
    there = Watch(replace(clockstart, clock=PracticeClock(today, lambda: NOW)), watch.uid, watch.job_id)
    data = (CASES / told["file"]).read_bytes()
    result = bring_in(there, data, told["module"], told["file"])
    assert result["new"] == told["imported"], result
    assert set(lines_of(result)) == {one["line"] for one in told["set_aside"]}
    mapped = [{name: one.get(name) for name in told["mapped"][0]} for one in stored(there, told["module"])]
    assert mapped == told["mapped"]
    again = bring_in(make_again(there), data, told["module"], told["file"])
    assert again["new"] == 0


def make_again(watch: Watch) -> Watch:
    watch.clockstart.store.jobs.create(watch.uid, "again", "import", now=NOW)
    return replace(watch, job_id="again")


def test_reasons_name_the_question(watch: Watch) -> None:
    c11 = bring_in(watch, (CASES / "c11_formulas.xlsx").read_bytes(), PTL, "c11_formulas.xlsx")
    assert lines_of(c11)[3] == "Referral received holds a formula without a stored value"
    c06 = bring_in(make_again(watch), (CASES / "c06_excel_serials.csv").read_bytes(), PTL)
    assert "Numbers in Referral received were read as Excel dates." in c06["notes"]


@pytest.mark.parametrize("day", ["12/05/2026", "12 May 2026", "12-May-26", "46154", "2026-05-12T00:00:00"])
def test_days_as_excel_leaves_them(watch: Watch, day: str) -> None:
    assert bring_in(watch, f"{HEAD}\n{ROW.format(day)}\n")["new"] == 1
    assert stored(watch)[0]["appointment_date"] == "2026-05-12"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("9990000018", "9.99E+09"), "NHS number: 9.99E+09 is a shortened number"),
        (("Nora Field", "1.23457E+11"), "shortened number"),
        (("Nora Field", "#N/A"), "holds #N/A"),
        (("Nora Field", "########"), "holds ########"),
        (("Nora Field", "n" * LONGEST_IN_CELL), "where Excel cuts longer text"),
        (("{}", "12/05/26"), "year of four figures"),
        (("{}", "05/13/2026"), "real date"),
        (("{}", "4.6E+04"), "shortened number"),
    ],
)
def test_what_a_spreadsheet_has_spoilt_is_questioned(watch: Watch, change: tuple[str, str], words: str) -> None:
    good, bad = ROW.format("13/05/2026"), ROW.replace(*change).format("12/05/2026")
    result = bring_in(watch, f"{HEAD}\n{bad}\n{good}\n")
    assert result["new"] == 1
    assert words in lines_of(result)[2]


def test_days_of_a_column_with_the_month_first_are_questioned(watch: Watch) -> None:
    days = ["05/13/2026", "05/06/2026", "05/05/2026", "2026-06-05"]
    rows = [ROW.replace("Nora Field", f"Nora {day}").format(day) for day in days]
    result = bring_in(watch, "\n".join([HEAD, *rows]))
    assert {data["appointment_date"] for data in stored(watch)} == {"2026-05-05", "2026-06-05"}
    assert "05/06/2026 could be two days, because line 2 has the month first" in lines_of(result)[3]
    again = bring_in(make_again(watch), "\n".join([HEAD, *rows, ROW.format("14/05/2026")]))
    assert set(lines_of(again)) == {2}


def test_one_identifier_too_long_sets_its_row_aside(watch: Watch) -> None:
    rows = [f"{'x' * 300},{ROW}", f"RXK 104/é #5%,{ROW}", f"1E+05,{ROW}"]
    result = bring_in(watch, "\n".join([f"id,{HEAD}", *rows]).format(*["12/05/2026"] * 3))
    assert result["new"] == 1
    assert set(lines_of(result)) == {2, 4}


def test_two_columns_of_one_question_are_refused(watch: Watch) -> None:
    with pytest.raises(Refused, match="both Patient name"):
        bring_in(watch, f"Patient name,{HEAD}\nx,{ROW}\n".format("12/05/2026"))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_titles_headings_again_and_totals_are_no_rows(watch: Watch, sign: str) -> None:
    head, row = HEAD.replace(",", sign), ROW.format("12-May-26").replace(",", sign)
    text = f"Missed, cancelled and moved, Trust X\r\nPrinted 2 June 2026\r\n{head}\r\n{row}\r\n{head}\r\nTotal: 1\r\n"
    told = imports.try_out(watch.clockstart, DNA, "report.csv", text.encode())
    assert (told["imported"], told["set_aside"], told["ignored_lines"]) == (1, [], [1, 2, 5, 6])
    assert bring_in(watch, text)["new"] == 1


def test_a_patient_called_total_is_a_row(watch: Watch) -> None:
    assert bring_in(watch, f"{HEAD}\n{ROW.format('12/05/2026').replace('Nora Field', 'Total Nora')}\n")["new"] == 1


def test_a_workbook_with_a_title_over_its_list(watch: Watch) -> None:
    book = openpyxl.Workbook()
    for cells in (["Missed appointments"], [], HEAD.split(","), ROW.format("12/05/2026").split(",")):
        book.active.append(cells)
    file = io.BytesIO()
    book.save(file)
    assert bring_in(watch, file.getvalue(), name="report.xlsx")["new"] == 1


def test_a_file_saved_again_by_another_program_adds_nothing(watch: Watch) -> None:
    bring_in(watch, f"{HEAD}\n{ROW.format('12/05/2026')}\n")
    again = bring_in(make_again(watch), f"{HEAD};x\n{ROW.format('2026-05-12')};\n".replace(",", ";"))
    assert (again["new"], again["there"]) == (0, 1)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_kind_of_text_comes_back(clockstart: Clockstart, cast: Cast, watch: Watch, form: str) -> None:
    texts = ["'t Hooft", "a\r\nb", "a\rb", "a\nb", "=1+1", "＝1", "\t=1", "'=1", " x ", "-", "'", "_x", "x" * 40_000]
    for place, text in enumerate(texts):
        data = {**ANSWERS, "appointment_date": "2026-05-12", "own_note": text}
        clockstart.store.records.append(
            cast.alice.uid, "dna_cases", f"r{place}", data, op=f"op{place}", trace=Trace("t"), now=NOW
        )
    export = exchange.export_csv if form == "csv" else exchange.export_excel
    sent = export(clockstart, actor_of(cast), cast.alice.uid, DNA)
    clockstart.store.jobs.create(cast.charlie.uid, "j9", "import", now=NOW)
    result = bring_in(Watch(clockstart, cast.charlie.uid, "j9"), sent, name=f"x.{form}")
    assert result["lines"] == []
    found = clockstart.store.records.list(cast.charlie.uid, "dna_cases")
    assert [record.data.get("own_note") for record in found] == texts


# --- a stop, and taking it back ---------------------------------------------------------------------------------------


def make_file(count: int) -> str:
    rows = [ROW.replace("Nora Field", f"Nora {number}").format("12/05/2026") for number in range(count)]
    return "\n".join([HEAD, *rows])


def test_a_stopped_import_says_how_many_rows_stayed(
    clockstart: Clockstart, cast: Cast, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "CHUNK", 20)

    class StopsLate(Watch):
        def report(self, done: int, total: int, sentence: str) -> None:
            if done >= imports.CHUNK:
                raise Stopped

    with pytest.raises(Stopped):
        bring_in(StopsLate(clockstart, watch.uid, watch.job_id), make_file(imports.CHUNK + 7))
    end(watch, "stopped")
    job = clockstart.store.jobs.get(watch.uid, watch.job_id)
    assert job.result["new"] == imports.CHUNK == len(stored(watch))
    assert turn(clockstart, cast, "t1") == {"act": "remove", "done": imports.CHUNK, "left": 0}
    assert stored(watch) == []


def turn(clockstart: Clockstart, cast: Cast, job_id: str, import_id: str = "j1") -> dict[str, Any]:
    watch = make_watch(clockstart, cast, job_id, taking_back.KIND)
    return taking_back.take_back(clockstart, watch, import_id)


def test_an_import_is_taken_back_whole_and_put_back(clockstart: Clockstart, cast: Cast, watch: Watch) -> None:
    bring_in(make_watch(clockstart, cast, "j0"), f"{HEAD}\n{ROW.format('11/05/2026')}\n")
    bring_in(watch, make_file(5))
    before = clockstart.store.records.list(watch.uid, "dna_cases")
    changed = before[2]
    edited = {**changed.data, "reason": "x"}
    clockstart.store.records.put(
        watch.uid, "dna_cases", changed.id, edited, op="e", seen_rev=1, trace=Trace("t"), now=NOW
    )
    assert turn(clockstart, cast, "t1") == {"act": "remove", "done": 4, "left": 1}
    assert {record.id for record in clockstart.store.records.list(watch.uid, "dna_cases")} == {before[0].id, changed.id}
    assert turn(clockstart, cast, "t2") == {"act": "restore", "done": 4, "left": 0}
    assert len(stored(watch)) == 6
    assert turn(clockstart, cast, "t3") == {"act": "remove", "done": 4, "left": 0}
    entries = clockstart.store.audit.list_newest(watch.uid)
    acts = [entry.act for entry in entries if entry.about and "file" in entry.about]
    assert acts == ["import_taken_back", "import_put_back", "import_taken_back", "import", "import"]


def test_a_file_comes_in_again_after_it_was_taken_back(clockstart: Clockstart, cast: Cast, watch: Watch) -> None:
    bring_in(watch, make_file(3))
    turn(clockstart, cast, "t1")
    assert bring_in(make_again(watch), make_file(3))["new"] == 3
    assert len(stored(watch)) == 3
    assert turn(clockstart, cast, "t2", "again") == {"act": "remove", "done": 3, "left": 0}
    assert stored(watch) == []


def test_a_turn_that_was_stopped_is_gone_on_with(
    clockstart: Clockstart, cast: Cast, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_back, "REPORT_EVERY", 20)
    bring_in(watch, make_file(taking_back.REPORT_EVERY + 5))

    class StopsLate(Watch):
        def report(self, done: int, total: int, sentence: str) -> None:
            if done:
                raise Stopped

    halted = make_watch(clockstart, cast, "t1", taking_back.KIND)
    with pytest.raises(Stopped):
        taking_back.take_back(clockstart, StopsLate(clockstart, halted.uid, halted.job_id), "j1")
    assert len(stored(watch)) == 5
    assert turn(clockstart, cast, "t2")["act"] == "remove"
    assert stored(watch) == []
    assert turn(clockstart, cast, "t3") == {"act": "restore", "done": taking_back.REPORT_EVERY + 5, "left": 0}


def test_only_ones_own_ended_import_can_be_taken_back(clockstart: Clockstart, cast: Cast, watch: Watch) -> None:
    bring_in(watch, make_file(1))
    charlie = Actor(cast.charlie.uid, "learner", cast.charlie.cohorts, "Charlie", "charlie@example.com")
    with pytest.raises(NotFound, match="not known"):
        taking_back.start(clockstart, charlie, "j1")
    end(watch, "running")
    with pytest.raises(Refused, match="still running"):
        taking_back.start(clockstart, actor_of(cast), "j1")


# --- memory -----------------------------------------------------------------------------------------------------------


def test_a_job_that_needs_too_much_memory_ends_with_a_sentence(
    clockstart: Clockstart, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def devour(clockstart: Clockstart, watch: Watch) -> dict[str, Any]:
        raise MemoryError

    monkeypatch.setattr(jobs, "current_clockstart", lambda: clockstart)
    monkeypatch.setattr(jobs, "find_work", lambda _, kind: devour)
    monkeypatch.setattr(jobs, "open_reserve", lambda: None)
    watch = make_watch(clockstart, cast, "m1")
    jobs.run("import", watch.uid, "m1", ())
    job = clockstart.store.jobs.get(watch.uid, "m1")
    assert job.state == "failed"
    assert "1,024 MB" in job.sentence
