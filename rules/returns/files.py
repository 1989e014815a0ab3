"""Reading a list of pathways from CSV, and writing a return and the rows that could not be used."""

from __future__ import annotations

import csv
import gzip
import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Final

from rules.returns.layout import COLUMNS, ReturnLine
from rules.returns.monthly import Rejected, cells_of
from rules.returns.pathways import PATHWAY_COLUMNS

REJECTED_COLUMNS: Final = ("line", "reason", *PATHWAY_COLUMNS)


class FileNotUsable(ValueError):
    """A file that cannot be read or written as a whole; the text says which and why."""


def is_parquet(path: Path) -> bool:
    return path.suffix.lower() in (".parquet", ".pq")


def check_columns(path: Path, names: Collection[str]) -> None:
    """Raise FileNotUsable, naming them, when columns of a list of pathways are missing."""
    missing = [column for column in PATHWAY_COLUMNS if column not in names]
    if missing:
        noun = "column" if len(missing) == 1 else "columns"
        raise FileNotUsable(f"{path} has no {noun} {', '.join(missing)}.")


def read_rows(path: Path) -> Iterator[tuple[int, Mapping[str, object] | Rejected]]:
    """Each row of a CSV (plain or gzip, UTF-8) with its line number; the header is line 1. FileNotUsable otherwise.

    A row with too few or too many cells comes out rejected: which cell belongs to which column is not guessed.
    """
    try:
        with open_text(path) as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip().lower() for name in next(reader, [])]
            check_columns(path, header)
            for cells in reader:
                if cells:
                    yield reader.line_num, _row(reader.line_num, header, cells)
    except (OSError, UnicodeDecodeError, csv.Error, EOFError) as error:
        raise FileNotUsable(f"{path} cannot be read: {in_words(error)}.") from error


def open_text(path: Path) -> IO[str]:
    """A text file, unpacked when its name ends in .gz; a mark of UTF-8 at its start is passed over."""
    if path.suffix.lower() == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", newline="")
    return path.open(encoding="utf-8-sig", newline="")


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
    return "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)


def _row(number: int, header: list[str], cells: list[str]) -> Mapping[str, object] | Rejected:
    row = dict(zip(header, cells, strict=False))
    if len(cells) == len(header):
        return row
    return Rejected(number, f"the row has {len(cells)} cells, the header has {len(header)}", cells_of(row))


def _write(path: Path, header: Iterable[str], rows: Iterable[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
