"""The monthly return in plain Python: which parts a pathway counts in, the layout, totals, the command."""

from __future__ import annotations

import csv
import gzip
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from rules.calendar import band_column
from rules.codes import RETURN_LINES, TREATMENT_FUNCTIONS
from rules.returns import build_return, main, monthly_return
from rules.returns.layout import COLUMNS, Part, ReturnLine, add_bands, period_name
from rules.returns.pathways import NotUsable, month_of, parse_month, read_pathway

JANUARY = parse_month("2026-01")
PLAIN = {
    "provider_org": "RRK",
    "commissioner_org": "15E",
    "tfc": "110",
    "clock_start": "",
    "clock_stop": "",
    "stop_type": "",
    "decision_to_admit": "0",
    "nullified": "0",
}


def lines_of(**cells: object) -> dict[tuple[str, str], ReturnLine]:
    """The return of one row, by part and line."""
    return {(line.part, line.line): line for line in monthly_return([PLAIN | cells], date(2026, 1, 15))}


def parts(**cells: object) -> list[str]:
    found = lines_of(**cells)
    assert {line for _, line in found} <= {"C_110", "C_999"}
    return [part for part, line in found if line == "C_110"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # open on the last day of the month
        ({"clock_start": "2025-06-01"}, ["Part_2"]),
        ({"clock_start": "2025-06-01", "decision_to_admit": "1"}, ["Part_2", "Part_2A"]),
        ({"clock_start": "2026-01-31"}, ["Part_2", "Part_3"]),
        ({"clock_start": "2026-01-01"}, ["Part_2", "Part_3"]),
        ({"clock_start": "2025-12-31"}, ["Part_2"]),
        ({"clock_start": "2026-02-01"}, []),
        ({"clock_start": "2025-12-31", "clock_stop": "2026-02-01", "stop_type": "admitted"}, ["Part_2"]),
        ({"clock_start": "2025-12-31", "clock_stop": "2026-02-01", "decision_to_admit": 1}, ["Part_2", "Part_2A"]),
        # stopped in the month
        ({"clock_start": "2025-12-01", "clock_stop": "2026-01-31", "stop_type": "admitted"}, ["Part_1A"]),
        ({"clock_start": "2025-12-01", "clock_stop": "2026-01-01", "stop_type": "non_admitted"}, ["Part_1B"]),
        ({"clock_start": "2026-01-05", "clock_stop": "2026-01-05", "stop_type": "non_admitted"}, ["Part_1B", "Part_3"]),
        ({"clock_stop": "2026-01-05", "stop_type": "admitted"}, ["Part_1A"]),
        (
            {
                "clock_start": "2025-12-01",
                "clock_stop": "2026-01-31",
                "stop_type": "admitted",
                "decision_to_admit": "1",
            },
            ["Part_1A"],
        ),
        # stopped in an earlier month: not added
        ({"clock_start": "2025-12-01", "clock_stop": "2025-12-31", "stop_type": "admitted"}, []),
        ({"clock_stop": "2025-12-31"}, []),
        # nullified: our decisions
        ({"clock_start": "2026-01-05", "clock_stop": "2026-01-20", "stop_type": "non_admitted", "nullified": "1"}, []),
        ({"clock_start": "2026-01-05", "clock_stop": "2026-01-20", "nullified": "1"}, []),
        ({"clock_start": "2025-12-05", "clock_stop": "2026-01-20", "nullified": "1"}, []),
        ({"clock_start": "2026-01-05", "clock_stop": "2026-02-20", "nullified": "1"}, ["Part_2", "Part_3"]),
        ({"clock_start": "2026-01-05", "nullified": "1"}, []),
        ({"nullified": "1"}, []),
    ],
)
def test_parts_of_the_return(cells: dict[str, object], expected: list[str]) -> None:
    assert parts(**cells) == expected


