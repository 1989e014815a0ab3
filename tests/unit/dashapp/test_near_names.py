"""Names that are spelt nearly so are offered; of a number or two letters none."""

from __future__ import annotations

import pytest

from dashapp.services.search.finding import list_near
from dashapp.ui.tables import show
from pages.capacity_planner.service.clearance_charts import say_load

NAMES = ("zoe oneill", "rowan ashdown", "ivy marchetti")


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("rowen", ["rowan ashdown"]),
        ("zoe oneil", ["zoe oneill"]),
        ("marchety ivy", ["ivy marchetti"]),
        ("zz", []),
        ("999123", []),
        ("quentin", []),
    ],
)
def test_names_spelt_nearly_so(wanted: str, near: list[str]) -> None:
    assert list_near(wanted, NAMES) == near


@pytest.mark.parametrize(
    ("load", "said"),
    [
        (1.15, "Demand is 15% more than capacity (1.15 of it)"),
        (1.0, "Demand is as much as capacity (1.00 of it)"),
        (0.9, "Demand is 10% less than capacity (0.90 of it)"),
    ],
)
def test_demand_beside_capacity(load: float, said: str) -> None:
    assert say_load(load) == said


@pytest.mark.parametrize(("value", "shown"), [(-0.86, "-0.86"), (0.9, "0.9"), (0.04, "0.04"), (-12.34, "-12.3")])
def test_a_number_is_neither_rounded_nor_padded_twice(value: float, shown: str) -> None:
    assert show(value) == shown
