"""The product has no more lines than pyproject.toml allows."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.architecture import budgets


def test_the_product_is_below_its_ceiling() -> None:
    assert budgets.count_lines().total() <= budgets.read_ceiling()


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("app.py", True),
        ("rules/rtt/clock.py", True),
        ("storage/put.lua", True),
        ("dashapp/assets/page.css", True),
        ("tests/unit/rules/test_dna.py", False),
        ("bench/pathway.py", False),
        ("dashapp/assets/charts/plotly-cartesian-4.1.1.min.js", False),
        ("docs/reference/fields.csv", False),
    ],
)
def test_what_is_counted(path: str, counts: bool) -> None:
    assert budgets.is_counted(Path(path)) is counts


def test_a_line_too_many_fails_the_check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(budgets, "read_ceiling", lambda: 10)
    monkeypatch.setattr(budgets, "count_lines", lambda: Counter({"rules": 6, "dashapp/ui": 4}))
    assert budgets.main() == 0
    monkeypatch.setattr(budgets, "count_lines", lambda: Counter({"rules": 7, "dashapp/ui": 4}))
    assert budgets.main() == 1
    assert "Lines too many: 1." in capsys.readouterr().out


def test_lines_are_told_by_folder_and_room() -> None:
    assert {"rules", "storage", "auth", "pages", "server", "dashapp/services", "dashapp/ui"} <= set(
        budgets.count_lines()
    )
