"""The monthly return of England: how long, how much memory, beside the same return hand-written with Polars.

The published figures of a month (by part and treatment function) are expanded to patient-level rows, one a pathway,
spread over 517 providers and their commissioners; the return is prepared from that Parquet file by the command
`python -m rules return`, and every band of the result is held against the published one.

`python -m bench.monthly_return [--published CSV] [--folder FOLDER]`; the expanded file is kept in the folder.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import inspect
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from bench.figures import Figure, print_figures

ROOT = Path(__file__).resolve().parents[1]
PUBLISHED = ROOT / "tests" / "data" / "rtt_jan26_england_by_part_tfc.csv"
MONTH, FIRST, LAST = "2026-01", date(2026, 1, 1), date(2026, 1, 31)
SECONDS, GIGABYTES, RATIO = 5.0, 3.0, 1.5
PROVIDERS, COMMISSIONERS = 517, 129
EPOCH = date(1970, 1, 1)
ROUNDS = 3
Bands = dict[tuple[str, str], list[int]]


class Run(NamedTuple):
    """One child process: seconds on the wall, seconds of processor time, peak memory in gigabytes."""

    wall: float
    processor: float
    memory: float


def main() -> None:
    arguments = parse_arguments()
    if arguments.peer:
        peer(*map(Path, arguments.peer))
        return
    published = read_published(arguments.published)
    pathways = expanded(arguments.published, published, arguments.folder)
    with tempfile.TemporaryDirectory() as folder:
        ours_csv, peer_csv = Path(folder, "ours.csv"), Path(folder, "peer.csv")
        ours, theirs = run_both(pathways, ours_csv, peer_csv)
        rows = check_bands(ours_csv, published)
        if check_bands(peer_csv, published) != rows:
            raise SystemExit("The two engines do not give the same number of rows.")
    report(ours, theirs, rows)


def report(ours: Run, theirs: Run, rows: int) -> None:
    ratio = ours.wall / theirs.wall
    beside = f"{theirs.wall:.2f} s, {theirs.memory:.2f} GB hand-written with Polars"
    print_figures(
        f"Monthly return of England from Parquet: 8,741,838 pathways, {rows:,} rows, every band as published",
        [
            Figure("wall", ours.wall, "s", beside, f"≤ {SECONDS} s", ours.wall <= SECONDS),
            Figure("processor", ours.processor, "s", f"{theirs.processor:.2f} s"),
            Figure(
                "peak memory",
                ours.memory,
                "GB",
                f"{theirs.memory:.2f} GB",
                f"≤ {GIGABYTES} GB",
                ours.memory <= GIGABYTES,
            ),
            Figure("ratio to the peer", ratio, "times", "1", f"≤ {RATIO}", ratio <= RATIO),
        ],
    )


def run_both(pathways: Path, ours_csv: Path, peer_csv: Path) -> tuple[Run, Run]:
    """The better of a few runs each, taken in turn, so that a busy machine troubles both alike."""
    ours_command = [sys.executable, "-m", "rules", "return", str(pathways), "--month", MONTH, "-o", str(ours_csv)]
    peer_command = [sys.executable, "-m", "bench.monthly_return", "--peer", str(pathways), str(peer_csv)]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(run_child(ours_command))
        theirs.append(run_child(peer_command))
    return min(ours), min(theirs)


def run_child(command: Sequence[str]) -> Run:
    """Run a command and measure it by what the system counted for this child alone."""
    start = time.perf_counter()
    child = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}")
    return Run(wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e9)


def read_published(path: Path) -> Bands:
    """105 bands and the unknown clock starts of each part and treatment function line."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = [name for name in rows[0] if name.startswith("Gt ")]
    return {
        (row["part"], row["tfc"]): [*(int(row[column]) for column in columns), int(row["unknown_clock_start"])]
        for row in rows
    }


def with_decision(published: Bands, line: str) -> list[int]:
    """Part 2A, at most Part 2: in six bands of one line providers reported more decisions than open pathways."""
    pairs = zip(published["Part_2A", line], published["Part_2", line], strict=True)
    return [min(decided, waiting) for decided, waiting in pairs]


