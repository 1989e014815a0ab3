"""An administrator's home: the health of the installation, people by state, what was entered day by day."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from auth.actor import Actor
from dashapp.context import Clockstart
from dashapp.panels.home_learner import render_title
from dashapp.panels.home_manager import render_people
from dashapp.panels.store_notices import render_notices
from dashapp.services.people.accounts import STATES
from dashapp.services.work import installation, progress
from dashapp.services.work.installation import Day, Health
from dashapp.services.work.progress import ProgressQuery
from dashapp.ui.empty import render_empty
from dashapp.ui.icons import render_icon
from dashapp.ui.page import render_action
from dashapp.web.router import Visit
from words.phrases import in_words, plural


def render_admin(clockstart: Clockstart, visit: Visit) -> list[Component]:
    everybody = progress.read_progress(clockstart, visit.actor, ProgressQuery())
    invite = render_action("Invite somebody", "/staff/invite", primary=True)
    nobody = render_empty("No learners yet", "Invite people, or import them from a file.", [invite])
    health = render_health(installation.list_health(clockstart))
    activity = render_days(installation.list_days(clockstart, everybody))
    right = html.Div([render_states(clockstart, visit.actor), *activity])
    return [
        *render_notices(clockstart),
        html.Div([health, right], className="cs-home-two cs-home-first"),
        render_people(everybody) if len(everybody) else nobody,
    ]


def render_health(found: Sequence[Health]) -> Component:
    lines = [
        html.Li([html.Strong(one.part), html.Span([render_icon(one.status), one.words], className="cs-health")])
        for one in found
    ]
    return html.Section([render_title("Health"), html.Ul(lines, className="cs-lines cs-lines-health")])


def render_states(clockstart: Clockstart, actor: Actor) -> Component:
    """Accounts by state, each leading to them."""
    counts = installation.count_states(clockstart, actor)
    links = [
        html.Li(html.A([html.Strong(f"{counts[state]:,}"), f" {words.lower()}"], href=f"/staff?state={state}"))
        for state, words in STATES.items()
        if counts.get(state)
    ]
    title = render_title("People", [html.A("All", href="/staff")])
    return html.Section([title, html.Ul(links, className="cs-home-rest cs-home-states")])


def render_days(days: Sequence[Day]) -> list[Component]:
    """A bar for each day; nothing when nobody entered anything."""
    most = max((one.people for one in days), default=0)
    if not most:
        return []
    bars = [
        html.Span(
            style={"height": f"{100 * one.people / most:.0f}%"},
            className="cs-day-bar",
            title=f"{in_words(one.day)}: {say_day(one)}",
        )
        for one in days
    ]
    last = days[-1]
    words = f"Today {say_day(last)}. Most on one day: {plural(most, 'person', 'people')}."
    label = f"People who entered something, day by day: {words}"
    drawing = html.Div(bars, className="cs-day-bars", role="img", **{"aria-label": label})
    title = render_title("Activity by day", note=f"last {len(days)} days")
    return [html.Section([title, drawing, html.P(words, className="cs-quiet")])]


def say_day(one: Day) -> str:
    """ "12 people, 40 entries"."""
    return f"{plural(one.people, 'person', 'people')}, {plural(one.entries, 'entry', 'entries')}"
