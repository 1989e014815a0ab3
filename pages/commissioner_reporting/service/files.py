"""A return to take away: the published CSV layout, and a workbook with a sheet for each part."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from dashapp.services.files.spreadsheet_cells import csv_text
from dashapp.services.files.workbooks import OPTIONS
from pages.commissioner_reporting.service.compared import figures_of_lines, total_of
from rules.calendar import band_label
from rules.codes import RETURN_LINES, TOTAL_LINE, name_of
from rules.rates import TOO_FEW
from rules.returns.layout import BAND_COUNT, COLUMNS, Part, ReturnLine, add_bands
from rules.returns.suppression import suppress

HIDDEN = "*"
NOTE = (
    "* hides counts of 1 to 4, and another number next to one that would stand alone, so that nobody can be recognised "
    "(rule RET-11). The return that is submitted is the CSV."
)


def write_csv(lines: Sequence[ReturnLine], month: date) -> str:
    """The return in the published layout: 121 columns, `C_999` rows included, nothing suppressed."""
    return csv_text([COLUMNS, *(line.as_row(month) for line in lines)])


def write_excel(lines: Sequence[ReturnLine], month: date, words: str) -> bytes:
    """A workbook: a summary, then a sheet for each part by treatment function and week band, small numbers hidden."""
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, OPTIONS)
    bold, percent = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    write_summary(book.add_worksheet("Summary"), lines, month, words, (bold, percent, wrap))
    for part in Part:
        write_part(book.add_worksheet(part.words), lines, part, (bold, wrap))
    book.close()
    return data.getvalue()


def write_summary(
    sheet: Any, lines: Sequence[ReturnLine], month: date, words: str, formats: tuple[Any, Any, Any]
) -> None:
    """The headline figures and the totals of the parts."""
    bold, percent, wrap = formats
    figures = figures_of_lines(lines)
    sheet.set_column(0, 0, 46)
    sheet.set_column(1, 1, 16)
    sheet.write_string(0, 0, f"RTT return, {month:%B %Y}", bold)
    sheet.write_string(1, 0, words, wrap)
    rows: list[tuple[str, float | None, Any]] = [
        ("Waiting at the end of the month (Part 2, NONC left out)", figures.total, None),
        ("Within 18 weeks", figures.within_18, None),
        ("Within 18 weeks, share" if figures.rate_within_18 is not None else TOO_FEW, figures.rate_within_18, percent),
        ("Median wait in weeks", figures.median_weeks, None),
        ("92nd percentile in weeks", figures.p92_weeks, None),
        ("Over 52 weeks", figures.over_52, None),
        ("Over 65 weeks", figures.over_65, None),
        ("Over 78 weeks", figures.over_78, None),
        ("Over 104 weeks", figures.over_104, None),
        *((f"{part.words}: {part.description}", total_of(lines, part), None) for part in Part),
    ]
    for line, (title, value, look) in enumerate(rows, start=3):
        sheet.write_string(line, 0, title)
        if value is not None:
            sheet.write_number(line, 1, round(value, 4), look)
    sheet.write_string(len(rows) + 4, 0, NOTE, wrap)


def write_part(sheet: Any, lines: Sequence[ReturnLine], part: Part, formats: tuple[Any, Any]) -> None:
    """One part: a row a treatment function, a column a week band, totals at the end."""
    bold, _ = formats
    own = [line for line in lines if line.part is part and line.line != TOTAL_LINE]
    used = [code for code in RETURN_LINES if any(line.line == code for line in own)]
    heads = [*(band_label(band) for band in range(BAND_COUNT)), "Unknown start"] if part.has_bands else ["New periods"]
    sheet.write_row(0, 0, ["Treatment function", *heads, "Total"], bold)
    sheet.set_column(0, 0, 34)
    sheet.freeze_panes(1, 1)
    if not used:
        sheet.write_string(1, 0, "Nobody is counted in this part.")
        return
    cells, totals, below, whole = suppress([counts_of(own, code, part) for code in used])
    for place, (code, row, total) in enumerate(zip(used, cells, totals, strict=True), start=1):
        write_counts(sheet, place, name_of(code), [*row, total])
    write_counts(sheet, len(used) + 1, "Total", [*below, whole])


def counts_of(lines: Sequence[ReturnLine], code: str, part: Part) -> list[int]:
    """A treatment function's counts of a part, added over commissioners and providers."""
    own = [line for line in lines if line.line == code]
    if not part.has_bands:
        return [int(sum(line.total_all for line in own))]
    return [*(int(count) for count in add_bands(own)), int(sum(line.unknown_starts for line in own))]


def write_counts(sheet: Any, place: int, name: str, counts: Sequence[int | None]) -> None:
    sheet.write_string(place, 0, name)
    for column, count in enumerate(counts, start=1):
        if count is None:
            sheet.write_string(place, column, HIDDEN)
        elif count:
            sheet.write_number(place, column, count)