@pytest.mark.parametrize(
    ("days", "band"),
    [
        *[(0, 0), (7, 0), (8, 1), (14, 1), (15, 2), (119, 16), (120, 17), (126, 17), (127, 18), (364, 51), (365, 52)],
        *[(455, 64), (456, 65), (546, 77), (547, 78), (728, 103), (729, 104), (5_000, 104)],
    ],
)
def test_bands_of_open_and_completed_pathways(days: int, band: int) -> None:
    last = date(2026, 1, 31)
    open_line = lines_of(clock_start=last - timedelta(days=days))["Part_2", "C_110"]
    done = lines_of(clock_start=last - timedelta(days=days), clock_stop=last, stop_type="admitted")["Part_1A", "C_110"]
    for line in (open_line, done):
        assert [place for place, count in enumerate(line.bands) if count] == [band]
        assert line.as_row(last)[COLUMNS.index(band_column(band))] == "1"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"provider_org": " "}, "provider_org is empty"),
        ({"provider_org": None}, "provider_org is empty"),
        ({"commissioner_org": ""}, "commissioner_org is empty"),
        ({"tfc": ""}, "tfc is empty"),
        ({"tfc": "112"}, "tfc 112 is not a treatment function"),
        ({"tfc": "C_999"}, "tfc C_999 is not a treatment function"),
        ({"clock_start": "01/12/2025"}, "clock_start 01/12/2025 is not a date"),
        ({"clock_start": "2025-02-29"}, "clock_start 2025-02-29 is not a date"),
        ({"clock_start": "2025-1-9"}, "is not a date"),
        ({"clock_start": "２０２５-01-09"}, "is not a date"),
        ({"clock_start": "2025-01-09 10:15"}, "is not a date"),
        ({"clock_start": 20250109}, "is not a date"),
        ({"clock_stop": "yesterday"}, "clock_stop yesterday is not a date"),
        ({"stop_type": "daycase"}, "stop_type daycase is not admitted or non_admitted"),
        ({"clock_start": "2025-12-01", "decision_to_admit": "maybe"}, "decision_to_admit maybe is not 0 or 1"),
        (
            {"clock_start": "2025-12-01", "decision_to_admit": "2025-13-01"},
            "decision_to_admit 2025-13-01 is not a date",
        ),
        ({"clock_start": "2025-12-01", "nullified": "2"}, "nullified 2 is not 0 or 1"),
        ({"clock_start": "2025-12-02", "clock_stop": "2025-12-01"}, "the clock stops before it starts"),
        ({"clock_start": "2025-12-02", "stop_type": "admitted"}, "a stop type but no clock stop"),
        ({"clock_start": "2025-12-02", "clock_stop": "2026-01-09"}, "the stop type is empty"),
        ({}, "without a clock start cannot be counted"),
        ({"clock_stop": "2026-02-01", "stop_type": "admitted"}, "without a clock start cannot be counted"),
    ],
)
def test_rows_that_cannot_be_used_say_why(cells: dict[str, object], reason: str) -> None:
    with pytest.raises(NotUsable, match=reason):
        read_pathway(PLAIN | cells, JANUARY)
    result = build_return([(7, PLAIN | cells)], JANUARY)
    assert (result.lines, [row.number for row in result.rejected]) == ([], [7])
    assert result.tally == (1, 0, 1)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"clock_start": date(2025, 12, 1)}, ["Part_2"]),
        ({"clock_start": datetime(2025, 12, 1, 9, 30)}, ["Part_2"]),  # noqa: DTZ001  wall time, as a spreadsheet gives it
        ({"clock_start": "2025-12-01 00:00:00"}, ["Part_2"]),
        ({"clock_start": "2025-12-01T00:00:00.000"}, ["Part_2"]),
        ({"clock_start": " 2025-12-01 ", "provider_org": " rrk ", "tfc": "c_110"}, ["Part_2"]),
        ({"clock_start": "2025-12-01", "decision_to_admit": True, "nullified": False}, ["Part_2", "Part_2A"]),
        ({"clock_start": "2025-12-01", "decision_to_admit": "", "nullified": None}, ["Part_2"]),
        ({"clock_start": "2025-12-01", "decision_to_admit": "1.0"}, ["Part_2", "Part_2A"]),
        ({"clock_start": "2025-12-01", "decision_to_admit": "2026-01-31"}, ["Part_2", "Part_2A"]),
        ({"clock_start": "2025-12-01", "decision_to_admit": date(2026, 2, 1)}, ["Part_2"]),
        ({"clock_start": "2025-12-01", "clock_stop": "2026-01-09", "stop_type": "Non-Admitted"}, ["Part_1B"]),
    ],
)
def test_ways_to_write_the_same(cells: dict[str, object], expected: list[str]) -> None:
    assert parts(**cells) == expected


def test_unknown_clock_starts_have_their_own_column() -> None:
    row = lines_of(clock_stop="2026-01-05", stop_type="non_admitted")["Part_1B", "C_999"].as_row(date(2026, 1, 31))
    cells = dict(zip(COLUMNS, row, strict=True))
    assert (cells["Total"], cells["Patients with unknown clock start date"], cells["Total All"]) == ("0", "1", "1")
    assert cells["Gt 00 To 01 Weeks SUM 1"] == "0"