def check_bands(path: Path, published: Bands) -> int:
    """Hold every band of a prepared return against the published one; how many rows the return has."""
    from rules.returns.layout import Part
    from rules.returns.published import read_return

    found: Bands = {}
    lines = read_return(path)
    for line in lines:
        sums = found.setdefault((line.part, line.line), [0] * 106)
        for place, count in enumerate((*line.bands, line.unknown_starts)):
            sums[place] += int(count)
    for (part, line), counts in published.items():
        if part != Part.PART_3:
            expected = counts if part != Part.PART_2A else expected_decisions(published, line)
            if found[part, line] != expected:
                raise SystemExit(f"{part} {line} is not as published: {found[part, line]} for {expected}")
    check_new_periods(lines)
    return len(lines)


def expected_decisions(published: Bands, line: str) -> list[int]:
    if line != "C_999":
        return with_decision(published, line)
    own = [with_decision(published, other) for part, other in published if part == "Part_2A" and other != "C_999"]
    return [sum(counts) for counts in zip(*own, strict=True)]


def check_new_periods(lines: Sequence[object]) -> None:
    """Part 3 has no bands: its lines add up to their totals, and it covers the first four bands of Part 2."""
    from rules.returns.checks import check_return

    wrong = [one for one in check_return(lines) if one.code in ("returns-total-not-the-sum", "returns-few-new-periods")]  # type: ignore[arg-type]
    if wrong:
        raise SystemExit(wrong[0].text)


def expanded(source: Path, published: Bands, folder: Path) -> Path:
    """The Parquet file of pathways, made once for this source and this code and kept."""
    mark = hashlib.sha256(source.read_bytes() + inspect.getsource(expand).encode()).hexdigest()[:12]
    path = folder / f"pathways-{mark}.parquet"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # in a child: a process starts with its parent's peak memory, and the runs are to be measured from little
        maker = get_context("spawn").Process(target=expand, args=(published, path))
        maker.start()
        maker.join()
    return path


def expand(published: Bands, path: Path) -> None:
    """One row a pathway: days drawn inside its band, clock stops over the month, shuffled."""
    import numpy as np
    import polars as pl

    from rules.codes import RETURN_LINES, list_treatment_functions

    random = np.random.default_rng(2026)
    last, codes = (LAST - EPOCH).days, [one.code for line in RETURN_LINES for one in list_treatment_functions(line)]
    columns: dict[str, list[np.ndarray]] = {name: [] for name in ("tfc", "start", "stop", "kind", "decided")}
    for kind, part in enumerate(("Part_2", "Part_1A", "Part_1B")):
        for line in RETURN_LINES:
            *counts, unknown = published[part, line]
            band = np.repeat(np.arange(105), counts)
            span = np.where(band == 0, 8, np.where(band == 104, 300, 7))
            days = np.where(band == 0, 0, band * 7 + 1) + (random.random(len(band)) * span).astype(np.int64)
            size = len(days) + unknown
            stop = last - (random.random(size) * (31 if kind else 1)).astype(np.int64)
            place = np.arange(len(band)) - (np.cumsum(counts) - counts)[band]
            decided = np.zeros(size, dtype=np.int8)
            if not kind:
                decided[: len(band)] = place < np.array(with_decision(published, line)[:105])[band]
            own = [codes.index(one.code) for one in list_treatment_functions(line)]
            columns["tfc"].append(random.choice(own, size))
            columns["start"].append(np.concatenate([stop[: len(days)] - days, np.full(unknown, -1)]))
            columns["stop"].append(stop if kind else np.full(size, -1))
            columns["kind"].append(np.full(size, kind))
            columns["decided"].append(decided)
    joined = {name: np.concatenate(parts) for name, parts in columns.items()}
    size = len(joined["tfc"])
    order = random.permutation(size)
    weights = 1 / np.arange(1, PROVIDERS + 1) ** 1.2
    provider = random.choice(PROVIDERS, size, p=weights / weights.sum())
    commissioner = (provider * 7 + (random.random(size) ** 100 * 40).astype(int)) % COMMISSIONERS
    day = lambda name: pl.Series(joined[name][order].astype(np.int32))  # noqa: E731
    frame = pl.DataFrame(
        {
            "provider_org": pl.Series([f"R{one // 26:02d}{chr(65 + one % 26)}" for one in range(PROVIDERS)]).gather(
                provider
            ),
            "commissioner_org": pl.Series(
                [f"{one % 100:02d}{'AB'[one // 100]}" for one in range(COMMISSIONERS)]
            ).gather(commissioner),
            "tfc": pl.Series(codes).gather(joined["tfc"][order]),
            "start": day("start"),
            "stop": day("stop"),
            "stop_type": pl.Series(["", "admitted", "non_admitted"]).gather(joined["kind"][order]),
            "decision_to_admit": pl.Series(joined["decided"][order]),
        }
    )
    dates = {f"clock_{name}": pl.when(pl.col(name) >= 0).then(pl.col(name)).cast(pl.Date) for name in ("start", "stop")}
    frame.with_columns(**dates, nullified=pl.lit(0, pl.Int8)).drop("start", "stop").write_parquet(path)


