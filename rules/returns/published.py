"""Reading NHS England's published RTT full extract, and the figures of each provider in it.

The extract is CSV, 121 columns, often zipped. Its traps: `Total` is blank in Parts 2, 2A and 3; Part 3 has no bands;
an empty band is nought; `C_999` rows are sums; commissioner NONC is left out of the published tables (rule RET-6).
"""

import argparse
import csv
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from operator import add, itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from rules.codes import TOTAL_LINE
from rules.organisations import NON_ENGLISH
from rules.returns.files import in_words
from rules.returns.layout import BAND_COLUMNS, BAND_COUNT, Part, ReturnLine
from rules.returns.measures import figures_of
from rules.returns.opening import FileNotUsable, is_workbook, open_text

WHO_COLUMNS: Final = (
    "Provider Org Code",
    "Provider Org Name",
    "Commissioner Org Code",
    "RTT Part Type",
    "Treatment Function Code",
)
ABOUT_COLUMNS: Final = ("Period", "Provider Parent Org Code", "Provider Parent Name")
UNKNOWN_COLUMN: Final = "Patients with unknown clock start date"
FIGURE_COLUMNS: Final = (*BAND_COLUMNS, UNKNOWN_COLUMN, "Total All")
OLD_LAST_BAND: Final = "Gt 52 Weeks SUM 1"
NEEDED_COLUMNS: Final = (*WHO_COLUMNS, *FIGURE_COLUMNS)


_THOUSANDS: Final = re.compile(r"(?<=\d),(?=\d{3}(\D|$))")
"""The commas of "1,052", as Excel saves a number that it shows with them."""


class ExtractRow(NamedTuple):
    """One row of an extract as text; `figures` picks the 105 bands, the unknown clock starts and Total All from it;
    `about` is the period and the code and name of the provider's parent, "" where the file has no such column."""

    number: int
    provider: str
    provider_name: str
    commissioner: str
    part: str
    line: str
    cells: Sequence[str]
    pick: Callable[[Sequence[str]], tuple[str, ...]]
    about: Sequence[str] = ("", "", "")

    @property
    def figures(self) -> tuple[str, ...]:
        return self.pick(self.cells)


class ProviderBands(NamedTuple):
    """Part 2 of one provider, or of one of its treatment function lines (`tfc` empty: all lines)."""

    provider: str
    name: str
    tfc: str
    bands: tuple[float, ...]


def main(argv: Sequence[str]) -> int:
    """`python -m rules kpis EXTRACT`: JSON lines, one per provider; 2 with a sentence when the file cannot be read."""
    arguments = _parser().parse_args(argv)
    by_line = arguments.by == "tfc"
    try:
        found = provider_bands(arguments.extract, by_line=by_line, include_nonc=arguments.include_nonc)
    except FileNotUsable as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.writelines(f"{json.dumps(as_record(one, by_line=by_line), ensure_ascii=False)}\n" for one in found)
    return 0


def provider_bands(path: Path, *, by_line: bool = False, include_nonc: bool = False) -> list[ProviderBands]:
    """Part 2 of an extract, added up per provider, by code; with `by_line` each provider's lines follow it.

    Commissioner NONC is left out unless asked for, as in the published tables. FileNotUsable when the file is not an
    extract: a column missing, not text, a count that is not a number.
    """
    sums: dict[tuple[str, str], tuple[str, tuple[float, ...]]] = {}
    for row in read_rows(path):
        if row.part != Part.PART_2 or row.line == TOTAL_LINE or (row.commissioner == NON_ENGLISH and not include_nonc):
            continue
        bands = numbers_of(path, row)[:BAND_COUNT]
        for tfc in ("", row.line) if by_line else ("",):
            name, before = sums.get((row.provider, tfc), (row.provider_name, (0,) * BAND_COUNT))
            sums[row.provider, tfc] = (name, tuple(map(add, before, bands)))
    return [ProviderBands(provider, name, tfc, bands) for (provider, tfc), (name, bands) in sorted(sums.items())]


