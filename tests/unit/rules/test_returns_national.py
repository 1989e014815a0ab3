"""The national return gives the plain one's answer: rows of every kind, text and typed columns, real bands."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rules.returns import build_return, command, main
from rules.returns.layout import Part, ReturnLine, add_bands
from rules.returns.national import list_lines, national_return, write_csv
from rules.returns.opening import FileNotUsable
from rules.returns.pathways import PATHWAY_COLUMNS, parse_month
from rules.returns.published import read_return

JANUARY = parse_month("2026-01")
LAST = JANUARY.last
SAMPLE = Path(__file__).parents[2] / "data" / "rtt_jan26_sample_7_providers.csv.gz"
Row = Mapping[str, str]

FILLERS = ("1900-01-01", "1899-12-30", "9999-12-31", "9999-12-31 00:00:00", "0001-01-01", "1970-01-01", "0000-00-00")
DATES = st.one_of(
    st.just(""),
    st.dates(date(2023, 6, 1), date(2026, 3, 1)).map(str),
    st.sampled_from(
        ["2025-13-01", "2025-02-29", "1/2/2026", *FILLERS, "2026-01-31 00:00:00", " 2026-01-01", "2026-01-31T09:00"]
    ),
)
ROWS = st.fixed_dictionaries(
    {
        "provider_org": st.sampled_from(["RRK", "rrk ", "RTH", "", "A,4"]),
        "commissioner_org": st.sampled_from(["15E", "NONC", " 15e", "  ", "7A1", " 7a1", "SN999"]),
        "tfc": st.sampled_from(["110", " 108", "x02", "302", "C_502", "112", "", "C_999"]),
        "clock_start": DATES,
        "clock_stop": DATES,
        "stop_type": st.sampled_from(["", "admitted", "non_admitted", "Non-Admitted ", "daycase"]),
        "decision_to_admit": st.sampled_from(
            ["0", "1", "", "TRUE", "2026-01-31", "2026-02-01", "2026-02-31", "x", *FILLERS[:3]]
        ),
        "nullified": st.sampled_from(["0", "0", "1", "", "false", "1.0", "7"]),
    }
)


def write_parquet(path: Path, rows: Sequence[Row], types: Mapping[str, str] | None = None) -> Path:
    """A Parquet file of these rows; with `types`, some columns cast from text (empty text is null)."""
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE rows ({', '.join(f'{column} VARCHAR' for column in PATHWAY_COLUMNS)})")
    if rows:
        cells = {column: np.array([row[column] for row in rows], dtype=object) for column in PATHWAY_COLUMNS}
        connection.register("cells", cells)
        connection.execute(f"INSERT INTO rows SELECT {', '.join(PATHWAY_COLUMNS)} FROM cells")
    for column, kind in (types or {}).items():
        connection.execute(f"ALTER TABLE rows ALTER {column} TYPE {kind} USING nullif({column}, '')::{kind}")
    connection.execute(f"COPY rows TO '{path}' (FORMAT parquet)")
    return path


# an example is a file and an engine: few of them, and no shrinking
FEW = settings(
    max_examples=8,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@FEW
@given(st.lists(ROWS, max_size=40))
def test_text_columns_read_the_same(tmp_path: Path, rows: list[Row]) -> None:
    path = write_parquet(tmp_path / "rows.parquet", rows)
    assert list_lines(national_return(path, JANUARY)) == build_return(enumerate(rows, start=1), JANUARY)


CLEAN_DATES = st.one_of(
    st.just(""),
    st.sampled_from(["1900-01-01", "9999-12-31", "1970-01-01"]),
    st.dates(date(2023, 6, 1), date(2026, 3, 1)).map(str),
)
CLEAN = st.fixed_dictionaries(
    {
        "provider_org": st.sampled_from(["RRK", "RTH", ""]),
        "commissioner_org": st.sampled_from(["15E", "NONC"]),
        "tfc": st.sampled_from(["110", "302", "502", "112"]),
        "clock_start": CLEAN_DATES,
        "clock_stop": CLEAN_DATES,
        "stop_type": st.sampled_from(["", "admitted", "non_admitted"]),
        "decision_to_admit": st.sampled_from(["0", "1", ""]),
        "nullified": st.sampled_from(["0", "0", "1", ""]),
    }
)


@pytest.mark.parametrize(
    "types",
    [
        {"clock_start": "DATE", "clock_stop": "DATE", "decision_to_admit": "TINYINT", "nullified": "BIGINT"},
        {"clock_start": "TIMESTAMP", "clock_stop": "TIMESTAMP", "decision_to_admit": "BOOLEAN", "nullified": "BOOLEAN"},
        {"tfc": "INTEGER", "decision_to_admit": "DOUBLE", "clock_start": "DATE"},
    ],
)
@FEW
@given(rows=st.lists(CLEAN, max_size=40))
def test_typed_columns_read_the_same(tmp_path: Path, rows: list[Row], types: dict[str, str]) -> None:
    path = write_parquet(tmp_path / "rows.parquet", rows, types)
    found, plain = list_lines(national_return(path, JANUARY)), build_return(enumerate(rows, start=1), JANUARY)
    assert (found.lines, found.tally) == (plain.lines, plain.tally)
    assert [row[:2] for row in found.rejected] == [row[:2] for row in plain.rejected]


def test_a_column_of_dates_for_the_decision(tmp_path: Path) -> None:
    row = dict(zip(PATHWAY_COLUMNS, ("RRK", "15E", "110", "2025-12-01", "", "", "2026-01-31", "0"), strict=True))
    rows = [row, row | {"decision_to_admit": "2026-02-01"}, row | {"decision_to_admit": ""}]
    path = write_parquet(tmp_path / "rows.parquet", rows, {"decision_to_admit": "DATE"})
    found = list_lines(national_return(path, JANUARY))
    assert {line.part: line.total_all for line in found.lines} == {"Part_2": 3, "Part_2A": 1}
    assert found.lines == build_return(enumerate(rows), JANUARY).lines


def real_lines(*providers: str) -> list[ReturnLine]:
    wanted = [line for line in read_return(SAMPLE) if line.provider in providers and line.line != "C_999"]
    return [line for line in wanted if line.part in (Part.PART_1A, Part.PART_1B, Part.PART_2)]


def expand(lines: Sequence[ReturnLine]) -> list[Row]:
    """Pathways that make these lines: somewhere inside each band, stops spread over the month."""
    random = Random(26)
    rows = []
    for line in lines:
        for band, count in enumerate(line.bands):
            for _ in range(int(count)):
                days = random.randint(0 if band == 0 else 7 * band + 1, 7 * band + 7)
                stop = LAST - timedelta(days=random.randrange(31)) if line.part.is_completed else LAST
                kind = {Part.PART_1A: "admitted", Part.PART_1B: "non_admitted"}.get(line.part, "")
                cells = (line.provider, line.commissioner, line.line, str(stop - timedelta(days=days)))
                rows.append((*cells, str(stop) if kind else "", kind, "0", "0"))
    random.shuffle(rows)
    return [dict(zip(PATHWAY_COLUMNS, row, strict=True)) for row in rows]


def test_the_published_bands_of_two_trusts_come_back(tmp_path: Path) -> None:
    published = real_lines("RAN", "RCF")
    rows = expand(published)
    path = write_parquet(tmp_path / "rows.parquet", rows, {"clock_start": "DATE", "clock_stop": "DATE"})
    national = national_return(path, JANUARY)
    plain = build_return(enumerate(rows), JANUARY)
    assert list_lines(national).lines == plain.lines
    own = [
        line for line in plain.lines if line.line != "C_999" and line.part in (Part.PART_1A, Part.PART_1B, Part.PART_2)
    ]
    assert own == sorted(published, key=lambda line: line.order)
    assert plain.tally == (len(rows), len(rows), 0)


def test_the_two_written_files_are_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "rows.csv"
    rows = expand(real_lines("RAN")[:40])
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, PATHWAY_COLUMNS)
        writer.writeheader()
        writer.writerows([*rows, rows[0] | {"tfc": "112"}, rows[0] | {"clock_stop": "", "stop_type": ""}])
    plain, national = tmp_path / "plain.csv", tmp_path / "national.csv"
    assert main([str(source), "--month", "2026-01", "-o", str(plain)]) == 0
    monkeypatch.setattr(command, "PLAIN_LIMIT", 0)
    assert main([str(source), "--month", "2026-01", "-o", str(national)]) == 0
    assert plain.read_text(encoding="utf-8") == national.read_text(encoding="utf-8")
    assert_same_rejected = [
        path.with_name(f"{path.name}.rejected.csv").read_text("utf-8") for path in (plain, national)
    ]
    assert assert_same_rejected[0] == assert_same_rejected[1]
    assert add_bands(read_return(plain)) == add_bands(read_return(national))


def test_an_uneven_row_in_a_large_text_is_rejected_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "PLAIN_LIMIT", 0)
    source = tmp_path / "rows.csv"
    good = "RRK,15E,110,2025-12-01,,,0,0\n"
    source.write_text(f"{','.join(PATHWAY_COLUMNS)}\n{good * 3}RRK,15E,110,2025,,,0,0,extra,more\n{good}", "utf-8")
    assert main([str(source), "--month", "2026-01", "-o", str(tmp_path / "out.csv")]) == 0
    assert "5 rows read, 4 counted, 0 not in this month, 1 rejected" in capsys.readouterr().out


def test_names_of_columns_in_any_case_and_quotes_in_a_path(tmp_path: Path) -> None:
    path = tmp_path / "it's.parquet"
    duckdb.sql(
        "SELECT 'RRK' AS \"Provider_Org\", '15E' AS commissioner_org, 110 AS TFC, DATE '2025-12-01' AS clock_start, "
        "NULL AS clock_stop, NULL AS stop_type, 1 AS decision_to_admit, 0 AS nullified, 'x' AS other"
    ).write_parquet(str(path))
    found = list_lines(national_return(path, JANUARY))
    assert [line.part for line in found.lines if line.line == "C_110"] == ["Part_2", "Part_2A"]


def test_files_duckdb_cannot_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"PAR1 this is not parquet")
    assert main([str(broken), "--month", "2026-01", "-o", str(tmp_path / "out.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    short = tmp_path / "short.parquet"
    duckdb.sql("SELECT 'RRK' AS provider_org").write_parquet(str(short))
    with pytest.raises(FileNotUsable, match="has no columns commissioner_org, tfc"):
        national_return(short, JANUARY)
    empty = write_parquet(tmp_path / "empty.parquet", [])
    with pytest.raises(FileNotUsable, match="cannot be written"):
        write_csv(national_return(empty, JANUARY), tmp_path / "none" / "out.csv")


def test_a_file_without_rows_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = write_parquet(tmp_path / "empty.parquet", [])
    assert main([str(empty), "--month", "2026-01", "-o", str(tmp_path / "out.csv")]) == 2
    assert "empty.parquet has no rows" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["empty.parquet"]