def peer(pathways: Path, output: Path) -> None:
    """The same return by hand, with Polars: read, group by band, spread to columns, total, write."""
    import polars as pl

    from rules.codes import LINE_OF
    from rules.returns.layout import BAND_COLUMNS

    start, stop, who = pl.col("clock_start"), pl.col("clock_stop"), ["provider", "commissioner"]
    still_open, now = stop.is_null() | (stop > LAST), stop.is_between(FIRST, LAST)
    admitted = pl.when(pl.col("stop_type") == "admitted").then(pl.lit("Part_1A")).otherwise(pl.lit("Part_1B"))
    days = (pl.when(still_open).then(pl.lit(LAST)).otherwise(stop) - start).dt.total_days()
    grouped = (
        pl.scan_parquet(pathways)
        .filter((pl.col("nullified") == 0) & (still_open | now))
        .select(
            provider=pl.col("provider_org"),
            commissioner=pl.col("commissioner_org"),
            line=pl.col("tfc").replace_strict(LINE_OF, default=None),
            part=pl.when(still_open).then(pl.lit("Part_2")).otherwise(admitted),
            band=pl.when(days <= 7)
            .then(0)
            .otherwise(((days - 1) // 7).clip(upper_bound=104))
            .fill_null(105)
            .cast(pl.UInt8),
            decided=pl.col("decision_to_admit") == 1,
            new=start.is_between(FIRST, LAST),
        )
        .group_by(*who, "line", "part", "band")
        .agg(
            n=pl.len().cast(pl.Int64),
            decided=pl.col("decided").sum().cast(pl.Int64),
            new=pl.col("new").sum().cast(pl.Int64),
        )
        .collect(engine="streaming")
    )
    columns = [*who, "line", "part", "band", "n"]
    decided = grouped.filter((pl.col("part") == "Part_2") & (pl.col("decided") > 0))
    new = grouped.group_by(*who, "line").agg(n=pl.col("new").sum()).filter(pl.col("n") > 0)
    lines = pl.concat(
        [
            grouped.select(columns),
            decided.with_columns(part=pl.lit("Part_2A"), n=pl.col("decided")).select(columns),
            new.with_columns(part=pl.lit("Part_3"), band=pl.lit(0, pl.UInt8)).select(columns),
        ]
    )
    totals = lines.group_by(*who, "part", "band").agg(n=pl.col("n").sum()).with_columns(line=pl.lit("C_999"))
    wide = pl.concat([lines, totals.select(columns)]).pivot(
        on="band", on_columns=range(106), index=[*who, "part", "line"], values="n", aggregate_function="sum"
    )
    bands = [str(band) for band in range(105)]
    wide.sort(*who, "part", "line").select(
        pl.lit("RTT-January-2026").alias("Period"),
        pl.col("provider").alias("Provider Org Code"),
        pl.lit("").alias("Provider Org Name"),
        pl.col("commissioner").alias("Commissioner Org Code"),
        pl.col("part").alias("RTT Part Type"),
        pl.col("line").alias("Treatment Function Code"),
        *(
            pl.when(pl.col("part") != "Part_3").then(pl.col(band)).alias(column)
            for band, column in zip(bands, BAND_COLUMNS, strict=True)
        ),
        pl.sum_horizontal(bands).alias("Total"),
        pl.col("105").alias("Patients with unknown clock start date"),
        pl.sum_horizontal(*bands, "105").alias("Total All"),
    ).write_csv(output)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--published", type=Path, default=PUBLISHED, help="England by part and treatment function")
    kept = Path(tempfile.gettempdir(), "clockstart-bench")
    parser.add_argument("--folder", type=Path, default=kept, help="where the expanded file is kept between runs")
    parser.add_argument("--peer", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
