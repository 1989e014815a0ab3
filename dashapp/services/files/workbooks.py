"""Excel workbooks to take away: text never as a formula or a link, and never cut, however long."""

import io
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from dashapp.services.files.spreadsheet_cells import is_formula

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
DAY = {"num_format": "d mmmm yyyy"}
LONG_TEXT = "Long text"
"""The sheet on which text goes on that is too long for a cell."""
LONGEST_IN_CELL = 32_767
PART = 16_000
"""Characters of one part, so that none is too long as Excel counts them: some letters as two."""
MARK = re.compile(r"\[Long text \d+\]")


class RowsBook:
    """A workbook with one sheet of rows, written from the first row on; the head stays in sight."""

    def __init__(self, title: str) -> None:
        self._data = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._data, {**OPTIONS, "constant_memory": True})
        self._sheet = self._book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
        self._bold = self._book.add_format({"bold": True})
        self._day = self._book.add_format(DAY)
        self._as_text = self._book.add_format({"quote_prefix": True})
        self._line = 0
        self._long: list[str] = []

    def write_head(self, names: Iterable[str], frozen_columns: int = 0) -> None:
        """Names of columns in bold; what was written until then stays in sight too."""
        self.write_row(names, self._bold)
        self._sheet.freeze_panes(self._line, frozen_columns)

    def write_row(self, cells: Iterable[Any], look: Any = None) -> None:
        for place, cell in enumerate(cells):
            self._write(place, cell, look)
        self._line += 1

    def close(self) -> bytes:
        """The workbook. Nothing can be added after that."""
        if self._long:
            self._write_long_text()
        self._book.close()
        return self._data.getvalue()

    def _write(self, place: int, cell: Any, look: Any) -> None:
        if isinstance(cell, date):
            self._sheet.write_datetime(self._line, place, cell, self._day)
        elif isinstance(cell, (int, float)):
            self._sheet.write_number(self._line, place, cell, look)
        elif cell not in ("", None):
            self._write_text(place, str(cell), look)

    def _write_text(self, place: int, text: str, look: Any) -> None:
        """Excel takes a quote before a formula off, and so does reading: text that begins so has one more."""
        quoted = is_formula(text)
        text = f"'{text}" if quoted and text.startswith("'") else text
        if len(text) > PART and len(text.encode("utf-16-le")) // 2 > LONGEST_IN_CELL:
            self._long.append(text)
            text = f"[{LONG_TEXT} {len(self._long)}]"
        self._sheet.write_string(self._line, place, text, self._as_text if quoted else look)

    def _write_long_text(self) -> None:
        """Each long text in parts, under the mark that is in its cell."""
        sheet = self._book.add_worksheet(LONG_TEXT)
        sheet.write_row(0, 0, ("Where the list says", "Read these one after another"), self._bold)
        line = 0
        for number, text in enumerate(self._long, start=1):
            for start in range(0, len(text), PART):
                line += 1
                sheet.write_string(line, 0, f"[{LONG_TEXT} {number}]")
                sheet.write_string(line, 1, text[start : start + PART])
