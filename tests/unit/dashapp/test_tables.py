"""Tables in files: what people's programs write, what is too much, and what is wrong inside."""

from __future__ import annotations

import contextlib
import gzip
import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashapp.services.files.csv_tables import UNREADABLE
from dashapp.services.files.excel_tables import unescape
from dashapp.services.files.imports import read_table
from dashapp.services.files.spreadsheet_cells import csv_text, plain_cell, safe_cell
from dashapp.services.files.tables import (
    ASIDE,
    LARGEST_FILE,
    LONGEST_CELL,
    LONGEST_ROW,
    MOST_COLUMNS,
    SMALL_TABLE,
    TOO_WIDE,
    Limits,
    Table,
)
from dashapp.services.files.workbooks import LONG_TEXT, LONGEST_IN_CELL, RowsBook
from pages.commissioner_reporting.service import published
from rules.returns.files import FileNotUsable
from storage.errors import Refused
from tests.length import examples

TEXTS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0\ufffe\uffff\ufffd"), max_size=30)


def read(data: bytes, name: str = "list.csv") -> Table:
    return read_table(name, data)


def rows_of(table: Table) -> list[dict[str, object]]:
    return [row for _, row in table.rows()]


def asides(table: Table) -> dict[int, str]:
    return {line: str(row[ASIDE]) for line, row in table.rows() if ASIDE in row}


# --- how programs write CSV -------------------------------------------------------------------------------------------

WRITTEN = "name,note\r\nZoë,one\r\nMüller,two\r\n"


@pytest.mark.parametrize(
    "data",
    [
        WRITTEN.encode(),
        WRITTEN.encode("utf-8-sig"),
        WRITTEN.encode("utf-16"),
        WRITTEN.encode("utf-16-le"),
        WRITTEN.encode("utf-16-be"),
        WRITTEN.encode("cp1252"),
        WRITTEN.replace(",", ";").encode(),
        WRITTEN.replace(",", "\t").encode(),
        WRITTEN.replace("\r\n", "\r").encode(),
        WRITTEN.replace("\r\n", "\n").encode(),
        ("sep=;\r\n" + WRITTEN.replace(",", ";")).encode(),
        ('"sep=,"\n' + WRITTEN).encode(),
        ("\r\n\r\n" + WRITTEN + "\r\n,\r\n").encode(),
    ],
)
def test_a_file_is_read_as_it_was_meant(data: bytes) -> None:
    assert rows_of(read(data)) == [{"name": "Zoë", "note": "one"}, {"name": "Müller", "note": "two"}]


def test_commas_in_quoted_names_do_not_make_the_separator() -> None:
    table = read(b'"Name, first";"Seen, on";x\r\n1;2;3\r\n')
    assert table.names == ("Name, first", "Seen, on", "x")


def test_lines_are_counted_as_in_the_file() -> None:
    table = read(b'sep=;\nname;note\n"a\nb";1\n\nc;2;3\n')
    assert [line for line, _ in table.rows()] == [4, 6]
    assert asides(table) == {6: TOO_WIDE}


def test_one_broken_character_sets_its_row_aside_and_not_the_others() -> None:
    data = "name\nZoë\nMüller\nŌta\n".encode().replace("ü".encode(), b"\xfc")
    table = read(data)
    assert asides(table) == {3: UNREADABLE}
    assert [row.get("name") for row in rows_of(table)] == ["Zoë", None, "Ōta"]


def test_a_quote_that_is_never_closed_says_which_lines_it_took() -> None:
    table = read(b'name,note\na,1\nb,"2\nc,3\nd,4\n')
    assert [row.get("name") for row in rows_of(table)] == ["a", None]
    assert asides(table) == {3: "A quotation mark on line 3 is not closed: nothing from there to line 5 was read."}


def test_columns_without_a_name_are_told_and_doubled_ones_stay_two() -> None:
    table = read(b"name,,name,,\n1,2,3,,\n")
    assert table.names == ("name", "", "name")
    assert table.notes == ("Column 2 has no name and was left out.",)


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03", b"<html><table><tr><td>1</td></tr></table></html>", b"", b"\n,,\n"]
)
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        read(data)


# --- text that is a formula -------------------------------------------------------------------------------------------

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@x",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    " =1",
    "\t=1",
    "\tx",
    "'\tx",
    "\rx",
    "\nx",
    "\u00a0=1",
    "'=1",
    "''+1",
    "\ufeff=1",
)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_made_text_and_comes_back(text: str) -> None:
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("text", ["'t Hooft", "'", "''t Hooft", "'s-Gravenhage", "a=1", "O'Brien", ""])
def test_an_apostrophe_of_the_text_stays_in_and_out(text: str) -> None:
    assert safe_cell(text) == text
    assert plain_cell(text) == text


