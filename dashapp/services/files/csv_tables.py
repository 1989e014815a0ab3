"""CSV as people's programs write it: commas, semicolons or tabs, a `sep=` line, UTF-8, UTF-16 or Windows-1252."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from dashapp.services.files.spreadsheet_cells import plain_cell
from dashapp.services.files.tables import HEADING_WITHIN, LARGEST_FILE, RawRow, RawTable
from storage.errors import Refused

SEPARATORS = ",;\t|"
SAYS_SEPARATOR = re.compile(r'"?sep=(.)"?[ ,;\t]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
QUOTED = re.compile(r'"[^"]*"?')
HEAD = 50_000
"""So many characters are enough to find the separator in the first line."""
LOST = "\ufffd"
UNREADABLE = "There are characters that cannot be read. Save the file as CSV UTF-8 and import this row again."
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
NOT_CSV = "This is not a CSV file. Save it as CSV or as an Excel workbook (.xlsx)."
WEB_PAGE = "This is a web page or XML under another name. Open it in Excel and save it as .xlsx or as CSV."
csv.field_size_limit(LARGEST_FILE)  # else one long cell makes the whole file unreadable; rows have a limit of their own


class Lines:
    """The lines of a text for the reader of CSV, with a word on whether it wanted more than there are."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        yield from self._lines
        self.ended = True


def read_csv(data: bytes) -> RawTable:
    """Rows of a CSV file by the separator of its first line. Raises Refused for what is not text."""
    text = decode(data)
    if "\x00" in text:
        raise Refused(NOT_CSV)
    if text[:100].lstrip().lower().startswith(("<!doctype", "<html", "<table", "<?xml")):
        raise Refused(WEB_PAGE)
    said = SAYS_SEPARATOR.match(text)
    lines = Lines(text[said.end() :] if said else text)
    reader = csv.reader(lines, delimiter=said[1] if said else find_separator(text), strict=False)
    names, before = [plain_cell(name) for name in next(filter(any, reader), [])], 1 if said else 0
    return RawTable(names, list_rows(reader, lines, before), line=reader.line_num + before)


def list_rows(reader: Iterator[list[str]], lines: Lines, before: int) -> Iterator[RawRow]:
    """The rows below the names. A quote that is never closed takes all lines up to the end with it, and says so."""
    last = reader.line_num + before  # type: ignore[attr-defined]
    for cells in reader:
        first, last = last + 1, reader.line_num + before  # type: ignore[attr-defined]
        if lines.ended:
            yield RawRow(
                first,
                [],
                f"A quotation mark on line {first} is not closed: nothing from there to line {last} was read.",
            )
        elif cells:
            unreadable = any(LOST in cell for cell in cells)
            yield RawRow(last, [] if unreadable else cells, UNREADABLE if unreadable else "")


def decode(data: bytes) -> str:
    """The text of a file; what cannot be read in it becomes the replacement character."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if wide := find_wide(data[:4]):
        return data.decode(wide, errors="replace")
    text = data.decode("utf-8", errors="replace")
    lost = text.count(LOST)
    if not lost or sum(letter > "\x7f" for letter in text) >= 2 * lost:
        return text
    return data.decode("cp1252", errors="replace")


def find_wide(start: bytes) -> str:
    """The UTF-16 of a file that begins with two plain letters without a mark; "" for any other."""
    for encoding, letters, noughts in (("utf-16-le", start[::2], start[1::2]), ("utf-16-be", start[1::2], start[::2])):
        if noughts == b"\0\0" and letters.isascii() and letters.decode("ascii").isprintable():
            return encoding
    return ""


def find_separator(text: str) -> str:
    """What parts the names: the sign that most of the first lines have equally often, outside quotes. A title over the
    list has none, and a comma in a note is not in every line."""
    lines = re.split(r"[\r\n]+", QUOTED.sub("", text[:HEAD]).strip("\r\n"))[:HEADING_WITHIN]
    return max(SEPARATORS, key=lambda sign: regularity(lines, sign))


def regularity(lines: Sequence[str], sign: str) -> tuple[int, int]:
    """How many lines have the sign equally often, and how often that is."""
    counts = Counter(line.count(sign) for line in lines if sign in line)
    return max(((lines_with, count) for count, lines_with in counts.items()), default=(0, 0))
