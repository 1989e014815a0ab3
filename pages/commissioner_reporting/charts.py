"""The charts of a report, each with its reading, table, CSV and definition; every number leads to its pathways."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.ui.charts import render_charts
from dashapp.web.router import Visit
from pages.commissioner_reporting.service.lists import ReportedList
from pages.commissioner_reporting.service.report_query import EVERY, SHARED, ReportAsked
from pages.commissioner_reporting.service.series import CHARTS, Report

from .frame import BASE

LEAD = "The list and its waits as figures; each has the same numbers as a table and as CSV, and leads to the pathways."


def render_report_charts(clockstart: Clockstart, visit: Visit, listed: ReportedList) -> Sequence[Component]:
    """Every chart of the report."""
    asked = listed.asked
    report = Report(listed, lambda **narrowed: asked.query.at(f"{BASE}/pathways", **narrowed))
    drawn = [(draw(report), asked.query.at(f"/export/report/{key}.csv")) for key, draw in CHARTS.items()]
    return [render_small_numbers(asked), render_charts(drawn)]


def render_small_numbers(asked: ReportAsked) -> Component:
    """Whether small numbers are hidden, why, and the other way."""
    here = f"{BASE}/charts"
    if asked.hides_small_numbers:
        words = (
            "Small numbers are hidden where people could be recognised (rule RET-11), as in anything that is shared. "
        )
        link = html.A("Show every number", href=asked.query.at(here, numbers=EVERY))
    else:
        words = "Every number is shown, because you can open the pathways behind it. "
        link = html.A("Show as it would be shared", href=asked.query.at(here, numbers=SHARED))
    return html.P([words, link], className="cs-quiet")
