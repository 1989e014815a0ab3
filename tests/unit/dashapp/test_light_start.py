"""The process that starts the others imports none of what they serve: the store reads its files meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from dashapp import factory
from dashapp.settings import Settings
from server import wsgi
from server.supervise import CANNOT_LOAD
from tests.architecture.repository import ROOT

HEAVY = ("dash", "plotly", "numpy", "pandas", "openpyxl", "reportlab", "faker", "rules.rtt", "pages", "dashapp.context")


def test_nothing_heavy_is_imported_before_the_store_is_started() -> None:
    ask = f"import sys, app, server.logs, server.supervise; print([one for one in {HEAVY} if one in sys.modules])"
    told = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_nothing_heavy_is_imported_for_the_sign_in_page() -> None:
    ask = f"import sys, server.porch; print([one for one in {HEAVY} if one in sys.modules])"
    told = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_a_fault_in_the_code_ends_the_web_server_for_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(settings: Settings) -> NoReturn:
        raise RuntimeError("A fault in the code")

    for name in [name for name in os.environ if name.startswith("CLOCKSTART_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("CLOCKSTART_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(factory, "create_app", make)
    with pytest.raises(SystemExit) as left:
        wsgi.make_server()
    assert left.value.code in CANNOT_LOAD
