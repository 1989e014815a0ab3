"""Reading a list of pathways from CSV or Excel, and writing a return and the rows that could not be used."""

import csv
import os
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from rules.returns.layout import COLUMNS, ReturnLine
from rules.returns.monthly import Rejected, cells_of
from rules.returns.opening import FileNotUsable, is_workbook, open_text, read_workbook
from rules.returns.pathways import PATHWAY_COLUMNS

REJECTED_COLUMNS: Final = ("line", "reason", *PATHWAY_COLUMNS)


def is_parquet(path: Path) -> bool:
    return path.suffix.lower() in (".parquet", ".pq")


def check_columns(path: Path, names: Collection[str]) -> None:
    """Raise FileNotUsable, naming them, when columns of a list of pathways are missing."""
    missing = [column for column in PATHWAY_COLUMNS if column not in names]
    if missing:
        noun = "column" if len(missing) == 1 else "columns"
        raise FileNotUsable(f"{path} has no {noun} {', '.join(missing)}.")


def read_rows(path: Path) -> Iterator[tuple[int, Mapping[str, object] | Rejected]]:
    """Each row of a CSV or of the first sheet of an Excel workbook with its line number; the header is line 1.

    A row with too few or too many cells comes out rejected: which cell belongs to which column is not guessed.
    FileNotUsable for a file that is none of these, has no columns of pathways, or no rows.
    """
    try:
        yield from _numbered(path, read_sheet(path) if is_workbook(path) else _read_csv(path))
    except (OSError, UnicodeError, csv.Error, EOFError, zipfile.BadZipFile) as error:
        raise FileNotUsable(f"{path} cannot be read: {in_words(error)}.") from error


def read_sheet(path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    """The rows of a workbook with their numbers; empty rows are left out, cells beyond the header's only if filled."""
    width = 0
    for number, cells in enumerate(read_workbook(path), start=1):
        last = max((place for place, cell in enumerate(cells, start=1) if cell not in (None, "")), default=0)
        width = width or last
        if last:
            yield number, [*cells[: max(last, width)], *[None] * (width - len(cells))]


def _read_csv(path: Path) -> Iterator[tuple[int, Sequence[object]]]:
    with open_text(path) as file:
        reader = csv.reader(file, strict=True)
        for cells in reader:
            if cells:
                yield reader.line_num, cells


def _numbered(
    path: Path, rows: Iterator[tuple[int, Sequence[object]]]
) -> Iterator[tuple[int, Mapping[str, object] | Rejected]]:
    _, first = next(rows, (0, ()))
    header = [str(name or "").strip().lower() for name in first]
    check_columns(path, header)
    number = 0
    for number, cells in rows:
        yield number, _row(number, header, cells)
    if not number:
        raise FileNotUsable(f"{path} has a header and no rows below it.")


def write_lines(path: Path, lines: Iterable[ReturnLine], month: date) -> None:
    """Write a return in the published layout, 121 columns; the file appears whole or not at all."""
    with replacing(path) as new:
        _write(new, COLUMNS, (line.as_row(month) for line in lines))


def rejected_path(path: Path) -> Path:
    """Where the rows that cannot be used go: `RETURN.csv` → `RETURN.csv.rejected.csv`."""
    return path.with_name(f"{path.name}.rejected.csv")


@contextmanager
def rejected_writer(path: Path) -> Iterator[Callable[[Rejected], None]]:
    """A function that writes one rejected row at a time; the file is there, with its header, even for none."""
    with replacing(rejected_path(path)) as new, new.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(REJECTED_COLUMNS)
        yield lambda row: writer.writerow((row.number, row.reason, *row.cells))


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file beside `path` that takes its place at the end. FileNotUsable when it cannot be written."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
        new = Path(name)
        try:
            yield new
            new.chmod(0o644)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise FileNotUsable(f"{path} cannot be written: {in_words(error)}.") from error


def in_words(error: Exception) -> str:
    """An error of the system or of a reader as a short remark."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.lower()
    return "it is not text" if isinstance(error, UnicodeError) else str(error)


def _row(number: int, header: Sequence[str], cells: Sequence[object]) -> Mapping[str, object] | Rejected:
    row = dict(zip(header, cells, strict=False))
    if len(cells) == len(header):
        return row
    return Rejected(number, f"the row has {len(cells)} cells, the header has {len(header)}", cells_of(row))


def _write(path: Path, header: Iterable[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