def test_the_layout_is_the_published_one() -> None:
    sample = Path(__file__).parents[2] / "data" / "rtt_jan26_sample_7_providers.csv.gz"
    with gzip.open(sample, "rt", encoding="utf-8", newline="") as file:
        published = next(csv.reader(file))
    assert tuple(published) == COLUMNS
    assert len(COLUMNS) == 121
    assert period_name(date(2026, 1, 9)) == "RTT-January-2026"


def test_total_is_blank_where_the_published_one_is() -> None:
    found = lines_of(clock_start="2026-01-05", decision_to_admit="1")
    for part in ("Part_2", "Part_2A", "Part_3"):
        cells = dict(zip(COLUMNS, found[part, "C_110"].as_row(date(2026, 1, 1)), strict=True))
        assert cells["Total"] == cells["Patients with unknown clock start date"] == ""
        assert (cells["Total All"], cells["Treatment Function Name"]) == ("1", "Trauma and Orthopaedic Service")
    assert {cells[band_column(band)] for band in range(105)} == {""}


def test_treatment_functions_are_counted_on_their_lines() -> None:
    rows = [PLAIN | {"tfc": tfc, "clock_start": "2025-12-25"} for tfc in TREATMENT_FUNCTIONS]
    lines = [line for line in monthly_return(rows, date(2026, 1, 1)) if line.part == Part.PART_2]
    assert [line.line for line in lines] == [*RETURN_LINES, "C_999"]
    assert lines[-1].total_all == len(TREATMENT_FUNCTIONS)


ROWS = st.fixed_dictionaries(
    {
        "provider_org": st.sampled_from(["RRK", "RTH", ""]),
        "commissioner_org": st.sampled_from(["15E", "NONC"]),
        "tfc": st.sampled_from(["110", "108", "X02", "302", "502", "112"]),
        "clock_start": st.one_of(st.just(""), st.dates(date(2023, 6, 1), date(2026, 3, 1)).map(str)),
        "clock_stop": st.one_of(st.just(""), st.dates(date(2025, 11, 1), date(2026, 3, 1)).map(str)),
        "stop_type": st.sampled_from(["", "admitted", "non_admitted"]),
        "decision_to_admit": st.sampled_from(["0", "1"]),
        "nullified": st.sampled_from(["0", "0", "0", "1"]),
    }
)


@given(st.lists(ROWS, max_size=60))
def test_totals_are_the_sum_of_their_lines(rows: list[Mapping[str, object]]) -> None:
    result = build_return(enumerate(rows), JANUARY)
    groups = {(line.provider, line.commissioner, line.part) for line in result.lines}
    for group in groups:
        lines = [line for line in result.lines if line[:3] == group]
        *own, total = lines
        assert total.line == "C_999"
        assert total.bands == add_bands(own)
        assert total.total_all == sum(line.total_all for line in own)
        assert total.unknown_starts == sum(line.unknown_starts for line in own)
    assert result.tally.rows == len(rows)
    assert result.tally.elsewhere >= 0


@given(st.lists(ROWS, max_size=60))
def test_every_counted_pathway_is_open_or_completed_once(rows: list[Mapping[str, object]]) -> None:
    result = build_return(enumerate(rows), JANUARY)
    totals = {part: sum(ln.total_all for ln in result.lines if ln.part == part and ln.line == "C_999") for part in Part}
    assert totals[Part.PART_1A] + totals[Part.PART_1B] + totals[Part.PART_2] == result.tally.counted
    assert totals[Part.PART_2A] <= totals[Part.PART_2]
    assert totals[Part.PART_3] <= result.tally.counted


