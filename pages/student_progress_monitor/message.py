"""A list of those whom the filters keep, to be copied into a message. Clockstart sends nothing."""

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.work import progress
from dashapp.services.work.progress import NONE, ORDER, SUBMITTED, ProgressQuery
from dashapp.ui.chips import render_criteria
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.controls import draw_text, render_labelled
from dashapp.ui.forms.queries import list_chips, render_ignored
from dashapp.ui.page import render_page
from dashapp.web.router import Visit
from pages.student_progress_monitor.reach import HERE, TITLE
from words.phrases import plural


def render(clockstart: Clockstart, visit: Visit) -> Component:
    """Names and addresses of exactly those people whom the monitor shows under the same filters."""
    asked = ProgressQuery.read(visit.query)
    found = progress.find_progress(clockstart, visit.actor, asked)
    told = progress.say_filters(clockstart, visit.actor, asked)
    here = f"{HERE}/message"
    words = f"{plural(len(found), 'learner')}{', all in your reach' if not told else ''}"
    addresses = "; ".join(f"{person.name} <{person.email}>" for person in found.people)
    boxes = [
        ("Addresses, for the “To” line", addresses),
        ("Addresses alone, one a line", "\n".join(person.email for person in found.people)),
        ("Names", "\n".join(person.name for person in found.people)),
    ]
    body = (
        [
            render_labelled(draw_text(f"message-{at}", text, readonly=True), label)
            for at, (label, text) in enumerate(boxes)
        ]
        if len(found)
        else [render_empty("Nobody fits these filters", "Choose another group above.")]
    )
    return render_page(
        "Message list",
        [*render_ignored(asked), render_groups(asked), render_criteria(words, list_chips(told, asked, here)), *body],
        lead="Copy the list into your own mail. Clockstart sends nothing.",
        back=(TITLE, asked.at(HERE)),
    )


def render_groups(asked: ProgressQuery) -> Component:
    """The groups people most often write to, under the cohort and module chosen."""
    base = asked.only("cohort", "module")
    groups = (
        ("Those who have not started", {"status": ORDER[NONE]}),
        ("Those who wait for feedback", {"status": ORDER[SUBMITTED]}),
        ("Those whose feedback is overdue", {"show": "overdue"}),
        ("Those who have stalled", {"show": "quiet"}),
        ("Those who are due a refresher", {"show": "refresher"}),
    )
    items = [html.Li(html.A(words, href=base.at(f"{HERE}/message", **more))) for words, more in groups]
    return html.Ul(items, className="cs-list")
