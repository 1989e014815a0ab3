"""The parts of a plan's page and the charts of each, by the names they have in addresses."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.values.series import Series
from pages.capacity_planner.service import forecasts
from pages.capacity_planner.service.clearance_charts import list_clearance_charts
from pages.capacity_planner.service.flow_charts import list_flow_charts
from pages.capacity_planner.service.forecast_charts import list_forecast_charts, list_scenario_charts, list_test_charts
from pages.capacity_planner.service.forecasts import Result
from pages.capacity_planner.service.need_charts import list_need_charts
from pages.capacity_planner.service.opened import OpenedPlan
from pages.capacity_planner.service.order_charts import list_order_charts
from storage.errors import NotFound

NOT_RUN = "The forecast of this plan has not been run today. Open its page first."


@dataclass(frozen=True, slots=True)
class Part:
    """One page of a plan: its address, its name, one sentence, and its charts; `forecast` draws those of a forecast."""

    key: str
    title: str
    lead: str
    at_once: Callable[[OpenedPlan], Iterable[Series]] | None = None
    forecast: Callable[[OpenedPlan, Result], Iterable[Series]] | None = None


PARTS: tuple[Part, ...] = (
    Part(
        "plan",
        "Demand and capacity",
        "Demand, capacity, activity and queue week by week, and what they come to.",
        at_once=list_flow_charts,
    ),
    Part(
        "need",
        "Capacity needed",
        "How much capacity covers how many weeks, what is lost on the way to a patient, and which sessions it takes.",
        at_once=list_need_charts,
    ),
    Part(
        "clearance",
        "Clearing the list",
        "Where the list goes, how long it takes with a number of slots, and how many slots it takes by a day.",
        at_once=list_clearance_charts,
    ),
    Part(
        "forecast",
        "Forecast",
        "What may come, from many runs of chance: the list, long waits, and when the standard is met.",
        forecast=list_forecast_charts,
    ),
    Part("order", "Order and waits", "Who is seen first, and what that does to the waits.", forecast=list_order_charts),
    Part(
        "scenarios",
        "Scenarios",
        "Each scenario next to doing nothing, with what it assumes and what it costs.",
        forecast=list_scenario_charts,
    ),
    Part(
        "trust",
        "How far to trust it",
        "The forecast tried on weeks that are over, everything it assumes, and what was left out.",
        forecast=list_test_charts,
    ),
)
BY_KEY: Mapping[str, Part] = {part.key: part for part in PARTS}


def list_charts(opened: OpenedPlan, part: Part, result: Result | None) -> list[Series]:
    """The charts of a part; those of a forecast only where there is one."""
    at_once = list(part.at_once(opened)) if part.at_once else []
    return [*at_once, *(part.forecast(opened, result) if part.forecast and result is not None else ())]


def find_chart(clockstart: Clockstart, actor: Actor, opened: OpenedPlan, key: str, chart_key: str) -> Series:
    """One chart of a plan. Raises NotFound when there is none, or no forecast to draw it from."""
    part = BY_KEY.get(key)
    if part is None:
        raise NotFound("There is no such chart.")
    result = forecasts.find_result(clockstart, actor.uid, opened) if part.forecast else None
    if part.forecast and result is None:
        raise NotFound(NOT_RUN)
    chart = next((one for one in list_charts(opened, part, result) if one.key == chart_key), None)
    if chart is None:
        raise NotFound("There is no such chart.")
    return chart
