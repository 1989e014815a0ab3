"""`make run` recovers from a virtual environment whose making was interrupted, wherever that was.

The short form makes environments with the pip that is there, by a link: to install one into each takes ten seconds.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT
from tests.length import IS_FULL

QUICK = """#!/bin/sh
set -e
if [ "$1 $2" != "-m venv" ]; then exec {python} "$@"; fi
{python} "$@" --without-pip
for last; do :; done
for site in "$last"/lib/python*/site-packages; do ln -s {pip} "$site/pip"; done
"""


def write_python(folder: Path) -> Path:
    """A Python for `make`: in the short form one that gives each environment it makes a link to our own pip."""
    pip = find_spec("pip")
    if IS_FULL or pip is None or pip.origin is None:
        return Path(sys.executable)
    program = folder / "python"
    program.write_text(QUICK.format(python=sys.executable, pip=Path(pip.origin).parent))
    program.chmod(0o755)
    return program


def cut_before_pip(folder: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder / ".venv")], check=True)


def cut_while_installing(folder: Path) -> None:
    cut_before_pip(folder)
    (folder / ".venv" / ".installing").touch()


def python_was_removed(folder: Path) -> None:
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")


@pytest.mark.parametrize("interrupt", [cut_before_pip, cut_while_installing, python_was_removed])
def test_it_is_made_again(tmp_path: Path, interrupt: Callable[[Path], None]) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "requirements.txt").write_text("# nothing, so that no registry is needed\n")
    interrupt(tmp_path)
    command = ["make", "-C", str(tmp_path), f"PYTHON={write_python(tmp_path)}", ".venv/.installed-run"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    pip = [str(tmp_path / ".venv" / "bin" / "python"), "-m", "pip", "--version"]
    assert subprocess.run(pip, capture_output=True, check=False).returncode == 0
    assert not (tmp_path / ".venv" / ".installing").exists()
