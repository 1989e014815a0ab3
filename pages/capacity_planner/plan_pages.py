"""The pages of one plan: a row of parts, and for each its figures and charts; the owner's, or read-only."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.module import Module
from dashapp.router import Page, Visit
from dashapp.services import access
from dashapp.services.plans.charts import PARTS, Part
from dashapp.services.plans.figures import Figure, list_figures
from dashapp.services.plans.opened import OpenedPlan, get_plan, open_plan
from dashapp.services.plans.series import say_number
from dashapp.services.series_values import Series
from dashapp.ui.charts import render_charts
from dashapp.ui.figures import Card, Line, render_cards, render_lines
from dashapp.ui.page import render_action, render_page, render_section

ON_CARDS = ("load", "list", "target_list", "pressure", "relief", "target_capacity", "clearance", "weeks_to_target")


def add_pages(clockstart: Clockstart, module: Module) -> None:
    """Every part of a plan, for its owner and for those who look after them."""
    for part in PARTS:
        for base in ("", "/people/<uid>"):
            clockstart.router.add(f"{base}{module.address}/<record_id>/{part.key}", page(clockstart, module, part))


def page(clockstart: Clockstart, module: Module, part: Part) -> Page:
    return Page(
        title=lambda visit: title_of(clockstart, module, part, visit),
        render=lambda visit: render_part(clockstart, module, part, visit),
        check=lambda visit: check(clockstart, visit),
    )


def title_of(clockstart: Clockstart, module: Module, part: Part, visit: Visit) -> str:
    owner = visit.variables.get("uid")
    whose = f": {access.get_person(clockstart, visit.actor, owner).name}" if owner else ""
    return f"{part.title} – {module.title}{whose}"


def check(clockstart: Clockstart, visit: Visit) -> None:
    """Raises NotFound for a plan outside the actor's reach."""
    get_plan(clockstart, visit.actor, owner_of(visit), visit.variables["record_id"])


def owner_of(visit: Visit) -> str:
    """Whose plan the address names; the policy of reading is asked wherever it is opened."""
    return visit.variables.get("uid") or visit.actor.uid


def render_part(clockstart: Clockstart, module: Module, part: Part, visit: Visit) -> Component:
    opened = open_plan(clockstart, visit.actor, owner_of(visit), visit.variables["record_id"], visit.query)
    base = f"/people/{visit.variables['uid']}" if "uid" in visit.variables else ""
    address = f"{base}{module.address}/{opened.record.id}"
    words = "The plan" if base else "Change the plan"
    return render_page(
        f"{opened.plan.name}: {part.title.lower()}",
        [render_ways(part, address, opened.query), *render_body(opened, part)],
        lead=f"{opened.service}, {say_source(opened)}. {part.lead}",
        actions=[render_action(words, address)],
        back=(module.title, f"{base}{module.address}"),
    )


def say_source(opened: OpenedPlan) -> str:
    """Where the figures come from, in a few words."""
    if not opened.plan.from_pathways:
        return "demand and list as typed"
    return f"from {opened.scope.words}, {len(opened.history.weeks)} weeks"


def render_ways(chosen: Part, address: str, query: str) -> Component:
    """Links to the parts; the address keeps whose pathways are read."""
    asked = f"?{query}" if query else ""
    items = [
        html.Li(
            html.A(
                part.title,
                href=f"{address}/{part.key}{asked}",
                **({"aria-current": "page"} if part is chosen else {}),
            )
        )
        for part in PARTS
    ]
    return html.Nav(html.Ul(items, className="cs-parts"), **{"aria-label": "Parts of the plan"})


def render_body(opened: OpenedPlan, part: Part) -> list[Component]:
    drawn = render_drawn(opened, part, list(part.charts(opened)))
    if part.key != "plan":
        return [drawn]
    cards, table = render_figures(opened)
    return [cards, drawn, table]


def render_drawn(opened: OpenedPlan, part: Part, charts: Sequence[Series]) -> Component:
    return render_charts([(chart, csv_address(opened, part, chart)) for chart in charts])


def csv_address(opened: OpenedPlan, part: Part, chart: Series) -> str:
    asked = f"?{opened.query}" if opened.query else ""
    return f"/export/plans/{opened.owner}/{opened.record.id}/{part.key}/{chart.key}.csv{asked}"


def render_figures(opened: OpenedPlan) -> tuple[Component, Component]:
    """The figures that matter most as cards, and all of them with units and reasons."""
    found = {one.key: one for one in list_figures(opened.plan, opened.history, opened.standing, opened.today)}
    cards = render_cards([make_card(found[key]) for key in ON_CARDS])
    lines = render_lines("All figures of the plan", [make_line(one) for one in found.values()])
    return cards, render_section("All figures, with their reasons", [html.P(CONVENTION, className="cs-quiet"), lines])


CONVENTION = (
    "The older convention is that of the NHSRwaitinglist package: factor 4 whatever the target, one gap more than "
    "there are referrals, and a pressure that divides days by weeks. The pages use the corrected figures."
)


def make_card(one: Figure) -> Card:
    return Card(one.label, say_number(one.value), one.unit, one.why, one.status)


def make_line(one: Figure) -> Line:
    customary = "" if one.customary is None else say_number(one.customary)
    return Line(one.label, say_number(one.value), one.unit, one.why, one.rule, one.status, customary)