def as_record(found: ProviderBands, *, by_line: bool = False) -> dict[str, object]:
    """One line of the answer. `pct_within_18` is a share to six places; None where nobody waits."""
    figures = figures_of(found.bands)._asdict()
    share = figures.pop("share_within_18")
    who: dict[str, object] = {"provider": found.provider}
    if by_line:
        who["tfc"] = found.tfc or None
    if not found.tfc:
        who["name"] = found.name
    first = {"total": figures.pop("total"), "within_18": figures.pop("within_18")}
    return {**who, **first, "pct_within_18": None if share is None else round(share, 6), **figures}


def read_return(path: Path) -> list[ReturnLine]:
    """Every row of an extract or of a prepared return, its `C_999` rows included. FileNotUsable otherwise."""
    return [_line(path, row) for row in read_rows(path)]


def read_rows(path: Path) -> Iterator[ExtractRow]:
    """The rows of an extract: CSV, plain, gzip or zip (told by what is in the file, not by its name).

    FileNotUsable for a file that is no extract, has no rows, or has the layout before April 2021.
    """
    try:
        if is_workbook(path):
            raise FileNotUsable(f"{path} is an Excel workbook: save the sheet of the full extract as CSV.")
        with open_text(path) as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip() for name in next(reader, [])]
            _check_header(path, header)
            who = itemgetter(*(header.index(column) for column in WHO_COLUMNS))
            figures = itemgetter(*(header.index(column) for column in FIGURE_COLUMNS))
            about = [header.index(column) if column in header else None for column in ABOUT_COLUMNS]
            rows = filter(None, reader)
            first = next(rows, None)
            if first is None:
                raise FileNotUsable(f"{path} has a header and no rows below it.")
            for cells in chain([first], rows):
                if len(cells) < len(header):
                    raise FileNotUsable(f"{path}, line {reader.line_num}: the row has {len(cells)} cells.")
                provider, name, commissioner, part, line = who(cells)
                told = tuple("" if place is None else cells[place] for place in about)
                yield ExtractRow(reader.line_num, provider, name, commissioner, part, line, cells, figures, told)
    except (OSError, UnicodeError, csv.Error, EOFError, zipfile.BadZipFile) as error:
        raise FileNotUsable(f"{path} cannot be read: {in_words(error)}.") from error


def _check_header(path: Path, header: Sequence[str]) -> None:
    missing = [column for column in NEEDED_COLUMNS if column not in header]
    if missing and OLD_LAST_BAND in header:
        raise FileNotUsable(
            f"{path} has the layout before April 2021: its last band is over 52 weeks, so how many wait over 65, 78 "
            "and 104 weeks cannot be told from it. Take the extract of April 2021 or later."
        )
    if missing:
        more = f" (and {len(missing) - 3} more)" if len(missing) > 3 else ""
        raise FileNotUsable(f"{path} is not a full extract: it has no column “{'”, “'.join(missing[:3])}”{more}.")


def numbers_of(path: Path, row: ExtractRow) -> tuple[float, ...]:
    """The 105 bands, the unknown clock starts and Total All as numbers; FileNotUsable, naming the line, otherwise."""
    try:
        return tuple(int(text) if text else 0 for text in row.figures)
    except ValueError:
        return tuple(_number(path, row, text) for text in row.figures)


def _number(path: Path, row: ExtractRow, text: str) -> float:
    try:
        value = float(_THOUSANDS.sub("", text.strip()) or 0)
    except ValueError as error:
        raise FileNotUsable(f"{path}, line {row.number}: “{text}” is not a number.") from error
    return int(value) if value.is_integer() else value


def _line(path: Path, row: ExtractRow) -> ReturnLine:
    try:
        part = Part(row.part)
    except ValueError as error:
        raise FileNotUsable(f"{path}, line {row.number}: “{row.part}” is not a part of the return.") from error
    *bands, unknown, total_all = numbers_of(path, row)
    return ReturnLine(row.provider, row.commissioner, part, row.line, tuple(bands), unknown, total_all)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rules kpis", description=main.__doc__)
    parser.add_argument("extract", type=Path, help="a published full extract: CSV, .gz or .zip")
    parser.add_argument(
        "--by", choices=("provider", "tfc"), default="provider", help="tfc: each treatment function too"
    )
    parser.add_argument("--include-nonc", action="store_true", help="count pathways commissioned outside England")
    return parser
