"""Cohorts side by side: shares and medians, and none of a group too small to speak of."""

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.access.scopes import can_see_cohort
from dashapp.services.charts.series import SMALL_NUMBER
from dashapp.services.work import progress
from dashapp.services.work.progress import ProgressQuery
from dashapp.ui.empty import render_empty
from dashapp.ui.page import render_page
from dashapp.ui.tables import Cell, Column, render_table
from dashapp.web.router import Visit
from pages.student_progress_monitor.reach import HERE, TITLE
from pages.student_progress_monitor.service.progress_series import CohortFigures, compare_cohorts
from rules.rates import TOO_FEW

COLUMNS = (
    Column("Cohort", header=True),
    Column("Learners", number=True),
    Column("Active", number=True),
    Column("Modules", number=True),
    Column("Records", number=True),
    Column("Wait for feedback", number=True),
    Column("Remarks", number=True),
)
DEFINITION = (
    "Active: changed something in the last 7 days. Modules and records: the median of the learners. Remarks: for each "
    f"hundred records, those that come and go with the date left out. {TOO_FEW} "
    f"Figures of a cohort with fewer than {SMALL_NUMBER} learners are left out: one person would decide them. A "
    "difference between small cohorts is mostly chance; read it with the number of learners in mind."
)


def render(clockstart: Clockstart, visit: Visit) -> Component:
    """Every cohort in the actor's reach."""
    everybody = progress.read_progress(clockstart, visit.actor, ProgressQuery())
    cohorts = [one for one in clockstart.store.people.list_cohorts() if can_see_cohort(visit.actor, one.id)]
    if not cohorts:
        body: list[Component] = [
            render_empty("No cohorts yet", "Cohorts appear here once there are some in your reach.")
        ]
    else:
        lines = [render_line(one) for one in compare_cohorts(everybody, cohorts)]
        body = [render_table("Cohorts side by side", COLUMNS, lines), html.P(DEFINITION, className="cs-quiet")]
    return render_page(
        "Cohorts side by side", body, lead="Shares and medians, so that sizes can differ.", back=(TITLE, HERE)
    )


def render_line(one: CohortFigures) -> tuple[Cell, ...]:
    name = html.A(one.cohort.name, href=f"{HERE}?cohort={one.cohort.id}")
    if one.active is None:
        return name, one.learners, "too few", "too few", "too few", "too few", "too few"
    return name, one.learners, one.active, one.begun, one.records, one.submitted, one.remarks
