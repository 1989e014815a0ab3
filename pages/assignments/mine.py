"""What is assigned to a learner: all of it, and one with what it asks and the button that begins it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.practice import assigned
from dashapp.services.practice.assigned import Standing
from dashapp.services.practice.assignment import EXTRA, UNLIMITED
from dashapp.services.practice.kinds import SESSIONS
from dashapp.services.practice.sets import OFFERED
from dashapp.ui.banners import render_banner
from dashapp.ui.empty import render_empty
from dashapp.ui.forms.posting import render_act, render_form, render_told
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import Column, render_facts, render_table
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from words.phrases import in_words, plural

from .said import say_due, say_minutes, say_result, say_state, say_told

COLUMNS = (
    Column("Assigned", header=True),
    Column("Due"),
    Column("State"),
    Column("Right"),
    Column("Cases", number=True),
)


def render_all(clockstart: Clockstart, visit: Visit) -> Component:
    """Everything that is assigned to the actor, that due first."""
    found = assigned.list_assigned(clockstart, visit.actor)
    rows = [
        (
            html.A(one.assignment.title, href=f"/assigned/{one.assignment.id}"),
            say_due(one),
            say_state(one),
            say_result(one),
            int(one.assignment.cases),
        )
        for one in found
    ]
    nothing = render_empty("Nothing is assigned to you", "What your tutor gives you to practise is here, with its day.")
    body = render_table("Assigned to me", COLUMNS, rows, caption_hidden=True, stacked=True) if rows else nothing
    told = render_told(read_told())
    parts = [*told, body, render_calendar(clockstart, visit)]
    return render_page("Assigned to me", parts, lead="Practice that was given to you, and by when.")


def render_calendar(clockstart: Clockstart, visit: Visit) -> Component:
    """Making the address of the calendar, and taking it back."""
    has, address = clockstart.store.calendars.has(visit.actor.uid), "/assigned/calendar"
    words = "Your calendar can show the days these are due. It names no patients."
    acts = [render_act(address, "Make another address" if has else "Make an address")]
    acts += [render_act(f"{address}/take-back", "Take the address back")] if has else []
    return render_section("In your calendar", [html.P(words), html.Div(acts, className="cs-actions")])


def render_one(clockstart: Clockstart, visit: Visit) -> Component:
    standing = assigned.get_mine(clockstart, visit.actor, visit.variables["assignment"])
    known = standing.assignment
    facts = [
        ("Due", say_due(standing)),
        ("State", say_state(standing)),
        ("Right", say_result(standing)),
        ("Cases", f"{known.cases}, {OFFERED.get(known.set, known.set).lower()}, level {known.level}"),
        ("What is right is told", say_told(known)),
        ("Time for each try", say_time(standing)),
        ("Tries", say_tries(standing)),
    ]
    voided = [render_banner("watch", say_void(one)) for one in standing.voided]
    body = [*render_told(read_told()), *voided, render_facts(facts), *render_begin(standing)]
    return render_page(known.title, body, lead=say_lead(standing), back=("Assigned to me", "/assigned"))


def say_lead(standing: Standing) -> str:
    if standing.assignment.retired_on is not None:
        return "This was taken back. What was begun can be finished."
    if standing.today < standing.assignment.opens_on:
        return f"Opens on {in_words(standing.assignment.opens_on)}."
    return "Read the evidence, then decide. Handed in late it is marked as late, and nothing is lost."


def say_void(head: Mapping[str, Any]) -> str:
    day = in_words(date.fromisoformat(head["voided_on"]))
    return f"Try {head['try']} is void since {day} and counts nowhere. Your tutor says: “{head['void_reason']}”"


def say_time(standing: Standing) -> str:
    """With what the person has more, where there is a limit."""
    own = standing.assignment.people.get(standing.uid)
    more = own.extra_time_percent if own and standing.assignment.minutes_allowed else 0
    return f"{say_minutes(standing.assignment)}{f', for you {EXTRA[str(more)].lower()}' if more else ''}"


def say_tries(standing: Standing) -> str:
    if standing.assignment.tries == UNLIMITED:
        return "as many as you like"
    return f"{len(standing.tries)} of {plural(standing.assignment.tries, 'try', 'tries')} begun"


def render_begin(standing: Standing) -> list[Component]:
    """The button, and the way to what was handed in."""
    address = f"/assigned/{standing.assignment.id}/begin"
    words = "Go on" if standing.has_open_try else "Try again" if standing.handed_in else "Begin"
    begin = [render_form(address, [], button=words)] if standing.can_begin else []
    done = standing.handed_in
    result = [render_action("Result", f"/{SESSIONS.slug}/{done[-1]['session']}/result")] if done else []
    return [*begin, *result]