@given(st.lists(ROWS, max_size=40), st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[Mapping[str, object]], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert monthly_return(shuffled, date(2026, 1, 1)) == monthly_return(rows, date(2026, 1, 1))


@given(st.dates(date(2024, 1, 1), date(2026, 6, 30)), st.integers(0, 900))
def test_a_pathway_is_new_once_and_completed_once(start: date, days: int) -> None:
    stop = start + timedelta(days=days)
    row = PLAIN | {"clock_start": str(start), "clock_stop": str(stop), "stop_type": "admitted"}
    months = [date(2024 + month // 12, month % 12 + 1, 1) for month in range(66)]
    found = [line.part for month in months for line in monthly_return([row], month) if line.line == "C_999"]
    assert found.count(Part.PART_3) == found.count(Part.PART_1A) == 1
    month_ends = [month_of(month).last for month in months]
    assert found.count(Part.PART_2) == sum(start <= last < stop for last in month_ends)


@pytest.mark.parametrize("text", ["2026-1", "2026-13", "202601", "2026-01-01", "January", "", "２０２６-01", "0026-01"])
def test_what_is_not_a_month(text: str) -> None:
    with pytest.raises(ValueError, match="is not a month"):
        parse_month(text)


def write_rows(path: Path, *rows: Mapping[str, object], header: str = ",".join(PLAIN)) -> Path:
    text = [header, *(",".join(str(value) for value in row.values()) for row in rows)]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    return path


def test_the_command_writes_the_return_and_the_rejected_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = PLAIN | {"clock_start": "2025-12-25"}, PLAIN | {"tfc": "112"}
    source = write_rows(tmp_path / "in.csv", good, bad, good, PLAIN | {"clock_start": "2026-02-02"})
    out = tmp_path / "RETURN.csv"
    assert main([str(source), "--month", "2026-01", "-o", str(out)]) == 0
    assert "4 rows read, 2 counted, 1 not in this month, 1 rejected" in capsys.readouterr().out
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["RTT Part Type"], row["Treatment Function Code"], row["Total All"]) for row in rows] == [
        ("Part_2", "C_110", "2"),
        ("Part_2", "C_999", "2"),
    ]
    with (tmp_path / "RETURN.csv.rejected.csv").open(encoding="utf-8", newline="") as file:
        rejected = list(csv.DictReader(file))
    assert [(row["line"], row["tfc"]) for row in rejected] == [("3", "112")]
    assert "not a treatment function" in rejected[0]["reason"]


def test_uneven_rows_are_rejected_not_guessed(tmp_path: Path) -> None:
    source = write_rows(tmp_path / "in.csv", PLAIN | {"clock_start": "2025-12-25"})
    with source.open("a", encoding="utf-8") as file:
        file.write("RRK,15E,110\n\nRRK,15E,110,2025-12-25,,,0,0,extra\n")
    out = tmp_path / "out.csv"
    assert main([str(source), "--month", "2026-01", "-o", str(out)]) == 0
    rejected = (tmp_path / "out.csv.rejected.csv").read_text(encoding="utf-8")
    assert '3,"the row has 3 cells, the header has 8"' in rejected
    assert '5,"the row has 9 cells, the header has 8"' in rejected


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"provider_org,commissioner_org\n", "has no columns tfc, clock_start"),
        (b"", "is empty"),
        (",".join(PLAIN).encode() + b"\n", "has a header and no rows below it"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Excel workbook (.xls)"),
        (b"PK\x03\x04broken", "cannot be read"),
        (b"\x1f\x8b\x08\x00broken", "cannot be read"),
        (",".join(PLAIN).replace("nullified", "null").encode(), "has no column nullified"),
        (b"provider_org,\x81\n", "not text"),
    ],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    assert main([str(source), "--month", "2026-01", "-o", str(tmp_path / "out.csv")]) == 2
    assert words in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["in.csv"]