@given(TEXTS)
def test_every_text_comes_back_through_csv(text: str) -> None:
    data = csv_text([("name", "other"), (text, "x")]).encode()
    (row,) = rows_of(read(b"\xef\xbb\xbf" + data))
    assert plain_cell(row["name"]) == text
    assert not re.match(r"[=+\-@]", str(row["name"]))


@given(TEXTS.filter(lambda text: not re.search(r"_x[0-9A-Fa-f]{4}_", text)))
@settings(max_examples=40)
def test_every_text_comes_back_through_excel(text: str) -> None:
    (row,) = rows_of(read(make_book([("name", "other"), (text, "x")]), "list.xlsx"))
    assert plain_cell(row.get("name") or "") == text


def make_book(rows: list[tuple[object, ...]], *more: tuple[str, list[tuple[object, ...]]]) -> bytes:
    book = RowsBook("List")
    for row in rows:
        book.write_row(row)
    return book.close()


# --- text too long for a cell -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["x" * LONGEST_IN_CELL, "y\r\n" * 30_000, "😀" * 20_000, "'=" + "z" * 40_000])
def test_text_too_long_for_a_cell_is_never_cut(text: str) -> None:
    data = make_book([("name", "other"), (text, "x")])
    (row,) = rows_of(read(data, "list.xlsx"))
    assert plain_cell(row["name"]) == text
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    assert (LONG_TEXT in book.sheetnames) == (len(text.encode("utf-16-le")) > 2 * LONGEST_IN_CELL)
    for sheet in book.worksheets:
        for cells in sheet.iter_rows(values_only=True):
            assert all(len(unescape(str(cell)).encode("utf-16-le")) <= 2 * LONGEST_IN_CELL for cell in cells)


# --- too much ---------------------------------------------------------------------------------------------------------


def test_one_long_cell_sets_its_row_aside() -> None:
    rows = ["name,note", "a,1", f"b,{'x' * (LONGEST_CELL + 1)}", f"c,{'x' * LONGEST_CELL}"]
    table = read("\n".join(rows).encode())
    assert asides(table) == {3: f"A cell has {LONGEST_CELL + 1:,} characters; the most is {LONGEST_CELL:,}."}
    assert table.count == 3


