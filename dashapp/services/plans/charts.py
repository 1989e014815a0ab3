"""The parts of a plan's page and the charts of each, by the names they have in addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashapp.services.plans.flow_charts import list_flow_charts
from dashapp.services.plans.opened import OpenedPlan
from dashapp.services.series_values import Series
from storage.errors import NotFound


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a plan: its address, its name, one sentence, and its charts."""

    key: str
    title: str
    lead: str
    charts: Callable[[OpenedPlan], Iterable[Series]]


PARTS: tuple[Part, ...] = (
    Part(
        "plan",
        "Demand and capacity",
        "Demand, capacity, activity and queue week by week, and what they come to.",
        list_flow_charts,
    ),
)
BY_KEY: Mapping[str, Part] = {part.key: part for part in PARTS}


def find_chart(opened: OpenedPlan, part: str, key: str) -> Series:
    """One chart of a plan. Raises NotFound when there is none."""
    found = BY_KEY.get(part)
    chart = next((one for one in found.charts(opened) if one.key == key), None) if found else None
    if chart is None:
        raise NotFound("There is no such chart.")
    return chart
