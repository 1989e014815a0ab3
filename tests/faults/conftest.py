"""The table of faults after the last test, also of those that other processes of the run have seen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.faults.table import ROWS, Row, render_table
from tests.site_of_a_file import site_of_the_file

__all__ = ["site_of_the_file"]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of a run tells the one that prints."""
    told: dict[str, Any] | None = getattr(session.config, "workeroutput", None)
    if told is not None:
        told["faults"] = [row.values for row in ROWS]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    ROWS.extend(Row(*values) for values in getattr(node, "workeroutput", {}).get("faults", ()))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in render_table():
        terminalreporter.write_line(line)