def test_one_long_row_is_set_aside() -> None:
    cell = "x" * (LONGEST_CELL - 1)
    names = ",".join(f"c{number}" for number in range(10))
    table = read(f"{names}\n{','.join([cell] * 10)}\n1\n".encode())
    assert f"the most is {LONGEST_ROW:,}" in asides(table)[2]
    assert table.count == 2


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b",".join(b"c%d" % number for number in range(MOST_COLUMNS + 1)) + b"\nx\n", "columns"),
        (b"a\n" + b"1\n" * 101, "100 rows"),
        (b"a,b,c\n" + b"1,2,3\n" * 99, "200 cells"),
        (b"a\n" + b"xxxxxxxxxxxx\n" * 99, "1,000 characters"),
        (b"a\n" + b"1" * LARGEST_FILE, "bytes"),
    ],
)
def test_a_file_that_holds_too_much_is_refused_with_what(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_table("list.csv", data, Limits(100, 200, 1_000))


def test_many_columns_over_short_rows_cost_no_more_than_what_is_there() -> None:
    names = ",".join(f"c{number}" for number in range(MOST_COLUMNS))
    table = read(f"{names}\n".encode() + b"a\n" * 40_000)
    assert table.count == 40_000
    assert max(len(row) for row in rows_of(table)) == 1


# --- inside a workbook ------------------------------------------------------------------------------------------------

SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
FIRST = '<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c></row>'
TEXT = '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>x</t></is></c></row>'


def rebuild(change: Callable[[str, bytes], bytes]) -> bytes:
    """A sound workbook with its parts changed."""
    sound, made = zipfile.ZipFile(io.BytesIO(make_book([("name",), ("x",)]))), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sound.namelist():
            archive.writestr(name, change(name, sound.read(name)))
    return made.getvalue()


def with_sheet(rows: str) -> bytes:
    return rebuild(lambda name, part: SHEET.format(rows).encode() if name.endswith("sheet1.xml") else part)


def test_a_million_empty_rows_are_passed_over() -> None:
    last = examples(1_048_576)
    gap = with_sheet(FIRST + TEXT.format(2) + '<row r="3"/>' * 3 + TEXT.format(last))
    assert [line for line, _ in read(gap, "list.xlsx").rows()] == [2, last]


def test_cells_at_the_far_edge_are_not_filled_up_to() -> None:
    rows = "".join(f'<row r="{line}"><c r="XFD{line}"><v>1</v></c></row>' for line in range(2, 2_000))
    with pytest.raises(Refused, match="no rows"):
        read(with_sheet(FIRST + rows), "list.xlsx")


def test_a_file_that_unpacks_to_far_more_is_refused_before_it_is_unpacked() -> None:
    bomb = with_sheet(FIRST + " " * (21 * 1024 * 1024))
    assert len(bomb) < 200_000
    with pytest.raises(Refused, match="larger than 20 MB"):
        read_table("list.xlsx", bomb, SMALL_TABLE)
    texts = rebuild(lambda name, part: b" " * (41 * 1024 * 1024) if name.endswith("styles.xml") else part)
    with pytest.raises(Refused, match="part of the workbook"):
        read_table("list.xlsx", texts)


def test_one_text_shared_by_many_cells_counts_each_time() -> None:
    shared = "x" * 100_000
    rows = [("name",), *((shared,) for _ in range(60))]
    with pytest.raises(Refused, match="5,000,000 characters"):
        read_table("list.xlsx", make_book(rows), SMALL_TABLE)


@pytest.mark.parametrize(
    "part", ["sheet1.xml", "workbook.xml", "styles.xml", "Content_Types].xml", "workbook.xml.rels"]
)
@pytest.mark.parametrize("text", [b"<a><b></a>", b"", b"<?xml version='1.0'?>", b"\xff\xfe", b"<worksheet/>"])
def test_malformed_parts_are_the_fault_of_the_file(part: str, text: bytes) -> None:
    data = rebuild(lambda name, sound: text if name.endswith(part) else sound)
    with contextlib.suppress(Refused):
        assert read(data, "list.xlsx").count == 1


def test_entities_are_not_expanded_without_end() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>' + SHEET.format(FIRST + TEXT.format(2).replace("x<", "&e11;<"))
    with pytest.raises(Refused, match="can be read"):
        read(rebuild(lambda name, part: bomb.encode() if name.endswith("sheet1.xml") else part), "list.xlsx")


def test_damage_at_random_is_never_our_fault() -> None:
    sound, chance = make_book([("name", "day"), ("x", date(2026, 6, 1)), ("y", 3)]), random.Random(7)
    for _ in range(examples(300)):
        data = bytearray(sound)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with contextlib.suppress(Refused):
            rows_of(read(bytes(data), "list.xlsx"))


def test_damaged_xml_at_random_is_never_our_fault() -> None:
    chance = random.Random(11)

    def damage(name: str, part: bytes) -> bytes:
        data = bytearray(part)
        for _ in range(chance.randint(0, 3)):
            data[chance.randrange(len(data))] = chance.choice(b'<>"/= ax0\x00&')
        return bytes(data)

    for _ in range(examples(150)):
        with contextlib.suppress(Refused):
            rows_of(read(rebuild(damage), "list.xlsx"))


def test_a_formula_without_a_value_is_told_apart_from_an_empty_cell() -> None:
    rows = '<row r="2"><c r="A2"><f>B1+7</f></c></row><row r="3"><c r="A3"><f>B1+7</f><v>8</v></c></row>' + TEXT.format(
        4
    )
    found = rows_of(read(with_sheet(FIRST + rows), "list.xlsx"))
    assert found == [{"name": {"formula": "=B1+7"}}, {"name": 8}, {"name": "x"}]


@pytest.mark.parametrize("kind", ["gzip", "zip"])
def test_a_packed_extract_that_unpacks_to_far_more_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(published, "LARGEST_UNPACKED", 3 * published.PART)
    for size, is_refused in ((3, False), (4, True)):
        path, text = tmp_path / f"{kind}{size}", b"a," * (size * published.PART // 2)
        if kind == "gzip":
            path.write_bytes(gzip.compress(text))
        else:
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("extract.csv", text)
        with pytest.raises(FileNotUsable, match="larger than 3 MB") if is_refused else contextlib.nullcontext():
            published.check_unpacked(path)


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "password"),
        ("not.xlsx", b"name\nx\n", "not an Excel workbook"),
        ("cut.xlsx", b"PK\x03\x04 cut", "not an Excel workbook"),
    ],
)
def test_what_is_no_workbook_says_what_to_do(name: str, data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        read_table(name, data)


def test_text_under_the_name_of_an_old_workbook_is_read_as_text() -> None:
    assert rows_of(read(b"name\tnote\na\tb\n", "export.xls")) == [{"name": "a", "note": "b"}]