def test_a_bad_month_a_missing_file_and_a_place_that_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write_rows(tmp_path / "in.csv", PLAIN | {"clock_start": "2025-12-25"})
    assert main([str(source), "--month", "2026-00", "-o", str(tmp_path / "out.csv")]) == 2
    assert "is not a month" in capsys.readouterr().err
    assert main([str(tmp_path / "none.csv"), "--month", "2026-01", "-o", str(tmp_path / "out.csv")]) == 2
    assert "is not a file" in capsys.readouterr().err
    assert main([str(source), "--month", "2026-01", "-o", str(tmp_path / "none" / "out.csv")]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_trust_list_needs_no_engine(tmp_path: Path) -> None:
    source = write_rows(tmp_path / "in.csv", PLAIN | {"clock_start": "2025-12-25"})
    code = (
        "import sys; from rules.returns import main;"
        f"status = main([{str(source)!r}, '--month', '2026-01', '-o', {str(tmp_path / 'out.csv')!r}]);"
        "sys.exit(status or bool({'duckdb', 'polars', 'pandas', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


FILLERS = [
    "1900-01-01",
    "1899-12-30",
    "1753-01-01",
    "0001-01-01",
    "0000-00-00",
    "1970-01-01",
    "9999-12-31",
    "2999-12-31",
]


@pytest.mark.parametrize("filler", [*FILLERS, "9999-12-31 00:00:00", date(1900, 1, 1), date.max])
def test_a_filler_is_no_date(filler: object) -> None:
    assert parts(clock_start="2025-12-01", clock_stop=filler) == ["Part_2"]
    assert parts(clock_start="2025-12-01", decision_to_admit=filler) == ["Part_2"]
    stopped = lines_of(clock_start=filler, clock_stop="2026-01-05", stop_type="admitted")["Part_1A", "C_110"]
    assert (stopped.unknown_starts, stopped.known) == (1, 0)
    with pytest.raises(NotUsable, match="without a clock start"):
        read_pathway(PLAIN | {"clock_start": filler}, JANUARY)


@pytest.mark.parametrize("day", ["1950-01-01", "1970-01-02", "2025-12-31"])
def test_an_old_day_is_still_a_date(day: str) -> None:
    assert read_pathway(PLAIN | {"clock_start": day}, JANUARY).clock_start == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("commissioner", "reported"),
    [
        ("7A1", "NONC"),
        (" 7a3 ", "NONC"),
        ("7A7HP", "NONC"),
        ("W11000023", "NONC"),
        ("SN999", "NONC"),
        ("S08000020", "NONC"),
        ("ZC010", "NONC"),
        ("NONC", "NONC"),
        ("15E", "15E"),
        ("D9Y0V", "D9Y0V"),
        ("13Q", "13Q"),
        ("Y56", "Y56"),
        ("72Q", "72Q"),
    ],
)
def test_commissioners_outside_england_are_reported_as_one(commissioner: str, reported: str) -> None:
    row = PLAIN | {"clock_start": "2025-12-01", "commissioner_org": commissioner}
    assert {line.commissioner for line in monthly_return([row], date(2026, 1, 1))} == {reported}


def test_a_file_as_excel_in_windows_saves_it(tmp_path: Path) -> None:
    row = PLAIN | {"provider_org": "RXB", "clock_start": "2025-12-25"}
    text = "note," + ",".join(PLAIN) + "\r\n" + "Frau Müller’s – clinic," + ",".join(row.values()) + "\r\n"
    for name, encoding in (("windows.csv", "cp1252"), ("unicode.csv", "utf-16"), ("utf8.csv", "utf-8-sig")):
        (tmp_path / name).write_bytes(text.encode(encoding))
        assert main([str(tmp_path / name), "--month", "2026-01", "-o", str(tmp_path / f"{name}.out")]) == 0
    written = {(tmp_path / f"{name}.csv.out").read_text(encoding="utf-8") for name in ("windows", "unicode", "utf8")}
    assert len(written) == 1
    assert ",RXB," in written.pop()


def test_an_excel_workbook_gives_the_same_return(tmp_path: Path) -> None:
    rows = [PLAIN | {"clock_start": "2025-12-25"}, PLAIN | {"clock_start": "2025-11-02", "decision_to_admit": "1"}]
    sheet = (book := Workbook()).active
    assert sheet is not None
    sheet.append([*PLAIN, None])
    sheet.append(["RRK", "15E", 110, date(2025, 12, 25), None, None, 0, 0])
    sheet.append([])
    sheet.append(["RRK", "15E", 110, datetime(2025, 11, 2), None, None, True, False])  # noqa: DTZ001  as a sheet holds it
    book.save(tmp_path / "in.xlsx")
    for source in (tmp_path / "in.xlsx", write_rows(tmp_path / "in.csv", *rows)):
        assert main([str(source), "--month", "2026-01", "-o", str(tmp_path / f"{source.suffix}.out")]) == 0
    assert (tmp_path / ".xlsx.out").read_text() == (tmp_path / ".csv.out").read_text()


def test_a_workbook_of_something_else_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Workbook().save(tmp_path / "empty.xlsx")
    assert main([str(tmp_path / "empty.xlsx"), "--month", "2026-01", "-o", str(tmp_path / "out.csv")]) == 2
    assert "has no columns provider_org" in capsys.readouterr().err


def test_the_command_says_what_nhs_england_would_ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = write_rows(
        tmp_path / "in.csv", *(PLAIN | {"commissioner_org": "Q99", "clock_start": f"2025-12-{day}"} for day in (25, 26))
    )
    out = tmp_path / "out.csv"
    assert main([str(source), "--month", "2026-01", "-o", str(out)]) == 0
    said = capsys.readouterr().out
    assert "breach: RRK: Q99 is not a commissioner code of this return." in said
    assert "(returns-part-missing)" in said
    out.rename(tmp_path / "before.csv")
    again = [str(source), "--month", "2026-01", "-o", str(out), "--previous"]
    assert main([*again, str(tmp_path / "before.csv")]) == 0
    assert "the total of 2 is the same as last month. " in capsys.readouterr().out
    assert main([*again, str(tmp_path / "none.csv")]) == 2
    assert "none.csv cannot be read" in capsys.readouterr().err
