"""`make run` recovers from a virtual environment whose making was interrupted, wherever that was."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT


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
    command = ["make", "-C", str(tmp_path), f"PYTHON={sys.executable}", ".venv/.installed-run"]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stdout + made.stderr
    pip = [str(tmp_path / ".venv" / "bin" / "python"), "-m", "pip", "--version"]
    assert subprocess.run(pip, capture_output=True, check=False).returncode == 0
    assert not (tmp_path / ".venv" / ".installing").exists()
