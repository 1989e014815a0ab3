"""Opening the files people bring: what kind a file is, whatever its name, and in which encoding its text is."""

import codecs
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

_GZIP, _ZIP, _OLD_EXCEL = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHUNK: Final = 1 << 20


class FileNotUsable(ValueError):
    """A file that cannot be read or written as a whole; the text says which and why."""


def is_workbook(path: Path) -> bool:
    """Whether a file is an Excel workbook of today's kind, whatever its name. FileNotUsable for the older kind."""
    mark = _mark_of(path)
    if mark.startswith(_OLD_EXCEL):
        raise FileNotUsable(f"{path} is an older Excel workbook (.xls): save it as .xlsx or as CSV.")
    if not mark.startswith(_ZIP):
        return False
    with zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


@contextmanager
def open_text(path: Path) -> Iterator[IO[str]]:
    """The text of a file, unpacked from gzip or from a zip that holds one CSV: UTF-8, UTF-16 or else Windows-1252."""
    mark = _mark_of(path)
    if not mark:
        raise FileNotUsable(f"{path} is empty.")
    if mark.startswith(_GZIP):
        yield from _in_its_encoding(lambda: cast("IO[bytes]", gzip.GzipFile(path)))
    elif mark.startswith(_ZIP):
        with zipfile.ZipFile(path) as archive:
            name = _only_csv(path, archive)
            yield from _in_its_encoding(lambda: archive.open(name))
    else:
        yield from _in_its_encoding(lambda: path.open("rb"))


def read_workbook(path: Path) -> Iterator[Sequence[object]]:
    """The rows of the first sheet of a workbook, each cell as Excel holds it. FileNotUsable for a damaged one."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            yield from book.worksheets[0].iter_rows(values_only=True)
        finally:
            book.close()
    except (KeyError, ValueError, IndexError, AttributeError, SyntaxError, OSError, zipfile.BadZipFile) as error:
        # what openpyxl raises for a damaged workbook; SyntaxError is malformed XML
        raise FileNotUsable(f"{path} is an Excel workbook that cannot be read: it may be damaged or locked.") from error


def _mark_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _in_its_encoding(reopen: Callable[[], IO[bytes]]) -> Iterator[IO[str]]:
    with reopen() as file:
        encoding = _find_encoding(file)
    with reopen() as file, io.TextIOWrapper(file, encoding=encoding, newline="") as text:
        yield text


def _find_encoding(file: IO[bytes]) -> str:
    """UTF-8 where all of it is, UTF-16 where it begins with its mark; else Windows-1252, as Excel in Windows saves."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    chunk = file.read(_CHUNK)
    if chunk.startswith(_UTF_16):
        return "utf-16"
    try:
        while chunk:
            decoder.decode(chunk)
            chunk = file.read(_CHUNK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _only_csv(path: Path, archive: zipfile.ZipFile) -> str:
    names = [name for name in archive.namelist() if name.lower().endswith(".csv") and not name.startswith("__MACOSX/")]
    if len(names) != 1:
        raise FileNotUsable(f"{path} holds {len(names)} CSV files; one is needed.")
    return names[0]
