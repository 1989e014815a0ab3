"""What no file of the repository may hold, and what no source file may be."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, list_source_files, list_text_files, read

MACHINE_PATH = re.compile(r"(?<![\w.:/}])/(?:work|root|Users|home/\w+)/[\w.-]+")
LOBBIES = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py", "manager.py", "managers.py"}
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b")
LONGEST_FILE = 800


def test_no_file_names_a_path_of_one_machine() -> None:
    found = {str(path): hits for path in list_text_files() if (hits := MACHINE_PATH.findall(read(path)))}
    assert found == {}


def test_no_file_is_everybodys_lobby() -> None:
    assert [str(path) for path in list_source_files() if path.name in LOBBIES] == []


def test_no_source_file_is_left_unfinished() -> None:
    assert [str(path) for path in list_source_files() if UNFINISHED.search(read(path))] == []


def test_no_source_file_has_grown_past_reading() -> None:
    long = {str(path): lines for path in list_source_files() if (lines := read(path).count("\n")) > LONGEST_FILE}
    assert long == {}


@pytest.mark.parametrize("layer", ["rules", "storage", "auth", "dashapp"])
def test_every_public_module_says_what_it_is(layer: str) -> None:
    silent = [
        str(path)
        for path in list_source_files()
        if path.parts[0] == layer and path.name != "__init__.py" and not says_what_it_is(path)
    ]
    assert silent == []


def says_what_it_is(path: Path) -> bool:
    return bool(ast.get_docstring(ast.parse(read(path))))


def test_the_rules_never_read_the_clock() -> None:
    """`today` is always an argument (DESIGN §1): a rule that reads the clock cannot be replayed."""
    clock = re.compile(r"\b(?:date\.today|datetime\.now|datetime\.utcnow|time\.time)\(")
    rules = [path for path in list_source_files() if path.parts[0] == "rules"]
    assert [str(path) for path in rules if clock.search(read(path))] == []


def test_no_class_is_styled_in_two_files() -> None:
    """Two parts that happen on the same name would take on each other's looks."""
    homes: dict[str, set[str]] = {}
    for sheet in sorted((ROOT / "dashapp" / "assets").glob("*.css")):
        for name in re.findall(r"^(\.cs-[\w-]+)\s*\{", sheet.read_text(encoding="utf-8"), re.MULTILINE):
            homes.setdefault(name, set()).add(sheet.name)
    assert {name: sheets for name, sheets in homes.items() if len(sheets) > 1} == {}
