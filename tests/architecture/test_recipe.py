"""The recipe of CONTRIBUTING.md, followed: a new module is one file, and the suite's walks pick it up by themselves."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, list_files, read
from tests.waiting import PATIENCE

COMMAND = re.compile(r'make new-module NAME="([^"]+)"')


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as it stands, elsewhere, with the virtual environment of this one."""
    folder: Path = tmp_path_factory.mktemp("recipe") / "clockstart"
    for path in list_files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, folder / path)
    for compiled in {
        path.parent / "__pycache__" for path in list_files()
    }:  # good as long as the file's time is the same
        if (ROOT / compiled).is_dir():
            shutil.copytree(ROOT / compiled, folder / compiled, dirs_exist_ok=True)
    (folder / ".venv").symlink_to(Path(sys.prefix), target_is_directory=True)
    run(folder, "git", "init", "--quiet")
    return folder


def run(folder: Path, *command: str, **more: str) -> str:
    """What a command prints; AssertionError with all of it when it fails."""
    left_out = ("CLOCKSTART_", "MAKE", "PYTEST_")
    plain = {name: value for name, value in os.environ.items() if not name.startswith(left_out)} | more
    done = subprocess.run(
        command, cwd=folder, env=plain, capture_output=True, text=True, check=False, timeout=2 * PATIENCE
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def new_module(copy: Path) -> Path:
    """The file that the recipe's own command writes."""
    before = set((copy / "pages").iterdir())
    name = COMMAND.search(read("CONTRIBUTING.md"))
    assert name is not None
    run(copy, "make", "new-module", f"NAME={name[1]}", "RUNS=LICENSE")
    (written,) = set((copy / "pages").iterdir()) - before
    return written


def test_the_recipe_names_the_file_that_is_written(new_module: Path) -> None:
    assert f"`pages/{new_module.name}`" in read("CONTRIBUTING.md")


def test_the_new_file_is_in_shape_and_typed(copy: Path, new_module: Path) -> None:
    run(copy, sys.executable, "-m", "ruff", "format", "--check", str(new_module))
    run(copy, sys.executable, "-m", "ruff", "check", str(new_module))
    run(copy, sys.executable, "-m", "mypy", "--cache-dir", str(ROOT / ".mypy_cache"), str(new_module))


def test_the_suite_picks_the_new_module_up(copy: Path, new_module: Path) -> None:
    """Each of its pages drawn, every permission walked. The short form passes over the pages of other modules."""
    walks = ("test_pages.py", "test_permissions.py", "test_two_apps.py", "test_tidiness.py", "test_layers.py")
    slug = new_module.stem.replace("_", "-")
    run(copy, sys.executable, "-m", "pytest", "-q", *(f"tests/architecture/{walk}" for walk in walks), WALK=slug)


def test_its_records_persist_and_its_charts_are_whole(copy: Path, new_module: Path) -> None:
    """Saved, signed out, signed in again: there, box by box; edited, removed, brought back, carried elsewhere."""
    stories = ("test_the_story_of_each_module.py", "test_charts_of_each_module.py")
    slug = new_module.stem.replace("_", "-")
    paths = (f"tests/http/{story}" for story in stories)
    told = run(copy, sys.executable, "-m", "pytest", "-q", "-n", "0", "-k", slug, *paths)
    assert told.startswith("....")


def test_the_reference_gains_its_fields(copy: Path, new_module: Path) -> None:
    run(copy, sys.executable, "-m", "server.reference")
    fields = (copy / "docs" / "reference" / "fields.csv").read_text(encoding="utf-8")
    assert new_module.stem.replace("_", "-") in fields


def test_a_second_module_of_that_name_is_refused(copy: Path, new_module: Path) -> None:
    before = new_module.read_bytes()
    again = subprocess.run(
        [sys.executable, "-m", "dashapp.new_module", "Theatre lists"], cwd=copy, capture_output=True, check=False
    )
    assert again.returncode != 0
    assert new_module.read_bytes() == before
