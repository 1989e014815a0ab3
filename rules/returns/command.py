"""`python -m rules return`: patient-level rows in, the monthly return in the published layout out."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rules.explain import Finding
from rules.returns.checks import check_return
from rules.returns.files import is_parquet, read_rows, rejected_path, rejected_writer, replacing, write_lines
from rules.returns.monthly import Tally, build_return
from rules.returns.opening import FileNotUsable
from rules.returns.pathways import Month, parse_month
from rules.returns.published import read_return
from words.phrases import plural

PLAIN_LIMIT: Final = 16 * 1024 * 1024
"""Text up to this many bytes (a trust's list) is read in plain Python; beyond it, and for Parquet, DuckDB is loaded."""


def main(argv: Sequence[str]) -> int:
    """Prepare the monthly return of a file of pathways, and say what NHS England would ask about it.

    0 when the return was written, 2 with a sentence on standard error when it could not be.
    """
    arguments = _parser().parse_args(argv)
    try:
        month = parse_month(arguments.month)
        tally = prepare(arguments.pathways, month, arguments.output)
        is_short = arguments.output.stat().st_size <= PLAIN_LIMIT
        wanted = arguments.check or arguments.previous or is_short
        remarks = check_written(arguments.output, arguments.previous) if wanted else None
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{tell(tally, arguments.output)}\n")
    sys.stdout.writelines(f"{line}\n" for line in tell_remarks(remarks))
    return 0


def prepare(source: Path, month: Month, output: Path) -> Tally:
    """Write the return of a file of pathways and, beside it, the rows that could not be used. Raises FileNotUsable."""
    if not source.is_file():
        raise FileNotUsable(f"{source} is not a file.")
    if source.stat().st_size == 0:
        raise FileNotUsable(f"{source} is empty.")
    if is_parquet(source):
        return _prepare_national(source, month, output)
    if source.suffix.lower() in (".csv", ".txt") and source.stat().st_size > PLAIN_LIMIT:
        try:
            return _prepare_national(source, month, output)
        except FileNotUsable:
            # a text DuckDB stumbles over, often for one uneven row: plain Python rejects that row, or says it better
            return _prepare_plainly(source, month, output)
    return _prepare_plainly(source, month, output)


def tell(tally: Tally, output: Path) -> str:
    """What became of the rows, in words."""
    used = f"{plural(tally.rows, 'row')} read, {tally.counted:,} counted, {tally.elsewhere:,} not in this month"
    if not tally.rejected:
        return f"{used}, none rejected. Return: {output}"
    return f"{used}, {tally.rejected:,} rejected (see {rejected_path(output)}). Return: {output}"


def check_written(output: Path, previous: Path | None) -> tuple[Finding, ...]:
    """What NHS England would ask about the return in a file, and about its change since last month's, if given."""
    return check_return(read_return(output), read_return(previous) if previous else None)


def tell_remarks(remarks: Sequence[Finding] | None) -> list[str]:
    """What NHS England would ask about the return, in words: a line a remark, and what to do; None: not checked."""
    if remarks is None:
        return ["The return is long and was not checked: add --check."]
    if not remarks:
        return ["Checked: no remarks."]
    said = [f"{remark.severity.value}: {remark.text} {remark.fix} ({remark.code})" for remark in remarks]
    return [f"Checked: {plural(len(remarks), 'remark')}.", *said]


def _prepare_plainly(source: Path, month: Month, output: Path) -> Tally:
    with rejected_writer(output) as reject:
        result = build_return(read_rows(source), month, reject)
        write_lines(output, result.lines, month.first)
    return result.tally


def _prepare_national(source: Path, month: Month, output: Path) -> Tally:
    from rules.returns.national import list_rejected, national_return, write_csv

    result = national_return(source, month)
    if not result.tally.rows:
        raise FileNotUsable(f"{source} has no rows.")
    with rejected_writer(output) as reject:
        for row in list_rejected(result):
            reject(row)
        with replacing(output) as new:
            write_csv(result, new)
    return result.tally


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rules return", description=main.__doc__)
    parser.add_argument(
        "pathways", type=Path, help="CSV (plain, .gz or .zip), .xlsx or Parquet, one row per RTT period"
    )
    parser.add_argument("--month", required=True, help="the reporting month, YYYY-MM")
    parser.add_argument("-o", "--output", required=True, type=Path, help="the CSV to write, in the published layout")
    parser.add_argument("--check", action="store_true", help="check a return of a whole country as well")
    parser.add_argument("--previous", type=Path, help="last month's return, to check this one against as well")
    return parser
