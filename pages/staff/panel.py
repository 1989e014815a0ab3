"""The admin panel: where everything for administrators is, and what needs their eye."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.services.people import accounts, mail
from dashapp.ui.chips import Count, render_counts
from dashapp.ui.forms.posting import render_told
from dashapp.ui.page import render_action, render_page, render_section
from dashapp.ui.tables import Cell, render_facts
from dashapp.web.plain_forms import read_told
from dashapp.web.router import Visit
from storage.accounts import Person

PLACES = (
    ("Staff management", "/staff", "Accounts: invite, change roles, end sessions, deactivate."),
    ("Cohorts", "/staff/cohorts", "Who learns together, and who looks after them."),
    ("Import people from a file", "/staff/import", "Accounts and cohorts from a CSV or Excel file, looked at first."),
    ("Module access", "/module-access", "Which role, cohort and person sees which module, and until when."),
    ("Access matrix", "/access-matrix", "Every page and act, and who may use it, from the rules themselves."),
)


def render_panel(clockstart: Clockstart, visit: Visit) -> Component:
    """Counts that lead to the accounts behind them, the places, and how signing in is set."""
    people = accounts.list_accounts(clockstart, visit.actor)
    body = [
        *render_told(read_told()),
        render_section("Accounts", render_counts(count_people(people))),
        render_section("Where to", html.Ul([render_place(*place) for place in PLACES], className="cs-list")),
        render_section("Signing in", [render_facts(list_facts(clockstart, people)), render_end()]),
    ]
    return render_page("Admin panel", body, lead="People, access and signing in.")


def count_people(people: Sequence[Person]) -> list[Count]:
    states = [accounts.state_of(person) for person in people]
    return [
        Count(states.count("active"), "Active", "fine", "/staff?state=active"),
        Count(states.count("invited"), "Invited, not set up yet", "note", "/staff?state=invited"),
        Count(states.count("deactivated"), "Deactivated", "note", "/staff?state=deactivated"),
    ]


def render_place(title: str, href: str, sentence: str) -> Component:
    return html.Li([html.A(title, href=href), html.Span(f" {sentence}", className="cs-quiet")])


def list_facts(clockstart: Clockstart, people: Sequence[Person]) -> list[tuple[str, Cell]]:
    """How this installation is set, in words."""
    settings = clockstart.settings
    required = (
        "Required of managers and administrators."
        if settings.second_factor and not settings.demo
        else ("Nobody has to set one up." + (" This is a demonstration." if settings.demo else ""))
    )
    leading = [person for person in people if person.role != "learner" and person.active]
    without = sum(not person.has_factor for person in leading)
    sends = (
        f"Sent through {settings.smtp_host}." if mail.can_send(settings) else "Not sent: links are shown to be copied."
    )
    return [
        ("Second factor", required),
        ("Managers and administrators without one", f"{without:,} of {len(leading):,}"),
        ("E-mail", sends),
    ]


def render_end() -> Component:
    return render_action("Sign everybody out", "/admin/confirm/end-sessions")
