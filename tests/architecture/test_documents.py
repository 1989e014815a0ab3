"""Documents that people act on agree with the product: settings, commands, fields, decisions, links."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from dashapp.settings import list_settings
from tests.architecture.repository import ROOT, list_files, list_text_files, read
from tests.whole_site import WholeSite

CONTRACT_COMMANDS = {
    "create-user", "deactivate-user", "import-earlier-data", "export-user", "import-user", "backup", "restore",
    "verify-backup", "check", "seed-demo", "remove-demo", "erase-user", "migrate", "verify-audit", "rebuild-user",
    "create-cohort", "assign",
}  # fmt: skip
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
DOCUMENTS = [path for path in list_files() if path.suffix == ".md"]
WITH_WORDS = [
    path for path in list_text_files() if path.suffix in {".md", ".py", ".js", ".css", ".lua", ".toml", ".sh"}
]
NAMED_FILE = re.compile(r"[`( ]((?:[\w-]+/)+[\w-]+\.(?:py|js|css|lua|md|txt|sh|toml|yml|csv))\b")
NAMED_FOLDER = re.compile(r"`((?:[\w-]+/)+)`")
NAMED_MODULE = re.compile(r"`((?:auth|bench|dashapp|pages|practice|rules|server|storage|tests)(?:\.[A-Za-z_]\w*)+)`")
TO_BE_WRITTEN = "pages/theatre_lists.py"
"""The file that the recipe for a new module writes."""


def test_every_setting_is_documented() -> None:
    documented = read("docs/reference/settings.md")
    assert [name for name, _, what in list_settings() if f"`{name}`" not in documented or not what] == []


def test_no_document_names_a_setting_that_there_is_not() -> None:
    known = {f"{name}{end}" for name, *_ in list_settings() for end in ("", "_FILE")}
    named = {name for path in DOCUMENTS for name in re.findall(r"\bCLOCKSTART_[A-Z_]+[A-Z]\b", read(path))}
    assert named - known == set()


def test_every_command_is_there_and_documented(site: WholeSite) -> None:
    commands = set(site.app.server.cli.commands)
    assert commands >= CONTRACT_COMMANDS
    documented = read("docs/reference/commands.md")
    assert [command for command in CONTRACT_COMMANDS if command not in documented] == []


def test_no_document_names_a_command_that_there_is_not(site: WholeSite) -> None:
    named = {name for path in DOCUMENTS for name in re.findall(r"\bflask ([a-z][a-z-]+)", read(path))}
    assert named - set(site.app.server.cli.commands) - {"run", "new-module"} == set()


def test_every_make_target_that_documents_name_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    named = {name for path in DOCUMENTS for name in re.findall(r"`make ([a-z-]+)", read(path))}
    assert named - targets == set()


def test_the_reference_is_what_would_be_generated_now() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "server.reference", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_between_documents_leads_somewhere(document: Path) -> None:
    broken = [link for link in LINK.findall(read(document)) if not (ROOT / document.parent / link).exists()]
    assert broken == []


def test_every_picture_is_shown_with_words_for_whoever_does_not_see_it() -> None:
    shown = {link: words for path in DOCUMENTS for words, link in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", read(path))}
    pictures = {str(path) for path in list_files() if path.parts[:2] == ("docs", "images")}
    assert pictures - shown.keys() == set()
    assert [link for link, words in shown.items() if len(words) < 20] == []


def test_every_explanation_can_be_found_from_another_document() -> None:
    linked = {Path(link).name for path in DOCUMENTS for link in LINK.findall(read(path))}
    explained = {path.name for path in list_files() if path.parts[:2] == ("docs", "explanation")}
    assert explained - linked == set()


def test_every_decision_is_in_the_list_of_decisions() -> None:
    decisions = {path.name for path in list_files() if path.parts[:2] == ("docs", "adr")} - {"README.md"}
    listed = set(re.findall(r"\]\((\d{4}-[^)]+)\)", read("docs/adr/README.md")))
    assert listed == decisions


def test_what_is_named_in_words_is_there() -> None:
    assert {str(path): gone for path in WITH_WORDS if (gone := find_gone(path))} == {}


def find_gone(path: Path) -> list[str]:
    """What a file names that is neither there from the root of the repository nor from a folder above the file."""
    text = read(path)
    places = [ROOT / folder for folder in path.parents]
    named = [*NAMED_FILE.findall(text), *NAMED_FOLDER.findall(text)]
    gone = [name for name in named if name != TO_BE_WRITTEN and not any((place / name).exists() for place in places)]
    return gone + [name for name in NAMED_MODULE.findall(text) if not is_module_or_of_one(name)]


def is_module_or_of_one(dotted: str) -> bool:
    """`rules.returns`, or `rules.returns.BOOK`."""
    whole = ROOT.joinpath(*dotted.split("."))
    homes = [home for home in (whole.parent.with_suffix(".py"), whole.parent / "__init__.py") if home.exists()]
    return (
        whole.exists()
        or whole.with_suffix(".py").exists()
        or any(re.search(rf"\b{whole.name}\b", home.read_text(encoding="utf-8")) for home in homes)
    )
