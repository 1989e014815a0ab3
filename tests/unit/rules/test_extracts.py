"""A published extract added up by provider: the same figures as `kpis`, and a clear answer for a file that is none."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from rules.codes import RETURN_LINES
from rules.extracts import add_providers, bands_of, read_extract, total_of
from rules.returns.layout import Part
from rules.returns.measures import figures_of
from rules.returns.opening import FileNotUsable
from rules.returns.published import provider_bands

DATA = Path(__file__).parents[2] / "data"
SAMPLE = DATA / "rtt_jan26_sample_7_providers.csv.gz"


def test_providers_have_the_figures_of_the_cases() -> None:
    extract = read_extract(SAMPLE)
    assert (extract.month.isoformat(), len(extract.providers)) == ("2026-01-01", 7)
    kept = {bands.provider: bands.bands for bands in provider_bands(SAMPLE)}
    cases = [json.loads(line) for line in (DATA / "kpis_jan26.jsonl").read_text(encoding="utf-8").splitlines()]
    totals = {case["provider"]: case["total"] for case in cases if not case.get("tfc")}
    for one in extract.providers:
        bands = bands_of(one.counts)
        assert bands == kept[one.code]
        assert figures_of(bands).total == total_of(one.counts, Part.PART_2)
        assert totals.get(one.code, total_of(one.counts, Part.PART_2)) == total_of(one.counts, Part.PART_2)


def test_several_providers_are_the_sum_of_each() -> None:
    extract = read_extract(SAMPLE)
    whole = add_providers(extract.providers)
    for part in Part:
        assert total_of(whole, part) == sum(total_of(one.counts, part) for one in extract.providers)
    assert sum(sum(bands_of(whole, line=line)) for line in RETURN_LINES) == sum(bands_of(whole))


def write(path: Path, rows: list[list[str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


@pytest.fixture(scope="module")
def rows() -> list[list[str]]:
    with gzip.open(SAMPLE, "rt", encoding="utf-8") as file:
        return list(csv.reader(file))[:30]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("Period", "RTT-Juneuary-2026", "is not a period"),
        ("Period", "RTT-March-2026", "An extract is of one month"),
        ("RTT Part Type", "Part_9", "is not a part of the return"),
        ("Treatment Function Code", "C_777", "is not a treatment function line"),
        ("Total All", "many", "is not a number"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(
    tmp_path: Path, rows: list[list[str]], column: str, value: str, said: str
) -> None:
    place = rows[0].index(column)
    changed = [list(row) for row in rows]
    for row in changed[1:2] if column != "Period" or "March" in value else changed[1:]:
        row[place] = value
    with pytest.raises(FileNotUsable, match=said):
        read_extract(write(tmp_path / "extract.csv", changed))


def test_a_missing_column_is_named(tmp_path: Path, rows: list[list[str]]) -> None:
    place = rows[0].index("Gt 17 To 18 Weeks SUM 1")
    short = [[cell for column, cell in enumerate(row) if column != place] for row in rows]
    with pytest.raises(FileNotUsable, match="it has no column “Gt 17 To 18 Weeks SUM 1”"):
        read_extract(write(tmp_path / "extract.csv", short))


def test_an_empty_file_and_one_without_a_period_are_refused(tmp_path: Path, rows: list[list[str]]) -> None:
    with pytest.raises(FileNotUsable, match="no rows below"):
        read_extract(write(tmp_path / "empty.csv", rows[:1]))
    with pytest.raises(FileNotUsable, match="is not a period"):
        read_extract(write(tmp_path / "none.csv", [row[1:] for row in rows]))
