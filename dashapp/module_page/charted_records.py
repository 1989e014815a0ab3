"""The records of everybody whom somebody looks after, in one list with whose each is; read-only.

It is also where a number of a chart leads: to the records behind it.
"""

from dash import html
from dash.development.base_component import Component

from auth.policy import check_oversee
from dashapp.context import Clockstart
from dashapp.declare.module import Module
from dashapp.module_page import grid
from dashapp.module_page.worklist import render_list
from dashapp.module_page.worklist_head import render_people_exports, render_title
from dashapp.module_page.worklist_views import Opened
from dashapp.services.access import access
from dashapp.services.charts import chart_filters
from dashapp.services.jobs.prepared import MustWait
from dashapp.ui.chips import Criterion, render_criterion
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_back, render_page
from dashapp.web.router import Page, Visit
from dashapp.web.waiting import render_must_wait


def page(clockstart: Clockstart, module: Module) -> Page:
    return Page(
        title=f"{module.title} of your people",
        render=lambda visit: render_records(clockstart, module, visit),
        check=lambda visit: check(clockstart, module, visit),
        scripts=grid.SCRIPTS,
    )


def check(clockstart: Clockstart, module: Module, visit: Visit) -> None:
    """Raises Forbidden for learners, whose own worklist shows the same."""
    access.check_can_open(clockstart, visit.actor, module)
    check_oversee(visit.actor)


def render_records(clockstart: Clockstart, module: Module, visit: Visit) -> Component:
    """Everyone's rows that the address keeps, as in their own lists, with whose each is."""
    here = f"{module.address}/charts/records"
    opened = Opened.read(module, visit, clockstart.today, here)
    query = opened.query
    scope = chart_filters.find_scope(clockstart, visit.actor, query)
    back = (f"Charts: {module.title}", query.only(*query.named().keys() - NOT_OF_CHARTS).at(f"{module.address}/charts"))
    title = f"{module.title}: {scope.words}"
    try:
        chart_filters.check_worked_out(clockstart, module, scope)
    except MustWait as told:
        return render_page(title, render_must_wait(clockstart, visit, told), back=back)
    names = {person.uid: person.name for person in scope.people}
    found = chart_filters.list_scope_rows(clockstart, module, scope, query.only("person", "cohort"))
    everything = [{**row, grid.LEARNER: names[str(row["uid"])]} for row in found]
    whose = [render_criterion(Criterion(scope.words, query.at(here, cohort="", person="")))] * bool(
        query.cohort or query.person
    )
    listed = render_list(clockstart, module, everything, opened, beside=whose, with_learner=True)
    nothing = render_empty(f"No {module.many} yet", "Come back when records have been added.")
    return html.Div(
        [
            render_back(*back),
            render_title(title, listed.count, render_people_exports(module, query) if everything else []),
            *(listed.parts if everything else [nothing]),
            html.Div(
                html.P("Read only: each record belongs to the learner named next to it."), className="cs-list-foot"
            ),
        ],
        className="cs-page cs-list-page",
    )


NOT_OF_CHARTS = {"chart", "group", "view", "month", "find", "sort", "open"}
