"""The pages of one plan: a row of parts, and for each its figures and charts; the owner's, or read-only."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.services.access import access
from dashapp.services.jobs.prepared import MustWait
from dashapp.ui.banners import render_banner
from dashapp.ui.charts import render_charts
from dashapp.ui.page import render_action, render_page
from dashapp.values.series import Series
from dashapp.web.addresses import record_address
from dashapp.web.router import Page, Visit
from dashapp.web.waiting import render_must_wait
from pages.capacity_planner.service import forecasts
from pages.capacity_planner.service.charts import PARTS, Part, list_charts
from pages.capacity_planner.service.opened import OpenedPlan, get_plan, open_plan

from .parts import ABOVE, BELOW
from .scope_choice import render_scope_choice


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
    """One part of the plan; while the clocks of a long list are still worked out, how far that is."""
    base = f"/people/{visit.variables['uid']}" if "uid" in visit.variables else ""
    back = (module.title, f"{base}{module.address}")
    try:
        opened = open_plan(clockstart, visit.actor, owner_of(visit), visit.variables["record_id"], visit.query)
    except MustWait as waiting:
        return render_page(part.title, render_must_wait(clockstart, visit, waiting), back=back)
    address = record_address(f"{base}{module.address}", opened.record.id)
    return render_page(
        f"{opened.plan.name}: {part.title.lower()}",
        [
            render_ways(part, address, opened),
            *render_scope(clockstart, visit, opened),
            *render_body(clockstart, visit, opened, part),
        ],
        lead=f"{opened.service}, {say_source(opened)}. {part.lead}",
        actions=[render_action("The plan" if base else "Change the plan", address)],
        back=back,
    )


def say_source(opened: OpenedPlan) -> str:
    """Where the figures come from, in a few words."""
    if not opened.plan.from_pathways:
        return "demand and list as typed"
    return f"from {opened.scope.words}, {len(opened.history.weeks)} weeks"


def render_ways(chosen: Part, address: str, opened: OpenedPlan) -> Component:
    """Links to the parts; the address keeps whose pathways are read."""
    items = [
        html.Li(
            html.A(
                part.title,
                href=opened.at(f"{address}/{part.key}"),
                **({"aria-current": "page"} if part is chosen else {}),
            )
        )
        for part in PARTS
    ]
    return html.Nav(html.Ul(items, className="cs-parts"), **{"aria-label": "Parts of the plan"})


def render_scope(clockstart: Clockstart, visit: Visit, opened: OpenedPlan) -> list[Component]:
    """A plan of one's own over a tracking list can be read over another list in reach."""
    if not opened.plan.from_pathways or opened.owner != visit.actor.uid:
        return []
    return render_scope_choice(clockstart, visit, opened.scope)


def render_body(clockstart: Clockstart, visit: Visit, opened: OpenedPlan, part: Part) -> list[Component]:
    """What can be said at once; what needs a forecast once there is one."""
    if part.forecast is None:
        return draw_part(clockstart, visit, opened, part, None)
    result = forecasts.find_result(clockstart, visit.actor.uid, opened)
    if result is None and visit.actor.viewing is not None:
        return [render_banner("note", "This forecast has not been run today. It is run when they open the page.")]
    if result is None:
        return render_must_wait(clockstart, visit, say_forecast(opened))
    return draw_part(clockstart, visit, opened, part, result)


def say_forecast(opened: OpenedPlan) -> MustWait:
    """The forecast that is not there yet, and the job that makes it."""
    plan, scope = opened.plan, opened.query.scope
    words = f"{plan.runs:,} runs of {plan.horizon} weeks are worked out once for this plan, this list and this day."
    return MustWait(words, "plan_forecast", opened.owner, opened.record.id, {"scope": [scope]} if scope else {})


def draw_part(
    clockstart: Clockstart, visit: Visit, opened: OpenedPlan, part: Part, result: forecasts.Result | None
) -> list[Component]:
    """The part itself: what stands above its charts, the charts, what stands below."""
    above, below = ABOVE.get(part.key), BELOW.get(part.key)
    return [
        *(above(clockstart, visit, opened, result) if above else []),
        render_drawn(opened, part, list_charts(opened, part, result)),
        *(below(clockstart, visit, opened, result) if below else []),
    ]


def render_drawn(opened: OpenedPlan, part: Part, charts: Sequence[Series]) -> Component:
    return render_charts([(chart, csv_address(opened, part, chart)) for chart in charts])


def csv_address(opened: OpenedPlan, part: Part, chart: Series) -> str:
    return opened.at(f"{record_address(f'/export/plans/{opened.owner}', opened.record.id)}/{part.key}/{chart.key}.csv")
