"""Capacity planner: demand, capacity, activity and queue of a service; what clears its list; what may come.

Teaches the rule books on capacity and on forecasting: what is lost between job plan and patient, why a load near one
makes long waits, and how sure a forecast can be.
"""

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import Feature, JobKind
from dashapp.declare.module import Also, Chart, Column, Measure, Module, View
from dashapp.declare.phrases import WRONG_VIEW
from pages.capacity_planner.service.reading import list_contradictions

from . import services_page
from .downloads import plan_addresses
from .examples import make_example, make_examples
from .meaning import DERIVED, find_findings, grows, is_typed, name_plan, read_assumptions, tell_meaning
from .plan_pages import add_pages
from .record import Plan

MODULE = Module(
    slug="capacity-planner",
    store_key="capacity_plans",
    title="Capacity planner",
    journey="Reports and planning",
    purpose="Plans for a service: does capacity meet demand, what clears the list, when is the standard met?",
    one="plan",
    many="plans",
    record=Plan,
    teaches=(
        "Demand is what is asked of a service, not what was done; the four are counted in one unit.",
        "A load near 1 makes long waits; at 1 the list grows without end.",
        "Between job plan and patient, slots are lost to leave, cancellations, missed appointments and follow-ups.",
        "A forecast is a band, not a line: say how sure you are.",
    ),
    rules=("CAP-1", "CAP-2", "CAP-3", "CAP-5", "CAP-6", "CAP-7", "CAP-8", "CAP-13", "CAP-14", "CAP-16", "SIM-7"),
    findings=find_findings,
    clocks=read_assumptions,
    meaning=tell_meaning,
    derived=DERIVED,
    columns=(
        Column("name", width=240, pinned=True, second="service"),
        Column("source", flex=2),
        Column("capacity"),
        Column("load"),
        Column("target", flex=2),
        Column("scenarios", width=140),
    ),
    views=(
        View("grows", "List grows as typed", "typed demand is as much as capacity, or more", grows, "breach"),
        WRONG_VIEW,
        View("typed", "Typed demand", "demand and list are typed", is_typed),
        View(
            "pathways", "From a tracking list", "demand and list come from a tracking list", lambda r: not is_typed(r)
        ),
    ),
    charts=(
        Chart("by-service", "Plans by service", "Plans by the service they are for.", by="service"),
        Chart(
            "capacity",
            "Capacity by service",
            "New patients a week that the plans of each service give, added up over its plans.",
            by="service",
            measures=(Measure("New patients a week", value=lambda row: row["capacity"]),),
            unit="new patients a week",
        ),
    ),
    filters=("service", "source"),
    filters_said="for [any service] demand and list: [from anywhere]",
    also=(
        Also("All services", "services", always=True),
        Also("Figures, charts and forecast", "{id}/plan", of_record=True, overseen=True, leads=True),
    ),
    contradictions=list_contradictions,
    name_of=name_plan,
    example=make_example,
    example_set=make_examples,
)


def register(app: Dash, clockstart: Clockstart) -> None:
    """The pages of a plan, and that of all services."""
    clockstart.router.add(f"{MODULE.address}/services", services_page.page(clockstart, MODULE))
    add_pages(clockstart, MODULE)


FEATURE = Feature(
    pages=register,
    downloads=(plan_addresses,),
    jobs={"plan_forecast": JobKind("pages.capacity_planner.service.forecasts:run")},
)
