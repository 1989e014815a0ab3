"""The process that starts the others imports none of what they serve: the store reads its files meanwhile."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.repository import ROOT

HEAVY = ("dash", "plotly", "numpy", "pandas", "openpyxl", "reportlab", "faker", "rules.rtt", "pages", "dashapp.context")


def test_nothing_heavy_is_imported_before_the_store_is_started() -> None:
    ask = f"import sys, app, dashapp.logs, dashapp.serve; print([one for one in {HEAVY} if one in sys.modules])"
    told = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
