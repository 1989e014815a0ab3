"""The return and the figures of an extract, counted again from their definitions alone."""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from rules import programs
from rules.returns.pathways import PATHWAY_COLUMNS

SAMPLE = Path(__file__).parents[2] / "data" / "rtt_jan26_sample_7_providers.csv.gz"
FIRST, LAST = date(2026, 1, 1), date(2026, 1, 31)
LINES = {"100": "C_100", "108": "C_110", "145": "C_140", "173": "C_170", "306": "X02", "X04": "X04", "C_330": "C_330"}
WAITS = (0, 5, 7, 8, 14, 15, 30, 31, 126, 127, 364, 365, 728, 729, 900, -3)
Run = Callable[..., list[str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def answer(*words: str) -> list[str]:
        assert programs.main(list(words)) == 0
        return capsys.readouterr().out.splitlines()

    return answer


def draw_rows(rng: random.Random, count: int) -> Iterator[list[str]]:
    for _ in range(count):
        start = LAST - timedelta(days=rng.choice(WAITS))
        stop = LAST - timedelta(days=rng.choice(WAITS)) if rng.random() < 0.5 else None
        known = rng.random() < 0.95
        yield [
            rng.choice(["RAA", "rab", ""]) if rng.random() < 0.3 else "RAA",
            rng.choice(["15N", "NONC"]),
            rng.choice([*LINES, "999", "C_999"]),
            start.isoformat() if known else "",
            stop.isoformat() if stop else "",
            rng.choice(["admitted", "non_admitted", ""]) if stop else rng.choice(["", "", "", "admitted"]),
            rng.choice(["0", "1", "", "2025-12-01", "2026-02-03"]),
            rng.choice(["0", "0", "0", "1"]),
        ]


def count_row(cells: list[str], counts: Counter[tuple[object, ...]]) -> bool:
    """Count one row by the words of the rule book; False for a row that cannot be used."""
    provider, commissioner, tfc, began, ended, kind, decided, nullified = cells
    start = date.fromisoformat(began) if began else None
    stop = date.fromisoformat(ended) if ended else None
    is_open, line = stop is None or stop > LAST, LINES.get(tfc)
    if not provider or line is None or (start and stop and stop < start):
        return False
    if nullified == "0" and (
        (stop is None and kind) or (stop and FIRST <= stop <= LAST and not kind) or (is_open and start is None)
    ):
        return False
    parts = []
    if is_open and start and start <= LAST and (nullified == "0" or stop):
        parts = ["Part_2", "Part_2A"] if decided in ("1", "2025-12-01") else ["Part_2"]
    elif not is_open and nullified == "0" and stop and stop >= FIRST:
        parts = ["Part_1A" if kind == "admitted" else "Part_1B"]
    if parts and start and start >= FIRST:
        parts.append("Part_3")
    days = None if start is None else ((LAST if is_open or stop is None else stop) - start).days
    for part in parts:
        weeks = "unknown" if days is None else 0 if days < 8 else min(104, (days - 1) // 7)
        band = "all" if part == "Part_3" else weeks
        for counted in (line, "C_999"):
            counts[provider.upper(), commissioner, part, counted, band] += 1
    return True


def read_counts(path: Path) -> Counter[tuple[object, ...]]:
    counts: Counter[tuple[object, ...]] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert len(header) == 121
    for row in rows:
        key = (row[3], row[7], row[9], row[11])
        bands = [int(cell or 0) for cell in row[13:118]]
        unknown = int(row[119] or 0)
        if row[9] == "Part_3":
            assert not any(row[13:120])
            counts[*key, "all"] = int(row[120])
            continue
        assert int(row[120]) == sum(bands) + unknown
        assert row[118] == (str(sum(bands)) if row[9] in ("Part_1A", "Part_1B") else "")
        counts.update({(*key, band): count for band, count in enumerate(bands) if count})
        counts.update({(*key, "unknown"): unknown} if unknown else {})
    return counts


@pytest.mark.parametrize("name", ["list.csv", "list.csv.gz", "list.parquet"])
def test_every_cell_of_a_return_is_that_of_a_plain_count(name: str, tmp_path: Path, run: Run) -> None:
    rows = list(draw_rows(random.Random(7), 3000))
    expected: Counter[tuple[object, ...]] = Counter()
    rejected = [number for number, cells in enumerate(rows, 2) if not count_row(cells, expected)]
    text = "\n".join(",".join(cells) for cells in [PATHWAY_COLUMNS, *rows]) + "\n"
    plain, source = tmp_path / "list.csv", tmp_path / name
    plain.write_text(text, encoding="utf-8")
    if name.endswith(".gz"):
        source.write_bytes(gzip.compress(text.encode()))
    if name.endswith(".parquet"):
        write_parquet(plain, source)
    said, *checks = run("return", str(source), "--month", "2026-01", "-o", str(tmp_path / "out.csv"))
    assert f"{len(rejected):,} rejected" in said
    assert checks[0] == f"Checked: {len(checks) - 1} remarks."
    assert read_counts(tmp_path / "out.csv") == expected
    with (tmp_path / "out.csv.rejected.csv").open(encoding="utf-8", newline="") as file:
        refused = list(csv.reader(file))[1:]
    assert len(refused) == len(rejected)
    assert all(reason for _, reason, *_ in refused)
    if not name.endswith(".parquet"):
        assert [int(line) for line, *_ in refused] == rejected


def write_parquet(source: Path, target: Path) -> None:
    import duckdb

    dates = ", ".join(f"TRY_CAST({name} AS DATE) AS {name}" for name in ("clock_start", "clock_stop"))
    duckdb.execute(f"""COPY (SELECT provider_org, commissioner_org, tfc, {dates}, stop_type, decision_to_admit,
        CAST(nullified AS INTEGER) AS nullified FROM read_csv('{source}', all_varchar = true, header = true))
        TO '{target}' (FORMAT parquet)""")


@pytest.mark.parametrize("nonc", [False, True])
def test_figures_of_all_providers_and_functions_are_those_of_a_plain_count(nonc: bool, run: Run) -> None:
    sums: dict[tuple[str, str | None], list[int]] = defaultdict(lambda: [0] * 105)
    with gzip.open(SAMPLE, "rt", encoding="utf-8", newline="") as file:
        for row in list(csv.reader(file))[1:]:
            if row[9] == "Part_2" and row[11] != "C_999" and (nonc or row[7] != "NONC"):
                for key in ((row[3], None), (row[3], row[11])):
                    sums[key] = [total + int(cell or 0) for total, cell in zip(sums[key], row[13:118], strict=True)]
    told = [json.loads(line) for line in run("kpis", str(SAMPLE), "--by", "tfc", *["--include-nonc"] * nonc)]
    assert {(one["provider"], one["tfc"]) for one in told} == set(sums)
    for one in told:
        bands = sums[one["provider"], one["tfc"]]
        total = sum(bands)
        assert (one["total"], one["within_18"], one["over_18"]) == (total, sum(bands[:18]), sum(bands[18:]))
        assert [one[f"over_{weeks}"] for weeks in (52, 65, 78, 104)] == [sum(bands[k:]) for k in (52, 65, 78, 104)]
        assert one["pct_within_18"] == (round(sum(bands[:18]) / total, 6) if total else None)
        for share, name in ((0.5, "median_weeks"), (0.92, "p92_weeks")):
            assert one[name] == (pytest.approx(spread_out(bands, share), rel=1e-12) if total else None)


def spread_out(bands: list[int], share: float) -> float:
    """The percentile as published: the lower bound of its band and the part of the band it lies in."""
    passed = 0
    for lower, count in enumerate(bands):
        if count and passed + count >= share * sum(bands):
            return lower + (share * sum(bands) - passed) / count
        passed += count
    raise AssertionError
