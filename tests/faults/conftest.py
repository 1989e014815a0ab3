"""The table of faults after the last test."""

from __future__ import annotations

import pytest

from tests.faults.table import render_table


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for line in render_table():
        terminalreporter.write_line(line)
