"""Figures from a published extract: the given cases, the traps of the format, and files that are not an extract."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from rules import programs
from rules.returns.layout import COLUMNS, Part
from rules.returns.measures import over_weeks, share_within
from rules.returns.opening import FileNotUsable
from rules.returns.published import main, provider_bands, read_return

DATA = Path(__file__).parents[2] / "data"
SAMPLE = DATA / "rtt_jan26_sample_7_providers.csv.gz"
CASES = [json.loads(line) for line in (DATA / "kpis_jan26.jsonl").read_text(encoding="utf-8").splitlines()]


def kpis(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, object]]:
    assert main([str(SAMPLE), *arguments]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_given_cases_without_nonc(capsys: pytest.CaptureFixture[str]) -> None:
    found = {(row["provider"], row["tfc"]): row for row in kpis(capsys, "--by", "tfc")}
    for case in CASES:
        row = found[case["provider"], case.get("tfc")]
        floats = {name: case[name] for name in ("median_weeks", "p92_weeks", "pct_within_18")}
        assert {name: row[name] for name in floats} == pytest.approx(floats, rel=1e-9)
        assert {name: row[name] for name in case if name not in floats} == {
            name: value for name, value in case.items() if name not in floats
        }


def test_one_line_per_provider_with_the_fields_of_the_cases(capsys: pytest.CaptureFixture[str]) -> None:
    found = kpis(capsys)
    assert [row["provider"] for row in found] == ["RAN", "RCF", "RGT", "RP5", "RRK", "RTH", "RXK"]
    assert all(list(row) == list(CASES[0]) for row in found)


def test_it_is_a_command_of_the_rules_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert programs.main(["kpis", str(SAMPLE)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 7


def test_nonc_is_counted_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    without = {row["provider"]: row["total"] for row in kpis(capsys)}
    with_nonc = {row["provider"]: row["total"] for row in kpis(capsys, "--include-nonc")}
    assert (without["RRK"], with_nonc["RRK"]) == (93_085, 93_311)
    assert all(without[provider] <= with_nonc[provider] for provider in without)


def test_lines_add_up_to_their_provider() -> None:
    found = provider_bands(SAMPLE, by_line=True)
    for whole in (one for one in found if not one.tfc):
        lines = [one.bands for one in found if one.provider == whole.provider and one.tfc]
        assert tuple(map(sum, zip(*lines, strict=True))) == whole.bands


def test_england_has_the_published_figures() -> None:
    with (DATA / "rtt_jan26_england_by_part_tfc.csv").open(encoding="utf-8") as file:
        row = next(row for row in csv.DictReader(file) if (row["part"], row["tfc"]) == ("Part_2", "C_999"))
    bands = [int(count) for name, count in row.items() if name.startswith("Gt ")]
    assert sum(bands) == 7_187_677
    assert share_within(bands) == pytest.approx(0.61385, abs=5e-6)
    assert [over_weeks(bands, weeks) for weeks in (52, 65, 78, 104)] == [137_320, 9_522, 2_947, 576]


def test_zip_and_plain_text_read_the_same(tmp_path: Path) -> None:
    text = gzip.decompress(SAMPLE.read_bytes())
    plain, zipped = tmp_path / "plain.csv", tmp_path / "zipped.zip"
    plain.write_bytes(b"\xef\xbb\xbf" + text)
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("20260131-RTT-January-2026-full-extract.csv", text)
        archive.writestr("__MACOSX/._20260131.csv", b"x")
    assert provider_bands(plain) == provider_bands(zipped) == provider_bands(SAMPLE)


def test_read_return_gives_every_row_and_totals_agree() -> None:
    lines = read_return(SAMPLE)
    assert len(lines) == 12_175
    assert all(line.known + line.unknown_starts == line.total_all for line in lines if line.part is not Part.PART_3)
    assert all(line.known == 0 for line in lines if line.part is Part.PART_3)


def write_extract(path: Path, *rows: dict[str, str], without: str = "") -> Path:
    columns = [column for column in COLUMNS if column != without]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


ROW = {
    "Provider Org Code": "RAA",
    "Provider Org Name": "A",
    "Commissioner Org Code": "15N",
    "RTT Part Type": "Part_2",
    "Treatment Function Code": "C_100",
    "Gt 17 To 18 Weeks SUM 1": "3",
    "Gt 18 To 19 Weeks SUM 1": "1",
    "Total All": "4",
}


def test_empty_bands_are_noughts_and_totals_are_not_added(tmp_path: Path) -> None:
    total = ROW | {"Treatment Function Code": "C_999"}
    other_part = ROW | {"RTT Part Type": "Part_2A"}
    found = provider_bands(write_extract(tmp_path / "x.csv", ROW, total, other_part))
    assert [(one.provider, sum(one.bands)) for one in found] == [("RAA", 4)]


def test_numbers_and_names_as_excel_in_windows_saves_them(tmp_path: Path) -> None:
    path = write_extract(
        tmp_path / "x.csv", ROW | {"Provider Org Name": "St Mary’s", "Gt 17 To 18 Weeks SUM 1": "1,052"}
    )
    path.write_bytes(path.read_text(encoding="utf-8").encode("cp1252"))
    (found,) = provider_bands(path)
    assert (found.name, sum(found.bands)) == ("St Mary’s", 1_053)
    with pytest.raises(FileNotUsable, match="“1,05” is not a number"):
        provider_bands(write_extract(tmp_path / "y.csv", ROW | {"Gt 17 To 18 Weeks SUM 1": "1,05"}))


def test_a_workbook_is_no_extract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Workbook().save(tmp_path / "x.csv")
    assert main([str(tmp_path / "x.csv")]) == 2
    assert "is an Excel workbook: save the sheet of the full extract as CSV" in capsys.readouterr().err


def test_a_provider_nobody_waits_for_has_no_percentages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = {name: value for name, value in ROW.items() if not name.startswith("Gt ")}
    assert main([str(write_extract(tmp_path / "x.csv", empty))]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["total"] == 0
    assert record["pct_within_18"] is record["median_weeks"] is record["p92_weeks"] is None


@pytest.mark.parametrize("column", ["Provider Org Code", "Gt 103 To 104 Weeks SUM 1", "Total All"])
def test_a_missing_column_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], column: str) -> None:
    assert main([str(write_extract(tmp_path / "x.csv", ROW, without=column))]) == 2
    assert column in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (",".join(COLUMNS).encode() + b"\n", "has a header and no rows below it"),
        (b"Period,Gt 51 To 52 Weeks SUM 1,Gt 52 Weeks SUM 1,Total\n1,2,3,4\n", "the layout before April 2021"),
        (b"\x1f\x8b\x08\x00broken", "cannot be read"),
        (b"PK\x03\x04broken", "cannot be read"),
        (b"Provider Org Code,\x81\xfe\n", "not text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an older Excel workbook (.xls)"),
        (b"a,b,c\n1,2,3\n", "has no column “Provider Org Code”"),
    ],
)
def test_a_file_that_is_not_an_extract(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, words: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    assert main([str(path)]) == 2
    assert words in capsys.readouterr().err


def test_no_file_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.csv")]) == 2
    assert "none.csv cannot be read" in capsys.readouterr().err
    assert main([str(tmp_path)]) == 2


def test_a_count_that_is_no_number_names_its_line(tmp_path: Path) -> None:
    path = write_extract(tmp_path / "x.csv", ROW, ROW | {"Gt 17 To 18 Weeks SUM 1": "many"})
    with pytest.raises(FileNotUsable, match=r"line 3: “many” is not a number"):
        provider_bands(path)


def test_a_zip_with_two_extracts_is_not_guessed(tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "x")
        archive.writestr("b.csv", "x")
    with pytest.raises(FileNotUsable, match="holds 2 CSV files"):
        provider_bands(path)
